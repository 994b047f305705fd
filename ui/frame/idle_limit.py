"""Holds the idle lock to the force's own limit: a workstation may lock sooner than that, never later."""

from PySide6.QtCore import QObject, Qt, Slot

from soc_desk.services import labels, periods
from ui.desk import Change, Desk
from ui.frame.idle import Idle

LIMIT = "session.idle_lock_minutes"


class IdleLimit(QObject):
    """Reads the limit once the first page is filled, when a policy changed and at each idle lock.

    By then a day may have begun from which another holds.
    """

    def __init__(self, desk: Desk, idle: Idle) -> None:
        super().__init__(idle)
        self._desk, self._idle = desk, idle
        desk.changed.connect(self._hear_changes)
        idle.passed.connect(self.read)
        desk.idle.connect(self.read, Qt.ConnectionType.SingleShotConnection)

    @Slot()
    def read(self) -> None:
        """Read it now."""
        self._desk.read(labels.policy, LIMIT, periods.today()).then(self, self._take, lambda _error: None)

    @Slot(object)
    def _hear_changes(self, changes: tuple[Change, ...]) -> None:
        if any(change.entity == "policy" for change in changes):
            self.read()

    def _take(self, minutes: int) -> None:
        self._idle.most = minutes
