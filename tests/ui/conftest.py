"""Desks without threads, a dressed application, and windows that are taken down again; UI tests run on SQLite only."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from soc_desk.errors import WrongKey
from soc_desk.store import Actor, Store
from tests.conftest import PASSPHRASE
from tests.ui.ways import Sitting
from ui import theme
from ui.desk import Desk, InlineLane
from ui.drafts import Journal
from ui.main_window import MainWindow, StoreWords
from ui.pages import PAGES, PageEntry
from ui.settings import Settings


@pytest.fixture
def engine_name() -> str:
    """What the window does does not depend on the engine."""
    return "sqlite"


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    """The light scheme, whatever an earlier test left."""
    theme.apply(qapp, "light")


@pytest.fixture
def desk(store: Store, founder: Actor, qapp: QApplication) -> Iterator[Desk]:
    """A desk of the first user whose jobs run at once; ``desk.settle()`` delivers their answers."""
    made = Desk(store, founder, InlineLane())
    yield made
    made.close()


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    """An empty journal with a key of its own."""
    return Journal(tmp_path / "drafts", os.urandom(32))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings that nobody has changed."""
    return Settings(tmp_path / "desktop.ini")


def check(passphrase: str) -> None:
    """What unlocking asks in tests."""
    if passphrase != PASSPHRASE:
        raise WrongKey("The user name or the passphrase is wrong. Check both and try again.")


WindowMaker = Callable[..., MainWindow]


@pytest.fixture
def make_window(desk: Desk, settings: Settings, journal: Journal, qtbot: QtBot) -> Iterator[WindowMaker]:
    """Makes the main window, with other pages or another desk if given; shown, begun and settled."""
    made: list[MainWindow] = []

    def make(pages: tuple[PageEntry, ...] = PAGES, by: Desk | None = None) -> MainWindow:
        window = MainWindow(by or desk, settings, journal, StoreWords(synthetic=True), check, pages)
        made.append(window)
        qtbot.addWidget(window)
        with qtbot.waitActive(window):  # keys reach the active window only
            window.show()
            window.activateWindow()
        window.begin()
        (by or desk).settle()
        return window

    yield make
    for window in made:
        window.close()


@pytest.fixture
def window(make_window: WindowMaker) -> MainWindow:
    """The main window with all its pages, on a furnished store."""
    return make_window()


Sit = Callable[[Actor], Sitting]


@pytest.fixture
def sit(store: Store, make_window: WindowMaker, qtbot: QtBot) -> Iterator[Sit]:
    """Sits a person down at a window of their own, on the one store."""
    desks: list[Desk] = []

    def do(actor: Actor) -> Sitting:
        desks.append(Desk(store, actor, InlineLane()))
        return Sitting(make_window(by=desks[-1]), desks[-1], qtbot)

    yield do
    for desk in desks:
        desk.close()
