"""Detention orders: how long each may last, the two years that hold the chain, and what is wrong with an order."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from functools import partial
from typing import NamedTuple

from soc_desk.domain.statutory_clock.answer import Answer, BeyondCalendar, Certainty, Steps, end_of, ends
from soc_desk.domain.statutory_clock.calendar import Calendar
from soc_desk.domain.statutory_clock.counting import (
    AFTERNOON,
    MORNING,
    last_sitting_before,
    lodged_for,
    months_beginning_with,
)
from soc_desk.domain.statutory_clock.made import Made, flags_of, is_odd, moment_of
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
_LODGING_RULE = "SI 2002/2998 r.5"
_DAYS_IN_HAND = "The court days then are not known yet; five days are kept in hand for a break."
_EARLIER_HEARING = "Worked to is the day for a hearing on {aim}, the one to work to."
_SEVEN_DAYS = "The rule says a hearing is not fixed sooner than seven days; seven clear days are kept here."

Cover = tuple[datetime, datetime]


class OrderAnswer(NamedTuple):
    """One order of a chain: when it ends, and when its renewal must be lodged; ``flags`` are sentences."""

    number: int
    made: Made
    end: Answer
    lodge: Answer
    maximum_on: date
    capped: bool
    flags: tuple[str, ...] = ()
    late: bool = False


class Chain:
    """All detention orders of a case, sorted, and the limit that holds them; answers are worked out when asked for."""

    __slots__ = ("_deadline", "_limit_on", "_rest", "cap", "last", "made")

    def __init__(
        self, made: list[Made], cap: Answer, deadline: datetime | None,
        rest: tuple[Calendar, CaseKind, datetime | None, Cover | None],
    ) -> None:  # fmt: skip
        self.made, self.cap, self._limit_on = made, cap, cap.on
        self._deadline, self._rest = deadline, rest
        self.last = self._answer(len(made) - 1)

    @property
    def orders(self) -> tuple[OrderAnswer, ...]:
        """Each order's answer, first to last."""
        return (*map(self._answer, range(len(self.made) - 1)), self.last)

    @property
    def until(self) -> datetime:
        """When detention under the last order, or the notice given under it, ends."""
        return covered(self.last.end.at, self._rest[3])

    @property
    def lapsed_at(self) -> datetime | None:
        """When detention first broke off, because an order was made late; None if it never did."""
        for place, order in enumerate(self.made):
            until = self._until_before(place)
            if until is not None and moment_of(order) >= until:
                return until
        return None

    def _until_before(self, place: int) -> datetime | None:
        """When what held the property before an order ends: the 48 hours, or the order before it."""
        if place == 0:
            return self._deadline
        return covered(end_of(_last_day(self.made[place - 1], self._limit_on)), self._rest[3])

    def _answer(self, place: int) -> OrderAnswer:
        calendar, kind, seized_at, _ = self._rest
        return detention(
            self.made[place], calendar, kind, number=place + 1, first_on=self.made[0].on, limit=self.cap,
            until=self._until_before(place), seized_at=seized_at,
        )  # fmt: skip


def chain(
    orders: Iterable[Made], calendar: Calendar, kind: CaseKind = CaseKind.CASH, *, deadline: datetime | None = None,
    seized_at: datetime | None = None, years: int = 2, original_first_on: date | None = None,
    cover: Cover | None = None,
) -> Chain:  # fmt: skip
    """Orders of one case, at least one, sorted here. ``deadline`` is that of the first 48 hours, if known.

    ``cover`` is when a forfeiture notice kept the property detained without an order (s.297C, s.297D). ``years`` is 3
    where a court extended the limit for cryptoassets (s.303Z32(4)). Never raises BeyondCalendar: what lies beyond is
    told without its court day, with the sentence in ``unknown``.
    """
    made = list(orders)
    if len(made) > 1:
        made.sort(key=moment_of)
    limit = cap(made[0].on, calendar, kind, years=years, original_first_on=original_first_on)
    return Chain(made, limit, deadline, (calendar, kind, seized_at, cover))


def _last_day(made: Made, limit_on: date | None) -> date:
    """The last day an order detains: its six months, the date on it, or the limit, whichever is first."""
    on = months_beginning_with(made.on, months_allowed(made.on))[0]
    if limit_on is not None and limit_on < on:
        on = limit_on
    return made.expires_on if made.expires_on is not None and made.expires_on < on else on


def months_allowed(made_on: date) -> int:
    """How many months one order may last by the law of its day."""
    return 6 if made_on >= SIX_MONTHS_SINCE else 3


def covered(until: datetime, cover: Cover | None) -> datetime:
    """When detention really ends: a notice given while the order was in force carries it further."""
    return cover[1] if cover is not None and cover[0] < until < cover[1] else until


def cap(
    first_on: date, calendar: Calendar, kind: CaseKind = CaseKind.CASH, *, years: int = 2,
    original_first_on: date | None = None,
) -> Answer:  # fmt: skip
    """The end of two years (or three) beginning with the first order: by then forfeiture is applied for or notified."""
    kept = calendar.table("cap", kind, years, original_first_on)
    found: Answer | None = kept.get(first_on)
    if found is None:
        found = kept[first_on] = _cap(first_on, calendar, kind, years, original_first_on)
    return found


def _cap(first_on: date, calendar: Calendar, kind: CaseKind, years: int, original_first_on: date | None) -> Answer:
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
    limit: Answer | None = None, until: datetime | None = None, seized_at: datetime | None = None,
) -> OrderAnswer:  # fmt: skip
    """How long one order detains: six months beginning with its day, the date on it if earlier, never past ``limit``.

    ``until`` is when detention ended before it; an order made at or after that moment is late and flagged.
    """
    reached, plain = months_beginning_with(made.on, months_allowed(made.on))
    limit_on = limit.on if limit is not None else reached
    capped = limit_on < reached
    maximum = min(limit_on, reached)
    on = _last_day(made, limit_on)
    plain = plain or on < reached
    certainty, doubt = _doubts(made, on, plain=plain)
    cautious = on if plain else on - _DAY
    if limit is not None and limit.work_to_on < cautious:
        cautious, certainty, doubt = limit.work_to_on, limit.certainty, limit.doubt or doubt
    end = with_court(
        on, cautious, SOURCES[kind], certainty, doubt, calendar,
        partial(_steps, made, number, first_on or made.on, limit_on, on), made.at,
    )  # fmt: skip
    late = until is not None and moment_of(made) >= until
    flags: tuple[str, ...] = ()
    if late or made.at is None or made.expires_on or is_odd(made, calendar, seized_at):
        flags = flags_of(made, maximum, calendar, until, seized_at)
    return OrderAnswer(number, made, end, lodging(end, calendar), maximum, capped, flags, late)


def lodging(end: Answer, calendar: Calendar) -> Answer:
    """The last day to lodge and serve a renewal heard on the last court day: seven clear days before it.

    Worked to is the day for the hearing to work to, which a cautious reader may have before the last court day.
    """
    hearing = end.last_court_day
    if hearing is None:
        early = lodged_for(end.on - _LONG_BREAK)
        return Answer(
            end_of(early), end_of(early), None, _LODGING_RULE, Certainty.LOW, _DAYS_IN_HAND, end.unknown,
            lambda: (f"Detention ends {day_text(end.on)}", "five days in hand and seven clear days", ends(early)),
        )  # fmt: skip
    kept, aim = calendar.lodgings, min(end.work_to.date(), hearing)
    found: Answer | None = kept.get((hearing, aim))
    if found is None:
        on, working = lodged_for(hearing), lodged_for(aim)
        working = calendar.court_day_on_or_before(working) if calendar.knows(working) else working
        found = kept[hearing, aim] = Answer(
            end_of(on), end_of(working), working, _LODGING_RULE, Certainty.MEDIUM,
            _SEVEN_DAYS if aim == hearing else f"{_SEVEN_DAYS} {_EARLIER_HEARING.format(aim=day_text(aim))}", "",
            lambda: (f"Last court day {day_text(hearing)}", "seven clear days before it", ends(on)),
        )  # fmt: skip
    return found


def with_court(
    on: date, cautious: date, source: str, certainty: Certainty, doubt: str, calendar: Calendar,
    tell: Callable[[], Steps], hour: datetime | None = None,
) -> Answer:  # fmt: skip
    """An answer that ends with a day and needs a court before it: the last court day, and the sitting to work to.

    Nothing moves an end that falls on a weekend: the last court day is the one before it. ``hour`` is that of the order
    now in force: on a last day that is a court day, the cautious reader is done before it.
    """
    try:
        last = calendar.court_day_on_or_before(on)
        work_to = _sitting(cautious, calendar)
        if hour is not None and hour.time() < AFTERNOON and work_to.date() == cautious:
            morning = hour.time() >= MORNING
            work_to = datetime.combine(cautious, MORNING) if morning else _sitting(cautious - _DAY, calendar)
    except BeyondCalendar as beyond:
        known = calendar.knows(cautious) and calendar.knows(cautious - 2 * _LONG_BREAK)
        early = _sitting(cautious, calendar) if known else end_of(cautious - _LONG_BREAK)
        return Answer(end_of(on), early, None, source, certainty, doubt, str(beyond), tell)
    return Answer(end_of(on), work_to, last, source, certainty, doubt, "", tell)


def _sitting(cautious: date, calendar: Calendar) -> datetime:
    """The last sitting to rely on up to the end of a day."""
    found = calendar.sittings.get(cautious)
    if found is None:
        found = calendar.sittings[cautious] = before_a_break(last_sitting_before(end_of(cautious), calendar), calendar)
    return found


def before_a_break(sitting: datetime, calendar: Calendar) -> datetime:
    """The sitting itself; or, just after a break of four days or more, the last one before that break."""
    earlier = calendar.court_day_before(sitting.date())
    return datetime.combine(earlier, AFTERNOON) if sitting.date() - earlier >= _LONG_BREAK else sitting


def _doubts(made: Made, on: date, *, plain: bool) -> tuple[Certainty, str]:
    if made.on < SIX_MONTHS_SINCE:
        return Certainty.LOW, _OLD_LAW
    if not plain:
        return Certainty.MEDIUM, _NO_SUCH_DATE
    return Certainty.HIGH, _AT_ITS_HOUR if on.weekday() < 5 else ""


def _steps(made: Made, number: int, first_on: date, limit_on: date, on: date) -> Steps:
    months = months_allowed(made.on)
    reached, plain = months_beginning_with(made.on, months)
    words = {3: "three months", 6: "six months"}[months]
    why = "" if plain else ", the last day of a month that has no corresponding date"
    steps = [
        f"Order {number} made {moment_text(made.at) if made.at else day_text(made.on)}",
        f"{words} beginning with that day end with {day_text(reached)}{why}",
    ]
    if limit_on < reached:
        steps.append(f"the limit that began with the first order ({day_text(first_on)}) is {day_text(limit_on)}")
    if made.expires_on is not None:
        steps.append(f"the order itself says {day_text(made.expires_on)}")
    return (*steps, ends(on))
