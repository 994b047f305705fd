"""The person beside the register: shown at once from the line, opened (and logged) when somebody stays on it."""

from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from soc_desk.errors import DeskError
from soc_desk.services import periods
from soc_desk.services.history import HistoryRow
from soc_desk.services.people.person_rows import PersonRow
from soc_desk.services.people.persons import PersonDetails
from ui.desk import Desk
from ui.history import newest, past_line
from ui.page import Shell
from ui.people.columns import badges
from ui.people.looking import Looking
from ui.people.summary import summary
from ui.widgets.facts import NoteCard
from ui.widgets.inspector import Inspector

OPEN_AFTER_MS = 300


class Inspection(QObject):
    """Follows the line that is selected. Opening is a consultation: passing over lines with the arrows is none."""

    def __init__(self, desk: Desk, shell: Shell, inspector: Inspector, looking: Looking) -> None:
        super().__init__(inspector)
        self._desk, self._shell, self._inspector, self._looking = desk, shell, inspector, looking
        self._past: QVBoxLayout | None = None
        self.row: PersonRow | None = None
        self._soon = QTimer(self, interval=OPEN_AFTER_MS, singleShot=True)
        self._soon.timeout.connect(self._open)
        looking.shown.connect(self._show)
        looking.lost.connect(self._lose)

    def follow(self, row: PersonRow | None) -> None:
        """Show this person: the line now, everything when nobody moves on."""
        before, self.row = self.row, row
        if row is None:
            self._soon.stop()
            self._past = None
            self._inspector.clear()
            return
        open_now = self._looking.detail
        if open_now is not None and open_now.row.id == row.id:
            if before is None or before.id != row.id:
                self._show(open_now)
            return
        self._past = None
        self._inspector.show_record(row.reference, row.name, badges(row, periods.today()))
        self._soon.start()

    def hold(self) -> None:
        """Open nothing by itself: the record is being opened as a page."""
        self._soon.stop()

    def _open(self) -> None:
        if self.row is not None and self._inspector.isVisible():
            self._looking.open(self.row.id)

    def _lose(self, error: DeskError) -> None:
        if self.row is not None:
            self._past = None
            shown = NoteCard("This record cannot be shown.", str(error), "red")
            self._inspector.show_record(self.row.reference, "", (), [("Summary", shown)])

    def _show(self, detail: PersonDetails) -> None:
        row = detail.row
        if self.row is None or row.id != self.row.id:
            return  # somebody moved on
        past = QWidget()
        self._past = QVBoxLayout(past)
        self._past.setContentsMargins(0, 0, 0, 0)
        parts = [("Summary", summary(detail, self._open_subject)), ("History", past)]
        self._inspector.show_record(row.reference, row.name, badges(row, periods.today()), parts)
        self._desk.read(newest, row.id).then(self, partial(self._show_past, row.id))

    def _open_subject(self, id_: UUID) -> None:
        self._shell.open_page("ocgs", record=id_)

    def _show_past(self, id_: UUID, rows: list[HistoryRow]) -> None:
        if self._past is not None and self.row is not None and self.row.id == id_:
            for row in rows:
                self._past.addWidget(past_line(row))
