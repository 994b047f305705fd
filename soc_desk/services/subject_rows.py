"""Priority individuals and vulnerabilities as a list shows them, and looking at one."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from soc_desk.domain import Area, Disruption, Subject, User
from soc_desk.errors import NotFound
from soc_desk.services import subjects, users
from soc_desk.services.labels import labels
from soc_desk.services.places import Place
from soc_desk.store import Work, use_case
from soc_desk.store.sight import reader_of
from soc_desk.vocabulary import READERS, Access, Marking, SubjectKind, SubjectStatus


@dataclass(frozen=True, kw_only=True)
class SubjectRow:
    """One line of the list; ``disruptions`` counts those in every state that the reader may know of."""

    id: UUID
    version: int
    kind: SubjectKind
    reference: str
    name: str
    status: SubjectStatus
    primary_threat: str
    area: str
    owner: str
    mapped_on: date | None
    assessed_on: date | None
    national_ref: str
    marking: Marking
    access: Access
    disruptions: int
    threat: str


def list_rows(session: Session, kind: SubjectKind, id: UUID | None = None) -> list[SubjectRow]:
    """All of a kind by reference, or the one with this id; a force has a few dozen, so they come whole."""
    against = select(func.count(Disruption.id)).where(Disruption.subject_id == Subject.id).correlate(Subject)
    columns = (
        Subject.id, Subject.version, Subject.kind, Subject.reference, Subject.name, Subject.status,
        Subject.primary_threat, Area.name, User.display, Subject.mapped_on, Subject.assessed_on, Subject.national_ref,
        Subject.marking, Subject.access, against.scalar_subquery(),
    )  # fmt: skip
    query = select(*columns).outerjoin(Area, Area.id == Subject.area_id).outerjoin(User, User.id == Subject.owner_id)
    query = query.where(Subject.kind == kind)
    if id is not None:
        query = query.where(Subject.id == id)
    threats = labels(session, "soc_threat")
    names = [name for name in SubjectRow.__dataclass_fields__ if name != "threat"]
    found = []
    for values in session.execute(query.order_by(Subject.reference)):
        facts = dict(zip(names, values, strict=True))
        facts |= {name: facts[name] or "" for name in ("area", "owner")}
        found.append(SubjectRow(**facts, threat=threats.get(facts["primary_threat"], facts["primary_threat"])))
    return found


@use_case("Look at a priority individual or vulnerability", needs=READERS)
def look(work: Work, id: UUID) -> SubjectRow:
    """Open a record; logs the consultation."""
    subject = work.get(Subject, id)
    work.consult(subject)
    return list_rows(work.session, subject.kind, id)[0]


@dataclass(frozen=True, kw_only=True)
class AccessFacts:
    """Who may know of a record, and who could be named; its owner always may.

    ``refused`` is why the reader cannot change it, or empty.
    """

    named: str
    version: int
    access: Access
    owner_id: UUID | None
    readers: tuple[UUID, ...]
    people: tuple[Place, ...]
    refused: str = ""


def access(session: Session, id: UUID) -> AccessFacts:
    """Who may know of a group, an individual or a vulnerability; raises NotFound for who may not."""
    columns = (Subject.reference, Subject.name, Subject.version, Subject.access, Subject.owner_id)
    found = session.execute(select(*columns).where(Subject.id == id)).one_or_none()
    if found is None:
        raise NotFound("That record does not exist, or is not open to you.")
    reference, name, version, who, owner_id = found
    people = users.list_rows(session)
    return AccessFacts(
        named=f"{reference} {name}", version=version, access=who, owner_id=owner_id,
        readers=subjects.readers(session, id),
        people=tuple(Place(p.id, p.display) for p in people if p.disabled_at is None and READERS & set(p.roles)),
        refused=subjects.not_theirs(reader_of(session), owner_id),
    )  # fmt: skip
