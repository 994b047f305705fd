"""Closed records in an emergency, what their owners are told of it, and whom to call about a person they share."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from soc_desk.domain import AuditEntry, GlassBreak, Person, Subject, SubjectReader, User
from soc_desk.errors import Invalid, NotAllowed
from soc_desk.services.labels import policy
from soc_desk.services.prints import wall
from soc_desk.store import Work, past_sight, use_case
from soc_desk.vocabulary import READERS, AuditCategory, Role

NOTHING_OPENED = (
    "No record was opened. Either none has that reference, or it is open to you already. The try is in the log."
)
TOO_MANY = "You have tried as often as is allowed within an hour. The try is in the log; ask the record's owner."


@dataclass(frozen=True)
class Broken:
    """What came of a try: the record that is open now, if any, and the sentence for whoever tried."""

    id: UUID | None
    words: str


@dataclass(frozen=True, kw_only=True)
class GlassRow:
    """Somebody broke the glass of a record of the reader's, which they have not said they saw."""

    id: UUID
    version: int
    subject_id: UUID
    subject: str
    by: str
    at: datetime
    reason: str

    @property
    def words(self) -> str:
        """What happened, in a sentence."""
        return f"{self.by} broke the glass on {wall(self.at):%d %b %Y at %H:%M}: {self.reason}"


@dataclass(frozen=True)
class SharedPerson:
    """A person of one's own closed record who is in another's, and whom to call; nothing of the other record."""

    subject_id: UUID
    subject: str
    person: str
    call: str

    @property
    def words(self) -> str:
        """What to do, in a sentence."""
        return f"Call {self.call} about {self.person}, who is also known in a closed record of theirs."


@use_case("Break the glass of a closed record", needs={Role.SUPERVISOR})
def break_glass(work: Work, reference: str, reason: str) -> Broken:
    """Open the record of a reference in an emergency: its owner is told, and every try is in the log.

    Whether there is such a record is told only to whom it is open then. It refuses by its answer and not by an error,
    so that the log keeps the try.
    """
    problems = {}
    if not reference.strip():
        problems["reference"] = "Type the reference of the record, such as OCG-2026-0012."
    if len(reason.strip()) < 10:
        problems["reason"] = "Say why it cannot wait for the owner, in a few words more."
    if problems:
        raise Invalid(problems)
    allowed = int(policy(work.session, "access.glass_tries_an_hour", wall(work.now).date()))
    tried = _tries(work)
    work.note(work.get(User, work.actor.id), "noted", {"event": [None, "tried to break the glass of a closed record"]})
    if tried >= allowed:
        return Broken(None, TOO_MANY)
    id_ = past_sight.break_glass(work, reference.strip().upper(), reason.strip())
    if id_ is None:
        return Broken(None, NOTHING_OPENED)
    return Broken(id_, "It is open to you now, until its owner takes it away. They are told, with your reason.")


@use_case("Answer a broken glass", needs=READERS)
def answer_glass(work: Work, id: UUID, version: int, *, take_away: bool) -> None:
    """The owner has seen it; ``take_away`` closes the record again to whoever broke it."""
    broken = work.get(GlassBreak, id, version)
    subject = work.get(Subject, broken.subject_id)
    if subject.owner_id != work.actor.id:
        raise NotAllowed("Only the owner of the record answers this.")
    broken.seen_at, broken.seen_by_id = work.now, work.actor.id
    if take_away:
        gone = (SubjectReader.subject_id == subject.id, SubjectReader.user_id == broken.user_id)
        work.session.execute(delete(SubjectReader).where(*gone))
        work.note(subject, "changed", {"readers": [[str(broken.user_id)], []]})


def unseen(session: Session, reader_id: UUID, subject_id: UUID | None = None) -> list[GlassRow]:
    """Broken glasses of the reader's own records that they have not answered, oldest first."""
    columns = (
        GlassBreak.id, GlassBreak.version, GlassBreak.subject_id, Subject.reference, Subject.name, User.display,
        GlassBreak.at, GlassBreak.reason,
    )  # fmt: skip
    query = select(*columns).join(Subject, Subject.id == GlassBreak.subject_id)
    query = query.join(User, User.id == GlassBreak.user_id)
    query = query.where(GlassBreak.seen_at.is_(None), Subject.owner_id == reader_id).order_by(GlassBreak.at)
    if subject_id is not None:
        query = query.where(Subject.id == subject_id)
    return [
        GlassRow(id=id_, version=version, subject_id=about, subject=f"{ref} {name}", by=by, at=at, reason=reason)
        for id_, version, about, ref, name, by, at, reason in session.execute(query)
    ]


def shared(session: Session, subject_id: UUID | None = None) -> list[SharedPerson]:
    """The people of the reader's own closed records whom another closed record holds, with whom to call."""
    found = [each for each in past_sight.shared_people(session) if subject_id in (None, each[0])]
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


def _tries(work: Work) -> int:
    """How often the actor tried in the past hour."""
    since = work.now - timedelta(hours=1)
    asked = select(func.count(AuditEntry.id)).where(
        AuditEntry.record_id == work.actor.id, AuditEntry.category == AuditCategory.SECURITY,
        AuditEntry.use_case == work.rule.name, AuditEntry.at > since,
    )  # fmt: skip
    return work.session.scalar(asked) or 0
