"""Detention orders and the chain: every worked example of the domain page 7.2 and 7.3, and what always holds."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soc_desk.domain.statutory_clock import Addition, Certainty, calendar_of
from soc_desk.domain.statutory_clock.cash import initial
from soc_desk.domain.statutory_clock.counting import days_beginning_with, months_beginning_with
from soc_desk.domain.statutory_clock.made import Made
from soc_desk.domain.statutory_clock.orders import cap, chain, detention
from soc_desk.vocabulary.poca import CaseKind

CALENDAR = calendar_of()
ORDERS = [
    (24, "2026-08-31", "2027-02-28", "2027-02-26", "2027-02-18", "2027-02-26", "medium"),
    (25, "2027-08-31", "2028-02-29", "2028-02-29", "2028-02-21", "2028-02-28", "medium"),
    (28, "2026-09-01", "2027-02-28", "2027-02-26", "2027-02-18", "2027-02-26", "high"),
    (29, "2027-09-01", "2028-02-29", "2028-02-29", "2028-02-21", "2028-02-29", "high"),
    (30, "2027-01-18", "2027-07-17", "2027-07-16", "2027-07-08", "2027-07-16", "high"),
    (31, "2026-10-05", "2027-04-04", "2027-04-02", "2027-03-25", "2027-04-02", "high"),
    (32, "2028-02-29", "2028-08-28", "2028-08-25", "2028-08-17", "2028-08-25", "high"),
    (34, "2026-03-31", "2026-09-30", "2026-09-30", "2026-09-22", "2026-09-29", "medium"),
    (36, "2026-06-30", "2026-12-29", "2026-12-29", "2026-12-21", "2026-12-24", "high"),
]
days = st.dates(date(2010, 2, 1), date(2028, 6, 1))


def day(text: str) -> date:
    return date.fromisoformat(text)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(("row", "made", "end", "court", "lodge", "work_to", "certainty"), ORDERS)
def test_worked_examples(row: int, made: str, end: str, court: str, lodge: str, work_to: str, certainty: str) -> None:
    order = detention(Made(day(made)), CALENDAR)
    assert order.end.on == day(end), row
    assert order.end.last_court_day == day(court)
    assert order.lodge.on == day(lodge)
    assert order.end.work_to.date() == day(work_to)
    assert order.end.certainty == certainty
    assert order.end.source == "POCA 2002 s.295(2)"
    assert order.end.steps[-1].startswith("end of ")


@pytest.mark.parametrize(
    ("made", "aim", "lodge"),
    [
        ("2027-08-31T16:30", "2028-02-28", "2028-02-18"),  # 20 Feb is a Sunday
        ("2026-03-31T16:30", "2026-09-29", "2026-09-21"),
        ("2026-06-30T16:30", "2026-12-24", "2026-12-16"),
        ("2026-04-07T11:00", "2026-10-05", "2026-09-25"),  # made before the hour of the order: the day before
        ("2027-01-18T16:30", "2027-07-16", "2027-07-08"),
    ],
)
def test_lodging_works_to_the_hearing_that_is_worked_to(made: str, aim: str, lodge: str) -> None:
    order = detention(Made(at(made).date(), at(made)), CALENDAR)
    assert (order.end.work_to_on, order.lodge.work_to_on) == (day(aim), day(lodge))


def test_an_order_made_on_a_bank_holiday_is_flagged() -> None:
    assert detention(Made(day("2026-08-31")), CALENDAR).flags == (
        "Mon 31 Aug 2026 is no usual court day (Summer bank holiday); check the date.",
    )
    assert detention(Made(day("2026-09-01")), CALENDAR).flags == ()


def test_row_37_the_order_of_ninety_days() -> None:
    made = day("2004-02-11")
    assert days_beginning_with(made, 90) == day("2004-05-10")
    assert made + timedelta(days=90) == day("2004-05-11")
    order = detention(Made(made, at("2004-02-11 10:00"), day("2004-05-11")), CALENDAR)
    assert order.maximum_on == day("2004-05-10")
    assert order.end.on == day("2004-05-10")
    assert order.end.certainty is Certainty.LOW
    assert "later than the law allows" in order.flags[0]


@pytest.mark.parametrize(
    ("row", "first", "end", "court", "work_to", "certainty"),
    [
        (38, "2024-01-18", "2026-01-17", "2026-01-16", "2026-01-16", "high"),
        (39, "2024-02-29", "2026-02-28", "2026-02-27", "2026-02-27", "medium"),
        (42, "2025-06-10", "2027-06-09", "2027-06-09", "2027-06-09", "high"),
    ],
)
def test_the_two_years(row: int, first: str, end: str, court: str, work_to: str, certainty: str) -> None:
    answer = cap(day(first), CALENDAR)
    assert (answer.on, answer.last_court_day, answer.work_to.date()) == (day(end), day(court), day(work_to)), row
    assert answer.certainty == certainty


def test_row_42_the_chain() -> None:
    made = ["2025-06-10", "2025-12-02", "2026-05-20", "2026-11-10", "2027-04-28"]
    found = chain([Made(day(each)) for each in made], CALENDAR)
    assert [str(order.end.on) for order in found.orders] == [
        "2025-12-09", "2026-06-01", "2026-11-19", "2027-05-09", "2027-06-09",
    ]  # fmt: skip
    assert [order.capped for order in found.orders] == [False] * 4 + [True]
    assert found.last.end.last_court_day == day("2027-06-09")
    assert found.last.end.steps[2] == "the limit that began with the first order (Tue 10 Jun 2025) is Wed 9 Jun 2027"
    assert found.lapsed_at is None
    assert not any(order.late for order in found.orders)


def test_the_order_of_giving_does_not_matter() -> None:
    made = [Made(day("2026-05-20")), Made(day("2025-12-02"), None, day("2026-05-30")), Made(day("2025-06-10"))]
    assert [order.made.on for order in chain(made, CALENDAR).orders] == sorted(each.on for each in made)


def test_the_date_on_the_order_counts_where_it_is_earlier() -> None:
    order = detention(Made(day("2026-08-31"), None, day("2026-11-30")), CALENDAR)
    assert (order.end.on, order.end.certainty) == (day("2026-11-30"), Certainty.HIGH)
    assert order.maximum_on == day("2027-02-28")
    assert "the order itself says Mon 30 Nov 2026" in order.end.steps


def test_a_later_date_on_the_order_is_flagged_and_the_maximum_worked_to() -> None:
    order = detention(Made(day("2026-10-05"), None, day("2027-04-05")), CALENDAR)
    assert order.end.on == day("2027-04-04")
    assert order.flags == (
        "The order says Mon 5 Apr 2027, later than the law allows; work to Sun 4 Apr 2027 and ask the force solicitor.",
    )


def test_an_order_that_ends_before_it_begins_is_flagged() -> None:
    assert "before it was made" in detention(Made(day("2026-10-05"), None, day("2026-10-01")), CALENDAR).flags[0]


def test_a_late_order_does_not_save_the_detention() -> None:
    """R (Kingdom Corporate) v HMRC: seized 16 January 2023 17:38, order at about 17:50 on the 18th."""
    deadline = initial(at("2023-01-16 17:38"), CALENDAR).at
    late = chain([Made(day("2023-01-18"), at("2023-01-18 17:50"))], CALENDAR, deadline=deadline)
    assert late.last.late
    assert late.lapsed_at == at("2023-01-18 17:38")
    (flag,) = late.last.flags
    assert flag.startswith("Made Wed 18 Jan 2023 17:50, after detention had ended (Wed 18 Jan 2023 17:38): it revives")
    assert chain([Made(day("2023-01-18"), at("2023-01-18 17:38"))], CALENDAR, deadline=deadline).last.late
    assert not chain([Made(day("2023-01-18"), at("2023-01-18 17:37"))], CALENDAR, deadline=deadline).last.late


def test_an_hour_that_decides_is_asked_for() -> None:
    deadline = initial(at("2023-01-16 17:38"), CALENDAR).at
    found = chain([Made(day("2023-01-18"))], CALENDAR, deadline=deadline)
    assert found.lapsed_at is None
    assert "record the minute" in found.last.flags[0]


def test_a_renewal_heard_after_the_end_does_not_revive_it() -> None:
    """HMRC v Mann: lodged in time, heard late, for whatever reason."""
    made = [Made(day("2026-01-05")), Made(day("2026-07-05")), Made(day("2026-12-20"))]
    found = chain(made, CALENDAR)
    assert [order.late for order in found.orders] == [False, True, False]
    assert found.lapsed_at == at("2026-07-05 00:00")
    in_time = chain([Made(day("2026-01-05")), Made(day("2026-07-04"))], CALENDAR)
    assert in_time.lapsed_at is None


def test_an_order_before_the_seizure_is_flagged() -> None:
    found = chain([Made(day("2026-01-05"))], CALENDAR, seized_at=at("2026-01-06 10:00"))
    assert found.last.flags == ("Made before the seizure (Tue 6 Jan 2026 10:00); check both dates.",)


def test_after_a_second_seizure_the_original_two_years_are_worked_to() -> None:
    answer = cap(day("2026-03-02"), CALENDAR, original_first_on=day("2026-01-05"))
    assert answer.on == day("2028-03-01")
    assert answer.work_to.date() == day("2028-01-04")
    assert answer.certainty is Certainty.LOW
    assert "original first order, Mon 5 Jan 2026, which end on Tue 4 Jan 2028" in answer.doubt
    found = chain([Made(day("2027-10-04"))], CALENDAR, original_first_on=day("2026-01-05"))
    assert found.last.end.on == day("2028-04-03")
    assert found.last.end.work_to.date() == day("2028-01-04")


def test_the_hour_of_an_order_brings_the_cautious_date_forward() -> None:
    morning = detention(Made(day("2026-04-08"), at("2026-04-08 11:00")), CALENDAR).end
    evening = detention(Made(day("2026-04-08"), at("2026-04-08 17:00")), CALENDAR).end
    assert morning.on == evening.on == day("2026-10-07")
    assert morning.last_court_day == day("2026-10-07")
    assert morning.work_to == at("2026-10-06 16:30")
    assert evening.work_to == at("2026-10-07 16:30")
    assert "argued in CC Merseyside v Reynolds" in morning.doubt


def test_a_lodging_day_on_a_sunday_is_worked_to_on_the_friday() -> None:
    order = detention(Made(day("2023-01-18")), CALENDAR)
    assert order.end.last_court_day == day("2023-07-17")
    assert order.lodge.on == day("2023-07-09")
    assert order.lodge.work_to_on == day("2023-07-07")


def test_dates_past_the_calendar_are_told_without_a_court_day() -> None:
    answer = cap(day("2027-01-18"), CALENDAR)
    assert (answer.on, answer.last_court_day) == (day("2029-01-17"), None)
    assert "known to Sun 31 Dec 2028" in answer.unknown
    order = detention(Made(day("2028-09-04")), CALENDAR)
    assert (order.end.on, order.end.last_court_day, order.lodge.last_court_day) == (day("2029-03-03"), None, None)
    assert order.end.unknown
    assert order.lodge.unknown


def test_cryptoassets_go_to_three_years_where_a_court_extended() -> None:
    assert cap(day("2026-03-15"), CALENDAR, CaseKind.CRYPTOASSETS).on == day("2028-03-14")
    extended = cap(day("2026-03-15"), CALENDAR, CaseKind.CRYPTOASSETS, years=3)
    assert extended.on == day("2029-03-14")
    assert extended.source == "POCA 2002 s.303Z32 (items: s.303Z28)"
    assert cap(day("2026-03-15"), CALENDAR, CaseKind.LISTED_ASSETS).source == "POCA 2002 s.303L(1)"


@pytest.mark.parametrize(
    ("first", "months", "last", "plain"),
    [
        ("2026-01-31", 1, "2026-02-28", False),
        ("2024-01-31", 1, "2024-02-29", False),
        ("2026-01-01", 1, "2026-01-31", True),
        ("2026-12-01", 1, "2026-12-31", True),
        ("2024-02-29", 12, "2025-02-28", False),
        ("2024-02-29", 48, "2028-02-28", True),
        ("2026-05-31", 6, "2026-11-30", False),
        ("2026-08-29", 6, "2027-02-28", False),
        ("2027-08-29", 6, "2028-02-28", True),
    ],
)
def test_months_beginning_with_a_day(first: str, months: int, last: str, plain: bool) -> None:
    assert months_beginning_with(day(first), months) == (day(last), plain)


@given(st.lists(days, min_size=1, max_size=8), st.booleans())
def test_no_chain_passes_its_cap(made: list[date], stated: bool) -> None:
    orders = [Made(each, None, each + timedelta(days=400) if stated else None) for each in made]
    found = chain(orders, CALENDAR)
    limit = months_beginning_with(min(made), 24)[0]
    for order in found.orders:
        assert order.end.on <= limit
        assert order.end.on <= months_beginning_with(order.made.on, 6)[0]
        assert order.end.work_to <= order.end.at
        assert order.end.last_court_day is None or order.end.last_court_day <= order.end.on
        assert order.lodge.on < order.end.on


@given(days, days)
def test_a_later_order_never_ends_earlier(one: date, other: date) -> None:
    first, second = sorted((one, other))
    assert detention(Made(first), CALENDAR).end.at <= detention(Made(second), CALENDAR).end.at


@given(days, st.integers(0, 200) | st.integers(700, 731))
def test_a_new_holiday_never_makes_a_last_court_day_later(made: date, ahead: int) -> None:
    more = calendar_of(additions=[Addition(made + timedelta(days=ahead), "Invented holiday")])
    before, after = detention(Made(made), CALENDAR), detention(Made(made), more)
    assert after.end.at == before.end.at
    if before.end.last_court_day is not None and after.end.last_court_day is not None:
        assert after.end.last_court_day <= before.end.last_court_day
        assert after.lodge.on <= before.lodge.on
    limits = cap(made, CALENDAR), cap(made, more)
    assert limits[0].at == limits[1].at
    if all(limit.last_court_day for limit in limits):
        assert limits[1].last_court_day <= limits[0].last_court_day
