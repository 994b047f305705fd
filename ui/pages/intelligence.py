"""Intelligence: the register of what is linked to groups and people, the archive review, and the backlog's counts."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor, QKeySequence
from PySide6.QtWidgets import QMenu, QPushButton, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from soc_desk.services import archive, periods
from soc_desk.services.intelligence import backlog, links
from soc_desk.services.intelligence.backlog import BacklogRow
from ui.desk import Actor, Desk, Session
from ui.disruptions.bulk import pressing
from ui.intelligence.doing import DoingPage
from ui.intelligence.review import ArchiveReview
from ui.page import Shell
from ui.widgets.facts import SmallTable
from ui.widgets.tabs import Tabs
from ui.widgets.text import button, label
from ui.widgets.typed import format_date

REGISTER, REVIEW, BACKLOG = "register", "review", "backlog"
_TABS = {REGISTER: "Register", REVIEW: "Archive review", BACKLOG: "Backlog"}
_ROW_MENU = ("edit", "duplicate", "relates", "remove")
_NOT_COUNTED = (
    "Nobody has counted the backlog yet. Count in the intelligence system how many reports wait to be processed, and "
    "enter the figure here."
)


def rail_count(session: Session, _actor: Actor) -> int:
    """How many groups wait for an archive or reactivation decision."""
    return archive.waiting(session, periods.today())


class IntelligencePage(DoingPage):
    """``go(view="review")`` opens the archive review; ``show_record`` an item."""

    NAME = "intelligence"
    SHOWS = frozenset(
        {"intelligence_link", "intelligence_backlog", "subject", "subject_status_change", "ocg_review", "policy"}
    )
    COUNT = staticmethod(rail_count)

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(desk, shell)
        self.tabs, self.parts = Tabs(tuple(_TABS.values())), QStackedWidget()
        self.review = ArchiveReview(desk, shell)
        self.counted = SmallTable(("Counted on", "Waiting", "Oldest", "Counted by", "Note"))
        self.newest = label("", wrap=True)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        layout, self.title, self.facts = self.head("Intelligence", self._export_button())
        self.tabs.setAccessibleName("Parts of intelligence")
        layout.addWidget(self.tabs)
        layout.addWidget(self.parts, 1)
        self.split.addWidget(self.register)
        self.split.addWidget(self.inspector)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(16)
        self.split.setStretchFactor(0, 1)
        self.split.setStretchFactor(1, 0)
        self.inspector.toggle.setShortcut(QKeySequence())  # F4 is an action of the page, so that ? lists it
        self.inspector.toggle.setChecked(self.shell.settings.inspector_is_shown)
        self.inspector.foot.addWidget(pressing(self.shell.action("intelligence.edit"), kind="primary"))
        self.inspector.foot.addWidget(pressing(self.shell.action("intelligence.duplicate"), "Duplicate…"))
        self.inspector.foot.addStretch(1)
        for part in (self.split, self.review, self._backlog_part()):
            self.parts.addWidget(part)
        self.setFocusProxy(self.register)

    def _backlog_part(self) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.newest)
        count = pressing(self.shell.action("intelligence.backlog"))
        column.addWidget(count, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.counted)
        column.addStretch(1)
        return whole

    def _export_button(self) -> QPushButton:
        made = button("Export ▾", name="Export")
        menu = QMenu(made)
        for kind in ("csv", "xlsx"):
            menu.addAction(self.shell.action(f"intelligence.export_{kind}"))
        made.setMenu(menu)
        return made

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._turn)
        self.register.opened.connect(self._edit)
        self.register.told.connect(lambda _said: self._turn(self.tabs.currentIndex()))
        self.review.told.connect(lambda _said: self._turn(self.tabs.currentIndex()))
        self.register.table.current_changed.connect(self.inspection.follow)
        self.register.table.customContextMenuRequested.connect(lambda _at: self._open_row_menu())
        self.inspection.wanted.connect(self.inspection.show_link)
        self.inspector.shown_changed.connect(self._inspector_toggled)

    # what the frame asks ----------------------------------------------------------------------------------------------

    @property
    def primary_action(self) -> str:
        return "intelligence.link"

    def refresh(self) -> None:
        self.register.saved.read()
        self.register.refresh()
        self.review.read()
        self.desk.read(backlog.list_rows).then(self, self._show_counts)
        if self.inspection.detail is not None:
            shown = self.inspection.detail.row.id
            self.desk.read(links.detail, shown).then(self, lambda detail: self.inspection.follow(detail.row))

    def go(self, **where: Any) -> None:
        """A part by its name, or a view of the register by its key."""
        view = where.get("part") or where.get("view")
        if view in _TABS:
            self.tabs.setCurrentIndex(list(_TABS).index(view))
        elif isinstance(view, str):
            self.tabs.setCurrentIndex(0)
            self.register.open_view(view)

    def show_record(self, record_id: UUID) -> None:
        """Show an item beside the register; opening it is logged once."""
        self.tabs.setCurrentIndex(0)
        self.inspector.toggle.setChecked(True)
        self.inspection.show_link(record_id)

    def state(self) -> dict[str, Any]:
        return {
            "part": list(_TABS)[self.tabs.currentIndex()], "register": self.register.content(),
            "split": self.split.sizes(), "view": self.register.views.current(),
        }  # fmt: skip

    def restore(self, state: Mapping[str, Any]) -> None:
        if isinstance(register := state.get("register"), dict):
            self.register.restore(register)
            self.register.views.set_current(str(state.get("view", "")))
        if isinstance(split := state.get("split"), list) and len(split) == self.split.count():
            self.split.setSizes(split)
        if state.get("part") in _TABS:
            self.tabs.setCurrentIndex(list(_TABS).index(state["part"]))

    # inside -----------------------------------------------------------------------------------------------------------

    def _show_counts(self, counts: list[BacklogRow]) -> None:
        self.newest.setText(counts[0].words if counts else _NOT_COUNTED)
        told = [
            (format_date(row.counted_on), f"{row.waiting:,}", _age(row), row.entered_by, row.note) for row in counts
        ]
        self.counted.set_rows(told)
        self.counted.setVisible(bool(counts))

    def _turn(self, place: int) -> None:
        self.parts.setCurrentIndex(place)
        self.facts.setText((self.register.said, self.review.said, "")[place])

    def _open_row_menu(self) -> None:
        menu = QMenu(self.register.table)
        for name in _ROW_MENU:
            menu.addAction(self.shell.action(f"intelligence.{name}"))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(QCursor.pos())

    def _inspector_toggled(self, shown: bool) -> None:
        self.shell.settings.inspector_is_shown = shown
        if shown and self.inspection.detail is None:
            self.inspection.follow(self.inspection.row)


def _age(row: BacklogRow) -> str:
    return "Not known" if row.oldest_days is None and row.waiting else f"{row.oldest_days or 0} days"


def _view(view: str, _desk: Desk, shell: Shell) -> None:
    shell.open_page("intelligence", view=view)


SCENES = {f"intelligence-{view}": partial(_view, view) for view in (REVIEW, BACKLOG)}
"""Pictures of the parts that the page itself does not give."""
