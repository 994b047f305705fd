"""Every step of a plan by its key, so that a kept draft finds its form again."""

from collections.abc import Mapping
from typing import Any, Self
from uuid import UUID

from ui.desk import Desk
from ui.forms.plan import PLAN_STEPS
from ui.forms.plan_action import ACTION_STEPS
from ui.page import Shell
from ui.plans.step_sheet import Step, StepSheet

STEPS: dict[str, Step] = PLAN_STEPS | ACTION_STEPS


class PlanStep(StepSheet):
    """A step that is found again by its key when its draft is resumed."""

    @classmethod
    def resumed(cls, desk: Desk, shell: Shell, content: Mapping[str, Any]) -> Self:
        """The form as it was when its draft was kept, on the plan as it stands now."""
        target = UUID(str(content["target"])) if content.get("target") else None
        sheet = cls(desk, shell, UUID(str(content["record"])), STEPS[str(content["step"])], target)
        sheet.resume(content)
        return sheet
