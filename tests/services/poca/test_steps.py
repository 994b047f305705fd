"""The state machine as the law's table has it: every event in every state moves as it says, or is refused in words."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from soc_desk.domain import PocaCase
from soc_desk.errors import DeskError, Invalid
from soc_desk.services.poca import claims, closing, forfeiture, money, moves, orders, release, reseizure, states
from soc_desk.services.poca.court_drafts import (
    DecisionDraft,
    DirectionDraft,
    HearingDraft,
    LodgingDraft,
    ObjectionDraft,
    OrderDraft,
    WithdrawalDraft,
)
from soc_desk.services.poca.drafts import JardDraft, ReasonDraft, ReportDraft, ReseizureDraft, SeizeDraft
from soc_desk.services.poca.money_drafts import (
    AmountLine,
    ClaimDecisionDraft,
    ClaimDraft,
    ForfeitureDraft,
    FundDraft,
    PayInDraft,
    ReleaseDraft,
)
from soc_desk.services.poca.states import Event
from soc_desk.store import Actor, Store, Work, use_case
from soc_desk.vocabulary import EVERYONE
from soc_desk.vocabulary.poca import CaseState, ClaimKind, ClaimResult, SeizurePower
from tests import factories_poca as poca
from tests.factories_poca import COURT, Clock

S = CaseState
E = Event

TABLE: dict[CaseState, dict[Event, set[CaseState]]] = {
    S.HELD_OTHER_POWER: {E.SEIZED_UNDER_POCA: {S.SEIZED}, E.RELEASED: {S.RELEASED}},
    S.SEIZED: {
        E.FIRST_LODGED: {S.FIRST_PENDING}, E.RELEASED: {S.RELEASED}, E.FORFEITURE_LODGED: {S.FORFEITURE_PENDING},
        E.EXPIRED: {S.EXPIRED},
    },
    S.FIRST_PENDING: {
        E.ORDER_MADE: {S.DETAINED, S.EXPIRED}, E.ORDER_REFUSED: {S.REFUSED}, E.ADJOURNED: {S.FIRST_PENDING},
        E.APPLICATION_WITHDRAWN: {S.RELEASED}, E.EXPIRED: {S.EXPIRED}, E.RELEASED: {S.RELEASED},
        E.FORFEITURE_LODGED: {S.FORFEITURE_PENDING},
    },
    S.DETAINED: {
        E.FURTHER_LODGED: {S.FURTHER_PENDING}, E.NOTICE_GIVEN: {S.NOTICE_RUNNING}, E.RELEASED: {S.RELEASED},
        E.FORFEITURE_LODGED: {S.FORFEITURE_PENDING}, E.EXPIRED: {S.EXPIRED}, E.CAP_EXTENDED: {S.DETAINED},
    },
    S.FURTHER_PENDING: {
        E.ORDER_MADE: {S.DETAINED, S.EXPIRED}, E.ORDER_REFUSED: {S.REFUSED}, E.ADJOURNED: {S.FURTHER_PENDING},
        E.APPLICATION_WITHDRAWN: {S.DETAINED, S.NOTICE_LAPSED, S.RELEASED}, E.EXPIRED: {S.EXPIRED},
        E.RELEASED: {S.RELEASED},
        E.FORFEITURE_LODGED: {S.FORFEITURE_PENDING}, E.CAP_EXTENDED: {S.FURTHER_PENDING},
    },
    S.NOTICE_RUNNING: {
        E.PERIOD_ENDED: {S.FORFEITED_BY_NOTICE}, E.OBJECTION: {S.DETAINED, S.NOTICE_LAPSED}, E.RELEASED: {S.RELEASED},
        E.FORFEITURE_LODGED: {S.FORFEITURE_PENDING},
    },
    S.FORFEITED_BY_NOTICE: {E.BECAME_FINAL: {S.FINAL}, E.SET_ASIDE: {S.RELEASED}},
    S.NOTICE_LAPSED: {
        E.FURTHER_LODGED: {S.FURTHER_PENDING}, E.FORFEITURE_LODGED: {S.FORFEITURE_PENDING}, E.RELEASED: {S.RELEASED},
        E.EXPIRED: {S.EXPIRED},
    },
    S.FORFEITURE_PENDING: {
        E.FORFEITURE_ORDERED: {S.FORFEITURE_ORDERED}, E.FORFEITURE_REFUSED: {S.FORFEITURE_REFUSED},
        E.FORFEITURE_WITHDRAWN: {S.DETAINED, S.RELEASED}, E.ADJOURNED: {S.FORFEITURE_PENDING},
    },
    S.FORFEITURE_ORDERED: {E.BECAME_FINAL: {S.FINAL}, E.APPEAL_LODGED: {S.APPEAL_PENDING}},
    S.FORFEITURE_REFUSED: {E.APPEAL_LODGED: {S.APPEAL_PENDING}, E.RELEASED: {S.RELEASED}},
    S.APPEAL_PENDING: {
        E.APPEAL_ALLOWED: {S.RELEASED, S.FINAL}, E.APPEAL_DISMISSED: {S.FINAL, S.RELEASED},
        E.ADJOURNED: {S.APPEAL_PENDING},
    },
    S.REFUSED: {
        E.FORFEITURE_LODGED: {S.FORFEITURE_PENDING}, E.RELEASED: {S.RELEASED}, E.RESEIZED: {S.CLOSED},
        E.EXPIRED: {S.EXPIRED},
    },
    S.EXPIRED: {
        E.RELEASED: {S.RELEASED}, E.RESEIZED: {S.CLOSED}, E.FORFEITURE_LODGED: {S.FORFEITURE_PENDING},
        E.ORDER_MADE: {S.EXPIRED}, E.FURTHER_LODGED: {S.EXPIRED},
        E.CONFIRMED_IN_TIME: {S.DETAINED, S.FURTHER_PENDING},
    },
    S.RELEASED: {E.RELEASED: {S.RELEASED}, E.CLOSED: {S.CLOSED}},
    S.FINAL: {E.FUND_PAID: {S.FINAL}, E.CLOSED: {S.CLOSED}},
    S.CLOSED: {E.REOPENED: {S.RELEASED, S.FINAL}},
}  # fmt: skip
"""Section 5 of the domain page, row by row, with what runs beside the state left out."""

BESIDE = {*states.NOTED, E.PART_RELEASED, E.CLAIM_GRANTED, E.RELEASE_DIRECTED}
UNDER_295 = {S.SEIZED, S.FIRST_PENDING, S.DETAINED, S.FURTHER_PENDING, S.NOTICE_RUNNING, S.NOTICE_LAPSED}
EVENTS = [event for event in Event if event not in {E.SEIZED, E.HELD, *BESIDE}]


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("state", list(TABLE))
def test_the_table_is_the_law_s(state: CaseState, event: Event) -> None:
    leads_to = TABLE[state].get(event)
    assert states.may(state, event) is (leads_to is not None)
    if leads_to is None:
        with pytest.raises(Invalid) as refused:
            states.after(state, event)
        assert str(refused.value).endswith(f"; the case is: {state.label}.")
    else:
        assert set(states.MOVES[event][state]) == leads_to
        assert {states.after(state, event, to) for to in leads_to} == leads_to


@pytest.mark.parametrize("state", list(TABLE))
def test_what_runs_beside_the_state(state: CaseState) -> None:
    assert all(states.may(state, event) is (state is not S.CLOSED) for event in states.NOTED)
    assert all(states.after(state, event) is state for event in states.NOTED if state is not S.CLOSED)
    assert states.may(state, E.RELEASE_DIRECTED) is (state in UNDER_295)
    proceedings = state in (S.FORFEITURE_PENDING, S.APPEAL_PENDING)
    assert states.may(state, E.PART_RELEASED) is not (proceedings or state is S.CLOSED)
    assert states.may(state, E.CLAIM_GRANTED) is not (state in (S.CLOSED, S.FINAL))


def test_the_other_orders_have_no_event_here() -> None:
    others = [state for state in CaseState if state not in TABLE]
    assert others
    assert not any(states.may(state, event) for state in others for event in Event)


class _Undone(Exception):
    """Carries out what an attempt led to, so that nothing of it is kept."""

    def __init__(self, state: CaseState) -> None:
        super().__init__(state)
        self.state = state


@use_case("Try for the tests", needs=EVERYONE)
def attempt(work: Work, case_id: UUID, event: Event) -> None:
    """Take the step as a person would, tell where it led, and keep nothing."""
    _ATTEMPTS[event](work, case_id)
    raise _Undone(work.get(PocaCase, case_id).state)


def _lodging(work: Work, **over: str) -> LodgingDraft:
    return LodgingDraft(lodged_on=moves.now(work).date(), court=COURT, **over)


def _decision(work: Work) -> DecisionDraft:
    return DecisionDraft(decided_at=moves.now(work))


def _order(work: Work) -> OrderDraft:
    now = moves.now(work)
    return OrderDraft(made_at=now, expires_on=now.date() + timedelta(days=90))


def _lodge(work: Work, case: UUID, wanted: Event) -> None:
    before = work.get(PocaCase, case).state
    orders.lodge(work, case, None, _lodging(work))
    if (before is S.SEIZED) is not (wanted is E.FIRST_LODGED):
        raise Invalid({"state": "It was the other application."})


def _release(work: Work, case: UUID, *amounts: AmountLine) -> None:
    now = moves.now(work).date()
    draft = ReleaseDraft(released_on=now, to_whom="Sam Ample", reason="No longer justified.", amounts=amounts)
    release.release(work, case, None, draft)


def _claim(work: Work, case: UUID, kind: ClaimKind, *amounts: AmountLine) -> None:
    now = moves.now(work).date()
    made = claims.make(work, case, None, ClaimDraft(kind=kind, made_on=now, claimant="V. Ictim"))
    result = ClaimResult.PART if amounts else ClaimResult.GRANTED
    claims.decide(work, case, None, ClaimDecisionDraft(claim_id=made, result=result, decided_on=now, amounts=amounts))


def _close(work: Work, case: UUID) -> None:
    state = work.get(PocaCase, case).state
    if state is S.FINAL:
        money.pay_fund(work, case, None, FundDraft(paid_on=moves.now(work).date()))
    elif state is S.RELEASED:
        _release(work, case)
    closing.close(work, case, None, ReasonDraft(reason="Over."))


def _reseize(work: Work, case: UUID) -> None:
    draft = ReseizureDraft(
        seized_at=moves.now(work),
        reason="Time ran out.",
        advice="S. Olicitor",
        place="Property store",
        grounds="As now.",
    )
    reseizure.reseize(work, case, None, draft)


def _seize(work: Work, case: UUID) -> None:
    reseizure.seize(work, case, None, SeizeDraft(seized_at=moves.now(work), power=SeizurePower.S294_1))


A_POUND = AmountLine("GBP", 100)
WHY = ReasonDraft(reason="For the test.")
_ATTEMPTS: dict[Event, Callable[[Work, UUID], object]] = {
    E.SEIZED_UNDER_POCA: _seize,
    E.FIRST_LODGED: lambda w, c: _lodge(w, c, E.FIRST_LODGED),
    E.FURTHER_LODGED: lambda w, c: _lodge(w, c, E.FURTHER_LODGED),
    E.ORDER_MADE: lambda w, c: orders.made(w, c, None, _order(w)),
    E.ORDER_REFUSED: lambda w, c: orders.refuse(w, c, None, _decision(w)),
    E.ADJOURNED: lambda w, c: orders.adjourn(w, c, None, HearingDraft(hearing_at=moves.now(w), reason="No bench.")),
    E.APPLICATION_WITHDRAWN: lambda w, c: orders.withdraw(
        w, c, None, WithdrawalDraft(withdrawn_on=moves.now(w).date(), reason="Not needed.")
    ),
    E.NOTICE_GIVEN: lambda w, c: forfeiture.give_notice(w, c, None, poca.notice(given_on=moves.now(w).date())),
    E.OBJECTION: lambda w, c: forfeiture.object(
        w, c, None, ObjectionDraft(received_at=moves.now(w), objector="Sam Ample")
    ),
    E.PERIOD_ENDED: lambda w, c: forfeiture.end_period(w, c, None),
    E.SET_ASIDE: lambda w, c: _claim(w, c, ClaimKind.SET_ASIDE),
    E.FORFEITURE_LODGED: lambda w, c: forfeiture.lodge(w, c, None, _lodging(w, advice="S. Olicitor")),
    E.FORFEITURE_ORDERED: lambda w, c: forfeiture.order(w, c, None, ForfeitureDraft(made_at=moves.now(w))),
    E.FORFEITURE_REFUSED: lambda w, c: forfeiture.refuse(w, c, None, _decision(w)),
    E.FORFEITURE_WITHDRAWN: lambda w, c: forfeiture.withdraw(
        w, c, None, WithdrawalDraft(withdrawn_on=moves.now(w).date(), reason="Settled.")
    ),
    E.APPEAL_LODGED: lambda w, c: forfeiture.appeal(w, c, None, _lodging(w)),
    E.APPEAL_ALLOWED: lambda w, c: forfeiture.allow_appeal(w, c, None, _decision(w)),
    E.APPEAL_DISMISSED: lambda w, c: forfeiture.dismiss_appeal(w, c, None, _decision(w)),
    E.BECAME_FINAL: lambda w, c: forfeiture.make_final(w, c, None),
    E.RELEASE_DIRECTED: lambda w, c: release.direct(w, c, None, DirectionDraft(directed_on=moves.now(w).date())),
    E.RELEASED: _release,
    E.PART_RELEASED: lambda w, c: _release(w, c, A_POUND),
    E.EXPIRED: lambda w, c: moves.opened(w, c, None),
    E.RESEIZED: _reseize,
    E.FUND_PAID: lambda w, c: money.pay_fund(w, c, None, FundDraft(paid_on=moves.now(w).date())),
    E.CLOSED: _close,
    E.REOPENED: lambda w, c: closing.reopen(w, c, None, WHY),
    E.CLAIM_GRANTED: lambda w, c: _claim(w, c, ClaimKind.VICTIM, A_POUND),
    E.PAID_IN: lambda w, c: money.pay_in(w, c, None, PayInDraft(paid_in_on=moves.now(w).date(), account="0042")),
    E.KEPT_AS_EVIDENCE: lambda w, c: money.keep_as_evidence(w, c, None, WHY),
    E.REPORT_SENT: lambda w, c: closing.report_sent(w, c, None, ReportDraft(sent_on=moves.now(w).date())),
    E.JARD_UPDATED: lambda w, c: closing.update_jard(
        w, c, None, JardDraft(jard_ref="J1", updated_on=moves.now(w).date())
    ),
}
LATER = {E.PERIOD_ENDED: 40, E.BECAME_FINAL: 60, E.EXPIRED: 400}
"""Events that time itself brings, and how many days on they are tried."""
NOTHING_HELD = {S.FORFEITED_BY_NOTICE, S.FORFEITURE_ORDERED, S.APPEAL_PENDING, S.FINAL, S.CLOSED}
"""All was forfeited in these cases, so that nothing of them can be released or paid in."""
ONLY_AFTER_A_LAPSE = (S.EXPIRED, E.FURTHER_LODGED)
"""Kept where an objection began the further 48 hours; these cases expired without one."""
OF_HELD = {E.RELEASED, E.PART_RELEASED, E.CLAIM_GRANTED, E.PAID_IN}


@pytest.mark.parametrize("state", list(TABLE))
def test_every_step_in_every_state(timed: Store, ticking: Clock, founder: Actor, state: CaseState) -> None:
    case = poca.in_state(timed, founder, ticking, state)
    before = poca.look(timed, founder, case)
    assert before.row.state is state
    standing = ticking.now
    for event in _ATTEMPTS:
        ticking.now = standing + timedelta(days=LATER.get(event, 0))
        allowed = states.may(state, event) and not (event in OF_HELD and state in NOTHING_HELD)
        allowed = allowed and (state, event) != ONLY_AFTER_A_LAPSE
        with pytest.raises((_Undone, DeskError)) as told:
            timed.write(founder, attempt, case, event)
        if allowed:
            assert isinstance(told.value, _Undone), f"{event}: {told.value}"
            assert told.value.state in states.MOVES[event][state], event
        else:
            assert not isinstance(told.value, _Undone) or told.value.state is state, event
            if event is not E.EXPIRED:
                assert isinstance(told.value, Invalid), event
                assert str(told.value).endswith("."), event
    ticking.now = standing
    after = poca.look(timed, founder, case)
    assert (after.row, after.steps, after.movements) == (before.row, before.steps, before.movements)
