"""Disruptions of twelve months by P: a bar each with its level words, side by side on a record, in rows in a panel."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from soc_desk.vocabulary import FourP, ImpactLevel
from ui import theme
from ui.widgets import marks
from ui.widgets.badges import p_badge
from ui.widgets.card import Card
from ui.widgets.text import button, label

Counts = Mapping[FourP, Mapping[ImpactLevel, int]]
_ROOMY = 440
_BAR = 8


def level_words(levels: Mapping[ImpactLevel, int]) -> str:
    """``2 major · 5 moderate · 7 minor``; ``None recorded`` where there is nothing, which is no level."""
    told = [f"{levels[level]:,} {_LEVELS[level]}" for level in ImpactLevel if levels.get(level)]
    return " · ".join(told) or "None recorded"


_LEVELS = {level: level.label.lower() for level in ImpactLevel} | {ImpactLevel.NONE: "without effect"}


class Track(QWidget):
    """A share from 0 to 1 as a bar in the colour of a P."""

    def __init__(self, letter: str) -> None:
        super().__init__()
        self._letter, self._share = letter, 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_share(self, share: float) -> None:
        """Fill it so far."""
        self._share = share
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, _BAR)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, painter = theme.current(), QPainter(self)
        marks.draw_bar(painter, self.rect().toRectF(), self._share, tokens.four_p(self._letter), tokens.track)
        painter.end()


class FourPCard(Card):
    """Four columns, or two by two; a click on a figure opens what it counts."""

    def __init__(self, opened: Callable[[FourP], object]) -> None:
        super().__init__("Disruptions in 12 months", "moderated ones only")
        self._figures = {p: button("0", partial(opened, p), kind="link") for p in FourP}
        self._tracks = {p: Track(p.letter) for p in FourP}
        self._words = {p: label("", "caption", wrap=True) for p in FourP}
        self._across, self._per_row = QGridLayout(), 0
        self._across.setHorizontalSpacing(22)
        self._across.setVerticalSpacing(8)
        self._columns = {}
        for p in FourP:
            head = QHBoxLayout()
            head.addWidget(p_badge(p))
            head.addStretch(1)
            head.addWidget(self._figures[p])
            held = self._columns[p] = QWidget()
            column = QVBoxLayout(held)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(4)
            column.addLayout(head)
            column.addWidget(self._tracks[p])
            column.addWidget(self._words[p])
            column.addStretch(1)
        self.body.addLayout(self._across)
        self._arrange(len(FourP))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(len(FourP) if self.width() >= _ROOMY else 2)

    def _arrange(self, per_row: int) -> None:
        """Beside each other; two by two where their names would be cut."""
        if per_row == self._per_row:
            return
        self._per_row = per_row
        for place, held in enumerate(self._columns.values()):
            self._across.addWidget(held, place // per_row, place % per_row)
        for column in range(len(FourP)):
            self._across.setColumnStretch(column, int(column < per_row))

    def show_counts(self, counts: Counts) -> None:
        """Show these; the bars are set beside the largest."""
        totals = {p: sum(counts.get(p, {}).values()) for p in FourP}
        most = max(totals.values()) or 1
        for p, total in totals.items():
            self._figures[p].setText(f"{total:,}")
            self._figures[p].setEnabled(total > 0)
            self._figures[p].setAccessibleName(f"{p.label}: {total:,}, {level_words(counts.get(p, {}))}")
            self._tracks[p].set_share(total / most)
            self._words[p].setText(level_words(counts.get(p, {})))
