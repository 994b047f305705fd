"""Subjects of every kind: choosing one, priority individuals and vulnerabilities, who may know of a record."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from soc_desk.domain import (
    Actor,
    PriorityIndividual,
    Subject,
    SubjectReader,
    SubjectStatusChange,
    User,
    Vulnerability,
)
from soc_desk.domain.days import DayThatWas
from soc_desk.errors import Invalid, NotAllowed
from soc_desk.services import code_checks
from soc_desk.services.prints import wall
from soc_desk.services.rows import row
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import WRITERS, Access, Role, SubjectKind, SubjectStatus


@dataclass(frozen=True, kw_only=True)
class SubjectChoice:
    """A subject as a form offers it."""

    id: UUID
    kind: SubjectKind
    reference: str
    name: str
    status: SubjectStatus
    tier: str
    assessed_on: date | None

    @property
    def label(self) -> str:
        """What is read: reference and name."""
        return f"{self.reference} {self.name}".strip()


@dataclass(frozen=True, kw_only=True)
class SubjectDraft:
    """A priority individual or a vulnerability, kept no fuller than a disruption needs it."""

    kind: SubjectKind | None = None
    name: str = ""
    area_id: UUID | None = None
    primary_threat: str = ""
    assessed_on: DayThatWas = None
    national_ref: str = ""

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        found = {}
        if self.kind not in (SubjectKind.PRIORITY_INDIVIDUAL, SubjectKind.VULNERABILITY):
            found["kind"] = "Choose priority individual or vulnerability; a group is mapped in the OCG register."
        if not self.name.strip():
            found["name"] = "Give it a neutral name."
        return found


def choices(session: Session, text: str = "", limit: int = 30) -> list[SubjectChoice]:
    """Subjects whose reference or name holds ``text``; active ones first."""
    columns = (
        Subject.id,
        Subject.kind,
        Subject.reference,
        Subject.name,
        Subject.status,
        Subject.tier,
        Subject.assessed_on,
    )
    query = select(*columns).where(Subject.status.not_in([SubjectStatus.REJECTED, SubjectStatus.MERGED]))
    for word in text.split():
        found = (column.icontains(word, autoescape=True) for column in (Subject.reference, Subject.name))
        query = query.where(or_(*found))
    rows = session.execute(query.order_by(Subject.status != SubjectStatus.ACTIVE, Subject.reference).limit(limit))
    return [row(SubjectChoice, values) for values in rows]


def choice(session: Session, id: UUID) -> SubjectChoice | None:
    """One subject as a form shows it, or None."""
    columns = (
        Subject.id,
        Subject.kind,
        Subject.reference,
        Subject.name,
        Subject.status,
        Subject.tier,
        Subject.assessed_on,
    )
    found = session.execute(select(*columns).where(Subject.id == id)).one_or_none()
    return row(SubjectChoice, found) if found else None


@use_case("Record a priority individual or vulnerability", needs=WRITERS)
def record(work: Work, draft: SubjectDraft) -> UUID:
    """Keep a new one as Active; gives its id."""
    threat = code_checks.of("primary_threat", "soc_threat", draft.primary_threat)
    if problems := code_checks.problems(work.session, threat, (), wall(work.now).date()) | draft.problems():
        raise Invalid(problems)
    individual = draft.kind is SubjectKind.PRIORITY_INDIVIDUAL
    made = (PriorityIndividual if individual else Vulnerability)(
        reference=work.next_reference("PI" if individual else "V"),
        name=draft.name.strip(),
        area_id=draft.area_id,
        primary_threat=draft.primary_threat,
        assessed_on=draft.assessed_on,
        national_ref=draft.national_ref,
        status=SubjectStatus.ACTIVE,
        mapped_on=wall(work.now).date(),
        owner_id=work.actor.id,
        created_by_id=work.actor.id,
        created_at=work.now,
    )
    work.add(made)
    work.add(
        SubjectStatusChange(
            subject_id=made.id, before=None, after=made.status, at=work.now, by_id=work.actor.id, reason="Recorded."
        )
    )
    return made.id


@use_case("Change who may know of a record", needs=WRITERS)
def set_access(work: Work, id: UUID, version: int, access: Access, readers: tuple[UUID, ...]) -> None:
    """Open a record to the team, close it to its owner and the people named, or seal it. Works at once for everybody.

    A sealed record takes no list: it is open to its owner and the head of its unit.

    The same on both engines (migration 0010 has the server hold to it): the owner does it, anybody who writes where
    there is none, or a supervisor who may read it, also where they shut themselves out. Somebody who can sign in must
    be left who may know of it; raises Invalid otherwise.
    """
    subject = work.get(Subject, id, version)
    if told := not_theirs(work.actor, subject.owner_id):
        raise NotAllowed(told)
    owner = subject.owner_id or work.actor.id
    before = set(work.session.scalars(select(SubjectReader.user_id).where(SubjectReader.subject_id == id)))
    kept = named_on(access, readers)
    if access is not Access.TEAM:
        refuse_nobody(work.session, kept | {owner} | heads(work.session, access, subject.team_id))
    # Named first, unnamed last: on a server the record must stay in the sight of whoever changes this, step by step.
    passing = {work.actor.id} if access is not Access.TEAM and owner != work.actor.id else set()
    work.session.add_all(SubjectReader(subject_id=id, user_id=user) for user in (kept | passing) - before)
    work.session.flush()
    subject.owner_id = owner
    subject.access = access
    subject.version += 1  # the list is part of the record: its version moves with it
    work.session.flush()
    unnamed = (before | passing) - kept
    gone = delete(SubjectReader).where(SubjectReader.subject_id == id, SubjectReader.user_id.in_(unnamed))
    work.session.execute(gone)
    work.note(subject, "changed", {"readers": [sorted(map(str, before)), sorted(map(str, kept))]})


def not_theirs(reader: Actor, owner_id: UUID | None, what: str = "record") -> str:
    """Why somebody cannot change who may know of a record that they may read, or empty."""
    if owner_id in (None, reader.id) or Role.SUPERVISOR in reader.roles:
        return ""
    return f"Only the owner of the {what}, or a supervisor who may read it, can change who may know of it."


def named_on(access: Access, readers: tuple[UUID, ...]) -> set[UUID]:
    """Who is named on a record so closed; raises Invalid for a list on a sealed one."""
    if access is Access.SEALED and readers:
        raise Invalid(
            {"readers": "A sealed record takes no list. Restrict it instead, where others are to know of it."}
        )
    return set(readers) if access is Access.RESTRICTED else set()


def heads(session: Session, access: Access, team_id: UUID | None) -> set[UUID]:
    """Who may know of a record of a team because they head it: nobody, unless it is sealed."""
    if access is not Access.SEALED or team_id is None:
        return set()
    return set(session.scalars(select(User.id).where(User.team_id == team_id, User.heads_team.is_(True))))


def refuse_nobody(session: Session, knowing: set[UUID]) -> None:
    """Raise Invalid where none of those who would know of a closed record can sign in."""
    able = select(User.id).where(User.id.in_(knowing), User.disabled_at.is_(None)).limit(1)
    if session.scalar(able) is None:
        raise Invalid({"readers": "Nobody who can sign in would know of it any more. Name somebody who can."})


def refuse_losing_sight(work: Work, owner_id: UUID | None, named: tuple[UUID, ...]) -> None:
    """Raise Invalid where whoever passes a closed record on would not know of it any more.

    A server refuses the save by itself, and says nothing that helps; so the rule is the same on both engines.
    """
    if work.actor.id not in (owner_id, *named):
        raise Invalid(
            {
                "owner_id": "You would not know of it any more. Name yourself under “Who may know” first; its new "
                "owner can take you off again."
            }
        )


def unaware(session: Session, subject: Subject, user: User) -> str:
    """Why nothing of a closed record is given to somebody who may not know of it, or empty."""
    if subject.access is Access.TEAM or user.id in (subject.owner_id, *readers(session, subject.id)):
        return ""
    is_head = user.heads_team and user.team_id is not None and user.team_id == subject.team_id
    if subject.access is Access.SEALED and is_head:
        return ""
    return f"{user.display} may not know of this group. Name them under “Who may know” first."


def readers(session: Session, id: UUID) -> tuple[UUID, ...]:
    """The people named on a restricted record."""
    named = (
        select(SubjectReader.user_id).join(User, User.id == SubjectReader.user_id).where(SubjectReader.subject_id == id)
    )
    return tuple(session.scalars(named.order_by(User.display)))
