"""Requests to analysts and financial investigators: what is asked, what waits for whom, and how long it takes."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QMenu, QPushButton, QStackedWidget, QWidget

from soc_desk.services import periods
from soc_desk.services.prints import Addressed
from soc_desk.services.requests import exports, rows
from soc_desk.services.requests.exports import RequestFilter
from soc_desk.services.requests.rows import RequestRow
from soc_desk.vocabulary.request import Deed, RequestView
from ui import exporting
from ui.desk import Actor, Desk, Session, Task
from ui.exporting import Exporting, Written
from ui.forms.request import AllocationDialog, DeclineDialog, HoldDialog, RequestForm
from ui.page import Page, Shell
from ui.requests.register import RequestRegister
from ui.requests.steps import take
from ui.requests.turnaround import TurnaroundView
from ui.widgets.tabs import View, ViewTabs
from ui.widgets.text import button

_TURNAROUND = "turnaround"
_DIALOGS = {Deed.ALLOCATE: AllocationDialog, Deed.HOLD: HoldDialog, Deed.DECLINE: DeclineDialog}
_SHORT = {
    RequestView.TO_AGREE: "Agree", RequestView.TO_ALLOCATE: "Allocate", RequestView.ON_HOLD: "Held",
    RequestView.UNMET: "Unmet",
}  # fmt: skip
_VIEWS = (
    *(View(view.value, view.label, short=_SHORT.get(view, "")) for view in RequestView),
    View(_TURNAROUND, "Turnaround", short="Times"),
)


def rail_count(session: Session, _actor: Actor) -> tuple[int, int]:
    """How many are asked for and not delivered; those past their agreed day are red."""
    return rows.open_and_overdue(session, periods.today())


def write_file(
    task: Task, shown: RequestFilter, sort: None, to: Addressed, filters: tuple[str, ...], path: Path
) -> Written:
    """Log the disclosure, then write the view; the file appears whole or not at all. Raises BadFile."""
    del sort  # a view has one order
    write = exporting.spreadsheet_writer(path)
    with exporting.whole_file(path) as out:
        task.progress(0.0, "Exporting requests")
        furniture = task.write(exports.export_requests, shown, to, filters)
        records = task.read(exports.hand_over, furniture, shown, write, out)
    return Written(path, records, furniture.print_id)


class RequestsPage(Page):
    """``go(view="overdue")`` opens a view, ``go(view="turnaround")`` the figures; ``show_record`` selects a request."""

    NAME = "requests"
    SHOWS = frozenset({"request", "request_step", "subject", "person", "operation", "poca_case", "app_user"})
    COUNT = staticmethod(rail_count)
    BY_THE_CLOCK = True

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(desk, shell)
        self.register, self.turnaround = RequestRegister(desk, shell), TurnaroundView(desk)
        self.exporting = Exporting[RequestFilter, None](desk, shell, self, write_file, noun="request", stem="requests")
        self.tabs, self.stack = ViewTabs(_VIEWS, can_save=False), QStackedWidget()
        layout, self.title, self.facts = self.head("Requests", self._export_button())
        for part in (self.register, self.turnaround):
            self.stack.addWidget(part)
        layout.addWidget(self.tabs)
        layout.addWidget(self.stack, 1)
        self.setFocusProxy(self.register)
        self.go(view=RequestView.ALL)
        self.tabs.chosen.connect(self._turn)
        self.register.counted.connect(self._count)
        self.register.stepped.connect(self._take_step)
        self.register.edit_asked.connect(self._edit)

    def _export_button(self) -> QPushButton:
        made = button("Export ▾", name="Export")
        menu = QMenu(made)
        for kind in ("csv", "xlsx"):
            menu.addAction(self.shell.action(f"requests.export_{kind}"))
        made.setMenu(menu)
        return made

    # what the frame asks ----------------------------------------------------------------------------------------------

    @property
    def primary_action(self) -> str:
        return "requests.ask"

    def refresh(self) -> None:
        self.register.read()
        self.register.read_details()  # steps may be taken without the request's own line changing
        if self.stack.currentWidget() is self.turnaround:
            self.turnaround.read()

    def go(self, **where: Any) -> None:
        """A view by its name, or the figures."""
        if where.get("view") in {view.key for view in _VIEWS}:
            self.tabs.set_current(where["view"])
            self._turn(where["view"])

    def show_record(self, record_id: UUID) -> None:
        self.go(view=RequestView.ALL)
        self.register.finder.clear()
        self.register.chips.set_values({})
        self.register.table.select_ids({record_id})

    def state(self) -> dict[str, Any]:
        chosen = str(self.register.row.id) if self.register.row is not None else ""
        return {"view": self.tabs.current(), "register": self.register.content(), "chosen": chosen}

    def restore(self, state: Mapping[str, Any]) -> None:
        if isinstance(content := state.get("register"), dict):
            self.register.restore(content)
        self.go(view=state.get("view"))
        with suppress(ValueError):  # none was chosen
            self.register.table.select_ids({UUID(str(state.get("chosen", "")))})

    # what the actions run ---------------------------------------------------------------------------------------------

    def record_new(self) -> None:
        """Open the form, empty."""
        self.shell.open_sheet(RequestForm(self.desk, self.shell))

    def edit_current(self) -> None:
        """Open the form on the request on view."""
        self.register.ask_edit()

    def step_current(self) -> None:
        """Take the step of the blue button of the panel."""
        self.register.take_step()

    def toggle_inspector(self) -> None:
        """Hide or show the panel."""
        self.register.inspector.toggle.toggle()

    def export_csv(self) -> None:
        """Write the view as CSV."""
        self._export("csv")

    def export_xlsx(self) -> None:
        """Write the view as an Excel workbook."""
        self._export("xlsx")

    # inside -----------------------------------------------------------------------------------------------------------

    def _export(self, kind: str) -> None:
        self.exporting.ask(kind, self.register.shown, None, self.register.filters, len(self.register.rows))

    def _turn(self, key: str) -> None:
        self.stack.setCurrentWidget(self.turnaround if key == _TURNAROUND else self.register)
        if key == _TURNAROUND:
            self.turnaround.read()
        if key not in (_TURNAROUND, self.register.view.value):
            self.register.view = RequestView(key)
            self.register.read()

    def _count(self, counts: dict[RequestView, int]) -> None:
        """How many stand in each view, on its tab and in a line."""
        known = {view.value: number for view, number in counts.items()}
        self.tabs.set_views([replace(view, count=known.get(view.key)) for view in _VIEWS])
        waiting = (RequestView.TO_AGREE, RequestView.TO_ALLOCATE, RequestView.IN_WORK, RequestView.ON_HOLD)
        told = " · ".join(f"{counts[view]:,} {view.label.lower()}" for view in (*waiting, RequestView.OVERDUE))
        self.facts.setText(f"{sum(counts[view] for view in waiting):,} open: {told}")

    def _take_step(self, row: RequestRow, deed: Deed) -> None:
        take(self.desk, self.shell, self, row, deed, _DIALOGS)

    def _edit(self, row: RequestRow) -> None:
        self.shell.open_sheet(RequestForm(self.desk, self.shell, row.id))


def _page(shell: Shell, **where: Any) -> RequestsPage:
    shell.open_page("requests", **where)
    assert isinstance(shell, QWidget)  # pictures are drawn of the window
    return next(page for page in shell.findChildren(Page) if isinstance(page, RequestsPage))


def _scene_details(desk: Desk, shell: Shell, view: RequestView = RequestView.ALL) -> None:
    page = _page(shell, view=view)

    def show(found: list[RequestRow]) -> None:
        for row in found[:1]:
            page.register.table.select_ids({row.id})
            page.register.open_now()

    desk.read(rows.page, view).then(page, show)


def _scene_turnaround(_desk: Desk, shell: Shell) -> None:
    _page(shell, view=_TURNAROUND)


SCENES = {
    "requests-details": _scene_details,
    "requests-agree": partial(_scene_details, view=RequestView.TO_AGREE),
    "requests-turnaround": _scene_turnaround,
}
"""Pictures that the page itself does not give."""
