"""What happened to a record, in words: a few lines for a side panel, or the whole of it as a page's tab."""

from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from soc_desk.services import history
from soc_desk.services.history import HistoryRow
from soc_desk.services.prints import wall
from ui.desk import Desk, Session
from ui.widgets.card import Card, scrolled
from ui.widgets.emptying import empty
from ui.widgets.facts import Fact, Facts
from ui.widgets.focus import hand_on
from ui.widgets.rows import Column, RowsModel
from ui.widgets.table import Table
from ui.widgets.text import label, rule
from ui.widgets.typed import format_date

_IN_PANEL = 60
_CHANGES_SHOWN = 12


def newest(session: Session, id_: UUID) -> list[HistoryRow]:
    """What happened last, as much of it as a side panel shows."""
    return history.history(session, id_, _IN_PANEL)


def moment(row: HistoryRow) -> str:
    """``14 Nov 2026 10:30``, in London."""
    at = wall(row.at)
    return f"{format_date(at.date())} {at:%H:%M}"


def changes(row: HistoryRow, longest: int = 160) -> list[str]:
    """What changed, one phrase a field; long texts are cut."""
    told = []
    for change in row.changes:
        after = _cut(change.after, longest) or "nothing"
        told.append(
            f"{change.field}: {_cut(change.before, longest // 2)} → {after}"
            if change.before
            else f"{change.field}: {after}"
        )
    if row.recipient:
        told.append(f"To {row.recipient}. {row.purpose}")
    return told


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest]}…"


def past_line(row: HistoryRow) -> QWidget:
    """One thing that happened, for a side panel."""
    whole = QWidget()
    layout = QVBoxLayout(whole)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(2)
    layout.addWidget(label(row.what, "medium", wrap=True))
    layout.addWidget(label(f"{row.by}, {moment(row)}", "caption", wrap=True))
    for told in changes(row)[:_CHANGES_SHOWN]:
        layout.addWidget(label(told, "caption", wrap=True))
    layout.addWidget(rule())
    return whole


COLUMNS: tuple[Column[HistoryRow], ...] = (
    Column("at", "When", moment, width=160, sort=lambda row: row.seq),
    Column("by", "Who", lambda row: row.by, width=140),
    Column("what", "What", lambda row: row.what, width=180, role="medium"),
    Column("changes", "Details", lambda row: "; ".join(changes(row)), width=260, stretch=True, sortable=False,
           tooltip=lambda row: "\n".join(changes(row))),
    Column("category", "Kind of entry", lambda row: row.category.label, width=120),
    Column("machine", "Workstation", lambda row: row.machine, width=120, hidden=True),
)  # fmt: skip


class HistoryView(QWidget):
    """The history of one record as a table, with the entry selected written out beside it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._id: UUID | None = None
        self.model: RowsModel[HistoryRow] = RowsModel(COLUMNS, row_id=lambda row: row.seq)
        self.table = Table(self.model, "History", sorts_here=True)
        self.table.set_empty("Everything that happens to this record is listed here.")
        self.entry = Card("The selected entry")
        self.entry.setMinimumWidth(300)
        self._words = QVBoxLayout()
        self._words.setSpacing(8)
        held = QWidget()
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._words)
        column.addStretch(1)
        area = scrolled(held)
        area.setAccessibleName("The selected entry in full")
        self.entry.body.addWidget(area)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(self.table, 3)
        layout.addWidget(self.entry, 1)
        hand_on(self, self.table)
        self.table.current_changed.connect(self._show_entry)
        self._show_entry(None)

    def show_record(self, id_: UUID) -> None:
        """Read the history of a record, again if it is the same one."""
        if id_ != self._id:
            self.model.set_rows([])
            self._show_entry(None)
        self._id = id_
        self._desk.read(history.history, id_).then(self, partial(self._take, id_))

    def forget(self) -> None:
        """No record is shown any more."""
        self._id = None
        self.model.set_rows([])
        self._show_entry(None)

    def _take(self, id_: UUID, rows: list[HistoryRow]) -> None:
        if id_ != self._id:
            return  # somebody moved on
        self.model.set_rows(rows)
        if self.model.sorted_by is not None:
            key, descending = self.model.sorted_by
            self.model.sort_rows(key, descending=descending)

    def _show_entry(self, row: HistoryRow | None) -> None:
        empty(self._words)
        if row is None:
            self._words.addWidget(label("Select an entry to read it in full.", "caption", wrap=True))
            return
        self._words.addWidget(label(row.what, "name", wrap=True))
        facts = [Fact("Who", row.by), Fact("When", moment(row)), Fact("Kind", row.category.label),
                 Fact("Workstation", row.machine), Fact("Entry", f"{row.seq:,}")]  # fmt: skip
        self._words.addWidget(Facts(facts, name_width=80))
        told = changes(row, longest=2_000)
        if told:
            self._words.addWidget(rule())
        for words in told:
            line = label(words, wrap=True)
            line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._words.addWidget(line)
