"""Fields and values of POCA records as their history tells them: codes by label, pounds, wall time."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Boolean, Date, Enum, Table, select
from sqlalchemy.orm import Session

from soc_desk.domain import (
    CaseClaim,
    CaseExhibit,
    CaseMoney,
    CaseMovement,
    CaseNotice,
    CaseOrder,
    CasePerson,
    CaseService,
    CaseStep,
    Champion,
    Duty,
    Entity,
    FrozenMonth,
    PocaCase,
    SeizureTimeChange,
    Target,
)
from soc_desk.domain.base import UtcDateTime, WallTime
from soc_desk.domain.statutory_clock import moment_text
from soc_desk.services.history_words import FieldChange, Names, Stored
from soc_desk.services.poca.ledger import written
from soc_desk.services.poca.states import Event
from soc_desk.services.prints import day_words, moment_words, month_words, pounds, wall
from soc_desk.vocabulary import Code
from soc_desk.vocabulary.measures import MeasureKind

Pair = tuple[str, str]

_MAPPED: tuple[type[Entity], ...] = (
    PocaCase, CaseStep, SeizureTimeChange, CaseOrder, CaseNotice, CaseClaim, CaseMoney, CaseMovement, CaseExhibit,
    CasePerson, CaseService, Duty, Champion, Target, FrozenMonth,
)  # fmt: skip
KINDS: dict[str, type[Entity]] = {kind.__tablename__: kind for kind in _MAPPED}
"""The records whose history is told here, by table."""

_HIDDEN = frozenset({
    "id", "version", "case_id", "serial", "fingerprint", "import_id", "line_id", "sequence", "zone", "recorded_at",
    "recorded_by_id", "asked_by_id", "asked_at", "decided_by_id", "decided_at", "frozen_at",
})  # fmt: skip
"""What says nothing to a reader, or what the entry says itself: who and when."""

_NAMING = {
    "poca_order": ("kind",), "poca_claim": ("kind",), "poca_money": ("currency",),
    "poca_movement": ("kind", "currency"), "poca_exhibit": ("exhibit_no",), "poca_case_person": ("role", "name"),
    "poca_service": ("paper",), "duty": ("kind",), "target": ("measure",), "frozen_month": ("measure",),
}  # fmt: skip
"""The fields that a line is called by; a line just made does not repeat them."""

_SINGLE = {"poca_notice": "Forfeiture notice", "poca_time_change": "Time of seizure"}
_ENDS = frozenset({"due_at", "work_to", "detained_until", "expired_at"})
"""Moments at which something ends: midnight is the end of the day before."""

_WORDS = {
    "after": "to be",
    "agreed": "agreed",
    "approved_at": "search approved at",
    "area_id": "area",
    "at": "at",
    "bag_no": "bag",
    "before": "as recorded",
    "benefit_pence": "benefit",
    "body_worn_ref": "body-worn video",
    "born_on": "born",
    "cap_extended_to": "two years extended to",
    "consent_refused_on": "consent refused",
    "convicted_on": "convicted",
    "counted_minor": "counted",
    "counter_one": "first counter",
    "counter_two": "second counter",
    "court_case_no": "court's case number",
    "crime_ref": "crime reference",
    "custody_no": "custody number",
    "due_at": "next deadline",
    "ended_on": "ended",
    "ends_on": "ends",
    "estimate_minor": "estimate",
    "exhibit_no": "exhibit number",
    "expired_at": "EXPIRED at",
    "expires_on": "expires",
    "final_on": "final",
    "first_order_on": "first order",
    "forfeited_by_notice": "forfeited by notice",
    "forged_minor": "forged",
    "fund_paid_on": "paid to the Consolidated Fund",
    "held_other_power_from": "held under another power from",
    "how": "how",
    "jard_ref": "JARD reference",
    "jard_updated_on": "JARD updated",
    "kept_as_evidence": "kept as evidence",
    "limb": "suspected",
    "lodged_how": "lodged by",
    "lodged_on": "lodged",
    "made_at": "made",
    "made_on": "made",
    "minor": "amount",
    "moratorium_to": "moratorium to",
    "moved_on": "on",
    "objection_at": "objection received",
    "operation_name": "operation",
    "order_id": "under",
    "order_pence": "to pay under the order",
    "original_seized_at": "first seized",
    "owner_id": "owner",
    "paid_in_account": "paid into",
    "paid_in_on": "paid in",
    "paid_pence": "paid",
    "pay_by": "to pay by",
    "pay_extended_to": "time to pay extended to",
    "period_days": "objection period",
    "person_id": "served on",
    "rate": "rate in pounds",
    "rate_on": "rate of",
    "readers": "named readers",
    "refused_on": "detention refused",
    "register_ref": "register number",
    "release_directed_on": "release directed",
    "report_sent_on": "reported to the Appointed Person",
    "reseized_because": "seized anew because",
    "reseized_from_id": "seized anew from",
    "said_on": "said",
    "search_approval": "search approved by",
    "seized_at": "seized",
    "sent_how": "sent by",
    "served_at": "at",
    "since_on": "since",
    "subject_id": "group or subject",
    "submitted_on": "submitted",
    "team_id": "team",
    "user_id": "person",
    "year": "financial year",
}


class Words:
    """The words of one history: the names of its lines are read at once, whatever became of them since."""

    def __init__(self, session: Session, touched: Sequence[tuple[str, UUID]]) -> None:
        self._session = session
        self._names = Names(session)
        self._naming: dict[UUID, dict[str, Any]] = {}
        self._lines: dict[str, str] = {}
        for entity, columns in _NAMING.items():
            ids = {id_ for table, id_ in touched if table == entity}
            if ids:
                kind = KINDS[entity]
                named = select(kind.id, *(getattr(kind, column) for column in columns)).where(kind.id.in_(ids))
                for id_, *values in session.execute(named):
                    self._naming[id_] = dict(zip(columns, values, strict=True))

    def name(self, entity: str, id_: UUID, fields: Mapping[str, list[Any]]) -> str:
        """What the line is called: ``First detention order``, ``Money in EUR``; nothing for the record itself."""
        if entity in _SINGLE:
            return _SINGLE[entity]
        told = [self.value(entity, column, self._part(id_, column, fields)) for column in _NAMING.get(entity, ())]
        match entity:
            case "poca_claim":
                return f"Claim, {told[0]}"
            case "poca_money":
                return f"Money in {told[0]}"
            case "poca_exhibit":
                return f"Exhibit {told[0]}"
            case "poca_service":
                return f"Served: {told[0]}"
            case "poca_case_person":
                return " ".join(filter(None, told))
            case "target" | "frozen_month":
                return ""
        return told[0] if told else ""

    def field(self, entity: str, column: str) -> str:
        """What a field is called within its record."""
        if entity == "poca_time_change" and column == "reason":
            return "because"
        words = column.removesuffix("_id").removesuffix("_pence").removesuffix("_on").removesuffix("_at")
        return _WORDS.get(column, words.replace("_", " "))

    def values(
        self, entity: str, id_: UUID, fields: Mapping[str, list[Any]], *, is_new: bool
    ) -> Iterator[tuple[str, Pair]]:
        """Each field that says something, before and after, in words."""
        currency = self._part(id_, "currency", fields) or "GBP"
        measure = self._part(id_, "measure", fields)
        named = _NAMING.get(entity, ()) if is_new and entity not in ("target", "frozen_month") else ()
        for column, (before, after) in fields.items():
            if column in _HIDDEN or column in named or (column == "sterling_pence" and currency == "GBP"):
                continue
            if column.endswith("minor"):
                pair = tuple("" if each is None else written(int(each), str(currency)) for each in (before, after))
            elif column == "denominations":
                pair = tuple(_pieces(each, str(currency)) for each in (before, after))
            elif column == "value" and measure and MeasureKind(measure).is_money:
                pair = tuple("" if each is None else pounds(int(each)) for each in (before, after))
            else:
                pair = tuple(self.value(entity, column, each) for each in (before, after))
            yield column, cast("Pair", pair)

    def value(self, entity: str, column: str, value: Stored) -> str:  # noqa: PLR0911 - one return for each kind of field
        """A stored value in words; empty text for nothing."""
        if value is None or value in ("", [], {}):
            return ""
        if isinstance(value, list):
            return ", ".join(self._names.named(str(each)) for each in value)
        if isinstance(value, Code):
            return value.label
        match column:
            case "event":
                return Event(value).label if value in set(Event) else str(value)
            case "measure":
                return MeasureKind(value).label if value in set(MeasureKind) else str(value)
            case "year":
                return f"{value}/{(int(value) + 1) % 100:02}"
            case "month":
                return month_words(date.fromisoformat(str(value)))
            case "order_id" | "person_id":
                return self._line(column, UUID(str(value)))
            case "period_days":
                return f"{value} days"
            case "default_term_months":
                return f"{value} months"
        return self._by_type(entity, column, value)

    def step(self, fields: Mapping[str, list[Any]]) -> FieldChange:
        """The step that a deed took: what, when in law, and why where it was said."""
        told = {name: pair[1] for name, pair in fields.items()}
        happened = datetime.fromisoformat(str(told["happened_at"]))
        on = day_words(happened.date()) if not happened.hour and not happened.minute else moment_words(happened)
        event = self.value("poca_case_step", "event", told["event"])
        return FieldChange(event, "", ". ".join(filter(None, (on, str(told.get("reason") or "")))))

    def _by_type(self, entity: str, column: str, value: Stored) -> str:
        held = cast("Table", KINDS[entity].__table__).c
        kind = held[column].type if column in held else None
        if isinstance(kind, Enum) and kind.enum_class is not None:
            return cast("type[Code]", kind.enum_class)(value).label
        if isinstance(kind, Boolean):
            return "yes" if value else "no"
        if column.endswith("_pence"):
            return pounds(int(value))
        text = str(value)
        if isinstance(kind, WallTime | UtcDateTime):
            return _moment(column, text)
        if isinstance(kind, Date):
            return day_words(date.fromisoformat(text))
        return self._names.named(text) if column.endswith("_id") else text

    def _part(self, id_: UUID, column: str, fields: Mapping[str, list[Any]]) -> Stored:
        """A value that names the line: as it is now, or as the deed left it where the line is gone."""
        if id_ in self._naming and column in self._naming[id_]:
            return self._naming[id_][column]
        before, after = fields.get(column, [None, None])
        return before if after is None else after

    def _line(self, column: str, id_: UUID) -> str:
        key = str(id_)
        if key not in self._lines:
            if column == "order_id":
                kind = self._session.scalar(select(CaseOrder.kind).where(CaseOrder.id == id_))
                self._lines[key] = kind.label if kind else "an order"
            else:
                name = self._session.scalar(select(CasePerson.name).where(CasePerson.id == id_))
                self._lines[key] = name or "somebody"
        return self._lines[key]


def _moment(column: str, text: str) -> str:
    """A stored moment as wall time: what has a zone is turned into London's, what has none is wall time already."""
    at = datetime.fromisoformat(text)
    at = wall(at) if at.tzinfo is not None else at
    return moment_text(at) if column in _ENDS else moment_words(at)


def _pieces(value: Stored, currency: str) -> str:
    """``300 × £20.00, 15 × £10.00``."""
    faces = sorted(((int(face), pieces) for face, pieces in (value or {}).items()), reverse=True)
    return ", ".join(f"{pieces:,} × {written(face, currency)}" for face, pieces in faces)
