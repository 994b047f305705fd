"""What is kept about places: local profiles of an area, and Clear, Hold, Build sites with their phases."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from soc_desk.domain.actor import Actor
from soc_desk.domain.base import Entity
from soc_desk.domain.closed import open_to
from soc_desk.vocabulary.ocg import Phase


class LocalProfile(Entity):
    """A serious and organised crime local profile of an area; each edition a row."""

    __tablename__ = "local_profile"
    __table_args__ = (Index("ix_local_profile_area", "area_id", "approved_on"),)

    area_id: Mapped[UUID] = mapped_column(ForeignKey("area.id"))
    title: Mapped[str]
    approved_on: Mapped[date | None] = mapped_column(default=None)
    approved_by: Mapped[str] = mapped_column(default="")
    next_due_on: Mapped[date | None] = mapped_column(default=None)
    published_to: Mapped[str] = mapped_column(default="")
    led_to_plan: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(default="")


class ChbSite(Entity):
    """A place worked by Clear, Hold, Build; ``phase`` is the latest of its steps."""

    __tablename__ = "chb_site"

    name: Mapped[str]
    area_id: Mapped[UUID | None] = mapped_column(ForeignKey("area.id"), default=None, index=True)
    phase: Mapped[Phase] = mapped_column(default=Phase.SCOPING)
    sro: Mapped[str] = mapped_column(default="")
    started_on: Mapped[date | None] = mapped_column(default=None)
    note: Mapped[str] = mapped_column(default="")


class ChbStep(Entity):
    """One step of a site from phase to phase, also backward, with the reason; never edited."""

    __tablename__ = "chb_step"
    RECORD = "site_id"

    site_id: Mapped[UUID] = mapped_column(ForeignKey("chb_site.id"), index=True)
    before: Mapped[Phase | None]
    after: Mapped[Phase]
    stepped_on: Mapped[date]
    reason: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"))


class ChbSubject(Entity):
    """A group that a site is about."""

    __tablename__ = "chb_subject"
    __table_args__ = (Index("ix_chb_subject_pair", "site_id", "subject_id", unique=True),)
    RECORD = "subject_id"

    site_id: Mapped[UUID] = mapped_column(ForeignKey("chb_site.id"))
    subject_id: Mapped[UUID] = mapped_column(ForeignKey("subject.id"), index=True)

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return open_to(cls.subject_id, reader)
