"""The tab with a group's intelligence: the register, filtered to it, and the handling the list as a whole takes."""

from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from soc_desk.services.intelligence.rows import IntelligenceFilter, IntelligenceRow, Sort
from soc_desk.services.ocg_records import OcgRecord
from ui.desk import Desk
from ui.forms.intelligence import IntelligenceForm
from ui.intelligence.columns import of_one
from ui.intelligence.export import Exporting
from ui.intelligence.register import Figures, IntelligenceLoading, totals_line
from ui.page import Shell
from ui.widgets.focus import hand_on
from ui.widgets.rows import RowsModel
from ui.widgets.table import Table
from ui.widgets.text import button, label

_EMPTY = "No intelligence is linked to this group yet; its archive clock runs from the day it was mapped."


class IntelligenceOf(QWidget):
    """The register of intelligence, filtered to one group."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__()
        self._desk, self._shell = desk, shell
        self._id: UUID | None = None
        self._named = ""
        self.model: RowsModel[IntelligenceRow] = RowsModel(of_one(("subject",)))
        self.table = Table(self.model, "Intelligence on this group")
        self.loading = IntelligenceLoading(desk, self.model)
        self._exporting = Exporting(desk, shell, self)
        self.table.set_empty(_EMPTY, "Link intelligence", self.link)
        self.said = label("", "caption", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        row = QHBoxLayout()
        row.addWidget(self.said, 1)
        row.addWidget(button("Link intelligence", self.link))
        layout.addLayout(row)
        layout.addWidget(self.table, 1)
        hand_on(self, self.table)
        self.loading.counted.connect(self._count)
        self.table.opened.connect(lambda row: shell.open_page("intelligence", record=row.id))
        self.table.sort_asked.connect(self._sort)
        self.table.refused.connect(shell.warn)

    def show_record(self, record: OcgRecord) -> None:
        """Read it, again if it is the same group."""
        row = record.detail.row
        self._named = f"{row.reference} {row.name}"
        if row.id == self._id:
            self.loading.refresh()
            return
        self._id = row.id
        self.loading.show(IntelligenceFilter(subject_id=row.id), Sort())

    def link(self) -> None:
        """Open the form on this group."""
        if self._id is not None:
            self._shell.open_sheet(IntelligenceForm(self._desk, self._shell, subject_id=self._id))

    def forget(self) -> None:
        """Keep nothing of the group."""
        self._id, self._named = None, ""
        self.said.setText("")
        self.model.set_rows(())

    def _count(self, found: Figures) -> None:
        self.said.setText(totals_line(found.totals))

    def _sort(self, key: str, descending: bool) -> None:
        if self._id is not None:
            self.loading.show(IntelligenceFilter(subject_id=self._id), Sort(key, descending))
