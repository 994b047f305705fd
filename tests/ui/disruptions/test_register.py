"""The disruptions register: what it lists and adds up, its views, and where it was left."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from soc_desk.errors import StoreUnavailable
from soc_desk.services import disruption_rows, disruptions, periods, views
from soc_desk.services.disruption_rows import SORTS, DisruptionFilter, Sort
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import DisruptionStatus, FourP, ImpactLevel
from tests import factories
from tests.ui.conftest import WindowMaker
from tests.ui.disruptions.steps import (
    TODAY,
    consultations,
    listed,
    open_register,
)
from ui.ask import Ask
from ui.desk import Desk, InlineLane
from ui.dialog import Question
from ui.disruptions.narrowing import from_words, moving
from ui.disruptions.paging import ask_for
from ui.main_window import MainWindow
from ui.pages.disruptions import DisruptionsPage
from ui.widgets.choice_popup import ChoicePopup
from ui.widgets.period_popup import Period

# what it lists and adds up --------------------------------------------------------------------------------------------


def test_the_quarter_is_listed_newest_first_and_its_totals_are_those_of_the_list(page: DisruptionsPage) -> None:
    rows = listed(page)
    assert [row.disruption_date for row in rows] == [date(2026, 3, d) for d in (5, 4, 3)] + [date(2026, 1, 2)]
    assert page.facts.text() == "4 this quarter · 1 counted: Pursue 0 · Prevent 1 · Protect 0 · Prepare 0"
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


def test_a_level_and_a_p_are_ticked_in_their_chips(page: DisruptionsPage, desk: Desk) -> None:
    for key, words, expected in (("levels", "Minor", 1), ("levels", "Major", 4), ("four_ps", "Prevent", 1)):
        page.viewing.chips.chip(key).open()
        (popup,) = page.viewing.chips.chip(key).findChildren(ChoicePopup)
        (item,) = popup._list.findItems(words, Qt.MatchFlag.MatchExactly)
        item.setCheckState(Qt.CheckState.Checked)
        popup.close()
        desk.settle()
        assert page.model.rowCount() == expected
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert page.viewing.shown.levels == (ImpactLevel.MAJOR, ImpactLevel.MINOR)


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


# views and places -----------------------------------------------------------------------------------------------------


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
    page.viewing.saved.ask_removal(saved.id, saved.name)
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


def test_the_line_is_told_before_the_record_is_open(page: DisruptionsPage, store: Store, founder: Actor) -> None:
    page.table.selectRow(0)
    row = listed(page)[0]
    told = [shown.text() for shown in page.inspector.findChildren(QLabel) if shown.isVisible()]
    assert page.inspection.detail is None
    assert row.subject in told
    assert row.officer in told
    assert consultations(store, founder, row.id) == 0


def test_several_selected_are_counted_beside_them(page: DisruptionsPage) -> None:
    page.table.selectAll()
    told = [shown.text() for shown in page.inspector.findChildren(QLabel)]
    assert f"{page.table.selected_count()} disruptions are selected." in told
    assert page.table.selected_count() > 1


def test_a_small_window_folds_the_empty_panel_and_lets_columns_of_least_worth_give_way(
    page: DisruptionsPage, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    def shown() -> list[str]:
        header = page.table.horizontalHeader()
        return [column.key for n, column in enumerate(page.model.columns) if not header.isSectionHidden(n)]

    window.resize(1440, 900)
    desk.settle()
    whole = shown()
    assert page.inspector.isVisible()
    assert whole == ["reference", "disruption_date", "subject", "four_p", "impact_level", "threat", "status"]
    window.resize(1024, 700)
    desk.settle()
    assert not page.inspector.isVisible()
    qtbot.waitUntil(lambda: shown() == [key for key in whole if key != "threat"])
    page.table.selectRow(0)
    desk.settle()
    assert page.inspector.isVisible()
    qtbot.waitUntil(lambda: shown() == ["reference", "subject", "status"])
    assert page.table.horizontalScrollBar().maximum() == 0
    assert not set(page.table.columns_state()["hidden"]) & set(whole)  # nobody hid them
    page.table.clearSelection()
    page.inspection.follow(None)
    assert not page.inspector.isVisible()
    window.resize(1440, 900)
    qtbot.waitUntil(lambda: shown() == whole)
