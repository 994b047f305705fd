"""The strip along the top of every window and dialog that says how its content is classified."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from soc_desk.vocabulary import Marking
from ui import theme
from ui.theme import fonts
from ui.theme.tokens import MARKING_HEIGHT


class MarkingStrip(QWidget):
    """``OFFICIAL-SENSITIVE`` or ``OFFICIAL`` in capitals across the whole width."""

    def __init__(self, marking: Marking = Marking.OFFICIAL_SENSITIVE) -> None:
        super().__init__()
        self.setFixedHeight(MARKING_HEIGHT)
        self.marking = marking
        self.mark(marking)

    def mark(self, marking: Marking) -> None:
        """Show another marking."""
        self.marking = marking
        self.setAccessibleName(f"Marking: {marking.label}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, painter = theme.current(), QPainter(self)
        painter.fillRect(self.rect(), tokens.color("marking"))
        painter.setFont(fonts.font("caption-strong"))
        painter.setPen(tokens.color("on_marking"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.marking.label)
        painter.end()
