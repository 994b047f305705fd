"""Charts: bars that one can open, SVG drawn elsewhere, and the card that copies a chart or shows its table."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QLabel, QMenu, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from ui import theme
from ui.theme.tokens import color
from ui.widgets import marks
from ui.widgets.card import Card
from ui.widgets.facts import SmallTable
from ui.widgets.focus import put_in_tab_order
from ui.widgets.leaving import leave
from ui.widgets.marks import Mark
from ui.widgets.text import icon_button, label

_ROW = 27
_PICTURE_SCALE = 2


@dataclass(frozen=True)
class BarItem:
    """One bar: what opens when it is clicked, its words or mark, its value, the value in words, the token it is in."""

    key: Hashable
    label: str
    value: float
    mark: Mark | None = None
    words: str = ""
    fill: str = "ink_soft"

    @property
    def figure(self) -> str:
        return self.words or f"{self.value:,.0f}"


class BarList(QWidget):
    """Bars below each other, as long as their values; each can be opened by mouse or keyboard."""

    chosen = Signal(object)

    def __init__(self, items: Sequence[BarItem] = (), note: str = "", *, opens: bool = True) -> None:
        super().__init__()
        self._opens = opens
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._bars: list[_BarRow] = []
        self._note = label(note, "caption", wrap=True)
        self._layout.addWidget(self._note)
        self._layout.addStretch(1)
        self.set_items(items, note)

    def set_items(self, items: Sequence[BarItem], note: str = "") -> None:
        """Show these bars, and a line below them."""
        for bar in self._bars:
            bar.hide()
            bar.deleteLater()
        most = max((item.value for item in items), default=0) or 1
        lead = max((_mark(item).width() for item in items), default=0)
        figures = max((marks.text_width(item.figure, "medium") for item in items), default=0)
        self._bars = [_BarRow(item, item.value / most, lead, figures, opens=self._opens) for item in items]
        for place, bar in enumerate(self._bars):
            self._layout.insertWidget(place, bar)
            bar.clicked.connect(lambda _checked=False, key=bar.item.key: self.chosen.emit(key))
        put_in_tab_order(self, self._bars)
        self._note.setText(note)
        self._note.setVisible(bool(note))


class _BarRow(QAbstractButton):
    """One bar with its words before it and its figure after it."""

    def __init__(self, item: BarItem, share: float, lead: int, figures: int, *, opens: bool) -> None:
        super().__init__()
        self.item = item
        self._share, self._lead, self._figures = share, lead, figures
        self.setEnabled(opens)
        self.setAccessibleName(f"{item.label}: {item.figure}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if opens:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        return QSize(self._lead + self._figures + 120, _ROW)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, painter = theme.current(), QPainter(self)
        _mark(self.item).paint(painter, self.rect().adjusted(0, 0, self._lead - self.width(), 0), tokens)
        left = self._lead + 12
        right = self.width() - self._figures - 12
        track = QRectF(left, self.height() / 2 - 4, max(20, right - left), 9)
        marks.draw_bar(painter, track, self._share, getattr(tokens, self.item.fill), tokens.track)
        marks.draw_text(painter, self.rect(), self.item.figure, "medium", tokens.ink, right=True)
        if self.hasFocus() or (self.underMouse() and self.isEnabled()):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(color(tokens.focus if self.hasFocus() else tokens.line))
            painter.drawRoundedRect(self.rect().toRectF().adjusted(-4, 0.5, 3.5, -0.5), 4, 4)
        painter.end()


class SvgView(QLabel):
    """Shows an SVG as large as there is room, its proportions kept; to a screen reader it is a picture with a name."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._renderer = QSvgRenderer(self)
        self._renderer.setAspectRatioMode(Qt.AspectRatioMode.KeepAspectRatio)
        self.setAccessibleName(name)
        self.setPixmap(QPixmap(1, 1))  # never seen: a label that holds one has the role of a picture
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_svg(self, svg: bytes) -> None:
        """Show this drawing; raises ValueError when it is none."""
        if not self._renderer.load(QByteArray(svg)):
            raise ValueError("The chart could not be drawn.")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return self._renderer.defaultSize() if self._renderer.isValid() else QSize(320, 180)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 90)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._renderer.isValid():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._renderer.render(painter, self.rect().toRectF())
            painter.end()


class ChartCard(Card):
    """A chart in a card whose menu copies it as a picture and shows the table behind it; ``refused`` says why not."""

    refused = Signal(str)

    def __init__(self, heading: str, chart: QWidget, headings: Sequence[str], note: str = "") -> None:
        super().__init__(heading, note)
        self.chart = chart
        right = range(1, len(headings))
        self._table = SmallTable(headings, right=right)
        self._sides = QStackedWidget()
        self._sides.addWidget(chart)
        held = QWidget()
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._table)
        column.addStretch(1)
        self._sides.addWidget(held)
        self._more = icon_button("more", f"More about {heading}", self._open_menu)
        self.head.addWidget(self._more)
        self.body.addWidget(self._sides)

    def set_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """The table behind the chart."""
        self._table.set_rows(rows)

    @property
    def shows_table(self) -> bool:
        return self._sides.currentIndex() == 1

    def show_table(self, *, shown: bool) -> None:
        """Show the table, or the chart again."""
        self._sides.setCurrentIndex(1 if shown else 0)

    def copy_picture(self) -> None:
        """Put the chart on the clipboard as a picture on the card's ground, once that is logged."""
        put = partial(QGuiApplication.clipboard().setImage, picture(self.chart))
        leave(self, f"Chart: {self.accessibleName()}", (self.chart,), put, self.refused.emit)

    def menu(self) -> QMenu:
        """What can be done with the chart."""
        made = QMenu(self)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        words = "Show chart" if self.shows_table else "Show table"
        entries: tuple[tuple[str, Callable[[], object]], ...] = (
            ("Copy as picture", self.copy_picture),
            (words, lambda: self.show_table(shown=not self.shows_table)),
        )
        for text, act in entries:
            made.addAction(text).triggered.connect(lambda _checked=False, run=act: run())
        return made

    def _open_menu(self) -> None:
        self.menu().popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))


def picture(widget: QWidget) -> QImage:
    """A widget as a picture at twice its size, on the ground of the scheme in use."""
    made = QImage(widget.size() * _PICTURE_SCALE, QImage.Format.Format_RGB32)
    made.setDevicePixelRatio(_PICTURE_SCALE)
    made.fill(theme.current().color("surface"))
    widget.render(made, renderFlags=QWidget.RenderFlag.DrawChildren)
    return made


def _mark(item: BarItem) -> Mark:
    return item.mark or marks.Words(item.label)
