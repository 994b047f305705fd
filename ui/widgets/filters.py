"""The row of filter chips above a register: one choice, several, or a period; and what they add up to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QPoint, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from ui import theme
from ui.theme.tokens import color
from ui.widgets import marks
from ui.widgets.choice_popup import ChoicePopup
from ui.widgets.flow import FlowLayout
from ui.widgets.option import Option
from ui.widgets.period_popup import Period, PeriodPopup, format_period
from ui.widgets.text import button, icon_button, label

_HEIGHT = 28
_LONGEST_VALUE = 220


@dataclass(frozen=True)
class Filter:
    """One chip as data. ``kind`` is ``one``, ``many`` or ``period``; a period offers ``presets`` by name."""

    key: str
    title: str
    kind: str = "many"
    options: Sequence[Option] = ()
    presets: Callable[[], Sequence[tuple[str, Period]]] | None = None


class FilterChip(QWidget):
    """``Title All ▾``, or ``Title value ✕``. Enter or Space opens it, Delete clears it.

    The value is None for All, otherwise the option's value (one), a tuple of them (many) or a ``Period``.
    """

    changed = Signal()

    def __init__(self, spec: Filter, parent: QWidget | None = None, *, today: Callable[[], date] = date.today) -> None:
        super().__init__(parent)
        self.spec = spec
        self._options = list(spec.options)
        self._today = today
        self._value: Any = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._face = _Face(self)
        self._clear = icon_button("clear", f"Clear {spec.title}", self.clear)
        self._clear.setIconSize(QSize(12, 12))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 6, 0)
        layout.setSpacing(0)
        layout.addWidget(self._face)
        layout.addWidget(self._clear)
        self.setFocusProxy(self._face)
        self._face.clicked.connect(self.open)
        self._write()

    def value(self) -> Any:
        return self._value

    def set_value(self, value: Any) -> None:
        """Set without saying so; values that are not on offer are kept, for the options may come later."""
        self._value = (tuple(value) or None) if self.spec.kind == "many" and value is not None else value
        self._write()

    def set_options(self, options: Sequence[Option]) -> None:
        """Offer these instead."""
        self._options = list(options)
        self._write()

    def clear(self) -> None:
        """Back to All."""
        if self._value is not None:
            self._face.setFocus()
            self._take(None)

    def open(self) -> None:
        """Show what can be chosen, below the chip."""
        popup: PeriodPopup | ChoicePopup
        if self.spec.kind == "period":
            presets = self.spec.presets() if self.spec.presets else ()
            popup = PeriodPopup(self, self.spec.title, self._value, presets, self._today)
        else:
            popup = ChoicePopup(self, self.spec.title, self._options, self._value, several=self.spec.kind == "many")
        popup.chosen.connect(self._take)
        popup.open_at(self.mapToGlobal(QPoint(0, self.height() + 4)))

    def value_words(self) -> str:
        """The value in words; ``All`` when there is none."""
        if self._value is None:
            return "All"
        if self.spec.kind == "period":
            return format_period(self._value)
        chosen = self._value if self.spec.kind == "many" else (self._value,)
        names = {option.value: option.label for option in self._options}
        words = [names.get(value, str(value)) for value in chosen]
        return words[0] if len(words) == 1 else f"{words[0]} + {len(words) - 1}"

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self._face.hasFocus()
        painter.setPen(QPen(color(tokens.focus if focused else tokens.control_line), 2 if focused else 1))
        painter.setBrush(color(tokens.button))
        inset = 1.0 if focused else 0.5
        body = self.rect().toRectF().adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(body, body.height() / 2, body.height() / 2)
        painter.end()

    def _take(self, value: Any) -> None:
        if value != self._value:
            self._value = value
            self._write()
            self.changed.emit()

    def _write(self) -> None:
        words = self.value_words()
        self._face.write(self.spec.title, words, chosen=self._value is not None)
        self._clear.setVisible(self._value is not None)
        self.layout().setContentsMargins(0, 0, 6 if self._value is not None else 0, 0)  # type: ignore[union-attr]
        self.updateGeometry()


class _Face(QAbstractButton):
    """The words of a chip: the title quiet, the value strong, an arrow while there is no value."""

    def __init__(self, chip: FilterChip) -> None:
        super().__init__(chip)
        self._chip = chip
        self._title, self._words, self._chosen = "", "", False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def write(self, title: str, words: str, *, chosen: bool) -> None:
        self._title, self._words, self._chosen = title, words, chosen
        self.setAccessibleName(f"{title}: {words}")
        self.setAccessibleDescription("Filter. Press Enter to choose, Delete to clear.")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        value = min(marks.text_width(self._words, "medium"), _LONGEST_VALUE)
        arrow = 0 if self._chosen else 16
        return QSize(
            12 + marks.text_width(self._title, "body") + 4 + value + arrow + (2 if self._chosen else 10), _HEIGHT
        )

    def keyPressEvent(self, event: Any) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._chip.clear()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self._chip.open()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: Any) -> None:
        super().focusInEvent(event)
        self._chip.update()

    def focusOutEvent(self, event: Any) -> None:
        super().focusOutEvent(event)
        self._chip.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inside = self.rect().adjusted(12, 0, 0, 0)
        marks.draw_text(painter, inside, self._title, "body", tokens.ink_soft)
        inside.setLeft(inside.left() + marks.text_width(self._title, "body") + 4)
        value = inside.adjusted(0, 0, 0 if self._chosen else -16, 0)
        marks.draw_text(painter, value, self._words, "medium", tokens.ink)
        if not self._chosen:
            painter.setPen(QPen(color(tokens.ink_soft), 1.4))
            x, y = float(self.width() - 18), self.height() / 2
            painter.drawPolyline([QPointF(x - 3.5, y - 1.5), QPointF(x, y + 2), QPointF(x + 3.5, y - 1.5)])
        painter.end()


class FilterRow(QWidget):
    """Chips in a row that wraps, with ``62 of 1,812`` after them and a button that clears all."""

    changed = Signal(object)

    def __init__(
        self, filters: Sequence[Filter], parent: QWidget | None = None, *, today: Callable[[], date] = date.today
    ) -> None:
        super().__init__(parent)
        self._chips = {spec.key: FilterChip(spec, today=today) for spec in filters}
        self._totals = label("", "body", "caption")
        self._clear = button("Clear all", self.clear, kind="link")
        layout = FlowLayout(self, gap=8, line_gap=8)
        for chip in self._chips.values():
            layout.addWidget(chip)
            chip.changed.connect(self._changed)
        layout.addWidget(self._totals)
        layout.addWidget(self._clear)
        self._clear.hide()

    def chip(self, key: str) -> FilterChip:
        """The chip of that key."""
        return self._chips[key]

    def values(self) -> dict[str, Any]:
        """Value by key, without those that stand at All."""
        return {key: chip.value() for key, chip in self._chips.items() if chip.value() is not None}

    def set_values(self, values: dict[str, Any]) -> None:
        """Set all chips without saying so; keys that are missing go back to All, unknown ones are passed over."""
        for key, chip in self._chips.items():
            chip.set_value(values.get(key))
        self._clear.setVisible(len(self.values()) > 1)

    def set_totals(self, text: str) -> None:
        """What the filters leave, in words."""
        self._totals.setText(text)

    def clear(self) -> None:
        """All chips back to All."""
        self.set_values({})
        self._changed()

    def _changed(self) -> None:
        self._clear.setVisible(len(self.values()) > 1)
        self.changed.emit(self.values())


def choice(key: str, title: str, options: Sequence[tuple[Any, str]], *, several: bool = True) -> Filter:
    """A chip over values and their words."""
    return Filter(key, title, "many" if several else "one", [Option(value, words) for value, words in options])


def period(key: str, title: str, presets: Callable[[], Sequence[tuple[str, Period]]] | None = None) -> Filter:
    """A chip over a period of days, with named periods to choose at once."""
    return Filter(key, title, "period", (), presets)
