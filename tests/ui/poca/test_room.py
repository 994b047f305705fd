"""The POCA page in large and small windows: every tab in sight, whole rows, reasons read whole, colours with words."""

import pytest

from soc_desk.store import Actor, Store
from soc_desk.vocabulary.measures import MeasureKind
from tests.factories_poca import THURSDAY, Clock, detained, seized
from tests.ui.conftest import Sit
from tests.ui.poca.steps import at, fill
from tests.ui.ways import Sitting, all_words
from ui.forms.target import TargetDialog
from ui.poca.judged import JudgedTable
from ui.widgets.badges import Badge

SMALL = (1024, 700)


@pytest.fixture
def sitting(sit: Sit, founder: Actor) -> Sitting:
    return sit(founder)


@pytest.mark.parametrize("size", [SMALL, (1440, 900)])
def test_every_tab_is_in_sight(sitting: Sitting, size: tuple[int, int]) -> None:
    sitting.window.resize(*size)
    tabs = at(sitting).tabs
    last = tabs.tabRect(tabs.count() - 1)
    assert last.right() <= tabs.width()
    assert tabs.tabText(1) == ("Cash" if size == SMALL else "Cash cases")
    assert tabs.accessibleTabName(1) == "Cash cases"
    sitting.window.resize(1440, 900)
    sitting.settle()
    assert tabs.tabText(1) == "Cash cases"


def test_the_board_ends_with_its_last_whole_row(sitting: Sitting, store: Store, founder: Actor, ticking: Clock) -> None:
    for _ in range(9):
        ticking.at(THURSDAY)
        seized(store, founder)
    for size in (SMALL, (1440, 900)):
        sitting.window.resize(*size)
        board = at(sitting).deadlines.board
        sitting.settle()
        bottoms = [row.geometry().bottom() + 1 for row in board._shown()]
        seen = board._scroll.viewport().height()
        assert seen in bottoms, "no row is cut and no strip stands empty"
        assert seen < bottoms[-1]
        row = board._shown()[0]
        assert row._why.isVisible() is (size != SMALL)
        assert row._below.isVisible() is (size == SMALL)


def test_a_colour_stands_with_its_word_and_its_reason(
    sitting: Sitting, store: Store, founder: Actor, ticking: Clock
) -> None:
    detained(store, founder, ticking)
    page = at(sitting)
    page.steps.set_target()
    sitting.settle()
    dialog = sitting.dialog(TargetDialog)
    fill(dialog.form, measure=MeasureKind.CASH_DETENTION_ORDERS, value="1", source="Force plan")
    dialog.act()
    sitting.settle()
    page.show_view("performance")
    sitting.settle()
    table = page.performance.findChildren(JudgedTable)[0]
    (badge,) = [each for each in table.findChildren(Badge) if each.isVisible()]
    assert badge.mark.words == "Green"
    assert "Target achieved: 1 against" in all_words(table)
    assert table.width() <= page.performance.width()
