"""Moderation: a second person agrees a disruption, changes its level, returns it or rejects it; then it is keyed."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
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


@dataclass(frozen=True)
class Agreed:
    """What came of agreeing many: how many count now, and the references of those that had moved on and were left."""

    count: int
    left: tuple[str, ...] = ()


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


def waiting_since(session: Session, before: date) -> int:
    """How many were submitted before a day and still wait."""
    start = datetime.combine(before, time(), UTC)
    query = select(func.count(Disruption.id)).where(
        Disruption.status_rank == DisruptionStatus.SUBMITTED.rank, Disruption.submitted_at < start
    )
    return session.scalar(query) or 0


@use_case("Moderate a disruption", needs=MODERATORS)
def approve(work: Work, id: UUID, version: int, level: ImpactLevel, note: str = "") -> None:
    """Agree, or change the level with the reason."""
    work.get(Disruption, id, version).approve(work.actor.id, work.now, level, note)


@use_case("Moderate many disruptions as they stand", needs=MODERATORS)
def approve_many(work: Work, seen: tuple[tuple[UUID, int], ...]) -> Agreed:
    """Agree several as they were assessed. ``seen`` are ids with the version that the moderator saw.

    What moved on since, or was moderated by somebody else, is left as it is and named; one's own refuses them all.
    """
    count, left = 0, []
    for id_, version in seen:
        disruption = work.session.get(Disruption, id_)
        if disruption is None:
            left.append("a record that is no longer open to you")
        elif disruption.version != version or disruption.status is not DisruptionStatus.SUBMITTED:
            left.append(disruption.reference)
        else:
            disruption.approve(work.actor.id, work.now, disruption.impact_level, "")
            count += 1
    return Agreed(count, tuple(left))


@use_case("Return a disruption", needs=MODERATORS)
def send_back(work: Work, id: UUID, version: int, note: str) -> None:
    """Back to the recorder, with what must be put right."""
    work.get(Disruption, id, version).send_back(work.actor.id, work.now, note)


@use_case("Reject a disruption", needs=MODERATORS)
def reject(work: Work, id: UUID, version: int, note: str) -> None:
    """Withdrawn for good, with the reason."""
    work.get(Disruption, id, version).reject(work.actor.id, work.now, note)


@use_case("Take a moderation back", needs=MODERATORS)
def take_back(work: Work, id: UUID, version: int, note: str) -> None:
    """A record that counts waits for moderation again, with the reason; a national reference stays with it."""
    work.get(Disruption, id, version).take_back_moderation(work.actor.id, work.now, note)


@use_case("Correct a moderated level", needs=MODERATORS)
def correct_level(work: Work, id: UUID, version: int, level: ImpactLevel, note: str) -> None:
    """Put the level of a record that counts right, with the reason; the level first assessed stays on it."""
    work.get(Disruption, id, version).correct_level(work.actor.id, work.now, level, note)


@use_case("Enter the national reference", needs=MODERATORS)
def key(work: Work, id: UUID, version: int, national_ref: str) -> None:
    """Note that the record was keyed nationally."""
    work.get(Disruption, id, version).key(national_ref)
