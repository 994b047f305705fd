"""Days and moments as the clock writes them, in English whatever the workstation speaks."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MINUTE = timedelta(minutes=1)


@lru_cache(maxsize=20_000)
def day_text(day: date) -> str:
    """``Thu 2 Apr 2026``."""
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month]} {day.year}"


@lru_cache(maxsize=20_000)
def short_day(day: date) -> str:
    """``Thu 2 Apr``."""
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month]}"


def moment_text(moment: datetime) -> str:
    """``Wed 8 Apr 2026 15:00``; midnight as the end of the day before, ``Tue 10 Nov 2026 24:00``."""
    if not moment.hour and not moment.minute:
        return f"{day_text((moment - _MINUTE).date())} 24:00"
    return f"{day_text(moment.date())} {moment.hour:02}:{moment.minute:02}"


def clock_text(moment: datetime) -> str:
    """``2026-04-08T15:00``; midnight as the end of the day before, ``2026-11-10T24:00``."""
    if not moment.hour and not moment.minute:
        return f"{(moment - _MINUTE).date().isoformat()}T24:00"
    return moment.isoformat("T", "minutes")


def hours_text(minutes: int) -> str:
    """``25 h 20 m``, ``9 h``, ``45 m``."""
    hours, rest = divmod(minutes, 60)
    return " ".join(part for part in (f"{hours} h" if hours else "", f"{rest} m" if rest else "") if part) or "0 h"


def listed(words: Iterable[str]) -> str:
    """``Fri 3, Sat 4 and Sun 5``."""
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


@lru_cache(maxsize=1)
def london() -> ZoneInfo:
    """The zone whose wall clocks count."""
    return ZoneInfo("Europe/London")


def zone_text(moment: datetime) -> str:
    """``GMT``, ``BST``, ``BST or GMT`` for the hour that October has twice, nothing for the hour March leaves out."""
    first, second = (moment.replace(tzinfo=london(), fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return str(first.tzname())
    return "BST or GMT" if str(first.tzname()) == "BST" else ""


def exists(moment: datetime) -> bool:
    """False for a time that no clock showed: between 01:00 and 02:00 on the last Sunday of March."""
    if moment.month != 3 or moment.hour != 1 or moment.weekday() != 6:
        return True  # asking for the zone is slow
    return bool(zone_text(moment))
