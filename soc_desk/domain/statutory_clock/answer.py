"""An answer of the statutory clock: the date, the cautious date, how it was counted, its section, how certain."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from typing import TypeVar, dataclass_transform

from soc_desk.domain.statutory_clock.words import clock_text, day_text
from soc_desk.errors import DeskError
from soc_desk.vocabulary import Code

T = TypeVar("T")

Steps = tuple[str, ...]
_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def held(kind: type[T]) -> type[T]:
    """A dataclass that the type checker holds frozen and Python does not, which took a fifth of the clock's time."""
    return dataclass(slots=True)(kind)


class NotCalculated(DeskError):
    """The clock does not answer this; its text says why and what to do instead."""


class BeyondCalendar(NotCalculated):
    """A day is needed whose bank holidays are not known to the calendar."""


class OtherNation(NotCalculated):
    """The law of another part of the United Kingdom applies."""


class Certainty(Code):
    """How sure the rule behind a date is; the bands are those of the domain page, section 7."""

    HIGH = "high", "Certain (90 % or more)"
    MEDIUM = "medium", "Probable (70 to 89 %)"
    LOW = "low", "Unsettled (under 70 %)"


@held
class Answer:
    """One date with everything that stands behind it.

    ``at`` is local wall time, and the end of a day is the midnight after it (``text`` writes that as ``T24:00``).
    ``work_to`` is the moment to work to: the cautious reading, inside court hours where a court must act.
    ``last_court_day`` is None where no court is needed, and where the calendar does not reach; then ``unknown`` is a
    sentence that says so.
    """

    at: datetime
    work_to: datetime
    last_court_day: date | None
    source: str
    certainty: Certainty
    doubt: str = ""
    unknown: str = ""
    tell: Callable[[], Steps] = field(default=tuple, compare=False, repr=False)

    @property
    def on(self) -> date:
        """The day whose end this is, or on which it falls."""
        return (self.at - _MINUTE).date()

    @property
    def work_to_on(self) -> date:
        """The day to work to."""
        return (self.work_to - _MINUTE).date()

    @property
    def text(self) -> str:
        """``YYYY-MM-DDTHH:MM``; midnight is the end of the day before, ``T24:00``."""
        return clock_text(self.at)

    @property
    def steps(self) -> Steps:
        """How it was counted, in plain words, the date itself last."""
        return self.tell()


@cache
def end_of(day: date) -> datetime:
    """The end of a day: the midnight after it."""
    return datetime(day.year, day.month, day.day) + _DAY  # noqa: DTZ001 - wall time has no zone


def ends(day: date) -> str:
    """``end of Wed 1 Jul 2026``."""
    return f"end of {day_text(day)}"
