"""Writes small synthetic trackers in the formats and with the habits that tests need."""

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from soc_desk.imports.reading import look, read
from soc_desk.services.import_rows import ParsedImport
from soc_desk.vocabulary import ImportKind

TODAY = date(2026, 11, 22)
HEADINGS = ("Date of disruption", "OCG ref", "4P", "Level", "Threat", "Details")
GOOD = ("14/03/2022", "OCG-0001", "Pursue", "Minor", "Drugs", "Warrant at one address.")


def csv_file(path: Path, rows: Sequence[Sequence[Any]], encoding: str = "utf-8", delimiter: str = ",") -> Path:
    """A text table; rows of cells."""
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def xlsx_file(
    path: Path, rows: Sequence[Sequence[Any]], merges: Sequence[str] = (), **more: Sequence[Sequence[Any]]
) -> Path:
    """A workbook; ``more`` are further sheets by name."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "Tracker"
    for row in rows:
        sheet.append(list(row))
    for merge in merges:
        sheet.merge_cells(merge)
    for name, other in more.items():
        extra = book.create_sheet(name)
        for row in other:
            extra.append(list(row))
    book.save(path)
    return path


def parsed(path: Path, kind: ImportKind = ImportKind.DISRUPTIONS, **how: Any) -> ParsedImport:
    """The file as an import reads it, today being 22 November 2026."""
    found = look(path, kind, **how)
    return read(path, found.mapping, on=TODAY, others=found.others)


def figures(found: ParsedImport) -> tuple[int, int, int, int]:
    """Rows, accepted, rejected, duplicates."""
    return found.rows, len(found.lines), found.rejected, found.duplicates
