"""The disruptions register: views, filters, a table of any length, the selected record beside it, export."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QPushButton, QSplitter

from soc_desk.errors import DeskError, StoreUnavailable
from soc_desk.services import disruption_lists, disruption_rows, periods
from soc_desk.services.disruption_lists import DisruptionLists
from soc_desk.services.disruption_rows import DisruptionFilter, DisruptionRow, Sort, Totals
from soc_desk.vocabulary import FourP
from ui.desk import Actor, Desk, Session
from ui.disruptions import views
from ui.disruptions.bulk import NOTHING_SELECTED, BulkBar, Foot, drop_down, of_register
from ui.disruptions.columns import COLUMNS
from ui.disruptions.doing import DoingPage
from ui.disruptions.export import Exporting
from ui.disruptions.inspection import Inspection
from ui.disruptions.loading import Figures, Loading
from ui.disruptions.narrowing import from_words
from ui.disruptions.viewing import Viewing
from ui.page import Shell
from ui.widgets.banner import Banner
from ui.widgets.inspector import Inspector
from ui.widgets.rows import RowsModel
from ui.widgets.table import Table
from ui.widgets.text import button

_ROW_MENU = ("edit", "submit", "moderate", "correct", "key", "withdraw")
_SPLIT = [900, 280]
_EMPTY = "No disruption matches. Clear a filter, or record the first one."


def rail_count(session: Session, _actor: Actor) -> int:
    """How many disruptions the reader may know of."""
    return disruption_rows.count(session, DisruptionFilter())


def facts_line(totals: Totals, name: str) -> str:
    """``74 this quarter · 48 counted: Pursue 28 · Prevent 10 · …``; by P are those that count, as in every report.

    Where all count or none does, the figures by P are of all that is shown.
    """
    are_split = 0 < totals.counted < totals.all
    by_p = " · ".join(f"{p.label} {(totals.counted_by_p if are_split else totals.by_p)[p]:,}" for p in FourP)
    if are_split:
        return f"{totals.all:,} {name} · {totals.counted:,} counted: {by_p}"
    which = "" if not totals.all else ", all counted" if totals.counted else ", none counted yet"
    return f"{totals.all:,} {name}{which} · {by_p}"


class DisruptionsPage(DoingPage):
    """Register of disruptions. ``go(view="awaiting")`` opens a view, ``go(statuses=…, four_ps=…)`` any filter."""

    NAME = "disruptions"
    SHOWS = frozenset({"disruption", "outcome", "subject", "saved_view"})
    COUNT = staticmethod(rail_count)

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(desk, shell)
        self._lists = DisruptionLists()
        self.figures: Figures | None = None
        self._is_apart = False  # the panel shows a record that was asked for, not the selected row
        self.viewing = Viewing(desk, shell, self.NAME)
        self.viewing.setParent(self)
        self.banner = Banner()
        self.model: RowsModel[DisruptionRow] = RowsModel(COLUMNS)
        self.table = Table(self.model, "Disruptions")
        self.bulk = BulkBar(shell, self.table, of_register(desk.actor.display))
        self.loading = Loading(desk, self.model)
        self.inspector = Inspector(NOTHING_SELECTED)
        self.inspection = Inspection(desk, shell, self.inspector)
        self.foot = Foot(shell, self.inspector, self.inspection)
        self.exporting = Exporting(desk, shell, self)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        columns = button("Columns", self._open_columns)
        layout, self.title, self.facts = self.head("Disruptions", columns, self._export_button())
        for widget in (self.viewing.tabs, self.viewing.chips, self.banner, self.bulk):
            layout.addWidget(widget)
        layout.addWidget(self.split, 1)
        self.split.addWidget(self.table)
        self.split.addWidget(self.inspector)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(12)
        self.split.setStretchFactor(0, 1)
        self.split.setSizes(_SPLIT)
        self.table.set_empty(_EMPTY, "Record disruption", self.record_new)
        self.setFocusProxy(self.table)
        self.inspector.toggle.setShortcut(QKeySequence())  # F4 is an action of the page, so that ? lists it
        self.inspector.toggle.setChecked(self.shell.settings.inspector_is_shown)

    def _export_button(self) -> QPushButton:
        made = button("Export ▾", name="Export")
        menu = QMenu(made)
        for action_id in ("disruptions.export_csv", "disruptions.export_xlsx"):
            menu.addAction(self.shell.action(action_id))
        made.setMenu(menu)
        return made

    def _connect(self) -> None:
        self.viewing.changed.connect(self._reload)
        self.table.sort_asked.connect(self._sort)
        self.table.opened.connect(self.edit)
        self.table.current_changed.connect(self.inspection.follow)
        self.table.selection_changed.connect(self.foot.show_count)
        self.table.refused.connect(self.shell.warn)
        self.table.customContextMenuRequested.connect(self._open_row_menu)
        self.loading.counted.connect(self._show_figures)
        self.loading.failed.connect(self._show_failure)
        self.loading.arrived.connect(self._row_came)
        self.inspector.shown_changed.connect(self._inspector_toggled)

    # what the frame asks ----------------------------------------------------------------------------------------------

    @property
    def primary_action(self) -> str:
        return "disruptions.record"

    def refresh(self) -> None:
        self.desk.read(disruption_lists.lists, periods.today()).then(self, self._take_lists)
        self.viewing.saved.read()
        if self.model.is_paged:
            self.loading.refresh()
            self.inspection.follow_again()
        else:
            self._reload()

    def go(self, **where: Any) -> None:
        """A view by its key, or a filter by its field names; see ``DisruptionFilter``."""
        view = where.pop("view", None)
        if isinstance(view, str):
            self.viewing.open(view)
        elif where:
            self.viewing.ask_for(from_words(where))

    def show_record(self, record_id: UUID) -> None:
        """Show the record in the panel, and select it where the view holds it."""
        self.inspector.toggle.setChecked(True)
        self.table.select_ids({record_id})
        self.desk.read(disruption_rows.one, record_id).then(self, self._show_one)

    def state(self) -> dict[str, Any]:
        row = self.inspection.row
        told = {
            "columns": self.table.columns_state(),
            "split": self.split.sizes(),
            "selected": str(row.id) if row else "",
        }
        return {**self.viewing.content(), **told}

    def restore(self, state: Mapping[str, Any]) -> None:
        if isinstance(columns := state.get("columns"), dict):
            self.table.restore_columns(columns)  # type: ignore[arg-type]  # as columns_state() gave it
        if isinstance(split := state.get("split"), list) and len(split) == self.split.count():
            self.split.setSizes(split)
        if "filter" in state:
            self.viewing.restore(state)
            if self.model.is_paged:
                self._reload()
        if selected := state.get("selected"):
            self.table.select_ids({UUID(str(selected))})

    # what the actions run ---------------------------------------------------------------------------------------------

    def current(self) -> DisruptionRow | None:
        return self.inspection.row

    def selected(self) -> list[DisruptionRow]:
        return self.table.selected_rows()

    def export_csv(self) -> None:
        """Export the view as CSV."""
        self._ask_export("csv")

    def export_xlsx(self) -> None:
        """Export the view as an Excel workbook."""
        self._ask_export("xlsx")

    def save_view(self) -> None:
        """Keep what is shown as a view."""
        self.viewing.saved.ask_name()

    def toggle_inspector(self) -> None:
        """F4."""
        self.inspector.toggle.toggle()

    # inside -----------------------------------------------------------------------------------------------------------

    def _reload(self) -> None:
        self._is_apart = False
        self.loading.counted_views = self.viewing.counted
        self.loading.show(self.viewing.shown, self.viewing.sort)

    def _sort(self, key: str, descending: bool) -> None:
        self.viewing.sort = Sort(key, descending)
        self._reload()

    def _take_lists(self, lists: DisruptionLists) -> None:
        self._lists = lists
        self.viewing.chips.set_lists(lists)

    def _show_figures(self, found: Figures) -> None:
        self.figures = found
        totals = found.totals
        self.facts.setText(facts_line(totals, self.viewing.name))
        self.viewing.chips.set_totals(f"{totals.all:,} of {found.every:,}")
        self.viewing.show_counts(found.counts)

    def _show_failure(self, error: DeskError) -> None:
        self.banner.say("error", f"{error} What is shown stays readable.", "Try again", self.go_stale)

    def _row_came(self) -> None:
        """The selected row may have been a placeholder, or may read otherwise now."""
        self.banner.hide()
        row = self.table.current_row()
        if row is not None and self.table.selected_count():
            self.inspection.follow(row)
        elif not self._is_apart:
            self.inspection.follow(None)

    def _show_one(self, row: DisruptionRow | None) -> None:
        if row is None:
            self.shell.warn("That disruption does not exist, or is not open to you.")
        else:
            self._is_apart = True
            self.inspection.follow(row)

    def _ask_export(self, kind: str) -> None:
        records = self.figures.totals.all if self.figures else 0
        shown = self.viewing.shown
        self.exporting.ask(kind, shown, self.viewing.sort, views.in_words(shown, self._lists), records)

    def _inspector_toggled(self, shown: bool) -> None:
        self.shell.settings.inspector_is_shown = shown
        if shown:
            self.inspection.open_if_waiting()

    def _open_columns(self) -> None:
        drop_down(self.table.columns_menu(self), self.table.mapToGlobal(QPoint(0, 0)))

    def _open_row_menu(self, at: QPoint) -> None:
        menu = QMenu(self.table)
        for name in _ROW_MENU:
            menu.addAction(self.shell.action(f"disruptions.{name}"))
        drop_down(menu, self.table.viewport().mapToGlobal(at))


def _open(shell: Shell, **where: Any) -> DisruptionsPage:
    shell.open_page(DisruptionsPage.NAME, **where)
    page = getattr(shell, "way").page  # noqa: B009 - the window's, which the Shell does not promise
    assert isinstance(page, DisruptionsPage)  # it was opened just now
    return page


def _scene_selected(_desk: Desk, shell: Shell) -> None:
    page = _open(shell)
    for select in (page.table.selectRow, lambda _row: page.inspection.open_now()):
        page.loading.arrived.connect(partial(select, 0))
        select(0)


def _scene_empty(_desk: Desk, shell: Shell) -> None:
    _open(shell, starts_on="1999-01-01", ends_on="1999-01-31")


def _scene_error(_desk: Desk, shell: Shell) -> None:
    lost = StoreUnavailable("The store does not answer. It is asked again until it does.")
    loading = _open(shell).loading
    loading.counted.connect(lambda _figures: loading.failed.emit(lost))


def _scene_bulk(_desk: Desk, shell: Shell) -> None:
    page = _open(shell, view=views.AWAITING)
    page.loading.arrived.connect(page.table.selectAll)


SCENES = {
    "disruptions-selected": _scene_selected, "disruptions-empty": _scene_empty, "disruptions-error": _scene_error,
    "disruptions-bulk": _scene_bulk,
}  # fmt: skip
"""Pictures of the register besides the plain one."""
