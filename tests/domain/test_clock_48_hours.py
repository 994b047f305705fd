"""The 48 hours: every worked example of the domain page 7.1, and what must hold whatever the day."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from soc_desk.domain.statutory_clock import Addition, BeyondCalendar, Certainty, NotCalculated, calendar_of
from soc_desk.domain.statutory_clock.cash import further_48_hours, initial
from soc_desk.domain.statutory_clock.counting import (
    countable_before,
    countable_hours,
    last_sitting_before,
    to_the_minute,
)
from soc_desk.domain.statutory_clock.words import exists, zone_text
from soc_desk.vocabulary.poca import CaseKind

CALENDAR = calendar_of()
EXAMPLES = [
    (1, "2023-01-16 17:38", "2023-01-18T17:38", "2023-01-18", "high"),
    (2, "2026-11-03 09:10", "2026-11-05T09:10", "2026-11-04", "high"),
    (3, "2026-11-06 20:15", "2026-11-10T20:15", "2026-11-10", "high"),
    (4, "2026-11-07 11:00", "2026-11-10T24:00", "2026-11-10", "medium"),
    (6, "2026-04-01 09:00", "2026-04-07T09:00", "2026-04-02", "high"),
    (7, "2026-04-02 15:00", "2026-04-08T15:00", "2026-04-08", "high"),
    (9, "2026-05-01 17:30", "2026-05-06T17:30", "2026-05-06", "high"),
    (12, "2026-12-24 10:00", "2026-12-30T10:00", "2026-12-29", "high"),
    (13, "2026-12-25 02:00", "2026-12-30T24:00", "2026-12-30", "medium"),
    (17, "2026-03-27 16:00", "2026-03-31T16:00", "2026-03-31", "high"),
    (18, "2026-10-23 16:00", "2026-10-27T16:00", "2026-10-27", "high"),
    (19, "2026-10-25 01:30", "2026-10-27T24:00", "2026-10-27", "medium"),
    (21, "2024-02-29 10:00", "2024-03-04T10:00", "2024-03-01", "high"),
    (23, "2026-11-04 00:00", "2026-11-05T24:00", "2026-11-05", "high"),
]

moments = st.datetimes(datetime.fromisoformat("2005-07-01"), datetime.fromisoformat("2028-11-30")).map(to_the_minute)
days = st.dates(date(2005, 7, 1), date(2028, 12, 31))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(("row", "seized", "deadline", "sitting", "certainty"), EXAMPLES)
def test_worked_examples(row: int, seized: str, deadline: str, sitting: str, certainty: str) -> None:
    answer = initial(at(seized), CALENDAR)
    assert answer.text == deadline, row
    assert str(answer.last_court_day) == sitting
    assert answer.certainty == certainty
    assert answer.source == "POCA 2002 s.295(1), (1A), (1B)"
    assert bool(answer.doubt) is (certainty != "high")
    assert answer.work_to <= answer.at


def test_the_steps_say_what_ran_and_what_did_not() -> None:
    assert initial(at("2026-11-19 22:40"), CALENDAR).steps == (
        "Seized Thu 19 Nov 2026 22:40 (GMT)",
        "25 h 20 m run to midnight Fri 20 Nov",
        "Sat 21 Nov and Sun 22 Nov do not count",
        "remaining 22 h 40 m run from Mon 23 Nov 00:00",
        "Mon 23 Nov 2026 22:40",
    )
    assert initial(at("2026-04-02 15:00"), CALENDAR).steps == (
        "Seized Thu 2 Apr 2026 15:00 (BST)",
        "9 h run to midnight Thu 2 Apr",
        "Fri 3 Apr (Good Friday), Sat 4 Apr, Sun 5 Apr and Mon 6 Apr (Easter Monday) do not count",
        "remaining 39 h run from Tue 7 Apr 00:00",
        "Wed 8 Apr 2026 15:00",
    )
    assert initial(at("2026-11-03 09:10"), CALENDAR).steps == (
        "Seized Tue 3 Nov 2026 09:10 (GMT)", "48 h run without a break", "Thu 5 Nov 2026 09:10",
    )  # fmt: skip


def test_a_run_between_two_breaks_is_told() -> None:
    steps = initial(at("2022-12-30 12:00"), CALENDAR).steps
    assert steps[2:] == (
        "Sat 31 Dec, Sun 1 Jan (New Year's Day) and Mon 2 Jan (New Year's Day (substitute day)) do not count",
        "remaining 36 h run from Tue 3 Jan 00:00",
        "Wed 4 Jan 2023 12:00",
    )
    between = initial(at("2019-04-18 23:00"), calendar_of(additions=[Addition(date(2019, 4, 24), "Invented holiday")]))
    assert between.steps[3:5] == ("24 h run from Tue 23 Apr 00:00 to midnight Tue 23 Apr",
                                  "Wed 24 Apr (Invented holiday) does not count")  # fmt: skip
    assert between.text == "2019-04-25T23:00"


@pytest.mark.parametrize(
    ("seized", "deadline"),
    [
        ("2022-06-01 09:00", "2022-06-07T09:00"),  # moved spring holiday and the Platinum Jubilee
        ("2022-09-16 09:00", "2022-09-21T09:00"),  # the late Queen's funeral, proclaimed nine days before
        ("2023-05-05 09:00", "2023-05-10T09:00"),  # the Coronation
        ("2020-05-07 09:00", "2020-05-12T09:00"),  # early May moved to the Friday, VE Day
        ("2027-12-24 09:00", "2027-12-30T09:00"),  # two substitutes
    ],
)
def test_one_off_holidays(seized: str, deadline: str) -> None:
    assert initial(at(seized), CALENDAR).text == deadline


@pytest.mark.parametrize(
    ("deadline", "sitting"),
    [
        ("2026-11-05 10:00", "2026-11-04 16:30"),
        ("2026-11-05 12:59", "2026-11-04 16:30"),
        ("2026-11-05 13:00", "2026-11-05 13:00"),
        ("2026-11-05 16:29", "2026-11-05 13:00"),
        ("2026-11-05 16:30", "2026-11-05 16:30"),
        ("2026-11-06 00:00", "2026-11-05 16:30"),
        ("2026-11-09 00:00", "2026-11-06 16:30"),
        ("2026-11-09 09:00", "2026-11-06 16:30"),
        ("2026-11-08 15:00", "2026-11-06 16:30"),
    ],
)
def test_a_sitting_counts_only_if_all_of_it_lies_before(deadline: str, sitting: str) -> None:
    assert last_sitting_before(at(deadline), CALENDAR) == at(sitting)


def test_the_hour_that_comes_twice_is_accepted_and_named() -> None:
    assert zone_text(at("2026-10-25 01:30")) == "BST or GMT"
    assert initial(at("2026-10-25 01:30"), CALENDAR).steps[0] == "Seized Sun 25 Oct 2026 01:30 (BST or GMT)"


def test_the_hour_that_no_clock_showed_is_explained_and_changes_nothing() -> None:
    assert not exists(at("2026-03-29 01:30"))
    assert exists(at("2026-03-29 02:00"))
    missing, shown = (initial(at(f"2026-03-29 {time}"), CALENDAR) for time in ("01:30", "02:30"))
    assert missing.at == shown.at == at("2026-04-01 00:00")
    assert "No clock showed" in missing.doubt
    assert "no clock showed" in missing.steps[0]
    assert "No clock showed" not in shown.doubt


def test_seconds_are_left_off_on_the_safe_side() -> None:
    assert initial(at("2026-11-03 09:10:59"), CALENDAR).text == "2026-11-05T09:10"


def test_assets_mirror_cash_and_say_so() -> None:
    for kind in (CaseKind.LISTED_ASSETS, CaseKind.CRYPTOASSETS):
        answer = initial(at("2026-04-02 15:00"), CALENDAR, kind)
        assert (answer.text, answer.certainty) == ("2026-04-08T15:00", Certainty.MEDIUM)
        assert answer.source != initial(at("2026-04-02 15:00"), CALENDAR).source


def test_before_2005_the_law_was_another() -> None:
    with pytest.raises(NotCalculated, match=r"weekends and holidays counted"):
        initial(at("2005-06-30 12:00"), CALENDAR)


def test_the_further_48_hours_run_from_the_objection() -> None:
    answer = further_48_hours(at("2026-10-09 10:30"), CALENDAR)
    assert answer.text == "2026-10-13T10:30"
    assert answer.source == "POCA 2002 s.297D"
    assert answer.steps[0] == "Objection received Fri 9 Oct 2026 10:30 (BST)"


def test_nothing_is_told_past_the_calendar() -> None:
    soon = calendar_of(known_to=date(2026, 12, 23))
    assert initial(at("2026-12-21 12:00"), soon).text == "2026-12-23T12:00"
    assert initial(at("2026-12-22 00:00"), soon).text == "2026-12-23T24:00"
    with pytest.raises(BeyondCalendar, match=r"known to Wed 23 Dec 2026, and Thu 24 Dec 2026 lies beyond"):
        initial(at("2026-12-22 12:00"), soon)
    with pytest.raises(BeyondCalendar):
        initial(at("2031-01-01 12:00"), CALENDAR)


@given(moments)
@example(at("2026-10-25 01:30"))
@example(at("2026-12-24 23:59"))
def test_the_48_hours_run_only_in_countable_time(seized: datetime) -> None:
    end = initial(seized, CALENDAR).at
    minutes, moment = 0, seized
    while moment < end:
        midnight = datetime.combine(moment.date() + timedelta(days=1), datetime.min.time())
        until = min(midnight, end)
        if CALENDAR.countable(moment.date()):
            minutes += int((until - moment).total_seconds()) // 60
        moment = until
    assert minutes == 2_880
    assert CALENDAR.countable((end - timedelta(minutes=1)).date())


@given(moments, moments)
def test_a_later_seizure_never_has_an_earlier_deadline(one: datetime, other: datetime) -> None:
    first, second = sorted((one, other))
    assert initial(first, CALENDAR).at <= initial(second, CALENDAR).at


@given(moments, st.lists(days, min_size=1, max_size=4))
def test_a_new_holiday_never_brings_the_deadline_forward(seized: datetime, added: list[date]) -> None:
    more = calendar_of(additions=[Addition(day, "Invented holiday") for day in added])
    try:
        later = initial(seized, more).at
    except BeyondCalendar:
        return  # pushed past what is known: later than anything known
    assert later >= initial(seized, CALENDAR).at


@given(moments)
def test_a_court_day_lies_wholly_inside_the_48_hours(seized: datetime) -> None:
    answer = initial(seized, CALENDAR)
    assert answer.work_to <= answer.at
    assert answer.work_to > seized
    assert CALENDAR.countable(answer.work_to.date())


@given(moments, st.integers(1, 2_880))
def test_counting_back_meets_counting_forward(seized: datetime, minutes: int) -> None:
    end = countable_hours(seized, CALENDAR)
    mark = countable_before(end, CALENDAR, minutes)
    assert countable_hours(mark, CALENDAR, minutes) == end
