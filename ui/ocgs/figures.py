"""Counts under each of the four Ps as one mark: letter, colour and figure, always in the order P, V, T, R."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from soc_desk.vocabulary import FourP
from ui.theme import Tokens
from ui.widgets import marks

_LETTER, _GAP, _BETWEEN = 18, 6, 14
_LEAST_FIGURE = 14


@dataclass(frozen=True, slots=True)
class FourPFigures:
    """How many there are under each P, in the order of the Ps; a zero is quiet, so that what is missing shows."""

    figures: tuple[int, ...]

    @property
    def words(self) -> str:
        told = zip(FourP, self.figures, strict=True)
        return ", ".join(f"{p.label} {figure:,}" for p, figure in told)

    def width(self) -> int:
        return sum(_LETTER + _GAP + self._room(figure) + _BETWEEN for figure in self.figures) - _BETWEEN

    def paint(self, painter: QPainter, rect: QRect, tokens: Tokens) -> None:
        left = rect.left()
        for p, figure in zip(FourP, self.figures, strict=True):
            marks.four_p(p, named=False).paint(painter, QRect(left, rect.top(), _LETTER, rect.height()), tokens)
            left += _LETTER + _GAP
            box = QRect(left, rect.top(), self._room(figure), rect.height())
            role, ink = ("medium", tokens.ink) if figure else ("body", tokens.ink_caption)
            marks.draw_text(painter, box, f"{figure:,}", role, ink)
            left += box.width() + _BETWEEN

    @staticmethod
    def _room(figure: int) -> int:
        return max(_LEAST_FIGURE, marks.text_width(f"{figure:,}", "medium"))


def figures(counts: Mapping[FourP, int]) -> FourPFigures:
    """The mark of counts by P; a P that is missing counts as zero."""
    return FourPFigures(tuple(counts.get(p, 0) for p in FourP))
