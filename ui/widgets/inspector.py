"""The panel beside a register that shows the selected record; F4 hides it and brings it back."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from ui.widgets.badges import BadgeRow
from ui.widgets.card import scrolled
from ui.widgets.empty import EmptyState
from ui.widgets.marks import Mark
from ui.widgets.tabs import Tabs
from ui.widgets.text import label

_NARROW = 1000
"""Pixels of a register with its panel below which an empty panel only takes room."""


class Inspector(QFrame):
    """Caption, title, badges, tabs, and what stands in the current tab; buttons at its foot.

    ``hiding_toggled`` is the action behind F4; a page puts it into its own actions. The tab chosen stays chosen from
    record to record. Where there is little room beside it, it is folded away while it has nothing to show.
    """

    shown_changed = Signal(bool)

    def __init__(self, empty: str = "Select a record to see it here.", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        self.setAccessibleName("Details of the selected record")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.setMinimumWidth(260)
        self._tab, self._is_empty = "", True
        self._caption, self._title = label("", "caption"), label("", "name", wrap=True)
        self._badges = BadgeRow()
        self._tabs = Tabs(compact=True)
        self._tabs.setAccessibleName("Parts of the record")
        self._bodies = QWidget()
        self._stack = QStackedLayout(self._bodies)
        self.foot = QHBoxLayout()
        self._lay_out(empty)
        self._tabs.currentChanged.connect(self._choose)
        self.toggle = QAction("Details panel", self, checkable=True, checked=True, shortcut=QKeySequence("F4"))
        self.toggle.toggled.connect(self._toggle)
        self.clear()

    def _lay_out(self, empty: str) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(16, 16, 16, 0)
        head.setSpacing(6)
        for part in (self._caption, self._title, self._badges, self._tabs):
            head.addWidget(part)
        record = QWidget()
        column = QVBoxLayout(record)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._bodies, 1)
        self.foot.setContentsMargins(16, 8, 16, 12)
        self.foot.setSpacing(8)
        column.addLayout(self.foot)
        self._sides = QStackedLayout(self)
        self._sides.setContentsMargins(1, 1, 1, 1)
        self._empty = EmptyState(text=empty)
        self._sides.addWidget(self._empty)
        self._sides.addWidget(record)

    def sizeHint(self) -> QSize:
        return QSize(340, 400)

    def show_record(
        self, caption: str, title: str, badges: Sequence[Mark] = (), parts: Sequence[tuple[str, QWidget]] = ()
    ) -> None:
        """Show a record; ``parts`` are the tabs, their titles and what stands in them. One part shows no tabs."""
        self._caption.setText(caption)
        self._title.setText(title)
        self._badges.set_marks(badges)
        self._badges.setVisible(bool(badges))
        self._tabs.blockSignals(True)
        while self._tabs.count():
            self._tabs.removeTab(0)
        self._drop_bodies()
        for name, content in parts:
            self._tabs.addTab(name)
            area = scrolled(_padded(content))
            area.setAccessibleName(name)
            self._stack.addWidget(area)
        self._tabs.setVisible(len(parts) > 1)
        kept = next((n for n, (name, _) in enumerate(parts) if _stem(name) == self._tab), 0)
        self._tabs.setCurrentIndex(kept)
        self._stack.setCurrentIndex(kept)
        self._tabs.blockSignals(False)
        self._sides.setCurrentIndex(1)
        self._is_empty = False
        self._fold()

    def clear(self) -> None:
        """No record is selected."""
        self._drop_bodies()
        self._sides.setCurrentIndex(0)
        self._is_empty = True
        self._fold()

    def set_empty(self, text: str) -> None:
        """What to say while no record is shown."""
        self._empty.set_text(text)

    def _drop_bodies(self) -> None:
        while (old := self._stack.widget(0)) is not None:
            self._stack.removeWidget(old)
            old.hide()
            old.deleteLater()

    def _choose(self, place: int) -> None:
        if place >= 0:
            self._tab = _stem(self._tabs.tabText(place))
            self._stack.setCurrentIndex(place)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ParentChange and (parent := self.parentWidget()) is not None:
            parent.installEventFilter(self)
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.parentWidget() and event.type() == QEvent.Type.Resize:
            self._fold()
        return super().eventFilter(watched, event)

    def _fold(self) -> None:
        """Out of the way while nothing is selected in a narrow window; back with the record."""
        beside = self.parentWidget()
        if beside is not None and self.toggle.isChecked():
            self.setVisible(not self._is_empty or beside.width() >= _NARROW)

    def _toggle(self, shown: bool) -> None:
        self.setVisible(shown)
        self.shown_changed.emit(shown)


def _padded(content: QWidget) -> QWidget:
    """The content from the top of the panel, with its margins."""
    held = QWidget()
    layout = QVBoxLayout(held)
    layout.setContentsMargins(16, 14, 16, 16)
    layout.addWidget(content)
    layout.addStretch(1)
    layout.setAlignment(Qt.AlignmentFlag.AlignTop)
    return held


def _stem(title: str) -> str:
    """A tab's words without the count that follows them, which differs from record to record."""
    return " ".join(word for word in title.split() if not word.replace(",", "").isdigit())
