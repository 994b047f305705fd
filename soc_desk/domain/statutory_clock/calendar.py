"""The calendar of the part of the United Kingdom where it was seized: which days count, and until when it is known."""

from bisect import bisect_right
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from soc_desk.domain.statutory_clock import bank_holidays
from soc_desk.domain.statutory_clock.answer import BeyondCalendar, OtherNation
from soc_desk.domain.statutory_clock.words import day_text
from soc_desk.vocabulary.poca import Nation

KNOWN_TO = date(2028, 12, 31)
"""Bank holidays are announced to the end of 2028 (GOV.UK, 22 November 2026); an administrator moves this on."""

KNOWN_FROM = date(2002, 12, 30)
"""Part 5 Chapter 3 of the Proceeds of Crime Act 2002 came into force."""

_SUBDIVISIONS = {Nation.ENGLAND_AND_WALES: "ENG"}
_OFFICIAL = {"May Day": "Early May bank holiday", "Late Summer Bank Holiday": "Summer bank holiday"}
_DAY = timedelta(days=1)
_FIXED = ("Christmas Day", "Good Friday")
"""Named in s.295(1B) itself: no proclamation takes them away."""


@dataclass(frozen=True)
class Addition:
    """A day that an administrator added to the calendar, or took from it, with where it is announced."""

    day: date
    name: str
    source: str = ""
    removed: bool = False


@dataclass(frozen=True, eq=False)
class Calendar:
    """Which days count between ``known_from`` and ``known_to``, both included; beyond, every question is refused."""

    nation: Nation
    known_to: date
    holidays: dict[date, str] = field(repr=False)
    known_from: date = KNOWN_FROM
    additions: tuple[Addition, ...] = ()
    lasts: list[int] = field(init=False, repr=False)
    """Ordinals of the days that count, ascending."""
    before: list[int] = field(init=False, repr=False)
    """For each day from ``known_from`` (index 0), how many days that count lie before it; one more entry at the end."""
    courts: list[date] = field(init=False, repr=False)
    """For each day from ``known_from``, the last court day on or before it."""
    start: int = field(init=False, repr=False)
    stop: int = field(init=False, repr=False)
    sittings: dict[date, datetime] = field(init=False, repr=False, default_factory=dict)
    """The last sitting to rely on up to the end of a day, kept for the next case."""
    lodgings: dict[tuple[date, date], Any] = field(init=False, repr=False, default_factory=dict)
    """The answer of when a renewal is lodged, by its last court day and the day worked to, kept for the next case."""
    tables: dict[tuple[Hashable, ...], dict[date, Any]] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        start, stop = self.known_from.toordinal(), self.known_to.toordinal()
        out = {day.toordinal() for day in self.holidays}
        lasts: list[int] = []
        before, courts, court = [0], [], self.known_from
        for day in range(start, stop + 1):
            if (day - 1) % 7 < 5 and day not in out:
                lasts.append(day)
                court = date.fromordinal(day)
            before.append(len(lasts))
            courts.append(court)
        made = {"lasts": lasts, "before": before, "courts": courts, "start": start, "stop": stop}
        for name, value in made.items():
            object.__setattr__(self, name, value)

    def table(self, *what: Hashable) -> dict[date, Any]:
        """Answers of one sort that depend on a day alone, kept for the next case: as many as there are days."""
        found = self.tables.get(what)
        if found is None:
            found = self.tables[what] = {}
        return found

    def knows(self, day: date) -> bool:
        return self.known_from <= day <= self.known_to

    def need(self, day: date) -> None:
        """Raise BeyondCalendar where a day lies outside what is known."""
        if day > self.known_to:
            raise BeyondCalendar(
                f"The calendar is known to {day_text(self.known_to)}, and {day_text(day)} lies beyond it. An "
                "administrator adds the bank holidays announced since then and moves the policy calendar.known_to on."
            )
        if day < self.known_from:
            raise BeyondCalendar(
                f"{day_text(day)} lies before {day_text(self.known_from)}, when these powers began; check the date."
            )

    def countable(self, day: date) -> bool:
        """Whether the 48 hours run on this day (s.295(1B)); courts are taken to sit on the same days."""
        self.need(day)
        at = day.toordinal() - self.start
        return self.before[at + 1] > self.before[at]

    def why_not(self, day: date) -> str:
        """The name of what keeps a day from counting: a holiday, ``Saturday``, ``Sunday``; nothing if it counts."""
        self.need(day)
        return self.holidays.get(day) or ("Saturday", "Sunday")[day.weekday() - 5] if not self.countable(day) else ""

    def court_day_on_or_before(self, day: date) -> date:
        """The day itself if it counts, else the last one before it that does."""
        at = day.toordinal()
        if not self.start <= at <= self.stop:
            self.need(day)
        return self.courts[at - self.start]

    def court_day_before(self, day: date) -> date:
        """The last day that counts before this one."""
        return self.court_day_on_or_before(day - _DAY)

    def days_between(self, first: date, last: date) -> int:
        """How many days that count lie after one day, up to and with another."""
        self.need(first)
        self.need(last)
        to_first, to_last = (self.before[day.toordinal() - self.start + 1] for day in (first, last))
        return max(0, to_last - to_first)

    def court_day_after(self, day: date, number: int = 1) -> date:
        """The ``number``-th day that counts after this one."""
        self.need(day)
        at = bisect_right(self.lasts, day.toordinal()) + number - 1
        if at >= len(self.lasts):
            self.need(self.known_to + _DAY)
        return date.fromordinal(self.lasts[at])


def calendar_of(
    nation: Nation = Nation.ENGLAND_AND_WALES, known_to: date = KNOWN_TO, additions: Iterable[Addition] = ()
) -> Calendar:
    """The calendar of a nation: the ``holidays`` package's days, with dated additions and removals; kept for reuse.

    Raises OtherNation for Scotland and Northern Ireland.
    """
    return _made(Nation(nation), known_to, tuple(additions))


def refuse_other_nations(nation: Nation) -> None:
    """Raise OtherNation unless the law of England and Wales applies where the thing was seized."""
    if nation is not Nation.ENGLAND_AND_WALES:
        raise OtherNation(
            f"Deadlines in {nation.label} are not calculated here: its courts, holidays and rules differ. Ask the "
            "force solicitor for the dates, and record them by hand."
        )


@lru_cache(maxsize=32)
def _made(nation: Nation, known_to: date, additions: tuple[Addition, ...]) -> Calendar:
    refuse_other_nations(nation)
    if known_to < KNOWN_FROM:
        raise BeyondCalendar(f"A calendar known to {day_text(known_to)} ends before the powers began; check the date.")
    days = _bank_holidays(nation, known_to.year)
    for each in additions:
        if not each.removed:
            days[each.day] = each.name
        elif days.get(each.day) not in _FIXED:
            days.pop(each.day, None)
    return Calendar(nation, known_to, days, additions=additions)


def _bank_holidays(nation: Nation, last_year: int) -> dict[date, str]:
    return worked_out(nation, last_year) if last_year > KNOWN_TO.year else bank_holidays.kept(last_year)


def worked_out(nation: Nation, last_year: int) -> dict[date, str]:
    """Bank holidays from when the powers began to the end of a year, as the ``holidays`` package gives them."""
    import holidays  # slow, and not needed to start

    found = holidays.country_holidays(
        "GB", subdiv=_SUBDIVISIONS[nation], years=range(KNOWN_FROM.year, last_year + 1), language="en_GB"
    )
    return {day: _official(name) for day, name in sorted(found.items()) if day >= KNOWN_FROM}


def _official(name: str) -> str:
    """The package's name in the words of GOV.UK."""
    return _OFFICIAL.get(name, name).replace(" (observed)", " (substitute day)")
