"""Taking an import back as one unit: its records, and the subjects and areas it made if nothing else uses them."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, or_, select
from sqlalchemy.orm import Session

from soc_desk.domain import (
    Area,
    AuditEntry,
    CaseExhibit,
    CaseMoney,
    CaseMovement,
    CaseNotice,
    CaseOrder,
    CasePerson,
    CaseStep,
    Disruption,
    Duty,
    Entity,
    ImportBatch,
    IntelligenceLink,
    Outcome,
    Person,
    PersonDetail,
    PersonKey,
    PersonLink,
    PersonName,
    PocaCase,
    Subject,
    SubjectStatusChange,
)
from soc_desk.errors import Invalid, NotAllowed, NotFound
from soc_desk.services import import_people
from soc_desk.services.import_numbers import lower
from soc_desk.services.import_plan import chunks, named
from soc_desk.services.import_returned import return_holding
from soc_desk.services.intelligence import clock
from soc_desk.store import Work, seals, use_case
from soc_desk.store.work import Note
from soc_desk.vocabulary import WRITERS, ImportKind, Role

_CASE_LINES = (Duty, CaseStep, CaseMovement, CaseMoney, CaseExhibit, CasePerson, CaseNotice, CaseOrder)
"""What an import makes below a case; whatever else hangs on it was somebody's work, and keeps it from being undone."""

_TOUCHED = ("changed", "added", "removed")


@dataclass(frozen=True, kw_only=True)
class Undone:
    """What was taken back; ``kept`` are subjects and areas that stay because something else uses them by now.

    ``erased`` are records that a person's erasure took before.
    """

    reference: str
    records: int
    subjects: int
    areas: int
    kept: int
    erased: int = 0


def find(session: Session, text: str) -> UUID:
    """The import with this reference (``I-2026-0001``) or id; raises ``NotFound``."""
    wanted = [ImportBatch.reference == text.strip().upper()]
    with suppress(ValueError):
        wanted.append(ImportBatch.id == UUID(text.strip()))
    found = session.scalar(select(ImportBatch.id).where(or_(*wanted)))
    if found is None:
        raise NotFound(f"There is no import “{text}”. The list of imports names them all.")
    return found


@use_case("Undo an import", needs=WRITERS)
def undo(work: Work, import_id: UUID) -> Undone:
    """Take an import back: its importer or a supervisor may, as long as nobody has worked on what it brought in."""
    session = work.session
    batch = work.get(ImportBatch, import_id)
    if batch.undone_at is not None:
        raise Invalid({"import_id": f"Import {batch.reference} was undone already."})
    if batch.by_id != work.actor.id and Role.SUPERVISOR not in work.actor.roles:
        raise NotAllowed("An import is undone by the person who made it, or by a supervisor.")
    records = _made(session, Disruption, import_id)
    subjects = _made(session, Subject, import_id)
    areas = _made(session, Area, import_id)
    cases = _made(session, PocaCase, import_id)
    people = _made(session, Person, import_id)
    reports = _made(session, IntelligenceLink, import_id)
    about = session.scalars(select(IntelligenceLink.subject_id).where(IntelligenceLink.import_id == import_id)).all()
    made: dict[ImportKind, tuple[Any, list[UUID]]] = {
        ImportKind.DISRUPTIONS: (Disruption, records),
        ImportKind.OCGS: (Subject, subjects),
        ImportKind.CASH: (PocaCase, cases),
        ImportKind.PEOPLE: (Person, people),
        ImportKind.INTELLIGENCE: (IntelligenceLink, reports),
    }
    kind, main = made[batch.kind]
    erased = _erased(session, batch, kind)
    main[:] = [id_ for id_ in main if id_ not in erased]
    visible = session.scalars(select(kind.id).where(kind.import_id == import_id)).all()
    if len(visible) < max(len(main), int(batch.counts.get("records", batch.counts["accepted"])) - len(erased)):
        text = f"Some records of import {batch.reference} are closed to you by now. Ask somebody who may read them."
        raise Invalid({"import_id": text})
    if changed := _changed_since(session, main):
        raise Invalid({"import_id": _why_not(session, batch, changed)})
    if linked := import_people.used(session, people, import_id):
        raise Invalid({"import_id": _why_not(session, batch, linked)})
    _refuse_returned(session, batch, records)
    _remove_people(work, people)
    for line in _CASE_LINES:
        _remove(work, line, "case_id", cases)
    _remove(work, PocaCase, "id", cases)
    _remove(work, Outcome, "disruption_id", records)
    _remove(work, Disruption, "id", records)
    _remove(work, IntelligenceLink, "id", reports)
    free = _unused(
        session, subjects, Disruption.__table__.c.subject_id, PersonLink.__table__.c.subject_id,
        IntelligenceLink.__table__.c.subject_id,
    )  # fmt: skip
    if batch.kind is ImportKind.OCGS and len(free) < len(subjects):
        used = named(_references(session, [id_ for id_ in subjects if id_ not in set(free)]))
        raise Invalid({"import_id": f"Disruptions were recorded against {used} since; the import stays as it is."})
    _remove(work, SubjectStatusChange, "subject_id", free)
    _remove(work, Subject, "id", free)
    users = (Disruption.__table__.c.area_id, Subject.__table__.c.area_id, PocaCase.__table__.c.area_id)
    free_areas = _unused(session, areas, *users)
    _remove(work, Area, "id", free_areas)
    batch.undone_at = work.now
    lower(work, batch.counts.get("lifted", {}) if free == subjects else {})
    clock.refresh(work, *(set(about) - set(free)))
    return Undone(
        reference=batch.reference, records=len(main), subjects=len(free), areas=len(free_areas),
        kept=len(subjects) - len(free) + len(areas) - len(free_areas), erased=len(erased),
    )  # fmt: skip


def _remove_people(work: Work, people: list[UUID]) -> None:
    """The people of an import with their links, names, details and keys."""
    for piece in chunks(people):
        work.session.execute(delete(PersonKey).where(PersonKey.person_id.in_(piece)))
    for line in (PersonLink, PersonName, PersonDetail):
        _remove(work, line, "person_id", people)
    _remove(work, Person, "id", people)


def _refuse_returned(session: Session, batch: ImportBatch, records: list[UUID]) -> None:
    """What was sent with a return stays in the store: the return's comparison and proof point at it."""
    table = Disruption.__table__.c
    days = select(func.min(table.disruption_date), func.max(table.disruption_date))
    first, last = session.execute(days.where(table.import_id == batch.id)).one()
    if first is not None and (sent := return_holding(session, frozenset(records), (first, last), batch.at)):
        text = f"Import {batch.reference} cannot be undone: its records are in return {sent}. "
        raise Invalid({"import_id": f"{text}Withdraw single records instead and build the return again."})


def _made(session: Session, kind: type[Entity], import_id: UUID) -> list[UUID]:
    """Ids of what an import made, asked of the table: stubs and areas that nobody uses go whoever may read them."""
    table = kind.__table__.c
    return list(session.scalars(select(table.id).where(table.import_id == import_id)))


def _erased(session: Session, batch: ImportBatch, kind: type[Entity]) -> frozenset[UUID]:
    """What the import brought and an erasure took: the log says both by number, long after it was emptied."""
    entry = AuditEntry
    brought = select(entry.record_id).where(
        entry.at == batch.at, entry.action == "added", entry.entity == kind.__tablename__,
        entry.use_case.like("imports.%"),
    )  # fmt: skip
    gone = select(entry.record_id).where(
        entry.record_id.in_(brought), entry.use_case == seals.ERASING, entry.action.in_(("erased", "removed")),
        entry.entity == kind.__tablename__,
    )  # fmt: skip
    return frozenset(session.scalars(gone)) - set(session.scalars(select(kind.id).where(kind.id.in_(gone))))


def _changed_since(session: Session, ids: list[UUID]) -> set[UUID]:
    """Those of the records on which somebody worked after the import; the audit log knows."""
    found: set[UUID] = set()
    for piece in chunks(ids):
        later = select(AuditEntry.record_id).where(
            AuditEntry.record_id.in_(piece), AuditEntry.action.in_(_TOUCHED),
            AuditEntry.use_case.not_like("imports.%"), AuditEntry.use_case != seals.ERASING,
        )  # fmt: skip
        found.update(session.scalars(later))
    return found


def _unused(session: Session, ids: list[UUID], *columns: ColumnElement[UUID]) -> list[UUID]:
    """Those that nobody changed and none of ``columns`` points at, in their order."""
    held = _changed_since(session, ids)
    for column in columns:
        for piece in chunks(ids):
            held.update(session.scalars(select(column).where(column.in_(piece)).distinct()))
    return [id_ for id_ in ids if id_ not in held]


def _remove(work: Work, kind: type[Entity], column: str, owners: list[UUID]) -> None:
    """Delete the rows of ``kind`` whose ``column`` is one of ``owners``, logged as erasures without their content."""
    table = kind.__table__.c
    for piece in chunks(owners):
        these = table[column].in_(piece)
        rows = work.session.execute(select(table.id, table[kind.RECORD]).where(these)).all()
        work.session.execute(delete(kind.__table__).where(these))  # type: ignore[arg-type]  # a mapped class's table is a Table
        work.notes += [Note(kind.__tablename__, id_, record_id, "removed", {}) for id_, record_id in rows]


def _why_not(session: Session, batch: ImportBatch, changed: set[UUID]) -> str:
    references = named(_references(session, sorted(changed)))
    return (
        f"Import {batch.reference} cannot be undone: somebody has worked on {references} since. "
        "Withdraw single records instead."
    )


def _references(session: Session, ids: list[UUID]) -> list[str]:
    """References of records, of which a sentence names the first few."""
    found: list[str] = []
    for kind in (Disruption.__table__.c, Subject.__table__.c, PocaCase.__table__.c, Person.__table__.c):
        for piece in chunks(ids):
            found += session.scalars(select(kind.reference).where(kind.id.in_(piece)).order_by(kind.reference))
    reports = IntelligenceLink.__table__.c
    for piece in chunks(ids):
        found += session.scalars(select(reports.ir_ref).where(reports.id.in_(piece)).order_by(reports.ir_ref))
    return found
