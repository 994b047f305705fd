"""What leaves the register of people: logged as a disclosure first, then handed out; children by their initials."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import IO
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import Person, PersonLink, Subject
from soc_desk.services.people import keys, links, members, person_query, person_rows
from soc_desk.services.people.links import LinkRow
from soc_desk.services.people.person_rows import PersonFilter, PersonRow, PersonSort
from soc_desk.services.prints import Addressed, Field, Kind, PrintFurniture, RegisterPrint, Value, furnish, wall
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import READERS
from soc_desk.vocabulary.ocg import HandlingGrade

TITLE = "People"
INITIALS = "Under 18: initials only"
NAMES = "Under 18: full names"
_NAMED_AT_MOST = 500
_LEFT_OUT = "Links with handling conditions left out: {}"

FIELDS = (
    Field(heading="Reference"),
    Field(heading="Name"),
    Field(heading="Other names"),
    Field(heading="Born", kind=Kind.DATE),
    Field(heading="Age"),
    Field(heading="Links: role, category, basis, grade"),
    Field(heading="Review due", kind=Kind.DATE),
)
MEMBER_FIELDS = (
    Field(heading="Reference"),
    Field(heading="Name"),
    Field(heading="Role"),
    Field(heading="Category"),
    Field(heading="Since", kind=Kind.DATE),
    Field(heading="Ended", kind=Kind.DATE),
    Field(heading="Basis"),
    Field(heading="Grade"),
    Field(heading="Conditions"),
)
Write = Callable[[RegisterPrint, IO[bytes]], int]


@use_case("Export people", needs=READERS)
def export_people(
    work: Work, shown: PersonFilter, to: Addressed, filters: tuple[str, ...] = (), names_of_children: bool = False,
    *, conditional: bool = False,
) -> PrintFurniture:  # fmt: skip
    """Log that a view leaves as a file, narrowed as ``filters`` says in words; then ``hand_over`` the rows.

    Links with handling conditions are left out unless ``conditional``: whoever exports saw and acknowledges them.
    """
    today = wall(work.now).date()
    people = person_rows.page(work.session, shown, today=today, limit=_NAMED_AT_MOST)
    about = [work.get(Person, row.id) for row in people]
    records = person_rows.count(work.session, shown)
    held = () if conditional else conditions_of(work.session, shown)
    said = (*filters, NAMES if names_of_children else INITIALS, *_left_out(len(held)))
    return furnish(work, TITLE, to, records=records, filters=said, about=about)


def hand_over(
    session: Session,
    furniture: PrintFurniture,
    shown: PersonFilter,
    sort: PersonSort,
    write: Write,
    out: IO[bytes],
    names_of_children: bool = False,
    *,
    conditional: bool = False,
) -> int:
    """Have ``write`` draw the rows of a view as on the day of the print; gives how many."""
    today = furniture.data_as_at.date()
    every = _every(session, shown, sort, today)
    lines = (_line(row, today, names_of_children, conditional=conditional) for row in every)
    return write(RegisterPrint(furniture=furniture, fields=FIELDS, rows=lines), out)


@use_case("Export the members of a group", needs=READERS)
def export_members(
    work: Work, subject_id: UUID, to: Addressed, names_of_children: bool = False, *, conditional: bool = False
) -> PrintFurniture:
    """As ``export_people``, of everybody linked to one group; then ``hand_over_members``."""
    subject = work.get(Subject, subject_id)
    every = members.of(work.session, subject_id).links
    found = [link for link in every if conditional or not link.held]
    people = dict.fromkeys(link.person_id for link in found)
    about = [subject, *(work.get(Person, id_) for id_ in people)]
    said = (NAMES if names_of_children else INITIALS, *_left_out(len(every) - len(found)))
    furniture = furnish(work, "People of a group", to, records=len(found), filters=said, about=about, of=subject_id)
    return replace(furniture, title=f"People of {subject.reference} {subject.name}")  # the log names no closed group


def hand_over_members(
    session: Session,
    furniture: PrintFurniture,
    subject_id: UUID,
    write: Write,
    out: IO[bytes],
    names_of_children: bool = False,
    *,
    conditional: bool = False,
) -> int:
    """As ``hand_over``, of the members of a group."""
    today = furniture.data_as_at.date()
    found = [link for link in members.of(session, subject_id).links if conditional or not link.held]
    lines = (
        (
            link.person_reference, shown_name(link.person, link.is_child(today) and not names_of_children),
            link.role.label, link.category.label, link.from_on, link.to_on, link.basis.label, link.grade,
            link.held,
        )
        for link in found
    )  # fmt: skip
    return write(RegisterPrint(furniture=furniture, fields=MEMBER_FIELDS, rows=lines), out)


def conditions_of(session: Session, shown: PersonFilter) -> list[str]:
    """The conditions of the links of a view, each with its person and group, for whoever exports to acknowledge."""
    people = select(Person.id).where(*person_query.conditions(session, shown))
    return _told(links.rows(session, PersonLink.person_id.in_(people), PersonLink.handling == HandlingGrade.CONDITIONS))


def conditions_of_members(session: Session, subject_id: UUID) -> list[str]:
    """As ``conditions_of``, of everybody linked to one group."""
    return _told(members.of(session, subject_id).links)


def shown_name(name: str, by_initials: bool) -> str:
    """A name, or its initials such as ``P. K.``; somebody unidentified stays so."""
    if not by_initials or name.startswith("Unidentified"):
        return name
    return " ".join(f"{letter.upper()}." for letter in keys.initials(name))


def links_words(found: tuple[LinkRow, ...]) -> str:
    """What somebody is to each group, each with its category and grade: a suspect here, a possible victim there."""
    return "; ".join(link.words for link in found)


def _line(row: PersonRow, today: date, names_of_children: bool, *, conditional: bool) -> tuple[Value, ...]:
    hidden = row.adult_on is not None and today < row.adult_on and not names_of_children
    born, aliases = (None, "") if hidden else (row.born_on, ", ".join(row.aliases))
    told = links_words(tuple(link for link in row.links if conditional or not link.held))
    return row.reference, shown_name(row.name, hidden), aliases, born, row.age, told, row.review_due_on


def _told(found: Iterable[LinkRow]) -> list[str]:
    return [f"{link.person_reference}, {link.subject}: {link.held}" for link in found if link.held]


def _left_out(number: int) -> tuple[str, ...]:
    return (_LEFT_OUT.format(number),) if number else ()


def _every(session: Session, shown: PersonFilter, sort: PersonSort, today: date) -> Iterator[PersonRow]:
    after: PersonRow | None = None
    while rows := person_rows.page(session, shown, sort, today=today, after=after):
        yield from rows
        after = rows[-1]
