"""A group's 4P plan: objectives, intelligence gaps and actions, each action under exactly one P."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from soc_desk.domain.actor import Actor
from soc_desk.domain.base import Entity
from soc_desk.domain.subject import open_to
from soc_desk.vocabulary import FourP
from soc_desk.vocabulary.ocg import ActionState, Basis, PlanOutcome, PlanStatus


class Plan(Entity):
    """One version of a group's plan; a new version replaces the live one, which is kept.

    The SRO's strategic ``objectives`` are the plan's own words; tactical ones are ``PlanObjective`` lines.
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


class PlanObjective(Entity):
    """One objective of a plan."""

    __tablename__ = "plan_objective"
    RECORD = "subject_id"

    subject_id: Mapped[UUID] = mapped_column(ForeignKey("subject.id"), index=True)
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    words: Mapped[str]
    basis: Mapped[Basis] = mapped_column(default=Basis.ASSESSMENT)
    met_on: Mapped[date | None] = mapped_column(default=None)

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return open_to(cls.subject_id, reader)


class IntelligenceGap(Entity):
    """Something not known that the plan needs; it outlives a version of the plan."""

    __tablename__ = "intelligence_gap"
    RECORD = "subject_id"

    subject_id: Mapped[UUID] = mapped_column(ForeignKey("subject.id"), index=True)
    words: Mapped[str]
    raised_on: Mapped[date]
    closed_on: Mapped[date | None] = mapped_column(default=None)
    answer: Mapped[str] = mapped_column(default="")

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return open_to(cls.subject_id, reader)


class PlanAction(Entity):
    """Something to be done against a group; it outlives a version of the plan.

    ``first_due_on`` is the date first agreed and ``slips`` how often it moved later. ``held_days`` are days spent
    blocked before, ``blocked_on`` since when it is blocked now. Overdue is worked out from ``due_on`` and ``state``.
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
    blocked_because: Mapped[str] = mapped_column(default="")
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
