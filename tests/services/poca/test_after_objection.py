"""The further 48 hours after an objection: an application made within them and withdrawn, or entered late (s.297D)."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

import pytest
from sqlalchemy import select

from soc_desk.domain import Duty
from soc_desk.errors import Invalid, NotAllowed
from soc_desk.services.poca import cases, explanations, orders
from soc_desk.services.poca.court_drafts import WithdrawalDraft
from soc_desk.services.poca.drafts import ReasonDraft
from soc_desk.services.poca.states import Event
from soc_desk.store import Actor, Store
from soc_desk.vocabulary.poca import CaseState, DutyKind, OrderResult
from tests import factories_poca as poca
from tests.factories_poca import Clock, wall

S = CaseState
ENDS = wall(2026, 10, 22, 10)
"""Objected to on Tuesday 20 October 2026 at 10:00, after the order ended: 48 countable hours."""
WITHIN = date(2026, 10, 21)
WHY = ReasonDraft(reason="The court's receipt is stamped 21 October.")


@pytest.fixture
def lapsed(timed: Store, ticking: Clock, officer: Actor) -> UUID:
    return poca.in_state(timed, officer, ticking, S.NOTICE_LAPSED)


def due(store: Store, reader: Actor, case: UUID) -> dict[DutyKind, datetime]:
    open_ = select(Duty.kind, Duty.due_at).where(Duty.case_id == case, Duty.done_at.is_(None))
    return store.read(reader, lambda session: {kind: at for kind, at in session.execute(open_)})


@pytest.mark.parametrize(
    ("withdrawn", "recorded", "state"),
    [
        (WITHIN, wall(2026, 10, 21, 16), S.NOTICE_LAPSED),  # the rest of the 48 hours runs on
        (WITHIN, wall(2026, 10, 23, 9), S.EXPIRED),  # nothing held it after them, and nobody said so in time
        (ENDS.date(), wall(2026, 10, 22, 9), S.NOTICE_LAPSED),
        (ENDS.date(), wall(2026, 10, 22, 15), S.RELEASED),
        (date(2026, 11, 4), wall(2026, 11, 4, 15), S.RELEASED),  # it held the property until it was withdrawn
    ],
)
def test_what_a_withdrawal_leaves(
    timed: Store, ticking: Clock, officer: Actor, lapsed: UUID, withdrawn: date, recorded: datetime, state: S
) -> None:
    ticking.at(wall(2026, 10, 21, 11))
    timed.write(officer, orders.lodge, lapsed, None, poca.lodging(lodged_on=WITHIN))
    ticking.at(recorded)
    given_up = WithdrawalDraft(withdrawn_on=withdrawn, reason="The source was shown.")
    timed.write(officer, orders.withdraw, lapsed, None, given_up)
    seen = poca.look(timed, officer, lapsed)
    assert seen.row.state is state
    assert seen.row.expired_at == (ENDS if state is S.EXPIRED else None)
    expected = {
        S.NOTICE_LAPSED: {DutyKind.DECIDE_AFTER_LAPSE: ENDS},
        S.EXPIRED: {DutyKind.ACT_ON_EXPIRY: ENDS},
        S.RELEASED: {DutyKind.RELEASE: ENDS if withdrawn == ENDS.date() else wall(2026, 11, 5)},
    }
    found = due(timed, officer, lapsed)
    assert {kind: found[kind] for kind in expected[state]} == expected[state]


def test_the_reason_is_told_in_words(timed: Store, ticking: Clock, officer: Actor, lapsed: UUID) -> None:
    ticking.at(wall(2026, 10, 21, 11))
    timed.write(officer, orders.lodge, lapsed, None, poca.lodging(lodged_on=WITHIN))
    at = wall(2026, 11, 4, 15)
    ticking.at(at)
    given_up = WithdrawalDraft(withdrawn_on=at.date(), reason="The source was shown.")
    timed.write(officer, orders.withdraw, lapsed, None, given_up)
    duty = timed.read(
        officer, lambda session: session.scalars(select(Duty.id).where(Duty.kind == DutyKind.RELEASE)).one()
    )
    why = timed.read(officer, explanations.explain, duty, at)
    assert "its application held it until it was withdrawn, Wed 4 Nov 2026" in why.steps
    assert "determined or otherwise disposed of (s.297D(5)" in why.doubt
    assert why.work_to == wall(2026, 11, 4)


@pytest.mark.parametrize("marked", [False, True])
def test_an_application_made_in_time_and_entered_late_waits_for_a_second_person(
    timed: Store, ticking: Clock, champion: Actor, officer: Actor, supervisor: Actor, lapsed: UUID, marked: bool
) -> None:
    ticking.at(wall(2026, 10, 23, 9))
    if marked:
        opened = poca.look(timed, officer, lapsed).draft
        timed.write(officer, cases.change, opened, replace(opened, notes="Was it lodged?"))
    timed.write(champion, orders.lodge, lapsed, None, poca.lodging(lodged_on=WITHIN))
    seen = poca.look(timed, officer, lapsed)
    assert (seen.row.state, seen.row.expired_at) == (S.EXPIRED, ENDS)
    assert set(due(timed, officer, lapsed)) >= {DutyKind.ACT_ON_EXPIRY}
    duty = timed.read(
        officer, lambda session: session.scalars(select(Duty.id).where(Duty.kind == DutyKind.ACT_ON_EXPIRY)).one()
    )
    assert "recorded after them" in timed.read(officer, explanations.explain, duty, wall(2026, 10, 23, 9)).doubt
    with pytest.raises(NotAllowed, match="second person"):
        timed.write(champion, orders.confirm_in_time, lapsed, None, WHY)
    with pytest.raises(NotAllowed, match="Your role"):
        timed.write(officer, orders.confirm_in_time, lapsed, None, WHY)
    timed.write(supervisor, orders.confirm_in_time, lapsed, None, WHY)
    seen = poca.look(timed, officer, lapsed)
    assert (seen.row.state, seen.row.expired_at, seen.orders[-1].result) == (
        S.FURTHER_PENDING, None, OrderResult.PENDING,
    )  # fmt: skip
    assert [step.event for step in seen.steps][-3:] == [
        Event.EXPIRED, Event.FURTHER_LODGED, Event.CONFIRMED_IN_TIME,
    ]  # fmt: skip
    made = wall(2026, 10, 28, 11)
    ticking.at(made)
    again = poca.order(made_at=made, expires_on=date(2027, 4, 27))
    assert timed.write(officer, orders.made, lapsed, None, again).value.state is S.DETAINED


def test_the_order_on_it_entered_late_waits_for_a_second_person_too(
    timed: Store, ticking: Clock, champion: Actor, officer: Actor, supervisor: Actor, lapsed: UUID
) -> None:
    made = wall(2026, 10, 28, 11)
    ticking.at(made)
    opened = poca.look(timed, officer, lapsed).draft
    timed.write(officer, cases.change, opened, replace(opened, notes="Was it lodged?"))
    late = poca.order(made_at=made, expires_on=date(2027, 4, 27), lodged_on=WITHIN, court=poca.COURT)
    assert timed.write(champion, orders.made, lapsed, None, late).value.state is S.EXPIRED
    with pytest.raises(NotAllowed, match="second person"):
        timed.write(champion, orders.confirm_in_time, lapsed, None, WHY)
    timed.write(supervisor, orders.confirm_in_time, lapsed, None, WHY)
    seen = poca.look(timed, officer, lapsed)
    assert (seen.row.state, seen.row.expired_at) == (S.DETAINED, None)
    assert [order.number for order in seen.orders] == [1, 2]
    assert seen.row.detained_until == wall(2027, 4, 28)


def test_one_lodged_too_late_holds_nothing_and_is_refused(
    timed: Store, ticking: Clock, officer: Actor, supervisor: Actor, lapsed: UUID
) -> None:
    ticking.at(wall(2026, 10, 26, 9))
    with pytest.raises(Invalid, match="the case is: EXPIRED"):
        timed.write(officer, orders.lodge, lapsed, None, poca.lodging(lodged_on=date(2026, 10, 23)))
    made = wall(2026, 10, 26, 8)
    late = poca.order(made_at=made, expires_on=date(2027, 4, 25), lodged_on=date(2026, 10, 23), court=poca.COURT)
    assert timed.write(officer, orders.made, lapsed, None, late).value.state is S.EXPIRED
    with pytest.raises(Invalid, match="nothing to confirm"):
        timed.write(supervisor, orders.confirm_in_time, lapsed, None, WHY)
