"""The lines of a 4P plan besides its actions: objectives and intelligence gaps."""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from soc_desk.domain.actor import Actor
from soc_desk.domain.base import Entity
from soc_desk.domain.closed import open_to
from soc_desk.vocabulary.ocg import Basis


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
