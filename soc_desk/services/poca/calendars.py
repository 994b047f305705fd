"""The calendar the deadlines are counted by: until when it is known, and the days that the force added or took out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import Policy
from soc_desk.domain.statutory_clock import KNOWN_TO, Addition, Calendar, calendar_of
from soc_desk.vocabulary.poca import Nation

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
    return _of(known_to, days)


def stored(session: Session, on: date) -> tuple[date, tuple[CalendarDay, ...]]:
    """Until when the calendar is known, and what was added to it or taken out, as in force on a day."""
    query = select(Policy.name, Policy.value).where(
        Policy.name.in_((KNOWN_TO_POLICY, ADDITIONS_POLICY)), Policy.valid_from <= on
    )
    values: dict[str, Any] = {name: value for name, value in session.execute(query.order_by(Policy.valid_from))}
    known_to = date.fromisoformat(values[KNOWN_TO_POLICY]) if KNOWN_TO_POLICY in values else KNOWN_TO
    return known_to, tuple(_day(item) for item in values.get(ADDITIONS_POLICY, ()))


def _of(known_to: date, days: Iterable[CalendarDay]) -> Calendar:
    ours = (each for each in days if each.nation is Nation.ENGLAND_AND_WALES)
    return calendar_of(
        Nation.ENGLAND_AND_WALES, known_to, tuple(Addition(each.day, each.name, removed=each.removed) for each in ours)
    )


def _day(item: Mapping[str, Any]) -> CalendarDay:
    return CalendarDay(
        date.fromisoformat(item["day"]), str(item["name"]), Nation(item.get("nation", Nation.ENGLAND_AND_WALES)),
        bool(item.get("removed", False)),
    )  # fmt: skip
