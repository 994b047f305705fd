"""The columns of the register of intelligence, and the badges of one item."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from soc_desk.services.intelligence import rows
from soc_desk.services.intelligence.rows import IntelligenceRow
from ui.widgets import marks
from ui.widgets.marks import Mark
from ui.widgets.rows import Column
from ui.widgets.typed import format_date


def handling(row: IntelligenceRow) -> Mark | None:
    """Conditions stand out by word and colour; an older grade is handled as its own code says."""
    if row.legacy_grade:
        return marks.urgency("Older grade", "amber")
    if row.handling is None:
        return None
    return marks.urgency("C conditions", "red") if row.is_conditional else marks.Pill("P")


def handling_words(row: IntelligenceRow) -> str:
    """The same in words, for a copy and for who listens."""
    if row.legacy_grade:
        return "Older grade"
    return "C conditions" if row.is_conditional else "P" if row.handling else "–"


def badges(row: IntelligenceRow) -> tuple[Mark, ...]:
    """What the panel shows under the reference."""
    found = [marks.Pill(row.grade), handling(row)]
    if not row.qualifying:
        found.append(marks.Pill("Restarts no clock"))
    return tuple(mark for mark in found if mark is not None)


def _column(key: str, title: str, width: int, text: Any, **over: Any) -> Column[IntelligenceRow]:
    return Column(key, title, text, width=width, sortable=key in rows.SORTS, **over)


COLUMNS: tuple[Column[IntelligenceRow], ...] = (
    _column("ir_ref", "Report", 144, lambda row: row.ir_ref, tooltip=lambda row: row.ir_ref),
    _column("received_on", "Received", 98, lambda row: format_date(row.received_on)),
    _column("grade", "Grade", 64, lambda row: row.grade),
    _column("handling", "Handling", 108, handling_words, mark=handling, tooltip=lambda row: row.handling_words),
    _column("subject", "Group", 150, lambda row: row.subject, stretch=True, tooltip=lambda row: row.subject),
    _column("person", "Person", 130, lambda row: row.person, tooltip=lambda row: row.person),
    _column(
        "qualifying", "Archive clock", 124, lambda row: row.clock_words, yields=1, tooltip=lambda row: row.clock_words
    ),
    _column("kind", "Kind", 150, lambda row: row.kind.label, hidden=True),
    _column("reported_on", "Reported", 108, lambda row: format_date(row.reported_on), hidden=True),
    _column("entered_by", "Entered by", 150, lambda row: row.entered_by, hidden=True),
)  # fmt: skip


_ROOMY = {"ir_ref": 168, "qualifying": 146, "subject": 230, "person": 200}


def of_one(hidden: Sequence[str]) -> list[Column[IntelligenceRow]]:
    """The columns without what is the same in every line; there is room for references and names in full."""
    return [
        replace(
            column, hidden=column.hidden or column.key in hidden, stretch=column.key == "qualifying",
            width=_ROOMY.get(column.key, column.width),
        )
        for column in COLUMNS
    ]  # fmt: skip
