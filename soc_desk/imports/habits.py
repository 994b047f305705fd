"""Tells rows that hold a record from those that do not: totals, repeated headings, notes, guidance, numbering ahead."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime

from soc_desk.imports.cells import CellValue, Row
from soc_desk.imports.spellings import plain_words

_TOTAL = re.compile(
    r"^(?:grand|sub|overall|running|year|yearly|annual|month|monthly|quarter|quarterly|force|area|lpa|q[1-4])?"
    r"[\s-]*(?:totals?|sum|count|average|mean)\b|\btotals?\s*[:=]?$",
    re.IGNORECASE,
)
_LONGEST_TOTAL = 40
_GUIDANCE = re.compile(r"^\(?d{1,2}[/.\- ]m{1,3}[/.\- ]y{2,4}\)?$|^\(?date\)?$", re.IGNORECASE)
_EXAMPLE = re.compile(r"^\(?(?:e\.?g\.?|example|sample)\b", re.IGNORECASE)


_REFERENCE = re.compile(r"^(?:OCG|PI|VUL|V|SOC)[\s/_.-]*[A-Z0-9/_.-]*\d+[A-Z0-9/_.-]*$", re.IGNORECASE)
_ENOUGH_DATES = 20


def looks_like_a_reference(text: str) -> bool:
    """Whether a text is built like the reference of a group, priority individual or vulnerability."""
    return bool(_REFERENCE.match(text))


def filled(cells: Sequence[CellValue]) -> int:
    """How many cells hold something."""
    return sum(1 for cell in cells if cell is not None)


def repeats_headings(cells: Sequence[CellValue], headings: Sequence[str]) -> bool:
    """Whether a row is the headings again, as on every printed page."""
    texts = [(cell, heading) for cell, heading in zip(cells, headings, strict=False) if isinstance(cell, str)]
    same = sum(1 for cell, heading in texts if heading and plain_words(cell) == plain_words(heading))
    return same >= 2 and same * 2 >= filled(cells)


def is_total(cells: Sequence[CellValue], prose: Collection[int]) -> bool:
    """Whether a row adds others up: it says so in a short cell outside the columns of ``prose``."""
    return any(
        isinstance(cell, str) and len(cell) <= _LONGEST_TOTAL and index not in prose and _TOTAL.search(cell)
        for index, cell in enumerate(cells)
    )


def is_guidance(cells: Sequence[CellValue], date_index: int | None) -> bool:
    """Whether a row tells people how to fill in the sheet: ``dd/mm/yyyy``, ``e.g. …``."""
    first = next((cell for cell in cells if cell is not None), None)
    if isinstance(first, str) and _EXAMPLE.match(first):
        return True
    date = cells[date_index] if date_index is not None and date_index < len(cells) else None
    return isinstance(date, str) and bool(_GUIDANCE.match(date))


def spread(rows: Iterable[Row], merges: Iterable[tuple[int, int, int, int]], columns: Collection[int]) -> Iterator[Row]:
    """``rows`` with the value of a cell merged downwards given to every row it covers, in ``columns`` only.

    A date or a subject merged over three rows holds for all three; a figure does not, or it would count three times.
    """
    covers: dict[int, list[tuple[int, int]]] = {}
    tops: dict[int, set[int]] = {}
    for first_row, first_column, last_row, _ in merges:
        if first_column in columns and last_row > first_row:
            tops.setdefault(first_row, set()).add(first_column)
            for row in range(first_row + 1, last_row + 1):
                covers.setdefault(row, []).append((first_row, first_column))
    if not covers:
        yield from rows
        return
    held: dict[tuple[int, int], CellValue] = {}
    for number, cells in rows:
        for column in tops.get(number, ()):
            held[number, column] = cells[column] if column < len(cells) else None
        for key in covers.get(number, ()):
            column = key[1]
            if column >= len(cells):
                cells.extend([None] * (column + 1 - len(cells)))
            cells[column] = cells[column] if cells[column] is not None else held.get(key)
        yield number, cells


class SwapWatch:
    """Watches for dates that a spreadsheet with American settings has turned round.

    Such a program takes ``03/04/2022`` for 4 March and keeps it as a date, but leaves ``23/04/2022`` as text: all real
    dates then fall on the first twelve days of their months, and all texts after them.
    """

    def __init__(self) -> None:
        self._cells = self._late_cells = self._texts = self._early_texts = 0

    def see(self, cell: CellValue, day: date) -> None:
        """Look at one date cell and what it was read as."""
        if isinstance(cell, datetime):
            self._cells += 1
            self._late_cells += day.day > 12
        else:
            self._texts += 1
            self._early_texts += day.day <= 12

    def warnings(self) -> list[str]:
        """A sentence, if the pattern is there."""
        if self._late_cells or self._early_texts or self._cells < _ENOUGH_DATES or self._texts < _ENOUGH_DATES:
            return []
        told = (
            f"All {self._cells} dates kept as dates fall on days 1 to 12, and all {self._texts} kept as text on later "
            "days. A spreadsheet program with American settings may have swapped day and month; compare some with the "
            "original before you import."
        )
        return [told]
