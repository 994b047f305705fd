"""What is counted, noted and shown while the rows of any tracker are read."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from soc_desk.imports.cells import CellValue, Uncalculated, shown
from soc_desk.imports.mapping import ColumnMapping
from soc_desk.imports.values import SPREADSHEET_ERRORS, Reading, clipped
from soc_desk.services.import_rows import ImportProblem, RowState, ShownRow

Faults: TypeAlias = list[tuple[int | None, Reading[Any] | None]]
"""For each key field the place of its column and what is wrong there, None where nothing is."""

SHOWN_READY = 200
SHOWN_AT_MOST = 2_000
_NAMED = 5
_WITHOUT_VALUE: frozenset[CellValue] = frozenset({Uncalculated.FORMULA, *SPREADSHEET_ERRORS})
"""What a cell holds in place of a value; a text field would come in blank for it without a word."""


@dataclass
class Tally:
    """Grows row by row; ``cells`` in its methods are those of the row in hand."""

    mapping: ColumnMapping
    duplicates: int = 0
    skipped: int = 0
    problems: list[ImportProblem] = field(default_factory=list)
    left_out: list[ShownRow] = field(default_factory=list)
    repeats: list[ShownRow] = field(default_factory=list)
    ready: list[ShownRow] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.columns = [c for c in self.mapping.columns if c.field or c.heading]
        self._place = {column.index: place for place, column in enumerate(self.columns)}
        self._odd: dict[int, list[tuple[int, str]]] = {}
        self._doubtful: list[int] = []
        self._seen: dict[tuple[CellValue, ...], int] = {}
        self._unheaded = [c.index for c in self.mapping.columns if not c.field and not c.heading]

    @property
    def rejected(self) -> int:
        """Rows left out for their faults."""
        return len(self.left_out)

    @property
    def headings(self) -> tuple[str, ...]:
        """Headings of the columns that are shown, in the file's order."""
        return tuple(column.heading for column in self.columns)

    @property
    def fields(self) -> tuple[str, ...]:
        """What the columns that are shown were read as, in the same order."""
        return tuple(column.field for column in self.columns)

    def first_seen(self, row: int, cells: Sequence[CellValue]) -> int | None:
        """The row that this one repeats cell by cell; None for a row not seen before."""
        width = len(cells)
        while width and cells[width - 1] is None:
            width -= 1
        key = tuple(cells[:width])
        if self._unheaded:
            key = tuple(cell for index, cell in enumerate(key) if index not in self._unheaded)
        first = self._seen.setdefault(key, row)
        if first != row:
            return first
        if not _WITHOUT_VALUE.isdisjoint(key):
            for column in self.columns:
                if column.field and (value := _at(cells, column.index)) in _WITHOUT_VALUE:
                    self.odd(row, column.index, value)
        return None

    def reject(self, row: int, cells: Sequence[CellValue], faults: Faults, *, understood: int) -> None:
        """Leave the row out for its ``faults``; ``understood`` of its key cells made sense all the same."""
        real = [(index, reading) for index, reading in faults if reading is not None]
        for noted in self._odd.values():
            if noted and noted[-1][0] == row:
                noted.pop()  # the row is left out, and its faults are told by themselves
        for index, reading in real:
            value = shown(_at(cells, index))
            self.problems.append(ImportProblem(row, self.heading(index), value, reading.problem, reading.remedy))
        wrong = tuple(self._place[index] for index, _ in real if index in self._place)
        text = " ".join(f"{reading.problem} {reading.remedy}" for _, reading in real)
        self.left_out.append(ShownRow(row, RowState.STOPS, self._texts(cells), wrong, text))
        if understood == 0:
            self._doubtful.append(row)

    def close(self, last_row: int, gaps: Collection[int]) -> None:
        """At the end of the table: notes below it, apart from it by a blank row, are no records after all."""
        footer: list[int] = []
        for shown_row in reversed(self.left_out):
            if shown_row.row != last_row or shown_row.row not in self._doubtful:
                break
            footer.append(shown_row.row)
            last_row -= 1
        if footer and footer[-1] in gaps:
            self.left_out = self.left_out[: -len(footer)]
            self.problems = [problem for problem in self.problems if problem.row not in footer]
            self.skipped += len(footer)

    def repeat(self, row: int, cells: Sequence[CellValue], first: int) -> None:
        """Leave the row out because it repeats row ``first``."""
        self.duplicates += 1
        if len(self.repeats) < SHOWN_AT_MOST:
            text = f"Same as row {first}. Left out."
            self.repeats.append(ShownRow(row, RowState.REPEAT, self._texts(cells), (), text))

    def accept(self, row: int, cells: Sequence[CellValue], read_as: dict[int, str]) -> None:
        """Show one of the first ready rows with what its cells were read as."""
        texts = list(self._texts(cells))
        for index, text in read_as.items():
            place = self._place[index]
            if texts[place] and texts[place] != text:
                texts[place] = f"{texts[place]} → {text}"
        self.ready.append(ShownRow(row, RowState.READY, tuple(texts)))

    def odd(self, row: int, index: int, value: CellValue) -> None:
        """Note a cell that could not be read in a row that is kept all the same; once, whoever finds it."""
        noted = self._odd.setdefault(index, [])
        if not noted or noted[-1][0] != row:
            noted.append((row, clipped(value, 24)))

    def warnings(self) -> list[str]:
        """One sentence for each column with cells that were passed over, and one for columns nothing reads."""
        told = []
        for index, cells in sorted((index, cells) for index, cells in self._odd.items() if cells):
            named = ", ".join(f"row {row} “{text}”" for row, text in cells[:_NAMED])
            more = f" and {len(cells) - _NAMED} more" if len(cells) > _NAMED else ""
            many = "cell was" if len(cells) == 1 else "cells were"
            cells_told = f"{len(cells)} {many} not understood and left blank ({named}{more})"
            told.append(f"Column “{self.heading(index)}”: {cells_told}.")
        if unread := self.mapping.unread:
            names = ", ".join(f"“{column.heading}”" for column in unread)
            told.append(f"Not read, because no field fits: {names}.")
        return told

    def heading(self, index: int | None) -> str:
        """The heading of a column as a sentence names it."""
        if index is None:
            return ""
        column = next((c for c in self.mapping.columns if c.index == index), None)
        return column.name if column else ""

    def all_shown(self) -> tuple[ShownRow, ...]:
        """Rows for a person to check: those at fault first, then repeats, then ready ones."""
        return (*self.left_out[:SHOWN_AT_MOST], *self.repeats, *self.ready)

    def _texts(self, cells: Sequence[CellValue]) -> tuple[str, ...]:
        return tuple(shown(_at(cells, column.index)) for column in self.columns)


def _at(cells: Sequence[CellValue], index: int | None) -> CellValue:
    return cells[index] if index is not None and index < len(cells) else None
