"""A national return as it was built: frozen rows, so that what was sent can be compared and proved."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, LargeBinary, false, true
from sqlalchemy.orm import Mapped, mapped_column

from soc_desk.domain.actor import Actor
from soc_desk.domain.base import Base, Entity


class ReturnSnapshot(Entity):
    """``manifest`` is the manifest file's content; ``amends_id`` the return that this one replaces, which is kept."""

    __tablename__ = "return_snapshot"

    reference: Mapped[str] = mapped_column(unique=True)
    period: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    profile: Mapped[str]
    profile_sha256: Mapped[str]
    built_at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"))
    disclosure_id: Mapped[UUID] = mapped_column(ForeignKey("disclosure.id"))
    records: Mapped[int]
    content_sha256: Mapped[str]
    manifest: Mapped[dict[str, Any]]
    amends_id: Mapped[UUID | None] = mapped_column(ForeignKey("return_snapshot.id"), default=None)

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return true() if reader.reads_cases else false()


class ReturnPart(Base):
    """A chunk of a snapshot's records by column, zlib-compressed, in the order of the return; part 0 is the profile."""

    __tablename__ = "return_part"

    snapshot_id: Mapped[UUID] = mapped_column(ForeignKey("return_snapshot.id"), primary_key=True)
    part: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
