"""Notices that nobody has touched the keyboard or mouse for a while."""

import time

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QWindow

LOOK_EVERY_MS = 5000
_TOUCHES = {
    QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel,
    QEvent.Type.TouchBegin, QEvent.Type.TabletPress,
}  # fmt: skip


class Idle(QObject):
    """Emits ``passed`` once ``minutes`` went by without a touch, by the clock on the wall: sleep counts as idle.

    ``most`` is the force's limit, which is not waited beyond; None until it is known.
    """

    passed = Signal()

    def __init__(self, minutes: int, parent: QObject) -> None:
        super().__init__(parent)
        self.minutes = minutes
        self.most: int | None = None
        self._touched = time.time()
        self._watched: list[QWindow] = []
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Begin to watch the windows of the application; a window is watched from when it first has the keyboard."""
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._watch)
            app.applicationStateChanged.connect(self._wake)
            self._watch(app.focusWindow())
        self.touch()
        self._timer.start()

    def touch(self) -> None:
        """Somebody is there."""
        self._touched = time.time()

    @Slot()
    def look(self) -> None:
        """See whether the time is up."""
        minutes = self.minutes if self.most is None else min(self.minutes, self.most)
        if not 0 <= time.time() - self._touched < minutes * 60:
            self.touch()
            self.passed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note touches; never keep an event back."""
        if event.type() in _TOUCHES:
            self.touch()
        return False

    @Slot(object)
    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)

    @Slot(Qt.ApplicationState)
    def _wake(self, _state: Qt.ApplicationState) -> None:
        self.look()
