"""The profile of a person as it is printed: what is known, what they are to whom, orders and what happened."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import Person
from soc_desk.errors import NotFound
from soc_desk.services import timelines
from soc_desk.services.lom import orders
from soc_desk.services.lom.orders import OrderRow
from soc_desk.services.people import exports, links, persons
from soc_desk.services.people.drafts import DetailLine
from soc_desk.services.people.links import LinkRow
from soc_desk.services.people.persons import PersonDetails
from soc_desk.services.prints import Addressed, PrintFurniture, furnish, rehearse, wall
from soc_desk.services.timeline_events import Event, Strand
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import READERS, Access
from soc_desk.vocabulary.ocg import HandlingGrade

TITLE = "Person profile"


@dataclass(frozen=True)
class Shown:
    """What is asked for beyond the usual: lines with handling conditions, the full name of somebody under 18."""

    conditions: bool = False
    full_name: bool = False


@dataclass(frozen=True, kw_only=True)
class PersonProfile:
    """The whole profile; ``left_out`` lines have handling conditions and were not asked for.

    ``by_initials``: they are or may be under 18, and neither name nor date of birth is printed.
    """

    furniture: PrintFurniture
    today: date
    person: PersonDetails
    by_initials: bool
    details: tuple[DetailLine, ...]
    links: tuple[LinkRow, ...]
    orders: tuple[OrderRow, ...]
    events: tuple[Event, ...]
    left_out: int

    @property
    def name(self) -> str:
        return exports.shown_name(self.person.row.name, self.by_initials)

    @property
    def handling(self) -> str:
        """The most restrictive handling of what it holds, as a sentence."""
        lines = any(map(_is_conditional, self.details)) or any(map(_is_conditional, self.links))
        binds = lines or any(event.handling for event in self.events)
        handled = "C: conditions stand beside the lines they bind" if binds else "P: lawful sharing permitted"
        many = "1 more line has" if self.left_out == 1 else f"{self.left_out} more lines have"
        return f"Handle this profile as {handled}." + (f" {many} conditions and stay out." if self.left_out else "")


_USUAL = Shown()


def id_of(session: Session, reference: str) -> UUID:
    """The person with a reference; raises NotFound, also for one the reader may not know of."""
    found = session.scalar(select(Person.id).where(Person.reference == reference.strip()))
    if found is None:
        raise NotFound(f"There is no person {reference.strip()}, or they are not open to you.")
    return found


@use_case("Print the profile of a person", needs=READERS)
def print_out(work: Work, id: UUID, to: Addressed, shown: Shown = _USUAL) -> PersonProfile:
    """Log the disclosure and gather the profile."""
    person, today = work.get(Person, id), wall(work.now).date()
    closed, said = _closed(work.session, id), _words(person, shown, today)
    furniture = furnish(work, TITLE, to, records=1, filters=said, restricted=closed, about=(person,))
    return _gather(work.session, person, furniture, today, shown)


@use_case("Look at the profile of a person before it is printed", needs=READERS)
def preview(work: Work, id: UUID, shown: Shown = _USUAL) -> PersonProfile:
    """The same on screen; logs the consultation."""
    person, today = work.get(Person, id), wall(work.now).date()
    work.consult(person)
    furniture = rehearse(work, TITLE, filters=_words(person, shown, today), restricted=_closed(work.session, id))
    return _gather(work.session, person, furniture, today, shown)


def _gather(session: Session, person: Person, furniture: PrintFurniture, today: date, shown: Shown) -> PersonProfile:
    found = persons.detail(session, person.id, today)
    events = timelines.of_person(session, person.id)
    told = tuple(event for event in events if shown.conditions or not event.handling)
    reports = sum(bool(event.handling) for event in events if event.strand is Strand.INTELLIGENCE)
    bound = sum(map(_is_conditional, found.draft.details)) + sum(map(_is_conditional, found.links))
    profile = PersonProfile(
        furniture=furniture, today=today, person=found, by_initials=found.row.child and not shown.full_name,
        details=tuple(line for line in found.draft.details if shown.conditions or not _is_conditional(line)),
        links=tuple(link for link in found.links if shown.conditions or not _is_conditional(link)),
        orders=tuple(orders.of_person(session, person.id)), events=told,
        left_out=0 if shown.conditions else bound + reports,
    )  # fmt: skip
    title = f"{person.reference} {profile.name}"
    return replace(profile, furniture=replace(furniture, title=title, marking=person.marking))


def _is_conditional(line: DetailLine | LinkRow) -> bool:
    return line.handling is HandlingGrade.CONDITIONS


def _closed(session: Session, id: UUID) -> int:
    """How many of the groups named in it are closed to others."""
    return sum(link.access is not Access.TEAM for link in links.of_person(session, id))


def _words(person: Person, shown: Shown, today: date) -> tuple[str, ...]:
    said = ("with handling conditions",) if shown.conditions else ()
    if person.adult_on is None or today >= person.adult_on:
        return said
    return (*said, exports.NAMES if shown.full_name else exports.INITIALS)
