"""Periods as people choose them: this quarter, last year, any two days; Europe/London days, UK financial quarters."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from soc_desk.domain.age import years_on
from soc_desk.domain.period import Period, financial_year, financial_year_of, quarter_of
from soc_desk.domain.period import parse as _parse

_LONDON = ZoneInfo("Europe/London")


THIS_YEAR = "This financial year"


@dataclass(frozen=True)
class PeriodChoice:
    """A period with the name a list offers it under; None at an end means that it is open there."""

    name: str
    starts_on: date | None
    ends_on: date | None

    @property
    def words(self) -> str:
        """The days in words, ``1 Oct to 31 Dec 2026``; empty when both ends are open."""
        return words(self.starts_on, self.ends_on)


def today() -> date:
    """The day it is in London, whatever the workstation's own zone."""
    return datetime.now(_LONDON).date()


def now() -> datetime:
    """The wall time it is in London, to the minute, without a zone: what the statutory clock counts in."""
    return datetime.now(_LONDON).replace(tzinfo=None, second=0, microsecond=0)


def quarter(day: date) -> PeriodChoice:
    """The financial quarter that ``day`` lies in; Q1 is April to June."""
    return _choice(quarter_of(day))


def choices(day: date) -> tuple[PeriodChoice, ...]:
    """What a list of periods offers on ``day``, nearest first."""
    this, year = quarter_of(day), financial_year(financial_year_of(day))
    twelve = Period(year_before(day), day)
    return (
        PeriodChoice("This quarter", this.starts_on, this.ends_on),
        PeriodChoice("Last quarter", this.previous().starts_on, this.previous().ends_on),
        PeriodChoice(THIS_YEAR, year.starts_on, year.ends_on),
        PeriodChoice("Last financial year", year.previous().starts_on, year.previous().ends_on),
        PeriodChoice("The last 12 months", twelve.starts_on, twelve.ends_on),
    )


def year_before(day: date) -> date:
    """The same day of the year before, from which the last twelve months are counted everywhere."""
    return years_on(day, -1)


def months_before(day: date, months: int) -> date:
    """The same day that many months earlier; the 28th where the month would be too short."""
    index = day.year * 12 + day.month - 1 - months
    return date(index // 12, index % 12 + 1, min(day.day, 28))


def months_after(day: date, months: int) -> date:
    """The same day that many months later; the last of the month where it would be too short."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def parse(text: str) -> PeriodChoice:
    """Read ``2026-Q2``, ``2026`` or ``2026-07-01..2026-09-30``; raises BadFile with a sentence."""
    return _choice(_parse(text))


def words(starts_on: date | None, ends_on: date | None) -> str:
    """Two days in words: ``1 Oct to 31 Dec 2026``, ``since 1 Oct 2026``, ``up to 31 Dec 2026``."""
    if starts_on and ends_on:
        return Period(starts_on, ends_on).dates if starts_on <= ends_on else f"{_day(starts_on)} to {_day(ends_on)}"
    if starts_on:
        return f"since {_day(starts_on)}"
    return f"up to {_day(ends_on)}" if ends_on else ""


def _choice(period: Period) -> PeriodChoice:
    return PeriodChoice(period.name, period.starts_on, period.ends_on)


def _day(day: date) -> str:
    return Period(day, day).dates
