"""How each column of a tracker is read: what was understood, what a person corrected, what is remembered."""

import difflib
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from soc_desk.errors import BadFile
from soc_desk.imports.cells import CellValue, column_letter, shown
from soc_desk.imports.fields import FIELDS, IGNORED, Field, missing_fields
from soc_desk.imports.spellings import plain_words
from soc_desk.vocabulary import ImportKind

_MARKS = frozenset({"x", "✓", "✔", "√", "y", "yes", "1", "true", "t", "*"})
_NO_MARKS = frozenset({"n", "no", "0", "false", "-"})


@dataclass(frozen=True)
class Column:
    """One column: its place from 0, heading, the field it was taken for ("" for none), how sure (0 to 1) and why.

    ``scale`` multiplies sums of money (1,000 under a heading in £k); ``in_years`` makes a bare sentence length years.
    """

    index: int
    heading: str
    field: str = ""
    confidence: float = 0.0
    why: str = ""
    samples: tuple[str, ...] = ()
    scale: int = 1
    in_years: bool = False

    @property
    def name(self) -> str:
        """How a sentence names the column: its heading, or its letter."""
        return self.heading or f"Column {column_letter(self.index)}"


@dataclass(frozen=True)
class ColumnMapping:
    """How a table of ``kind`` is read.

    ``first_row`` and ``heading_row`` are the first and the last row of the headings (mostly one), 0 for none.
    """

    kind: ImportKind
    sheet: str
    first_row: int
    heading_row: int
    columns: tuple[Column, ...]

    @property
    def fields(self) -> dict[str, Column]:
        """Field name to the column that holds it."""
        return {column.field: column for column in self.columns if column.field and column.field != IGNORED}

    @property
    def unread(self) -> tuple[Column, ...]:
        """Headed columns with contents that nothing reads."""
        return tuple(column for column in self.columns if not column.field and column.samples and column.heading)

    @property
    def missing(self) -> tuple[Field, ...]:
        """Fields without which no row can be read."""
        return missing_fields(self.kind, frozenset(self.fields))

    @property
    def signature(self) -> str:
        """The same for tables with the same headings; what a remembered mapping is found by."""
        told = [self.kind.value, *(plain_words(column.heading) for column in self.columns)]
        return hashlib.sha256("\n".join(told).encode()).hexdigest()

    def corrected(self, index: int, field: str) -> "ColumnMapping":
        """The mapping with column ``index`` read as ``field`` ("" for not at all); its former column loses it."""
        columns = []
        for column in self.columns:
            if column.index == index:
                columns.append(replace(column, field=field, confidence=1.0, why="chosen"))
            elif column.field == field and field not in ("", IGNORED):
                columns.append(replace(column, field="", confidence=0.0, why=""))
            else:
                columns.append(column)
        return replace(self, columns=tuple(columns))

    def remembered(self) -> dict[str, Any]:
        """What is kept for the next file with these headings, as plain JSON: column letter to field."""
        return {"columns": {column_letter(column.index): column.field for column in self.columns if column.heading}}

    def recalled(self, kept: Mapping[str, Any]) -> "ColumnMapping":
        """This mapping with what ``remembered()`` once gave; letters and fields unknown today are passed over."""
        said = kept.get("columns", {})
        known = FIELDS[self.kind].keys() | {"", IGNORED}
        columns = []
        for column in self.columns:
            field = said.get(column_letter(column.index))
            fits = field in known and field != column.field
            columns.append(replace(column, field=field, confidence=1.0, why="remembered") if fits else column)
        return replace(self, columns=tuple(columns))


def from_file(path: Path, mapping: ColumnMapping) -> ColumnMapping:
    """``mapping`` corrected by a file: ``{"columns": {heading or column letter: field or ""}}``; see ``wanted``."""
    said = _loaded(path).get("columns", {})
    if not isinstance(said, Mapping):
        raise BadFile(f"“{path.name}”: “columns” must map headings to fields.")
    known = FIELDS[mapping.kind]
    for name, field in said.items():
        index = _find(mapping, str(name))
        if index is None:
            there = ", ".join(f"“{column.heading}”" for column in mapping.columns if column.heading)
            raise BadFile(f"“{path.name}” speaks of a column “{name}”, which is not there. The headings are {there}.")
        if field and field != IGNORED and field not in known:
            nearest = difflib.get_close_matches(str(field), known, 1) or list(known)[:1]
            raise BadFile(f"“{path.name}”: “{field}” is not a field. Did you mean “{nearest[0]}”?")
        mapping = mapping.corrected(index, str(field or ""))
    return mapping


def wanted(path: Path) -> tuple[str | None, int | None]:
    """The sheet and the heading row that a mapping file asks for, if it does: ``{"sheet": …, "heading_row": …}``."""
    said = _loaded(path)
    sheet, row = said.get("sheet"), said.get("heading_row")
    if row is not None and (not isinstance(row, int) or row < 0):
        raise BadFile(f"“{path.name}”: “heading_row” must be the number of a row, or 0 for none.")
    return (str(sheet) if sheet else None), row


def _loaded(path: Path) -> dict[str, Any]:
    try:
        said = json.loads(path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise BadFile(f"The mapping file “{path.name}” cannot be read: {error}. It must be JSON.") from error
    if not isinstance(said, dict):
        raise BadFile(f"The mapping file “{path.name}” must hold an object with “columns”.")
    return said


def _find(mapping: ColumnMapping, name: str) -> int | None:
    words = plain_words(name)
    for column in mapping.columns:
        if column.heading and plain_words(column.heading) == words:
            return column.index
    for column in mapping.columns:
        if column_letter(column.index) == name.strip().upper():
            return column.index
    return None


def is_marked(value: CellValue) -> bool | None:
    """Whether a tick column is ticked here; None for a cell that is neither a mark nor its absence."""
    if isinstance(value, bool):
        return value
    text = shown(value).strip().lower()
    if not text or text in _NO_MARKS:
        return False
    return True if text in _MARKS else None
