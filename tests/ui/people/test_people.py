"""The People page walked through: found, opened once, recorded with who is known beside, linked, changed, ended."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from soc_desk.services import history, periods, subjects
from soc_desk.services.people import known, links, person_rows, persons
from soc_desk.services.people.drafts import DetailLine, LinkDraft, NameLine, PersonDraft
from soc_desk.services.people.person_rows import PersonFilter
from soc_desk.services.subjects import SubjectDraft
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import AuditCategory, SubjectKind
from soc_desk.vocabulary.ocg import DataCategory, DetailKind, LinkRole
from tests import factories
from tests import factories_ocg as made
from ui.ask import Ask
from ui.conflict import ConflictDialog
from ui.desk import Desk
from ui.dialog import Question
from ui.forms.person_link import EndLinkDialog, LinkForm
from ui.forms.person_record import PersonForm
from ui.main_window import MainWindow
from ui.ocgs.members_of import MembersOf
from ui.pages.ocgs import OcgsPage
from ui.pages.people import PeoplePage
from ui.people.record import change_link, end_link, take_out


@pytest.fixture
def group(store: Store, founder: Actor) -> UUID:
    return factories.ocg(store, founder)


@pytest.fixture
def piotr(store: Store, founder: Actor, group: UUID) -> UUID:
    """Somebody in the group, with another name and a phone."""
    lines = {"names": (NameLine(name="Smiler"),), "details": (DetailLine(value="07700 900123"),)}
    person = made.person(store, founder, born_on=date(1990, 4, 3), **lines)
    made.linked(store, founder, person, group)
    return person


@pytest.fixture
def page(piotr: UUID, window: MainWindow, desk: Desk) -> PeoplePage:
    window.open_page("people")
    desk.settle()
    assert isinstance(window.way.page, PeoplePage)
    return window.way.page


def told(question: Question) -> str:
    """The words of a question."""
    return " ".join(part.text() for part in question.findChildren(QLabel))


def _names(page: PeoplePage) -> list[str]:
    return [row.name for _, row in page.register.model.in_memory()]


def _looks(store: Store, reader: Actor, id_: UUID) -> int:
    told = store.read(reader, history.history, id_)
    return sum(row.category is AuditCategory.CONSULTATION for row in told)


def test_a_view_and_words_narrow_and_a_record_is_opened_once(
    store: Store, founder: Actor, page: PeoplePage, desk: Desk, piotr: UUID, qtbot: QtBot
) -> None:
    made.person(store, founder, family_name="Young", age_from=15, age_noted_on=periods.today())
    page.register.read()
    desk.settle()
    assert _names(page) == ["Piotr Kowalski", "Piotr Young"]
    assert page.facts.text() == "2 people: 1 under 18 · 1 in no group"
    page.go(view="children")
    desk.settle()
    assert _names(page) == ["Piotr Young"]
    page.go(text="smiler")
    page.register.open_view("all")
    desk.settle()
    assert _names(page) == ["Piotr Kowalski"]
    page.register.table.select_ids({piotr})
    page.open_current()
    desk.settle()
    assert page.stack.currentWidget() is page.record
    for part in ("links", "intelligence", "care", "documents", "timeline", "history", "overview"):
        page.record.open_part(part)
        desk.settle()
    page.go_stale()
    desk.settle()
    assert _looks(store, founder, piotr) == 1
    assert page.record.links.model.rowCount() == 1
    state = page.state()
    page.leave_record()
    page.restore(state)
    qtbot.waitUntil(lambda: page.stack.currentWidget() is page.record)


def test_who_is_known_shows_while_typing_and_not_the_same_is_remembered(
    store: Store, founder: Actor, page: PeoplePage, desk: Desk, piotr: UUID, window: MainWindow
) -> None:
    page.record_new()
    desk.settle()
    form = window.stage.sheet
    assert isinstance(form, PersonForm)
    form.form.load(replace(form.form.draft(), given_names="Pyotr", family_name="Kowalsky", born_on=date(1990, 3, 4)))
    form.known.ask()
    desk.settle()
    (found,) = form.known.found
    assert found.because == "Sounds like Piotr Kowalski; born 3 Apr 1990, day and month swapped"
    form.known._refuse(found)
    form.save()
    desk.settle()
    row = store.read(founder, person_rows.page, PersonFilter(text="kowalsky"), today=periods.today())[0]
    assert [id_ for id_, _, _ in store.read(founder, known.found_not_same, row.id)] == [piotr]
    assert page.record.detail is not None
    assert page.record.detail.row.id == row.id
    (back,) = [each for each in page.record.findChildren(QPushButton) if each.text() == "Take back"]
    back.click()
    desk.settle()
    assert store.read(founder, known.found_not_same, row.id) == []
    assert "can be proposed and merged again" in window.notices.said


def test_a_form_says_what_is_wrong_and_keeps_what_is_half_typed(
    page: PeoplePage, desk: Desk, window: MainWindow
) -> None:
    page.record_new()
    desk.settle()
    form = window.stage.sheet
    assert isinstance(form, PersonForm)
    form.save()
    assert "Enter a family or given name" in form.form.field("family_name").shown_problem
    form.form.field("born_on").field.set_unread("31/2/1990")
    form.form.field("details").field.set_value((DetailLine(kind=DetailKind.VEHICLE, value="AB12 CDE"),))
    again = PersonForm.resumed(desk, window, form.content())
    desk.settle()
    assert again.form.unread()["born_on"] == "31/2/1990"
    assert again.form.draft().details[0].kind is DetailKind.VEHICLE
    again.deleteLater()


def test_two_who_edit_are_asked_about_what_both_changed(
    store: Store, founder: Actor, page: PeoplePage, desk: Desk, piotr: UUID, window: MainWindow
) -> None:
    page.show_record(piotr)
    desk.settle()
    page.edit_current()
    desk.settle()
    form = window.stage.sheet
    assert isinstance(form, PersonForm)
    opened = store.read(founder, persons.detail, piotr, periods.today()).draft
    store.write(founder, persons.change, opened, replace(opened, family_name="Kowal", description="Limps"))
    form.form.field("family_name").field.set_value("Nowak")
    form.save()
    desk.settle()
    (asked,) = [dialog for dialog in window.findChildren(ConflictDialog) if dialog.isVisible()]
    asked._chosen(("family_name",))
    asked.close()
    desk.settle()
    now = store.read(founder, persons.detail, piotr, periods.today()).draft
    assert (now.family_name, now.description) == ("Nowak", "Limps")


def _members(window: MainWindow, desk: Desk, group: UUID) -> MembersOf:
    window.open_page("ocgs", record=group)
    desk.settle()
    page = window.way.page
    assert isinstance(page, OcgsPage)
    page.record.open_part("members")
    desk.settle()
    shown = page.record.part("members")
    assert isinstance(shown, MembersOf)
    return shown


def test_the_members_of_a_group_are_linked_changed_ended_and_taken_out(
    store: Store, founder: Actor, desk: Desk, piotr: UUID, group: UUID, window: MainWindow
) -> None:
    shown = _members(window, desk, group)
    assert "One member is linked" in shown.banner.text
    shown.link()
    form = window.stage.sheet
    assert isinstance(form, LinkForm)
    form.form.person.set_unread("Ann Young")
    form.begin_person()
    desk.settle()
    assert form.person.draft().family_name == "Young"
    form.save()
    assert form.form.field("role").shown_problem
    form.form.load(LinkDraft(subject_id=group, role=LinkRole.RUNNER, category=DataCategory.SUSPECT))
    form.person.load(PersonDraft(given_names="Ann", family_name="Young", age_from=15, age_noted_on=periods.today()))
    resumed = LinkForm.resumed(desk, window, form.content())
    desk.settle()
    assert (resumed.is_new, resumed.person.draft()) == (True, form.person.draft())
    resumed.deleteLater()
    form.save()
    desk.settle()
    assert "is under 18" in form.form.field("child_confirmed").shown_problem
    form.form.field("child_confirmed").field.set_value(True)
    form.save()
    desk.settle()
    assert window.stage.sheet is None
    (question,) = window.findChildren(Question)
    assert "National Referral Mechanism" in told(question)
    question.reject()
    rows = {link.person: link for _, link in shown.model.in_memory()}
    assert set(rows) == {"Piotr Kowalski", "Ann Young"}
    assert shown.facts.text() == "2 members"
    _change_end_and_take_out(desk, window, rows["Ann Young"])
    assert [link.person for link in store.read(founder, links.of_person, piotr)] == ["Piotr Kowalski"]
    assert store.read(founder, links.of_person, rows["Ann Young"].person_id) == []


def _change_end_and_take_out(desk: Desk, window: MainWindow, row: links.LinkRow) -> None:
    change_link(desk, window, row)
    desk.settle()
    form = window.stage.sheet
    assert isinstance(form, LinkForm)
    form.form.field("note").field.set_value("Seen with the line phone.")
    form.save()
    desk.settle()
    assert window.stage.sheet is None
    now = replace(row, version=row.version + 1)
    end_link(desk, window, now)
    (ending,) = [dialog for dialog in window.findChildren(EndLinkDialog) if dialog.isVisible()]
    ending.act()
    desk.settle()
    assert ending.form.field("reason").shown_problem == "Say why it ended, or how that is known."
    ending.form.field("reason").field.set_value("Moved away.")
    ending.act()
    desk.settle()
    take_out(desk, window, replace(now, version=now.version + 1))
    (asked,) = [dialog for dialog in window.findChildren(Ask) if dialog.isVisible()]
    asked.field.set_value("Another Ann Young.")
    asked.act()
    desk.settle()


def test_a_link_and_its_change_are_undone(
    store: Store, founder: Actor, desk: Desk, piotr: UUID, group: UUID, window: MainWindow
) -> None:
    (row,) = store.read(founder, links.of_person, piotr)
    change_link(desk, window, row)
    desk.settle()
    form = window.stage.sheet
    assert isinstance(form, LinkForm)
    form.form.field("note").field.set_value("Seen with the line phone.")
    form.save()
    desk.settle()
    window.doing.undo()
    desk.settle()
    (now,) = store.read(founder, links.of_person, piotr)
    assert (now.note, now.version) == (row.note, row.version + 2)
    shown = _members(window, desk, group)
    shown.link()
    form = window.stage.sheet
    assert isinstance(form, LinkForm)
    form.form.load(LinkDraft(subject_id=group, person_id=piotr, role=LinkRole.RUNNER, category=DataCategory.SUSPECT))
    form.save()
    desk.settle()
    assert len(store.read(founder, links.of_person, piotr)) == 2
    window.doing.undo()
    desk.settle()
    assert [link.id for link in store.read(founder, links.of_person, piotr)] == [row.id]
    assert "Linked by mistake and undone at once." in repr(store.read(founder, history.history, group))


def test_a_priority_individual_names_who_it_is(
    store: Store, founder: Actor, desk: Desk, piotr: UUID, window: MainWindow, qtbot: QtBot
) -> None:
    kind = SubjectKind.PRIORITY_INDIVIDUAL
    wren = store.write(founder, subjects.record, SubjectDraft(kind=kind, name="Individual Wren")).value
    window.open_page("ocgs", record=wren)
    desk.settle()
    page = window.way.page
    assert isinstance(page, OcgsPage)
    qtbot.waitUntil(lambda: page.others.row is not None and page.others._opened == wren)
    desk.settle()
    page.others._link(wren)
    form = window.stage.sheet
    assert isinstance(form, LinkForm)
    form.form.load(replace(form.form.draft(), person_id=piotr, role=LinkRole.PRINCIPAL, category=DataCategory.SUSPECT))
    form.save()
    desk.settle()
    assert page.others._who is not None
    shown = page.others._who.itemAt(0).widget()
    assert shown is not None
    assert shown.accessibleName() == "Open Piotr Kowalski"


def test_a_proposal_is_linked_instead_of_a_double(
    store: Store, founder: Actor, desk: Desk, piotr: UUID, window: MainWindow
) -> None:
    other = factories.ocg(store, founder, name="Yarrow")
    shown = _members(window, desk, other)
    shown.link()
    form = window.stage.sheet
    assert isinstance(form, LinkForm)
    form.begin_person()
    form.person.load(PersonDraft(family_name="Smiler"))
    form.known.ask()
    desk.settle()
    form.take_known(form.known.found[0])
    form.form.load(replace(form.form.draft(), role=LinkRole.POTENTIAL_VICTIM))
    form.form._follow()
    assert form.form.draft().category is DataCategory.VICTIM
    form.save()
    desk.settle()
    found = store.read(founder, links.of_person, piotr)
    assert {(link.subject_name, link.category) for link in found} == {
        ("Harrier", DataCategory.SUSPECT), ("Yarrow", DataCategory.VICTIM),
    }  # fmt: skip
    assert store.read(founder, person_rows.count, PersonFilter()) == 1
