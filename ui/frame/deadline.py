"""Keeps the next return's deadline in the status bar current."""

from PySide6.QtCore import QObject, Slot

from soc_desk.errors import DeskError
from soc_desk.services import periods, today
from soc_desk.services.today import ReturnDue
from ui.desk import Change, Desk
from ui.frame.status_bar import StatusBar

SHOWS = frozenset({"return_snapshot", "policy"})


class NextReturn(QObject):
    """Reads when the next return closes: at the start, after a return or a policy changed, after a lost connection."""

    def __init__(self, desk: Desk, status: StatusBar) -> None:
        super().__init__(status)
        self._desk, self._status = desk, status
        desk.changed.connect(self._hear_changes)
        desk.lost_track.connect(self.read)

    @Slot()
    def read(self) -> None:
        """Read it now."""
        self._desk.read(today.next_return, periods.today()).then(self, self._show, self._skip)

    @Slot(object)
    def _hear_changes(self, changes: tuple[Change, ...]) -> None:
        if any(change.entity in SHOWS for change in changes):
            self.read()

    def _show(self, due: ReturnDue | None) -> None:
        text = f"Return {due.period.name} {closes(due.days)}" if due else ""
        self._status.set_deadline(text, is_overdue=due is not None and due.days < 0)

    def _skip(self, _error: DeskError) -> None:
        self._status.set_deadline("")


def closes(days: int) -> str:
    """How long there is, in words: "closes in 9 days", "was due yesterday"."""
    match days:
        case 0:
            return "closes today"
        case 1:
            return "closes tomorrow"
        case -1:
            return "was due yesterday"
        case _ if days < 0:
            return f"was due {-days} days ago"
        case _:
            return f"closes in {days} days"
