"""Managed offenders in the window: from the nomination to standing down, an order with its condition, what is due."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from PySide6.QtWidgets import QPushButton

from soc_desk.services import periods, subjects
from soc_desk.services.lom import conditions, managed, measures, orders, record
from soc_desk.services.lom.conditions import ConditionDraft
from soc_desk.services.lom.managed import ManagedDraft, ManagedFilter
from soc_desk.services.lom.orders import OrderDraft
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import Access, AuditCategory
from soc_desk.vocabulary.ocg import LinkRole, LomState, OrderState, YesNo
from tests import factories, factories_network
from tests.services.test_lom import aged, area, born, made, version
from tests.ui.ways import all_words
from ui.desk import Desk
from ui.forms.ancillary_order import AncillaryOrderForm, ConditionForm
from ui.forms.managed import ManagedForm
from ui.lom.steps import StepDialog
from ui.main_window import MainWindow
from ui.pages.managed import MANAGED, ManagedPage


@pytest.fixture
def person(store: Store, founder: Actor) -> UUID:
    group = factories.ocg(store, founder)
    (made,) = store.write(founder, factories_network.people, group, {LinkRole.PRINCIPAL: 1}).value
    store.write(founder, born, made, date(1990, 4, 3))
    return made


@pytest.fixture
def page(window: MainWindow, desk: Desk) -> ManagedPage:
    window.open_page("managed")
    desk.settle()
    shown = window.way.page
    assert isinstance(shown, ManagedPage)
    return shown


def shown(window: MainWindow, kind: type) -> list:
    return [each for each in window.findChildren(kind) if each.isVisible()]


def press(page: ManagedPage, desk: Desk, words: str, times: int = 1) -> None:
    found = [each for each in page.inspector.findChildren(QPushButton) if each.text() == words]
    assert found, f"no button says {words}"
    for _ in range(times):
        found[-1].click()  # the newest: those of the record before go a turn later
    desk.settle()


def test_from_the_nomination_to_standing_down(
    store: Store, founder: Actor, page: ManagedPage, window: MainWindow, desk: Desk, person: UUID
) -> None:
    page.nominate()
    desk.settle()
    (form,) = shown(window, ManagedForm)
    form.save()
    assert form.form.field("person_id").shown_problem == "Choose who is to be managed."
    form.form.field("person_id").field.set_value(person)
    form.form.field("nominated_because").field.set_value("Released in June.")
    form.form.field("area_id").field.set_value(store.read(founder, area))
    desk.settle()
    form.save()
    desk.settle()
    page.tabs.setCurrentIndex(MANAGED)
    desk.settle()
    page.table.setCurrentIndex(page.model.index(0, 0))
    desk.settle()
    assert page.record is not None
    for words in ("Adopt", "In custody", "In the community"):
        press(page, desk, words, times=2)
        assert "Somebody else" not in window.notices.text
    assert page.record.row.state is LomState.IN_COMMUNITY
    press(page, desk, "Stand down…")
    (ask,) = shown(window, StepDialog)
    ask.act()
    desk.settle()
    assert ask.form.field("reason").shown_problem == "Say what the review found."
    ask.form.field("reason").field.set_value("No need any more.")
    ask.act()
    desk.settle()
    (row,) = store.read(founder, managed.page, ManagedFilter())
    assert row.state is LomState.STOOD_DOWN
    assert page.model.rowCount() == 0  # it stands under Stood down now
    assert store.read(founder, measures.figures, periods.today()).share_checked is None


@pytest.fixture
def spell(store: Store, founder: Actor, person: UUID) -> UUID:
    told = ManagedDraft(person_id=person, nominated_because="Released.", area_id=store.read(founder, area))
    made = store.write(founder, managed.nominate, told).value
    store.write(founder, managed.move, made, 1, LomState.ADOPTED)
    return made


def test_an_order_with_a_condition_outside_its_dates_is_refused_in_words(
    store: Store, founder: Actor, page: ManagedPage, window: MainWindow, desk: Desk, person: UUID, spell: UUID
) -> None:
    today = periods.today()
    page.show_record(spell)
    desk.settle()
    press(page, desk, "Record an order…")
    (form,) = shown(window, AncillaryOrderForm)
    form.form.field("in_force_from").field.set_value(today)
    form.form.field("ends_on").field.set_value(today + timedelta(days=6 * 365))
    form.save()
    desk.settle()
    assert page.record is not None
    (order,) = page.record.orders
    assert "five years" in order.warnings[0]
    told = all_words(page, hidden=True)
    assert ("Orders 0 live of 1" in told, "in force from" in told) == (True, False)
    press(page, desk, "Condition…")
    (asked,) = shown(window, ConditionForm)
    asked.form.field("words").field.set_value("No travel abroad.")
    asked.form.field("to_on").field.set_value(today + timedelta(days=7 * 365))
    asked.save()
    desk.settle()
    sentence = "A condition cannot end after its order ceases to be in force."
    assert asked.form.field("to_on").shown_problem == sentence
    asked.form.field("to_on").field.set_value(today + timedelta(days=365))
    asked.save()
    desk.settle()
    assert [each.words for each in page.record.orders[0].conditions] == ["No travel abroad."]
    page.steps.move_order(page.record.orders[0], OrderState.NOT_PURSUED, [])
    (ask,) = shown(window, StepDialog)
    ask.act()
    desk.settle()
    assert "Say why it is not pursued" in ask.form.field("reason").shown_problem
    ask.reject()
    page.steps.move_order(page.record.orders[0], OrderState.APPLIED, [])
    (ask,) = shown(window, StepDialog)
    ask.act()
    desk.settle()
    assert page.record.orders[0].state is OrderState.APPLIED
    store.write(founder, aged, person, None, None)
    page.show_record(spell)
    desk.settle()
    page.steps.move_order(page.record.orders[0], OrderState.MADE, [])
    ask = shown(window, StepDialog)[-1]
    ask.act()
    desk.settle()
    assert "Settle it on their record" in ask.form.field("known_because").shown_problem
    ask.form.field("known_because").field.set_value("Birth certificate seen.")
    ask.act()
    desk.settle()
    assert page.record.orders[0].state is OrderState.MADE


def test_a_breach_names_its_condition_and_a_visit_its_day(
    store: Store, founder: Actor, page: ManagedPage, window: MainWindow, desk: Desk, person: UUID, spell: UUID
) -> None:
    order = made(store, founder, person)
    kept, gone = (
        store.write(founder, conditions.set_condition, ConditionDraft(order_id=order, words=words)).value
        for words in ("One phone.", "No travel.")
    )
    store.write(founder, conditions.remove_condition, gone, 1, "Crown Court, s.20.")
    page.show_record(spell)
    desk.settle()
    press(page, desk, "Breach…")
    (ask,) = shown(window, StepDialog)
    offered = ask.form.field("condition_id").field
    assert (offered.words(kept), "No travel." in offered.words(gone)) == ("One phone.", False)
    ask.form.field("condition_id").field.set_value(kept)
    ask.form.field("words").field.set_value("Two phones.")
    ask.form.field("happened_on").field.set_value(None)
    ask.act()
    desk.settle()
    assert ask.form.field("happened_on").shown_problem == "Say on which day it happened."
    ask.form.field("happened_on").field.set_value(periods.today())
    ask.act()
    desk.settle()
    assert "Breach of “One phone.”" in all_words(page, hidden=True)
    press(page, desk, "Result…")
    (ask,) = shown(window, StepDialog)
    ask.form.field("result").field.set_value("Cautioned.")
    ask.act()
    desk.settle()
    assert "Cautioned." in all_words(page, hidden=True)
    press(page, desk, "Plan a visit…")
    (ask,) = shown(window, StepDialog)
    ask.act()
    desk.settle()
    assert ask.form.field("due_on").shown_problem == "Say by which day the visit is to be made."
    ask.form.field("due_on").field.set_value(periods.today())
    ask.act()
    desk.settle()
    assert page.record is not None
    page.steps.change_visit(page.record.visits[0])
    (ask,) = shown(window, StepDialog)
    ask.form.field("visitor").field.set_value("DC Penn")
    ask.act()
    desk.settle()
    assert [each.visitor for each in page.record.visits] == ["DC Penn"]
    press(page, desk, "Call off…")
    (ask,) = shown(window, StepDialog)
    ask.form.field("reason").field.set_value("Entered by mistake.")
    ask.act()
    desk.settle()
    assert page.record.visits == ()


def test_opening_the_record_is_one_consultation_of_the_person(
    store: Store, founder: Actor, auditor: Actor, page: ManagedPage, desk: Desk, person: UUID, spell: UUID
) -> None:
    from soc_desk.services import history

    page.show_record(spell)
    desk.settle()
    page.go_stale()
    desk.settle()
    rows = store.read(founder, history.history, person)
    assert sum(row.category is AuditCategory.CONSULTATION for row in rows) == 1


def test_what_is_due_leads_to_the_person_and_is_counted(
    store: Store, founder: Actor, page: ManagedPage, window: MainWindow, desk: Desk, person: UUID, spell: UUID
) -> None:
    today = periods.today()
    order = store.write(
        founder, orders.record, OrderDraft(person_id=person, in_force_from=today, ends_on=today + timedelta(days=90))
    ).value
    for after in (OrderState.APPLIED, OrderState.IN_FORCE):
        store.write(founder, orders.move, order, store.read(founder, version, order), after)
    told = ConditionDraft(order_id=order, words="One phone.", to_on=today + timedelta(days=30))
    store.write(founder, conditions.set_condition, told)
    page.refresh()
    desk.settle()
    found = store.read(founder, measures.figures, today)
    assert (found.in_force, found.conditions_ending, found.share_checked) == (1, 1, 0.0)
    assert sum(found.in_force_by_area.values()) == 1
    assert [item.headline for item in page.board.items] == [
        "A condition about other is about to end.", "Decide whether to seek a new Serious crime prevention order.",
        "Look for a link to an OCG.",
    ]  # fmt: skip
    page.board.opened.emit(page.board.items[0])
    desk.settle()
    assert page.record is not None
    assert page.record.row.person_id == person


def test_a_closed_groups_people_are_not_there_for_others(
    store: Store, founder: Actor, officer: Actor, person: UUID, spell: UUID
) -> None:
    (row,) = store.read(founder, managed.page, ManagedFilter())
    assert (row.groups[0].endswith("Harrier"), row.ocg_checked) == (True, YesNo.NOT_KNOWN)
    group = store.read(founder, _group)
    store.write(founder, subjects.set_access, group, factories.version(store, founder, group), Access.RESTRICTED, ())
    assert store.read(officer, measures.figures, periods.today()).managed == 0
    with pytest.raises(Exception, match="not open to you"):
        store.write(officer, record.look, spell)


def _group(session) -> UUID:
    from soc_desk.domain import Ocg

    return session.query(Ocg.id).one()[0]
