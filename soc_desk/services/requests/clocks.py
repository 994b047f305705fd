"""How long requests take, in working days without bank holidays: measure M4, with what is still open beside it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from statistics import median
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from soc_desk.domain import Request, RequestStep
from soc_desk.domain.statutory_clock import BeyondCalendar, Calendar
from soc_desk.services.poca import calendars
from soc_desk.vocabulary.request import DeclineReason, Deed, Driver, RequestKind, RequestState
from soc_desk.vocabulary.rounding import percent

DEFINITIONS = {
    "Working days": (
        "Monday to Friday without the bank holidays of the force's calendar; the day it begins is not counted, the day "
        "it ends is."
    ),
    "Queue": "From submitted to terms of reference agreed by both sides.",
    "Work": "From terms agreed to delivered, less the days on hold.",
    "Total": "From submitted to delivered.",
    "90th percentile": "Nine of ten took so long or less (nearest rank).",
    "Met by the agreed date": "Delivered on or before the day in the agreed terms, of those delivered in the period.",
    "Open": (
        "Submitted, and neither delivered nor ended. They are in none of the clocks, which look the shorter the more "
        "is left open: read the two together."
    ),
    "Unmet demand": "Declined for want of capacity in the period.",
    "Proactive, reactive": "Of the requests submitted in the period, by the driver that each had at its end.",
}
"""What the figures mean, printed beside them; M4 of the measures, version 1."""


@dataclass(frozen=True, kw_only=True)
class Clocks:
    """Working days of one request: what has run, or until now where ``is_running``; None before it began."""

    queue: int | None = None
    work: int | None = None
    held: int | None = None
    total: int | None = None
    is_running: bool = False
    unknown: str = ""


@dataclass(frozen=True)
class Figure:
    """Median and 90th percentile of a clock over those delivered; None where none was."""

    median: float | None
    ninetieth: int | None


@dataclass(frozen=True, kw_only=True)
class Turnaround:
    """M4 of a period, for both kinds or one. ``oldest`` of the open ones is its reference and its working days."""

    kind: RequestKind | None
    delivered: int
    queue: Figure
    work: Figure
    total: Figure
    met: int
    open: int
    open_late: int
    on_hold: int
    oldest: str
    oldest_days: int | None
    unmet: int
    submitted: int
    proactive: int
    reactive: int

    @property
    def met_percent(self) -> int | None:
        """Share delivered by the agreed date; None where none was delivered."""
        return percent(self.met, self.delivered) if self.delivered else None


@dataclass(frozen=True, kw_only=True)
class Measured:
    """Turnaround of a period: of both kinds together, then of each. ``unknown`` says why there are no clocks."""

    starts_on: date
    ends_on: date
    rows: tuple[Turnaround, ...]
    unknown: str = ""


@dataclass(frozen=True)
class _Life:
    """The days of one request, as they stood at the end of a period."""

    reference: str
    kind: RequestKind
    driver: Driver
    needed_by: date | None
    submitted_on: date
    agreed_on: date | None
    delivered_on: date | None
    unmet_on: date | None
    ended_on: date | None
    holds: tuple[tuple[date, date | None], ...]

    @property
    def is_open(self) -> bool:
        return self.delivered_on is None and self.ended_on is None


def clocks_of(
    calendar: Calendar, today: date, submitted_on: date | None, agreed_on: date | None, ended_on: date | None,
    holds: Iterable[tuple[date, date | None]],
) -> Clocks:  # fmt: skip
    """The clocks of a request; ``ended_on`` is when it was delivered, declined or withdrawn, None while it is open."""
    if submitted_on is None:
        return Clocks()
    last = ended_on or today
    try:
        held = sum(calendar.days_between(start, end or last) for start, end in holds)
        total = calendar.days_between(submitted_on, last)
        queue = calendar.days_between(submitted_on, agreed_on or last)
        work = None if agreed_on is None else calendar.days_between(agreed_on, last) - held
    except BeyondCalendar as error:
        return Clocks(unknown=str(error))
    return Clocks(queue=queue, work=work, held=held, total=total, is_running=ended_on is None)


def clocks(session: Session, id: UUID, today: date) -> Clocks:
    """The working days of one request until now."""
    columns = (Request.submitted_on, Request.agreed_on, Request.delivered_on, Request.ended_on)
    found = session.execute(select(*columns).where(Request.id == id)).one_or_none()
    if found is None:
        return Clocks()
    submitted_on, agreed_on, delivered_on, ended_on = found
    holds = _holds(session, [id]).get(id, ())
    return clocks_of(
        calendars.in_use(session, today), today, submitted_on, agreed_on, delivered_on or ended_on, holds
    )  # fmt: skip


def turnaround(session: Session, starts_on: date, ends_on: date) -> Measured:
    """M4 of a period, as it stood at its end: what came later is not counted, so that it says the same again."""
    lives = _lives(session, starts_on, ends_on)
    calendar = calendars.in_use(session, ends_on)
    try:
        rows = tuple(_measured(kind, lives, calendar, starts_on, ends_on) for kind in (None, *RequestKind))
    except BeyondCalendar as error:
        return Measured(starts_on=starts_on, ends_on=ends_on, rows=(), unknown=str(error))
    return Measured(starts_on=starts_on, ends_on=ends_on, rows=rows)


def figure(values: Sequence[int]) -> Figure:
    """Median, and the 90th percentile by nearest rank."""
    if not values:
        return Figure(None, None)
    return Figure(float(median(values)), sorted(values)[ceil(0.9 * len(values)) - 1])


def _measured(
    kind: RequestKind | None, lives: Sequence[_Life], calendar: Calendar, starts_on: date, ends_on: date
) -> Turnaround:  # fmt: skip
    those = [life for life in lives if kind is None or life.kind is kind]
    asked = [life for life in those if life.submitted_on >= starts_on]
    done = [life for life in those if life.delivered_on is not None and life.delivered_on >= starts_on]
    waiting = [life for life in those if life.is_open]
    ran = [
        clocks_of(calendar, ends_on, one.submitted_on, one.agreed_on, one.delivered_on, one.holds) for one in done
    ]  # fmt: skip
    oldest = min(waiting, key=lambda life: (life.submitted_on, life.reference), default=None)
    return Turnaround(
        kind=kind, delivered=len(done),
        queue=figure([one.queue for one in ran if one.queue is not None]),
        work=figure([one.work for one in ran if one.work is not None]),
        total=figure([one.total for one in ran if one.total is not None]),
        met=sum(one.delivered_on <= one.needed_by for one in done if one.delivered_on and one.needed_by),
        open=len(waiting),
        open_late=sum(life.needed_by is not None and life.needed_by < ends_on for life in waiting),
        on_hold=sum(bool(life.holds) and life.holds[-1][1] is None for life in waiting),
        oldest=oldest.reference if oldest else "",
        oldest_days=calendar.days_between(oldest.submitted_on, ends_on) if oldest else None,
        unmet=sum(life.unmet_on is not None and life.unmet_on >= starts_on for life in those),
        submitted=len(asked), proactive=sum(life.driver is Driver.PROACTIVE for life in asked),
        reactive=sum(life.driver is Driver.REACTIVE for life in asked),
    )  # fmt: skip


def _lives(session: Session, starts_on: date, ends_on: date) -> list[_Life]:
    """Every request that was submitted by the end of a period and was open, delivered or declined within it."""
    delivered, ended = Request.delivered_on, Request.ended_on
    columns = (
        Request.id, Request.reference, Request.kind, Request.driver, Request.needed_by, Request.submitted_on,
        Request.agreed_on, delivered, ended, Request.declined_for,
    )  # fmt: skip
    lasted = or_(delivered >= starts_on, delivered.is_(None) & or_(ended.is_(None), ended >= starts_on))
    found = session.execute(select(*columns).where(Request.submitted_on <= ends_on, lasted)).all()
    holds, was = _holds(session, [id_ for id_, *_ in found]), _was(session, ends_on)

    def by_then(day: date | None) -> date | None:
        return day if day is not None and day <= ends_on else None

    lives = []
    for id_, reference, kind, driver, needed_by, submitted, agreed, done, over, declined in found:
        assert submitted is not None  # asked for
        unmet = by_then(over) if declined is DeclineReason.CAPACITY else None
        held = tuple((start, by_then(end)) for start, end in holds.get(id_, ()) if start <= ends_on)
        stood = {"kind": kind, "driver": driver, "needed_by": needed_by} | was.get(id_, {})
        lives.append(
            _Life(
                reference=reference, submitted_on=submitted, agreed_on=by_then(agreed), delivered_on=by_then(done),
                unmet_on=unmet, ended_on=by_then(over), holds=held, **stood,
            )
        )  # fmt: skip
    return lives


def _was(session: Session, day: date) -> dict[UUID, dict[str, Any]]:
    """What requests that were changed after a day had at its end."""
    names = ("kind", "driver", "needed_by")
    columns = [getattr(RequestStep, f"{name}_before") for name in names]
    changed = or_(*(column.is_not(None) for column in columns))
    query = select(RequestStep.request_id, *columns).where(RequestStep.done_on > day, changed)
    found: dict[UUID, dict[str, Any]] = {}
    for id_, *before in session.execute(query.order_by(RequestStep.id.desc())):  # the first change has the last word
        found.setdefault(id_, {}).update({name: value for name, value in zip(names, before, strict=True) if value})
    return found


def _holds(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[tuple[date, date | None]]]:
    """Each time a request was on hold: from which day, and to which (None while it is)."""
    ends = RequestStep.deed.in_((Deed.RESUME, Deed.WITHDRAW)) & (RequestStep.before == RequestState.ON_HOLD)
    query = select(RequestStep.request_id, RequestStep.deed, RequestStep.done_on).where(
        or_(RequestStep.deed == Deed.HOLD, ends)
    )
    if len(ids) == 1:
        query = query.where(RequestStep.request_id == ids[0])
    wanted, found = set(ids), dict[UUID, list[tuple[date, date | None]]]()
    for id_, deed, day in session.execute(query.order_by(RequestStep.id)):
        if id_ not in wanted:
            continue
        spans = found.setdefault(id_, [])
        if deed is Deed.HOLD:
            spans.append((day, None))
        elif spans:
            spans[-1] = (spans[-1][0], day)
    return found
