"""The conditions of ancillary orders: added, changed and taken off within the days of their order."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import AncillaryOrder, OrderCondition
from soc_desk.domain.days import DayOfAnOrder
from soc_desk.domain.lom import NEXT_ORDER_STATES, condition_problems
from soc_desk.errors import Invalid
from soc_desk.services.prints import day_words, wall
from soc_desk.services.rows import columns_of, draft_of
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import WRITERS
from soc_desk.vocabulary.ocg import ConditionKind


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


def of_person(session: Session, person_id: UUID) -> dict[UUID, list[ConditionRow]]:
    """The conditions of the orders on a person, by order."""
    found: dict[UUID, list[ConditionRow]] = {}
    kept = select(OrderCondition).where(OrderCondition.person_id == person_id).order_by(OrderCondition.id)
    for each in session.scalars(kept):
        found.setdefault(each.order_id, []).append(
            ConditionRow(
                id=each.id, version=each.version, kind=each.kind, words=each.words, from_on=each.from_on,
                to_on=each.to_on, removed_on=each.removed_on,
            )
        )  # fmt: skip
    return found


def draft(session: Session, id: UUID) -> ConditionDraft:
    """A condition for the form."""
    found = session.get(OrderCondition, id)
    if found is None:
        raise Invalid({"id": "That condition does not exist, or is not open to you."})
    return draft_of(ConditionDraft, found)


@use_case("Set a condition of an order", needs=WRITERS)
def set_condition(work: Work, draft: ConditionDraft, reason: str = "") -> UUID:
    """Add a condition, or change one, of a live order with the reason; its dates lie within the order's."""
    if problems := draft.problems():
        raise Invalid(problems)
    condition = work.get(OrderCondition, draft.id, draft.version) if draft.id else None
    order_id = condition.order_id if condition else draft.order_id
    if order_id is None:
        raise Invalid({"order_id": "Choose the order first."})
    order = work.get(AncillaryOrder, order_id)
    if condition is None:
        _refuse_over(order)
    else:
        _changes(work, order, condition, "changed", reason)
    if found := condition_problems(draft.from_on, draft.to_on, order.first_day, order.ends_on):
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
def remove_condition(work: Work, id: UUID, version: int, reason: str = "") -> None:
    """The condition stays in the history, as removed today; one of a live order goes with the reason."""
    condition = work.get(OrderCondition, id, version)
    _changes(work, work.get(AncillaryOrder, condition.order_id), condition, "taken off", reason)
    condition.removed_on = wall(work.now).date()


def refuse_outside(work: Work, order: AncillaryOrder) -> None:
    """What is made, comes into force or is varied leaves no condition outside its own dates (s.16(3))."""
    kept = select(OrderCondition).where(OrderCondition.order_id == order.id, OrderCondition.removed_on.is_(None))
    for each in work.session.scalars(kept):
        if condition_problems(each.from_on, each.to_on, order.first_day, order.ends_on):
            told = (
                f"The condition “{each.words[:80]}” ({_days(each.from_on, each.to_on)}) would lie outside the order's "
                f"dates ({_days(order.first_day, order.ends_on)}, s.16(3)); change the condition first."
            )
            raise Invalid({"ends_on": told})


def _changes(work: Work, order: AncillaryOrder, condition: OrderCondition, how: str, reason: str) -> None:
    _refuse_over(order)
    if condition.removed_on is not None:
        raise Invalid({"id": f"The condition was taken off on {day_words(condition.removed_on)}; it stays as it was."})
    if order.state.is_live and not reason.strip():
        raise Invalid({"reason": f"The order is live: say why the condition is {how}."})
    if reason.strip():
        order.noted(f"Condition “{condition.words[:80]}” {how} {wall(work.now):%d %b %Y}: {reason.strip()}")


def _refuse_over(order: AncillaryOrder) -> None:
    if not NEXT_ORDER_STATES[order.state]:
        told = f"The order is over ({order.state.label.lower()}); its conditions stay as they were."
        raise Invalid({"order_id": told})


def _days(first: date | None, last: date | None) -> str:
    since = f"from {day_words(first)}" if first else ""
    until = f"until {day_words(last)}" if last else ""
    return " ".join(filter(None, (since, until)))
