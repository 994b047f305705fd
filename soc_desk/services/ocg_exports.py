"""What leaves the OCG register as a file or over the clipboard: logged as a disclosure first, then handed out."""

from collections.abc import Callable, Sequence
from typing import IO, Any

from sqlalchemy.orm import Session

from soc_desk.services import ocgs
from soc_desk.services.ocgs import OcgFilter, OcgRow
from soc_desk.services.prints import Addressed, Field, Kind, PrintFurniture, RegisterPrint, Value, furnish
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import READERS

_NAMED_AT_MOST = 500

FIELDS: tuple[tuple[Field, Callable[[OcgRow], Value]], ...] = (
    (Field(heading="Reference"), lambda row: row.reference),
    (Field(heading="Name"), lambda row: row.name),
    (Field(heading="Status"), lambda row: row.status.label),
    (Field(heading="Tier"), lambda row: row.tier),
    (Field(heading="Threat"), lambda row: row.threat),
    (Field(heading="LPA"), lambda row: row.area),
    (Field(heading="Team"), lambda row: row.team),
    (Field(heading="Owner"), lambda row: row.owner),
    (Field(heading="Lead responsible officer"), lambda row: row.lro),
    (Field(heading="Mapped on", kind=Kind.DATE), lambda row: row.mapped_on),
    (Field(heading="Assessed on", kind=Kind.DATE), lambda row: row.assessed_on),
    (Field(heading="Last intelligence on", kind=Kind.DATE), lambda row: row.last_intelligence_on),
    (Field(heading="Who may know"), lambda row: row.access.label),
)
"""The columns of the register in a file, and what each holds."""


def sort_value(row: OcgRow, key: str) -> Any:  # noqa: ANN401 - each column holds a kind of its own
    """What the register sorts a column by; None, which comes last, where nothing is recorded."""
    if key == "status":
        return row.status.rank
    if key == "access":
        return row.access.rank
    value = getattr(row, key)
    return value.casefold() or None if isinstance(value, str) else value


def ordered(rows: Sequence[OcgRow], key: str, *, descending: bool) -> list[OcgRow]:
    """The rows in the order of a column; those without a value last."""
    known = [row for row in rows if sort_value(row, key) is not None]
    known.sort(key=lambda row: sort_value(row, key), reverse=descending)
    return [*known, *(row for row in rows if sort_value(row, key) is None)]


@use_case("Export OCGs", needs=READERS)
def export_ocgs(work: Work, shown: OcgFilter, to: Addressed, filters: tuple[str, ...] = ()) -> PrintFurniture:
    """Log that a view leaves as a file, narrowed as ``filters`` says in words; then ``hand_over`` the rows."""
    records = sum(ocgs.totals(work.session, shown).values())
    return furnish(work, "Organised crime groups", to, records=records, filters=filters)


def hand_over(
    session: Session,
    furniture: PrintFurniture,
    shown: OcgFilter,
    sort: tuple[str, bool],
    write: Callable[[RegisterPrint, IO[bytes]], int],
    out: IO[bytes],
) -> int:
    """Have ``write`` draw the rows of a view in the order of ``sort`` (column, descending); gives how many."""
    fields, values = tuple(field for field, _ in FIELDS), tuple(value for _, value in FIELDS)
    rows = ordered(ocgs.page(session, shown), sort[0], descending=sort[1])
    lines = (tuple(value(row) for value in values) for row in rows)
    return write(RegisterPrint(furniture=furniture, fields=fields, rows=lines), out)
