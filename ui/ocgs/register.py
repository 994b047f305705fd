"""The register of groups: views, chips, a table, the selected group beside it; one part of the OCGs page."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSplitter, QWidget

from soc_desk.errors import DeskError
from soc_desk.services import ocgs
from soc_desk.services.ocg_exports import ordered
from soc_desk.services.ocg_lists import OcgLists
from soc_desk.services.ocgs import OcgFilter, OcgRow
from soc_desk.vocabulary import SubjectStatus
from ui.desk import Desk, Session
from ui.disruptions.bulk import pressing
from ui.ocgs import views
from ui.ocgs.columns import COLUMNS
from ui.ocgs.export import Exporting
from ui.ocgs.inspection import Inspection
from ui.ocgs.looking import Looking
from ui.ocgs.viewing import Viewing
from ui.page import Shell, page_head
from ui.widgets.banner import Banner
from ui.widgets.focus import hand_on
from ui.widgets.inspector import Inspector
from ui.widgets.rows import RowsModel
from ui.widgets.table import Table
from ui.widgets.text import button

_EMPTY = "No group matches. Clear a filter, or map the first one."
_LEAST_FACTS = 160
_AROUND_FIND = 20 + 12 + 20
_ROW_MENU = ("open", "edit", "validate", "move", "access")


@dataclass(frozen=True)
class Found:
    """A view at one moment: its rows, its groups of any status by status, how many there are, and counts of views."""

    rows: list[OcgRow]
    by_status: Mapping[SubjectStatus, int]
    every: int
    counts: Mapping[str, int]


def find(session: Session, shown: OcgFilter, counted: Mapping[str, OcgFilter]) -> Found:
    """Everything the register shows, in one question, so that line, tabs and table cannot disagree."""
    return Found(
        ocgs.page(session, shown),
        ocgs.totals(session, replace(shown, statuses=())),
        sum(ocgs.totals(session, OcgFilter()).values()),
        {key: sum(ocgs.totals(session, view).values()) for key, view in counted.items()},
    )


def totals_line(by_status: Mapping[SubjectStatus, int], *, narrowed: bool) -> str:
    """``122 groups: 98 active · 10 proposed · 11 archived · 1 rejected · 2 merged``; the parts add up to the whole."""
    total = sum(by_status.values())
    order = (SubjectStatus.ACTIVE, *(status for status in SubjectStatus if status is not SubjectStatus.ACTIVE))
    parts = " · ".join(f"{by_status[status]:,} {status.label.lower()}" for status in order if by_status[status])
    what = f"{total:,} of those narrowed to" if narrowed else f"{total:,} {'group' if total == 1 else 'groups'}"
    return f"{what}: {parts}" if parts else "Nothing is mapped here yet."


class Register(QWidget):
    """``opened(id)`` when a group is to be shown as a record."""

    opened = Signal(object)

    def __init__(self, desk: Desk, shell: Shell, page: str, looking: Looking, switch: QWidget) -> None:
        super().__init__()
        self._desk, self._shell = desk, shell
        self._lists = OcgLists()
        self.found: Found | None = None
        self.viewing = Viewing(desk, shell, page)
        self.viewing.setParent(self)
        self.banner = Banner()
        self.model: RowsModel[OcgRow] = RowsModel(COLUMNS)
        self.table = Table(self.model, "OCGs", sorts_here=True)
        self.inspector = Inspector("Select a group to see it here.")
        self.inspection = Inspection(desk, shell, self.inspector, looking)
        self.exporting = Exporting(desk, shell, self)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self._lay_out(switch)
        self._connect()

    def _lay_out(self, switch: QWidget) -> None:
        layout, self.title, self.facts = page_head(
            self, "OCGs", switch, button("Columns", self._open_columns), self._export_button()
        )
        self.facts.setWordWrap(True)  # a small window has little room beside the buttons
        self.facts.setMinimumWidth(_LEAST_FACTS)
        across = QHBoxLayout()
        across.setSpacing(12)
        across.addWidget(self.viewing.tabs, 1)
        across.addWidget(self.viewing.find)
        layout.addLayout(across)
        narrowed = QHBoxLayout()
        narrowed.addWidget(self.viewing.chips, 1)
        narrowed.addWidget(pressing(self._shell.action("ocgs.drifting"), "What drifts", "link"))
        layout.addLayout(narrowed)
        layout.addWidget(self.banner)
        layout.addWidget(self.split, 1)
        self.split.addWidget(self.table)
        self.split.addWidget(self.inspector)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(16)
        self.split.setStretchFactor(0, 1)
        self.split.setStretchFactor(1, 0)
        self.table.set_empty(_EMPTY, "Map an OCG", self._shell.action("ocgs.map").trigger)
        self.inspector.toggle.setShortcut(QKeySequence())  # F4 is an action of the page, so that ? lists it
        self.inspector.toggle.setChecked(self._shell.settings.inspector_is_shown)
        for action_id, kind in (("ocgs.open", "primary"), ("ocgs.edit", "")):
            self.inspector.foot.addWidget(pressing(self._shell.action(action_id), kind=kind))
        self.inspector.foot.addStretch(1)
        hand_on(self, self.table)

    def _export_button(self) -> QPushButton:
        made = button("Export ▾", name="Export")
        menu = QMenu(made)
        for action_id in ("ocgs.export_csv", "ocgs.export_xlsx"):
            menu.addAction(self._shell.action(action_id))
        made.setMenu(menu)
        return made

    def _connect(self) -> None:
        self.viewing.changed.connect(self.read)
        self.table.sort_asked.connect(self._note_sort)
        self.table.opened.connect(lambda row: self.opened.emit(row.id))
        self.table.current_changed.connect(self.inspection.follow)
        self.table.refused.connect(self._shell.warn)
        self.table.customContextMenuRequested.connect(self._open_row_menu)
        self.inspector.shown_changed.connect(self._inspector_toggled)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The tabs come before the field to find in, which can be narrower."""
        super().resizeEvent(event)
        spare = self.width() - self.viewing.tabs.sizeHint().width() - _AROUND_FIND
        self.viewing.find.setMaximumWidth(max(spare, self.viewing.find.minimumSizeHint().width()))

    # what the page asks -----------------------------------------------------------------------------------------------

    def set_lists(self, lists: OcgLists) -> None:
        """Offer the force's lists."""
        self._lists = lists
        self.viewing.chips.set_lists(lists)
        self.inspection.set_lists(lists)

    def read(self) -> None:
        """Read the view again, keeping selection and scroll."""
        self._desk.read(find, self.viewing.shown, self.viewing.counted).then(self, self._take, self._show_failure)

    def current(self) -> OcgRow | None:
        """The group that is selected."""
        return self.inspection.row

    def state(self) -> dict[str, Any]:
        """Where the register is, as plain JSON."""
        row = self.inspection.row
        told = {
            "columns": self.table.columns_state(),
            "split": self.split.sizes(),
            "selected": str(row.id) if row else "",
        }
        return {**self.viewing.content(), **told}

    def restore(self, state: Mapping[str, Any]) -> None:
        """The same back."""
        if isinstance(columns := state.get("columns"), dict):
            self.table.restore_columns(columns)  # type: ignore[arg-type]  # as columns_state() gave it
        if isinstance(split := state.get("split"), list) and len(split) == self.split.count():
            self.split.setSizes(split)
        if "filter" in state:
            self.viewing.restore(state)
        if selected := state.get("selected"):
            self.table.select_ids({UUID(str(selected))})

    def ask_export(self, kind: str) -> None:
        """Ask for recipient, purpose and file."""
        shown = self.viewing.shown
        records = len(self.found.rows) if self.found else 0
        self.exporting.ask(kind, shown, self.viewing.sort, views.in_words(shown, self._lists), records)

    def toggle_inspector(self) -> None:
        """Hide or show the panel."""
        self.inspector.toggle.toggle()

    # inside -----------------------------------------------------------------------------------------------------------

    def _take(self, found: Found) -> None:
        self.found = found
        key, descending = self.viewing.sort
        self.model.set_sorted_by(key, descending=descending)
        self.model.set_rows(ordered(found.rows, key, descending=descending))
        shown = self.viewing.shown
        narrowed = replace(shown, statuses=()) != OcgFilter()
        self.facts.setText(totals_line(found.by_status, narrowed=narrowed))
        self.viewing.chips.set_totals(f"{len(found.rows):,} of {found.every:,}")
        self.viewing.show_counts(found.counts)
        self.banner.hide()
        if (followed := self.inspection.row) is not None:
            self.inspection.follow(next((row for row in found.rows if row.id == followed.id), None))

    def _note_sort(self, key: str, descending: bool) -> None:
        self.viewing.sort = (key, descending)

    def _show_failure(self, error: DeskError) -> None:
        self.banner.say("error", f"{error} What is shown stays readable.", "Try again", self.read)

    def _inspector_toggled(self, shown: bool) -> None:
        self._shell.settings.inspector_is_shown = shown
        if shown:
            self.inspection.open_if_waiting()

    def _open_columns(self) -> None:
        menu = self.table.columns_menu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.table.mapToGlobal(QPoint(0, 0)))

    def _open_row_menu(self, at: QPoint) -> None:
        menu = QMenu(self.table)
        for name in _ROW_MENU:
            menu.addAction(self._shell.action(f"ocgs.{name}"))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.table.viewport().mapToGlobal(at))
