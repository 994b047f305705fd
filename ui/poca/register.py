"""A register of POCA cases of some kinds: find, narrow to a state, sort, open; read page by page."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from soc_desk.errors import DeskError
from soc_desk.services import periods
from soc_desk.services.poca import case_rows
from soc_desk.services.poca.case_rows import CaseFilter, CaseRow, CaseSort, CaseTotals
from soc_desk.services.prints import pounds
from soc_desk.vocabulary.poca import CaseKind, CaseState
from ui import exporting
from ui.desk import Desk, Session
from ui.disruptions.loading import Loading
from ui.disruptions.paging import Ask
from ui.lanes import Reply
from ui.page import Shell
from ui.poca.columns import columns
from ui.poca.export import Exporting
from ui.widgets.banner import Banner
from ui.widgets.focus import hand_on
from ui.widgets.rows import RowsModel
from ui.widgets.table import Table
from ui.widgets.text import button, label, set_property

_FIND_MS = 150
_FIND_WIDTH = 240
_STATE_LENGTH = 18
_OPEN, _ALL = "open", "all"


@dataclass(frozen=True)
class Figures:
    """What the view adds up to."""

    totals: CaseTotals


def figures(session: Session, shown: CaseFilter) -> Figures:
    """The figures of one moment."""
    return Figures(case_rows.totals(session, shown, now=periods.now()))


class CaseLoading(Loading):
    """Asks for cases."""

    def ask_figures(self) -> Reply[Any]:
        return self._desk.read(figures, self.shown)

    def ask_page(self, ask: Ask) -> Reply[list[Any]]:
        return self._desk.read(
            case_rows.page, self.shown, ask.sort, now=periods.now(), after=ask.after, offset=ask.offset,
            limit=ask.limit,
        )  # fmt: skip


def totals_line(totals: CaseTotals) -> str:
    """``27 cases · £412,906.50 held · 2 EXPIRED``."""
    told = [f"{totals.all:,} case{'' if totals.all == 1 else 's'}"]
    if totals.seized_pence or totals.held_pence:
        told.append(f"{pounds(totals.seized_pence)} seized, {pounds(totals.held_pence)} held")
    if totals.forfeited_pence:
        told.append(f"{pounds(totals.forfeited_pence)} forfeited")
    if expired := totals.by_state[CaseState.EXPIRED]:
        told.append(f"{expired:,} EXPIRED")
    return " · ".join(told)


class Register(QWidget):
    """``opened(id)`` when a case is to be shown as a record; ``current`` is the selected line.

    ``states`` are offered to narrow to; ``base`` are all that the register ever holds, every state where empty.
    """

    opened = Signal(object)

    def __init__(
        self, desk: Desk, shell: Shell, kinds: tuple[CaseKind, ...], empty: str, states: tuple[CaseState, ...],
        base: tuple[CaseState, ...] = (),
    ) -> None:  # fmt: skip
        super().__init__()
        self.kinds = kinds
        self.model: RowsModel[CaseRow] = RowsModel(columns(kinds))
        self.table = Table(self.model, kinds[0].label)
        self.loading = CaseLoading(desk, self.model)
        self.banner, self.facts = Banner(), label("", "caption", wrap=True)
        self.finder, self.state_of = QLineEdit(), QComboBox()
        self._sort = CaseSort("seized_at" if kinds[0].is_seizure else "reference")
        self._soon = QTimer(self, interval=_FIND_MS, singleShot=True)
        self.exporting = Exporting(desk, shell, self)
        self._base = base
        self._total = 0
        self.table.set_empty(empty)
        self._lay_out(states)
        self.finder.textEdited.connect(lambda _text: self._soon.start())
        self._soon.timeout.connect(self.read)
        self.state_of.activated.connect(lambda _place: self.read())
        self.table.opened.connect(lambda row: self.opened.emit(row.id))
        self.table.sort_asked.connect(self._sort_by)
        self.table.refused.connect(shell.warn)
        self.table.copied.connect(self.exporting.log_copy)
        self.loading.counted.connect(self._count)
        self.loading.failed.connect(self._show_failure)

    def _lay_out(self, states: tuple[CaseState, ...]) -> None:
        self.finder.setPlaceholderText("Find by case, place, officer, name…")
        self.finder.setAccessibleName("Find in these cases")
        self.finder.setClearButtonEnabled(True)
        self.finder.setMaximumWidth(_FIND_WIDTH)
        set_property(self.finder, "search", "true")
        self.state_of.setAccessibleName("State")
        if not self._base:
            self.state_of.addItem("Open cases", _OPEN)
        self.state_of.addItem("All cases", _ALL)
        self.state_of.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.state_of.setMinimumContentsLength(_STATE_LENGTH)
        for state in states:
            self.state_of.addItem(state.label, state)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.facts, 1)
        row.addWidget(self.state_of)
        row.addWidget(self.finder)
        row.addWidget(button("Export ▾", self._offer_files, name="Export these cases"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(row)
        layout.addWidget(self.banner)
        layout.addWidget(self.table, 1)
        hand_on(self, self.table)

    @property
    def shown(self) -> CaseFilter:
        """The view as it is narrowed now."""
        wanted = self.state_of.currentData()
        base = CaseFilter(kinds=self.kinds, states=self._base, text=self.finder.text().strip())
        if wanted == _OPEN:
            return replace(base, open_only=True)
        return base if wanted == _ALL else replace(base, states=(CaseState(wanted),))

    @property
    def sort(self) -> CaseSort:
        return self._sort

    def read(self) -> None:
        """Show the view from its first row."""
        self.banner.hide()
        self.loading.show(self.shown, self._sort)

    def refresh(self) -> None:
        """Read again without moving; from the start where nothing was read yet."""
        if self.loading.shown == self.shown and self.model.is_paged:
            self.loading.refresh()
        else:
            self.read()

    def current(self) -> CaseRow | None:
        """The selected case."""
        row: CaseRow | None = self.table.current_row()
        return row

    def export(self, kind: str) -> None:
        """Let the view leave as a file, ``csv`` or ``xlsx``; asks who receives it and why."""
        filters = [f"State: {self.state_of.currentText()}"] if self.state_of.currentData() != _ALL else []
        if text := self.finder.text().strip():
            filters.append(f"Holding: {text}")
        self.exporting.ask(kind, self.shown, self._sort, tuple(filters), self._total)

    def _offer_files(self) -> None:
        menu = QMenu(self)
        for kind, words in exporting.KINDS.items():
            menu.addAction(f"{words}…").triggered.connect(partial(self._export, kind))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(QCursor.pos())

    def _export(self, kind: str, _checked: bool = False) -> None:
        self.export(kind)

    def show_all(self) -> None:
        """Show cases of every state."""
        self.state_of.setCurrentIndex(self.state_of.findData(_ALL))
        self.read()

    def content(self) -> dict[str, Any]:
        """Where the register is, as plain JSON."""
        return {
            "columns": self.table.columns_state(), "state": str(self.state_of.currentData()),
            "text": self.finder.text(),
            "sort": [self._sort.key, self._sort.descending],
        }  # fmt: skip

    def restore(self, content: Mapping[str, Any]) -> None:
        """The same back."""
        if isinstance(told := content.get("columns"), dict):
            self.table.restore_columns(told)  # type: ignore[arg-type]  # as columns_state() gave it
        place = next(
            (n for n in range(self.state_of.count()) if str(self.state_of.itemData(n)) == content.get("state")), 0
        )
        self.state_of.setCurrentIndex(place)
        self.finder.setText(str(content.get("text", "")))
        match content.get("sort"):
            case [str(key), bool(descending)] if key in case_rows.SORTS:
                self._sort = CaseSort(key, descending)

    def _count(self, found: Figures) -> None:
        self._total = found.totals.all
        self.facts.setText(totals_line(found.totals))

    def _sort_by(self, key: str, descending: bool) -> None:
        self._sort = CaseSort(key, descending)
        self.read()

    def _show_failure(self, error: DeskError) -> None:
        self.banner.say("error", f"{error} What is shown stays readable.", "Try again", self.refresh)
