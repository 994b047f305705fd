"""A person is erased from their record in the window, and is gone from another open window and from kept drafts."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

from soc_desk.services import disruptions
from soc_desk.services.people import erasing, links, person_rows
from soc_desk.services.people.drafts import PersonDraft
from soc_desk.services.people.person_rows import PersonFilter
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import ErasureAuthority
from tests import factories
from tests import factories_ocg as made
from tests.factories_erasing import draft
from tests.imports.trackers import csv_file
from tests.ui.conftest import Sit
from tests.ui.ocgs.steps import shown
from tests.ui.test_imports import answer, go_on, open_file
from ui.desk import Desk
from ui.drafts import Kept
from ui.forms.erase_person import ErasePersonDialog
from ui.forms.person_record import PersonForm
from ui.main_window import MainWindow
from ui.pages.imports import ImportsPage
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


def test_an_import_undone_past_an_erased_person_says_so(
    store: Store, founder: Actor, desk: Desk, window: MainWindow, tmp_path: Path
) -> None:
    head = ("Nominal", "AKA", "DOB", "Mobile", "VRM", "OCG ref", "Role", "Category")
    told = [(name, "", "03/04/1990", "", "", "OCG-77", "Head", "Suspect") for name in ("Ann Wrong", "Bob Right")]
    window.open_page("imports")
    desk.settle()
    page = window.way.page
    assert isinstance(page, ImportsPage)
    page.go(kind="people")
    open_file(page, csv_file(tmp_path / "people.csv", (head, *told)))
    for _ in range(2):
        go_on(page)
    rows = store.read(founder, person_rows.page, PersonFilter(text="ann wrong"), today=date(2026, 11, 14))
    store.write(founder, erasing.erase, draft(rows[0].id))
    page.done.undo_button.click()
    answer(window, "Undo import")
    desk.settle()
    assert "1 record was taken back, 1 had been erased before." in page.done.told.text()


def test_supervisors_alone_lift_a_restriction_in_the_form(
    store: Store, founder: Actor, officer: Actor, supervisor: Actor, sit: Sit
) -> None:
    person = made.person(store, founder)
    store.write(founder, erasing.restrict, draft(person))
    for who, may in ((officer, False), (supervisor, True)):
        seat = sit(who)
        form = PersonForm(seat.desk, seat.window, person)
        seat.window.open_sheet(form)
        seat.desk.settle()
        box = form.form.field("processing_restricted")
        assert (box.widget.value(), box.widget.isEnabled()) == (True, may)
        assert ("A supervisor lifts it." in box._hint.text()) is not may


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
