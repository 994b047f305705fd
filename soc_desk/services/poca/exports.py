"""What leaves the POCA registers as a file: logged as a disclosure first, then handed out."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import IO

from sqlalchemy.orm import Session

from soc_desk.services.poca import case_rows, order_rows
from soc_desk.services.poca.case_rows import CaseFilter, CaseRow, CaseSort
from soc_desk.services.poca.order_rows import OrderFilter, OrderLine, OrderSort
from soc_desk.services.prints import Addressed, Field, Kind, PrintFurniture, RegisterPrint, Value, furnish, wall
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import READERS

_NAMED_AT_MOST = 500
TITLE = "POCA cases"
ORDERS_TITLE = "Detention orders"

FIELDS: tuple[tuple[Field, Callable[[CaseRow], Value]], ...] = (
    (Field(heading="Case"), lambda row: row.reference),
    (Field(heading="Kind"), lambda row: row.kind.label),
    (Field(heading="State"), lambda row: row.state_now.label),
    (Field(heading="Seized at", kind=Kind.MOMENT), lambda row: row.seized_at),
    (Field(heading="Place"), lambda row: row.place),
    (Field(heading="Area"), lambda row: row.area),
    (Field(heading="Seized from"), lambda row: row.seized_from),
    (Field(heading="Officer"), lambda row: row.owner or row.officer),
    (Field(heading="Group"), lambda row: row.subject),
    (Field(heading="Operation"), lambda row: row.operation_name),
    (Field(heading="Crime reference"), lambda row: row.crime_ref),
    (Field(heading="Institution"), lambda row: row.institution),
    (Field(heading="Seized", kind=Kind.POUNDS), lambda row: row.seized_pence),
    (Field(heading="Held", kind=Kind.POUNDS), lambda row: row.held_pence),
    (Field(heading="Released", kind=Kind.POUNDS), lambda row: row.released_pence),
    (Field(heading="Forfeited", kind=Kind.POUNDS), lambda row: row.forfeited_pence),
    (Field(heading="Forged or returned", kind=Kind.POUNDS), lambda row: row.returned_pence),
    (Field(heading="Confiscation order", kind=Kind.POUNDS), lambda row: row.order_pence),
    (Field(heading="Paid", kind=Kind.POUNDS), lambda row: row.paid_pence),
    (Field(heading="First order", kind=Kind.DATE), lambda row: row.first_order_on),
    (Field(heading="Order made", kind=Kind.DATE), lambda row: row.made_on),
    (Field(heading="Forfeited on", kind=Kind.DATE), lambda row: row.forfeited_on),
    (Field(heading="Detained until", kind=Kind.MOMENT), lambda row: row.detained_until),
    (Field(heading="Next due", kind=Kind.MOMENT), lambda row: row.due_at),
)
"""The columns of a register in a file, and what each holds; moments are wall time."""

ORDER_FIELDS: tuple[tuple[Field, Callable[[OrderLine], Value]], ...] = (
    (Field(heading="Case"), lambda row: row.reference),
    (Field(heading="Kind of case"), lambda row: row.case_kind.label),
    (Field(heading="Order"), lambda row: row.kind.label),
    (Field(heading="Number"), lambda row: row.number or None),
    (Field(heading="Result"), lambda row: row.result.label),
    (Field(heading="Lodged", kind=Kind.DATE), lambda row: row.lodged_on),
    (Field(heading="Hearing", kind=Kind.MOMENT), lambda row: row.hearing_at),
    (Field(heading="Made at", kind=Kind.MOMENT), lambda row: row.made_at),
    (Field(heading="Ends, as written", kind=Kind.DATE), lambda row: row.expires_on),
    (Field(heading="Latest by law", kind=Kind.DATE), lambda row: row.latest_on),
    (Field(heading="Court"), lambda row: row.court),
    (Field(heading="Area"), lambda row: row.area),
    (Field(heading="Held in the case", kind=Kind.POUNDS), lambda row: row.held_pence),
    (Field(heading="The case is"), lambda row: row.state_now.label),
)
"""The columns of the register of detention orders in a file."""


@use_case("Export POCA cases", needs=READERS)
def export_cases(work: Work, shown: CaseFilter, to: Addressed, filters: tuple[str, ...] = ()) -> PrintFurniture:
    """Log that a view leaves as a file, narrowed as ``filters`` says in words; then ``hand_over`` the rows."""
    records = case_rows.count(work.session, shown, now=wall(work.now))
    return furnish(work, TITLE, to, records=records, filters=filters)


def hand_over(
    session: Session,
    furniture: PrintFurniture,
    shown: CaseFilter,
    sort: CaseSort,
    now: datetime,
    write: Callable[[RegisterPrint, IO[bytes]], int],
    out: IO[bytes],
) -> int:
    """Have ``write`` draw the rows of a view in the order of ``sort``, as they are at a wall time; gives how many."""
    fields, values = tuple(field for field, _ in FIELDS), tuple(value for _, value in FIELDS)
    lines = (tuple(value(row) for value in values) for row in _every(session, shown, sort, now))
    return write(RegisterPrint(furniture=furniture, fields=fields, rows=lines), out)


@use_case("Export detention orders", needs=READERS)
def export_orders(work: Work, shown: OrderFilter, to: Addressed, filters: tuple[str, ...] = ()) -> PrintFurniture:
    """As ``export_cases``, of the register of detention orders; then ``hand_over_orders``."""
    records = order_rows.totals(work.session, shown).all
    return furnish(work, ORDERS_TITLE, to, records=records, filters=filters)


def hand_over_orders(
    session: Session,
    furniture: PrintFurniture,
    shown: OrderFilter,
    sort: OrderSort,
    now: datetime,
    write: Callable[[RegisterPrint, IO[bytes]], int],
    out: IO[bytes],
) -> int:
    """As ``hand_over``, of the register of detention orders."""
    fields, values = tuple(field for field, _ in ORDER_FIELDS), tuple(value for _, value in ORDER_FIELDS)
    lines = (tuple(value(row) for value in values) for row in _every_order(session, shown, sort, now))
    return write(RegisterPrint(furniture=furniture, fields=fields, rows=lines), out)


def _every_order(session: Session, shown: OrderFilter, sort: OrderSort, now: datetime) -> Iterator[OrderLine]:
    after: OrderLine | None = None
    while rows := order_rows.page(session, shown, sort, now=now, after=after):
        yield from rows
        after = rows[-1]


def _every(session: Session, shown: CaseFilter, sort: CaseSort, now: datetime) -> Iterator[CaseRow]:
    after: CaseRow | None = None
    while rows := case_rows.page(session, shown, sort, now=now, after=after):
        yield from rows
        after = rows[-1]
