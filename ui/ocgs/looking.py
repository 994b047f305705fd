"""The one group that is open on the page, beside the list or as a record: opened once, logged once, kept fresh."""

from uuid import UUID

from PySide6.QtCore import QObject, Signal

from soc_desk.errors import DeskError
from soc_desk.services import ocg_records, periods
from soc_desk.services.ocg_records import OcgRecord
from ui.desk import Desk


class Looking(QObject):
    """``open`` is a consultation, unless that very group is open already: reading on is no new one."""

    shown = Signal(object)  # OcgRecord: just opened, or read again after a change
    lost = Signal(object)  # DeskError: it cannot be opened, or is no longer open to the reader

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.id: UUID | None = None
        self.record: OcgRecord | None = None

    def open(self, id_: UUID) -> None:
        """Open a group; ``shown`` follows, at once if it is the one already open."""
        if id_ != self.id:
            self.id, self.record = id_, None
            self._desk.write(ocg_records.look, id_).then(self, self._take, self._lose)
        elif self.record is not None:
            self.shown.emit(self.record)

    def read_again(self) -> None:
        """Something about it may have changed."""
        if self.id is not None and self.record is not None:
            self._desk.read(ocg_records.record, self.id, periods.today()).then(self, self._take, self._lose)

    def forget(self) -> None:
        """No group is open any more."""
        self.id = self.record = None

    def _take(self, record: OcgRecord) -> None:
        if record.detail.row.id == self.id:
            self.record = record
            self.shown.emit(record)

    def _lose(self, error: DeskError) -> None:
        self.forget()
        self.lost.emit(error)
