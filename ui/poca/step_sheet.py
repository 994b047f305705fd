"""One step of a case as a sheet: what the step asks for and what it will mean; kept as a draft like every editor."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from soc_desk.services import periods
from soc_desk.services.poca import opening
from soc_desk.services.poca.case_detail import CaseDetail
from soc_desk.services.poca.others import OtherDetail
from ui.desk import Desk
from ui.lanes import Reply
from ui.page import Shell
from ui.poca.columns import state
from ui.step_sheet import BaseStep, BaseStepSheet
from ui.widgets.badges import BadgeRow
from ui.widgets.text import label

Detail = CaseDetail | OtherDetail
Watch = Callable[[Any, Detail], str]


@dataclass(frozen=True, kw_only=True)
class Step(BaseStep):
    """``use_case`` takes ``(work, case_id, version, draft)``, or ``(work, case_id, version)`` where ``draft`` is None:
    such a step has no form and asks ``question`` instead. ``told`` gives the sentence after it, else ``done`` ends it,
    which a title that begins with Log or Record says by itself; ``watch`` what the Draft means as it is typed ("" for
    nothing); ``note`` stands above the fields. ``write`` calls a use case of another shape.
    """

    draft: type[Any] | None = None
    told: Callable[[Any, Detail], str] | None = None
    watch: Watch | None = None
    note: str = ""
    done: str = ""
    question: str = ""
    write: Callable[[Desk, Detail, Any], Reply[Any]] | None = None


def done_words(step: Step) -> str:
    """What is said once a step was taken: ``a forfeiture notice is logged``."""
    if step.done:
        return step.done
    first, _, rest = step.title.partition(" ")
    if rest.startswith("that "):
        return f"{rest.removeprefix('that ')}; it is logged."
    return f"{rest} is {'recorded' if first == 'Record' else 'logged'}."


class StepSheet(BaseStepSheet):
    """Takes one step of one case; ``catalogue.CaseStep`` finds it again by its key when a kept draft is resumed."""

    TITLE = "A step of a case"

    def __init__(self, desk: Desk, shell: Shell, case_id: UUID, step: Step) -> None:
        assert step.draft is not None  # a step without a Draft is a question
        super().__init__(desk, shell, case_id, step, step.draft)
        self.add_foot(self.meaning)

    def build(self) -> None:
        self.badges, self.meaning = BadgeRow(), label("", "medium", wrap=True)
        self.pills.addWidget(self.badges)
        self.meaning.hide()
        if self.step.note:
            self.body.addWidget(label(self.step.note, ink="soft", wrap=True))

    def reading(self) -> Reply[Detail]:
        return self.desk.read(opening.detail, self.record_id, periods.now())

    def stands(self, shown: Detail) -> str:
        self.badges.set_marks((state(shown.row.state_now),))
        return shown.row.reference

    def follow(self) -> None:
        watched = self.step.watch is not None and self.shown is not None
        said = self.step.watch(self.form.draft(), self.shown) if watched else ""
        self.meaning.setText(said)
        self.meaning.setVisible(bool(said))

    def writing(self, draft: Any) -> Reply[Any]:
        if self.step.write is not None:
            reply: Reply[Any] = self.step.write(self.desk, self.shown, draft)
            return reply
        row = self.shown.row
        return self.desk.write(self.step.use_case, row.id, row.version, draft)

    def saved(self, value: Any) -> None:
        told = self.step.told(value, self.shown) if self.step.told is not None else ""
        self.shell.notify(told or f"{self.shown.row.reference}: {done_words(self.step)}")
