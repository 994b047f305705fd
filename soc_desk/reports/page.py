"""The A4 document: flows blocks over pages and puts the marking and the whole print furniture on every one of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from soc_desk.reports import fonts
from soc_desk.reports.blocks import Note
from soc_desk.reports.fonts import REGULAR, SEMIBOLD
from soc_desk.reports.palette import PAPER
from soc_desk.reports.pen import Pen
from soc_desk.reports.text import fit, printable, sized, width, wrap
from soc_desk.services.prints import PERSONAL_DATA, PrintFurniture, Progress, moment_words, unwatched

__all__ = ["Block", "Document", "Piece", "PrintFurniture"]

A4 = (595.2756, 841.8898)
MARGIN = 36.0
GAP = 17.0
"""Points between two blocks."""

_TITLE_SIZES = (15.0, 13.0, 11.0, 9.0)
_SMALL = 7.0
_LEADING = 9.6
_PAGE_SLOT = 62.0
_MARKING_BASELINE = 24.5
_BOXED = (
    "□ stands for a letter that the print font lacks ({scripts}). The record holds the text as it was entered, and "
    "it can be copied from this file."
)


class Piece(Protocol):
    """Part of a block that has its place on one page."""

    @property
    def height(self) -> float: ...

    def draw(self, pen: Pen, x: float, top: float) -> None:
        """Draw downwards from ``top``."""


class Block(Protocol):
    """Something that flows down pages; ``lacking`` names the scripts of letters that the font lacks."""

    @property
    def lacking(self) -> frozenset[str]: ...

    def split(self, width: float, room: float, *, fresh: bool) -> tuple[Piece | None, "Block | None"]:
        """What fits into ``room`` points, and what is left; nothing fits only if the page is not ``fresh``."""


@dataclass(frozen=True)
class _Placed:
    piece: Piece
    top: float


class Document:
    """Blocks are laid out first, so that "page x of y" is true, and drawn when the document is closed.

    The same furniture and blocks give the same bytes: the file's moments are those of the furniture. ``closing`` is
    one more sentence at the foot of each page, such as that the totals agree with the register. ``progress`` may raise
    ``Cancelled``; nothing has been written to the file until the last page is drawn.
    """

    def __init__(
        self,
        out: BinaryIO,
        furniture: PrintFurniture,
        *,
        landscape: bool = False,
        closing: str = "",
        progress: Progress = unwatched,
    ) -> None:
        fonts.register()
        self._out = out
        self._progress = progress
        self._furniture = furniture
        self._size = (A4[1], A4[0]) if landscape else A4
        self.width = self._size[0] - 2 * MARGIN
        self._lacking: set[str] = set()
        self._foot = self._foot_lines(closing)
        self._floor = 44.0 + _LEADING * len(self._foot) + 10
        self._pages: list[list[_Placed]] = [[]]
        self._cursor = self._first_top()

    def add(self, block: Block) -> None:
        """Let a block flow on from where the last one ended."""
        self._lacking |= block.lacking
        rest: Block | None = block
        while rest is not None:
            fresh = not self._pages[-1]
            top = self._cursor if fresh else self._cursor - GAP
            piece, rest = rest.split(self.width, top - self._floor, fresh=fresh)
            if piece is not None:
                self._pages[-1].append(_Placed(piece, top))
                self._cursor = top - piece.height
            elif fresh:
                raise ValueError(f"{type(block).__name__} does not fit on an empty page.")
            if rest is not None:
                self._pages.append([])
                number = len(self._pages)
                self._progress(0.5 - 10 / (20 + number), f"Laying out page {number:,}")
                self._cursor = self._later_top()

    def close(self) -> int:
        """Draw everything and write the file; the number of pages."""
        from reportlab.pdfgen.canvas import Canvas

        if self._lacking:
            self.add(Note(words=_BOXED.format(scripts=", ".join(sorted(self._lacking)))))
        furniture = self._furniture
        canvas = Canvas(self._out, pagesize=self._size, invariant=1, lang="en-GB", initialFontName=REGULAR)
        canvas.setPageCompression(1)
        stamp = f"D:{furniture.printed_at:%Y%m%d%H%M%S}"
        canvas.setDateFormatter(lambda *_: stamp)
        canvas.setTitle(f"{furniture.marking.label}: {furniture.title}, {furniture.unit}")
        canvas.setSubject(f"{furniture.title}, print {furniture.print_id}")
        canvas.setAuthor(furniture.force)
        canvas.setCreator("SOC Desk")
        canvas.setViewerPreference("DisplayDocTitle", "true")
        total = len(self._pages)
        for number, placed in enumerate(self._pages, start=1):
            self._progress(0.5 + 0.5 * number / total, f"Drawing page {number:,} of {total:,}")
            pen = Pen(canvas)
            self._draw_head(pen, first=number == 1)
            for item in placed:
                item.piece.draw(pen, MARGIN, item.top)
            self._draw_foot(pen, number, total)
            pen.shapes().showPage()
        canvas.save()
        return total

    def _first_top(self) -> float:
        return self._size[1] - 90.0 - (_LEADING if self._furniture.handling else 0)

    def _later_top(self) -> float:
        return self._size[1] - 62.0 - (_LEADING if self._furniture.handling else 0)

    def _draw_head(self, pen: Pen, *, first: bool) -> None:
        furniture, top = self._furniture, self._size[1]
        self._draw_marking(pen, top - _MARKING_BASELINE)
        if furniture.handling:
            line = fit(printable(furniture.handling), REGULAR, _SMALL, self.width)
            pen.text(self._size[0] / 2, top - 34.5, line, REGULAR, _SMALL, PAPER.ink, "centre")
            top -= _LEADING
        right, half = MARGIN + self.width, self.width * 0.56
        owner = printable(f"{furniture.unit} · {furniture.force} · data as at {moment_words(furniture.data_as_at)}")
        about = printable(self._addressee())
        period = f"Period {furniture.period}" if furniture.period else ""
        if first:
            title, size = sized(printable(furniture.title), SEMIBOLD, _TITLE_SIZES, half)
            pen.text(MARGIN, top - 56, title, SEMIBOLD, size, PAPER.ink)
            pen.text(MARGIN, top - 69.5, fit(owner, REGULAR, 8.5, half), REGULAR, 8.5, PAPER.ink_soft)
            aside = self.width - half - 12
            pen.text(right, top - 56, fit(about, REGULAR, 8.5, aside), REGULAR, 8.5, PAPER.ink_soft, "right")
            pen.text(right, top - 69.5, fit(period, REGULAR, 8.5, aside), REGULAR, 8.5, PAPER.ink_soft, "right")
            pen.rule(MARGIN, top - 78.5, self.width, PAPER.ink, 1.5)
        else:
            title = fit(printable(furniture.title), SEMIBOLD, 8.5, self.width * 0.3)
            pen.text(MARGIN, top - 45, title, SEMIBOLD, 8.5, PAPER.ink)
            aside = self.width - width(title, SEMIBOLD, 8.5) - 16
            line = fit(f"{owner} · {period}" if period else owner, REGULAR, 7.5, aside)
            pen.text(right, top - 45, line, REGULAR, 7.5, PAPER.ink_soft, "right")
            pen.rule(MARGIN, top - 51, self.width, PAPER.ink, 1)

    def _draw_foot(self, pen: Pen, number: int, total: int) -> None:
        y = 44.0 + _LEADING * (len(self._foot) - 1)
        pen.rule(MARGIN, y + 13, self.width, PAPER.line, 0.75)
        page = f"Page {number} of {total}"
        pen.text(MARGIN + self.width, y, page, REGULAR, _SMALL, PAPER.ink_soft, "right")
        for line in self._foot:
            pen.text(MARGIN, y, line, REGULAR, _SMALL, PAPER.ink_soft)
            y -= _LEADING
        self._draw_marking(pen, _MARKING_BASELINE - 4)

    def _draw_marking(self, pen: Pen, y: float) -> None:
        pen.text(self._size[0] / 2, y, self._furniture.marking.label.upper(), SEMIBOLD, 8.5, PAPER.ink, "centre")

    def _addressee(self) -> str:
        furniture = self._furniture
        return ", ".join(part for part in (f"For {furniture.recipient}", furniture.purpose) if part)

    def _foot_lines(self, closing: str) -> list[str]:
        furniture = self._furniture
        facts = [
            f"Printed by {furniture.printed_by}, {moment_words(furniture.printed_at)}, {furniture.machine}",
            f"print {furniture.print_id}",
            f"copy {furniture.copy} of {furniture.copies}",
            f"for {furniture.recipient}: {furniture.purpose}",
            f"filters: {furniture.filter_words}",
            f"restricted records: {furniture.restricted_words}",
            f"log head {furniture.short_head or '–'}",
        ]
        sentences = [PERSONAL_DATA if furniture.personal_data else "", closing, furniture.notice]
        lines = list(_joined([printable(fact) for fact in facts], self.width - _PAGE_SLOT))
        warning = printable(" ".join(sentence for sentence in sentences if sentence))
        return lines + (wrap(warning, REGULAR, _SMALL, self.width) if warning else [])


def _joined(facts: list[str], room: float) -> Iterator[str]:
    """Facts with dots between them, broken between facts where that can be done."""
    line = ""
    for fact in facts:
        tried = f"{line} · {fact}" if line else fact
        if line and len(wrap(tried, REGULAR, _SMALL, room)) > 1:
            yield from wrap(line, REGULAR, _SMALL, room)
            line = fact
        else:
            line = tried
    yield from wrap(line, REGULAR, _SMALL, room)
