"""Fields of several lines: amounts by currency, pieces by denomination, exhibits, people, papers handed over."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.widgets.fields import Field
from ui.widgets.focus import hand_on
from ui.widgets.form import Entry, LabelledField
from ui.widgets.text import button, icon_button, label

Make = Callable[[], Sequence[QWidget]]
Read = Callable[[Sequence[Any], Any], Any]
Show = Callable[[Any], Sequence[Any]]


class LinesField(QWidget):
    """Lines of the same fields, with a button that adds one and one at each line that takes it away.

    ``make`` gives the widgets of a line; ``read(values, line)`` makes a line's value of theirs and of the line they
    were filled from, None for a new one; it gives None for a line left empty. ``show`` gives the widgets' values of a
    line, ``heads`` name the columns; ``across`` of them stand side by side, the rest below.
    """

    edited = Signal()

    def __init__(
        self, heads: Sequence[str], make: Make, read: Read, show: Show, *, add: str, least: int = 1, across: int = 9
    ) -> None:
        super().__init__()
        self._across = across
        self._heads, self._make, self._read, self._shown = heads, make, read, show
        self._least = least
        self._lines: list[tuple[QWidget, Sequence[QWidget], Any]] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(6)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(self._column)
        self._add = button(add, self._add_line, kind="link")
        foot = QHBoxLayout()
        foot.addWidget(self._add)
        foot.addStretch(1)
        layout.addLayout(foot)
        hand_on(self, self._add)
        self.set_value(())

    def value(self) -> tuple[Any, ...]:
        read = (self._read([_field(w).value() for w in widgets], line) for _, widgets, line in self._lines)
        return tuple(line for line in read if line is not None)

    def words(self, value: Sequence[Any] | None) -> str:
        """A line for each, as its fields say it."""
        return "\n".join(map(self._line_words, value or ()))

    def _line_words(self, line: Any) -> str:
        parts = zip(self._heads, self._make(), self._shown(line), strict=True)
        told = (LabelledField(Entry("", head, widget)).words(value) for head, widget, value in parts)
        return ", ".join(part for part in told if part)

    def set_value(self, value: Sequence[Any] | None) -> None:
        lines = tuple(value or ())
        if lines == self.value() and self._lines:
            return
        for row, _, _ in self._lines:
            row.hide()
            row.deleteLater()
        self._lines = []
        for line in lines:
            self._put(line)
        for _ in range(max(self._least - len(lines), 0)):
            self._put(None)

    def problem(self) -> str:
        return next((said for _, widgets, _ in self._lines for w in widgets if (said := _field(w).problem())), "")

    def unread(self) -> str:
        return ""

    def set_unread(self, text: str) -> None:
        """Half-typed lines are kept as far as they can be read."""

    def _put(self, line: Any) -> None:
        widgets = list(self._make())
        row = QWidget()
        whole = QHBoxLayout(row)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        lines = QVBoxLayout()
        lines.setSpacing(4)
        whole.addLayout(lines, 1)
        for place, widget in enumerate(widgets):
            if place % self._across == 0:
                across = QHBoxLayout()
                across.setSpacing(8)
                lines.addLayout(across)
            head = self._heads[place]
            widget.setAccessibleName(f"{head}, line {len(self._lines) + 1}")
            if isinstance(widget, QLineEdit) and not widget.placeholderText():
                widget.setPlaceholderText(head)
            widget.setToolTip(head)
            across.addWidget(widget, 1)
            _signal(widget).connect(self.edited)
        out = icon_button("remove", "Take this line out", lambda: self._take_out(row))
        whole.addWidget(out, 0, Qt.AlignmentFlag.AlignTop)
        if line is not None:
            for widget, value in zip(widgets, self._shown(line), strict=True):
                _field(widget).set_value(value)
        self._lines.append((row, widgets, line))
        self._column.addWidget(row)

    def _add_line(self) -> None:
        self._put(None)
        self._lines[-1][1][0].setFocus()
        self.edited.emit()

    def _take_out(self, row: QWidget) -> None:
        self._lines = [line for line in self._lines if line[0] is not row]
        row.hide()
        row.deleteLater()
        self.edited.emit()


class Told(QWidget):
    """A sentence in the place of a field, for what the form knows and nobody types."""

    edited = Signal()

    def __init__(self, text: str) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(label(text, ink="soft", wrap=True))


def _field(widget: QWidget) -> Field:
    return widget  # type: ignore[return-value]  # lines are made of fields


def _signal(widget: QWidget) -> Any:
    return widget.edited  # type: ignore[attr-defined]  # every field has it
