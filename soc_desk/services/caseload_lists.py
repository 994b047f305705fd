"""The two lists of a caseload summary: open groups with their last activity, and disruptions that wait for somebody."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from soc_desk.domain import Area, Disruption, Subject, Team
from soc_desk.services import disruption_rows, four_ps
from soc_desk.services.disruption_rows import DisruptionFilter
from soc_desk.services.labels import labels, policy
from soc_desk.services.ocgs import OcgRow
from soc_desk.services.prints import wall
from soc_desk.vocabulary import Access, DisruptionStatus, FourP, SubjectStatus

WAITING = (DisruptionStatus.SUBMITTED, DisruptionStatus.RETURNED, DisruptionStatus.DRAFT)
"""What a disruption can wait for: a moderator, its recorder to put it right, its recorder to submit it."""

_CHUNK = 1000


@dataclass(frozen=True, kw_only=True)
class GroupRow:
    """One open group; ``last_activity_on`` is the newer of its last disruption (not withdrawn) and intelligence."""

    id: UUID
    reference: str
    name: str
    tier: str
    status: SubjectStatus
    lro: str
    area: str
    last_activity_on: date | None
    last_activity_days: int | None
    by_p: Mapping[FourP, int]
    next: str


@dataclass(frozen=True, kw_only=True)
class AwaitingRow:
    """A disruption that waits: for a moderator, for its recorder to put it right, or to be submitted."""

    id: UUID
    reference: str
    status: DisruptionStatus
    subject: str
    officer: str
    since: date
    days: int
    note: str


@dataclass(frozen=True, kw_only=True)
class Waiting:
    id: UUID
    status: DisruptionStatus
    officer: str
    team: str
    area: str
    subject_id: UUID
    is_open: bool
    since: date


def waiting(session: Session, view: DisruptionFilter, names: Mapping[UUID, str]) -> list[Waiting]:
    """What waits in the register's view; ``names`` are the officers by id."""
    query = (
        select(
            Disruption.id, Disruption.status, Disruption.recorded_by_id, Team.name, Area.name, Disruption.subject_id,
            Subject.access, Disruption.recorded_at, Disruption.submitted_at, Disruption.moderated_at,
        )
        .join(Subject, Subject.id == Disruption.subject_id)
        .outerjoin(Team, Team.id == Subject.team_id)
        .outerjoin(Area, Area.id == Disruption.area_id)
        .where(*disruption_rows.conditions(replace(view, statuses=WAITING)))
    )  # fmt: skip
    return [
        Waiting(
            id=id_, status=status, officer=names[recorder], team=team or "", area=area or "", subject_id=subject_id,
            is_open=access is Access.TEAM, since=_since(status, *moments),
        )
        for id_, status, recorder, team, area, subject_id, access, *moments in session.execute(query)
    ]  # fmt: skip


def _since(
    status: DisruptionStatus, recorded_at: datetime, submitted_at: datetime | None, moderated_at: datetime | None
) -> date:
    moment = {DisruptionStatus.SUBMITTED: submitted_at, DisruptionStatus.RETURNED: moderated_at}.get(status)
    return wall(moment or recorded_at).date()


def awaiting(session: Session, items: list[Waiting], today: date) -> tuple[AwaitingRow, ...]:
    """What waits, by what it waits for and then longest first; a closed record's subject is not named."""
    ordered = sorted(items, key=lambda item: (WAITING.index(item.status), item.since, item.id))
    rows: dict[UUID, disruption_rows.DisruptionRow] = {}
    for start in range(0, len(ordered), _CHUNK):
        ids = [item.id for item in ordered[start : start + _CHUNK]]
        query = disruption_rows.rows_query().where(Disruption.id.in_(ids))
        rows.update((row.id, row) for row in disruption_rows.rows(session, query))
    return tuple(
        AwaitingRow(
            id=item.id, reference=rows[item.id].reference, status=item.status,
            subject=rows[item.id].subject if item.is_open else "Restricted, not named",
            officer=item.officer, since=item.since, days=(today - item.since).days,
            note=rows[item.id].moderation_note if item.is_open and item.status is DisruptionStatus.RETURNED else "",
        )
        for item in ordered
    )  # fmt: skip


def groups(session: Session, named: list[OcgRow], items: list[Waiting], today: date) -> tuple[GroupRow, ...]:
    """Tier first, then the longest without activity."""
    archive_after = int(policy(session, "ocg.archive_after_days", today))
    tier_names = labels(session, "tier")
    tier_order = list(tier_names)
    about: dict[UUID, dict[DisruptionStatus, int]] = {}
    gone = disruption_rows.merged_into(session, [row.id for row in named])
    for item in items:
        counts = about.setdefault(gone.get(item.subject_id, item.subject_id), dict.fromkeys(WAITING, 0))
        counts[item.status] += 1
    found: list[tuple[int, int, GroupRow]] = []
    for start in range(0, len(named), _CHUNK):
        chunk = named[start : start + _CHUNK]
        ids = [row.id for row in chunk]
        recent, last = four_ps.of_groups(session, ids, today), _last_disruptions(session, ids)
        for row in chunk:
            active_on = max((day for day in (last.get(row.id), row.last_intelligence_on) if day), default=None)
            days = None if active_on is None else (today - active_on).days
            quiet = days if days is not None else (today - row.mapped_on).days if row.mapped_on else archive_after
            levels = recent.get(row.id, {})
            group = GroupRow(
                id=row.id, reference=row.reference, name=row.name, tier=tier_names.get(row.tier, row.tier),
                status=row.status, lro=row.lro, area=row.area, last_activity_on=active_on, last_activity_days=days,
                by_p={four_p: sum(levels.get(four_p, {}).values()) for four_p in FourP},
                next=_next(row, about.get(row.id, {}), archive_is_due=quiet >= archive_after),
            )  # fmt: skip
            rank = tier_order.index(row.tier) if row.tier in tier_order else len(tier_order)
            found.append((rank, -quiet, group))
    found.sort(key=lambda each: (each[0], each[1], each[2].reference))
    return tuple(group for _, _, group in found)


def _last_disruptions(session: Session, ids: list[UUID]) -> dict[UUID, date]:
    gone = disruption_rows.merged_into(session, ids)
    newest = select(Disruption.subject_id, func.max(Disruption.disruption_date)).where(
        Disruption.subject_id.in_([*ids, *gone]), Disruption.status != DisruptionStatus.WITHDRAWN
    )
    found: dict[UUID, date] = {}
    for id_, day in session.execute(newest.group_by(Disruption.subject_id)):
        group = gone.get(id_, id_)
        found[group] = max(day, found.get(group, day))
    return found


def _next(row: OcgRow, waiting: Mapping[DisruptionStatus, int], *, archive_is_due: bool) -> str:
    """The first thing that somebody must do about a group; a proposal, as everything the system says."""
    if returned := waiting.get(DisruptionStatus.RETURNED):
        return f"Put right {returned} returned"
    if submitted := waiting.get(DisruptionStatus.SUBMITTED):
        return f"Moderate {submitted}"
    if not row.lro:
        return "Name an LRO"
    if row.status is SubjectStatus.PROPOSED:
        return "Validate"
    if archive_is_due:
        return "Archive review"
    if row.assessed_on is None:
        return "Assess"
    if drafts := waiting.get(DisruptionStatus.DRAFT):
        return f"Submit {drafts} drafted"
    return "–"
