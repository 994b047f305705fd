"""The newest of everything that happened about a group, by one statement; the timeline tells all of it."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Select, String, and_, bindparam, cast, func, literal, or_, select, type_coerce, union_all
from sqlalchemy.orm import Session, aliased

from soc_desk.domain import CodeItem, Disruption, IntelligenceLink, OcgReview, OcgScore, PocaCase, TierDecision
from soc_desk.domain.base import Id
from soc_desk.services.disruption_rows import standing_for
from soc_desk.store import prepared
from soc_desk.vocabulary import DisruptionStatus, FourP, ImpactLevel
from soc_desk.vocabulary.poca import CaseKind

NEWEST = 6
_TEXTS = 5
_TOLD = (DisruptionStatus.SUBMITTED, DisruptionStatus.APPROVED, DisruptionStatus.KEYED)
_PAGES = {"disruption": "disruptions", "intelligence": "intelligence", "poca": "poca"}


@dataclass(frozen=True)
class Recent:
    """One thing that happened; ``page`` and ``record`` open it where it can be opened, ``four_p`` is its mark."""

    on: date
    what: str
    four_p: FourP | None = None
    page: str = ""
    record: UUID | None = None


def of(session: Session, id: UUID) -> tuple[Recent, ...]:
    """The newest events of a group."""
    return tuple(_recent(*values) for values in prepared.rows(session, "newest of a group", _query, {"group": id}))


def _query() -> Select[*tuple[Any, ...]]:
    each = union_all(*_parts()).subquery()
    return select(each).order_by(each.c.happened.desc(), each.c.kind, each.c.id).limit(prepared.fixed(NEWEST))


def _parts() -> tuple[Select[*tuple[Any, ...]], ...]:
    before, after = aliased(CodeItem), aliased(CodeItem)
    case_day = func.coalesce(func.date(PocaCase.seized_at), PocaCase.made_on, func.date(PocaCase.recorded_at))
    return (
        _part("disruption", Disruption, Disruption.disruption_date, Disruption.four_p, Disruption.impact_level,
              Disruption.title).where(or_(*(Disruption.status == state for state in _TOLD))),
        _part("intelligence", IntelligenceLink, IntelligenceLink.received_on, IntelligenceLink.ir_ref,
              IntelligenceLink.source, IntelligenceLink.assessment, IntelligenceLink.handling,
              IntelligenceLink.legacy_grade),
        _part("poca", PocaCase, case_day, PocaCase.kind, PocaCase.reference),
        _part("score", OcgScore, OcgScore.scored_on, OcgScore.total, OcgScore.most, OcgScore.band,
              OcgScore.unknown),
        _part("tier", TierDecision, TierDecision.decided_on, func.coalesce(before.label, TierDecision.before),
              func.coalesce(after.label, TierDecision.after), TierDecision.meeting)
        .outerjoin(before, and_(before.list_name == "tier", before.code == TierDecision.before))
        .outerjoin(after, and_(after.list_name == "tier", after.code == TierDecision.after)),
        _part("review", OcgReview, OcgReview.reviewed_on, OcgReview.outcome),
    )  # fmt: skip


def _part(kind: str, entity: Any, happened: Any, *told: Any) -> Select[*tuple[Any, ...]]:  # noqa: ANN401
    """Columns alike in every part, so that they can be put together: what is told goes over as text."""
    texts = [*(cast(column, String) for column in told), *(literal("") for _ in range(_TEXTS - len(told)))]
    named = (text.label(f"told_{place}") for place, text in enumerate(texts))
    day = type_coerce(happened, Date).label("happened")
    group = bindparam("group", type_=Id())
    of_group = entity.subject_id.in_(standing_for(group)) if entity is Disruption else entity.subject_id == group
    return select(literal(kind).label("kind"), day, entity.id.label("id"), *named).where(of_group)


def _recent(kind: str, on: date, id: UUID, *told: str) -> Recent:
    page = _PAGES.get(kind, "")
    record = id if page else None
    if kind == "disruption":
        return Recent(on, f"{ImpactLevel(told[1]).label} · {told[2]}".rstrip(" ·"), FourP(told[0]), page, record)
    if kind == "intelligence":
        grade = told[4] or "/".join(part or "–" for part in told[1:4])
        return Recent(on, f"Intelligence {grade} · {told[0]}", None, page, record)
    if kind == "poca":
        return Recent(on, f"{CaseKind(told[0]).label} · {told[1]}", None, page, record)
    if kind == "score":
        least = "at least " if told[3] != "0" else ""  # what is unknown is no zero
        return Recent(on, f"Scored {least}{told[0]} of {told[1]}" + (f", {told[2]}" if told[2] else ""))
    if kind == "tier":
        return Recent(on, f"{told[0] or 'No tier'} → {told[1]}, {told[2]}")
    return Recent(on, f"Reviewed: {told[0]}")
