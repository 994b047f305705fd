"""What is answered past the reader's sight: breaking the glass, what changed unseen; and see ``shared_people``.

On a server the functions of migrations 0016 and 0018 answer, by the login that asks and not by the program.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnClause, column, func, insert, or_, select, union_all
from sqlalchemy.orm import Session

from soc_desk import domain
from soc_desk.domain import AuditEntry, CaseGlass, GlassBreak, PocaCase, Subject, SubjectReader
from soc_desk.domain.base import Id, new_id
from soc_desk.domain.closed import closed_cases, closed_subjects
from soc_desk.store.sight import reader_of
from soc_desk.store.work import Note, Work


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
