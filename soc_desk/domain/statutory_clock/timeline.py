"""What held a case's property lawfully: 48 hours, orders, a forfeiture notice; and where detention broke off."""

from datetime import date, datetime, timedelta

from soc_desk.domain.statutory_clock.answer import Answer, BeyondCalendar, NotCalculated, end_of, held
from soc_desk.domain.statutory_clock.calendar import Calendar
from soc_desk.domain.statutory_clock.cash import before_2005, earliest, further_48_hours, initial
from soc_desk.domain.statutory_clock.facts import CaseFacts, NoticeFact, OrderFact
from soc_desk.domain.statutory_clock.made import Made
from soc_desk.domain.statutory_clock.notices import objections
from soc_desk.domain.statutory_clock.orders import Chain, Cover, chain
from soc_desk.vocabulary.poca import CaseKind, OrderKind, OrderResult

_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)
_NOT_YET = datetime.max  # noqa: DTZ901 - wall time
_DETAINS = frozenset(kind for kind in OrderKind if kind.detains)


@held
class Timeline:
    """How detention stands. ``until`` is when it ends as things are; ``lapsed_at`` when it first broke off, if it did.

    ``further`` are the 48 hours after an objection, where they run; ``awaits`` says that an application made within
    them still waits for the court, and holds the property until it is determined (s.297D).
    """

    first: Answer
    chain: Chain | None = None
    further: Answer | None = None
    awaits: bool = False

    @property
    def until(self) -> datetime:
        if self.awaits and self.further is not None:
            return self.further.at  # the cautious end: nobody knows when the court will determine it
        return self.chain.until if self.chain is not None else self.first.at

    @property
    def lapsed_at(self) -> datetime | None:
        return self.chain.lapsed_at if self.chain is not None else None


def timeline_of(facts: CaseFacts, seized_at: datetime, calendar: Calendar) -> Timeline:
    """The timeline of a seizure; never raises BeyondCalendar: what is unknown is counted early and told."""
    first = first_48_hours(seized_at, calendar, facts.kind)
    orders = [
        made for order in facts.orders
        if order.kind in _DETAINS and order.result is OrderResult.MADE and (made := made_of(order)) is not None
    ]  # fmt: skip
    if not orders:
        return Timeline(first)
    further = cover = determined = None
    if facts.notice is not None:
        further = _further(facts.notice, orders, facts, calendar)
        if further is not None and facts.notice.objection_at is not None:
            determined = _determined(facts.orders, facts.notice.objection_at.date(), further)
        cover = _cover(facts.notice, further, facts.kind, determined)
    links = chain(
        orders, calendar, facts.kind, deadline=first.at, seized_at=seized_at, years=years_of(facts),
        original_first_on=facts.original_first_order_on, cover=cover,
    )  # fmt: skip
    return Timeline(first, links, further, awaits=determined == _NOT_YET)


def first_48_hours(seized_at: datetime, calendar: Calendar, kind: CaseKind) -> Answer:
    """``cash.initial``, told early where the calendar does not reach, and straight where the old law applied."""
    try:
        return initial(seized_at, calendar, kind)
    except BeyondCalendar as beyond:
        return earliest(seized_at, calendar, kind, str(beyond))
    except NotCalculated as old:
        return before_2005(seized_at, str(old))


def made_of(order: OrderFact) -> Made | None:
    """The order as the chain takes it; an order at midnight is one whose hour is not known."""
    if order.made_at is None:
        return None
    moment = order.made_at
    return Made(moment.date(), moment if moment.hour or moment.minute else None, order.expires_on, order.id)


def years_of(facts: CaseFacts) -> int:
    """Two, or three for cryptoassets where a court extended the limit."""
    return 3 if facts.cap_extended and facts.kind is CaseKind.CRYPTOASSETS else 2


def _further(notice: NoticeFact, orders: list[Made], facts: CaseFacts, calendar: Calendar) -> Answer | None:
    """The further 48 hours, where an objection came in time and the order in force at the notice had ended by then."""
    objection_at = notice.objection_at
    if objection_at is None or not objected_in_time(notice, facts.kind):
        return None
    earlier = [order for order in orders if (order.at or end_of(order.on) - _DAY) <= objection_at]
    if not earlier:
        return None
    until = chain(earlier, calendar, facts.kind, years=years_of(facts)).last.end.at
    if until > objection_at or end_of(notice.given_on) - _DAY >= until:
        return None
    try:
        return further_48_hours(objection_at, calendar)
    except BeyondCalendar as beyond:
        return earliest(objection_at, calendar, facts.kind, str(beyond))


def _determined(orders: tuple[OrderFact, ...], objected_on: date, further: Answer) -> datetime | None:
    """Until when an application made within the further 48 hours held the property (s.297D).

    Until it was determined or otherwise disposed of: a withdrawal after the 48 hours ends it with its day, whose hour
    is not known. None where none was made; ``_NOT_YET`` while one waits. Of the day on which the 48 hours end the hour
    of lodging is not known: that day counts as within, and a withdrawal on that day as before them.
    """
    found = [
        order for order in orders
        if (order.kind.detains or order.kind is OrderKind.FORFEITURE)
        and order.lodged_on is not None and objected_on <= order.lodged_on <= further.on
    ]  # fmt: skip
    if any(order.result is OrderResult.PENDING for order in found):
        return _NOT_YET
    decided = (OrderResult.MADE, OrderResult.REFUSED)
    # The order itself detains from its minute on, so what held until then reaches into that minute.
    moments = [order.made_at + _MINUTE for order in found if order.result in decided and order.made_at is not None]
    moments += [end_of(on) for order in found if (on := order.withdrawn_on) is not None and on > further.on]
    return max(moments, default=None)


def _cover(notice: NoticeFact, further: Answer | None, kind: CaseKind, determined: datetime | None) -> Cover | None:
    """While a notice runs the property stays detained (s.297C); after an objection for the further 48 hours, if any.

    An application made within those holds it until ``determined`` (s.297D).
    """
    begins = end_of(notice.given_on) - _DAY
    if further is not None:
        return begins, further.at if determined is None else max(further.at, determined)
    if not objected_in_time(notice, kind):
        return begins, objections(notice.given_on, notice.period_days, kind).at
    return None


def objected_in_time(notice: NoticeFact, kind: CaseKind) -> bool:
    """Whether an objection lapsed the notice; one received after the period does not (s.297C)."""
    if notice.objection_at is None:
        return False
    return notice.objection_at < objections(notice.given_on, notice.period_days, kind).at
