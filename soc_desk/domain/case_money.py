"""The money of a case by currency, and the ledger of where it went; and the exhibits and bags it lies in."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from soc_desk.domain.actor import Actor
from soc_desk.domain.base import Entity
from soc_desk.domain.closed import open_case
from soc_desk.vocabulary.poca import MovementKind


class CaseMoney(Entity):
    """What was seized in one currency, in its minor unit (pence, cents).

    ``denominations`` maps the face value in minor units to the number of pieces. ``rate`` is pounds for one major
    unit on ``rate_on``, as decimal text; ``sterling_pence`` is the amount at that rate. The amount is the count once
    there is one, the estimate before. ``forged_minor`` is the forged part of the count (in the ledger: returned).
    """

    __tablename__ = "poca_money"
    __table_args__ = (UniqueConstraint("case_id", "currency"),)
    RECORD = "case_id"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("poca_case.id"), index=True)
    currency: Mapped[str] = mapped_column(default="GBP")
    estimate_minor: Mapped[int | None] = mapped_column(BigInteger, default=None)
    counted_minor: Mapped[int | None] = mapped_column(BigInteger, default=None)
    forged_minor: Mapped[int] = mapped_column(BigInteger, default=0)
    denominations: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    counted_on: Mapped[date | None] = mapped_column(default=None)
    counter_one: Mapped[str] = mapped_column(default="")
    counter_two: Mapped[str] = mapped_column(default="")
    rate: Mapped[str] = mapped_column(default="")
    rate_on: Mapped[date | None] = mapped_column(default=None)
    sterling_pence: Mapped[int | None] = mapped_column(BigInteger, default=None)
    instrument: Mapped[str] = mapped_column(default="")

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return open_case(cls.case_id, reader)

    @property
    def amount_minor(self) -> int | None:
        """The count, or the estimate while nobody has counted."""
        return self.counted_minor if self.counted_minor is not None else self.estimate_minor


class CaseMovement(Entity):
    """A line of the ledger, never edited; a wrong one is reversed by a line with a negative amount."""

    __tablename__ = "poca_movement"
    RECORD = "case_id"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("poca_case.id"), index=True)
    kind: Mapped[MovementKind]
    currency: Mapped[str]
    minor: Mapped[int] = mapped_column(BigInteger)
    sterling_pence: Mapped[int] = mapped_column(BigInteger)
    moved_on: Mapped[date]
    order_id: Mapped[UUID | None] = mapped_column(ForeignKey("poca_order.id"), default=None)
    to_whom: Mapped[str] = mapped_column(default="")
    account: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return open_case(cls.case_id, reader)


class CaseExhibit(Entity):
    """An exhibit of the case and the sealed bag it lies in."""

    __tablename__ = "poca_exhibit"
    RECORD = "case_id"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("poca_case.id"), index=True)
    exhibit_no: Mapped[str]
    bag_no: Mapped[str] = mapped_column(default="")
    what: Mapped[str] = mapped_column(default="")
    stored_at: Mapped[str] = mapped_column(default="")

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return open_case(cls.case_id, reader)
