"""The life of a plan on both engines, from the first draft to the lessons, and what keeps it from going on."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from soc_desk.domain import Plan
from soc_desk.errors import Conflict, Invalid, NotAllowed, NotFound
from soc_desk.services import disruptions, history, subjects
from soc_desk.services.ocg_life import glance
from soc_desk.services.plans import actions, boards, due, lines, planning
from soc_desk.services.plans.drafts import (
    AgreementDraft,
    AnswerDraft,
    ApprovalDraft,
    BecauseDraft,
    ClosureDraft,
    DueDraft,
    GapDraft,
    ObjectiveDraft,
    PlanDraft,
    PlanReviewDraft,
    ResultDraft,
)
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import Access, FourP, ImpactLevel
from soc_desk.vocabulary.ocg import ActionState, Basis, PlanOutcome, PlanStatus
from tests import factories, factories_plan
from tests.factories_plan import DAY, plan, shown, standing

WHY = BecauseDraft(because="The lab has a backlog.")


@pytest.fixture
def group(store: Store, officer: Actor, coordinator: Actor) -> UUID:
    return factories_plan.group(store, officer, coordinator)


def test_from_the_first_draft_to_the_lessons(
    store: Store, officer: Actor, colleague: Actor, coordinator: Actor, supervisor: Actor, group: UUID
) -> None:
    first, goal = taken_live(store, officer, coordinator, group)
    done = worked(store, officer, colleague, group)
    reopened_and_told(store, colleague, supervisor, done)
    gap = store.write(officer, lines.raise_gap, group, GapDraft(words="Who holds the line?", raised_on=DAY)).value
    store.write(officer, lines.answer_gap, gap, 1, AnswerDraft(answer="Person 14.", closed_on=DAY))
    line = next(one for one in shown(store, officer, group).objectives if one.id == goal)
    store.write(officer, lines.meet_objective, goal, line.version, met=True)
    reviewed = PlanReviewDraft(reviewed_on=DAY, review_note="Holds.", review_due_on=date(2027, 2, 1))
    store.write(officer, planning.review, first, plan(store, officer, group).version, reviewed)
    assert plan(store, officer, group).review_due_on == date(2027, 2, 1)
    open_ = factories_plan.action(store, officer, group, four_p=FourP.PREVENT)
    second = replaced(store, officer, coordinator, group)
    after = shown(store, officer, group)
    assert [(one.id, one.status) for one in after.earlier] == [(first, PlanStatus.REPLACED)]
    assert {one.id for one in after.actions} == {done, open_}
    closed_with_lessons(store, officer, second, open_)
    assert plan(store, officer, group).outcome is PlanOutcome.PART
    told = {row.what for row in store.read(officer, history.history, group)}
    assert {"Approve a 4P plan", "Reopen a completed action", "Close a 4P plan", "Answer an intelligence gap"} <= told


def taken_live(store: Store, officer: Actor, coordinator: Actor, group: UUID) -> tuple[UUID, UUID]:
    """A first version with two objectives, in force; gives its id and that of its first objective."""
    assert shown(store, officer, group).plan is None
    first = store.write(officer, planning.draft, group, PlanDraft(objectives="Take the line out.")).value
    goal = store.write(officer, lines.add_objective, first, ObjectiveDraft(words="Line dead by March.")).value
    store.write(officer, lines.add_objective, first, ObjectiveDraft(words="Two runners diverted.", basis=Basis.FACT))
    with pytest.raises(Invalid) as refused:
        store.write(coordinator, planning.approve, first, plan(store, officer, group).version, _approval())
    assert refused.value.problems.keys() == {"review_due_on"}
    opened = PlanDraft(id=first, version=plan(store, officer, group).version, objectives="Take the line out.")
    store.write(officer, planning.change, opened, replace(opened, review_due_on=date(2027, 1, 30)))
    store.write(coordinator, planning.approve, first, plan(store, officer, group).version, _approval())
    store.write(officer, planning.go_live, first, plan(store, officer, group).version)
    now = plan(store, officer, group)
    assert (now.status, now.approved_by, now.starts_on) == (PlanStatus.LIVE, "Supt Vale", DAY)
    return first, goal


def worked(store: Store, officer: Actor, colleague: Actor, group: UUID) -> UUID:
    """Proposed, agreed, begun, blocked five days, put off, brought forward; still in progress."""
    done = factories_plan.action(store, officer, group, owner="", agency="", due_on=None, title="Cuckooing visits")
    assert standing(store, officer, done).state is ActionState.PROPOSED
    agreed = AgreementDraft(owner_id=colleague.id, due_on=date(2026, 11, 18))
    store.write(officer, actions.agree, done, 1, agreed)
    store.write(colleague, actions.start, done, 2)
    store.write(colleague, actions.block, done, 3, WHY)
    store._clock = _days_later(store, 5)
    store.write(colleague, actions.resume, done, 4)
    store.write(officer, actions.put_off, done, 5, DueDraft(due_on=date(2026, 11, 30), because="Lab."))
    store.write(officer, actions.put_off, done, 6, DueDraft(due_on=date(2026, 11, 25), because="Sooner."))
    found = standing(store, officer, done)
    assert (found.owner, found.slips, found.held_days, found.first_due_on, found.due_on) == (
        colleague.display, 1, 5, date(2026, 11, 18), date(2026, 11, 25),
    )  # fmt: skip
    assert found.days_overdue(date(2026, 11, 28)) == 3
    return done


def reopened_and_told(store: Store, colleague: Actor, supervisor: Actor, done: UUID) -> None:
    """Completed, reopened by a supervisor alone, completed again, and told once as a disruption."""
    result = ResultDraft(done_on=date(2026, 11, 19), result="Three visited.", evidence_ref="EX/4")
    store.write(colleague, actions.complete, done, 7, result)
    with pytest.raises(NotAllowed):
        store.write(colleague, actions.reopen, done, 8, WHY)
    store.write(supervisor, actions.reopen, done, 8, BecauseDraft(because="One flat was missed."))
    store.write(colleague, actions.complete, done, 9, replace(result, result="Four visited."))
    offered = store.read(colleague, actions.disruption_draft, done)
    assert (offered.four_p, offered.disruption_date, offered.title, offered.narrative, offered.plan_ref) == (
        FourP.PURSUE, date(2026, 11, 19), "Cuckooing visits", "Four visited.", "OCG-2026-0001 4P plan v1",
    )  # fmt: skip
    recorded = store.write(colleague, disruptions.record, replace(offered, impact_level=ImpactLevel.MINOR)).value
    store.write(colleague, actions.link_disruption, done, 10, recorded)
    assert standing(store, colleague, done).disruption_id == recorded


def replaced(store: Store, officer: Actor, coordinator: Actor, group: UUID) -> UUID:
    """A second version takes over what is not met, and the first stays live until then."""
    second = factories_plan.drafted(store, officer, group)
    both = shown(store, officer, group)
    assert both.plan is not None
    assert both.coming is not None
    assert (both.plan.number, both.coming.id, both.coming.number) == (1, second, 2)
    assert [one.words for one in both.objectives if one.plan_id == second] == ["Two runners diverted."]
    store.write(coordinator, planning.approve, second, 1, _approval())
    store.write(officer, planning.go_live, second, 2)
    return second


def closed_with_lessons(store: Store, officer: Actor, id_: UUID, open_: UUID) -> None:
    """Only once nothing is open, and with its lessons."""
    closing = ClosureDraft(
        closed_on=DAY + timedelta(5), outcome=PlanOutcome.PART, lessons="Go with housing from the start."
    )
    with pytest.raises(Invalid, match="1 action is still open"):
        store.write(officer, planning.close, id_, 3, closing)
    store.write(officer, actions.cancel, open_, 1, BecauseDraft(because="He moved away."))
    with pytest.raises(Invalid, match="learnt"):
        store.write(officer, planning.close, id_, 3, replace(closing, lessons=" "))
    store.write(officer, planning.close, id_, 3, closing)


def test_the_balance_tells_what_is_planned_under_each_p(store: Store, officer: Actor, group: UUID) -> None:
    for due_on in (date(2026, 11, 13), DAY):
        factories_plan.action(store, officer, group, due_on=due_on)
    gone = factories_plan.action(store, officer, group, four_p=FourP.PROTECT)
    store.write(officer, actions.cancel, gone, 1, WHY)
    found = shown(store, officer, group)
    assert {p: (b.open, b.overdue, b.completed, b.none_planned) for p, b in found.balance(DAY).items()} == {
        FourP.PURSUE: (2, 1, 0, False), FourP.PREVENT: (0, 0, 0, True), FourP.PROTECT: (0, 0, 0, True),
        FourP.PREPARE: (0, 0, 0, True),
    }  # fmt: skip


def test_who_approves(store: Store, officer: Actor, coordinator: Actor, supervisor: Actor, group: UUID) -> None:
    made = factories_plan.drafted(store, officer, group)
    with pytest.raises(NotAllowed, match="coordinator or supervisor"):
        store.write(officer, planning.approve, made, 1, _approval())
    store.write(officer, factories_plan.alter, group, lro_id=coordinator.id)
    with pytest.raises(NotAllowed, match="lead responsible officer does not"):
        store.write(coordinator, planning.approve, made, 1, _approval())
    store.write(officer, factories_plan.alter, group, sro="")
    with pytest.raises(Invalid, match="Name the senior responsible officer"):
        store.write(supervisor, planning.approve, made, 1, _approval())
    store.write(officer, factories_plan.alter, group, sro=supervisor.display, sro_id=supervisor.id)
    store.write(supervisor, planning.approve, made, 1, _approval())
    assert plan(store, officer, group).approved_by == supervisor.display
    opened = PlanDraft(id=made, version=2, objectives="Take the line out.", review_due_on=date(2027, 1, 30))
    store.write(officer, planning.change, opened, replace(opened, objectives="And keep it out."))
    now = plan(store, officer, group)
    assert (now.status, now.approved_by) == (PlanStatus.DRAFT, "")


def test_what_is_refused(store: Store, officer: Actor, coordinator: Actor, group: UUID) -> None:
    made = factories_plan.live(store, officer, coordinator, group)
    live = plan(store, officer, group)
    opened = PlanDraft(id=made, version=live.version)
    with pytest.raises(Invalid, match="new version"):
        store.write(officer, planning.change, opened, replace(opened, objectives="Other."))
    coming = factories_plan.drafted(store, officer, group, review_due_on=date(2026, 11, 1))
    with pytest.raises(Invalid, match="drafted already"):
        factories_plan.drafted(store, officer, group)
    with pytest.raises(Invalid, match="never went live"):
        store.write(
            officer, planning.close, coming, 1,
            ClosureDraft(closed_on=DAY, outcome=PlanOutcome.ACHIEVED, lessons="None"),
        )  # fmt: skip
    store.write(coordinator, planning.approve, coming, 1, _approval())
    with pytest.raises(Invalid, match="overdue at once"):
        store.write(officer, planning.go_live, coming, 2)
    with pytest.raises(Conflict):
        store.write(
            officer, planning.review, made, live.version - 1,
            PlanReviewDraft(reviewed_on=DAY, review_note="Holds.", review_due_on=date(2027, 3, 1)),
        )  # fmt: skip
    other = factories_plan.group(store, officer, coordinator)
    theirs = factories.disruption(store, officer, other)
    mine = factories_plan.action(store, officer, group)
    with pytest.raises(Invalid, match="against another group"):
        store.write(officer, actions.link_disruption, mine, 1, theirs)
    with pytest.raises(Invalid) as refused:
        factories_plan.action(store, officer, group, agency="", tactic_area="sorcery")
    assert refused.value.problems.keys() == {"agency", "tactic_area"}


def test_a_version_that_starts_later_takes_over_on_its_day(
    store: Store, officer: Actor, coordinator: Actor, group: UUID
) -> None:
    first = factories_plan.live(store, officer, coordinator, group)
    starts = DAY + timedelta(days=17)
    second = factories_plan.drafted(store, officer, group, starts_on=starts, review_due_on=starts + timedelta(60))
    store.write(coordinator, planning.approve, second, 1, _approval())
    store.write(officer, planning.go_live, second, 2)

    def stands(day: date) -> tuple[UUID, UUID | None, list[UUID]]:
        found = shown(store, officer, group, day)
        assert found.plan is not None
        return found.plan.id, found.coming.id if found.coming else None, [one.id for one in found.earlier]

    assert stands(DAY) == (first, second, [])
    assert stands(starts - timedelta(1)) == (first, second, [])
    assert stands(starts) == (second, None, [first])
    for day, number, overdue in ((DAY, 1, 0), (starts, 2, 0), (starts + timedelta(61), 2, 1)):
        assert store.read(officer, glance.of, group, day).number == number
        (covered,) = store.read(officer, boards.coverage, day)
        assert covered.plan_in_date is not overdue
        late = [row for row in store.read(officer, due.reviews, day, day - timedelta(1)) if row.kind == "plan_review"]
        assert len(late) == overdue
    version = shown(store, officer, group).coming.version
    reviewed = PlanReviewDraft(reviewed_on=DAY, review_note="Holds.", review_due_on=starts)
    with pytest.raises(Invalid, match="not in force on that day"):
        store.write(officer, planning.review, second, version, reviewed)
    opened = PlanDraft(id=second, version=version, objectives="Take the line out.", starts_on=starts,
                       review_due_on=starts + timedelta(60))  # fmt: skip
    store.write(officer, planning.change, opened, replace(opened, objectives="And keep it out."))
    assert stands(starts) == (first, second, [])  # it needs approval again, and the first stays in force
    store.write(coordinator, planning.approve, second, version + 1, _approval())
    store.write(officer, planning.go_live, second, version + 2)
    store._clock = _days_later(store, 20)
    held = shown(store, officer, group, starts).plan
    assert held is not None
    now = replace(reviewed, reviewed_on=starts + timedelta(1), review_due_on=starts + timedelta(99))
    store.write(officer, planning.review, second, held.version, now)
    (status,) = store.read(officer, lambda s: s.scalars(select(Plan.status).where(Plan.id == first)).all())
    assert status is PlanStatus.REPLACED


def test_only_the_groups_own_sro_approves(store: Store, officer: Actor, coordinator: Actor, group: UUID) -> None:
    made = factories_plan.drafted(store, officer, group)
    with pytest.raises(Invalid, match="is Supt Vale"):
        store.write(coordinator, planning.approve, made, 1, ApprovalDraft(approved_by="Mickey Mouse"))
    store.write(officer, factories_plan.alter, group, sro="National Crime Agency, Jo Vale")
    store.write(coordinator, planning.approve, made, 1, ApprovalDraft(approved_by="jo  vale"))
    assert plan(store, officer, group).status is PlanStatus.APPROVED


def test_an_edit_counts_a_slip_and_never_loses_the_owner(store: Store, officer: Actor, group: UUID) -> None:
    made = factories_plan.action(store, officer, group)
    opened = standing(store, officer, made).draft
    store.write(officer, actions.change, opened, replace(opened, due_on=date(2026, 12, 4), title="Warrants at three"))
    found = standing(store, officer, made)
    assert (found.title, found.slips, found.first_due_on) == ("Warrants at three", 1, date(2026, 11, 30))
    with pytest.raises(Invalid) as refused:
        store.write(officer, actions.change, opened, replace(opened, owner="", agency="", version=found.version))
    assert "owner_id" in refused.value.problems


def test_an_objective_and_a_gap_are_edited_as_long_as_they_may(
    store: Store, officer: Actor, coordinator: Actor, group: UUID
) -> None:
    made = factories_plan.drafted(store, officer, group)
    line = store.write(officer, lines.add_objective, made, ObjectiveDraft(words="Line dead.")).value
    opened = ObjectiveDraft(id=line, version=1, words="Line dead.")
    store.write(officer, lines.change_objective, opened, replace(opened, words="Line dead by March."))
    gone = store.write(officer, lines.add_objective, made, ObjectiveDraft(words="Not this.")).value
    store.write(officer, lines.remove_objective, gone, 1)
    assert [one.words for one in shown(store, officer, group).objectives] == ["Line dead by March."]
    store.write(coordinator, planning.approve, made, 1, _approval())
    store.write(officer, planning.go_live, made, 2)
    with pytest.raises(Invalid, match="new version"):
        store.write(officer, lines.remove_objective, line, 2)
    gap = store.write(officer, lines.raise_gap, group, GapDraft(words="Who?", raised_on=DAY)).value
    asked = GapDraft(id=gap, version=1, words="Who?", raised_on=DAY)
    store.write(officer, lines.change_gap, asked, replace(asked, words="Who holds the line?"))
    with pytest.raises(Invalid, match="before it was raised"):
        store.write(officer, lines.answer_gap, gap, 2, AnswerDraft(answer="X", closed_on=DAY - timedelta(1)))
    assert [one.words for one in shown(store, officer, group).gaps] == ["Who holds the line?"]


def test_a_closed_group_has_no_plan_for_others_and_no_owner_who_may_not_know(
    store: Store, officer: Actor, colleague: Actor, group: UUID
) -> None:
    made = factories_plan.action(store, officer, group)
    version = factories.version(store, officer, group)
    store.write(officer, subjects.set_access, group, version, Access.RESTRICTED, ())
    for asked in (lambda: shown(store, colleague, group), lambda: standing(store, colleague, made)):
        with pytest.raises(NotFound, match="does not exist, or is not open to you"):
            asked()
    with pytest.raises(NotFound):
        store.write(colleague, actions.start, made, 1)
    with pytest.raises(NotFound):
        store.read(colleague, actions.disruption_draft, made)
    with pytest.raises(Invalid, match="may not know of this group"):
        factories_plan.action(store, officer, group, owner="", agency="", owner_id=colleague.id)
    store.write(officer, subjects.set_access, group, version + 1, Access.RESTRICTED, (colleague.id,))
    factories_plan.action(store, officer, group, owner="", agency="", owner_id=colleague.id)


def _approval() -> ApprovalDraft:
    return ApprovalDraft(approved_by="Supt Vale")


def _days_later(store: Store, days: int) -> Callable[[], datetime]:
    now = store._clock() + timedelta(days=days)
    return lambda: now
