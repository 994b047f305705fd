"""Closed records in an emergency, what their owners are told of it, and whom to call about a person they share."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, literal, select
from sqlalchemy.orm import Session

from soc_desk import domain
from soc_desk.domain import AuditEntry, CaseGlass, GlassBreak, Person, PocaCase, Subject, SubjectReader, User, whole
from soc_desk.domain.base import KINDS
from soc_desk.errors import Invalid, NotAllowed
from soc_desk.services.labels import policy
from soc_desk.services.prints import wall
from soc_desk.store import Work, shared_people, use_case
from soc_desk.vocabulary import READERS, AuditCategory, Role

NOTHING_OPENED = (
    "No record was opened. Either none has that reference, or it is open to you already. The try is in the log."
)
TOO_MANY = "You have tried as often as is allowed within an hour. The try is in the log; ask the record's owner."


@dataclass(frozen=True)
class Broken:
    """What came of a try: the record that is open now, if any, the sentence for whoever tried, and where it is."""

    id: UUID | None
    words: str
    page: str = "ocgs"


@dataclass(frozen=True, kw_only=True)
class GlassRow:
    """Somebody broke the glass of a record of the reader's, which they have not said they saw."""

    id: UUID
    version: int
    page: str
    record_id: UUID
    record: str
    by: str
    at: datetime
    reason: str

    @property
    def words(self) -> str:
        """What happened, in a sentence."""
        return f"{self.by} broke the glass on {wall(self.at):%d %b %Y at %H:%M}: {self.reason}"


@dataclass(frozen=True)
class SharedPerson:
    """A person of one's own closed record who is, or seems to be, in another's, and whom to call; nothing more."""

    subject_id: UUID
    subject: str
    person: str
    call: str

    @property
    def words(self) -> str:
        """What to do, in a sentence."""
        return f"Call {self.call} about {self.person}, who is, or seems to be, in a closed record of theirs, too."


@use_case("Break the glass of a closed record", needs={Role.SUPERVISOR})
def break_glass(work: Work, reference: str, reason: str) -> Broken:
    """Open the record of a reference in an emergency: its owner is told, and every try is in the log.

    Whether there is such a record is told only to whom it is open then. It refuses by its answer and not by an error,
    so that the log keeps the try.
    """
    problems = {}
    if not reference.strip():
        problems["reference"] = "Type the reference of the record, such as OCG-2026-0012 or C-2026-0101."
    if len(reason.strip()) < 10:
        problems["reason"] = "Say why it cannot wait for the owner, in a few words more."
    if problems:
        raise Invalid(problems)
    allowed = int(policy(work.session, "access.glass_tries_an_hour", wall(work.now).date()))
    tried = _tries(work)
    work.note(work.get(User, work.actor.id), "noted", {"event": [None, "tried to break the glass of a closed record"]})
    if tried >= allowed:
        return Broken(None, TOO_MANY)
    named = reference.strip().upper()
    from soc_desk.store import past_sight  # My desk, which opens first, breaks none

    if not past_sight.break_glass(work, named, reason.strip()):
        return Broken(None, NOTHING_OPENED)
    of_case = work.session.scalar(select(PocaCase.id).where(PocaCase.reference == named))
    return Broken(
        of_case or work.session.scalars(select(Subject.id).where(Subject.reference == named)).one(),
        "It is open to you now, until its owner takes it away. They are told, with your reason.",
        "ocgs" if of_case is None else "poca",
    )


@use_case("Answer a broken glass", needs=READERS)
def answer_glass(work: Work, id: UUID, version: int, *, take_away: bool) -> None:
    """The owner has seen it; ``take_away`` closes the record again to whoever broke it."""
    of_case = work.session.get(CaseGlass, id) is not None
    broken = work.get(CaseGlass, id, version) if of_case else work.get(GlassBreak, id, version)
    record: PocaCase | Subject = (
        work.get(PocaCase, broken.case_id) if isinstance(broken, CaseGlass) else work.get(Subject, broken.subject_id)
    )
    if record.owner_id != work.actor.id:
        raise NotAllowed("Only the owner of the record answers this.")
    broken.seen_at, broken.seen_by_id = work.now, work.actor.id
    if take_away:
        named: tuple[type[domain.CaseReader | SubjectReader], Any] = (
            (domain.CaseReader, domain.CaseReader.case_id) if of_case else (SubjectReader, SubjectReader.subject_id)
        )
        kind, about = named
        work.session.execute(delete(kind).where(about == record.id, kind.user_id == broken.user_id))
        work.note(record, "changed", {"readers": [[str(broken.user_id)], []]})


def unseen(session: Session, reader_id: UUID, record_id: UUID | None = None) -> list[GlassRow]:
    """Broken glasses of the reader's own records that they have not answered, oldest first."""
    found = [*_unseen(session, reader_id, record_id, GlassBreak), *_unseen(session, reader_id, record_id, CaseGlass)]
    return sorted(found, key=lambda row: row.at)


def _unseen(
    session: Session, reader_id: UUID, record_id: UUID | None, kind: type[GlassBreak | CaseGlass]
) -> Iterator[GlassRow]:
    of: type[Subject | PocaCase] = Subject if kind is GlassBreak else PocaCase
    named = Subject.name if of is Subject else literal("")
    columns = (kind.id, kind.version, of.id, of.reference, named, User.display, kind.at, kind.reason)
    query = select(*columns).join(of, of.id == (GlassBreak.subject_id if of is Subject else CaseGlass.case_id))
    query = query.join(User, User.id == kind.user_id).where(kind.seen_at.is_(None), of.owner_id == reader_id)
    if record_id is not None:
        query = query.where(of.id == record_id)
    for id_, version, about, reference, name, by, at, reason in session.execute(query):
        yield GlassRow(
            id=id_, version=version, page="ocgs" if of is Subject else "poca", record_id=about,
            record=f"{reference} {name}".strip(), by=by, at=at, reason=reason,
        )  # fmt: skip


def shared(session: Session, subject_id: UUID | None = None) -> list[SharedPerson]:
    """The people of the reader's own closed records whom another closed record holds, with whom to call."""
    found = [each for each in shared_people.shared_people(session) if subject_id in (None, each[0])]
    if not found:
        return []
    people = {id_: f"{ref} {name}" for id_, ref, name in session.execute(
        select(Person.id, Person.reference, Person.name).where(Person.id.in_({person for _, person, _ in found}))
    )}  # fmt: skip
    subjects = {id_: f"{ref} {name}" for id_, ref, name in session.execute(
        select(Subject.id, Subject.reference, Subject.name).where(Subject.id.in_({mine for mine, _, _ in found}))
    )}  # fmt: skip
    return [
        SharedPerson(mine, subjects[mine], people[person], owner)
        for mine, person, owner in found
        if mine in subjects and person in people
    ]


def of_record(session: Session, subject_id: UUID, reader_id: UUID) -> Iterator[tuple[str, str]]:
    """What the owner of a closed record is told on it: a sentence and why, gravest first; others nothing."""
    for broken in unseen(session, reader_id, subject_id):
        yield broken.words, "Answer it on My desk, where you can take the access away."
    for person in shared(session, subject_id):
        yield person.words, "Two closed records hold the same person; each owner is told whom to call and no more."


def gone(session: Session, ids: frozenset[UUID]) -> frozenset[UUID]:
    """Those of the ids that lead to nothing which is open to the reader: it never was, or was taken away."""
    whole()
    left = set(ids)
    for kind in KINDS:
        if not left:
            break
        left.difference_update(session.scalars(select(kind.id).where(kind.id.in_(left))))
    return frozenset(left)


def _tries(work: Work) -> int:
    """How often the actor tried in the past hour."""
    since = work.now - timedelta(hours=1)
    asked = select(func.count(AuditEntry.id)).where(
        AuditEntry.record_id == work.actor.id, AuditEntry.category == AuditCategory.SECURITY,
        AuditEntry.use_case == work.rule.name, AuditEntry.at > since,
    )  # fmt: skip
    return work.session.scalar(asked) or 0
