"""What can be done with the record or records selected: a bar over the table for many, the panel's foot for one."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton

from soc_desk.services.disruptions import DisruptionDetail
from soc_desk.vocabulary import DisruptionStatus
from ui.disruptions.inspection import Inspection
from ui.page import Shell
from ui.widgets.inspector import Inspector
from ui.widgets.text import button, label

_OF_STATUS: dict[DisruptionStatus, Sequence[str]] = {
    DisruptionStatus.DRAFT: ("disruptions.edit", "disruptions.submit"),
    DisruptionStatus.RETURNED: ("disruptions.edit", "disruptions.submit"),
    DisruptionStatus.SUBMITTED: ("disruptions.edit", "disruptions.moderate"),
    DisruptionStatus.APPROVED: ("disruptions.edit", "disruptions.key"),
    DisruptionStatus.KEYED: ("disruptions.edit",),
    DisruptionStatus.WITHDRAWN: (),
}
NOTHING_SELECTED = "Select a disruption to see it here."
_SHORT = {"disruptions.submit": "Submit", "disruptions.key": "National reference…"}


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


class BulkBar(QFrame):
    """Shown while several rows are selected."""

    cleared = Signal()

    def __init__(self, shell: Shell, actions: Sequence[str]) -> None:
        super().__init__()
        self.setProperty("card", "true")
        self.setAccessibleName("The selected rows")
        self._count = label("", "medium")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 8, 6)
        row.setSpacing(8)
        row.addWidget(self._count)
        row.addStretch(1)
        for action_id in actions:
            row.addWidget(pressing(shell.action(action_id)))
        row.addWidget(button("Clear selection", self.cleared.emit, kind="quiet"))
        self.hide()

    def show_count(self, count: int) -> None:
        """Say how many are selected; one is no bulk."""
        self._count.setText(f"{count:,} selected")
        self.setVisible(count > 1)


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
        while (item := self._foot.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        if detail is None:
            return
        for action_id in _OF_STATUS[detail.row.status]:
            action = self._shell.action(action_id)
            if action.isEnabled():
                self._foot.addWidget(pressing(action, _SHORT.get(action_id, "")))
        self._foot.addStretch(1)
