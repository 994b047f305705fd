"""Lifetime offender management: who is managed, their ancillary orders and conditions, visits and breaches."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from soc_desk.domain.actor import Actor
from soc_desk.domain.base import Entity
from soc_desk.domain.person import open_person
from soc_desk.vocabulary.ocg import BreachAction, ConditionKind, LomState, OrderKind, OrderState, VisitKind, YesNo


class LomSubject(Entity):
    """A person under lifetime management, with the area that owns it; one spell of it a row.

    ``ocg_checked`` is whether somebody looked for a link to a group: Not known until they did.
    """

    __tablename__ = "lom_subject"
    RECORD = "person_id"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    state: Mapped[LomState] = mapped_column(default=LomState.NOMINATED)
    area_id: Mapped[UUID | None] = mapped_column(ForeignKey("area.id"), default=None, index=True)
    manager: Mapped[str] = mapped_column(default="")
    manager_id: Mapped[UUID | None] = mapped_column(ForeignKey("app_user.id"), default=None, index=True)
    nominated_on: Mapped[date]
    nominated_because: Mapped[str] = mapped_column(default="")
    adopted_on: Mapped[date | None] = mapped_column(default=None)
    release_on: Mapped[date | None] = mapped_column(default=None)
    review_due_on: Mapped[date | None] = mapped_column(default=None)
    ocg_checked: Mapped[YesNo] = mapped_column(default=YesNo.NOT_KNOWN)
    stood_down_on: Mapped[date | None] = mapped_column(default=None)
    stood_down_because: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"))

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return open_person(cls.person_id, reader)


class AncillaryOrder(Entity):
    """An order on a person; an SCPO runs at most five years from coming into force (Serious Crime Act 2007 s.16(2))."""

    __tablename__ = "ancillary_order"
    __table_args__ = (Index("ix_ancillary_order_ends", "state", "ends_on"),)
    RECORD = "person_id"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[OrderKind]
    state: Mapped[OrderState] = mapped_column(default=OrderState.CONSIDERED)
    court: Mapped[str] = mapped_column(default="")
    reference: Mapped[str] = mapped_column(default="")
    applicant: Mapped[str] = mapped_column(default="")
    applied_on: Mapped[date | None] = mapped_column(default=None)
    made_on: Mapped[date | None] = mapped_column(default=None)
    in_force_from: Mapped[date | None] = mapped_column(default=None)
    in_force_on_release: Mapped[bool] = mapped_column(default=False)
    ends_on: Mapped[date | None] = mapped_column(default=None)
    ended_on: Mapped[date | None] = mapped_column(default=None)
    replaced_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("ancillary_order.id"), default=None)
    note: Mapped[str] = mapped_column(default="")

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return open_person(cls.person_id, reader)


class OrderCondition(Entity):
    """One condition of an order, with dates of its own inside the order's (Serious Crime Act 2007 s.16(3))."""

    __tablename__ = "order_condition"
    RECORD = "person_id"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    order_id: Mapped[UUID] = mapped_column(ForeignKey("ancillary_order.id"), index=True)
    kind: Mapped[ConditionKind]
    words: Mapped[str]
    from_on: Mapped[date | None] = mapped_column(default=None)
    to_on: Mapped[date | None] = mapped_column(default=None)
    removed_on: Mapped[date | None] = mapped_column(default=None)

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return open_person(cls.person_id, reader)


class LomVisit(Entity):
    """A visit that is due or was made."""

    __tablename__ = "lom_visit"
    __table_args__ = (Index("ix_lom_visit_due", "done_on", "due_on"),)
    RECORD = "person_id"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[VisitKind]
    due_on: Mapped[date]
    done_on: Mapped[date | None] = mapped_column(default=None)
    outcome: Mapped[str] = mapped_column(default="")
    visitor: Mapped[str] = mapped_column(default="")

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return open_person(cls.person_id, reader)


class Breach(Entity):
    """A breach of an order or of one condition; the order stays in force."""

    __tablename__ = "order_breach"
    RECORD = "person_id"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    order_id: Mapped[UUID] = mapped_column(ForeignKey("ancillary_order.id"), index=True)
    condition_id: Mapped[UUID | None] = mapped_column(ForeignKey("order_condition.id"), default=None)
    happened_on: Mapped[date]
    words: Mapped[str]
    action: Mapped[BreachAction] = mapped_column(default=BreachAction.NONE)
    result: Mapped[str] = mapped_column(default="")

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return open_person(cls.person_id, reader)
