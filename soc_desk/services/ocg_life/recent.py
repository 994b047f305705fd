"""The newest of everything that happened about a group, by one statement; the timeline tells all of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Select, String, cast, func, literal, select, type_coerce, union_all
from sqlalchemy.orm import Session

from soc_desk.domain import Disruption, IntelligenceLink, OcgReview, OcgScore, PocaCase, TierDecision
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


def of(session: Session, id: UUID, tiers: Mapping[str, str]) -> tuple[Recent, ...]:
    """The newest events of a group; ``tiers`` has the labels of tiers by code."""
    each = union_all(*_parts(id)).subquery()
    query = select(each).order_by(each.c.happened.desc(), each.c.kind, each.c.id).limit(NEWEST)
    return tuple(_recent(tiers, *values) for values in session.execute(query))


def _parts(id: UUID) -> tuple[Select[*tuple[Any, ...]], ...]:
    case_day = func.coalesce(func.date(PocaCase.seized_at), PocaCase.made_on, func.date(PocaCase.recorded_at))
    return (
        _part("disruption", Disruption, id, Disruption.disruption_date, Disruption.four_p, Disruption.impact_level,
              Disruption.title).where(Disruption.status.in_(_TOLD)),
        _part("intelligence", IntelligenceLink, id, IntelligenceLink.received_on, IntelligenceLink.ir_ref,
              IntelligenceLink.source, IntelligenceLink.assessment, IntelligenceLink.handling,
              IntelligenceLink.legacy_grade),
        _part("poca", PocaCase, id, case_day, PocaCase.kind, PocaCase.reference),
        _part("score", OcgScore, id, OcgScore.scored_on, OcgScore.total, OcgScore.most, OcgScore.band,
              OcgScore.unknown),
        _part("tier", TierDecision, id, TierDecision.decided_on, TierDecision.before, TierDecision.after,
              TierDecision.meeting),
        _part("review", OcgReview, id, OcgReview.reviewed_on, OcgReview.outcome),
    )  # fmt: skip


def _part(kind: str, entity: Any, id: UUID, happened: Any, *told: Any) -> Select[*tuple[Any, ...]]:  # noqa: ANN401
    """Columns alike in every part, so that they can be put together: what is told goes over as text."""
    texts = [*(cast(column, String) for column in told), *(literal("") for _ in range(_TEXTS - len(told)))]
    named = (text.label(f"told_{place}") for place, text in enumerate(texts))
    day = type_coerce(happened, Date).label("happened")
    return select(literal(kind).label("kind"), day, entity.id.label("id"), *named).where(entity.subject_id == id)


def _recent(tiers: Mapping[str, str], kind: str, on: date, id: UUID, *told: str) -> Recent:
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
        return Recent(on, f"{tiers.get(told[0], told[0]) or 'No tier'} → {tiers.get(told[1], told[1])}, {told[2]}")
    return Recent(on, f"Reviewed: {told[0]}")
