"""Two people at one record, a lock in the middle of typing, and kill -9: nothing is lost or overwritten unseen."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from soc_desk.store import Actor, Store
from soc_desk.vocabulary import ImpactLevel, SubjectKind
from tests import factories
from tests.conftest import PASSPHRASE, StoreFile
from tests.ui.conftest import Sit
from tests.ui.disruptions.steps import fill, only, stored, whole
from tests.ui.ways import Sitting, all_words
from ui.app import StoreDoors, make_window
from ui.conflict import ConflictDialog
from ui.forms.disruption import DisruptionForm
from ui.frame.kept import KeptDialog
from ui.pages.disruptions import DisruptionsPage
from ui.settings import Settings

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def group(store: Store, officer: Actor, coordinator: Actor) -> UUID:
    return factories.active_ocg(store, officer, coordinator, name="Harrier", operation_name="Op Meadow")


@pytest.fixture
def recorded(store: Store, officer: Actor, group: UUID) -> UUID:
    return factories.disruption(store, officer, group)


def open_editor(sitting: Sitting, record: UUID | None = None) -> DisruptionForm:
    """The editor over the register, on a record or on a new one."""
    page = sitting.go("disruptions", DisruptionsPage)
    if record is None:
        page.record_new()
    else:
        page.show_record(record)
        sitting.settle()
        row = page.current()
        assert row is not None
        page.edit(row)
    sitting.settle()
    form = sitting.window.stage.sheet
    assert isinstance(form, DisruptionForm)
    return form


def write(sitting: Sitting, form: DisruptionForm, name: str, text: str) -> None:
    """Write over a field by keyboard."""
    field: QWidget = form.form.field(name).widget
    form.go_to(name)
    sitting.settle()
    sitting.qtbot.keyClick(field, Qt.Key.Key_A, CTRL)
    sitting.qtbot.keyClicks(field, text)


# two people at one record ---------------------------------------------------------------------------------------------


@pytest.fixture
def two(sit: Sit, officer: Actor, colleague: Actor) -> tuple[Sitting, Sitting]:
    """Two officers at two windows; neither looks for news before being asked to."""
    mine, theirs = sit(officer), sit(colleague)
    for sitting in (mine, theirs):
        sitting.settle()
        sitting.desk._news.stop()
    return mine, theirs


def test_what_each_changed_alone_is_merged_in_silence(
    two: tuple[Sitting, Sitting], store: Store, officer: Actor, recorded: UUID
) -> None:
    mine, theirs = two
    my_form, their_form = open_editor(mine, recorded), open_editor(theirs, recorded)
    write(theirs, their_form, "title", "Two phones seized")
    theirs.press(their_form.save_button)
    write(mine, my_form, "lead_unit", "Proactive team")
    mine.press(my_form.save_button)
    assert mine.window.findChildren(ConflictDialog) == []
    assert mine.window.stage.sheet is None
    draft = stored(store, officer, recorded).draft
    assert (draft.title, draft.lead_unit) == ("Two phones seized", "Proactive team")


@pytest.mark.parametrize("kept", ["mine", "theirs"])
def test_what_both_changed_is_asked_and_the_answer_is_what_is_stored(
    two: tuple[Sitting, Sitting], store: Store, officer: Actor, recorded: UUID, kept: str
) -> None:
    mine, theirs = two
    my_form, their_form = open_editor(mine, recorded), open_editor(theirs, recorded)
    write(theirs, their_form, "impact_rationale", "Theirs: the line came back.")
    write(theirs, their_form, "title", "Theirs alone")
    theirs.press(their_form.save_button)
    write(mine, my_form, "impact_rationale", "Mine: the line is gone.")
    mine.press(my_form.save_button)
    asked = mine.dialog(ConflictDialog)
    shown = all_words(asked)
    for text in ("Theirs: the line came back.", "Mine: the line is gone.", "Line holder remanded; number dead since."):
        assert text in shown
    assert "Theirs alone" not in shown
    assert stored(store, officer, recorded).draft.impact_rationale == "Theirs: the line came back."
    asked.comparison.choose(0, kept)
    mine.press(asked.keep)
    draft = stored(store, officer, recorded).draft
    expected = {"mine": "Mine: the line is gone.", "theirs": "Theirs: the line came back."}
    assert (draft.impact_rationale, draft.title) == (expected[kept], "Theirs alone")


def test_a_change_that_is_heard_of_while_typing_is_read_before_it_can_be_overwritten(
    two: tuple[Sitting, Sitting], store: Store, officer: Actor, recorded: UUID
) -> None:
    mine, theirs = two
    mine.hear_news()
    my_form, their_form = open_editor(mine, recorded), open_editor(theirs, recorded)
    write(mine, my_form, "impact_rationale", "Mine: the line is gone.")
    write(theirs, their_form, "impact_rationale", "Theirs: the line came back.")
    theirs.press(their_form.save_button)
    mine.hear_news()
    shown = all_words(my_form)
    assert "Theirs: the line came back." in shown
    assert "Mine: the line is gone." in shown
    assert my_form.draft().impact_rationale == "Mine: the line is gone."


def test_a_record_that_was_moderated_meanwhile_is_not_changed_underneath(
    sit: Sit, store: Store, officer: Actor, supervisor: Actor, group: UUID
) -> None:

    submitted = factories.submitted(store, officer, group)
    mine = sit(officer)
    mine.desk._news.stop()
    form = open_editor(mine, submitted)
    fill(form, impact_level=ImpactLevel.MODERATE)
    factories.agreed(store, supervisor, submitted)
    mine.press(form.save_button)
    assert stored(store, officer, submitted).row.impact_level is ImpactLevel.MAJOR
    assert mine.window.stage.sheet is form, "What was typed is gone."


# a lock in the middle of the form -------------------------------------------------------------------------------------


def on_screen() -> str:
    """Every word in every visible window."""
    return "\n".join(all_words(window) for window in QApplication.topLevelWidgets() if window.isVisible())


@pytest.fixture
def steady(qapp: QApplication) -> Iterator[None]:
    """A caret that does not blink, so that two pictures can be held against each other."""
    before = qapp.cursorFlashTime()
    qapp.setCursorFlashTime(0)
    yield
    qapp.setCursorFlashTime(before)


def test_a_lock_in_the_middle_of_the_form_leaves_nothing_on_the_screen_and_loses_nothing(
    sit: Sit, steady: None, store: Store, officer: Actor, group: UUID
) -> None:
    officers = sit(officer)
    window = officers.window
    officers.key(Qt.Key.Key_L, CTRL)
    empty = window.grab().toImage()
    unlock(officers)
    form = open_editor(officers)
    fill(form, **whole(group, title="Quiet harbour", narrative=""))
    form.form.unfold()
    form.form.field("narrative").widget.setFocus()
    officers.type("Warrants at two addresses.")
    form.form.subject.make(SubjectKind.OCG)  # a dialog over the form
    officers.settle()
    before, dialogs = form.draft(), len([w for w in QApplication.topLevelWidgets() if w.isVisible()])
    assert dialogs > 1
    assert all(told in on_screen() for told in ("Quiet harbour", "Warrants", "Harrier", "A neutral name"))

    officers.key(Qt.Key.Key_L, CTRL)
    assert window.screen_lock.is_locked
    seen = on_screen()
    for told in ("Harrier", "OCG-", "Quiet harbour", "Warrants", "Line holder", "remanded", "Op Meadow", "neutral"):
        assert told not in seen
    assert officers.focused() is window.screen_lock.page.passphrase
    assert window.grab().toImage() == empty, "The locked screen tells something of what lies under it."

    unlock(officers)
    assert window.stage.sheet is form
    assert form.isVisible()
    assert form.draft() == before
    assert len([w for w in QApplication.topLevelWidgets() if w.isVisible()]) == dialogs
    for dialog in [w for w in QApplication.topLevelWidgets() if w.isVisible() and w is not window]:
        dialog.close()
    form.form.field("narrative").widget.setFocus()
    officers.type(" Nothing else.")
    officers.press(form.submit_button)
    assert only(store, officer).draft.narrative.endswith("Nothing else.")


def unlock(sitting: Sitting) -> None:
    """By keyboard, as a person does."""
    assert sitting.focused() is sitting.window.screen_lock.page.passphrase
    sitting.type(PASSPHRASE)
    sitting.key(Qt.Key.Key_Return)
    sitting.qtbot.waitUntil(lambda: (sitting.settle(), not sitting.window.screen_lock.is_locked)[1])


# kill -9 --------------------------------------------------------------------------------------------------------------

TYPIST = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from ui import theme
from ui.app import StoreDoors, make_window
from ui.forms.disruption import DisruptionForm
from ui.settings import Settings

app = QApplication([])
theme.apply(app, "light")
window, desk = make_window(StoreDoors().enter(*sys.argv[1:]), Settings())
window.show()
window.begin()
window.open_page("disruptions")
form = DisruptionForm(desk, window)
window.open_sheet(form)
field = form.form.field("narrative").widget

def type_one():
    QTest.keyClicks(field, "x")
    print(time.monotonic(), len(field.value()), flush=True)

timer = QTimer(interval=40)
timer.timeout.connect(type_one)
timer.start()
app.exec()
"""


def type_until_killed(store_file: StoreFile, seconds: float) -> int:
    """Have another process type into the editor and kill it; gives how much was typed two seconds before."""
    typist = subprocess.Popen(
        [sys.executable, "-c", TYPIST, str(store_file.path), store_file.user, store_file.passphrase],
        stdout=subprocess.PIPE, text=True, cwd=Path.cwd(),
    )  # fmt: skip
    assert typist.stdout is not None
    typed: list[tuple[float, int]] = []
    for line in typist.stdout:
        at, length = line.split()
        typed.append((float(at), int(length)))
        if typed[-1][0] - typed[0][0] > seconds:
            break
    killed = time.monotonic()
    typist.send_signal(signal.SIGKILL)
    typist.wait(10)
    typist.stdout.close()
    return max(length for at, length in typed if at < killed - 2)


@pytest.mark.parametrize("seconds", [2.4, 3.7])
def test_after_kill_9_the_program_offers_to_go_on_and_at_most_two_seconds_are_gone(
    store_file: StoreFile, home: Path, qtbot: QtBot, tmp_path: Path, seconds: float
) -> None:
    safe = type_until_killed(store_file, seconds)
    gone_in = StoreDoors().enter(str(store_file.path), store_file.user, store_file.passphrase)
    window, desk = make_window(gone_in, Settings(tmp_path / "desktop.ini"))
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.begin()
    qtbot.waitUntil(lambda: "Record a disruption” was typed and not saved" in window.notices.text)
    again = Sitting(window, desk, qtbot)
    window.action("frame.drafts").trigger()
    qtbot.waitUntil(lambda: bool([d for d in window.findChildren(KeptDialog) if d.isVisible()]))
    again.answer("Go on", KeptDialog)
    form = window.stage.sheet
    assert isinstance(form, DisruptionForm)
    assert len(form.draft().narrative) >= safe > 0
    assert set(form.draft().narrative) == {"x"}
    desk.settle()
    window.close()
    desk.close()
    gone_in.entered.store.close()


def test_what_was_resumed_can_be_saved_and_is_then_offered_no_more(
    sit: Sit, store: Store, officer: Actor, group: UUID
) -> None:
    officers = sit(officer)
    form = open_editor(officers)
    fill(form, **whole(group, title="Typed before the end"))
    form.keep_now()
    content = form.content()
    form.put_by()
    officers.window.kept.open_list()
    officers.settle()
    officers.answer("Go on", KeptDialog)
    resumed = officers.window.stage.sheet
    assert isinstance(resumed, DisruptionForm)
    assert resumed.content() == content
    officers.press(resumed.save_button)
    assert replace(only(store, officer).draft, id=None, version=None).title == "Typed before the end"
    officers.window.kept.open_list()
    officers.settle()
    assert "Nothing is waiting to be saved." in all_words(officers.dialog(KeptDialog))
