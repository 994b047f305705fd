"""Periodic reviews of a group: what was found, and when the next is due by local policy."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from soc_desk.domain import Ocg, OcgReview, Plan, User
from soc_desk.domain.days import DayThatWas, DayToCome
from soc_desk.domain.plan import in_force
from soc_desk.errors import Invalid, NotAllowed
from soc_desk.services.labels import policy
from soc_desk.services.periods import months_after
from soc_desk.services.prints import wall
from soc_desk.services.rows import row
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import Role, SubjectStatus

REVIEWERS = frozenset({Role.OFFICER, Role.COORDINATOR, Role.SUPERVISOR})
POLICY = "ocg.review_months"


@dataclass(frozen=True, kw_only=True)
class ReviewDraft:
    """What a review found; ``next_due_on`` None takes the period of local policy."""

    reviewed_on: DayThatWas = None
    outcome: str = ""
    next_due_on: DayToCome = None
    plan_reviewed: bool = False

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        found = {}
        if self.reviewed_on is None:
            found["reviewed_on"] = "Enter the day of the review."
        if not self.outcome.strip():
            found["outcome"] = "Say what the review found."
        if self.reviewed_on is not None and self.next_due_on is not None and self.next_due_on <= self.reviewed_on:
            found["next_due_on"] = "The next review comes after this one; enter a later day."
        return found


@dataclass(frozen=True, kw_only=True)
class ReviewRow:
    """One review."""

    reviewed_on: date
    outcome: str
    next_due_on: date
    plan_reviewed: bool
    at: datetime
    by: str


def history(session: Session, subject_id: UUID) -> list[ReviewRow]:
    """Every review of a group, oldest first."""
    columns = (
        OcgReview.reviewed_on, OcgReview.outcome, OcgReview.next_due_on, OcgReview.plan_reviewed, OcgReview.at,
        User.display,
    )  # fmt: skip
    query = select(*columns).join(User, User.id == OcgReview.by_id).where(OcgReview.subject_id == subject_id)
    return [row(ReviewRow, values) for values in session.execute(query.order_by(OcgReview.reviewed_on, OcgReview.at))]


def next_due(session: Session, after: date) -> date:
    """When a review is due after one on a day, by local policy."""
    return months_after(after, int(policy(session, POLICY, after)))


@use_case("Review an OCG", needs=REVIEWERS)
def review(work: Work, id: UUID, version: int, draft: ReviewDraft) -> None:
    """Keep a review, by its LRO, a coordinator or a supervisor; the next is due by local policy unless told.

    Where the 4P plan was reviewed as well, the plan says so too. A review older than what is kept already is for the
    history alone.
    """
    ocg = work.get(Ocg, id, version)
    if ocg.lro_id != work.actor.id and not {Role.COORDINATOR, Role.SUPERVISOR} & work.actor.roles:
        raise NotAllowed("The lead responsible officer, a coordinator or a supervisor reviews a group.")
    today = wall(work.now).date()
    problems = draft.problems()
    if ocg.status is not SubjectStatus.ACTIVE:
        problems["status"] = f"{ocg.reference} is {ocg.status.label.lower()}; only an active group is reviewed."
    if draft.reviewed_on is not None and draft.reviewed_on > today:
        problems["reviewed_on"] = "The day lies in the future; enter the day of the review."
    if problems or draft.reviewed_on is None:
        raise Invalid(problems)
    due = draft.next_due_on or next_due(work.session, draft.reviewed_on)
    made = OcgReview(
        subject_id=ocg.id, reviewed_on=draft.reviewed_on, outcome=draft.outcome.strip(), next_due_on=due,
        plan_reviewed=draft.plan_reviewed, at=work.now, by_id=work.actor.id,
    )  # fmt: skip
    work.add(made)
    if draft.reviewed_on < _latest(work, ocg):
        return  # a forgotten one, which sets no date any more
    ocg.review_due_on = due
    if draft.plan_reviewed:
        in_force_now = select(Plan).where(Plan.subject_id == ocg.id, in_force(today))
        if (plan := work.session.scalar(in_force_now)) is not None:  # a force may keep its plans elsewhere
            plan.review(draft.reviewed_on, due, draft.outcome.strip())


def _latest(work: Work, ocg: Ocg) -> date:
    """The day from which the present date of the next review was set: the last review, or the group's validation."""
    reviewed = work.session.scalar(select(func.max(OcgReview.reviewed_on)).where(OcgReview.subject_id == ocg.id))
    validated = ocg.status_since if ocg.review_due_on is not None else None
    return max(reviewed or date.min, validated or date.min)
