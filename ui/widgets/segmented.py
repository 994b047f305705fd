"""One of a few choices, all in sight, side by side."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from ui import theme
from ui.theme.tokens import CONTROL_RADIUS, color
from ui.widgets import marks
from ui.widgets.focus import hand_on
from ui.widgets.marks import Mark
from ui.widgets.option import Option

_STEPS: dict[int, int] = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}


class Segmented(QWidget):
    """One of a few, all in sight. Arrow keys move the choice; Delete takes it back where that is allowed."""

    edited = Signal()

    def __init__(self, options: Sequence[Option], *, may_be_empty: bool = True) -> None:
        super().__init__()
        self._segments = [_Segment(option, place, len(options), self) for place, option in enumerate(options)]
        self._may_be_empty = may_be_empty
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for segment in self._segments:
            layout.addWidget(segment, 1)
            segment.clicked.connect(lambda _checked=False, s=segment: self._choose(s))
        if self._segments:
            self._let_tab_stop_once()

    def value(self) -> Any:
        return next((segment.option.value for segment in self._segments if segment.isChecked()), None)

    def words(self, value: Any) -> str:
        """What a value is called; empty for none."""
        return next((segment.option.label for segment in self._segments if segment.option.value == value), "")

    def set_value(self, value: Any) -> None:
        for segment in self._segments:
            segment.setChecked(value is not None and segment.option.value == value)
        self._let_tab_stop_once()

    def problem(self) -> str:
        return ""

    def unread(self) -> str:
        return ""

    def set_unread(self, text: str) -> None:
        """Nothing can be typed here."""

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        for segment in self._segments:
            segment.setAccessibleName(f"{name}: {segment.option.label}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(event.key())
        if step is not None:
            focused = next((n for n, s in enumerate(self._segments) if s.hasFocus()), 0)
            chosen = self._segments[(focused + step) % len(self._segments)]
            chosen.setFocus(Qt.FocusReason.TabFocusReason)
            self._choose(chosen)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._may_be_empty:
            self.set_value(None)
            self.edited.emit()
        else:
            super().keyPressEvent(event)

    def _let_tab_stop_once(self) -> None:
        """Tab goes to the chosen segment, else the first, and then on; the arrows go to the others."""
        stop = next((s for s in self._segments if s.isChecked()), self._segments[0])
        hand_on(self, stop, has_caption=True)
        for segment in self._segments:
            segment.setFocusPolicy(Qt.FocusPolicy.StrongFocus if segment is stop else Qt.FocusPolicy.ClickFocus)

    def _choose(self, chosen: "_Segment") -> None:
        self.set_value(chosen.option.value)
        self.edited.emit()


class _Segment(QAbstractButton):
    """One of the segments: its mark or its words in the middle, the ends of the row rounded."""

    def __init__(self, option: Option, place: int, count: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.option = option
        self._first, self._last = place == 0, place == count - 1
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setText(option.label)
        self.setToolTip(option.detail)
        self.setAccessibleName(option.label)
        self.setAccessibleDescription(option.detail)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows are the row's: a button by itself would only move the cursor."""
        if event.key() in _STEPS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def nextCheckState(self) -> None:
        """The row decides which one is checked."""

    def _mark(self) -> Mark:
        return self.option.mark or marks.Words(self.option.label)

    def sizeHint(self) -> QSize:
        return QSize(self._mark().width() + 24, 34)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._mark().width() + 12, 34)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = self.rect().toRectF().adjusted(0.5, 0.5, -0.5 if self._last else 0.5, -0.5)
        ground = tokens.button_hover if self.underMouse() else tokens.surface
        if self.isChecked():
            ground = tokens.accent_tint
        painter.setClipRect(self.rect())
        wide = frame.adjusted(0 if self._first else -20, 0, 0 if self._last else 20, 0)
        painter.setPen(QPen(color(tokens.control_line), 1))
        painter.setBrush(color(ground))
        painter.drawRoundedRect(wide, CONTROL_RADIUS, CONTROL_RADIUS)
        if not self._first:
            painter.drawLine(frame.topLeft(), frame.bottomLeft())
        if self.hasFocus() or self.isChecked():
            painter.setPen(QPen(color(tokens.focus if self.hasFocus() else tokens.accent), 2 if self.hasFocus() else 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            inset = 1.5 if self.hasFocus() else 0.5
            painter.drawRoundedRect(self.rect().toRectF().adjusted(inset, inset, -inset, -inset), 4, 4)
        mark = self._mark()
        left = max(6, (self.width() - mark.width()) // 2)
        mark.paint(painter, self.rect().adjusted(left, 0, -4, 0), tokens)
        painter.end()
