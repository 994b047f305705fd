"""Ancillary orders, from the thought of one to its end."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import AncillaryOrder, Person
from soc_desk.domain.days import DayOfAnOrder, DayThatWas
from soc_desk.domain.lom import NEXT_ORDER_STATES, age_problems, order_problems, order_warnings
from soc_desk.errors import Invalid
from soc_desk.services import periods
from soc_desk.services.lom import breaches, conditions
from soc_desk.services.lom.breaches import BreachRow
from soc_desk.services.lom.conditions import ConditionRow
from soc_desk.services.prints import day_words, wall
from soc_desk.services.rows import columns_of, draft_of
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import WRITERS
from soc_desk.vocabulary.ocg import OrderKind, OrderState

NOT_MADE = (OrderState.CONSIDERED, OrderState.APPLIED, OrderState.REFUSED, OrderState.NOT_PURSUED)
"""No court made these: nothing of them is in force, or ends."""


@dataclass(frozen=True, kw_only=True)
class OrderRow:
    """An order with its conditions and breaches; ``warnings`` are sentences."""

    id: UUID
    version: int
    kind: OrderKind
    state: OrderState
    court: str
    reference: str
    applied_on: date | None
    made_on: date | None
    in_force_from: date | None
    in_force_on_release: bool
    ends_on: date | None
    ended_on: date | None
    note: str
    conditions: tuple[ConditionRow, ...]
    breaches: tuple[BreachRow, ...]
    warnings: tuple[str, ...]
    next: tuple[OrderState, ...] = ()
    asks_age: bool = False
    """Whether their record leaves open that they are an adult, as an SCPO asks."""

    @property
    def was_in_force(self) -> bool:
        """Whether there are days on which it may have been breached."""
        if self.state in (*NOT_MADE, OrderState.MADE) or self.in_force_from is None:
            return False
        return self.ended_on is None or self.in_force_from <= self.ended_on


@dataclass(frozen=True, kw_only=True)
class OrderDraft:
    """What the form of an order fills."""

    id: UUID | None = None
    version: int | None = None
    person_id: UUID | None = None
    kind: OrderKind = OrderKind.SCPO
    court: str = ""
    reference: str = ""
    applicant: str = ""
    applied_on: DayThatWas = None
    made_on: DayThatWas = None
    in_force_from: DayOfAnOrder = None
    in_force_on_release: bool = False
    ends_on: DayOfAnOrder = None
    note: str = ""

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        found = {} if self.person_id else {"person_id": "Choose whom the order is on."}
        if self.in_force_from and self.ends_on and self.ends_on < self.in_force_from:
            found["ends_on"] = "It cannot cease before it comes into force."
        return found


def of_person(session: Session, person_id: UUID) -> list[OrderRow]:
    """The orders on a person, those that run longest first."""
    kept, broken = conditions.of_person(session, person_id), breaches.of_person(session, person_id)
    query = select(AncillaryOrder).where(AncillaryOrder.person_id == person_id)
    adult_on = session.scalar(select(Person.adult_on).where(Person.id == person_id))
    is_adult = adult_on is not None and adult_on <= periods.today()
    return [
        OrderRow(
            id=order.id, version=order.version, kind=order.kind, state=order.state, court=order.court,
            reference=order.reference, applied_on=order.applied_on, made_on=order.made_on,
            in_force_from=order.in_force_from, in_force_on_release=order.in_force_on_release,
            ends_on=order.ends_on, ended_on=order.ended_on,
            note=order.note,
            conditions=tuple(kept.get(order.id, ())), breaches=tuple(broken.get(order.id, ())),
            warnings=tuple(order_warnings(order.kind, order.in_force_from, order.ends_on)),
            next=tuple(each for each in OrderState if each in NEXT_ORDER_STATES[order.state]),
            asks_age=order.kind is OrderKind.SCPO and not is_adult,
        )
        for order in session.scalars(query.order_by(AncillaryOrder.ends_on.desc(), AncillaryOrder.id))
    ]  # fmt: skip


def draft(session: Session, id: UUID) -> OrderDraft:
    """The record for the form."""
    order = session.get(AncillaryOrder, id)
    if order is None:
        raise Invalid({"id": "That order does not exist, or is not open to you."})
    return draft_of(OrderDraft, order)


@use_case("Record an ancillary order", needs=WRITERS)
def record(work: Work, draft: OrderDraft) -> UUID:
    """Keep an order as considered; gives its id."""
    if problems := draft.problems():
        raise Invalid(problems)
    assert draft.person_id is not None
    work.get(Person, draft.person_id)
    order = AncillaryOrder(**columns_of(draft))
    work.add(order)
    return order.id


@use_case("Change an ancillary order", needs=WRITERS)
def change(work: Work, draft: OrderDraft, reason: str = "") -> None:
    """Save an edit; of a live order it is a variation (ss.17, 20, 21) and needs the reason."""
    if draft.id is None:
        raise Invalid({"id": "This form does not belong to a saved order; record the order first."})
    if problems := draft.problems():
        raise Invalid(problems)
    order = work.get(AncillaryOrder, draft.id, draft.version)
    if draft.person_id != order.person_id:
        raise Invalid({"person_id": "Whom an order is on cannot be changed."})
    if order.state.is_live and not reason.strip():
        raise Invalid({"reason": "The order is live: say which variation this is."})
    values = columns_of(draft)
    for name, value in values.items():
        setattr(order, name, value)
    if order.state not in NOT_MADE:
        _refuse(work, order, reason)
        conditions.refuse_outside(work, order)
    if reason.strip():
        order.noted(f"Varied {wall(work.now):%d %b %Y}: {reason.strip()}")


@use_case("Move an ancillary order on", needs=WRITERS)
def move(
    work: Work, id: UUID, version: int, after: OrderState, on: DayThatWas = None, replaced_by: UUID | None = None,
    known_because: str = "", reason: str = "",
) -> None:  # fmt: skip
    """Apply, drop, refuse, make, bring into force, discharge, replace or let expire; ``on`` is the day it happened.

    Without ``on`` it is the day that the order says, which for one that ran out is its last, or else today.

    ``known_because`` is how it is known that whoever an SCPO is made against is an adult, where their record leaves it
    open.
    """
    order = work.get(AncillaryOrder, id, version)
    order.move(after)
    if after is OrderState.EXPIRED and (order.ends_on is None or order.ends_on > wall(work.now).date()):
        raise Invalid({"state": "It has not run out yet; discharge it, or record what replaces it."})
    day = _day(work, order, on)
    if after is OrderState.NOT_PURSUED:
        if not reason.strip():
            raise Invalid({"reason": "Say why it is not pursued, or that it was entered by mistake."})
        order.noted(f"Not pursued: {reason.strip()}")
    if after is OrderState.APPLIED:
        order.applied_on = day
    elif after in (OrderState.MADE, OrderState.IN_FORCE):
        order.made_on = order.made_on or day
        if after is OrderState.IN_FORCE:
            order.in_force_from = day
        _refuse(work, order, known_because)
        conditions.refuse_outside(work, order)
        if known_because.strip():
            order.noted(f"18 or over, noted {wall(work.now):%d %b %Y}: {known_because.strip()}")
    elif not NEXT_ORDER_STATES[after]:
        _refuse_end(order, day)
        order.ended_on = day
    if after is OrderState.REPLACED:
        order.replaced_by_id = _replacing(work, order, replaced_by)


def _day(work: Work, order: AncillaryOrder, on: date | None) -> date:
    """The day of a step: the one that the order says already, if it does, and no other."""
    said, words = _said(order)
    if on and said and on != said:
        told = f"The order says that {words} on {day_words(said)}; enter that day, or change it in the order first."
        raise Invalid({"on": told})
    return on or said or wall(work.now).date()


def _said(order: AncillaryOrder) -> tuple[date | None, str]:
    match order.state:
        case OrderState.APPLIED:
            return order.applied_on, "it was applied for"
        case OrderState.MADE:
            return order.made_on, "it was made"
        case OrderState.IN_FORCE:
            return order.in_force_from, "it comes into force"
        case OrderState.EXPIRED:
            return order.ends_on, "it ceases to be in force"
        case _:
            return None, ""


def _refuse(work: Work, order: AncillaryOrder, known_because: str) -> None:
    today = wall(work.now).date()
    problems = order_problems(
        order.in_force_from, order.ends_on, order.applied_on, order.made_on,
        on_release=order.in_force_on_release and order.state is not OrderState.IN_FORCE,
    )  # fmt: skip
    if order.state is OrderState.IN_FORCE and order.in_force_from and order.in_force_from > today:
        problems["in_force_from"] = (
            f"It says that it comes into force on {day_words(order.in_force_from)}. Leave it as made until then, or "
            "correct that day."
        )
    age = work.get(Person, order.person_id).age
    day = order.made_on or order.in_force_from or today
    if problems := age_problems(order.kind, age, day, known_because) | problems:
        raise Invalid(problems)


def _refuse_end(order: AncillaryOrder, day: date) -> None:
    began = order.made_on or order.applied_on
    if began is not None and day < began:
        raise Invalid({"on": f"It cannot end before {day_words(began)}, the day it began; check the two days."})


def _replacing(work: Work, order: AncillaryOrder, replaced_by: UUID | None) -> UUID:
    if replaced_by is None:
        raise Invalid({"replaced_by": "Record the new order first, then say that it replaces this one."})
    new = work.get(AncillaryOrder, replaced_by)
    if new.person_id != order.person_id or new.id == order.id:
        raise Invalid({"replaced_by": "It is replaced by another order on the same person."})
    return new.id
