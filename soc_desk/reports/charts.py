"""Charts drawn once for paper and screen: vectors in a PDF, SVG text for the window; every bar carries its figure."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any
from xml.sax.saxutils import escape

from soc_desk.reports import fonts
from soc_desk.reports.fonts import REGULAR, SEMIBOLD
from soc_desk.reports.palette import PAPER, Palette
from soc_desk.reports.text import fit, printable
from soc_desk.vocabulary import FourP
from soc_desk.vocabulary.rounding import percent, rounded

_CLIP = re.compile(r"\s*<clipPath.*?</clipPath>", re.DOTALL)
_SIZE = 8.0
_BAR, _STEP = 11.0, 19.0


@dataclass(frozen=True)
class ScorePoint:
    """One score on its day, from the lowest to the highest that unknown answers leave open."""

    on: date
    lowest: int
    highest: int


def by_p(counts: Mapping[FourP, int | None], room: float = 250.0, palette: Palette = PAPER) -> Any:
    """The 4P balance as horizontal bars in the fixed order, with letter, name, figure and share; None is unknown."""
    drawing = _drawing(room, _STEP * len(FourP))
    known = {four_p: count for four_p in FourP if (count := counts.get(four_p)) is not None}
    most, total = max(known.values(), default=0), sum(known.values())
    left, right = 62.0, 54.0
    for at, four_p in enumerate(FourP):
        y = drawing.height - _STEP * (at + 1) + (_STEP - _BAR) / 2
        colour = palette.of_p(four_p)
        _box(drawing, 0, y - 1, 13, 13, colour, radius=3)
        _words(drawing, 6.5, y + 2.7, four_p.letter, palette.on_p, SEMIBOLD, anchor="middle")
        _words(drawing, 18, y + 2.7, four_p.label, palette.ink)
        count = known.get(four_p)
        length = (room - left - right) * count / most if count and most else 0.0
        if length:
            _box(drawing, left, y, length, _BAR, colour, radius=1.5)
        share = f" · {percent(count, total)} %" if count is not None and total else ""
        _words(drawing, left + length + 5, y + 2.7, "–" if count is None else f"{count:,}{share}", palette.ink)
    return drawing


def caseload_spread(
    loads: Sequence[tuple[str, int]], room: float = 250.0, palette: Palette = PAPER, most_rows: int = 12
) -> Any:
    """Groups held by each officer, heaviest first, beside a dashed line at the mean; the tail is summed in one row."""
    ordered = sorted(loads, key=lambda load: (-load[1], load[0]))
    shown, tail = ordered[:most_rows], ordered[most_rows:]
    drawing = _drawing(room, _STEP * max(len(shown) + (1 if tail else 0), 1) + 13)
    most = max((count for _, count in ordered), default=0)
    left, right = min(room * 0.34, 96.0), 26.0
    scale = (room - left - right) / most if most else 0.0
    for at, (name, count) in enumerate(shown):
        y = drawing.height - _STEP * (at + 1) + (_STEP - _BAR) / 2
        _words(drawing, 0, y + 2.7, fit(printable(name), REGULAR, _SIZE, left - 6), palette.ink)
        if count:
            _box(drawing, left, y, count * scale, _BAR, palette.accent, radius=1.5)
        _words(drawing, left + count * scale + 5, y + 2.7, f"{count:,}", palette.ink)
    if tail:
        counts = [count for _, count in tail]
        words = f"and {len(tail)} more with {min(counts)} to {max(counts)} each, {sum(counts)} together"
        _words(drawing, 0, 13 + (_STEP - _BAR) / 2 + 2.7, words, palette.ink_soft)
    if ordered:
        mean = sum(count for _, count in ordered) / len(ordered)
        x = left + mean * scale
        drawing.add(_line(x, 12 + (_STEP if tail else 0), x, drawing.height - 1, palette.ink_soft, dashes=[2, 2]))
        _words(drawing, x, 3, f"mean {rounded(mean, 1):,}", palette.ink_soft, size=7, anchor="middle")
    else:
        _words(drawing, 0, drawing.height / 2, "No caseload.", palette.ink_soft)
    return drawing


def amounts(
    rows: Sequence[tuple[str, int]], told: Callable[[int], str], room: float = 520.0, palette: Palette = PAPER
) -> Any:
    """A horizontal bar for each named amount, in the order given; ``told`` writes the figure at its end."""
    drawing = _drawing(room, _STEP * max(len(rows), 1))
    most = max((amount for _, amount in rows), default=0)
    left, right = min(room * 0.4, 190.0), 80.0
    for at, (name, amount) in enumerate(rows):
        y = drawing.height - _STEP * (at + 1) + (_STEP - _BAR) / 2
        _words(drawing, 0, y + 2.7, fit(printable(name), REGULAR, _SIZE, left - 6), palette.ink)
        length = (room - left - right) * amount / most if most > 0 and amount > 0 else 0.0
        if length:
            _box(drawing, left, y, length, _BAR, palette.accent, radius=1.5)
        _words(drawing, left + length + 5, y + 2.7, told(amount), palette.ink)
    if not rows:
        _words(drawing, 0, drawing.height / 2, "Nothing is held.", palette.ink_soft)
    return drawing


def score_over_time(
    points: Sequence[ScorePoint],
    bands: Sequence[tuple[int, str]],
    most: int,
    room: float = 380.0,
    height: float = 104.0,
    palette: Palette = PAPER,
) -> Any:
    """Scores of one method as a line, apart from it a bar where one is a range, with dashed lines where bands begin."""
    drawing = _drawing(room, height)
    foot, top, left, right = 16.0, height - 8.0, 4.0, room - 96.0
    top_value = max(most, 1)
    drawing.add(_line(0, foot, room, foot, palette.line))
    for start, name in bands:
        if start > 0:
            y = foot + (top - foot) * start / top_value
            drawing.add(_line(0, y, room, y, palette.line, dashes=[3, 3]))
            _words(drawing, room, y + 2.5, f"{name}, from {start}", palette.ink_soft, size=7, anchor="end")
    if not points:
        _words(drawing, 0, foot + 10, "Not scored yet.", palette.ink_soft)
        return drawing
    first, span = points[0].on, max((points[-1].on - points[0].on).days, 1)
    places = [
        (left + (right - left) * (point.on - first).days / span if len(points) > 1 else right, point)
        for point in points
    ]

    def high(value: int) -> float:
        return foot + (top - foot) * value / top_value

    certain = [(x, point) for x, point in places if point.lowest == point.highest]
    for (x1, one), (x2, other) in pairwise(certain):
        drawing.add(_line(x1, high(one.lowest), x2, high(other.lowest), palette.accent, wide=1.8))
    for x, point in places:
        if point.highest > point.lowest:  # not joined to the line: nobody knows where in it the score lies
            _box(drawing, x - 2, high(point.lowest), 4, high(point.highest) - high(point.lowest), palette.minor)
        else:
            _box(drawing, x - 2.4, high(point.lowest) - 2.4, 4.8, 4.8, palette.accent, radius=2.4)
    last = points[-1]
    told = str(last.lowest) if last.lowest == last.highest else f"{last.lowest}–{last.highest}"
    _words(drawing, right + 6, high((last.lowest + last.highest) // 2) - 3, told, palette.ink, SEMIBOLD)
    _words(drawing, left if len(points) > 1 else right, 3, _month(points[0].on), palette.ink_soft, size=7,
           anchor="start" if len(points) > 1 else "end")  # fmt: skip
    if len(points) > 1:
        _words(drawing, right, 3, _month(points[-1].on), palette.ink_soft, size=7, anchor="end")
    return drawing


def _month(day: date) -> str:
    return f"{day:%b %Y}"


def svg(drawing: Any, title: str = "Chart") -> str:
    """The drawing as SVG text in the font the window has under the name Inter; ``title`` is for screen readers."""
    from reportlab.graphics import renderSVG

    hacks = {
        REGULAR: {"family": "Inter", "weight": "400"},
        SEMIBOLD: {"family": "Inter", "weight": "600"},
    }
    drawn = renderSVG.drawToString(drawing, fontHacks=hacks)
    text = drawn if isinstance(drawn, str) else str(drawn, "utf-8")
    for colour in _colours(drawing):
        # ReportLab cuts colours to whole percents; the screen is to have the very colours of the design language.
        cut = f"rgb({int(colour.red * 100)}%,{int(colour.green * 100)}%,{int(colour.blue * 100)}%)"
        text = text.replace(cut, f"#{colour.hexval()[2:]}")
    # QtSvg paints the clipping rectangle itself, black; nothing here is drawn outside the drawing.
    text = _CLIP.sub("", text).replace(' style="clip-path: url(#clip)"', "")
    return text.replace("<title>...</title>", f"<title>{escape(title)}</title>").replace("<desc>...</desc>", "")


def _colours(drawing: Any) -> list[Any]:
    found = {
        colour.hexval(): colour
        for shape in drawing.contents
        for colour in (getattr(shape, "fillColor", None), getattr(shape, "strokeColor", None))
        if colour is not None
    }
    return [found[key] for key in sorted(found)]


def _drawing(room: float, height: float) -> Any:
    from reportlab.graphics.shapes import Drawing

    fonts.register()
    # Without its own first font a drawing names Helvetica, which no file of ours embeds.
    return Drawing(room, height, initialFontName=REGULAR)


def _box(drawing: Any, x: float, y: float, wide: float, high: float, colour: str, *, radius: float = 0.0) -> None:
    from reportlab.graphics.shapes import Rect
    from reportlab.lib.colors import HexColor

    corner = min(radius, wide / 2)
    drawing.add(Rect(x, y, wide, high, rx=corner, ry=corner, fillColor=HexColor(colour), strokeColor=None))


def _line(
    x1: float, y1: float, x2: float, y2: float, colour: str, dashes: list[int] | None = None, *, wide: float = 0.75
) -> Any:  # fmt: skip
    from reportlab.graphics.shapes import Line
    from reportlab.lib.colors import HexColor

    return Line(x1, y1, x2, y2, strokeColor=HexColor(colour), strokeWidth=wide, strokeDashArray=dashes)


def _words(
    drawing: Any,
    x: float,
    y: float,
    words: str,
    colour: str,
    font: str = REGULAR,
    *,
    size: float = _SIZE,
    anchor: str = "start",
) -> None:
    from reportlab.graphics.shapes import String
    from reportlab.lib.colors import HexColor

    drawing.add(String(x, y, words, fontName=font, fontSize=size, fillColor=HexColor(colour), textAnchor=anchor))
