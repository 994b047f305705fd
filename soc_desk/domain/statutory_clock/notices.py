"""Forfeiture without a court: the objection period, when a notice counts as given, and setting aside."""

from datetime import date, datetime, time, timedelta

from soc_desk.domain.statutory_clock.answer import Answer, Certainty, end_of, ends
from soc_desk.domain.statutory_clock.calendar import Calendar
from soc_desk.domain.statutory_clock.counting import days_after, days_beginning_with
from soc_desk.domain.statutory_clock.words import day_text
from soc_desk.vocabulary.poca import CaseKind, ServiceMethod

SHORTEST_DAYS = 30
"""s.297B(2): at least 30 days."""

_TOO_SHORT = (
    "The notice gives {days} days, fewer than the 30 that the Act asks for: it may be bad. Thirty are counted here; "
    "ask the force solicitor."
)
_SET_ASIDE = (
    "The words of the section were read in a twin, not in the Act itself; keep the money a day longer before it is "
    "paid over."
)
_LATEST_MAIL = time(16, 30)
_DAY = timedelta(days=1)

_NOTICE_SOURCES = {CaseKind.ACCOUNT_FREEZING: "POCA 2002 s.303Z9(4), (5)", CaseKind.CASH: "POCA 2002 s.297B, s.297C"}


def objections(given_on: date, days: int = SHORTEST_DAYS, kind: CaseKind = CaseKind.CASH) -> Answer:
    """Until when an objection lapses the notice: ``days`` (30 at least) starting with the day after it is given.

    An objection may come from anybody, in writing, and counts when it is received at the address in the notice.
    """
    counted = max(days, SHORTEST_DAYS)
    on = days_after(given_on, counted)
    short = days < SHORTEST_DAYS
    source = _NOTICE_SOURCES.get(kind, "POCA 2002 s.297B, s.297C (by its twin for this property)")
    return Answer(
        end_of(on), end_of(on), None, source, Certainty.LOW if short else Certainty.HIGH,
        _TOO_SHORT.format(days=days) if short else "", "",
        lambda: (
            f"Notice given {day_text(given_on)}",
            f"{counted} days starting with the day after, {day_text(given_on + _DAY)}",
            ends(on),
        ),
    )  # fmt: skip


def set_aside(period_ended_on: date) -> Answer:
    """Until when a person aggrieved may apply to set a forfeiture aside: 30 days starting with the day it ended."""
    on = days_beginning_with(period_ended_on, 30)
    return Answer(
        end_of(on), end_of(on), None, "POCA 2002 s.297E", Certainty.MEDIUM, _SET_ASIDE, "",
        lambda: (
            f"Objection period ended {day_text(period_ended_on)}", "30 days starting with that day", ends(on),
        ),
    )  # fmt: skip


def given_on(sent_at: datetime, how: ServiceMethod, calendar: Calendar) -> date:
    """The day on which a notice counts as given (SI 2015/857; Interpretation Act 1978 s.7): the later, safe reading.

    By hand and in the Gazette on the day; electronically on the day if sent by 16:30, else the next; by first class
    post on the second working day after posting. Raises BeyondCalendar.
    """
    day = sent_at.date()
    if how is ServiceMethod.POST:
        return calendar.court_day_after(day, 2)
    if how is ServiceMethod.ELECTRONIC and sent_at.time() > _LATEST_MAIL:
        return day + _DAY
    return day
