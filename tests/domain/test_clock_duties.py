"""What a case owes in each state, whom the clock warns and when, and when detention has expired."""

from dataclasses import replace

import pytest

from soc_desk.domain.statutory_clock import (
    CaseFacts,
    ClaimFact,
    NextAction,
    NoticeFact,
    OrderFact,
    OtherNation,
    Warned,
    duties_of,
    is_expired,
    no_sitting_left,
    warned,
)
from soc_desk.vocabulary.poca import CaseKind, CaseState, DutyKind, Nation, OrderKind
from tests.domain.easter import CALENDAR, DETAINED, EASTER, LINE, TEAM, at, day, due, listed, made


def test_a_seizure_before_easter() -> None:
    (duty,) = due(EASTER).values()
    assert (duty.kind, duty.due_at, duty.due_text) == (
        DutyKind.ORDER_OR_RELEASE, at("2026-04-08 15:00"), "2026-04-08T15:00",
    )  # fmt: skip
    assert duty.next_action is NextAction.LOG_ORDER
    assert [
        (rung.at.isoformat(" ", "minutes"), rung.before) for rung in duty.ladder if Warned.OFFICER in rung.roles
    ] == [
        ("2026-04-02 15:00", "at once"),
        ("2026-04-07 03:00", "36 counted hours before"),
        ("2026-04-07 15:00", "24 counted hours before"),
        ("2026-04-08 03:00", "12 counted hours before"),
        ("2026-04-08 09:00", "6 counted hours before"),
        ("2026-04-08 12:00", "3 counted hours before"),
        ("2026-04-08 14:00", "1 counted hour before"),
    ]


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ("2026-04-02 14:59", set()),
        ("2026-04-02 15:00", TEAM | {"fiu"}),
        ("2026-04-07 14:59", TEAM | {"fiu"}),
        ("2026-04-07 15:00", TEAM | {"fiu", "inspector"}),
        ("2026-04-08 09:00", TEAM | {"fiu", "inspector", "superintendent", "solicitor"}),
    ],
)
def test_who_is_warned_of_the_48_hours(now: str, told: set[str]) -> None:
    assert warned(due(EASTER)[DutyKind.ORDER_OR_RELEASE], at(now)) == told


def test_the_inspector_rests_once_a_hearing_is_listed_and_the_hearing_is_a_duty() -> None:
    facts = replace(EASTER, state=CaseState.FIRST_PENDING, orders=(listed("2026-04-08 10:00"),))
    found = due(facts)
    assert warned(found[DutyKind.ORDER_OR_RELEASE], at("2026-04-07 15:00")) == TEAM | {"fiu"}
    assert found[DutyKind.HEARING].due_at == at("2026-04-08 10:00")
    assert found[DutyKind.HEARING].line_id == LINE
    assert "minute at which the order is made" in found[DutyKind.HEARING].doubt


def test_a_hearing_listed_too_late_is_red_to_all_at_once() -> None:
    facts = replace(EASTER, state=CaseState.FIRST_PENDING, orders=(listed("2026-04-08 15:00"),))
    duty = due(facts)[DutyKind.ORDER_OR_RELEASE]
    assert "listed for Wed 8 Apr 2026 15:00, after the time runs out" in duty.doubt
    assert warned(duty, at("2026-04-02 15:00")) >= TEAM | {"inspector", "superintendent", "solicitor"}
    renewal = replace(
        DETAINED,
        state=CaseState.FURTHER_PENDING,
        orders=(*DETAINED.orders, listed("2026-10-08 10:00", OrderKind.FURTHER)),
    )
    late = due(renewal)[DutyKind.EXTEND_OR_FORFEIT]
    assert "after the time runs out" in late.doubt
    assert warned(late, at("2026-04-09 00:00")) >= {"superintendent", "solicitor", "inspector"}


def test_the_banner_when_no_sitting_is_left() -> None:
    duty = due(EASTER)[DutyKind.ORDER_OR_RELEASE]
    assert not no_sitting_left(duty, at("2026-04-08 12:59"))
    assert no_sitting_left(duty, at("2026-04-08 13:00"))
    assert not no_sitting_left(duty, at("2026-04-08 15:00"))
    end = due(DETAINED)[DutyKind.EXTEND_OR_FORFEIT]
    assert not no_sitting_left(end, at("2026-10-07 16:29"))
    assert no_sitting_left(end, at("2026-10-07 16:30"))


def test_detained_under_an_order() -> None:
    found = due(DETAINED)
    assert {kind: duty.due_text for kind, duty in found.items()} == {
        DutyKind.LODGE_RENEWAL: "2026-09-29T24:00",
        DutyKind.EXTEND_OR_FORFEIT: "2026-10-07T24:00",
        DutyKind.CAP: "2028-04-07T24:00",
    }
    assert found[DutyKind.EXTEND_OR_FORFEIT].line_id == LINE
    end = found[DutyKind.EXTEND_OR_FORFEIT]
    assert warned(end, at("2026-08-25 23:59")) == set()
    assert warned(end, at("2026-08-26 00:00")) == TEAM
    assert warned(end, at("2026-09-23 00:00")) == TEAM | {"inspector"}
    assert warned(end, at("2026-09-30 00:00")) == TEAM | {"inspector", "superintendent"}
    assert warned(end, at("2026-10-04 00:00")) == TEAM | {"inspector", "superintendent", "solicitor"}
    assert warned(found[DutyKind.CAP], at("2027-10-10 00:00")) == {"fiu", "champion", "deputy"}


def test_once_lodged_there_is_nothing_to_lodge() -> None:
    lodged = OrderFact(kind=OrderKind.FURTHER, lodged_on=day("2026-09-20"))
    found = due(replace(DETAINED, state=CaseState.FURTHER_PENDING, orders=(*DETAINED.orders, lodged)))
    assert DutyKind.LODGE_RENEWAL not in found
    assert "inspector" not in warned(found[DutyKind.EXTEND_OR_FORFEIT], at("2026-09-23 00:00"))


def test_at_the_cap_nothing_is_renewed() -> None:
    orders = tuple(
        made(f"{when} 11:00") for when in ("2025-06-10", "2025-12-02", "2026-05-20", "2026-11-10", "2027-04-28")
    )
    found = due(replace(DETAINED, orders=orders))
    assert DutyKind.LODGE_RENEWAL not in found
    assert found[DutyKind.EXTEND_OR_FORFEIT].due_text == found[DutyKind.CAP].due_text == "2027-06-09T24:00"


def test_cash_is_paid_in_unless_it_is_evidence() -> None:
    waiting = replace(DETAINED, paid_in_on=None)
    duty = due(waiting)[DutyKind.PAY_IN]
    assert (duty.due_text, duty.next_action) == ("2026-04-09T24:00", NextAction.PAY_IN)
    assert warned(duty, at("2026-04-08 23:59")) == set()
    assert warned(duty, at("2026-04-09 00:00")) == {"fiu"}
    assert DutyKind.PAY_IN not in due(replace(waiting, paid_in_exempt=True))
    assert DutyKind.PAY_IN not in due(replace(waiting, kind=CaseKind.LISTED_ASSETS))


def test_a_notice_runs_and_ends_in_forfeiture() -> None:
    notice = NoticeFact(given_on=day("2026-06-01"), id=LINE)
    (duty,) = due(replace(DETAINED, state=CaseState.NOTICE_RUNNING, notice=notice)).values()
    assert (duty.kind, duty.due_text, duty.line_id) == (DutyKind.OBJECTIONS, "2026-07-01T24:00", LINE)
    assert warned(duty, at("2026-06-21 00:00")) == {"inspector", "fiu"}
    assert duty.doubt == ""
    unlawful = replace(DETAINED, state=CaseState.NOTICE_RUNNING, notice=NoticeFact(given_on=day("2026-10-08")))
    assert "the notice may be bad" in due(unlawful)[DutyKind.OBJECTIONS].doubt
    assert due(unlawful)[DutyKind.OBJECTIONS].certainty == "low"
    (aside,) = due(replace(DETAINED, state=CaseState.FORFEITED_BY_NOTICE, notice=notice)).values()
    assert (aside.kind, aside.due_text) == (DutyKind.SET_ASIDE, "2026-07-30T24:00")


def test_past_its_deadline_a_duty_that_only_an_order_meets_is_told_to_all() -> None:
    lodged = OrderFact(kind=OrderKind.FURTHER, lodged_on=day("2026-09-20"))
    facts = replace(DETAINED, state=CaseState.FURTHER_PENDING, orders=(*DETAINED.orders, lodged))
    duty = due(facts)[DutyKind.EXTEND_OR_FORFEIT]
    assert "inspector" not in warned(duty, at("2026-10-07 23:59"))
    assert "inspector" in warned(duty, at("2026-10-08 00:00"))


def test_a_refusal_is_acted_on_within_what_is_left() -> None:
    refused = replace(EASTER, state=CaseState.REFUSED, refused_on=day("2026-04-07"))
    (duty,) = due(refused).values()
    assert (duty.kind, duty.due_at) == (DutyKind.ORDER_OR_RELEASE, at("2026-04-08 15:00"))
    assert duty.next_action is NextAction.RELEASE_OR_FORFEIT
    assert warned(duty, at("2026-04-07 00:00")) == {"officer", "inspector", "solicitor"}


def test_forfeiture_and_appeals() -> None:
    pending = replace(DETAINED, state=CaseState.FORFEITURE_PENDING, forfeiture_lodged_on=day("2026-06-01"))
    assert due(pending)[DutyKind.FORFEITURE_STALE].due_text == "2026-08-30T24:00"
    hearing = replace(pending, orders=(*pending.orders, listed("2026-07-01 10:00", OrderKind.FORFEITURE)))
    assert set(due(hearing)) == {DutyKind.HEARING}
    assert warned(due(hearing)[DutyKind.HEARING], at("2026-06-17 00:00")) == {"officer", "solicitor"}
    ordered = replace(DETAINED, state=CaseState.FORFEITURE_ORDERED, forfeited_on=day("2026-06-01"))
    assert due(ordered)[DutyKind.APPEAL].due_text == "2026-06-30T24:00"
    refused = replace(DETAINED, state=CaseState.FORFEITURE_REFUSED, refused_on=day("2026-12-01"))
    assert due(refused)[DutyKind.APPEAL].due_text == "2026-12-30T24:00"
    weekend = replace(refused, refused_on=day("2026-11-13"))  # its thirtieth day is a Saturday
    assert due(weekend)[DutyKind.APPEAL].due_text == "2026-12-12T24:00"
    assert due(weekend)[DutyKind.APPEAL].work_to == at("2026-12-11 16:30")
    assert warned(due(refused)[DutyKind.APPEAL], at("2026-12-02 00:00")) == {"solicitor", "inspector"}


def test_release_claims_jard_and_the_fund() -> None:
    released = replace(DETAINED, state=CaseState.RELEASED, release_directed_on=day("2026-06-01"))
    assert due(released)[DutyKind.RELEASE].due_text == "2026-06-08T24:00"
    assert due(replace(released, is_held=False)) == {}
    claimed = replace(
        DETAINED, claims=(ClaimFact(made_on=day("2026-05-01"), hearing_at=at("2026-05-20 10:00"), id=LINE),)
    )
    assert due(claimed)[DutyKind.CLAIM].due_at == at("2026-05-20 10:00")
    assert warned(due(claimed)[DutyKind.CLAIM], at("2026-05-01 00:00")) == {"officer", "fiu"}
    final = replace(DETAINED, state=CaseState.FINAL, final_on=day("2026-07-31"), is_held=False)
    assert {kind: duty.due_text for kind, duty in due(final).items()} == {
        DutyKind.JARD: "2026-08-07T24:00", DutyKind.CONSOLIDATED_FUND: "2026-08-28T24:00",
    }  # fmt: skip
    assert due(replace(final, jard_updated_on=day("2026-08-01"), fund_paid_on=day("2026-08-02"))) == {}


def test_a_search_without_a_justice_is_reported_if_nothing_was_held_over_48_hours() -> None:
    released = replace(EASTER, state=CaseState.RELEASED, is_held=False, searched_without_justice=True)
    duty = due(released)[DutyKind.APPOINTED_PERSON]
    assert (duty.due_text, duty.next_action) == ("2026-04-07T24:00", NextAction.SEND_REPORT)
    assert due(replace(released, report_sent_on=day("2026-04-03"))) == {}
    assert due(replace(released, searched_without_justice=False)) == {}
    assert due(replace(released, orders=DETAINED.orders)) == {}


def test_held_under_another_power_and_a_changed_time() -> None:
    held = CaseFacts(state=CaseState.HELD_OTHER_POWER, held_other_power_from=at("2026-06-01 10:00"))
    assert due(held)[DutyKind.PACE_REVIEW].next_action is NextAction.SEIZE
    changed = replace(EASTER, time_change_asked_at=at("2026-04-02 16:00"))
    assert due(changed)[DutyKind.TIME_CHANGE].due_text == "2026-04-03T24:00"


def test_a_second_seizure_keeps_the_first_clock_in_view() -> None:
    again = CaseFacts(
        state=CaseState.DETAINED, seized_at=at("2026-04-02 15:00"), original_seized_at=at("2026-03-02 15:00"),
        orders=(made("2026-04-08 11:00"),), original_first_order_on=day("2026-03-05"),
    )  # fmt: skip
    limit = due(again)[DutyKind.CAP]
    assert limit.due_text == "2028-04-07T24:00"
    assert limit.work_to.date() == day("2028-03-03")
    fresh = replace(again, state=CaseState.SEIZED, orders=())
    assert "first clock began Mon 2 Mar 2026 15:00" in due(fresh)[DutyKind.ORDER_OR_RELEASE].doubt


@pytest.mark.parametrize("state", [CaseState.CLOSED, CaseState.ENDED, CaseState.PAID])
def test_what_is_over_owes_nothing(state: CaseState) -> None:
    assert duties_of(replace(DETAINED, state=state), CALENDAR) == ()


def test_other_nations_are_refused() -> None:
    for ask in (lambda facts: duties_of(facts, CALENDAR), lambda facts: is_expired(facts, CALENDAR, at("2027-01-01"))):
        with pytest.raises(OtherNation):
            ask(replace(EASTER, nation=Nation.SCOTLAND))


@pytest.mark.parametrize(
    ("facts", "kind", "last"),
    [
        (
            replace(EASTER, state=CaseState.REFUSED), DutyKind.ORDER_OR_RELEASE,
            "at once, then every hour until acted on",
        ),
        (
            replace(EASTER, state=CaseState.EXPIRED, expired_at=at("2026-04-08 15:00")), DutyKind.ACT_ON_EXPIRY,
            "at once, then every day until acted on",
        ),
        (
            replace(DETAINED, paid_in_on=None), DutyKind.PAY_IN,
            "10 days after, then every five working days until it is paid in",
        ),
        (
            replace(EASTER, state=CaseState.RELEASED, searched_without_justice=True), DutyKind.APPOINTED_PERSON,
            "17 days after, then every week until it is sent",
        ),
    ],
)  # fmt: skip
def test_warnings_that_go_on_until_it_is_done_say_so(facts: CaseFacts, kind: DutyKind, last: str) -> None:
    assert due(facts)[kind].ladder[-1].before == last
