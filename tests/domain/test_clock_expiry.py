"""When detention has expired, what saves it and what does not, and the duties of the other orders."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soc_desk.domain.statutory_clock import (
    CaseFacts,
    Certainty,
    ClaimFact,
    ConfiscationFact,
    DamlFact,
    FreezingFact,
    NextAction,
    NoticeFact,
    OrderFact,
    calendar_of,
    duties_of,
    is_expired,
    warned,
)
from soc_desk.vocabulary.poca import CaseKind, CaseState, DutyKind, OrderKind, OrderResult
from tests.domain.easter import CALENDAR, DETAINED, EASTER, LINE, OBJECTED, TEAM, at, day, due, listed, made


def test_an_objection_while_the_order_runs_goes_back_to_it() -> None:
    early = replace(OBJECTED, notice=NoticeFact(given_on=day("2026-06-01"), objection_at=at("2026-06-20 10:00")))
    assert DutyKind.EXTEND_OR_FORFEIT in due(early)
    assert is_expired(early, CALENDAR, at("2026-10-07 23:59")) is None
    assert is_expired(early, CALENDAR, at("2026-10-08 00:00")) == at("2026-10-08 00:00")


def test_an_objection_after_the_order_gives_48_hours_more() -> None:
    (duty,) = due(OBJECTED).values()
    assert (duty.kind, duty.due_text) == (DutyKind.DECIDE_AFTER_LAPSE, "2026-10-13T10:30")
    assert is_expired(OBJECTED, CALENDAR, at("2026-10-13 10:29")) is None
    assert is_expired(OBJECTED, CALENDAR, at("2026-10-13 10:30")) == at("2026-10-13 10:30")


def test_an_order_within_the_further_48_hours_is_in_time_and_one_after_is_not() -> None:
    renewed = made("2026-10-12 15:00", OrderKind.FURTHER)
    saved = replace(OBJECTED, state=CaseState.DETAINED, orders=(*OBJECTED.orders, renewed))
    assert is_expired(saved, CALENDAR, at("2026-12-01 00:00")) is None
    assert due(saved)[DutyKind.EXTEND_OR_FORFEIT].due_text == "2027-04-11T24:00"
    late = made("2026-10-13 10:30", OrderKind.FURTHER)
    lost = replace(OBJECTED, state=CaseState.DETAINED, orders=(*OBJECTED.orders, late))
    assert is_expired(lost, CALENDAR, at("2026-12-01 00:00")) == at("2026-10-13 10:30")


def applied(
    lodged: str, decided: str = "", result: OrderResult = OrderResult.PENDING, withdrawn: str = ""
) -> CaseFacts:
    """The case with a further application, lodged after the objection of Fri 9 Oct 10:30 (until Tue 13 Oct 10:30)."""
    state = {OrderResult.PENDING: CaseState.FURTHER_PENDING, OrderResult.MADE: CaseState.DETAINED}
    order = OrderFact(
        kind=OrderKind.FURTHER, lodged_on=day(lodged), made_at=at(decided) if decided else None, result=result, id=LINE,
        withdrawn_on=day(withdrawn) if withdrawn else None,
    )  # fmt: skip
    return replace(OBJECTED, state=state.get(result, CaseState.REFUSED), orders=(*OBJECTED.orders, order))


@pytest.mark.parametrize("lodged", ["2026-10-09", "2026-10-12", "2026-10-13"])
def test_an_application_within_the_further_48_hours_holds_until_it_is_determined(lodged: str) -> None:
    waits = applied(lodged)
    assert is_expired(waits, CALENDAR, at("2026-11-20 10:00")) is None
    duty = due(waits)[DutyKind.DECIDE_AFTER_LAPSE]
    assert (duty.due_text, duty.certainty) == ("2026-10-13T10:30", Certainty.MEDIUM)
    assert duty.work_to == at("2026-10-12 16:30")
    assert "held until it is determined (s.297D)" in duty.doubt
    assert "HMRC v Mann" in duty.doubt
    granted = applied(lodged, "2026-10-20 11:00", OrderResult.MADE)
    assert is_expired(granted, CALENDAR, at("2027-04-19 23:59")) is None
    found = due(granted)[DutyKind.EXTEND_OR_FORFEIT]
    assert found.due_text == "2027-04-19T24:00"
    assert "revives nothing" not in found.doubt
    assert is_expired(granted, CALENDAR, at("2027-04-20 00:00")) == at("2027-04-20 00:00")


def test_it_holds_no_longer_than_to_the_refusal_and_never_from_too_late_an_application() -> None:
    refused = applied("2026-10-12", "2026-10-20 11:00", OrderResult.REFUSED)
    assert is_expired(refused, CALENDAR, at("2026-10-20 11:00")) is None
    assert is_expired(refused, CALENDAR, at("2026-10-20 11:01")) == at("2026-10-20 11:01")
    assert due(refused)[DutyKind.EXTEND_OR_FORFEIT].due_at == at("2026-10-20 11:01")
    quick = applied("2026-10-12", "2026-10-12 11:00", OrderResult.REFUSED)
    assert due(quick)[DutyKind.EXTEND_OR_FORFEIT].due_at == at("2026-10-13 10:30")
    for late in ("2026-10-14", "2026-10-08"):
        assert is_expired(applied(late), CALENDAR, at("2026-10-14 09:00")) == at("2026-10-13 10:30")
    unknown = applied("2026-10-12", result=OrderResult.WITHDRAWN)
    assert is_expired(unknown, CALENDAR, at("2026-10-14 09:00")) == at("2026-10-13 10:30")


@pytest.mark.parametrize(
    ("lodged", "withdrawn", "held_until"),
    [
        ("2026-10-12", "2026-10-12", "2026-10-13 10:30"),  # within the 48 hours: they run on
        ("2026-10-12", "2026-10-13", "2026-10-13 10:30"),  # on their last day, at an hour nobody wrote down
        ("2026-10-12", "2026-10-20", "2026-10-21 00:00"),  # disposed of a week later: held until then
        ("2026-10-13", "2026-10-20", "2026-10-21 00:00"),
        ("2026-10-14", "2026-10-20", "2026-10-13 10:30"),  # it was lodged too late to hold anything
    ],
)
def test_an_application_in_time_holds_until_it_is_withdrawn(lodged: str, withdrawn: str, held_until: str) -> None:
    """s.297D(5), as its twin has it: until the application is determined or otherwise disposed of."""
    gone = replace(applied(lodged, result=OrderResult.WITHDRAWN, withdrawn=withdrawn), state=CaseState.NOTICE_LAPSED)
    assert is_expired(gone, CALENDAR, at("2026-12-01 00:00")) == at(held_until)
    duty = due(replace(gone, state=CaseState.RELEASED))[DutyKind.RELEASE]
    assert duty.due_at == at(held_until)
    held_it = held_until == "2026-10-21 00:00"
    assert ("its application held it until it was withdrawn, Tue 20 Oct 2026" in duty.steps) is held_it
    assert duty.work_to == (at("2026-10-20 00:00") if held_it else at(held_until))


def test_an_application_for_forfeiture_holds_until_it_is_withdrawn() -> None:
    given_up = OrderFact(
        kind=OrderKind.FORFEITURE, lodged_on=day("2026-09-01"), withdrawn_on=day("2026-11-05"),
        result=OrderResult.WITHDRAWN,
    )  # fmt: skip
    back = replace(DETAINED, state=CaseState.RELEASED, orders=(*DETAINED.orders, given_up))
    assert due(back)[DutyKind.RELEASE].due_text == "2026-11-05T24:00"
    lost = replace(back, expired_at=at("2026-10-08 00:00"))  # applied for on advice after it had run out
    assert due(lost)[DutyKind.RELEASE].due_text == "2026-10-07T24:00"


def test_the_further_48_hours_say_that_they_were_read_in_a_twin() -> None:
    duty = due(OBJECTED)[DutyKind.DECIDE_AFTER_LAPSE]
    assert duty.certainty is Certainty.MEDIUM
    assert "twin" in duty.doubt


def test_an_objection_after_its_period_lapses_nothing() -> None:
    late = replace(OBJECTED, notice=NoticeFact(given_on=day("2026-06-01"), objection_at=at("2026-07-02 00:00")))
    assert DutyKind.DECIDE_AFTER_LAPSE not in due(late)


def test_a_notice_given_after_the_order_saves_nothing() -> None:
    notice = NoticeFact(given_on=day("2026-10-08"), objection_at=at("2026-10-20 10:00"))
    assert is_expired(replace(OBJECTED, notice=notice), CALENDAR, at("2026-10-20 12:00")) == at("2026-10-08 00:00")


@pytest.mark.parametrize(
    ("facts", "now", "expired"),
    [
        (EASTER, "2026-04-08 14:59", ""),
        (EASTER, "2026-04-08 15:00", "2026-04-08 15:00"),
        (replace(EASTER, state=CaseState.FIRST_PENDING), "2026-04-08 15:00", "2026-04-08 15:00"),
        (replace(EASTER, state=CaseState.REFUSED), "2026-04-08 15:00", "2026-04-08 15:00"),
        (replace(EASTER, state=CaseState.RELEASED), "2026-04-08 15:00", ""),
        (replace(EASTER, state=CaseState.HELD_OTHER_POWER), "2026-04-08 15:00", ""),
        (replace(EASTER, state=CaseState.FORFEITURE_PENDING), "2027-04-08 15:00", ""),
        (replace(DETAINED, state=CaseState.NOTICE_RUNNING), "2027-04-08 15:00", ""),
        (DETAINED, "2026-10-07 23:59", ""),
        (DETAINED, "2026-10-08 00:00", "2026-10-08 00:00"),
        (replace(DETAINED, state=CaseState.FURTHER_PENDING), "2026-10-08 00:00", "2026-10-08 00:00"),
        (replace(DETAINED, orders=(made("2026-04-08 15:00"),)), "2026-04-09 00:00", "2026-04-08 15:00"),
        (replace(EASTER, kind=CaseKind.CONFISCATION), "2027-04-08 15:00", ""),
        (replace(EASTER, seized_at=None), "2027-04-08 15:00", ""),
    ],
)
def test_when_detention_has_expired(facts: CaseFacts, now: str, expired: str) -> None:
    assert is_expired(facts, CALENDAR, at(now)) == (at(expired) if expired else None)


def test_the_alarm_stays_whatever_is_edited() -> None:
    latched = replace(DETAINED, state=CaseState.EXPIRED, expired_at=at("2026-10-08 00:00"))
    edited = replace(latched, orders=(made("2026-04-08 11:00", expires="2026-10-07"), made("2026-10-07 09:00")))
    assert is_expired(edited, CALENDAR, at("2026-10-09 00:00")) == at("2026-10-08 00:00")
    (duty,) = due(edited).values()
    assert (duty.kind, duty.due_at) == (DutyKind.ACT_ON_EXPIRY, at("2026-10-08 00:00"))
    assert warned(duty, at("2026-10-08 00:00")) == TEAM | {"inspector", "superintendent", "solicitor", "psd"}


@pytest.mark.parametrize("state", [CaseState.FORFEITURE_ORDERED, CaseState.FORFEITED_BY_NOTICE, CaseState.FINAL])
def test_what_a_forfeiture_did_not_reach_is_released_or_applied_for(state: CaseState) -> None:
    part = replace(DETAINED, state=state, forfeited_on=day("2026-07-01"), final_on=day("2026-08-03"))
    duty = due(part)[DutyKind.RELEASE]
    assert (duty.due_text, duty.next_action) == ("2026-10-07T24:00", NextAction.RELEASE)
    assert "release it, or apply anew" in duty.doubt
    assert "s.297" in duty.source
    after = replace(part, forfeited_on=day("2026-11-02"))
    assert due(after)[DutyKind.RELEASE].due_text == "2026-11-09T24:00"
    for gone in (replace(part, is_held=False), replace(part, is_unvalued=True)):
        assert DutyKind.RELEASE not in due(gone)


def test_account_freezing() -> None:
    order = CaseFacts(
        kind=CaseKind.ACCOUNT_FREEZING, state=CaseState.IN_FORCE, freezing=FreezingFact(made_on=day("2026-03-15"))
    )
    assert due(order)[DutyKind.FREEZING_ENDS].due_text == "2028-03-14T24:00"
    notice = NoticeFact(given_on=day("2026-06-01"))
    running = replace(order, state=CaseState.NOTICE_RUNNING, notice=notice)
    assert set(due(running)) == {DutyKind.OBJECTIONS, DutyKind.FREEZING_ENDS}
    objected = replace(order, notice=replace(notice, objection_at=at("2026-06-19 10:00")))
    assert due(objected)[DutyKind.FREEZING_ENDS].due_text == "2026-06-21T10:00"
    assert "superintendent" in warned(due(objected)[DutyKind.FREEZING_ENDS], at("2026-06-19 10:00"))
    forfeited = replace(order, state=CaseState.FORFEITED_BY_NOTICE, notice=notice)
    assert set(due(forfeited)) == {DutyKind.SET_ASIDE}


def test_confiscation_until_it_is_paid() -> None:
    fact = ConfiscationFact(made_on=day("2027-01-10"), order_pence=21_000_000, paid_pence=3_500_000)
    order = CaseFacts(kind=CaseKind.CONFISCATION, state=CaseState.TO_PAY, confiscation=fact)
    found = due(order)
    assert found[DutyKind.TIME_TO_PAY].due_text == "2027-04-09T24:00"
    assert found[DutyKind.ENFORCE].due_at > found[DutyKind.TIME_TO_PAY].due_at
    assert "£175,000.00 unpaid" in found[DutyKind.ENFORCE].steps[0]
    assert set(due(replace(order, state=CaseState.ENFORCED))) == {DutyKind.ENFORCE}
    assert due(replace(order, confiscation=replace(fact, paid_pence=21_000_000))) == {}


def test_daml_then_moratorium() -> None:
    asked = CaseFacts(kind=CaseKind.DAML, state=CaseState.NOTICE_PERIOD, daml=DamlFact(submitted_on=day("2026-04-02")))
    assert due(asked)[DutyKind.NOTICE_PERIOD].due_text == "2026-04-15T24:00"
    refused = replace(
        asked, state=CaseState.MORATORIUM, daml=DamlFact(submitted_on=day("2026-04-02"), refused_on=day("2026-04-15"))
    )
    assert due(refused)[DutyKind.MORATORIUM].due_text == "2026-05-15T24:00"


@pytest.mark.parametrize("kind", [CaseKind.RESTRAINT, CaseKind.CIVIL_RECOVERY, CaseKind.MONEY_LAUNDERING])
def test_kinds_without_a_clock_owe_only_what_the_court_lists(kind: CaseKind) -> None:
    facts = CaseFacts(kind=kind, state=CaseState.IN_FORCE)
    assert due(facts) == {}
    assert set(due(replace(facts, orders=(listed("2026-06-01 10:00", OrderKind.RESTRAINT),)))) == {DutyKind.HEARING}


def test_a_calendar_that_ends_next_month_hides_nothing_and_guesses_nothing() -> None:
    soon = calendar_of(known_to=day("2026-04-06"))
    (duty,) = duties_of(EASTER, soon)
    assert duty.due_at == at("2026-04-08 15:00")  # no later than what the whole calendar gives
    assert "known to Mon 6 Apr 2026" in duty.unknown
    assert duty.last_court_day is None
    assert warned(duty, at("2026-04-08 10:00")) >= TEAM
    by_kind = {duty.kind: duty for duty in duties_of(replace(DETAINED, paid_in_on=None), soon)}
    assert by_kind[DutyKind.EXTEND_OR_FORFEIT].due_text == "2026-10-07T24:00"
    assert all(duty.unknown.endswith(".") for duty in by_kind.values())
    assert all(duty.unknown for duty in by_kind.values())


def test_unknown_holidays_make_the_deadline_err_early() -> None:
    before_christmas = replace(EASTER, seized_at=at("2026-12-24 10:00"))
    (early,) = duties_of(before_christmas, calendar_of(known_to=day("2026-12-24")))
    (known,) = duties_of(before_christmas, CALENDAR)
    assert early.due_at == at("2026-12-28 10:00")
    assert early.due_at < known.due_at


def test_what_expired_by_an_estimate_says_so_and_its_hearing_logs_no_order_as_in_time() -> None:
    gone = replace(
        EASTER, state=CaseState.EXPIRED, expired_at=at("2026-04-08 15:00"), orders=(listed("2026-04-09 10:00"),)
    )
    soon = calendar_of(known_to=day("2026-04-06"))
    told = {duty.kind: duty for duty in duties_of(gone, soon)}
    alarm = told[DutyKind.ACT_ON_EXPIRY]
    assert "an estimate that errs early" in alarm.unknown
    assert "known to Mon 6 Apr 2026" in alarm.unknown
    assert alarm.certainty is Certainty.LOW
    sure = {duty.kind: duty for duty in duties_of(gone, CALENDAR)}
    assert (sure[DutyKind.ACT_ON_EXPIRY].unknown, sure[DutyKind.ACT_ON_EXPIRY].certainty) == ("", Certainty.HIGH)
    assert sure[DutyKind.HEARING].next_action is NextAction.CONFIRM_IN_TIME
    assert "a second person confirms it" in sure[DutyKind.HEARING].doubt
    pending = replace(gone, state=CaseState.FIRST_PENDING, expired_at=None)
    assert due(pending)[DutyKind.HEARING].next_action is NextAction.LOG_ORDER


dates = st.datetimes(at("1995-01-01"), at("2045-06-01")).map(lambda moment: moment.replace(second=0, microsecond=0))


@given(
    st.sampled_from([CaseKind.CASH, CaseKind.LISTED_ASSETS, CaseKind.CRYPTOASSETS]),
    st.sampled_from(list(CaseState)),
    dates,
    st.lists(st.tuples(dates, st.sampled_from(list(OrderKind)), st.sampled_from(list(OrderResult))), max_size=4),
    st.none() | st.tuples(dates, st.integers(0, 90), st.none() | dates),
    dates,
)
def test_nothing_that_can_be_stored_stops_the_clock(kind, state, seized, orders, notice, now) -> None:
    facts = CaseFacts(
        kind=kind, state=state, seized_at=seized, searched_without_justice=True, release_directed_on=seized.date(),
        orders=tuple(OrderFact(kind=of, made_at=when, hearing_at=when, result=result) for when, of, result in orders),
        notice=NoticeFact(given_on=notice[0].date(), period_days=notice[1], objection_at=notice[2]) if notice else None,
        forfeited_on=seized.date(), refused_on=seized.date(), final_on=seized.date(),
        claims=(ClaimFact(made_on=now.date()),),
    )  # fmt: skip
    for duty in duties_of(facts, CALENDAR):
        assert duty.steps
        assert isinstance(warned(duty, now), frozenset)
        assert duty.work_to <= duty.due_at + timedelta(days=1)
    expired = is_expired(facts, CALENDAR, now)
    assert expired is None or expired <= now
