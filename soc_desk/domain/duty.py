"""A duty: what must happen in a case by a day or a minute, as the statutory clock worked it out."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from soc_desk.domain.actor import Actor
from soc_desk.domain.base import Entity, Wall
from soc_desk.domain.closed import open_case
from soc_desk.vocabulary.poca import DutyKind


class Duty(Entity):
    """One open or done duty. Its id stays when its date moves, and ``sequence`` rises: calendars update the entry.

    ``due_at`` is the legal deadline and ``work_to`` the cautious one, local wall time; the end of a day is the
    midnight after it. ``moved_because`` says why the date is no longer ``moved_from``. ``line_id`` names the order,
    notice or claim it comes from, where there are several, and is the case's own id elsewhere. ``sent_at`` is when it
    first went into somebody's calendar.
    """

    __tablename__ = "duty"
    __table_args__ = (
        UniqueConstraint("case_id", "kind", "line_id"),
        Index("ix_duty_open", "done_at", "work_to", "case_id"),
        Index("ix_duty_kind", "done_at", "kind", "work_to", "case_id", "id"),
    )
    RECORD = "case_id"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("poca_case.id"), index=True)
    kind: Mapped[DutyKind]
    line_id: Mapped[UUID]
    due_at: Mapped[Wall]
    work_to: Mapped[Wall]
    sequence: Mapped[int] = mapped_column(default=0)
    moved_from: Mapped[Wall | None] = mapped_column(default=None)
    moved_because: Mapped[str] = mapped_column(default="")
    sent_at: Mapped[datetime | None] = mapped_column(default=None)
    acknowledged_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("app_user.id"), default=None)
    acknowledged_at: Mapped[datetime | None] = mapped_column(default=None)
    done_at: Mapped[datetime | None] = mapped_column(default=None)

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return open_case(cls.case_id, reader)
