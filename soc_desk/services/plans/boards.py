"""What drifts in plans: overdue actions, active groups without anything under a P; and its measures."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from soc_desk.domain import Disruption, Ocg, Plan, PlanAction
from soc_desk.domain.plan import OPEN_ACTIONS, STANDING_ACTIONS, in_force
from soc_desk.services.disruption_rows import COUNTED
from soc_desk.services.labels import policy
from soc_desk.services.periods import year_before
from soc_desk.services.plans.due import DueRow, reviews
from soc_desk.services.rows import row
from soc_desk.vocabulary import FourP, SubjectStatus
from soc_desk.vocabulary.ocg import ActionState

_ACTIVE = Ocg.status == SubjectStatus.ACTIVE


@dataclass(frozen=True, kw_only=True)
class OverdueAction:
    """An open action past its date."""

    id: UUID
    subject_id: UUID
    reference: str
    name: str
    four_p: FourP
    title: str
    state: ActionState
    owner: str
    agency: str
    due_on: date
    slips: int
    days: int


@dataclass(frozen=True)
class Overdue:
    """Measure M15 for one P or one owner: how many actions, and by how many days on average."""

    count: int
    mean_days: float


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """What an active group has; ``plan_in_date`` is False without a live plan.

    ``unplanned`` are Ps without an open or completed action, ``idle`` those of them that have no counted disruption of
    twelve months either.
    """

    subject_id: UUID
    reference: str
    name: str
    tier: str
    lro: str
    review_due_on: date | None
    plan_in_date: bool
    unplanned: tuple[FourP, ...]
    idle: tuple[FourP, ...]


@dataclass(frozen=True)
class PlanMeasures:
    """Measures M7 and M8 (a, b, c) as counts of active groups, and M9: active groups by lead.

    ``no_review_date`` are groups for which nobody said when they are reviewed: neither in time nor overdue.
    """

    active: int
    reviewed_in_time: int
    no_review_date: int
    with_lro: int
    plan_in_date: int
    all_ps_planned: int
    by_lro: dict[str, int]


@dataclass(frozen=True)
class Drift:
    """Everything the boards show at one moment; ``late`` is cut short where there are very many."""

    reviews: tuple[DueRow, ...]
    late: tuple[OverdueAction, ...]
    covered: tuple[Coverage, ...]
    soon_days: int


def drift(session: Session, today: date) -> Drift:
    """What drifts in the groups the reader may know of, in one question, so that lists and figures cannot disagree."""
    soon = int(policy(session, "desk.soon_days", today))
    return Drift(
        tuple(reviews(session, today, today + timedelta(days=soon))), tuple(overdue_actions(session, today)),
        tuple(coverage(session, today)), soon,
    )  # fmt: skip


def overdue_actions(session: Session, today: date, limit: int = 2_000) -> list[OverdueAction]:
    """Open actions past their date, the longest overdue first."""
    columns = (
        PlanAction.id, PlanAction.subject_id, Ocg.reference, Ocg.name, PlanAction.four_p, PlanAction.title,
        PlanAction.state, PlanAction.owner, PlanAction.agency, PlanAction.due_on, PlanAction.slips,
    )  # fmt: skip
    query = (
        select(*columns)
        .join(Ocg, Ocg.id == PlanAction.subject_id)
        .where(PlanAction.state.in_(OPEN_ACTIONS), PlanAction.due_on < today)
    )
    found = session.execute(query.order_by(PlanAction.due_on, PlanAction.id).limit(limit))
    return [row(OverdueAction, (*values, (today - values.due_on).days)) for values in found]


def overdue_by_p(found: Iterable[OverdueAction]) -> dict[FourP, Overdue]:
    """M15 by P, in the order of the four; a P with none overdue has 0."""
    by_p: dict[FourP, list[int]] = {p: [] for p in FourP}
    for one in found:
        by_p[one.four_p].append(one.days)
    return {p: _overdue(days) for p, days in by_p.items()}


def overdue_by_owner(found: Iterable[OverdueAction]) -> dict[str, Overdue]:
    """M15 by owner, whoever has most of them first; the empty name is nobody."""
    by_owner: dict[str, list[int]] = {}
    for one in found:
        by_owner.setdefault(one.owner, []).append(one.days)
    ordered = sorted(by_owner.items(), key=lambda item: (-len(item[1]), item[0]))
    return {owner: _overdue(days) for owner, days in ordered}


def coverage(session: Session, today: date) -> list[Coverage]:
    """Every active group with what its plan covers, by reference."""
    groups = select(Ocg.id, Ocg.reference, Ocg.name, Ocg.tier, Ocg.lro, Ocg.review_due_on).where(_ACTIVE)
    live = select(Plan.subject_id, Plan.review_due_on).where(in_force(today))
    plans: dict[UUID, date | None] = {id_: due_on for id_, due_on in session.execute(live)}
    bare: dict[UUID, dict[FourP, bool]] = {}
    for p in FourP:
        for id_, worked in session.execute(_unplanned(p, today)):
            bare.setdefault(id_, {})[p] = worked
    found = []
    for id_, reference, name, tier, lro, due_on in session.execute(groups.order_by(Ocg.reference)):
        without, review = bare.get(id_, {}), plans.get(id_)
        found.append(
            Coverage(
                subject_id=id_, reference=reference, name=name, tier=tier, lro=lro, review_due_on=due_on,
                plan_in_date=review is not None and review >= today, unplanned=tuple(without),
                idle=tuple(p for p, worked in without.items() if not worked),
            )
        )  # fmt: skip
    return found


def measures(found: Collection[Coverage], today: date) -> PlanMeasures:
    """M7, M8 and M9 of the active groups that the reader may know of."""
    by_lro: dict[str, int] = {}
    for one in found:
        if one.lro:
            by_lro[one.lro] = by_lro.get(one.lro, 0) + 1
    return PlanMeasures(
        active=len(found),
        reviewed_in_time=sum(one.review_due_on is not None and one.review_due_on >= today for one in found),
        no_review_date=sum(one.review_due_on is None for one in found),
        with_lro=sum(bool(one.lro) for one in found),
        plan_in_date=sum(one.plan_in_date for one in found),
        all_ps_planned=sum(not one.unplanned for one in found),
        by_lro=dict(sorted(by_lro.items(), key=lambda item: (-item[1], item[0]))),
    )


def overdue_groups(session: Session, today: date) -> int:
    """How many groups have something overdue: an action, their review, or that of their live plan."""
    late = select(PlanAction.subject_id).where(PlanAction.state.in_(OPEN_ACTIONS), PlanAction.due_on < today)
    stale = select(Plan.subject_id).where(in_force(today), Plan.review_due_on < today)
    overdue = Ocg.id.in_(late) | (_ACTIVE & ((Ocg.review_due_on < today) | Ocg.id.in_(stale)))
    return session.scalar(select(func.count(Ocg.id)).where(overdue)) or 0


def _unplanned(p: FourP, today: date) -> Select[UUID, bool]:
    """Active groups without an open or completed action under a P, and whether a counted disruption makes up for it.

    Asked group by group, along the index of a group's disruptions: the first one found answers.
    """
    planned = select(PlanAction.id).where(
        PlanAction.subject_id == Ocg.id, PlanAction.four_p == p, PlanAction.state.in_(STANDING_ACTIONS)
    )
    counted = select(Disruption.id).where(
        Disruption.disruption_date.between(year_before(today), today), Disruption.four_p == p,
        Disruption.status.in_(COUNTED),
    )  # fmt: skip
    merged = Ocg.__table__.alias()
    of_merged = counted.join(merged, merged.c.id == Disruption.subject_id).where(merged.c.merged_into_id == Ocg.id)
    worked = or_(counted.where(Disruption.subject_id == Ocg.id).exists(), of_merged.exists())
    return select(Ocg.id, worked).where(_ACTIVE, ~planned.exists())


def _overdue(days: list[int]) -> Overdue:
    return Overdue(len(days), fmean(days) if days else 0.0)
