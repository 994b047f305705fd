"""Fields in which one chooses from many: a list with search, and several as chips."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QListView, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.flow import FlowLayout
from ui.widgets.focus import hand_on
from ui.widgets.option import Option
from ui.widgets.text import button


class _Line(QLineEdit):
    """What is typed or chosen; without the cursor, words that are too long end in an ellipsis and are told whole."""

    def shown(self) -> str:
        """The words as they are drawn while the cursor is elsewhere."""
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self._room().width())

    def paintEvent(self, event: QPaintEvent) -> None:
        shown = self.text() if self.hasFocus() else self.shown()
        self.setToolTip("" if shown == self.text() else self.text())
        if shown == self.text():
            super().paintEvent(event)
            return
        tokens = theme.current()
        painter = QPainter(self)
        painter.setPen(tokens.color("ink" if self.isEnabled() else "ink_disabled"))
        painter.drawText(self._room(), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()

    def _room(self) -> QRect:
        return self.contentsRect().adjusted(2, 0, -2, 0)  # as Qt leaves beside the text


class ChoiceField(QComboBox):
    """One of many: type to find, Down to see them all.

    With ``asks`` the options come from elsewhere: ``asked(text)`` a moment after typing, answered by ``offer``.
    ``know`` tells it the words of values that are not on offer, such as the record's own.
    """

    edited = Signal()
    asked = Signal(str)

    def __init__(self, options: Sequence[Option] = (), placeholder: str = "", *, asks: bool = False) -> None:
        super().__init__()
        self._asks = asks
        self._known: dict[Any, Option] = {}
        self._chosen: Any = None
        self._line = _Line()
        self.setEditable(True)
        self.setLineEdit(self._line)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setMaxVisibleItems(12)
        self._line.setPlaceholderText(placeholder or "Type to find")
        completer = QCompleter(self.model(), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(
            QCompleter.CompletionMode.UnfilteredPopupCompletion if asks else QCompleter.CompletionMode.PopupCompletion
        )
        popup = QListView()
        popup.setProperty("popup", "true")
        completer.setPopup(popup)
        self.setCompleter(completer)
        self._completer = completer
        self._pause = QTimer(self, singleShot=True, interval=120)
        self._pause.timeout.connect(lambda: self.asked.emit(self._line.text().strip()))
        self.offer(options)
        self._line.textEdited.connect(self._typed)
        self.activated.connect(self._activated)
        completer.activated.connect(lambda _text: self._settle())

    def offer(self, options: Sequence[Option]) -> None:
        """Put these on the list; what is typed and chosen stays."""
        self.know(options)
        typed = self._line.text()
        self.blockSignals(True)
        self.clear()
        for option in options:
            self.addItem(option.words, option.value)
            if option.detail:
                self.setItemData(self.count() - 1, option.words, Qt.ItemDataRole.ToolTipRole)
        self.setCurrentIndex(-1)
        self._line.setText(typed)
        self.blockSignals(False)
        if self._asks and self._line.hasFocus() and typed.strip() and options:
            self._completer.complete()

    def know(self, options: Sequence[Option]) -> None:
        """Learn the words of values, and show them if one of them is the value."""
        self._known |= {option.value: option for option in options}
        if self._chosen is not None and not self._line.hasFocus():
            self._write()

    def value(self) -> Any:
        return self._chosen if not self.problem() else None

    def chosen_words(self) -> str:
        """The words of the value; empty when there is none."""
        return self._known[self._chosen].words if self._chosen in self._known else ""

    def words(self, value: Any) -> str:
        """What a value is called; empty for none."""
        if value is None:
            return ""
        return self._known[value].words if value in self._known else "another one"

    def set_value(self, value: Any) -> None:
        self._chosen = value
        self._write()

    def problem(self) -> str:
        text = self._line.text().strip()
        if text and self._chosen is None:
            return f"“{text}” is not on the list. Choose one of the list."
        return ""

    def unread(self) -> str:
        return self._line.text() if self.problem() else ""

    def set_unread(self, text: str) -> None:
        self._chosen = None
        self._line.setText(text)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._settle()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A wheel over a form scrolls the form, never the choice."""
        event.ignore()

    def _write(self) -> None:
        self._line.setText(self.chosen_words() or ("" if self._chosen is None else str(self._chosen)))
        self._line.setCursorPosition(0)

    def _typed(self, text: str) -> None:
        match = [option for option in self._known.values() if text.strip().casefold() in _names(option)]
        self._chosen = match[0].value if len(match) == 1 else None
        if self._asks:
            self._pause.start()
        self.edited.emit()

    def _activated(self, place: int) -> None:
        value = self.itemData(place)  # a code comes back from Qt as a plain string; the option has it as it was
        before, self._chosen = self._chosen, self._known[value].value if value in self._known else value
        self._write()
        if self._chosen != before:  # Qt says so, too, when the cursor merely leaves the field
            self.edited.emit()

    def _settle(self) -> None:
        text = self._line.text().strip().casefold()
        match = [option for option in self._known.values() if text and text in _names(option)]
        if match and self._chosen is None:
            self._chosen = match[0].value
            self.edited.emit()
        if self._chosen is not None:
            self._write()


class ChipsField(QWidget):
    """Several of many, each as a chip that can be taken away again; the value is a tuple.

    ``add`` is the field that one is chosen in, where its options come from elsewhere; ``know`` as for a choice.
    """

    edited = Signal()

    def __init__(self, options: Sequence[Option], placeholder: str = "Add…", *, add: ChoiceField | None = None) -> None:
        super().__init__()
        self._options = {option.value: option for option in options}
        self._values: tuple[Any, ...] = ()
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips, gap=6, line_gap=6)
        self._add = add or ChoiceField(options, placeholder)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._chips)
        layout.addWidget(self._add)
        hand_on(self, self._add, has_caption=True)
        self._add.edited.connect(self._picked)
        self._draw()

    @property
    def known(self) -> Collection[Any]:
        """The values whose words are known."""
        return self._options.keys()

    def know(self, options: Sequence[Option]) -> None:
        """Learn the words of values, and show them on their chips."""
        self._options |= {option.value: option for option in options}
        self._draw()

    def value(self) -> tuple[Any, ...]:
        return self._values

    def words(self, value: Sequence[Any] | None) -> str:
        """What the values are called, a line each."""
        known = self._options
        return "\n".join(known[each].label if each in known else "another one" for each in value or ())

    def set_value(self, value: Sequence[Any] | None) -> None:
        if tuple(value or ()) != self._values:
            self._values = tuple(value or ())
            self._draw()

    def problem(self) -> str:
        return self._add.problem()

    def unread(self) -> str:
        return self._add.unread()

    def set_unread(self, text: str) -> None:
        self._add.set_unread(text)

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self._add.setAccessibleName(name)

    def _picked(self) -> None:
        if (value := self._add.value()) is not None:
            self._options.setdefault(value, Option(value, self._add.chosen_words()))
            self._add.set_value(None)
            if value not in self._values:
                self._values = (*self._values, value)
                self._draw()
        self.edited.emit()

    def _remove(self, value: Any) -> None:
        self._values = tuple(kept for kept in self._values if kept != value)
        self._add.setFocus()
        self._draw()
        self.edited.emit()

    def _draw(self) -> None:
        self._flow.clear()
        for value in self._values:
            words = self._options[value].label if value in self._options else str(value)
            chip = button(words, _remover(self._remove, value), icon="close", name=f"Remove {words}")
            chip.setProperty("kind", "chip")
            chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            self._flow.addWidget(chip)
        self._chips.setVisible(bool(self._values))


def _names(option: Option) -> set[str]:
    return {option.label.casefold(), option.words.casefold()}


def _remover(remove: Callable[[Any], None], value: Any) -> Callable[[], None]:
    return lambda: remove(value)
