"""The settings page: who sees which part, adding a person, roles, policies, code lists, places, checks and backups."""

from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QDialog

from soc_desk.errors import WrongKey
from soc_desk.services import history, periods, places, policies, users
from soc_desk.services.users import UserRow
from soc_desk.store import Actor, Store, opening
from soc_desk.vocabulary import AuditCategory, Role
from tests.conftest import PASSPHRASE, StoreFile
from tests.ui.conftest import WindowMaker
from ui.ask import Ask
from ui.desk import Desk, InlineLane
from ui.dialog import Question
from ui.forms.backup import BackupDialog
from ui.forms.passphrase import PassphraseDialog
from ui.forms.person import PersonDialog, RolesDialog
from ui.forms.policy import CloseCodeDialog, CodeDialog, PolicyDialog, RelabelDialog
from ui.oversight.codes_view import CodesView
from ui.oversight.people_view import PeopleView
from ui.oversight.places_view import PlacesView
from ui.oversight.policies_view import PoliciesView
from ui.oversight.policy_fields import HolidaysField
from ui.oversight.store_view import StoreView
from ui.pages.settings import SettingsPage

FIRST = "granite heron teapot"

D = TypeVar("D", bound=QDialog)
V = TypeVar("V")


@pytest.fixture
def page(make_window: WindowMaker, desk: Desk) -> SettingsPage:
    window = make_window()
    window.open_page("settings")
    desk.settle()
    assert isinstance(window.way.page, SettingsPage)
    return window.way.page


def dialog_of(page: SettingsPage, kind: type[D]) -> D:
    found = page.window().findChildren(kind)
    assert found, f"No {kind.__name__} is open."
    return found[-1]


def fill(
    dialog: PersonDialog | PolicyDialog | CodeDialog | RelabelDialog | CloseCodeDialog | PassphraseDialog
    | BackupDialog, **values: object,
) -> None:  # fmt: skip
    for name, value in values.items():
        dialog.form.field(name).field.set_value(value)


def people(store: Store, reader: Actor) -> dict[str, UserRow]:
    return {row.name: row for row in store.read(reader, users.list_rows)}


@pytest.mark.parametrize(
    ("who", "parts"),
    [
        ("officer", ["workstation"]),
        ("supervisor", ["workstation", "strength", "policies"]),
        ("coordinator", ["workstation", "places", "scoring"]),
        ("auditor", ["workstation", "store"]),
        ("administrator", ["workstation", "people", "places", "strength", "policies", "codes", "scoring", "store"]),
    ],
)
def test_each_person_sees_the_parts_they_may_change(
    who: str, parts: list[str], make_window: WindowMaker, store: Store, request: pytest.FixtureRequest
) -> None:
    desk = Desk(store, request.getfixturevalue(who), InlineLane())
    window = make_window(by=desk)
    window.open_page("settings")
    desk.settle()
    page = window.way.page
    assert isinstance(page, SettingsPage)
    assert list(page.views) == parts
    desk.close()


def view_of(page: SettingsPage, name: str, kind: type[V]) -> V:
    page.go(tab=name)
    view = page.views[name]
    assert isinstance(view, kind)
    assert page.state() == {"tab": name}
    return view


def test_a_person_is_added_and_can_sign_in(
    page: SettingsPage, desk: Desk, store: Store, founder: Actor, store_file: StoreFile
) -> None:
    view = view_of(page, "people", PeopleView)
    assert view.model.rowCount() == 9
    view.add.click()
    dialog = dialog_of(page, PersonDialog)
    fill(dialog, name="N.Ewcomer", display="DC N. Ewcomer", roles=("officer", "champion"), first=FIRST, own=PASSPHRASE)
    dialog.do.click()
    desk.settle()
    assert view.model.rowCount() == 10
    added = people(store, founder)["n.ewcomer"]
    assert (added.display, added.roles) == ("DC N. Ewcomer", (Role.OFFICER, Role.CHAMPION))
    theirs, actor = opening.open(str(store_file.path), "n.ewcomer", FIRST)
    assert actor.display == "DC N. Ewcomer"
    theirs.close()


def test_what_is_missing_in_a_new_person_is_said_under_its_field(page: SettingsPage, desk: Desk) -> None:
    view_of(page, "people", PeopleView).ask_person()
    dialog = dialog_of(page, PersonDialog)
    fill(dialog, roles=(), first="short")
    dialog.do.click()
    desk.settle()
    said = {name: dialog.form.field(name).shown_problem for name in ("name", "display", "roles", "first", "own")}
    assert all(said.values()), said
    assert "at least 12 characters" in said["first"]
    assert dialog.isVisible()


def test_with_a_wrong_passphrase_of_ones_own_nobody_is_added(
    page: SettingsPage, desk: Desk, store: Store, founder: Actor
) -> None:
    view_of(page, "people", PeopleView).ask_person()
    dialog = dialog_of(page, PersonDialog)
    fill(dialog, name="n.ewcomer", display="DC N. Ewcomer", first=FIRST, own="this is not it")
    dialog.do.click()
    desk.settle()
    assert "This is not your passphrase" in dialog.form.field("own").shown_problem
    assert "n.ewcomer" not in people(store, founder)
    assert dialog.do.isEnabled()


def test_a_sign_in_name_that_is_taken_is_refused(page: SettingsPage, desk: Desk) -> None:
    view_of(page, "people", PeopleView).ask_person()
    dialog = dialog_of(page, PersonDialog)
    fill(dialog, name="officer", display="DC A. Nother", first=FIRST, own=PASSPHRASE)
    dialog.do.click()
    desk.settle()
    assert "already somebody who signs in as officer" in dialog.form.field("name").shown_problem


def test_roles_are_changed(page: SettingsPage, desk: Desk, store: Store, founder: Actor, officer: Actor) -> None:
    view = view_of(page, "people", PeopleView)
    assert not view.roles.isEnabled()
    view.table.select_ids({officer.id})
    view.roles.click()
    dialog = dialog_of(page, RolesDialog)
    dialog.roles.set_value(())
    dialog.do.click()
    desk.settle()
    assert "Give at least one role" in dialog.refusal.text()
    dialog.roles.set_value(("officer", "analyst"))
    dialog.do.click()
    desk.settle()
    assert people(store, founder)["officer"].roles == (Role.OFFICER, Role.ANALYST)


def test_a_person_is_given_a_new_passphrase_and_disabled(
    page: SettingsPage, desk: Desk, store: Store, founder: Actor, officer: Actor, store_file: StoreFile
) -> None:
    view = view_of(page, "people", PeopleView)
    view.table.select_ids({officer.id})
    view.renew.click()
    dialog = dialog_of(page, PassphraseDialog)
    fill(dialog, own=PASSPHRASE, new=FIRST, again=FIRST)
    dialog.do.click()
    desk.settle()
    theirs, _actor = opening.open(str(store_file.path), officer.name, FIRST)
    theirs.close()
    view.table.select_ids({officer.id})
    view.disable.click()
    dialog_of(page, Question).buttons[0].click()
    desk.settle()
    assert people(store, founder)["officer"].disabled_at is not None
    with pytest.raises(WrongKey):
        opening.open(str(store_file.path), officer.name, FIRST)


def test_ones_own_passphrase_is_changed(page: SettingsPage, desk: Desk, founder: Actor, store_file: StoreFile) -> None:
    page.change_passphrase()
    dialog = dialog_of(page, PassphraseDialog)
    fill(dialog, own="this is not it", new=FIRST, again="granite heron")
    dialog.do.click()
    assert dialog.form.field("again").shown_problem == "The two do not match. Type the new passphrase again."
    fill(dialog, again=FIRST)
    dialog.do.click()
    desk.settle()
    assert "This is not your passphrase" in dialog.form.field("own").shown_problem
    fill(dialog, own=PASSPHRASE)
    dialog.do.click()
    desk.settle()
    again, _actor = opening.open(str(store_file.path), founder.name, FIRST)
    again.close()


def test_a_policy_is_set_from_a_day_with_its_source(
    page: SettingsPage, desk: Desk, store: Store, founder: Actor
) -> None:
    view = view_of(page, "policies", PoliciesView)
    view.table.select_ids({("ocg.archive_after_days", date(2000, 1, 1))})
    place = next(n for n, row in view.model.in_memory() if row.name == "ocg.archive_after_days")
    view.table.selectRow(place)
    view.set_value.click()
    dialog = dialog_of(page, PolicyDialog)
    fill(dialog, value=None)
    dialog.do.click()
    assert dialog.form.field("value").shown_problem == "Give the value."
    assert "Say who decided it" in dialog.form.field("source").shown_problem
    fill(dialog, value=365, valid_from=date(2026, 1, 1), source="Chief officers, minute 12")
    dialog.do.click()
    desk.settle()
    assert store.read(founder, policies.in_force, date(2026, 2, 1))["ocg.archive_after_days"] == 365
    assert store.read(founder, policies.in_force, date(2025, 12, 31))["ocg.archive_after_days"] == 183
    view.earlier.setChecked(True)
    states = [
        view.model.column("state").text(r) for _, r in view.model.in_memory() if r.name == "ocg.archive_after_days"
    ]
    assert states == ["Earlier", "In force"]


def test_a_policy_of_codes_offers_the_list(page: SettingsPage, desk: Desk, store: Store, founder: Actor) -> None:
    view = view_of(page, "policies", PoliciesView)
    place = next(n for n, row in view.model.in_memory() if row.name == "return.priority_threats")
    view.table.selectRow(place)
    view.ask()
    dialog = dialog_of(page, PolicyDialog)
    fill(dialog, value=("FRAUD", "DRUGS"), source="Control strategy")
    dialog.do.click()
    desk.settle()
    assert store.read(founder, policies.in_force, periods.today())["return.priority_threats"] == ["FRAUD", "DRUGS"]
    column = view.model.column("value")
    shown = next(column.text(row) for _, row in view.model.in_memory() if row.name == "return.priority_threats")
    assert shown.startswith("Fraud, ")


def test_a_code_is_added_once(page: SettingsPage, desk: Desk, store: Store, founder: Actor) -> None:
    view = view_of(page, "codes", CodesView)
    view.lists.setCurrentIndex(view.lists.findData("activity_type"))
    view.lists.activated.emit(view.lists.currentIndex())
    before = view.model.rowCount()
    view.add.click()
    dialog = dialog_of(page, CodeDialog)
    dialog.do.click()
    assert dialog.form.field("source").shown_problem
    fill(dialog, label="Arrest", code="arrest", source="Local list")
    dialog.do.click()
    desk.settle()
    assert "already has a code arrest" in dialog.form.field("code").shown_problem
    fill(dialog, label="Drone flight", code="drone")
    dialog.do.click()
    desk.settle()
    assert view.model.rowCount() == before + 1
    assert "drone" in {row.code for row in store.read(founder, policies.codes, "activity_type")}


def test_a_code_is_renamed_and_closed(page: SettingsPage, desk: Desk, store: Store, founder: Actor) -> None:
    view = view_of(page, "codes", CodesView)
    view.lists.setCurrentIndex(view.lists.findData("soc_threat"))
    view.lists.activated.emit(view.lists.currentIndex())
    assert not view.rename.isEnabled()
    view.table.select_ids({"OIC"})
    assert view.rename.isEnabled()
    view.rename.click()
    renaming = dialog_of(page, RelabelDialog)
    renaming.do.click()
    desk.settle()
    assert "Say who decided it" in renaming.form.field("source").shown_problem
    fill(renaming, label="Immigration crime", source="Glossary")
    renaming.do.click()
    desk.settle()
    view.table.select_ids({"OIC"})
    view.close_code.click()
    closing = dialog_of(page, CloseCodeDialog)
    fill(closing, valid_to=date(2026, 1, 31), source="Glossary")
    closing.do.click()
    desk.settle()
    row = next(row for row in store.read(founder, policies.codes, "soc_threat") if row.code == "OIC")
    assert (row.label, row.valid_to) == ("Immigration crime", date(2026, 1, 31))
    assert next(view.model.column("valid_to").text(r) for _, r in view.model.in_memory() if r.code == "OIC") == (
        "31 Jan 2026"
    )


@pytest.mark.parametrize(
    ("name", "given", "stored", "shown"),
    [
        ("poca.rag_basis", "raw", "raw", "Raw"),
        ("calendar.known_to", "2029-12-31", "2029-12-31", "31 Dec 2029"),
        ("poca.contacts.inspector", ("p.inspector",), ["p.inspector"], "p.inspector"),
        (
            "calendar.additions",
            ({"day": "2028-05-08", "name": "Jubilee", "nation": "scotland", "removed": True},),
            [{"day": "2028-05-08", "name": "Jubilee", "nation": "scotland", "removed": True}],
            "not 8 May 2028: Jubilee (Scotland)",
        ),
    ],
)
def test_each_kind_of_policy_has_its_field(
    page: SettingsPage, desk: Desk, store: Store, founder: Actor, name: str, given: object, stored: object, shown: str
) -> None:
    view = view_of(page, "policies", PoliciesView)
    view.table.selectRow(next(n for n, row in view.model.in_memory() if row.name == name))
    view.ask()
    dialog = dialog_of(page, PolicyDialog)
    fill(dialog, value=given, source="Chief officers, minute 12")
    dialog.do.click()
    desk.settle()
    assert store.read(founder, policies.in_force, periods.today())[name] == stored
    column = view.model.column("value")
    assert shown in [column.text(row) for _, row in view.model.in_memory() if row.name == name]


def test_a_policy_that_is_nonsense_is_refused_under_the_field(page: SettingsPage, desk: Desk) -> None:
    view = view_of(page, "policies", PoliciesView)
    view.table.selectRow(next(n for n, row in view.model.in_memory() if row.name == "ocg.archive_after_days"))
    view.ask()
    dialog = dialog_of(page, PolicyDialog)
    fill(dialog, value=0, source="Chief officers, minute 12")
    dialog.do.click()
    desk.settle()
    assert dialog.form.field("value").shown_problem.startswith("Enter a whole number of days between 1 and 3,660")


def test_bank_holidays_are_read_line_by_line() -> None:
    field = HolidaysField()
    field.set_unread("8 May 2028: Jubilee\nnot 1 May 2028: Early May (Scotland)\n")
    assert field.value() == (
        {"day": "2028-05-08", "name": "Jubilee", "nation": "england-and-wales"},
        {"day": "2028-05-01", "name": "Early May", "nation": "scotland", "removed": True},
    )
    for wrong in ("Jubilee", "8 May 2028", "8 Mai 2028x: Jubilee"):
        field.set_unread(wrong)
        assert field.value() is None
        assert field.problem().startswith(f"“{wrong}” is not understood.")
        assert field.unread() == wrong
    field.deleteLater()


def test_areas_and_teams_are_added(page: SettingsPage, desk: Desk, store: Store, founder: Actor) -> None:
    view = view_of(page, "places", PlacesView)
    view.ask("area", places.add_area)
    dialog = dialog_of(page, Ask)
    dialog.field.set_value("North")
    dialog.do.click()
    desk.settle()
    assert "already one called North" in dialog.refusal.text()
    dialog.field.set_value("East")
    dialog.do.click()
    desk.settle()
    assert "East" in {place.name for place in store.read(founder, places.areas)}
    assert view.models["area"].rowCount() == 3


def test_the_store_is_checked_and_backed_up(
    page: SettingsPage, desk: Desk, tmp_path: Path, store: Store, founder: Actor
) -> None:
    view = view_of(page, "store", StoreView)
    assert view.last.text() == "No backup was taken from this workstation."
    view.check.click()
    desk.settle()
    assert {row.holds for _, row in view.model.in_memory()} == {True}
    view.back_up.click()
    dialog = dialog_of(page, BackupDialog)
    fill(dialog, folder=str(tmp_path / "nowhere"))
    dialog.do.click()
    assert "There is no such folder" in dialog.form.field("folder").shown_problem
    folder = tmp_path / "backups"
    folder.mkdir()
    fill(dialog, folder=str(folder))
    dialog.do.click()
    desk.settle()
    made = list(folder.glob("*.socdesk"))
    assert len(made) == 1
    assert view.last.text().startswith("Last backup: ")
    log = store.write(founder, history.audit_page, None, AuditCategory.SECURITY).value
    assert {"Check the store", "Back the store up"} <= {row.title for row in log}
    copy, _actor = opening.open(str(made[0]), founder.name, PASSPHRASE)
    copy.close()


def test_the_part_is_kept(page: SettingsPage) -> None:
    page.restore({"tab": "policies"})
    assert page.tabs.tabText(page.tabs.currentIndex()) == "Policies"
    page.restore({})
    page.restore({"tab": "nonsense"})
    assert page.state() == {"tab": "policies"}
