"""Who is named on a closed case, and the steps of a case's life."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from soc_desk.domain.actor import Actor
from soc_desk.domain.base import Base, Entity, Wall
from soc_desk.domain.closed import open_case
from soc_desk.vocabulary.poca import CaseState


class CaseReader(Base):
    """A person named on the list of a restricted or sealed case."""

    __tablename__ = "poca_case_reader"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("poca_case.id"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"), primary_key=True, index=True)


class CaseStep(Entity):
    """One step of a case's life, with who, when, why and the moment in law it happened; never edited."""

    __tablename__ = "poca_case_step"
    RECORD = "case_id"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("poca_case.id"), index=True)
    event: Mapped[str]
    before: Mapped[CaseState | None]
    after: Mapped[CaseState]
    happened_at: Mapped[Wall]
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"))
    reason: Mapped[str] = mapped_column(default="")

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return open_case(cls.case_id, reader)
