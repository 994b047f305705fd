"""Reminds of POCA deadlines beside the clock, while other windows are in front and while this one is locked.

What it says names no case and nobody: how many deadlines need the signed-in person, and how many have EXPIRED.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from soc_desk.errors import DeskError
from ui.desk import Actor, Change, Session
from ui.theme import icons

if TYPE_CHECKING:
    from ui.main_window import MainWindow

FIRST_MS = 4_000
EVERY_MS = 15 * 60_000
AFTER_CHANGE_MS = 3_000
AGAIN_AFTER = timedelta(hours=1)
NAME = "SOC Desk"
NOTHING = "No POCA deadline needs you."
_SIZES = (16, 22, 32, 48)
_SHOWN_MS = 20_000
_DUTIES = frozenset({"duty", "poca_case"})
_PAGE = "poca"


@dataclass(frozen=True)
class Pressing:
    """What presses at a moment: ``keys`` tell one warning of a deadline from another; ``stale`` cases are behind.

    Counted are deadlines that the reader is told of by now: all that are overdue, expired or within 24 hours, and of
    the others those that nobody has said to know of since their last warning. ``unheard`` are red, and nobody has said
    so of them either.
    """

    need: int = 0
    expired: int = 0
    red: int = 0
    unheard: int = 0
    keys: frozenset[tuple[UUID, str]] = frozenset()
    stale: tuple[UUID, ...] = ()

    @property
    def words(self) -> str:
        """As in ``2 POCA deadlines need you; 1 has EXPIRED.``."""
        if not self.need:
            return NOTHING
        if self.need == self.expired == 1:
            return "1 POCA deadline needs you: it has EXPIRED."
        need = "1 POCA deadline needs you" if self.need == 1 else f"{self.need:,} POCA deadlines need you"
        if not self.expired:
            return f"{need}."
        return f"{need}; {self.expired:,} {'has' if self.expired == 1 else 'have'} EXPIRED."


def pressing(session: Session, reader: Actor) -> Pressing:
    """What presses now, for who reads cases."""
    if not reader.reads_cases:
        return Pressing()
    from soc_desk.services import periods
    from soc_desk.services.poca import board, recomputing

    rows = board.warned(session, reader, periods.now())
    counted = [row for row in rows if row.is_pressing or not row.is_known]
    return Pressing(
        need=len(counted),
        expired=sum(row.urgency is board.Urgency.EXPIRED for row in counted),
        red=sum(row.is_pressing for row in counted),
        unheard=sum(row.is_pressing and not row.is_known for row in counted),
        keys=frozenset((row.id, f"{row.urgency} {row.warned_at}") for row in counted),
        stale=tuple(sorted({row.case_id for row in rows if row.is_stale}.union(recomputing.lacking(session)))),
    )


class Tray(Protocol):
    """A place beside the clock; tests have one of their own."""

    clicked: SignalInstance

    def show_state(self, words: str, *, is_red: bool) -> None:
        """What stands there when the pointer rests on it."""

    def tell(self, words: str) -> None:
        """Say something in passing."""

    def remove(self) -> None:
        """Take it away."""


class SystemTray(QObject):
    """The desktop's own."""

    clicked = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.icon = QSystemTrayIcon(_icon(is_red=False), self)
        self._menu = QMenu()
        self._menu.addAction("Open the POCA deadlines").triggered.connect(self._ask)
        self.icon.setContextMenu(self._menu)
        self.icon.activated.connect(self._follow)
        self.icon.messageClicked.connect(self.clicked)
        self.icon.show()

    def show_state(self, words: str, *, is_red: bool) -> None:
        """As the words say, in red where something is overdue."""
        self.icon.setToolTip(f"{NAME}: {words}")
        self.icon.setIcon(_icon(is_red=is_red))

    def tell(self, words: str) -> None:
        """A message of the desktop."""
        self.icon.showMessage(NAME, words, _icon(is_red=True), _SHOWN_MS)

    def remove(self) -> None:
        """Nothing is left of it."""
        self.icon.hide()
        self._menu.deleteLater()
        self.deleteLater()

    @Slot()
    def _ask(self) -> None:
        self.clicked.emit()

    @Slot(QSystemTrayIcon.ActivationReason)
    def _follow(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is not QSystemTrayIcon.ActivationReason.Context:
            self.clicked.emit()


def system_tray(parent: QObject) -> Tray | None:
    """The desktop's place beside the clock; None where it has none."""
    return SystemTray(parent) if QSystemTrayIcon.isSystemTrayAvailable() else None


def utc_now() -> datetime:
    """The moment it is."""
    return datetime.now(UTC)


class Reminder(QObject):
    """Looks every quarter of an hour and after each change of a deadline; tells what is new, and again after an hour.

    It also keeps deadlines that a calendar changed unseen, where the person may. It goes with its window.
    """

    def __init__(
        self,
        window: "MainWindow",
        make: Callable[[QObject], Tray | None] = system_tray,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        super().__init__(window)
        self._window, self._desk, self._settings = window, window.desk, window.settings
        self._make, self._now = make, now
        self.tray: Tray | None = None
        self.found = Pressing()
        self._told_at: datetime | None = None
        self._told: frozenset[tuple[UUID, str]] = frozenset()
        self._tried: tuple[UUID, ...] = ()
        self._is_wanted = False
        self._first = QTimer(self, interval=FIRST_MS, singleShot=True)
        self._every = QTimer(self, interval=EVERY_MS)
        self._after_change = QTimer(self, interval=AFTER_CHANGE_MS, singleShot=True)
        for timer in (self._first, self._every, self._after_change):
            timer.timeout.connect(self.read)
        self._every.timeout.connect(window.counts.read_all)  # what is due within a day changes by the clock alone

    @Slot()
    def start(self) -> None:
        """Begin, once the window is painted; nothing for who reads no cases."""
        if not self._desk.actor.reads_cases or self._every.isActive():
            return
        self._desk.changed.connect(self._hear_changes)
        self._desk.lost_track.connect(self._look_soon)
        self._settings.changed.connect(self._follow_setting)
        self._window.screen_lock.unlocked.connect(self._show_wanted)
        self._first.start()
        self._every.start()

    def stop(self) -> None:
        """The person signs out, or the window closes: nothing is said any more."""
        for timer in (self._first, self._every, self._after_change):
            timer.stop()
        self._take_away()

    @Slot()
    def read(self) -> None:
        """See what presses."""
        self._desk.read(pressing, self._desk.actor).then(self, self._take, self._skip)

    # inside -----------------------------------------------------------------------------------------------------------

    def _take(self, found: Pressing) -> None:
        self.found = found
        self._catch_up(found.stale)
        if not self._settings.reminds:
            return
        if self.tray is None:
            self.tray = self._make(self)
            if self.tray is None:
                return
            self.tray.clicked.connect(self._open)
        self.tray.show_state(found.words, is_red=bool(found.red))
        now = self._now()
        is_again = bool(found.unheard) and self._told_at is not None and now - self._told_at >= AGAIN_AFTER
        if found.keys - self._told or is_again:
            self._told_at = now
            self.tray.tell(found.words)
        self._told = found.keys

    def _skip(self, _error: DeskError) -> None:
        """What cannot be read is not told; the status bar says why nothing answers."""

    def _catch_up(self, stale: tuple[UUID, ...]) -> None:
        """Keep what a calendar changed; once for the same cases, so that a look never leads to endless others."""
        if not stale or stale == self._tried:
            return
        from soc_desk.services.poca import recomputing

        self._tried = stale
        if self._desk.may(recomputing.catch_up):
            self._desk.write(recomputing.catch_up, stale).then(self, lambda _moved: None, self._skip)

    def _take_away(self) -> None:
        if self.tray is not None:
            self.tray.remove()
            self.tray = None
        self._told, self._told_at = frozenset(), None

    def _open(self) -> None:
        """Bring the window to the front; the board is shown at once, or after the lock is gone."""
        window = self._window
        if window.isMinimized():
            window.showNormal()
        window.show()
        window.raise_()
        window.activateWindow()
        self._is_wanted = True
        if not window.screen_lock.is_locked:
            self._show_wanted()

    @Slot()
    def _show_wanted(self) -> None:
        if self._is_wanted:
            self._is_wanted = False
            self._window.open_page(_PAGE, view="deadlines")

    @Slot(object)
    def _hear_changes(self, changes: tuple[Change, ...]) -> None:
        if any(change.entity in _DUTIES and change.action != "consulted" for change in changes):
            self._look_soon()

    @Slot()
    def _look_soon(self) -> None:
        if self._every.isActive():  # a window that closes may hear the last changes
            self._after_change.start()

    @Slot(str)
    def _follow_setting(self, name: str) -> None:
        if name != "reminds" or not self._every.isActive():
            return
        if self._settings.reminds:
            self.read()
        else:
            self._take_away()


def _icon(*, is_red: bool) -> QIcon:
    """The desk's shield, or a warning; pictures at fixed sizes, since trays take no drawing engine."""
    made = QIcon()
    for size in _SIZES:
        made.addPixmap(icons.pixmap("warning" if is_red else "shield", "red" if is_red else "accent", size))
    return made
