"""Visits to people under lifetime management: planned, changed, called off and recorded."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import LomVisit, Person
from soc_desk.domain.days import DayThatWas, DayToCome
from soc_desk.errors import Invalid
from soc_desk.services.prints import day_words, wall
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import WRITERS
from soc_desk.vocabulary.ocg import VisitKind

_OVERDUE_AT_MOST = timedelta(days=366)


@dataclass(frozen=True, kw_only=True)
class VisitRow:
    """A visit that is due or was made."""

    id: UUID
    version: int
    kind: VisitKind
    due_on: date
    done_on: date | None
    outcome: str
    visitor: str


def of_person(session: Session, person_id: UUID) -> list[VisitRow]:
    """The visits to a person, newest first."""
    query = select(LomVisit).where(LomVisit.person_id == person_id).order_by(LomVisit.due_on.desc())
    return [
        VisitRow(
            id=visit.id, version=visit.version, kind=visit.kind, due_on=visit.due_on, done_on=visit.done_on,
            outcome=visit.outcome, visitor=visit.visitor,
        )
        for visit in session.scalars(query)
    ]  # fmt: skip


@use_case("Plan a visit", needs=WRITERS)
def plan_visit(work: Work, person_id: UUID, kind: VisitKind, due_on: DayToCome, visitor: str = "") -> UUID:
    """A visit that is to be made by a day."""
    work.get(Person, person_id)
    visit = LomVisit(person_id=person_id, kind=kind, due_on=_due(work, due_on), visitor=visitor.strip())
    work.add(visit)
    return visit.id


@use_case("Change a planned visit", needs=WRITERS)
def change_visit(work: Work, id: UUID, version: int, due_on: DayToCome, visitor: str = "") -> None:
    """Another day, or somebody else who goes."""
    visit = _planned(work, id, version)
    visit.due_on, visit.visitor = _due(work, due_on), visitor.strip()


@use_case("Call off a planned visit", needs=WRITERS)
def call_off(work: Work, id: UUID, version: int, reason: str) -> None:
    """It is not made; the history keeps that it was planned, and why it was called off."""
    if not reason.strip():
        raise Invalid({"reason": "Say why the visit is not made."})
    visit = _planned(work, id, version)
    work.note(visit, "changed", {"called off because": [None, reason.strip()]})
    work.session.delete(visit)


@use_case("Record a visit", needs=WRITERS)
def record_visit(
    work: Work, id: UUID, version: int, done_on: DayThatWas, outcome: str, next_due_on: DayToCome = None
) -> None:
    """What a visit found; ``next_due_on`` plans the next of its kind."""
    visit = _planned(work, id, version)
    if done_on is None:
        raise Invalid({"done_on": "Say on which day the visit was made."})
    if not outcome.strip():
        raise Invalid({"outcome": "Say what the visit found."})
    if done_on > wall(work.now).date():
        raise Invalid({"done_on": "That day is still to come."})
    if next_due_on is not None and next_due_on <= done_on:
        raise Invalid({"next_due_on": "The next visit comes after this one; check the two days."})
    visit.done_on, visit.outcome = done_on, outcome.strip()
    if next_due_on is not None:
        work.add(LomVisit(person_id=visit.person_id, kind=visit.kind, due_on=next_due_on, visitor=visit.visitor))


def _planned(work: Work, id: UUID, version: int) -> LomVisit:
    visit = work.get(LomVisit, id, version)
    if visit.done_on is not None:
        raise Invalid(
            {"id": f"This visit is recorded already, as made on {day_words(visit.done_on)}; plan another one."}
        )
    return visit


def _due(work: Work, day: date | None) -> date:
    if day is None:
        raise Invalid({"due_on": "Say by which day the visit is to be made."})
    if day < wall(work.now).date() - _OVERDUE_AT_MOST:
        raise Invalid({"due_on": "That is more than a year ago; enter the day by which the visit is to be made."})
    return day
