"""The periods that a return can be of, as a page offers them: quarters, financial years, any two days."""

from datetime import date

from soc_desk.domain.period import BadPeriod, Period, financial_year, financial_year_of, parse, quarter_of
from soc_desk.errors import BadFile

__all__ = ["BadPeriod", "Period", "between", "parse", "quarters", "years"]


def quarters(day: date, count: int = 8) -> tuple[Period, ...]:
    """The quarter that ``day`` lies in and those before it, newest first."""
    found = [quarter_of(day)]
    while len(found) < count:
        found.append(found[-1].previous())
    return tuple(found)


def years(day: date, count: int = 3) -> tuple[Period, ...]:
    """The financial year that ``day`` lies in and those before it, newest first."""
    newest = financial_year_of(day)
    return tuple(financial_year(year) for year in range(newest, newest - count, -1))


def between(first: date | None, last: date | None) -> Period:
    """The days from one to the other; raises BadFile with a sentence where an end is open or they lie crosswise."""
    if first is None or last is None:
        raise BadFile("A return needs both a first and a last day. Give the one that is missing.")
    return Period(first, last)
