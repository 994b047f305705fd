"""What painted widgets are to a screen reader, and when tabs and tables show where the keyboard is."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QScrollArea, QSlider, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.widgets.scenes import COLUMNS, sample, sample_pdf
from ui import theme
from ui.widgets.card import scrolled
from ui.widgets.chart import SvgView
from ui.widgets.facts import SmallTable
from ui.widgets.network import Dot, NetworkView
from ui.widgets.preview import Preview
from ui.widgets.rows import RowsModel
from ui.widgets.table import Table
from ui.widgets.tabs import Tabs


def role(shown: QWidget) -> QAccessible.Role:
    found = QAccessible.queryAccessibleInterface(shown)
    assert found is not None
    return found.role()


def test_a_small_table_says_its_lines(qtbot: QtBot) -> None:
    table = SmallTable(("Outcome", "Quantity"), [("Charged", "3"), ("Cash seized", "£18,420.00")], (1,))
    qtbot.addWidget(table)
    assert role(table) is QAccessible.Role.StaticText
    assert table.accessibleName() == "Table of Outcome, Quantity"
    assert table.accessibleDescription() == "Charged, 3; Cash seized, £18,420.00"


def test_a_chart_is_a_picture_with_a_name(qtbot: QtBot) -> None:
    chart = SvgView("Disruptions over time")
    qtbot.addWidget(chart)
    assert role(chart) is QAccessible.Role.Graphic
    assert chart.accessibleName() == "Disruptions over time"


def test_a_page_of_a_report_can_be_read_aloud(qtbot: QtBot) -> None:
    preview = Preview()
    qtbot.addWidget(preview)
    preview.resize(600, 500)
    preview.show()
    preview.show_pdf(sample_pdf())
    (pages,) = (shown for shown in preview.findChildren(QWidget) if shown.accessibleName().startswith("Page 1 of"))
    assert role(pages) is QAccessible.Role.Graphic
    first = pages.accessibleDescription()
    assert first
    preview.go_to(2)
    assert pages.accessibleName().startswith("Page 2 of")
    assert pages.accessibleDescription() != first
    preview.clear()
    assert pages.accessibleDescription() == ""


@pytest.mark.parametrize(
    ("reason", "ringed"),
    [(Qt.FocusReason.TabFocusReason, True), (Qt.FocusReason.MouseFocusReason, False)],
    ids=["by keyboard", "by mouse"],
)
def test_tabs_are_ringed_for_who_came_by_the_keyboard(qtbot: QtBot, reason: Qt.FocusReason, ringed: bool) -> None:
    tabs = Tabs(("Summary", "History"))
    qtbot.addWidget(tabs)
    with qtbot.waitActive(tabs):
        tabs.show()
        tabs.activateWindow()
    tabs.clearFocus()
    tabs.setFocus(reason)
    assert tabs.hasFocus()
    row = tabs.grab().toImage()
    seen = {row.pixelColor(x, 5).name() for x in range(row.width())}
    assert (theme.current().focus in seen) is ringed


def _network() -> NetworkView:
    view = NetworkView("Network of the group")
    view.show_network((Dot(1, "Ash", "", "accent_fill"),), (), {1: (0.0, 0.0)})
    return view


def _slider() -> QSlider:
    return QSlider(Qt.Orientation.Horizontal)


def _overview() -> QScrollArea:
    filled = QWidget()
    filled.setAutoFillBackground(True)
    filled.setMinimumHeight(900)
    return scrolled(filled)


@pytest.mark.parametrize("made", [_network, _slider, _overview], ids=["network", "slider", "scrolling part"])
def test_what_holds_the_keyboard_shows_it_and_moves_nothing(qtbot: QtBot, made: Callable[[], QWidget]) -> None:
    shown, whole = made(), QWidget()
    QVBoxLayout(whole).addWidget(shown)
    qtbot.addWidget(whole)
    whole.resize(400, 300)
    with qtbot.waitActive(whole):
        whole.show()
        whole.activateWindow()
    shown.clearFocus()
    room, without = shown.contentsRect(), shown.grab().toImage()
    shown.setFocus(Qt.FocusReason.TabFocusReason)
    assert shown.hasFocus()
    ringed = shown.grab().toImage()
    middle = ringed.width() // 2
    focus = theme.current().focus
    assert [each.pixelColor(middle, 0).name() == focus for each in (without, ringed)] == [False, True]
    assert shown.contentsRect() == room


def test_a_table_shows_where_the_keyboard_is_from_the_first_key_on(qtbot: QtBot) -> None:
    table = Table(RowsModel(COLUMNS), "Disruptions")
    qtbot.addWidget(table)
    table.rows.set_rows([sample(n) for n in range(5)])
    table.resize(1100, 400)
    with qtbot.waitActive(table):
        table.show()
        table.activateWindow()
    table.clearFocus()
    table.setFocus(Qt.FocusReason.OtherFocusReason)
    assert _focus_line(table) is False
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert _focus_line(table) is True


def _focus_line(table: Table) -> bool:
    """Whether the edge of the current row is drawn in the colour of the focus."""
    top = table.rowViewportPosition(table.currentIndex().row())
    return table.viewport().grab().toImage().pixelColor(1, top + 17).name() == theme.current().focus
