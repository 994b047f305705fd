"""The other orders: their steps, their money, and what is due in each of their states."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from soc_desk.domain import PocaCase
from soc_desk.domain.statutory_clock import NextAction
from soc_desk.errors import Conflict, Invalid, NotAllowed, NotFound
from soc_desk.services.poca import board, confiscation, freezing, other_orders, others
from soc_desk.services.poca.court_drafts import DecisionDraft, HearingDraft, LodgingDraft, NoticeDraft, ObjectionDraft
from soc_desk.services.poca.drafts import JardDraft, ReasonDraft
from soc_desk.services.poca.money_drafts import AmountLine, ForfeitureDraft, FundDraft
from soc_desk.services.poca.other_drafts import EndDraft, OtherDraft, OtherOrderDraft, PaymentDraft
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import Access
from soc_desk.vocabulary.poca import CaseKind, CaseState, DutyKind, MovementKind, OrderKind, OrderResult
from tests.services.poca import holding
from tests.services.poca.holding import at


def when(store: Store, *day: int) -> None:
    """Let it be noon of a day for what is written from now on."""
    store._clock = lambda: datetime(*day, 12, 0, tzinfo=UTC)  # type: ignore[arg-type]


def recorded(store: Store, by: Actor, kind: CaseKind, **over: Any) -> UUID:
    whole = {
        "kind": kind, "officer": "DC Marsh", "owner_id": by.id, "institution": "Thames Bank", "account": "12-34",
        "authorised_by": "Insp. Reed", "convicted_on": date(2026, 1, 5) if kind is CaseKind.CONFISCATION else None,
        "submitted_on": date(2026, 4, 2) if kind is CaseKind.DAML else None, "referred_to": "CPS",
        "amount_pence": 4_000_000,
    }  # fmt: skip
    return store.write(by, others.record, OtherDraft(**{**whole, **over})).value


def ordered(store: Store, by: Actor, id: UUID, kind: OrderKind, made_at: datetime, **over: Any) -> None:
    store.write(by, other_orders.make_order, id, None, OtherOrderDraft(kind=kind, made_at=made_at, **over))


def detail(store: Store, reader: Actor, id: UUID) -> others.OtherDetail:
    return store.write(reader, others.look, id).value


def due(store: Store, reader: Actor, id: UUID, now: datetime) -> dict[DutyKind | None, board.DutyRow]:
    return {row.kind: row for row in store.read(reader, board.board, reader, now, case_id=id)}


@pytest.fixture
def frozen(store: Store, officer: Actor) -> UUID:
    """An account frozen on 15 March 2026 for two years."""
    when(store, 2026, 6, 15)
    id_ = recorded(store, officer, CaseKind.ACCOUNT_FREEZING)
    ordered(store, officer, id_, OrderKind.FREEZING, at(2026, 3, 15), expires_on=date(2028, 3, 14))
    return id_


@pytest.fixture
def confiscated(store: Store, officer: Actor) -> UUID:
    """An order of £210,400 made on 10 January 2027 (domain page, 47)."""
    when(store, 2027, 2, 1)
    id_ = recorded(store, officer, CaseKind.CONFISCATION, convicted_on=date(2026, 11, 5))
    ordered(
        store, officer, id_, OrderKind.CONFISCATION, at(2027, 1, 10), amount_pence=21_040_000, benefit_pence=50_000_000,
        court="Reading Crown Court",
    )  # fmt: skip
    return id_


class TestAccountFreezing:
    def test_an_application_waits_for_its_hearing(self, store: Store, officer: Actor) -> None:
        when(store, 2026, 3, 10)
        id_ = recorded(store, officer, CaseKind.ACCOUNT_FREEZING)
        lodging = LodgingDraft(lodged_on=date(2026, 3, 10), court="Reading", hearing_at=at(2026, 3, 15, 10))
        store.write(officer, other_orders.lodge, id_, None, lodging)
        row = due(store, officer, id_, at(2026, 3, 12))[DutyKind.HEARING]
        assert (row.due_at, row.next_action) == (at(2026, 3, 15, 10), NextAction.LOG_ORDER)
        with pytest.raises(Invalid, match="pending already"):
            store.write(officer, other_orders.lodge, id_, None, lodging)
        moved = HearingDraft(hearing_at=at(2026, 3, 18, 10), reason="Court full.")
        store.write(officer, other_orders.adjourn, id_, None, moved)
        assert due(store, officer, id_, at(2026, 3, 12))[DutyKind.HEARING].due_at == at(2026, 3, 18, 10)
        ordered(store, officer, id_, OrderKind.FREEZING, at(2026, 3, 10, 11), expires_on=date(2028, 3, 9))
        (order,) = detail(store, officer, id_).orders
        assert (order.result, order.lodged_on) == (OrderResult.MADE, date(2026, 3, 10))

    def test_it_ends_after_two_years_at_the_latest(self, store: Store, officer: Actor, frozen: UUID) -> None:
        row = due(store, officer, frozen, at(2026, 6, 15))[DutyKind.FREEZING_ENDS]
        assert (row.due_at, row.why) == (at(2028, 3, 15, 0), "POCA 2002 s.303Z3(4)")
        found = detail(store, officer, frozen)
        assert (found.row.state, found.row.held_pence) == (CaseState.IN_FORCE, 4_000_000)
        ordered(store, officer, frozen, OrderKind.VARIATION, at(2026, 6, 1), expires_on=date(2027, 3, 14))
        assert due(store, officer, frozen, at(2026, 6, 15))[DutyKind.FREEZING_ENDS].due_at == at(2027, 3, 15, 0)

    def test_a_notice_that_nobody_objects_to_forfeits(self, store: Store, officer: Actor, frozen: UUID) -> None:
        notice = NoticeDraft(given_on=date(2026, 6, 1), signed_by="Insp. Reed", rank="Inspector", address="HQ")
        store.write(officer, freezing.give_notice, frozen, None, notice)
        row = due(store, officer, frozen, at(2026, 6, 15))[DutyKind.OBJECTIONS]
        assert (row.due_at, row.next_action) == (at(2026, 7, 2, 0), NextAction.RECORD_OUTCOME)
        with pytest.raises(Invalid, match="until the end of 1 Jul 2026"):
            store.write(officer, freezing.end_period, frozen, None)
        when(store, 2026, 7, 5)
        store.write(officer, freezing.end_period, frozen, None)
        row = due(store, officer, frozen, at(2026, 7, 5))[DutyKind.SET_ASIDE]
        assert row.due_at == at(2026, 7, 31, 0)
        assert detail(store, officer, frozen).row.forfeited_pence == 4_000_000
        with pytest.raises(Invalid, match="until the end of 30 Jul 2026"):
            store.write(officer, freezing.make_final, frozen, None)
        when(store, 2026, 8, 3)
        store.write(officer, freezing.make_final, frozen, None)
        assert {DutyKind.JARD, DutyKind.CONSOLIDATED_FUND} <= due(store, officer, frozen, at(2026, 8, 4)).keys()
        store.write(officer, freezing.pay_fund, frozen, None, FundDraft(paid_on=date(2026, 8, 3)))
        jard = JardDraft(jard_ref="J-1", updated_on=date(2026, 8, 3))
        store.write(officer, others.update_jard, frozen, None, jard)
        assert due(store, officer, frozen, at(2026, 8, 4)) == {}

    def test_an_objection_leaves_48_hours(self, store: Store, officer: Actor, frozen: UUID) -> None:
        notice = NoticeDraft(given_on=date(2026, 6, 1), signed_by="Insp. Reed", rank="Inspector", address="HQ")
        store.write(officer, freezing.give_notice, frozen, None, notice)
        objection = ObjectionDraft(received_at=at(2026, 6, 10, 9), objector="A. Holder")
        store.write(officer, freezing.object, frozen, None, objection)
        row = due(store, officer, frozen, at(2026, 6, 10))[DutyKind.FREEZING_ENDS]
        assert (row.due_at, row.why) == (at(2026, 6, 12, 9), "POCA 2002 s.303Z11(2)")
        store.write(
            officer, freezing.lodge_forfeiture, frozen, None, LodgingDraft(lodged_on=date(2026, 6, 11), court="Reading")
        )
        found = due(store, officer, frozen, at(2026, 6, 13))
        assert DutyKind.FREEZING_ENDS not in found
        assert found[DutyKind.FORFEITURE_STALE].next_action is NextAction.LOG_HEARING

    def test_a_late_objection_is_refused(self, store: Store, officer: Actor, frozen: UUID) -> None:
        notice = NoticeDraft(given_on=date(2026, 6, 1), signed_by="Insp. Reed", rank="Inspector", address="HQ")
        store.write(officer, freezing.give_notice, frozen, None, notice)
        when(store, 2026, 7, 20)
        with pytest.raises(Invalid, match="ended with 1 Jul 2026"):
            store.write(
                officer, freezing.object, frozen, None, ObjectionDraft(received_at=at(2026, 7, 2, 9), objector="A. H.")
            )

    def test_a_forfeiture_is_appealed(self, store: Store, officer: Actor, frozen: UUID) -> None:
        lodging = LodgingDraft(lodged_on=date(2026, 6, 1), court="Reading")
        store.write(officer, freezing.lodge_forfeiture, frozen, None, lodging)
        part = ForfeitureDraft(made_at=at(2026, 6, 10), amounts=(AmountLine("GBP", 3_000_000),))
        store.write(officer, freezing.forfeit, frozen, None, part)
        row = due(store, officer, frozen, at(2026, 6, 11))[DutyKind.APPEAL]
        assert row.due_at == at(2026, 7, 10, 0)
        assert detail(store, officer, frozen).row.held_pence == 1_000_000
        early = LodgingDraft(lodged_on=date(2026, 6, 9), court="Reading")
        with pytest.raises(Invalid, match="from 10 Jun 2026 to the end of 9 Jul 2026"):
            store.write(officer, freezing.appeal, frozen, None, early)
        store.write(officer, freezing.appeal, frozen, None, LodgingDraft(lodged_on=date(2026, 6, 12), court="Reading"))
        store.write(officer, freezing.decide_appeal, frozen, None, DecisionDraft(decided_at=at(2026, 6, 14)), True)
        found = detail(store, officer, frozen).row
        assert (found.state, found.forfeited_pence, found.released_pence) == (CaseState.ENDED, 0, 4_000_000)

    def test_a_refused_forfeiture_may_be_won_on_appeal(self, store: Store, officer: Actor, frozen: UUID) -> None:
        lodging = LodgingDraft(lodged_on=date(2026, 6, 1), court="Reading")
        store.write(officer, freezing.lodge_forfeiture, frozen, None, lodging)
        store.write(officer, freezing.refuse_forfeiture, frozen, None, DecisionDraft(decided_at=at(2026, 6, 10)))
        assert due(store, officer, frozen, at(2026, 6, 11))[DutyKind.APPEAL].due_at == at(2026, 7, 10, 0)
        store.write(officer, freezing.appeal, frozen, None, LodgingDraft(lodged_on=date(2026, 6, 12), court="Reading"))
        store.write(officer, freezing.decide_appeal, frozen, None, DecisionDraft(decided_at=at(2026, 6, 14)), True)
        found = detail(store, officer, frozen).row
        assert (found.state, found.forfeited_pence) == (CaseState.FINAL, 4_000_000)

    def test_a_forfeiture_by_notice_is_set_aside(self, store: Store, officer: Actor, frozen: UUID) -> None:
        notice = NoticeDraft(given_on=date(2026, 6, 1), signed_by="Insp. Reed", rank="Inspector", address="HQ")
        store.write(officer, freezing.give_notice, frozen, None, notice)
        when(store, 2026, 7, 20)
        store.write(officer, freezing.end_period, frozen, None)
        store.write(officer, freezing.set_aside, frozen, None, DecisionDraft(decided_at=at(2026, 7, 19)))
        found = detail(store, officer, frozen).row
        assert (found.state, found.forfeited_pence, found.released_pence) == (CaseState.ENDED, 0, 4_000_000)


class TestRestraint:
    def test_it_has_no_end_of_its_own(self, store: Store, officer: Actor, supervisor: Actor) -> None:
        when(store, 2026, 6, 15)
        id_ = recorded(store, officer, CaseKind.RESTRAINT)
        ordered(store, officer, id_, OrderKind.RESTRAINT, at(2026, 6, 1), amount_pence=9_000_000)
        assert due(store, officer, id_, at(2026, 6, 15)) == {}
        assert detail(store, officer, id_).row.held_pence == 9_000_000
        store.write(officer, others.end, id_, None, EndDraft(ended_on=date(2026, 6, 14), reason="Discharged."))
        found = detail(store, officer, id_)
        assert (found.row.state, found.row.held_pence, found.row.closed_on) == (CaseState.ENDED, 0, date(2026, 6, 14))
        assert found.movements[0].kind is MovementKind.RELEASED
        with pytest.raises(NotAllowed):
            store.write(officer, others.reopen, id_, None, ReasonDraft(reason="Ended by mistake."))
        store.write(supervisor, others.reopen, id_, None, ReasonDraft(reason="Ended by mistake."))
        found = detail(store, officer, id_)
        assert (found.row.state, found.row.held_pence, found.row.closed_on) == (CaseState.IN_FORCE, 9_000_000, None)

    def test_a_refusal_ends_it(self, store: Store, officer: Actor) -> None:
        when(store, 2026, 6, 15)
        id_ = recorded(store, officer, CaseKind.RESTRAINT)
        store.write(officer, other_orders.refuse, id_, None, DecisionDraft(decided_at=at(2026, 6, 14), note="No risk."))
        found = detail(store, officer, id_)
        assert (found.row.state, found.row.held_pence) == (CaseState.ENDED, 0)
        assert found.may_order == ()


class TestConfiscation:
    def test_the_time_to_pay_and_its_extension(self, store: Store, officer: Actor, confiscated: UUID) -> None:
        row = due(store, officer, confiscated, at(2027, 2, 1))[DutyKind.TIME_TO_PAY]
        assert (row.due_at, row.next_action) == (at(2027, 4, 10, 0), NextAction.RECORD_PAYMENT)
        assert row.about == "£210,400.00 order · £0.00 paid"
        ordered(store, officer, confiscated, OrderKind.TIME_TO_PAY, at(2027, 1, 31), expires_on=date(2027, 7, 9))
        assert due(store, officer, confiscated, at(2027, 2, 1))[DutyKind.TIME_TO_PAY].due_at == at(2027, 7, 10, 0)

    def test_payments_clear_it(self, store: Store, officer: Actor, confiscated: UUID) -> None:
        first = PaymentDraft(paid_on=date(2027, 1, 20), amount_pence=3_500_000)
        store.write(officer, confiscation.pay, confiscated, None, first)
        assert due(store, officer, confiscated, at(2027, 2, 1))[DutyKind.TIME_TO_PAY].about.endswith("£35,000.00 paid")
        too_much = PaymentDraft(paid_on=date(2027, 1, 30), amount_pence=17_540_001)
        with pytest.raises(Invalid, match="Only £175,400"):
            store.write(officer, confiscation.pay, confiscated, None, too_much)
        rest = PaymentDraft(paid_on=date(2027, 1, 30), amount_pence=17_540_000)
        store.write(officer, confiscation.pay, confiscated, None, rest)
        found = detail(store, officer, confiscated)
        assert (found.row.state, found.row.paid_pence) == (CaseState.PAID, 21_040_000)
        assert due(store, officer, confiscated, at(2027, 2, 1)) == {}
        last = found.movements[-1]
        store.write(officer, confiscation.reverse, last.id, ReasonDraft(reason="Another case's."))
        found = detail(store, officer, confiscated)
        assert (found.row.state, found.row.paid_pence) == (CaseState.TO_PAY, 3_500_000)
        with pytest.raises(Invalid, match="Only a payment that stands"):
            store.write(officer, confiscation.reverse, last.id, ReasonDraft(reason="Again."))

    def test_a_payment_entered_late_clears_it_too(self, store: Store, officer: Actor, confiscated: UUID) -> None:
        for day, pence in ((30, 17_540_000), (20, 3_500_000)):
            paid = PaymentDraft(paid_on=date(2027, 1, day), amount_pence=pence)
            store.write(officer, confiscation.pay, confiscated, None, paid)
        assert detail(store, officer, confiscated).row.state is CaseState.PAID

    def test_interest_runs_after_the_time_to_pay(self, store: Store, officer: Actor, confiscated: UUID) -> None:
        owed = store.read(officer, confiscation.owed, confiscated, date(2028, 4, 8))
        assert owed.pay_by == date(2027, 4, 9)
        assert owed.interest_pence == 21_040_000 * 8 * 365 // 36_500
        assert owed.unpaid_pence == owed.order_pence + owed.interest_pence
        assert owed.longest_term_months == 60
        with pytest.raises(NotFound):
            store.read(officer, confiscation.owed, UUID(int=77), date(2028, 4, 8))

    def test_interest_still_owed_keeps_a_duty(self, store: Store, officer: Actor, confiscated: UUID) -> None:
        when(store, 2028, 4, 10)
        whole = PaymentDraft(paid_on=date(2028, 4, 8), amount_pence=21_040_000)
        store.write(officer, confiscation.pay, confiscated, None, whole)
        assert detail(store, officer, confiscated).row.state is CaseState.TO_PAY
        (row,) = due(store, officer, confiscated, at(2028, 4, 10)).values()
        assert (row.kind, row.why, row.due_at) == (DutyKind.ENFORCE, "POCA 2002 s.12, s.35", at(2028, 5, 7, 0))
        assert row.next_action is NextAction.RECORD_PAYMENT
        owed = store.read(officer, confiscation.owed, confiscated, date(2028, 4, 10)).unpaid_pence
        assert owed == 21_040_000 * 8 * 365 // 36_500
        rest = PaymentDraft(paid_on=date(2028, 4, 10), amount_pence=owed)
        store.write(officer, confiscation.pay, confiscated, None, rest)
        assert detail(store, officer, confiscated).row.state is CaseState.PAID
        assert due(store, officer, confiscated, at(2028, 4, 10)) == {}

    def test_without_a_written_date_the_default_is_told(self, store: Store, officer: Actor, confiscated: UUID) -> None:
        row = due(store, officer, confiscated, at(2027, 2, 1))[DutyKind.TIME_TO_PAY]
        assert "payable on the day of the order (s.11)" in row.doubt
        ordered(store, officer, confiscated, OrderKind.TIME_TO_PAY, at(2027, 1, 31), expires_on=date(2027, 7, 9))
        row = due(store, officer, confiscated, at(2027, 2, 1))[DutyKind.TIME_TO_PAY]
        assert "on the day of the order" not in row.doubt

    def test_enforcement_follows_the_time_to_pay(self, store: Store, officer: Actor, confiscated: UUID) -> None:
        early = EndDraft(ended_on=date(2027, 1, 31), reason="Unpaid.")
        with pytest.raises(Invalid, match="had not ended"):
            store.write(officer, confiscation.enforce, confiscated, None, early)
        when(store, 2027, 6, 1)
        late = EndDraft(ended_on=date(2027, 5, 20), reason="Unpaid.")
        store.write(officer, confiscation.enforce, confiscated, None, late)
        found = due(store, officer, confiscated, at(2027, 6, 1))
        assert (DutyKind.TIME_TO_PAY in found, found[DutyKind.ENFORCE].urgency) == (False, board.Urgency.RED)
        with pytest.raises(Invalid, match="longest term is 60 months"):
            ordered(store, officer, confiscated, OrderKind.DEFAULT_TERM, at(2027, 5, 25), months=84)
        ordered(store, officer, confiscated, OrderKind.DEFAULT_TERM, at(2027, 5, 25), months=48)
        assert detail(store, officer, confiscated).default_term_months == 48

    def test_a_new_amount_opens_a_paid_order_again(self, store: Store, officer: Actor, confiscated: UUID) -> None:
        whole = PaymentDraft(paid_on=date(2027, 1, 20), amount_pence=21_040_000)
        store.write(officer, confiscation.pay, confiscated, None, whole)
        ordered(store, officer, confiscated, OrderKind.REDETERMINATION, at(2027, 1, 31), amount_pence=30_000_000)
        found = detail(store, officer, confiscated)
        assert (found.row.state, found.row.order_pence, found.row.closed_on) == (CaseState.TO_PAY, 30_000_000, None)
        assert DutyKind.TIME_TO_PAY in due(store, officer, confiscated, at(2027, 2, 1))


class TestRequestsAndReferrals:
    def test_a_request_runs_seven_working_days(self, store: Store, officer: Actor) -> None:
        when(store, 2026, 4, 10)
        id_ = recorded(store, officer, CaseKind.DAML)
        row = due(store, officer, id_, at(2026, 4, 10))[DutyKind.NOTICE_PERIOD]
        assert (row.due_at, row.next_action) == (at(2026, 4, 16, 0), NextAction.RECORD_OUTCOME)
        with pytest.raises(Invalid, match="before it was submitted"):
            store.write(officer, other_orders.refuse, id_, None, DecisionDraft(decided_at=at(2026, 4, 1)))
        store.write(officer, other_orders.refuse, id_, None, DecisionDraft(decided_at=at(2026, 4, 9)))
        row = due(store, officer, id_, at(2026, 4, 10))[DutyKind.MORATORIUM]
        assert row.due_at == at(2026, 5, 10, 0)
        ordered(store, officer, id_, OrderKind.VARIATION, at(2026, 4, 10, 9), expires_on=date(2026, 6, 9))
        assert due(store, officer, id_, at(2026, 4, 10))[DutyKind.MORATORIUM].due_at == at(2026, 6, 10, 0)
        store.write(officer, others.end, id_, None, EndDraft(ended_on=date(2026, 4, 10), reason="Account frozen."))
        assert due(store, officer, id_, at(2026, 4, 10)) == {}

    def test_a_referral_leads_to_a_recovery_order(self, store: Store, officer: Actor) -> None:
        when(store, 2026, 6, 15)
        id_ = recorded(store, officer, CaseKind.CIVIL_RECOVERY)
        found = detail(store, officer, id_)
        assert (found.row.state, found.row.reference[:3]) == (CaseState.REFERRED, "CR-")
        ordered(store, officer, id_, OrderKind.PROPERTY_FREEZING, at(2026, 6, 1))
        assert detail(store, officer, id_).row.state is CaseState.IN_FORCE
        ordered(store, officer, id_, OrderKind.RECOVERY, at(2026, 6, 10), amount_pence=3_000_000)
        assert detail(store, officer, id_).row.state is CaseState.ENDED

    def test_an_investigation_ends_with_its_reason(self, store: Store, officer: Actor) -> None:
        when(store, 2026, 6, 15)
        id_ = recorded(store, officer, CaseKind.MONEY_LAUNDERING)
        with pytest.raises(Invalid, match="no such order"):
            ordered(store, officer, id_, OrderKind.RESTRAINT, at(2026, 6, 1))
        store.write(officer, others.end, id_, None, EndDraft(ended_on=date(2026, 6, 15), reason="Charged, s.327."))
        steps = detail(store, officer, id_).steps
        assert [(step.event, step.reason) for step in steps] == [("opened", ""), ("ended", "Charged, s.327.")]


class TestRecording:
    def test_a_form_says_what_is_missing(self) -> None:
        assert "kind" in OtherDraft().problems()
        assert "institution" in OtherDraft(kind=CaseKind.ACCOUNT_FREEZING).problems()
        assert "convicted_on" in OtherDraft(kind=CaseKind.CONFISCATION).problems()
        assert "submitted_on" in OtherDraft(kind=CaseKind.DAML).problems()
        assert "referred_to" in OtherDraft(kind=CaseKind.CIVIL_RECOVERY).problems()
        small = OtherDraft(kind=CaseKind.ACCOUNT_FREEZING, institution="B", amount_pence=99_999)
        assert "£1,000" in small.cautions()["amount_pence"]
        assert "£10,000" in OtherDraft(kind=CaseKind.CIVIL_RECOVERY, amount_pence=999_999).cautions()["amount_pence"]

    def test_two_people_may_change_different_fields(self, store: Store, officer: Actor, colleague: Actor) -> None:
        id_ = recorded(store, officer, CaseKind.RESTRAINT)
        opened = detail(store, officer, id_).draft
        store.write(colleague, others.change, opened, replace(opened, crime_ref="43260012345"))
        store.write(officer, others.change, opened, replace(opened, amount_pence=5_000_000))
        found = detail(store, officer, id_)
        assert (found.draft.crime_ref, found.row.held_pence) == ("43260012345", 5_000_000)
        with pytest.raises(Conflict):
            store.write(officer, others.change, opened, replace(opened, crime_ref="43260099999"))
        with pytest.raises(Invalid, match="kind of a case stays"):
            store.write(officer, others.change, found.draft, replace(found.draft, kind=CaseKind.MONEY_LAUNDERING))

    def test_a_seizure_has_steps_of_its_own(self, store: Store, officer: Actor) -> None:
        id_ = holding.case(store, officer)
        with pytest.raises(Invalid, match="about seized property"):
            store.write(officer, others.end, id_, None, EndDraft(ended_on=date(2026, 6, 14), reason="x"))

    def test_an_old_version_is_refused(self, store: Store, officer: Actor) -> None:
        id_ = recorded(store, officer, CaseKind.RESTRAINT)
        before = detail(store, officer, id_).row.version
        store.write(
            officer, others.change, detail(store, officer, id_).draft, _noted(detail(store, officer, id_).draft)
        )
        with pytest.raises(Conflict):
            store.write(officer, others.end, id_, before, EndDraft(ended_on=date(2026, 6, 14), reason="x"))

    def test_nobody_else_finds_a_sealed_case(self, store: Store, officer: Actor, colleague: Actor) -> None:
        id_ = recorded(store, officer, CaseKind.RESTRAINT)
        _seal(store, officer, id_)
        with pytest.raises(NotFound):
            store.write(colleague, others.look, id_)

        def state(session: Session) -> str | None:
            case = session.get(PocaCase, id_)
            return case.state.value if case else None

        assert store.read(officer, state) == "applied"


def _noted(draft: OtherDraft) -> OtherDraft:
    return replace(draft, notes="Seen.")


def _seal(store: Store, by: Actor, id: UUID) -> None:
    store.write(by, holding.alter, id, access=Access.SEALED)
