"""What the audit log holds of a record, in words people read: fields, values, and the kinds of record."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Date, select
from sqlalchemy.orm import Session

from soc_desk.domain import Area, AuditEntry, CodeItem, Entity, Team, User
from soc_desk.domain.base import KINDS, Id, UtcDateTime, WallTime
from soc_desk.services.prints import day_words, moment_words, pounds, wall
from soc_desk.vocabulary import AuditCategory, Code, FourP, Role, SubjectStatus
from soc_desk.vocabulary.ocg import TallyKind

Stored = Any
"""A value as the log holds it: JSON."""

UNKNOWN = "another record"
"""What a record is called that does not exist any more, or is not open to the reader."""

_HIDDEN = frozenset({
    "id", "version", "serial", "fingerprint", "disruption_id", "subject_id_", "position", "import_id", "sort_name",
    "adult_on", "linked_at", "linked_by_id", "request_id", "answers", "parts", "body", "sha256", "file_sha256",
    "profile_sha256", "content_sha256", "media_type", "size", "content", "counts", "mapping", "manifest", "filters",
    "moved", "adopted", "four_p_rank", "level_rank", "status_rank",
})  # fmt: skip
"""What says nothing to a reader, and what only the program reads."""
_LISTS = {
    "primary_threat": "soc_threat",
    "secondary_threats": "soc_threat",
    "lead_agency": "agency",
    "supporting_agencies": "agency",
    "agency": "agency",
    "cross_border_forces": "agency",
    "activity_types": "activity_type",
    "tactic_area": "tactic_area",
    "tier": "tier",
    "stage": "asset_stage",
    "retention_group": "retention_group",
}
"""Which code list a field's values belong to."""
_CODES: dict[str, type[Code]] = {"four_p_secondary": FourP, "roles": Role, "status_before": SubjectStatus}
"""Lists of codes, which their column does not tell."""
_TIERS = ("before", "after")
"""What a decision on the tier was between: codes of its list."""

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
    "action": "what was done",
    "activity_types": "kinds of activity",
    "affected_areas": "areas affected",
    "because": "reason",
    "body_worn_ref": "body-worn video",
    "born_on": "born",
    "county_line_ref": "county line reference",
    "cross_border_forces": "cross-border forces",
    "disabled_at": "account closed",
    "done_on": "done",
    "evidence_ref": "evidence reference",
    "evidence_refs": "evidence references",
    "exhibit_ref": "exhibit reference",
    "four_p_secondary": "further Ps",
    "from_on": "from",
    "happened_on": "happened",
    "heads_team": "heads the team",
    "in_force_from": "in force from",
    "is_child": "under 18",
    "kind_before": "kind before",
    "line_names": "county lines",
    "lro_id": "lead responsible officer",
    "most": "most points there are",
    "name": "name",
    "ocg_checked": "checked for a group",
    "other_id": "the other",
    "plan_ref": "plan reference",
    "rocu_told_on": "ROCU told",
    "since_on": "since",
    "sro": "senior responsible officer",
    "sro_id": "senior responsible officer",
    "synced_on": "last synchronised",
    "to_on": "to",
    "total": "points",
    "unknown": "answers not known",
    "until_on": "until",
    "words": "in words",
    "child_confirmed": "under 18, confirmed",
    "cro_id": "CRO number",
    "pnc_id": "PNC ID",
}
_NAMED_BY = {
    "subject": ("reference", "name"), "person": ("name",), "intelligence_link": ("ir_ref",),
    "poca_case": ("reference",), "operation": ("reference", "name"), "chb_site": ("name",), "document": ("title",),
    "disruption": ("reference",), "request": ("reference",), "tasking_bid": ("reference",),
    "local_profile": ("title",), "nrm_referral": ("reference", "kind"), "ancillary_order": ("kind", "reference"),
    "order_condition": ("kind", "words"), "score_template": ("name", "edition"), "plan": ("number",),
    "disclosure": ("reference",), "return_snapshot": ("reference",), "import_batch": ("reference",),
}  # fmt: skip
"""What a record is called where another one names it, by table."""
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


_BY_KIND = ("outcome", "operation_tally")
"""Lines that are called by their kind."""


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
    line = f"{names.word('kind', kind, entry.entity)}: " if entry.entity in _BY_KIND and kind else ""
    for field, pair in entry.fields.items():
        if field in _HIDDEN or not isinstance(pair, list) or len(pair) != 2 or (line and field == "kind"):
            continue
        if field == "outcomes":
            yield from _lines_told(pair[1], names)
            continue
        word = field_word(field)
        before, after = (names.told_of(entry, field, value) for value in pair)
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
    from soc_desk.domain import Base  # noqa: F401 - maps all of them

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

    def told_of(self, entry: AuditEntry, field: str, value: Stored) -> str:
        """A value of an entry in words; a result of an operation is money or a number by its kind."""
        if entry.entity != "operation_tally" or field != "value" or value is None:
            return self.word(field, value, entry.entity)
        from soc_desk.domain import Tally  # as below

        told = next((kind for kind in reversed(entry.fields.get("kind", [])) if kind), None)
        told = told or self._session.scalar(select(Tally.kind).where(Tally.id == entry.entity_id))
        if told is None:
            return ""  # gone since: nobody can tell pounds from people
        return pounds(int(value)) if TallyKind(told).is_money else f"{int(value):,}"

    def word(self, field: str, value: Stored, entity: str) -> str:
        """A stored value of a table's field in words; empty text for nothing."""
        if value in (None, "", [], {}):
            return ""
        if isinstance(value, list):
            return ", ".join(self.word(field, item, entity) for item in value)
        if isinstance(value, dict):
            return " ".join(str(item) for item in value.values() if item)
        if isinstance(value, bool):
            return "yes" if value else "no"
        if field.endswith("_pence"):
            return pounds(int(value))
        if field.endswith("_hundredths"):
            return f"{int(value) / 100:,.2f}"
        return self._by_type(field, str(value), entity)

    def _by_type(self, field: str, text: str, entity: str) -> str:
        """A value in the words of its column's type; where there is no such column, as its name says."""
        column = _column(entity, field)
        kind = None if column is None else column.type
        codes = _CODES.get(field, getattr(kind, "enum_class", None))
        if codes is not None and issubclass(codes, Code):
            return codes(text).label if text in set(codes) else text
        if isinstance(kind, Date):
            return day_words(date.fromisoformat(text))
        if isinstance(kind, UtcDateTime | WallTime):
            at = datetime.fromisoformat(text)
            return moment_words(at if at.tzinfo is None else wall(at))
        if isinstance(kind, Id) or (kind is None and (field.endswith("_id") or field == "readers")):
            keys = () if column is None else column.foreign_keys
            return self.named(text, next((key.column.table.name for key in keys), ""))
        if field == "affected_areas":
            return self.named(text, "area")
        list_name = "tier" if entity == "tier_decision" and field in _TIERS else _LISTS.get(field, "")
        return self._labels.get((list_name, text), text)

    def named(self, text: str, table: str = "") -> str:
        """What the record with that id is called; ``table`` where it is known, or each kind is asked for it."""
        if text not in self._names:
            self._names[text] = self._record(UUID(text), table) or UNKNOWN
        return self._names[text]

    def _record(self, id_: UUID, table: str) -> str | None:
        for entity in (table,) if table else _NAMED_BY:
            if entity in _NAMED_BY:
                kind = _kind_of(entity)
                columns = (getattr(kind, column) for column in _NAMED_BY[entity])
                found = self._session.execute(select(*columns).where(kind.id == id_)).one_or_none()
                if found is not None:
                    words = (each.label if isinstance(each, Code) else str(each) for each in found if each)
                    return " ".join(words) if entity != "plan" else f"Plan {found[0]}"
        return None


@cache
def _column(entity: str, field: str) -> Column[Any] | None:
    """The column that a field of an entry is of; None for what is no column."""
    from soc_desk.domain import Base

    table = Base.metadata.tables.get(entity)
    return None if table is None else table.c.get(field)
