"""What is kept of a group's life beside its record: scores, tiers, leaders, reviews, relations to other groups."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from soc_desk.domain.actor import Actor
from soc_desk.domain.base import Entity
from soc_desk.domain.closed import open_to
from soc_desk.vocabulary.ocg import Confidence, Post, RelationKind


class ScoreTemplate(Entity):
    """A way of scoring, with its version and the days it is in use; ``body`` is read by ``domain.scoring``."""

    __tablename__ = "score_template"
    __table_args__ = (Index("ix_score_template_name", "name", "edition", unique=True),)

    name: Mapped[str]
    edition: Mapped[str]
    source: Mapped[str] = mapped_column(default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date | None] = mapped_column(default=None)
    body: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)


class OcgScore(Entity):
    """One scoring of a group, never overwritten; ``answers`` keep Unknown (null) apart from zero.

    ``total`` is the score, the lowest that unknown answers leave open, ``most`` the highest that the template allows.
    ``parts`` keep how it came about and what it is read against: ``highest`` (the total at most, as long as something
    is unknown), ``roll_up``, ``sections`` (name, lowest, highest, most) and ``bands`` (first total, name).
    """

    __tablename__ = "ocg_score"
    RECORD = "subject_id"

    subject_id: Mapped[UUID] = mapped_column(ForeignKey("subject.id"), index=True)
    template_id: Mapped[UUID] = mapped_column(ForeignKey("score_template.id"))
    answers: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    parts: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    total: Mapped[int]
    most: Mapped[int]
    unknown: Mapped[int] = mapped_column(default=0)
    band: Mapped[str] = mapped_column(default="")
    confidence: Mapped[Confidence] = mapped_column(default=Confidence.MEDIUM)
    note: Mapped[str] = mapped_column(default="")
    scored_on: Mapped[date]
    scored_by_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"))
    scored_at: Mapped[datetime]
    moderated_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("app_user.id"), default=None)
    moderated_at: Mapped[datetime | None] = mapped_column(default=None)

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return open_to(cls.subject_id, reader)


class TierDecision(Entity):
    """A tier that a meeting set, with what it decided; the group's ``tier`` is the latest of these."""

    __tablename__ = "tier_decision"
    RECORD = "subject_id"

    subject_id: Mapped[UUID] = mapped_column(ForeignKey("subject.id"), index=True)
    before: Mapped[str] = mapped_column(default="")
    after: Mapped[str]
    meeting: Mapped[str]
    decided_on: Mapped[date]
    reason: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"))

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return open_to(cls.subject_id, reader)


class Leader(Entity):
    """Who held a post of a group from when to when; ``user_id`` None for a partner who does not sign in."""

    __tablename__ = "ocg_leader"
    RECORD = "subject_id"

    subject_id: Mapped[UUID] = mapped_column(ForeignKey("subject.id"), index=True)
    post: Mapped[Post]
    name: Mapped[str]
    agency: Mapped[str] = mapped_column(default="")
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("app_user.id"), default=None, index=True)
    since_on: Mapped[date]
    until_on: Mapped[date | None] = mapped_column(default=None)
    reason: Mapped[str] = mapped_column(default="")

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return open_to(cls.subject_id, reader)


class OcgReview(Entity):
    """A periodic review of a group and when the next is due."""

    __tablename__ = "ocg_review"
    RECORD = "subject_id"

    subject_id: Mapped[UUID] = mapped_column(ForeignKey("subject.id"), index=True)
    reviewed_on: Mapped[date]
    outcome: Mapped[str]
    next_due_on: Mapped[date]
    plan_reviewed: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"))

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return open_to(cls.subject_id, reader)


class SubjectRelation(Entity):
    """How one group stands to another; known only to those who may know of both."""

    __tablename__ = "subject_relation"
    RECORD = "subject_id"

    subject_id: Mapped[UUID] = mapped_column(ForeignKey("subject.id"), index=True)
    other_id: Mapped[UUID] = mapped_column(ForeignKey("subject.id"), index=True)
    kind: Mapped[RelationKind]
    from_on: Mapped[date | None] = mapped_column(default=None)
    to_on: Mapped[date | None] = mapped_column(default=None)
    note: Mapped[str] = mapped_column(default="")

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return open_to(cls.subject_id, reader) & open_to(cls.other_id, reader)
