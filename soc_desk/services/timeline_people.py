"""What a timeline tells of people themselves: management, orders, breaches, visits, referrals."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import AncillaryOrder, Breach, LomSubject, LomVisit, Person, PersonLink, Referral
from soc_desk.services.lom.orders import NOT_MADE
from soc_desk.services.people.links import held
from soc_desk.services.timeline_events import Event, Strand, short

_Handling = Mapping[UUID, str]
"""The people of a group, each with the conditions under which it may be told that they belong to it."""


_Told = tuple[date | None, Strand, UUID, str]
"""When, on which strand, of whom, what."""


def of_person(session: Session, id: UUID) -> Iterator[Event]:
    """Of one person."""
    for on, strand, _, words in _told(session, [id]):
        yield Event(on, strand, words)


def of_group(session: Session, id: UUID) -> Iterator[Event]:
    """Of everybody linked to a group, by name; what conditions bind the link bind it as well.

    A potential victim who came up in it and is not linked is told of by reference alone.
    """
    people = _people(session, id)
    others = set(session.scalars(select(Referral.person_id).where(Referral.subject_id == id))) - people.keys()
    named = select(Person.id, Person.reference, Person.name).where(Person.id.in_([*people, *others]))
    names = {person: name if person in people else reference for person, reference, name in session.execute(named)}
    for on, strand, person, words in _told(session, list(names)):
        if person in people or strand is Strand.CARE:
            yield Event(on, strand, f"{names[person]}: {words}", "people", person, people.get(person, ""))


def _people(session: Session, id: UUID) -> _Handling:
    """Somebody who has a link without conditions is told of freely."""
    found: dict[UUID, str] = {}
    query = select(PersonLink.person_id, PersonLink.handling, PersonLink.conditions)
    for person, handling, conditions in session.execute(query.where(PersonLink.subject_id == id)):
        told = held(handling, conditions)
        found[person] = told if found.get(person, told) else ""
    return found


def _told(session: Session, people: Sequence[UUID]) -> Iterator[_Told]:
    yield from _management(session, people)
    yield from _orders(session, people)
    visits = select(LomVisit.done_on, LomVisit.person_id, LomVisit.kind).where(LomVisit.done_on.is_not(None))
    for on, person, visit in session.execute(visits.where(LomVisit.person_id.in_(people))):
        yield on, Strand.ORDERS, person, visit.label
    columns = (Referral.kind, Referral.identified_on, Referral.sent_on, Referral.reasonable_on, Referral.conclusive_on)
    referrals = select(Referral.person_id, *columns).where(Referral.person_id.in_(people))
    for person, kind, *days in session.execute(referrals):
        told = ("identified", "sent", "reasonable grounds decided", "conclusive grounds decided")
        for on, words in zip(days, told, strict=True):
            if on:
                yield on, Strand.CARE, person, f"{kind.label}: {words}"


def _management(session: Session, people: Sequence[UUID]) -> Iterator[_Told]:
    days = (LomSubject.nominated_on, LomSubject.adopted_on, LomSubject.stood_down_on)
    spells = select(LomSubject.person_id, *days).where(LomSubject.person_id.in_(people))
    for person, *ons in session.execute(spells):
        told = ("nominated for lifetime management", "adopted for lifetime management", "lifetime management ended")
        for on, words in zip(ons, told, strict=True):
            if on:
                yield on, Strand.ORDERS, person, words


def _orders(session: Session, people: Sequence[UUID]) -> Iterator[_Told]:
    order = AncillaryOrder
    columns = (order.person_id, order.kind, order.state, order.made_on, order.in_force_from, order.ends_on,
               order.ended_on)  # fmt: skip
    for person, kind, state, made, force, ends, ended in session.execute(
        select(*columns).where(order.person_id.in_(people))
    ):
        days = [(ended, state.label.lower())]
        if state not in NOT_MADE:
            days += [(made, "made"), (force, "in force"), (None if ended else ends, "ends")]
        for on, words in days:
            if on:
                yield on, Strand.ORDERS, person, f"{kind.label} {words}"
    breaches = select(Breach.happened_on, Breach.person_id, Breach.words).where(Breach.person_id.in_(people))
    for on, person, words in session.execute(breaches):
        yield on, Strand.ORDERS, person, f"breach of an order: {short(words)}"
