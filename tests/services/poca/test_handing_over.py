"""Property to be released is due for handing over; and what must not be counted or written back twice."""

from datetime import date, datetime
from uuid import UUID

import pytest
from sqlalchemy import select

from soc_desk.domain import Duty
from soc_desk.domain.period import Period
from soc_desk.errors import Invalid
from soc_desk.services.poca import board, forfeiture, measures, money, orders, release, reseizure
from soc_desk.services.poca.court_drafts import DecisionDraft, HearingDraft, WithdrawalDraft
from soc_desk.services.poca.drafts import ReasonDraft, ReseizureDraft
from soc_desk.store import Actor, Store
from soc_desk.vocabulary.measures import MeasureKind
from soc_desk.vocabulary.poca import CaseState, DutyKind, MovementKind
from tests import factories_poca as poca
from tests.factories_poca import Clock, wall


def due(store: Store, reader: Actor, case: UUID) -> dict[DutyKind, datetime]:
    open_ = select(Duty.kind, Duty.due_at).where(Duty.case_id == case, Duty.done_at.is_(None))
    return store.read(reader, lambda session: {kind: at for kind, at in session.execute(open_)})


def test_a_withdrawn_first_application_is_released_before_the_48_hours_end(
    timed: Store, ticking: Clock, officer: Actor
) -> None:
    case = poca.in_state(timed, officer, ticking, CaseState.RELEASED)
    assert due(timed, officer, case) == {DutyKind.RELEASE: wall(2026, 4, 8, 15)}
    timed.write(officer, release.release, case, None, poca.releasing(date(2026, 4, 7)))
    assert due(timed, officer, case) == {}


def test_forfeiture_withdrawn_after_the_order_ended_leaves_nothing_that_holds_it(
    timed: Store, ticking: Clock, officer: Actor
) -> None:
    case = poca.in_state(timed, officer, ticking, CaseState.FORFEITURE_PENDING)
    ticking.at(wall(2026, 12, 1, 10))
    given_up = WithdrawalDraft(withdrawn_on=date(2026, 12, 1), reason="Settled.")
    assert timed.write(officer, forfeiture.withdraw, case, None, given_up).value is CaseState.RELEASED
    assert due(timed, officer, case) == {DutyKind.RELEASE: wall(2026, 12, 2)}  # s.298(4) held it until it was withdrawn


@pytest.mark.parametrize("by_police", [False, True])
def test_an_appeal_that_ends_in_release_is_handed_over_within_seven_days(
    timed: Store, ticking: Clock, officer: Actor, by_police: bool
) -> None:
    before = CaseState.FORFEITURE_REFUSED if by_police else CaseState.APPEAL_PENDING
    case = poca.in_state(timed, officer, ticking, before)
    if by_police:
        timed.write(officer, forfeiture.appeal, case, None, poca.lodging(lodged_on=date(2026, 7, 1)))
    at = wall(2026, 9, 1, 11)
    ticking.at(at)
    step = forfeiture.dismiss_appeal if by_police else forfeiture.allow_appeal
    assert timed.write(officer, step, case, None, DecisionDraft(decided_at=at)).value is CaseState.RELEASED
    assert due(timed, officer, case) == {DutyKind.RELEASE: wall(2026, 9, 9)}


def test_a_forfeiture_undone_on_appeal_is_not_taken_back_once_more(
    timed: Store, ticking: Clock, officer: Actor
) -> None:
    case = poca.in_state(timed, officer, ticking, CaseState.APPEAL_PENDING)
    at = wall(2026, 9, 1, 11)
    ticking.at(at)
    timed.write(officer, forfeiture.allow_appeal, case, None, DecisionDraft(decided_at=at))
    lines = [move for move in poca.look(timed, officer, case).movements if move.kind is MovementKind.FORFEITED]
    forfeited = next(move.id for move in lines if move.minor > 0)
    with pytest.raises(Invalid, match="wrote that amount back already"):
        timed.write(officer, money.reverse, forfeited, ReasonDraft(reason="Wrong."))
    row = poca.look(timed, officer, case).row
    assert (row.held_pence, row.forfeited_pence) == (615_000, 0)


def test_a_further_application_keeps_the_48_hours_after_a_lapse_in_view(
    timed: Store, ticking: Clock, officer: Actor
) -> None:
    case = poca.in_state(timed, officer, ticking, CaseState.NOTICE_LAPSED)
    ticking.at(wall(2026, 10, 21, 10))
    timed.write(officer, orders.lodge, case, None, poca.lodging(lodged_on=date(2026, 10, 21)))
    found = due(timed, officer, case)
    assert found[DutyKind.DECIDE_AFTER_LAPSE] == wall(2026, 10, 22, 10)
    assert DutyKind.EXTEND_OR_FORFEIT not in found
    later = HearingDraft(hearing_at=wall(2026, 10, 28, 10), reason="Court full.")
    timed.write(officer, orders.adjourn, case, None, later)
    shown = timed.read(officer, board.board, officer, wall(2026, 10, 26, 9), case_id=case)
    row = next(row for row in shown if row.kind is DutyKind.DECIDE_AFTER_LAPSE)
    assert (row.state, row.urgency) == (CaseState.FURTHER_PENDING, board.Urgency.RED)
    assert "is listed after the further 48 hours end" in row.alert
    ticking.at(wall(2026, 10, 28, 12))
    made = poca.order(made_at=wall(2026, 10, 28, 11), expires_on=date(2027, 4, 27))
    logged = timed.write(officer, orders.made, case, None, made).value
    assert (logged.state, logged.sentence) == (CaseState.DETAINED, "")
    assert due(timed, officer, case)[DutyKind.EXTEND_OR_FORFEIT] == wall(2027, 4, 28)


def test_cash_seized_anew_counts_one_first_order(timed: Store, ticking: Clock, officer: Actor) -> None:
    late = poca.in_state(timed, officer, ticking, CaseState.EXPIRED)
    at = wall(2026, 4, 8, 16)
    ticking.at(at)
    draft = ReseizureDraft(
        seized_at=at,
        place="Slough police station",
        reason="The order was late.",
        advice="S. Olicitor",
        grounds="As before.",
    )
    anew = timed.write(officer, reseizure.reseize, late, None, draft).value
    made = wall(2026, 4, 9, 11)
    ticking.at(made)
    again = poca.order(made_at=made, lodged_on=date(2026, 4, 9), court=poca.COURT, expires_on=date(2026, 10, 8))
    timed.write(officer, orders.made, anew, None, again)
    april = Period(date(2026, 4, 1), date(2026, 4, 30))
    for measure in (MeasureKind.CASH_DETENTION_ORDERS, MeasureKind.CASH_SEIZURES):
        assert sum(timed.read(officer, measures.count, measure, april).values()) == 1
