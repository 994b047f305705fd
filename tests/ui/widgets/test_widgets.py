"""The other widgets: what they say, what they emit, and how they are worked by keyboard."""

import os
import subprocess
import sys
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.widgets.scenes import inspector, sample_pdf
from tests.ui.widgets.test_table import Writes
from ui.widgets.banner import Banner
from ui.widgets.board import Board, Item
from ui.widgets.chart import BarItem, BarList, ChartCard, SvgView
from ui.widgets.choice_popup import ChoicePopup
from ui.widgets.compare import MINE, THEIRS, Comparison, Difference
from ui.widgets.facts import Fact, Facts
from ui.widgets.filters import FilterRow, choice, period
from ui.widgets.flow import FlowLayout
from ui.widgets.marking import MarkingStrip
from ui.widgets.period_popup import Period, PeriodPopup, format_period
from ui.widgets.preview import Preview
from ui.widgets.progress import Progress
from ui.widgets.stepper import Stepper
from ui.widgets.tabs import View, ViewTabs

QUARTER = Period(date(2026, 10, 1), date(2026, 12, 31))
LEVELS = [("major", "Major"), ("moderate", "Moderate"), ("minor", "Minor")]


@pytest.fixture
def filters(qtbot: QtBot) -> FilterRow:
    presets = partial(list, [("This quarter", QUARTER)])
    row = FilterRow([period("when", "When", presets), choice("level", "Level", LEVELS),
                     choice("area", "LPA", [(1, "North"), (2, "South")], several=False)])  # fmt: skip
    qtbot.addWidget(row)
    row.resize(700, 40)
    row.show()
    return row


def test_filters_say_and_keep_their_values(filters: FilterRow, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(filters.changed):
        filters.set_values({"when": QUARTER, "level": ["major", "minor"], "unknown": 3})
    assert filters.values() == {"when": QUARTER, "level": ("major", "minor")}
    assert filters.chip("when").value_words() == "1 Oct – 31 Dec 2026"
    assert filters.chip("level").value_words() == "Major + 1"
    assert filters.chip("area").value_words() == "All"


def test_delete_clears_a_filter(filters: FilterRow, qtbot: QtBot) -> None:
    filters.set_values({"when": QUARTER})
    with qtbot.waitSignal(filters.changed) as told:
        qtbot.keyClick(filters.chip("when").focusProxy(), Qt.Key.Key_Delete)
    assert told.args == [{}]


def test_several_can_be_ticked_in_the_list(filters: FilterRow, qtbot: QtBot) -> None:
    qtbot.keyClick(filters.chip("level").focusProxy(), Qt.Key.Key_Return)
    popup = filters.findChild(ChoicePopup)
    popup._list.item(1).setCheckState(Qt.CheckState.Checked)
    popup._list.item(2).setCheckState(Qt.CheckState.Checked)
    assert filters.values() == {"level": ("moderate", "minor")}
    qtbot.keyClick(popup, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: filters.findChild(ChoicePopup) is None)


def test_one_is_chosen_with_enter(filters: FilterRow, qtbot: QtBot) -> None:
    filters.chip("area").open()
    popup = filters.findChild(ChoicePopup)
    popup._list.setCurrentRow(2)
    popup._list.itemActivated.emit(popup._list.item(2))
    assert filters.values() == {"area": 2}


def test_a_period_is_typed_or_taken_by_name(filters: FilterRow, qtbot: QtBot) -> None:
    filters.chip("when").open()
    popup = filters.findChild(PeriodPopup)
    popup._first.setText("1/3/26")
    popup._last.setText("1/2/26")
    popup._take_dates()
    assert popup._problem.text() == "The last day lies before the first. Change one of them."
    assert filters.values() == {}
    popup._last.setText("31/3/26")
    popup._take_dates()
    assert filters.values() == {"when": Period(date(2026, 3, 1), date(2026, 3, 31))}


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (QUARTER, "1 Oct – 31 Dec 2026"), (Period(date(2025, 12, 1), date(2026, 1, 2)), "1 Dec 2025 – 2 Jan 2026"),
        (Period(date(2026, 1, 1), None), "from 1 Jan 2026"), (Period(None, date(2026, 1, 1)), "to 1 Jan 2026"),
        (Period(date(2026, 1, 1), date(2026, 1, 1)), "1 Jan 2026"),
    ],
)  # fmt: skip
def test_a_period_in_words_and_back_from_settings(shown: Period, words: str) -> None:
    assert format_period(shown) == words
    assert Period.from_text(shown.as_text()) == shown


def test_a_period_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match=r"Write it as"):
        Period.from_text("last week")


def test_saved_views_keep_the_current_one(qtbot: QtBot) -> None:
    tabs = ViewTabs([View("a", "This quarter"), View("b", "Mine", 4)])
    qtbot.addWidget(tabs)
    with qtbot.waitSignal(tabs.chosen) as told:
        qtbot.keyClick(tabs._tabs, Qt.Key.Key_Right)
    assert told.args == ["b"]
    with qtbot.assertNotEmitted(tabs.chosen):
        tabs.set_views([View("x", "New"), View("a", "This quarter"), View("b", "Mine", 5)])
        tabs.set_count("b", 1812)
    assert tabs.current() == "b"
    assert tabs._tabs.tabText(2) == "Mine 1,812"


def test_views_are_said_shorter_where_not_all_would_be_seen(qtbot: QtBot) -> None:
    tabs = ViewTabs([View("a", "Declined for want of capacity", 5, short="Unmet"), View("b", "Mine")], can_save=False)
    qtbot.addWidget(tabs)
    tabs.resize(400, 36)
    tabs.show()
    assert tabs._tabs.tabText(0) == "Declined for want of capacity 5"
    tabs.resize(200, 36)
    assert [tabs._tabs.tabText(place) for place in (0, 1)] == ["Unmet 5", "Mine"]
    assert tabs._tabs.tabToolTip(0) == tabs._tabs.accessibleTabName(0) == "Declined for want of capacity 5"
    tabs.set_count("a", 7)
    assert (tabs._tabs.tabText(0), tabs._tabs.tabToolTip(1)) == ("Unmet 7", "")


def test_a_board_acts_opens_and_keeps_the_focus(qtbot: QtBot) -> None:
    board = Board("Against the clock", "Nothing is due.", wide=True)
    qtbot.addWidget(board)
    items = [Item(n, f"in {n} days", "amber", f"Order {n}", "sub", f"C-{n}", "s.295", "Log order") for n in range(60)]
    board.set_items(items)
    board.resize(800, 600)
    board.show()
    rows = board._shown()
    assert len(rows) < 50  # what is in sight at first
    qtbot.waitUntil(lambda: len(board._shown()) == 50)
    assert [row.item for row in board._shown()] == items[:50]
    assert rows[0].accessibleName() == "in 0 days, C-0, Order 0, sub, s.295"
    with qtbot.waitSignal(board.opened) as opened:
        qtbot.keyClick(rows[3], Qt.Key.Key_Return)
    assert opened.args == [items[3]]
    board._show_all()
    assert len(board._shown()) == 60
    with qtbot.waitSignal(board.acted) as acted:
        board._shown()[59].findChild(QPushButton).click()
    assert acted.args == [items[59]]
    second = board._shown()[1]
    qtbot.waitUntil(second.isVisible)
    second.setFocus()
    qtbot.waitUntil(second.hasFocus)
    board.set_items(items[1:])
    qtbot.waitUntil(board._shown()[0].hasFocus)
    board.set_items([])
    assert board._empty.isVisible()


def test_the_inspector_keeps_its_tab_and_hides_on_f4(qtbot: QtBot) -> None:
    panel = inspector()
    qtbot.addWidget(panel)
    panel.show()
    panel._tabs.setCurrentIndex(1)
    panel.show_record("D-2", "Another", (), [("Summary", QWidget()), ("Outcomes 12", QWidget())])
    assert panel._tabs.currentIndex() == 1
    assert panel.toggle.shortcut().toString() == "F4"
    with qtbot.waitSignal(panel.shown_changed):
        panel.toggle.trigger()
    assert panel.isHidden()
    panel.clear()
    assert panel._stack.count() == 0


def test_facts_say_what_is_not_recorded(qtbot: QtBot) -> None:
    opened: list[bool] = []
    facts = Facts([Fact("Against", "OCG-0117", lambda: opened.append(True)), Fact("Operation", "")])
    qtbot.addWidget(facts)
    facts._grid.itemAtPosition(0, 1).widget().click()
    assert opened == [True]
    shown = facts._grid.itemAtPosition(1, 1).widget()
    assert isinstance(shown, QLabel)
    assert shown.text() == "Not recorded"


def test_a_banner_says_acts_and_goes(qtbot: QtBot) -> None:
    banner = Banner()
    qtbot.addWidget(banner)
    assert banner.text == ""
    acted: list[bool] = []
    banner.say("error", "The disk is full. Nothing was changed.", "Try again", lambda: acted.append(True))
    assert banner.accessibleName() == "Error: The disk is full. Nothing was changed."
    banner._button.click()
    assert acted == [True]
    with qtbot.waitSignal(banner.dismissed):
        banner.dismiss()
    assert banner.isHidden()


def test_a_comparison_merges_what_one_side_changed(qtbot: QtBot) -> None:
    comparison = Comparison([
        Difference("Level", "Minor", "Major", "Moderate"), Difference("Threat", "Fraud", "Fraud", "Cyber crime"),
        Difference("Words", "One", "Three", "One"),
    ])  # fmt: skip
    qtbot.addWidget(comparison)
    assert comparison.choices() == ["", THEIRS, MINE]
    assert not comparison.is_decided()
    with qtbot.waitSignal(comparison.changed):
        comparison.choose(0, MINE)
    assert comparison.is_decided()
    assert comparison.choices() == [MINE, THEIRS, MINE]


def test_only_steps_behind_can_be_gone_back_to(qtbot: QtBot) -> None:
    stepper = Stepper(["Choose", "Columns", "Check", "Done"])
    qtbot.addWidget(stepper)
    stepper.set_step(2)
    assert [stepper.isTabEnabled(n) for n in range(4)] == [True, True, True, False]
    with qtbot.waitSignal(stepper.went_back) as told:
        stepper.setCurrentIndex(0)
    assert told.args == [0]
    assert stepper.step == 0
    stepper.set_step(3, locked=True)
    assert not any(stepper.isTabEnabled(n) for n in range(3))


def test_progress_says_how_far_and_can_be_stopped(qtbot: QtBot) -> None:
    progress = Progress("Reading")
    qtbot.addWidget(progress)
    progress.set_progress(50, 200, "Reading rows")
    assert progress._bar.value() == 250
    assert progress.accessibleDescription() == "Reading rows 50 of 200"
    with qtbot.waitSignal(progress.cancelled):
        progress._cancel.click()
    assert not progress._cancel.isEnabled()
    progress.reset("Again")
    assert progress._cancel.isEnabled()


def test_any_bar_can_be_opened(qtbot: QtBot) -> None:
    bars = BarList([BarItem("p", "Pursue", 34), BarItem("v", "Prevent", 12)], "a note")
    qtbot.addWidget(bars)
    with qtbot.waitSignal(bars.chosen) as told:
        qtbot.keyClick(bars._bars[1], Qt.Key.Key_Space)
    assert told.args == ["v"]
    assert bars._bars[0].accessibleName() == "Pursue: 34"
    bars.set_items([])
    assert bars._bars == []


def test_a_chart_is_copied_as_a_picture_and_shows_its_table(qtbot: QtBot) -> None:
    svg = SvgView("Disruptions over time")
    svg.set_svg(b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/></svg>')
    card = ChartCard("Over time", svg, ["Month", "Number"])
    qtbot.addWidget(card)
    card.resize(400, 300)
    card.show()
    with qtbot.waitSignal(card.refused):
        card.copy_picture()  # nobody logs it here
    Writes(card)
    card.copy_picture()
    image = QGuiApplication.clipboard().image()
    assert image.pixelColor(image.width() // 2, image.height() // 2).name() == "#000000"
    card.set_rows([["Oct", "20"]])
    card.show_table(shown=True)
    assert card.shows_table
    assert [action.text() for action in card.menu().actions()] == ["Copy as picture", "Show chart"]


def test_what_is_no_drawing_is_refused(qtbot: QtBot, qtlog: object) -> None:
    view = SvgView("Nothing")
    qtbot.addWidget(view)
    with qtlog.disabled(), pytest.raises(ValueError, match="could not be drawn"):  # type: ignore[attr-defined]
        view.set_svg(b"not a drawing")


def test_the_pages_of_a_report_are_drawn_and_turned(qtbot: QtBot) -> None:
    preview = Preview()
    qtbot.addWidget(preview)
    preview.resize(700, 500)
    preview.show()
    preview.show_pdf(sample_pdf(3))
    assert (preview.page_count, preview.page) == (3, 1)
    qtbot.waitUntil(lambda: 0 in preview._pages._drawn)
    drawn = preview._pages._drawn[0]
    assert any(drawn.pixelColor(x, y).lightness() < 100 for x in range(0, drawn.width(), 2) for y in range(60, 130, 2))
    preview.go_to(3)
    assert preview.page == 3
    preview.set_zoom(1.0)
    assert preview._percent.text() == "100 %"
    with pytest.raises(ValueError, match="not a PDF"):
        preview.show_pdf(b"words")
    assert preview.page_count == 3
    preview.clear()
    assert preview.page_count == 0


def test_the_marking_is_in_capitals_and_said(qtbot: QtBot) -> None:
    strip = MarkingStrip("Official")
    qtbot.addWidget(strip)
    assert strip.marking == "OFFICIAL"
    assert strip.accessibleName() == "Marking: OFFICIAL"
    assert strip.sizeHint().height() == 22


def test_a_flow_wraps(qtbot: QtBot) -> None:
    held = QWidget()
    qtbot.addWidget(held)
    flow = FlowLayout(held, gap=10, line_gap=10)
    for _ in range(3):
        child = QWidget()
        child.setFixedSize(100, 20)
        flow.addWidget(child)
    assert flow.heightForWidth(330) == 20
    assert flow.heightForWidth(210) == 50
    assert flow.heightForWidth(100) == 80
    child.setFixedSize(100, 30)
    held.layout().activate()
    assert flow.heightForWidth(100) == 90  # what was measured before is forgotten
    another = QWidget()
    another.setFixedSize(100, 20)
    flow.addWidget(another)
    assert flow.heightForWidth(100) == 120
    flow.clear()
    assert flow.heightForWidth(100) <= 0
    assert flow.count() == 0


_LEFT_OPEN = """
import io, sys, tempfile
kept = tempfile.TemporaryDirectory()  # its finalizer makes all finalizers run after PDFium is gone, as in the program
from PySide6.QtWidgets import QApplication
from reportlab.pdfgen import canvas
from ui import theme
from ui.widgets.preview import Preview
app = QApplication([])
theme.apply(app, "light")
out = io.BytesIO()
page = canvas.Canvas(out)
page.drawString(72, 720, "OFFICIAL-SENSITIVE")
page.save()
shown = [Preview(), Preview()]
for each in shown:
    each.show_pdf(out.getvalue())
    each.show()
    app.processEvents()
shown.pop().deleteLater()
sys.exit(0)
"""


def test_a_preview_that_is_open_at_the_end_is_closed_in_the_right_order() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _LEFT_OPEN], cwd=Path(__file__).parents[3], check=False, capture_output=True, text=True,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "open" not in done.stderr
    assert "close" not in done.stderr


def test_a_board_cuts_no_row_at_its_foot_and_has_no_bar_where_all_fit(qtbot: QtBot) -> None:
    board = Board("To do")
    qtbot.addWidget(board)
    board.set_items([Item(n, "Today", "red", f"Moderate D-2026-{n:04}", "OCG-0061 Amber Comfrey") for n in range(12)])

    def ends_with_a_row() -> bool:
        foot = board._scroll.viewport().height()
        return foot in {row.geometry().bottom() + 1 for row in board._shown()}

    for height in (300, 333, 371):
        board.resize(420, height)
        board.show()
        qtbot.waitUntil(lambda: board._scroll.verticalScrollBar().maximum() > 0 and ends_with_a_row())
        assert ends_with_a_row()
    board.resize(420, 900)
    qtbot.waitUntil(lambda: board._scroll.verticalScrollBar().maximum() == 0)
