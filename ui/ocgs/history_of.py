"""The tab with what happened to a group's record."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from soc_desk.services.ocg_records import OcgRecord
from ui.desk import Desk
from ui.history import HistoryView
from ui.page import Shell
from ui.widgets.focus import hand_on


class HistoryOf(QWidget):
    """The history of a group."""

    def __init__(self, desk: Desk, _shell: Shell) -> None:
        super().__init__()
        self.view = HistoryView(desk)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        hand_on(self, self.view)

    def show_record(self, record: OcgRecord) -> None:
        """Read it."""
        self.view.show_record(record.detail.row.id)

    def forget(self) -> None:
        """Keep nothing of it."""
        self.view.forget()
