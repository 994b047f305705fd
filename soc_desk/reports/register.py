"""Any register on paper: its columns and rows as filtered, on landscape A4."""

from datetime import date, datetime
from typing import BinaryIO

from soc_desk.reports.blocks import Note
from soc_desk.reports.page import Document
from soc_desk.reports.tables import REGISTER, Column, Table
from soc_desk.services.prints import (
    Field,
    Kind,
    Progress,
    RegisterPrint,
    Value,
    day_words,
    moment_words,
    pounds,
    unwatched,
)

_FIGURES = (Kind.FIGURE, Kind.POUNDS)
_FIRM = (Kind.DATE, Kind.MOMENT)


def draw(register: RegisterPrint, out: BinaryIO, progress: Progress = unwatched, *, landscape: bool = True) -> int:
    """Write the PDF to ``out``; the number of pages. The same rows give the same bytes."""
    fields = register.fields
    rows = [tuple(words(value, field) for value, field in zip(row, fields, strict=True)) for row in register.rows]
    document = Document(out, register.furniture, landscape=landscape, progress=progress)
    document.add(
        Table(
            title="",
            columns=[_column(field) for field in fields],
            rows=rows,
            empty="No record matches the filters.",
            style=REGISTER,
        )
    )
    noun = "record" if len(rows) == 1 else "records"
    document.add(Note(words=f"{len(rows):,} {noun}. A dash means not known or not applicable."))
    return document.close()


def words(value: Value, field: Field) -> str:
    """A value as it is printed: ``14 Nov 2026``, ``£1,234.50``, ``1,234``; a dash for unknown, never a zero."""
    if value is None or value == "":
        return "–"
    if isinstance(value, datetime):
        return moment_words(value) if field.kind is Kind.MOMENT else day_words(value.date())
    if isinstance(value, date):
        return day_words(value)
    if field.kind is Kind.POUNDS and isinstance(value, int):
        return pounds(value)
    return f"{value:,}" if isinstance(value, int | float) and field.kind in _FIGURES else str(value)


def _column(field: Field) -> Column:
    return Column(heading=field.heading, align="right" if field.kind in _FIGURES else "left", firm=field.kind in _FIRM)
