"""The crash report: it names places in the program, and never what was typed, stored or where the user keeps things."""

import sys
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from soc_desk.store import Actor, Store
from ui import crash
from ui.crash import CrashDialog, report
from ui.drafts import from_plain


def raised(name: str = "Harrier") -> Exception:
    """An exception of ours caused by another, both full of secrets."""
    try:
        try:
            from_plain(UUID, name)
        except ValueError as error:
            raise RuntimeError(f"could not save {name}") from error
    except RuntimeError as error:
        return error
    raise AssertionError("a name is no id")


def test_it_tells_kinds_places_and_versions() -> None:
    text = report(raised())
    assert "builtins.RuntimeError" in text
    assert "builtins.ValueError" in text
    assert "ui/drafts.py:" in text
    assert "Python 3." in text


def test_it_holds_no_message_and_no_folder_of_the_user() -> None:
    text = report(raised())
    assert "Harrier" not in text
    assert str(Path.home()) not in text
    assert str(Path(__file__).parent.parent.parent) not in text


def test_frames_of_ours_are_told_by_their_place_in_the_program(store: Store, founder: Actor) -> None:
    def broken(_session: object) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError) as failed:
        store.read(founder, broken)
    assert "soc_desk/store/" in report(failed.value)


def test_the_report_can_be_copied(qtbot: QtBot) -> None:
    error = raised()
    dialog = CrashDialog(error)
    qtbot.addWidget(dialog)
    dialog.copy.click()
    assert QGuiApplication.clipboard().text() == dialog.text.toPlainText() == report(error)


def test_an_exception_in_a_slot_reaches_whoever_watches(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, logged: list[object]
) -> None:
    told: list[BaseException] = []
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    with qtbot.captureExceptions():
        crash.watch(told.append)
        QTimer.singleShot(0, _break)
        qtbot.waitUntil(lambda: bool(told))
    assert [type(error) for error in told] == [RuntimeError]
    assert len(logged) == 1
    logged.clear()


def test_ctrl_c_in_the_terminal_is_no_crash(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told: list[BaseException] = []
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    crash.watch(told.append)
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert told == []
    assert "KeyboardInterrupt" in capsys.readouterr().err


def _break() -> None:
    raise RuntimeError("in a slot")
