"""Tables that flow over pages: repeated headings, wrapped cells, right-aligned figures, totals kept with their rows.

Cells are measured with cached widths and drawn straight on the page, without a paragraph object for each.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from soc_desk.reports.columns import AIRY, REGISTER, Column, Style, column_widths
from soc_desk.reports.fonts import REGULAR, SEMIBOLD
from soc_desk.reports.palette import PAPER
from soc_desk.reports.pen import Pen
from soc_desk.reports.text import lacking, printable, wrap

__all__ = ["AIRY", "REGISTER", "Column", "Layout", "Part", "Run", "Slice", "Style", "Table", "lay_out"]

_TITLE_HEIGHT = 18.0
_TALL = 30
"""Lines beyond which a row may be cut at the end of a page; shorter rows move to the next page whole."""
_LEAST_LINES = 3
_SLACK = 0.01
"""Points by which rounding may overrun a cell, so that text measured to fit is not wrapped."""


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows of finished words: "–" for not applicable, "None" for none, "0" for zero, as the report chose.

    ``total`` is printed bold after the last row. ``empty`` is the sentence in place of no rows. Columns without any
    heading stand under the title alone.
    """

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    total: Sequence[str] | None = None
    empty: str = "None."
    style: Style = AIRY

    @property
    def lacking(self) -> frozenset[str]:
        """Scripts of letters that the font lacks."""
        return frozenset().union(*(lacking(printable(cell)) for row in self.rows for cell in row if not cell.isascii()))

    def split(self, width: float, room: float, *, fresh: bool) -> tuple["Part | None", "Run | None"]:
        """See ``page.Block``."""
        return Run(layout=lay_out(self, width)).split(width, room, fresh=fresh)


@dataclass(frozen=True, kw_only=True)
class Layout:
    """A table measured for one width."""

    table: Table
    rows: list[list[str]]
    widths: list[float]
    headings: list[list[str]]
    heading_height: float
    line_counts: list[int]

    @property
    def total_height(self) -> float:
        return self.row_height(1) if self.table.total is not None else 0.0

    def row_height(self, lines: int) -> float:
        return lines * self.table.style.leading + 2 * self.table.style.padding

    def room(self, column: int) -> float:
        """Points for the text of a cell."""
        return self.widths[column] - 2 * self.table.style.gutter


@dataclass(frozen=True, kw_only=True)
class Slice:
    """Lines ``first`` up to ``last`` (not included) of one row: all of them, except where a tall row is cut."""

    row: int
    first: int
    last: int


@dataclass(frozen=True, kw_only=True)
class Run:
    """What is left of a table from a row and a line on."""

    layout: Layout
    row: int = 0
    line: int = 0

    lacking: frozenset[str] = frozenset()

    def split(self, width: float, room: float, *, fresh: bool) -> tuple["Part | None", "Run | None"]:  # noqa: ARG002
        """See ``page.Block``; headings never stand alone at the foot of a page, nor a row or a total at its head."""
        layout = self.layout
        used = (_TITLE_HEIGHT if layout.table.title else 0.0) + layout.heading_height
        if not layout.rows:
            needed = used + layout.row_height(1)
            if needed > room and not fresh:
                return None, self
            return Part(layout=layout, slices=[], height=needed, continued=False, ends=True), None
        slices: list[Slice] = []
        row, line, last = self.row, self.line, len(layout.rows) - 1
        while row <= last:
            count = layout.line_counts[row]
            height = layout.row_height(count - line)
            tail = layout.total_height if row == last else 0.0
            if used + height + tail > room:
                line = self._cut(slices, row, line, room - used, force=fresh and not slices)
                break
            slices.append(Slice(row=row, first=line, last=count))
            used += height
            row, line = row + 1, 0
        is_lone = row == last and not line and layout.table.total is None
        if is_lone and len(slices) > fresh + 1 and not slices[-1].first:
            row = slices.pop().row  # it goes with the last one, which would stand alone on the next page
        ends = row > last
        whole = sum(1 for each in slices if each.row >= self.row)
        if not slices or (not fresh and not ends and whole < 2 and line == 0):
            return None, self
        used = self._height(slices, ends=ends)
        part = Part(layout=layout, slices=slices, height=used, continued=self.row > 0 or self.line > 0, ends=ends)
        return part, None if ends else Run(layout=layout, row=row, line=line)

    def _cut(self, slices: list[Slice], row: int, line: int, room: float, *, force: bool) -> int:
        """Take as many lines of a tall row as fit; the line at which the next page goes on."""
        layout = self.layout
        left = layout.line_counts[row] - line
        fit = int((room - 2 * layout.table.style.padding) // layout.table.style.leading)
        if force:
            fit = max(fit, 1)
        elif left <= _TALL or fit < _LEAST_LINES:
            return line
        fit = min(fit, left - 1) or 1
        slices.append(Slice(row=row, first=line, last=line + fit))
        return line + fit

    def _height(self, slices: list[Slice], *, ends: bool) -> float:
        layout = self.layout
        rows = sum(layout.row_height(each.last - each.first) for each in slices)
        title = _TITLE_HEIGHT if layout.table.title else 0.0
        return title + layout.heading_height + rows + (layout.total_height if ends else 0.0)


@dataclass(frozen=True, kw_only=True)
class Part:
    """The rows of a table on one page."""

    layout: Layout
    slices: list[Slice]
    height: float
    continued: bool
    ends: bool

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """See ``page.Piece``: shapes first, then all text, so that the page has one text object."""
        layout, style, table = self.layout, self.layout.table.style, self.layout.table
        head = top - (_TITLE_HEIGHT if table.title else 0.0)
        body = head - layout.heading_height
        tops = self._shapes(pen, x, body)
        if table.title:
            title = f"{table.title}, continued" if self.continued else table.title
            pen.text(x, top - 9.5, printable(title), SEMIBOLD, 9.75, PAPER.ink)
        lefts = [x + sum(layout.widths[:at]) for at in range(len(layout.widths))]
        for at, lines in enumerate(layout.headings):
            above = (layout.heading_height - len(lines) * style.leading) / 2
            self._cell(pen, lefts[at], head - above, at, lines, SEMIBOLD, table.columns[at].colour)
        if not layout.rows:
            pen.text(x + style.gutter, body - style.padding - style.size, table.empty, REGULAR, style.size, PAPER.ink)
        for piece, row_top in zip(self.slices, tops, strict=False):
            self._row(pen, lefts, row_top - style.padding, piece)
        if self.ends and table.total is not None and layout.rows:
            for at, cell in enumerate(table.total):
                self._cell(pen, lefts[at], tops[-1] - style.padding, at, [printable(cell)], SEMIBOLD, PAPER.ink)

    def _shapes(self, pen: Pen, x: float, body: float) -> list[float]:
        layout, full = self.layout, sum(self.layout.widths)
        pen.fill(x, body, full, layout.heading_height, PAPER.tint)
        pen.rule(x, body, full, PAPER.line, 0.75)
        tops, y = [body], body
        heights = [layout.row_height(each.last - each.first) for each in self.slices] or [layout.row_height(1)]
        if self.ends and layout.rows and layout.table.total is not None:
            heights.append(layout.total_height)
        for height in heights:
            y -= height
            tops.append(y)
            pen.rule(x, y, full, PAPER.line, 0.4)
        return tops[:-1]

    def _row(self, pen: Pen, lefts: list[float], top: float, piece: Slice) -> None:
        layout, style = self.layout, self.layout.table.style
        size, gutter, baseline = style.size, style.gutter, top - style.size
        columns = layout.table.columns
        for at, cell in enumerate(layout.rows[piece.row]):
            if not cell:
                continue
            if layout.line_counts[piece.row] == 1:
                column = columns[at]
                left = lefts[at] + gutter
                if column.align == "right":
                    left += layout.room(at)
                pen.text(left, baseline, cell, REGULAR, size, PAPER.ink, column.align)
            else:
                lines = wrap(cell, REGULAR, size, layout.room(at) + _SLACK)
                # The rest of a cut row says again whose it is.
                lines = lines[:1] if at == 0 and piece.first else lines[piece.first : piece.last]
                self._cell(pen, lefts[at], top, at, lines, REGULAR, PAPER.ink)

    def _cell(self, pen: Pen, left: float, top: float, at: int, lines: list[str], font: str, colour: str) -> None:
        style, column = self.layout.table.style, self.layout.table.columns[at]
        x = left + style.gutter + (self.layout.room(at) if column.align == "right" else 0.0)
        y = top - style.size
        for line in lines:
            pen.text(x, y, line, font, style.size, colour, column.align)
            y -= style.leading


def lay_out(table: Table, room: float) -> Layout:
    """Measure a table for ``room`` points: column widths first, then the lines of each row."""
    style = table.style
    rows = [[printable(cell) for cell in row] for row in table.rows]
    widths = column_widths(table.columns, rows, table.total, style, room)
    rooms = [each - 2 * style.gutter + _SLACK for each in widths]
    headings = [
        wrap(printable(column.heading), SEMIBOLD, style.size, rooms[at]) for at, column in enumerate(table.columns)
    ]
    seen: list[dict[str, int]] = [{} for _ in widths]
    counts: list[int] = []
    for row in rows:
        most = 1
        for cell, known, space in zip(row, seen, rooms, strict=True):
            lines = known.get(cell)
            if lines is None:
                lines = known[cell] = len(wrap(cell, REGULAR, style.size, space))
            most = max(most, lines)
        counts.append(most)
    is_headed = any(column.heading for column in table.columns)
    heading_height = max(map(len, headings), default=1) * style.leading + 2 * style.padding if is_headed else 0.0
    return Layout(
        table=table,
        rows=rows,
        widths=widths,
        headings=headings,
        heading_height=heading_height,
        line_counts=counts,
    )
