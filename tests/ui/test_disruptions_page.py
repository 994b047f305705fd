"""The disruptions register: what it lists and adds up, the record beside it, steps on many, and what may leave."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from soc_desk.errors import StoreUnavailable
from soc_desk.services import disruption_rows, disruptions, history, periods, views
from soc_desk.services.disruption_rows import SORTS, DisruptionFilter, DisruptionRow, Sort
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import AuditCategory, DisruptionStatus, FourP, ImpactLevel
from tests import factories
from tests.ui.conftest import WindowMaker
from ui.desk import Desk, InlineLane
from ui.dialog import Question
from ui.disruptions.ask import Ask
from ui.disruptions.export import ExportDialog
from ui.disruptions.narrowing import from_words, moving
from ui.disruptions.paging import ask_for
from ui.main_window import MainWindow
from ui.pages.disruptions import DisruptionsPage
from ui.widgets.period_popup import Period

TODAY = date(2026, 3, 10)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day of every test: in the last quarter of 2025/26."""
    monkeypatch.setattr(periods, "today", lambda: TODAY)


@pytest.fixture
def group(store: Store, officer: Actor, coordinator: Actor) -> UUID:
    return factories.active_ocg(store, officer, coordinator)


@pytest.fixture
def five(store: Store, officer: Actor, supervisor: Actor, group: UUID) -> list[UUID]:
    """A draft, two submitted, one approved; and one of the quarter before."""
    made = [factories.disruption(store, officer, group, disruption_date=date(2026, 3, 5), title="Phone seized")]
    made += [factories.submitted(store, officer, group, disruption_date=date(2026, 3, d)) for d in (3, 4)]
    made.append(
        factories.approved(
            store, officer, supervisor, group, disruption_date=date(2026, 1, 2), four_p=FourP.PREVENT,
            impact_level=ImpactLevel.MINOR,
        )
    )  # fmt: skip
    made.append(factories.disruption(store, officer, group, disruption_date=date(2025, 12, 31)))
    return made


def open_register(window: MainWindow, desk: Desk) -> DisruptionsPage:
    window.open_page("disruptions")
    desk.settle()
    page = window.way.page
    assert isinstance(page, DisruptionsPage)
    return page


@pytest.fixture
def window(make_window: WindowMaker) -> MainWindow:
    return make_window()


@pytest.fixture
def page(five: list[UUID], window: MainWindow, desk: Desk) -> DisruptionsPage:
    """The register of the first user, who has every role, with five records."""
    return open_register(window, desk)


@pytest.fixture
def officers_page(
    five: list[UUID], make_window: WindowMaker, store: Store, officer: Actor
) -> Iterator[tuple[DisruptionsPage, Desk]]:
    desk = Desk(store, officer, InlineLane())
    yield open_register(make_window(by=desk), desk), desk
    desk.close()


def listed(page: DisruptionsPage) -> list[DisruptionRow]:
    rows = [page.model.loaded(place) for place in range(page.model.rowCount())]
    assert None not in rows
    return [row for row in rows if row is not None]


def consultations(store: Store, reader: Actor, id_: UUID) -> int:
    return sum(row.category is AuditCategory.CONSULTATION for row in store.read(reader, history.history, id_))


# what it lists and adds up -----------------------------------------------------------------------------------------------


def test_the_quarter_is_listed_newest_first_and_its_totals_are_those_of_the_list(page: DisruptionsPage) -> None:
    rows = listed(page)
    assert [row.disruption_date for row in rows] == [date(2026, 3, d) for d in (5, 4, 3)] + [date(2026, 1, 2)]
    assert page.facts.text() == "4 this quarter · Pursue 3 · Prevent 1 · Protect 0 · Prepare 0"
    assert page.viewing.chips.findChildren(QWidget)
    assert page.figures is not None
    assert (page.figures.totals.all, page.figures.every) == (4, 5)


@pytest.mark.parametrize(
    ("chips", "expected"),
    [
        ({}, 5),
        ({"four_ps": (FourP.PREVENT,)}, 1),
        ({"levels": (ImpactLevel.MAJOR,)}, 4),
        ({"statuses": (DisruptionStatus.SUBMITTED, DisruptionStatus.APPROVED)}, 3),
        ({"when": Period(date(2026, 3, 4), None)}, 2),
        ({"threats": ("FRAUD",)}, 0),
    ],
)
def test_chips_narrow_the_list_and_the_totals_alike(
    page: DisruptionsPage, desk: Desk, chips: dict[str, object], expected: int
) -> None:
    page.viewing.chips.set_values(chips)
    page.viewing.chips.changed.emit(chips)
    desk.settle()
    assert page.figures is not None
    assert page.model.rowCount() == page.figures.totals.all == expected
    assert sum(page.figures.totals.by_p.values()) == expected


def test_tabs_count_what_waits(page: DisruptionsPage, desk: Desk) -> None:
    words = {view.title: view.count for view in page.viewing.tabs._views}
    assert words["Awaiting moderation"] == 2
    assert words["Not yet sent nationally"] == 1
    assert words["This quarter"] is None
    page.viewing.open("awaiting")
    desk.settle()
    assert {row.status for row in listed(page)} == {DisruptionStatus.SUBMITTED}
    page.viewing.open("mine")
    desk.settle()
    assert page.model.rowCount() == 0


@pytest.mark.parametrize("key", SORTS)
@pytest.mark.parametrize("descending", [False, True])
def test_every_sort_of_the_service_is_offered(
    page: DisruptionsPage, desk: Desk, store: Store, founder: Actor, key: str, descending: bool
) -> None:
    assert page.model.column(key).sortable
    page.table.sort_by(key, descending=descending)
    desk.settle()
    expected = store.read(founder, disruption_rows.page, page.viewing.shown, Sort(key, descending))
    assert [row.id for row in listed(page)] == [row.id for row in expected]


def test_a_long_list_is_read_from_both_ends_and_in_the_middle_without_a_row_lost(
    store: Store, officer: Actor, group: UUID, make_window: WindowMaker, qtbot: QtBot
) -> None:
    def record_many(work: object) -> None:
        for number in range(330):
            day = date(2026, 3, 9) - timedelta(days=number % 60)
            disruptions.record(work, factories.draft(group, disruption_date=day, outcomes=()))

    record_many.rule = disruptions.record.rule
    store.write(officer, record_many)
    desk = Desk(store, officer, InlineLane())
    page = open_register(make_window(by=desk), desk)
    assert page.model.rowCount() == 330
    for place in (329, 150, 0, 250):
        page.table.scrollTo(page.model.index(place, 0))
        qtbot.waitUntil(lambda p=place: (desk.settle(), page.model.loaded(p))[1] is not None)
    rows = listed(page)
    assert len({row.id for row in rows}) == 330
    keys = [(row.disruption_date, row.id) for row in rows]
    assert keys == sorted(keys, reverse=True)
    desk.close()


def test_a_page_is_asked_for_by_its_neighbour_or_from_the_nearer_end(page: DisruptionsPage) -> None:
    rows, sort = listed(page), Sort()
    known = {199: rows[0], 400: rows[1]}
    assert ask_for(2, 100, 1000, sort, known.get).after == rows[0]
    backwards = ask_for(3, 100, 1000, sort, known.get)
    assert (backwards.after, backwards.is_backwards, backwards.sort.descending) == (rows[1], True, False)
    assert ask_for(4, 100, 1000, sort, {}.get).offset == 400
    near_the_end = ask_for(9, 100, 950, sort, {}.get)
    assert (near_the_end.offset, near_the_end.limit, near_the_end.is_backwards) == (0, 50, True)
    assert near_the_end.in_order(rows[:2]) == rows[1::-1]
    assert ask_for(7, 100, None, sort, {}.get).offset == 700


def test_a_filter_from_another_page_opens_in_a_tab_of_its_own(page: DisruptionsPage, desk: Desk, group: UUID) -> None:
    page.go(subject_id=group, four_ps=("prevent",), starts_on="2026-01-01")
    desk.settle()
    assert page.viewing.tabs.current() == "asked-for"
    assert [row.four_p for row in listed(page)] == [FourP.PREVENT]
    assert page.viewing.chips.chip("subject_id").value_words().endswith("Harrier")
    assert page.viewing.chips.chip("subject_id").isVisible()
    page.go(view="quarter")
    desk.settle()
    assert page.model.rowCount() == 4
    assert not page.viewing.chips.chip("subject_id").isVisible()


def test_words_of_a_filter_are_understood() -> None:
    where = {
        "statuses": "submitted",
        "levels": ["major", "minor"],
        "threats": "FRAUD",
        "no_prevent_since": "2026-01-01",
    }
    assert from_words(where) == DisruptionFilter(
        statuses=(DisruptionStatus.SUBMITTED,), levels=(ImpactLevel.MAJOR, ImpactLevel.MINOR), threats=("FRAUD",),
        no_prevent_since=date(2026, 1, 1),
    )  # fmt: skip
    assert moving(DisruptionFilter(starts_on=date(2026, 1, 1), ends_on=date(2026, 3, 31)), TODAY) == "This quarter"
    assert moving(DisruptionFilter(), TODAY) == ""


def test_an_empty_view_says_what_belongs_there_and_a_failure_what_to_do(page: DisruptionsPage, desk: Desk) -> None:
    page.go(starts_on="1999-01-01", ends_on="1999-01-02")
    desk.settle()
    assert page.table._empty.isVisible()
    page.loading.failed.emit(StoreUnavailable("The store does not answer."))
    assert "What is shown stays readable." in page.banner.text
    page.refresh()
    desk.settle()
    assert page.banner.text == ""


# views and places --------------------------------------------------------------------------------------------------------


def test_a_view_is_saved_moves_with_the_calendar_and_is_removed(
    page: DisruptionsPage, window: MainWindow, desk: Desk, store: Store, founder: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.viewing.chips.set_values({**page.viewing.chips.values(), "four_ps": (FourP.PREVENT,)})
    window.action("disruptions.save_view").trigger()
    (ask,) = window.findChildren(Ask)
    ask.field.setText("Prevent now")
    ask.act()
    desk.settle()
    (saved,) = store.read(founder, views.list_rows, "disruptions")
    assert saved.content["period"] == "This quarter"
    assert page.viewing.tabs.current() == str(saved.id)
    monkeypatch.setattr(periods, "today", lambda: date(2026, 5, 1))
    page.refresh()
    desk.settle()
    page.viewing.open(str(saved.id))
    assert (page.viewing.shown.starts_on, page.viewing.shown.four_ps) == (date(2026, 4, 1), (FourP.PREVENT,))
    page.viewing.ask_removal(saved.id, saved.name)
    (question,) = window.findChildren(Question)
    question.buttons[0].click()
    desk.settle()
    assert store.read(founder, views.list_rows, "disruptions") == []


def test_the_page_comes_back_as_it_was_left(page: DisruptionsPage, desk: Desk, five: list[UUID]) -> None:
    page.viewing.open("not_sent")
    page.table.sort_by("impact_level", descending=True)
    desk.settle()
    page.table.selectRow(0)
    kept = page.state()
    page.viewing.open("mine")
    desk.settle()
    page.restore(kept)
    desk.settle()
    assert page.viewing.tabs.current() == "not_sent"
    assert page.model.sorted_by == ("impact_level", True)
    assert [row.id for row in page.table.selected_rows()] == [five[3]]
    page.restore({})
    page.restore({"unknown": 1, "filter": {"four_ps": ["no such"]}, "sort": "odd", "columns": {}})
    desk.settle()


# the record beside the list ----------------------------------------------------------------------------------------------


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
    with qtbot.waitSignal(page.inspection.shown, timeout=3000):
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
    with qtbot.waitSignal(page.inspection.shown, timeout=3000):
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


# steps on many -----------------------------------------------------------------------------------------------------------


def test_drafts_are_submitted_together_and_taken_back_by_undo(
    officers_page: tuple[DisruptionsPage, Desk], store: Store, officer: Actor, five: list[UUID]
) -> None:
    page, desk = officers_page
    window = page.window()
    assert isinstance(window, MainWindow)
    page.viewing.open("mine")
    desk.settle()
    page.table.selectAll()
    assert page.bulk.isVisible()
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
    officers_page: tuple[DisruptionsPage, Desk], store: Store, officer: Actor, group: UUID
) -> None:
    page, desk = officers_page
    window = page.window()
    assert isinstance(window, MainWindow)
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


def test_an_officer_may_not_agree(officers_page: tuple[DisruptionsPage, Desk]) -> None:
    page, _ = officers_page
    window = page.window()
    assert isinstance(window, MainWindow)
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


# what may leave ----------------------------------------------------------------------------------------------------------


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
    newest = store.read(founder, history.history, five[0])[0]
    assert newest.category is AuditCategory.DISCLOSURE


# the craft ---------------------------------------------------------------------------------------------------------------


def test_the_model_keeps_qts_rules(page: DisruptionsPage, desk: Desk) -> None:
    tester = QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    page.viewing.open("awaiting")
    desk.settle()
    page.refresh()
    desk.settle()
    assert tester.model() is page.model


def test_everything_that_takes_the_keyboard_has_a_name(page: DisruptionsPage) -> None:
    unnamed = [
        widget.metaObject().className()
        for widget in page.findChildren(QWidget)
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not widget.accessibleName() and not (isinstance(widget, QAbstractButton) and widget.text())
        and not widget.focusProxy()
    ]  # fmt: skip
    assert unnamed == []


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
