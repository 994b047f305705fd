"""EXPIRED: shown from the minute on, marked before an edit is looked at, and never cleared by one."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from soc_desk.errors import Invalid, NotAllowed
from soc_desk.services.poca import (
    cases,
    claims,
    closing,
    forfeiture,
    money,
    orders,
    people,
    release,
    reseizure,
    time_change,
)
from soc_desk.services.poca.cases import CaseFilter, MoneyLine
from soc_desk.services.poca.court_drafts import DecisionDraft, HearingDraft, ObjectionDraft, WithdrawalDraft
from soc_desk.services.poca.drafts import ReasonDraft, ReseizureDraft, ServiceDraft, TimeChangeDraft, TimeDecisionDraft
from soc_desk.services.poca.money_drafts import ClaimDecisionDraft
from soc_desk.services.poca.states import Event
from soc_desk.store import Actor, Store
from soc_desk.vocabulary.poca import CaseState, ClaimResult, Nation, Paper, ServiceMethod
from tests import factories_poca as poca
from tests.conftest import PEOPLE
from tests.factories_poca import FIRST_ENDS, FIRST_ORDER, THURSDAY, Clock, wall

DEADLINE = wall(2026, 4, 8, 15)
"""Seized Thursday 2 April 2026 15:00: nine hours that day, Easter left out, the rest by Wednesday 15:00."""
WHY = ReasonDraft(reason="The court's own register shows 10:40.")


@pytest.fixture
def case(timed: Store, ticking: Clock, officer: Actor) -> UUID:
    ticking.at(THURSDAY)
    return poca.seized(timed, officer)


def test_it_is_shown_from_the_minute_on_and_found(
    timed: Store, ticking: Clock, officer: Actor, colleague: Actor, case: UUID
) -> None:
    shown = CaseFilter(states=(CaseState.EXPIRED,))
    for now, state in ((DEADLINE - timedelta(minutes=1), CaseState.SEIZED), (DEADLINE, CaseState.EXPIRED)):
        row = timed.read(colleague, cases.one, case, now=now)
        assert row is not None
        assert (row.state, row.state_now, row.detained_until) == (CaseState.SEIZED, state, DEADLINE)
        late = state is CaseState.EXPIRED
        assert timed.read(colleague, cases.count, shown, now=now) == late
        assert timed.read(colleague, cases.count, CaseFilter(states=(CaseState.SEIZED,)), now=now) == (not late)
        assert timed.read(colleague, cases.totals, CaseFilter(), now=now).by_state[state] == 1


def test_an_edit_marks_it_and_does_not_clear_it(timed: Store, ticking: Clock, officer: Actor, case: UUID) -> None:
    opened = poca.look(timed, officer, case).draft
    ticking.at(DEADLINE)
    timed.write(officer, cases.change, opened, replace(opened, place="Elsewhere"))
    seen = poca.look(timed, officer, case)
    assert (seen.row.state, seen.row.expired_at, seen.row.place) == (CaseState.EXPIRED, DEADLINE, "Elsewhere")
    step = seen.steps[-1]
    assert (step.event, step.before, step.after, step.happened_at) == (
        Event.EXPIRED, CaseState.SEIZED, CaseState.EXPIRED, DEADLINE
    )  # fmt: skip
    assert step.reason == "Nothing detained it after Wed 8 Apr 2026 15:00."
    for edit in ({"seized_at": THURSDAY + timedelta(days=3)}, {"nation": Nation.SCOTLAND}):
        with pytest.raises(Invalid):
            timed.write(officer, cases.change, seen.draft, replace(seen.draft, **edit))
    assert poca.state(timed, officer, case) is CaseState.EXPIRED


def test_no_step_but_the_lawful_ones_leads_out(
    timed: Store, ticking: Clock, officer: Actor, supervisor: Actor, case: UUID
) -> None:
    person = poca.look(timed, officer, case).people[0]
    ticking.at(DEADLINE)
    on = DEADLINE.date()
    served = ServiceDraft(
        paper=Paper.NOTICE_TO_PERSON, person_id=person.id, served_at=DEADLINE, how=ServiceMethod.BY_HAND
    )
    timed.write(officer, people.serve, case, None, served)
    timed.write(officer, money.count, case, None, poca.count(counted_on=on))
    timed.write(officer, money.keep_as_evidence, case, None, WHY)
    asked = timed.write(
        officer, time_change.ask, case, None, TimeChangeDraft(seized_at=DEADLINE - timedelta(hours=1), reason="Watch.")
    ).value
    timed.write(supervisor, time_change.decide, asked, TimeDecisionDraft(agreed=True))
    claim = poca.claimed(timed, officer, case, on)
    refused = {
        "lodge": lambda: timed.write(officer, orders.lodge, case, None, poca.lodging(lodged_on=on)),
        "refuse": lambda: timed.write(officer, orders.refuse, case, None, DecisionDraft(decided_at=DEADLINE)),
        "adjourn": lambda: timed.write(
            officer, orders.adjourn, case, None, HearingDraft(hearing_at=DEADLINE, reason="No bench.")
        ),
        "withdraw": lambda: timed.write(
            officer, orders.withdraw, case, None, WithdrawalDraft(withdrawn_on=on, reason="No.")
        ),
        "notice": lambda: timed.write(officer, forfeiture.give_notice, case, None, poca.notice(given_on=on)),
        "close": lambda: timed.write(officer, closing.close, case, None, WHY),
        "reopen": lambda: timed.write(supervisor, closing.reopen, case, None, WHY),
        "confirm": lambda: timed.write(supervisor, orders.confirm_in_time, case, None, WHY),
    }
    for name, step in refused.items():
        with pytest.raises(Invalid):
            step()
        assert poca.state(timed, officer, case) is CaseState.EXPIRED, name
    seen = poca.look(timed, officer, case)
    assert (seen.row.expired_at, seen.claims[0].id) == (DEADLINE, claim)


def test_a_late_order_is_kept_and_saves_nothing(
    timed: Store, ticking: Clock, officer: Actor, supervisor: Actor, case: UUID
) -> None:
    late = wall(2026, 4, 8, 15, 12)
    ticking.at(late)
    told = timed.write(
        officer, orders.made, case, None, poca.order(made_at=late, lodged_on=THURSDAY.date(), court=poca.COURT)
    ).value
    assert told.state is CaseState.EXPIRED
    assert told.sentence.startswith(
        "The time ran out Wed 8 Apr 2026 15:00, and the order was made Wed 8 Apr 2026 15:12"
    )
    seen = poca.look(timed, officer, case)
    assert [(o.number, o.made_at) for o in seen.orders] == [(0, late)]
    assert seen.row.expired_at == DEADLINE
    assert seen.steps[-1].reason == told.sentence
    with pytest.raises(Invalid, match="nothing to confirm"):
        timed.write(supervisor, orders.confirm_in_time, case, None, WHY)


def test_the_very_minute_is_too_late(timed: Store, ticking: Clock, officer: Actor, case: UUID) -> None:
    """Kingdom Corporate: made before the time runs out."""
    ticking.at(DEADLINE + timedelta(minutes=1))
    for made_at, state in ((DEADLINE, CaseState.EXPIRED), (DEADLINE - timedelta(minutes=1), CaseState.DETAINED)):
        id_ = poca.seized(timed, officer)
        told = timed.write(
            officer, orders.made, id_, None, poca.order(made_at=made_at, lodged_on=THURSDAY.date(), court=poca.COURT)
        ).value
        assert told.state is state


def test_an_order_made_in_time_and_recorded_late_needs_a_second_person(
    timed: Store, ticking: Clock, officer: Actor, champion: Actor, supervisor: Actor, case: UUID
) -> None:
    timed.write(champion, orders.lodge, case, None, poca.lodging())
    opened = poca.look(timed, officer, case).draft
    ticking.at(DEADLINE + timedelta(hours=1))
    timed.write(officer, cases.change, opened, replace(opened, notes="Where is the order?"))
    told = timed.write(champion, orders.made, case, None, poca.order()).value
    assert told.state is CaseState.EXPIRED
    assert "other than you confirms" in told.sentence
    with pytest.raises(NotAllowed, match="second person"):
        timed.write(champion, orders.confirm_in_time, case, None, WHY)
    with pytest.raises(NotAllowed, match="Your role"):
        timed.write(officer, orders.confirm_in_time, case, None, WHY)
    timed.write(supervisor, orders.confirm_in_time, case, None, WHY)
    seen = poca.look(timed, officer, case)
    assert (seen.row.state, seen.row.expired_at, seen.orders[0].number) == (CaseState.DETAINED, None, 1)
    assert seen.row.detained_until == wall(2026, 10, 7)
    assert [step.event for step in seen.steps][-3:] == [Event.EXPIRED, Event.ORDER_MADE, Event.CONFIRMED_IN_TIME]


def test_the_next_order_is_made_before_the_last_one_ends(
    timed: Store, ticking: Clock, officer: Actor, case: UUID
) -> None:
    ticking.at(wall(2027, 3, 1))
    first = poca.order(lodged_on=THURSDAY.date(), court=poca.COURT)
    timed.write(officer, orders.made, case, None, first)
    in_time = wall(2026, 10, 6, 10)
    second = poca.order(made_at=in_time, expires_on=date(2027, 1, 5), lodged_on=date(2026, 9, 20), court=poca.COURT)
    assert timed.write(officer, orders.made, case, None, second).value.state is CaseState.DETAINED
    late = wall(2027, 1, 6, 10)
    third = poca.order(made_at=late, expires_on=date(2027, 4, 5), lodged_on=date(2026, 12, 20), court=poca.COURT)
    assert timed.write(officer, orders.made, case, None, third).value.state is CaseState.EXPIRED
    seen = poca.look(timed, officer, case)
    assert [order.number for order in seen.orders] == [1, 2, 0]
    assert seen.row.expired_at == wall(2027, 1, 6)
    assert seen.row.first_order_on == FIRST_ORDER.date()


def test_an_order_that_says_more_than_the_law_allows_is_flagged(
    timed: Store, ticking: Clock, officer: Actor, case: UUID
) -> None:
    ticking.at(FIRST_ORDER)
    draft = poca.order(expires_on=FIRST_ENDS + timedelta(days=1), lodged_on=THURSDAY.date(), court=poca.COURT)
    told = timed.write(officer, orders.made, case, None, draft).value
    assert told.state is CaseState.DETAINED
    assert "it ends Tue 6 Oct 2026 24:00 at the latest" in told.sentence
    assert poca.look(timed, officer, case).row.detained_until == wall(2026, 10, 7)


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"made_at": THURSDAY - timedelta(hours=1)}, "made_at"),
        ({"made_at": FIRST_ORDER + timedelta(days=1)}, "made_at"),
        ({"expires_on": date(2026, 4, 1)}, "expires_on"),
        ({"lodged_on": date(2026, 4, 1)}, "lodged_on"),
        ({"made_at": None}, "made_at"),
        ({"expires_on": None}, "expires_on"),
    ],
)
def test_no_order_before_the_seizure_and_none_in_the_future(
    timed: Store, ticking: Clock, officer: Actor, case: UUID, over: dict[str, object], field: str
) -> None:
    ticking.at(FIRST_ORDER)
    with pytest.raises(Invalid) as refused:
        timed.write(
            officer, orders.made, case, None, poca.order(**{"lodged_on": THURSDAY.date(), "court": poca.COURT, **over})
        )
    assert field in refused.value.problems
    assert poca.look(timed, officer, case).orders == ()


def test_returned_or_applied_for_on_advice(timed: Store, ticking: Clock, officer: Actor) -> None:
    returned = poca.in_state(timed, officer, ticking, CaseState.EXPIRED)
    on = DEADLINE.date()
    assert timed.write(officer, release.release, returned, None, poca.releasing(on)).value is CaseState.RELEASED
    seen = poca.look(timed, officer, returned)
    assert (seen.row.expired_at, seen.row.held_pence) == (DEADLINE, 0)

    applied = poca.in_state(timed, officer, ticking, CaseState.EXPIRED)
    with pytest.raises(Invalid, match="solicitor"):
        timed.write(officer, forfeiture.lodge, applied, None, poca.lodging(lodged_on=on))
    timed.write(officer, forfeiture.lodge, applied, None, poca.lodging(lodged_on=on, advice="S. Olicitor"))
    assert poca.state(timed, officer, applied) is CaseState.FORFEITURE_PENDING
    given_up = WithdrawalDraft(withdrawn_on=on, reason="Advice changed.")
    assert timed.write(officer, forfeiture.withdraw, applied, None, given_up).value is CaseState.RELEASED


def test_seized_anew_with_the_first_clock_beside_it(timed: Store, ticking: Clock, officer: Actor) -> None:
    old = poca.in_state(timed, officer, ticking, CaseState.EXPIRED)
    before = poca.look(timed, officer, old)
    at = wall(2026, 4, 9, 9, 30)
    ticking.at(at)
    draft = ReseizureDraft(
        seized_at=at,
        reason="The order came late.",
        advice="S. Olicitor",
        place="Property store",
        grounds="As known now.",
    )
    new = timed.write(officer, reseizure.reseize, old, None, draft).value
    was, now = poca.look(timed, officer, old), poca.look(timed, officer, new)
    assert (was.row.state, was.row.returned_pence, was.row.held_pence) == (CaseState.CLOSED, 615_000, 0)
    assert was.reseized_as == (new, now.row.reference)
    assert now.reseized_from == (old, was.row.reference)
    assert (now.row.state, now.row.seized_at, now.original_seized_at) == (CaseState.SEIZED, at, THURSDAY)
    assert now.row.detained_until == wall(2026, 4, 13, 9, 30)
    assert (now.row.seized_pence, now.row.held_pence) == (615_000, 615_000)
    assert [p.name for p in now.people] == [p.name for p in before.people]
    assert [e.bag_no for e in now.exhibits] == [e.bag_no for e in before.exhibits]
    assert now.reseized_because == "The order came late. Advised by S. Olicitor."
    assert now.row.expired_at is None
    with pytest.raises(Invalid, match="seized anew"):
        timed.write(PEOPLE["supervisor"], closing.reopen, old, None, WHY)


def test_foreign_cash_without_a_rate_is_seized_anew_all_the_same(timed: Store, ticking: Clock, officer: Actor) -> None:
    dollars = MoneyLine(currency="USD", estimate_minor=100_000)
    old = poca.seized(timed, officer, money=(dollars,))
    at = wall(2026, 4, 9, 9, 30)
    ticking.at(at)
    draft = ReseizureDraft(
        seized_at=at, reason="No order was made.", advice="S. Olicitor", place="Store", grounds="As known now."
    )
    new = timed.write(officer, reseizure.reseize, old, None, draft).value
    was, now = poca.look(timed, officer, old), poca.look(timed, officer, new)
    assert (was.row.state, was.money[0].held_minor, was.money[0].returned_minor) == (CaseState.CLOSED, 0, 100_000)
    assert (was.row.seized_pence, was.row.held_pence, was.row.returned_pence) == (None, 0, 0)
    assert (now.row.seized_pence, now.row.held_pence, now.money[0].held_minor) == (None, None, 100_000)


def test_an_objection_after_the_order_ended_leaves_forty_eight_hours(
    timed: Store, ticking: Clock, officer: Actor
) -> None:
    lapsed = poca.in_state(timed, officer, ticking, CaseState.NOTICE_LAPSED)
    seen = poca.look(timed, officer, lapsed)
    assert seen.row.detained_until == wall(2026, 10, 22, 10)
    ticking.at(wall(2026, 10, 22, 10))
    opened = poca.look(timed, officer, lapsed).draft
    timed.write(officer, cases.change, opened, replace(opened, notes="Late."))
    assert poca.state(timed, officer, lapsed) is CaseState.EXPIRED


def test_an_objection_while_the_order_is_in_force_goes_back_to_it(timed: Store, ticking: Clock, officer: Actor) -> None:
    noticed = poca.in_state(timed, officer, ticking, CaseState.NOTICE_RUNNING)
    too_late: datetime = wall(2026, 7, 2)
    ticking.at(too_late)
    with pytest.raises(Invalid, match="The period ended Wed 1 Jul 2026 24:00"):
        timed.write(
            officer, forfeiture.object, noticed, None, ObjectionDraft(received_at=too_late, objector="Sam Ample")
        )
    in_time = ObjectionDraft(received_at=wall(2026, 7, 1, 23, 59), objector="Sam Ample")
    assert timed.write(officer, forfeiture.object, noticed, None, in_time).value is CaseState.DETAINED
    assert poca.look(timed, officer, noticed).row.detained_until == wall(2026, 10, 7)


def test_a_claim_is_answered_beside_it(timed: Store, ticking: Clock, officer: Actor) -> None:
    expired = poca.in_state(timed, officer, ticking, CaseState.EXPIRED)
    on = DEADLINE.date()
    claim = poca.claimed(timed, officer, expired, on)
    draft = ClaimDecisionDraft(claim_id=claim, result=ClaimResult.REFUSED, decided_on=on)
    assert timed.write(officer, claims.decide, expired, None, draft).value is CaseState.EXPIRED
