"""The newest of everything that happened about a group, by one statement; the timeline tells all of it.

Steps and scores come with the record, which has read them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Select, String, and_, bindparam, cast, func, literal, or_, select, type_coerce, union_all
from sqlalchemy.orm import Session, aliased

from soc_desk.domain import CodeItem, Disruption, IntelligenceLink, OcgReview, PocaCase, TierDecision
from soc_desk.domain.base import Id
from soc_desk.services.disruption_rows import standing_for
from soc_desk.services.ocg_life.scores import ScoreRow
from soc_desk.services.ocg_life.steps import words as step_words
from soc_desk.services.ocgs import StatusStep
from soc_desk.services.prints import wall
from soc_desk.store import prepared
from soc_desk.vocabulary import DisruptionStatus, FourP, ImpactLevel
from soc_desk.vocabulary.ocg import IntelligenceKind
from soc_desk.vocabulary.poca import CaseKind

NEWEST = 6
_TEXTS = 6
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


def of(session: Session, id: UUID, steps: Sequence[StatusStep], scores: Sequence[ScoreRow]) -> tuple[Recent, ...]:
    """The newest events of a group; of one day, its steps come first, the last of them before those that led to it."""
    told = [_step(step) for step in reversed(steps)]
    told += [_recent(*values) for values in prepared.rows(session, "newest of a group", _query, {"group": id})]
    told += [_score(score) for score in reversed(scores)]
    return tuple(sorted(told, key=lambda each: each.on, reverse=True)[:NEWEST])


def _step(step: StatusStep) -> Recent:
    words = step_words(step.before, step.after)
    return Recent(wall(step.at).date(), words if step.before else f"Mapped as {words}")


def _score(score: ScoreRow) -> Recent:
    return Recent(score.scored_on, f"Scored {score.figure}" + (f", {score.band}" if score.band else ""))


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
              IntelligenceLink.legacy_grade, IntelligenceLink.kind),
        _part("poca", PocaCase, case_day, PocaCase.kind, PocaCase.reference),
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
        graded = told[4] or ("/".join(part or "–" for part in told[1:4]) if any(told[1:4]) else "")
        what = IntelligenceKind(told[5])
        named = "Intelligence" if what is IntelligenceKind.REPORT else what.label
        return Recent(on, " · ".join(filter(None, (f"{named} {graded}".strip(), told[0]))), None, page, record)
    if kind == "poca":
        return Recent(on, f"{CaseKind(told[0]).label} · {told[1]}", None, page, record)
    if kind == "tier":
        return Recent(on, f"{told[0] or 'No tier'} → {told[1]}, {told[2]}")
    return Recent(on, f"Reviewed: {told[0]}")
