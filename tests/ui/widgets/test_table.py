"""The table: selection that survives, copying that is noticed, columns that stay as they were left, keyboard."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QPixmap
from pytestqt.qtbot import QtBot

from tests.ui.widgets.scenes import COLUMNS, Sample, sample
from ui import theme
from ui.theme.tokens import contrast, on_selection
from ui.widgets.leaving import Clerk, Leaving
from ui.widgets.lines import broken
from ui.widgets.rows import Column, RowsModel
from ui.widgets.table import Table


class Writes(Clerk):
    """Logs and lets go, as the window does."""

    taken: tuple[Leaving, ...] = ()

    def take(self, leaving: Leaving) -> None:
        self.taken += (leaving,)
        leaving.put()


@pytest.fixture
def table(qtbot: QtBot) -> Table:
    made = Table(RowsModel(COLUMNS), "Disruptions", sorts_here=True)
    qtbot.addWidget(made)
    made.rows.set_rows([sample(n) for n in range(20)])
    Writes(made)
    made.resize(1100, 500)
    made.show()
    return made


def test_rows_are_34_or_28_high(table: Table) -> None:
    assert table.rowHeight(0) == 34
    theme.set_compact(compact=True)
    table.follow_density()
    theme.set_compact(compact=False)
    assert table.rowHeight(0) == 28


def test_selection_follows_the_rows_not_their_places(table: Table) -> None:
    table.select_ids({3})
    table.rows.set_rows([sample(n) for n in range(2, 20)])
    assert [row.id for row in table.selected_rows()] == [3]
    assert table.current_row() == sample(3)
    table.rows.set_rows([sample(1)])
    assert table.selected_rows() == []


def test_selection_comes_back_with_its_page(qtbot: QtBot) -> None:
    table = Table(RowsModel(COLUMNS), "Disruptions")
    qtbot.addWidget(table)
    table.rows.start_paging()
    table.rows.set_page(0, [sample(n) for n in range(100)])
    table.select_ids({7})
    table.rows.start_paging()
    assert table.selected_count() == 0
    table.rows.set_page(0, [sample(n) for n in range(5, 105)])
    assert [row.id for row in table.selected_rows()] == [7]


def test_copy_pastes_into_a_spreadsheet_and_is_told(table: Table) -> None:
    table.select_ids({1})
    table.copy()
    (leaving,) = table.findChild(Writes).taken
    assert (leaving.name, leaving.rows) == ("Disruptions", [sample(1)])
    heading, line = QGuiApplication.clipboard().text().strip().split("\n")
    assert heading.split("\t")[:2] == ["Ref", "Date"]
    assert line.split("\t")[0] == "D-2026-0001"


def test_no_copied_cell_starts_a_formula(qtbot: QtBot) -> None:
    table = Table(RowsModel([Column[Sample]("x", "X", lambda _row: "=1+1\tand\nmore")]), "Formulas")
    qtbot.addWidget(table)
    table.rows.set_rows([sample(1)])
    Writes(table)
    table.selectAll()
    table.copy()
    assert QGuiApplication.clipboard().text() == "X\n'=1+1 and more\n"


def test_copying_rows_that_are_not_loaded_is_refused(qtbot: QtBot) -> None:
    table = Table(RowsModel(COLUMNS), "Disruptions")
    qtbot.addWidget(table)
    table.rows.start_paging()
    table.rows.set_page(0, [sample(n) for n in range(100)])
    table.rows.set_total(1_000_000)
    table.selectAll()
    assert table.selected_count() == 1_000_000
    with qtbot.waitSignal(table.refused) as told:
        table.copy()
    assert told.args == ["Some of the selected rows are not loaded. Export the view instead of copying it."]


def test_what_nobody_would_log_is_not_copied(qtbot: QtBot) -> None:
    table = Table(RowsModel(COLUMNS), "Disruptions")
    qtbot.addWidget(table)
    table.rows.set_rows([sample(1)])
    QGuiApplication.clipboard().setText("as it was")
    table.selectAll()
    with qtbot.waitSignal(table.refused):
        table.copy()
    assert QGuiApplication.clipboard().text() == "as it was"


def test_a_heading_sorts_and_sorts_back(table: Table, qtbot: QtBot) -> None:
    header = table.horizontalHeader()
    for descending in (False, True):
        with qtbot.waitSignal(table.sort_asked) as told:
            at = header.sectionViewportPosition(1) + 10
            qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=header.rect().topLeft() + _point(at))
        assert told.args == ["day", descending]
    assert table.rows.headerData(1, Qt.Orientation.Horizontal) == "Date ↓"
    assert table.rows.loaded(0) == sample(0)


def test_columns_stay_as_they_were_left(table: Table, qtbot: QtBot) -> None:
    header = table.horizontalHeader()
    header.moveSection(6, 1)
    header.resizeSection(0, 133)
    header.setSectionHidden(5, True)
    table.rows.set_sorted_by("day", descending=True)
    kept = json.loads(json.dumps(table.columns_state()))
    other = Table(RowsModel(COLUMNS), "Again")
    qtbot.addWidget(other)
    other.restore_columns(kept)
    assert other.columns_state() == table.columns_state()
    other.reset_columns()
    assert other.columns_state()["order"] == [column.key for column in COLUMNS]
    assert other.columns_state()["hidden"] == []


def test_a_state_of_another_version_does_no_harm(table: Table) -> None:
    table.restore_columns(
        {"order": ["status", "gone"], "hidden": ["gone"], "widths": {"gone": 5}, "sort": ["gone", True]}
    )
    assert table.columns_state()["order"][0] == "status"
    table.restore_columns({})
    assert table.columns_state()["order"] == [column.key for column in COLUMNS]


def test_the_columns_menu_hides_sorts_and_moves(table: Table) -> None:
    menu = table.columns_menu(table)
    threat = next(action for action in menu.actions() if action.text() == "Threat")
    threat.trigger()
    assert table.columns_state()["hidden"] == ["threat"]
    sorting = next(action.menu() for action in menu.actions() if action.text() == "Sort by")
    next(action for action in sorting.actions() if action.text() == "Ref, descending").trigger()
    assert table.rows.loaded(0) == sample(19)
    moving = next(action.menu() for action in menu.actions() if action.text() == "Move")
    next(action for action in moving.actions() if action.text() == "Status to the left").trigger()
    assert table.columns_state()["order"].index("status") == 5


def test_enter_opens_and_arrows_move(table: Table, qtbot: QtBot) -> None:
    table.select_ids({0})
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert table.current_row() == sample(1)
    with qtbot.waitSignal(table.opened) as told:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert told.args == [sample(1)]


def test_the_focus_alone_chooses_no_row(table: Table, qtbot: QtBot) -> None:
    told: list[object] = []
    with qtbot.waitActive(table):
        table.activateWindow()
    table.clearFocus()
    table.current_changed.connect(told.append)
    table.setFocus(Qt.FocusReason.OtherFocusReason)
    assert not table.currentIndex().isValid()
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert told == [sample(0)]
    assert table.selected_rows() == [sample(0)]


def test_who_comes_by_the_keyboard_stands_on_a_row_and_chooses_it_by_space(table: Table, qtbot: QtBot) -> None:
    told: list[object] = []
    with qtbot.waitActive(table):
        table.activateWindow()
    table.clearFocus()
    table.current_changed.connect(told.append)
    table.setFocus(Qt.FocusReason.TabFocusReason)
    assert table.current_row() == sample(0)
    assert told == []
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert told == [sample(0)]


def test_several_rows_can_be_selected(table: Table, qtbot: QtBot) -> None:
    table.select_ids({0})
    with qtbot.waitSignal(table.selection_changed):
        qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert table.selected_count() == 2


def test_an_empty_table_says_what_belongs_there(table: Table, qtbot: QtBot) -> None:
    acted: list[bool] = []
    table.set_empty("No disruptions yet. Record the first.", "Record disruption", lambda: acted.append(True))
    assert not table._empty.isVisible()
    table.rows.set_rows([])
    assert table._empty.isVisible()
    table._empty._button.click()
    assert acted == [True]
    table.rows.start_paging()
    assert not table._empty.isVisible()  # nothing is said while it is not known


def test_a_million_rows_scroll(qtbot: QtBot) -> None:
    model = RowsModel(COLUMNS)
    table = Table(model, "Many")
    qtbot.addWidget(table)
    model.page_wanted.connect(
        lambda index: model.set_page(index, [sample(n) for n in range(index * 100, index * 100 + 100)])
    )
    model.start_paging()
    model.set_total(1_000_000)
    table.resize(1100, 600)
    table.show()
    table.scrollToBottom()
    table.viewport().grab()
    qtbot.waitUntil(lambda: model.loaded(999_999) is not None)
    assert table.rowAt(table.viewport().height() - 1) == 999_999
    assert not QPixmap(table.grab()).isNull()


def _point(x: int):
    from PySide6.QtCore import QPoint

    return QPoint(x, 12)


def test_a_sentence_takes_two_lines_at_most() -> None:
    said = "Pursue is not a level. Write Major, Moderate, Minor, None or Negative, and then check the file again."
    whole = broken(said, 400)
    assert " ".join(whole) == said
    assert len(whole) == 2
    cut = broken(said, 150)
    assert len(cut) == 2
    assert cut[1].endswith("…")
    assert broken("Left out.", 150) == ("Left out.",)


@pytest.mark.parametrize("tokens", theme.SCHEMES.values(), ids=theme.SCHEMES)
def test_no_pill_is_lost_on_a_selected_row(tokens: theme.Tokens) -> None:
    for tone in ("neutral", "info", "green", "amber", "red"):
        ink, ground = on_selection(tokens).tone(tone)
        assert ground != tokens.selection
        assert contrast(ink, ground) >= tokens.least_contrast
