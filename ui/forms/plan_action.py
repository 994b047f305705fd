"""The forms of an action: propose and change, agree, another date, result, why it is blocked, cancelled or reopened."""

from collections.abc import Sequence
from typing import Any

from soc_desk.services import periods
from soc_desk.services.plans import actions
from soc_desk.services.plans.drafts import ActionDraft, AgreementDraft, BecauseDraft, DueDraft, ResultDraft
from soc_desk.services.policies import CodeRow
from soc_desk.services.prints import day_words
from soc_desk.vocabulary import FourP
from ui.desk import UseCase
from ui.plans.step_sheet import Shown, Step
from ui.widgets import marks
from ui.widgets.choices import ChoiceField
from ui.widgets.fields import DateField, LineField, TextField
from ui.widgets.form import Entry, Form
from ui.widgets.option import Option
from ui.widgets.segmented import Segmented


def _codes(rows: Sequence[CodeRow], words: dict[str, str]) -> ChoiceField:
    """One code of a list; a closed one that the record has keeps its words."""
    field = ChoiceField([Option(row.code, row.label) for row in rows])
    field.know([Option(code, label) for code, label in words.items()])
    return field


def _owner_rows(form: Form[Any], shown: Shown) -> None:
    people = ChoiceField([Option(person.id, person.name) for person in shown.lists.people])
    target = shown.target
    if target is not None and target.owner_id is not None:
        people.know([Option(target.owner_id, target.owner)])
    form.add_row(
        Entry("owner_id", "O&wner, one of us", people), Entry("owner", "or a pa&rtner", LineField("Name and post"))
    )
    form.add_row(
        Entry("agency", "A&gency", _codes(shown.lists.agencies, shown.plan.labels["agency"])),
        Entry("due_on", "&Due by", DateField(periods.today, coming=True)),
    )


def _action(form: Form[Any], shown: Shown) -> None:
    ps = Segmented([Option(p, p.label, marks.four_p(p)) for p in FourP])
    form.add_row(Entry("four_p", "Which &P", ps))
    form.add_row(Entry("title", "What is to be &done", LineField("In a few words, as the list shows it")))
    _owner_rows(form, shown)
    form.add_row(
        Entry("tactic_area", "&Tactic area", _codes(shown.lists.tactic_areas, shown.plan.labels["tactic_area"])),
        Entry("evidence_ref", "&Evidence reference", LineField()),
    )


def _agreement(form: Form[Any], shown: Shown) -> None:
    _owner_rows(form, shown)


def _as_agreed(shown: Shown) -> AgreementDraft:
    draft = shown.target.draft
    return AgreementDraft(owner_id=draft.owner_id, owner=draft.owner, agency=draft.agency, due_on=draft.due_on)


def _due(form: Form[Any], shown: Shown) -> None:  # noqa: ARG001 - every form has the same shape
    form.add_row(Entry("due_on", "&Due by", DateField(periods.today, coming=True)))
    form.add_row(Entry("because", "Wh&y", TextField("Why the date changes", lines=2)))


def _told_of_dates(shown: Shown) -> str:
    found = f"{shown.target.title}: due {day_words(shown.target.due_on)}"
    if shown.target.slips:
        found += f", first agreed for {day_words(shown.target.first_due_on)}"
    return f"{found}. A later date is counted as a slip."


def _result(form: Form[Any], shown: Shown) -> None:  # noqa: ARG001
    form.add_row(Entry("result", "&Result", TextField("What came of it", lines=4)))
    form.add_row(
        Entry("done_on", "&Done on", DateField(periods.today)), Entry("evidence_ref", "&Evidence", LineField())
    )


def _as_done(shown: Shown) -> ResultDraft:
    return ResultDraft(
        done_on=periods.today(), result=shown.target.result, evidence_ref=shown.target.evidence_ref
    )  # fmt: skip


def _because(form: Form[Any], shown: Shown) -> None:  # noqa: ARG001
    form.add_row(Entry("because", "Wh&y", TextField(lines=3)))


def _title(shown: Shown) -> str:
    return f"{shown.target.title}."


def _propose(desk: Any, shown: Shown, _before: Any, draft: Any) -> Any:
    return desk.write(actions.propose, shown.plan.subject_id, draft)


def _change(desk: Any, _shown: Shown, before: Any, draft: Any) -> Any:
    return desk.write(actions.change, before, draft)


def _step(key: str, title: str, verb: str, told: str, use_case: UseCase[..., Any], **more: Any) -> Step:
    """A step on one action: by default its use case takes ``(work, id, version, draft)`` and asks why."""
    default = {
        "draft": BecauseDraft, "rows": _because, "start": lambda _shown: BecauseDraft(), "note": _title,
        "write": lambda desk, shown, _before, draft: desk.write(use_case, shown.target.id, shown.target.version, draft),
    }  # fmt: skip
    return Step(key=key, title=title, verb=verb, told=told, use_case=use_case, **{**default, **more})


ACTION_STEPS: dict[str, Step] = {
    step.key: step
    for step in (
        _step(
            "propose", "Add an action", "Add it", "the action was added", actions.propose, draft=ActionDraft,
            rows=_action, start=lambda _shown: ActionDraft(), write=_propose,
            note=lambda _shown: "With an owner and a date it is agreed at once; without, it is proposed.",
        ),
        _step(
            "change_action", "Change an action", "Save", "the action was changed", actions.change, draft=ActionDraft,
            rows=_action, start=lambda shown: shown.target.draft, write=_change, note=lambda _shown: "",
        ),
        _step(
            "agree", "Agree an action", "Agree", "the action was agreed", actions.agree, draft=AgreementDraft,
            rows=_agreement, start=_as_agreed,
        ),
        _step(
            "due", "Change the due date", "Change it", "the due date was changed", actions.put_off, draft=DueDraft,
            rows=_due, start=lambda shown: DueDraft(due_on=shown.target.due_on), note=_told_of_dates,
        ),
        _step(
            "complete", "Complete an action", "Complete", "the action was completed", actions.complete,
            draft=ResultDraft, rows=_result, start=_as_done,
        ),
        _step("block", "Block an action", "Block", "the action is blocked", actions.block),
        _step(
            "cancel", "Cancel an action", "Cancel the action", "the action was cancelled", actions.cancel,
            is_grave=True,
        ),
        _step("reopen", "Reopen an action", "Reopen", "the action was reopened", actions.reopen),
    )
}  # fmt: skip
