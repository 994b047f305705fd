"""The life of a group's 4P plan: drafted, approved by the SRO, live, reviewed, replaced by a new version, closed."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from soc_desk.domain import Ocg, Plan, PlanAction, PlanObjective
from soc_desk.domain.plan import OPEN_ACTIONS
from soc_desk.errors import Invalid, NotAllowed
from soc_desk.services.merging import merge
from soc_desk.services.ocgs import MAPPERS
from soc_desk.services.plans.drafts import ApprovalDraft, ClosureDraft, PlanDraft, PlanReviewDraft
from soc_desk.services.prints import wall
from soc_desk.services.rows import columns_of, draft_of
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import READERS, Role, SubjectStatus
from soc_desk.vocabulary.ocg import PlanOutcome, PlanStatus

PLANNERS = MAPPERS
"""Who may draft a plan and its lines; steps of an action are open to whoever reads cases."""
ENTERS_APPROVAL = frozenset({Role.COORDINATOR, Role.SUPERVISOR})
"""Who may enter the SRO's approval besides the SRO."""
IN_HAND = (PlanStatus.DRAFT, PlanStatus.APPROVED)


def working_group(work: Work, id: UUID) -> Ocg:
    """The group; refuses one that nobody works on."""
    ocg = work.get(Ocg, id)
    if ocg.status not in (SubjectStatus.PROPOSED, SubjectStatus.ACTIVE):
        raise Invalid({"subject_id": f"{ocg.reference} is {ocg.status.label.lower()}; nothing new is planned for it."})
    return ocg


@use_case("Draft a 4P plan", needs=PLANNERS)
def draft(work: Work, subject_id: UUID, draft: PlanDraft) -> UUID:
    """The first version, or the next one while the live one stays in force; gives its id.

    The next version begins with the objectives that are not yet met; open actions and gaps belong to the group and
    live on.
    """
    refuse(draft.problems())
    ocg = working_group(work, subject_id)
    settle(work, ocg.id)
    plans = work.session.scalars(select(Plan).where(Plan.subject_id == ocg.id).order_by(Plan.number)).all()
    if any(plan.status in IN_HAND for plan in plans):
        raise Invalid({"status": "A version is being drafted already; change that one."})
    made = Plan(
        subject_id=ocg.id, number=plans[-1].number + 1 if plans else 1, made_by_id=work.actor.id, made_at=work.now,
        **columns_of(draft),
    )  # fmt: skip
    work.add(made)
    if plans and plans[-1].status is PlanStatus.LIVE:
        work.session.flush()  # the objectives' foreign key needs the plan's row first
        unmet = select(PlanObjective).where(PlanObjective.plan_id == plans[-1].id, PlanObjective.met_on.is_(None))
        for one in work.session.scalars(unmet.order_by(PlanObjective.position)).all():
            work.add(
                PlanObjective(
                    subject_id=ocg.id, plan_id=made.id, position=one.position, words=one.words, basis=one.basis
                )
            )
    return made.id


@use_case("Change a 4P plan", needs=PLANNERS)
def change(work: Work, before: PlanDraft, mine: PlanDraft) -> None:
    """Save an edit; what was approved needs approval again, what is live needs a new version."""
    assert mine.id is not None
    plan = work.get(Plan, mine.id)
    saved = mine if plan.version == before.version else merge(before, mine, draft_of(PlanDraft, plan))
    refuse(saved.problems())
    rewrite(work, plan)
    for name, value in columns_of(saved).items():
        setattr(plan, name, value)


@use_case("Approve a 4P plan", needs=READERS)
def approve(work: Work, id: UUID, version: int, draft: ApprovalDraft) -> None:
    """The SRO's approval, by the SRO or entered for them by a coordinator or supervisor; never by the LRO."""
    refuse(draft.problems())
    plan = work.get(Plan, id, version)
    ocg = work.get(Ocg, plan.subject_id)
    if not ocg.sro:
        raise Invalid({"approved_by": f"Name the senior responsible officer of {ocg.reference} first."})
    if work.actor.id == ocg.lro_id:
        raise NotAllowed("The lead responsible officer does not approve the plan; the senior responsible officer does.")
    is_sro = work.actor.id == ocg.sro_id
    if not is_sro and not work.actor.has(ENTERS_APPROVAL):
        raise NotAllowed("The senior responsible officer approves the plan, or a coordinator or supervisor enters it.")
    refuse(_missing(work, plan))
    by = work.actor.display if is_sro else draft.approved_by.strip()
    if not is_sro and not _names(ocg, by):
        told = f"The senior responsible officer of {ocg.reference} is {ocg.sro}: enter their approval, or name the new "
        raise Invalid({"approved_by": f"{told}one as who leads the group first."})
    plan.approve(by, work.actor.id if is_sro else None, work.now)


@use_case("Take a 4P plan live", needs=PLANNERS)
def go_live(work: Work, id: UUID, version: int) -> None:
    """It is in force from now on, or takes over on the day it starts; the version before stays in force until then."""
    plan = work.get(Plan, id, version)
    ocg = work.get(Ocg, plan.subject_id)
    today = wall(work.now).date()
    if ocg.status is not SubjectStatus.ACTIVE:
        raise Invalid(
            {"status": f"{ocg.reference} is {ocg.status.label.lower()}; only an active group has a live plan."}
        )
    if plan.review_due_on is not None and plan.review_due_on < today:
        raise Invalid({"review_due_on": "Its first review would be overdue at once; give it another date first."})
    settle(work, ocg.id)
    before = _live(work, ocg.id)
    plan.move(PlanStatus.LIVE)
    plan.starts_on = plan.starts_on or today
    for other in before:
        if plan.starts_on > today and not other.is_coming(plan.starts_on):
            other.closed_on = plan.starts_on
        else:
            other.move(PlanStatus.REPLACED)
            other.closed_on = today


@use_case("Review a 4P plan", needs=PLANNERS)
def review(work: Work, id: UUID, version: int, draft: PlanReviewDraft) -> None:
    """Keep what a review found and when the next is due; earlier reviews stay in the history."""
    refuse(draft.problems() | not_to_come("reviewed_on", draft.reviewed_on, wall(work.now).date()))
    assert draft.reviewed_on is not None
    assert draft.review_due_on is not None
    plan = work.get(Plan, id, version)
    settle(work, plan.subject_id)
    plan.review(draft.reviewed_on, draft.review_due_on, draft.review_note.strip())


@use_case("Close a 4P plan", needs=PLANNERS)
def close(work: Work, id: UUID, version: int, draft: ClosureDraft) -> None:
    """End a plan with its outcome and lessons; refused while an action is open, which nobody would watch any more."""
    refuse(draft.problems() | not_to_come("closed_on", draft.closed_on, wall(work.now).date()))
    assert draft.closed_on is not None
    assert draft.outcome is not None
    plan = work.get(Plan, id, version)
    settle(work, plan.subject_id)
    open_ = open_actions(work, plan.subject_id)
    if open_ and (plan.status is PlanStatus.LIVE or draft.outcome is PlanOutcome.ARCHIVED):
        told = "1 action is" if open_ == 1 else f"{open_} actions are"
        raise Invalid({"outcome": f"{told} still open; complete or cancel {'it' if open_ == 1 else 'them'} first."})
    plan.close(draft.closed_on, draft.outcome, draft.lessons.strip())


def settle(work: Work, subject_id: UUID) -> None:
    """What was taken over on its day is replaced now; who reads goes by the days (``domain.plan.in_force``)."""
    today = wall(work.now).date()
    for plan in _live(work, subject_id):
        if plan.closed_on is not None and plan.closed_on <= today:
            plan.move(PlanStatus.REPLACED)


def rewrite(work: Work, plan: Plan) -> None:
    """Its words change; the version that it was to take over from stays in force."""
    if plan.is_coming(wall(work.now).date()):
        for other in _live(work, plan.subject_id):
            if other.closed_on == plan.starts_on:
                other.closed_on = None
    plan.rewrite(wall(work.now).date())


def open_actions(work: Work, subject_id: UUID) -> int:
    """How many actions of a group are open."""
    count = select(func.count(PlanAction.id)).where(
        PlanAction.subject_id == subject_id, PlanAction.state.in_(OPEN_ACTIONS)
    )
    return work.session.scalar(count) or 0


def not_to_come(field: str, day: date | None, today: date) -> dict[str, str]:
    """A problem where a day that was lies ahead."""
    return {field: "The day lies ahead; enter the day it happened."} if day is not None and day > today else {}


def refuse(problems: dict[str, str]) -> None:
    """Raise Invalid where there is a problem."""
    if problems:
        raise Invalid(problems)


def _missing(work: Work, plan: Plan) -> dict[str, str]:
    """What a plan needs before it is approved."""
    found = {}
    lines = select(func.count(PlanObjective.id)).where(PlanObjective.plan_id == plan.id)
    if not plan.objectives and not work.session.scalar(lines):
        found["objectives"] = "Give the plan its objectives first."
    if plan.review_due_on is None:
        found["review_due_on"] = "Say first when the plan is reviewed."
    return found


def _live(work: Work, subject_id: UUID) -> Sequence[Plan]:
    return work.session.scalars(select(Plan).where(Plan.subject_id == subject_id, Plan.status == PlanStatus.LIVE)).all()


def _names(ocg: Ocg, approved_by: str) -> bool:
    """Whether that is the group's SRO, with or without the agency of a partner."""
    names = (ocg.sro, ocg.sro.rpartition(", ")[2])
    return " ".join(approved_by.casefold().split()) in [" ".join(name.casefold().split()) for name in names]
