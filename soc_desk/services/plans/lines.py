"""The lines of a plan besides its actions: objectives of a version, and intelligence gaps of the group."""

from uuid import UUID

from sqlalchemy import func, select

from soc_desk.domain import IntelligenceGap, Plan, PlanObjective
from soc_desk.errors import Invalid
from soc_desk.services.merging import merge
from soc_desk.services.plans.drafts import AnswerDraft, GapDraft, ObjectiveDraft
from soc_desk.services.plans.planning import PLANNERS, not_to_come, refuse, rewrite, working_group
from soc_desk.services.prints import wall
from soc_desk.services.rows import columns_of, draft_of
from soc_desk.store import Work, use_case


@use_case("Add an objective to a 4P plan", needs=PLANNERS)
def add_objective(work: Work, plan_id: UUID, draft: ObjectiveDraft) -> UUID:
    """At the end; an approved plan then needs approval again. Gives its id."""
    refuse(draft.problems())
    plan = work.get(Plan, plan_id)
    rewrite(work, plan)
    last = work.session.scalar(select(func.max(PlanObjective.position)).where(PlanObjective.plan_id == plan_id))
    position = 0 if last is None else last + 1
    made = PlanObjective(subject_id=plan.subject_id, plan_id=plan_id, position=position, **columns_of(draft))
    work.add(made)
    return made.id


@use_case("Change an objective of a 4P plan", needs=PLANNERS)
def change_objective(work: Work, before: ObjectiveDraft, mine: ObjectiveDraft) -> None:
    """Save an edit; an approved plan then needs approval again."""
    assert mine.id is not None
    objective = work.get(PlanObjective, mine.id)
    saved = mine if objective.version == before.version else merge(before, mine, draft_of(ObjectiveDraft, objective))
    refuse(saved.problems())
    rewrite(work, work.get(Plan, objective.plan_id))
    for name, value in columns_of(saved).items():
        setattr(objective, name, value)


@use_case("Take an objective out of a 4P plan", needs=PLANNERS)
def remove_objective(work: Work, id: UUID, version: int) -> None:
    """Only from a version that is not in force yet; the history keeps it."""
    objective = work.get(PlanObjective, id, version)
    rewrite(work, work.get(Plan, objective.plan_id))
    work.session.delete(objective)


@use_case("Say whether an objective is met", needs=PLANNERS)
def meet_objective(work: Work, id: UUID, version: int, *, met: bool) -> None:
    """Met today, or not met after all."""
    work.get(PlanObjective, id, version).met_on = wall(work.now).date() if met else None


@use_case("Raise an intelligence gap", needs=PLANNERS)
def raise_gap(work: Work, subject_id: UUID, draft: GapDraft) -> UUID:
    """Something the plan needs to know; gives its id."""
    refuse(draft.problems() | not_to_come("raised_on", draft.raised_on, wall(work.now).date()))
    made = IntelligenceGap(subject_id=working_group(work, subject_id).id, **columns_of(draft))
    work.add(made)
    return made.id


@use_case("Change an intelligence gap", needs=PLANNERS)
def change_gap(work: Work, before: GapDraft, mine: GapDraft) -> None:
    """Save an edit."""
    assert mine.id is not None
    gap = work.get(IntelligenceGap, mine.id)
    saved = mine if gap.version == before.version else merge(before, mine, draft_of(GapDraft, gap))
    refuse(saved.problems() | not_to_come("raised_on", saved.raised_on, wall(work.now).date()))
    for name, value in columns_of(saved).items():
        setattr(gap, name, value)


@use_case("Answer an intelligence gap", needs=PLANNERS)
def answer_gap(work: Work, id: UUID, version: int, draft: AnswerDraft) -> None:
    """Close it with the answer, or with why it is asked no more."""
    refuse(draft.problems() | not_to_come("closed_on", draft.closed_on, wall(work.now).date()))
    gap = work.get(IntelligenceGap, id, version)
    if gap.closed_on is not None:
        raise Invalid({"answer": "This gap is closed already; raise a new one."})
    if draft.closed_on is not None and draft.closed_on < gap.raised_on:
        raise Invalid({"closed_on": "It cannot be answered before it was raised; check the two dates."})
    gap.closed_on, gap.answer = draft.closed_on, draft.answer.strip()
