"""The one query shape of the register of people: for its list, its totals, its export and its prints."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from soc_desk.domain import Person, PersonLink, PersonName, Subject
from soc_desk.domain.age import Age
from soc_desk.services.people import links, wording
from soc_desk.services.people.links import LinkRow
from soc_desk.services.rows import row
from soc_desk.vocabulary import Marking
from soc_desk.vocabulary.ocg import DataCategory, LinkRole

_P = Person


class PersonRow(NamedTuple):
    """One line of the register; the fields up to ``marking`` are the columns of ``rows_query`` in their order.

    ``age`` is in words, ``child`` whether they are or may be under 18; both on the day the page was read. ``links``
    are those that the reader may know of, current ones first; ``aliases`` are all other names.
    """

    id: UUID
    version: int
    serial: int
    reference: str
    name: str
    sort_name: str
    born_on: date | None
    adult_on: date | None
    unidentified: bool
    review_due_on: date | None
    retention_group: str
    processing_restricted: bool
    marking: Marking
    age: str = ""
    child: bool = False
    links: tuple[LinkRow, ...] = ()
    aliases: tuple[str, ...] = ()

    @property
    def current(self) -> tuple[LinkRow, ...]:
        """Links that have not ended."""
        return tuple(each for each in self.links if each.to_on is None)


@dataclass(frozen=True, kw_only=True)
class PersonFilter:
    """What a view shows; empty means all. ``text`` is looked for in names, references, phones and plates.

    ``areas`` are those of groups they are linked to. ``children`` leaves those who are or may be under 18 on ``today``,
    ``review_due`` those whose review is due by then; both need ``today``. ``unlinked`` leaves who is in no group.
    """

    subject_id: UUID | None = None
    roles: tuple[LinkRole, ...] = ()
    categories: tuple[DataCategory, ...] = ()
    areas: tuple[UUID, ...] = ()
    children: bool = False
    unidentified: bool = False
    unlinked: bool = False
    review_due: bool = False
    restricted: bool = False
    import_id: UUID | None = None
    text: str = ""
    today: date | None = None


@dataclass(frozen=True)
class PersonTotals:
    """How many people a view holds, and of them under 18, unidentified, in no group, and due for review."""

    all: int
    children: int
    unidentified: int
    unlinked: int
    review_due: int


def one(session: Session, id: UUID, today: date) -> PersonRow | None:
    """The row of one person, or None for somebody who is not or is not open to the reader; merged records as well."""
    return next(iter(with_lines(session, session.execute(rows_query().where(_P.id == id)).all(), today)), None)


def count(session: Session, shown: PersonFilter) -> int:
    """How many people the view holds."""
    return session.scalar(select(func.count(_P.id)).where(*conditions(session, shown))) or 0


def totals(session: Session, shown: PersonFilter, today: date) -> PersonTotals:
    """The view's figures, from the same conditions as its list."""
    told = (_child(today), _P.unidentified, _unlinked(), _P.review_due_on <= today)
    counted = (func.count(_P.id).filter(condition) for condition in told)
    query = select(func.count(_P.id), *counted).where(*conditions(session, shown))
    return row(PersonTotals, session.execute(query).one())


def rows_query() -> Select[*tuple[Any, ...]]:
    """The columns of a register line; callers add conditions and order, and ``with_lines`` adds the rest."""
    return select(
        _P.id, _P.version, _P.serial, _P.reference, _P.name, _P.sort_name, _P.born_on, _P.adult_on, _P.unidentified,
        _P.review_due_on, _P.retention_group, _P.processing_restricted, _P.marking,
    )  # fmt: skip


def with_lines(session: Session, found: Iterable[Sequence[Any]], today: date) -> list[PersonRow]:
    """Rows with age, links and other names, read at once for all of them."""
    rows = [PersonRow(*values) for values in found]
    if not rows:
        return []
    ids = [row.id for row in rows]
    linked = links.of_people(session, ids)
    named: dict[UUID, list[str]] = {}
    names = select(PersonName.person_id, PersonName.name).where(PersonName.person_id.in_(ids)).order_by(PersonName.id)
    for person_id, name in session.execute(names):
        named.setdefault(person_id, []).append(name)
    ages = select(_P.id, _P.born_on, _P.age_from, _P.age_to, _P.age_noted_on).where(_P.id.in_(ids))
    old = {
        id_: Age(born_on, least, most, noted_on).words(today)
        for id_, born_on, least, most, noted_on in session.execute(ages)
    }
    return [
        row._replace(
            age=old.get(row.id, ""), child=row.adult_on is not None and today < row.adult_on,
            links=tuple(linked.get(row.id, ())), aliases=tuple(named.get(row.id, ())),
        )
        for row in rows
    ]  # fmt: skip


def conditions(session: Session, shown: PersonFilter) -> list[ColumnElement[bool]]:
    """The view as conditions on ``Person``; records merged into another are in none."""
    return [_P.merged_into_id.is_(None), *_narrowing(session, shown)]


def _narrowing(session: Session, shown: PersonFilter) -> Iterator[ColumnElement[bool]]:
    if linked := list(_of_links(shown)):
        query = select(PersonLink.person_id).where(PersonLink.to_on.is_(None), *linked)
        yield _P.id.in_(query)
    if shown.children and shown.today:
        yield _child(shown.today)
    if shown.review_due and shown.today:
        yield _P.review_due_on <= shown.today
    if shown.unidentified:
        yield _P.unidentified.is_(True)
    if shown.unlinked:
        yield _unlinked()
    if shown.restricted:
        yield _P.processing_restricted.is_(True)
    if shown.import_id is not None:
        yield _P.import_id == shown.import_id
    if shown.text:
        yield from wording.conditions(session, wording.asked(shown.text))


def _of_links(shown: PersonFilter) -> Iterator[ColumnElement[bool]]:
    if shown.subject_id is not None:
        yield PersonLink.subject_id == shown.subject_id
    if shown.roles:
        yield PersonLink.role.in_(shown.roles)
    if shown.categories:
        yield PersonLink.category.in_(shown.categories)
    if shown.areas:
        yield PersonLink.subject_id.in_(select(Subject.id).where(Subject.area_id.in_(shown.areas)))


def _child(today: date) -> ColumnElement[bool]:
    return and_(_P.adult_on.is_not(None), _P.adult_on > today)


def _unlinked() -> ColumnElement[bool]:
    return ~select(PersonLink.id).where(PersonLink.person_id == _P.id).exists()
