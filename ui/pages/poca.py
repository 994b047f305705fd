"""POCA: what the law asks for and by when, the registers of cases and orders, champions, and orders against targets."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from soc_desk.errors import DeskError
from soc_desk.services import periods
from soc_desk.services.poca import board, calendars, measures, recomputing, summary
from soc_desk.services.poca.board import DutyCounts, DutyRow
from soc_desk.services.poca.case_query import FORFEITING
from soc_desk.services.poca.summary import Poca
from soc_desk.services.prints import day_words, pounds
from soc_desk.vocabulary.poca import CaseKind, CaseState
from ui.desk import Actor, Desk, Session
from ui.forms import calendar
from ui.page import Page, Shell, page_head
from ui.poca import scenes
from ui.poca.case import CaseView
from ui.poca.champions import ChampionsPart
from ui.poca.deadlines import Deadlines
from ui.poca.heading import Heading
from ui.poca.order_register import OrderRegister
from ui.poca.performance import PerformancePart
from ui.poca.register import Held, Register
from ui.poca.steps import Steps
from ui.widgets.banner import Banner
from ui.widgets.period_popup import Period
from ui.widgets.tabs import Tabs
from ui.widgets.text import button

MINUTE_MS = 60_000
_ROOM_FOR_FIGURES = 660
_SEIZED = (
    CaseState.EXPIRED, CaseState.SEIZED, CaseState.FIRST_PENDING, CaseState.DETAINED, CaseState.FURTHER_PENDING,
    CaseState.NOTICE_RUNNING, CaseState.NOTICE_LAPSED, CaseState.FORFEITURE_PENDING, CaseState.FORFEITURE_ORDERED,
    CaseState.FORFEITED_BY_NOTICE, CaseState.REFUSED, CaseState.RELEASED, CaseState.FINAL, CaseState.CLOSED,
)  # fmt: skip
_ORDERED = (CaseState.APPLIED, CaseState.IN_FORCE, CaseState.ENDED)
_HELD = {
    "cash": Held(title="Cash cases", kinds=(CaseKind.CASH,), states=_SEIZED),
    "forfeitures": Held(
        title="Forfeitures",
        kinds=(CaseKind.CASH, CaseKind.LISTED_ASSETS, CaseKind.CRYPTOASSETS, CaseKind.ACCOUNT_FREEZING),
        states=(*FORFEITING, CaseState.CLOSED), day="forfeited_on", forfeiting=True,
    ),
    "assets": Held(title="Assets", kinds=(CaseKind.LISTED_ASSETS, CaseKind.CRYPTOASSETS), states=_SEIZED),
    "freezing": Held(title="Account freezing", kinds=(CaseKind.ACCOUNT_FREEZING,), states=_ORDERED, day="made_on"),
    "restraint": Held(title="Restraint", kinds=(CaseKind.RESTRAINT,), states=_ORDERED, day="made_on"),
    "confiscation": Held(
        title="Confiscation", kinds=(CaseKind.CONFISCATION,),
        states=(CaseState.TO_PAY, CaseState.ENFORCED, CaseState.PAID), day="made_on",
    ),
    "other": Held(
        title="Referrals and DAML", kinds=(CaseKind.DAML, CaseKind.CIVIL_RECOVERY, CaseKind.MONEY_LAUNDERING),
        states=(CaseState.NOTICE_PERIOD, CaseState.MORATORIUM, CaseState.REFERRED, CaseState.INVESTIGATED,
                CaseState.ENDED), day="",
    ),
}  # fmt: skip
"""What each register holds."""

_TABS = ("deadlines", "cash", "orders", *(key for key in _HELD if key != "cash"), "champions", "performance")


_OTHER_TITLES = {
    "deadlines": "Deadlines", "orders": "Detention orders", "champions": "Champions", "performance": "Targets",
}  # fmt: skip


_SHORT = {
    "Cash cases": "Cash", "Detention orders": "Orders", "Account freezing": "Freezing", "Referrals and DAML": "Other",
}  # fmt: skip
"""What tabs are called where there is no room for all of them in full."""


def rail_count(session: Session, _actor: Actor) -> tuple[int, int]:
    """What is due within 28 days, and how much of it is overdue or due within a day."""
    counts = board.counts(session, periods.now())
    return counts.soon, counts.red


@dataclass(frozen=True)
class Shown:
    """Everything the page shows at one moment, in one question, so that its figures cannot disagree."""

    duties: list[DutyRow]
    counts: DutyCounts
    poca: Poca
    to_freeze: int
    known_to: date


def look(session: Session, actor: Actor) -> Shown:
    """The page as this reader may know it, now."""
    now = periods.now()
    return Shown(
        board.board(session, actor, now, limit=500),
        board.counts(session, now),
        summary.summary(session, now.date(), now),
        len(measures.to_freeze(session, now.date())),
        calendars.stored(session, now.date())[0],
    )


class PocaPage(Page):
    """``go(view="cash")`` opens a register; ``show_record`` a case; everything a line offers is a step of ``Steps``."""

    NAME = "poca"
    SHOWS = frozenset({"poca_case", "duty", "poca_order", "poca_notice", "poca_movement", "poca_money", "champion",
                       "target", "policy"})  # fmt: skip
    COUNT = staticmethod(rail_count)
    BY_THE_CLOCK = True

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(desk, shell)
        self.shown: Shown | None = None
        self.steps = Steps(desk, shell, self)
        self.heading, self.deadlines = Heading(), Deadlines(desk, shell)
        self.champions, self.performance = ChampionsPart(shell), PerformancePart(shell)
        self.registers: dict[str, Register | OrderRegister] = {"orders": OrderRegister(desk, shell)}
        self.registers |= {key: Register(desk, shell, held) for key, held in _HELD.items()}
        self.record = CaseView(desk, shell, self.steps)
        titles = [_OTHER_TITLES.get(key) or _HELD[key].title for key in _TABS]
        self.tabs, self.bodies, self.stack = Tabs(titles, short=_SHORT), QStackedWidget(), QStackedWidget()
        self.banner = Banner()
        self.holidays = button("Bank holidays…", self.change_calendar)
        self._minute = QTimer(self, interval=MINUTE_MS)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        front = QWidget()
        buttons = (
            self.holidays,
            button("Add to calendar…", self.export_calendar),
            button("Other case ▾", self.steps.open_kinds),
            button("Log a seizure", self.shell.action("poca.seize").trigger, kind="primary"),
        )
        layout, self.title, self.facts = page_head(front, "POCA", *buttons)
        self.holidays.setVisible(self.desk.may(recomputing.change_calendar))  # once it stands in the page
        self.tabs.setAccessibleName("Parts of POCA")
        parts = {"deadlines": self.deadlines, "champions": self.champions, "performance": self.performance}
        for key in _TABS:
            self.bodies.addWidget(self.registers.get(key) or parts[key])
        for part in (self.banner, self.heading, self.tabs):
            layout.addWidget(part)
        layout.addWidget(self.bodies, 1)
        self.stack.addWidget(front)
        self.stack.addWidget(self.record)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.stack)
        self.setFocusProxy(self.tabs)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._choose)
        self.deadlines.step_asked.connect(self.steps.take_duty)
        self.deadlines.opened.connect(self.open_case)
        for register in self.registers.values():
            register.opened.connect(self.open_case)
        self.record.left.connect(self.leave_case)
        self.heading.asked.connect(self._show_behind)
        self.champions.added.connect(self.steps.name_champion)
        self.champions.edited.connect(self.steps.edit_champion)
        self.performance.target_asked.connect(self.steps.set_target)
        self.performance.use_asked.connect(self.steps.use_target)
        self.performance.share_asked.connect(self.steps.share_target)
        self._minute.timeout.connect(self._look_at_the_clock)
        self._minute.start()

    # what the frame asks ----------------------------------------------------------------------------------------------

    @property
    def primary_action(self) -> str:
        return "poca.seize"

    def refresh(self) -> None:
        self.desk.read(look, self.desk.actor).then(self, self._take, self._show_failure)
        if self.stack.currentWidget() is self.record:
            self.record.read_again()
        if (register := self._register()) is not None:
            register.refresh()

    def go(self, **where: Any) -> None:
        """A part of the page by its key, such as ``cash`` or ``champions``."""
        if where.get("view") in _TABS:
            self.show_view(str(where["view"]))

    def show_record(self, record_id: UUID) -> None:
        self.record.open(record_id)
        self.stack.setCurrentWidget(self.record)

    def state(self) -> dict[str, Any]:
        at_case = self.stack.currentWidget() is self.record and self.record.id is not None
        return {
            "view": _TABS[self.tabs.currentIndex()], "case": str(self.record.id) if at_case else "",
            "registers": {key: register.content() for key, register in self.registers.items()},
        }  # fmt: skip

    def restore(self, state: Mapping[str, Any]) -> None:
        if isinstance(told := state.get("registers"), dict):
            for key, register in self.registers.items():
                if isinstance(content := told.get(key), dict):
                    register.restore(content)
        if state.get("view") in _TABS:
            self.tabs.setCurrentIndex(_TABS.index(str(state["view"])))
        if shown := state.get("case"):
            self.show_record(UUID(str(shown)))

    # going about ------------------------------------------------------------------------------------------------------

    def show_view(self, key: str) -> None:
        """Show a part of the page."""
        self.stack.setCurrentIndex(0)
        self.tabs.setCurrentIndex(_TABS.index(key))

    def open_case(self, id_: UUID) -> None:
        """Go to a case; Alt+Left comes back."""
        self.shell.moved()
        self.show_record(id_)

    def leave_case(self) -> None:
        """Back to the board or the register."""
        self.shell.moved()
        self.record.forget()
        self.stack.setCurrentIndex(0)
        self.go_stale()

    # what the actions run ---------------------------------------------------------------------------------------------

    def log_seizure(self) -> None:
        """Open the form, empty."""
        self.steps.log_seizure()

    def step_current(self) -> None:
        """Do what the deadline under the keyboard asks for."""
        if (row := self.deadlines.focused()) is not None:
            self.steps.take_duty(row)

    def export_calendar(self) -> None:
        """Write the deadlines as a calendar file."""
        self.steps.export_calendar()

    def break_glass(self) -> None:
        """Ask for the reference of a closed record, and why it cannot wait."""
        self.steps.break_glass()

    def change_calendar(self) -> None:
        """Open the bank holidays that deadlines are counted by."""
        calendar.ask(self.desk, self, self.shell.open_dialog, self.shell.notify)

    # inside -----------------------------------------------------------------------------------------------------------

    def _register(self) -> Register | OrderRegister | None:
        return self.registers.get(_TABS[self.tabs.currentIndex()])

    def _show_behind(self, view: str) -> None:
        """What a figure of the heading was counted from."""
        self.show_view(view)
        if view == "forfeitures" and self.shown is not None:
            year = self.shown.poca.performance.period
            self.registers[view].narrow(when=Period(year.starts_on, year.ends_on), kinds=(CaseKind.CASH,))

    def _choose(self, index: int) -> None:
        self.bodies.setCurrentIndex(index)
        if (register := self._register()) is not None:
            register.refresh()

    def _take(self, found: Shown) -> None:
        self.shown = found
        self.banner.hide()
        cases = sum(stage.cases for stage in found.poca.stages if stage.held_pence)
        held = f"{cases:,} case{'' if cases == 1 else 's'}"
        soon = f"{found.counts.soon:,} deadline{'' if found.counts.soon == 1 else 's'}"
        self.facts.setText(f"Held {pounds(found.poca.held_pence)} in {held} · {soon} within 28 days")
        self.holidays.setText(f"Holidays to {day_words(found.known_to)}…")
        self.holidays.setAccessibleName(f"Bank holidays, known to {day_words(found.known_to)}")
        self.heading.show_figures(found.poca)
        self.deadlines.show_rows(found.duties)
        self.champions.show_register(found.poca.champions)
        self.performance.show_figures(found.poca)
        if found.to_freeze and self.desk.may(measures.freeze):
            self.desk.write(measures.freeze).then(self, lambda _months: None)

    def _show_failure(self, error: DeskError) -> None:
        self.deadlines.say_not_read()
        self.banner.say("error", f"{error} What is shown stays readable.", "Try again", self.go_stale)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window what is due comes before the figures."""
        super().resizeEvent(event)
        self.heading.setVisible(event.size().height() >= _ROOM_FOR_FIGURES)

    def _look_at_the_clock(self) -> None:
        if self.isVisible():
            self.refresh()


SCENES = scenes.SCENES
