"""What the audit log holds of a record, in words people read: fields, values, and the kinds of record."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import Area, AuditEntry, CodeItem, Entity, Subject, Team, User
from soc_desk.domain.base import KINDS
from soc_desk.vocabulary import AuditCategory, Code, FourP

Stored = Any
"""A value as the log holds it: JSON."""

UNKNOWN = "another record"
"""What a record is called that does not exist any more, or is not open to the reader."""

_LONDON = ZoneInfo("Europe/London")

_HIDDEN = frozenset({
    "id", "version", "serial", "fingerprint", "disruption_id", "subject_id_", "position", "import_id", "sort_name",
    "adult_on", "linked_at", "linked_by_id", "request_id",
})  # fmt: skip
_LISTS = {
    "primary_threat": "soc_threat",
    "secondary_threats": "soc_threat",
    "lead_agency": "agency",
    "supporting_agencies": "agency",
    "activity_types": "activity_type",
    "tactic_area": "tactic_area",
    "tier": "tier",
    "stage": "asset_stage",
    "retention_group": "retention_group",
}
"""Which code list a field's values belong to."""

_WORDS = {
    "ir_ref": "IR reference",
    "legacy_grade": "older grade",
    "duplicate_of_id": "duplicate of",
    "qualifying": "keeps the group from archive review",
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
    "declined_for": "declined for",
    "level_before": "level first assessed",
    "national_ref": "national reference",
    "lro": "lead responsible officer",
    "created_by_id": "created by",
    "before": "status before",
    "after": "status",
    "at": "decided",
    "by_id": "decided by",
    "case_id": "POCA case",
    "born_on": "born",
    "child_confirmed": "under 18, confirmed",
    "cro_id": "CRO number",
    "pnc_id": "PNC ID",
}
_NUMBERS = frozenset({"pnc_id", "cro_id"})
"""Identifiers that are no id of a record."""
_ENTITIES = {
    "ancillary_order": "Ancillary order",
    "app_user": "Person who signs in",
    "champion": "POCA champion",
    "chb_site": "Clear, Hold, Build site",
    "chb_step": "Phase",
    "chb_subject": "Group of a site",
    "code_item": "Code value",
    "duty": "POCA deadline",
    "frozen_month": "Frozen month",
    "glass_break": "Broken glass",
    "import_batch": "Import",
    "intelligence_link": "Intelligence",
    "lom_subject": "Lifetime management",
    "lom_visit": "Visit",
    "merger": "Merger",
    "nrm_referral": "Referral",
    "ocg_leader": "Leadership",
    "ocg_review": "Review",
    "ocg_score": "Score",
    "operation_subject": "Group of an operation",
    "operation_tally": "Result",
    "order_breach": "Breach",
    "order_condition": "Condition",
    "person_detail": "Detail",
    "person_link": "Link to a group",
    "person_name": "Other name",
    "person_not_same": "Not the same person",
    "person_tie": "Tie between people",
    "plan": "4P plan",
    "plan_action": "Action",
    "plan_objective": "Objective",
    "poca_case": "POCA case",
    "poca_case_glass": "Broken glass",
    "poca_case_person": "Person of a case",
    "poca_case_step": "Step of a case",
    "poca_claim": "Claim",
    "poca_exhibit": "Exhibit",
    "poca_money": "Seized money",
    "poca_movement": "Line of a ledger",
    "poca_notice": "Forfeiture notice",
    "poca_order": "Application or order",
    "poca_service": "Service of a paper",
    "poca_time_change": "Changed time of seizure",
    "request_step": "Step of a request",
    "return_snapshot": "Return",
    "saved_view": "View",
    "store_info": "Store",
    "strength": "Strength of a team",
    "subject": "Group or subject",
    "target": "Target",
}
"""What a kind of record is called, where its table is not."""


@dataclass(frozen=True)
class FieldChange:
    """One field in words: what it was and what it became; empty text for nothing."""

    field: str
    before: str
    after: str


GONE = FieldChange("what it held", "", "erased")
"""All that an entry tells which an erasure emptied."""


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


def entity_words(table: str) -> str:
    """What people call a kind of record that the log names by its table."""
    return _ENTITIES.get(table, table.replace("_", " ").capitalize())


def _lines_told(lines: list[dict[str, Any]], names: "Names") -> Iterator[FieldChange]:
    """The lines that came in with a record, in the words of lines that have entries of their own."""
    for line in lines:
        kind = names.word("kind", line.get("kind", ""), "outcome")
        for field, value in line.items():
            if field != "kind" and (after := names.word(field, value, "outcome")):
                yield FieldChange(f"{kind}: {field_word(field)}", "", after)


def field_word(field: str) -> str:
    return _WORDS.get(
        field, field.removesuffix("_id").removesuffix("_hundredths").replace("_", " ").removesuffix(" pence")
    )


def changes(entry: AuditEntry, names: "Names") -> Iterator[FieldChange]:
    """The fields that an entry about a subject or a disruption tells of."""
    if entry.is_emptied:
        yield GONE
        return
    kind = next((value for value in reversed(entry.fields.get("kind", [])) if value), "")
    line = f"{names.word('kind', kind, 'outcome')}: " if entry.entity == "outcome" and kind else ""
    for field, pair in entry.fields.items():
        if field in _HIDDEN or not isinstance(pair, list) or len(pair) != 2 or (line and field == "kind"):
            continue
        if field == "outcomes":
            yield from _lines_told(pair[1], names)
            continue
        word = field_word(field)
        before, after = (names.word(field, value, entry.entity) for value in pair)
        if field in _ties(entry.entity):  # where the record once was, and the reader may not know of
            before, after = (told.replace(UNKNOWN, "") for told in (before, after))
        if before or after:
            yield FieldChange(line + word, before, after)


def told_to(session: Session, entries: Sequence[AuditEntry], names: "Names") -> list[AuditEntry]:
    """Those that the reader may know of: a line which ties the record to a closed one is as closed as that one."""
    removed = {entry.entity_id for entry in entries if entry.action == "removed"}
    hidden: set[UUID] = set()
    for entry in entries:
        ties = _ties(entry.entity) if entry.entity_id != entry.record_id else ()
        told = [value for field in ties for value in entry.fields.get(field, ()) if value]
        if any(names.named(str(value)) == UNKNOWN for value in told):
            hidden.add(entry.entity_id)
        elif ties and not told and entry.entity_id not in removed:
            kind = _kind_of(entry.entity)
            if session.scalar(select(kind.id).where(kind.id == entry.entity_id)) is None:
                hidden.add(entry.entity_id)
    return [
        entry
        for entry in entries
        if entry.entity_id not in hidden and ("of" not in entry.fields or names.named(entry.fields["of"]) != UNKNOWN)
    ]


@cache
def _ties(entity: str) -> tuple[str, ...]:
    """The columns of a table that name a group, person or case."""
    from soc_desk.domain import Base

    table = Base.metadata.tables.get(entity)
    return tuple(
        column.name
        for column in (table.columns if table is not None else ())
        if {key.column.table.name for key in column.foreign_keys} & {"subject", "person", "poca_case"}
    )


@cache
def _kind_of(entity: str) -> type[Entity]:
    return next(kind for kind in KINDS if getattr(kind, "__tablename__", "") == entity)


class Names:
    """Turns stored values into what people read; closed records stay unread, since the session does not see them."""

    def __init__(self, session: Session) -> None:
        codes = session.execute(select(CodeItem.list_name, CodeItem.code, CodeItem.label))
        self._labels = {(list_name, code): label for list_name, code, label in codes}
        self._names: dict[str, str] = {}
        for query in (select(User.id, User.display), select(Area.id, Area.name), select(Team.id, Team.name)):
            self._names |= {str(id_): name for id_, name in session.execute(query)}
        self._session = session

    def word(self, field: str, value: Stored, entity: str) -> str:  # noqa: PLR0911 - one return for each kind of field
        """A stored value of a table's field in words; empty text for nothing."""
        if value in (None, "", [], {}):
            return ""
        if isinstance(value, list):
            return ", ".join(self.word(field, item, entity) for item in value)
        if isinstance(value, dict):
            return " ".join(str(item) for item in value.values() if item)
        if field.endswith("_pence"):
            return f"£{int(value) / 100:,.2f}"
        if field.endswith("_hundredths"):
            return f"{int(value) / 100:,.2f}"
        if isinstance(value, bool):
            return "yes" if value else "no"
        if (codes := _codes(entity, field)) is not None and value in set(codes):
            return codes(value).label
        if field.endswith(("_on", "_date", "needed_by", "needed_by_before")):
            return f"{date.fromisoformat(str(value)):%d %b %Y}".lstrip("0")
        if field.endswith("_at") or field == "at":
            return f"{datetime.fromisoformat(str(value)).astimezone(_LONDON):%d %b %Y %H:%M}".lstrip("0")
        if (field.endswith("_id") and field not in _NUMBERS) or field == "readers":
            return self.named(str(value))
        return self._labels.get((_LISTS.get(field, ""), str(value)), str(value))

    def named(self, text: str) -> str:
        """What the record with that id is called: a person, area, team, subject or POCA case."""
        if text not in self._names:
            self._names[text] = self._record(UUID(text)) or UNKNOWN
        return self._names[text]

    def _record(self, id_: UUID) -> str | None:
        from soc_desk.domain import (
            IntelligenceLink,
            Person,
            PocaCase,
        )  # mapped when somebody asks for it, not at the start

        subject = self._session.execute(select(Subject.reference, Subject.name).where(Subject.id == id_)).one_or_none()
        if subject is not None:
            return " ".join(subject)
        person = self._session.scalar(select(Person.name).where(Person.id == id_))
        report = person or self._session.scalar(select(IntelligenceLink.ir_ref).where(IntelligenceLink.id == id_))
        return report or self._session.scalar(select(PocaCase.reference).where(PocaCase.id == id_))


@cache
def _codes(entity: str, field: str) -> type[Code] | None:
    """The list that a column's values belong to, as it is mapped."""
    from soc_desk.domain import Base

    if field == "four_p_secondary":  # a list of codes, which its column does not tell
        return FourP
    table = Base.metadata.tables.get(entity)
    kind = getattr(table.c[field].type, "enum_class", None) if table is not None and field in table.c else None
    return kind if kind is not None and issubclass(kind, Code) else None
