"""Operations and weeks of action with what came of them, and the bids to tasking for resources."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QStackedWidget, QWidget

from soc_desk.errors import DeskError
from soc_desk.services import bids, operations
from soc_desk.services.bids import BidRow
from soc_desk.services.operations import OperationRow
from soc_desk.vocabulary.ocg import BidState
from ui.around.bid_register import BidRegister
from ui.around.operation_register import OperationRegister
from ui.ask import Ask
from ui.desk import Actor, Desk, Session
from ui.forms.bid import BidForm, DecisionDialog
from ui.forms.operation import OperationForm
from ui.page import Page, Shell
from ui.widgets.tabs import Tabs

_VIEWS = ("operations", "bids")


def rail_count(session: Session, _actor: Actor) -> int:
    """Bids that await a decision."""
    return len(bids.page(session, (BidState.SUBMITTED,)))


class OperationsPage(Page):
    """``go(view="bids")`` opens the bids; ``show_record`` selects an operation."""

    NAME = "operations"
    SHOWS = frozenset({"operation", "operation_subject", "operation_tally", "tasking_bid", "subject"})
    COUNT = staticmethod(rail_count)

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(desk, shell)
        self.operations, self.bids = OperationRegister(desk, shell), BidRegister(desk, shell)
        self.tabs, self.stack = Tabs(["Operations and weeks", "Tasking bids"]), QStackedWidget()
        self.tabs.setAccessibleName("Parts of the page")
        layout, self.title, self.facts = self.head("Operations")
        self.facts.setText("What was done against groups together, what came of it, and what tasking was asked for.")
        for part in (self.operations, self.bids):
            self.stack.addWidget(part)
        layout.addWidget(self.tabs)
        layout.addWidget(self.stack, 1)
        self.setFocusProxy(self.operations)
        self.tabs.currentChanged.connect(self.stack.setCurrentIndex)
        self.operations.edit_asked.connect(self.edit_current)
        self.operations.bid_asked.connect(self._bid_for_operation)
        self.bids.asked.connect(self._take_step)

    # what the frame asks ----------------------------------------------------------------------------------------------

    @property
    def primary_action(self) -> str:
        return "operations.record"

    def refresh(self) -> None:
        self.operations.read()
        self.operations.read_details()  # groups and results may change without the operation's own line
        self.bids.read()

    def go(self, **where: Any) -> None:
        """A part of the page: ``operations`` or ``bids``; ``bid`` selects one of these."""
        if isinstance(bid := where.get("bid"), UUID):
            self.tabs.setCurrentIndex(_VIEWS.index("bids"))
            self.bids.table.select_ids({bid})
        if where.get("view") in _VIEWS:
            self.tabs.setCurrentIndex(_VIEWS.index(where["view"]))

    def show_record(self, record_id: UUID) -> None:
        self.go(view="operations")
        self.operations.table.select_ids({record_id})

    def state(self) -> dict[str, Any]:
        return {
            "view": _VIEWS[self.tabs.currentIndex()], "operations": self.operations.content(),
            "bids": self.bids.content(),
        }  # fmt: skip

    def restore(self, state: Mapping[str, Any]) -> None:
        for part, key in ((self.operations, "operations"), (self.bids, "bids")):
            if isinstance(content := state.get(key), dict):
                part.restore(content)
        self.go(view=state.get("view"))

    # what the actions run ---------------------------------------------------------------------------------------------

    def record_new(self) -> None:
        """Open the form of an operation, empty."""
        self.go(view="operations")
        self.shell.open_sheet(OperationForm(self.desk, self.shell))

    def draft_bid(self) -> None:
        """Open the form of a bid, empty."""
        self.go(view="bids")
        self.shell.open_sheet(BidForm(self.desk, self.shell))

    def edit_current(self) -> None:
        """Open the form on the operation or bid on view."""
        if self.stack.currentWidget() is self.bids:
            self.bids.ask("edit")
        elif self.operations.row is None:
            self.shell.warn("Select an operation first.")
        elif self.operations.found is None:
            self.operations.open_now()  # opening it is logged; the form follows when it is open
        elif self.operations.edit.isEnabled():
            self.shell.open_sheet(OperationForm(self.desk, self.shell, self.operations.row.id))

    def decide_current(self) -> None:
        """Ask what the meeting decided on the bid on view."""
        self.go(view="bids")
        self.bids.ask("decide")

    def toggle_inspector(self) -> None:
        """Hide or show the panel."""
        shown = self.bids if self.stack.currentWidget() is self.bids else self.operations
        shown.inspector.toggle.toggle()

    # inside -----------------------------------------------------------------------------------------------------------

    def _bid_for_operation(self) -> None:
        found = self.operations.found
        if found is not None:
            start = {"operation_id": found.row.id, "subject_id": found.draft.subject_id}
            self.shell.open_sheet(BidForm(self.desk, self.shell, **start))

    def _take_step(self, step: str, row: BidRow) -> None:
        if step == "edit":
            self.shell.open_sheet(BidForm(self.desk, self.shell, row.id))
        elif step == "submit":
            done = partial(self._say, f"{row.reference} is submitted; the meeting decides on it.")
            self.desk.step(bids.submit, row.id, row.version).then(self, done, self._refuse)
        elif step == "decide":
            self.shell.open_dialog(DecisionDialog(self.desk, self.shell, row))
        else:
            self._ask_result(row)

    def _ask_result(self, row: BidRow) -> None:
        is_here = row.state is BidState.DELIVERED
        told = "It came; say now or later what came of it." if not is_here else "It came. Say what came of it."
        ask = Ask(
            f"{row.reference}: {row.asked}", told, "&What came of it", "&Record",
            lambda result: self.desk.write(bids.deliver, row.id, row.version, result),
            partial(self._say, f"{row.reference} is delivered."), long=True,
        )  # fmt: skip
        self.shell.open_dialog(ask)

    def _say(self, text: str, _value: object) -> None:
        self.shell.notify(text)

    def _refuse(self, error: DeskError) -> None:
        self.shell.warn(str(error))


def _page(shell: Shell) -> OperationsPage:
    shell.open_page("operations")
    assert isinstance(shell, QWidget)  # pictures are drawn of the window
    return next(page for page in shell.findChildren(Page) if isinstance(page, OperationsPage))


def _scene_details(desk: Desk, shell: Shell) -> None:
    page = _page(shell)

    def show(rows: list[OperationRow]) -> None:
        for row in rows[-1:]:
            page.show_record(row.id)
            page.operations.open_now()  # sooner than by staying on it

    desk.read(operations.page).then(page, show)


def _scene_bids(desk: Desk, shell: Shell) -> None:
    page = _page(shell)
    page.go(view="bids")

    def show(rows: list[BidRow]) -> None:
        for row in rows[-1:]:
            page.bids.table.select_ids({row.id})
            page.bids.open_now()

    desk.read(bids.page, (BidState.REFUSED,)).then(page, show)


def _scene_new(desk: Desk, shell: Shell) -> None:
    shell.open_page("operations")
    form = OperationForm(desk, shell)
    shell.open_sheet(form)
    form.save()


SCENES = {"operations-details": _scene_details, "operations-bids": _scene_bids, "operations-new-error": _scene_new}
"""Pictures that the page itself does not give."""
