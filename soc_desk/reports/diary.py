"""Deadlines as a calendar file (RFC 5545) whose entries are updated, not doubled, when it is sent again."""

from datetime import date, datetime, timedelta
from typing import IO, TYPE_CHECKING

from soc_desk.services.diary_entries import Diary, DiaryEntry

if TYPE_CHECKING:
    from icalendar import Alarm, Event


def write(diary: Diary, out: IO[bytes], stamped_at: datetime) -> int:
    """Write the file; ``stamped_at`` is the moment of writing, aware. Gives the number of entries."""
    from icalendar import Calendar  # slow, and needed seldom

    calendar = Calendar()
    calendar.add("prodid", "-//SOC Desk//Deadlines//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"SOC Desk deadlines ({diary.furniture.marking.label})")
    for entry in diary.entries:
        calendar.add_component(_event(entry, stamped_at))
    calendar.add_missing_timezones()
    out.write(calendar.to_ical())
    return len(diary.entries)


def _event(entry: DiaryEntry, stamped_at: datetime) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", stamped_at)
    event.add("dtstart", _start(entry))
    event.add("summary", entry.summary)
    event.add("description", entry.description)
    event.add("class", "CONFIDENTIAL")
    event.add("transp", "TRANSPARENT")
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    for before in entry.warned_before:
        event.add_component(_alarm(entry, before))
    return event


def _start(entry: DiaryEntry) -> date | datetime:
    """A whole day for what is due by its end; else the minute, in London."""
    return (entry.at - timedelta(minutes=1)).date() if entry.is_day else entry.at


def _alarm(entry: DiaryEntry, before: timedelta) -> "Alarm":
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", entry.summary)
    alarm.add("trigger", -before)
    return alarm
