"""What can be done with a plan, its actions, objectives and gaps, and what each state offers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject

from soc_desk.errors import DeskError
from soc_desk.services import periods
from soc_desk.services.plans import actions, lines, planning
from soc_desk.services.plans.rows import ActionRow, GapRow, ObjectiveRow, PlanOfGroup, PlanRow
from soc_desk.vocabulary.ocg import ActionState, PlanStatus
from ui.desk import Desk, UseCase
from ui.page import Answer, Shell
from ui.plans.catalogue import STEPS, PlanStep
from ui.plans.recording import ActionDisruption
from ui.widgets.typed import format_date


@dataclass(frozen=True)
class Offer:
    """A button: its words, and what it does. The first one offered is the likeliest."""

    words: str
    do: Callable[[], object]
    is_grave: bool = False


_OF_PLAN = {
    PlanStatus.DRAFT: ("change", "close"),
    PlanStatus.APPROVED: ("change", "close"),
    PlanStatus.LIVE: ("review", "close"),
    PlanStatus.CLOSED: (),
    PlanStatus.REPLACED: (),
}
_OF_ACTION = {
    ActionState.PROPOSED: ("agree", "change_action", "cancel"),
    ActionState.AGREED: ("due", "block", "change_action", "cancel"),
    ActionState.IN_PROGRESS: ("complete", "due", "block", "change_action", "cancel"),
    ActionState.BLOCKED: ("due", "change_action", "cancel"),
    ActionState.COMPLETED: ("reopen",),
    ActionState.CANCELLED: (),
}
_WORDS = {
    "change": "Change…", "approve": "Approve…", "review": "Review…", "close": "Close…", "draft": "New version…",
    "agree": "Agree…", "due": "Change due…", "block": "Block…", "complete": "Complete…", "cancel": "Cancel…",
    "reopen": "Reopen…", "change_action": "Edit…",
}  # fmt: skip


class Steps(QObject):
    """The tab's hands."""

    def __init__(self, desk: Desk, shell: Shell, owner: QObject) -> None:
        super().__init__(owner)
        self._desk, self._shell = desk, shell

    def take(self, plan: PlanOfGroup, key: str, target_id: UUID | None = None) -> None:
        """Open the form of a step."""
        sheet = PlanStep(self._desk, self._shell, plan.subject_id, STEPS[key], target_id)
        if key == "complete" and target_id is not None:
            sheet.taken.connect(lambda _none: self._offer_disruption(plan, target_id))
        self._shell.open_sheet(sheet)

    def may(self, key: str) -> bool:
        """Whether the signed-in person's roles allow a step."""
        return self._desk.may(STEPS[key].use_case)

    def of_plan(self, plan: PlanOfGroup, version: PlanRow) -> list[Offer]:
        """What a version offers."""
        found = []
        if version.status is PlanStatus.DRAFT:
            found.append(self._form(plan, "approve", version.id))
        elif version.status is PlanStatus.APPROVED:
            later = version.starts_on is not None and version.starts_on > periods.today()
            told = f"takes over on {format_date(version.starts_on)}" if later else "is live now"
            found.append(self._at_once("Go live", planning.go_live, version, f"{plan.reference}: the plan {told}."))
        keys = ("change",) if version.is_coming(periods.today()) else _OF_PLAN[version.status]
        found += [self._form(plan, key, version.id) for key in keys]
        if version.status in (PlanStatus.LIVE, PlanStatus.CLOSED) and plan.coming is None:
            found.append(self._form(plan, "draft", None))
        return [offer for offer in found if offer is not None]

    def of_action(self, plan: PlanOfGroup, action: ActionRow) -> list[Offer]:
        """What an action offers."""
        found = []
        if action.state is ActionState.AGREED:
            found.append(self._at_once("Start", actions.start, action, f"{plan.reference}: the action was started."))
        elif action.state is ActionState.BLOCKED:
            told = f"{plan.reference}: the action was taken up again."
            found.append(self._at_once("Take up again", actions.resume, action, told))
        elif action.state is ActionState.COMPLETED and action.disruption_id is None:
            if self._desk.may(actions.link_disruption):
                found.append(Offer("Record disruption…", lambda: self.record_disruption(action.id)))
        elif action.disruption_id is not None:
            disruption = action.disruption_id
            found.append(Offer("Open disruption", lambda: self._shell.open_page("disruptions", record=disruption)))
        found += [self._form(plan, key, action.id) for key in _OF_ACTION[action.state]]
        return [offer for offer in found if offer is not None]

    def of_objective(self, plan: PlanOfGroup, version: PlanRow, line: ObjectiveRow) -> list[Offer]:
        """What an objective of a version offers: met or not while it is live, words before."""
        if version.status is PlanStatus.LIVE and not version.is_coming(periods.today()):
            met = line.met_on is None
            words = "Met" if met else "Not met after all"
            told = f"{plan.reference}: the objective is {'met' if met else 'open again'}."
            found = [self._at_once(words, lines.meet_objective, line, told, met=met)]
        elif version.may_be_rewritten(periods.today()):
            found = [
                self._form(plan, "change_objective", line.id, "Edit…"),
                self._at_once(
                    "Take out", lines.remove_objective, line, f"{plan.reference}: the objective was taken out."
                ),
            ]
        else:
            found = []
        return [offer for offer in found if offer is not None]

    def of_gap(self, plan: PlanOfGroup, gap: GapRow) -> list[Offer]:
        """What a gap offers."""
        keys = () if gap.closed_on is not None else (("answer_gap", "Answer…"), ("change_gap", "Edit…"))
        found = [self._form(plan, key, gap.id, words) for key, words in keys]
        return [offer for offer in found if offer is not None]

    def record_disruption(self, action_id: UUID) -> None:
        """Open the editor filled from the action; saved, it is linked."""
        self._shell.open_sheet(ActionDisruption(self._desk, self._shell, action_id))

    def warn(self, text: str) -> None:
        """Say why something was not done."""
        self._shell.warn(text)

    # inside -----------------------------------------------------------------------------------------------------------

    def _form(self, plan: PlanOfGroup, key: str, target_id: UUID | None, words: str = "") -> Offer | None:
        if not self.may(key):
            return None
        return Offer(words or _WORDS[key], lambda: self.take(plan, key, target_id), STEPS[key].is_grave)

    def _at_once(self, words: str, use_case: UseCase[..., Any], line: Any, told: str, **more: Any) -> Offer | None:
        if not self._desk.may(use_case):
            return None

        def do() -> None:
            written = self._desk.step(use_case, line.id, line.version, **more)
            written.then(self, lambda _none: self._shell.notify(told), self._warn)

        return Offer(words, do)

    def _offer_disruption(self, plan: PlanOfGroup, action_id: UUID) -> None:
        if self._desk.may(actions.link_disruption):
            self._shell.ask(
                f"{plan.reference}: record a disruption?",
                "The action is completed. What it achieved can be recorded as a disruption, filled from the action.",
                Answer("&Record disruption…", lambda: self.record_disruption(action_id)),
            )

    def _warn(self, error: DeskError) -> None:
        self._shell.warn(str(error))
