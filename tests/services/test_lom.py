"""Lifetime management on a store: from the nomination to standing down, what is due, and who may know."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from soc_desk.domain import AncillaryOrder, Area, Person
from soc_desk.errors import Invalid
from soc_desk.services import history, periods, subjects, timelines
from soc_desk.services.lom import breaches, conditions, due, managed, measures, orders, visits
from soc_desk.services.lom.conditions import ConditionDraft
from soc_desk.services.lom.managed import ManagedDraft, ManagedFilter
from soc_desk.services.lom.orders import OrderDraft
from soc_desk.store import Actor, Session, Store, Work, use_case
from soc_desk.vocabulary import EVERYONE, Access
from soc_desk.vocabulary.ocg import (
    BreachAction,
    ConditionKind,
    LinkRole,
    LomState,
    OrderKind,
    OrderState,
    VisitKind,
    YesNo,
)
from tests import factories, factories_network


@use_case("Give a birthday", needs=EVERYONE)
def born(work: Work, id: UUID, on: date) -> None:
    person = work.session.get(Person, id)
    assert person is not None
    person.born_on = on


def area(session: Session) -> UUID:
    return session.query(Area.id).order_by(Area.name).first()[0]


def version(session: Session, id: UUID) -> int:
    return session.query(AncillaryOrder.version).filter_by(id=id).one()[0]


@pytest.fixture
def harrier(store: Store, founder: Actor) -> UUID:
    return factories.ocg(store, founder)


@pytest.fixture
def person(store: Store, founder: Actor, harrier: UUID) -> UUID:
    (made,) = store.write(founder, factories_network.people, harrier, {LinkRole.MEMBER: 1}).value
    store.write(founder, born, made, date(1990, 4, 3))
    return made


def nominate(store: Store, by: Actor, person: UUID, **over) -> UUID:
    told = {"person_id": person, "nominated_because": "Released in June.", "area_id": store.read(by, area), **over}
    return store.write(by, managed.nominate, ManagedDraft(**told)).value


def the_row(store: Store, by: Actor) -> managed.ManagedRow:
    (row,) = store.read(by, managed.page, ManagedFilter())
    return row


def step(store: Store, by: Actor, after: LomState, reason: str = "") -> None:
    row = the_row(store, by)
    store.write(by, managed.move, row.id, row.version, after, reason)


def take(store: Store, by: Actor, order: UUID, after: OrderState, on: date | None = None, **more) -> None:
    store.write(by, orders.move, order, store.read(by, version, order), after, on, **more)


def test_from_the_nomination_to_standing_down(store: Store, founder: Actor, officer: Actor, person: UUID) -> None:
    today = periods.today()
    nominate(store, officer, person)
    with pytest.raises(Invalid, match="already"):
        nominate(store, officer, person)
    step(store, officer, LomState.ADOPTED)
    step(store, officer, LomState.IN_CUSTODY)
    row = the_row(store, officer)
    assert (row.state, row.ocg_checked, row.orders) == (LomState.IN_CUSTODY, YesNo.NOT_KNOWN, 0)
    assert row.groups[0].endswith("Harrier")
    assert [each.id for each in store.read(officer, managed.of_group, store.read(officer, _group))] == [row.id]

    scpo = OrderDraft(person_id=person, court="Reading Crown Court", in_force_on_release=True)
    order = store.write(officer, orders.record, scpo).value
    take(store, officer, order, OrderState.APPLIED)
    with pytest.raises(Invalid, match="ceases"):
        take(store, officer, order, OrderState.MADE)
    draft = store.read(officer, orders.draft, order)
    ends = today + timedelta(days=100)
    store.write(officer, orders.change, OrderDraft(**{**vars(draft), "ends_on": ends}))
    take(store, officer, order, OrderState.MADE)
    step(store, officer, LomState.IN_COMMUNITY)
    with pytest.raises(Invalid, match="an order is live"):
        step(store, officer, LomState.STOOD_DOWN, "Review found no need.")

    told = {prompt.what for prompt in store.read(officer, due.prompts, today)}
    assert told == {
        "Find out when the Serious crime prevention order comes into force.", "Look for a link to an OCG.",
    }  # fmt: skip
    row = the_row(store, officer)
    held = store.read(officer, managed.draft, row.id)
    release = today + timedelta(days=9)
    saved = ManagedDraft(**{**vars(held), "release_on": release, "ocg_checked": YesNo.YES})
    store.write(officer, managed.change, saved)
    (prompt,) = store.read(officer, due.prompts, today)
    assert (prompt.what, prompt.on) == ("Check that the Serious crime prevention order is in force.", release)

    take(store, officer, order, OrderState.IN_FORCE, today)
    (prompt,) = store.read(officer, due.prompts, today)
    assert prompt.on == ends
    assert "s.16(5)-(6)" in prompt.why
    with pytest.raises(Invalid, match="not run out"):
        take(store, officer, order, OrderState.EXPIRED)
    assert [p.what for p in store.read(officer, due.prompts, ends + timedelta(days=1))] == [
        "Record that the Serious crime prevention order expired."
    ]
    take(store, officer, order, OrderState.DISCHARGED, today)
    with pytest.raises(Invalid, match="review found"):
        step(store, officer, LomState.STOOD_DOWN)
    step(store, officer, LomState.STOOD_DOWN, "Review found no need.")
    step(store, officer, LomState.ADOPTED)  # and again
    titles = {row.what for row in store.read(founder, history.history, person)}
    assert {"Record an ancillary order", "Move a managed offender on"} <= titles


def _group(session: Session) -> UUID:
    from soc_desk.domain import Ocg

    return session.query(Ocg.id).one()[0]


def made(store: Store, by: Actor, person: UUID, **over) -> UUID:
    today = periods.today()
    told = {"in_force_from": today - timedelta(days=30), "ends_on": today + timedelta(days=900), **over}
    order = store.write(by, orders.record, OrderDraft(person_id=person, **told)).value
    take(store, by, order, OrderState.APPLIED, today - timedelta(days=40))
    take(store, by, order, OrderState.IN_FORCE, today - timedelta(days=30))
    return order


def test_conditions_visits_and_breaches(store: Store, officer: Actor, person: UUID) -> None:
    today = periods.today()
    order = made(store, officer, person)
    late = ConditionDraft(order_id=order, kind=ConditionKind.TRAVEL, words="No travel abroad.",
                          to_on=today + timedelta(days=901))  # fmt: skip
    with pytest.raises(Invalid, match="cannot end after its order"):
        store.write(officer, conditions.set_condition, late)
    soon = today + timedelta(days=60)
    store.write(officer, conditions.set_condition, ConditionDraft(**{**vars(late), "to_on": soon}))
    (row,) = store.read(officer, orders.of_person, person)
    (condition,) = row.conditions
    assert condition.to_on == soon
    store.write(officer, conditions.set_condition, ConditionDraft(order_id=order, words="One phone."))
    for days in (0, 850):  # the own end of the one; the other ends with its order
        assert store.read(officer, measures.figures, today + timedelta(days=days)).conditions_ending == 1
    changed = ConditionDraft(id=condition.id, version=condition.version, words="No travel abroad at all.", to_on=soon)
    with pytest.raises(Invalid, match="say why the condition is changed"):
        store.write(officer, conditions.set_condition, changed)
    store.write(officer, conditions.set_condition, changed, "Crown Court, s.17.")

    visit = store.write(officer, visits.plan_visit, person, VisitKind.COMPLIANCE, today - timedelta(days=1)).value
    assert [(p.what, p.is_overdue(today)) for p in store.read(officer, due.prompts, today)] == [
        ("Compliance visit is due.", True), ("A condition about other is about to end.", False),
    ]  # fmt: skip
    with pytest.raises(Invalid, match="still to come"):
        store.write(officer, visits.record_visit, visit, 1, today + timedelta(days=1), "Seen.")
    store.write(officer, visits.record_visit, visit, 1, today, "Seen at home.", today + timedelta(days=28))
    assert [each.done_on for each in store.read(officer, visits.of_person, person)] == [None, today]

    with pytest.raises(Invalid, match="before the order"):
        store.write(officer, breaches.breach, order, today - timedelta(days=90), "Abroad.", BreachAction.CHARGE)
    store.write(officer, breaches.breach, order, today, "Found abroad.", BreachAction.CHARGE, condition.id)
    (row,) = store.read(officer, orders.of_person, person)
    assert row.state is OrderState.IN_FORCE
    assert [breach.action for breach in row.breaches] == [BreachAction.CHARGE]
    store.write(officer, conditions.remove_condition, condition.id, condition.version + 1, "Crown Court, s.20.")
    (row,) = store.read(officer, orders.of_person, person)
    assert row.conditions[0].removed_on == today
    assert row.conditions[1].removed_on is None


def test_a_variation_says_so_and_leaves_no_condition_outside(store: Store, officer: Actor, person: UUID) -> None:
    today = periods.today()
    order = made(store, officer, person, ends_on=today + timedelta(days=5 * 366))
    assert "five years" in store.read(officer, orders.of_person, person)[0].warnings[0]
    words = ConditionDraft(order_id=order, kind=ConditionKind.ITEMS, words="One phone.",
                           to_on=today + timedelta(days=400))  # fmt: skip
    store.write(officer, conditions.set_condition, words)
    draft = store.read(officer, orders.draft, order)
    shorter = OrderDraft(**{**vars(draft), "ends_on": today + timedelta(days=300)})
    with pytest.raises(Invalid, match="which variation"):
        store.write(officer, orders.change, shorter)
    with pytest.raises(Invalid, match="outside the order's dates"):
        store.write(officer, orders.change, shorter, "Crown Court, s.20.")
    right = OrderDraft(**{**vars(draft), "ends_on": today + timedelta(days=500)})
    store.write(officer, orders.change, right, "Crown Court, s.20.")
    assert "Crown Court, s.20." in store.read(officer, orders.draft, order).note


def test_an_order_is_replaced_by_another_on_the_same_person(store: Store, officer: Actor, person: UUID) -> None:
    order, new = made(store, officer, person), made(store, officer, person, kind=OrderKind.TRO)
    with pytest.raises(Invalid, match="Record the new order first"):
        take(store, officer, order, OrderState.REPLACED)
    take(store, officer, order, OrderState.REPLACED, replaced_by=new)
    states = {row.kind: row.state for row in store.read(officer, orders.of_person, person)}
    assert states == {OrderKind.SCPO: OrderState.REPLACED, OrderKind.TRO: OrderState.IN_FORCE}


def test_an_order_that_is_only_considered_is_dropped(store: Store, officer: Actor, person: UUID) -> None:
    nominate(store, officer, person)
    today = periods.today()
    draft = OrderDraft(person_id=person, in_force_from=today, ends_on=today + timedelta(days=9), note="Asked for.")
    order = store.write(officer, orders.record, draft).value
    with pytest.raises(Invalid, match="Say why it is not pursued"):
        take(store, officer, order, OrderState.NOT_PURSUED)
    take(store, officer, order, OrderState.NOT_PURSUED, reason=" Entered by mistake. ")
    (row,) = store.read(officer, orders.of_person, person)
    assert (row.state, row.ended_on, row.next) == (OrderState.NOT_PURSUED, today, ())
    assert row.note == "Asked for.\nNot pursued: Entered by mistake."
    told = store.read(officer, timelines.of_person, person)
    said = [event.what for event in told if "prevention order" in event.what]
    assert said == ["Serious crime prevention order not pursued"]
    with pytest.raises(Invalid, match="cannot become"):
        take(store, officer, order, OrderState.APPLIED)
    assert "Not pursued: Entered by mistake." in repr(store.read(officer, history.history, person))


def test_no_scpo_on_somebody_under_18(store: Store, officer: Actor, person: UUID) -> None:
    store.write(officer, born, person, periods.today() - timedelta(days=17 * 365))
    with pytest.raises(Invalid, match="under 18"):
        made(store, officer, person)


@use_case("Note an age", needs=EVERYONE)
def aged(work: Work, id: UUID, least: int | None, most: int | None) -> None:
    person = work.session.get(Person, id)
    assert person is not None
    person.born_on, person.age_from, person.age_to, person.age_noted_on = None, least, most, periods.today()
    person.settle()


def test_an_age_that_is_open_is_settled_or_explained(store: Store, officer: Actor, person: UUID) -> None:
    store.write(officer, aged, person, 15, 16)
    with pytest.raises(Invalid, match="under 18"):
        made(store, officer, person)
    store.write(officer, aged, person, None, None)
    (applied,) = [row for row in store.read(officer, orders.of_person, person) if row.asks_age]
    with pytest.raises(Invalid, match="18 or over") as refused:
        take(store, officer, applied.id, OrderState.MADE, periods.today() - timedelta(days=30))
    assert set(refused.value.problems) == {"known_because"}
    told = {"known_because": "Birth certificate seen."}
    take(store, officer, applied.id, OrderState.MADE, periods.today() - timedelta(days=30), **told)
    assert "Birth certificate seen." in store.read(officer, orders.draft, applied.id).note


def test_an_order_stands_in_no_state_that_its_days_deny(store: Store, officer: Actor, person: UUID) -> None:
    today = periods.today()
    later, ends = today + timedelta(days=400), today + timedelta(days=900)
    draft = OrderDraft(person_id=person, in_force_from=later, ends_on=ends)
    order = store.write(officer, orders.record, draft).value
    take(store, officer, order, OrderState.APPLIED, today - timedelta(days=3))
    with pytest.raises(Invalid, match="in the future"):
        take(store, officer, order, OrderState.MADE, today + timedelta(days=1))
    with pytest.raises(Invalid, match="before it was applied for"):
        take(store, officer, order, OrderState.MADE, today - timedelta(days=4))
    take(store, officer, order, OrderState.MADE, today - timedelta(days=2))
    with pytest.raises(Invalid, match="Leave it as made until then"):
        take(store, officer, order, OrderState.IN_FORCE)
    assert store.read(officer, measures.figures, today).in_force == 0
    stands = store.read(officer, orders.draft, order)
    early = replace(stands, in_force_from=today - timedelta(days=9))
    with pytest.raises(Invalid, match="before it was made"):
        store.write(officer, orders.change, early, "Crown Court, s.20.")
    store.write(officer, orders.change, replace(stands, in_force_from=today), "Crown Court, s.20.")
    take(store, officer, order, OrderState.IN_FORCE)
    for on, why in ((today + timedelta(days=1), "in the future"), (today - timedelta(days=9), "before the order")):
        with pytest.raises(Invalid, match=why):
            store.write(officer, breaches.breach, order, on, "Abroad.", BreachAction.NONE)
    late = ConditionDraft(order_id=order, words="No travel.", from_on=ends + timedelta(days=1))
    with pytest.raises(Invalid, match="begin after its order"):
        store.write(officer, conditions.set_condition, late)
    for on, why in ((later, "in the future"), (today - timedelta(days=30), "before")):
        with pytest.raises(Invalid, match=why):
            take(store, officer, order, OrderState.DISCHARGED, on)
    with pytest.raises(Invalid, match="more than a year ago"):
        store.write(officer, visits.plan_visit, person, VisitKind.COMPLIANCE, today - timedelta(days=400))
    (row,) = store.read(officer, orders.of_person, person)
    assert (row.state, row.breaches, row.conditions) == (OrderState.IN_FORCE, (), ())


def test_an_order_that_ran_out_is_breached_no_more(store: Store, officer: Actor, person: UUID) -> None:
    today = periods.today()
    order = made(store, officer, person, ends_on=today - timedelta(days=2))
    with pytest.raises(Invalid, match="ran out on"):
        store.write(officer, breaches.breach, order, today, "Abroad.", BreachAction.NONE)


def test_people_of_a_closed_group_are_managed_out_of_others_sight(
    store: Store, founder: Actor, officer: Actor, harrier: UUID, person: UUID
) -> None:
    nominate(store, founder, person)
    made(store, founder, person)
    store.write(founder, visits.plan_visit, person, VisitKind.EDUCATION, periods.today())
    closing = factories.version(store, founder, harrier)
    store.write(founder, subjects.set_access, harrier, closing, Access.RESTRICTED, ())
    assert store.read(officer, managed.page, ManagedFilter()) == []
    assert store.read(officer, due.prompts, periods.today()) == []
    assert store.read(officer, orders.of_person, person) == []
    assert len(store.read(founder, due.prompts, periods.today())) == 1
