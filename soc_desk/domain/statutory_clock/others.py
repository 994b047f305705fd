"""The other orders: account freezing, confiscation with interest and default terms, DAML and the moratorium."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import ROUND_DOWN, Decimal

from soc_desk.domain.statutory_clock.answer import Answer, Certainty, end_of, ends
from soc_desk.domain.statutory_clock.calendar import Calendar
from soc_desk.domain.statutory_clock.counting import (
    countable_hours,
    days_beginning_with,
    last_sitting_before,
    months_beginning_with,
    to_the_minute,
)
from soc_desk.domain.statutory_clock.orders import with_court
from soc_desk.domain.statutory_clock.words import day_text, london, moment_text

INTEREST_PERCENT = Decimal(8)
"""Judgments Act 1838 s.17 and SI 1993/564: 8 % a year, simple; a force's policy may carry another with its source."""

DEFAULT_TERMS = ((1_000_000, 6), (50_000_000, 60), (100_000_000, 84))
"""s.35(2A): up to so many pence, so many months; above the last, 168."""

_LONGEST_TERM = 168
_DAY = timedelta(days=1)
_SHORT_MONTH = (
    "The last month has no corresponding date, so the period ends with that month; a cautious reader takes a day less."
)
_STRAIGHT = (
    "Counted straight through weekends and holidays, the earlier reading. Left out as in s.295(1B), it would be "
    "{later}; do not rely on that."
)
_PAY = "Crime and Policing Act 2026 Sch 21 rewrites parts of Part 2; check which rules apply to this order."
_ON_THE_DAY = (
    "No date is written: unless the court allows time, the whole is payable on the day of the order (s.11). The "
    "longest it could allow is shown; ask the court what it ordered."
)
_LIMIT = "Read as 186 days in all from the refusal. Another reading adds 186 days to the first 31; do not rely on it."


def freezing(made_on: date, calendar: Calendar, ends_on: date | None = None) -> Answer:
    """When an account freezing order ends: one period of up to two years starting with the day it was made."""
    longest, plain = months_beginning_with(made_on, 24)
    on = min(longest, ends_on or longest)
    exact = plain or on < longest
    doubt = "" if exact else _SHORT_MONTH
    if ends_on is not None and ends_on > longest:
        doubt = f"The order says {day_text(ends_on)}, later than the law allows; ask the force solicitor."
    return with_court(
        on, on if exact else on - _DAY, "POCA 2002 s.303Z3(4)", Certainty.MEDIUM if doubt else Certainty.HIGH, doubt,
        calendar, lambda: (
            f"Account freezing order made {day_text(made_on)}",
            f"two years starting with that day end on {day_text(longest)}",
            *((f"the order itself says {day_text(ends_on)}",) if ends_on else ()), ends(on),
        ),
    )  # fmt: skip


def freezing_after_objection(objection_at: datetime, calendar: Calendar) -> Answer:
    """When a freezing order ends after an objection: 48 hours starting with it, unless an application is made first.

    Hours are real ones: where clocks change within them, the earlier wall time is told. Raises BeyondCalendar.
    """
    start = to_the_minute(objection_at)
    real = start.replace(tzinfo=london()).timestamp() + 48 * 3600
    end = min(start + timedelta(hours=48), datetime.fromtimestamp(real, london()).replace(tzinfo=None))
    later = countable_hours(start, calendar)
    sitting = last_sitting_before(end, calendar)
    return Answer(
        end, min(sitting, end) if sitting > start else end, sitting.date() if sitting > start else None,
        "POCA 2002 s.303Z11(2)", Certainty.MEDIUM, _STRAIGHT.format(later=moment_text(later)), "",
        lambda: (f"Objection made {moment_text(start)}", "48 hours starting with it", moment_text(end)),
    )  # fmt: skip


def time_to_pay(
    made_on: date, calendar: Calendar, pay_by: date | None = None, extended_to: date | None = None
) -> Answer:
    """Until when a confiscation order may be paid: three months starting with its day, or six if the court extends.

    Dates that the court wrote count where they are earlier. No date written at all: the longest that could be allowed,
    and the doubt says that payment is due on the day unless the court allowed time.
    """
    months = 6 if extended_to else 3
    longest, plain = months_beginning_with(made_on, months)
    written = extended_to or pay_by
    on = min(longest, written or longest)
    cautious = on if plain or on < longest else on - _DAY
    words = {3: "three months", 6: "six months, if the court extended it,"}[months]
    return with_court(
        on, cautious, "POCA 2002 s.11", Certainty.MEDIUM,
        _PAY if written else f"{_ON_THE_DAY} {_PAY}", calendar,
        lambda: (
            f"Confiscation order made {day_text(made_on)}",
            f"{words} starting with that day end on {day_text(longest)}",
            *((f"the court wrote {day_text(written)}",) if written else ()), ends(on),
        ),
    )  # fmt: skip


def default_term_months(order_pence: int) -> int:
    """The longest term in default, in months: 6, 60, 84 or 168 (s.35(2A)). Serving it does not clear the debt."""
    return next((months for most, months in DEFAULT_TERMS if order_pence <= most), _LONGEST_TERM)


def interest_pence(
    order_pence: int, due_on: date, until: date, payments: Iterable[tuple[date, int]] = (),
    percent: Decimal = INTEREST_PERCENT,
) -> int:  # fmt: skip
    """Simple interest on what was unpaid from the day payment was due (s.12), in whole pence, rounded down once.

    ``payments`` are (day, pence); the day of a payment bears interest no more on what was paid. 365 days a year.
    """
    if due_on >= until:
        return 0
    unpaid, since, pence_days = order_pence, due_on, 0
    for day, pence in sorted(payments):
        if day >= until:
            break
        if day > since:
            pence_days += max(unpaid, 0) * (day - since).days
            since = day
        unpaid -= pence
    pence_days += max(unpaid, 0) * (until - since).days
    return int((pence_days * percent / Decimal(36_500)).to_integral_value(ROUND_DOWN))


def daml_notice(submitted_on: date, calendar: Calendar) -> Answer:
    """When the notice period ends: seven working days starting with the first working day after the request."""
    on = calendar.court_day_after(submitted_on, 7)
    return Answer(
        end_of(on), end_of(on), None, "POCA 2002 s.335(5)", Certainty.HIGH, "", "",
        lambda: (
            f"Submitted {day_text(submitted_on)}",
            f"seven working days from {day_text(calendar.court_day_after(submitted_on))}", ends(on),
        ),
    )  # fmt: skip


def moratorium(refused_on: date, calendar: Calendar, extended_to: date | None = None) -> Answer:
    """When the moratorium ends: 31 days starting with the day of the refusal, or as a court extended it."""
    first = days_beginning_with(refused_on, 31)
    limit = days_beginning_with(refused_on, 186)
    on = extended_to if extended_to and extended_to > first else first
    doubt = "An extension is applied for before it ends (s.336A); the Crown Court gives up to 31 days at a time."
    if on > limit:
        doubt = f"The court wrote {day_text(on)}, after the {day_text(limit)} that 186 days give. {_LIMIT}"
    return with_court(
        on, min(on, limit), "POCA 2002 s.335(6), s.336A", Certainty.LOW if on > limit else Certainty.HIGH, doubt,
        calendar, lambda: (
            f"Refused {day_text(refused_on)}", f"31 days starting with that day end on {day_text(first)}",
            *((f"extended by the court to {day_text(on)}",) if on > first else ()), ends(on),
        ),
    )  # fmt: skip


def moratorium_limit(refused_on: date, calendar: Calendar) -> Answer:
    """The furthest that extensions of a moratorium reach: 186 days in all."""
    on = days_beginning_with(refused_on, 186)
    return with_court(
        on, on, "POCA 2002 s.336A", Certainty.MEDIUM, _LIMIT, calendar,
        lambda: (f"Refused {day_text(refused_on)}", "186 days in all, starting with that day", ends(on)),
    )  # fmt: skip


def restraint_ends() -> str:
    """A restraint order has no end of its own; the sentence that says so (s.40 to s.42)."""
    return "A restraint order has no fixed end: it lasts until it is discharged or the proceedings are concluded."
