"""Reads a text table (CSV) as a stream of rows, whatever its encoding and its separator."""

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Self

from soc_desk.errors import BadFile
from soc_desk.imports.cells import MAX_COLUMNS, MAX_ROWS, CellValue, Row, tidy
from soc_desk.imports.files import encoding_of

SEPARATORS = (",", ";", "\t", "|")
_CHUNK = 1_048_576
_SAMPLE_CHARACTERS = 200_000
_SAMPLE_ROWS = 200
_LONGEST_CELL = 2_000_000


class TextBook:
    """An open text table, seen as a workbook of one sheet; a context manager."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self._path = path
        self._bytes = path.stat().st_size
        self.encoding = _encoding(path)
        with self._open() as file:
            sample = file.read(_SAMPLE_CHARACTERS)
        self._declared = sample[:6].lower().startswith("sep=") and len(sample) > 4
        self.separator = sample[4] if self._declared else separator_of(sample)
        self.names: tuple[str, ...] = (path.stem,)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Files are open only while rows are read."""

    def is_visible(self, sheet: str) -> bool:  # noqa: ARG002 - a text table has one sheet
        """Always."""
        return True

    def size(self, sheet: str) -> int:  # noqa: ARG002 - a text table has one sheet
        """Bytes of the file."""
        return self._bytes

    def merges(self, sheet: str) -> list[tuple[int, int, int, int]]:  # noqa: ARG002 - a text table has none
        """A text table has no merged cells."""
        return []

    def rows(self, sheet: str) -> Iterator[Row]:  # noqa: ARG002 - a text table has one sheet
        """The rows, in order, numbered as a spreadsheet program would; blank ones are left out."""
        csv.field_size_limit(_LONGEST_CELL)
        with self._open() as file:
            reader = csv.reader(file, delimiter=self.separator, strict=False)
            number = 0
            try:
                for number, cells in enumerate(reader, start=1):
                    if number > MAX_ROWS:
                        raise BadFile(f"“{self.name}” has more than {MAX_ROWS:,} rows. Split it and import the parts.")
                    row: list[CellValue] = [tidy(cell) if cell else None for cell in cells[:MAX_COLUMNS]]
                    if any(row) and not (number == 1 and self._declared):
                        yield number, row
            except (csv.Error, UnicodeError) as error:
                raise BadFile(
                    f"“{self.name}” cannot be read beyond row {number}: a quotation mark there is not closed, or the "
                    "text is damaged. Open it in a spreadsheet program and save it as XLSX."
                ) from error

    def _open(self) -> IO[str]:
        # Windows-1252 leaves five bytes undefined; a stray one must not stop a whole tracker.
        errors = "replace" if self.encoding == "cp1252" else "strict"
        try:
            return self._path.open(encoding=self.encoding, newline="", errors=errors)
        except OSError as error:
            raise BadFile(f"“{self.name}” cannot be read: {error.strerror}. Check that you may open it.") from error


def separator_of(sample: str) -> str:
    """The separator that splits most lines of ``sample`` into the same number of columns."""
    best, best_score = ",", 0.0
    for separator in SEPARATORS:
        widths = _widths(sample, separator)
        split = [width for width in widths if width > 1]
        if not split:
            continue
        usual = max(set(split), key=lambda width: (split.count(width), width))
        near = sum(1 for width in split if width == usual)
        score = near / len(widths) * min(usual, 10) + usual / 1000
        if score > best_score:
            best, best_score = separator, score
    return best


def _widths(sample: str, separator: str) -> list[int]:
    csv.field_size_limit(_LONGEST_CELL)
    widths = []
    try:
        for row in csv.reader(io.StringIO(sample, newline=""), delimiter=separator):
            while row and not row[-1].strip():
                row.pop()
            if row:
                widths.append(len(row))
            if len(widths) >= _SAMPLE_ROWS:
                break
    except csv.Error:
        return widths
    return widths


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        first = file.read(65_536)
        marked = encoding_of(first) or "utf-8"
        if marked != "utf-8":
            return marked
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            decoder.decode(first)
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"
