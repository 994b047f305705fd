"""Dates with the day first, money as pence, whole numbers: what people type, and what they are told."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ui.widgets.typed import format_date, format_pence, parse_date, parse_pence, parse_whole

TODAY = date(2026, 11, 22)  # a Sunday


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("14/11/2026", date(2026, 11, 14)), ("14.11.26", date(2026, 11, 14)), ("14-11-2026", date(2026, 11, 14)),
        ("3/4/26", date(2026, 4, 3)), ("14 nov", date(2026, 11, 14)), ("14 Nov 2026", date(2026, 11, 14)),
        ("14nov26", date(2026, 11, 14)), ("1st March 2025", date(2025, 3, 1)), ("14 sept", date(2026, 9, 14)),
        ("25/12", date(2025, 12, 25)), ("22 Nov", TODAY), ("23 Nov", date(2025, 11, 23)), ("today", TODAY),
        ("Yesterday", date(2026, 11, 21)), ("tomorrow", date(2026, 11, 23)), ("fri", date(2026, 11, 20)),
        ("Sunday", TODAY), ("2026-11-14", date(2026, 11, 14)), ("29 feb", date(2024, 2, 29)),
        ("1/1/70", date(1970, 1, 1)), ("1/1/45", date(2045, 1, 1)), ("1/1/46", date(1946, 1, 1)),
    ],
)  # fmt: skip
def test_dates_are_read_as_officers_type_them(typed: str, meant: date) -> None:
    assert parse_date(typed, TODAY) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("14 dec", date(2026, 12, 14)), ("6/10", date(2027, 10, 6)), ("22 nov", TODAY), ("20 nov", date(2026, 11, 20)),
        ("25 oct", date(2026, 10, 25)), ("24 oct", date(2027, 10, 24)), ("fri", date(2026, 11, 27)), ("sun", TODAY),
        ("29 feb", date(2028, 2, 29)), ("6/10/26", date(2026, 10, 6)), ("tomorrow", date(2026, 11, 23)),
    ],
)  # fmt: skip
def test_a_coming_day_without_a_year_lies_ahead_or_was_just_now(typed: str, meant: date) -> None:
    assert parse_date(typed, TODAY, coming=True) == meant


@given(st.dates(date(2026, 1, 1), date(2030, 12, 31)))
def test_a_coming_day_is_never_more_than_four_weeks_ago(today: date) -> None:
    for day in ("1 jan", "28 feb", "29 feb", "31 dec", "mon"):
        assert today - timedelta(days=28) <= parse_date(day, today, coming=True)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("31/02/2026", "There is no 31 February 2026. Correct the date."),
        ("29 feb 2026", "There is no 29 February 2026"),
        ("11/14/2026", "There is no month 14."), ("soon", "is not a date."), ("14", "is not a date."),
        ("0/1/2026", "There is no 0 January 2026"), ("14 novem x", "is not a date."), ("marble", "is not a date."),
        ("monkey", "is not a date."), ("14 marches", "is not a date."), ("1/1/0000", "There is no month 1."),
    ],
)  # fmt: skip
def test_what_is_no_date_is_said_in_a_sentence(typed: str, told: str) -> None:
    with pytest.raises(ValueError, match=told.replace(".", r"\.")) as refused:
        parse_date(typed, TODAY)
    assert str(refused.value).endswith(".")


@given(st.dates(date(1980, 1, 1), date(2045, 12, 31)))
def test_a_date_written_out_is_read_again(day: date) -> None:
    assert parse_date(format_date(day), TODAY) == day
    assert parse_date(f"{day:%d/%m/%Y}", TODAY) == day
    assert parse_date(day.isoformat(), TODAY) == day


@given(st.text(max_size=30))
@example("29/2")
@example("²/3/2026")
@example("1/1/0001")
def test_any_text_is_a_date_or_a_sentence(text: str) -> None:
    try:
        read: object = parse_date(text, TODAY)
    except ValueError as error:
        read = str(error)
    assert isinstance(read, date) or str(read).endswith(".")


@pytest.mark.parametrize(
    ("typed", "pence"),
    [
        ("£18,420.50", 1842050), ("18420", 1842000), (".5", 50), ("0.05", 5), ("1 000", 100000), ("£0", 0),
        ("1,234,567.89", 123456789), ("12.", None), ("1,23", None), ("-5", None), ("abc", None), ("£", None),
        ("1.234", None), ("99999999999999", None), ("1e5", None), ("£-5", None), ("5%", None),
    ],
)  # fmt: skip
def test_money_is_read_as_pence_or_refused(typed: str, pence: int | None) -> None:
    if pence is not None:
        assert parse_pence(typed) == pence
        return
    with pytest.raises(ValueError, match=r".+\.$"):
        parse_pence(typed)


@given(st.integers(0, 10**13))
def test_an_amount_written_out_is_read_again(pence: int) -> None:
    assert parse_pence(format_pence(pence)) == pence


def test_money_is_written_with_its_sign_and_commas() -> None:
    assert format_pence(1842050) == "£18,420.50"
    assert format_pence(-5) == "-£0.05"
    assert format_pence(None) == ""
    assert format_date(None) == ""


@pytest.mark.parametrize("typed", ["1.5", "x", "1,00", "", "9999999999999", "101"])
def test_what_is_no_whole_number_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r".+\.$"):
        parse_whole(typed, 0, 100)


def test_whole_numbers_may_have_commas() -> None:
    assert parse_whole("1,812") == 1812
