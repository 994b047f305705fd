"""One step of a plan, an action, an objective or a gap as a sheet; kept as a draft like every editor."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal

from soc_desk.errors import Conflict, DeskError, Invalid
from soc_desk.services import periods
from soc_desk.services.plans import lists, rows
from soc_desk.services.plans.lists import PlanLists
from soc_desk.services.plans.rows import PlanOfGroup
from ui.desk import Desk, Session, UseCase
from ui.drafts import from_plain, to_plain
from ui.lanes import Reply
from ui.page import Shell
from ui.sheet import Sheet
from ui.widgets.banner import Banner
from ui.widgets.form import Form
from ui.widgets.text import button, label


@dataclass(frozen=True)
class Shown:
    """What a step stands on: the group's plan, the lists, and the plan, action, objective or gap it is about."""

    plan: PlanOfGroup
    lists: PlanLists
    target: Any = None


@dataclass(frozen=True, kw_only=True)
class Step:
    """A step as data: ``rows`` puts the Draft's fields on the form, ``start`` is the Draft it opens with.

    ``write(desk, shown, before, draft)`` calls its use case; ``before`` is the Draft it opened with. ``note`` stands
    above the fields, ``told`` what is said after it.
    """

    key: str
    title: str
    verb: str
    use_case: UseCase[..., Any]
    draft: type[Any]
    rows: Callable[[Form[Any], Shown], None]
    start: Callable[[Shown], Any]
    write: Callable[[Desk, Shown, Any, Any], Reply[Any]]
    told: str
    note: Callable[[Shown], str] = lambda _shown: ""
    is_grave: bool = False


def find(plan: PlanOfGroup, target_id: UUID | None) -> Any:
    """The plan, action, objective or gap with that id; None where there is none any more."""
    versions = tuple(one for one in (plan.plan, plan.coming) if one is not None)
    every: tuple[Any, ...] = (*versions, *plan.actions, *plan.objectives, *plan.gaps)
    return next((one for one in every if one.id == target_id), None)


def read(session: Session, subject_id: UUID, target_id: UUID | None) -> Shown:
    """What a step stands on, in one question."""
    today = periods.today()
    plan = rows.plan_of(session, subject_id, today)
    return Shown(plan, lists.lists(session, today), find(plan, target_id))


class StepSheet(Sheet):
    """Takes one step; ``catalogue.PlanStep`` finds it again by its key when a kept draft is resumed.

    ``taken(value)`` once it is saved, with what the use case gave.
    """

    TITLE = "A step of a 4P plan"
    WIDTH = 620

    taken = Signal(object)

    def __init__(self, desk: Desk, shell: Shell, subject_id: UUID, step: Step, target_id: UUID | None = None) -> None:
        super().__init__(desk, shell)
        self.subject_id, self.step, self.target_id = subject_id, step, target_id
        self.shown: Shown | None = None
        self._before: Any = None
        self._resumed: Mapping[str, Any] | None = None
        self.form: Form[Any] = Form(step.draft())
        self.banner, self.note = Banner(), label("", ink="soft", wrap=True)
        self.set_title(step.title)
        for widget in (self.banner, self.note, self.form):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        kind = "danger" if step.is_grave else "primary"
        self.save_button = self.add_button(button(f"&{step.verb}", self.save, kind=kind))
        self.save_button.setEnabled(False)
        self.note.hide()
        self.form.edited.connect(self.typed)
        desk.read(read, subject_id, target_id).then(self, self._show, self._cannot_open)

    # what is typed ----------------------------------------------------------------------------------------------------

    def content(self) -> dict[str, Any]:
        return {
            "subject": str(self.subject_id), "step": self.step.key, "target": str(self.target_id or ""),
            "draft": to_plain(self.form.draft()), "unread": self.form.unread(),
        }  # fmt: skip

    def resume(self, content: Mapping[str, Any]) -> None:
        self._resumed = content
        if self.shown is not None:
            self._put_back()

    # saving -----------------------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Take the step, or say what is missing."""
        if not self.save_button.isEnabled() or self.shown is None:
            return
        draft = self.form.draft()
        if problems := {**draft.problems(), **self.form.problems()}:
            self._say(problems)
            return
        self.form.show_problems({})
        self.save_button.setEnabled(False)
        self.step.write(self.desk, self.shown, self._before, draft).then(self, self._saved, self._refused)

    # inside -----------------------------------------------------------------------------------------------------------

    def _show(self, shown: Shown) -> None:
        if self.target_id is not None and shown.target is None:
            self.banner.say("error", "What this was about is no longer there.", may_close=False)
            return
        self.shown = shown
        self.set_title(f"{self.step.title}: {shown.plan.reference} {shown.plan.name}")
        self.shell.mark(shown.plan.marking)
        if told := self.step.note(shown):
            self.note.setText(told)
            self.note.show()
        self.step.rows(self.form, shown)
        self._before = self.step.start(shown)
        self.form.load(self._before)
        self.save_button.setEnabled(True)
        if self._resumed is not None:
            self._put_back()
        elif self.form.names:
            self.form.field(self.form.names[0]).widget.setFocus()

    def _put_back(self) -> None:
        content, self._resumed = self._resumed or {}, None
        self.form.load(from_plain(self.step.draft, content["draft"]), dict(content.get("unread") or {}))
        self.is_unsaved = True

    def _cannot_open(self, error: DeskError) -> None:
        self.banner.say("error", str(error), may_close=False)

    def _saved(self, value: Any) -> None:
        assert self.shown is not None
        self.shell.notify(f"{self.shown.plan.reference}: {self.step.told}.")
        self.finish()
        self.taken.emit(value)

    def _refused(self, error: DeskError) -> None:
        self.save_button.setEnabled(True)
        if isinstance(error, Invalid):
            self._say(error.problems)
        elif isinstance(error, Conflict):
            self.banner.say("warning", f"{error} What you typed is kept.", "Read it again", self._read_again)
        else:
            self.banner.say("error", f"{error} What you typed is kept.")

    def _read_again(self) -> None:
        self.banner.hide()
        self.desk.read(read, self.subject_id, self.target_id).then(self, self._stand_on, self._cannot_open)

    def _stand_on(self, shown: Shown) -> None:
        """A colleague was here meanwhile: what is typed stays, and is held against the record as it stands now."""
        if self.target_id is None or shown.target is not None:
            self.shown, self._before = shown, self.step.start(shown)

    def _say(self, problems: Mapping[str, str]) -> None:
        if rest := self.form.show_problems(problems):
            self.banner.say("error", " ".join(rest.values()))
        self.form.focus_problem()
