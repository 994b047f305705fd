"""The tab "Sent": every return built so far, with what can be done with one of them."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from soc_desk.returns.disruptions import ReturnRow
from soc_desk.services.prints import moment_words, wall
from ui.widgets import marks
from ui.widgets.listing import lay_out_list
from ui.widgets.rows import Column, RowsModel
from ui.widgets.table import Table
from ui.widgets.text import button

_ABOUT = "What was sent stays as it was: an amended return is built beside it."
_EMPTY = "Returns that were built stand here, with who received them. None has been built yet."


def moment(at: datetime) -> str:
    """A stored moment in London time: ``5 Oct 2026 09:05``."""
    return moment_words(wall(at))


COLUMNS: tuple[Column[ReturnRow], ...] = (
    Column("reference", "Return", lambda row: row.reference, width=120, role="medium"),
    Column("period", "Period", lambda row: row.label, width=230, stretch=True, tooltip=lambda row: row.label),
    Column("state", "State", lambda row: "Complete" if row.ready else "Incomplete",
           lambda row: marks.urgency("Complete", "green") if row.ready else marks.urgency("Incomplete", "amber"),
           width=116),
    Column("records", "Counted", lambda row: f"{row.records:,}", align="right", width=84,
           sort=lambda row: row.records),
    Column("built", "Built", lambda row: moment(row.built_at), width=140, sort=lambda row: row.built_at),
    Column("by", "By", lambda row: row.by, width=130),
    Column("recipient", "Recipient", lambda row: row.recipient, width=190, stretch=True,
           tooltip=lambda row: row.recipient),
    Column("print_id", "Print id", lambda row: row.print_id, width=116),
    Column("amends", "Amends", lambda row: row.amends or "–", width=110),
    Column("profile", "Profile", lambda row: row.profile, width=200, hidden=True),
)  # fmt: skip


class SentView(QWidget):
    """The list over nothing else; ``verify_asked`` and ``compare_asked(row)`` go to the page."""

    verify_asked = Signal()
    compare_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.model: RowsModel[ReturnRow] = RowsModel(COLUMNS)
        self.table = Table(self.model, "Returns built so far", sorts_here=True)
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.table.set_empty(_EMPTY)
        self.compare = button("&Compare…", self._compare)
        self.verify = button("&Verify file…", self.verify_asked.emit)
        lay_out_list(self, _ABOUT, (self.compare, self.verify), self.table)
        self.table.opened.connect(self.compare_asked)
        self.show_rows(())

    def show_rows(self, rows: Sequence[ReturnRow]) -> None:
        """Show these, newest first."""
        self.model.set_rows(tuple(rows))
        self.compare.setEnabled(bool(rows))

    def _compare(self) -> None:
        row = self.table.current_row() or self.model.row_at(0)
        if row is not None:
            self.compare_asked.emit(row)
