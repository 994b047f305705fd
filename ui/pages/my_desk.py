"""My desk: what is against the clock, what to do, what drifts, and the groups one owns; the first page one sees."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from soc_desk.errors import DeskError
from soc_desk.services import periods, today
from soc_desk.services.desk_items import DeskItem
from soc_desk.services.today import MyDesk, MyGroup
from ui.desk import Actor, Desk, Session
from ui.ocgs.figures import figures
from ui.page import Answer, Page, Shell
from ui.widgets.banner import Banner
from ui.widgets.board import Board, BoardRow, Item
from ui.widgets.card import UNDER_HEADING, Card
from ui.widgets.rows import Column, RowsModel
from ui.widgets.table import Table
from ui.widgets.text import set_property
from ui.widgets.typed import format_date

if TYPE_CHECKING:
    from soc_desk.services.need_to_know import GlassRow

NEW_DAY_MS = 60_000
DEADLINES_AGAIN = timedelta(minutes=5)
"""How long deadlines that count by the hour may stand unread."""
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_TONES = {"red": "red", "amber": "amber", "grey": "neutral"}
_CARDS = {
    "clock": ("Against the clock", "Deadlines set by law, policy or the national return stand here. You have none."),
    "to_do": ("To do", "Your drafts, what was returned to you and what waits for you stand here. There is nothing."),
    "drifting": (
        "Drifting",
        "Your groups without intelligence, without activity under a P or without a lead stand here. There is none.",
    ),
}
_NO_GROUPS = "The groups you own stand here, with their last twelve months. You own none at present."
_NO_CASES = "Your roles do not include reading cases, so there are none on your desk."
_ROWS_SHOWN = 6
_AROUND_ROWS = 92
"""Pixels of the card of groups besides its rows: heading, headings of the columns, margins."""

_LEAST_GROUPS = 184
"""Pixels that the card of groups keeps in a small window: room for the sentence in place of rows."""

COLUMNS: tuple[Column[MyGroup], ...] = (
    Column("group", "Group", lambda row: f"{row.reference} {row.name}", width=190, role="medium", stretch=True,
           sort=lambda row: row.reference),
    Column("tier", "Tier", lambda row: row.tier or "Not set", width=64, sort=lambda row: row.tier or None),
    Column("four_ps", "4P in 12 months", lambda row: figures(row.four_ps).words, lambda row: figures(row.four_ps),
           width=204, tooltip=lambda row: figures(row.four_ps).words, sort=lambda row: sum(row.four_ps.values())),
    Column("last", "Last intelligence", lambda row: format_date(row.last_intelligence_on) or "None recorded",
           width=130, sort=lambda row: row.last_intelligence_on),
    Column("next", "Next", lambda row: row.next or "Nothing outstanding", width=224, stretch=True,
           tooltip=lambda row: row.next),
)  # fmt: skip


def rail_count(session: Session, reader: Actor) -> tuple[int, int]:
    """What is overdue or due within a day; all of it is urgent."""
    pressing = today.my_desk(session, reader, periods.today(), periods.now()).pressing
    return pressing, pressing


def facts_line(desk: MyDesk, day: date) -> str:
    """``Sunday 22 November 2026 · 6 things today · caseload 9 groups (team median 6), 4 POCA cases``."""
    months = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
              "November", "December")  # fmt: skip
    things = {0: "nothing presses today", 1: "1 thing today"}.get(desk.pressing, f"{desk.pressing:,} things today")
    told = [f"{_DAYS[day.weekday()]} {day.day} {months[day.month - 1]} {day.year}", things]
    load = f"caseload {desk.caseload:,} group{'' if desk.caseload == 1 else 's'}"
    if desk.team_median is not None:
        load += f" (team median {desk.team_median:g})"
    if desk.cases is not None:
        load += f", {desk.cases:,} POCA case{'' if desk.cases == 1 else 's'}"
    told.append(load)
    return " · ".join(told)


def board_items(items: Sequence[DeskItem]) -> list[Item]:
    """What a card shows of these; the place in the list is part of the id, since one record may stand there twice."""
    return [
        Item(
            (item.page, item.record_id, item.headline, item.due), item.due, _TONES[item.urgency], item.headline,
            _capital(item.about), why=item.why,
        )
        for item in items
    ]  # fmt: skip


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


class MyDeskPage(Page):
    """Three cards over the table of one's groups; everything on it opens what it is about, and says why it is there."""

    NAME = "my_desk"
    SHOWS = frozenset(
        {"disruption", "subject", "return_snapshot", "policy", "poca_case", "duty", "glass_break", "person_link",
         "plan", "plan_action", "lom_subject", "ancillary_order", "order_condition", "lom_visit", "nrm_referral"}
    )  # fmt: skip
    COUNT = staticmethod(rail_count)
    BY_THE_CLOCK = True

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(desk, shell)
        self._day, self._read_at = periods.today(), periods.now()
        self._items: dict[object, DeskItem] = {}
        self.boards = {key: Board(heading, empty) for key, (heading, empty) in _CARDS.items()}
        self.model: RowsModel[MyGroup] = RowsModel(COLUMNS)
        self.table = Table(self.model, "My groups", sorts_here=True)
        self.groups = Card("My groups", flush=True)
        self.banner = Banner()
        self._new_day = QTimer(self, interval=NEW_DAY_MS)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        layout, self.title, self.facts = self.head("My desk")
        across = QHBoxLayout()
        across.setSpacing(16)
        for board in self.boards.values():
            across.addWidget(board, 1)
        set_property(self.table, "card", "")  # the card around it has the line
        self.table.set_empty(_NO_GROUPS)
        self.groups.body.setContentsMargins(*UNDER_HEADING)
        self.groups.body.addWidget(self.table)
        self.groups.setMinimumHeight(_LEAST_GROUPS)
        layout.addWidget(self.banner)
        layout.addLayout(across, 3)
        layout.addWidget(self.groups, 2)
        self.setFocusProxy(self.table)

    def _connect(self) -> None:
        for board in self.boards.values():
            board.opened.connect(self._open_item)
            board.setContextMenuPolicy(board.contextMenuPolicy().CustomContextMenu)
            board.customContextMenuRequested.connect(lambda at, b=board: self._open_menu(b, at))
        self.table.opened.connect(lambda row: self.shell.open_page("ocgs", record=row.id))
        self._new_day.timeout.connect(self._look_at_the_clock)
        self._new_day.start()

    @property
    def primary_action(self) -> str:
        return "disruptions.record"

    def refresh(self) -> None:
        self._day, self._read_at = periods.today(), periods.now()
        asked = self.desk.read(today.my_desk, self.desk.actor, self._day, self._read_at)
        asked.then(self, self.take, self._show_failure)

    def take(self, shown: MyDesk) -> None:
        """Show this desk."""
        self.banner.hide()
        self.facts.setText(facts_line(shown, self._day) if self.desk.actor.reads_cases else _NO_CASES)
        parts = (shown.against_the_clock, shown.to_do, shown.drifting)
        self._items = {}
        for board, items in zip(self.boards.values(), parts, strict=True):
            lines = board_items(items)
            self._items |= {line.id: item for line, item in zip(lines, items, strict=True)}
            board.set_items(lines)
        self.model.set_rows(shown.groups)
        rows = max(1, min(len(shown.groups), _ROWS_SHOWN))
        self.groups.setMaximumHeight(max(_AROUND_ROWS + rows * self.table.verticalHeader().defaultSectionSize(), 190))

    def explain(self) -> None:
        """Say why the item that has the focus is on the desk."""
        focused = self.focusWidget()
        if isinstance(focused, BoardRow) and focused.item.id in self._items:
            self._explain(self._items[focused.item.id])
        else:
            self.shell.notify("Go to a line of one of the three cards first; then this says why it is there.")

    def _open_item(self, line: Item) -> None:
        self._go(self._items[line.id])

    def _go(self, item: DeskItem) -> None:
        if item.part == today.GLASS:
            from soc_desk.services import need_to_know  # hardly ever needed

            asked = self.desk.read(need_to_know.unseen, self.desk.actor.id)
            asked.then(self, self._answer_glass, self._show_failure)
        else:
            where = {"part": item.part} if item.part else {}
            self.shell.open_page(item.page, record=item.record_id, **where)

    def _answer_glass(self, rows: "list[GlassRow]") -> None:
        from ui.forms.glass import GlassDialog  # hardly ever needed

        self.shell.open_dialog(GlassDialog(self.desk, rows, self._say_answered))

    def _say_answered(self, words: str) -> None:
        self.shell.notify(words)
        self.go_stale()

    def _explain(self, item: DeskItem) -> None:
        said = _capital(item.why) if item.why.endswith(".") else f"{_capital(item.why)}."
        opening = Answer(f"&{item.action}", lambda: self._go(item))
        self.shell.ask(f"{item.headline}: why it is here", f"{item.due} · {item.about}\n{said}", opening)

    def _open_menu(self, board: Board, at: QPoint) -> None:
        row: QWidget | None = board.childAt(at)
        while row is not None and not isinstance(row, BoardRow):
            row = row.parentWidget()
        if row is None:
            return
        item = self._items[row.item.id]
        menu = QMenu(board)
        menu.addAction(item.action).triggered.connect(lambda: self._open_item(row.item))
        menu.addAction("Why is this here?").triggered.connect(lambda: self._explain(item))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(board.mapToGlobal(at))

    def _show_failure(self, error: DeskError) -> None:
        self.banner.say("error", f"{error} What is shown stays readable.", "Try again", self.go_stale)

    def _look_at_the_clock(self) -> None:
        counts_hours = any(item.page == "poca" for item in self._items.values())
        is_old = abs(periods.now() - self._read_at) >= DEADLINES_AGAIN  # clocks go back, too
        if periods.today() != self._day or (counts_hours and is_old):
            self.go_stale()


class _Empty(MyDeskPage):
    """The desk of somebody who has nothing to do, for a picture."""

    def refresh(self) -> None:
        self.take(MyDesk(against_the_clock=(), to_do=(), drifting=(), groups=(), caseload=0, cases=0, team_median=6))


def _scene_empty(desk: Desk, shell: Shell) -> QWidget:
    page = _Empty(desk, shell)
    page.resize(1232, 804)
    return page


SCENES = {"my_desk-empty": _scene_empty}
