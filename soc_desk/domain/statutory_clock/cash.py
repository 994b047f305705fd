"""The 48 hours of a seizure, and the further 48 hours after a forfeiture notice lapses."""

from datetime import date, datetime, timedelta
from functools import partial

from soc_desk.domain.statutory_clock.answer import Answer, Certainty, NotCalculated
from soc_desk.domain.statutory_clock.calendar import Calendar
from soc_desk.domain.statutory_clock.counting import countable_hours, last_sitting_before, to_the_minute
from soc_desk.domain.statutory_clock.walk import walked
from soc_desk.domain.statutory_clock.words import day_text, exists, moment_text
from soc_desk.vocabulary.poca import CaseKind

SOURCES_48H = {
    CaseKind.CASH: "POCA 2002 s.295(1), (1A), (1B)",
    CaseKind.LISTED_ASSETS: "POCA 2002 s.303K",
    CaseKind.CRYPTOASSETS: "POCA 2002 Part 5 Chapter 3C, initial detention",
}
WEEKENDS_LEFT_OUT_SINCE = date(2005, 7, 1)
"""Serious Organised Crime and Police Act 2005 s.100; before, every hour counted."""

_UNCOUNTED_DAY = (
    "Seized on a day that is not counted: the Act does not say how its hours run then. The plain reading is that "
    "nothing runs until the next counted midnight; have the order made early."
)
_NO_SUCH_TIME = " No clock showed the recorded time, because clocks went forward; check it. The deadline is the same."
_TWIN = "The words for this kind of property mirror those for cash; check them before relying on the last hour."


def initial(seized_at: datetime, calendar: Calendar, kind: CaseKind = CaseKind.CASH) -> Answer:
    """By when a first order must be MADE: 48 countable hours from the minute of seizure.

    Lodging in time, or beginning the hearing in time, is not enough (R (Kingdom Corporate) v HMRC [2023] EWHC 3315).
    ``work_to`` is the end of the last court sitting wholly before it. Raises BeyondCalendar.
    """
    start = to_the_minute(seized_at)
    if start.date() < WEEKENDS_LEFT_OUT_SINCE:
        raise NotCalculated(
            f"Seized on {day_text(start.date())}: before {day_text(WEEKENDS_LEFT_OUT_SINCE)} weekends and holidays "
            "counted towards the 48 hours, and that is not calculated here. Check the date."
        )
    end = countable_hours(start, calendar)
    certainty, doubt = Certainty.HIGH, ""
    if not calendar.countable(start.date()):
        certainty, doubt = Certainty.MEDIUM, _UNCOUNTED_DAY if exists(start) else _UNCOUNTED_DAY + _NO_SUCH_TIME
    elif kind is not CaseKind.CASH:
        certainty, doubt = Certainty.MEDIUM, _TWIN
    sitting = last_sitting_before(end, calendar)
    return Answer(
        end, sitting, sitting.date(), SOURCES_48H.get(kind, SOURCES_48H[CaseKind.CASH]), certainty, doubt, "",
        partial(walked, "Seized", start, end, calendar),
    )  # fmt: skip


def further_48_hours(objection_at: datetime, calendar: Calendar) -> Answer:
    """The further 48 countable hours from an objection, where the order had ended by then (s.297D).

    Within them a further order or forfeiture is applied for, and the property is held until that is determined; else
    it is released. The section was read in its twin only.
    """
    start = to_the_minute(objection_at)
    end = countable_hours(start, calendar)
    sitting = last_sitting_before(end, calendar)
    return Answer(
        end, sitting, sitting.date(), "POCA 2002 s.297D", Certainty.MEDIUM,
        "The section is read by its twin in the Anti-terrorism, Crime and Security Act 2001, Sch 1 para 5C.", "",
        partial(walked, "Objection received", start, end, calendar),
    )  # fmt: skip


def earliest(seized_at: datetime, calendar: Calendar, kind: CaseKind, unknown: str) -> Answer:
    """The 48 hours as if no holiday were to come after the calendar ends: never too late, and said to be unknown."""
    start, moment = to_the_minute(seized_at), to_the_minute(seized_at)
    left = timedelta(hours=48)
    while left:
        midnight = datetime.combine(moment.date() + timedelta(days=1), datetime.min.time())
        known = calendar.knows(moment.date())
        if calendar.countable(moment.date()) if known else moment.weekday() < 5:
            run = min(left, midnight - moment)
            left, moment = left - run, moment + run
        else:
            moment = midnight
    return Answer(
        moment, moment, None, SOURCES_48H.get(kind, SOURCES_48H[CaseKind.CASH]), Certainty.LOW,
        "Counted as if no bank holiday were to come, so that it errs early.", unknown,
        lambda: (f"Seized {moment_text(start)}", "holidays are not known, none is left out", moment_text(moment)),
    )  # fmt: skip


def before_2005(seized_at: datetime, why: str) -> Answer:
    """48 hours with every hour counted, as before weekends were left out; ``why`` is told as the doubt."""
    start = to_the_minute(seized_at)
    end = start + timedelta(hours=48)
    return Answer(
        end, end, None, SOURCES_48H[CaseKind.CASH], Certainty.LOW, why, "",
        lambda: (f"Seized {moment_text(start)}", "every hour counted then", moment_text(end)),
    )  # fmt: skip
