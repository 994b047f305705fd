"""A closed record opened in an emergency by somebody not named on it, with the reason, for its owner to see."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from soc_desk.domain.actor import Actor
from soc_desk.domain.base import Entity
from soc_desk.domain.closed import open_case, open_to


class GlassBreak(Entity):
    """Who broke the glass of which record, when and why, and when its owner saw it."""

    __tablename__ = "glass_break"
    RECORD = "subject_id"

    subject_id: Mapped[UUID] = mapped_column(ForeignKey("subject.id"), index=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"))
    reason: Mapped[str]
    at: Mapped[datetime]
    seen_at: Mapped[datetime | None] = mapped_column(default=None)
    seen_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("app_user.id"), default=None)

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return open_to(cls.subject_id, reader)


class CaseGlass(Entity):
    """The same of a POCA case that is closed by itself."""

    __tablename__ = "poca_case_glass"
    RECORD = "case_id"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("poca_case.id"), index=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"))
    reason: Mapped[str]
    at: Mapped[datetime]
    seen_at: Mapped[datetime | None] = mapped_column(default=None)
    seen_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("app_user.id"), default=None)

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return open_case(cls.case_id, reader)
