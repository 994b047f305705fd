"""Badges as values: what a cell or label shows, how wide it is, how it is drawn; one code for tables and widgets."""

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Protocol

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPolygonF

from soc_desk.vocabulary import FourP, ImpactLevel
from ui.theme import Tokens, fonts
from ui.theme.tokens import color

_SQUARE = 18
_PIP, _PIP_GAP = 8, 3
_PILL_HEIGHT, _PILL_PAD, _SHAPE = 20, 9, 8
_GAP = 6

SHAPES = {"green": "circle", "amber": "triangle", "red": "square"}
"""The shape that goes with each urgency, so that colour is never the only cue."""


class Mark(Protocol):
    """Something small that can be drawn; ``words`` is what a screen reader says and a copy of the table holds."""

    @property
    def words(self) -> str: ...

    def width(self) -> int:
        """Pixels it would like to have."""
        ...

    def paint(self, painter: QPainter, rect: QRect, tokens: Tokens) -> None:
        """Draw at the left of the rectangle, in the middle of its height."""
        ...


@dataclass(frozen=True, slots=True)
class PMark:
    """One of the four Ps: its letter on a coloured square, and its name (left out when empty)."""

    letter: str
    label: str = ""

    @property
    def words(self) -> str:
        return self.label or self.letter

    def width(self) -> int:
        return _SQUARE + (_GAP + text_width(self.label, "medium") if self.label else 0)

    def paint(self, painter: QPainter, rect: QRect, tokens: Tokens) -> None:
        square = QRect(rect.left(), rect.center().y() - _SQUARE // 2 + 1, _SQUARE, _SQUARE)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color(tokens.four_p(self.letter)))
        painter.drawRoundedRect(square, 4, 4)
        painter.setPen(color(tokens.on_four_p))
        painter.setFont(fonts.font("letter"))
        painter.drawText(square, Qt.AlignmentFlag.AlignCenter, self.letter)
        if self.label:
            draw_text(painter, rect.adjusted(_SQUARE + _GAP, 0, 0, 0), self.label, "medium", tokens.ink)


@dataclass(frozen=True, slots=True)
class LevelMark:
    """A level: filled squares out of three; ``hollow`` draws outlines only, ``struck`` strikes them through."""

    filled: int
    label: str = ""
    hollow: bool = False
    struck: bool = False

    @property
    def words(self) -> str:
        return self.label

    def width(self) -> int:
        return 3 * _PIP + 2 * _PIP_GAP + (_GAP + 2 + text_width(self.label, "body") if self.label else 0)

    def paint(self, painter: QPainter, rect: QRect, tokens: Tokens) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, top = rect.left(), rect.center().y() - _PIP // 2 + 1
        edge = color(tokens.red if self.struck else tokens.ink_faint)
        for n in range(3):
            square = QRectF(left + n * (_PIP + _PIP_GAP), top, _PIP, _PIP)
            outlined = self.hollow or self.struck or (n >= self.filled and tokens.level_empty == tokens.surface)
            painter.setPen(QPen(edge, 1) if outlined else Qt.PenStyle.NoPen)
            fill = tokens.level if n < self.filled else tokens.level_empty
            painter.setBrush(Qt.BrushStyle.NoBrush if outlined else color(fill))
            if outlined:
                painter.drawRoundedRect(square.adjusted(0.5, 0.5, -0.5, -0.5), 1, 1)
            else:
                painter.drawRoundedRect(square, 2, 2)
        if self.struck:
            painter.setPen(QPen(edge, 1.5))
            middle = top + _PIP / 2
            painter.drawLine(QPointF(left - 2, middle), QPointF(left + 3 * _PIP + 2 * _PIP_GAP + 2, middle))
        if self.label:
            after = rect.adjusted(3 * _PIP + 2 * _PIP_GAP + _GAP + 2, 0, 0, 0)
            draw_text(painter, after, self.label, "body", tokens.ink)


@dataclass(frozen=True, slots=True)
class Pill:
    """A word on a pale ground; ``tone`` is neutral, info, green, amber or red, ``shape`` circle, triangle or square."""

    text: str
    tone: str = "neutral"
    shape: str = ""

    @property
    def words(self) -> str:
        return self.text

    def width(self) -> int:
        return text_width(self.text, "pill") + 2 * _PILL_PAD + (_SHAPE + 5 if self.shape else 0)

    def paint(self, painter: QPainter, rect: QRect, tokens: Tokens) -> None:
        ink, ground = tokens.tone(self.tone)
        height = min(_PILL_HEIGHT, rect.height())
        body = QRectF(rect.left(), rect.center().y() - height // 2 + 1, min(self.width(), rect.width()), height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color(ground))
        painter.drawRoundedRect(body, height / 2, height / 2)
        inside = body.toRect().adjusted(_PILL_PAD, 0, -_PILL_PAD + 2, 0)
        if self.shape:
            draw_shape(painter, QRectF(inside.left(), body.center().y() - _SHAPE / 2, _SHAPE, _SHAPE), self.shape, ink)
            inside.setLeft(inside.left() + _SHAPE + 5)
        draw_text(painter, inside, self.text, "pill", ink)


@dataclass(frozen=True, slots=True)
class Words:
    """Plain words in a role of ``fonts.py`` and the colour of a token, for links, captions and what is strong."""

    text: str
    role: str = "body"
    ink: str = "ink"

    @property
    def words(self) -> str:
        return self.text

    def width(self) -> int:
        return text_width(self.text, self.role)

    def paint(self, painter: QPainter, rect: QRect, tokens: Tokens) -> None:
        draw_text(painter, rect, self.text, self.role, getattr(tokens, self.ink))


def four_p(p: FourP, *, named: bool = True) -> PMark:
    """The badge of a P."""
    return PMark(p.letter, p.label if named else "")


def level(value: ImpactLevel, *, named: bool = True) -> LevelMark:
    """The squares of a level: three for major, two moderate, one minor, hollow for none, struck for negative."""
    filled = {ImpactLevel.MAJOR: 3, ImpactLevel.MODERATE: 2, ImpactLevel.MINOR: 1}.get(value, 0)
    label = value.label if named else ""
    return LevelMark(filled, label, hollow=value is ImpactLevel.NONE, struck=value is ImpactLevel.NEGATIVE)


def urgency(text: str, tone: str) -> Pill:
    """A pill with the shape of its urgency: circle green, triangle amber, square red."""
    return Pill(text, tone, SHAPES.get(tone, ""))


def draw_shape(painter: QPainter, box: QRectF, shape: str, ink: str) -> None:
    """A filled circle, triangle or square."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color(ink))
    if shape == "circle":
        painter.drawEllipse(box)
    elif shape == "triangle":
        painter.drawPolygon(QPolygonF([QPointF(box.center().x(), box.top()), box.bottomRight(), box.bottomLeft()]))
    else:
        painter.drawRect(box)


def draw_cell(painter: QPainter, rect: QRect, text: str, role: str, ink: str, *, right: bool = False) -> None:
    """A line of a table: as ``draw_text``, with tabular figures where they do not tear hyphens apart."""
    draw_text(painter, rect, text, "figures" if role == "body" and "-" not in text else role, ink, right=right)


def draw_bar(painter: QPainter, track: QRectF, share: float, fill: str, ground: str) -> None:
    """A rounded track, filled from the left by a share from 0 to 1."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    radius = track.height() / 2
    painter.setBrush(color(ground))
    painter.drawRoundedRect(track, radius, radius)
    if share > 0:
        painter.setBrush(color(fill))
        filled = QRectF(track)
        filled.setWidth(max(track.height(), track.width() * min(share, 1.0)))
        painter.drawRoundedRect(filled, radius, radius)


def draw_text(painter: QPainter, rect: QRect, text: str, role: str, ink: str, *, right: bool = False) -> None:
    """One line, elided to the rectangle and in the middle of its height."""
    shown, wide = elided(text, role, rect.width())
    painter.setFont(fonts.font(role))
    painter.setPen(color(ink))
    left = rect.right() + 1 - wide if right else rect.left()
    painter.drawText(QPointF(left, rect.top() + baseline(role, rect.height())), shown)


@cache
def metrics(role: str) -> QFontMetricsF:
    """Measures of a role's font."""
    return QFontMetricsF(fonts.font(role))


@cache
def baseline(role: str, height: int) -> float:
    """How far down a line's baseline lies when it stands in the middle of that height."""
    measures = metrics(role)
    return (height + measures.capHeight()) / 2


@lru_cache(maxsize=20_000)
def elided(text: str, role: str, width: int) -> tuple[str, float]:
    """The text cut to a width with an ellipsis, on one line, and how wide that is."""
    measures = metrics(role)
    line = " ".join(text[:400].split())
    wide = measures.horizontalAdvance(line)
    if wide <= width + 0.5 and len(text) <= 400:
        return line, wide
    line = measures.elidedText(line, Qt.TextElideMode.ElideRight, width)
    return line, measures.horizontalAdvance(line)


@lru_cache(maxsize=20_000)
def text_width(text: str, role: str) -> int:
    """Whole pixels that hold the text."""
    return int(metrics(role).horizontalAdvance(text)) + 1
