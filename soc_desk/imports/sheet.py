"""Opens a spreadsheet and finds the table in it: the right sheet, the heading row, where the records begin."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from soc_desk.errors import BadFile
from soc_desk.imports.cells import CellValue, Row, column_letter
from soc_desk.imports.delimited import TextBook
from soc_desk.imports.fields import IGNORED
from soc_desk.imports.files import FileKind, recognise
from soc_desk.imports.spellings import Heading, Spellings, plain_words
from soc_desk.imports.xlsx import XlsxBook
from soc_desk.vocabulary import ImportKind

SAMPLE_ROWS = 300
GROUP_MARK = " > "
"""Between a group heading and the heading below it."""

_BRACKETS = re.compile(r"[(\[].*?[)\]]")
_HEADING_WITHIN = 80
_LONGEST_HEADING = 90
_SURE, _MAYBE, _TICK = 1.0, 0.5, 0.25
_ENOUGH = 1.9


class Book(Protocol):
    """A spreadsheet that is open, whatever its format."""

    name: str

    @property
    def names(self) -> tuple[str, ...]:
        """Names of its sheets."""

    def is_visible(self, sheet: str) -> bool:
        """Whether people see the sheet."""

    def size(self, sheet: str) -> int:
        """Bytes to read, for progress."""

    def rows(self, sheet: str) -> Iterator[Row]:
        """Its rows with their numbers; blank ones left out."""

    def merges(self, sheet: str) -> list[tuple[int, int, int, int]]:
        """Merged ranges: first row, first column, last row, last column."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None: ...


@dataclass(frozen=True)
class Table:
    """Where the records of a sheet are.

    ``first_row`` and ``last_row`` are the rows of the headings (one, or two where a group heading stands above); both
    are 0 for a table without headings. ``headings`` has one text for each column from A on, empty where there is none;
    ``sample`` the first rows under them.
    """

    sheet: str
    first_row: int
    last_row: int
    headings: tuple[str, ...]
    sample: tuple[Row, ...]
    score: float

    @property
    def width(self) -> int:
        """Columns, headed or not, that hold something near the top."""
        return max([len(self.headings), *(len(cells) for _, cells in self.sample)])

    def heading(self, index: int) -> str:
        """The heading of a column as a sentence can name it."""
        text = self.headings[index] if index < len(self.headings) else ""
        return text or f"Column {column_letter(index)}"


def open_book(path: Path) -> Book:
    """Open a spreadsheet, judged by its content; raises ``BadFile``. Use it as a context manager."""
    if recognise(path) is FileKind.XLSX:
        return XlsxBook(path)
    return TextBook(path)


def find_tables(book: Book, kind: ImportKind, spellings: Spellings) -> list[Table]:
    """The tables of ``kind`` in the book, the likeliest first; one a sheet at most."""
    found = [table for name in book.names if (table := find_table(book, name, kind, spellings)) is not None]
    order = {name: place for place, name in enumerate(book.names)}
    found.sort(key=lambda t: (not book.is_visible(t.sheet), -round(t.score, 1), -len(t.sample), order[t.sheet]))
    return found


def find_table(book: Book, sheet: str, kind: ImportKind, spellings: Spellings) -> Table | None:
    """The table on one sheet, found by its headings; None where no row reads like headings of ``kind``."""
    rows = list(islice(book.rows(sheet), SAMPLE_ROWS))
    known = spellings.headings(kind.value)
    best: tuple[float, int, int, tuple[str, ...]] | None = None
    for place, (number, cells) in enumerate(rows[:_HEADING_WITHIN]):
        single = tuple(_heading(cell) for cell in cells)
        if sum(1 for text in single if text) < 2:
            continue
        candidates = [(single, number, place)]
        if place + 1 < len(rows) and rows[place + 1][0] == number + 1 and _only_words(rows[place + 1][1]):
            below = tuple(_heading(cell) for cell in rows[place + 1][1])
            candidates.append((_stacked(single, below), number + 1, place + 1))
        for texts, last_row, last_place in candidates:
            score = _score(texts, known, spellings) - 0.3 * (last_row - number)
            if score >= _ENOUGH and (best is None or score > best[0]):
                best = (score, place, last_place, texts)
    if best is None:
        return None
    score, place, last_place, texts = best
    return Table(sheet, rows[place][0], rows[last_place][0], texts, tuple(rows[last_place + 1 :]), score)


def table_at(book: Book, sheet: str, heading_row: int) -> Table:
    """The table whose headings a person or a mapping said to be on ``heading_row``; 0 for none."""
    rows = list(islice(book.rows(sheet), SAMPLE_ROWS + heading_row))
    headings: tuple[str, ...] = ()
    if heading_row:
        row = next((cells for number, cells in rows if number == heading_row), None)
        if row is None:
            raise BadFile(f"Row {heading_row} of sheet “{sheet}” is blank; it cannot hold the headings.")
        headings = tuple(_heading(cell) for cell in row)
    return Table(sheet, heading_row, heading_row, headings, tuple(r for r in rows if r[0] > heading_row), 0.0)


def _heading(cell: CellValue) -> str:
    if not isinstance(cell, str) or len(cell) > _LONGEST_HEADING * 3:
        return ""
    return " ".join(cell.split())


def _only_words(cells: Sequence[CellValue]) -> bool:
    return all(cell is None or isinstance(cell, str) for cell in cells)


def _stacked(above: Sequence[str], below: Sequence[str]) -> tuple[str, ...]:
    """Two heading rows as one: a group heading stands over all columns up to the next one."""
    width = max(len(above), len(below))
    texts, group = [], ""
    for index in range(width):
        upper = above[index] if index < len(above) else ""
        lower = below[index] if index < len(below) else ""
        if upper:
            group = upper
        if upper and not lower:
            group = ""
        texts.append(GROUP_MARK.join(part for part in (group, lower) if part) if lower else upper)
    return tuple(texts)


def _score(texts: Sequence[str], known: Mapping[str, list[Heading]], spellings: Spellings) -> float:
    """How many different fields a row of texts names, sure ones in full."""
    fields: dict[str, float] = {}
    for text in texts:
        if not text or len(text) > _LONGEST_HEADING:
            continue
        for form in heading_forms(text):
            if way := known.get(form):
                worth = _SURE if way[0].is_sure else _MAYBE
                fields[way[0].field] = max(fields.get(way[0].field, 0.0), worth)
                break
            if tick := spellings.tick(form):
                fields[tick] = _TICK
                break
    if len([field for field in fields if field != IGNORED]) < 2:
        return 0.0
    return sum(worth * (0.3 if field == IGNORED else 1.0) for field, worth in fields.items())


def heading_forms(text: str) -> tuple[str, ...]:
    """A heading in plain words: whole, without brackets, and without the group heading above it."""
    forms = []
    for way in (text, text.rpartition(GROUP_MARK)[2]):
        forms += [plain_words(way), plain_words(_BRACKETS.sub(" ", way)), plain_words(way.partition("(")[0])]
    return tuple(dict.fromkeys(form for form in forms if form))
