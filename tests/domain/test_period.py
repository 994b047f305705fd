"""Periods: what people write, what they read, and what comes before."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soc_desk.domain import period
from soc_desk.domain.period import BadPeriod, Period


@pytest.mark.parametrize(
    ("text", "starts_on", "ends_on", "label"),
    [
        ("2026-Q1", date(2026, 4, 1), date(2026, 6, 30), "Q1 2026/27, 1 Apr to 30 Jun 2026"),
        ("2026-Q2", date(2026, 7, 1), date(2026, 9, 30), "Q2 2026/27, 1 Jul to 30 Sep 2026"),
        ("2026-q3", date(2026, 10, 1), date(2026, 12, 31), "Q3 2026/27, 1 Oct to 31 Dec 2026"),
        ("2026-Q4", date(2027, 1, 1), date(2027, 3, 31), "Q4 2026/27, 1 Jan to 31 Mar 2027"),
        ("2026", date(2026, 4, 1), date(2027, 3, 31), "2026/27, 1 Apr 2026 to 31 Mar 2027"),
        ("1999", date(1999, 4, 1), date(2000, 3, 31), "1999/00, 1 Apr 1999 to 31 Mar 2000"),
        ("2022-01-01..2022-12-31", date(2022, 1, 1), date(2022, 12, 31), "1 Jan to 31 Dec 2022"),
        (" 2026-07-01 .. 2026-09-30 ", date(2026, 7, 1), date(2026, 9, 30), "Q2 2026/27, 1 Jul to 30 Sep 2026"),
        ("2026-02-03..2026-02-03", date(2026, 2, 3), date(2026, 2, 3), "3 Feb 2026"),
    ],
)
def test_what_people_write(text: str, starts_on: date, ends_on: date, label: str) -> None:
    found = period.parse(text)
    assert (found.starts_on, found.ends_on, found.label) == (starts_on, ends_on, label)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "cannot be understood"),
        ("2026-Q5", "cannot be understood"),
        ("Q2 2026", "cannot be understood"),
        ("2026-02-30..2026-03-01", "a day that does not exist"),
        ("0000", "a day that does not exist"),
        ("9999", "a day that does not exist"),
        ("2026-09-30..2026-07-01", "ends on 2026-07-01, before it starts on 2026-09-30"),
        ("2026-07-01..", "a day that does not exist"),
        ("last quarter", "cannot be understood"),
    ],
)
def test_bad_periods_are_refused_in_a_sentence(text: str, said: str) -> None:
    with pytest.raises(BadPeriod) as refused:
        period.parse(text)
    assert said in str(refused.value)
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("2026-Q2", "2026-Q1"),
        ("2026-Q1", "2025-Q4"),
        ("2026-Q4", "2026-Q3"),
        ("2026", "2025"),
        ("2022-01-01..2022-12-31", "2021-01-01..2021-12-31"),
        ("2024-02-01..2024-03-31", "2023-12-01..2024-01-31"),
        ("2026-11-10..2026-11-16", "2026-11-03..2026-11-09"),
    ],
)
def test_the_period_before(text: str, before: str) -> None:
    assert period.parse(text).previous().text == before


def test_there_is_nothing_before_the_first_day() -> None:
    with pytest.raises(BadPeriod):
        period.parse("0001-01-01..0001-12-31").previous()


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_each_day_lies_in_the_quarter_it_belongs_to(day: date) -> None:
    found = period.quarter_of(day)
    assert day in found
    assert found.quarter in (1, 2, 3, 4)
    assert found.previous().ends_on == found.starts_on - timedelta(days=1)


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(0, 800))
def test_a_period_is_written_so_that_it_reads_back(day: date, days: int) -> None:
    made = Period(day, day + timedelta(days=days))
    assert period.parse(made.text) == made
    assert made.previous().ends_on < made.starts_on
