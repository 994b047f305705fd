"""The tab with a group's disruptions: the register, filtered to it."""

from dataclasses import replace
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from soc_desk.services.disruption_rows import DisruptionFilter, DisruptionRow, Sort
from soc_desk.services.mergers import showing
from soc_desk.services.mergers.showing import MergerRow
from soc_desk.services.ocg_records import OcgRecord
from ui.desk import Desk
from ui.disruptions.columns import COLUMNS
from ui.disruptions.loading import Loading
from ui.page import Shell
from ui.widgets.focus import hand_on
from ui.widgets.rows import Column, RowsModel
from ui.widgets.table import Table
from ui.widgets.text import button, label

_EMPTY = "No disruption is recorded against this group yet."


def _hidden(key: str, *, hidden: bool) -> bool:
    """What is the same in every line gives way to the title."""
    return key == "subject" or (hidden and key != "title")


class DisruptionsOf(QWidget):
    """The disruptions register, filtered to one group."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__()
        self._desk, self._shell = desk, shell
        self._id: UUID | None = None
        columns = [replace(column, hidden=_hidden(column.key, hidden=column.hidden)) for column in COLUMNS]
        columns.append(Column("recorded_against", "Recorded against", self._against, width=220, sortable=False))
        self.model: RowsModel[DisruptionRow] = RowsModel(columns)
        self.table = Table(self.model, "Disruptions of this group")
        self.loading = Loading(desk, self.model)
        self.table.setColumnHidden(len(COLUMNS), True)
        self.table.set_empty(_EMPTY, "Record disruption", shell.action("ocgs.disrupt").trigger)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        row = QHBoxLayout()
        row.addWidget(label("Every state, newest first. Enter opens one.", "caption"), 1)
        row.addWidget(button("Open in the register", self._open_register, kind="link"))
        layout.addLayout(row)
        layout.addWidget(self.table, 1)
        hand_on(self, self.table)
        self.table.opened.connect(lambda row: shell.open_page("disruptions", record=row.id))
        self.table.sort_asked.connect(self._sort)
        self.table.refused.connect(shell.warn)

    def _against(self, row: DisruptionRow) -> str:
        """Named where it is another group, which was merged into this one."""
        return "" if row.subject_id == self._id else f"{row.subject_reference}, merged into it"

    def show_record(self, record: OcgRecord) -> None:
        """Read them, again if it is the same group."""
        id_ = record.detail.row.id
        if id_ == self._id:
            self.loading.refresh()
            return
        self._id = id_
        self.loading.show(DisruptionFilter(subject_id=id_), Sort())
        self._desk.read(showing.of_record, id_).then(self, self._follow)

    def _follow(self, mergers: list[MergerRow]) -> None:
        """The column of other groups stands there only where there are some."""
        self.table.setColumnHidden(len(COLUMNS), all(merger.undone for merger in mergers))

    def _sort(self, key: str, descending: bool) -> None:
        if self._id is not None:
            self.loading.show(DisruptionFilter(subject_id=self._id), Sort(key, descending))

    def _open_register(self) -> None:
        self._shell.open_page("disruptions", subject_id=self._id)

    def forget(self) -> None:
        """Keep nothing of the group."""
        self._id = None
        self.model.set_rows(())
