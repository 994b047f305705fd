"""The record of a person: its documents and timeline, and its profile from the pages on screen to the file."""

from pathlib import Path
from uuid import UUID

import pytest
from pypdf import PdfReader

from soc_desk.services import documents, history, periods
from soc_desk.services.documents import DocumentDraft
from soc_desk.services.prints import Addressed
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import AuditCategory
from tests import factories
from tests import factories_ocg as made
from ui.desk import Desk
from ui.forms.address import AddressDialog
from ui.forms.profile import ProfileDialog
from ui.main_window import MainWindow
from ui.pages.people import PeoplePage
from ui.people.record import PersonView


@pytest.fixture
def sam(store: Store, founder: Actor) -> UUID:
    person = made.person(store, founder, given_names="Sam", family_name="Ample", age_from=15,
                         age_noted_on=periods.today())  # fmt: skip
    made.linked(store, founder, person, factories.ocg(store, founder), child_confirmed=True)
    return person


@pytest.fixture
def record(sam: UUID, window: MainWindow, desk: Desk) -> PersonView:
    window.open_page("people", record=sam)
    desk.settle()
    page = window.way.page
    assert isinstance(page, PeoplePage)
    return page.record


def test_documents_and_events_stand_on_tabs(
    store: Store, founder: Actor, sam: UUID, record: PersonView, desk: Desk
) -> None:
    store.write(founder, documents.keep, DocumentDraft(person_id=sam, name="note.txt"), b"A note.")
    record.open_part("documents")
    desk.settle()
    assert [row.name for _, row in record.documents.model.in_memory()] == ["note.txt"]
    record.open_part("timeline")
    desk.settle()
    assert record.timeline.model.rowCount() == len(record.timeline.events)
    record.forget()
    assert record.documents.model.rowCount() == record.timeline.model.rowCount() == 0


def test_the_profile_is_seen_and_then_leaves(
    store: Store, founder: Actor, sam: UUID, record: PersonView, window: MainWindow, desk: Desk, tmp_path: Path
) -> None:
    record.print_profile()
    desk.settle()
    (dialog,) = window.findChildren(ProfileDialog)
    assert dialog.preview.page_count >= 1
    assert sorted(dialog.boxes) == ["conditions", "full_name"]
    dialog.boxes["full_name"].setChecked(True)
    desk.settle()
    dialog.save()
    (address,) = window.findChildren(AddressDialog)
    address.form.load(Addressed(recipient="Head of Crime", purpose="Tasking"))
    address.path.set_value(str(tmp_path / "sam.pdf"))
    address.act()
    desk.settle()
    assert "Sam Ample" in PdfReader(tmp_path / "sam.pdf").pages[0].extract_text()
    assert store.read(founder, history.history, sam)[0].category is AuditCategory.DISCLOSURE
