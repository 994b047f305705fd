"""A person is erased from their record in the window, and is gone from another open window and from kept drafts."""

from dataclasses import replace
from uuid import UUID

from soc_desk.services import disruptions
from soc_desk.services.people import links
from soc_desk.services.people.drafts import PersonDraft
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import ErasureAuthority
from tests import factories
from tests import factories_ocg as made
from tests.ui.ocgs.steps import shown
from ui.desk import Desk
from ui.drafts import Kept
from ui.forms.erase_person import ErasePersonDialog
from ui.main_window import MainWindow
from ui.pages.people import PeoplePage

WHO = PersonDraft(given_names="Quentin Abel", family_name="Vanterpool")


def _opened(desk: Desk, window: MainWindow, person: UUID) -> PeoplePage:
    window.open_page("people")
    desk.settle()
    page = window.way.page
    assert isinstance(page, PeoplePage)
    page.open_record(person)
    desk.settle()
    return page


def test_a_person_is_erased_from_their_record(store: Store, founder: Actor, desk: Desk, window: MainWindow) -> None:
    group = factories.ocg(store, founder)
    person = store.write(founder, links.record_and_link, WHO, made.link_draft(None, group)).value.person_id
    told = "Vanterpool came back with Quentin Abel Vanterpool."
    seen = factories.disruption(store, founder, group, narrative=told)
    window.kept._journal.keep(Kept("ui.forms.person_record:PersonForm", "A person", {"id": str(person)}))
    page = _opened(desk, window, person)
    page.erase_current()
    desk.settle()
    (dialog,) = shown(window, ErasePersonDialog)
    unsure, sure = dialog._ticks.values()
    assert "single word" in unsure.toolTip()
    assert (unsure.isChecked(), sure.isChecked()) == (False, True)
    assert ", and 1 other" in dialog._emptied.text()
    sure.setChecked(False)
    assert ", and 0 other" in dialog._emptied.text()
    dialog.do.click()
    assert dialog.isVisible()  # nothing was said of authority and reason
    dialog.form.load(replace(dialog.draft(), authority=ErasureAuthority.COURT, reason="As ordered."))
    dialog.do.click()
    desk.settle()
    assert store.read(founder, disruptions.detail, seen).draft.narrative == told
    assert "is erased" in window.notices.said
    assert "Vanterpool" not in window.notices.said
    assert page.record.detail is None or page.record.detail.row.id != person
    assert window.kept._journal.kept() == []
