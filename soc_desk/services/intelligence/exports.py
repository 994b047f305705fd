"""What leaves the register of intelligence: a logged disclosure, each line with its grade, date and conditions.

DPA 2018 s.38(5)(b): whoever receives it must be able to judge how accurate, reliable and current it is.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import IO

from sqlalchemy.orm import Session

from soc_desk.services import periods
from soc_desk.services.intelligence import rows
from soc_desk.services.intelligence.rows import IntelligenceFilter, IntelligenceRow, Sort
from soc_desk.services.prints import Addressed, Field, Kind, PrintFurniture, RegisterPrint, Value, furnish
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import READERS

CHUNK = 2_000
_NAMED_AT_MOST = 500
_LEFT_OUT = "Items with handling conditions or an older grade left out: {}"

FIELDS: tuple[tuple[Field, Callable[[IntelligenceRow, str], Value]], ...] = (
    (Field(heading="IR reference"), lambda row, _summary: row.ir_ref),
    (Field(heading="Received", kind=Kind.DATE), lambda row, _summary: row.received_on),
    (Field(heading="Reported", kind=Kind.DATE), lambda row, _summary: row.reported_on),
    (Field(heading="Grade"), lambda row, _summary: row.grade),
    (Field(heading="Handling"), lambda row, _summary: row.handling_words),
    (Field(heading="Kind"), lambda row, _summary: row.kind.label),
    (Field(heading="Group"), lambda row, _summary: row.subject),
    (Field(heading="Person"), lambda row, _summary: row.person),
    (Field(heading="Sanitised summary"), lambda _row, summary: summary),
    (Field(heading="Archive clock"), lambda row, _summary: row.clock_words),
)
"""The columns of the register in a file, and what each holds."""


@use_case("Export intelligence", needs=READERS)
def export_intelligence(
    work: Work, shown: IntelligenceFilter, to: Addressed, filters: tuple[str, ...] = (), *, conditional: bool = False
) -> PrintFurniture:
    """Log that a view leaves as a file; then ``hand_over`` the rows.

    Items with conditions are left out unless ``conditional``: whoever exports saw the conditions and acknowledges them.
    The most restrictive handling of what leaves stands on the file.
    """
    whole, leaving = rows.totals(work.session, shown), leaving_view(shown, conditional=conditional)
    totals = rows.totals(work.session, leaving)
    left = (_LEFT_OUT.format(whole.all - totals.all),) if whole.all > totals.all else ()
    handling = " ".join(part for part in (to.handling.strip(), totals.most_restrictive) if part)
    return furnish(
        work, "Intelligence", replace(to, handling=handling), records=totals.all,
        period=periods.words(shown.starts_on, shown.ends_on), filters=(*filters, *left),
    )  # fmt: skip


def leaving_view(shown: IntelligenceFilter, *, conditional: bool) -> IntelligenceFilter:
    """The view without what may not leave as it is."""
    return shown if conditional else replace(shown, conditional=False)


def conditions_of(session: Session, shown: IntelligenceFilter, limit: int = 200) -> list[str]:
    """The conditions that whoever exports a view acknowledges, each with its reference."""
    held = rows.page(session, replace(shown, conditional=True), limit=limit)
    return [f"{row.ir_ref}: {row.handling_words}" for row in held]


def hand_over(
    session: Session,
    furniture: PrintFurniture,
    shown: IntelligenceFilter,
    sort: Sort,
    write: Callable[[RegisterPrint, IO[bytes]], int],
    out: IO[bytes],
    handed: Callable[[int], object] = lambda _count: None,
    *,
    conditional: bool = False,
) -> int:
    """Have ``write`` draw the rows of a view as they are read; gives how many. ``handed`` is told the count so far."""
    fields, values = tuple(field for field, _ in FIELDS), tuple(value for _, value in FIELDS)
    told = _stream(session, leaving_view(shown, conditional=conditional), sort, handed)
    lines = (tuple(value(row, summary) for value in values) for row, summary in told)
    return write(RegisterPrint(furniture=furniture, fields=fields, rows=lines), out)


def _stream(
    session: Session, shown: IntelligenceFilter, sort: Sort, handed: Callable[[int], object]
) -> Iterator[tuple[IntelligenceRow, str]]:
    last: IntelligenceRow | None = None
    count = 0
    while found := rows.page(session, shown, sort, after=last, limit=CHUNK):
        summaries = rows.summaries(session, [row.id for row in found])
        yield from ((row, summaries.get(row.id, "")) for row in found)
        count += len(found)
        handed(count)
        last = found[-1]
