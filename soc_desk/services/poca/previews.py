"""What a form will mean before it is saved: the 48 hours of a seizure, the end of an order, an objection period."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from soc_desk.domain.statutory_clock import NotCalculated, cash, counting, notices
from soc_desk.errors import DeskError
from soc_desk.services.poca import calendars
from soc_desk.services.poca.case_detail import CaseDetail
from soc_desk.services.poca.words import moment_words
from soc_desk.services.prints import day_words
from soc_desk.vocabulary.poca import CaseKind, Nation, OrderResult

_MONTHS, _CAP_MONTHS, _EXTENDED_CAP_MONTHS = 6, 24, 36
_END_OF_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class FortyEightHours:
    """By when an order must be made for a seizure at some minute; ``refusal`` says why nothing is calculated."""

    deadline: datetime | None = None
    last_court_day: date | None = None
    steps: tuple[str, ...] = ()
    source: str = ""
    doubt: str = ""
    refusal: str = ""

    @property
    def sentence(self) -> str:
        """The deadline in words."""
        if self.deadline is None:
            return self.refusal
        sitting = f" The last court day before it is {day_words(self.last_court_day)}." if self.last_court_day else ""
        return f"The order must be made by {moment_words(self.deadline)}.{sitting}"


def initial(session: Session, seized_at: datetime, nation: Nation, kind: CaseKind) -> FortyEightHours:
    """The 48 hours of a seizure that is being typed (s.295(1), (1B)); wall time."""
    if nation is not Nation.ENGLAND_AND_WALES:
        return FortyEightHours(
            refusal=f"{nation.label}: its law is not calculated here. The case is kept; record its deadlines by hand."
        )
    try:
        told = cash.initial(seized_at, calendars.in_use(session, seized_at.date()), kind)
    except (NotCalculated, DeskError) as refused:
        return FortyEightHours(refusal=str(refused))
    return FortyEightHours(
        deadline=told.at, last_court_day=told.last_court_day, steps=tuple(told.steps), source=told.source,
        doubt=told.doubt,
    )  # fmt: skip


def objections_until(given_on: date, days: int) -> date:
    """The last day on which an objection to a forfeiture notice counts (s.297B)."""
    try:
        return (notices.objections(given_on, days).at - timedelta(minutes=1)).date()
    except DeskError:
        return counting.days_after(given_on, days)


def after_objection(shown: CaseDetail | object, received_at: datetime | None) -> str:
    """What an objection leads to, in words: back under the order, or the further 48 hours (s.297D)."""
    if received_at is None or not isinstance(shown, CaseDetail):
        return ""
    notice = next((each for each in reversed(shown.notices) if each.ended_on is None), None)
    if notice is not None:
        last = objections_until(notice.given_on, notice.period_days)
        if received_at.date() > last:
            return f"It was received after the period, which ended on {day_words(last)}."
    until = shown.row.detained_until or _order_holds_until(shown)
    if until is not None and received_at < until:
        return f"The notice lapses; the detention order stands until {moment_words(until)}."
    return "The notice lapses and no order is in force: 48 countable hours run from the objection to apply or release."


def order_meaning(shown: CaseDetail, made_at: datetime | None, expires_on: date | None) -> str:
    """Whether an order that is being typed comes in time, and the latest day it can hold to (s.295(2))."""
    if made_at is None:
        return ""
    said = []
    until = shown.row.expired_at or shown.row.detained_until
    if until is not None and made_at > until:
        return (
            f"LATE: the time ran out {moment_words(until)}. The order is kept as a fact and does not make the "
            "detention lawful; the case is EXPIRED."
        )
    if until is not None:
        said.append(f"In time: it had to be made by {moment_words(until)}.")
    latest = latest_end(made_at.date(), shown.row.first_order_on, is_extended=shown.cap_extended_to is not None)
    said.append(f"It can hold until the end of {day_words(latest)} at the latest.")
    if expires_on is not None and expires_on > latest:
        said.append(f"The date written on it, {day_words(expires_on)}, is later than the law allows.")
    return " ".join(said)


def latest_end(made_on: date, first_on: date | None, *, is_extended: bool = False) -> date:
    """The last day to which an order can hold: six months, and two years from the first order (s.295(2)).

    Three years where a court extended the limit, as it may for cryptoassets (s.303Z32(4)).
    """
    longest, _odd = counting.months_beginning_with(made_on, _MONTHS)
    months = _EXTENDED_CAP_MONTHS if is_extended else _CAP_MONTHS
    cap, _odd = counting.months_beginning_with(first_on or made_on, months)
    return min(longest, cap)


def _order_holds_until(shown: CaseDetail) -> datetime | None:
    """The end of the newest order; while a notice runs the time is not kept with the case, since the notice detains."""
    made = [order for order in shown.orders if order.kind.detains and order.result is OrderResult.MADE and order.number]
    if not made or made[-1].made_at is None:
        return None
    is_extended = shown.cap_extended_to is not None
    ends = [
        latest_end(made[-1].made_at.date(), shown.row.first_order_on, is_extended=is_extended), made[-1].expires_on,
    ]  # fmt: skip
    return datetime.combine(min(day for day in ends if day is not None) + _END_OF_DAY, time.min)
