"""A network that can be looked around in: dots and lines on a plane, dragged, zoomed and walked by keyboard."""

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QGraphicsItem,
    QGraphicsLineItem,
    QGraphicsScene,
    QGraphicsSceneMouseEvent,
    QGraphicsView,
    QStyleOptionGraphicsItem,
    QWidget,
)

from ui import theme
from ui.theme import fonts
from ui.theme.tokens import color
from ui.widgets.marks import text_width

_ACROSS, _DOWN = 560.0, 360.0
_CROWD = 40
_RADIUS, _LARGE = 13.0, 21.0
_NAME_ROOM = 150.0
_NEAREST, _FARTHEST = 0.2, 4.0
_LEGIBLE = 0.45
_LARGEST = 2.5
_AROUND = 120
_SLICE = 40
_FLAGS = (
    QGraphicsItem.GraphicsItemFlag.ItemIsMovable
    | QGraphicsItem.GraphicsItemFlag.ItemIsSelectable
    | QGraphicsItem.GraphicsItemFlag.ItemSendsGeometryChanges
)
_STEP = 1.2
_DRAG = 4


@dataclass(frozen=True)
class Dot:
    """One thing: its words, a line below them, the token it is filled with, how many more hang on it, its letter.

    The name of a lead is drawn from afar as well.
    """

    key: Hashable
    words: str
    below: str
    fill: str
    more: int = 0
    letter: str = ""
    is_large: bool = False
    is_square: bool = False
    is_lead: bool = False


@dataclass(frozen=True)
class Line:
    """One tie between two dots; a faint one is drawn broken (it ended, or is out of the time shown)."""

    a: Hashable
    b: Hashable
    words: str
    is_faint: bool = False


class _DotItem(QGraphicsItem):
    def __init__(self, dot: Dot, *, is_named: bool) -> None:
        super().__init__()
        self.dot, self.is_named = dot, is_named
        self.lines: list[tuple[QGraphicsLineItem, bool]] = []
        self.setFlags(_FLAGS)
        self.setZValue(1)
        self.setToolTip("\n".join(filter(None, (dot.words, dot.below))))
        self._wide = min(_NAME_ROOM, max(text_width(dot.words, "caption"), 24)) + 8
        half, above = max(self.radius + 10, self._wide / 2) * _LARGEST, (self.radius + 10) * _LARGEST
        self._room = QRectF(-half, -above, 2 * half, 2 * above + 22 * _LARGEST)  # asked for at every turn

    @property
    def radius(self) -> float:
        return _LARGE if self.dot.is_large else _RADIUS

    def boundingRect(self) -> QRectF:
        return self._room

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        tokens, radius = theme.current(), self.radius
        near = QStyleOptionGraphicsItem.levelOfDetailFromTransform(painter.worldTransform())
        larger = min(_LARGEST, max(1.0, 1 / near))  # no smaller on the screen than captions elsewhere
        if self.is_named:
            painter.scale(larger, larger)
            larger = 1.0
        shape = QRectF(-radius, -radius, 2 * radius, 2 * radius)
        painter.setPen(QPen(color(tokens.focus if self.isSelected() else tokens.surface), 3))
        painter.setBrush(color(getattr(tokens, self.dot.fill)))
        if self.dot.is_square:
            painter.drawRoundedRect(shape, 4, 4)
        else:
            painter.drawEllipse(shape)
        if self.dot.letter:
            painter.setFont(fonts.font("caption-strong"))
            painter.setPen(color(tokens.surface))
            painter.drawText(shape, Qt.AlignmentFlag.AlignCenter, self.dot.letter)
        if not (near > _LEGIBLE or self.is_named or self.isSelected() or self.dot.is_large):
            return  # from far away the names of a crowd would only cover each other
        painter.setFont(fonts.font("caption"))
        metrics = painter.fontMetrics()
        if self.dot.more:
            badge = QRectF(radius * 0.4, -radius - 8, max(18.0, metrics.horizontalAdvance(f"+{self.dot.more}") + 8), 16)
            painter.setPen(QPen(color(tokens.line), 1))
            painter.setBrush(color(tokens.surface))
            painter.drawRoundedRect(badge, 8, 8)
            painter.setPen(color(tokens.ink_soft))
            painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, f"+{self.dot.more}")
        painter.translate(0, radius + 3)
        painter.scale(larger, larger)
        words = metrics.elidedText(self.dot.words, Qt.TextElideMode.ElideRight, int(_NAME_ROOM))
        wide = metrics.horizontalAdvance(words) + 4
        painter.fillRect(QRectF(-wide / 2, 1, wide, 15), color(tokens.surface))  # no line runs through a name
        painter.setPen(color(tokens.ink))
        below = QRectF(-self._wide / 2, 0, self._wide, 18)
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, words)

    def itemChange(self, change: QGraphicsItem.GraphicsItemChange, value: object) -> object:
        if change is QGraphicsItem.GraphicsItemChange.ItemPositionHasChanged:
            self.pull()
        return super().itemChange(change, value)

    def pull(self) -> None:
        """Take the ends of its lines along."""
        for line, is_start in self.lines:
            ends = line.line()
            if is_start:
                ends.setP1(self.pos())
            else:
                ends.setP2(self.pos())
            line.setLine(ends)

    def mouseDoubleClickEvent(self, event: QGraphicsSceneMouseEvent) -> None:
        event.accept()  # the view tells it


class Swatch(QWidget):
    """What a dot of a kind looks like, for the legend beside its word."""

    def __init__(self, fill: str, letter: str = "") -> None:
        super().__init__()
        self._fill, self._letter = fill, letter
        self.setFixedSize(20, 20)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color(getattr(theme.current(), self._fill)))
        shape = QRectF(1, 1, 18, 18)
        painter.drawEllipse(shape)
        painter.setFont(fonts.font("caption-strong"))
        painter.setPen(color(theme.current().surface))
        painter.drawText(shape, Qt.AlignmentFlag.AlignCenter, self._letter)
        painter.end()


class NetworkView(QGraphicsView):
    """``chosen`` with a dot's key when it is looked at, ``opened`` on Enter or a double click, ``moved`` after a drag.

    Arrow keys go to the next dot in that direction, plus and minus zoom, 0 shows all of it.
    """

    chosen = Signal(object)
    opened = Signal(object)
    moved = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self._dots: dict[Hashable, _DotItem] = {}
        self._lines: dict[Line, QGraphicsLineItem] = {}
        self._places: dict[Hashable, QPointF] = {}
        self._waiting: list[Dot] = []
        self._untied: list[Line] = []
        self._is_crowded = False
        self._sees_all = False  # and nobody zoomed, went elsewhere or brought more since
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self._draw_more)
        self._pressed: QPointF | None = None
        self._unit = QPointF(_ACROSS, _DOWN)
        self.setScene(QGraphicsScene(self))
        self.scene().setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)  # they are moved all at once
        self.setAccessibleName(name)
        self.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumSize(280, 220)
        self.scene().selectionChanged.connect(self._say_chosen)

    def show_network(
        self, dots: Sequence[Dot], lines: Sequence[Line], places: Mapping[Any, tuple[float, float]]
    ) -> None:
        """Draw this instead; the dot that was chosen stays chosen. What is new is drawn in slices between events."""
        wanted, scene, self._sees_all = {dot.key: dot for dot in dots}, self.scene(), False
        scene.blockSignals(True)
        told = set(lines)
        for line in [line for line in self._lines if line not in told or not {line.a, line.b} <= wanted.keys()]:
            scene.removeItem(self._lines.pop(line))
        for key in [key for key, item in self._dots.items() if wanted.get(key) != item.dot]:
            scene.removeItem(self._dots.pop(key))
        scene.blockSignals(False)
        self._unit = QPointF(_ACROSS, _DOWN) * max(1.0, math.sqrt(len(dots) / _CROWD))
        self._places = {key: self._scaled(*places[key]) for key in wanted}
        for key, item in self._dots.items():
            item.setPos(self._places[key])
        self._waiting = [dot for dot in dots if dot.key not in self._dots]
        self._untied = [line for line in lines if line not in self._lines and {line.a, line.b} <= wanted.keys()]
        self._is_crowded = len(dots) > _CROWD
        xs, ys = [at.x() for at in self._places.values()] or [0.0], [at.y() for at in self._places.values()] or [0.0]
        around = QRectF(QPointF(min(xs), min(ys)), QPointF(max(xs), max(ys)))
        scene.setSceneRect(around.adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND))
        self.setBackgroundBrush(theme.current().color("surface"))
        self._draw_more()

    def _draw_more(self) -> None:
        """Another slice of what is not drawn yet; a large group must not keep the window from answering."""
        drawn, self._waiting = self._waiting[:_SLICE], self._waiting[_SLICE:]
        for dot in drawn:
            item = self._dots[dot.key] = _DotItem(dot, is_named=dot.is_lead or not self._is_crowded)
            item.setPos(self._places[dot.key])
            self.scene().addItem(item)
        if not self._waiting:
            tied, self._untied = self._untied[: 4 * _SLICE], self._untied[4 * _SLICE :]
            for line in tied:
                self._tie(line)
        if self._waiting or self._untied:
            self._soon.start()

    def _scaled(self, x: float, y: float) -> QPointF:
        return QPointF(x * self._unit.x(), y * self._unit.y())

    @property
    def current(self) -> Hashable | None:
        """The key of the dot that is looked at."""
        chosen = [item.dot.key for item in self.scene().selectedItems() if isinstance(item, _DotItem)]
        return chosen[0] if chosen else None

    def places(self) -> dict[Hashable, tuple[float, float]]:
        """Where every dot is now."""
        unit, drawn = self._unit, {key: item.pos() for key, item in self._dots.items()}
        return {key: (at.x() / unit.x(), at.y() / unit.y()) for key, at in (self._places | drawn).items()}

    def choose(self, key: Hashable) -> None:
        """Look at a dot."""
        self.scene().clearSelection()
        if key in self._dots:
            self._dots[key].setSelected(True)
            self.ensureVisible(self._dots[key])

    def show_all(self) -> None:
        """Zoom so that all of it is seen, never larger than life; also when the room for it changes."""
        self._sees_all = True
        self.fitInView(self.sceneRect(), Qt.AspectRatioMode.KeepAspectRatio)
        if self.transform().m11() > 1:
            self.resetTransform()
            self.centerOn(self.sceneRect().center())

    def zoom(self, factor: float) -> None:
        """Nearer or farther, within reason."""
        self._sees_all = False
        now = self.transform().m11()
        factor = min(max(now * factor, _NEAREST), _FARTHEST) / now
        self.scale(factor, factor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, plus, minus, nought and Enter."""
        ways = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
        key = Qt.Key(event.key())
        if key in ways:
            self._go(*ways[key])
        elif key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal}:
            self.zoom(_STEP)
        elif key is Qt.Key.Key_Minus:
            self.zoom(1 / _STEP)
        elif key is Qt.Key.Key_0:
            self.show_all()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.current is not None:
            self.opened.emit(self.current)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._sees_all:
            self.show_all()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, scroll without, as everywhere."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(_STEP if event.angleDelta().y() > 0 else 1 / _STEP)
            event.accept()
        else:
            self._sees_all = False
            super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._pressed, self._sees_all = event.position(), False

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if self._pressed is not None and (event.position() - self._pressed).manhattanLength() > _DRAG:
            self.moved.emit()
        self._pressed = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        item = self.itemAt(event.position().toPoint())
        if isinstance(item, _DotItem):
            self.opened.emit(item.dot.key)

    def _tie(self, line: Line) -> None:
        a, b = self._dots[line.a], self._dots[line.b]
        drawn = QGraphicsLineItem(a.x(), a.y(), b.x(), b.y())
        tokens = theme.current()
        style = Qt.PenStyle.DashLine if line.is_faint else Qt.PenStyle.SolidLine
        drawn.setPen(QPen(color(tokens.line if line.is_faint else tokens.ink_faint), 1.4, style))
        drawn.setToolTip(line.words)
        a.lines.append((drawn, True))
        b.lines.append((drawn, False))
        self._lines[line] = drawn
        self.scene().addItem(drawn)

    def _go(self, right: int, down: int) -> None:
        """To the nearest dot in a direction; from none, to the first."""
        if (now := self._dots.get(self.current)) is None:
            if self._dots:
                self.choose(next(iter(self._dots)))
            return
        best: tuple[float, Hashable] | None = None
        for key, item in self._dots.items():
            away = item.pos() - now.pos()
            ahead = away.x() * right + away.y() * down
            aside = abs(away.x() * down) + abs(away.y() * right)
            if ahead > 0 and ahead >= aside * 0.5:
                far = ahead + 2 * aside
                if best is None or far < best[0]:
                    best = (far, key)
        if best is not None:
            self.choose(best[1])

    def _say_chosen(self) -> None:
        self.chosen.emit(self.current)
