"""Nothing typed into the disruption editor is lost, and nobody overwrites a colleague unseen."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from soc_desk.services import disruptions, history
from soc_desk.services.prints import wall
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import DisruptionStatus, ImpactLevel
from tests.ui.disruptions.steps import (
    EVERY_KIND,
    fill,
    only,
    opened,
    stored,
    whole,
)
from ui.conflict import ConflictDialog
from ui.desk import Desk
from ui.dialog import Question
from ui.drafts import Journal
from ui.forms.disruption import DisruptionForm
from ui.main_window import MainWindow
from ui.widgets.compare import MINE, THEIRS

# nothing lost ---------------------------------------------------------------------------------------------------------


def test_what_is_typed_survives_and_is_resumed_half_typed_dates_included(
    form: DisruptionForm, officers_window: MainWindow, officers: Desk, journal: Journal, group: UUID, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(form.kept, timeout=2000):
        fill(form, **whole(group, disruption_date=None, outcomes=EVERY_KIND[:2]))
        field: Any = form.form.field("disruption_date").widget
        field.setText("14/1")
        field.setText("14/13")
        field.edited.emit()
        officers.settle()
        form._keep_aside()
        officers.settle()
    (kept,) = journal.kept()
    resumed = DisruptionForm.resumed(officers, officers_window, kept.content)
    officers.settle()
    assert resumed.draft() == form.draft()
    again: Any = resumed.form.field("disruption_date").widget
    assert again.text() == "14/13"
    resumed.deleteLater()


def test_an_edit_resumed_after_a_colleague_saved_still_merges(
    officers_window: MainWindow, officers: Desk, store: Store, officer: Actor, colleague: Actor, recorded: UUID
) -> None:
    form = opened(officers_window, officers, recorded)
    fill(form, title="Mine")
    content = form.content()
    form.finish()
    theirs = stored(store, colleague, recorded).draft
    store.write(colleague, disruptions.change, theirs, replace(theirs, lead_unit="South"))
    resumed = DisruptionForm.resumed(officers, officers_window, content)
    officers_window.open_sheet(resumed)
    officers.settle()
    assert "Lead unit" in resumed.banner.text
    assert (resumed.draft().title, resumed.draft().lead_unit) == ("Mine", "South")
    resumed.save()
    officers.settle()
    after = stored(store, officer, recorded).draft
    assert (after.title, after.lead_unit) == ("Mine", "South")


def test_esc_asks_only_when_something_would_be_lost(
    officers_window: MainWindow, officers: Desk, recorded: UUID, qtbot: QtBot
) -> None:
    form = opened(officers_window, officers, recorded)
    for _ in range(40):  # through every field and out again
        qtbot.keyClick(QApplication.focusWidget() or form, Qt.Key.Key_Tab)
    officers.settle()
    assert not form.is_unsaved
    form.leave()
    assert officers_window.stage.sheet is None
    form = opened(officers_window, officers, recorded)
    fill(form, title="Changed")
    form.leave()
    assert len(officers_window.findChildren(Question)) == 1
    assert officers_window.stage.sheet is form


def test_a_very_long_narrative_in_any_script_is_kept_to_the_letter(
    form: DisruptionForm, officers: Desk, store: Store, officer: Actor, group: UUID
) -> None:
    text = ("نص عربي من اليمين إلى اليسار 🚓 עברית. " * 3000)[:99_990].strip()
    fill(form, **whole(group, narrative=text))
    form.save()
    officers.settle()
    assert only(store, officer).draft.narrative == text


def test_too_long_a_narrative_is_refused_in_words(form: DisruptionForm, officers: Desk, group: UUID) -> None:
    fill(form, **whole(group, narrative="x" * 100_001))
    form.save()
    assert "100,000" in form.form.field("narrative").shown_problem


def test_an_edit_is_undone_by_a_new_change(
    officers_window: MainWindow, officers: Desk, store: Store, officer: Actor, recorded: UUID
) -> None:
    form = opened(officers_window, officers, recorded)
    before = form.draft()
    fill(form, title="Wrong title", outcomes=EVERY_KIND[:3])
    form.save()
    officers.settle()
    assert stored(store, officer, recorded).draft.title == "Wrong title"
    officers_window.doing.undo()
    officers.settle()
    after = stored(store, officer, recorded).draft
    assert replace(after, version=before.version) == before
    assert after.version is not None
    assert before.version is not None
    assert after.version > before.version
    assert "was undone" in officers_window.notices.said


def test_recording_is_undone_by_withdrawing(
    form: DisruptionForm, officers_window: MainWindow, officers: Desk, store: Store, officer: Actor, group: UUID
) -> None:
    fill(form, **whole(group))
    form.save()
    officers.settle()
    officers_window.doing.undo()
    officers.settle()
    assert only(store, officer).row.status is DisruptionStatus.WITHDRAWN


# two people at one record ---------------------------------------------------------------------------------------------


def test_a_colleagues_change_is_seen_at_once_and_what_was_typed_stays(
    officers_window: MainWindow, officers: Desk, store: Store, colleague: Actor, recorded: UUID, qtbot: QtBot
) -> None:
    officers.ask_news()
    officers.settle()
    form = opened(officers_window, officers, recorded)
    fill(form, impact_rationale="Mine: the line was broken for good.")
    theirs = stored(store, colleague, recorded).draft
    changed = replace(theirs, lead_unit="South", impact_rationale="Theirs: the line came back after a day.")
    store.write(colleague, disruptions.change, theirs, changed)
    officers.ask_news()
    qtbot.waitUntil(lambda: (officers.settle(), form.banner.text)[1] != "")
    assert form.draft().impact_rationale == "Mine: the line was broken for good."
    assert form.draft().lead_unit == "South"
    assert "Theirs: the line came back" in form.form.field("impact_rationale")._hint.text()


def test_what_only_one_side_changed_merges_in_silence(
    officers_window: MainWindow, officers: Desk, store: Store, officer: Actor, colleague: Actor, recorded: UUID
) -> None:
    form = opened(officers_window, officers, recorded)
    fill(form, title="Mine")
    theirs = stored(store, colleague, recorded).draft
    store.write(colleague, disruptions.change, theirs, replace(theirs, outcomes=EVERY_KIND[-2:], lead_unit="South"))
    form.save()
    officers.settle()
    assert officers_window.findChildren(ConflictDialog) == []
    after = stored(store, officer, recorded).draft
    assert (after.title, after.lead_unit, after.outcomes) == ("Mine", "South", EVERY_KIND[-2:])


def test_what_both_changed_is_asked_field_by_field(
    officers_window: MainWindow, officers: Desk, store: Store, officer: Actor, colleague: Actor, recorded: UUID
) -> None:
    form = opened(officers_window, officers, recorded)
    fill(form, impact_level=ImpactLevel.MINOR, title="Mine", lead_unit="North")
    theirs = stored(store, colleague, recorded).draft
    changed = replace(theirs, impact_level=ImpactLevel.NONE, title="Theirs", officer="DC C. Olleague")
    store.write(colleague, disruptions.change, theirs, changed)
    form.save()
    officers.settle()
    (dialog,) = officers_window.findChildren(ConflictDialog)
    assert not dialog.keep.isEnabled()
    row = stored(store, officer, recorded).row
    at = next(past.at for past in store.read(officer, history.history, recorded) if past.by == colleague.display)
    named = f"Disruption {row.reference}: {colleague.display} changed it at {wall(at):%H:%M}"
    assert dialog.windowTitle().startswith(named)
    told = [(d.label, d.before, d.mine, d.theirs) for d in dialog.comparison._differences]
    assert told == [("Level", "Major", "Minor", "None"), ("Title", "", "Mine", "Theirs")]
    dialog.comparison.choose(0, MINE)
    dialog.comparison.choose(1, THEIRS)
    dialog.keep.click()
    officers.settle()
    after = stored(store, officer, recorded).draft
    assert (after.impact_level, after.title) == (ImpactLevel.MINOR, "Theirs")
    assert (after.lead_unit, after.officer) == ("North", "DC C. Olleague")
    assert officers_window.stage.sheet is None


def test_a_record_that_was_closed_to_the_reader_says_so(
    officers_window: MainWindow, officers: Desk, recorded: UUID
) -> None:
    form = opened(officers_window, officers, UUID(int=7))
    assert "does not exist, or is not open to you" in form.banner.text
    assert not form.save_button.isEnabled()
