"""The import page: from choosing a file to records in the register, and back again."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QDialog, QLabel, QPushButton

from soc_desk.services import disruption_rows
from soc_desk.services.disruption_rows import DisruptionFilter
from soc_desk.services.import_rows import RowState
from soc_desk.store import Actor
from soc_desk.vocabulary import FourP
from tests.imports.trackers import GOOD, HEADINGS, csv_file, xlsx_file
from tests.ui.conftest import WindowMaker
from ui.desk import Desk, InlineLane
from ui.main_window import MainWindow
from ui.pages.imports import CHECK, CHOOSE, COLUMNS, DONE, ImportsPage
from ui.widgets.badges import Badge

TRACKER = Path(__file__).parents[1] / "imports" / "data" / "disruptions_2022_a.xlsx"


@pytest.fixture
def page(window: MainWindow, desk: Desk) -> ImportsPage:
    window.open_page("imports")
    desk.settle()
    shown = window.way.page
    assert isinstance(shown, ImportsPage)
    return shown


def answer(window: MainWindow, words: str) -> None:
    """Press a button of the question that is open."""
    question = next(dialog for dialog in window.findChildren(QDialog) if dialog.isVisible())
    next(b for b in question.findChildren(QPushButton) if b.text().replace("&", "") == words).click()


def open_file(page: ImportsPage, path: Path) -> None:
    page.open_file(path)
    page.desk.settle()


def go_on(page: ImportsPage) -> None:
    page.next_button.click()
    page.desk.settle()


def test_published_tracker_from_file_to_register_and_back(window: MainWindow, page: ImportsPage, desk: Desk) -> None:
    assert page.stepper.step == CHOOSE
    assert not page.next_button.isVisible()
    open_file(page, TRACKER)
    assert page.stepper.step == COLUMNS
    assert page.title.text() == "disruptions_2022_a.xlsx"
    go_on(page)
    assert page.stepper.step == CHECK
    words = [badge.accessibleName() for badge in page.checking.pills.findChildren(Badge)]
    assert words[:3] == ["373 ready", "8 cannot be read", "5 repeats"]
    assert page.facts.text() == "Sheet “Disruptions 2022”, headings on row 4 · 386 rows · nothing has been saved yet"
    assert page.next_button.text() == "&Import 373 records"
    count = disruption_rows.count
    shown: list[int] = []
    desk.read(count, DisruptionFilter()).then(desk, shown.append)
    desk.settle()
    assert shown == [0]
    go_on(page)
    assert page.stepper.step == DONE
    desk.read(count, DisruptionFilter().counted()).then(desk, shown.append)
    desk.settle()
    assert shown == [0, 373]
    page.done.show_button.click()
    desk.settle()
    assert window.way.page is not page
    window.open_page("imports")
    page.done.undo_button.click()
    answer(window, "Undo import")
    desk.settle()
    desk.read(count, DisruptionFilter()).then(desk, shown.append)
    desk.settle()
    assert shown == [0, 373, 0]
    assert "was undone" in page.done.told.text()
    assert not page.done.undo_button.isEnabled()


def test_rows_that_stop_come_first_with_the_cell_tinted(page: ImportsPage) -> None:
    open_file(page, TRACKER)
    go_on(page)
    table = page.checking.table
    assert table is not None
    first = table.rows.row_at(0)
    assert first.state is RowState.STOPS
    assert first.row == 8
    tinted = [column.title for column in table.rows.columns if column.ground and column.ground(first)]
    assert tinted == ["4Ps"]
    assert table.rows.column("problem").text(first).startswith("“Patrol” is not a P.")
    ready = next(row for _, row in table.rows.in_memory() if row.state is RowState.READY)
    assert "→" in "".join(ready.cells)


def test_columns_are_corrected(page: ImportsPage, tmp_path: Path) -> None:
    heads = ("Date of disruption", "OCG ref", "Workstrand", "How big", "Threat", "Details")
    rows = [heads, ("14/03/2022", "OCG-0001", "Chase", "Minor", "Drugs", "x"), ("15/03/2022", *GOOD[1:])]
    open_file(page, csv_file(tmp_path / "odd.csv", rows))
    assert page.columns.told.text().startswith("No column is read as: 4P")
    assert not page.next_button.isEnabled()
    choice = page.columns.choices[2]
    choice.setCurrentIndex(choice.findData("four_p"))
    choice.activated.emit(choice.currentIndex())
    choice = page.columns.choices[3]
    choice.setCurrentIndex(choice.findData("impact_level"))
    choice.activated.emit(choice.currentIndex())
    assert page.columns.mapping is not None
    assert page.columns.mapping.fields["four_p"].index == 2
    assert page.next_button.isEnabled()
    go_on(page)
    assert page.next_button.text() == "&Import 1 record"
    go_on(page)
    # The next file with these headings is read as it was said.
    page.start_again()
    open_file(page, csv_file(tmp_path / "next.csv", [heads, ("16/03/2022", *GOOD[1:])]))
    assert page.next_button.isEnabled()
    assert page.columns.mapping.fields["four_p"].index == 2


def test_a_field_moves_from_one_column_to_another(page: ImportsPage) -> None:
    open_file(page, TRACKER)
    page.columns.correct(5, "narrative")
    assert page.columns.mapping is not None
    assert page.columns.mapping.fields["narrative"].index == 5
    assert page.columns.choices[8].currentData() == ""
    assert page.columns.choices[5].currentData() == "narrative"


def test_another_sheet_is_looked_at(page: ImportsPage, tmp_path: Path) -> None:
    path = xlsx_file(tmp_path / "t.xlsx", [HEADINGS, GOOD, ("15/03/2022", *GOOD[1:])], Older=[HEADINGS, GOOD])
    open_file(page, path)
    assert page.columns.sheet.currentText() == "Tracker"
    page.columns.sheet.setCurrentText("Older")
    page.columns.again.click()
    page.desk.settle()
    assert page.columns.mapping is not None
    assert page.columns.mapping.sheet == "Older"
    go_on(page)
    assert page.next_button.text() == "&Import 1 record"


def test_steps_behind_can_be_gone_back_to(page: ImportsPage) -> None:
    open_file(page, TRACKER)
    go_on(page)
    page.stepper.setCurrentIndex(COLUMNS)
    assert page.stack.currentIndex() == COLUMNS
    assert page.next_button.text() == "Chec&k the rows"
    page.cancel_button.click()
    assert page.stack.currentIndex() == CHOOSE
    assert page.title.text() == "Import a spreadsheet"


def test_bad_file_is_said_and_nothing_else_happens(window: MainWindow, page: ImportsPage, tmp_path: Path) -> None:
    path = tmp_path / "picture.xlsx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"x" * 50)
    open_file(page, path)
    assert page.stepper.step == CHOOSE
    assert page.choosing.choose_button.isEnabled()
    told = [shown.text() for shown in window.findChildren(QLabel) if shown.isVisible()]
    assert any("is a picture (PNG)" in text for text in told)


def test_file_is_dropped(page: ImportsPage) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(TRACKER))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    page.choosing.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, buttons, keys))
    page.desk.settle()
    assert page.stepper.step == COLUMNS


def test_error_file_is_written(page: ImportsPage, tmp_path: Path) -> None:
    open_file(page, TRACKER)
    go_on(page)
    assert page.errors_button.isVisible()
    assert page.checked is not None
    page.errors.write(page.checked, tmp_path / "mend.csv")
    page.desk.settle()
    text = (tmp_path / "mend.csv").read_text("utf-8-sig")
    assert text.count("\n") == 9
    assert "There is no 31 February 2022. Correct the date." in text


def test_same_file_again_imports_nothing(window: MainWindow, page: ImportsPage, tmp_path: Path) -> None:
    path = csv_file(tmp_path / "t.csv", [HEADINGS, GOOD])
    for _ in range(2):
        page.start_again()
        open_file(page, path)
        go_on(page)
        if page.next_button.isEnabled():
            go_on(page)
    assert page.stepper.step == CHECK
    assert page.next_button.text() == "&Import 0 records"
    table = page.checking.table
    assert table is not None
    assert table.rows.row_at(0).text == "Imported before. Left out."


def test_earlier_imports_are_listed_and_undone(window: MainWindow, page: ImportsPage, tmp_path: Path) -> None:
    open_file(page, csv_file(tmp_path / "t.csv", [HEADINGS, GOOD]))
    go_on(page)
    go_on(page)
    page.done.another_button.click()
    page.desk.settle()
    listed = page.choosing.model.row_at(0)
    assert listed is not None
    assert (listed.file_name, listed.accepted, listed.undone_at) == ("t.csv", 1, None)
    page.choosing.table.selectRow(0)
    page.choosing.undo_button.click()
    answer(window, "Undo import")
    page.desk.settle()
    listed = page.choosing.model.row_at(0)
    assert listed is not None
    assert listed.undone_at is not None
    assert not page.choosing.undo_button.isEnabled()


def test_an_officer_s_rows_await_moderation(
    make_window: WindowMaker, store: object, officer: Actor, tmp_path: Path
) -> None:
    desk = Desk(store, officer, InlineLane())  # type: ignore[arg-type]
    window = make_window(by=desk)
    window.open_page("imports")
    desk.settle()
    page = window.way.page
    assert isinstance(page, ImportsPage)
    open_file(page, csv_file(tmp_path / "t.csv", [HEADINGS, GOOD]))
    go_on(page)
    go_on(page)
    found: list[list[disruption_rows.DisruptionRow]] = []
    desk.read(disruption_rows.page, DisruptionFilter()).then(desk, found.append)
    desk.settle()
    assert [(row.status.value, row.four_p) for row in found[0]] == [("submitted", FourP.PURSUE)]
    desk.close()


def test_what_the_page_remembers(page: ImportsPage, tmp_path: Path) -> None:
    page.restore({"kind": "ocgs", "folder": str(tmp_path), "else": 1})
    assert page.state() == {"kind": "ocgs", "folder": str(tmp_path)}
    page.restore({})
    page.restore({"kind": "nonsense", "folder": "/nowhere/at/all"})
    assert page.state() == {"kind": "ocgs", "folder": str(tmp_path)}


def test_list_of_groups(page: ImportsPage, tmp_path: Path) -> None:
    rows = [("OCG ref", "OCG name", "Status", "LPA"), ("OCG-1", "Kestrel", "Active", "North")]
    page.choosing.kind.set_value("ocgs")
    open_file(page, csv_file(tmp_path / "groups.csv", rows))
    go_on(page)
    go_on(page)
    assert page.stepper.step == DONE
    assert page.done.card.accessibleName().startswith("1 group was imported as I-")
