"""The table model in both its modes, against Qt's own tester, and the asking for pages."""

import pytest
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from tests.ui.widgets.scenes import COLUMNS, Sample, sample
from ui.widgets import page_cache
from ui.widgets.rows import MARK_ROLE, ROW_ROLE, RowsModel


@pytest.fixture
def model() -> RowsModel[Sample]:
    return RowsModel(COLUMNS)


@pytest.fixture
def asked(model: RowsModel[Sample]) -> list[int]:
    """Pages the model asked for, in order; nothing answers."""
    pages: list[int] = []
    model.page_wanted.connect(pages.append)
    return pages


@pytest.fixture
def watched(model: RowsModel[Sample], qtmodeltester: ModelTester) -> None:
    """Qt's tester looks at the model now and after every change that the model tells of; a fault fails the test."""
    qtmodeltester.check(model, force_py=True)


def page_of(index: int, size: int = 100) -> list[Sample]:
    return [sample(n) for n in range(index * 100, index * 100 + size)]


@pytest.mark.usefixtures("watched")
def test_a_whole_list_is_a_sound_model(model: RowsModel[Sample]) -> None:
    model.set_rows([sample(n) for n in range(50)])
    model.sort_rows("day", descending=True)
    model.set_sorted_by("day", descending=True)
    model.set_rows([])
    assert model.rowCount() == 0
    assert model.total == 0


@pytest.mark.usefixtures("watched")
def test_pages_make_a_sound_model(model: RowsModel[Sample]) -> None:
    model.start_paging()
    model.set_page(0, page_of(0))
    model.set_total(450)
    model.set_page(4, page_of(4, 50))
    model.set_total(420)
    model.refresh()
    model.set_page(0, page_of(0, 99))
    assert model.rowCount() == 99


def test_cells_give_text_mark_and_row(model: RowsModel[Sample]) -> None:
    model.set_rows([sample(1)])
    p = model.index(0, 3)
    assert model.data(p) == "Prevent"
    assert model.data(p, MARK_ROLE).words == "Prevent"
    assert model.data(p, ROW_ROLE) == sample(1)
    assert model.headerData(3, Qt.Orientation.Horizontal) == "4P"
    assert model.data(QModelIndex()) is None


def test_the_first_page_shows_before_any_count(model: RowsModel[Sample], asked: list[int]) -> None:
    model.start_paging()
    assert asked == [0]
    assert model.is_loading
    model.set_page(0, page_of(0))
    assert not model.is_loading
    assert model.rowCount() == 100
    assert model.total is None
    assert model.canFetchMore(QModelIndex())
    model.set_total(1_000_000)
    assert model.rowCount() == 1_000_000
    assert not model.canFetchMore(QModelIndex())


def test_a_short_page_is_the_last(model: RowsModel[Sample]) -> None:
    model.start_paging()
    model.set_page(0, page_of(0, 30))
    assert model.total == 30
    model.start_paging()
    model.set_page(0, [])
    assert (model.total, model.rowCount(), model.is_loading) == (0, 0, False)


def test_a_row_not_loaded_is_a_placeholder_and_asked_for_later(
    model: RowsModel[Sample], asked: list[int], qtbot: QtBot
) -> None:
    model.start_paging()
    model.set_page(0, page_of(0))
    model.set_total(5000)
    far = model.index(4321, 0)
    assert model.data(far) is None
    assert model.data(far, Qt.ItemDataRole.AccessibleTextRole) == "Loading"
    assert asked == [0]  # data() itself asks for nothing
    qtbot.waitUntil(lambda: asked == [0, 43])
    model.set_page(43, page_of(43))
    assert model.data(far) == "D-2026-4321"


def test_dragging_asks_only_for_what_was_looked_at_last(
    model: RowsModel[Sample], asked: list[int], qtbot: QtBot
) -> None:
    model.start_paging()
    model.set_page(0, page_of(0))
    model.set_total(1_000_000)
    for number in range(100_000, 900_000, 10_000):
        assert model.row_at(number) is None
    qtbot.waitUntil(lambda: len(asked) > 1)
    assert asked[1:] == [8600, 8700, 8800, 8900]


def test_no_more_than_four_questions_are_under_way(model: RowsModel[Sample], asked: list[int], qtbot: QtBot) -> None:
    model.start_paging()
    model.set_page(0, page_of(0))
    model.set_total(1_000_000)
    for index in (1, 2, 3, 4):
        model.row_at(index * 100)
    qtbot.waitUntil(lambda: len(asked) == 5)
    model.row_at(700)
    model._pages.ask_now()
    assert len(asked) == 5
    model.set_page(1, page_of(1))
    qtbot.waitUntil(lambda: asked[-1] == 7)


def test_a_question_without_an_answer_is_asked_again(
    model: RowsModel[Sample], asked: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr(page_cache, "monotonic", lambda: now[0])
    model.start_paging()
    model.set_page(0, page_of(0))
    model.set_total(1000)
    model.row_at(500)
    model._pages.ask_now()
    model.row_at(500)
    model._pages.ask_now()
    assert asked == [0, 5]
    now[0] += page_cache.ANSWER_DUE_S + 0.1
    model.row_at(500)
    model._pages.ask_now()
    assert asked == [0, 5, 5]


def test_a_refused_page_may_be_asked_for_again(model: RowsModel[Sample], asked: list[int]) -> None:
    model.start_paging()
    model.fail_page(0)
    assert not model.is_loading
    model._pages.want(0)
    model._pages.ask_now()
    assert asked == [0, 0]


def test_only_the_pages_last_looked_at_are_kept() -> None:
    model = RowsModel(COLUMNS, pages_kept=3)
    model.start_paging()
    for index in range(3):
        model.set_page(index, page_of(index))
    model.set_total(1000)
    assert model.row_at(0) is not None  # page 0 was looked at last
    model.set_page(3, page_of(3))
    assert [model.loaded(index * 100) is not None for index in range(4)] == [True, False, True, True]


def test_a_late_answer_to_an_earlier_question_is_dropped(model: RowsModel[Sample]) -> None:
    model.start_paging()
    old = model.generation
    model.start_paging()
    model.set_page(0, page_of(0), old)
    model.set_total(77, old)
    assert model.rowCount() == 0
    model.set_page(0, page_of(0), model.generation)
    assert model.rowCount() == 100


def test_reading_again_keeps_what_is_on_screen(model: RowsModel[Sample], asked: list[int]) -> None:
    model.start_paging()
    model.set_page(0, page_of(0))
    model.set_total(100)
    model.refresh()
    assert model.data(model.index(5, 0)) == "D-2026-0005"
    assert asked == [0, 0]
    model.set_page(0, page_of(1))
    assert model.data(model.index(5, 0)) == "D-2026-0105"


def test_a_page_that_came_too_short_is_asked_for_again(
    model: RowsModel[Sample], asked: list[int], qtbot: QtBot
) -> None:
    model.start_paging()
    model.set_page(0, page_of(0, 1))
    model.set_total(2)  # somebody recorded one as the first was read
    assert model.row_at(1) is None
    qtbot.waitUntil(lambda: asked == [0, 0])
    model.set_page(0, page_of(0, 2))
    assert model.row_at(1) == sample(1)


def test_a_total_that_was_too_small_gives_way_to_rows(model: RowsModel[Sample]) -> None:
    model.start_paging()
    model.set_page(0, page_of(0))
    model.set_total(150)
    model.set_page(1, page_of(1))
    assert model.rowCount() == 200


def test_sorting_here_puts_the_unknown_last(model: RowsModel[Sample]) -> None:
    model.set_rows([sample(n) for n in range(10)])
    model.sort_rows("day", descending=False)
    assert [row.id for row in (model.loaded(0), model.loaded(9)) if row] == [9, 0]
    model.sort_rows("p", descending=True)
    first = model.loaded(0)
    assert first is not None
    assert first.p.label == "Prepare"
