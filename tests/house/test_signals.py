"""The pinned PySide6 keeps its hands off Python's True: 6.12.0 on Python 3.11 killed the process at exit."""

import sys

from PySide6.QtCore import QObject, Signal, Slot

EMISSIONS = 5000


class Bell(QObject):
    """Rings, and counts what it hears."""

    rung = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.heard = 0
        self.rung.connect(self._rung)

    @Slot(bool)
    def _rung(self, loud: bool) -> None:
        self.heard += loud


def test_signals_do_not_wear_out_true() -> None:
    bell = Bell()
    before = sys.getrefcount(True)
    for _ in range(EMISSIONS):
        bell.rung.emit(True)
    assert bell.heard == EMISSIONS
    assert abs(sys.getrefcount(True) - before) < EMISSIONS // 10
