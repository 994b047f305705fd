"""Requests to analysts and financial investigators: terms that both sides agree, work with its holds, quality check."""

from collections.abc import Set as AbstractSet
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, select
from sqlalchemy.orm import Mapped, mapped_column

from soc_desk.domain.actor import Actor
from soc_desk.domain.base import Entity
from soc_desk.domain.request_moves import MOVES, open_request, refusal
from soc_desk.errors import Invalid
from soc_desk.vocabulary.request import (
    DeclineReason,
    Deed,
    Driver,
    HoldReason,
    Priority,
    Product,
    RequestKind,
    RequestState,
)


class Request(Entity):
    """A product asked for, on a group, a person, an operation, a POCA case, or on none of them.

    ``needed_by`` is a part of the terms and, with them, the agreed date. ``agreed_on`` is when the second side agreed.
    ``held_for`` is what it waits for while it is on hold; ``ended_on`` when it was closed, declined or withdrawn.
    """

    __tablename__ = "request"
    __table_args__ = (Index("ix_request_state", "state", "needed_by"),)

    reference: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[RequestKind]
    product: Mapped[Product]
    driver: Mapped[Driver]
    priority: Mapped[Priority] = mapped_column(default=Priority.MEDIUM)
    state: Mapped[RequestState] = mapped_column(default=RequestState.DRAFT)
    asked: Mapped[str]
    terms: Mapped[str] = mapped_column(default="")
    needed_by: Mapped[date | None] = mapped_column(default=None)
    subject_id: Mapped[UUID | None] = mapped_column(ForeignKey("subject.id"), default=None, index=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), default=None, index=True)
    operation_id: Mapped[UUID | None] = mapped_column(ForeignKey("operation.id"), default=None, index=True)
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("poca_case.id"), default=None, index=True)
    requester_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"), index=True)
    made_at: Mapped[datetime]
    submitted_on: Mapped[date | None] = mapped_column(default=None)
    requester_agreed_on: Mapped[date | None] = mapped_column(default=None)
    requester_agreed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("app_user.id"), default=None)
    unit_agreed_on: Mapped[date | None] = mapped_column(default=None)
    unit_agreed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("app_user.id"), default=None)
    agreed_on: Mapped[date | None] = mapped_column(default=None)
    analyst_id: Mapped[UUID | None] = mapped_column(ForeignKey("app_user.id"), default=None, index=True)
    held_for: Mapped[HoldReason | None] = mapped_column(default=None)
    delivered_on: Mapped[date | None] = mapped_column(default=None)
    checked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("app_user.id"), default=None)
    declined_for: Mapped[DeclineReason | None] = mapped_column(default=None)
    feedback: Mapped[str] = mapped_column(default="")
    ended_on: Mapped[date | None] = mapped_column(default=None)

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """As everything it is about."""
        return open_request(cls, reader)

    def take(self, deed: Deed, actor: Actor, today: date, worked_by: AbstractSet[UUID]) -> RequestState:
        """Take a step; gives the state before it. Raises Invalid, saying why, where it cannot be taken."""
        if told := refusal(self, deed, actor, today, worked_by):
            raise Invalid({"state": told})
        before, after = self.state, MOVES[deed][1]
        if deed is Deed.AGREE:
            self.requester_agreed_on, self.requester_agreed_by_id = today, actor.id
        elif deed is Deed.AGREE_FOR_UNIT:
            self.unit_agreed_on, self.unit_agreed_by_id = today, actor.id
        elif deed is Deed.ALLOCATE and before is RequestState.AGREED:
            after = RequestState.ALLOCATED
        elif deed is Deed.CHANGE:
            self.requester_agreed_on = self.requester_agreed_by_id = None
            self.unit_agreed_on = self.unit_agreed_by_id = self.agreed_on = None
        if deed in (Deed.AGREE, Deed.AGREE_FOR_UNIT) and None not in (self.requester_agreed_on, self.unit_agreed_on):
            self.agreed_on, after = today, RequestState.AGREED
        self.state = after or before
        if self.state in (RequestState.CLOSED, RequestState.DECLINED, RequestState.WITHDRAWN):
            self.ended_on = today
        return before


class RequestStep(Entity):
    """One step of a request, with who, when and why; never edited. ``analyst_id`` is whom it was allocated to.

    What ends in ``_before`` is what a change of a submitted request put something else in place of, None where it did
    not: so the figures of a period say the same again, whatever was changed since.
    """

    __tablename__ = "request_step"
    RECORD = "request_id"

    request_id: Mapped[UUID] = mapped_column(ForeignKey("request.id"), index=True)
    deed: Mapped[Deed]
    before: Mapped[RequestState]
    after: Mapped[RequestState]
    done_on: Mapped[date]
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"))
    reason: Mapped[str] = mapped_column(default="")
    held_for: Mapped[HoldReason | None] = mapped_column(default=None)
    analyst_id: Mapped[UUID | None] = mapped_column(ForeignKey("app_user.id"), default=None)
    kind_before: Mapped[RequestKind | None] = mapped_column(default=None)
    driver_before: Mapped[Driver | None] = mapped_column(default=None)
    priority_before: Mapped[Priority | None] = mapped_column(default=None)
    needed_by_before: Mapped[date | None] = mapped_column(default=None)

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        """As its request."""
        return cls.request_id.in_(select(Request.id).where(Request.visible_to(reader)))
