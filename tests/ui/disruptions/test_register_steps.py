"""The record beside the register, steps on many, what may leave, and the craft of the page."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from soc_desk.services import disruption_rows, disruptions, history
from soc_desk.services.disruption_rows import DisruptionFilter
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import AuditCategory, DisruptionStatus, ImpactLevel
from tests import factories
from tests.ui.disruptions.steps import (
    consultations,
    listed,
    open_register,
    unnamed,
)
from ui.desk import Desk
from ui.dialog import Question
from ui.exporting import ExportDialog
from ui.main_window import MainWindow
from ui.pages.disruptions import DisruptionsPage

# the record beside the list -------------------------------------------------------------------------------------------


def test_staying_on_a_row_opens_it_once_and_passing_over_rows_opens_none(
    page: DisruptionsPage, desk: Desk, store: Store, founder: Actor, five: list[UUID], qtbot: QtBot
) -> None:
    page.table.setFocus()
    for _ in range(3):
        qtbot.keyClick(page.table, Qt.Key.Key_Down)
    shown = page.inspection.row
    assert shown is not None
    assert page.inspection.detail is None
    assert page.inspector._title.text() == shown.subject
    with qtbot.waitSignal(page.inspection.shown, timeout=20_000):
        pass
    desk.settle()
    assert page.inspection.detail is not None
    told = {row.id: consultations(store, founder, row.id) for row in listed(page)}
    assert told == {row.id: int(row.id == shown.id) for row in listed(page)}
    page.refresh()
    desk.settle()
    assert consultations(store, founder, shown.id) == 1
    tabs = [page.inspector._tabs.tabText(n) for n in range(page.inspector._tabs.count())]
    assert tabs == ["Summary", "Outcomes 1", "Evidence 1", "History"]


def test_f4_hides_the_panel_and_a_hidden_panel_opens_nothing(
    page: DisruptionsPage, window: MainWindow, desk: Desk, store: Store, founder: Actor, qtbot: QtBot
) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_F4)
    assert not page.inspector.isVisible()
    assert not window.settings.inspector_is_shown
    page.table.selectRow(0)
    row = page.inspection.row
    assert row is not None
    page.inspection._soon.timeout.emit()
    desk.settle()
    assert consultations(store, founder, row.id) == 0
    qtbot.keyClick(window, Qt.Key.Key_F4)
    with qtbot.waitSignal(page.inspection.shown, timeout=20_000):
        pass
    assert consultations(store, founder, row.id) == 1


def test_a_record_asked_for_is_shown_even_outside_the_view(
    page: DisruptionsPage, window: MainWindow, desk: Desk, five: list[UUID]
) -> None:
    window.open_page("disruptions", record=five[4])
    desk.settle()
    assert page.inspection.row is not None
    assert page.inspection.row.id == five[4]
    page.viewing.open("awaiting")
    desk.settle()
    assert page.inspection.row is None


def test_a_colleagues_change_appears_in_its_row(
    page: DisruptionsPage, desk: Desk, store: Store, officer: Actor, five: list[UUID], qtbot: QtBot
) -> None:
    desk.ask_news()
    desk.settle()
    page.table.selectRow(0)
    before = store.read(officer, disruptions.detail, five[0]).draft
    store.write(officer, disruptions.change, before, replace(before, impact_level=ImpactLevel.NEGATIVE))
    desk.ask_news()
    qtbot.waitUntil(lambda: (desk.settle(), listed(page)[0].impact_level)[1] is ImpactLevel.NEGATIVE)
    assert [row.id for row in page.table.selected_rows()] == [five[0]]


# steps on many --------------------------------------------------------------------------------------------------------


def test_drafts_are_submitted_together_and_taken_back_by_undo(
    five: list[UUID], officers_window: MainWindow, officers: Desk, store: Store, officer: Actor
) -> None:
    window, desk = officers_window, officers
    page = open_register(window, desk)
    page.viewing.open("mine")
    desk.settle()
    page.table.selectAll()
    assert page.bulk.isVisible()
    drafts = sum(row.status is DisruptionStatus.DRAFT for row in page.table.selected_rows())
    count = page.table.selected_count()
    assert (drafts, count > drafts) == (2, True)
    assert [made.text() for made in page.bulk.buttons if made.isVisible()] == [f"Submit 2 of {count}"]
    window.action("disruptions.submit").trigger()
    desk.settle()
    statuses = {id_: store.read(officer, disruption_rows.one, id_) for id_ in (five[0], five[4])}
    assert {row.status for row in statuses.values() if row} == {DisruptionStatus.SUBMITTED}
    assert window.notices.said.startswith("2 disruptions were submitted for moderation.")
    window.doing.undo()
    desk.settle()
    row = store.read(officer, disruption_rows.one, five[0])
    assert row is not None
    assert row.status is DisruptionStatus.DRAFT


def test_an_incomplete_draft_keeps_all_from_being_submitted(
    five: list[UUID], officers_window: MainWindow, officers: Desk, store: Store, officer: Actor, group: UUID
) -> None:
    window, desk = officers_window, officers
    page = open_register(window, desk)
    thin = factories.disruption(store, officer, group, narrative="", disruption_date=date(2026, 3, 6))
    page.viewing.open("mine")
    desk.settle()
    page.table.selectAll()
    window.action("disruptions.submit").trigger()
    desk.settle()
    assert "say what was done and what changed" in window.notices.text
    shown = DisruptionFilter(statuses=(DisruptionStatus.SUBMITTED,))
    assert store.read(officer, disruption_rows.count, shown) == 2
    assert store.read(officer, disruption_rows.one, thin) is not None


def test_an_officer_may_not_agree(five: list[UUID], officers_window: MainWindow, officers: Desk) -> None:
    window = officers_window
    open_register(window, officers)
    assert not window.action("disruptions.agree").isEnabled()
    assert "moderation" not in window.rail.buttons


def test_several_are_agreed_at_once_after_asking(
    page: DisruptionsPage, window: MainWindow, desk: Desk, store: Store, founder: Actor, group: UUID
) -> None:
    own = factories.submitted(store, founder, group, disruption_date=date(2026, 3, 7))
    page.viewing.open("awaiting")
    desk.settle()
    page.table.selectAll()
    window.action("disruptions.agree").trigger()
    desk.settle()
    (question,) = window.findChildren(Question)
    question.buttons[0].click()
    desk.settle()
    waiting = store.read(founder, disruption_rows.page, DisruptionFilter(statuses=(DisruptionStatus.SUBMITTED,)))
    assert [row.id for row in waiting] == [own]


# what may leave -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_asks_who_and_why_and_is_logged(
    page: DisruptionsPage, window: MainWindow, desk: Desk, tmp_path: Path, kind: str
) -> None:
    window.action(f"disruptions.export_{kind}").trigger()
    (dialog,) = window.findChildren(ExportDialog)
    dialog.export.click()
    assert dialog.isVisible()
    assert dialog.form.field("recipient").shown_problem
    for name, words in (("recipient", "Force lead"), ("purpose", "Quarterly meeting")):
        field = dialog.form.field(name).widget
        assert isinstance(field, QLineEdit)
        field.setText(words)
    path = tmp_path / f"out.{kind}"
    dialog.path.setText(str(path))
    dialog.export.click()
    desk.settle()
    assert "4 disruptions were exported" in window.notices.said
    assert "P-" in window.notices.said
    if kind == "csv":
        text = path.read_text(encoding="utf-8-sig")
        assert text.count("\nD-") == 4
        assert "Force lead" in text
    else:
        from openpyxl import load_workbook

        cells = [str(row[0].value) for row in load_workbook(path).active.iter_rows()]
        assert sum(cell.startswith("D-") for cell in cells) == 4
    assert list(tmp_path.glob(".*part")) == []


def test_a_folder_that_refuses_is_said_and_nothing_is_logged(
    page: DisruptionsPage, window: MainWindow, desk: Desk, store: Store, founder: Actor, tmp_path: Path
) -> None:
    window.action("disruptions.export_csv").trigger()
    (dialog,) = window.findChildren(ExportDialog)
    for name in ("recipient", "purpose"):
        field = dialog.form.field(name).widget
        assert isinstance(field, QLineEdit)
        field.setText("Somebody")
    dialog.path.setText(str(tmp_path / "no such folder" / "out.csv"))
    dialog.export.click()
    desk.settle()
    assert "cannot be written" in window.notices.text
    assert window.notices.said == ""


def test_copied_rows_are_logged_as_a_disclosure(
    page: DisruptionsPage, window: MainWindow, desk: Desk, store: Store, founder: Actor, five: list[UUID]
) -> None:
    page.table.selectRow(0)
    page.table.copy()
    desk.settle()
    assert "D-" in QGuiApplication.clipboard().text()
    assert "1 row was copied and logged as disclosure P-" in window.notices.said
    logged = [row.category for row in store.read(founder, history.history, five[0])]  # opening it may be logged too
    assert logged.count(AuditCategory.DISCLOSURE) == 1


# the craft ------------------------------------------------------------------------------------------------------------


def test_the_model_keeps_qts_rules(page: DisruptionsPage, desk: Desk) -> None:
    tester = QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    page.viewing.open("awaiting")
    desk.settle()
    page.refresh()
    desk.settle()
    assert tester.model() is page.model


def test_everything_that_takes_the_keyboard_has_a_name(page: DisruptionsPage) -> None:
    assert unnamed(page) == []


def test_a_page_that_is_dropped_is_freed_and_hears_nothing_more(window: MainWindow, desk: Desk) -> None:
    page = DisruptionsPage(desk, window)
    page.show()
    gone: list[bool] = []
    page.destroyed.connect(lambda: gone.append(True))
    page.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert gone == [True]
    desk.settle()
    desk.changed.emit(())
