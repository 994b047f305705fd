"""Detention orders: how long each may last, the two years that hold the chain, and what is wrong with an order."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from soc_desk.domain.statutory_clock.answer import Answer, BeyondCalendar, Certainty, Steps, end_of, ends
from soc_desk.domain.statutory_clock.calendar import Calendar
from soc_desk.domain.statutory_clock.counting import last_sitting_before, lodged_for, months_beginning_with
from soc_desk.domain.statutory_clock.words import day_text, moment_text
from soc_desk.vocabulary.poca import CaseKind

SOURCES = {
    CaseKind.CASH: "POCA 2002 s.295(2)",
    CaseKind.LISTED_ASSETS: "POCA 2002 s.303L(1)",
    CaseKind.CRYPTOASSETS: "POCA 2002 s.303Z32 (items: s.303Z28)",
}
SIX_MONTHS_SINCE = date(2010, 1, 25)
"""Policing and Crime Act 2009 s.64 made three months six; the day of commencement is not confirmed."""

_DAY = timedelta(days=1)
_LONG_BREAK = timedelta(days=5)
"""From one court day to the next over Easter, and over most Christmases."""

_CLOSE = time(16, 30)
_NO_SUCH_DATE = (
    "The last month has no corresponding date, so the period ends with that month; a cautious reader takes a day less."
)
_AT_ITS_HOUR = (
    "Whether an order ends at midnight or at its hour was argued in CC Merseyside v Reynolds: have the next one made "
    "before the hour at which this one was made."
)
_OLD_LAW = "Made before six months were allowed (Policing and Crime Act 2009 s.64): three months are worked to."
_RESEIZED = (
    "Seized a second time: whether that begins the two years anew is unsettled. Work to the two years of the original "
    "first order, {first}, which end on {end}."
)
LATE = "Made {made}, after detention had ended ({ended}): it revives nothing (Kingdom Corporate; HMRC v Mann)."
BEFORE_SEIZURE = "Made before the seizure ({seized}); check both dates."
_WHICH_MINUTE = "Made on the day the time ran out ({ended}); record the minute at which it was made."


Cover = tuple[datetime, datetime]


class Made(NamedTuple):
    """An order as it was made: its day, its minute if known, and the date written on it, if any."""

    on: date
    at: datetime | None = None
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class OrderAnswer:
    """One order of a chain: when it ends, and when its renewal must be lodged; ``flags`` are sentences."""

    number: int
    made: Made
    end: Answer
    lodge: Answer
    maximum_on: date
    capped: bool
    flags: tuple[str, ...] = ()
    late: bool = False


@dataclass(frozen=True, slots=True)
class Chain:
    """All detention orders of a case and the limit that holds them; ``lapsed_at``: when detention first broke off."""

    orders: tuple[OrderAnswer, ...]
    cap: Answer
    lapsed_at: datetime | None = None

    @property
    def last(self) -> OrderAnswer:
        return self.orders[-1]


def chain(
    orders: Iterable[Made], calendar: Calendar, kind: CaseKind = CaseKind.CASH, *, deadline: datetime | None = None,
    seized_at: datetime | None = None, years: int = 2, original_first_on: date | None = None,
    cover: Cover | None = None,
) -> Chain:  # fmt: skip
    """Orders of one case, at least one, sorted here. ``deadline`` is that of the first 48 hours, if known.

    ``cover`` is when a forfeiture notice kept the property detained without an order (s.297C, s.297D).

    ``years`` is 3 where a court extended the limit for cryptoassets (s.303Z32(4)). Never raises BeyondCalendar: what
    lies beyond is told without its court day, with the sentence in ``unknown``.
    """
    made = sorted(orders, key=lambda each: each.at or end_of(each.on) - _DAY)
    limit = cap(made[0].on, calendar, kind, years=years, original_first_on=original_first_on)
    answers: list[OrderAnswer] = []
    until, lapsed = deadline, None
    for number, order in enumerate(made, 1):
        answer = detention(order, calendar, kind, number=number, first_on=made[0].on, limit=limit, until=until)
        if seized_at is not None and (order.at or end_of(order.on)) <= seized_at:
            answer = replace(answer, flags=(*answer.flags, BEFORE_SEIZURE.format(seized=moment_text(seized_at))))
        answers.append(answer)
        if answer.late and lapsed is None:
            lapsed = until
        until = covered(answer.end.at, cover)
    return Chain(tuple(answers), limit, lapsed)


def covered(until: datetime, cover: Cover | None) -> datetime:
    """When detention really ends: a notice given while the order was in force carries it further."""
    return cover[1] if cover is not None and cover[0] < until < cover[1] else until


def cap(
    first_on: date, calendar: Calendar, kind: CaseKind = CaseKind.CASH, *, years: int = 2,
    original_first_on: date | None = None,
) -> Answer:  # fmt: skip
    """The end of two years (or three) beginning with the first order: by then forfeiture is applied for or notified."""
    on, plain = months_beginning_with(first_on, 12 * years)
    cautious, doubt, certainty = on, "", Certainty.HIGH
    if not plain:
        cautious, doubt, certainty = on - _DAY, _NO_SUCH_DATE, Certainty.MEDIUM
    if original_first_on and original_first_on < first_on:
        original = months_beginning_with(original_first_on, 12 * years)[0]
        cautious, certainty = min(cautious, original), Certainty.LOW
        doubt = _RESEIZED.format(first=day_text(original_first_on), end=day_text(original))
    words = {2: "two years", 3: "three years"}.get(years, f"{years} years")
    return with_court(
        on, cautious, SOURCES[kind], certainty, doubt, calendar,
        lambda: (f"First order made {day_text(first_on)}", f"{words} beginning with that day", ends(on)),
    )  # fmt: skip


def detention(
    made: Made, calendar: Calendar, kind: CaseKind = CaseKind.CASH, *, number: int = 1, first_on: date | None = None,
    limit: Answer | None = None, until: datetime | None = None,
) -> OrderAnswer:  # fmt: skip
    """How long one order detains: six months beginning with its day, the date on it if earlier, never past ``limit``.

    ``until`` is when detention ended before it; an order made at or after that moment is late and flagged.
    """
    months = 6 if made.on >= SIX_MONTHS_SINCE else 3
    on, plain = months_beginning_with(made.on, months)
    capped = limit is not None and limit.on < on
    maximum = limit.on if capped and limit is not None else on
    if made.expires_on is not None and made.expires_on < maximum:
        on, plain = made.expires_on, True
    elif capped:
        on, plain = maximum, True
    certainty, doubt = _doubts(made, on, plain=plain)
    cautious = on if plain else on - _DAY
    if limit is not None and limit.work_to_on < cautious:
        cautious, certainty, doubt = limit.work_to_on, limit.certainty, limit.doubt or doubt
    end = with_court(
        on, cautious, SOURCES[kind], certainty, doubt, calendar,
        lambda: _steps(made, number, months, first_on or made.on, limit, on), made.at,
    )  # fmt: skip
    late = until is not None and (made.at or end_of(made.on) - _DAY) >= until
    flags = _flags(made, maximum, calendar, until if late else None)
    if until is not None and made.at is None and not late and made.on == until.date():
        flags = (*flags, _WHICH_MINUTE.format(ended=moment_text(until)))
    return OrderAnswer(number, made, end, lodging(end, calendar), maximum, capped, flags, late)


def lodging(end: Answer, calendar: Calendar, clear: int = 7) -> Answer:
    """The last day to lodge and serve a renewal heard on the last court day: seven clear days before it."""
    if end.last_court_day is None:
        return Answer(end.at, end.at, None, "SI 2002/2998 r.5", Certainty.LOW, "", end.unknown)
    hearing = end.last_court_day
    on = lodged_for(hearing, clear)
    working = calendar.court_day_on_or_before(on) if calendar.knows(on) else on
    return Answer(
        end_of(on), end_of(working), working, "SI 2002/2998 r.5", Certainty.MEDIUM,
        "The rule says a hearing is not fixed sooner than seven days; seven clear days are kept here.", "",
        lambda: (f"Last court day {day_text(hearing)}", f"{clear} clear days before it", ends(on)),
    )  # fmt: skip


def with_court(
    on: date, cautious: date, source: str, certainty: Certainty, doubt: str, calendar: Calendar,
    tell: Callable[[], Steps], hour: datetime | None = None,
) -> Answer:  # fmt: skip
    """An answer that ends with a day and needs a court before it: the last court day, and the sitting to work to.

    Nothing moves an end that falls on a weekend: the last court day is the one before it.
    """
    try:
        last = calendar.court_day_on_or_before(on)
        work_to = _sitting(cautious, hour, calendar)
    except BeyondCalendar as beyond:
        return Answer(end_of(on), end_of(cautious), None, source, certainty, doubt, str(beyond), tell)
    return Answer(end_of(on), work_to, last, source, certainty, doubt, "", tell)


def _sitting(cautious: date, hour: datetime | None, calendar: Calendar) -> datetime:
    """The last sitting before the cautious end; one before a break of four days or more rather than just after it."""
    moment = end_of(cautious)
    if hour is not None and (hour.hour or hour.minute):
        moment = datetime.combine(cautious, hour.time())
    sitting = last_sitting_before(moment, calendar)
    earlier = calendar.court_day_before(sitting.date())
    return datetime.combine(earlier, _CLOSE) if sitting.date() - earlier >= _LONG_BREAK else sitting


def _doubts(made: Made, on: date, *, plain: bool) -> tuple[Certainty, str]:
    if made.on < SIX_MONTHS_SINCE:
        return Certainty.LOW, _OLD_LAW
    if not plain:
        return Certainty.MEDIUM, _NO_SUCH_DATE
    return Certainty.HIGH, _AT_ITS_HOUR if on.weekday() < 5 else ""


def _flags(made: Made, maximum: date, calendar: Calendar, ended: datetime | None) -> tuple[str, ...]:
    found = []
    if ended is not None:
        told = moment_text(made.at) if made.at else day_text(made.on)
        found.append(LATE.format(made=told, ended=moment_text(ended)))
    if made.expires_on is not None and made.expires_on > maximum:
        found.append(
            f"The order says {day_text(made.expires_on)}, later than the law allows; "
            f"work to {day_text(maximum)} and ask the force solicitor."
        )
    if made.expires_on is not None and made.expires_on < made.on:
        found.append(f"The order ends on {day_text(made.expires_on)}, before it was made; check both dates.")
    if calendar.knows(made.on) and not calendar.countable(made.on):
        found.append(f"{day_text(made.on)} is no usual court day ({calendar.why_not(made.on)}); check the date.")
    return tuple(found)


def _steps(made: Made, number: int, months: int, first_on: date, limit: Answer | None, on: date) -> Steps:
    reached, plain = months_beginning_with(made.on, months)
    words = {3: "three months", 6: "six months"}[months]
    why = "" if plain else ", the last day of a month that has no corresponding date"
    steps = [
        f"Order {number} made {moment_text(made.at) if made.at else day_text(made.on)}",
        f"{words} beginning with that day end with {day_text(reached)}{why}",
    ]
    if limit is not None and limit.on < reached:
        steps.append(f"the limit that began with the first order ({day_text(first_on)}) is {day_text(limit.on)}")
    if made.expires_on is not None:
        steps.append(f"the order itself says {day_text(made.expires_on)}")
    return (*steps, ends(on))
