"""Periods of counting: a quarter or year of the financial year, or any two dates; values in, values out."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from soc_desk.errors import BadFile

_QUARTER = re.compile(r"(\d{4})-Q([1-4])", re.IGNORECASE)
_YEAR = re.compile(r"\d{4}")
_FIRST_MONTH_OF_QUARTER = (4, 7, 10, 1)
_MONTHS = (
    "",
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
)  # not strftime: the workstation's language must not change what is printed
_HOW = "Write it as 2026-Q2 (July to September 2026), 2026 (April 2026 to March 2027) or 2026-07-01..2026-09-30."


class BadPeriod(BadFile):
    """A period that cannot be understood; its text says how to write one."""


@dataclass(frozen=True, order=True)
class Period:
    """The days from ``starts_on`` to ``ends_on``, both counted."""

    starts_on: date
    ends_on: date

    def __post_init__(self) -> None:
        if self.ends_on < self.starts_on:
            raise BadPeriod(f"The period ends on {_iso(self.ends_on)}, before it starts on {_iso(self.starts_on)}.")

    def __contains__(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on

    def __str__(self) -> str:
        return self.text

    @property
    def quarter(self) -> int | None:
        """1 to 4 where this is exactly a quarter of the financial year (1 is April to June), else None."""
        if self != quarter_of(self.starts_on):
            return None
        return _FIRST_MONTH_OF_QUARTER.index(self.starts_on.month) + 1

    @property
    def is_financial_year(self) -> bool:
        return self == financial_year(financial_year_of(self.starts_on))

    @property
    def text(self) -> str:
        """The shortest way to write it so that ``parse`` gives it back, as in ``2026-Q2``."""
        if quarter := self.quarter:
            return f"{financial_year_of(self.starts_on)}-Q{quarter}"
        if self.is_financial_year:
            return str(self.starts_on.year)
        return f"{_iso(self.starts_on)}..{_iso(self.ends_on)}"

    @property
    def name(self) -> str:
        """The name people use: ``Q2 2026/27``, ``2026/27``; for other periods the dates in words."""
        year = financial_year_of(self.starts_on)
        if quarter := self.quarter:
            return f"Q{quarter} {_year_name(year)}"
        return _year_name(year) if self.is_financial_year else self.dates

    @property
    def dates(self) -> str:
        """``1 Jul to 30 Sep 2026``; the year stands once where both ends share it."""
        first, last = self.starts_on, self.ends_on
        if first == last:
            return f"{first.day} {_MONTHS[first.month]} {first.year}"
        start = f"{first.day} {_MONTHS[first.month]}" + (f" {first.year}" if first.year != last.year else "")
        return f"{start} to {last.day} {_MONTHS[last.month]} {last.year}"

    @property
    def label(self) -> str:
        """Name and dates in words: ``Q2 2026/27, 1 Jul to 30 Sep 2026``."""
        return self.dates if self.name == self.dates else f"{self.name}, {self.dates}"

    @property
    def days(self) -> int:
        return (self.ends_on - self.starts_on).days + 1

    @property
    def is_whole_months(self) -> bool:
        return self.starts_on.day == 1 and self.ends_on.day == _last_day(self.ends_on.year, self.ends_on.month)

    @property
    def months(self) -> int:
        """How many months of the calendar it touches."""
        return (self.ends_on.year - self.starts_on.year) * 12 + self.ends_on.month - self.starts_on.month + 1

    def previous(self) -> "Period":
        """The period of the same length just before: months where this is whole months, else days."""
        try:
            ends_on = self.starts_on - timedelta(days=1)
            if not self.is_whole_months:
                return Period(self.starts_on - timedelta(days=self.days), ends_on)
            index = self.starts_on.year * 12 + self.starts_on.month - 1 - self.months
            return Period(date(index // 12, index % 12 + 1, 1), ends_on)
        except (OverflowError, ValueError) as error:
            raise BadPeriod(f"There is no period before {self.dates}.") from error


def parse(text: str) -> Period:
    """Read ``2026-Q2``, ``2026`` or ``2026-07-01..2026-09-30``; raises BadPeriod with a sentence.

    A bare year and a quarter are of the financial year that begins on 1 April of the year named.
    """
    text = text.strip()
    try:
        if match := _QUARTER.fullmatch(text):
            return quarter(int(match[1]), int(match[2]))
        if _YEAR.fullmatch(text):
            return financial_year(int(text))
        first, dots, last = text.partition("..")
        if dots:
            return Period(date.fromisoformat(first.strip()), date.fromisoformat(last.strip()))
    except BadPeriod:
        raise
    except ValueError as error:
        raise BadPeriod(f"The period “{text[:40]}” names a day that does not exist. {_HOW}") from error
    raise BadPeriod(f"The period “{text[:40]}” cannot be understood. {_HOW}")


def quarter(year: int, number: int) -> Period:
    """Quarter ``number`` (1 is April to June, 4 is January to March) of the financial year that begins in ``year``."""
    month = _FIRST_MONTH_OF_QUARTER[number - 1]
    calendar_year = year + 1 if month == 1 else year
    return Period(date(calendar_year, month, 1), date(calendar_year, month + 2, _last_day(calendar_year, month + 2)))


def financial_year(year: int) -> Period:
    """1 April of ``year`` to 31 March of the next."""
    return Period(date(year, 4, 1), date(year + 1, 3, 31))


def financial_year_of(day: date) -> int:
    """The calendar year in which the financial year of ``day`` began."""
    return day.year if day.month >= 4 else day.year - 1


def quarter_of(day: date) -> Period:
    """The quarter of the financial year that ``day`` lies in."""
    return quarter(financial_year_of(day), (day.month - 4) % 12 // 3 + 1)


def _year_name(year: int) -> str:
    return f"{year}/{(year + 1) % 100:02}"


def _last_day(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


def _iso(day: date) -> str:
    return day.isoformat()
