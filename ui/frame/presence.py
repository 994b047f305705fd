"""Logs who signs in at a workstation, and when it is locked, unlocked, or an unlock fails."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt

from soc_desk.errors import DeskError

if TYPE_CHECKING:
    from ui.desk import UseCase
    from ui.main_window import MainWindow


class Presence(QObject):
    """Begins with a window; ``failed`` attempts came before. My desk is filled first."""

    def __init__(self, window: "MainWindow", failed: int) -> None:
        super().__init__(window)
        self._desk, lock = window.desk, window.screen_lock
        self._desk.idle.connect(partial(self._sign_in, failed), Qt.ConnectionType.SingleShotConnection)
        for signal, event in (
            (lock.locked, "locked"), (lock.unlocked, "unlocked"), (lock.refused, "unlock failed"),
        ):  # fmt: skip
            signal.connect(partial(self._lock, event))

    def _sign_in(self, failed: int) -> None:
        from soc_desk.services import users  # not needed before My desk is filled

        self._write(users.signed_in, failed)

    def _lock(self, event: str) -> None:
        from soc_desk.services import users

        self._write(users.locked, event)

    def _write(self, case: "UseCase[[Any], None]", told: object) -> None:
        self._desk.write(case, told).then(self, lambda _done: None, self._skip)

    def _skip(self, _error: DeskError) -> None:
        """A store that takes no entry now is said to be so by whatever is saved next."""
