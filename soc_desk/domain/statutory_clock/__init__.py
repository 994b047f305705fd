"""The statutory clock: what must happen in a case by when, with steps, source and doubt; no store and no window."""

from soc_desk.domain.statutory_clock.answer import Answer, BeyondCalendar, Certainty, NotCalculated, OtherNation
from soc_desk.domain.statutory_clock.calendar import KNOWN_TO, Addition, Calendar, calendar_of
from soc_desk.domain.statutory_clock.duties import duties_of, is_expired, no_sitting_left, warned
from soc_desk.domain.statutory_clock.duty_fact import DutyFact, NextAction, Rung, Warned
from soc_desk.domain.statutory_clock.facts import (
    CaseFacts,
    ClaimFact,
    ConfiscationFact,
    DamlFact,
    FreezingFact,
    NoticeFact,
    OrderFact,
)
from soc_desk.domain.statutory_clock.words import clock_text, exists, moment_text

__all__ = [
    "KNOWN_TO",
    "Addition",
    "Answer",
    "BeyondCalendar",
    "Calendar",
    "CaseFacts",
    "Certainty",
    "ClaimFact",
    "ConfiscationFact",
    "DamlFact",
    "DutyFact",
    "FreezingFact",
    "NextAction",
    "NotCalculated",
    "NoticeFact",
    "OrderFact",
    "OtherNation",
    "Rung",
    "Warned",
    "calendar_of",
    "clock_text",
    "duties_of",
    "exists",
    "is_expired",
    "moment_text",
    "no_sitting_left",
    "warned",
]
