"""Base of every dialog: the marking on top, a title, a column of content, buttons at the foot; and the question."""

from functools import partial
from typing import ClassVar

from PySide6.QtCore import QSize
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.page import Answer
from ui.widgets.marking import MarkingStrip
from ui.widgets.text import button, label

_EDGE = QSize(32, 32)


class MarkedDialog(QDialog):
    """A dialog that carries the marking; give it to ``shell.open_dialog`` and never ``exec`` it.

    ``IS_LINTED``: what is typed in it is held against the words that may tell of a source (``ui/source_lint.py``).
    """

    IS_LINTED: ClassVar[bool] = False

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.strip = MarkingStrip()
        self.heading = label(title, "name", wrap=True)
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._buttons.addStretch()
        inner = QVBoxLayout()
        inner.setContentsMargins(20, 16, 20, 16)
        inner.setSpacing(12)
        inner.addWidget(self.heading)
        inner.addLayout(self.body, 1)
        inner.addLayout(self._buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.strip)
        layout.addLayout(inner)

    def showEvent(self, event: QShowEvent) -> None:
        """Buttons as wide as their words, and no larger than the window it stands over where its content allows."""
        for place in range(self._buttons.count()):
            shown = self._buttons.itemAt(place).widget()  # type: ignore[union-attr]  # there are so many
            if shown is not None:
                shown.setMinimumWidth(shown.sizeHint().width())
        super().showEvent(event)
        self.fit()

    def fit(self) -> None:
        """Grow to what stands in it, all lines of its words included, and never beyond the window it stands over."""
        if (laid := self.layout()) is not None:
            laid.activate()
            least = laid.totalMinimumSize()
            tall = max(least.height(), laid.totalMinimumHeightForWidth(self.width()))
            self.resize(self.size().expandedTo(QSize(least.width(), tall)))
        if (over := self.parentWidget()) is not None:
            self.resize(self.size().boundedTo(over.size() - _EDGE))

    def add_button(self, pressed: QPushButton) -> QPushButton:
        """Put a button at the right of the foot, after those already there."""
        self._buttons.addWidget(pressed)
        return pressed

    def add_left_button(self, pressed: QPushButton) -> QPushButton:
        """Put a button at the left of the foot."""
        self._buttons.insertWidget(0, pressed)
        return pressed


class Question(MarkedDialog):
    """Asks one question; every answer is a verb, and Cancel (Esc) changes nothing."""

    def __init__(self, title: str, text: str, answers: tuple[Answer, ...], parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.setMinimumWidth(420)
        self.body.addWidget(label(text, ink="soft", wrap=True))
        self.cancel = self.add_button(button("&Cancel", self.reject))
        self.buttons = [
            self.add_button(button(answer.verb, partial(self._choose, answer), kind=_kind(answer, place)))
            for place, answer in enumerate(answers)
        ]
        (self.buttons[0] if answers and not answers[0].is_grave else self.cancel).setDefault(True)

    def _choose(self, answer: Answer) -> None:
        self.accept()
        answer.then()


def _kind(answer: Answer, place: int) -> str:
    if answer.is_grave:
        return "danger"
    return "primary" if place == 0 else ""
