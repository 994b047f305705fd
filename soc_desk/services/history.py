"""The audit log as people read it: a record's history in words, and the log for auditors."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from soc_desk.domain import Area, AuditEntry, CodeItem, Disclosure, Disruption, Subject, Team, User
from soc_desk.errors import Invalid, NotFound
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import (
    Access,
    AuditCategory,
    Code,
    DisruptionStatus,
    FourP,
    ImpactLevel,
    ImportKind,
    Marking,
    ModerationResult,
    OutcomeKind,
    Role,
    SubjectKind,
    SubjectStatus,
)

_LONDON = ZoneInfo("Europe/London")
_PRINT_ID = re.compile(r"p?-?\s*(\d{4})-(\d{1,9})", re.IGNORECASE)

_HIDDEN = frozenset({"id", "version", "serial", "fingerprint", "disruption_id", "subject_id_", "position", "import_id"})
_LISTS = {
    "primary_threat": "soc_threat",
    "secondary_threats": "soc_threat",
    "lead_agency": "agency",
    "supporting_agencies": "agency",
    "activity_types": "activity_type",
    "tactic_area": "tactic_area",
    "tier": "tier",
    "stage": "asset_stage",
}
"""Which code list a field's values belong to."""

_CODES: dict[str, type[Code]] = {
    "four_p": FourP, "four_p_secondary": FourP, "impact_level": ImpactLevel, "level_before": ImpactLevel,
    "marking": Marking, "moderation_result": ModerationResult, "access": Access,
}  # fmt: skip
_WORDS = {
    "disruption_date": "date",
    "four_p": "which P",
    "impact_level": "level",
    "impact_rationale": "why this level",
    "subject_id": "against",
    "primary_threat": "threat",
    "recorded_by_id": "recorded by",
    "submitted_by_id": "submitted by",
    "moderated_by_id": "moderated by",
    "area_id": "area",
    "team_id": "team",
    "owner_id": "owner",
    "level_before": "level first assessed",
    "national_ref": "national reference",
    "lro": "lead responsible officer",
    "created_by_id": "created by",
    "before": "status before",
    "after": "status",
    "at": "decided",
    "by_id": "decided by",
}


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
    """One entry of the log as an auditor reads it: ids, never names of the people recorded.

    ``print_id`` is the reference that stands on each page of what was disclosed; empty for other entries.
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


def history(session: Session, id: UUID, limit: int = 500) -> list[HistoryRow]:
    """Everything that happened to a record the reader may know of, newest first."""
    subject = session.scalar(select(Subject.id).where(Subject.id == id))
    if subject is None and session.scalar(select(Disruption.id).where(Disruption.id == id)) is None:
        raise NotFound("That record does not exist, or is not open to you.")
    entries = session.scalars(
        select(AuditEntry).where(AuditEntry.record_id == id).order_by(AuditEntry.id.desc()).limit(limit)
    ).all()
    names = _Names(session)
    people = {name: display for name, display in session.execute(select(User.name, User.display))}
    return [
        HistoryRow(
            entry.id, entry.at, people.get(entry.actor, entry.actor), entry.machine, entry.title, entry.category,
            tuple(_changes(entry, names)), entry.recipient or "", entry.purpose or "",
        )
        for entry in entries
        if entry.fields.keys() != {"version"}  # the lines that changed have entries of their own
    ]  # fmt: skip


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


@use_case("Copy rows of the audit log", needs={Role.AUDITOR, Role.ADMINISTRATOR})
def audit_copied(work: Work, records: int) -> str:
    """Log entries that were copied to the clipboard: a disclosure to the person who copied. Gives the print id."""
    purpose = "Copied to the clipboard."
    copied = work.disclose("Rows of the audit log", recipient=work.actor.display, purpose=purpose, records=records)
    return copied.reference


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
        )  # fmt: skip


def _print_id(entry: AuditEntry) -> str:
    told = entry.fields.get("reference") if entry.category is AuditCategory.DISCLOSURE else None
    return told if isinstance(told, str) else ""


def _changes(entry: AuditEntry, names: "_Names") -> Iterator[FieldChange]:
    kind = next((value for value in reversed(entry.fields.get("kind", [])) if value), "")
    line = f"{names.word('kind', kind)}: " if entry.entity == "outcome" and kind else ""
    for field, pair in entry.fields.items():
        if field in _HIDDEN or not isinstance(pair, list) or len(pair) != 2 or (line and field == "kind"):
            continue
        word = _WORDS.get(field, field.removesuffix("_id").replace("_", " ").removesuffix(" pence"))
        before, after = (names.word(field, value) for value in pair)
        if before or after:
            yield FieldChange(line + word, before, after)


class _Names:
    """Turns stored values into what people read; closed records stay unread, since the session does not see them."""

    def __init__(self, session: Session) -> None:
        codes = session.execute(select(CodeItem.list_name, CodeItem.code, CodeItem.label))
        self._labels = {(list_name, code): label for list_name, code, label in codes}
        self._names: dict[str, str] = {}
        for query in (select(User.id, User.display), select(Area.id, Area.name), select(Team.id, Team.name)):
            self._names |= {str(id_): name for id_, name in session.execute(query)}
        self._session = session

    def word(self, field: str, value: Any) -> str:  # noqa: PLR0911 - one return for each kind of field
        """A stored value in words; empty text for nothing."""
        if value in (None, "", [], {}):
            return ""
        if isinstance(value, list):
            return ", ".join(self.word(field, item) for item in value)
        if isinstance(value, dict):
            return " ".join(str(item) for item in value.values() if item)
        if field.endswith("_pence"):
            return f"£{int(value) / 100:,.2f}"
        if field in _CODES:
            return _CODES[field](value).label
        if field in ("status", "kind", "before", "after"):
            return _word_of(str(value), DisruptionStatus, SubjectStatus, OutcomeKind, SubjectKind, ImportKind)
        if field.endswith(("_on", "_date")) or field == "disruption_date":
            return f"{date.fromisoformat(str(value)):%d %b %Y}".lstrip("0")
        if field.endswith("_at") or field == "at":
            return f"{datetime.fromisoformat(str(value)).astimezone(_LONDON):%d %b %Y %H:%M}".lstrip("0")
        if field.endswith("_id") or field == "readers":
            return self._named(str(value))
        return self._labels.get((_LISTS.get(field, ""), str(value)), str(value))

    def _named(self, text: str) -> str:
        if text not in self._names:
            subject = self._session.execute(
                select(Subject.reference, Subject.name).where(Subject.id == UUID(text))
            ).one_or_none()
            self._names[text] = " ".join(subject) if subject else "another record"
        return self._names[text]


def _word_of(value: str, *kinds: type[Code]) -> str:
    """The label in the first list that has the value; fields called alike in several tables have different lists."""
    return next((kind(value).label for kind in kinds if value in set(kind)), value)
