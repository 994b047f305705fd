"""Scenario 12: what 100,000 cash cases owe, beside a plain loop over ``datetime`` that finds the same dates."""

import random
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from soc_desk.bench.measure import Result, pair, peak_mib
from soc_desk.bench.stage import Stage
from soc_desk.domain.statutory_clock import Calendar, CaseFacts, OrderFact, calendar_of, duties_of
from soc_desk.vocabulary.poca import CaseState, OrderKind, OrderResult

_CASES = 100_000
_FIRST_DAY = datetime(2018, 1, 1)  # noqa: DTZ001 - wall time
_DAY = timedelta(days=1)
_CLOSE, _MORNING = time(16, 30), time(13)

Dates = list[tuple[datetime, datetime, date | None]]


def clock(stage: Stage) -> Iterator[Result]:
    """12: every duty of every case, with what to work to and the last court day."""
    calendar = calendar_of()
    cases = made_up(min(_CASES, stage.records), calendar)
    holidays = set(calendar.holidays)

    def ours() -> int:
        return sum(len(duties_of(case, calendar)) for case in cases)

    def reference() -> int:
        return sum(len(plain(case, holidays)) for case in cases)

    same(cases[:2_000], calendar)
    mine, theirs = pair(ours, reference, runs=3)
    yield Result(
        scenario="12",
        what="Deadlines of cash cases",
        records=len(cases),
        ours=mine,
        reference=theirs,
        target=2.0,
        peak_mib=peak_mib(),
    )


def made_up(number: int, calendar: Calendar) -> list[CaseFacts]:
    """Synthetic cases over eight years: a quarter in their first 48 hours, the rest under one to three orders."""
    chance = random.Random(12)  # noqa: S311 - synthetic data
    found = []
    for place in range(number):
        seized = _FIRST_DAY + timedelta(minutes=chance.randrange(8 * 365 * 1440))
        orders = []
        made = _sitting_on(calendar.court_day_after(seized.date()), chance)
        for count in range(place % 4):
            orders.append(
                OrderFact(
                    kind=OrderKind.FURTHER if count else OrderKind.FIRST,
                    number=count + 1,
                    made_at=made,
                    result=OrderResult.MADE,
                )
            )
            renewed = made.date() + timedelta(days=chance.randrange(150, 175))
            made = _sitting_on(calendar.court_day_on_or_before(renewed), chance)
        state = CaseState.DETAINED if orders else CaseState.SEIZED
        found.append(
            CaseFacts(
                state=state, seized_at=seized, orders=tuple(orders), paid_in_on=seized.date() if place % 2 else None
            )
        )
    return found


def _sitting_on(day: date, chance: random.Random) -> datetime:
    return datetime.combine(day, time(chance.randrange(10, 16), chance.randrange(60)))


def same(cases: list[CaseFacts], calendar: Calendar) -> None:
    """Raise AssertionError unless both find the same dates."""
    for case in cases:
        mine = sorted(
            (duty.due_at, duty.work_to, duty.last_court_day or date.min) for duty in duties_of(case, calendar)
        )
        theirs = sorted((due, work, last or date.min) for due, work, last in plain(case, set(calendar.holidays)))
        if mine != theirs:
            raise AssertionError(f"The clock and the plain loop differ on {case}: {mine} and {theirs}.")


def plain(case: CaseFacts, holidays: set[date]) -> Dates:
    """The same dates by walking days, with nothing kept from one case to the next."""
    if case.seized_at is None:
        return []
    deadline = _walk(case.seized_at, holidays)
    if not case.orders:
        sitting = _sitting(deadline, holidays)
        return [(deadline, sitting, sitting.date())]
    found: Dates = []
    first, last = case.orders[0].made_at, case.orders[-1].made_at
    if first is None or last is None:
        return []
    cap, cap_plain = _months(first.date(), 24)
    end, end_plain = _months(last.date(), 6)
    cap_work = _work_to(cap if cap_plain else cap - _DAY, None, holidays)
    cautious = end if end_plain else end - _DAY
    if cap < end:
        end = cautious = cap
    cautious = min(cautious, cap_work.date())
    court = _court_day(end, holidays)
    hearing = _work_to(cautious, last, holidays)
    found.append((_end_of(end), hearing, court))
    if end < cap:
        lodge = court - timedelta(days=8)
        working = _court_day(min(hearing.date(), court) - timedelta(days=8), holidays)
        found.append((_end_of(lodge), _end_of(working), working))
    found.append((_end_of(cap), cap_work, _court_day(cap, holidays)))
    if case.paid_in_on is None:
        day = (deadline - timedelta(minutes=1)).date() + _DAY
        while _out(day, holidays):
            day += _DAY
        found.append((_end_of(day), _end_of(day), None))
    found.sort(key=lambda each: each[:2])
    return found


def _out(day: date, holidays: set[date]) -> bool:
    return day.weekday() > 4 or day in holidays


def _walk(start: datetime, holidays: set[date]) -> datetime:
    left, moment = timedelta(hours=48), start
    while left:
        midnight = _end_of(moment.date())
        if _out(moment.date(), holidays):
            moment = midnight
        else:
            run = min(left, midnight - moment)
            left, moment = left - run, moment + run
    return moment


def _months(first: date, months: int) -> tuple[date, bool]:
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    length = monthrange(year, month + 1)[1]
    if first.day > length:
        return date(year, month + 1, length), False
    return date(year, month + 1, first.day) - _DAY, True


def _court_day(day: date, holidays: set[date]) -> date:
    while _out(day, holidays):
        day -= _DAY
    return day


def _sitting(moment: datetime, holidays: set[date]) -> datetime:
    day = _court_day((moment - timedelta(minutes=1)).date(), holidays)
    for ends in (_CLOSE, _MORNING):
        if (sitting := datetime.combine(day, ends)) <= moment:
            return sitting
    return datetime.combine(_court_day(day - _DAY, holidays), _CLOSE)


def _work_to(cautious: date, hour: datetime | None, holidays: set[date]) -> datetime:
    sitting = _sitting(datetime.combine(cautious, hour.time()) if hour else _end_of(cautious), holidays)
    earlier = _court_day(sitting.date() - _DAY, holidays)
    return datetime.combine(earlier, _CLOSE) if (sitting.date() - earlier).days >= 5 else sitting


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time()) + _DAY


SCENARIOS = {"12": clock}
