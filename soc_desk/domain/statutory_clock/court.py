"""What follows a court's decision or a seizure: appeal, release, paying in, the report to the Appointed Person."""

from datetime import date, datetime, timedelta

from soc_desk.domain.statutory_clock.answer import Answer, Certainty, Steps, end_of, ends
from soc_desk.domain.statutory_clock.calendar import Calendar
from soc_desk.domain.statutory_clock.counting import days_after, days_beginning_with
from soc_desk.domain.statutory_clock.words import day_text, moment_text
from soc_desk.vocabulary.poca import CaseKind

_PAY_IN = (
    "The Act names no day: it says at the first opportunity. The first banking day after the 48 hours is told here."
)
_REPORT = "The Act names no day: it says as soon as reasonably practicable."
_RELEASE = "Whether the day of the direction is one of the seven is not settled; a day earlier is worked to."
_TWIN_APPEAL = {CaseKind.CASH: "POCA 2002 s.299(2)", CaseKind.LISTED_ASSETS: "POCA 2002 s.303O by its twin s.299(2)"}


def appeal(decided_on: date, kind: CaseKind = CaseKind.CASH) -> Answer:
    """Until when any party may appeal to the Crown Court: 30 days starting with the day of the order or decision."""
    on = days_beginning_with(decided_on, 30)
    return Answer(
        end_of(on), end_of(on), None, _TWIN_APPEAL.get(kind, "POCA 2002 s.299(2), by its twin"), Certainty.HIGH, "", "",
        lambda: (f"Decided {day_text(decided_on)}", "30 days starting with that day", ends(on)),
    )  # fmt: skip


def release(directed_on: date) -> Answer:
    """By when property is released after a court's direction: within seven days, or longer by agreement."""
    on = days_after(directed_on, 7)
    return Answer(
        end_of(on), end_of(on - timedelta(days=1)), None, "SI 2002/2998 r.6; POCA 2002 s.297", Certainty.MEDIUM,
        _RELEASE, "", lambda: (f"Release directed {day_text(directed_on)}", "within seven days", ends(on)),
    )  # fmt: skip


def pay_in(ended_at: datetime, calendar: Calendar) -> Answer:
    """By when cash held longer than 48 hours is paid into an interest-bearing account; ``ended_at`` is when they ended.

    Not required where it is kept as evidence (s.296(2)). Raises BeyondCalendar.
    """
    on = calendar.court_day_after((ended_at - timedelta(minutes=1)).date())
    return Answer(
        end_of(on), end_of(on), None, "POCA 2002 s.296(1)", Certainty.MEDIUM, _PAY_IN, "",
        lambda: (f"48 hours ended {moment_text(ended_at)}", "the first opportunity after them", ends(on)),
    )  # fmt: skip


def report(seized_at: datetime, calendar: Calendar) -> Answer:
    """By when a search without a justice's approval is reported, if nothing was seized or not held over 48 hours."""
    on = calendar.court_day_after(seized_at.date())
    return Answer(
        end_of(on), end_of(on), None, "POCA 2002 s.291", Certainty.MEDIUM, _REPORT, "",
        lambda: (f"Searched and seized {moment_text(seized_at)}", "no justice approved the search", ends(on)),
    )  # fmt: skip


def by_practice(on: date, source: str, why: str, *steps: str) -> Answer:
    """A date that no Act sets: practice, said to be so."""
    told: Steps = (*steps, ends(on))
    return Answer(end_of(on), end_of(on), None, source, Certainty.LOW, why, "", lambda: told)
