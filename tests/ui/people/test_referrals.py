"""Referrals of potential victims in the window: identified, listed, reminded of, sent and decided."""

from uuid import UUID

import pytest
from PySide6.QtWidgets import QPushButton, QWidget

from soc_desk.services import periods, referrals, subjects
from soc_desk.services.referrals import ReferralDraft
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import Access
from soc_desk.vocabulary.ocg import LinkRole, ReferralState
from tests import factories, factories_network
from tests.ui.ocgs.steps import shown
from ui.desk import Desk
from ui.forms.referral import ReferralForm
from ui.lom.steps import StepDialog
from ui.main_window import MainWindow
from ui.pages.managed import ManagedPage
from ui.pages.people import PeoplePage


@pytest.fixture
def group(store: Store, founder: Actor) -> UUID:
    return factories.ocg(store, founder)


@pytest.fixture
def person(store: Store, founder: Actor, group: UUID) -> UUID:
    (made,) = store.write(founder, factories_network.people, group, {LinkRole.MEMBER: 1}).value
    return made


@pytest.fixture
def page(window: MainWindow, desk: Desk) -> PeoplePage:
    window.open_page("people")
    desk.settle()
    found = window.way.page
    assert isinstance(found, PeoplePage)
    return found


def press(within: QWidget, desk: Desk, words: str) -> None:
    found = [each for each in within.findChildren(QPushButton) if each.text() == words]
    assert found, f"no button says {words}"
    found[-1].click()  # the newest: those of the record before go a turn later
    desk.settle()


def test_from_the_person_to_the_decision(
    store: Store, founder: Actor, page: PeoplePage, window: MainWindow, desk: Desk, person: UUID
) -> None:
    page.open_record(person)
    desk.settle()
    page.record.open_part("care")
    desk.settle()
    press(page.record.care, desk, "Identify as a potential victim…")
    (form,) = shown(window, ReferralForm)
    form.form.field("is_child").field.set_value(True)
    form.form.edited.emit()
    form.save()
    desk.settle()
    (row,) = store.read(founder, referrals.page)
    assert row.state is ReferralState.IDENTIFIED
    press(page.record.care, desk, "Record that it was sent…")
    (asked,) = shown(window, StepDialog)
    asked.form.field("reference").field.set_value("NRM-7")
    asked.act()
    desk.settle()
    page.leave_record()
    page.switches[0].set_value("referrals")
    page.switches[0].edited.emit()
    desk.settle()
    register = page.referrals.register
    assert register.line.text() == "1 referral: 1 sent."
    register.table.select_ids({row.id})
    register.open_now()
    desk.settle()
    press(register.inspector, desk, "Reasonable grounds: positive…")
    shown(window, StepDialog)[-1].act()
    desk.settle()
    (row,) = register.rows
    assert (row.state, row.reference, row.reasonable_on) == (
        ReferralState.REASONABLE_POSITIVE, "NRM-7", periods.today(),
    )  # fmt: skip
    register.chips.set_values({"states": (ReferralState.IDENTIFIED,)})
    register.read()
    desk.settle()
    assert register.rows == []
    state = page.state()
    page.show_record(person)
    desk.settle()
    page.restore(state)
    desk.settle()
    assert page.stack.currentWidget() is page.referrals


def test_one_that_was_not_sent_is_asked_for_and_leads_to_the_person(
    store: Store, founder: Actor, window: MainWindow, desk: Desk, person: UUID
) -> None:
    store.write(founder, referrals.identify, ReferralDraft(person_id=person, is_child=True))
    window.open_page("managed")
    desk.settle()
    board = window.way.page
    assert isinstance(board, ManagedPage)
    (line,) = board.board.items
    assert line.headline == "Send the NRM referral."
    board.board.opened.emit(line)
    desk.settle()
    people = window.way.page
    assert isinstance(people, PeoplePage)
    assert people.record.detail is not None
    assert (people.record.detail.row.id, people.record.part_key) == (person, "care")


def test_nobody_else_sees_one_of_a_closed_group(
    store: Store, officer: Actor, page: PeoplePage, desk: Desk, founder: Actor
) -> None:
    closed = factories.ocg(store, officer)
    (person,) = store.write(officer, factories_network.people, closed, {LinkRole.MEMBER: 1}).value
    store.write(officer, referrals.identify, ReferralDraft(person_id=person, is_child=True, subject_id=closed))
    page.show_referrals()
    desk.settle()
    assert len(page.referrals.register.rows) == 1
    store.write(officer, subjects.set_access, closed, factories.version(store, officer, closed), Access.SEALED, ())
    page.go_stale()
    desk.settle()
    assert page.referrals.register.rows == []
