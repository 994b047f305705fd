"""What the settings of the look change while the window stands: rows, motion, the panel beside a register."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QTableView

from tests.ui.conftest import WindowMaker
from ui import theme
from ui.main_window import MainWindow
from ui.settings import Settings
from ui.theme.tokens import COMPACT_ROW_HEIGHT, ROW_HEIGHT
from ui.widgets.rows import Column, RowsModel
from ui.widgets.table import Table


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    yield
    theme.set_compact(compact=False)
    theme.move(reduced=False)


def heights(window: MainWindow) -> set[int]:
    tables = [table for table in window.findChildren(QTableView) if isinstance(table, Table)]
    assert tables
    return {table.verticalHeader().defaultSectionSize() for table in tables}


def test_every_table_follows_the_height_of_rows_at_once_and_so_do_new_ones(window: MainWindow) -> None:
    window.open_page("disruptions")
    assert heights(window) == {ROW_HEIGHT}
    window.settings.compact_rows = True
    assert heights(window) == {COMPACT_ROW_HEIGHT}
    later = Table(RowsModel([Column("a", "A", str)]), "Later")
    assert later.verticalHeader().defaultSectionSize() == COMPACT_ROW_HEIGHT
    window.settings.compact_rows = False
    assert heights(window) == {ROW_HEIGHT}


def test_without_motion_nothing_fades(window: MainWindow) -> None:
    fading = (Qt.UIEffect.UI_FadeMenu, Qt.UIEffect.UI_FadeTooltip, Qt.UIEffect.UI_AnimateCombo)
    window.settings.reduced_motion = True
    assert not any(map(QApplication.isEffectEnabled, fading))


def test_a_window_opens_with_the_rows_chosen_before(settings: Settings, make_window: WindowMaker) -> None:
    settings.compact_rows = True
    assert heights(make_window()) == {COMPACT_ROW_HEIGHT}


def test_a_register_opens_without_the_panel_that_was_hidden(window: MainWindow) -> None:
    window.settings.inspector_is_shown = False
    window.open_page("disruptions")
    page = window.way.page
    assert page is not None
    assert not page.inspector.toggle.isChecked()  # type: ignore[attr-defined]  # the register's
    page.inspector.toggle.setChecked(True)  # type: ignore[attr-defined]
    assert window.settings.inspector_is_shown
