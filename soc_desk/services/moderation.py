"""Moderation: a second person agrees a disruption, changes its level, returns it or rejects it; then it is keyed."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from soc_desk.domain import Disruption
from soc_desk.services.disruption_rows import DisruptionRow, rows_query
from soc_desk.services.disruption_rows import rows as rows_of
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import DisruptionStatus, ImpactLevel, Role

MODERATORS = frozenset({Role.SUPERVISOR, Role.COORDINATOR})


@dataclass(frozen=True, kw_only=True)
class ModerationRow:
    """A submitted disruption on the moderation board; ``own`` when the reader may not moderate it."""

    row: DisruptionRow
    submitted_at: datetime
    waiting_days: int
    rationale: str
    own: bool


def waiting(session: Session, reader_id: UUID, today: date, limit: int = 500) -> list[ModerationRow]:
    """What awaits moderation, longest waiting first."""
    extra = (
        Disruption.submitted_at,
        Disruption.impact_rationale,
        Disruption.submitted_by_id,
        Disruption.recorded_by_id,
    )
    queue = select(Disruption.id, *extra).where(
        Disruption.status_rank == DisruptionStatus.SUBMITTED.rank, Disruption.submitted_at.is_not(None)
    )
    facts = {r[0]: r for r in session.execute(queue.order_by(Disruption.submitted_at).limit(limit))}
    rows = {row.id: row for row in rows_of(session, rows_query().where(Disruption.id.in_(list(facts))))}
    return [
        ModerationRow(
            row=rows[id_], submitted_at=submitted_at, waiting_days=(today - submitted_at.date()).days,
            rationale=rationale, own=reader_id in (submitter, recorder),
        )
        for id_, submitted_at, rationale, submitter, recorder in facts.values()
        if submitted_at is not None
    ]  # fmt: skip


def waiting_since(session: Session, before: datetime) -> int:
    """How many were submitted before a moment and still wait."""
    query = select(func.count(Disruption.id)).where(
        Disruption.status_rank == DisruptionStatus.SUBMITTED.rank, Disruption.submitted_at < before
    )
    return session.scalar(query) or 0


@use_case("Moderate a disruption", needs=MODERATORS)
def approve(work: Work, id: UUID, version: int, level: ImpactLevel, note: str = "") -> None:
    """Agree, or change the level with the reason."""
    work.get(Disruption, id, version).approve(work.actor.id, work.now, level, note)


@use_case("Moderate many disruptions as they stand", needs=MODERATORS)
def approve_many(work: Work, ids: tuple[UUID, ...]) -> int:
    """Agree several as they were assessed; all or none."""
    for id_ in ids:
        disruption = work.get(Disruption, id_)
        disruption.approve(work.actor.id, work.now, disruption.impact_level, "")
    return len(ids)


@use_case("Return a disruption", needs=MODERATORS)
def send_back(work: Work, id: UUID, version: int, note: str) -> None:
    """Back to the recorder, with what must be put right."""
    work.get(Disruption, id, version).send_back(work.actor.id, work.now, note)


@use_case("Reject a disruption", needs=MODERATORS)
def reject(work: Work, id: UUID, version: int, note: str) -> None:
    """Withdrawn for good, with the reason."""
    work.get(Disruption, id, version).reject(work.actor.id, work.now, note)


@use_case("Enter the national reference", needs=MODERATORS)
def key(work: Work, id: UUID, version: int, national_ref: str) -> None:
    """Note that the record was keyed nationally."""
    work.get(Disruption, id, version).key(national_ref)
