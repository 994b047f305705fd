"""A group's 4P plan and its actions, each under exactly one P, with the ways they go."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, ForeignKey, Index, and_, or_
from sqlalchemy.orm import Mapped, mapped_column

from soc_desk.domain.actor import Actor
from soc_desk.domain.base import Entity
from soc_desk.domain.closed import open_to
from soc_desk.errors import Invalid
from soc_desk.vocabulary import FourP
from soc_desk.vocabulary.ocg import ActionState, PlanOutcome, PlanStatus

_P, _A = PlanStatus, ActionState
NEXT_PLAN_STATES: dict[PlanStatus, frozenset[PlanStatus]] = {
    _P.DRAFT: frozenset({_P.APPROVED, _P.CLOSED}),
    _P.APPROVED: frozenset({_P.DRAFT, _P.LIVE, _P.CLOSED}),
    _P.LIVE: frozenset({_P.CLOSED, _P.REPLACED}),
    _P.CLOSED: frozenset(),
    _P.REPLACED: frozenset(),
}
"""A change of an approved plan takes it back to Draft; one that never went live closes only with its OCG."""
NEXT_ACTION_STATES: dict[ActionState, frozenset[ActionState]] = {
    _A.PROPOSED: frozenset({_A.AGREED, _A.CANCELLED}),
    _A.AGREED: frozenset({_A.IN_PROGRESS, _A.BLOCKED, _A.CANCELLED}),
    _A.IN_PROGRESS: frozenset({_A.COMPLETED, _A.BLOCKED, _A.CANCELLED}),
    _A.BLOCKED: frozenset({_A.IN_PROGRESS, _A.CANCELLED}),
    _A.COMPLETED: frozenset({_A.IN_PROGRESS}),
    _A.CANCELLED: frozenset(),
}
"""Back from Completed leads only a supervisor."""
OPEN_ACTIONS = tuple(state for state in ActionState if state.is_open)
STANDING_ACTIONS = (*OPEN_ACTIONS, ActionState.COMPLETED)
"""By which a P is worked; cancelled ones are nothing."""


class Plan(Entity):
    """One version of a group's plan; a new version replaces the live one, which is kept.

    The SRO's strategic ``objectives`` are the plan's own words; tactical ones are ``PlanObjective`` lines. A live
    version whose ``starts_on`` lies ahead takes over on that day: the one before it is live until its ``closed_on``.
    """

    __tablename__ = "plan"
    RECORD = "subject_id"

    subject_id: Mapped[UUID] = mapped_column(ForeignKey("subject.id"), index=True)
    number: Mapped[int]
    status: Mapped[PlanStatus] = mapped_column(default=PlanStatus.DRAFT)
    objectives: Mapped[str] = mapped_column(default="")
    starts_on: Mapped[date | None] = mapped_column(default=None)
    review_due_on: Mapped[date | None] = mapped_column(default=None)
    reviewed_on: Mapped[date | None] = mapped_column(default=None)
    review_note: Mapped[str] = mapped_column(default="")
    approved_by: Mapped[str] = mapped_column(default="")
    approved_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("app_user.id"), default=None)
    approved_at: Mapped[datetime | None] = mapped_column(default=None)
    closed_on: Mapped[date | None] = mapped_column(default=None)
    outcome: Mapped[PlanOutcome | None] = mapped_column(default=None)
    lessons: Mapped[str] = mapped_column(default="")
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"))
    made_at: Mapped[datetime]

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return open_to(cls.subject_id, reader)

    def is_coming(self, today: date) -> bool:
        """Whether it was taken live for a day to come."""
        return self.status is PlanStatus.LIVE and self.starts_on is not None and self.starts_on > today

    def move(self, after: PlanStatus) -> None:
        """Take the next step of the plan's life; refuses a step that does not exist."""
        if after not in NEXT_PLAN_STATES[self.status]:
            raise Invalid(
                {"status": f"A plan that is {_small(self.status.label)} cannot become {_small(after.label)}."}
            )
        self.status = after

    def approve(self, by: str, by_id: UUID | None, at: datetime) -> None:
        """The SRO agrees to it as it is."""
        self.move(PlanStatus.APPROVED)
        self.approved_by, self.approved_by_id, self.approved_at = by, by_id, at

    def rewrite(self, today: date) -> None:
        """Its words change: a draft stays one, an approved plan needs approval again, one in force a new version."""
        if self.status is PlanStatus.APPROVED or self.is_coming(today):
            self.status = PlanStatus.DRAFT
            self.approved_by, self.approved_by_id, self.approved_at = "", None, None
        elif self.status is not PlanStatus.DRAFT:
            raise Invalid(
                {"status": f"A plan that is {_small(self.status.label)} is not rewritten; make a new version of it."}
            )

    def review(self, on: date, next_due_on: date, note: str) -> None:
        """It was looked at and stays live until it is looked at again."""
        if self.status is not PlanStatus.LIVE:
            raise Invalid({"status": "Only a live plan is reviewed."})
        if self.starts_on is not None and on < self.starts_on:
            raise Invalid({"reviewed_on": "The plan was not in force on that day; check the day of the review."})
        self.reviewed_on, self.review_due_on, self.review_note = on, next_due_on, note

    def close(self, on: date, outcome: PlanOutcome, lessons: str) -> None:
        """It ends, with what came of it and what was learnt."""
        if self.status is not PlanStatus.LIVE and outcome is not PlanOutcome.ARCHIVED:
            raise Invalid(
                {"outcome": "This plan never went live; it is closed only because its OCG is archived. Choose that."}
            )
        if outcome is not PlanOutcome.ARCHIVED and self.starts_on is not None and on < self.starts_on:
            raise Invalid({"closed_on": "It cannot end before it starts; check the day, or change the plan."})
        self.move(PlanStatus.CLOSED)
        self.closed_on, self.outcome, self.lessons = on, outcome, lessons


def in_force(today: date | BindParameter[date]) -> ColumnElement[bool]:
    """The version that is in force on a day, of which a group has one at most."""
    begun = or_(Plan.starts_on.is_(None), Plan.starts_on <= today)
    return and_(Plan.status == PlanStatus.LIVE, begun, or_(Plan.closed_on.is_(None), Plan.closed_on > today))


class PlanAction(Entity):
    """Something to be done against a group; it outlives a version of the plan.

    ``first_due_on`` is the date first agreed and ``slips`` how often it moved later. ``held_days`` are days spent
    blocked before, ``blocked_on`` since when it is blocked now. ``because`` is why the last step that needs a reason
    was taken: blocked, cancelled, put off or reopened. Overdue is worked out from ``due_on`` and ``state``.
    """

    __tablename__ = "plan_action"
    __table_args__ = (
        Index("ix_plan_action_due", "state", "due_on"),
        Index("ix_plan_action_owner", "owner_id", "state", "due_on"),
    )
    RECORD = "subject_id"

    subject_id: Mapped[UUID] = mapped_column(ForeignKey("subject.id"), index=True)
    four_p: Mapped[FourP]
    title: Mapped[str]
    state: Mapped[ActionState] = mapped_column(default=ActionState.PROPOSED)
    tactic_area: Mapped[str] = mapped_column(default="")
    owner: Mapped[str] = mapped_column(default="")
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("app_user.id"), default=None)
    agency: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date | None] = mapped_column(default=None)
    first_due_on: Mapped[date | None] = mapped_column(default=None)
    slips: Mapped[int] = mapped_column(default=0)
    blocked_on: Mapped[date | None] = mapped_column(default=None)
    because: Mapped[str] = mapped_column(default="")
    held_days: Mapped[int] = mapped_column(default=0)
    done_on: Mapped[date | None] = mapped_column(default=None)
    result: Mapped[str] = mapped_column(default="")
    evidence_ref: Mapped[str] = mapped_column(default="")
    disruption_id: Mapped[UUID | None] = mapped_column(ForeignKey("disruption.id"), default=None, index=True)
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"))
    made_at: Mapped[datetime]

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return open_to(cls.subject_id, reader)

    def move(self, after: ActionState) -> None:
        """Take the next step of the action's life; refuses a step that does not exist."""
        if after not in NEXT_ACTION_STATES[self.state]:
            raise Invalid(
                {"state": f"An action that is {_small(self.state.label)} cannot become {_small(after.label)}."}
            )
        self.state = after

    def agree(self) -> None:
        """Somebody has it, by a day."""
        problems = {}
        if not self.owner:
            problems["owner_id"] = "Say who does it."
        if self.due_on is None:
            problems["due_on"] = "Say by when."
        if problems:
            raise Invalid(problems)
        self.move(ActionState.AGREED)
        self.first_due_on = self.due_on

    def start(self) -> None:
        """Work begins."""
        if self.state is not ActionState.AGREED:
            raise Invalid({"state": "Only an agreed action is started."})
        self.move(ActionState.IN_PROGRESS)

    def block(self, on: date, because: str) -> None:
        """Something stands in the way: its days are counted apart from now on."""
        self.move(ActionState.BLOCKED)
        self.blocked_on, self.because = on, because

    def resume(self, on: date) -> None:
        """What stood in the way is gone."""
        if self.state is not ActionState.BLOCKED:
            raise Invalid({"state": "Only a blocked action is taken up again."})
        self.move(ActionState.IN_PROGRESS)
        self._count_held(on)

    def complete(self, on: date, result: str) -> None:
        """It is done, with this result."""
        self.move(ActionState.COMPLETED)
        self.done_on, self.result = on, result

    def cancel(self, on: date, because: str) -> None:
        """It will not be done."""
        self.move(ActionState.CANCELLED)
        self._count_held(on)
        self.done_on, self.because = on, because

    def reopen(self, because: str) -> None:
        """It was not done after all; its result stays to be corrected."""
        if self.state is not ActionState.COMPLETED:
            raise Invalid({"state": "Only a completed action is reopened."})
        self.move(ActionState.IN_PROGRESS)
        self.done_on, self.because = None, because

    def put_off(self, due_on: date) -> None:
        """Another day it is due by. Of an agreed action a later one is a slip, and the first one agreed stays known."""
        if not self.state.is_open:
            raise Invalid({"due_on": f"An action that is {_small(self.state.label)} is due no more."})
        if self.first_due_on is not None and self.due_on is not None and due_on > self.due_on:
            self.slips += 1
        self.due_on = due_on

    def _count_held(self, on: date) -> None:
        self.held_days, self.blocked_on = held_days(self.held_days, self.blocked_on, on), None


def held_days(before: int, blocked_on: date | None, today: date) -> int:
    """Days spent blocked up to today: those before, and those since ``blocked_on`` where it is blocked now."""
    return before + (max(0, (today - blocked_on).days) if blocked_on else 0)


def days_overdue(state: ActionState, due_on: date | None, today: date) -> int:
    """How many days an open action is past its due date; 0 where it is not."""
    return max(0, (today - due_on).days) if due_on is not None and state.is_open else 0


def _small(label: str) -> str:
    return label[:1].lower() + label[1:]
