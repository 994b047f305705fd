"""The one person who is open on the page, beside the list or as a record: opened once, logged once, kept fresh."""

from uuid import UUID

from PySide6.QtCore import QObject, Signal

from soc_desk.errors import DeskError
from soc_desk.services import periods
from soc_desk.services.people import persons
from soc_desk.services.people.persons import PersonDetails
from ui.desk import Desk


class Looking(QObject):
    """``open`` is a consultation, unless that very person is open already: reading on is no new one."""

    shown = Signal(object)  # PersonDetails: just opened, or read again after a change
    lost = Signal(object)  # DeskError: cannot be opened, or is no longer open to the reader

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.id: UUID | None = None
        self.detail: PersonDetails | None = None

    def open(self, id_: UUID) -> None:
        """Open a person; ``shown`` follows, at once if it is the one already open."""
        if id_ != self.id:
            self.id, self.detail = id_, None
            self._desk.write(persons.look, id_).then(self, self._take, self._lose)
        elif self.detail is not None:
            self.shown.emit(self.detail)

    def read_again(self) -> None:
        """Something about them may have changed."""
        if self.id is not None and self.detail is not None:
            self._desk.read(persons.detail, self.id, periods.today()).then(self, self._take, self._lose)

    def forget(self) -> None:
        """Nobody is open any more."""
        self.id = self.detail = None

    def _take(self, detail: PersonDetails) -> None:
        if detail.row.id == self.id:
            self.detail = detail
            self.shown.emit(detail)

    def _lose(self, error: DeskError) -> None:
        self.forget()
        self.lost.emit(error)
