"""The smaller blocks of a page: a row of figure tiles, a paragraph of notes, a chart with its title."""

from dataclasses import dataclass
from typing import Any

from soc_desk.reports.fonts import REGULAR, SEMIBOLD
from soc_desk.reports.palette import PAPER
from soc_desk.reports.pen import Pen
from soc_desk.reports.text import fit, lacking, printable, sized, wrap

_TILE_HEIGHT = 52.0
_TILE_GAP = 7.5
_DETAIL_SIZES = (7.5, 6.8, 6.0)
_TITLE_HEIGHT = 18.0
_LEADING = 11.5
_BAR_ROOM = 10.0


@dataclass(frozen=True, kw_only=True)
class Tile:
    """A figure with its name above and one line of explanation below."""

    name: str
    figure: str
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class Tiles:
    """Two to five tiles side by side."""

    tiles: tuple[Tile, ...]
    room: float = 0.0
    lacking: frozenset[str] = frozenset()

    @property
    def height(self) -> float:
        return _TILE_HEIGHT

    def split(self, width: float, room: float, *, fresh: bool) -> tuple["Tiles | None", "Tiles | None"]:
        """See ``page.Block``."""
        if room < _TILE_HEIGHT and not fresh:
            return None, self
        return Tiles(tiles=self.tiles, room=width), None

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """See ``page.Piece``."""
        each = (self.room - _TILE_GAP * (len(self.tiles) - 1)) / len(self.tiles)
        lefts = [x + at * (each + _TILE_GAP) for at in range(len(self.tiles))]
        for left in lefts:
            pen.card(left, top - _TILE_HEIGHT, each, _TILE_HEIGHT, PAPER.line)
        for left, tile in zip(lefts, self.tiles, strict=True):
            inner = each - 16
            pen.text(left + 8, top - 15, fit(printable(tile.name), REGULAR, 7.5, inner), REGULAR, 7.5, PAPER.ink_soft)
            pen.text(left + 8, top - 31, fit(printable(tile.figure), SEMIBOLD, 13.5, inner), SEMIBOLD, 13.5, PAPER.ink)
            detail, size = sized(printable(tile.detail), REGULAR, _DETAIL_SIZES, inner)
            pen.text(left + 8, top - 43, detail, REGULAR, size, PAPER.ink_soft)


@dataclass(frozen=True, kw_only=True)
class Note:
    """A paragraph of small text; it may break over pages between lines."""

    words: str
    lines: tuple[str, ...] = ()

    @property
    def lacking(self) -> frozenset[str]:
        return lacking(printable(self.words))

    @property
    def height(self) -> float:
        return len(self.lines) * 11.0

    def split(self, width: float, room: float, *, fresh: bool) -> tuple["Note | None", "Note | None"]:
        """See ``page.Block``."""
        lines = wrap(printable(self.words), REGULAR, 8, width)
        taken = max(int(room // 11.0), 1 if fresh else 0)
        if taken == 0:
            return None, self
        rest = Note(words="\n".join(lines[taken:])) if lines[taken:] else None
        return Note(words=self.words, lines=tuple(lines[:taken])), rest

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """See ``page.Piece``."""
        for at, line in enumerate(self.lines):
            pen.text(x, top - 8 - at * 11.0, line, REGULAR, 8, PAPER.ink_soft)


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """What somebody assessed, which is no fact (DPA 2018 s.38(2)): words beside a bar under a title that says so."""

    title: str
    words: str
    lines: tuple[str, ...] = ()

    @property
    def lacking(self) -> frozenset[str]:
        return lacking(printable(self.words))

    @property
    def height(self) -> float:
        return _TITLE_HEIGHT + len(self.lines) * _LEADING + 4

    def split(self, width: float, room: float, *, fresh: bool) -> tuple["Assessment | None", "Assessment | None"]:
        """See ``page.Block``; it may break between lines."""
        lines = wrap(printable(self.words), REGULAR, 8.5, width - _BAR_ROOM)
        taken = max(int((room - _TITLE_HEIGHT - 4) // _LEADING), 1 if fresh else 0)
        if taken <= 0:
            return None, self
        rest = Assessment(title=self.title, words="\n".join(lines[taken:])) if lines[taken:] else None
        return Assessment(title=self.title, words=self.words, lines=tuple(lines[:taken])), rest

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """See ``page.Piece``."""
        title = f"Assessment · {printable(self.title)}"
        pen.text(x, top - 9.5, title, SEMIBOLD, 8.5, PAPER.protect)
        high = len(self.lines) * _LEADING
        pen.fill(x, top - _TITLE_HEIGHT - high, 2.5, high + 2, PAPER.protect)
        for at, line in enumerate(self.lines):
            pen.text(x + _BAR_ROOM, top - _TITLE_HEIGHT - 7 - at * _LEADING, line, REGULAR, 8.5, PAPER.ink_soft)


@dataclass(frozen=True, kw_only=True)
class Charts:
    """Drawings side by side, each under its title, as vectors."""

    titles: tuple[str, ...]
    drawings: tuple[Any, ...]
    gap: float = 18.0
    lacking: frozenset[str] = frozenset()

    @property
    def height(self) -> float:
        return float(max(drawing.height for drawing in self.drawings)) + _TITLE_HEIGHT

    def split(
        self,
        width: float,  # noqa: ARG002 - the drawings have their widths
        room: float,
        *,
        fresh: bool,
    ) -> tuple["Charts | None", "Charts | None"]:
        """See ``page.Block``; a chart is never cut."""
        if self.height > room and not fresh:
            return None, self
        return self, None

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """See ``page.Piece``."""
        from reportlab.graphics import renderPDF

        for title, drawing in zip(self.titles, self.drawings, strict=True):
            pen.text(x, top - 9.5, printable(title), SEMIBOLD, 9.75, PAPER.ink)
            renderPDF.draw(drawing, pen.shapes(), x, top - _TITLE_HEIGHT - drawing.height)
            x += drawing.width + self.gap
