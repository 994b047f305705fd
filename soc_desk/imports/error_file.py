"""The error file: rejected rows as they stood, each with what is wrong and how to mend it, to correct and import again."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from soc_desk.errors import BadFile
from soc_desk.services.import_rows import ShownRow

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_ADDED = ("Row", "Problem")


def write(path: Path, headings: Sequence[str], rows: Iterable[ShownRow]) -> None:
    """Write a .csv or .xlsx file; raises BadFile where it cannot be written. No cell starts a formula."""
    if path.suffix.lower() not in (".csv", ".xlsx"):
        raise BadFile(f"{path.name} is neither .csv nor .xlsx; give the error file a name that ends so.")
    lines = [[*_ADDED, *headings], *([str(row.row), row.text, *row.cells] for row in rows)]
    safe = [[_safe(cell) for cell in line] for line in lines]
    try:
        _write_csv(path, safe) if path.suffix.lower() == ".csv" else _write_xlsx(path, safe)
    except OSError as error:
        raise BadFile(f"{path} cannot be written: {error.strerror or error}. Choose another folder.") from error


def _write_csv(path: Path, lines: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(lines)


def _write_xlsx(path: Path, lines: list[list[str]]) -> None:
    import xlsxwriter

    with path.open("wb") as file, xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("Rejected rows")
        for place, line in enumerate(lines):
            for column, cell in enumerate(line):
                sheet.write_string(place, column, cell)


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
