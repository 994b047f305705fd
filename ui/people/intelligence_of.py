"""The tab with the intelligence on a person: the register, filtered to them."""

from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from soc_desk.services.intelligence.rows import IntelligenceFilter, IntelligenceRow, Sort
from ui.desk import Desk
from ui.intelligence.columns import of_one
from ui.intelligence.export import Exporting
from ui.intelligence.register import Figures, IntelligenceLoading, totals_line
from ui.page import Shell
from ui.widgets.focus import hand_on
from ui.widgets.rows import RowsModel
from ui.widgets.table import Table
from ui.widgets.text import label


class IntelligenceOf(QWidget):
    """The register of intelligence, filtered to one person."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__()
        self._id: UUID | None = None
        self.model: RowsModel[IntelligenceRow] = RowsModel(of_one(("person",)))
        self.table = Table(self.model, "Intelligence on this person")
        self.loading = IntelligenceLoading(desk, self.model)
        self._exporting = Exporting(desk, shell, self)
        self.table.set_empty("No intelligence that you may know of is linked to this person.")
        self.said = label("", "caption", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        row = QHBoxLayout()
        row.addWidget(self.said, 1)
        layout.addLayout(row)
        layout.addWidget(self.table, 1)
        hand_on(self, self.table)
        self.loading.counted.connect(self._count)
        self.table.opened.connect(lambda row: shell.open_page("intelligence", record=row.id))
        self.table.sort_asked.connect(self._sort)
        self.table.refused.connect(shell.warn)

    def show_person(self, id_: UUID) -> None:
        """Read it, again if it is the same person."""
        if id_ == self._id:
            self.loading.refresh()
            return
        self._id = id_
        self.loading.show(IntelligenceFilter(person_id=id_), Sort())

    def forget(self) -> None:
        """Keep nothing of the person."""
        self._id = None
        self.said.setText("")
        self.model.set_rows(())

    def _count(self, found: Figures) -> None:
        self.said.setText(totals_line(found.totals))

    def _sort(self, key: str, descending: bool) -> None:
        if self._id is not None:
            self.loading.show(IntelligenceFilter(person_id=self._id), Sort(key, descending))
