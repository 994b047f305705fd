"""Dates, counts, sums and codes as officers write them; what cannot be read is never guessed."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soc_desk.imports.cells import CellValue, column_letter, shown, tidy, unformulated
from soc_desk.imports.spellings import Spellings, load
from soc_desk.imports.values import read_count, read_date, read_money, read_months

TODAY = date(2026, 11, 22)
ANY_DAY = st.dates(date(1990, 1, 1), TODAY)


@pytest.fixture(scope="module")
def spellings() -> Spellings:
    return load()


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("31/12/2022", (2022, 12, 31)),
        ("4 Feb 22", (2022, 2, 4)),
        ("2022-07-19", (2022, 7, 19)),
        ("19.7.22", (2022, 7, 19)),
        (44_743, (2022, 7, 1)),
        ("44743", (2022, 7, 1)),
        (44_743.6, (2022, 7, 1)),
        ("1st March 2022", (2022, 3, 1)),
        ("Sun 18 Sep 2022", (2022, 9, 18)),
        ("18/09/2022 14:30", (2022, 9, 18)),
        ("18/9/22 1430hrs", (2022, 9, 18)),
        ("2022-07-19T00:00:00", (2022, 7, 19)),
        ("20220719", (2022, 7, 19)),
        ("19072022", (2022, 7, 19)),
        ("4 Feb '22", (2022, 2, 4)),
        ("19-Jul-22", (2022, 7, 19)),
        ("Sept 3rd, 2022", (2022, 9, 3)),
        ("31st of December 2021", (2021, 12, 31)),
        ("29/02/2024", (2024, 2, 29)),
        ("Thursday 3rd March 2022 at 09:15", (2022, 3, 3)),
        ("2022 Jul 19", (2022, 7, 19)),
        ("19 JULY 2022.", (2022, 7, 19)),
    ],
)
def test_dates(value: CellValue, day: tuple[int, int, int]) -> None:
    assert read_date(value, TODAY).value == date(*day)


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("31/02/2022", "There is no 31 February 2022."),
        ("29 Feb 2022", "There is no 29 February 2022."),
        ("07/19/2022", "There is no month 19: “07/19/2022” is read day first."),
        ("1 Mar 2032", "1 Mar 2032 is in the future."),
        ("last Tuesday", "“last Tuesday” is not a date that can be read."),
        ("Mar 2022", "“Mar 2022” names no day."),
        ("3 Smarch 2022", "“Smarch” is not the name of a month."),
        ("12/03/0222", "The year 222 cannot be right."),
        (386, "“386” is not a date that can be read."),
        (True, "“TRUE” is not a date that can be read."),
        ("#REF!", "The cell shows the error #REF!."),
        ("12-14/03/2022", "“12-14/03/2022” is not a date that can be read."),
        ("0/5/2022", "There is no 0 May 2022."),
        ("2022-13-01", "There is no month 13: “2022-13-01” names no such month."),
    ],
)
def test_no_dates(value: CellValue, problem: str) -> None:
    reading = read_date(value, TODAY)
    assert (reading.value, reading.problem) == (None, problem)
    assert reading.remedy.endswith(".")


@pytest.mark.parametrize("value", [None, "", " ", "-", "TBC", "n/a", "Unknown"])
def test_cells_that_say_nothing(value: CellValue) -> None:
    assert read_date(value, TODAY).is_blank
    assert read_count(value).is_blank
    assert read_money(value).is_blank


@given(
    ANY_DAY, st.sampled_from(["%d/%m/%Y", "%d.%m.%y", "%d %b %Y", "%d %B %y", "%Y-%m-%d", "%d-%b-%Y", "%a %d %b %y"])
)
def test_every_day_in_every_style(day: date, style: str) -> None:
    assert read_date(day.strftime(style), TODAY).value == day


@given(ANY_DAY)
def test_cells_that_hold_dates(day: date) -> None:
    moment = datetime(day.year, day.month, day.day, 14, 30)  # noqa: DTZ001 - cells know no zone
    assert read_date(moment, TODAY).value == day
    assert read_date((day - date(1899, 12, 30)).days, TODAY).value == day
    later = TODAY + timedelta(days=(day - date(1990, 1, 1)).days % 9000 + 1)
    assert "in the future" in read_date(later.isoformat(), TODAY).problem


@given(st.text(max_size=40) | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.booleans())
def test_nothing_makes_a_reader_stumble(value: CellValue) -> None:
    for reading in (read_date(value, TODAY), read_count(value), read_money(value), read_months(value)):
        assert (reading.value is None) or not reading.problem


@pytest.mark.parametrize(
    ("value", "pence"),
    [
        ("£1,250.00", 125_000),
        ("2,300", 230_000),
        (18_420, 1_842_000),
        ("£640", 64_000),
        ("£2.3k", 230_000),
        ("1.2m", 120_000_000),
        (1185.5, 118_550),
        (0.1 + 0.2, 30),
        ("GBP 640", 64_000),
        ("nil", 0),
        (0, 0),
    ],
)
def test_money(value: CellValue, pence: int) -> None:
    assert read_money(value).value == pence


@pytest.mark.parametrize("value", ["£1,250.005", "€500", "-50", -5, "approx 500", "1.250,00", True, "12,50", "£"])
def test_no_money(value: CellValue) -> None:
    reading = read_money(value)
    assert reading.value is None
    assert reading.problem


def test_money_in_thousands() -> None:
    assert read_money("2.3", 1000).value == 230_000


@pytest.mark.parametrize(
    ("value", "count"), [(3, 3), (3.0, 3), ("3", 3), ("2 x males", 2), ("two", 2), ("1,234", 1234), ("none", 0)]
)
def test_counts(value: CellValue, count: int) -> None:
    assert read_count(value).value == count


@pytest.mark.parametrize("value", [2.5, -1, "3+", "a few", True, "12 (6 adults)", "1,23"])
def test_no_counts(value: CellValue) -> None:
    assert read_count(value).problem


@pytest.mark.parametrize(
    ("value", "months"),
    [("3 years 6 months", 42), ("18 months", 18), ("2y", 24), (42, 42), ("4.5 years", 54), ("0", 0)],
)
def test_months(value: CellValue, months: int) -> None:
    assert read_months(value).value == months
    assert read_months(2, in_years=True).value == 24


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("1. Pursue", "pursue"),
        ("PURSUE", "pursue"),
        ("pursue (P1)", "pursue"),
        ("P1", "pursue"),
        (1, "pursue"),
        (1.0, "pursue"),
        ("4", "prepare"),
        ("P2 - Prevent", "prevent"),
        ("Persue", "pursue"),
        ("3 - Protect", "protect"),
        ("Prevnt", "prevent"),
        ("2. Pursue", "pursue"),
        ("(1) pursue", "pursue"),
        ("Prot", "protect"),
    ],
)
def test_ps(spellings: Spellings, value: CellValue, code: str) -> None:
    assert spellings.read("four_p", value).value == code


@pytest.mark.parametrize("value", ["Patrol", "P", "Police", "Prosecute", "not pursue", "5", 0, True, "Pre"])
def test_no_ps(spellings: Spellings, value: CellValue) -> None:
    reading = spellings.read("four_p", value)
    assert reading.value is None
    assert reading.problem.endswith("is not a P.")
    assert reading.remedy == "Write Pursue, Prevent, Protect or Prepare."


def test_two_ps_are_one_too_many(spellings: Spellings) -> None:
    assert spellings.read("four_p", "Pursue/Prevent").problem.endswith("names Pursue and Prevent; only one can count.")


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("MOD", "moderate"),
        ("Maj", "major"),
        ("minor ", "minor"),
        ("1 - Major", "major"),
        ("Moderate disruption", "moderate"),
        ("none", "none"),
        ("MINOR.", "minor"),
        ("Neg", "negative"),
    ],
)
def test_levels(spellings: Spellings, value: CellValue, code: str) -> None:
    assert spellings.read("impact_level", value).value == code


@pytest.mark.parametrize("value", ["Med", "Massive", "High", "2", "Mod/Maj"])
def test_no_levels(spellings: Spellings, value: CellValue) -> None:
    assert spellings.read("impact_level", value).problem


@pytest.mark.parametrize(
    ("value", "codes"),
    [
        ("County Lines", ("COUNTY_LINES",)),
        ("CSAE", ("CSA",)),
        ("MDS", ("MSHT",)),
        ("OIC", ("OIC",)),
        ("Drugs - County Lines", ("COUNTY_LINES",)),
        ("Drugs / Firearms", ("DRUGS", "FIREARMS")),
        ("Corruption", ("BCSE",)),
        ("Acquisitive", ("OAC",)),
        ("Modern Slavery & HT", ("MSHT",)),
        ("Firarms", ("FIREARMS",)),
    ],
)
def test_threats(spellings: Spellings, value: CellValue, codes: tuple[str, ...]) -> None:
    assert spellings.read_all("soc_threat", value).value == codes


def test_nearest_is_suggested(spellings: Spellings) -> None:
    assert spellings.read_all("agency", "Met Police").remedy == "Did you mean Metropolitan?"
    assert spellings.read_all("agency", "TVP").value == ("thames-valley",)


def test_every_code_is_known_by_its_label_and_itself(spellings: Spellings) -> None:
    for name, labels in spellings.labels.items():
        for code, label in labels.items():
            assert spellings.read(name, label).value == code, (name, label)
            assert spellings.read(name, code).value == code, (name, code)


def test_a_store_with_other_codes_is_read_by_them() -> None:
    lists = {"soc_threat": {"KIDNAP": "Kidnap and extortion"}, "agency": {}, "activity_type": {}, "tier": {}}
    assert load(lists).read_all("soc_threat", "kidnap & extortion").value == ("KIDNAP",)


def test_cells_as_text() -> None:
    assert tidy("  a\u00a0b\u200b\x00\r\nc ") == "a b\nc"
    assert tidy(" \u200b ") is None
    assert shown(3.0) == "3"
    assert [column_letter(i) for i in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


@given(st.text(alphabet="=+-@'ab \t", min_size=1, max_size=8))
def test_formulas_are_disarmed_and_come_back(text: str) -> None:
    clean = tidy(text)
    if clean is None:
        return
    written = unformulated(clean)
    assert written[0] not in "=+-@"
    assert tidy(written) == clean or clean.startswith("'")
