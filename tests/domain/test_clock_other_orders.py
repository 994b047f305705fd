"""Notices, appeals, release, paying in and the other orders: the domain page 7.4, and what the Acts say besides."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soc_desk.domain.statutory_clock import Certainty, calendar_of
from soc_desk.domain.statutory_clock.court import appeal, pay_in, release, report
from soc_desk.domain.statutory_clock.notices import given_on, objections, set_aside
from soc_desk.domain.statutory_clock.others import (
    daml_notice,
    default_term_months,
    freezing,
    freezing_after_objection,
    interest_pence,
    moratorium,
    moratorium_limit,
    restraint_ends,
    time_to_pay,
)
from soc_desk.vocabulary.poca import CaseKind, ServiceMethod

CALENDAR = calendar_of()


def day(text: str) -> date:
    return date.fromisoformat(text)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_row_43_notice_and_setting_aside() -> None:
    ended = objections(day("2026-06-01"))
    assert (ended.on, ended.certainty, ended.text) == (day("2026-07-01"), Certainty.HIGH, "2026-07-01T24:00")
    aside = set_aside(ended.on)
    assert (aside.on, aside.certainty) == (day("2026-07-30"), Certainty.MEDIUM)
    assert aside.doubt.endswith(".")


def test_a_longer_notice_runs_longer_and_a_shorter_one_is_doubted() -> None:
    assert objections(day("2026-06-01"), 45).on == day("2026-07-16")
    short = objections(day("2026-06-01"), 20)
    assert (short.on, short.certainty) == (day("2026-07-01"), Certainty.LOW)
    assert "20 days, fewer than the 30" in short.doubt


@pytest.mark.parametrize(
    ("sent", "how", "given"),
    [
        ("2026-06-01 16:30", ServiceMethod.ELECTRONIC, "2026-06-01"),
        ("2026-06-01 16:31", ServiceMethod.ELECTRONIC, "2026-06-02"),
        ("2026-06-01 09:00", ServiceMethod.POST, "2026-06-03"),
        ("2026-04-02 09:00", ServiceMethod.POST, "2026-04-08"),
        ("2026-06-01 23:00", ServiceMethod.BY_HAND, "2026-06-01"),
        ("2026-06-01 12:00", ServiceMethod.GAZETTE, "2026-06-01"),
    ],
)
def test_when_a_notice_counts_as_given(sent: str, how: ServiceMethod, given: str) -> None:
    assert given_on(at(sent), how, CALENDAR) == day(given)


@pytest.mark.parametrize(("decided", "until"), [("2026-06-01", "2026-06-30"), ("2026-12-01", "2026-12-30")])
def test_row_46_appeal(decided: str, until: str) -> None:
    assert appeal(day(decided)).on == day(until)
    assert appeal(day(decided)).certainty is Certainty.HIGH


def test_row_47_account_freezing() -> None:
    answer = freezing(day("2026-03-15"), CALENDAR)
    assert (answer.on, answer.last_court_day) == (day("2028-03-14"), day("2028-03-14"))
    assert freezing(day("2026-03-15"), CALENDAR, day("2027-03-14")).on == day("2027-03-14")
    too_long = freezing(day("2026-03-15"), CALENDAR, day("2028-03-15"))
    assert too_long.on == day("2028-03-14")
    assert "later than the law allows" in too_long.doubt
    leap = freezing(day("2024-02-29"), CALENDAR)
    assert (leap.on, leap.work_to.date(), leap.certainty) == (day("2026-02-28"), day("2026-02-27"), Certainty.MEDIUM)


def test_row_47_confiscation() -> None:
    assert time_to_pay(day("2027-01-10"), CALENDAR).on == day("2027-04-09")
    assert time_to_pay(day("2027-01-10"), CALENDAR, None, day("2027-07-09")).on == day("2027-07-09")
    assert time_to_pay(day("2027-01-10"), CALENDAR, None, day("2027-12-31")).on == day("2027-07-09")
    assert time_to_pay(day("2027-01-10"), CALENDAR, day("2027-02-10")).on == day("2027-02-10")


def test_row_47_daml() -> None:
    answer = daml_notice(day("2026-04-02"), CALENDAR)
    assert answer.on == day("2026-04-15")
    assert answer.steps[1] == "seven working days from Tue 7 Apr 2026"
    assert daml_notice(day("2026-04-03"), CALENDAR).on == day("2026-04-15")  # submitted on Good Friday


def test_the_moratorium_and_how_far_it_can_be_extended() -> None:
    assert moratorium(day("2026-04-15"), CALENDAR).on == day("2026-05-15")
    assert moratorium_limit(day("2026-04-15"), CALENDAR).on == day("2026-10-17")
    assert moratorium(day("2026-04-15"), CALENDAR, day("2026-06-15")).on == day("2026-06-15")
    beyond = moratorium(day("2026-04-15"), CALENDAR, day("2026-11-17"))
    assert (beyond.on, beyond.work_to.date(), beyond.certainty) == (
        day("2026-11-17"), day("2026-10-16"), Certainty.LOW,
    )  # fmt: skip


def test_an_objection_ends_a_freezing_order_after_48_hours_straight() -> None:
    answer = freezing_after_objection(at("2026-06-19 10:00"), CALENDAR)  # a Friday
    assert answer.text == "2026-06-21T10:00"
    assert answer.work_to == at("2026-06-19 16:30")
    assert "it would be Tue 23 Jun 2026 10:00" in answer.doubt


def test_real_hours_are_counted_where_clocks_change_and_the_earlier_time_told() -> None:
    assert freezing_after_objection(at("2026-10-23 16:00"), CALENDAR).text == "2026-10-25T15:00"
    assert freezing_after_objection(at("2026-03-27 16:00"), CALENDAR).text == "2026-03-29T16:00"


def test_release_is_worked_to_a_day_early() -> None:
    answer = release(day("2026-06-01"))
    assert (answer.on, answer.work_to_on, answer.certainty) == (day("2026-06-08"), day("2026-06-07"), Certainty.MEDIUM)


def test_paying_in_is_due_at_the_first_opportunity() -> None:
    assert pay_in(at("2026-04-08 15:00"), CALENDAR).on == day("2026-04-09")
    assert pay_in(at("2026-12-25 00:00"), CALENDAR).on == day("2026-12-29")
    assert "first opportunity" in pay_in(at("2026-04-08 15:00"), CALENDAR).doubt


def test_the_report_to_the_appointed_person_is_due_the_next_working_day() -> None:
    assert report(at("2026-04-02 15:00"), CALENDAR).on == day("2026-04-07")


def test_a_restraint_order_has_no_end() -> None:
    assert "no fixed end" in restraint_ends()


@pytest.mark.parametrize(
    ("pence", "months"),
    [
        (0, 6), (1_000_000, 6), (1_000_001, 60), (50_000_000, 60), (50_000_001, 84), (100_000_000, 84),
        (100_000_001, 168),
    ],
)  # fmt: skip
def test_default_terms(pence: int, months: int) -> None:
    assert default_term_months(pence) == months


def test_interest_is_simple_at_eight_per_cent() -> None:
    due = day("2026-04-09")
    assert interest_pence(10_000_000, due, day("2027-04-09")) == 800_000
    assert interest_pence(10_000_000, due, due) == 0
    assert interest_pence(10_000_000, due, day("2026-04-10")) == 2_191
    assert interest_pence(10_000_000, due, day("2027-04-09"), [(day("2026-04-09"), 10_000_000)]) == 0
    half = [(day("2026-10-08"), 5_000_000)]  # 182 days on the whole, 183 on the half
    assert (
        interest_pence(10_000_000, due, day("2027-04-09"), half) == (10_000_000 * 182 + 5_000_000 * 183) * 8 // 36_500
    )
    assert interest_pence(10_000_000, due, day("2027-04-09"), percent=Decimal("2.5")) == 250_000


@given(
    st.integers(0, 10**12),
    st.lists(st.tuples(st.dates(date(2026, 1, 1), date(2028, 1, 1)), st.integers(0, 10**11)), max_size=5),
)
def test_paying_never_raises_the_interest(pence: int, payments: list[tuple[date, int]]) -> None:
    due, until = day("2026-06-01"), day("2027-06-01")
    assert 0 <= interest_pence(pence, due, until, payments) <= interest_pence(pence, due, until)


def test_twins_name_their_own_sections() -> None:
    assert objections(day("2026-06-01"), kind=CaseKind.ACCOUNT_FREEZING).source == "POCA 2002 s.303Z9(4), (5)"
    assert objections(day("2026-06-01")).source == "POCA 2002 s.297B, s.297C"
