"""Odd minutes typed in the window: clock changes, leap days, month ends, midnight, holidays added, a calendar's end."""

from datetime import date, timedelta

import pytest

from soc_desk.services.poca import orders, recomputing
from soc_desk.services.poca.board import Urgency
from soc_desk.services.poca.calendars import CalendarDay
from soc_desk.store import Actor, Store
from soc_desk.vocabulary.poca import DutyKind
from tests.factories_poca import THURSDAY, Clock, detained, order, seized, wall
from tests.ui.conftest import Sit
from tests.ui.poca.steps import at, fill, later, lines, problems, sheet
from tests.ui.ways import Sitting, all_words
from ui.forms.seizure import SeizureForm
from ui.pages.poca import PocaPage
from ui.poca.step_sheet import StepSheet

MINUTES = {
    "2/4/2026 15:00": "Wed 8 Apr 2026 15:00",  # before Easter
    "1/4/2026 09:00": "Tue 7 Apr 2026 09:00",
    "27/3/2026 16:00": "Tue 31 Mar 2026 16:00",  # the clocks go forward in between
    "23/10/2026 16:00": "Tue 27 Oct 2026 16:00",  # and back
    "25/10/2026 01:30": "Tue 27 Oct 2026 24:00",  # a minute that comes twice
    "29/2/2024 10:00": "Mon 4 Mar 2024 10:00",  # a leap day
    "4/11/2026 00:00": "Thu 5 Nov 2026 24:00",  # midnight belongs to the day it starts
    "3/11/2026 23:59": "Thu 5 Nov 2026 23:59",
    "1/5/2026 17:30": "Wed 6 May 2026 17:30",
    "24/12/2026 10:00": "Wed 30 Dec 2026 10:00",  # the substitute day on Monday
    "7/11/2026 11:00": "Tue 10 Nov 2026 24:00",  # a Saturday
    "6/11/2026 20:15": "Tue 10 Nov 2026 20:15",
    "16/1/2023 17:38": "Wed 18 Jan 2023 17:38",  # Kingdom Corporate
    "25/12/2026 02:00": "Wed 30 Dec 2026 24:00",
    "16/9/2022 09:00": "Wed 21 Sep 2022 09:00",  # a funeral proclaimed nine days before
}
"""As typed, and by when the order must be made (domain/poca.md 7.1)."""

ORDERS = {
    "31/8/2026 12:00": "28 Feb 2027",  # no 31st of February
    "1/9/2026 12:00": "28 Feb 2027",
    "5/10/2026 12:00": "4 Apr 2027",
    "30/6/2026 12:00": "29 Dec 2026",
    "31/3/2026 12:00": "30 Sep 2026",  # nor of September
}
"""When an order is made, and the last day to which it can hold (7.2)."""

FIRST_ORDERS = {
    wall(2027, 1, 18, 12): "17 Jul 2027",  # a Saturday, and nothing moves it
    wall(2027, 8, 31, 12): "29 Feb 2028",  # a leap year's February has no 31st either
    wall(2027, 9, 1, 12): "29 Feb 2028",
}
"""The same of the first order of a case."""


@pytest.fixture
def sitting(sit: Sit, champion: Actor, ticking: Clock) -> Sitting:
    ticking.at(wall(2027, 6, 1, 9, 0))
    return sit(champion)


def form(sitting: Sitting) -> SeizureForm:
    at(sitting).log_seizure()
    sitting.settle()
    opened: SeizureForm = sheet(sitting, SeizureForm)
    return opened


def deadline(sitting: Sitting, opened: SeizureForm, typed: str) -> str:
    fill(opened.form, seized_at=typed)
    opened._live.timeout.emit()
    sitting.settle()
    return opened.beside.deadline.text()


def test_the_form_says_the_deadline_of_odd_minutes(sitting: Sitting) -> None:
    opened = form(sitting)
    said = {typed: deadline(sitting, opened, typed) for typed in MINUTES}
    assert {typed: words for typed, words in said.items() if f"made by {MINUTES[typed]}." not in words} == {}


def test_a_minute_that_no_clock_showed_is_refused(sitting: Sitting) -> None:
    opened = form(sitting)
    fill(opened.form, seized_at="29/3/2026 01:30", place="Slough")
    opened.save()
    sitting.settle()
    assert "No clock showed that time" in problems(opened.form)["seized_at"]
    assert sitting.window.stage.sheet is opened


def test_a_seizure_in_scotland_is_kept_and_not_calculated(sitting: Sitting, store: Store, champion: Actor) -> None:
    from soc_desk.vocabulary.poca import Nation

    opened = form(sitting)
    fill(opened.form, nation=Nation.SCOTLAND)
    assert "not calculated" in deadline(sitting, opened, "2/4/2026 15:00")
    seized(store, champion, nation=Nation.SCOTLAND)
    page = at(sitting)
    page.refresh()
    sitting.settle()
    (row,) = lines(page)
    assert (row.urgency, row.due_at) == (Urgency.UNKNOWN, None)
    assert row.due == "Not calculated"
    page.deadlines.explain(row.id)
    sitting.settle()
    assert not page.deadlines.explained.isVisible()


def test_the_order_form_says_how_long_an_order_can_hold(
    sitting: Sitting, store: Store, champion: Actor, ticking: Clock
) -> None:
    ticking.at(THURSDAY)
    case = detained(store, champion, ticking)
    ticking.at(wall(2027, 6, 1, 9, 0))
    page = at(sitting)
    page.steps.take(case, "order")
    sitting.settle()
    opened = sheet(sitting, StepSheet)
    for made_at, last in ORDERS.items():
        fill(opened.form, made_at=made_at)
        assert f"until the end of {last} at the latest" in opened.meaning.text(), made_at
    opened.finish()
    for made_at, ends in ((wall(2026, 10, 1, 10, 0), date(2027, 3, 31)), (wall(2027, 3, 31, 10, 0), date(2027, 9, 30)),
                          (wall(2027, 9, 30, 10, 0), date(2028, 3, 29))):  # fmt: skip
        ticking.at(made_at)
        made = order(made_at=made_at, expires_on=ends, lodged_on=made_at.date(), court="Reading")
        store.write(champion, orders.made, case, None, made)
    ticking.at(wall(2028, 3, 20, 12, 0))
    page.steps.take(case, "order")
    sitting.settle()
    opened = sheet(sitting, StepSheet)
    fill(opened.form, made_at="20/3/2028 11:00")  # two years from the first order of 7 April 2026
    assert "until the end of 6 Apr 2028 at the latest" in opened.meaning.text()


def test_so_with_the_first_order_of_a_case(sitting: Sitting, store: Store, champion: Actor, ticking: Clock) -> None:
    page = at(sitting)
    for made_at, last in FIRST_ORDERS.items():
        ticking.at(made_at)
        case = seized(store, champion, seized_at=made_at - timedelta(hours=3))
        page.steps.take(case, "order")
        sitting.settle()
        opened = sheet(sitting, StepSheet)
        fill(opened.form, made_at=f"{made_at:%d/%m/%Y %H:%M}")
        assert "In time" in opened.meaning.text()
        assert f"until the end of {last} at the latest" in opened.meaning.text(), made_at
        opened.finish()


def test_a_holiday_that_is_proclaimed_moves_the_board_and_says_so(
    sitting: Sitting, store: Store, champion: Actor, supervisor: Actor, ticking: Clock
) -> None:
    ticking.at(THURSDAY)
    seized(store, champion)
    now = wall(2026, 4, 2, 16, 0)
    (before,) = [row for row in later(sitting, ticking, now) if row.kind is DutyKind.ORDER_OR_RELEASE]
    assert before.due_at == wall(2026, 4, 8, 15, 0)
    proclaimed = (CalendarDay(date(2026, 4, 7), "Day of thanksgiving"),)
    moved = store.write(supervisor, recomputing.change_calendar, "Gazette", days=proclaimed).value
    assert wall(2026, 4, 9, 15, 0) in [each.after for each in moved]
    sitting.hear_news()
    page = at(sitting)
    (after,) = [row for row in lines(page) if row.kind is DutyKind.ORDER_OR_RELEASE]
    assert after.due_at == wall(2026, 4, 9, 15, 0)
    assert "Moved from Wed 8 Apr 2026 15:00 by a calendar change." in all_words(page.deadlines.board)
    page.deadlines.explain(after.id)
    sitting.settle()
    assert "Day of thanksgiving" in page.deadlines.explained.steps.text()


def test_beyond_the_calendars_end_nothing_is_computed_silently(
    sitting: Sitting, store: Store, champion: Actor, supervisor: Actor, ticking: Clock
) -> None:
    ticking.at(THURSDAY)
    detained(store, champion, ticking)
    store.write(supervisor, recomputing.change_calendar, "A test", known_to=date(2026, 5, 8))
    rows = later(sitting, ticking, wall(2026, 4, 8, 9, 0))
    (extend,) = [row for row in rows if row.kind is DutyKind.EXTEND_OR_FORFEIT]
    assert "known to" in extend.unknown
    page = sitting.at(PocaPage)
    assert extend.unknown in all_words(page.deadlines.board)
    page.deadlines.explain(extend.id)
    sitting.settle()
    assert "bank holidays known to 8 May 2026" in page.deadlines.explained.rest.text()
    ticking.at(wall(2026, 5, 8, 12, 0))
    opened = form(sitting)
    said = deadline(sitting, opened, "8/5/2026 11:00")
    assert "known to" in said
    assert "made by" not in said
