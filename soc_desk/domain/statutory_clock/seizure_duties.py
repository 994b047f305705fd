"""The duties of seized cash, listed assets and cryptoassets, state by state (domain page, section 5)."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from soc_desk.domain.statutory_clock import ladders
from soc_desk.domain.statutory_clock.answer import Answer, BeyondCalendar, Certainty, Steps, end_of
from soc_desk.domain.statutory_clock.context import Context
from soc_desk.domain.statutory_clock.court import appeal, by_practice, pay_in, release, report
from soc_desk.domain.statutory_clock.duty_fact import DutyFact, NextAction
from soc_desk.domain.statutory_clock.facts import CaseFacts, OrderFact
from soc_desk.domain.statutory_clock.notices import objections, set_aside
from soc_desk.domain.statutory_clock.orders import OrderAnswer, with_court
from soc_desk.domain.statutory_clock.timeline import Timeline
from soc_desk.domain.statutory_clock.words import day_text, moment_text
from soc_desk.vocabulary.poca import CaseKind, CaseState, DutyKind, OrderKind

_LISTED_TOO_LATE = (
    "The hearing is listed for {hearing}, after the time runs out: an adjournment or a late listing does not stop the "
    "clock. Have it brought forward, or release."
)
_REFUSED = "The court refused: what is held is held lawfully only until then. Release it, or act on legal advice."
_ORIGINAL = "Seized a second time; the first clock began {original}. Keep both in view, and act on legal advice."
_AWAITS = (
    "The application was made within the further 48 hours: the property is held until it is determined (s.297D). Work "
    "to them all the same: of a renewal the court held that the order itself must be made in time (HMRC v Mann)."
)
_NO_ORDER = (
    "No detention order is recorded as in force on the day the notice was given, and s.297A asks for one: the "
    "notice may be bad. Ask the force solicitor."
)
_UNCONFIRMED = (
    "An application made within the further 48 hours was recorded after them: a champion or supervisor other than "
    "who recorded it confirms it, and then it holds the property (s.297D)."
)
_NO_HOUR = (
    "An application made in time holds it until it is determined or otherwise disposed of (s.297D(5), as its twin "
    "reads; s.298(4)). The hour of the withdrawal is not recorded: work to the beginning of its day."
)
_EARLY = "The moment is an estimate that errs early, as if no bank holiday had come."
_LONG = {CaseState.DETAINED, CaseState.FURTHER_PENDING}
_HELD_LONG = _LONG | {
    CaseState.NOTICE_RUNNING, CaseState.NOTICE_LAPSED, CaseState.FORFEITURE_PENDING, CaseState.FORFEITURE_ORDERED,
    CaseState.FORFEITURE_REFUSED, CaseState.APPEAL_PENDING,
}  # fmt: skip


_FORFEITED = {CaseState.FORFEITURE_ORDERED, CaseState.FORFEITED_BY_NOTICE, CaseState.FINAL}
_REST_DAYS = 7


def duties(case: Context) -> Iterator[DutyFact]:
    """What the state of the case asks for, and what runs beside it."""
    if state_duties := _BY_STATE.get(case.facts.state):
        yield from state_duties(case)
    if case.facts.paid_in_on is None and case.facts.state in _HELD_LONG:
        yield from _pay_in(case)
    if case.facts.release_directed_on and case.facts.is_held:
        since = end_of(case.facts.release_directed_on)
        answer = release(case.facts.release_directed_on)
        yield case.duty(DutyKind.RELEASE, answer, NextAction.RELEASE, ladders.RELEASE, since)
    elif case.facts.state is CaseState.RELEASED:
        yield from _hand_over(case)
    elif case.facts.state in _FORFEITED and case.facts.kind.is_seizure:
        yield from _not_forfeited(case)
    if case.facts.searched_without_justice:
        yield from _report(case)


def _held_other_power(case: Context) -> Iterator[DutyFact]:
    since = case.facts.held_other_power_from
    if since is None:
        return
    answer = by_practice(
        since.date() + timedelta(days=28), "PACE 1984 s.22",
        "No day is set: it is held as long as necessary. Decide on POCA before that ends; reviewed every 28 days here.",
        f"Held since {moment_text(since)}", "28 days, by practice",
    )  # fmt: skip
    yield case.duty(DutyKind.PACE_REVIEW, answer, NextAction.SEIZE, ladders.OTHER_POWER, since)


def _first_order(case: Context) -> Iterator[DutyFact]:
    timeline, seized_at = case.timeline, case.facts.seized_at
    if timeline is None or seized_at is None:
        return
    pending = case.pending(OrderKind.FIRST, OrderKind.FURTHER)
    answer = _told_of_hearing(timeline.first, pending)
    listed = pending is not None and pending.hearing_at is not None
    ladder = ladders.FORTY_EIGHT if listed else ladders.FORTY_EIGHT_UNLISTED
    if answer is not timeline.first:
        ladder = (*ladder, *ladders.RED)
    if case.facts.original_seized_at is not None and case.facts.original_seized_at != seized_at:
        answer = _doubted(answer, _ORIGINAL.format(original=moment_text(case.facts.original_seized_at)))
    yield case.duty(DutyKind.ORDER_OR_RELEASE, answer, NextAction.LOG_ORDER, ladder, seized_at)


def _detained(case: Context) -> Iterator[DutyFact]:
    timeline = case.timeline
    if timeline is None:
        return
    if timeline.chain is None:
        yield from _first_order(case)
        return
    last = timeline.chain.last
    pending = case.pending(OrderKind.FURTHER, OrderKind.FIRST)
    end = _flagged(_told_of_hearing(last.end, pending), last)
    ladder = ladders.ORDER if pending is not None else ladders.ORDER_NOT_LODGED
    if pending is not None and pending.hearing_at is not None and pending.hearing_at >= end.at:
        ladder = (*ladder, *ladders.RED)
    since = last.made.at or end_of(last.made.on)
    order_id = last.made.id
    yield case.duty(DutyKind.EXTEND_OR_FORFEIT, end, NextAction.LOG_ORDER, ladder, since, order_id)
    if pending is None and last.end.at < timeline.chain.cap.at:
        yield case.duty(
            DutyKind.LODGE_RENEWAL, last.lodge, NextAction.LODGE_APPLICATION, ladders.LODGE, since, order_id
        )
    yield case.duty(DutyKind.CAP, timeline.chain.cap, NextAction.OPEN, ladders.CAP, since)


def _notice_running(case: Context) -> Iterator[DutyFact]:
    notice = case.facts.notice
    if notice is None:
        return
    answer = objections(notice.given_on, notice.period_days, case.facts.kind)
    links = case.timeline.chain if case.timeline else None
    orders = links.orders if links else ()
    if not any(order.made.on <= notice.given_on <= order.end.on for order in orders):
        answer = replace(_doubted(answer, _NO_ORDER), certainty=Certainty.LOW)
    yield case.duty(
        DutyKind.OBJECTIONS, answer, NextAction.RECORD_OUTCOME, ladders.OBJECTIONS, end_of(notice.given_on), notice.id
    )


def _forfeited_by_notice(case: Context) -> Iterator[DutyFact]:
    notice = case.facts.notice
    if notice is None:
        return
    ended = objections(notice.given_on, notice.period_days, case.facts.kind)
    yield case.duty(
        DutyKind.SET_ASIDE, set_aside(ended.on), NextAction.RECORD_OUTCOME, ladders.SET_ASIDE, ended.at, notice.id
    )


def _notice_lapsed(case: Context) -> Iterator[DutyFact]:
    timeline, notice = case.timeline, case.facts.notice
    if timeline is None or timeline.further is None or notice is None or notice.objection_at is None:
        yield from _detained(case)
        return
    if timeline.chain is not None and timeline.chain.last.end.at > timeline.further.at:
        yield from _detained(case)  # a further order was made in time
        return
    pending = case.pending(OrderKind.FURTHER, OrderKind.FORFEITURE)
    answer = _doubted(timeline.further, _AWAITS) if timeline.awaits else _told_of_hearing(timeline.further, pending)
    ladder = ladders.FORTY_EIGHT if pending is not None else ladders.FORTY_EIGHT_UNLISTED
    yield case.duty(DutyKind.DECIDE_AFTER_LAPSE, answer, NextAction.LOG_ORDER, ladder, notice.objection_at, notice.id)


def _forfeiture_pending(case: Context) -> Iterator[DutyFact]:
    pending = case.pending(OrderKind.FORFEITURE)
    lodged_on = case.facts.forfeiture_lodged_on or (pending.lodged_on if pending else None)
    if lodged_on is None or (pending is not None and pending.hearing_at is not None):
        return
    answer = by_practice(
        lodged_on + timedelta(days=90), "POCA 2002 s.298(4)",
        "No day is set: the property stays detained until the proceedings end. Without a listed date it goes stale.",
        f"Application lodged {day_text(lodged_on)}", "90 days without a listed date, by practice",
    )  # fmt: skip
    line_id = pending.id if pending else None
    yield case.duty(
        DutyKind.FORFEITURE_STALE, answer, NextAction.LOG_HEARING, ladders.STALE, end_of(lodged_on), line_id
    )


def _forfeiture_ordered(case: Context) -> Iterator[DutyFact]:
    if case.facts.forfeited_on is not None:
        answer = appeal(case.facts.forfeited_on, case.facts.kind)
        since = end_of(case.facts.forfeited_on)
        yield case.duty(DutyKind.APPEAL, answer, NextAction.RECORD_OUTCOME, ladders.APPEAL, since)


def _forfeiture_refused(case: Context) -> Iterator[DutyFact]:
    if case.facts.refused_on is not None:
        since = end_of(case.facts.refused_on) - timedelta(days=1)
        told = appeal(case.facts.refused_on, case.facts.kind)
        # It is for the police to lodge this one, on a day when the court's office is open.
        answer = with_court(told.on, told.on, told.source, told.certainty, told.doubt, case.calendar, told.tell)
        yield case.duty(DutyKind.APPEAL, answer, NextAction.RECORD_OUTCOME, ladders.APPEAL_BY_POLICE, since)


def _refused(case: Context) -> Iterator[DutyFact]:
    timeline = case.timeline
    if timeline is None:
        return
    end = timeline.chain.last.end if timeline.chain else timeline.first
    if timeline.further is not None:
        end = replace(timeline.further, at=timeline.until, work_to=min(timeline.further.work_to, timeline.until))
    since = end_of(case.facts.refused_on) - timedelta(days=1) if case.facts.refused_on else case.facts.seized_at
    kind = DutyKind.EXTEND_OR_FORFEIT if timeline.chain else DutyKind.ORDER_OR_RELEASE
    yield case.duty(kind, _doubted(end, _REFUSED), NextAction.RELEASE_OR_FORFEIT, ladders.REFUSED, since)


def _expired(case: Context) -> Iterator[DutyFact]:
    timeline = case.timeline
    at = case.facts.expired_at or (timeline and (timeline.lapsed_at or timeline.until))
    if not at:
        return
    told = at
    answer = Answer(
        told, told, None, "POCA 2002 s.295; HMRC v Mann [2021] EWHC 1182 (Admin)", Certainty.HIGH,
        "Return it, seize it anew on the solicitor's advice, or apply for forfeiture on advice (Campbell v Bromley).",
        "", lambda: ("Detention ran out without an order", moment_text(told)),
    )  # fmt: skip
    if timeline is not None and timeline.awaits:
        answer = _doubted(answer, _UNCONFIRMED)
    if timeline is not None and (unknown := _estimated(timeline, at)):
        answer = replace(answer, certainty=Certainty.LOW, unknown=f"{_EARLY} {unknown}")
    yield case.duty(DutyKind.ACT_ON_EXPIRY, answer, NextAction.ACT_ON_EXPIRY, ladders.EXPIRED, told)


def _estimated(timeline: Timeline, at: datetime) -> str:
    """Why the moment is an estimate, where it is the end of 48 hours that the calendar does not reach; or empty."""
    found = (each.unknown for each in (timeline.first, timeline.further) if each is not None and each.at == at)
    return next(filter(None, found), "")


def _hand_over(case: Context) -> Iterator[DutyFact]:
    """To be released by the police's own step, and not handed over yet: nothing but the old clock holds it."""
    timeline, facts = case.timeline, case.facts
    if timeline is None or not facts.is_held or facts.is_unvalued:
        return
    broke_off = facts.expired_at or timeline.lapsed_at
    given_up = None if broke_off else _given_up(facts, timeline)
    at = broke_off or (timeline.until if given_up is None else end_of(given_up))
    why = "Its application was withdrawn: what is held is held lawfully only until then. Hand it over."
    steps: Steps = ("To be released, and some of it is still held", moment_text(at))
    if given_up is not None:
        why = f"{why} {_NO_HOUR}"
        steps = (steps[0], f"its application held it until it was withdrawn, {day_text(given_up)}", steps[1])
    work_to = at if given_up is None else at - timedelta(days=1)
    source = "POCA 2002 s.295, s.297" if given_up is None else "POCA 2002 s.297D, s.298(4)"
    certainty = Certainty.HIGH if given_up is None else Certainty.MEDIUM
    answer = Answer(at, work_to, None, source, certainty, why, "", lambda: steps)
    yield case.duty(DutyKind.RELEASE, answer, NextAction.RELEASE, ladders.REFUSED, work_to)


def _given_up(facts: CaseFacts, timeline: Timeline) -> date | None:
    """The day on which the application that held it beyond its order was withdrawn (s.297D(5), s.298(4))."""
    until = timeline.until
    for order in reversed(facts.orders):
        on = order.withdrawn_on
        if on is None:
            continue
        if order.kind is OrderKind.FORFEITURE and end_of(on) > until:
            return on
        if timeline.further is not None and end_of(on) == until:
            return on
    return None


def _not_forfeited(case: Context) -> Iterator[DutyFact]:
    """What a forfeiture did not reach is held by the order alone, and where none is in force by nothing."""
    facts, timeline = case.facts, case.timeline
    since_on = facts.forfeited_on or facts.final_on
    if since_on is None or not facts.is_held or facts.is_unvalued:
        return
    since = end_of(since_on)
    order_ends = timeline.until if timeline is not None and timeline.chain is not None else since
    in_force = order_ends > since
    at = order_ends if in_force else end_of(since_on + timedelta(days=_REST_DAYS))
    why = "the detention order ends" if in_force else "no order is in force: seven days, as for a directed release"
    answer = Answer(
        at, at, None, "POCA 2002 s.295, s.297, s.298", Certainty.MEDIUM,
        "Part was forfeited, and the rest is held by the order alone: release it, or apply anew. While an appeal is "
        "open, ask the force solicitor before it is let go (s.298(4)).", "",
        lambda: (f"Forfeited in part {day_text(since_on)}, and some is still held", why, moment_text(at)),
    )  # fmt: skip
    yield case.duty(DutyKind.RELEASE, answer, NextAction.RELEASE, ladders.RELEASE, since)


def _final(case: Context) -> Iterator[DutyFact]:
    final_on = case.facts.final_on
    if final_on is None:
        return
    told = f"Finally forfeited {day_text(final_on)}"
    if case.facts.jard_updated_on is None:
        jard = by_practice(
            final_on + timedelta(days=7), "Force policy", "By practice.", told, "seven days, by practice"
        )
        yield case.duty(DutyKind.JARD, jard, NextAction.UPDATE_JARD, ladders.FINAL, end_of(final_on))
    if case.facts.fund_paid_on is None:
        source, why = "POCA 2002 s.300, s.297G", "The Act names no day after the time to appeal; 28 days by practice."
        fund = by_practice(final_on + timedelta(days=28), source, why, told, "28 days, by practice")
        yield case.duty(DutyKind.CONSOLIDATED_FUND, fund, NextAction.PAY_FUND, ladders.FINAL, end_of(final_on))


def _pay_in(case: Context) -> Iterator[DutyFact]:
    facts, timeline = case.facts, case.timeline
    if facts.kind is not CaseKind.CASH or facts.paid_in_exempt or timeline is None:
        return
    ended = timeline.first.at
    try:
        answer = pay_in(ended, case.calendar)
    except BeyondCalendar as beyond:
        answer = replace(
            by_practice(ended.date(), "POCA 2002 s.296(1)", "At the first opportunity.", "48 hours ended"),
            unknown=str(beyond),
        )
    yield case.duty(DutyKind.PAY_IN, answer, NextAction.PAY_IN, ladders.PAY_IN, ended)


def _report(case: Context) -> Iterator[DutyFact]:
    """A search no justice approved is reported where the property was not held beyond the 48 hours (s.291)."""
    facts, timeline = case.facts, case.timeline
    if facts.report_sent_on or facts.state is not CaseState.RELEASED:
        return
    if timeline is None or timeline.chain is not None or facts.seized_at is None:
        return
    try:
        answer = report(facts.seized_at, case.calendar)
    except BeyondCalendar as beyond:
        answer = replace(
            by_practice(facts.seized_at.date(), "POCA 2002 s.291", "As soon as practicable.", "Searched"),
            unknown=str(beyond),
        )
    yield case.duty(DutyKind.APPOINTED_PERSON, answer, NextAction.SEND_REPORT, ladders.REPORT, facts.seized_at)


def _told_of_hearing(answer: Answer, pending: OrderFact | None) -> Answer:
    """The answer, doubted where the hearing is listed after the time runs out."""
    if pending is None or pending.hearing_at is None or pending.hearing_at < answer.at:
        return answer
    return _doubted(answer, _LISTED_TOO_LATE.format(hearing=moment_text(pending.hearing_at)))


def _flagged(answer: Answer, order: OrderAnswer) -> Answer:
    return _doubted(answer, " ".join(order.flags)) if order.flags else answer


def _doubted(answer: Answer, doubt: str) -> Answer:
    return replace(answer, doubt=f"{doubt} {answer.doubt}".strip())


_BY_STATE: dict[CaseState, Callable[[Context], Iterator[DutyFact]]] = {
    CaseState.HELD_OTHER_POWER: _held_other_power,
    CaseState.SEIZED: _first_order,
    CaseState.FIRST_PENDING: _first_order,
    CaseState.DETAINED: _detained,
    CaseState.FURTHER_PENDING: _notice_lapsed,  # the further 48 hours, where an objection began them
    CaseState.NOTICE_RUNNING: _notice_running,
    CaseState.FORFEITED_BY_NOTICE: _forfeited_by_notice,
    CaseState.NOTICE_LAPSED: _notice_lapsed,
    CaseState.FORFEITURE_PENDING: _forfeiture_pending,
    CaseState.FORFEITURE_ORDERED: _forfeiture_ordered,
    CaseState.FORFEITURE_REFUSED: _forfeiture_refused,
    CaseState.REFUSED: _refused,
    CaseState.EXPIRED: _expired,
    CaseState.FINAL: _final,
}
