"""How much intelligence waited to be processed, by day."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from soc_desk.domain.base import Entity


class IntelligenceBacklog(Entity):
    """How many reports waited to be processed on a day, counted by hand in the intelligence system."""

    __tablename__ = "intelligence_backlog"

    counted_on: Mapped[date] = mapped_column(unique=True)
    waiting: Mapped[int]
    oldest_on: Mapped[date | None] = mapped_column(default=None)
    note: Mapped[str] = mapped_column(default="")
    entered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("app_user.id"), default=None)
    entered_at: Mapped[datetime | None] = mapped_column(default=None)
