"""People: opening a record, recording one, changing it; names and details are lines that come and go with it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import Entity, Person, PersonDetail, PersonName, User
from soc_desk.errors import Invalid, NotFound
from soc_desk.services import periods, referrals
from soc_desk.services.labels import policy
from soc_desk.services.merging import merge
from soc_desk.services.people import keys, links, person_rows
from soc_desk.services.people.drafts import DetailLine, NameLine, PersonDraft
from soc_desk.services.people.links import LinkRow
from soc_desk.services.people.person_rows import PersonRow
from soc_desk.services.prints import wall
from soc_desk.services.rows import columns_of, draft_of
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import READERS, Role

_LINES = ("names", "details")


@dataclass(frozen=True, kw_only=True)
class PersonDetails:
    """Everything the record page shows of one person; ``age`` is in words, on the day it was read.

    ``merged_into`` is the reference of the record that this one was merged into, or empty. ``referral`` is their open
    referral in words, or empty.
    """

    row: PersonRow
    draft: PersonDraft
    links: tuple[LinkRow, ...]
    age: str
    created_by: str
    created_at: datetime | None
    merged_into: str
    merged_into_id: UUID | None
    referral: str


@use_case("Open a person's record", needs=READERS)
def look(work: Work, id: UUID) -> PersonDetails:
    """Open a record; logs the consultation."""
    work.consult(work.get(Person, id))
    return detail(work.session, id, wall(work.now).date())


def detail(session: Session, id: UUID, today: date) -> PersonDetails:
    """The record as it stands, for callers that have already logged why they read it."""
    person = session.get(Person, id)
    row = person_rows.one(session, id, today)
    if row is None or person is None:
        raise NotFound("That person does not exist, or is not open to you.")
    into = person.merged_into_id
    return PersonDetails(
        row=row, draft=draft(session, person), links=tuple(links.of_person(session, id)), age=person.age.words(today),
        created_by=session.scalar(select(User.display).where(User.id == person.created_by_id)) or "",
        created_at=person.created_at, merged_into_id=into,
        merged_into=session.scalar(select(Person.reference).where(Person.id == into)) or "" if into else "",
        referral=next((row.words for row in referrals.open_of(session, id)), ""),
    )  # fmt: skip


def blank(session: Session, today: date) -> PersonDraft:
    """A new form, with the day of review that the force's policy sets."""
    return PersonDraft(review_due_on=review_day(session, today))


def review_day(session: Session, today: date) -> date:
    """When a record made today is to be reviewed, by the force's policy (DPA 2018 s.39(2))."""
    return periods.months_before(today, -int(policy(session, "person.review_months", today)))


@use_case("Record a person", needs=READERS)
def record(work: Work, draft: PersonDraft, not_same: tuple[UUID, ...] = ()) -> UUID:
    """Keep a new person; gives their id. ``not_same`` are those whom somebody found not to be them."""
    from soc_desk.services.people import known

    person = _added(work, draft)
    for other in not_same:
        known.not_same(work, person.id, other)
    return person.id


@use_case("Change a person's record", needs=READERS)
def change(work: Work, before: PersonDraft, mine: PersonDraft) -> None:
    """Save an edit; see ``merging`` for what happens when somebody else saved in between."""
    if mine.id is None:
        raise Invalid({"id": "This form does not belong to a saved record; record the person first."})
    person = work.get(Person, mine.id)
    if person.merged_into_id is not None:
        raise Invalid({"id": "This record was merged into another; change that one."})
    stands = draft(work.session, person)
    saved = mine if person.version == before.version else merge(before, mine, stands)
    if saved.review_due_on is None and stands.review_due_on is not None:
        raise Invalid({"review_due_on": "Enter the day on which the record is reviewed (DPA 2018 s.39(2))."})
    if stands.processing_restricted and not saved.processing_restricted and Role.SUPERVISOR not in work.actor.roles:
        raise Invalid({"processing_restricted": "Only a supervisor lifts the restriction of the processing (s.47)."})
    for name, value in _values(work, saved).items():
        if getattr(person, name) != value:
            setattr(person, name, value)
    person.settle()
    if any(getattr(saved, lines) != getattr(stands, lines) for lines in _LINES):
        person.version += 1  # its lines are part of the record, and a change of them alone must not go unseen
        _keep_lines(work, person.id, saved)
    keys.keep(work.session, person)


def draft(session: Session, person: Person) -> PersonDraft:
    """The form of a stored person."""
    names = select(PersonName).where(PersonName.person_id == person.id).order_by(PersonName.id)
    details = select(PersonDetail).where(PersonDetail.person_id == person.id).order_by(PersonDetail.id)
    return draft_of(
        PersonDraft, person,
        names=tuple(draft_of(NameLine, line) for line in session.scalars(names)),
        details=tuple(draft_of(DetailLine, line) for line in session.scalars(details)),
    )  # fmt: skip


def _added(work: Work, draft: PersonDraft) -> Person:
    values = _values(work, draft)
    serial = work.next_serials("N")[0]
    person = Person(
        serial=serial, reference=work.reference("N", serial), created_by_id=work.actor.id, created_at=work.now, **values
    )
    person.settle()
    work.add(person)
    work.session.flush()  # its lines refer to it
    _keep_lines(work, person.id, draft)
    keys.keep(work.session, person)
    return person


def _values(work: Work, draft: PersonDraft) -> dict[str, Any]:
    """Column values of a checked draft."""
    today = wall(work.now).date()
    if problems := draft.problems(today):
        raise Invalid(problems)
    values = columns_of(draft, but=_LINES)
    values["review_due_on"] = draft.review_due_on or review_day(work.session, today)
    return values


def _keep_lines(work: Work, person_id: UUID, draft: PersonDraft) -> None:
    _keep(work, PersonName, person_id, draft.names)
    _keep(work, PersonDetail, person_id, draft.details)


def _keep(work: Work, kind: type[PersonName] | type[PersonDetail], person_id: UUID, lines: Iterable[Any]) -> None:
    """Make the stored lines those of the form: equal ones stay, so that the log tells what changed and nothing else."""
    stored: Sequence[Entity] = work.session.scalars(
        select(kind).where(kind.person_id == person_id).order_by(kind.id)
    ).all()
    left = list(stored)
    fresh: list[dict[str, Any]] = []
    for values in map(columns_of, lines):
        same = next((each for each in left if all(getattr(each, name) == told for name, told in values.items())), None)
        if same is None:
            fresh.append(values)
        else:
            left.remove(same)
    for values, entity in zip(fresh, left, strict=False):
        for name, value in values.items():
            setattr(entity, name, value)
    for values in fresh[len(left) :]:
        work.add(kind(person_id=person_id, **values))
    for entity in left[len(fresh) :]:
        work.session.delete(entity)
