"""EXPIRED: a detention whose time ran out is marked before anything else is looked at, so that no edit clears it."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from soc_desk.domain import CaseStep, PocaCase
from soc_desk.domain.statutory_clock import Calendar, CaseFacts, NotCalculated, OrderFact, is_expired, moment_text
from soc_desk.domain.statutory_clock.timeline import timeline_of
from soc_desk.services.poca import calendars
from soc_desk.services.poca.facts import facts_of
from soc_desk.services.poca.states import Event
from soc_desk.services.prints import wall
from soc_desk.store import Work
from soc_desk.vocabulary.poca import CaseState, OrderKind, OrderResult


def latch(work: Work, case: PocaCase) -> datetime | None:
    """Mark a case EXPIRED whose detention ran out by now; gives the deadline that passed, or None.

    Every use case on a case calls it first. Once marked, only release, a new seizure, an application for forfeiture, or
    a second person's word that an order was made in time lead on (POCA 2002 s.295; HMRC v Mann).
    """
    if case.state is CaseState.EXPIRED:
        return case.expired_at
    passed = passed_at(work.session, case.id, wall(work.now))
    if passed is not None:
        expire(work, case, passed, f"Nothing detained it after {moment_text(passed)}.")
    return passed


def expire(work: Work, case: PocaCase, passed: datetime, reason: str) -> None:
    """Mark a case EXPIRED; ``passed`` is the deadline, ``reason`` a sentence."""
    step = CaseStep(
        case_id=case.id, event=Event.EXPIRED, before=case.state, after=CaseState.EXPIRED, happened_at=passed,
        at=work.now, by_id=work.actor.id, reason=reason,
    )  # fmt: skip
    work.add(step)
    case.expired_at, case.state = passed, CaseState.EXPIRED


def passed_at(session: Session, case_id: UUID, now: datetime) -> datetime | None:
    """The deadline that had passed at a wall time, or None; None, too, where the law of another nation applies."""
    facts, calendar = known(session, case_id, now)
    return _passed(facts, calendar, now)


def late_for(session: Session, case_id: UUID, order: OrderFact, now: datetime) -> datetime | None:
    """The deadline that an order was made too late for, or None where it was made in time."""
    facts, calendar = known(session, case_id, now)
    if order.made_at is None:
        raise AssertionError("an order that was made has its moment")
    made = replace(order, result=OrderResult.MADE)
    others = (other for other in facts.orders if order.id is None or other.id != order.id)
    facts = replace(facts, state=CaseState.DETAINED, expired_at=None, orders=(*others, made))
    return _passed(facts, calendar, order.made_at)


def in_force(session: Session, case_id: UUID, at: datetime, now: datetime) -> bool:
    """Whether a detention order held the property at a wall time, whatever notice or application ran beside it."""
    facts, calendar = known(session, case_id, now)
    if not any(order.kind.detains and order.result is OrderResult.MADE for order in facts.orders):
        return False
    alone = replace(facts, state=CaseState.DETAINED, expired_at=None, notice=None)
    return _passed(alone, calendar, at) is None


def chain_holds(session: Session, case_id: UUID, now: datetime) -> bool:
    """Whether the orders as recorded detain the property without a break until now, whatever was marked before."""
    facts, calendar = known(session, case_id, now)
    return _passed(replace(facts, state=CaseState.DETAINED, expired_at=None), calendar, now) is None


def would_hold(session: Session, case_id: UUID, lodged_on: date | None, now: datetime) -> bool:
    """Whether a further application lodged on a day holds what nothing else holds: within 48 hours more (s.297D)."""
    facts, calendar = known(session, case_id, now)
    bare = replace(facts, state=CaseState.FURTHER_PENDING, expired_at=None)
    applied = replace(bare, orders=(*bare.orders, OrderFact(kind=OrderKind.FURTHER, lodged_on=lodged_on)))
    return _passed(bare, calendar, now) is not None and _passed(applied, calendar, now) is None


def further_ends(session: Session, case_id: UUID, now: datetime) -> datetime | None:
    """When the further 48 hours after an objection end or ended; None where there are none (s.297D)."""
    facts, calendar = known(session, case_id, now)
    if facts.seized_at is None:
        return None
    further = timeline_of(facts, facts.seized_at, calendar).further
    return further.at if further is not None else None


def known(session: Session, case_id: UUID, now: datetime) -> tuple[CaseFacts, Calendar]:
    """What the clock is asked about: the case's facts and the calendar in use on a day."""
    session.flush()
    return facts_of(session, (case_id,))[case_id], calendars.in_use(session, now.date())


def _passed(facts: CaseFacts, calendar: Calendar, at: datetime) -> datetime | None:
    """As ``is_expired``; what was told early because the calendar did not reach warns, and is not judged for good."""
    try:
        passed = is_expired(facts, calendar, at)
    except NotCalculated:
        return None
    if passed is None or facts.expired_at is not None or facts.seized_at is None or calendar.knows(passed.date()):
        return passed
    told = timeline_of(facts, facts.seized_at, calendar)
    guesses = {answer.at for answer in (told.first, told.further) if answer is not None and answer.unknown}
    return None if passed in guesses else passed
