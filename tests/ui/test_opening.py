"""Opening a page: the keyboard is in its table at once, and nothing is read as consulted before a row is chosen."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from soc_desk.services import history
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import AuditCategory
from tests import factories
from tests.ui.conftest import WindowMaker
from ui.desk import Desk
from ui.main_window import MainWindow
from ui.widgets.table import Table

REGISTERS = ("ocgs", "disruptions", "moderation", "audit", "my_desk")


@pytest.fixture
def window(make_window: WindowMaker, store: Store, officer: Actor, founder: Actor) -> MainWindow:
    for by in (officer, founder):
        factories.submitted(store, by, factories.ocg(store, by))
    return make_window()


def consultations(store: Store, founder: Actor) -> list[str]:
    log = store.write(founder, history.audit_page, None, AuditCategory.CONSULTATION).value
    return [row.title for row in log if row.title != history.audit_page.rule.title]


@pytest.mark.parametrize("name", REGISTERS)
def test_the_keyboard_is_in_the_table(
    name: str, window: MainWindow, desk: Desk, store: Store, founder: Actor, qtbot: QtBot
) -> None:
    before = consultations(store, founder)
    window.open_page("settings")
    desk.settle()
    for _again in range(2):
        window.rail.buttons[name].click()
        desk.settle()
        table = window.focusWidget()
        assert isinstance(table, Table), f"The keyboard is in {table!r}."
        assert not table.is_ringed
        assert consultations(store, founder) == before
        window.open_page("settings")
        desk.settle()


def test_the_first_arrow_chooses_the_first_row(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    window.rail.buttons["moderation"].click()
    desk.settle()
    table = window.focusWidget()
    assert isinstance(table, Table)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert table.selected_rows() == [table.rows.row_at(0)]
