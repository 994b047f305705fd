"""Ctrl+K: records with the reason of the hit, actions and pages by their words, all by keyboard."""

from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from soc_desk.services import periods
from soc_desk.store import Actor, Store
from tests import factories, factories_poca
from tests.ui.conftest import WindowMaker
from tests.ui.pages_for_tests import PAGES
from ui.desk import Desk
from ui.main_window import MainWindow
from ui.pages import PAGES as APP_PAGES
from ui.pages import PageEntry, Section
from ui.pages.poca import PocaPage
from ui.palette import Palette


@pytest.fixture
def group(store: Store, founder: Actor) -> UUID:
    return factories.ocg(store, founder, name="Harrier")


@pytest.fixture
def window(make_window: WindowMaker) -> MainWindow:
    where = f"{PAGES[0].where.partition(':')[0]}:NotesPage"
    return make_window((*PAGES, PageEntry("ocgs", "OCGs", Section.WORK, "ocg", where)))


def lines(palette: Palette) -> list[str]:
    return [palette.model.item(row).text() for row in range(palette.model.rowCount())]


def type_into(window: MainWindow, desk: Desk, qtbot: QtBot, text: str) -> None:
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(window.palette_box.field, text)
    qtbot.waitUntil(lambda: not window.palette_box._ask_soon.isActive())
    desk.settle()


def test_it_opens_with_pages_and_actions_and_closes_with_esc(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert window.palette_box.isVisible()
    assert {"Notes", "Other", "Lock", "Refresh"} <= set(lines(window.palette_box))
    qtbot.keyClick(window.palette_box.field, Qt.Key.Key_Escape)
    assert not window.palette_box.isVisible()


def test_it_finds_a_record_with_the_reason_and_opens_it(
    group: UUID, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    type_into(window, desk, qtbot, "harr")
    assert lines(window.palette_box)[0] == "Groups"
    assert "Harrier" in lines(window.palette_box)[1]
    assert "Name: Harrier" in window.palette_box.model.item(1).accessibleText()
    qtbot.keyClick(window.palette_box.field, Qt.Key.Key_Return)
    desk.settle()
    page = window.way.page
    assert page is not None
    assert page.record == group  # type: ignore[attr-defined]


def test_opening_a_hit_is_logged_as_a_consultation(
    group: UUID, window: MainWindow, desk: Desk, store: Store, founder: Actor, qtbot: QtBot
) -> None:
    from soc_desk.services import history

    type_into(window, desk, qtbot, "harr")
    qtbot.keyClick(window.palette_box.field, Qt.Key.Key_Return)
    desk.settle()
    assert "Open a search hit" in [row.what for row in store.read(founder, history.history, group)]


def test_it_does_an_action_by_its_words(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    type_into(window, desk, qtbot, "lock")
    assert "Lock" in lines(window.palette_box)
    qtbot.keyClick(window.palette_box.field, Qt.Key.Key_Return)
    assert window.screen_lock.is_locked


def test_arrows_move_over_titles_and_round(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = window.palette_box
    assert palette.list.currentIndex().row() == 1
    qtbot.keyClick(palette.field, Qt.Key.Key_Up)
    assert palette.list.currentIndex().row() == palette.model.rowCount() - 1
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    assert palette.list.currentIndex().row() == 1


def test_nothing_found_says_what_to_try(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    type_into(window, desk, qtbot, "zzzz")
    assert window.palette_box.empty.isVisible()
    assert not window.palette_box.list.isVisible()


def test_it_opens_by_a_click_on_the_field_of_the_top_bar(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.mouseClick(window.top_bar.find_field, Qt.MouseButton.LeftButton)
    assert window.palette_box.isVisible()


def test_a_click_elsewhere_closes_it(window: MainWindow, qtbot: QtBot) -> None:
    window.doing.open_palette()
    page = window.way.page
    assert page is not None
    page.filter.setFocus()  # type: ignore[attr-defined]
    assert not window.palette_box.isVisible()


def test_a_poca_case_is_found_and_opened(
    make_window: WindowMaker, desk: Desk, store: Store, founder: Actor, qtbot: QtBot
) -> None:
    case = factories_poca.seized(store, founder, seized_at=periods.now().replace(second=0, microsecond=0))
    window = make_window(APP_PAGES)
    type_into(window, desk, qtbot, "ample")
    assert lines(window.palette_box)[0] == "POCA cases"
    assert "Cash, 14 Example Road" in lines(window.palette_box)[1]
    qtbot.keyClick(window.palette_box.field, Qt.Key.Key_Return)
    desk.settle()
    page = window.way.page
    assert isinstance(page, PocaPage)
    assert page.record.id == case


def test_the_field_says_what_it_finds(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert "POCA case" in window.palette_box.field.placeholderText()
