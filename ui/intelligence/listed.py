"""The register of intelligence, filtered to one group or person, as a tab of its record shows it."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from soc_desk.services.intelligence.rows import IntelligenceFilter, IntelligenceRow, Sort
from ui.desk import Desk
from ui.intelligence.columns import of_one
from ui.intelligence.register import Figures, IntelligenceLoading, totals_line
from ui.page import Shell
from ui.widgets.focus import hand_on
from ui.widgets.rows import RowsModel
from ui.widgets.table import Table
from ui.widgets.text import label


class IntelligenceList(QWidget):
    """``shown(id)`` narrows the register to one; ``column``, which would say the same on each row, is left out.

    Buttons go into ``head``.
    """

    def __init__(
        self, desk: Desk, shell: Shell, shown: Callable[[UUID], IntelligenceFilter], column: str, name: str
    ) -> None:  # fmt: skip
        super().__init__()
        self.id: UUID | None = None
        self._shown = shown
        self.model: RowsModel[IntelligenceRow] = RowsModel(of_one((column,)))
        self.table = Table(self.model, name)
        self.loading = IntelligenceLoading(desk, self.model)
        self.said, self.head = label("", "caption", wrap=True), QHBoxLayout()
        self.head.addWidget(self.said, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(self.head)
        layout.addWidget(self.table, 1)
        hand_on(self, self.table)
        self.loading.counted.connect(self._count)
        self.table.opened.connect(lambda row: shell.open_page("intelligence", record=row.id))
        self.table.sort_asked.connect(self._sort)
        self.table.refused.connect(shell.warn)

    def show_of(self, id_: UUID) -> None:
        """Read it, again if it is the same one."""
        if id_ == self.id:
            self.loading.refresh()
            return
        self.id = id_
        self.loading.show(self._shown(id_), Sort())

    def forget(self) -> None:
        """Keep nothing of it."""
        self.id = None
        self.said.setText("")
        self.model.set_rows(())

    def _count(self, found: Figures) -> None:
        self.said.setText(totals_line(found.totals))

    def _sort(self, key: str, descending: bool) -> None:
        if self.id is not None:
            self.loading.show(self._shown(self.id), Sort(key, descending))
