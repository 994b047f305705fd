"""Figures held against their targets, line by line: the colour as a badge with its word, and the reason in words."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from soc_desk.services.poca.measures import MeasureRow
from soc_desk.services.prints import pounds
from soc_desk.vocabulary.measures import MeasureKind, Rag
from ui import theme
from ui.theme.tokens import ROW_HEIGHT, color
from ui.widgets import marks
from ui.widgets.badges import Badge
from ui.widgets.text import label

_TONES = {Rag.GREEN: "green", Rag.AMBER: "amber", Rag.RED: "red"}
_BADGE, _WHY = 4, 5
_LEAST_NAME, _LEAST_WHY = 104, 150


def tone(rag: Rag) -> str:
    """The tone that goes with a colour; neutral where there is no target."""
    return _TONES.get(rag, "neutral")


def badge(rag: Rag) -> marks.Pill:
    """A colour with its word and shape."""
    return marks.urgency(rag.label, tone(rag))


def figure(measure: MeasureKind, value: int | None) -> str:
    """A measure's figure in words; a dash where it is not known."""
    if value is None:
        return "–"
    return pounds(value) if measure.is_money else f"{value:,}"


class JudgedTable(QWidget):
    """One line for each figure; the reason wraps, so that it is read whole in a small window."""

    def __init__(self, heading: str, rows: Sequence[MeasureRow]) -> None:
        super().__init__()
        self.setAccessibleName(f"Table of {heading}, to date, last year, target, colour, why")
        self._names: list[QLabel] = []
        """The first cell of each line, as high as the line."""
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(10, 0, 10, 1)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(_WHY, 5)
        grid.setColumnMinimumWidth(0, _LEAST_NAME)
        grid.setColumnMinimumWidth(_WHY, _LEAST_WHY)
        for column, words in enumerate((heading, "To date", "Last year", "Target", "RAG", "Why")):
            self._put(0, column, label(words, "caption-strong", ink="soft"))
        for line, row in enumerate(rows, 1):
            self._put(line, 0, label(row.area or row.measure.label, wrap=True))
            for column, value in enumerate((row.value, row.last_year, row.target), 1):
                self._put(line, column, label(figure(row.measure, value), "figures"))
            judged = row.judgement
            shown = label("–", ink="caption") if judged.rag is Rag.NO_TARGET else Badge(badge(judged.rag))
            self._put(line, _BADGE, shown)
            self._put(line, _WHY, label(" ".join(filter(None, (judged.reason, judged.note))), wrap=True))

    def _put(self, line: int, column: int, words: QLabel) -> None:
        words.setMinimumHeight(ROW_HEIGHT if not isinstance(words, Badge) else words.sizeHint().height())
        words.setContentsMargins(0, 6, 0, 6)
        side = Qt.AlignmentFlag.AlignRight if 0 < column < _BADGE else Qt.AlignmentFlag.AlignLeft
        if column == 0:
            self._names.append(words)
        if column in (0, _WHY):
            self._grid.addWidget(words, line, column)  # as wide as its column, so that it wraps there
        else:
            self._grid.addWidget(words, line, column, side | Qt.AlignmentFlag.AlignVCenter)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, painter = theme.current(), QPainter(self)
        bottoms = [words.geometry().bottom() for words in self._names]
        painter.fillRect(0, 0, self.width(), bottoms[0], color(tokens.header))
        for bottom in bottoms:
            painter.fillRect(0, bottom, self.width(), 1, color(tokens.line_soft))
        painter.setPen(color(tokens.line))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()
