"""The money of a case: counts, rates, the ledger, and that per currency nothing is lost or made."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from soc_desk.domain import Duty
from soc_desk.errors import DeskError, Invalid
from soc_desk.services.poca import cases, claims, closing, forfeiture, ledger, money, orders, release
from soc_desk.services.poca.cases import CaseDetail, MoneyLine
from soc_desk.services.poca.court_drafts import DecisionDraft, DirectionDraft, WithdrawalDraft
from soc_desk.services.poca.drafts import ReasonDraft
from soc_desk.services.poca.money_drafts import (
    AmountLine,
    ClaimDecisionDraft,
    ClaimDraft,
    ForfeitureDraft,
    FundDraft,
    InterestDraft,
    PayInDraft,
    PiecesLine,
)
from soc_desk.services.poca.states import Event
from soc_desk.store import Actor, Store
from soc_desk.vocabulary.poca import CaseState, ClaimKind, ClaimResult, DutyKind, MovementKind
from tests import factories_poca as poca
from tests.conftest import PEOPLE, StoreFile
from tests.factories_poca import Clock, wall

EUROS = MoneyLine(currency="EUR", estimate_minor=100_000, rate="0.8612", rate_on=date(2026, 4, 2))
ON = date(2026, 4, 7)
WHY = ReasonDraft(reason="Wrong amount typed.")


@pytest.fixture
def case(timed: Store, ticking: Clock, officer: Actor) -> UUID:
    """£6,150 and €1,000 by estimate, on the Tuesday after Easter."""
    made = poca.seized(timed, officer, money=(MoneyLine(estimate_minor=615_000), EUROS))
    ticking.at(wall(2026, 4, 7, 9))
    return made


def _release_due(store: Store, reader: Actor, case: UUID) -> datetime | None:
    of_case = select(Duty.due_at).where(Duty.case_id == case, Duty.kind == DutyKind.RELEASE, Duty.done_at.is_(None))
    return store.read(reader, lambda session: session.scalar(of_case))


def balanced(detail: CaseDetail) -> None:
    """Per currency and in sterling: seized is held, released, forfeited and returned, none of it below nothing."""
    for line in detail.money:
        parts = (line.held_minor, line.released_minor, line.forfeited_minor, line.returned_minor)
        assert sum(parts) == line.seized_minor
        assert min(parts) >= 0
    row = detail.row
    assert row.held_pence is not None
    parts = (row.held_pence, row.released_pence, row.forfeited_pence, row.returned_pence)
    assert sum(parts) == row.seized_pence
    assert min(parts) >= 0
    assert row.held_pence == 0 or any(line.held_minor for line in detail.money)


def test_a_count_replaces_the_estimate(timed: Store, officer: Actor, case: UUID) -> None:
    counted = poca.count(pieces=(PiecesLine(2000, 300, forged=2), PiecesLine(1000, 15)))
    timed.write(officer, money.count, case, None, counted)
    seen = poca.look(timed, officer, case)
    sterling = next(line for line in seen.money if line.currency == "GBP")
    assert (sterling.seized_minor, sterling.returned_minor, sterling.held_minor) == (615_000, 4_000, 611_000)
    assert sterling.denominations == ((2000, 300), (1000, 15))
    assert (sterling.counter_one, sterling.counter_two) == ("DC A. Example", "PC B. Sample")
    assert seen.row.seized_pence == 615_000 + 86_120
    assert seen.row.returned_pence == 4_000
    assert (seen.steps[-1].event, seen.steps[-1].reason) == (
        Event.COUNTED, "£6,150.00 counted by DC A. Example and PC B. Sample."
    )  # fmt: skip
    balanced(seen)


def test_counted_again(timed: Store, officer: Actor, case: UUID) -> None:
    timed.write(officer, money.count, case, None, poca.count(pieces=(PiecesLine(2000, 300, forged=2),)))
    timed.write(officer, money.count, case, None, poca.count(pieces=(PiecesLine(2000, 301, forged=1),)))
    seen = poca.look(timed, officer, case)
    assert [(move.kind, move.minor) for move in seen.movements] == [
        (MovementKind.RETURNED, 4_000), (MovementKind.RETURNED, -4_000), (MovementKind.RETURNED, 2_000)
    ]  # fmt: skip
    assert seen.row.returned_pence == 2_000
    balanced(seen)


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"counter_two": ""}, "counter_two"),
        ({"counter_two": "dc a. example"}, "counter_two"),
        ({"pieces": (PiecesLine(2000, 1, forged=2),)}, "pieces"),
        ({"pieces": (PiecesLine(2000, 1), PiecesLine(2000, 2))}, "pieces"),
        ({"pieces": ()}, "pieces"),
        ({"currency": "euro"}, "pieces"),
        ({"currency": "EUR", "rate": "0,86", "rate_on": ON}, "pieces"),
        ({"currency": "EUR", "rate": "0.86"}, "pieces"),
        ({"currency": "EUR", "rate": "NaN", "rate_on": ON}, "pieces"),
        ({"counted_on": date(2026, 4, 8)}, "counted_on"),
        ({"counted_on": date(2026, 4, 1)}, "counted_on"),
        ({"counted_on": None}, "counted_on"),
        ({"other_minor": -1}, "other_minor"),
    ],
)
def test_a_count_that_cannot_be(timed: Store, officer: Actor, case: UUID, over: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        timed.write(officer, money.count, case, None, poca.count(**over))
    assert list(refused.value.problems) == [field]
    assert refused.value.problems[field].endswith(".")
    assert poca.look(timed, officer, case).money[0].counted_minor is None


def test_foreign_money_at_the_rate_of_its_day(timed: Store, officer: Actor, case: UUID) -> None:
    counted = poca.count(currency="EUR", pieces=(PiecesLine(5000, 21),), rate="0.8700", rate_on=ON)
    timed.write(officer, money.count, case, None, counted)
    seen = poca.look(timed, officer, case)
    euros = next(line for line in seen.money if line.currency == "EUR")
    assert (euros.seized_minor, euros.sterling_pence, euros.rate, euros.rate_on) == (105_000, 91_350, "0.8700", ON)
    third = AmountLine("EUR", 33_333)
    timed.write(officer, release.release, case, None, poca.releasing(ON, amounts=(third,)))
    again = poca.count(currency="EUR", pieces=(PiecesLine(5000, 21),), rate="0.90", rate_on=ON)
    with pytest.raises(Invalid, match=r"0\.8700 already"):
        timed.write(officer, money.count, case, None, again)
    timed.write(officer, release.release, case, None, poca.releasing(ON))
    seen = poca.look(timed, officer, case)
    assert seen.row.held_pence == 0
    balanced(seen)


def test_sterling_of_foreign_money() -> None:
    assert ledger.sterling(1_000, "JPY", "0.0052") == 520
    assert ledger.sterling(5, "EUR", "0.1") == 1
    assert ledger.sterling(1_000, "KWD", "2.50") == 250


def test_more_than_is_held_does_not_leave(timed: Store, officer: Actor, case: UUID) -> None:
    timed.write(officer, release.release, case, None, poca.releasing(ON, amounts=(AmountLine("GBP", 600_000),)))
    with pytest.raises(Invalid, match=r"only £150\.00 is still held"):
        timed.write(officer, release.release, case, None, poca.releasing(ON, amounts=(AmountLine("GBP", 15_001),)))
    with pytest.raises(Invalid, match=r"£6,000\.00 of it has left already"):
        timed.write(officer, money.count, case, None, poca.count(pieces=(PiecesLine(2000, 299),)))
    seen = poca.look(timed, officer, case)
    assert (seen.row.state, seen.steps[-1].event) == (CaseState.SEIZED, Event.PART_RELEASED)
    balanced(seen)


def test_a_wrong_line_is_taken_back_by_another(timed: Store, officer: Actor, case: UUID) -> None:
    timed.write(officer, release.release, case, None, poca.releasing(ON, amounts=(AmountLine("GBP", 600_000),)))
    wrong = poca.look(timed, officer, case).movements[-1]
    timed.write(officer, money.reverse, wrong.id, WHY)
    seen = poca.look(timed, officer, case)
    assert [move.minor for move in seen.movements] == [600_000, -600_000]
    assert seen.row.released_pence == 0
    balanced(seen)
    for line in seen.movements:
        with pytest.raises(Invalid):
            timed.write(officer, money.reverse, line.id, WHY)


def test_paid_in_with_interest(timed: Store, ticking: Clock, officer: Actor) -> None:
    case = poca.in_state(timed, officer, ticking, CaseState.DETAINED)
    on = ticking.now.date()
    interest = InterestDraft(minor=1_234, added_on=on)
    with pytest.raises(Invalid, match="paying in first"):
        timed.write(officer, money.add_interest, case, None, interest)
    timed.write(officer, money.keep_as_evidence, case, None, WHY)
    assert poca.look(timed, officer, case).kept_as_evidence
    timed.write(officer, money.pay_in, case, None, PayInDraft(paid_in_on=on, account="SUSP-0042"))
    timed.write(officer, money.add_interest, case, None, interest)
    seen = poca.look(timed, officer, case)
    assert (seen.paid_in_on, seen.paid_in_account, seen.kept_as_evidence) == (on, "SUSP-0042", False)
    assert [(move.kind, move.minor) for move in seen.movements] == [
        (MovementKind.PAID_IN, 615_000), (MovementKind.INTEREST, 1_234)
    ]  # fmt: skip
    assert seen.row.held_pence == 615_000
    timed.write(officer, money.reverse, seen.movements[0].id, WHY)
    assert poca.look(timed, officer, case).paid_in_on is None


def test_part_is_forfeited_and_the_rest_released(timed: Store, ticking: Clock, officer: Actor) -> None:
    case = poca.in_state(timed, officer, ticking, CaseState.FORFEITURE_PENDING)
    at = wall(2026, 7, 1, 11)
    ticking.at(at)
    part = ForfeitureDraft(made_at=at, amounts=(AmountLine("GBP", 500_000),))
    timed.write(officer, forfeiture.order, case, None, part)
    seen = poca.look(timed, officer, case)
    assert (seen.row.forfeited_pence, seen.row.held_pence, seen.orders[-1].amount_pence) == (500_000, 115_000, 500_000)
    assert _release_due(timed, officer, case) == wall(2026, 10, 7)
    final = wall(2026, 8, 3, 11)
    ticking.at(final)
    timed.write(officer, forfeiture.make_final, case, None)
    assert _release_due(timed, officer, case) == wall(2026, 10, 7)
    assert timed.write(officer, release.release, case, None, poca.releasing(final.date())).value is CaseState.FINAL
    assert _release_due(timed, officer, case) is None
    balanced(poca.look(timed, officer, case))


def test_an_appeal_against_forfeiture_gives_it_back(timed: Store, ticking: Clock, officer: Actor) -> None:
    case = poca.in_state(timed, officer, ticking, CaseState.APPEAL_PENDING)
    at = wall(2026, 9, 1, 11)
    ticking.at(at)
    allowed = timed.write(officer, forfeiture.allow_appeal, case, None, DecisionDraft(decided_at=at)).value
    seen = poca.look(timed, officer, case)
    assert (allowed, seen.row.held_pence, seen.row.forfeited_pence) == (CaseState.RELEASED, 615_000, 0)
    assert seen.forfeited_on is None
    with pytest.raises(Invalid, match=r"£6,150\.00 is still held"):
        timed.write(officer, closing.close, case, None, WHY)
    timed.write(officer, release.release, case, None, poca.releasing(at.date()))
    timed.write(officer, closing.close, case, None, WHY)
    balanced(poca.look(timed, officer, case))


@pytest.mark.parametrize("allowed", [True, False])
def test_an_appeal_by_the_police_against_a_refusal(timed: Store, ticking: Clock, officer: Actor, allowed: bool) -> None:
    case = poca.in_state(timed, officer, ticking, CaseState.FORFEITURE_REFUSED)
    on = date(2026, 7, 30)
    ticking.at(wall(2026, 7, 31, 9))
    with pytest.raises(Invalid, match="The time to appeal ended Thu 30 Jul 2026 24:00"):
        timed.write(officer, forfeiture.appeal, case, None, poca.lodging(lodged_on=date(2026, 7, 31)))
    timed.write(officer, forfeiture.appeal, case, None, poca.lodging(lodged_on=on))
    at = wall(2026, 9, 1, 11)
    ticking.at(at)
    step = forfeiture.allow_appeal if allowed else forfeiture.dismiss_appeal
    state = timed.write(officer, step, case, None, DecisionDraft(decided_at=at)).value
    seen = poca.look(timed, officer, case)
    assert state is (CaseState.FINAL if allowed else CaseState.RELEASED)
    assert (seen.row.forfeited_pence, seen.row.held_pence) == ((615_000, 0) if allowed else (0, 615_000))
    assert seen.final_on == (at.date() if allowed else None)


def test_an_appeal_dismissed_is_final_and_paid_over(timed: Store, ticking: Clock, officer: Actor) -> None:
    case = poca.in_state(timed, officer, ticking, CaseState.APPEAL_PENDING)
    at = wall(2026, 9, 1, 11)
    ticking.at(at)
    timed.write(officer, forfeiture.dismiss_appeal, case, None, DecisionDraft(decided_at=at))
    with pytest.raises(Invalid, match="Consolidated Fund first"):
        timed.write(officer, closing.close, case, None, WHY)
    with pytest.raises(Invalid, match="before the forfeiture was final"):
        timed.write(officer, money.pay_fund, case, None, FundDraft(paid_on=date(2026, 8, 31)))
    timed.write(officer, money.pay_fund, case, None, FundDraft(paid_on=at.date()))
    assert poca.look(timed, officer, case).fund_paid_on == at.date()


def _claimed(
    store: Store, by: Actor, case: UUID, on: date, kind: ClaimKind, result: ClaimResult, **over: object
) -> CaseState:
    claim = store.write(by, claims.make, case, None, ClaimDraft(kind=kind, made_on=on, claimant="V. Ictim")).value
    draft = ClaimDecisionDraft(**{"claim_id": claim, "result": result, "decided_on": on, **over})
    return store.write(by, claims.decide, case, None, draft).value


def test_a_victim_is_paid_out_of_open_proceedings(timed: Store, ticking: Clock, officer: Actor) -> None:
    case = poca.in_state(timed, officer, ticking, CaseState.FORFEITURE_PENDING)
    on = ticking.now.date()
    with pytest.raises(Invalid, match=r"298\(4\)"):
        timed.write(officer, release.release, case, None, poca.releasing(on))
    amounts = (AmountLine("GBP", 100_000),)
    state = _claimed(timed, officer, case, on, ClaimKind.VICTIM, ClaimResult.PART, amounts=amounts)
    assert state is CaseState.FORFEITURE_PENDING
    assert _claimed(timed, officer, case, on, ClaimKind.VICTIM, ClaimResult.REFUSED) is CaseState.FORFEITURE_PENDING
    assert _claimed(timed, officer, case, on, ClaimKind.OTHER_OWNER, ClaimResult.GRANTED) is CaseState.RELEASED
    seen = poca.look(timed, officer, case)
    assert [claim.result for claim in seen.claims] == [ClaimResult.PART, ClaimResult.REFUSED, ClaimResult.GRANTED]
    assert seen.movements[0].to_whom == "V. Ictim"
    balanced(seen)


def test_a_forfeiture_by_notice_is_set_aside(timed: Store, ticking: Clock, officer: Actor) -> None:
    case = poca.in_state(timed, officer, ticking, CaseState.FORFEITED_BY_NOTICE)
    on = ticking.now.date()
    amounts = (AmountLine("GBP", 15_000),)
    part = _claimed(timed, officer, case, on, ClaimKind.SET_ASIDE, ClaimResult.PART, amounts=amounts)
    assert part is CaseState.FORFEITED_BY_NOTICE
    pending = poca.claimed(timed, officer, case, on, kind=ClaimKind.SET_ASIDE)
    ticking.at(wall(2026, 8, 3, 9))
    with pytest.raises(Invalid, match="set the forfeiture aside is pending"):
        timed.write(officer, forfeiture.make_final, case, None)
    whole = ClaimDecisionDraft(claim_id=pending, result=ClaimResult.GRANTED, decided_on=on)
    assert timed.write(officer, claims.decide, case, None, whole).value is CaseState.RELEASED
    seen = poca.look(timed, officer, case)
    assert (seen.row.forfeited_pence, seen.row.released_pence, seen.row.held_pence) == (0, 15_000, 600_000)
    assert (seen.forfeited_on, seen.forfeited_by_notice, seen.release_directed_on) == (None, False, on)
    balanced(seen)


def test_compensation_where_nothing_was_forfeited(timed: Store, ticking: Clock, officer: Actor) -> None:
    case = poca.in_state(timed, officer, ticking, CaseState.RELEASED)
    on = ticking.now.date()
    state = _claimed(timed, officer, case, on, ClaimKind.COMPENSATION, ClaimResult.GRANTED, compensation_pence=2_500)
    assert state is CaseState.RELEASED
    seen = poca.look(timed, officer, case)
    assert (seen.movements[-1].kind, seen.movements[-1].minor) == (MovementKind.COMPENSATION, 2_500)
    balanced(seen)


def test_the_court_directs_release(timed: Store, ticking: Clock, officer: Actor) -> None:
    case = poca.in_state(timed, officer, ticking, CaseState.DETAINED)
    on = ticking.now.date()
    timed.write(officer, release.direct, case, None, DirectionDraft(directed_on=on, court=poca.COURT))
    seen = poca.look(timed, officer, case)
    assert (seen.row.state, seen.release_directed_on) == (CaseState.DETAINED, on)


@pytest.fixture(scope="module")
def walked(sqlite_template: StoreFile, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Clock]]:
    """One store for all the chains of the property."""
    file, clock = sqlite_template.copy(tmp_path_factory.mktemp("chains") / "chains.socdesk"), Clock()
    store = Store(file.engine(), clock=clock)
    yield store, clock
    store.close()


AMOUNT = st.integers(1, 400_000)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("release"), st.sampled_from(("GBP", "EUR")), AMOUNT),
        st.tuples(st.just("count"), st.sampled_from(("GBP", "EUR")), st.integers(0, 400)),
        st.tuples(st.just("forge"), st.just("GBP"), st.integers(0, 40)),
        st.tuples(st.just("reverse"), st.just(""), st.integers(0, 9)),
        st.tuples(st.just("forfeit"), st.sampled_from(("GBP", "EUR")), AMOUNT),
        st.tuples(st.just("withdraw"), st.just(""), st.just(0)),
        st.tuples(st.just("victim"), st.sampled_from(("GBP", "EUR")), AMOUNT),
        st.tuples(st.just("rest"), st.just(""), st.just(0)),
    ),
    min_size=1,
    max_size=7,
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_nothing_is_lost_or_made(walked: tuple[Store, Clock], steps: list[tuple[str, str, int]]) -> None:
    """Over random chains of movements, refused ones included: the sums hold after every one."""
    store, clock = walked
    by = PEOPLE["champion"]
    clock.at(poca.THURSDAY)
    case = poca.detained(store, by, clock, money=(MoneyLine(estimate_minor=615_000), EUROS))
    for kind, currency, number in steps:
        with suppress(DeskError):
            _take(store, by, case, kind, currency, number)
        balanced(store.write(by, cases.look, case).value)


def _take(store: Store, by: Actor, case: UUID, kind: str, currency: str, number: int) -> None:
    amounts = (AmountLine(currency, number),)
    match kind:
        case "release":
            store.write(by, release.release, case, None, poca.releasing(ON, amounts=amounts))
        case "rest":
            store.write(by, release.release, case, None, poca.releasing(ON))
        case "count":
            draft = poca.count(currency=currency, pieces=(PiecesLine(2000, number),), rate="", rate_on=None)
            store.write(by, money.count, case, None, draft)
        case "forge":
            store.write(by, money.count, case, None, poca.count(pieces=(PiecesLine(2000, 310, forged=number),)))
        case "reverse":
            lines = poca.look(store, by, case).movements
            if lines:
                store.write(by, money.reverse, lines[number % len(lines)].id, WHY)
        case "forfeit":
            store.write(by, forfeiture.lodge, case, None, poca.lodging(lodged_on=ON))
            draft = ForfeitureDraft(made_at=poca.FIRST_ORDER, amounts=amounts)
            store.write(by, forfeiture.order, case, None, draft)
        case "withdraw":
            store.write(by, orders.lodge, case, None, poca.lodging(lodged_on=ON))
            given_up = WithdrawalDraft(withdrawn_on=ON, reason="Not needed.")
            store.write(by, orders.withdraw, case, None, given_up)
        case "victim":
            _claimed(store, by, case, ON, ClaimKind.VICTIM, ClaimResult.PART, amounts=amounts)
