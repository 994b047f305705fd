"""The tab with a group's POCA cases."""

from uuid import UUID

from PySide6.QtWidgets import QVBoxLayout, QWidget

from soc_desk.services.ocg_life import cases
from soc_desk.services.ocg_life.cases import GroupCase
from soc_desk.services.ocg_records import OcgRecord
from ui.desk import Desk
from ui.page import Shell
from ui.widgets.focus import hand_on
from ui.widgets.rows import Column, RowsModel
from ui.widgets.table import Table
from ui.widgets.text import label
from ui.widgets.typed import format_date

_COLUMNS: tuple[Column[GroupCase], ...] = (
    Column("reference", "Case", lambda row: row.reference, width=130, sort=lambda row: row.reference),
    Column("kind", "Kind", lambda row: row.kind.label, width=200, stretch=True, sort=lambda row: row.kind.rank),
    Column("began_on", "Began", lambda row: format_date(row.began_on), width=120, sort=lambda row: row.began_on),
    Column("state", "State", lambda row: row.state.label, width=180, sort=lambda row: row.state.rank),
)


class PocaOf(QWidget):
    """Cash, confiscation and the other cases that name the group; Enter opens one."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__()
        self._desk = desk
        self._id: UUID | None = None
        self.model: RowsModel[GroupCase] = RowsModel(_COLUMNS)
        self.table = Table(self.model, "POCA cases of this group")
        self.table.set_empty("No POCA case is linked to this group. A case is linked from its own form.")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(label("Every kind and state, newest first. Enter opens one.", "caption"))
        layout.addWidget(self.table, 1)
        hand_on(self, self.table)
        self.table.opened.connect(lambda row: shell.open_page("poca", record=row.id))
        self.table.sort_asked.connect(self._sort)

    def show_record(self, record: OcgRecord) -> None:
        """Read them."""
        self._id = record.detail.row.id
        self._desk.read(cases.of, self._id).then(self, self.model.set_rows)

    def _sort(self, key: str, descending: bool) -> None:
        self.model.sort_rows(key, descending=descending)

    def forget(self) -> None:
        """Keep nothing of the group."""
        self._id = None
        self.model.set_rows(())
