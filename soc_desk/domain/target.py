"""Targets by financial year with their sources, and the months whose figure is frozen."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from soc_desk.domain.base import Entity


class Target(Entity):
    """What one source says a measure should reach in a financial year; two sources may disagree, and both stand.

    ``year`` is the financial year's first (2014 for 2014/15). ``area_id`` None means the whole force. ``in_use`` marks
    the one that figures are held against.
    """

    __tablename__ = "target"
    __table_args__ = (UniqueConstraint("measure", "year", "area_id", "source"),)

    measure: Mapped[str]
    year: Mapped[int]
    area_id: Mapped[UUID | None] = mapped_column(ForeignKey("area.id"), default=None)
    value: Mapped[int] = mapped_column(BigInteger)
    source: Mapped[str]
    said_on: Mapped[date | None] = mapped_column(default=None)
    in_use: Mapped[bool] = mapped_column(default=True)


class FrozenMonth(Entity):
    """The figure of a measure as it stood when its month was frozen; what comes later shows as revised."""

    __tablename__ = "frozen_month"
    __table_args__ = (UniqueConstraint("measure", "month", "area_id"),)

    measure: Mapped[str]
    month: Mapped[date]
    area_id: Mapped[UUID | None] = mapped_column(ForeignKey("area.id"), default=None)
    value: Mapped[int] = mapped_column(BigInteger)
    frozen_at: Mapped[datetime]
