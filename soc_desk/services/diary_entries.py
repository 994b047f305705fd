"""What a calendar file is made of, whatever its entries are about."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from soc_desk.services.prints import PrintFurniture

MOST = 5_000
"""Entries of one file and kind; a calendar of more helps nobody."""
CANCELLED_DAYS = 400
"""How long a calendar that had an entry is told that it is done."""
DONE = "Done; nothing is due here any more."

_LONDON = ZoneInfo("Europe/London")
_MORNING = timedelta(hours=9)


@dataclass(frozen=True, kw_only=True)
class DiaryEntry:
    """One entry of a calendar. ``uid`` stays, and ``sequence`` rises, when a deadline moves.

    ``at`` is the moment to work to, aware, in London; ``is_day`` that it is the end of a day, which then stands in the
    calendar as a whole day. ``warned_before`` are how long before an alarm is given.
    """

    uid: str
    sequence: int
    summary: str
    description: str
    at: datetime
    is_day: bool
    is_cancelled: bool = False
    warned_before: tuple[timedelta, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Diary:
    """A calendar file to be: its furniture, which carries the print id, and its entries, the soonest first."""

    furniture: PrintFurniture
    entries: tuple[DiaryEntry, ...]


def in_order(furniture: PrintFurniture, entries: list[DiaryEntry]) -> Diary:
    """The file, the soonest entry first."""
    return Diary(furniture=furniture, entries=tuple(sorted(entries, key=lambda entry: (entry.at, entry.uid))))


def described(said: list[str], furniture: PrintFurniture) -> str:
    """What stands in an entry: the marking, what is said, the print id."""
    about = [furniture.marking.label, *said, f"SOC Desk, print id {furniture.print_id}.", furniture.notice]
    return "\n".join(line for line in about if line)


def warnings(at: datetime) -> tuple[timedelta, ...]:
    """A week and a day before, in the morning; where a minute counts, hours before as well."""
    days = (timedelta(days=7) - _MORNING, timedelta(days=1) - _MORNING)
    return days if is_day(at) else (timedelta(days=1), timedelta(hours=6), timedelta(hours=1))


def is_day(at: datetime) -> bool:
    """Whether a moment is the end of a day: the midnight after it."""
    return at.time() == time.min


def aware(at: datetime) -> datetime:
    """Wall time as a moment in London."""
    return at.replace(tzinfo=_LONDON)


def period_words(within_days: int | None) -> str:
    """How far ahead a file reaches; nothing where it holds all."""
    return "" if within_days is None else f"the next {within_days} days"
