"""Plans and actions go only the ways of their state tables; slips and days on hold are counted to the day."""

import itertools
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soc_desk.domain import Plan, PlanAction
from soc_desk.domain.plan import NEXT_ACTION_STATES, NEXT_PLAN_STATES, days_overdue, held_days
from soc_desk.errors import Invalid
from soc_desk.vocabulary import FourP
from soc_desk.vocabulary.ocg import ActionState, PlanOutcome, PlanStatus

TODAY = date(2026, 11, 14)
NOW = datetime(2026, 11, 14, 10, 30, tzinfo=UTC)
SOMEBODY = UUID(int=2)
P, A = PlanStatus, ActionState


def plan(status: PlanStatus) -> Plan:
    return Plan(subject_id=SOMEBODY, number=1, status=status, made_by_id=SOMEBODY, made_at=NOW)


def action(state: ActionState, due_on: date | None = TODAY) -> PlanAction:
    return PlanAction(
        subject_id=SOMEBODY, four_p=FourP.PURSUE, title="Warrants", state=state, owner="DC Example", due_on=due_on,
        made_by_id=SOMEBODY, made_at=NOW, blocked_on=TODAY if state is A.BLOCKED else None,
    )  # fmt: skip


PLAN_STEPS: dict[str, tuple[Callable[[Plan], None], PlanStatus, set[PlanStatus]]] = {
    "approve": (lambda p: p.approve("Supt Marsh", None, NOW), P.APPROVED, {P.DRAFT}),
    "go live": (lambda p: p.move(P.LIVE), P.LIVE, {P.APPROVED}),
    "rewrite": (lambda p: p.rewrite(TODAY), P.DRAFT, {P.DRAFT, P.APPROVED}),
    "review": (lambda p: p.review(TODAY, TODAY, "Holds."), P.LIVE, {P.LIVE}),
    "close": (lambda p: p.close(TODAY, PlanOutcome.ACHIEVED, "Go early."), P.CLOSED, {P.LIVE}),
    "close with its OCG": (
        lambda p: p.close(TODAY, PlanOutcome.ARCHIVED, "None."), P.CLOSED, {P.DRAFT, P.APPROVED, P.LIVE},
    ),
    "replace": (lambda p: p.move(P.REPLACED), P.REPLACED, {P.LIVE}),
}  # fmt: skip
ACTION_STEPS: dict[str, tuple[Callable[[PlanAction], None], ActionState, set[ActionState]]] = {
    "agree": (lambda a: a.agree(), A.AGREED, {A.PROPOSED}),
    "start": (lambda a: a.start(), A.IN_PROGRESS, {A.AGREED}),
    "block": (lambda a: a.block(TODAY, "No officers."), A.BLOCKED, {A.AGREED, A.IN_PROGRESS}),
    "resume": (lambda a: a.resume(TODAY), A.IN_PROGRESS, {A.BLOCKED}),
    "complete": (lambda a: a.complete(TODAY, "Three arrested."), A.COMPLETED, {A.IN_PROGRESS}),
    "cancel": (lambda a: a.cancel(TODAY, "Moved away."), A.CANCELLED, {A.PROPOSED, A.AGREED, A.IN_PROGRESS, A.BLOCKED}),
    "reopen": (lambda a: a.reopen("Wrong address."), A.IN_PROGRESS, {A.COMPLETED}),
}


@pytest.mark.parametrize("before", PlanStatus)
@pytest.mark.parametrize("name", PLAN_STEPS)
def test_a_plan_takes_only_the_steps_of_its_state(name: str, before: PlanStatus) -> None:
    take, after, allowed = PLAN_STEPS[name]
    made = plan(before)
    if before in allowed:
        take(made)
        assert made.status is after
    else:
        with pytest.raises(Invalid) as refused:
            take(made)
        assert str(refused.value).endswith(".")
        assert made.status is before


@pytest.mark.parametrize("before", ActionState)
@pytest.mark.parametrize("name", ACTION_STEPS)
def test_an_action_takes_only_the_steps_of_its_state(name: str, before: ActionState) -> None:
    take, after, allowed = ACTION_STEPS[name]
    made = action(before)
    if before in allowed:
        take(made)
        assert made.state is after
    else:
        with pytest.raises(Invalid) as refused:
            take(made)
        assert str(refused.value).endswith(".")
        assert made.state is before


def test_the_tables_know_every_state() -> None:
    assert NEXT_PLAN_STATES.keys() == set(PlanStatus)
    assert NEXT_ACTION_STATES.keys() == set(ActionState)
    assert not [state for state in ActionState if state.is_open and A.CANCELLED not in NEXT_ACTION_STATES[state]]


def test_a_change_takes_approval_back() -> None:
    made = plan(P.DRAFT)
    made.approve("Supt Marsh", SOMEBODY, NOW)
    made.rewrite(TODAY)
    assert (made.status, made.approved_by, made.approved_by_id, made.approved_at) == (P.DRAFT, "", None, None)


def test_agreed_is_who_and_by_when() -> None:
    made = action(A.PROPOSED, due_on=None)
    made.owner = ""
    with pytest.raises(Invalid) as refused:
        made.agree()
    assert refused.value.problems.keys() == {"owner_id", "due_on"}
    assert made.state is A.PROPOSED


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.lists(st.dates(date(2026, 1, 1), date(2027, 12, 31))))
def test_only_a_later_date_is_a_slip_and_the_first_one_stays(first: date, later: list[date]) -> None:
    made = action(A.PROPOSED, due_on=date(2026, 6, 1))
    made.put_off(first)
    assert (made.slips, made.first_due_on) == (0, None)  # nothing was agreed yet
    made.agree()
    for day in later:
        made.put_off(day)
    dates = [first, *later]
    assert made.slips == sum(after > before for before, after in itertools.pairwise(dates))
    assert (made.first_due_on, made.due_on) == (first, dates[-1])


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=8), st.integers(0, 60))
def test_days_on_hold_add_up_over_every_block(spells: list[tuple[int, int]], last: int) -> None:
    made, day = action(A.AGREED), TODAY
    for worked, held in spells:
        day += timedelta(days=worked)
        made.block(day, "Waits for the lab.")
        day += timedelta(days=held)
        assert held_days(made.held_days, made.blocked_on, day) == made.held_days + held
        made.resume(day)
    assert (made.held_days, made.blocked_on) == (sum(held for _, held in spells), None)
    made.block(day, "Waits for the lab.")
    made.cancel(day + timedelta(days=last), "Not needed.")
    assert (made.held_days, made.blocked_on) == (sum(held for _, held in spells) + last, None)


@pytest.mark.parametrize("state", ActionState)
@pytest.mark.parametrize(("due", "days"), [(None, 0), (TODAY, 0), (TODAY + timedelta(1), 0), (TODAY - timedelta(3), 3)])
def test_only_an_open_action_past_its_date_is_overdue(state: ActionState, due: date | None, days: int) -> None:
    assert days_overdue(state, due, TODAY) == (days if state.is_open else 0)
