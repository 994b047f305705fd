"""Reads an XLSX workbook as a stream of rows: values, never formulas, with hard limits on what a hostile file can cost.

The container format is ISO/IEC 29500 (ECMA-376); openpyxl supplies its number formats and dates. Reading the rows
directly, instead of through openpyxl's cells, tells a formula without a stored result from a blank cell, gives merged
cells while streaming, refuses document type declarations, and takes half the time.
"""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any, Self
from xml.parsers import expat

from soc_desk.errors import BadFile
from soc_desk.imports.cells import MAX_ROWS, Row
from soc_desk.imports.xlsx_parts import Reader, Relations, Rows, Strings, Styles, Values, Workbook, place
from soc_desk.imports.xlsx_rows import NotPlainError, plain_rows

_CHUNK = 262_144
_MERGE = re.compile(rb"""<(?:\w+:)?mergeCell\s[^>]*?\bref=["']([A-Za-z]{1,3}\d{1,7}:[A-Za-z]{1,3}\d{1,7})["']""")
_LONGEST_MERGE = 200
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, KeyError, ValueError, IndexError, OSError,
    NotImplementedError, RuntimeError,
)  # fmt: skip


@dataclass(frozen=True)
class SheetPart:
    """One worksheet of the package."""

    name: str
    part: str
    is_visible: bool


class XlsxBook:
    """An open workbook; a context manager."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self._package = zipfile.ZipFile(path)
        try:
            workbook = self._workbook_part()
            found = Workbook()
            self._parse(workbook, found)
            targets = self._relations(workbook)
            self._epoch_1904 = found.is_1904
            self._shared_part = next((p for kind, p in targets.values() if kind == "sharedStrings"), None)
            self._styles_part = next((p for kind, p in targets.values() if kind == "styles"), None)
            self.sheets = tuple(
                SheetPart(name, targets[rel][1], visible)
                for name, rel, visible in found.sheets
                if rel in targets and targets[rel][0] == "worksheet"
            )
        except BaseException:
            self._package.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._package.close()

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the worksheets in their order."""
        return tuple(sheet.name for sheet in self.sheets)

    def is_visible(self, sheet: str) -> bool:
        """Whether people see this sheet when they open the workbook."""
        return self._sheet(sheet).is_visible

    def size(self, sheet: str) -> int:
        """Bytes of the sheet when unpacked; with ``rows`` reporting bytes read this gives progress."""
        return self._package.getinfo(self._sheet(sheet).part).file_size

    def rows(self, sheet: str) -> Iterator[Row]:
        """The rows that the file holds, in order; blank rows may be absent."""
        last = 0
        for rows in self._read(self._sheet(sheet).part):
            for number, cells in rows:
                if number <= last or number > MAX_ROWS:
                    raise BadFile(f"Sheet “{sheet}” of “{self.name}” is damaged: its rows are out of order.")
                last = number
                yield number, cells

    def _read(self, part: str) -> Iterator[list[Row]]:
        """The rows of a worksheet, some at a time: by pattern as far as programs wrote them, the others parsed."""
        values = Values(self._shared_strings, self._date_styles, epoch_1904=self._epoch_1904)
        try:
            with self._mended(), self._package.open(part) as file:
                yield from plain_rows(file, _parser(Reader()), values)
        except NotPlainError as found:
            again = chain.from_iterable(self._stream(part, Rows(values)))
            for row in islice(again, found.given, None):
                yield [row]

    def merges(self, sheet: str) -> list[tuple[int, int, int, int]]:
        """Merged ranges as (first row, first column, last row, last column); rows from 1, columns from 0."""
        with self._package.open(self._sheet(sheet).part) as file:
            found, rest = [], b""
            while chunk := file.read(_CHUNK):
                found += _MERGE.findall(chunk := rest + chunk)
                rest = chunk[-_LONGEST_MERGE:]
        corners = dict.fromkeys(match.decode("ascii").partition(":") for match in found)
        return [(*place(first), *place(last)) for first, _, last in corners]

    def _sheet(self, name: str) -> SheetPart:
        for sheet in self.sheets:
            if sheet.name == name:
                return sheet
        raise BadFile(f"“{self.name}” has no sheet called “{name}”. It has: {', '.join(self.names)}.")

    @cached_property
    def _shared_strings(self) -> list[str | None]:
        reader = Strings()
        if self._shared_part:
            self._parse(self._shared_part, reader)
        return reader.strings

    @cached_property
    def _date_styles(self) -> frozenset[str]:
        """Numbers of the cell styles that show a number as a date."""
        from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format

        reader = Styles()
        if self._styles_part:
            self._parse(self._styles_part, reader)
        codes = BUILTIN_FORMATS | reader.formats
        dates = {key for key, code in codes.items() if is_date_format(code) and not is_timedelta_format(code)}
        return frozenset(str(place) for place, key in enumerate(reader.cell_formats) if key in dates)

    def _workbook_part(self) -> str:
        for kind, target in self._relations("").values():
            if kind == "officeDocument":
                return target
        return "xl/workbook.xml"

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Relation id to (kind, part) of what ``part`` refers to."""
        folder, name = posixpath.split(part)
        where = posixpath.join(folder, "_rels", f"{name}.rels")
        reader = Relations()
        if where in self._package.namelist():
            self._parse(where, reader)
        return {
            key: (kind, posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/"))
            for key, kind, target in reader.found
        }

    def _parse(self, part: str, reader: Reader) -> None:
        for _ in self._stream(part, reader):
            pass

    def _stream(self, part: str, reader: Reader) -> Iterator[list[Any]]:
        """Feed ``part`` to ``reader`` piece by piece, giving what it has finished after each."""
        with self._mended(), self._package.open(part) as file:
            yield from _fed(file, reader)

    @contextmanager
    def _mended(self) -> Iterator[None]:
        """Says what a damaged file is and how it is mended."""
        try:
            yield
        except _DAMAGE as error:
            raise BadFile(
                f"“{self.name}” is damaged and cannot be read. Open it in a spreadsheet program and save it again."
            ) from error


def _fed(file: IO[bytes], reader: Reader) -> Iterator[list[Any]]:
    parser = _parser(reader)
    while chunk := file.read(_CHUNK):
        parser.Parse(chunk, False)
        if reader.done:
            yield reader.done
            reader.done = []
    parser.Parse(b"", True)
    if reader.done:
        yield reader.done


def _parser(reader: Reader) -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    return parser


def _refuse_doctype(*_: object) -> None:
    """Workbooks never declare a document type; it is the door of entity attacks."""
    raise BadFile(
        "The workbook holds a document type declaration, which no spreadsheet program writes. It was not opened."
    )
