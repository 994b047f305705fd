"""Editors at the right: drafts are kept while typing, Esc asks only if something would be lost, saving forgets."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from soc_desk.domain import new_id
from tests.ui.conftest import WindowMaker
from tests.ui.pages_for_tests import PAGES, NoteForm
from ui.ask import Ask
from ui.desk import Desk
from ui.dialog import Question
from ui.drafts import Journal, Kept
from ui.forms.policy import PolicyDialog
from ui.forms.tie import TieDialog
from ui.main_window import MainWindow
from ui.sheet import KEEP_WITHIN_MS
from ui.source_lint import SourceLint


@pytest.fixture
def window(make_window: WindowMaker) -> MainWindow:
    return make_window(PAGES)


@pytest.fixture
def form(window: MainWindow, desk: Desk) -> NoteForm:
    made = NoteForm(desk, window)
    window.open_sheet(made)
    return made


def question(window: MainWindow) -> Question:
    found = window.findChildren(Question)
    assert len(found) == 1
    return found[0]


def test_a_sheet_dims_the_page_and_takes_the_keyboard(window: MainWindow, form: NoteForm) -> None:
    assert form.isVisible()
    assert window.focusWidget() is form.words
    assert window.way.page is not None
    assert not window.way.page.isEnabled()
    assert not window.action("frame.primary").isEnabled()


def test_typing_reaches_the_disk_within_two_seconds(form: NoteForm, journal: Journal, qtbot: QtBot) -> None:
    assert KEEP_WITHIN_MS < 2000
    with qtbot.waitSignal(form.kept, timeout=2000):
        qtbot.keyClicks(form.words, "Three warrants")
    (draft,) = journal.kept()
    assert draft.content == {"words": "Three warrants"}
    assert draft.form == f"{NoteForm.__module__}:NoteForm"


def test_what_is_left_half_filled_is_said_and_gone_on_with(window: MainWindow, form: NoteForm, qtbot: QtBot) -> None:
    qtbot.keyClicks(form.words, "Three warrants")
    window.rail.chosen.emit(list(window.pages)[1])
    assert window.stage.sheet is None
    assert window.notices.said.endswith("is not saved; it is among the kept drafts.")
    assert not window.notices.undo()  # going on is no undo
    window.open_sheet(again := NoteForm(window.desk, window))
    qtbot.keyClicks(again.words, "Two phones")
    window.open_sheet(NoteForm(window.desk, window))
    window.notices.notice._run()
    assert isinstance(window.stage.sheet, NoteForm)
    assert window.stage.sheet.words.text() == "Two phones"


def test_words_that_may_identify_a_source_are_told_of_in_every_editor(form: NoteForm, desk: Desk, qtbot: QtBot) -> None:
    for text, is_told in (("Handled by C.H.I.S. 42", True), ("Handled by nobody", False)):
        form.words.clear()
        with qtbot.waitSignal(form.kept, timeout=2000):
            qtbot.keyClicks(form.words, text)
        desk.settle()
        assert form._lint.isVisible() is is_told


def test_words_that_may_identify_a_source_are_told_of_in_every_dialog(
    window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    ask = Ask("Reject it?", "", "&Why", "&Reject", lambda text: desk.read(lambda _session: text), print, long=True)
    tie = TieDialog(desk, new_id(), "A. Ample", (), print)
    for dialog, field in ((ask, ask.field), (tie, tie.form.field("note").widget)):
        window.open_dialog(dialog)
        for text, is_told in (("told by a source handler", True), ("told by nobody", False), ("chis", True)):
            field.clear()
            qtbot.keyClicks(field, text)
            desk.settle()
            (lint,) = dialog.findChildren(SourceLint)
            assert lint.isVisible() is is_told, (type(dialog), text)
        dialog.reject()
    # Neither the list of such words itself nor a passphrase is held against it.
    secret = Ask("Type it", "", "&Passphrase", "&Go", lambda text: desk.read(lambda _session: text), print)
    secret.field.setEchoMode(QLineEdit.EchoMode.Password)
    window.open_dialog(secret)
    assert secret.findChildren(SourceLint) == []
    assert not PolicyDialog.IS_LINTED


def test_a_fast_typist_does_not_postpone_the_draft(form: NoteForm, qtbot: QtBot) -> None:
    qtbot.keyClicks(form.words, "a")
    first = form._keep_soon.remainingTime()
    qtbot.waitUntil(lambda: form._keep_soon.remainingTime() < first)
    qtbot.keyClicks(form.words, "b")
    assert form._keep_soon.remainingTime() < first


def test_esc_closes_an_untouched_form_without_a_question(window: MainWindow, form: NoteForm, qtbot: QtBot) -> None:
    qtbot.keyClick(form.words, Qt.Key.Key_Escape)
    assert window.stage.sheet is None
    assert window.findChildren(Question) == []
    assert window.way.page is not None
    assert window.way.page.isEnabled()


def test_esc_asks_when_something_would_be_lost_and_cancel_goes_on(
    window: MainWindow, form: NoteForm, qtbot: QtBot
) -> None:
    qtbot.keyClicks(form.words, "Three")
    qtbot.keyClick(form.words, Qt.Key.Key_Escape)
    question(window).cancel.click()
    assert window.stage.sheet is form
    assert form.words.text() == "Three"


def test_a_draft_kept_for_later_is_there_later(
    window: MainWindow, form: NoteForm, journal: Journal, qtbot: QtBot
) -> None:
    qtbot.keyClicks(form.words, "Three")
    qtbot.keyClick(form.words, Qt.Key.Key_Escape)
    question(window).buttons[0].click()
    assert window.stage.sheet is None
    assert [draft.content for draft in journal.kept()] == [{"words": "Three"}]


def test_what_is_thrown_away_is_gone(
    window: MainWindow, form: NoteForm, journal: Journal, desk: Desk, qtbot: QtBot
) -> None:
    qtbot.keyClicks(form.words, "Three")
    form.keep_now()
    qtbot.keyClick(form.words, Qt.Key.Key_Escape)
    question(window).buttons[1].click()
    desk.settle()
    assert window.stage.sheet is None
    assert journal.kept() == []


def test_ctrl_s_saves_and_forgets_the_draft(
    window: MainWindow, form: NoteForm, journal: Journal, desk: Desk, qtbot: QtBot
) -> None:
    qtbot.keyClicks(form.words, "Three")
    form.keep_now()
    qtbot.keyClick(form.words, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert window.stage.sheet is None
    assert journal.kept() == []


def test_leaving_for_another_page_keeps_the_draft(
    window: MainWindow, form: NoteForm, journal: Journal, qtbot: QtBot
) -> None:
    qtbot.keyClicks(form.words, "Three")
    window.open_page("other")
    assert window.stage.sheet is None
    assert [draft.content for draft in journal.kept()] == [{"words": "Three"}]


def test_closing_the_window_keeps_the_draft(window: MainWindow, form: NoteForm, journal: Journal, qtbot: QtBot) -> None:
    qtbot.keyClicks(form.words, "Three")
    window.close()
    assert [draft.content for draft in journal.kept()] == [{"words": "Three"}]


def test_a_full_disk_is_said_and_the_form_goes_on(
    window: MainWindow, form: NoteForm, journal: Journal, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_draft: Kept) -> Kept:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(journal, "keep", full)
    qtbot.keyClicks(form.words, "Three")
    form._keep_aside()
    desk.settle()
    assert "could not be kept" in window.notices.text
    assert form.words.text() == "Three"


def test_a_closed_form_is_freed(window: MainWindow, form: NoteForm, qtbot: QtBot) -> None:
    with qtbot.waitSignal(form.destroyed):
        form.finish()
