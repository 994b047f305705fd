"""The register of requests leaving as a file: logged as a disclosure first, then handed out row by row."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import IO

from sqlalchemy.orm import Session

from soc_desk.services.prints import Addressed, Field, Kind, PrintFurniture, RegisterPrint, Value, furnish
from soc_desk.services.requests import rows
from soc_desk.services.requests.rows import RequestRow
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import READERS
from soc_desk.vocabulary.request import RequestKind, RequestView


@dataclass(frozen=True, kw_only=True)
class RequestFilter:
    """What a view of the register is narrowed to."""

    view: RequestView = RequestView.ALL
    today: date | None = None
    text: str = ""
    kinds: tuple[RequestKind, ...] = ()


FIELDS: tuple[tuple[Field, Callable[[RequestRow], Value]], ...] = (
    (Field(heading="Reference"), lambda row: row.reference),
    (Field(heading="Kind"), lambda row: row.kind.label),
    (Field(heading="Product"), lambda row: row.product.label),
    (Field(heading="Asked for"), lambda row: row.asked),
    (Field(heading="About"), lambda row: row.about),
    (Field(heading="Driver"), lambda row: row.driver.label),
    (Field(heading="Priority"), lambda row: row.priority.label),
    (Field(heading="Status"), lambda row: row.state.label),
    (Field(heading="Waits for"), lambda row: row.held_for.label if row.held_for else ""),
    (Field(heading="Declined for"), lambda row: row.declined_for.label if row.declined_for else ""),
    (Field(heading="Requester"), lambda row: row.requester),
    (Field(heading="Analyst"), lambda row: row.analyst),
    (Field(heading="Submitted", kind=Kind.DATE), lambda row: row.submitted_on),
    (Field(heading="Terms agreed", kind=Kind.DATE), lambda row: row.agreed_on),
    (Field(heading="Needed by", kind=Kind.DATE), lambda row: row.needed_by),
    (Field(heading="Delivered", kind=Kind.DATE), lambda row: row.delivered_on),
    (Field(heading="Ended", kind=Kind.DATE), lambda row: row.ended_on),
)
"""The columns of the register in a file, and what each holds."""


@use_case("Export requests", needs=READERS)
def export_requests(
    work: Work, shown: RequestFilter, to: Addressed, filters: tuple[str, ...] = ()
) -> PrintFurniture:  # fmt: skip
    """Log that a view leaves as a file; then ``hand_over`` the rows."""
    return furnish(work, "Requests", to, records=len(_of(work.session, shown)), filters=filters)


def hand_over(
    session: Session, furniture: PrintFurniture, shown: RequestFilter,
    write: Callable[[RegisterPrint, IO[bytes]], int], out: IO[bytes],
) -> int:  # fmt: skip
    """Have ``write`` draw the rows of a view; gives how many."""
    lines = (tuple(value(row) for _, value in FIELDS) for row in _of(session, shown))
    return write(RegisterPrint(furniture=furniture, fields=tuple(field for field, _ in FIELDS), rows=lines), out)


def _of(session: Session, shown: RequestFilter) -> list[RequestRow]:
    return rows.page(session, shown.view, shown.today, shown.text, shown.kinds)
