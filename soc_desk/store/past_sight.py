"""The two questions that are answered past the reader's sight: breaking the glass, and whom to call about a person.

On a server the functions of migration 0016 answer them, by the login that asks and not by the program.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnClause, column, func, insert, select
from sqlalchemy.orm import Session

from soc_desk.domain import GlassBreak, PersonLink, Subject, SubjectReader, User
from soc_desk.domain.base import Id, new_id
from soc_desk.domain.subject import closed_subjects
from soc_desk.store.sight import reader_of
from soc_desk.store.work import Note, Work
from soc_desk.vocabulary import Access


def break_glass(work: Work, reference: str, reason: str) -> UUID | None:
    """Name the actor on the record of that reference which is closed to them; None where there is none such."""
    made = new_id()
    if _is_server(work.session):
        id_: UUID | None = work.session.scalar(select(func.desk_break_glass(made, reference, reason, type_=Id())))
    else:
        run = work.session.connection().execute
        subject = Subject.__table__.c
        wanted = select(subject.id).where(subject.reference == reference, subject.id.in_(closed_subjects(work.actor)))
        id_ = run(wanted).scalar()
        if id_ is not None:
            run(insert(SubjectReader), [{"subject_id": id_, "user_id": work.actor.id}])
            told = {"id": made, "version": 1, "subject_id": id_, "user_id": work.actor.id, "reason": reason}
            run(insert(GlassBreak), [told | {"at": work.now}])
    if id_ is not None:
        fields = {"user_id": [None, work.actor.id], "reason": [None, reason]}
        work.notes.append(Note(GlassBreak.__tablename__, made, id_, "added", fields))
        work.session.expire_all()
    return id_


def shared_people(session: Session) -> list[tuple[UUID, UUID, str]]:
    """The people of the reader's own closed records who are in another closed to them: record, person, its owner.

    The owner's name and nothing else of the other record; the reader's own record and person they know.
    """
    if _is_server(session):
        columns: tuple[ColumnClause[Any], ...] = (column("mine", Id()), column("person", Id()), column("owner"))
        told = select(func.desk_shared_people().table_valued(*columns))
        return [(mine, person, owner) for mine, person, owner in session.execute(told)]
    reader = reader_of(session)
    mine, other = Subject.__table__.alias("mine"), Subject.__table__.alias("other")
    here, there = PersonLink.__table__.alias("here"), PersonLink.__table__.alias("there")
    owner = User.__table__.alias("owner")
    found = (
        select(mine.c.id, here.c.person_id, owner.c.display)
        .distinct()
        .join(here, here.c.subject_id == mine.c.id)
        .join(there, there.c.person_id == here.c.person_id)
        .join(other, other.c.id == there.c.subject_id)
        .join(owner, owner.c.id == other.c.owner_id)
        .where(mine.c.owner_id == reader.id, mine.c.access != Access.TEAM, other.c.id.in_(closed_subjects(reader)))
        .order_by(owner.c.display)
    )
    return [(id_, person, name) for id_, person, name in session.connection().execute(found)]


def _is_server(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"
