"""Who is warned and how long before: the last column of the state table (domain page, section 5), as data."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from soc_desk.domain.statutory_clock.answer import Answer
from soc_desk.domain.statutory_clock.calendar import Calendar
from soc_desk.domain.statutory_clock.counting import countable_before
from soc_desk.domain.statutory_clock.duty_fact import Rung, Warned

_OFFICER, _CHAMPION, _DEPUTY = Warned.OFFICER, Warned.CHAMPION, Warned.DEPUTY
_INSPECTOR, _SUPERINTENDENT, _SOLICITOR, _FIU = (
    Warned.INSPECTOR, Warned.SUPERINTENDENT, Warned.SOLICITOR, Warned.FIU,
)  # fmt: skip
_TEAM = frozenset({_OFFICER, _CHAMPION, _DEPUTY})
_SHIFT = _TEAM | {_FIU}
EVERYBODY = _TEAM | {_INSPECTOR, _SUPERINTENDENT, _SOLICITOR}


class Again(NamedTuple):
    """How a warning comes back until the duty is done."""

    every: timedelta
    words: str


HOURLY = Again(timedelta(hours=1), "every hour until acted on")
DAILY = Again(timedelta(days=1), "every day until acted on")
WEEKLY = Again(timedelta(days=7), "every week until it is sent")
FIVE_WORKING_DAYS = Again(timedelta(days=7), "every five working days until it is paid in")
"""A week; where a holiday falls into it, a day earlier than the fifth working day."""


@dataclass(frozen=True, slots=True)
class Warn:
    """One entry of the table: countable ``hours`` or ``days`` before the deadline, or days ``after`` its cause.

    Days count back from the last practical court day, where a court must act. None of the three: at once. ``again``
    says how it goes on from there until the duty is done; whoever was told stays told.
    """

    roles: frozenset[Warned]
    hours: int | None = None
    days: int | None = None
    after: int | None = None
    again: Again | None = None


def _days(roles: Iterable[Warned], *days: int) -> tuple[Warn, ...]:
    return tuple(Warn(frozenset(roles), days=each) for each in days)


def _after(roles: Iterable[Warned], *days: int) -> tuple[Warn, ...]:
    return tuple(Warn(frozenset(roles), after=each) for each in days)


def _on_and_on(roles: Iterable[Warned], day: int, again: Again) -> tuple[Warn, ...]:
    return (Warn(frozenset(roles), after=day, again=again),)


def at_once(*roles: Warned, again: Again | None = None) -> tuple[Warn, ...]:
    """Everybody named, from the moment there is a cause."""
    return (Warn(frozenset(roles), again=again),)


Ladder = tuple[Warn, ...]

FORTY_EIGHT: Ladder = (
    *at_once(*_SHIFT), *(Warn(_SHIFT, hours=hours) for hours in (36, 24, 12, 6, 3, 1)),
    Warn(frozenset({_SUPERINTENDENT, _SOLICITOR}), hours=6),
)  # fmt: skip
FORTY_EIGHT_UNLISTED: Ladder = (*FORTY_EIGHT, Warn(frozenset({_INSPECTOR}), hours=24))
"""The same with no hearing listed."""

_ORDER_DAYS = _days(_TEAM, 42, 28, 21, 14, 10, 7, 3, 1, 0)
ORDER: Ladder = (*_ORDER_DAYS, *_days({_SUPERINTENDENT}, 7), *_days({_SOLICITOR}, 3))
ORDER_NOT_LODGED: Ladder = (*ORDER, *_days({_INSPECTOR}, 14))
LODGE: Ladder = (*_days(_TEAM, 14, 7, 3, 1, 0), *_days({_INSPECTOR}, 0))
RED: Ladder = at_once(*EVERYBODY)
EXPIRED: Ladder = at_once(*EVERYBODY, Warned.PSD, again=DAILY)
CAP: Ladder = _days({_FIU, _CHAMPION, _DEPUTY}, 180, 120, 90, 60, 42, 28, 14, 7)
PAY_IN: Ladder = (*_after({_FIU}, 1, 3), *_on_and_on({_FIU}, 10, FIVE_WORKING_DAYS))
REPORT: Ladder = (
    *_after(_TEAM, 1, 3, 10),
    *_on_and_on(_TEAM, 17, WEEKLY),
)  # fmt: skip
HEARING: Ladder = _days(_TEAM, 1, 0)
DIRECTIONS: Ladder = _days({_OFFICER, _SOLICITOR}, 14, 7, 2)
STALE: Ladder = _days({_OFFICER, _SOLICITOR}, 0)
OBJECTIONS: Ladder = _days({_INSPECTOR, _FIU}, 10, 3, 1)
SET_ASIDE: Ladder = _days({_FIU}, 5, 0)
APPEAL: Ladder = _days({_FIU, _SOLICITOR}, 10, 3, 1)
APPEAL_BY_POLICE: Ladder = _after({_SOLICITOR, _INSPECTOR}, 1, 7, 14, 21, 27)
CLAIM: Ladder = (*at_once(_OFFICER, _FIU), *_days({_OFFICER, _FIU}, 7, 2))
REFUSED: Ladder = at_once(_OFFICER, _INSPECTOR, _SOLICITOR, again=HOURLY)
RELEASE: Ladder = _days({_FIU}, 5, 2, 0)
FINAL: Ladder = _after({_FIU}, 7, 28)
OTHER_POWER: Ladder = at_once(_OFFICER, _FIU)
SECOND_PERSON: Ladder = at_once(_CHAMPION, _DEPUTY, _INSPECTOR)
FREEZING: Ladder = (*CAP, *_days(_TEAM, 28, 14, 7, 3, 1, 0))
PAYMENT: Ladder = _days({_FIU, _OFFICER}, 28, 14, 7, 1)
DAML: Ladder = _days({_FIU, _OFFICER}, 3, 1, 0)
MORATORIUM: Ladder = _days({_FIU, _OFFICER, _SOLICITOR}, 14, 10, 7, 3, 1)


def rungs(ladder: Ladder, answer: Answer, since: datetime, calendar: Calendar) -> tuple[Rung, ...]:
    """The moments of a ladder for one deadline, earliest first; ``since`` is when its cause arose."""
    return tuple(sorted((_rung(warn, answer, since, calendar) for warn in ladder), key=lambda rung: rung.at))


def _rung(warn: Warn, answer: Answer, since: datetime, calendar: Calendar) -> Rung:
    rung = _first(warn, answer, since, calendar)
    if warn.again is None:
        return rung
    return Rung(rung.at, rung.roles, f"{rung.before}, then {warn.again.words}", warn.again.every)


def _first(warn: Warn, answer: Answer, since: datetime, calendar: Calendar) -> Rung:
    if warn.hours is not None:
        if answer.unknown or not calendar.knows(answer.on):
            at = answer.at - timedelta(hours=warn.hours)
        else:
            at = countable_before(answer.at, calendar, warn.hours * 60)
        return Rung(at, warn.roles, f"{warn.hours} counted {'hour' if warn.hours == 1 else 'hours'} before")
    if warn.days is not None:
        day = (answer.last_court_day or answer.on) - timedelta(days=warn.days)
        return Rung(_start_of(day), warn.roles, _days_text(warn.days, "before") if warn.days else "on the day")
    if warn.after is not None:
        return Rung(_start_of(since.date() + timedelta(days=warn.after)), warn.roles, _days_text(warn.after, "after"))
    return Rung(since, warn.roles, "at once")


def _days_text(days: int, when: str) -> str:
    return f"{days} {'day' if days == 1 else 'days'} {when}"


def _start_of(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - wall time
