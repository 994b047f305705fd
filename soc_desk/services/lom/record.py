"""One managed offender, or anybody, as the window shows them: spells, orders, visits and referrals."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import LomSubject, Person
from soc_desk.errors import NotFound
from soc_desk.services import referrals
from soc_desk.services.lom import managed, orders, visits
from soc_desk.services.lom.managed import ManagedFilter, ManagedRow
from soc_desk.services.lom.orders import OrderRow
from soc_desk.services.lom.visits import VisitRow
from soc_desk.services.referrals import ReferralRow
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import READERS
from soc_desk.vocabulary.ocg import LomState


@dataclass(frozen=True, kw_only=True)
class Held:
    """What holds and protects a person: spells of management (the open one first), orders, visits and referrals."""

    person_id: UUID
    name: str
    spells: tuple[ManagedRow, ...]
    orders: tuple[OrderRow, ...]
    visits: tuple[VisitRow, ...]
    referrals: tuple[ReferralRow, ...]


@dataclass(frozen=True, kw_only=True)
class ManagedRecord(Held):
    """The same, as the register shows it of one spell."""

    row: ManagedRow


@use_case("Open a managed offender", needs=READERS)
def look(work: Work, id: UUID) -> ManagedRecord:
    """Open the record; logs the consultation of the person."""
    work.consult(work.get(Person, work.get(LomSubject, id).person_id))
    return record(work.session, id)


def record(session: Session, id: UUID) -> ManagedRecord:
    """The record as it stands, for a page that has it open already."""
    found = managed.page(session, ManagedFilter(id=id))
    if not found:
        raise NotFound("That record does not exist, or is not open to you.")
    return ManagedRecord(row=found[0], **vars(of_person(session, found[0].person_id)))


def of_person(session: Session, person_id: UUID) -> Held:
    """What holds a person, for a record that is open already."""
    name = session.scalar(select(Person.name).where(Person.id == person_id))
    if name is None:
        raise NotFound("That person does not exist, or is not open to you.")
    spells = managed.page(session, ManagedFilter(person_id=person_id))
    spells.sort(key=lambda row: (row.state is LomState.STOOD_DOWN, -row.nominated_on.toordinal()))
    return Held(
        person_id=person_id, name=name, spells=tuple(spells), orders=tuple(orders.of_person(session, person_id)),
        visits=tuple(visits.of_person(session, person_id)), referrals=tuple(referrals.page(session, person_id)),
    )  # fmt: skip
