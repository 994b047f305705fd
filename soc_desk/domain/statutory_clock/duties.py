"""What a case owes next: each duty with its deadline, its reasons and who is warned, soonest first."""

from collections.abc import Callable, Iterator
from datetime import datetime

from soc_desk.domain.statutory_clock import ladders, other_duties, seizure_duties
from soc_desk.domain.statutory_clock.calendar import Calendar, refuse_other_nations
from soc_desk.domain.statutory_clock.context import SEIZURES, Context
from soc_desk.domain.statutory_clock.counting import AFTERNOON
from soc_desk.domain.statutory_clock.duty_fact import DutyFact, NextAction
from soc_desk.domain.statutory_clock.facts import CaseFacts
from soc_desk.domain.statutory_clock.timeline import timeline_of
from soc_desk.vocabulary.poca import CaseKind, CaseState, DutyKind

WATCHED = frozenset({
    CaseState.SEIZED, CaseState.FIRST_PENDING, CaseState.DETAINED, CaseState.FURTHER_PENDING, CaseState.NOTICE_LAPSED,
    CaseState.REFUSED, CaseState.EXPIRED,
})  # fmt: skip
"""States in which nothing but time holds the property: when it runs out, the case is EXPIRED."""

_OVER = frozenset(state for state in CaseState if state.is_over)
_FORFEITING = frozenset({
    CaseState.FORFEITURE_PENDING, CaseState.FORFEITURE_ORDERED, CaseState.FORFEITURE_REFUSED, CaseState.FINAL,
})  # fmt: skip
"""States in which a frozen account is held by proceedings, as seized property is (s.303Z14 and after)."""

_MINUTE_DUTIES = frozenset({DutyKind.ORDER_OR_RELEASE, DutyKind.DECIDE_AFTER_LAPSE})

_BY_KIND: dict[CaseKind, Callable[[Context], Iterator[DutyFact]]] = {
    CaseKind.ACCOUNT_FREEZING: other_duties.freezing,
    CaseKind.CONFISCATION: other_duties.confiscation,
    CaseKind.DAML: other_duties.daml,
}


def duties_of(facts: CaseFacts, calendar: Calendar) -> tuple[DutyFact, ...]:
    """Every open duty of a case, soonest first; raises OtherNation outside England and Wales, and nothing else.

    Where the calendar does not reach, a duty stands with ``unknown`` telling so: a date that months alone decide is
    told without its court day, and the 48 hours are told as if no holiday were to come, which errs early.
    """
    refuse_other_nations(facts.nation)
    if facts.state in _OVER:
        return ()
    case = Context(facts, calendar)
    if facts.kind in SEIZURES or (facts.kind is CaseKind.ACCOUNT_FREEZING and facts.state in _FORFEITING):
        found = list(seizure_duties.duties(case))
    elif facts.kind in _BY_KIND:
        found = list(_BY_KIND[facts.kind](case))
    else:
        found = []
    if case.waiting or facts.claims or facts.time_change_asked_at:
        found.extend(other_duties.shared(case))
    if len(found) > 1:
        found.sort(key=_soonest)
    return tuple(found)


def is_expired(facts: CaseFacts, calendar: Calendar, now: datetime) -> datetime | None:
    """The deadline that passed without lawful detention, or None: 48 hours, an order's end, 48 hours after a lapse.

    ``now`` is local wall time. Once latched in ``facts.expired_at`` it stays until the property is returned, seized
    anew, or an application for forfeiture is in being. An order made late ends nothing of it. Raises OtherNation.
    """
    if facts.state not in WATCHED or facts.kind not in SEIZURES:
        return None
    if facts.expired_at is not None:
        return facts.expired_at
    if facts.seized_at is None:
        return None
    refuse_other_nations(facts.nation)
    timeline = timeline_of(facts, facts.seized_at, calendar)
    if timeline.awaits and timeline.lapsed_at is None:
        return None
    passed = timeline.lapsed_at or timeline.until
    return passed if passed <= now else None


def warned(duty: DutyFact, now: datetime) -> frozenset[str]:
    """Who should have been told of a duty by now: values of ``Warned``; past its deadline, everybody of the alarm."""
    told = {role for rung in duty.ladder if rung.at <= now for role in rung.roles}
    if duty.next_action is NextAction.LOG_ORDER and now >= duty.due_at:
        told |= ladders.EVERYBODY
    return frozenset(told)


def no_sitting_left(duty: DutyFact, now: datetime) -> bool:
    """Whether the last court sitting wholly before a deadline is over: the red banner."""
    if duty.last_court_day is None or now >= duty.due_at:
        return False
    if duty.kind in _MINUTE_DUTIES:
        return now >= duty.work_to
    return now >= datetime.combine(duty.last_court_day, AFTERNOON)


def _soonest(duty: DutyFact) -> datetime:
    return duty.answer.at
