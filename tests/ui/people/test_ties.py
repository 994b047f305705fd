"""Ties on a person's record, a relation between groups that ends, a condition taken off: each has its button."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from PySide6.QtWidgets import QPushButton, QWidget

from soc_desk.services import periods
from soc_desk.services.lom import conditions, orders
from soc_desk.services.lom.conditions import ConditionDraft
from soc_desk.services.lom.orders import OrderDraft
from soc_desk.services.ocg_life import relations
from soc_desk.services.ocg_life.relations import RelationDraft
from soc_desk.services.people import ties
from soc_desk.store import Actor, Store
from soc_desk.vocabulary.ocg import ConditionKind, LinkRole, OrderKind, OrderState, RelationKind, TieKind
from tests import factories, factories_network
from tests.services.test_lom import take
from tests.ui.ocgs.steps import shown
from ui.ask import Ask
from ui.desk import Desk
from ui.ending import EndDialog
from ui.forms.tie import TieDialog
from ui.lom.steps import StepDialog
from ui.main_window import MainWindow
from ui.pages.ocgs import OcgsPage
from ui.pages.people import PeoplePage


@pytest.fixture
def group(store: Store, founder: Actor) -> UUID:
    return factories.ocg(store, founder)


@pytest.fixture
def people(store: Store, founder: Actor, group: UUID) -> list[UUID]:
    return store.write(founder, factories_network.people, group, {LinkRole.MEMBER: 2}).value


def press(within: QWidget, desk: Desk, words: str) -> None:
    found = [each for each in within.findChildren(QPushButton) if each.text() == words]
    assert found, f"no button says {words}"
    found[-1].click()  # the newest: those of the record before go a turn later
    desk.settle()


def test_a_tie_is_made_ended_and_taken_out(
    store: Store, founder: Actor, people: list[UUID], window: MainWindow, desk: Desk
) -> None:
    one, other = people
    window.open_page("people", record=one, part="links")
    desk.settle()
    page = window.way.page
    assert isinstance(page, PeoplePage)
    card = page.record.ties
    press(card, desk, "Tie to another person…")
    (dialog,) = shown(window, TieDialog)
    dialog.act()
    assert dialog.form.field("kind").shown_problem == "Choose how they stand to each other."
    dialog.form.field("kind").field.set_value(TieKind.WORKS_FOR)
    dialog.form.field("other_id").field.set_value(other)
    desk.settle()
    dialog.act()
    desk.settle()
    ((_, row),) = card.model.in_memory()
    assert (row.words, row.person_id) == ("Works for", other)
    card.table.select_ids({row.id})
    press(card, desk, "End…")
    shown(window, EndDialog)[-1].act()
    desk.settle()
    assert store.read(founder, ties.of_person, one)[0].to_on == periods.today()
    card.table.select_ids({row.id})
    press(card, desk, "Take out…")
    (ask,) = shown(window, Ask)
    ask.field.set_value("Another person.")
    ask.act()
    desk.settle()
    assert store.read(founder, ties.of_person, one) == []


def test_a_relation_between_groups_ends(
    store: Store, founder: Actor, group: UUID, window: MainWindow, desk: Desk
) -> None:
    other = factories.ocg(store, founder, name="Kestrel")
    told = RelationDraft(other_id=other, kind=RelationKind.RIVAL, from_on=date(2026, 1, 1))
    store.write(founder, relations.relate, group, told)
    window.open_page("ocgs", record=group)
    desk.settle()
    page = window.way.page
    assert isinstance(page, OcgsPage)
    press(page.record.part("overview").others, desk, "End…")
    (dialog,) = shown(window, EndDialog)
    dialog.act()
    desk.settle()
    (row,) = store.read(founder, relations.of, group)
    assert row.to_on == periods.today()
    assert not [each for each in page.record.part("overview").others.findChildren(QPushButton)
                if each.text() == "End…" and each.isVisible()]  # fmt: skip


def test_a_condition_is_taken_off_an_order(
    store: Store, founder: Actor, people: list[UUID], window: MainWindow, desk: Desk
) -> None:
    today = periods.today()
    told = {"in_force_from": today - timedelta(days=30), "ends_on": today + timedelta(days=900)}
    order = store.write(founder, orders.record, OrderDraft(person_id=people[0], kind=OrderKind.FRO, **told)).value
    take(store, founder, order, OrderState.APPLIED, today - timedelta(days=40))
    take(store, founder, order, OrderState.IN_FORCE, today - timedelta(days=30))
    draft = ConditionDraft(order_id=order, kind=ConditionKind.TRAVEL, words="No travel abroad.")
    store.write(founder, conditions.set_condition, draft)
    window.open_page("people", record=people[0], part="care")
    desk.settle()
    page = window.way.page
    assert isinstance(page, PeoplePage)
    press(page.record.care, desk, "Take off…")
    (ask,) = shown(window, StepDialog)
    ask.act()
    desk.settle()
    assert "say why the condition is taken off" in ask.form.field("reason").shown_problem
    ask.form.field("reason").field.set_value("Crown Court, s.20.")
    ask.act()
    desk.settle()
    assert store.read(founder, orders.of_person, people[0])[0].conditions[0].removed_on == today
