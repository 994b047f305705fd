"""How a deadline reads on the board: how long it is, how pressing, and one line about the property."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from soc_desk.domain.statutory_clock import BeyondCalendar, Calendar, CaseFacts, DutyFact, NextAction, no_sitting_left
from soc_desk.services.prints import day_words
from soc_desk.vocabulary import Code
from soc_desk.vocabulary.poca import DutyKind, OrderResult

SOON_DAYS, AMBER_DAYS = 28, 14

_LONDON = ZoneInfo("Europe/London")
_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)
_TO_THE_MINUTE = (DutyKind.ORDER_OR_RELEASE, DutyKind.DECIDE_AFTER_LAPSE, DutyKind.HEARING)


class Urgency(Code):
    """How pressing a deadline is; the order is that of the board."""

    EXPIRED = "expired", "EXPIRED"
    RED = "red", "Overdue or within 24 hours"
    AMBER = "amber", "Within 14 days"
    GREY = "grey", "Later"
    UNKNOWN = "unknown", "Not calculated"


ACTIONS: dict[NextAction, str] = {
    NextAction.OPEN: "Open",
    NextAction.LOG_ORDER: "Log order",
    NextAction.CONFIRM_IN_TIME: "Made in time?",
    NextAction.LODGE_APPLICATION: "Log application",
    NextAction.RELEASE_OR_FORFEIT: "Release or forfeit",
    NextAction.ACT_ON_EXPIRY: "Act on it",
    NextAction.SEND_REPORT: "Log report",
    NextAction.PAY_IN: "Log paying-in",
    NextAction.RECORD_OBJECTION: "Record objection",
    NextAction.RECORD_OUTCOME: "Record outcome",
    NextAction.LOG_HEARING: "Log hearing",
    NextAction.RELEASE: "Log release",
    NextAction.ANSWER_CLAIM: "Answer claim",
    NextAction.RECORD_PAYMENT: "Log payment",
    NextAction.UPDATE_JARD: "Log JARD",
    NextAction.PAY_FUND: "Log fund payment",
    NextAction.DECIDE_TIME_CHANGE: "Decide",
    NextAction.SEIZE: "Seize under POCA",
}
"""What stands on the button beside a duty."""


def urgency_of(due_at: datetime, work_to: datetime, now: datetime) -> Urgency:
    """Red where it is over, or over within 24 hours, by the law or by the moment to work to."""
    left = min(due_at, work_to) - now
    if left <= _DAY:
        return Urgency.RED
    return Urgency.AMBER if left <= timedelta(days=AMBER_DAYS) else Urgency.GREY


def due_words(kind: DutyKind, due_at: datetime, now: datetime) -> str:
    """``in 5 h 12 m``, ``Today``, ``Tomorrow``, ``in 4 days``, ``3 days over``; wall times."""
    minutes = _minutes(now, due_at)
    if minutes <= 0:
        return f"{_long(-minutes)} over"
    is_exact = kind in _TO_THE_MINUTE or due_at.time() != time.min
    if is_exact and minutes < 24 * 60:
        hours, rest = divmod(minutes, 60)
        return f"in {hours} h {rest} m" if hours else f"in {rest} m"
    days = ((due_at - _MINUTE).date() - now.date()).days
    return "Today" if days == 0 else "Tomorrow" if days == 1 else f"in {days} days"


def expired_words(expired_at: datetime, now: datetime) -> str:
    """``EXPIRED 3 h ago``, ``EXPIRED just now``."""
    minutes = _minutes(expired_at, now)
    return f"EXPIRED {_long(minutes)} ago" if minutes > 0 else "EXPIRED just now"


def countable_left(now: datetime, end: datetime, calendar: Calendar) -> int | None:
    """Minutes of countable time (s.295(1B)) between two wall times; None where the calendar does not reach."""
    minutes, at = 0, now
    try:
        while at < end:
            night = min(datetime.combine(at.date() + _DAY, time.min), end)
            if calendar.countable(at.date()):
                minutes += int((night - at).total_seconds()) // 60
            at = night
    except BeyondCalendar:
        return None
    return minutes


def counts_hours(kind: DutyKind) -> bool:
    """Whether a duty runs on the 48-hour clock."""
    return kind in (DutyKind.ORDER_OR_RELEASE, DutyKind.DECIDE_AFTER_LAPSE)


def alert_of(fact: DutyFact, facts: CaseFacts, now: datetime) -> str:
    """What makes a deadline worse than its date: a hearing listed too late, or no sitting of a court left."""
    if not counts_hours(fact.kind) and fact.kind is not DutyKind.EXTEND_OR_FORFEIT:
        return ""
    late = [
        order.hearing_at
        for order in facts.orders
        if order.result is OrderResult.PENDING and order.kind.detains and order.hearing_at is not None
        if order.hearing_at >= fact.due_at
    ]
    if late:
        ends = "the further 48 hours end" if fact.kind is DutyKind.DECIDE_AFTER_LAPSE else "the detention ends"
        return (
            f"The hearing on {moment(late[0])} is listed after {ends}; ask the court for an earlier one (HMRC v Mann)."
        )
    return "No sitting of a court remains before the deadline." if no_sitting_left(fact, now) else ""


def pounds(pence: int | None) -> str:
    """``£6,150.00``, or that the amount is not known yet."""
    if pence is None:
        return "Not yet counted"
    sign = "–" if pence < 0 else ""
    return f"{sign}£{abs(pence) // 100:,}.{abs(pence) % 100:02}"


def about_words(
    fact: DutyFact, facts: CaseFacts, held_pence: int | None, forfeited_pence: int, place: str
) -> str:  # the figures are the case's
    """``£6,150.00 seized Thu 19 Nov 22:40, Slough``: the amount and what the deadline hangs on."""
    if facts.confiscation is not None:
        owed, paid = facts.confiscation.order_pence, facts.confiscation.paid_pence
        return f"{pounds(owed)} order · {pounds(paid)} paid"
    parts = [_history(fact, facts)]
    if counts_hours(fact.kind) and place:
        parts[0] = f"{parts[0]}, {place}" if parts[0] else place
    amount = forfeited_pence if facts.forfeited_on is not None and forfeited_pence else held_pence
    if amount is None and not facts.kind.is_seizure:
        return " · ".join(part for part in parts if part)
    return " · ".join(part for part in (pounds(amount), *parts) if part)


def _history(fact: DutyFact, facts: CaseFacts) -> str:
    """The event that the deadline hangs on."""
    notice_kinds = (DutyKind.OBJECTIONS, DutyKind.SET_ASIDE, DutyKind.DECIDE_AFTER_LAPSE)
    if facts.notice is not None and fact.kind in notice_kinds:
        return f"notice given {day_words(facts.notice.given_on)}"
    if facts.forfeited_on is not None:
        return f"forfeited {day_words(facts.forfeited_on)}"
    if facts.daml is not None:
        return f"submitted {day_words(facts.daml.submitted_on)}"
    if facts.freezing is not None:
        return f"order made {day_words(facts.freezing.made_on)}"
    made = [order for order in facts.orders if order.kind.detains and order.result is OrderResult.MADE]
    if made and made[-1].made_at is not None:
        return f"order {made[-1].number or len(made)} made {day_words(made[-1].made_at.date())}"
    return f"seized {moment(facts.seized_at)}" if facts.seized_at is not None else ""


def moment(at: datetime) -> str:
    """``Thu 19 Nov 2026 22:40``, of a wall time."""
    return f"{_weekday(at.date())} {day_words(at.date())} {at:%H:%M}"


def _weekday(day: date) -> str:
    return ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[day.weekday()]


def _minutes(start: datetime, end: datetime) -> int:
    """Minutes that really pass between two London wall times, whatever the clocks do in between."""
    real = (at.replace(tzinfo=_LONDON).astimezone(UTC) for at in (end, start))
    return int((next(real) - next(real)).total_seconds()) // 60


def _long(minutes: int) -> str:
    if minutes < 60:
        return f"{minutes} m"
    hours = minutes // 60
    if hours < 48:
        return f"{hours} h"
    return f"{hours // 24:,} days"
