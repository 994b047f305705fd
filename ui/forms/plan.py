"""The forms of a plan's life: draft and change, approval, review, closure, objectives, intelligence gaps."""

from collections.abc import Callable
from typing import Any

from soc_desk.services import periods
from soc_desk.services.plans import lines, planning
from soc_desk.services.plans.drafts import (
    AnswerDraft,
    ApprovalDraft,
    ClosureDraft,
    GapDraft,
    ObjectiveDraft,
    PlanDraft,
    PlanReviewDraft,
)
from soc_desk.vocabulary.ocg import Basis, PlanOutcome, PlanStatus
from ui.desk import UseCase
from ui.lanes import Reply
from ui.plans.step_sheet import Shown, Step
from ui.widgets.fields import DateField, LineField, TextField
from ui.widgets.form import Entry, Form
from ui.widgets.option import Option
from ui.widgets.segmented import Segmented

Write = Callable[..., Reply[Any]]


def on_target(use_case: UseCase[..., Any]) -> Write:
    """A use case of ``(work, id, version, draft)`` on what the step is about."""
    return lambda desk, shown, _before, draft: desk.write(use_case, shown.target.id, shown.target.version, draft)


def on_change(use_case: UseCase[..., Any]) -> Write:
    """A use case of ``(work, before, mine)``."""
    return lambda desk, _shown, before, draft: desk.write(use_case, before, draft)


def on_group(use_case: UseCase[..., Any]) -> Write:
    """A use case of ``(work, subject_id, draft)``."""
    return lambda desk, shown, _before, draft: desk.write(use_case, shown.plan.subject_id, draft)


def _plan(form: Form[Any], shown: Shown) -> None:  # noqa: ARG001 - every form has the same shape
    words = "What the SRO wants reached: the strategic objectives"
    form.add_row(Entry("objectives", "Strategic &objectives", TextField(words, lines=5)))
    form.add_row(
        Entry("starts_on", "&Starts on", DateField(periods.today), "Left empty, the day it goes live."),
        Entry("review_due_on", "First &review due", DateField(periods.today, coming=True)),
    )


def _start_plan(shown: Shown) -> PlanDraft:
    return PlanDraft(objectives=shown.plan.plan.objectives if shown.plan.plan is not None else "")


def _as_it_is(shown: Shown) -> PlanDraft:
    plan = shown.target
    return PlanDraft(
        id=plan.id, version=plan.version, objectives=plan.objectives, starts_on=plan.starts_on,
        review_due_on=plan.review_due_on,
    )  # fmt: skip


def _told_of_change(shown: Shown) -> str:
    told = "It was approved; a change takes it back to draft."
    return told if shown.target.status in (PlanStatus.APPROVED, PlanStatus.LIVE) else ""


def _told_of_version(shown: Shown) -> str:
    if shown.plan.plan is None or shown.plan.plan.status is not PlanStatus.LIVE:
        return ""
    return (
        f"Version {shown.plan.plan.number} stays live until this one goes live; objectives not yet met are taken over. "
        "Open actions and gaps belong to the group and live on."
    )


def _approval(form: Form[Any], shown: Shown) -> None:  # noqa: ARG001
    form.add_row(Entry("approved_by", "Senior responsible &officer", LineField()))


def _review(form: Form[Any], shown: Shown) -> None:  # noqa: ARG001
    form.add_row(
        Entry("reviewed_on", "Re&viewed on", DateField(periods.today)),
        Entry("review_due_on", "&Next review due", DateField(periods.today, coming=True)),
    )
    form.add_row(Entry("review_note", "What was &found", TextField("What works, what does not, what changes", lines=4)))


def _closure(form: Form[Any], shown: Shown) -> None:  # noqa: ARG001
    form.add_row(Entry("outcome", "&Outcome", Segmented([Option(one, one.label) for one in PlanOutcome])))
    form.add_row(Entry("closed_on", "&Ended on", DateField(periods.today)))
    form.add_row(Entry("lessons", "&Lessons", TextField("What the next plan should do again, or not", lines=5)))


def _objective(form: Form[Any], shown: Shown) -> None:  # noqa: ARG001
    form.add_row(Entry("words", "&Objective", TextField("What is to be reached, so that it can be seen", lines=3)))
    bases = Segmented([Option(one, one.label) for one in Basis], may_be_empty=False)
    form.add_row(Entry("basis", "It &rests on", bases))


def _gap(form: Form[Any], shown: Shown) -> None:  # noqa: ARG001
    form.add_row(Entry("words", "What is not &known", TextField("The question, as an analyst can work on it", lines=3)))
    form.add_row(Entry("raised_on", "&Raised on", DateField(periods.today)))


def _answer(form: Form[Any], shown: Shown) -> None:  # noqa: ARG001
    form.add_row(Entry("answer", "&Answer", TextField("What is known now, or why it is asked no more", lines=3)))
    form.add_row(Entry("closed_on", "&On", DateField(periods.today)))


def _line_as_it_is(kind: type[Any]) -> Any:
    """The Draft of an objective or a gap: fields of the same names."""
    return lambda shown: kind(**{name: getattr(shown.target, name) for name in kind.__dataclass_fields__})


def _add_objective(desk: Any, shown: Shown, _before: Any, draft: Any) -> Any:
    return desk.write(lines.add_objective, shown.target.id, draft)


PLAN_STEPS: dict[str, Step] = {
    "draft": Step(
        key="draft", title="Draft a 4P plan", verb="Keep the draft", use_case=planning.draft, draft=PlanDraft,
        rows=_plan, start=_start_plan, write=on_group(planning.draft), told="the plan was drafted",
        note=_told_of_version,
    ),
    "change": Step(
        key="change", title="Change the 4P plan", verb="Save", use_case=planning.change, draft=PlanDraft, rows=_plan,
        start=_as_it_is, write=on_change(planning.change), told="the plan was changed", note=_told_of_change,
    ),
    "approve": Step(
        key="approve", title="Approve the 4P plan", verb="Approve", use_case=planning.approve, draft=ApprovalDraft,
        rows=_approval, start=lambda shown: ApprovalDraft(approved_by=shown.plan.sro),
        write=on_target(planning.approve), told="the SRO's approval was entered",
        note=lambda _shown: "The SRO approves it, or a coordinator or supervisor enters that they did.",
    ),
    "review": Step(
        key="review", title="Review the 4P plan", verb="Keep the review", use_case=planning.review,
        draft=PlanReviewDraft, rows=_review, start=lambda _shown: PlanReviewDraft(reviewed_on=periods.today()),
        write=on_target(planning.review), told="the review was kept",
    ),
    "close": Step(
        key="close", title="Close the 4P plan", verb="Close the plan", use_case=planning.close, draft=ClosureDraft,
        rows=_closure, start=lambda _shown: ClosureDraft(closed_on=periods.today()), write=on_target(planning.close),
        told="the plan was closed", is_grave=True,
    ),
    "add_objective": Step(
        key="add_objective", title="Add an objective", verb="Add", use_case=lines.add_objective, draft=ObjectiveDraft,
        rows=_objective, start=lambda _shown: ObjectiveDraft(), write=_add_objective, told="the objective was added",
    ),
    "change_objective": Step(
        key="change_objective", title="Change an objective", verb="Save", use_case=lines.change_objective,
        draft=ObjectiveDraft, rows=_objective, start=_line_as_it_is(ObjectiveDraft),
        write=on_change(lines.change_objective), told="the objective was changed",
    ),
    "raise_gap": Step(
        key="raise_gap", title="Raise an intelligence gap", verb="Raise it", use_case=lines.raise_gap, draft=GapDraft,
        rows=_gap, start=lambda _shown: GapDraft(raised_on=periods.today()), write=on_group(lines.raise_gap),
        told="the gap was raised",
    ),
    "change_gap": Step(
        key="change_gap", title="Change an intelligence gap", verb="Save", use_case=lines.change_gap, draft=GapDraft,
        rows=_gap, start=_line_as_it_is(GapDraft), write=on_change(lines.change_gap), told="the gap was changed",
    ),
    "answer_gap": Step(
        key="answer_gap", title="Answer an intelligence gap", verb="Close the gap", use_case=lines.answer_gap,
        draft=AnswerDraft, rows=_answer, start=lambda _shown: AnswerDraft(closed_on=periods.today()),
        write=on_target(lines.answer_gap), told="the gap was closed", note=lambda shown: str(shown.target.words),
    ),
}  # fmt: skip
