"""The calendar the deadlines are counted by: until when it is known, and the days that the force added or took out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from soc_desk.domain.statutory_clock import Addition, Calendar, calendar_of
from soc_desk.errors import Invalid
from soc_desk.services.labels import policies
from soc_desk.services.policy_defaults import default
from soc_desk.vocabulary.poca import Nation

NAMED_IN_THE_ACT = ("Christmas Day", "Good Friday")
KNOWN_TO_POLICY, ADDITIONS_POLICY = "calendar.known_to", "calendar.additions"


@dataclass(frozen=True)
class CalendarDay:
    """A day that the force added to the calendar of a nation, or took from it (``removed``)."""

    day: date
    name: str
    nation: Nation = Nation.ENGLAND_AND_WALES
    removed: bool = False


def in_use(session: Session, on: date) -> Calendar:
    """The calendar of England and Wales as the policies in force on a day give it."""
    known_to, days = stored(session, on)
    ours = (each for each in days if each.nation is Nation.ENGLAND_AND_WALES)
    return calendar_of(
        Nation.ENGLAND_AND_WALES, known_to, tuple(Addition(each.day, each.name, removed=each.removed) for each in ours)
    )


def stored(session: Session, on: date) -> tuple[date, tuple[CalendarDay, ...]]:
    """Until when the calendar is known, and what was added to it or taken out, as in force on a day."""
    values = policies(session, (KNOWN_TO_POLICY, ADDITIONS_POLICY), on)
    known_to, days = (values.get(name, default(name)) for name in (KNOWN_TO_POLICY, ADDITIONS_POLICY))
    return date.fromisoformat(known_to), tuple(_day(item) for item in days)


def sure(session: Session, on: date) -> None:
    """Raise Invalid where a day was taken out that the Act itself names (s.295(1B))."""
    known_to, days = stored(session, on)
    shipped = calendar_of(known_to=known_to)
    for each in days:
        if each.removed and shipped.holidays.get(each.day) in NAMED_IN_THE_ACT:
            raise Invalid(
                {"value": f"{shipped.holidays[each.day]} is left out by the Act itself; it cannot be made to count."}
            )


def _day(item: Mapping[str, Any]) -> CalendarDay:
    return CalendarDay(
        date.fromisoformat(item["day"]), str(item["name"]), Nation(item.get("nation", Nation.ENGLAND_AND_WALES)),
        bool(item.get("removed", False)),
    )  # fmt: skip
