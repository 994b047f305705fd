"""Applications to the court and what came of them, forfeiture notices, and the claims of others."""

from datetime import date
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from soc_desk.domain.actor import Actor
from soc_desk.domain.base import Entity, Wall
from soc_desk.domain.closed import open_case
from soc_desk.vocabulary.poca import ClaimKind, ClaimResult, OrderKind, OrderResult, ServiceMethod


class CaseOrder(Entity):
    """One application: pending until the court decides. ``made_at`` is when the order was made, to the minute.

    ``number`` counts detention orders of the chain from 1; ``expires_on`` is the date as written on the order.
    ``withdrawn_on`` is known where the application itself was withdrawn, not where another overtook it.
    """

    __tablename__ = "poca_order"
    __table_args__ = (Index("ix_poca_order_register", "kind", "made_at", "id"),)
    RECORD = "case_id"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("poca_case.id"), index=True)
    kind: Mapped[OrderKind]
    result: Mapped[OrderResult] = mapped_column(default=OrderResult.PENDING)
    number: Mapped[int] = mapped_column(default=0)
    lodged_on: Mapped[date | None] = mapped_column(default=None)
    lodged_how: Mapped[str] = mapped_column(default="")
    court: Mapped[str] = mapped_column(default="")
    court_case_no: Mapped[str] = mapped_column(default="")
    hearing_at: Mapped[Wall | None] = mapped_column(default=None)
    room: Mapped[str] = mapped_column(default="")
    made_at: Mapped[Wall | None] = mapped_column(default=None)
    expires_on: Mapped[date | None] = mapped_column(default=None)
    withdrawn_on: Mapped[date | None] = mapped_column(default=None)
    bench: Mapped[str] = mapped_column(default="")
    legal_adviser: Mapped[str] = mapped_column(default="")
    amount_pence: Mapped[int | None] = mapped_column(BigInteger, default=None)
    note: Mapped[str] = mapped_column(default="")

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return open_case(cls.case_id, reader)


class CaseNotice(Entity):
    """A forfeiture notice (s.297A): the objection period begins the day after ``given_on``."""

    __tablename__ = "poca_notice"
    RECORD = "case_id"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("poca_case.id"), index=True)
    given_on: Mapped[date]
    sent_at: Mapped[Wall | None] = mapped_column(default=None)
    sent_how: Mapped[ServiceMethod | None] = mapped_column(default=None)
    period_days: Mapped[int] = mapped_column(default=30)
    signed_by: Mapped[str] = mapped_column(default="")
    rank: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    amount_pence: Mapped[int | None] = mapped_column(BigInteger, default=None)
    objection_at: Mapped[Wall | None] = mapped_column(default=None)
    objector: Mapped[str] = mapped_column(default="")
    ended_on: Mapped[date | None] = mapped_column(default=None)
    note: Mapped[str] = mapped_column(default="")

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return open_case(cls.case_id, reader)


class CaseClaim(Entity):
    """Somebody else's claim or application about the property; runs beside the case's own state."""

    __tablename__ = "poca_claim"
    RECORD = "case_id"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("poca_case.id"), index=True)
    kind: Mapped[ClaimKind]
    made_on: Mapped[date]
    claimant: Mapped[str] = mapped_column(default="")
    hearing_at: Mapped[Wall | None] = mapped_column(default=None)
    amount_pence: Mapped[int | None] = mapped_column(BigInteger, default=None)
    result: Mapped[ClaimResult] = mapped_column(default=ClaimResult.PENDING)
    decided_on: Mapped[date | None] = mapped_column(default=None)
    note: Mapped[str] = mapped_column(default="")

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return open_case(cls.case_id, reader)
