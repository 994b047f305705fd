"""A group's record has its operations, bids and sites, and who of its people is managed or under an order."""

from datetime import date
from uuid import UUID

import pytest

from soc_desk.services import bids, chb, operations, referrals
from soc_desk.services.bids import BidDraft
from soc_desk.services.chb import SiteDraft
from soc_desk.services.operations import OperationDraft
from soc_desk.services.referrals import ReferralDraft
from soc_desk.store import Actor, Store
from soc_desk.vocabulary.ocg import BidLevel, LinkRole
from tests import factories, factories_network
from tests.services.requests.ways import ask
from tests.ui.ocgs.steps import shown
from ui.desk import Desk
from ui.forms.bid import BidForm
from ui.forms.request import RequestForm
from ui.main_window import MainWindow
from ui.ocgs.members_of import MembersOf
from ui.ocgs.operations_of import OperationsOf
from ui.pages.ocgs import OcgsPage
from ui.pages.operations import OperationsPage
from ui.pages.people import PeoplePage


@pytest.fixture
def harrier(store: Store, founder: Actor) -> UUID:
    return factories.ocg(store, founder)


@pytest.fixture
def page(store: Store, founder: Actor, harrier: UUID, window: MainWindow, desk: Desk) -> OcgsPage:
    window.open_page("ocgs", record=harrier)
    desk.settle()
    found = window.way.page
    assert isinstance(found, OcgsPage)
    return found


def test_operations_bids_and_sites_stand_on_a_tab(
    store: Store, founder: Actor, harrier: UUID, page: OcgsPage, window: MainWindow, desk: Desk
) -> None:
    other = factories.ocg(store, founder, name="Kestrel")
    for group, name in ((harrier, "Op Teal"), (other, "Op Grey")):
        store.write(founder, operations.record, OperationDraft(name=name, subject_id=group, starts_on=date(2026, 5, 1)))
        store.write(founder, bids.record, BidDraft(level=BidLevel.LEVEL_1, asked=name, subject_id=group))
        store.write(founder, chb.record, SiteDraft(name=name, subject_ids=(group,)))
        ask(store, founder, subject_id=group)
    page.record.open_part("operations")
    desk.settle()
    part = page.record.part("operations")
    assert isinstance(part, OperationsOf)
    for listed in (part.operations, part.bids, part.requests, part.sites):
        assert listed.model.rowCount() == 1
    page.go_stale()
    desk.settle()
    assert page.record.tabs.tabText(6) in ("Operations 1", "Ops 1")  # as the window is wide
    part._ask()
    desk.settle()
    (asked,) = shown(window, RequestForm)
    assert asked.form.draft().subject_id == harrier
    asked.leave()
    part._draft_bid()
    desk.settle()
    (form,) = shown(window, BidForm)
    assert form.form.draft().subject_id == harrier
    part.bids.table.opened.emit(next(row for _, row in part.bids.model.in_memory()))
    desk.settle()
    there = window.way.page
    assert isinstance(there, OperationsPage)
    assert there.stack.currentWidget() is there.bids


def test_who_is_referred_stands_below_the_members(
    store: Store, founder: Actor, harrier: UUID, page: OcgsPage, window: MainWindow, desk: Desk
) -> None:
    person, _ = store.write(founder, factories_network.people, harrier, {LinkRole.MEMBER: 2}).value
    page.record.open_part("members")
    desk.settle()
    part = page.record.part("members")
    assert isinstance(part, MembersOf)
    assert part.held.isHidden()
    store.write(founder, referrals.identify, ReferralDraft(person_id=person, is_child=True))
    page.go_stale()
    desk.settle()
    assert not part.held.isHidden()
    ((_, row),) = part.held.model.in_memory()
    assert row.referrals == ("NRM referral, identified",)
    part.held.table.opened.emit(row)
    desk.settle()
    people = window.way.page
    assert isinstance(people, PeoplePage)
    assert people.record.part_key == "care"
