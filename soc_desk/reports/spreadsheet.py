"""Registers as CSV and XLSX: marked, carrying their print id, and with no cell that a spreadsheet would run."""

import csv
import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import IO, Any

from soc_desk.services.prints import (
    Field,
    Kind,
    PrintFurniture,
    Progress,
    RegisterPrint,
    Value,
    moment_words,
    unwatched,
)

_STARTERS = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
"""First characters from which spreadsheets make formulas (OWASP, CSV injection), with their full-width forms."""
_CELL_LIMIT = 32_767
_CUT = " … (cut here: a spreadsheet cell holds no more; the record has all of it)"
_SHEET_ROWS = 1_000_000
_TELL_EVERY = 1_000
_WIDTHS = {Kind.TEXT: 24, Kind.FIGURE: 11, Kind.POUNDS: 14, Kind.DATE: 13, Kind.MOMENT: 18}
_FORMATS = {Kind.FIGURE: "#,##0", Kind.POUNDS: "#,##0.00", Kind.DATE: "d mmm yyyy", Kind.MOMENT: "d mmm yyyy hh:mm"}


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe goes before whatever could start one."""
    text = "".join(map(_harmless, text)) if not text.isprintable() else text
    first = text.lstrip(" \u00a0\u200b\ufeff")[:1]
    return f"'{text}" if first in _STARTERS and first else text


def write_csv(register: RegisterPrint, out: IO[bytes], progress: Progress = unwatched) -> int:
    """UTF-8 with a byte order mark (Excel needs it), ISO dates, pounds as ``1234.50``; the number of records."""
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
    try:
        lines = csv.writer(text)
        lines.writerows([[safe(line)] for line in _cover(register.furniture)])
        lines.writerow([safe(_heading(field)) for field in register.fields])
        count = 0
        for row in register.rows:
            lines.writerow([_plain(value, field) for value, field in zip(row, register.fields, strict=True)])
            count += 1
            if count % _TELL_EVERY == 0:
                progress(1 - _TELL_EVERY / count, f"Wrote {count:,} records")
        lines.writerow([register.furniture.marking.label.upper()])
    finally:
        text.detach()  # the caller's file stays the caller's to close
    return count


def write_xlsx(register: RegisterPrint, out: IO[bytes], progress: Progress = unwatched) -> int:
    """One sheet (a further one for each million rows), written row by row; the number of records."""
    count = 0
    with _workbook(out, register.furniture) as book:
        formats = {kind: book.add_format({"num_format": words}) for kind, words in _FORMATS.items()}
        sheets = _Sheets(book, register, book.add_format({"bold": True}))
        for row in register.rows:
            sheet, at = sheets.next_row()
            for column, (value, field) in enumerate(zip(row, register.fields, strict=True)):
                _put(sheet, at, column, value, field, formats)
            count += 1
            if count % _TELL_EVERY == 0:
                progress(1 - _TELL_EVERY / count, f"Wrote {count:,} records")
        sheets.close()
    return count


@contextmanager
def _workbook(out: IO[bytes], furniture: PrintFurniture) -> Iterator[Any]:
    """A workbook that keeps its rows in a private folder while it is written; the folder goes whatever happens."""
    import xlsxwriter  # only where a workbook is written

    with tempfile.TemporaryDirectory() as folder:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "tmpdir": folder}
        book = xlsxwriter.Workbook(out, options)
        book.set_properties(
            {
                "title": f"{furniture.marking.label}: {furniture.title}",
                "subject": f"print {furniture.print_id}",
                "company": furniture.force,
                "author": "SOC Desk",
                "created": furniture.printed_at,
            }
        )
        try:
            yield book
        except BaseException:
            for sheet in book.worksheets():
                sheet.row_data_fh.close()
            raise
        book.close()


class _Sheets:
    """The sheets of one workbook: each begins with the marking and headings and ends with the marking."""

    def __init__(self, book: Any, register: RegisterPrint, bold: Any) -> None:
        self._book, self._register, self._bold = book, register, bold
        self._number, self._row = 0, 0
        self._sheet: Any = None
        self._begin()

    def next_row(self) -> tuple[Any, int]:
        """The sheet and row to write next."""
        if self._row >= _SHEET_ROWS:
            self.close()
            self._begin()
        self._row += 1
        return self._sheet, self._row - 1

    def close(self) -> None:
        """End the sheet with the marking."""
        self._sheet.write_string(self._row, 0, self._register.furniture.marking.label.upper(), self._bold)

    def _begin(self) -> None:
        furniture, fields = self._register.furniture, self._register.fields
        self._number += 1
        marking = furniture.marking.label.upper()
        sheet = self._sheet = self._book.add_worksheet("Register" if self._number == 1 else f"Register {self._number}")
        cover = list(_cover(furniture))
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(len(cover))
        sheet.freeze_panes(len(cover) + 1, 0)
        sheet.set_header(f"&C&B{marking}")
        sheet.set_footer(f"&Lprint {furniture.print_id}&C&B{marking}&RPage &P of &N")
        for column, field in enumerate(fields):
            sheet.set_column(column, column, _WIDTHS[field.kind])
        for row, line in enumerate(cover):
            sheet.write_string(row, 0, safe(line), self._bold if row == 0 else None)
        for column, field in enumerate(fields):
            sheet.write_string(len(cover), column, safe(_heading(field)), self._bold)
        self._row = len(cover) + 1


def _cover(furniture: PrintFurniture) -> Iterator[str]:
    yield furniture.marking.label.upper()
    facts = [
        furniture.title,
        furniture.unit,
        furniture.force,
        f"period {furniture.period}" if furniture.period else "",
        f"data as at {moment_words(furniture.data_as_at)}",
        f"for {furniture.recipient}: {furniture.purpose}",
        f"by {furniture.printed_by}, {furniture.machine}",
        f"print {furniture.print_id}",
        f"filters: {furniture.filter_words}",
        f"restricted records: {furniture.restricted_words}",
        furniture.handling,
        furniture.notice,
    ]
    yield " · ".join(fact for fact in facts if fact)


def _heading(field: Field) -> str:
    return f"{field.heading} (£)" if field.kind is Kind.POUNDS else field.heading


def _plain(value: Value, field: Field) -> str | int | float:
    """A CSV cell: numbers stay numbers, dates are ISO 8601, None is empty."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int) and field.kind is Kind.POUNDS:
        return f"{'-' if value < 0 else ''}{abs(value) // 100}.{abs(value) % 100:02}"
    return safe(value) if isinstance(value, str) else value


def _put(sheet: Any, row: int, column: int, value: Value, field: Field, formats: dict[Kind, Any]) -> None:
    if value is None or value == "":
        return
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, formats[Kind.MOMENT if field.kind is Kind.MOMENT else Kind.DATE])
    elif isinstance(value, int | float):
        number = value / 100 if field.kind is Kind.POUNDS else value
        is_fraction = field.kind is Kind.FIGURE and isinstance(number, float) and not number.is_integer()
        sheet.write_number(row, column, number, None if is_fraction else formats.get(field.kind))
    else:
        text = safe(value)
        sheet.write_string(row, column, text if len(text) <= _CELL_LIMIT else text[: _CELL_LIMIT - len(_CUT)] + _CUT)


def _harmless(character: str) -> str:
    """Characters that XML or UTF-8 cannot hold become the replacement character; new lines and tabs stay."""
    impossible = character < " " or "\ud800" <= character <= "\udfff" or character in "\ufffe\uffff"
    return "\ufffd" if impossible and character not in "\n\r\t" else character
