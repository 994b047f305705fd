"""Reads dates, counts, sums of money and lengths of time as officers write them; pure functions of a cell.

A ``Reading`` has a value, or a problem with its remedy, or neither for a cell that says nothing. Dates are day first,
as everywhere in the United Kingdom; nothing is ever guessed month first.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Generic, TypeVar

from soc_desk.imports.cells import CellValue, Uncalculated, on_screen, shown

T = TypeVar("T")

EARLIEST_YEAR = 1990
LONGEST_TEXT = 100_000
"""Characters that a narrative may have."""

WRITE_A_DATE = "Write the date day first, for example 14/03/2022."
_EPOCH = date(1899, 12, 30)
_SERIALS = range(32_874, 73_051)  # 1990 to 2099 as spreadsheets count days
_FIRST_BIRTH = 1900
_BIRTH_SERIALS = range(3_654, 73_051)  # from 1910 on
_TWO_FIGURES = re.compile(r"\D\d{2}$")
SPREADSHEET_ERRORS = frozenset(
    {"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"}
)  # fmt: skip
_SAYS_NOTHING = frozenset(
    {"", "-", "--", "–", "—", ".", "?", "??", "n/a", "na", "n.a.", "n/k", "nk", "not known", "unknown", "tbc", "tba",
     "to be confirmed", "not applicable", "not recorded", "not stated", "blank", "(blank)", "nil return", "null"}
)  # fmt: skip
LONGEST_NOTHING = max(len(text) for text in _SAYS_NOTHING)
"""No longer text says that there is nothing to say."""
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBER_WORDS = {word: number for number, word in enumerate(_WORDS, start=1)}
_NUMBER_WORDS |= {"nil": 0, "none": 0, "zero": 0, "no": 0}
_MONTHS = {name.lower(): place for place, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name[:3]: place for name, place in _MONTHS.items()} | {"sept": 9}

_WEEKDAY = re.compile(r"^(mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?[\s,.]+", re.IGNORECASE)
_TIME = re.compile(
    r"(?:[\sT,@-]+(?:at\s+)?\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?\s*(?:am|pm|h|hrs?|hours|z)?"
    r"|[\s,@-]+(?:at\s+)?\d{4}\s*(?:h|hrs?|hours))$",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(r"^(\d{4})\s*[-/. ]\s*(\d{1,2}|[a-z]{3,9})\s*[-/. ]\s*(\d{1,2})$", re.IGNORECASE)
_DAY_FIRST = re.compile(r"^(\d{1,2})\s*[-/.\\ ,]\s*(\d{1,2})\s*[-/.\\ ,]\s*(\d{4}|\d{2})$")
_DAY_WORD = re.compile(
    r"^(\d{1,2})\s*(?:st|nd|rd|th)?(?:\s+day)?(?:\s+of)?[\s./,-]*([a-z]{3,9})\.?[\s./,'’-]*(\d{4}|\d{2})$",
    re.IGNORECASE,
)
_WORD_DAY = re.compile(r"^([a-z]{3,9})\.?[\s./-]*(\d{1,2})(?:st|nd|rd|th)?[\s.,/'’-]+(\d{4}|\d{2})$", re.IGNORECASE)
_PACKED = re.compile(r"^(?:(19\d\d|20\d\d)(0\d|1[0-2])(\d\d)|(\d\d)(\d\d)(19\d\d|20\d\d))$")
_NO_DAY = re.compile(r"^(?:([a-z]{3,9})\.?[\s./'’-]*(?:\d{4}|\d{2})|\d{1,2}[/.-]\d{4}|\d{4})$", re.IGNORECASE)

_COUNT = re.compile(r"^(\d{1,3}(?:,\d{3})+|\d+)(?:\.0+)?(?:\s*[x×]?\s*[a-z][a-z ()/]*)?$", re.IGNORECASE)
_MONEY = re.compile(
    r"^(?:£|gbp)?\s*(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?\s*(k|m|mn|million|thousand)?\s*(?:gbp|pounds?|cash|-)?$",
    re.IGNORECASE,
)
_FOREIGN = re.compile(r"[$€¥₹]|\b(?:eur|euros?|usd|dollars?)\b", re.IGNORECASE)
_SPAN = re.compile(
    r"^(?:(\d+(?:\.\d+)?)\s*(?:y|yrs?|years?)\b\.?)?[\s,+&]*(?:and\s+)?(?:(\d+)\s*(?:m|mo|mths?|months?)\b\.?)?$",
    re.IGNORECASE,
)
_SCALES = {"k": 1_000, "thousand": 1_000, "m": 1_000_000, "mn": 1_000_000, "million": 1_000_000}


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """What a cell says: a value; or a problem and how to mend it; or nothing (all three empty)."""

    value: T | None = None
    problem: str = ""
    remedy: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether the cell says nothing at all."""
        return self.value is None and not self.problem


def says_nothing(value: CellValue) -> bool:
    """Whether a cell is blank or holds one of the ways to write that there is nothing to say."""
    if isinstance(value, str):
        return len(value) <= LONGEST_NOTHING and value.strip().lower() in _SAYS_NOTHING
    return value is None


def unusable(value: CellValue) -> Reading[T] | None:
    """The reading of a cell that holds no value of any kind: blank, a spreadsheet error, a formula never calculated."""
    if says_nothing(value):
        return Reading()
    if isinstance(value, Uncalculated):
        return Reading(
            problem="The cell holds a formula whose result was not saved.",
            remedy="Open the file in a spreadsheet program, save it and import it again.",
        )
    if isinstance(value, str) and value in SPREADSHEET_ERRORS:
        return Reading(problem=f"The cell shows the error {value}.", remedy="Correct the formula or type the value.")
    return None


# dates ----------------------------------------------------------------------------------------------------------------


def read_date(value: CellValue, today: date) -> Reading[date]:
    """The day a cell names, not later than ``today``."""
    nothing: Reading[date] | None = unusable(value)
    if nothing is not None:
        return nothing
    reading = _day(value)
    if reading.value is None:
        return reading
    if reading.value > today:
        return Reading(problem=f"{on_screen(reading.value)} is in the future.", remedy="Correct the date.")
    return reading


def read_birth_date(value: CellValue, today: date) -> Reading[date]:
    """A date of birth: as ``read_date``, from 1900 on, a year of two figures in the last hundred years."""
    nothing: Reading[date] | None = unusable(value)
    if nothing is not None:
        return nothing
    reading = _day(value, _FIRST_BIRTH)
    if reading.value is not None and reading.value > today:
        if not _TWO_FIGURES.search(str(value).strip()):
            return Reading(problem=f"{on_screen(reading.value)} is in the future.", remedy="Correct the date.")
        return Reading(_century_before(reading.value))
    return reading


def _century_before(day: date) -> date:
    is_leap_day = (day.month, day.day) == (2, 29) and not calendar.isleap(day.year - 100)
    return day.replace(year=day.year - 100, day=28 if is_leap_day else day.day)


def _day(value: CellValue, since: int = EARLIEST_YEAR) -> Reading[date]:
    if isinstance(value, datetime):
        return _dated(value.year, value.month, value.day, value, since)
    if isinstance(value, bool):
        return _unreadable(value)
    if isinstance(value, int | float):
        serials = _SERIALS if since == EARLIEST_YEAR else _BIRTH_SERIALS
        return _serial(value) if int(value) in serials else _written(shown(value), since)
    return _written(str(value), since)


def _serial(number: float) -> Reading[date]:
    return Reading(_EPOCH + timedelta(days=int(number)))


def _written(text: str, since: int) -> Reading[date]:
    plain = _TIME.sub("", _WEEKDAY.sub("", text.strip().rstrip(".,;"))).strip()
    if match := _DAY_FIRST.match(plain):
        return _dated(match[3], match[2], match[1], text, since)
    if match := _YEAR_FIRST.match(plain):
        return _dated(match[1], match[2], match[3], text, since)
    if match := _DAY_WORD.match(plain):
        return _dated(match[3], match[2], match[1], text, since)
    if match := _WORD_DAY.match(plain):
        return _dated(match[3], match[1], match[2], text, since)
    if match := _PACKED.match(plain):
        return _dated(match[1] or match[6], match[2] or match[5], match[3] or match[4], text, since)
    if re.fullmatch(r"\d{5}(\.\d+)?", plain) and int(float(plain)) in _SERIALS:
        return _serial(float(plain))
    if (match := _NO_DAY.match(plain)) and (match[1] is None or match[1].lower() in _MONTHS):
        return Reading(problem=f"“{text}” names no day.", remedy=WRITE_A_DATE)
    return _unreadable(text)


def _unreadable(value: CellValue) -> Reading[date]:
    return Reading(problem=f"“{clipped(value)}” is not a date that can be read.", remedy=WRITE_A_DATE)


def _dated(year: int | str, month: int | str, day: int | str, text: CellValue, since: int) -> Reading[date]:
    """The day with these parts, or why there is none; ``month`` may be a word, ``year`` two digits."""
    full_year = int(year)
    if isinstance(year, str) and len(year) == 2:
        full_year += 2000 if full_year < 70 else 1900
    named = _MONTHS.get(str(month).lower()) if not str(month).isdigit() else int(month)
    if named is None:
        return Reading(problem=f"“{month}” is not the name of a month.", remedy=WRITE_A_DATE)
    if not 1 <= named <= 12:
        order = " is read day first" if str(text).strip()[:3].isdigit() is False else " names no such month"
        problem = f"There is no month {named}: “{clipped(text)}”{order}."
        return Reading(problem=problem, remedy=WRITE_A_DATE)
    if full_year < since:
        return Reading(problem=f"The year {full_year} cannot be right.", remedy="Correct the date.")
    if not 1 <= int(day) <= calendar.monthrange(full_year, named)[1]:
        problem = f"There is no {int(day)} {calendar.month_name[named]} {full_year}."
        return Reading(problem=problem, remedy="Correct the date.")
    return Reading(date(full_year, named, int(day)))


# numbers --------------------------------------------------------------------------------------------------------------


def read_count(value: CellValue) -> Reading[int]:
    """A whole number of things, 0 or more: ``3``, ``1,250``, ``two``, ``2 x males``."""
    nothing: Reading[int] | None = unusable(value)
    if nothing is not None:
        return nothing
    if isinstance(value, str):
        if match := _COUNT.match(value.strip()):
            return Reading(int(match[1].replace(",", "")))
        word = _NUMBER_WORDS.get(value.strip().lower())
        if word is not None:
            return Reading(word)
    elif isinstance(value, int | float) and not isinstance(value, bool) and value >= 0 and float(value).is_integer():
        return Reading(int(value))
    return Reading(problem=f"“{clipped(value)}” is not a whole number.", remedy="Write digits only, for example 3.")


def read_money(value: CellValue, scale: int = 1) -> Reading[int]:
    """A sum in pounds as pence: ``£1,250.00``, ``18420``, ``2.3k``; ``scale`` is 1,000 for a column headed £k."""
    nothing: Reading[int] | None = unusable(value)
    if nothing is not None:
        return nothing
    problem = f"“{clipped(value)}” is not a sum in pounds."
    refused: Reading[int] = Reading(problem=problem, remedy="Write it as 1250.00.")
    if isinstance(value, bool | datetime):
        return refused
    if isinstance(value, int | float):
        return Reading(_pence(Decimal(repr(value)), scale)) if 0 <= value < 1e13 else refused
    text = str(value).strip()
    if _FOREIGN.search(text):
        remedy = "Write its value in pounds; say the currency in the narrative."
        return Reading(problem=f"“{clipped(value)}” is in another currency.", remedy=remedy)
    if text.lower() in ("nil", "none", "zero", "no"):
        return Reading(0)
    match = _MONEY.match(text)
    if not match or (len(match[2] or "") > 3 and not match[3]):
        return refused
    try:
        amount = Decimal(match[1].replace(",", "") + (match[2] or ""))
    except InvalidOperation:
        return refused
    return Reading(_pence(amount * _SCALES.get((match[3] or "").lower(), 1), scale))


def _pence(amount: Decimal, scale: int) -> int:
    return int((amount * scale * 100).quantize(Decimal(1)))


def read_months(value: CellValue, *, in_years: bool = False) -> Reading[int]:
    """A length of time as months: ``18``, ``3 years 6 months``, ``2y``; a bare number counts years if ``in_years``."""
    nothing: Reading[int] | None = unusable(value)
    if nothing is not None:
        return nothing
    if isinstance(value, str) and value.strip() and (match := _SPAN.match(value.strip())) and (match[1] or match[2]):
        return Reading(round(float(match[1] or 0) * 12) + int(match[2] or 0))
    number = value
    if isinstance(value, str) and re.fullmatch(r"\d+(\.\d+)?", value.strip()):
        number = float(value)
    if isinstance(number, int | float) and not isinstance(number, bool) and number >= 0:
        months = number * 12 if in_years else number
        if abs(months - round(months)) < 0.05:
            return Reading(round(months))
    remedy = "Write the number of months, or as in “3 years 6 months”."
    return Reading(problem=f"“{clipped(value)}” is not a length of time.", remedy=remedy)


def clipped(value: CellValue, longest: int = 40) -> str:
    """A cell as it stands in a sentence: one line, not too long."""
    text = " ".join(shown(value).split())
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
