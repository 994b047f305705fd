"""Start-up: from sign-in to the window and back, without a display in a sentence, and pictures of everything."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from soc_desk.domain import AuditEntry
from soc_desk.errors import WrongKey
from soc_desk.store import Store, opening
from tests.conftest import FOUNDER, PASSPHRASE, StoreFile
from ui import app as starting
from ui import crash, pictures
from ui.app import Application, StoreDoors
from ui.frame.deadline import closes
from ui.main_window import MainWindow
from ui.session import SessionWindow
from ui.start import Told

ROOT = Path(__file__).parents[2]


@pytest.fixture
def application(qapp: QApplication, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> Iterator[Application]:
    monkeypatch.setattr(crash, "watch", lambda _tell: None)
    made = Application(qapp)
    yield made
    if made.window is not None:
        made.window.close()
    made.close()
    made.deleteLater()


def window(application: Application, qtbot: QtBot) -> MainWindow:
    qtbot.waitUntil(lambda: isinstance(application.window, MainWindow), timeout=10000)
    found = application.window
    assert isinstance(found, MainWindow)
    return found


def test_a_named_store_opens_without_asking(application: Application, store_file: StoreFile, qtbot: QtBot) -> None:
    application.enter(str(store_file.path), FOUNDER.name, PASSPHRASE)
    shown = window(application, qtbot)
    assert shown.isVisible()
    assert shown.status.store.text() == "Local store, encrypted"
    assert shown.status.synthetic.isVisible()
    qtbot.waitUntil(lambda: shown.status.deadline.text().startswith("Return Q"))
    assert application.settings.last_user == FOUNDER.name


def test_a_store_that_does_not_open_leads_to_signing_in_with_the_reason(
    application: Application, tmp_path: Path, qtbot: QtBot
) -> None:
    application.enter(str(tmp_path / "gone.socdesk"), FOUNDER.name, PASSPHRASE)
    qtbot.waitUntil(lambda: isinstance(application.window, SessionWindow), timeout=10000)
    shown = application.window
    assert isinstance(shown, SessionWindow)
    assert shown.sign_in.problem.text().endswith(".")


def test_somebody_else_signs_in(application: Application, store_file: StoreFile, qtbot: QtBot) -> None:
    application.enter(str(store_file.path), FOUNDER.name, PASSPHRASE)
    first = window(application, qtbot)
    first.lock()
    with qtbot.waitSignal(first.destroyed):
        first.screen_lock.page.leave_asked.emit()
    assert isinstance(application.window, SessionWindow)
    assert application.desk is None


def test_signing_in_locking_and_guessing_are_logged(
    application: Application, store_file: StoreFile, qtbot: QtBot
) -> None:
    with pytest.raises(WrongKey):
        opening.open(str(store_file.path), FOUNDER.name, "some other passphrase")
    application.enter(str(store_file.path), FOUNDER.name, PASSPHRASE)
    shown = window(application, qtbot)
    store = Store(store_file.engine())

    def logged() -> list[str]:
        told = select(AuditEntry.fields).where(AuditEntry.entity == "app_user").order_by(AuditEntry.id)
        return store.read(
            FOUNDER, lambda session: [each["event"][1] for each in session.scalars(told) if "event" in each]
        )

    qtbot.waitUntil(lambda: logged() == ["signed in after 1 failed attempt"], timeout=10000)
    shown.lock()
    lock = shown.screen_lock
    lock.page.unlock_asked.emit("some other passphrase")
    qtbot.waitUntil(lock.page.problem.isVisible, timeout=10000)
    lock.page.unlock_asked.emit(PASSPHRASE)
    told = ["signed in after 1 failed attempt", "locked", "unlock failed", "unlocked"]
    qtbot.waitUntil(lambda: logged() == told, timeout=10000)
    store.close()


def test_a_crash_before_there_is_a_window_is_told(application: Application, qtbot: QtBot) -> None:
    application.sign_in()
    application.lanes.crashed.emit(ZeroDivisionError())
    asking = application.window
    assert asking is not None
    dialog = asking.findChild(crash.CrashDialog)
    assert dialog is not None
    assert dialog.isVisible()
    dialog.close()


def test_without_a_display_a_sentence_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert starting.run(Told()) == 3
    assert capsys.readouterr().err.strip() == starting.NO_DISPLAY


def test_the_first_window_loads_nothing_heavy() -> None:
    script = "import sys, ui.app, ui.main_window, ui.desk; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True, text=True)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert "PySide6" in loaded
    assert not loaded & {"reportlab", "openpyxl", "alembic", "xlsxwriter", "networkx", "qtawesome"}


def test_every_scene_has_a_picture(
    store_file: StoreFile, tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "SETTLE_MS", 5)
    gone_in = StoreDoors().enter(str(store_file.path), FOUNDER.name, PASSPHRASE)
    made = pictures.draw(gone_in, tmp_path, 100, "question", ("light", "high-contrast"))
    made += pictures.draw(gone_in, tmp_path, 100, "locked", ("dark",))
    gone_in.entered.store.close()
    assert [path.name for path in made] == [
        "question-light-100.png", "question-high-contrast-100.png", "locked-dark-100.png",
    ]  # fmt: skip
    assert all(QImage(str(path)).width() > 300 for path in made)
    assert QImage(str(made[2])).size().toTuple() == (1440, 900)
    assert QImage(str(made[2])).pixelColor(700, 100).lightness() < 40


def test_every_scale_is_drawn_by_a_process_of_its_own(
    store_file: StoreFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, str]] = []

    class Drawing:
        def __init__(self, command: list[str], env: dict[str, str]) -> None:
            asked.append((command[-1], env["QT_SCALE_FACTOR"]))

        def wait(self) -> int:
            return len(asked) - 2

    monkeypatch.setattr(subprocess, "Popen", Drawing)
    monkeypatch.setenv("SOC_DESK_USER", FOUNDER.name)
    monkeypatch.setenv("SOC_DESK_PASSPHRASE", PASSPHRASE)
    assert pictures.main(["--out", str(tmp_path / "new"), "--store", str(store_file.path)]) == 0
    assert asked == [("100", "1.0"), ("150", "1.5")]
    assert (tmp_path / "new").is_dir()
    assert os.environ.get("QT_SCALE_FACTOR") is None


@pytest.mark.parametrize(
    ("days", "words"),
    [(9, "closes in 9 days"), (1, "closes tomorrow"), (0, "closes today"), (-1, "was due yesterday"),
     (-12, "was due 12 days ago")],
)  # fmt: skip
def test_a_deadline_in_words(days: int, words: str) -> None:
    assert closes(days) == words
