"""Two records of one person become one from the People page, the kept one is opened instead, and taken apart again."""

from soc_desk.services import periods
from soc_desk.services.people import persons
from soc_desk.store import Actor, Store
from soc_desk.vocabulary.ocg import LinkRole
from tests import factories, factories_network
from tests.ui.ocgs.steps import shown
from ui.desk import Desk
from ui.forms.merge import MergeDialog, MergersDialog
from ui.main_window import MainWindow
from ui.pages.people import PeoplePage


def test_two_records_become_one_and_two_again(store: Store, founder: Actor, desk: Desk, window: MainWindow) -> None:
    group = factories.ocg(store, founder)
    one, other = store.write(founder, factories_network.people, group, {LinkRole.MEMBER: 2}).value
    window.open_page("people")
    desk.settle()
    page = window.way.page
    assert isinstance(page, PeoplePage)
    page.open_record(one)
    desk.settle()
    page.merge_current()
    desk.settle()
    (dialog,) = shown(window, MergeDialog)
    dialog.begin(one, other)
    desk.settle()
    dialog.reason.set_value("Same phone, confirmed by the officer in the case.")
    dialog.save()
    desk.settle()
    page.show_record(other)
    desk.settle()
    assert page.record.detail is not None
    assert page.record.detail.row.id == one
    assert "was merged into" in window.notices.said
    assert len(page.record.detail.links) == 2
    assert not any(pressed.isHidden() for pressed in page.record.changing)
    page.record.show_person(store.read(founder, persons.detail, other, periods.today()))
    assert all(pressed.isHidden() for pressed in page.record.changing)
    page.show_record(one)
    page.record.show_person(store.read(founder, persons.detail, one, periods.today()))
    page.mergers_of_current()
    desk.settle()
    (mergers,) = shown(window, MergersDialog)
    why, press = mergers.apart
    why.set_value("Brothers.")
    press.click()
    desk.settle()
    assert len(store.read(founder, persons.detail, other, periods.today()).links) == 1
