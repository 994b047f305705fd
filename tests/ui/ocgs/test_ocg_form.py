"""The OCG form: mapping in one go, mistakes under their fields, drafts that survive, and a colleague's change."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
import shiboken6
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from soc_desk.services import archiving, ocgs, periods
from soc_desk.services.archiving import ArchiveDraft
from soc_desk.services.ocgs import OcgDetail, OcgDraft, OcgFilter
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import Marking, SubjectStatus
from soc_desk.vocabulary.ocg import ArchiveReason
from tests import factories
from tests.ui.disruptions.steps import unnamed
from tests.ui.ways import all_words
from ui.conflict import ConflictDialog
from ui.desk import Desk
from ui.drafts import Journal
from ui.forms.ocg import OcgForm
from ui.main_window import MainWindow
from ui.ocgs.words import LABELS
from ui.widgets.compare import MINE, THEIRS
from ui.widgets.typed import format_date


@pytest.fixture
def harrier(store: Store, founder: Actor) -> UUID:
    return factories.ocg(store, founder, tier="2", secondary_threats=("FIREARMS",), mapped_on=date(2026, 2, 3))


@pytest.fixture
def new(window: MainWindow, desk: Desk) -> OcgForm:
    form = OcgForm(desk, window)
    window.open_sheet(form)
    desk.settle()
    return form


@pytest.fixture
def form(harrier: UUID, window: MainWindow, desk: Desk) -> OcgForm:
    made = OcgForm(desk, window, harrier)
    window.open_sheet(made)
    desk.settle()
    return made


def stored(store: Store, reader: Actor, id_: UUID) -> OcgDetail:
    return store.read(reader, ocgs.detail, id_, periods.today())


def fill(form: OcgForm, name: str, value: object) -> None:
    """As somebody would: the field changes, and says so."""
    form.form.field(name).field.set_value(value)
    form.form.field(name).widget.edited.emit()  # type: ignore[attr-defined]


def problems(form: OcgForm) -> dict[str, str]:
    shown = {name: form.form.field(name).shown_problem for name in form.form.names}
    return {name: sentence for name, sentence in shown.items() if sentence}


def their_change(store: Store, by: Actor, id_: UUID, **changed: object) -> None:
    before = stored(store, by, id_).draft
    store.write(by, ocgs.change, before, replace(before, **changed))  # type: ignore[arg-type]


def test_every_field_of_the_draft_is_on_it(new: OcgForm) -> None:
    assert set(new.form.names) == set(OcgDraft.__dataclass_fields__) - {"id", "version"} == set(LABELS)


def test_a_new_group_is_ones_own_and_mapped_today(new: OcgForm, founder: Actor) -> None:
    assert new.draft().owner_id == founder.id
    assert new.draft().mapped_on == periods.today()
    assert new.is_unsaved is False


def test_mapping_keeps_it_as_proposed_and_opens_it(
    store: Store, founder: Actor, new: OcgForm, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    qtbot.keyClicks(new.form.field("name").widget, "Larkspur")
    fill(new, "primary_threat", "FRAUD")
    new.first.load(factories.first_report())
    qtbot.keyClick(new.form.field("name").widget, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    desk.settle()
    (row,) = store.read(founder, ocgs.page, OcgFilter())
    assert (row.name, row.status, row.owner_id) == ("Larkspur", SubjectStatus.PROPOSED, founder.id)
    assert window.stage.sheet is None
    assert "Larkspur was mapped" in window.notices.said
    assert window.way.page is not None
    assert window.way.page.NAME == "ocgs"


def test_what_is_missing_is_said_under_its_field(store: Store, founder: Actor, new: OcgForm) -> None:
    new.save()
    assert problems(new) == {
        "name": "Give the group a neutral name, not a person's.", "primary_threat": "Choose the primary threat.",
    }  # fmt: skip
    assert "Enter the reference" in new.first.field("ir_ref").shown_problem
    assert new.form.field("name").widget.hasFocus()
    assert store.read(founder, ocgs.page, OcgFilter()) == []


def test_a_day_to_come_and_a_threat_twice_are_refused(form: OcgForm) -> None:
    fill(form, "assessed_on", periods.today() + timedelta(days=1))
    fill(form, "secondary_threats", ("DRUGS",))
    form.save()
    assert problems(form)["assessed_on"] == "The date is in the future; enter the day it happened."
    assert "cannot be a secondary one" in problems(form)["secondary_threats"]


def test_a_date_that_cannot_be_read_is_kept_as_typed(form: OcgForm, journal: Journal) -> None:
    field = form.form.field("assessed_on").widget
    field.setText("32/1/2026")  # type: ignore[attr-defined]
    field.edited.emit()  # type: ignore[attr-defined]
    form.save()
    assert "assessed_on" in problems(form)
    form.keep_now()
    (kept,) = journal.kept()
    assert kept.content["unread"] == {"assessed_on": "32/1/2026"}


def test_typing_reaches_the_journal_and_comes_back(
    form: OcgForm, window: MainWindow, desk: Desk, journal: Journal, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(form.kept, timeout=2000):
        fill(form, "notes", "Meets on Tuesdays")
    (kept,) = journal.kept()
    again = OcgForm.resumed(desk, window, kept.content)
    qtbot.addWidget(again)
    desk.settle()
    assert again.draft() == form.draft()
    assert again.draft().notes == "Meets on Tuesdays"
    assert again.is_unsaved


def test_a_draft_resumed_after_a_colleagues_change_takes_it_over(
    store: Store, supervisor: Actor, form: OcgForm, window: MainWindow, desk: Desk, harrier: UUID, qtbot: QtBot
) -> None:
    fill(form, "notes", "Meets on Tuesdays")
    content = form.content()
    their_change(store, supervisor, harrier, band="2")
    again = OcgForm.resumed(desk, window, content)
    qtbot.addWidget(again)
    desk.settle()
    assert (again.draft().band, again.draft().notes) == ("2", "Meets on Tuesdays")


def test_an_edit_is_saved_and_can_be_undone(
    store: Store, founder: Actor, form: OcgForm, window: MainWindow, desk: Desk, harrier: UUID
) -> None:
    fill(form, "name", "Merlin")
    fill(form, "marking", Marking.OFFICIAL)
    form.save()
    desk.settle()
    assert stored(store, founder, harrier).draft.name == "Merlin"
    assert stored(store, founder, harrier).draft.marking is Marking.OFFICIAL
    window.notices.undo()
    desk.settle()
    assert stored(store, founder, harrier).draft.name == "Harrier"
    assert "undone" in window.notices.said


def test_an_edit_that_a_colleague_went_on_from_is_not_undone(
    store: Store, supervisor: Actor, form: OcgForm, window: MainWindow, desk: Desk, harrier: UUID
) -> None:
    fill(form, "name", "Merlin")
    form.save()
    desk.settle()
    their_change(store, supervisor, harrier, name="Osprey")
    window.doing.undo()
    desk.settle()
    assert stored(store, supervisor, harrier).draft.name == "Osprey"
    assert window.notices.text.startswith("It was not undone: a colleague changed it since.")


def test_who_edits_a_group_is_told_that_it_was_archived_meanwhile(
    store: Store, supervisor: Actor, form: OcgForm, desk: Desk, harrier: UUID
) -> None:
    store.write(supervisor, factories.validated, harrier)
    desk.ask_news()
    desk.settle()
    fill(form, "name", "Merlin")
    gone = ArchiveDraft(id=harrier, archive_reason=ArchiveReason.DISMANTLED, words="Gone", rocu_told_on=periods.today())
    store.write(supervisor, archiving.archive_ocg, gone)
    for _ in range(2):
        desk.ask_news()
        desk.settle()
    assert all_words(form.badges) == "Archived"
    by, today = supervisor.display, format_date(periods.today())
    assert form.banner.text.startswith(f"{by} set this group to archived on {today} at ")
    assert "Dismantled. Gone." in form.banner.text
    assert form.banner.text.endswith("of a group that is archived, and does not make it active again.")
    assert form.draft().name == "Merlin"
    form.banner.hide()
    their_change(store, supervisor, harrier, band="2")
    desk.ask_news()
    desk.settle()
    assert form.banner.text.startswith("A colleague just changed")  # the status is told once


def test_a_colleagues_change_is_said_at_once_and_mine_stays(
    store: Store, supervisor: Actor, form: OcgForm, desk: Desk, harrier: UUID
) -> None:
    desk.ask_news()
    desk.settle()
    fill(form, "name", "Merlin")
    their_change(store, supervisor, harrier, name="Osprey", band="2")
    desk.ask_news()
    desk.settle()
    desk.settle()
    assert "A colleague just changed: Name, National band." in form.banner.text
    assert (form.draft().name, form.draft().band) == ("Merlin", "2")


def test_what_only_one_changed_merges_by_itself(
    store: Store, supervisor: Actor, form: OcgForm, desk: Desk, harrier: UUID
) -> None:
    fill(form, "notes", "Meets on Tuesdays")
    their_change(store, supervisor, harrier, band="2")
    form.save()
    desk.settle()
    saved = stored(store, supervisor, harrier).draft
    assert (saved.notes, saved.band) == ("Meets on Tuesdays", "2")


@pytest.mark.parametrize(("side", "name"), [(MINE, "Merlin"), (THEIRS, "Osprey")])
def test_what_both_changed_is_asked_about(
    store: Store, supervisor: Actor, form: OcgForm, window: MainWindow, desk: Desk, harrier: UUID, side: str, name: str
) -> None:
    fill(form, "name", "Merlin")
    fill(form, "notes", "Meets on Tuesdays")
    their_change(store, supervisor, harrier, name="Osprey", band="2")
    form.save()
    desk.settle()
    (dialog,) = window.findChildren(ConflictDialog)
    assert not dialog.keep.isEnabled()
    dialog.comparison.choose(0, side)
    dialog.keep.click()
    desk.settle()
    saved = stored(store, supervisor, harrier).draft
    assert (saved.name, saved.band, saved.notes) == (name, "2", "Meets on Tuesdays")


def test_beside_it_stands_what_a_validator_looks_for(form: OcgForm) -> None:
    missing = [line.field for line in form.readiness.lines if not line.holds]
    assert missing == ["scope", "area_id", "assessed_on"]
    fill(form, "assessed_on", date(2026, 3, 1))
    assert [line.field for line in form.readiness.lines if not line.holds] == ["scope", "area_id"]


def test_a_name_that_is_warned_of_is_not_in_order_beside_it(form: OcgForm, desk: Desk, qtbot: QtBot) -> None:
    for name, is_neutral in (("Example family", False), ("Kingfisher", True)):
        fill(form, "name", name)
        qtbot.waitUntil(lambda: not form._heed_name.isActive())
        desk.settle()
        assert ("sounds like people" in all_words(form)) is not is_neutral
        assert ("name" in [line.field for line in form.readiness.lines if not line.holds]) is not is_neutral


def test_a_group_that_is_closed_to_one_cannot_be_opened(window: MainWindow, desk: Desk) -> None:
    form = OcgForm(desk, window, UUID(int=99))
    window.open_sheet(form)
    desk.settle()
    assert form.banner.text
    assert not form.save_button.isEnabled()


def test_values_read_as_people_write_them(form: OcgForm, founder: Actor) -> None:
    values = {
        "owner_id": founder.id, "area_id": UUID(int=99), "line_names": (), "affected_areas": (),
        "secondary_threats": ("DRUGS", "FIREARMS"), "mapped_on": date(2026, 2, 3), "marking": Marking.OFFICIAL,
        "band": "", "scope": None,
    }  # fmt: skip
    assert {name: form.form.field(name).words(value) for name, value in values.items()} == {
        "owner_id": founder.display, "area_id": "another one", "line_names": "None", "affected_areas": "None",
        "secondary_threats": "Drugs\nFirearms", "mapped_on": "3 Feb 2026", "marking": "OFFICIAL", "band": "",
        "scope": "",
    }  # fmt: skip


def test_everything_that_takes_the_keyboard_has_a_name(form: OcgForm) -> None:
    assert unnamed(form) == []


def test_it_is_freed_when_it_closes(form: OcgForm, window: MainWindow, qtbot: QtBot) -> None:
    parts = (form.form, form.readiness, form.colleagues)
    with qtbot.waitSignal(form.destroyed):
        form.leave()
    assert window.stage.sheet is None
    assert not any(shiboken6.isValid(part) for part in parts)
