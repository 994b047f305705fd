"""The columns of a table: how their cells stand, and how wide each may be."""

from collections.abc import Sequence
from dataclasses import dataclass

from soc_desk.reports.fonts import REGULAR, SEMIBOLD
from soc_desk.reports.palette import PAPER
from soc_desk.reports.pen import Align
from soc_desk.reports.text import printable, width

_LONG = 240
"""Characters beyond which a cell takes whatever width there is instead of asking for its own."""
_SHORT = 8
"""Characters up to which a heading is not broken."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """A heading and how its cells stand; columns of figures and ``firm`` ones keep their width, the others give way.

    ``colour`` is the heading's own, for the four Ps. Where every column has a ``share`` (of 1), that is its width.
    """

    heading: str
    align: Align = "left"
    firm: bool = False
    colour: str = PAPER.ink_soft
    share: float = 0.0

    @property
    def keeps_width(self) -> bool:
        return self.firm or self.align == "right"


@dataclass(frozen=True, kw_only=True)
class Style:
    """Sizes in points; ``REGISTER`` packs more rows on a page than a summary's ``AIRY``."""

    size: float
    leading: float
    padding: float
    gutter: float


AIRY = Style(size=8, leading=10.5, padding=6.0, gutter=6.75)
REGISTER = Style(size=7.5, leading=9.6, padding=3.6, gutter=4.5)


def column_widths(
    columns: Sequence[Column], rows: list[list[str]], total: Sequence[str] | None, style: Style, room: float
) -> list[float]:
    """Natural widths where they fit, the rest shared out; else the widest columns of text give way first."""
    if all(column.share for column in columns):
        return [room * column.share for column in columns]
    size, gutters = style.size, 2 * style.gutter
    wanted: list[float] = []
    floors: list[float] = []
    for at, column in enumerate(columns):
        cells = {row[at] for row in rows}
        summed = printable(total[at]) if total is not None else ""
        words = printable(column.heading)
        heading = max(width(word, SEMIBOLD, size) for word in ([words] if len(words) <= _SHORT else words.split()))
        natural = max((_natural(cell, size, room) for cell in cells), default=0.0)
        natural = max(natural, heading, width(summed, SEMIBOLD, size))
        wanted.append(natural + gutters)
        if column.keeps_width:
            floors.append(wanted[-1])
        else:
            pieces = {piece for cell in cells for piece in cell[:_LONG].split()}
            longest = max((width(piece, REGULAR, size) for piece in pieces), default=0.0)
            least = max(heading, min(longest, room * 0.25), width(summed, SEMIBOLD, size))
            floors.append(min(wanted[-1], least + gutters))
    spare = room - sum(wanted)
    if spare >= 0:
        return [each + spare / len(wanted) for each in wanted]
    if sum(floors) >= room:
        return [each * room / sum(floors) for each in floors]
    return _levelled(wanted, floors, room)


def _levelled(wanted: list[float], floors: list[float], room: float) -> list[float]:
    """Cut the widest columns to one common width until all fit; narrow ones keep what they want."""
    low, high = 0.0, max(wanted)
    for _ in range(40):
        level = (low + high) / 2
        if sum(min(want, max(floor, level)) for want, floor in zip(wanted, floors, strict=True)) > room:
            high = level
        else:
            low = level
    return [min(want, max(floor, low)) for want, floor in zip(wanted, floors, strict=True)]


def _natural(cell: str, size: float, room: float) -> float:
    if len(cell) > _LONG:
        return room
    if "\n" in cell:
        return max(width(line, REGULAR, size) for line in cell.split("\n"))
    return width(cell, REGULAR, size)
