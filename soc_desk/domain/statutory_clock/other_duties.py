"""The duties of the other orders, and those that any case may have: hearings, claims, a changed time of seizure."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from soc_desk.domain.statutory_clock import ladders
from soc_desk.domain.statutory_clock.answer import Answer, BeyondCalendar, Certainty, end_of
from soc_desk.domain.statutory_clock.context import Context
from soc_desk.domain.statutory_clock.court import by_practice
from soc_desk.domain.statutory_clock.duty_fact import DutyFact, NextAction
from soc_desk.domain.statutory_clock.facts import ClaimFact, ConfiscationFact, OrderFact
from soc_desk.domain.statutory_clock.notices import objections, set_aside
from soc_desk.domain.statutory_clock.others import (
    daml_notice,
    freezing_after_objection,
    interest_pence,
    moratorium,
    time_to_pay,
)
from soc_desk.domain.statutory_clock.others import (
    freezing as freezing_end,
)
from soc_desk.domain.statutory_clock.timeline import objected_in_time
from soc_desk.domain.statutory_clock.words import day_text, moment_text
from soc_desk.vocabulary.poca import CaseState, DutyKind, OrderKind

_DAY = timedelta(days=1)
_COURT_DIARY = "The court's listing"
_BY_THE_MINUTE = "Record the minute at which the order is made: the clock goes by that, not by the hearing."
_RAN_OUT = (
    "Detention ran out before. An order that was made in time all the same is recorded with its minute, and stands "
    "once a second person confirms it."
)


def freezing(case: Context) -> Iterator[DutyFact]:
    """An account freezing order: its end, the objection period of a notice, and the 48 hours after an objection."""
    order, notice = case.facts.freezing, case.facts.notice
    if case.facts.state is CaseState.FORFEITED_BY_NOTICE and notice is not None:
        ended = objections(notice.given_on, notice.period_days, case.facts.kind)
        answer = set_aside(ended.on)
        yield case.duty(DutyKind.SET_ASIDE, answer, NextAction.RECORD_OUTCOME, ladders.SET_ASIDE, ended.at, notice.id)
        return
    if order is None:
        return
    end = freezing_end(order.made_on, case.calendar, order.ends_on)
    ladder, since = ladders.FREEZING, end_of(order.made_on)
    if notice is not None and objected_in_time(notice, case.facts.kind) and notice.objection_at is not None:
        try:
            after = freezing_after_objection(notice.objection_at, case.calendar)
        except BeyondCalendar as beyond:
            at = notice.objection_at + timedelta(hours=48)
            after = Answer(
                at, at, None, "POCA 2002 s.303Z11(2)", Certainty.LOW, "", str(beyond), lambda: (moment_text(at),)
            )
        if after.at < end.at:
            end, ladder, since = after, ladders.RED, notice.objection_at
    elif notice is not None and case.facts.state is CaseState.NOTICE_RUNNING:
        running = objections(notice.given_on, notice.period_days, case.facts.kind)
        yield case.duty(
            DutyKind.OBJECTIONS,
            running,
            NextAction.RECORD_OUTCOME,
            ladders.OBJECTIONS,
            end_of(notice.given_on),
            notice.id,
        )
    yield case.duty(DutyKind.FREEZING_ENDS, end, NextAction.LOG_ORDER, ladder, since)


def confiscation(case: Context) -> Iterator[DutyFact]:
    """A confiscation order: the time to pay while something is unpaid, and enforcement after it, interest included."""
    order = case.facts.confiscation
    if order is None:
        return
    answer = time_to_pay(order.made_on, case.calendar, order.pay_by, order.extended_to)
    if order.paid_pence >= order.order_pence > 0:
        yield from _interest(case, order, answer)
        return
    since = end_of(order.made_on)
    if case.facts.state is not CaseState.ENFORCED:
        yield case.duty(DutyKind.TIME_TO_PAY, answer, NextAction.RECORD_PAYMENT, ladders.PAYMENT, since)
    yield case.duty(DutyKind.ENFORCE, _enforced(order, answer), NextAction.OPEN, ladders.STALE, answer.at)


def _interest(case: Context, order: ConfiscationFact, pay: Answer) -> Iterator[DutyFact]:
    """Interest that ran on what was paid late is owed after the order itself was paid (s.12)."""
    if not order.payments:
        return
    paid_on = max(day for day, _ in order.payments)
    owed = order.order_pence + interest_pence(order.order_pence, pay.on, paid_on, order.payments) - order.paid_pence
    if owed <= 0:
        return
    answer = by_practice(
        paid_on + timedelta(days=28), "POCA 2002 s.12, s.35",
        "No day is set: interest is treated as part of what is to be paid under the order, and is enforced with it.",
        f"The order was paid {day_text(paid_on)}, and £{owed // 100:,}.{owed % 100:02} of interest is unpaid",
        "28 days, by practice",
    )  # fmt: skip
    yield case.duty(DutyKind.ENFORCE, answer, NextAction.RECORD_PAYMENT, ladders.PAYMENT, end_of(paid_on))


def _enforced(order: ConfiscationFact, pay: Answer) -> Answer:
    unpaid = order.order_pence - order.paid_pence
    return by_practice(
        pay.on + timedelta(days=28), "POCA 2002 s.35, s.12",
        "No day is set: it is enforced as a fine once the time to pay has ended, and interest runs from then.",
        f"Time to pay ended {day_text(pay.on)} with £{unpaid // 100:,}.{unpaid % 100:02} unpaid",
        "28 days, by practice",
    )  # fmt: skip


def daml(case: Context) -> Iterator[DutyFact]:
    """A DAML request: the notice period, then the moratorium after a refusal."""
    asked = case.facts.daml
    if asked is None:
        return
    if asked.refused_on is not None:
        answer = moratorium(asked.refused_on, case.calendar, asked.moratorium_to)
        since = end_of(asked.refused_on)
        yield case.duty(DutyKind.MORATORIUM, answer, NextAction.LOG_ORDER, ladders.MORATORIUM, since)
        return
    try:
        answer = daml_notice(asked.submitted_on, case.calendar)
    except BeyondCalendar as beyond:
        early = by_practice(
            asked.submitted_on + timedelta(days=9), "POCA 2002 s.335(5)",
            "Counted as if no bank holiday were to come.", f"Submitted {day_text(asked.submitted_on)}",
        )  # fmt: skip
        answer = replace(early, unknown=str(beyond))
    yield case.duty(DutyKind.NOTICE_PERIOD, answer, NextAction.RECORD_OUTCOME, ladders.DAML, end_of(asked.submitted_on))


def shared(case: Context) -> Iterator[DutyFact]:
    """What any case may owe: a listed hearing, a claim that waits, a second person's word on the time of seizure."""
    for order in case.waiting:
        if order.hearing_at is not None:
            yield _hearing(case, order, order.hearing_at)
    for claim in case.facts.claims:
        yield _claim(case, claim)
    asked_at = case.facts.time_change_asked_at
    if asked_at is not None:
        answer = by_practice(
            asked_at.date() + _DAY, "Force policy",
            "A changed time of seizure moves a legal deadline: a second person agrees it, within a day by practice.",
            f"Change asked for {moment_text(asked_at)}",
        )  # fmt: skip
        yield case.duty(DutyKind.TIME_CHANGE, answer, NextAction.DECIDE_TIME_CHANGE, ladders.SECOND_PERSON, asked_at)


def _hearing(case: Context, order: OrderFact, at: datetime) -> DutyFact:
    seized = order.kind.detains
    is_late = seized and case.facts.state is CaseState.EXPIRED
    answer = Answer(
        at, at, at.date(), _COURT_DIARY, Certainty.HIGH, _RAN_OUT if is_late else _BY_THE_MINUTE, "",
        lambda: (f"{order.kind.label}, listed for {moment_text(at)}",),
    )  # fmt: skip
    ladder = ladders.HEARING if seized else ladders.DIRECTIONS
    since = end_of(order.lodged_on) if order.lodged_on else at
    action = NextAction.LOG_ORDER if seized or order.kind is OrderKind.FREEZING else NextAction.RECORD_OUTCOME
    if is_late:
        action = NextAction.CONFIRM_IN_TIME
    return case.duty(DutyKind.HEARING, answer, action, ladder, since, order.id)


def _claim(case: Context, claim: ClaimFact) -> DutyFact:
    if claim.hearing_at is not None:
        at = claim.hearing_at
        answer = Answer(
            at, at, at.date(), "POCA 2002 s.297, s.301", Certainty.HIGH, "", "",
            lambda: (f"Claim made {day_text(claim.made_on)}", f"hearing {moment_text(at)}"),
        )  # fmt: skip
    else:
        answer = by_practice(
            claim.made_on + timedelta(days=7), "POCA 2002 s.297, s.301; SI 2002/2998 r.6",
            "No day is set to answer; a hearing is normally fixed no sooner than seven days.",
            f"Claim made {day_text(claim.made_on)}", "seven days, by practice",
        )  # fmt: skip
    return case.duty(
        DutyKind.CLAIM, answer, NextAction.ANSWER_CLAIM, ladders.CLAIM, end_of(claim.made_on) - _DAY, claim.id
    )
