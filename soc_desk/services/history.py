"""The audit log as people read it: a record's history in words, and the log for auditors."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from soc_desk.domain import AuditEntry, Disclosure, Disruption, Subject, User
from soc_desk.errors import Invalid
from soc_desk.services.history_words import FieldChange, HistoryRow, Names, changes, told_to
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import AuditCategory, Role

__all__ = [
    "AuditRow", "FieldChange", "HistoryRow", "audit_export", "audit_page", "history",
    "print_reference",
]  # fmt: skip

_LONDON = ZoneInfo("Europe/London")
_FURTHER = (
    "Person", "IntelligenceLink", "Operation", "TaskingBid", "Request", "LocalProfile", "ChbSite", "Document",
    "Strength",
)  # fmt: skip
_PRINT_ID = re.compile(r"p?-?\s*(\d{4})-(\d{1,9})", re.IGNORECASE)


@dataclass(frozen=True)
class AuditRow:
    """One entry of the log as an auditor reads it: ids, never names of the people recorded.

    ``print_id`` is the reference that stands on each page of what was disclosed; empty for other entries. ``emptied``:
    an erasure took out what the entry held.
    """

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
    print_id: str = ""
    emptied: bool = False


def history(session: Session, id: UUID, limit: int = 500) -> list[HistoryRow]:
    """Everything that happened to a record the reader may know of, newest first.

    A POCA case, champion or target has a row for each deed; other records one for each entry of the log.
    """
    if not any(session.scalar(select(kind.id).where(kind.id == id)) for kind in (Subject, Disruption, *_later())):
        from soc_desk.services.poca import past  # the window loads this module at its start, and shows no case there

        return past.history(session, id, limit)
    told = AuditEntry.record_id == id
    if links := _links_of(session, id):  # by their groups, whose entries an index finds
        of_links = and_(AuditEntry.record_id.in_(set(links.values())), AuditEntry.entity_id.in_(links))
        told = or_(told, of_links)
    entries = session.scalars(select(AuditEntry).where(told).order_by(AuditEntry.id.desc()).limit(limit)).all()
    names = Names(session)
    people = {name: display for name, display in session.execute(select(User.name, User.display))}
    return [
        HistoryRow(
            entry.id, entry.at, people.get(entry.actor, entry.actor), entry.machine, entry.title, entry.category,
            tuple(changes(entry, names)), entry.recipient or "", entry.purpose or "",
        )
        for entry in told_to(session, entries, names)
        if entry.fields.keys() != {"version"}  # the lines that changed have entries of their own
    ]  # fmt: skip


def _links_of(session: Session, id: UUID) -> dict[UUID, UUID]:
    """The links of a person and their groups: lines of the groups that belong to the person's history as well."""
    from soc_desk.domain import PersonLink  # as below

    links = session.execute(select(PersonLink.id, PersonLink.subject_id).where(PersonLink.person_id == id))
    return {link_id: subject_id for link_id, subject_id in links}


def _later() -> Iterator[Any]:
    """Further kinds whose entries are told one by one; mapped when somebody asks for them, not at the start."""
    from soc_desk import domain

    for name in _FURTHER:
        yield getattr(domain, name)


@use_case("Export the audit log", needs={Role.AUDITOR, Role.ADMINISTRATOR})
def audit_export(work: Work, recipient: str, purpose: str) -> list[AuditRow]:
    """The whole log, oldest first, for a recipient and a purpose; logged as a disclosure."""
    problems = {
        name: f"Say {what}."
        for name, what, given in (
            ("recipient", "who receives the log", recipient),
            ("purpose", "why it is disclosed", purpose),
        )
        if not given.strip()
    }
    if problems:
        raise Invalid(problems)
    rows = list(_audit_rows(work.session, None, None, "", None))[::-1]
    work.disclose("Audit log", recipient=recipient, purpose=purpose, records=len(rows))
    return rows


@use_case("Read the audit log", needs={Role.AUDITOR, Role.ADMINISTRATOR})
def audit_page(
    work: Work, before: int | None = None, category: AuditCategory | None = None, actor: str = "", limit: int = 100,
    *, since: date | None = None, until: date | None = None, print_id: str = "",
) -> list[AuditRow]:  # fmt: skip
    """A page of the log, newest first; ``since`` and ``until`` are London days. Reading it is itself logged.

    ``print_id`` narrows to one print, export or copy: the disclosure and every record that notes it.
    """
    work.note(work.get(User, work.actor.id), "consulted", {"log": [None, "audit"]})
    first = _first_from(work.session, since) if since else 0
    ends = [before] if before is not None else []
    if until is not None:
        ends.append(_first_from(work.session, until + timedelta(days=1)))
    if print_id.strip():
        printed = _disclosed(work.session, print_id)
        if printed is None:
            return []
        first = max(first, _first_at(work.session, printed))
        ends.append(_first_at(work.session, printed + timedelta(microseconds=1)))
    rows = _audit_rows(work.session, min(ends, default=None), category, actor, None if print_id else limit, first)
    wanted = print_reference(print_id)
    return [row for row in rows if not wanted or row.print_id == wanted][:limit]


def print_reference(typed: str) -> str:
    """A print id as the log keeps it, however it was typed: ``p-2026-31`` gives ``P-2026-0031``."""
    told = _PRINT_ID.fullmatch(typed.strip())
    return f"P-{told[1]}-{int(told[2]):04}" if told else typed.strip().upper()


def _disclosed(session: Session, print_id: str) -> datetime | None:
    """When that print was logged; None when there is none of that id."""
    return session.scalar(select(Disclosure.at).where(Disclosure.reference == print_reference(print_id)))


def _first_from(session: Session, day: date) -> int:
    """Number of the first entry of a London day or later."""
    return _first_at(session, datetime.combine(day, time(), _LONDON))


def _first_at(session: Session, moment: datetime) -> int:
    """Number of the first entry of a moment or later; entries are numbered in the order of their moments."""
    low, high = 1, (session.scalar(select(func.max(AuditEntry.id))) or 0) + 1
    while low < high:
        middle = (low + high) // 2
        from_middle = select(AuditEntry.at).where(AuditEntry.id >= middle).order_by(AuditEntry.id).limit(1)
        at = session.scalar(from_middle)
        if at is None or at >= moment:
            high = middle
        else:
            low = middle + 1
    return low


def _audit_rows(
    session: Session, before: int | None, category: AuditCategory | None, actor: str, limit: int | None, first: int = 0
) -> Iterator[AuditRow]:
    query = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(limit)
    if first:
        query = query.where(AuditEntry.id >= first)
    if before is not None:
        query = query.where(AuditEntry.id < before)
    if category is not None:
        query = query.where(AuditEntry.category == category)
    if actor:
        query = query.where(AuditEntry.actor == actor)
    for entry in session.scalars(query):
        yield AuditRow(
            entry.id, entry.at, entry.actor, entry.machine, entry.category, entry.title, entry.entity, entry.record_id,
            entry.action, entry.recipient or "", entry.purpose or "", entry.seal, _print_id(entry),
            entry.is_emptied,
        )  # fmt: skip


def _print_id(entry: AuditEntry) -> str:
    told = entry.fields.get("reference") if entry.category is AuditCategory.DISCLOSURE else None
    return told if isinstance(told, str) else ""
