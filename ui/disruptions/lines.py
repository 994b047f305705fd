"""A field that holds lines, each with fields of its own: the frame of the outcome and evidence editors."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.widgets.choices import ChoiceField
from ui.widgets.fields import Field
from ui.widgets.focus import hand_on
from ui.widgets.text import button, icon_button, rule


class Line(QWidget):
    """One line: its fields by name, and a button that takes it away."""

    edited = Signal()
    remove_asked = Signal()

    def __init__(self, noun: str) -> None:
        super().__init__()
        self.parts: dict[str, QWidget] = {}
        self.first_row, self.second_row = QHBoxLayout(), QHBoxLayout()
        self.remove = icon_button("close", f"Remove this {noun}", self.remove_asked.emit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 6, 6)
        layout.setSpacing(6)
        for row in (self.first_row, self.second_row):
            row.setSpacing(8)
            layout.addLayout(row)

    def add(self, row: QHBoxLayout, name: str, words: str, widget: QWidget, stretch: int = 1) -> None:
        """Put a field into a row of the line."""
        widget.setAccessibleName(words)
        self.parts[name] = widget
        row.addWidget(widget, stretch)
        cast("Any", widget).edited.connect(self.edited)

    def in_tab_order(self) -> list[QWidget]:
        """The fields as Tab visits them, and the button that takes the line away."""
        return [*self.parts.values(), self.remove]

    def part(self, name: str) -> Field:
        """The field of that name."""
        return cast("Field", self.parts[name])

    def value(self) -> Any:
        """The line as the Draft wants it, or None while nothing is in it."""
        raise NotImplementedError

    def set_value(self, value: Any) -> None:
        """Show a line of the Draft."""
        raise NotImplementedError

    def problem(self) -> str:
        """Why something in the line cannot be read."""
        shown = (self.part(name) for name, widget in self.parts.items() if not widget.isHidden())
        return next((sentence for part in shown if (sentence := part.problem())), "")

    def raw(self) -> dict[str, str]:
        """Everything in the line as text, readable or not."""
        return {name: self._raw(name) for name in self.parts}

    def set_raw(self, told: Mapping[str, str]) -> None:
        """The same back."""
        for name in self.parts:
            self.part(name).set_unread(str(told.get(name, "")))

    def _raw(self, name: str) -> str:
        widget = self.parts[name]
        return widget.currentText() if isinstance(widget, ChoiceField) else str(cast("Any", widget).text())


class LinesField(QFrame):
    """Lines one below the other with a button that adds one; the value is a tuple."""

    edited = Signal()

    def __init__(self, add_words: str, make: Callable[[], Line]) -> None:
        super().__init__()
        self._make = make
        self.lines: list[Line] = []
        self.setProperty("card", "true")
        self.add_button = button(add_words, self.add_line, kind="link", name=add_words.replace("&", "").lstrip("+ "))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        foot = QHBoxLayout()
        foot.setContentsMargins(6, 5, 6, 5)
        foot.addWidget(self.add_button)
        foot.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addLayout(self._rows)
        layout.addLayout(foot)
        hand_on(self, self.add_button, has_caption=True)

    def add_line(self) -> Line:
        """A new empty line, with the cursor in it."""
        line = self._append()
        next(iter(line.parts.values())).setFocus(Qt.FocusReason.OtherFocusReason)
        return line

    def value(self) -> tuple[Any, ...]:
        return tuple(value for line in self.lines if (value := line.value()) is not None)

    def words(self, value: Sequence[Any] | None) -> str:
        """A line for each, as its fields say it."""
        return "\n".join(map(self._line_words, value or ()))

    def _line_words(self, value: Any) -> str:
        line = self._make()
        line.set_value(value)
        return ", ".join(text for name in line.parts if (text := line.raw()[name]))

    def set_value(self, value: Sequence[Any] | None) -> None:
        wanted = tuple(value or ())
        if wanted == self.value() and not self.problem() and len(wanted) == len(self.lines):
            return
        self._clear()
        for item in wanted:
            self._append().set_value(item)

    def problem(self) -> str:
        return next((sentence for line in self.lines if (sentence := line.problem())), "")

    def unread(self) -> str:
        return json.dumps([line.raw() for line in self.lines]) if self.problem() else ""

    def set_unread(self, text: str) -> None:
        self._clear()
        for told in json.loads(text):
            self._append().set_raw(told)

    def _append(self) -> Line:
        line = self._make()
        separator = rule()
        line.edited.connect(self.edited)
        line.remove_asked.connect(lambda: self._remove(line, separator))
        self.lines.append(line)
        self._rows.addWidget(line)
        self._rows.addWidget(separator)
        self._put_in_tab_order(line)
        return line

    def _put_in_tab_order(self, line: Line) -> None:
        """Qt puts a new widget last in the whole window; its place is just before the button that adds the next."""
        before: QWidget = self.add_button.previousInFocusChain() or self
        for widget in line.in_tab_order():
            self.setTabOrder(before, widget)
            before = widget

    def _remove(self, line: Line, separator: QWidget) -> None:
        self.lines.remove(line)
        self._discard(line)
        self._discard(separator)
        self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def _clear(self) -> None:
        self.lines.clear()
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                self._discard(widget)

    def _discard(self, widget: QWidget) -> None:
        self._rows.removeWidget(widget)
        widget.hide()
        widget.deleteLater()
