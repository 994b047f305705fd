"""The tab with a group's 4P plan: the plan, its actions by P, objectives, gaps."""

from uuid import UUID

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from soc_desk.errors import DeskError
from soc_desk.services import periods
from soc_desk.services.ocg_records import OcgRecord
from soc_desk.services.plans import rows
from soc_desk.services.plans.rows import PlanOfGroup
from ui.desk import Desk
from ui.page import Shell
from ui.plans.actions_card import ActionsCard
from ui.plans.cards import EarlierCard, GapsCard, ObjectivesCard, PlanCard
from ui.plans.steps import Steps
from ui.widgets.card import scrolled
from ui.widgets.emptying import empty
from ui.widgets.focus import hand_on

_ROOM_FOR_TWO = 860


class PlanOf(QWidget):
    """Two columns: the plan and its actions at the left, what it rests on at the right."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__()
        self._desk, self._shell = desk, shell
        self._id: UUID | None = None
        self.plan: PlanOfGroup | None = None
        self.steps = Steps(desk, shell, self)
        self.head, self.worked = PlanCard(self.steps), ActionsCard(self.steps)
        self.objectives, self.gaps, self.earlier = ObjectivesCard(self.steps), GapsCard(self.steps), EarlierCard()
        left, right = QVBoxLayout(), QVBoxLayout()
        for column, parts in (
            (left, (self.head, self.worked)), (right, (self.objectives, self.gaps, self.earlier)),
        ):  # fmt: skip
            column.setSpacing(14)
            for part in parts:
                column.addWidget(part)
            column.addStretch(1)
        held = QWidget()
        self._across = QHBoxLayout(held)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.setSpacing(14)
        self._across.addLayout(left, 7)
        self._across.addLayout(right, 4)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        area = scrolled(held)
        area.setAccessibleName("4P plan")
        layout.addWidget(area)
        hand_on(self, self.worked.table)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a small window what stands beside the plan goes below it."""
        super().resizeEvent(event)
        beside = event.size().width() >= _ROOM_FOR_TWO
        self._across.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)

    def show_record(self, record: OcgRecord) -> None:
        """Read the plan of a group, or read it again."""
        self._id = record.detail.row.id
        self._desk.read(rows.plan_of, self._id, periods.today()).then(self, self._show, self._lose)

    def forget(self) -> None:
        """Keep nothing of the group."""
        self._id = self.plan = None
        for layout in (self.head.parts, self.objectives.lines, self.earlier.lines):
            empty(layout)
        self.gaps.forget()
        self.worked.forget()

    def _show(self, plan: PlanOfGroup) -> None:
        if plan.subject_id != self._id:
            return  # another group is shown by now
        self.plan = plan
        for card in (self.head, self.worked, self.objectives, self.gaps, self.earlier):
            card.show_plan(plan)

    def _lose(self, error: DeskError) -> None:
        self._shell.warn(str(error))
