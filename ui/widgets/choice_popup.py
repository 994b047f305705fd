"""The list that drops down from a filter chip: tick several or choose one, with search when it is long."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ui.widgets.option import Option
from ui.widgets.text import button

_SEARCH_FROM = 9
_PLACE = Qt.ItemDataRole.UserRole


class Popup(QFrame):
    """A frame that floats below what opened it and goes away on Esc or a click elsewhere."""

    chosen = Signal(object)

    def __init__(self, opener: QWidget, name: str) -> None:
        super().__init__(opener, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setProperty("popup", "true")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(name)

    def open_at(self, at: QPoint) -> None:
        """Show it there, moved so that it lies on the screen."""
        self.adjustSize()
        area = self.screen().availableGeometry()
        at.setX(max(area.left(), min(at.x(), area.right() - self.width())))
        at.setY(max(area.top(), min(at.y(), area.bottom() - self.height())))
        self.move(at)
        self.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)


class ChoicePopup(Popup):
    """``chosen(value)`` after every tick (a tuple, None for nothing) or once, when only one can be chosen."""

    def __init__(self, opener: QWidget, title: str, options: Sequence[Option], value: Any, *, several: bool) -> None:
        super().__init__(opener, title)
        self._several = several
        self._options: list[Option] = []
        self._search = QLineEdit(placeholderText="Type to find")
        self._search.setAccessibleName(f"Find in {title}")
        self._search.setVisible(len(options) >= _SEARCH_FROM)
        self._list = QListWidget()
        self._list.setProperty("choices", "true")
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setAccessibleName(title)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.setSpacing(6)
        layout.addWidget(self._search)
        layout.addWidget(self._list)
        self._fill(options, value)
        if several:
            feet = QHBoxLayout()
            feet.addWidget(button("All", self._take_all, kind="link", name=f"All: clear the choice of {title}"))
            feet.addStretch(1)
            feet.addWidget(button("Done", self.close, kind="link"))
            layout.addLayout(feet)
        self._search.textChanged.connect(self._narrow)
        self._list.itemChanged.connect(lambda _item: self._ticked())
        self._list.itemClicked.connect(self._clicked)
        self._list.itemActivated.connect(self._clicked)
        self._first = self._search if len(options) >= _SEARCH_FROM else self._list

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._first.setFocus()

    def _fill(self, options: Sequence[Option], value: Any) -> None:
        chosen = (value or ()) if self._several else (value,)
        rows = self._options = [*options] if self._several else [Option(None, "All"), *options]
        for place, option in enumerate(rows):
            item = QListWidgetItem(option.words, self._list)
            item.setData(_PLACE, place)
            if self._several:
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(Qt.CheckState.Checked if option.value in chosen else Qt.CheckState.Unchecked)
            elif option.value in chosen:
                self._list.setCurrentItem(item)
        if self._list.currentRow() < 0:
            self._list.setCurrentRow(0)
        wide = self._list.sizeHintForColumn(0) + (64 if self._several else 40)
        self._list.setFixedSize(
            max(200, min(wide, 420)), min(len(rows), 12) * max(28, self._list.sizeHintForRow(0)) + 8
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self._search.hasFocus():
            self._list.setFocus()
        else:
            super().keyPressEvent(event)

    def _narrow(self, text: str) -> None:
        for row in range(self._list.count()):
            item = self._list.item(row)
            item.setHidden(text.strip().casefold() not in item.text().casefold())

    def _ticked(self) -> None:
        items = (self._list.item(row) for row in range(self._list.count()))
        values = tuple(self._value_of(item) for item in items if item.checkState() == Qt.CheckState.Checked)
        self.chosen.emit(values or None)

    def _take_all(self) -> None:
        self.chosen.emit(None)
        self.close()

    def _clicked(self, item: QListWidgetItem) -> None:
        if not self._several:
            self.chosen.emit(self._value_of(item))
            self.close()

    def _value_of(self, item: QListWidgetItem) -> Any:
        """The option's own value: one that went through Qt would come back as a plain string where it was a code."""
        return self._options[item.data(_PLACE)].value
