"""The calendar: which days count, what is proclaimed, what an administrator adds, and where it ends."""

import ast
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soc_desk.domain import statutory_clock
from soc_desk.domain.statutory_clock import KNOWN_TO, Addition, BeyondCalendar, OtherNation, calendar_of
from soc_desk.domain.statutory_clock.calendar import KNOWN_FROM, worked_out
from soc_desk.vocabulary.poca import Nation

CALENDAR = calendar_of()
PACKAGE = Path(statutory_clock.__file__).parent
days = st.dates(KNOWN_FROM + timedelta(days=30), KNOWN_TO)


def test_the_list_that_is_kept_is_what_the_package_works_out() -> None:
    assert CALENDAR.holidays == worked_out(Nation.ENGLAND_AND_WALES, KNOWN_TO.year)


def test_a_calendar_known_for_longer_takes_the_package_at_its_word() -> None:
    later = date(KNOWN_TO.year + 1, 12, 31)
    assert calendar_of(known_to=later).holidays == worked_out(Nation.ENGLAND_AND_WALES, later.year)


def test_a_calendar_known_for_less_ends_with_its_year() -> None:
    assert max(calendar_of(known_to=date(2026, 6, 30)).holidays) == date(2026, 12, 28)


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 12, 28), "Boxing Day (substitute day)"),
        (date(2026, 12, 25), "Christmas Day"),
        (date(2026, 4, 3), "Good Friday"),
        (date(2026, 4, 6), "Easter Monday"),
        (date(2026, 5, 4), "Early May bank holiday"),
        (date(2026, 8, 31), "Summer bank holiday"),
        (date(2027, 12, 27), "Christmas Day (substitute day)"),
        (date(2027, 12, 28), "Boxing Day (substitute day)"),
        (date(2028, 1, 3), "New Year's Day (substitute day)"),
        (date(2022, 6, 2), "Spring Bank Holiday"),
        (date(2022, 6, 3), "Platinum Jubilee of Elizabeth II"),
        (date(2022, 9, 19), "State Funeral of Queen Elizabeth II"),
        (date(2023, 5, 8), "Coronation of Charles III"),
        (date(2011, 4, 29), "Wedding of William and Catherine"),
        (date(2012, 6, 5), "Diamond Jubilee of Elizabeth II"),
        (date(2020, 5, 8), "Early May bank holiday"),
        (date(2026, 11, 21), "Saturday"),
        (date(2026, 11, 22), "Sunday"),
        (date(2026, 12, 26), "Boxing Day"),
        (date(2026, 11, 23), ""),
        (date(2020, 5, 4), ""),
        (date(2022, 5, 30), ""),
        (date(2024, 2, 29), ""),
        (date(2026, 3, 17), ""),  # a holiday in Northern Ireland only
        (date(2026, 11, 30), ""),  # a holiday in Scotland only
    ],
)
def test_which_days_count_and_why_not(day: date, why: str) -> None:
    assert CALENDAR.why_not(day) == why
    assert CALENDAR.countable(day) is (why == "")


def test_an_addition_and_a_removal_take_effect_and_are_kept_with_their_source() -> None:
    extra = Addition(date(2027, 6, 1), "Invented jubilee", "The Gazette, invented")
    moved = Addition(date(2027, 5, 31), "Spring Bank Holiday", "The Gazette, invented", removed=True)
    changed = calendar_of(additions=(extra, moved))
    assert changed.why_not(date(2027, 6, 1)) == "Invented jubilee"
    assert changed.countable(date(2027, 5, 31))
    assert changed.additions == (extra, moved)
    assert not CALENDAR.countable(date(2027, 5, 31))
    assert CALENDAR.countable(date(2027, 6, 1))


def test_christmas_day_and_good_friday_stand_in_the_act_and_stay() -> None:
    kept = calendar_of(additions=[Addition(day, "", removed=True) for day in (date(2026, 12, 25), date(2026, 4, 3))])
    assert not kept.countable(date(2026, 12, 25))
    assert not kept.countable(date(2026, 4, 3))


def test_a_weekend_stays_out_whatever_is_removed() -> None:
    assert not calendar_of(additions=[Addition(date(2026, 12, 26), "", removed=True)]).countable(date(2026, 12, 26))


def test_both_ends_of_the_calendar_are_known_and_nothing_outside() -> None:
    assert not CALENDAR.countable(date(2028, 12, 31))
    assert CALENDAR.countable(KNOWN_FROM)
    assert CALENDAR.court_day_on_or_before(KNOWN_TO) == date(2028, 12, 29)
    for question in (CALENDAR.countable, CALENDAR.why_not, CALENDAR.court_day_on_or_before, CALENDAR.court_day_after):
        with pytest.raises(BeyondCalendar, match="and Mon 1 Jan 2029 lies beyond") as refused:
            question(KNOWN_TO + timedelta(days=1))
        assert str(refused.value).endswith(".")
        assert "administrator" in str(refused.value)
        with pytest.raises(BeyondCalendar, match="before Mon 30 Dec 2002"):
            question(KNOWN_FROM - timedelta(days=1))
    with pytest.raises(BeyondCalendar):
        CALENDAR.court_day_after(date(2028, 12, 29))


def test_court_days_around_a_break() -> None:
    assert CALENDAR.court_day_on_or_before(date(2026, 12, 28)) == date(2026, 12, 24)
    assert CALENDAR.court_day_before(date(2026, 12, 24)) == date(2026, 12, 23)
    assert CALENDAR.court_day_after(date(2026, 12, 24)) == date(2026, 12, 29)
    assert CALENDAR.court_day_after(date(2026, 12, 24), 2) == date(2026, 12, 30)
    assert CALENDAR.court_day_after(date(2026, 12, 26)) == date(2026, 12, 29)


@pytest.mark.parametrize("nation", [Nation.SCOTLAND, Nation.NORTHERN_IRELAND])
def test_other_nations_are_refused_in_a_sentence(nation: Nation) -> None:
    with pytest.raises(OtherNation, match=f"Deadlines in {nation.label} are not calculated here") as refused:
        calendar_of(nation)
    assert str(refused.value).endswith(".")


def test_a_calendar_is_made_once() -> None:
    assert calendar_of() is calendar_of()
    assert calendar_of(known_to=date(2026, 12, 23)) is not CALENDAR


def test_a_calendar_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(BeyondCalendar):
        calendar_of(known_to=date(2001, 1, 1))


@given(days)
def test_the_last_court_day_is_the_nearest(day: date) -> None:
    found = CALENDAR.court_day_on_or_before(day)
    assert CALENDAR.countable(found)
    assert not any(CALENDAR.countable(found + timedelta(days=ahead)) for ahead in range(1, (day - found).days + 1))


@given(days, days)
def test_a_new_holiday_never_makes_a_last_court_day_later(day: date, added: date) -> None:
    more = calendar_of(additions=[Addition(added, "Invented holiday")])
    assert more.court_day_on_or_before(day) <= CALENDAR.court_day_on_or_before(day)


@pytest.mark.parametrize("path", sorted(PACKAGE.glob("*.py")), ids=lambda path: path.name)
def test_the_clock_is_pure(path: Path) -> None:
    allowed = ("soc_desk.domain.statutory_clock", "soc_desk.errors", "soc_desk.vocabulary")
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        for name in names:
            assert name.partition(".")[0] not in {"sqlalchemy", "PySide6", "ui", "alembic", "psycopg"}
            assert not name.startswith("soc_desk") or name.startswith(allowed), name
