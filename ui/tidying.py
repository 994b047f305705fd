"""When Python's garbage collector runs: short rounds at any time, the long one only while nobody waits for anything."""

import gc

from PySide6.QtCore import QObject, QTimer, Slot

from ui.lanes import Lanes

QUIET_MS = 1500
_ROUNDS = (5_000, 5, 1_000)
"""A round over what is new after so many objects made; every fifth a wider one; the long one, if no quiet moment came,
after 25 million. Python's own (700, 10, 10) stops the window for a tenth of a second in the midst of scrolling."""


class Tidying(QObject):
    """Does the long round once the lanes were idle for a second and a half, on a window that ``ui.start`` opened."""

    def __init__(self, lanes: Lanes) -> None:
        super().__init__(lanes)
        self._is_first = True
        self._quiet = QTimer(self, interval=QUIET_MS, singleShot=True)
        self._quiet.timeout.connect(self.tidy)
        lanes.idle.connect(self._quiet.start)
        lanes.busy.connect(self._quiet.stop)

    @Slot()
    def tidy(self) -> None:
        """Do it now. What stands after the first time, code most of all, stays, and is passed over from then on."""
        gc.collect()
        if self._is_first:
            self._is_first = False
            gc.freeze()


def begin() -> None:
    """End the pause that start-up began. What stands now stays: it is left out of every round."""
    gc.freeze()
    gc.set_threshold(*_ROUNDS)
    gc.enable()
