"""A network at a glance: dots around a middle with a letter and a word each; pressed anywhere, it asks for more."""

import math
from collections.abc import Hashable, Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui import theme
from ui.theme import fonts
from ui.theme.tokens import color
from ui.widgets.network import Dot, Line

_RADIUS, _LARGE, _LEAD = 12.0, 18.0, 14.0
_SIDE, _TOP, _FOOT = 64.0, 24.0, 38.0
_INNER = 0.5
_NAME_ROOM = 110
_HIGH = 300


class NetworkGlance(QWidget):
    """``pressed`` when somebody wants the whole of it. The first dot is the middle; leads stand nearest to it."""

    pressed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self._dots: Sequence[Dot] = ()
        self._lines: Sequence[Line] = ()
        self.setAccessibleName(name)
        self.setFixedHeight(_HIGH)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_network(self, dots: Sequence[Dot], lines: Sequence[Line]) -> None:
        """Draw this instead; a line whose ends are not both among the dots is left out."""
        self._dots, self._lines = dots, lines
        self.setAccessibleDescription(", ".join(f"{dot.words}" for dot in dots))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Lines first, so that they end at the rims of the dots."""
        tokens, places = theme.current(), self._places()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for line in self._lines:
            if line.a in places and line.b in places:
                painter.setPen(QPen(color(tokens.line if line.is_faint else tokens.ink_faint), 1.4))
                painter.drawLine(places[line.a], places[line.b])
        for dot in self._dots:
            self._paint(painter, dot, places[dot.key])
        painter.end()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Only where it is let go inside."""
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.pressed.emit()

    def _places(self) -> Mapping[Hashable, QPointF]:
        """The middle, an inner ring of leads and an outer one of all others, as wide as there is room."""
        if not self._dots:
            return {}
        room = QRectF(self.rect()).adjusted(_SIDE, _TOP, -_SIDE, -_FOOT)
        middle, *others = self._dots
        found: dict[Hashable, QPointF] = {middle.key: room.center()}
        leads = [dot for dot in others if dot.is_lead]
        for ring, far, turn in ((leads, _INNER, 0.0), ([dot for dot in others if not dot.is_lead], 1.0, 0.5)):
            for place, dot in enumerate(ring):
                angle = math.pi + 2 * math.pi * (place + turn) / len(ring)
                away = QPointF(math.cos(angle) * room.width() / 2, math.sin(angle) * room.height() / 2)
                found[dot.key] = room.center() + away * far
        return found

    def _paint(self, painter: QPainter, dot: Dot, at: QPointF) -> None:
        tokens = theme.current()
        radius = _LARGE if dot.is_large else _LEAD if dot.is_lead else _RADIUS
        shape = QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius)
        painter.setPen(QPen(color(tokens.surface), 2))
        painter.setBrush(color(getattr(tokens, dot.fill)))
        if dot.is_square:
            painter.drawRoundedRect(shape, 4, 4)
        else:
            painter.drawEllipse(shape)
        painter.setFont(fonts.font("caption-strong"))
        painter.setPen(color(tokens.surface))
        painter.drawText(shape, Qt.AlignmentFlag.AlignCenter, dot.letter)
        painter.setFont(fonts.font("caption"))
        painter.setPen(color(tokens.ink_soft))
        words = painter.fontMetrics().elidedText(dot.words, Qt.TextElideMode.ElideRight, _NAME_ROOM)
        wide = painter.fontMetrics().horizontalAdvance(words) + 4
        below = QRectF(at.x() - wide / 2, at.y() + radius + 2, wide, painter.fontMetrics().height())
        painter.fillRect(below, color(tokens.surface))  # no line runs through a word
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, words)
