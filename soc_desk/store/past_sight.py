"""What is answered past the reader's sight: breaking the glass, whom to call about a person, what changed unseen.

On a server the functions of migrations 0016 and 0018 answer, by the login that asks and not by the program.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import CTE, ColumnClause, CompoundSelect, column, func, insert, or_, select, union, union_all
from sqlalchemy.orm import Session

from soc_desk import domain
from soc_desk.domain import (
    AuditEntry,
    CaseGlass,
    GlassBreak,
    NotSame,
    Person,
    PersonKey,
    PersonLink,
    PocaCase,
    Subject,
    SubjectReader,
    User,
)
from soc_desk.domain.base import Id, new_id
from soc_desk.domain.closed import closed_cases, closed_subjects
from soc_desk.store.sight import reader_of
from soc_desk.store.work import Note, Work
from soc_desk.vocabulary import Access


def break_glass(work: Work, reference: str, reason: str) -> bool:
    """Name the actor on the record of that reference which is closed to them; False where there is none such.

    A case of a closed group is opened with its group, whose owner is told as well.
    """
    made = [new_id(), new_id()]
    if _is_server(work.session):
        columns: tuple[ColumnClause[Any], ...] = (column("place"), column("line", Id()), column("record", Id()))
        told = select(func.desk_break_glass(made, reference, reason, type_=Id()).table_valued(*columns))
        opened = [(place, line, record) for place, line, record in work.session.execute(told)]
    else:
        opened = _opened(work, made, reference, reason)
    for place, line, record in opened:
        fields = {"user_id": [None, work.actor.id], "reason": [None, reason]}
        work.notes.append(Note(place, line, record, "added", fields))
    work.session.expire_all()
    return bool(opened)


def _opened(work: Work, made: list[UUID], reference: str, reason: str) -> list[tuple[str, UUID, UUID]]:
    """What was opened, as table, line and record; after its group a case may still be closed by itself."""
    run = work.session.connection().execute
    subject, case = Subject.__table__.c, PocaCase.__table__.c
    asked = select(case.id, case.subject_id).where(case.reference == reference, case.id.in_(closed_cases(work.actor)))
    of_case, of_subject = run(asked).one_or_none() or (None, None)
    wanted = or_(subject.reference == reference, subject.id == of_subject)
    opened = []
    line = {"version": 1, "user_id": work.actor.id, "reason": reason, "at": work.now}
    group = run(select(subject.id).where(wanted, subject.id.in_(closed_subjects(work.actor)))).scalar()
    if group is not None:
        run(insert(SubjectReader), [{"subject_id": group, "user_id": work.actor.id}])
        run(insert(GlassBreak), [line | {"id": made[0], "subject_id": group}])
        opened.append((GlassBreak.__tablename__, made[0], group))
    if run(select(case.id).where(case.id == of_case, case.id.in_(closed_cases(work.actor)))).scalar() is not None:
        run(insert(domain.CaseReader), [{"case_id": of_case, "user_id": work.actor.id}])
        run(insert(CaseGlass), [line | {"id": made[1], "case_id": of_case}])
        opened.append((CaseGlass.__tablename__, made[1], of_case))
    return opened


def shared_people(session: Session) -> list[tuple[UUID, UUID, str]]:
    """The people of the reader's own closed records who are, or seem to be, in another: record, person, its owner.

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


def changed_unseen(session: Session, since: int) -> bool:
    """Whether anything was changed after that entry of the log which the reader may not know of (any more)."""
    if _is_server(session):
        return bool(session.scalar(select(func.desk_changed_unseen(since))))
    reader, entry = reader_of(session), AuditEntry.__table__.c
    closed = union_all(closed_subjects(reader), closed_cases(reader))
    asked = select(entry.id).where(entry.id > since, entry.action != "consulted", entry.record_id.in_(closed)).limit(1)
    return session.connection().execute(asked).scalar() is not None


def _is_server(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"
