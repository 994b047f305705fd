"""Breaches of ancillary orders: what was done against an order or one of its conditions, and what came of it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import AncillaryOrder, Breach, OrderCondition
from soc_desk.domain.days import DayThatWas
from soc_desk.errors import Invalid
from soc_desk.services.prints import day_words
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import WRITERS
from soc_desk.vocabulary.ocg import BreachAction, OrderState

_HAVE_ENDED = (OrderState.EXPIRED, OrderState.DISCHARGED, OrderState.REPLACED)


@dataclass(frozen=True, kw_only=True)
class BreachRow:
    """A breach as it was recorded; ``condition`` is the condition it broke, in its words."""

    id: UUID
    version: int
    happened_on: date
    condition: str
    words: str
    action: BreachAction
    result: str

    @property
    def what(self) -> str:
        """Of what it was a breach, where that was said."""
        return f"Breach of “{self.condition}”" if self.condition else "Breach"


def of_person(session: Session, person_id: UUID) -> dict[UUID, list[BreachRow]]:
    """The breaches by a person, oldest first, by order."""
    found: dict[UUID, list[BreachRow]] = {}
    query = (
        select(Breach, OrderCondition.words)
        .outerjoin(OrderCondition, OrderCondition.id == Breach.condition_id)
        .where(Breach.person_id == person_id)
        .order_by(Breach.happened_on, Breach.id)
    )
    for breach, condition in session.execute(query):
        found.setdefault(breach.order_id, []).append(
            BreachRow(
                id=breach.id, version=breach.version, happened_on=breach.happened_on, condition=condition or "",
                words=breach.words, action=breach.action, result=breach.result,
            )
        )  # fmt: skip
    return found


@use_case("Record a breach", needs=WRITERS)
def breach(
    work: Work, order_id: UUID, happened_on: DayThatWas, words: str, action: BreachAction,
    condition_id: UUID | None = None, result: str = "",
) -> UUID:  # fmt: skip
    """A breach of an order or of one of its conditions while the order ran; the order stays as it is."""
    order = work.get(AncillaryOrder, order_id)
    if happened_on is None:
        raise Invalid({"happened_on": "Say on which day it happened."})
    if not words.strip():
        raise Invalid({"words": "Say what happened."})
    _refuse_day(order, happened_on)
    if condition_id is not None:
        _refuse_condition(order, work.get(OrderCondition, condition_id), happened_on)
    made = Breach(
        person_id=order.person_id, order_id=order_id, condition_id=condition_id, happened_on=happened_on,
        words=words.strip(), action=action, result=result.strip(),
    )  # fmt: skip
    work.add(made)
    return made.id


@use_case("Record what came of a breach", needs=WRITERS)
def give_result(work: Work, id: UUID, version: int, action: BreachAction, result: str) -> None:
    """What followed a breach and how that ended, once it is known; the log keeps what stood there before."""
    if not result.strip():
        raise Invalid({"result": "Say what came of it."})
    found = work.get(Breach, id, version)
    found.action, found.result = action, result.strip()


def _refuse_day(order: AncillaryOrder, day: date) -> None:
    state = order.state
    if state is not OrderState.IN_FORCE and state not in _HAVE_ENDED:
        raise Invalid({"order_id": f"Only an order in force can be breached; this one is {state.label.lower()}."})
    if order.in_force_from is None:
        raise Invalid({"order_id": "This order ended before it came into force, so it cannot have been breached."})
    if day < order.in_force_from:
        raise Invalid({"happened_on": "That was before the order came into force."})
    if order.ends_on and day > order.ends_on:
        raise Invalid({"happened_on": f"The order ran out on {day_words(order.ends_on)}, before that day."})
    if order.ended_on and day > order.ended_on:
        raise Invalid({"happened_on": f"The order ended on {day_words(order.ended_on)}, before that day."})


def _refuse_condition(order: AncillaryOrder, condition: OrderCondition, day: date) -> None:
    if condition.order_id != order.id:
        raise Invalid({"condition_id": "That condition belongs to another order; choose one of this order."})
    if condition.from_on and day < condition.from_on:
        told = f"That condition began on {day_words(condition.from_on)}, after that day; check the two."
    elif condition.to_on and day > condition.to_on:
        told = f"That condition ended on {day_words(condition.to_on)}, before that day; check the two."
    elif condition.removed_on and day >= condition.removed_on:
        told = f"That condition was taken off on {day_words(condition.removed_on)}; it did not hold on that day."
    else:
        return
    raise Invalid({"condition_id": told})
