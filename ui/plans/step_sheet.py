"""One step of a plan, an action, an objective or a gap as a sheet; kept as a draft like every editor."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal

from soc_desk.errors import DeskError
from soc_desk.services import periods
from soc_desk.services.plans import lists, rows
from soc_desk.services.plans.lists import PlanLists
from soc_desk.services.plans.rows import PlanOfGroup
from ui.desk import Desk, Session
from ui.lanes import Reply
from ui.page import Shell
from ui.step_sheet import BaseStep, BaseStepSheet
from ui.widgets.text import label


@dataclass(frozen=True)
class Shown:
    """What a step stands on: the group's plan, the lists, and the plan, action, objective or gap it is about."""

    plan: PlanOfGroup
    lists: PlanLists
    target: Any = None


@dataclass(frozen=True, kw_only=True)
class Step(BaseStep):
    """``write(desk, shown, before, draft)`` calls its use case; ``before`` is the Draft it opened with.

    ``note`` stands above the fields, ``told`` is what is said after it.
    """

    draft: type[Any]
    write: Callable[[Desk, Shown, Any, Any], Reply[Any]]
    told: str
    note: Callable[[Shown], str] = lambda _shown: ""


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


class StepSheet(BaseStepSheet):
    """Takes one step; ``catalogue.PlanStep`` finds it again by its key when a kept draft is resumed.

    ``taken(value)`` once it is saved, with what the use case gave.
    """

    TITLE = "A step of a 4P plan"

    taken = Signal(object)

    def __init__(self, desk: Desk, shell: Shell, subject_id: UUID, step: Step, target_id: UUID | None = None) -> None:
        self.target_id = target_id
        super().__init__(desk, shell, subject_id, step, step.draft)

    def build(self) -> None:
        self.note = label("", ink="soft", wrap=True)
        self.note.hide()
        self.body.addWidget(self.note)

    def reading(self) -> Reply[Shown]:
        return self.desk.read(read, self.record_id, self.target_id)

    def stands(self, shown: Shown) -> str:
        if self.target_id is not None and shown.target is None:
            raise DeskError("What this was about is no longer there.")
        self.shell.mark(shown.plan.marking)
        told = self.step.note(shown)
        self.note.setText(told)
        self.note.setVisible(bool(told))
        return f"{shown.plan.reference} {shown.plan.name}"

    def content(self) -> dict[str, Any]:
        return super().content() | {"target": str(self.target_id or "")}

    def writing(self, draft: Any) -> Reply[Any]:
        reply: Reply[Any] = self.step.write(self.desk, self.shown, self.before, draft)
        return reply

    def saved(self, value: Any) -> None:
        self.shell.notify(f"{self.shown.plan.reference}: {self.step.told}.")
        self.taken.emit(value)
