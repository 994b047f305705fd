"""Locking: nothing stays on the screen, nothing is lost, and unlocking returns to the same place."""

from datetime import date

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from soc_desk.services import policies
from soc_desk.store import Actor, Store
from tests.conftest import PASSPHRASE
from tests.ui.conftest import WindowMaker
from tests.ui.pages_for_tests import PAGES, NoteForm
from ui.desk import Desk
from ui.dialog import MarkedDialog
from ui.drafts import Journal
from ui.frame.idle import Idle
from ui.frame.idle_limit import LIMIT
from ui.main_window import MainWindow
from ui.widgets.files import Wanted, choose_path


@pytest.fixture
def window(make_window: WindowMaker) -> MainWindow:
    return make_window(PAGES)


@pytest.fixture
def typing(window: MainWindow, desk: Desk, qtbot: QtBot) -> NoteForm:
    """An open form with something typed in it."""
    form = NoteForm(desk, window)
    window.open_sheet(form)
    qtbot.keyClicks(form.words, "Line holder charged")
    return form


def lock(window: QWidget, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)


def unlock(window: MainWindow, desk: Desk, passphrase: str = PASSPHRASE) -> None:
    window.screen_lock.page.passphrase.setText(passphrase)
    window.screen_lock.page.unlock.click()
    desk.settle()


def words_on_screen(widget: QWidget) -> list[str]:
    return [shown.text() for shown in widget.findChildren(QLabel) if shown.isVisible() and shown.text()]


def test_the_content_is_gone_at_once(window: MainWindow, typing: NoteForm, qtbot: QtBot) -> None:
    assert "Notes" in words_on_screen(window)
    lock(window, qtbot)
    assert window.screen_lock.is_locked
    assert not typing.isVisible()
    assert words_on_screen(window) == ["SOC Desk is locked", "F. Ounder", "Passphrase"]


def test_what_was_being_typed_is_on_the_disk_and_still_there_after_unlocking(
    window: MainWindow, typing: NoteForm, journal: Journal, desk: Desk, qtbot: QtBot
) -> None:
    typing.words.setCursorPosition(4)
    lock(window, qtbot)
    (draft,) = journal.kept()
    assert draft.content == {"words": "Line holder charged"}
    unlock(window, desk)
    assert not window.screen_lock.is_locked
    assert window.stage.sheet is typing
    assert typing.isVisible()
    assert typing.words.text() == "Line holder charged"
    assert typing.words.cursorPosition() == 4
    assert window.focusWidget() is typing.words


def test_a_wrong_passphrase_is_a_sentence_and_opens_nothing(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    lock(window, qtbot)
    unlock(window, desk, "wrong horse battery")
    page = window.screen_lock.page
    assert window.screen_lock.is_locked
    assert page.problem.text() == "The user name or the passphrase is wrong. Check both and try again."
    assert page.passphrase.text() == ""
    unlock(window, desk)
    assert not window.screen_lock.is_locked


def test_dialogs_are_hidden_and_come_back(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    window.ask("Withdraw the disruption?", "It is not counted any more.")
    dialog = window.findChild(MarkedDialog)
    assert dialog is not None
    assert dialog.isVisible()
    window.lock()
    assert not dialog.isVisible()
    unlock(window, desk)
    assert dialog.isVisible()
    dialog.close()


def test_a_dialog_that_arrives_while_locked_waits(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    lock(window, qtbot)
    window.ask("Withdraw the disruption?", "It is not counted any more.")
    dialog = window.findChild(MarkedDialog)
    assert dialog is not None
    assert not dialog.isVisible()
    unlock(window, desk)
    assert dialog.isVisible()
    dialog.close()


def choose_file(window: MainWindow, qtbot: QtBot) -> QFileDialog:
    files = choose_path(window.way.page or window, "Choose the spreadsheet", "", print)
    qtbot.waitUntil(files.isActiveWindow)
    return files


def test_ctrl_l_works_in_a_file_dialog_and_takes_it_off_the_screen(
    window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    files = choose_file(window, qtbot)
    assert files.testOption(QFileDialog.Option.DontUseNativeDialog)
    lock(files, qtbot)
    assert window.screen_lock.is_locked
    assert not files.isVisible()
    unlock(window, desk)
    assert files.isVisible()
    files.reject()


def test_idleness_takes_a_dialog_and_the_file_dialog_over_it_and_brings_them_back_in_order(
    window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    window.ask("Export the register?", "It leaves the program.")
    dialog = window.findChild(MarkedDialog)
    assert dialog is not None
    files = choose_path(dialog, "Export to", "", print, wanted=Wanted.NEW_FILE)
    window.idle.passed.emit()
    assert not dialog.isVisible()
    assert not files.isVisible()
    shown: list[str] = []
    for each in (files, dialog):
        each.installEventFilter(_Shown(each, shown))
    unlock(window, desk)
    assert shown == [dialog.windowTitle(), files.windowTitle()]
    files.reject()
    dialog.close()


class _Shown(QObject):
    """Notes the windows that come, in their order."""

    def __init__(self, watched: QWidget, noted: list[str]) -> None:
        super().__init__(watched)
        self._watched, self._noted = watched, noted

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Show and watched is self._watched:
            self._noted.append(self._watched.windowTitle())
        return False


def test_menus_and_the_palette_are_closed(window: MainWindow, qtbot: QtBot) -> None:
    menu = QMenu(window)
    menu.addAction("OCG-0117 Harrier")
    menu.popup(window.pos())
    window.doing.open_palette()
    window.palette_box.field.setText("Harrier")
    window.lock()
    assert not menu.isVisible()
    assert not window.palette_box.isVisible()
    assert window.palette_box.field.text() == ""


def test_our_clipboard_is_emptied(window: MainWindow) -> None:
    QGuiApplication.clipboard().setText("OCG-0117 Harrier")
    window.lock()
    assert QGuiApplication.clipboard().text() == ""


def test_no_key_reaches_the_work_while_locked(window: MainWindow, qtbot: QtBot) -> None:
    lock(window, qtbot)
    for key in (Qt.Key.Key_K, Qt.Key.Key_N, Qt.Key.Key_F):
        qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
    assert not window.palette_box.isVisible()
    assert window.screen_lock.is_locked


def test_hidden_pages_do_not_read_while_locked(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    from soc_desk.services import places

    page = window.way.page
    lock(window, qtbot)
    desk.write(places.add_area, "East")
    desk.settle()
    assert page.refreshed == 1  # type: ignore[union-attr]
    unlock(window, desk)
    qtbot.waitUntil(lambda: page.refreshed == 2)  # type: ignore[union-attr]


def test_idleness_locks_and_a_touch_puts_it_off(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr("ui.frame.idle.time.time", lambda: now[0])
    window.idle.touch()
    now[0] += 9 * 60
    window.idle.look()
    assert not window.screen_lock.is_locked
    handle = window.windowHandle()
    assert handle is not None
    window.idle._watch(handle)
    qtbot.keyClick(handle, Qt.Key.Key_A)
    now[0] += 9 * 60
    window.idle.look()
    assert not window.screen_lock.is_locked
    now[0] += 2 * 60
    window.idle.look()
    assert window.screen_lock.is_locked


def test_the_minutes_are_a_setting(window: MainWindow) -> None:
    window.settings.lock_after_minutes = 2
    assert window.idle.minutes == 2


def test_the_force_says_how_long_at_the_most(
    window: MainWindow, desk: Desk, store: Store, supervisor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr("ui.frame.idle.time.time", lambda: now[0])
    desk.settle()
    window.settings.lock_after_minutes = 30
    window.idle.touch()
    now[0] += 9 * 60
    window.idle.look()
    assert not window.screen_lock.is_locked  # as shipped it is ten minutes
    store.write(supervisor, policies.set_policy, LIMIT, 3, date(2020, 1, 1), "Head of unit")
    desk.ask_news()
    desk.settle()
    window.idle.touch()
    now[0] += 3 * 60
    window.idle.look()
    assert window.screen_lock.is_locked


def test_a_clock_set_back_locks(window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    idle = Idle(10, window)
    monkeypatch.setattr("ui.frame.idle.time.time", lambda: 0.0)
    with qtbot.waitSignal(idle.passed):
        idle.look()


def test_somebody_else_may_sign_in(window: MainWindow, qtbot: QtBot) -> None:
    lock(window, qtbot)
    with qtbot.waitSignal(window.leave_asked):
        window.screen_lock.page.leave_asked.emit()
