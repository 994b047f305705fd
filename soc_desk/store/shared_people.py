"""Whom to call about a person of one's own closed record: answered past the reader's sight (see migration 0016)."""

from typing import Any
from uuid import UUID

from sqlalchemy import CTE, ColumnClause, CompoundSelect, column, func, or_, select, union
from sqlalchemy.orm import Session

from soc_desk.domain import NotSame, Person, PersonKey, PersonLink, Subject, User
from soc_desk.domain.base import Id
from soc_desk.domain.closed import closed_subjects
from soc_desk.store.sight import reader_of
from soc_desk.vocabulary import Access


def shared_people(session: Session) -> list[tuple[UUID, UUID, str]]:
    """The people of the reader's own closed records who are, or seem to be, in another: record, person, its owner.

    The owner's name and nothing else of the other record; the reader's own record and person they know.
    """
    if session.get_bind().dialect.name == "postgresql":
        columns: tuple[ColumnClause[Any], ...] = (column("mine", Id()), column("person", Id()), column("owner"))
        told = select(func.desk_shared_people().table_valued(*columns))
        return [(mine, person, owner) for mine, person, owner in session.execute(told)]
    reader = reader_of(session)
    mine, other = Subject.__table__.alias("mine"), Subject.__table__.alias("other")
    here, there = PersonLink.__table__.alias("here"), PersonLink.__table__.alias("there")
    owner = User.__table__.alias("owner")
    own = (
        select(mine.c.id, here.c.person_id)
        .join(here, here.c.subject_id == mine.c.id)
        .where(mine.c.owner_id == reader.id, mine.c.access != Access.TEAM)
        .cte("own")
    )
    alike = _alike(own).subquery("alike")
    found = (
        select(alike.c.id, alike.c.person_id, owner.c.display)
        .distinct()
        .join(there, there.c.person_id == alike.c.other_id)
        .join(other, other.c.id == there.c.subject_id)
        .join(owner, owner.c.id == other.c.owner_id)
        .where(other.c.id.in_(closed_subjects(reader)))
        .order_by(owner.c.display)
    )
    return [(id_, person, name) for id_, person, name in session.connection().execute(found)]


def _alike(own: CTE) -> CompoundSelect[*tuple[Any, ...]]:
    """Each person of one's own records with whoever is the same, or looks it: one number, or one name and birth.

    Nobody could see both records when the second was made, so that there are two. Those found not to be the same are
    not told of.
    """
    mine, theirs = PersonKey.__table__.alias("my_key"), PersonKey.__table__.alias("their_key")
    numbers = (
        select(own.c.id, own.c.person_id, theirs.c.person_id.label("other_id"))
        .join(mine, mine.c.person_id == own.c.person_id)
        .join(theirs, (theirs.c.kind == mine.c.kind) & (theirs.c.value == mine.c.value))
        .where(mine.c.kind.in_(("phone", "plate", "identifier")))
    )
    one, other = Person.__table__.alias("one"), Person.__table__.alias("other_person")
    names = (
        select(own.c.id, own.c.person_id, other.c.id)
        .join(one, one.c.id == own.c.person_id)
        .join(other, other.c.sort_name == one.c.sort_name)
        .where(
            one.c.sort_name.contains(" "), ~one.c.unidentified, ~other.c.unidentified,
            or_(one.c.born_on.is_(None), other.c.born_on.is_(None), one.c.born_on == other.c.born_on),
        )
    )  # fmt: skip
    told = NotSame.__table__
    apart = select(told.c.id)
    pairs = union(numbers, names).subquery("pairs")
    is_apart = apart.where(
        or_(
            (told.c.person_id == pairs.c.person_id) & (told.c.other_id == pairs.c.other_id),
            (told.c.person_id == pairs.c.other_id) & (told.c.other_id == pairs.c.person_id),
        )
    )
    same = select(own.c.id, own.c.person_id, own.c.person_id.label("other_id"))
    return union(same, select(pairs).where(~is_apart.exists()))
