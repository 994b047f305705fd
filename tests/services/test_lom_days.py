"""The days of orders, conditions, breaches and visits: none is taken for another, and none is given by silence."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from soc_desk.errors import Invalid
from soc_desk.services import history, periods
from soc_desk.services.lom import breaches, conditions, orders, visits
from soc_desk.services.lom.conditions import ConditionDraft
from soc_desk.services.lom.orders import OrderDraft, OrderRow
from soc_desk.services.prints import day_words
from soc_desk.store import Actor, Store
from soc_desk.vocabulary.ocg import BreachAction, LinkRole, OrderKind, OrderState, VisitKind
from tests import factories, factories_network
from tests.services.test_lom import born, made, take

TODAY = periods.today()


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.fixture
def person(store: Store, founder: Actor) -> UUID:
    group = factories.ocg(store, founder)
    (one,) = store.write(founder, factories_network.people, group, {LinkRole.MEMBER: 1}).value
    store.write(founder, born, one, date(1990, 4, 3))
    return one


def the_order(store: Store, reader: Actor, person: UUID, id: UUID) -> OrderRow:
    return next(row for row in store.read(reader, orders.of_person, person) if row.id == id)


def test_no_order_comes_into_force_with_a_condition_outside_it(store: Store, officer: Actor, person: UUID) -> None:
    draft = OrderDraft(person_id=person, in_force_on_release=True, ends_on=ago(-900))
    order = store.write(officer, orders.record, draft).value
    told = ConditionDraft(order_id=order, words="No travel abroad.", from_on=ago(60), to_on=ago(50))
    early = store.write(officer, conditions.set_condition, told).value
    take(store, officer, order, OrderState.APPLIED, ago(40))
    sentence = f"“No travel abroad.”.*until {day_words(ago(50))}.*from {day_words(ago(30))}"
    for after in (OrderState.MADE, OrderState.IN_FORCE):
        with pytest.raises(Invalid, match=sentence):
            take(store, officer, order, after, ago(30))
    store.write(officer, conditions.remove_condition, early, 1)
    take(store, officer, order, OrderState.MADE, ago(30))
    with pytest.raises(Invalid, match="before its order"):  # nothing of it held before it was made
        store.write(officer, conditions.set_condition, told)
    later = replace(told, from_on=ago(20), to_on=ago(10))
    store.write(officer, conditions.set_condition, later)
    with pytest.raises(Invalid, match="outside the order's dates"):
        take(store, officer, order, OrderState.IN_FORCE, ago(5))
    take(store, officer, order, OrderState.IN_FORCE, ago(20))
    assert the_order(store, officer, person, order).in_force_from == ago(20)


def test_a_breach_is_of_a_condition_that_held_that_day(store: Store, officer: Actor, person: UUID) -> None:
    order, other = made(store, officer, person), made(store, officer, person, kind=OrderKind.TRO)
    told = ConditionDraft(order_id=order, words="One phone.", from_on=ago(20), to_on=ago(10))
    one = store.write(officer, conditions.set_condition, told).value
    for of, on, why in (
        (other, ago(15), "belongs to another order"), (order, ago(21), "began on"), (order, ago(9), "ended on"),
    ):  # fmt: skip
        with pytest.raises(Invalid, match=why):
            store.write(officer, breaches.breach, of, on, "Two phones.", BreachAction.NONE, one)
    with pytest.raises(Invalid, match="on which day"):
        store.write(officer, breaches.breach, order, None, "Two phones.", BreachAction.NONE, one)
    store.write(officer, breaches.breach, order, ago(10), "Two phones.", BreachAction.NONE, one)
    (row,) = the_order(store, officer, person, order).breaches
    assert (row.condition, row.result) == ("One phone.", "")
    with pytest.raises(Invalid, match="what came of it"):
        store.write(officer, breaches.give_result, row.id, row.version, BreachAction.CHARGE, " ")
    store.write(officer, breaches.give_result, row.id, row.version, BreachAction.CHARGE, "Guilty, 6 months.")
    (row,) = the_order(store, officer, person, order).breaches
    assert (row.action, row.result) == (BreachAction.CHARGE, "Guilty, 6 months.")
    whole = store.write(officer, conditions.set_condition, ConditionDraft(order_id=order, words="No cash.")).value
    store.write(officer, conditions.remove_condition, whole, 1, "Crown Court, s.20.")
    with pytest.raises(Invalid, match="taken off on"):
        store.write(officer, breaches.breach, order, TODAY, "Cash.", BreachAction.NONE, whole)
    store.write(officer, breaches.breach, order, ago(1), "Cash.", BreachAction.NONE, whole)


def test_the_day_that_is_given_is_the_day_that_is_kept(store: Store, officer: Actor, person: UUID) -> None:
    draft = OrderDraft(person_id=person, in_force_from=ago(30), ends_on=TODAY)
    order = store.write(officer, orders.record, draft).value
    take(store, officer, order, OrderState.APPLIED, ago(40))
    with pytest.raises(Invalid, match=f"comes into force on {day_words(ago(30))}; enter that day"):
        take(store, officer, order, OrderState.IN_FORCE, ago(20))
    take(store, officer, order, OrderState.IN_FORCE, ago(30))
    with pytest.raises(Invalid, match="ceases to be in force on"):
        take(store, officer, order, OrderState.EXPIRED, ago(1))
    take(store, officer, order, OrderState.EXPIRED, TODAY)
    past = made(store, officer, person, kind=OrderKind.TRO, ends_on=ago(5))
    take(store, officer, past, OrderState.EXPIRED)
    assert [the_order(store, officer, person, each).ended_on for each in (order, past)] == [TODAY, ago(5)]


def test_what_happened_while_an_order_ran_is_told_after_its_end(store: Store, officer: Actor, person: UUID) -> None:
    order = made(store, officer, person)
    told = ConditionDraft(order_id=order, words="One phone.")
    condition = store.write(officer, conditions.set_condition, told).value
    take(store, officer, order, OrderState.DISCHARGED, ago(3))
    with pytest.raises(Invalid, match="ended on"):
        store.write(officer, breaches.breach, order, ago(2), "Abroad.", BreachAction.NONE)
    store.write(officer, breaches.breach, order, ago(4), "Abroad.", BreachAction.NONE, condition)
    row = the_order(store, officer, person, order)
    assert (len(row.breaches), row.was_in_force) == (1, True)
    held = store.read(officer, conditions.draft, condition)
    for attempt in ((conditions.set_condition, told), (conditions.set_condition, held, "No."),
                    (conditions.remove_condition, condition, held.version, "No.")):  # fmt: skip
        with pytest.raises(Invalid, match="The order is over"):
            store.write(officer, *attempt)


def test_a_condition_of_a_live_order_goes_once_and_with_the_reason(store: Store, officer: Actor, person: UUID) -> None:
    order = made(store, officer, person)
    one = store.write(officer, conditions.set_condition, ConditionDraft(order_id=order, words="One phone.")).value
    with pytest.raises(Invalid, match="say why the condition is taken off"):
        store.write(officer, conditions.remove_condition, one, 1)
    store.write(officer, conditions.remove_condition, one, 1, "Crown Court, s.20.")
    held = store.read(officer, conditions.draft, one)
    for attempt in ((conditions.set_condition, held, "No."), (conditions.remove_condition, one, held.version, "No.")):
        with pytest.raises(Invalid, match="was taken off on"):
            store.write(officer, *attempt)
    note = the_order(store, officer, person, order).note
    assert note.startswith("Condition “One phone.” taken off")
    assert note.endswith("Crown Court, s.20.")


def test_a_visit_is_moved_called_off_and_recorded_once(store: Store, officer: Actor, person: UUID) -> None:
    with pytest.raises(Invalid, match="by which day"):
        store.write(officer, visits.plan_visit, person, VisitKind.COMPLIANCE, None)
    first, second = (
        store.write(officer, visits.plan_visit, person, VisitKind.COMPLIANCE, ago(days)).value for days in (1, 2)
    )
    store.write(officer, visits.change_visit, first, 1, ago(-7), "DC Penn")
    (row,) = [each for each in store.read(officer, visits.of_person, person) if each.id == first]
    assert (row.due_on, row.visitor) == (ago(-7), "DC Penn")
    with pytest.raises(Invalid, match="on which day"):
        store.write(officer, visits.record_visit, first, row.version, None, "Seen.")
    store.write(officer, visits.record_visit, first, row.version, TODAY, "Seen.")
    for attempt in ((visits.record_visit, first, row.version + 1, ago(1), "Again."),
                    (visits.change_visit, first, row.version + 1, TODAY),
                    (visits.call_off, first, row.version + 1, "No.")):  # fmt: skip
        with pytest.raises(Invalid, match="is recorded already"):
            store.write(officer, *attempt)
    with pytest.raises(Invalid, match="why the visit is not made"):
        store.write(officer, visits.call_off, second, 1, " ")
    store.write(officer, visits.call_off, second, 1, "Entered twice.")
    assert [each.id for each in store.read(officer, visits.of_person, person)] == [first]
    assert "Entered twice." in repr(store.read(officer, history.history, person))
