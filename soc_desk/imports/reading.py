"""The way through a spreadsheet: look at it, say how its columns are understood, read its rows."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from soc_desk.errors import BadFile
from soc_desk.imports.cash import CashReader
from soc_desk.imports.cells import MAX_ROWS, Row
from soc_desk.imports.columns import Cells
from soc_desk.imports.disruptions import FILLED_DOWN, DisruptionReader
from soc_desk.imports.fields import missing_fields
from soc_desk.imports.habits import spread
from soc_desk.imports.intelligence import IntelligenceReader
from soc_desk.imports.mapping import ColumnMapping, from_file, wanted
from soc_desk.imports.ocgs import OcgReader
from soc_desk.imports.people import PeopleReader
from soc_desk.imports.sheet import Book, Table, find_table, find_tables, open_book, table_at
from soc_desk.imports.spellings import Lists, Spellings, load
from soc_desk.imports.tally import Tally
from soc_desk.imports.understanding import understand
from soc_desk.services.import_rows import ParsedImport
from soc_desk.store.prepared import calm
from soc_desk.vocabulary import ImportKind

Progress = Callable[[float, str], None]
"""Told how far the reading is (0 to 1) and with what; raises ``Cancelled`` to stop it."""

Recall = Callable[[str], Mapping[str, Any] | None]
"""Signature of the headings to the mapping that was kept for them, if any."""

_EVERY = 1_000


class _Reader(Protocol):
    lines: list[Any]
    tally: Tally

    def take(self, row: int, cells: Cells) -> None: ...

    def warnings(self) -> list[str]: ...


_READERS: dict[ImportKind, Callable[[ColumnMapping, Spellings, date], _Reader]] = {
    ImportKind.DISRUPTIONS: DisruptionReader,
    ImportKind.OCGS: OcgReader,
    ImportKind.CASH: CashReader,
    ImportKind.PEOPLE: PeopleReader,
    ImportKind.INTELLIGENCE: IntelligenceReader,
}


@dataclass(frozen=True)
class Look:
    """What was found in a file before its rows are read: its sheets, and how the columns of one are understood."""

    path: Path
    kind: ImportKind
    sheets: tuple[str, ...]
    mapping: ColumnMapping
    others: tuple[str, ...] = ()


def today() -> date:
    """The day it is in Europe/London."""
    return datetime.now(ZoneInfo("Europe/London")).date()


def look(
    path: Path,
    kind: ImportKind,
    *,
    lists: Lists | None = None,
    sheet: str | None = None,
    heading_row: int | None = None,
    mapping_file: Path | None = None,
    recall: Recall | None = None,
) -> Look:
    """Find the table in the file at ``path`` and say how its columns are understood; raises ``BadFile``.

    ``lists`` are the store's code lists; ``sheet`` and ``heading_row`` say where the table is instead of finding it;
    ``recall`` gives the mapping remembered for these headings; a mapping file has the last word.
    """
    spellings = load(lists)
    if mapping_file is not None:
        file_sheet, file_row = wanted(mapping_file)
        sheet, heading_row = sheet or file_sheet, heading_row if heading_row is not None else file_row
    with open_book(path) as book:
        table, others = _table(book, kind, spellings, sheet, heading_row)
        mapping = understand(table, kind, spellings)
        if recall is not None and (kept := recall(mapping.signature)) is not None:
            mapping = mapping.recalled(kept)
        if mapping_file is not None:
            mapping = from_file(mapping_file, mapping)
        return Look(path, kind, book.names, mapping, others)


def read(
    path: Path,
    mapping: ColumnMapping,
    *,
    lists: Lists | None = None,
    on: date | None = None,
    progress: Progress | None = None,
    others: Iterable[str] = (),
) -> ParsedImport:
    """Read the rows as ``mapping`` says; raises ``BadFile``. ``on`` is today; ``others`` are sheets to warn of."""
    if missing := missing_fields(mapping.kind, frozenset(mapping.fields)):
        raise BadFile(_why_not(path, mapping, [field.label for field in missing]))
    spellings, day = load(lists), on or today()
    reader = _READERS[mapping.kind](mapping, spellings, day)
    with open_book(path) as book, calm(MAX_ROWS):
        rows = _below(book, mapping)
        _take_all(reader, rows, mapping, progress or _silent, path.name)
    lines = tuple(reader.lines)
    tally = reader.tally
    warnings = reader.warnings()
    warnings += [f"Sheet “{name}” holds a table like this one and was not read." for name in others]
    name = path.name.encode("utf-8", "replace").decode()  # a disk may hold a name that is no text
    return ParsedImport(
        kind=mapping.kind, file_name=name, file_sha256=_sha256(path), sheet=mapping.sheet,
        heading_row=mapping.heading_row, headings=tally.headings, fields=tally.fields, lines=lines,
        rejected=tally.rejected, duplicates=tally.duplicates, skipped=tally.skipped,
        problems=tuple(tally.problems), warnings=tuple(warnings),
        shown=tally.all_shown(), left_out=tuple(tally.left_out), signature=mapping.signature,
        mapping=mapping.remembered(),
    )  # fmt: skip


def _take_all(reader: _Reader, rows: Iterable[Row], mapping: ColumnMapping, progress: Progress, name: str) -> None:
    tally, expected = reader.tally, mapping.heading_row + 1
    tally.skipped += max(mapping.first_row - 1, 0)
    gaps: set[int] = set()
    for done, (number, cells) in enumerate(rows):
        if number > expected:
            tally.skipped += number - expected
            gaps.add(number)
        expected = number + 1
        reader.take(number, cells)
        if done % _EVERY == 0:
            progress(1 - 20_000 / (20_000 + done), f"Reading row {number:,} of {name}")
    tally.close(expected - 1, gaps)


def _below(book: Book, mapping: ColumnMapping) -> Iterable[Row]:
    columns = {column.index for name, column in mapping.fields.items() if name in FILLED_DOWN}
    merges = [merge for merge in book.merges(mapping.sheet) if merge[0] > mapping.heading_row]
    rows = (row for row in book.rows(mapping.sheet) if row[0] > mapping.heading_row)
    return spread(rows, merges, columns)


def _table(
    book: Book, kind: ImportKind, spellings: Spellings, sheet: str | None, heading_row: int | None
) -> tuple[Table, tuple[str, ...]]:
    """The table to read, and the other sheets that hold one with the same headings."""
    if sheet is not None and sheet not in book.names:
        raise BadFile(f"“{book.name}” has no sheet called “{sheet}”. It has: {', '.join(book.names)}.")
    if heading_row is not None:
        return table_at(book, sheet or book.names[0], heading_row), ()
    if sheet is not None:
        return find_table(book, sheet, kind, spellings) or table_at(book, sheet, 0), ()
    tables = find_tables(book, kind, spellings)
    if tables:
        best = tables[0]
        return best, tuple(t.sheet for t in tables[1:] if _alike(t.headings, best.headings) and t.sample)
    return _unheaded(book, kind, spellings), ()


def _unheaded(book: Book, kind: ImportKind, spellings: Spellings) -> Table:
    """A table without headings that can be known by its cells; else the file is none of ours."""
    for name in book.names:
        table = table_at(book, name, 0)
        if table.sample and not understand(table, kind, spellings).missing:
            return table
    if not any(next(iter(book.rows(name)), None) for name in book.names):
        raise BadFile(f"“{book.name}” is empty. Choose a spreadsheet that holds records.")
    raise BadFile(
        f"No row of “{book.name}” reads like the headings of a list of {kind.label.lower()}. "
        "Check that it is the right file, or name the heading row in a mapping."
    )


def _alike(one: Collection[str], other: Collection[str]) -> bool:
    shared = {text.lower() for text in one if text} & {text.lower() for text in other if text}
    return len(shared) * 3 >= 2 * max(len([text for text in other if text]), 1)


def _why_not(path: Path, mapping: ColumnMapping, labels: list[str]) -> str:
    headings = ", ".join(f"“{column.heading}”" for column in mapping.columns if column.heading) or "none"
    wanting = " and ".join(labels)
    return (
        f"No column of “{path.name}” was understood as: {wanting}. The headings on row {mapping.heading_row} are: "
        f"{headings}. Say which column it is, in the window or in a mapping file."
    )


def _silent(_fraction: float, _text: str) -> None:
    """Nobody wants to know."""


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
