"""What leaves a register as a file or over the clipboard: logged as a disclosure first, then handed out row by row."""

from collections.abc import Callable, Iterator
from typing import IO

from sqlalchemy.orm import Session

from soc_desk.services import disruption_rows, periods
from soc_desk.services.disruption_rows import DisruptionFilter, DisruptionRow, Sort
from soc_desk.services.prints import Addressed, Field, Kind, PrintFurniture, RegisterPrint, Value, furnish
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import READERS

CHUNK = 2_000
_NAMED_AT_MOST = 500


FIELDS: tuple[tuple[Field, Callable[[DisruptionRow], Value]], ...] = (
    (Field(heading="Reference"), lambda row: row.reference),
    (Field(heading="Date", kind=Kind.DATE), lambda row: row.disruption_date),
    (Field(heading="Against"), lambda row: row.subject_reference),
    (Field(heading="Name"), lambda row: row.subject_name),
    (Field(heading="Kind of subject"), lambda row: row.subject_kind.label),
    (Field(heading="4P"), lambda row: row.four_p.label),
    (Field(heading="Level"), lambda row: row.impact_level.label),
    (Field(heading="Threat"), lambda row: row.threat),
    (Field(heading="Status"), lambda row: row.status.label),
    (Field(heading="Title"), lambda row: row.title),
    (Field(heading="LPA"), lambda row: row.area),
    (Field(heading="Officer"), lambda row: row.officer),
    (Field(heading="Recorded by"), lambda row: row.recorded_by),
    (Field(heading="National reference"), lambda row: row.national_ref),
    (Field(heading="Moderation note"), lambda row: row.moderation_note),
)
"""The columns of the register in a file, and what each holds."""


@use_case("Export disruptions", needs=READERS)
def export_disruptions(
    work: Work, shown: DisruptionFilter, to: Addressed, filters: tuple[str, ...] = ()
) -> PrintFurniture:
    """Log that a view leaves as a file, narrowed as ``filters`` says in words; then ``hand_over`` the rows."""
    period = periods.words(shown.starts_on, shown.ends_on)
    records = disruption_rows.count(work.session, shown)
    return furnish(work, "Disruptions", to, records=records, period=period, filters=filters)


def hand_over(
    session: Session,
    furniture: PrintFurniture,
    shown: DisruptionFilter,
    sort: Sort,
    write: Callable[[RegisterPrint, IO[bytes]], int],
    out: IO[bytes],
    handed: Callable[[int], object] = lambda _count: None,
) -> int:
    """Have ``write`` draw the rows of a view as they are read; gives how many. ``handed`` is told the count so far."""
    fields, values = tuple(field for field, _ in FIELDS), tuple(value for _, value in FIELDS)
    rows = (tuple(value(row) for value in values) for row in stream(session, shown, sort, handed))
    return write(RegisterPrint(furniture=furniture, fields=fields, rows=rows), out)


def stream(
    session: Session, shown: DisruptionFilter, sort: Sort, handed: Callable[[int], object] = lambda _count: None,
    chunk: int = CHUNK,
) -> Iterator[DisruptionRow]:  # fmt: skip
    """The rows of a view in order, read ``chunk`` at a time."""
    last: DisruptionRow | None = None
    count = 0
    while rows := disruption_rows.page(session, shown, sort, after=last, limit=chunk):
        yield from rows
        count += len(rows)
        handed(count)
        last = rows[-1]
