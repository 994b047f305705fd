"""The actions of a plan by P, the selected one in words, and what can be done with it."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QPoint, QSignalBlocker
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout

from soc_desk.services import periods
from soc_desk.services.plans.rows import ActionRow, PlanOfGroup
from ui.disruptions.bulk import drop_down
from ui.plans.cards import pressed
from ui.plans.columns import COLUMNS, Line, about, balance_words, lines
from ui.plans.steps import Steps
from ui.widgets.card import UNDER_HEADING, Card
from ui.widgets.emptying import empty
from ui.widgets.rows import RowsModel
from ui.widgets.table import Table
from ui.widgets.text import button, label, rule, set_property

_HEADER = 42
_MOST_ROWS = 14


class ActionsCard(Card):
    """``balance`` of the four Ps as a line, the list, and the bar of the selected action below it."""

    def __init__(self, steps: Steps) -> None:
        super().__init__("Actions", flush=True)
        self._steps = steps
        self.plan: PlanOfGroup | None = None
        self.lines: list[Line] = []
        self.model: RowsModel[Line] = RowsModel(COLUMNS)
        self.table = Table(self.model, "Actions of the plan")
        set_property(self.table, "card", "")
        self.adding = button("Add an action…", self._add, kind="link")
        self.head.addWidget(self.adding)
        self.body.setContentsMargins(*UNDER_HEADING)
        self._rule, self._told, self._balance = rule(), label("", "caption", wrap=True), label("", "caption", wrap=True)
        self._balance.setContentsMargins(8, 0, 8, 0)
        self.body.addWidget(self._balance)
        self.body.addWidget(self.table)
        self._bar = QHBoxLayout()
        self.foot = QVBoxLayout()
        self.foot.setContentsMargins(8, 4, 8, 8)
        self.foot.setSpacing(8)
        self.foot.addWidget(self._told)
        self.foot.addLayout(self._bar)
        self.body.addWidget(self._rule)
        self.body.addLayout(self.foot)
        self.table.current_changed.connect(lambda _row: self._show_bar())
        self.table.opened.connect(self._open)
        self.table.about = _about
        self.table.refused.connect(steps.warn)
        self.table.customContextMenuRequested.connect(self._open_menu)

    @property
    def current(self) -> ActionRow | None:
        """The selected action."""
        row: Line | None = self.table.current_row()
        return row.action if row is not None else None

    def show_plan(self, plan: PlanOfGroup) -> None:
        """Show a group's actions; the selected one stays selected."""
        kept = self.current.id if self.current is not None and self.plan is not None else None
        self.plan = plan
        today = periods.today()
        balance = plan.balance(today)
        told = " · ".join(f"{p.label} {balance_words(one)}" for p, one in balance.items() if not one.none_planned)
        self._balance.setText(told)
        self._balance.setVisible(bool(told))
        self.adding.setVisible(self._steps.may("propose"))
        self.lines = lines(plan, today)
        with QSignalBlocker(self.table):
            self.model.set_rows(self.lines)
        rows = min(len(self.lines), _MOST_ROWS)
        self.table.setFixedHeight(_HEADER + rows * self.table.verticalHeader().defaultSectionSize())
        self.select(kept)
        self._show_bar()

    def select(self, id_: UUID | None) -> None:
        """Select an action by its id; the first one where it is not there."""
        places = {line.action.id: place for place, line in enumerate(self.lines) if line.action is not None}
        place = places.get(id_) if id_ in places else next(iter(places.values()), None)
        if place is not None:
            self.table.setCurrentIndex(self.model.index(place, 0))

    def forget(self) -> None:
        """Keep nothing of the group."""
        self.plan, self.lines = None, []
        self.model.set_rows(())
        self._show_bar()

    def _show_bar(self) -> None:
        empty(self._bar)
        action = self.current
        for widget in (self._rule, self._told):
            widget.setVisible(action is not None)
        if action is None or self.plan is None:
            return
        self._told.setText(f"{action.title}: {about(action, self.plan, periods.today())}".rstrip(": "))
        if offers := self._steps.of_action(self.plan, action):
            self._bar.addWidget(pressed(offers, action.title), 1)

    def _add(self) -> None:
        if self.plan is not None:
            self._steps.take(self.plan, "propose")

    def _open(self, line: Line) -> None:
        """Enter takes the likeliest step; under an empty P it adds an action."""
        if self.plan is None:
            return
        if line.action is None:
            self._add()
        elif offers := self._steps.of_action(self.plan, line.action):
            offers[0].do()

    def _open_menu(self, at: QPoint) -> None:
        if self.plan is None or (action := self.current) is None:
            return
        menu = QMenu(self)
        for offer in self._steps.of_action(self.plan, action):
            menu.addAction(offer.words).triggered.connect(_run(offer.do))
        drop_down(menu, self.table.viewport().mapToGlobal(at))


def _about(line: Line) -> tuple[UUID, ...]:
    return () if line.action is None else (line.action.id,)


def _run(do: Callable[[], object]) -> Callable[[], None]:
    def run() -> None:
        do()

    return run
