"""Counting as the Acts count: 48 hours, months that begin with a day, clear days, working days, sittings of a court."""

from calendar import monthrange
from datetime import date, datetime, time, timedelta
from functools import cache

from soc_desk.domain.statutory_clock.calendar import Calendar

FORTY_EIGHT_HOURS = 2_880
"""Minutes of s.295(1)."""

_DAY_MINUTES = 1_440
MORNING, AFTERNOON = time(13), time(16, 30)
"""When a magistrates' court's two sittings end; they begin at 10:00 and 14:00."""

MIDNIGHT = time()
_MORNING_ENDS, _AFTERNOON_ENDS = 13 * 60, 16 * 60 + 30

_DAY = timedelta(days=1)


def to_the_minute(moment: datetime) -> datetime:
    """Seconds left off: the earlier, safe side."""
    return moment.replace(second=0, microsecond=0) if moment.second or moment.microsecond else moment


def countable_hours(start: datetime, calendar: Calendar, minutes: int = FORTY_EIGHT_HOURS) -> datetime:
    """The moment at which ``minutes`` of countable time have run since ``start`` (s.295(1B)); local wall time.

    Saturdays, Sundays, Christmas Day, Good Friday and bank holidays are left out whole; on an uncountable day the count
    starts at the next countable midnight. A count that is used up at midnight ends with the day before.
    """
    day = start.toordinal() - calendar.start
    if not 0 <= day <= calendar.stop - calendar.start:
        calendar.need(start.date())
    run = calendar.before[day] * _DAY_MINUTES
    if calendar.before[day + 1] > calendar.before[day]:
        run += start.hour * 60 + start.minute
    days, minute = divmod(run + minutes - 1, _DAY_MINUTES)
    if days >= len(calendar.lasts):
        calendar.need(calendar.known_to + _DAY)
    minute += 1
    if minute == _DAY_MINUTES:
        return _midnight(calendar.lasts[days] + 1)
    last = date.fromordinal(calendar.lasts[days])
    return datetime(last.year, last.month, last.day, minute // 60, minute % 60)  # noqa: DTZ001 - wall time


def countable_before(end: datetime, calendar: Calendar, minutes: int) -> datetime:
    """The latest moment from which ``minutes`` of countable time are left until ``end``."""
    day = (end - timedelta(minutes=1)).toordinal()
    at = day - calendar.start
    left = calendar.before[at] * _DAY_MINUTES - minutes
    if calendar.before[at + 1] > calendar.before[at]:
        left += int((end - _midnight(day)).total_seconds()) // 60
    days, minute = divmod(left, _DAY_MINUTES)
    return _midnight(calendar.lasts[max(days, 0)]) + timedelta(minutes=minute)


@cache
def months_beginning_with(first: date, months: int) -> tuple[date, bool]:
    """Last day of a period of calendar months that counts its first day, and whether the reading is plain.

    The day before the corresponding date; where that month has no such date, its last day (Barker v Hambleton;
    SI 2018/1082 codifies it so), which a cautious reader would take a day earlier: then the second value is False.
    """
    index = first.year * 12 + first.month - 1 + months
    year, month = index // 12, index % 12 + 1
    day = first.day
    if day > 28 and day > monthrange(year, month)[1]:
        return date(year, month, monthrange(year, month)[1]), False
    if day > 1:
        return date(year, month, day - 1), True
    return date(year, month, 1) - _DAY, True


def days_beginning_with(first: date, days: int) -> date:
    """Last of so many days, the first counted: ``30 days starting with the day of the order``."""
    return first + timedelta(days=days - 1)


def days_after(event: date, days: int) -> date:
    """Last of so many days, the event's own not counted: ``30 days starting with the day after``."""
    return event + timedelta(days=days)


def lodged_for(hearing: date, clear: int = 7) -> date:
    """The last day to lodge and serve so that ``clear`` whole days lie between it and the hearing."""
    return hearing - timedelta(days=clear + 1)


def last_sitting_before(moment: datetime, calendar: Calendar) -> datetime:
    """When the last court sitting that lies wholly before a moment ends: 13:00 or 16:30 of a court day."""
    minute = moment.hour * 60 + moment.minute
    on = moment.date() if minute else moment.date() - _DAY
    day = calendar.court_day_on_or_before(on)
    if day != on or minute >= _AFTERNOON_ENDS or not minute:
        return datetime.combine(day, AFTERNOON)
    if minute >= _MORNING_ENDS:
        return datetime.combine(day, MORNING)
    return datetime.combine(calendar.court_day_before(day), AFTERNOON)


def _midnight(ordinal: int) -> datetime:
    day = date.fromordinal(ordinal)
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - wall time
