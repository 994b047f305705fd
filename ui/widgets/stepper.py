"""The steps of a longer piece of work as numbered tabs: those behind can be gone back to, those ahead cannot."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.widgets.tabs import Tabs


class Stepper(Tabs):
    """``went_back(step)`` when somebody chooses a step that lies behind; steps count from 0."""

    went_back = Signal(int)

    def __init__(self, titles: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__([f"{number} {title}" for number, title in enumerate(titles, start=1)], parent)
        self._step = 0
        self.setAccessibleName("Steps")
        self.currentChanged.connect(self._chosen)
        self.set_step(0)

    @property
    def step(self) -> int:
        """Where the work stands."""
        return self._step

    def set_step(self, step: int, *, locked: bool = False) -> None:
        """Go to a step; ``locked`` closes the way back, for when it is done."""
        self._step = step
        self.blockSignals(True)
        for place in range(self.count()):
            self.setTabEnabled(place, place == step or (place < step and not locked))
        self.setCurrentIndex(step)
        self.blockSignals(False)

    def _chosen(self, place: int) -> None:
        if place < self._step:
            self.set_step(place)
            self.went_back.emit(place)
