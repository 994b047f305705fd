"""Managed offenders: what lifetime management asks for and when, and the register of those who are managed."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget

from soc_desk.errors import DeskError
from soc_desk.services import periods
from soc_desk.services.lom import due, managed, measures, record
from soc_desk.services.lom.desk_lines import CARE
from soc_desk.services.lom.due import Prompt
from soc_desk.services.lom.managed import ManagedFilter, ManagedRow
from soc_desk.services.lom.measures import LomFigures
from soc_desk.services.lom.record import ManagedRecord
from soc_desk.vocabulary.ocg import LomState
from soc_desk.vocabulary.rounding import percent
from ui.desk import Actor, Desk, Session
from ui.forms.managed import ManagedForm
from ui.lom import columns
from ui.lom.columns import COLUMNS
from ui.lom.detail import Detail
from ui.lom.steps import Steps
from ui.page import Page, Shell
from ui.widgets.board import Board, Item
from ui.widgets.inspector import Inspector
from ui.widgets.rows import RowsModel
from ui.widgets.table import Table
from ui.widgets.tabs import Tabs
from ui.widgets.typed import format_date

DUE, MANAGED, ENDED = 0, 1, 2
_SOON_DAYS = 28
_TITLES = ("Due", "Managed", "Stood down")
_EMPTY = "Nobody is under lifetime management yet. Nominate somebody whose offending will outlast the sentence."
_OPEN = tuple(state for state in LomState if state is not LomState.STOOD_DOWN)


def rail_count(session: Session, _actor: Actor) -> tuple[int, int]:
    """How many are managed, and how much is overdue."""
    today = periods.today()
    overdue = sum(prompt.is_overdue(today) for prompt in due.prompts(session, today))
    return len(managed.page(session, ManagedFilter(states=_OPEN))), overdue


class ManagedPage(Page):
    """``show_record(id)`` shows a spell of management beside the register."""

    NAME = "managed"
    SHOWS = frozenset(
        {"lom_subject", "ancillary_order", "order_condition", "lom_visit", "order_breach", "nrm_referral", "person"}
    )
    COUNT = staticmethod(rail_count)

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(desk, shell)
        self.record: ManagedRecord | None = None
        self._wanted: UUID | None = None
        self.tabs, self.stack = Tabs(_TITLES), QStackedWidget()
        self.board = Board("", "Nothing is due.", wide=True, columns=("When", "Person", "What must happen", "Why"))
        self.model: RowsModel[ManagedRow] = RowsModel(COLUMNS)
        self.table = Table(self.model, "Managed offenders", sorts_here=True)
        self.inspector = Inspector("Select somebody to see their orders, visits and referrals.")
        self.steps = Steps(desk, shell, self._done)
        self.detail = Detail(desk, shell, self.steps)
        self.table.set_empty(_EMPTY, "Nominate", self.nominate)
        layout, self.title, self.facts = self.head("Managed offenders")
        split = QSplitter(Qt.Orientation.Horizontal)
        for part in (self.table, self.inspector):
            split.addWidget(part)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(12)
        split.setStretchFactor(0, 1)
        self.inspector.setMinimumWidth(380)
        for body in (self.board, split):
            self.stack.addWidget(body)
        self.tabs.setAccessibleName("Views of managed offenders")
        layout.addWidget(self.tabs)
        layout.addWidget(self.stack, 1)
        self.setFocusProxy(self.tabs)
        self.tabs.currentChanged.connect(self._choose)
        self.table.current_changed.connect(self._follow)
        for signal in (self.board.opened, self.board.acted):
            signal.connect(self._open_item)
        self.table.refused.connect(shell.warn)

    # what the frame asks ----------------------------------------------------------------------------------------------

    @property
    def primary_action(self) -> str:
        return "managed.nominate"

    def refresh(self) -> None:
        today = periods.today()
        self.desk.read(due.prompts, today).then(self, self._show_due)
        self.desk.read(measures.figures, today).then(self, self._say_figures)
        self._read_register()
        if self.record is not None:
            self.desk.read(record.record, self.record.row.id).then(self, self._show_again, self._lose)

    def show_record(self, record_id: UUID) -> None:
        """Show a spell of management."""
        self._wanted = record_id
        self.tabs.setCurrentIndex(MANAGED)
        self._read_register()

    def go(self, **where: Any) -> None:
        """``person_id`` finds the spell of a person."""
        if isinstance(person := where.get("person_id"), UUID):
            self._open_person(person)

    def state(self) -> dict[str, Any]:
        return {"tab": self.tabs.currentIndex()}

    def restore(self, state: Mapping[str, Any]) -> None:
        if (tab := state.get("tab")) in (DUE, MANAGED, ENDED):
            self.tabs.setCurrentIndex(tab)

    # what the actions run ---------------------------------------------------------------------------------------------

    def nominate(self) -> None:
        """Open the form for somebody new."""
        self.shell.open_sheet(ManagedForm(self.desk, self.shell))

    def edit_current(self) -> None:
        """Open the form of the one that is selected."""
        if self.record is not None:
            self.shell.open_sheet(ManagedForm(self.desk, self.shell, self.record.row.id))

    def plan_visit(self) -> None:
        """Plan a visit to the one that is selected."""
        if self.record is not None:
            self.steps.plan_visit(self.record.person_id, self.record.name)

    # inside -----------------------------------------------------------------------------------------------------------

    def _choose(self, place: int) -> None:
        self.stack.setCurrentIndex(0 if place == DUE else 1)
        if place != DUE:
            self._read_register()

    def _read_register(self) -> None:
        states = (LomState.STOOD_DOWN,) if self.tabs.currentIndex() == ENDED else _OPEN
        self.desk.read(managed.page, ManagedFilter(states=states)).then(self, self._show_register)

    def _show_register(self, rows: list[ManagedRow]) -> None:
        self.model.set_rows(rows)
        if self._wanted is not None:
            place = next((at for at, row in enumerate(rows) if self._wanted in (row.id, row.person_id)), None)
            if place is None:
                self.shell.warn("That person is not under lifetime management, or is not open to you.")
            else:
                self.table.setCurrentIndex(self.model.index(place, 0))
            self._wanted = None

    def _open_item(self, item: Item) -> None:
        """The spell of management it is about; where there is none, the record of the person."""
        assert isinstance(item.id, tuple)  # as _item makes it
        person_id, _, is_here = item.id
        if is_here:
            self._open_person(person_id)
        else:
            self.shell.open_page("people", record=person_id, part=CARE)

    def _open_person(self, person_id: UUID) -> None:
        self.shell.moved()
        self.show_record(person_id)

    def _follow(self, row: ManagedRow | None) -> None:
        if row is None:
            self.record = None
            self.inspector.clear()
        elif self.record is None or row.id != self.record.row.id:
            self.desk.write(record.look, row.id).then(self, self._show_again, self._lose)

    def _show_again(self, found: ManagedRecord) -> None:
        self.record, row = found, found.row
        self.inspector.show_record(row.reference, row.name, [columns.state(row)], self.detail.parts(found))

    def _lose(self, error: DeskError) -> None:
        self.record = None
        self.inspector.clear()
        self.shell.warn(str(error))

    def _done(self, said: str) -> None:
        self.shell.notify(said)

    def _show_due(self, prompts: list[Prompt]) -> None:
        self.board.set_items([_item(prompt) for prompt in prompts])

    def _say_figures(self, found: LomFigures) -> None:
        share = found.share_checked
        told = [
            f"{found.managed:,} managed", _many(found.in_force, "order", "in force"),
            _many(found.visits_overdue, "visit", "overdue"),
            _many(found.conditions_ending, "condition", "about to end"),
            _many(found.breaches, "breach", "in 12 months"),
            "link to an OCG looked for: " + ("–" if share is None else f"{percent(share)} %"),
        ]  # fmt: skip
        self.facts.setText(" · ".join(told))
        self.facts.setToolTip("\n".join(f"{area or 'No area'}: {n:,}" for area, n in found.in_force_by_area.items()))


def _many(number: int, noun: str, rest: str) -> str:
    plural = noun if number == 1 else f"{noun}es" if noun.endswith("ch") else f"{noun}s"
    return f"{number:,} {plural} {rest}"


def _item(prompt: Prompt) -> Item:
    today = periods.today()
    if prompt.on is None:
        when, tone = "No date", "neutral"
    elif prompt.is_overdue(today):
        days = (today - prompt.on).days
        when, tone = f"{days} day{'' if days == 1 else 's'} late", "red"
    else:
        when, tone = format_date(prompt.on), "amber" if (prompt.on - today).days <= _SOON_DAYS else "neutral"
    is_here = prompt.is_managed and prompt.kind != "referral"
    return Item(
        (prompt.person_id, prompt.what, is_here), when, tone, prompt.what, prompt.name, reference=prompt.reference,
        why=prompt.why, action="Open",
    )  # fmt: skip


def _register(_desk: Desk, shell: Any) -> None:
    shell.open_page("managed")
    page = next(iter(shell.findChildren(ManagedPage)))
    page.tabs.setCurrentIndex(MANAGED)


def _form(desk: Desk, shell: Any) -> None:
    shell.open_page("managed")
    shell.open_sheet(ManagedForm(desk, shell))


SCENES: dict[str, Callable[[Desk, Any], None]] = {"managed-register": _register, "managed-form": _form}
"""The register and the form; the board is the page as it opens."""
