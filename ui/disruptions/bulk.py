"""What can be done with the record or records selected: a bar over the table for many, the panel's foot for one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton

from soc_desk.services.disruptions import DisruptionDetail
from soc_desk.vocabulary import DisruptionStatus
from ui.disruptions.inspection import Inspection
from ui.disruptions.steps import TO_SUBMIT
from ui.page import Shell
from ui.widgets.emptying import empty
from ui.widgets.inspector import Inspector
from ui.widgets.table import Table
from ui.widgets.text import button, label

_OF_STATUS: dict[DisruptionStatus, Sequence[str]] = {
    DisruptionStatus.DRAFT: ("disruptions.edit", "disruptions.submit"),
    DisruptionStatus.RETURNED: ("disruptions.edit", "disruptions.submit"),
    DisruptionStatus.SUBMITTED: ("disruptions.edit", "disruptions.moderate"),
    DisruptionStatus.APPROVED: ("disruptions.edit", "disruptions.key", "disruptions.correct"),
    DisruptionStatus.KEYED: ("disruptions.edit", "disruptions.correct"),
    DisruptionStatus.WITHDRAWN: (),
}
NOTHING_SELECTED = "Select a disruption to see it here."
_SHORT = {"disruptions.submit": "Submit", "disruptions.key": "Nat. ref…", "disruptions.correct": "Correct…"}


def pressing(action: QAction, words: str = "", kind: str = "") -> QPushButton:
    """A button that does an action, enabled as that is."""
    made = button(words or action.text(), action.trigger, kind=kind)
    made.setEnabled(action.isEnabled())
    made.setToolTip(action.toolTip())
    return made


def drop_down(menu: QMenu, at: QPoint) -> None:
    """Show a menu once; it goes when it is closed."""
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(at)


@dataclass(frozen=True)
class Bulk:
    """An action for many: its verb, such as ``Submit``, and whether it applies to a row."""

    action_id: str
    verb: str
    applies: Callable[[Any], bool]


def of_register(own: str) -> tuple[Bulk, ...]:
    """What the register offers for many; what ``own`` recorded is agreed by somebody else."""
    waits = DisruptionStatus.SUBMITTED
    return (
        Bulk("disruptions.submit", "Submit", lambda row: row.status in TO_SUBMIT),
        Bulk("disruptions.agree", "Agree", lambda row: row.status is waits and row.recorded_by != own),
    )


class BulkBar(QFrame):
    """Shown while several rows of a table are selected: each action with the number of rows it applies to."""

    def __init__(self, shell: Shell, table: Table, offers: Sequence[Bulk]) -> None:
        super().__init__()
        self.setProperty("card", "true")
        self.setAccessibleName("The selected rows")
        self._shell, self._table, self._offers = shell, table, tuple(offers)
        self._count = label("", "medium")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 8, 6)
        row.setSpacing(8)
        row.addWidget(self._count)
        row.addStretch(1)
        self.buttons = [pressing(shell.action(offer.action_id)) for offer in self._offers]
        for made in self.buttons:
            row.addWidget(made)
        row.addWidget(button("Clear selection", table.clearSelection, kind="quiet"))
        for signal in (table.selection_changed, table.rows.modelReset, table.rows.page_loaded):
            signal.connect(self._follow)
        self.hide()

    def _follow(self, *_what: object) -> None:
        """Say how many are selected, and how many of them each action is for; one is no bulk."""
        count = self._table.selected_count()
        self.setVisible(count > 1)
        if count <= 1:
            return
        self._count.setText(f"{count:,} selected")
        rows = self._table.selected_rows()
        for offer, made in zip(self._offers, self.buttons, strict=True):
            some = sum(offer.applies(row) for row in rows)
            made.setText(f"{offer.verb} {some:,}" + (f" of {count:,}" if some < count else ""))
            may = self._shell.action(offer.action_id).isEnabled()
            made.setEnabled(may)
            made.setVisible(may and some > 0)


class Foot(QObject):
    """The buttons below the inspector, as the record's state allows."""

    def __init__(self, shell: Shell, inspector: Inspector, inspection: Inspection) -> None:
        super().__init__(inspector)
        self._shell, self._inspector, self._foot = shell, inspector, inspector.foot
        inspection.shown.connect(self.follow)

    def show_count(self, count: int) -> None:
        """Say how many are selected where one would be shown."""
        self._inspector.set_empty(f"{count:,} disruptions are selected." if count > 1 else NOTHING_SELECTED)

    def follow(self, detail: DisruptionDetail | None) -> None:
        """Offer what can be done with the record on view."""
        empty(self._foot)
        if detail is None:
            return
        for action_id in _OF_STATUS[detail.row.status]:
            action = self._shell.action(action_id)
            if action.isEnabled():
                self._foot.addWidget(pressing(action, _SHORT.get(action_id, "")))
        self._foot.addStretch(1)
