"""The strip along the top of every window and dialog that says how what it shows is marked."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui import theme
from ui.theme import fonts
from ui.theme.tokens import MARKING_HEIGHT, color


class MarkingStrip(QLabel):
    """Capitals in the middle of a strip 22 pixels high."""

    def __init__(self, marking: str = "OFFICIAL-SENSITIVE", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marking = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_marking(marking)

    @property
    def marking(self) -> str:
        return self._marking

    def set_marking(self, marking: str) -> None:
        """Show another marking."""
        self._marking = marking.upper()
        self.setAccessibleName(f"Marking: {self._marking}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, MARKING_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, painter = theme.current(), QPainter(self)
        painter.fillRect(self.rect(), color(tokens.marking))
        painter.setPen(color(tokens.on_marking))
        painter.setFont(fonts.font("marking"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._marking)
        painter.end()
