"""The page of requests: a product asked for, agreed by both, worked, held, sent back, delivered and closed."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtWidgets import QDialog

from soc_desk.services import periods, subjects
from soc_desk.services.requests import asking, rows
from soc_desk.services.requests.rows import RequestRow
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import Access
from soc_desk.vocabulary.request import Driver, HoldReason, Product, RequestState, RequestView
from tests import factories, factories_ocg
from tests.services.requests.ways import ask, bring
from tests.ui.conftest import Sit
from tests.ui.poca.steps import fill, problems, save, sheet
from tests.ui.test_restricted import leave
from tests.ui.ways import Sitting, all_words
from ui.ask import Ask
from ui.exporting import ExportDialog
from ui.forms.request import AllocationDialog, DeclineDialog, HoldDialog, RequestForm
from ui.pages.people import PeoplePage
from ui.pages.requests import RequestsPage

SOON = periods.today() + timedelta(days=20)


@pytest.fixture
def harrier(store: Store, founder: Actor) -> UUID:
    return factories.ocg(store, founder)


def at(sitting: Sitting, id_: UUID | None = None, view: RequestView = RequestView.ALL) -> RequestsPage:
    """The page, with one request open beside it."""
    page = sitting.go("requests", RequestsPage)
    page.go(view=view)
    sitting.settle()
    if id_ is not None:
        page.show_record(id_)
        sitting.settle()
        page.register.open_now()
        sitting.settle()
    return page


def blue(page: RequestsPage) -> str:
    step = page.register.step
    return step.text() if step.isVisible() else ""


def more(page: RequestsPage) -> list[str]:
    return [action.text() for action in page.register.menu.actions()]


def choose(sitting: Sitting, page: RequestsPage, verb: str) -> None:
    next(action for action in page.register.menu.actions() if action.text() == verb).trigger()
    sitting.settle()


def press(sitting: Sitting, page: RequestsPage, verb: str) -> None:
    assert blue(page) == verb
    sitting.press(page.register.step)
    sitting.settle()


def answer(sitting: Sitting, words: str) -> None:
    dialog = sitting.dialog(Ask)
    dialog.field.set_value(words)
    dialog.act()
    sitting.settle()


def asked(asking_: Sitting, store: Store, group: UUID) -> RequestRow:
    """A network profile on the group, drafted, refused without its terms, submitted, and agreed by whoever asked."""
    page = at(asking_)
    asking_.window.action("requests.ask").trigger()
    asking_.settle()
    form = sheet(asking_, RequestForm)
    form.save()
    assert set(problems(form.form)) == {"product", "driver", "asked"}
    fill(form.form, product=Product.NETWORK, driver=Driver.PROACTIVE, asked="Who runs the line?", subject_id=group)
    save(asking_)
    asking_.settle()
    page.register.open_now()
    asking_.settle()
    (row,) = store.read(asking_.desk.actor, rows.page)
    assert page.register.row is not None
    assert (page.register.row.id, blue(page), more(page)) == (row.id, "Submit", ["Withdraw…"])
    press(asking_, page, "Submit")
    assert "Write the terms of reference; both sides agree them." in asking_.window.notices.text
    page.edit_current()
    asking_.settle()
    fill(sheet(asking_, RequestForm).form, terms="Roles and phones, six months.", needed_by=SOON)
    save(asking_)
    asking_.settle()
    press(asking_, page, "Submit")
    asking_.qtbot.waitUntil(lambda: asking_.count("requests") == "Requests, 1")
    press(asking_, page, "Agree the terms")
    return row


def worked(working: Sitting, row: RequestRow) -> None:
    """Agreed for the unit, allocated to whoever sits there, worked, held and sent to its check."""
    page = at(working, row.id)
    assert "Roles and phones, six months." in all_words(page.register.inspector, hidden=True)
    assert more(page) == ["Decline…"]
    press(working, page, "Agree for the unit")
    press(working, page, "Allocate…")
    dialog = working.dialog(AllocationDialog)
    dialog.act()
    assert "Choose who makes it." in all_words(dialog)
    fill(dialog.form, analyst_id=working.desk.actor.id)
    dialog.act()
    working.settle()
    page.register.step.click()  # twice in one breath: nobody else is blamed
    press(working, page, "Start work")
    assert "Somebody else" not in working.window.notices.text
    choose(working, page, "Put on hold…")
    hold = working.dialog(HoldDialog)
    fill(hold.form, held_for=HoldReason.DATA, reason="Billing is ordered.")
    hold.act()
    working.settle()
    assert "Waiting for data." in all_words(page.register.inspector)
    press(working, page, "Take up again")
    press(working, page, "Send to check")
    assert blue(page) == ""


def test_a_request_goes_from_the_form_to_its_feedback(
    store: Store, officer: Actor, analyst: Actor, supervisor: Actor, harrier: UUID, sit: Sit
) -> None:
    asking_, working, checking = sit(officer), sit(analyst), sit(supervisor)
    row = asked(asking_, store, harrier)
    worked(working, row)
    page = at(checking, row.id, RequestView.IN_WORK)
    assert blue(page) == "Deliver"
    choose(checking, page, "Send back…")
    answer(checking, "Two phones are missing.")
    page = at(working, row.id)
    page.refresh()
    working.settle()
    assert "Two phones are missing." in all_words(page.register.inspector, hidden=True)
    press(working, page, "Send to check")
    page = at(checking, row.id)
    page.refresh()
    checking.settle()
    press(checking, page, "Deliver")
    page = at(asking_, row.id)
    page.refresh()
    asking_.settle()
    press(asking_, page, "Give feedback…")
    answer(asking_, "It led to two warrants.")
    assert "It led to two warrants." in all_words(page.register.inspector)
    found = store.read(officer, rows.detail, row.id)
    assert (found.row.state, len(found.steps), found.checked_by) == (RequestState.CLOSED, 12, supervisor.display)
    assert [link.id for link in found.links] == [harrier]


def test_two_people_change_one_request_and_neither_is_overwritten(
    store: Store, officer: Actor, supervisor: Actor, sit: Sit
) -> None:
    kept = ask(store, officer)
    sitting = sit(officer)
    at(sitting)
    sitting.window.open_sheet(RequestForm(sitting.desk, sitting.window, kept))
    sitting.settle()
    form = sheet(sitting, RequestForm)
    fill(form.form, terms="Twelve months.")
    content = form.content()
    before = store.read(officer, asking.draft, kept)
    store.write(supervisor, asking.change, replace(before, asked="Who really runs it?"))
    save(sitting)
    stands = store.read(officer, asking.draft, kept)
    assert (stands.asked, stands.terms) == ("Who really runs it?", "Twelve months.")
    again = RequestForm.resumed(sitting.desk, sitting.window, content)
    assert again.form.draft().terms == "Twelve months."


def test_a_person_has_what_was_asked_about_them(store: Store, officer: Actor, harrier: UUID, sit: Sit) -> None:
    person = factories_ocg.member(store, officer, harrier)
    bring(store, RequestState.SUBMITTED, person_id=person, asked="Where do they live?", needed_by=SOON)
    sitting = sit(officer)
    people = sitting.go("people", PeoplePage)
    people.show_record(person)
    sitting.settle()
    assert "Network profile: Where do they live?" in all_words(people.record)
    sitting.window.action("people.request").trigger()
    sitting.settle()
    assert sheet(sitting, RequestForm).form.draft().person_id == person


def test_the_views_the_figures_and_a_decline(store: Store, officer: Actor, analyst: Actor, sit: Sit) -> None:
    waiting = bring(store, RequestState.SUBMITTED, needed_by=SOON)
    bring(store, RequestState.CLOSED, needed_by=SOON)
    sitting = sit(analyst)
    page = at(sitting, waiting)
    choose(sitting, page, "Decline…")
    dialog = sitting.dialog(DeclineDialog)
    dialog.act()
    assert "Choose why" in all_words(dialog)
    fill(dialog.form, declined_for="capacity")
    dialog.act()
    sitting.settle()
    page.go(view="unmet")
    sitting.settle()
    assert [row.id for row in page.register.rows] == [waiting]
    assert ("unmet", 1) in [(view.key, view.count) for view in page.tabs._views]
    assert page.tabs.current() == "unmet"
    page.go(view="overdue")
    sitting.settle()
    assert "Nothing is owed after its agreed day." in all_words(page.register)
    page.go(view="turnaround")
    sitting.settle()
    told = page.turnaround.figures.accessibleDescription()
    assert "Open, 0, 0, 0; " in told
    assert "Delivered, 1, 1, 0; " in told
    assert "Declined for want of capacity, 1, 1, 0; " in told
    assert "Nine of ten took so long or less" in all_words(page.turnaround)
    assert RequestsPage.COUNT is not None
    kept = page.state()
    page.go(view="all")
    page.restore(kept)
    assert page.tabs.current() == "turnaround"


def test_a_dialog_goes_with_the_request_that_was_taken_away(
    store: Store, officer: Actor, founder: Actor, analyst: Actor, harrier: UUID, sit: Sit
) -> None:
    id_ = bring(store, RequestState.SUBMITTED, subject_id=harrier, needed_by=SOON)
    sitting = sit(analyst)
    sitting.hear_news()
    page = at(sitting, id_)
    choose(sitting, page, "Decline…")
    sitting.dialog(DeclineDialog)
    version = factories.version(store, founder, harrier)
    store.write(founder, subjects.set_access, harrier, version, Access.RESTRICTED, (officer.id,))
    sitting.hear_news()
    assert [each for each in sitting.window.findChildren(QDialog) if each.isVisible()] == []
    assert page.register.row is None
    assert "Who runs the line?" not in all_words(sitting.window)


def test_a_view_is_exported_and_a_closed_request_is_not_there(
    store: Store, officer: Actor, colleague: Actor, harrier: UUID, founder: Actor, sit: Sit, tmp_path: Path
) -> None:
    closed = bring(store, RequestState.SUBMITTED, asked="Who is Zanzibar?", subject_id=harrier, needed_by=SOON)
    bring(store, RequestState.SUBMITTED, asked="Which vans?", needed_by=SOON)
    sitting = sit(colleague)
    page = at(sitting, closed)
    assert "Who is Zanzibar?" in all_words(page.register)
    version = factories.version(store, founder, harrier)
    store.write(founder, subjects.set_access, harrier, version, Access.RESTRICTED, (officer.id,))
    sitting.settle()
    page.refresh()
    sitting.settle()
    assert page.register.row is None
    assert ("all", 1) in [(view.key, view.count) for view in page.tabs._views]
    page.export_csv()
    sitting.settle()
    leave(sitting, ExportDialog, tmp_path / "requests.csv")
    written = (tmp_path / "requests.csv").read_text("utf-8-sig")
    assert "Which vans?" in written
    assert "Zanzibar" not in written


def test_a_small_window_keeps_every_view_in_sight_and_reference_standing_and_day_beside_the_panel(
    sit: Sit, store: Store, officer: Actor
) -> None:
    id_ = bring(store, RequestState.SUBMITTED, needed_by=SOON)
    sitting = sit(officer)
    sitting.window.resize(1024, 700)
    page = at(sitting, id_)
    table, tabs = page.register.table, page.tabs._tabs
    sitting.settle()
    assert tabs.count() == len(RequestView) + 1
    assert tabs.tabRect(tabs.count() - 1).right() < tabs.width() <= page.tabs.width()
    header = table.horizontalHeader()
    seen = {column.key for n, column in enumerate(table.rows.columns) if not header.isSectionHidden(n)}
    assert {"reference", "state", "needed_by"} <= seen
    assert header.length() <= table.viewport().width()
