"""Ancillary orders and their conditions, visits and breaches."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import AncillaryOrder, Breach, LomVisit, OrderCondition, Person
from soc_desk.domain.days import DayOfAnOrder, DayThatWas, DayToCome, Span
from soc_desk.domain.lom import NEXT_ORDER_STATES, age_problems, condition_problems, order_problems, order_warnings
from soc_desk.errors import Invalid
from soc_desk.services import periods
from soc_desk.services.prints import day_words, wall
from soc_desk.services.rows import columns_of, draft_of
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import WRITERS
from soc_desk.vocabulary.ocg import BreachAction, ConditionKind, OrderKind, OrderState, VisitKind

NOT_MADE = (OrderState.CONSIDERED, OrderState.APPLIED, OrderState.REFUSED, OrderState.NOT_PURSUED)
"""No court made these: nothing of them is in force, or ends."""
_OVERDUE_AT_MOST = timedelta(days=366)


@dataclass(frozen=True, kw_only=True)
class ConditionRow:
    """A condition of an order."""

    id: UUID
    version: int
    kind: ConditionKind
    words: str
    from_on: date | None
    to_on: date | None
    removed_on: date | None


@dataclass(frozen=True, kw_only=True)
class BreachRow:
    """A breach as it was recorded."""

    id: UUID
    happened_on: date
    words: str
    action: BreachAction
    result: str


@dataclass(frozen=True, kw_only=True)
class OrderRow:
    """An order with its conditions and breaches; ``warnings`` are sentences."""

    id: UUID
    version: int
    kind: OrderKind
    state: OrderState
    court: str
    reference: str
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


@dataclass(frozen=True, kw_only=True)
class VisitRow:
    """A visit that is due or was made."""

    id: UUID
    version: int
    kind: VisitKind
    due_on: date
    done_on: date | None
    outcome: str
    visitor: str


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


@dataclass(frozen=True, kw_only=True)
class ConditionDraft:
    """What the form of a condition fills."""

    id: UUID | None = None
    version: int | None = None
    order_id: UUID | None = None
    kind: ConditionKind = ConditionKind.OTHER
    words: str = ""
    from_on: DayOfAnOrder = None
    to_on: DayOfAnOrder = None

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        return {} if self.words.strip() else {"words": "Write the condition as the order does."}


def of_person(session: Session, person_id: UUID) -> list[OrderRow]:
    """The orders on a person, those that run longest first."""
    conditions: dict[UUID, list[ConditionRow]] = {}
    kept = select(OrderCondition).where(OrderCondition.person_id == person_id).order_by(OrderCondition.id)
    for each in session.scalars(kept):
        conditions.setdefault(each.order_id, []).append(
            ConditionRow(
                id=each.id, version=each.version, kind=each.kind, words=each.words, from_on=each.from_on,
                to_on=each.to_on, removed_on=each.removed_on,
            )
        )  # fmt: skip
    breaches: dict[UUID, list[BreachRow]] = {}
    for breach in session.scalars(select(Breach).where(Breach.person_id == person_id).order_by(Breach.happened_on)):
        breaches.setdefault(breach.order_id, []).append(
            BreachRow(
                id=breach.id, happened_on=breach.happened_on, words=breach.words, action=breach.action,
                result=breach.result,
            )
        )  # fmt: skip
    query = select(AncillaryOrder).where(AncillaryOrder.person_id == person_id)
    adult_on = session.scalar(select(Person.adult_on).where(Person.id == person_id))
    is_adult = adult_on is not None and adult_on <= periods.today()
    return [
        OrderRow(
            id=order.id, version=order.version, kind=order.kind, state=order.state, court=order.court,
            reference=order.reference, made_on=order.made_on, in_force_from=order.in_force_from,
            in_force_on_release=order.in_force_on_release, ends_on=order.ends_on, ended_on=order.ended_on,
            note=order.note,
            conditions=tuple(conditions.get(order.id, ())), breaches=tuple(breaches.get(order.id, ())),
            warnings=tuple(order_warnings(order.kind, order.in_force_from, order.ends_on)),
            next=tuple(each for each in OrderState if each in NEXT_ORDER_STATES[order.state]),
            asks_age=order.kind is OrderKind.SCPO and not is_adult,
        )
        for order in session.scalars(query.order_by(AncillaryOrder.ends_on.desc(), AncillaryOrder.id))
    ]  # fmt: skip


def visits(session: Session, person_id: UUID) -> list[VisitRow]:
    """The visits to a person, newest first."""
    query = select(LomVisit).where(LomVisit.person_id == person_id).order_by(LomVisit.due_on.desc())
    return [
        VisitRow(
            id=visit.id, version=visit.version, kind=visit.kind, due_on=visit.due_on, done_on=visit.done_on,
            outcome=visit.outcome, visitor=visit.visitor,
        )
        for visit in session.scalars(query)
    ]  # fmt: skip


def draft(session: Session, id: UUID) -> OrderDraft:
    """The record for the form."""
    order = session.get(AncillaryOrder, id)
    if order is None:
        raise Invalid({"id": "That order does not exist, or is not open to you."})
    return draft_of(OrderDraft, order)


def condition(session: Session, id: UUID) -> ConditionDraft:
    """A condition for the form."""
    found = session.get(OrderCondition, id)
    if found is None:
        raise Invalid({"id": "That condition does not exist, or is not open to you."})
    return draft_of(ConditionDraft, found)


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
        _refuse_conditions(work, order)
    if reason.strip():
        _noted(order, f"Varied {wall(work.now):%d %b %Y}: {reason.strip()}")


@use_case("Move an ancillary order on", needs=WRITERS)
def move(
    work: Work, id: UUID, version: int, after: OrderState, on: DayThatWas = None, replaced_by: UUID | None = None,
    known_because: str = "", reason: str = "",
) -> None:  # fmt: skip
    """Apply, drop, refuse, make, bring into force, discharge, replace or let expire; ``on`` is the day it happened.

    ``known_because`` is how it is known that whoever an SCPO is made against is an adult, where their record leaves it
    open.
    """
    order = work.get(AncillaryOrder, id, version)
    day = on or wall(work.now).date()
    order.move(after)
    if after is OrderState.NOT_PURSUED:
        if not reason.strip():
            raise Invalid({"reason": "Say why it is not pursued, or that it was entered by mistake."})
        _noted(order, f"Not pursued: {reason.strip()}")
    if after is OrderState.APPLIED:
        order.applied_on = order.applied_on or day
    elif after in (OrderState.MADE, OrderState.IN_FORCE):
        order.made_on = order.made_on or day
        if after is OrderState.IN_FORCE:
            order.in_force_from = order.in_force_from or day
        _refuse(work, order, known_because)
        if known_because.strip():
            _noted(order, f"18 or over, noted {wall(work.now):%d %b %Y}: {known_because.strip()}")
    elif not NEXT_ORDER_STATES[after]:
        _refuse_end(order, day)
        order.ended_on = day
    if after is OrderState.EXPIRED and (order.ends_on is None or order.ends_on >= day):
        raise Invalid({"state": "It has not run out yet; discharge it, or record what replaces it."})
    if after is OrderState.REPLACED:
        order.replaced_by_id = _replacing(work, order, replaced_by)


@use_case("Set a condition of an order", needs=WRITERS)
def set_condition(work: Work, draft: ConditionDraft) -> UUID:
    """Add a condition, or change one; its dates lie within the order's."""
    if problems := draft.problems():
        raise Invalid(problems)
    condition = work.get(OrderCondition, draft.id, draft.version) if draft.id else None
    order_id = condition.order_id if condition else draft.order_id
    if order_id is None:
        raise Invalid({"order_id": "Choose the order first."})
    order = work.get(AncillaryOrder, order_id)
    found = condition_problems(draft.from_on, draft.to_on, order.in_force_from, order.ends_on)
    if found:
        raise Invalid(found)
    values = columns_of(draft, but=("order_id",))
    if condition is None:
        condition = OrderCondition(person_id=order.person_id, order_id=order.id, **values)
        work.add(condition)
    else:
        for name, value in values.items():
            setattr(condition, name, value)
    return condition.id


@use_case("Take a condition off an order", needs=WRITERS)
def remove_condition(work: Work, id: UUID, version: int) -> None:
    """The condition stays in the history, as removed today."""
    work.get(OrderCondition, id, version).removed_on = wall(work.now).date()


@use_case("Record a breach", needs=WRITERS)
def breach(
    work: Work, order_id: UUID, happened_on: Annotated[date, Span()], words: str, action: BreachAction,
    condition_id: UUID | None = None, result: str = "",
) -> UUID:  # fmt: skip
    """A breach of an order or of one of its conditions; the order stays in force."""
    order = work.get(AncillaryOrder, order_id)
    if order.state is not OrderState.IN_FORCE:
        raise Invalid({"order_id": f"Only an order in force can be breached; this one is {order.state.label.lower()}."})
    if not words.strip():
        raise Invalid({"words": "Say what happened."})
    if order.in_force_from and happened_on < order.in_force_from:
        raise Invalid({"happened_on": "That was before the order came into force."})
    if order.ends_on and happened_on > order.ends_on:
        raise Invalid({"happened_on": f"The order ran out on {day_words(order.ends_on)}, before that day."})
    made = Breach(
        person_id=order.person_id, order_id=order_id, condition_id=condition_id, happened_on=happened_on,
        words=words.strip(), action=action, result=result.strip(),
    )  # fmt: skip
    work.add(made)
    return made.id


@use_case("Plan a visit", needs=WRITERS)
def plan_visit(
    work: Work, person_id: UUID, kind: VisitKind, due_on: Annotated[date, Span(ahead=10)], visitor: str = ""
) -> UUID:
    """A visit that is to be made by a day."""
    work.get(Person, person_id)
    if due_on < wall(work.now).date() - _OVERDUE_AT_MOST:
        raise Invalid({"due_on": "That is more than a year ago; enter the day by which the visit is to be made."})
    visit = LomVisit(person_id=person_id, kind=kind, due_on=due_on, visitor=visitor.strip())
    work.add(visit)
    return visit.id


@use_case("Record a visit", needs=WRITERS)
def record_visit(
    work: Work, id: UUID, version: int, done_on: Annotated[date, Span()], outcome: str, next_due_on: DayToCome = None
) -> None:
    """What a visit found; ``next_due_on`` plans the next of its kind."""
    visit = work.get(LomVisit, id, version)
    if not outcome.strip():
        raise Invalid({"outcome": "Say what the visit found."})
    if done_on > wall(work.now).date():
        raise Invalid({"done_on": "That day is still to come."})
    if next_due_on is not None and next_due_on <= done_on:
        raise Invalid({"next_due_on": "The next visit comes after this one; check the two days."})
    visit.done_on, visit.outcome = done_on, outcome.strip()
    if next_due_on is not None:
        work.add(LomVisit(person_id=visit.person_id, kind=visit.kind, due_on=next_due_on, visitor=visit.visitor))


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


def _noted(order: AncillaryOrder, words: str) -> None:
    order.note = "\n".join(filter(None, (order.note, words)))


def _refuse_conditions(work: Work, order: AncillaryOrder) -> None:
    """A variation leaves no condition outside the order's own dates."""
    kept = select(OrderCondition).where(OrderCondition.order_id == order.id, OrderCondition.removed_on.is_(None))
    for each in work.session.scalars(kept):
        if condition_problems(each.from_on, each.to_on, order.in_force_from, order.ends_on):
            raise Invalid({"ends_on": "A condition would lie outside the order's dates; change the condition first."})


def _replacing(work: Work, order: AncillaryOrder, replaced_by: UUID | None) -> UUID:
    if replaced_by is None:
        raise Invalid({"replaced_by": "Record the new order first, then say that it replaces this one."})
    new = work.get(AncillaryOrder, replaced_by)
    if new.person_id != order.person_id or new.id == order.id:
        raise Invalid({"replaced_by": "It is replaced by another order on the same person."})
    return new.id
