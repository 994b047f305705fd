"""Events on a line of time, one lane for each kind: zoomed, walked by keyboard, each with its words."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ui import theme
from ui.theme import fonts
from ui.theme.tokens import color
from ui.widgets.marks import text_width
from ui.widgets.typed import format_date

_LANE, _TIGHT, _HEAD, _FOOT = 26, 17, 8, 24
"""Heights: a lane where there is room and where there is none, above the lanes and below them."""
_DOT, _NEAR = 5.0, 8.0
_SHORTEST, _STEP, _MOVE = 14, 1.4, 0.2
_MONTHS = (1, 3, 6, 12, 24, 60, 120)
_MONTH_ROOM = 74


@dataclass(frozen=True)
class Moment:
    """One event: ``lane`` is the words of its lane, ``fill`` a token."""

    key: Hashable
    on: date
    lane: str
    words: str
    fill: str = "accent_fill"


class TimelineView(QWidget):
    """``chosen`` with an event's key when it is looked at, ``opened`` on Enter or a double click.

    Left and right go from event to event, plus and minus zoom around the one that is looked at, 0 shows all of it.
    """

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._moments: list[Moment] = []
        self._lanes: list[str] = []
        self._start, self._days = date(2026, 1, 1), 1.0
        self._left = 0
        self.current: Hashable | None = None
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def show_moments(self, moments: Sequence[Moment], lanes: Sequence[str]) -> None:
        """Show these in lanes of this order; lanes without an event are left out."""
        filled = {moment.lane for moment in moments}
        self._moments = sorted(moments, key=lambda moment: moment.on)
        self._lanes = [lane for lane in lanes if lane in filled]
        self._left = max((text_width(lane, "caption") for lane in self._lanes), default=0) + 16
        if self.current not in {moment.key for moment in moments}:
            self.current = None
        self.show_all()
        self.updateGeometry()

    def show_all(self) -> None:
        """The whole of it, with a little room at both ends."""
        if self._moments:
            first, last = self._moments[0].on, self._moments[-1].on
            days = max((last - first).days, _SHORTEST)
            self._start, self._days = first - timedelta(days=days * 0.03 + 1), days * 1.08 + 2
        self.update()

    def choose(self, key: Hashable) -> None:
        """Look at an event, bringing it into sight."""
        moment = next((each for each in self._moments if each.key == key), None)
        if moment is None or key == self.current:
            return
        self.current = key
        at = (moment.on - self._start).days
        if not 0 <= at <= self._days:
            self._start = moment.on - timedelta(days=self._days / 2)
        self.update()
        self.chosen.emit(key)

    def zoom(self, factor: float) -> None:
        """Nearer or farther, around the event that is looked at or the middle."""
        moment = next((each for each in self._moments if each.key == self.current), None)
        middle = moment.on if moment else self._start + timedelta(days=self._days / 2)
        share = (middle - self._start).days / self._days
        self._days = min(max(self._days / factor, _SHORTEST), 36_500.0)
        self._start = middle - timedelta(days=self._days * share)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(480, _HEAD + _LANE * max(len(self._lanes), 1) + _FOOT)

    def minimumSizeHint(self) -> QSize:
        return QSize(320, _HEAD + _TIGHT * max(len(self._lanes), 1) + _FOOT)

    # drawing ----------------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, tokens = QPainter(self), theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(fonts.font("caption"))
        self._paint_months(painter)
        for place, lane in enumerate(self._lanes):
            y = self._middle(place)
            painter.setPen(color(tokens.line_soft))
            painter.drawLine(self._left, int(y), self.width(), int(y))
            painter.setPen(color(tokens.ink_soft))
            painter.drawText(QRectF(0, y - 10, self._left, 20), Qt.AlignmentFlag.AlignVCenter, lane)
        for moment in self._moments:
            if (place_ := self._place(moment)) is not None:
                is_chosen = moment.key == self.current
                painter.setPen(QPen(color(tokens.focus if is_chosen else tokens.surface), 2))
                painter.setBrush(color(getattr(tokens, moment.fill)))
                size = _DOT + 2 if is_chosen else _DOT
                painter.drawEllipse(QRectF(place_[0] - size, place_[1] - size, 2 * size, 2 * size))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(color(tokens.focus))
            painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.end()

    def _paint_months(self, painter: QPainter) -> None:
        tokens, room = theme.current(), max(self.width() - self._left, 1)
        every = next((each for each in _MONTHS if each * 30.4 / self._days * room >= _MONTH_ROOM), _MONTHS[-1])
        count = self._start.year * 12 + self._start.month
        count += -(count - 1) % every
        while True:
            year, month = divmod(count - 1, 12)
            x = self._x(date(year, month + 1, 1))
            if x > self.width():
                break
            if x >= self._left:
                painter.setPen(color(tokens.line_soft))
                painter.drawLine(int(x), _HEAD, int(x), self.height() - _FOOT)
                painter.setPen(color(tokens.ink_caption))
                words = f"{date(year, month + 1, 1):%b %Y}" if every < 12 else str(year)
                painter.drawText(
                    QRectF(x - 36, self.height() - _FOOT + 2, 72, 20), Qt.AlignmentFlag.AlignHCenter, words
                )
            count += every

    def _x(self, day: date) -> float:
        return self._left + (day - self._start).days / self._days * max(self.width() - self._left, 1)

    def _place(self, moment: Moment) -> tuple[float, float] | None:
        x = self._x(moment.on)
        if not self._left <= x <= self.width():
            return None
        return x, self._middle(self._lanes.index(moment.lane))

    def _middle(self, lane: int) -> float:
        """How far down a lane is; they stand closer where the page is low."""
        room = (self.height() - _HEAD - _FOOT) / max(len(self._lanes), 1)
        return _HEAD + min(room, _LANE) * (lane + 0.5)

    # hands ------------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left, right, Home, End, plus, minus, nought and Enter."""
        keys = [moment.key for moment in self._moments]
        at = keys.index(self.current) if self.current in keys else -1
        key = Qt.Key(event.key())
        steps = {Qt.Key.Key_Left: max(at - 1, 0), Qt.Key.Key_Right: min(at + 1, len(keys) - 1), Qt.Key.Key_Home: 0,
                 Qt.Key.Key_End: len(keys) - 1}  # fmt: skip
        if key in steps and keys:
            self.choose(keys[steps[key]])
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

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, along the line with Shift; else the page scrolls."""
        away = event.angleDelta().y() or event.angleDelta().x()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(_STEP if away > 0 else 1 / _STEP)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._start -= timedelta(days=self._days * _MOVE * (1 if away > 0 else -1))
            self.update()
        else:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Words of the event under the pointer."""
        found = self._under(event)
        words = f"{format_date(found.on)}: {found.words}" if found else ""
        QToolTip.showText(event.globalPosition().toPoint(), words, self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Look at the event under the pointer."""
        self.setFocus()
        if (found := self._under(event)) is not None:
            self.choose(found.key)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open it."""
        if (found := self._under(event)) is not None:
            self.opened.emit(found.key)

    def _under(self, event: QMouseEvent) -> Moment | None:
        at = event.position()
        for moment in reversed(self._moments):
            if (place := self._place(moment)) and abs(place[0] - at.x()) + abs(place[1] - at.y()) <= _NEAR * 1.5:
                return moment
        return None
