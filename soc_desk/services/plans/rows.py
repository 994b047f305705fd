"""A group's plan as its tab shows it: the plan in force, the version to come, objectives, gaps, actions, balance."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Self
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from soc_desk.domain import IntelligenceGap, Ocg, Plan, PlanAction, PlanObjective
from soc_desk.domain.plan import days_overdue, held_days
from soc_desk.errors import NotFound
from soc_desk.services.labels import labels, policy
from soc_desk.services.plans.drafts import ActionDraft
from soc_desk.services.rows import row
from soc_desk.vocabulary import FourP, Marking, SubjectStatus
from soc_desk.vocabulary.ocg import ActionState, Basis, PlanOutcome, PlanStatus


@dataclass(frozen=True, kw_only=True)
class PlanRow:
    """One version of a plan."""

    id: UUID
    version: int
    number: int
    status: PlanStatus
    objectives: str
    starts_on: date | None
    review_due_on: date | None
    reviewed_on: date | None
    review_note: str
    approved_by: str
    approved_at: datetime | None
    closed_on: date | None
    outcome: PlanOutcome | None
    lessons: str

    def is_coming(self, today: date) -> bool:
        """Whether it was taken live for a day to come."""
        return self.status is PlanStatus.LIVE and self.starts_on is not None and self.starts_on > today

    def may_be_rewritten(self, today: date) -> bool:
        """Whether its words may still change: not once it is in force."""
        return self.status in (PlanStatus.DRAFT, PlanStatus.APPROVED) or self.is_coming(today)

    def on(self, today: date) -> Self:
        """As it stands on a day: what was taken over since is replaced."""
        is_over = self.status is PlanStatus.LIVE and self.closed_on is not None and self.closed_on <= today
        return replace(self, status=PlanStatus.REPLACED) if is_over else self


@dataclass(frozen=True, kw_only=True)
class ObjectiveRow:
    """One objective of a version."""

    id: UUID
    version: int
    plan_id: UUID
    words: str
    basis: Basis
    met_on: date | None


@dataclass(frozen=True, kw_only=True)
class GapRow:
    """Something not known; open while ``closed_on`` is None."""

    id: UUID
    version: int
    words: str
    raised_on: date
    closed_on: date | None
    answer: str


@dataclass(frozen=True, kw_only=True)
class ActionRow:
    """One action; see ``domain.plan.PlanAction`` for what its dates and counts mean."""

    id: UUID
    version: int
    subject_id: UUID
    four_p: FourP
    title: str
    state: ActionState
    tactic_area: str
    owner: str
    owner_id: UUID | None
    agency: str
    due_on: date | None
    first_due_on: date | None
    slips: int
    blocked_on: date | None
    because: str
    held_days: int
    done_on: date | None
    result: str
    evidence_ref: str
    disruption_id: UUID | None

    @property
    def draft(self) -> ActionDraft:
        """As a form has it: the name of an owner who signs in stands in ``owner_id`` alone."""
        same = {name: getattr(self, name) for name in ActionDraft.__dataclass_fields__}
        return ActionDraft(**same | {"owner": "" if self.owner_id is not None else self.owner})

    def days_overdue(self, today: date) -> int:
        """Days past the due date of an open action, the days it was blocked included; 0 where it is in time."""
        return days_overdue(self.state, self.due_on, today)

    def days_held(self, today: date) -> int:
        """Days spent blocked so far."""
        return held_days(self.held_days, self.blocked_on, today)


@dataclass(frozen=True)
class Balance:
    """How a plan stands under one P; nothing is planned where nothing is open or completed."""

    open: int = 0
    overdue: int = 0
    completed: int = 0

    @property
    def none_planned(self) -> bool:
        return not self.open and not self.completed


@dataclass(frozen=True, kw_only=True)
class PlanOfGroup:
    """Everything the plan tab of a group shows.

    ``plan`` is the live version, or else the newest; ``coming`` the next version while a live one is still in force.
    ``labels`` are the words for codes of tactic areas and agencies.
    """

    subject_id: UUID
    reference: str
    name: str
    status: SubjectStatus
    marking: Marking
    sro: str
    sro_id: UUID | None
    lro: str
    lro_id: UUID | None
    plan: PlanRow | None
    coming: PlanRow | None
    earlier: tuple[PlanRow, ...]
    objectives: tuple[ObjectiveRow, ...]
    gaps: tuple[GapRow, ...]
    actions: tuple[ActionRow, ...]
    soon_days: int
    labels: dict[str, dict[str, str]]

    def balance(self, today: date) -> dict[FourP, Balance]:
        """How the plan stands under each P."""
        return balance(self.actions, today)


def plan_of(session: Session, subject_id: UUID, today: date) -> PlanOfGroup:
    """The plan of a group that is open already, which was logged; raises NotFound where the reader knows of none."""
    about = select(
        Ocg.reference, Ocg.name, Ocg.status, Ocg.marking, Ocg.sro, Ocg.sro_id, Ocg.lro, Ocg.lro_id
    ).where(Ocg.id == subject_id)  # fmt: skip
    ocg = session.execute(about).one_or_none()
    if ocg is None:
        raise NotFound("That group does not exist, or is not open to you.")
    plans = [row(PlanRow, values).on(today) for values in session.execute(_plans(subject_id))]
    live = (plan for plan in plans if plan.status is PlanStatus.LIVE and not plan.is_coming(today))
    shown = next(live, plans[0] if plans else None)
    coming = plans[0] if shown is not None and plans[0] is not shown else None
    return PlanOfGroup(
        subject_id=subject_id, **ocg._asdict(),
        plan=shown, coming=coming, earlier=tuple(plan for plan in plans if plan not in (shown, coming)),
        objectives=tuple(row(ObjectiveRow, found) for found in session.execute(_objectives(subject_id))),
        gaps=tuple(row(GapRow, found) for found in session.execute(_gaps(subject_id))),
        actions=tuple(actions(session, subject_id)),
        soon_days=int(policy(session, "desk.soon_days", today)),
        labels={name: labels(session, name) for name in ("tactic_area", "agency")},
    )  # fmt: skip


def actions(session: Session, subject_id: UUID) -> list[ActionRow]:
    """A group's actions in the order of the four Ps, open ones first, then by their date."""
    found = [
        row(ActionRow, values) for values in session.execute(action_query().where(PlanAction.subject_id == subject_id))
    ]
    return sorted(
        found, key=lambda one: (one.four_p.rank, not one.state.is_open, one.due_on or date.max, str(one.id))
    )  # fmt: skip


def action(session: Session, id: UUID) -> ActionRow:
    """One action; raises NotFound."""
    found = session.execute(action_query().where(PlanAction.id == id)).one_or_none()
    if found is None:
        raise NotFound("That action does not exist, or is not open to you.")
    return row(ActionRow, found)


def balance(found: Iterable[ActionRow], today: date) -> dict[FourP, Balance]:
    """Open, overdue and completed actions under each P, all four of them, in their order."""
    counts = {p: [0, 0, 0] for p in FourP}
    for one in found:
        each = counts[one.four_p]
        each[0] += one.state.is_open
        each[1] += one.days_overdue(today) > 0
        each[2] += one.state is ActionState.COMPLETED
    return {p: Balance(*each) for p, each in counts.items()}


def action_query() -> Select[*tuple[object, ...]]:
    """The columns of an ``ActionRow``."""
    return select(*(getattr(PlanAction, name) for name in ActionRow.__dataclass_fields__))


def _plans(subject_id: UUID) -> Select[*tuple[object, ...]]:
    columns = (getattr(Plan, name) for name in PlanRow.__dataclass_fields__)
    return select(*columns).where(Plan.subject_id == subject_id).order_by(Plan.number.desc())


def _objectives(subject_id: UUID) -> Select[*tuple[object, ...]]:
    columns = (getattr(PlanObjective, name) for name in ObjectiveRow.__dataclass_fields__)
    ordered = (PlanObjective.position, PlanObjective.id)
    return select(*columns).where(PlanObjective.subject_id == subject_id).order_by(*ordered)


def _gaps(subject_id: UUID) -> Select[*tuple[object, ...]]:
    columns = (getattr(IntelligenceGap, name) for name in GapRow.__dataclass_fields__)
    ordered = (IntelligenceGap.closed_on.is_not(None), IntelligenceGap.raised_on, IntelligenceGap.id)
    return select(*columns).where(IntelligenceGap.subject_id == subject_id).order_by(*ordered)
