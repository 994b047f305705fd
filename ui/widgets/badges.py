"""Marks as widgets: one widget draws any badge, a row of badges, and the bubble that counts."""

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from soc_desk.vocabulary import FourP
from ui import theme
from ui.theme import fonts
from ui.theme.tokens import color
from ui.widgets import marks
from ui.widgets.flow import FlowLayout
from ui.widgets.marks import Mark


class Badge(QLabel):
    """Draws one mark; to a screen reader it is a label that says the mark's words."""

    def __init__(self, mark: Mark, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._mark = mark
        self.set_mark(mark)

    def set_mark(self, mark: Mark) -> None:
        """Show another mark."""
        self._mark = mark
        self.setAccessibleName(mark.words)
        self.updateGeometry()
        self.update()

    @property
    def mark(self) -> Mark:
        return self._mark

    def sizeHint(self) -> QSize:
        return QSize(self._mark.width() + 2, 22)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self._mark.width(), 48), 22)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._mark.paint(painter, self.rect(), theme.current())
        painter.end()


class BadgeRow(QWidget):
    """Badges side by side, wrapping where there is no room."""

    def __init__(self, shown: Iterable[Mark] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = FlowLayout(self, gap=10, line_gap=4)
        self.set_marks(shown)

    def set_marks(self, shown: Iterable[Mark]) -> None:
        """Show these instead."""
        self._layout.clear()
        for mark in shown:
            self._layout.addWidget(Badge(mark))


class CountBubble(QLabel):
    """A count beside an entry: quiet figures, or white on red when something is overdue or due within 24 hours."""

    def __init__(self, count: int | None = None, *, urgent: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._text, self._urgent, self._ink = "", False, "rail_ink_soft"
        self.set_count(count, urgent=urgent)

    def set_count(self, count: int | None, *, urgent: bool = False) -> None:
        """Show a count; None shows nothing."""
        self._text, self._urgent = ("" if count is None else f"{count:,}"), urgent and bool(count)
        self.setAccessibleName(f"{self._text}, urgent" if self._urgent else self._text)
        self.updateGeometry()
        self.update()

    def set_ink(self, token: str) -> None:
        """Draw quiet figures in another token's colour, as where the entry is the chosen one."""
        self._ink = token
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(max(20, marks.text_width(self._text, "caption") + 12), 18)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._text:
            return
        tokens, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(fonts.font("caption"))
        if self._urgent:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color(tokens.red_fill))
            painter.drawRoundedRect(self.rect(), 9, 9)
            painter.setPen(color(tokens.on_red_fill))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)
        else:
            painter.setPen(tokens.color(self._ink))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._text)
        painter.end()


def p_badge(p: FourP) -> Badge:
    """The badge of a P with its name."""
    return Badge(marks.four_p(p))


def pill(text: str, tone: str = "neutral", shape: str = "") -> Badge:
    """A status pill; give a shape (or use ``urgency_pill``) where the tone alone would carry meaning."""
    return Badge(marks.Pill(text, tone, shape))


def urgency_pill(text: str, tone: str) -> Badge:
    """A pill with circle, triangle or square for green, amber or red."""
    return Badge(marks.urgency(text, tone))
