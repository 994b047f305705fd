"""One managed offender as the window shows them: the spell, orders, visits and referrals."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from soc_desk.domain import LomSubject, Person
from soc_desk.errors import NotFound
from soc_desk.services import referrals
from soc_desk.services.lom import managed, orders
from soc_desk.services.lom.managed import ManagedFilter, ManagedRow
from soc_desk.services.lom.orders import OrderRow, VisitRow
from soc_desk.services.referrals import ReferralRow
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import READERS


@dataclass(frozen=True, kw_only=True)
class ManagedRecord:
    """Everything about one spell of management."""

    row: ManagedRow
    orders: tuple[OrderRow, ...]
    visits: tuple[VisitRow, ...]
    referrals: tuple[ReferralRow, ...]


@use_case("Open a managed offender", needs=READERS)
def look(work: Work, id: UUID) -> ManagedRecord:
    """Open the record; logs the consultation of the person."""
    work.consult(work.get(Person, work.get(LomSubject, id).person_id))
    return record(work.session, id)


def record(session: Session, id: UUID) -> ManagedRecord:
    """The record as it stands, for a page that has it open already."""
    row = next((row for row in managed.page(session, ManagedFilter()) if row.id == id), None)
    if row is None:
        raise NotFound("That record does not exist, or is not open to you.")
    return ManagedRecord(
        row=row, orders=tuple(orders.of_person(session, row.person_id)),
        visits=tuple(orders.visits(session, row.person_id)),
        referrals=tuple(referrals.page(session, row.person_id)),
    )  # fmt: skip
