"""The card with a group's plan: actions under each P, in the fixed order, so that what is missing shows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QResizeEvent

from soc_desk.services import periods
from soc_desk.services.ocg_life.glance import PlanGlance
from soc_desk.services.plans.rows import ActionRow
from soc_desk.vocabulary import FourP
from soc_desk.vocabulary.ocg import ActionState
from ui.widgets import marks
from ui.widgets.card import UNDER_HEADING, Card
from ui.widgets.marks import Mark, Pill
from ui.widgets.rows import Column, RowsModel
from ui.widgets.table import Table
from ui.widgets.text import button, set_property
from ui.widgets.typed import format_date

_AROUND_ROWS = 42
_MOST = 8
_ROOM_FOR_WORDS = 2
_TONES = {
    ActionState.PROPOSED: "neutral", ActionState.AGREED: "neutral", ActionState.IN_PROGRESS: "info",
    ActionState.BLOCKED: "amber",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """An open action, or a P under which none is planned."""

    four_p: FourP
    action: ActionRow | None = None


def lines(actions: Sequence[ActionRow], *, is_worked: bool = True) -> list[Line]:
    """Open actions by P; a P without any, open or completed, has a line that says so while the group is worked."""
    found = []
    for p in FourP:
        of_p = [each for each in actions if each.four_p is p and each.state is not ActionState.CANCELLED]
        found += [Line(p, each) for each in of_p if each.state.is_open]
        if is_worked and not of_p:
            found.append(Line(p))
    return found


def _state(line: Line) -> Pill:
    if line.action is None:
        return Pill("None planned", "amber")
    if line.action.days_overdue(periods.today()) > 0:
        return Pill("Overdue", "red")
    return Pill(line.action.state.label, _TONES.get(line.action.state, "neutral"))


def _owner(line: Line) -> str:
    if line.action is None:
        return ""
    due = f"{line.action.due_on.day} {line.action.due_on:%b}" if line.action.due_on else ""
    return " · ".join(part for part in (line.action.owner or line.action.agency, due) if part)


def _p(line: Line) -> Mark:
    return marks.four_p(line.four_p)


_OWNER, _ROOMY = 2, 480
COLUMNS: tuple[Column[Line], ...] = (
    Column("four_p", "4P", lambda line: line.four_p.label, mark=_p, width=106, sortable=False),
    Column("action", "Action", lambda line: line.action.title if line.action else "", width=120, stretch=True,
           sortable=False),
    Column("owner", "Owner · due", _owner, width=184, tooltip=_owner, sortable=False),
    Column("state", "State", lambda line: _state(line).words, mark=_state, width=116, sortable=False),
)  # fmt: skip


class PlanCard(Card):
    """Open actions and what is missing; the plan's tab has the rest."""

    def __init__(self, opened: Callable[[], object]) -> None:
        super().__init__("4P plan", "", flush=True)
        self.model: RowsModel[Line] = RowsModel(COLUMNS)
        self.table = Table(self.model, "4P plan")
        set_property(self.table, "card", "")
        self.table.set_empty("No action is open.")
        self.head.addWidget(button("Open plan", opened, kind="link"))
        self.body.setContentsMargins(*UNDER_HEADING)
        self.body.addWidget(self.table)
        self.table.opened.connect(lambda _line: opened())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What state an action is in comes before who has it, where there is no room for both."""
        super().resizeEvent(event)
        self.table.setColumnHidden(_OWNER, self.width() < _ROOMY)
        self.table.fit()

    def show_plan(self, plan: PlanGlance | None, *, is_worked: bool) -> None:
        """Show a group's plan; None where the reader is told nothing of it. Nothing is missing once work has ended."""
        plan = plan or PlanGlance()
        shown = lines(plan.actions, is_worked=is_worked)
        is_late = plan.review_due_on is not None and plan.review_due_on < periods.today()
        told = [f"reviewed {format_date(plan.reviewed_on)}" if plan.reviewed_on else "",
                f"{'review was due' if is_late else 'next'} {format_date(plan.review_due_on)}"
                if plan.review_due_on else ""]  # fmt: skip
        note = " · ".join(part for part in told if part) or ("" if plan.number else "no live plan")
        more = f" · {len(shown) - _MOST} more" if len(shown) > _MOST else ""
        self.set_heading("4P plan", note + more)
        self.model.set_rows(shown[:_MOST])
        self.table.setFixedHeight(
            _AROUND_ROWS + (len(shown[:_MOST]) or _ROOM_FOR_WORDS) * self.table.verticalHeader().defaultSectionSize()
        )
