"""The audit log as people read it: a record's history in words, and the log for auditors."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import Area, AuditEntry, CodeItem, Disruption, Subject, Team, User
from soc_desk.errors import NotFound
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import READERS, AuditCategory, Role

_HIDDEN = frozenset({"id", "version", "serial", "fingerprint", "disruption_id", "subject_id_", "position", "import_id"})
_WORDS = {
    "disruption_date": "date", "four_p": "which P", "impact_level": "level", "impact_rationale": "why this level",
    "subject_id": "against", "primary_threat": "threat", "recorded_by_id": "recorded by", "submitted_by_id": "submitted by",
    "moderated_by_id": "moderated by", "area_id": "area", "team_id": "team", "owner_id": "owner", "level_before": "level first assessed",
    "national_ref": "national reference", "lro": "lead responsible officer", "created_by_id": "created by",
}  # fmt: skip


@dataclass(frozen=True)
class FieldChange:
    """One field in words: what it was and what it became; empty text for nothing."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class HistoryRow:
    """One thing that happened to a record."""

    seq: int
    at: datetime
    by: str
    machine: str
    what: str
    category: AuditCategory
    changes: tuple[FieldChange, ...]
    recipient: str
    purpose: str


@dataclass(frozen=True)
class AuditRow:
    """One entry of the log as an auditor reads it: ids, never names of the people recorded."""

    seq: int
    at: datetime
    actor: str
    machine: str
    category: AuditCategory
    title: str
    entity: str
    record_id: UUID
    action: str
    recipient: str
    purpose: str
    seal: str


def history(session: Session, id: UUID, limit: int = 500) -> list[HistoryRow]:  # noqa: A002 - the field's name
    """Everything that happened to a record the reader may know of, newest first."""
    subject = session.scalar(select(Subject.id).where(Subject.id == id))
    if subject is None and session.scalar(select(Disruption.id).where(Disruption.id == id)) is None:
        raise NotFound("That record does not exist, or is not open to you.")
    entries = session.scalars(select(AuditEntry).where(AuditEntry.record_id == id).order_by(AuditEntry.id.desc()).limit(limit)).all()
    names = _Names(session)
    people = {name: display for name, display in session.execute(select(User.name, User.display))}
    return [
        HistoryRow(
            entry.id, entry.at, people.get(entry.actor, entry.actor), entry.machine, entry.title, entry.category,
            tuple(_changes(entry, names)), entry.recipient or "", entry.purpose or "",
        )
        for entry in entries
    ]  # fmt: skip


@use_case("Read the audit log", needs={Role.AUDITOR, Role.ADMINISTRATOR})
def audit_page(work: Work, before: int | None = None, category: AuditCategory | None = None, actor: str = "", limit: int = 100) -> list[AuditRow]:
    """A page of the log, newest first; reading it is itself logged."""
    work.note(work.get(User, work.actor.id), "consulted", {"log": [None, "audit"]})
    return list(_audit_rows(work.session, before, category, actor, limit))


def _audit_rows(session: Session, before: int | None, category: AuditCategory | None, actor: str, limit: int) -> Iterator[AuditRow]:
    query = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(limit)
    if before is not None:
        query = query.where(AuditEntry.id < before)
    if category is not None:
        query = query.where(AuditEntry.category == category)
    if actor:
        query = query.where(AuditEntry.actor == actor)
    for entry in session.scalars(query):
        yield AuditRow(
            entry.id, entry.at, entry.actor, entry.machine, entry.category, entry.title, entry.entity, entry.record_id,
            entry.action, entry.recipient or "", entry.purpose or "", entry.seal,
        )  # fmt: skip


def _changes(entry: AuditEntry, names: "_Names") -> Iterator[FieldChange]:
    for field, pair in entry.fields.items():
        if field in _HIDDEN or not isinstance(pair, list) or len(pair) != 2:  # noqa: PLR2004 - before and after
            continue
        word = _WORDS.get(field, field.removesuffix("_id").replace("_", " "))
        line = f"{names.word(entry.fields['kind'][1])}: " if entry.entity == "outcome" and field != "kind" and "kind" in entry.fields else ""
        yield FieldChange(line + word, names.word(pair[0]), names.word(pair[1]))


class _Names:
    """Turns stored values into what people read; ids of closed records stay unread, since the session does not see them."""

    def __init__(self, session: Session) -> None:
        self._known: dict[str, str] = {code: label for code, label in session.execute(select(CodeItem.code, CodeItem.label))}
        for query in (select(User.id, User.display), select(Area.id, Area.name), select(Team.id, Team.name)):
            self._known |= {str(id_): name for id_, name in session.execute(query)}
        self._session = session

    def word(self, value: Any) -> str:
        if value in (None, "", [], {}):
            return ""
        if isinstance(value, list):
            return ", ".join(self.word(item) for item in value)
        if isinstance(value, dict):
            return " ".join(self.word(item) for item in value.values() if item)
        text = str(value)
        if text not in self._known and len(text) == 36 and text.count("-") == 4:  # noqa: PLR2004 - a UUID as text
            subject = self._session.execute(select(Subject.reference, Subject.name).where(Subject.id == UUID(text))).one_or_none()
            self._known[text] = " ".join(subject) if subject else "another record"
        return self._known.get(text, text)
