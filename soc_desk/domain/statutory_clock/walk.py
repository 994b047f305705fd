"""How 48 hours ran, told step by step: what counted, what did not and why, and when the rest was used up."""

from datetime import date, datetime, timedelta
from itertools import groupby

from soc_desk.domain.statutory_clock.answer import Steps
from soc_desk.domain.statutory_clock.calendar import Calendar
from soc_desk.domain.statutory_clock.words import exists, hours_text, listed, moment_text, short_day, zone_text

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)


def walked(event: str, start: datetime, end: datetime, calendar: Calendar) -> Steps:
    """The walk from ``start`` to ``end``; ``event`` begins it, as in ``Seized``. The last step is the deadline."""
    steps = [f"{event} {moment_text(start)} ({zone_text(start)})" if exists(start) else _no_such_time(event, start)]
    days = [start.date() + _DAY * ahead for ahead in range(((end - _MINUTE).date() - start.date()).days + 1)]
    left = 0
    for counts, group in groupby(days, calendar.countable):
        run = list(group)
        if not counts:
            steps.append(_left_out(run, calendar))
            continue
        begins, stops = max(start, _midnight(run[0])), min(end, _midnight(run[-1] + _DAY))
        minutes = int((stops - begins).total_seconds()) // 60
        steps.append(_ran(minutes, begins, stops, first=begins == start, last=stops == end, rest=bool(left)))
        left += minutes
    return (*steps, moment_text(end))


def _ran(minutes: int, begins: datetime, stops: datetime, *, first: bool, last: bool, rest: bool) -> str:
    if last and first:
        return f"{hours_text(minutes)} run without a break"
    if first:
        return f"{hours_text(minutes)} run to midnight {short_day((stops - _MINUTE).date())}"
    since = f"from {short_day(begins.date())} 00:00"
    if last:
        return f"{'remaining ' if rest else ''}{hours_text(minutes)} run {since}"
    return f"{hours_text(minutes)} run {since} to midnight {short_day((stops - _MINUTE).date())}"


def _left_out(days: list[date], calendar: Calendar) -> str:
    named = [_named(day, calendar.holidays.get(day, "")) for day in days]
    return f"{listed(named)} {'do' if len(days) > 1 else 'does'} not count"


def _named(day: date, name: str) -> str:
    return f"{short_day(day)} ({name})" if name else short_day(day)


def _no_such_time(event: str, start: datetime) -> str:
    return (
        f"{event} {moment_text(start)}, a time no clock showed, for clocks went forward at 01:00: check it; the day "
        "is a Sunday and does not count, so the deadline is the same"
    )


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - wall time
