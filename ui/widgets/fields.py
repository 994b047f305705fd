"""Fields in which one types: a line, a text that grows, a date, money, a whole number."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from ui.widgets import typed

T = TypeVar("T")


class Field(Protocol):
    """What the form asks of a field; a widget of any kind may be one.

    It also has a signal ``edited``, for changes by a person, never for ``set_value``.
    """

    def value(self) -> Any:
        """What is entered, as the Draft wants it; None when empty or when ``problem`` is not."""
        ...

    def set_value(self, value: Any) -> None: ...

    def problem(self) -> str:
        """Why what was typed cannot be read, as a sentence; empty when it can."""
        ...

    def unread(self) -> str:
        """The text behind ``problem``, so that a draft can keep it; empty when there is none."""
        ...

    def set_unread(self, text: str) -> None: ...


class LineField(QLineEdit):
    """One line of text. An empty line is ``empty`` (None, where the Draft says so)."""

    edited = Signal()

    def __init__(self, placeholder: str = "", *, empty: str | None = "", limit: int = 500) -> None:
        super().__init__()
        self._empty = empty
        self.setMaxLength(limit)
        self.setPlaceholderText(placeholder)
        self.textEdited.connect(lambda _text: self.edited.emit())

    def value(self) -> str | None:
        return self.text().strip() or self._empty

    def set_value(self, value: str | None) -> None:
        if (value or "") != self.text().strip():
            self.setText(value or "")
            self.setCursorPosition(0)

    def problem(self) -> str:
        return ""

    def unread(self) -> str:
        return ""

    def set_unread(self, text: str) -> None:
        self.setText(text)


class TextField(QPlainTextEdit):
    """Several lines; grows with what is typed between ``lines`` and ``most`` lines. Tab goes on to the next field."""

    edited = Signal()

    def __init__(self, placeholder: str = "", *, lines: int = 2, most: int = 12) -> None:
        super().__init__()
        self._lines, self._most = lines, most
        self._loading = False
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.textChanged.connect(self._changed)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._grow())

    def value(self) -> str:
        return self.toPlainText().strip()

    def set_value(self, value: str | None) -> None:
        if (value or "") != self.value():
            self._loading = True
            self.setPlainText(value or "")
            self._loading = False
        self._grow()

    def problem(self) -> str:
        return ""

    def unread(self) -> str:
        return ""

    def set_unread(self, text: str) -> None:
        self.set_value(text)

    def sizeHint(self) -> QSize:
        lines = min(max(self.document().size().height(), self._lines), self._most)
        return QSize(240, round(self.fontMetrics().lineSpacing() * lines) + 18)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()

    def _grow(self) -> None:
        full = self.document().size().height() > self._most
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if full else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if self.verticalScrollBarPolicy() != policy:
            self.setVerticalScrollBarPolicy(policy)
        if self.height() != self.sizeHint().height():
            self.updateGeometry()

    def _changed(self) -> None:
        if not self._loading:
            self.edited.emit()


class ParsedField(QLineEdit, Generic[T]):
    """A line whose text is read as a value; on leaving it, what was understood is written out in full."""

    edited = Signal()

    def __init__(
        self, parse: Callable[[str], T], write: Callable[[T | None], str], placeholder: str = "", *, right: bool = False
    ) -> None:
        super().__init__()
        self._parse, self._write = parse, write
        self.setPlaceholderText(placeholder)
        if right:
            self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.textEdited.connect(lambda _text: self.edited.emit())

    def value(self) -> T | None:
        try:
            return self._parse(self.text()) if self.text().strip() else None
        except ValueError:
            return None

    def words(self, value: T | None) -> str:
        """A value as the field writes it."""
        return self._write(value)

    def set_value(self, value: T | None) -> None:
        if self.value() != value or self.problem():
            self.setText(self._write(value))

    def problem(self) -> str:
        try:
            if self.text().strip():
                self._parse(self.text())
        except ValueError as error:
            return str(error)
        return ""

    def unread(self) -> str:
        return self.text() if self.problem() else ""

    def set_unread(self, text: str) -> None:
        self.setText(text)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self.text().strip() and not self.problem():
            self.setText(self._write(self.value()))


class DateField(ParsedField[date]):
    """A date typed with the day first: 14/11/2026, 14 nov, today. Up and Down move by a day.

    Without a year it lies in the past, or ahead where a ``coming`` day is expected.
    """

    def __init__(self, today: Callable[[], date] = date.today, *, coming: bool = False) -> None:
        super().__init__(
            lambda text: typed.parse_date(text, today(), coming=coming), typed.format_date, "d/m/y or today"
        )
        self._today = today

    def keyPressEvent(self, event: Any) -> None:
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(event.key())
        if steps is None or self.problem():
            super().keyPressEvent(event)
            return
        start = self.value() or self._today()
        if date.min.toordinal() < start.toordinal() + steps < date.max.toordinal():
            self.setText(typed.format_date(date.fromordinal(start.toordinal() + steps)))
            self.edited.emit()


class MomentField(ParsedField[datetime]):
    """A day and a time to the minute, wall time: 18/11/2026 14:20, today 14:20, now; ``coming`` as for a day."""

    def __init__(self, now: Callable[[], datetime], *, coming: bool = False) -> None:
        super().__init__(
            lambda text: typed.parse_moment(text, now(), coming=coming), typed.format_moment, "d/m/y hh:mm or now"
        )


class MoneyField(ParsedField[int]):
    """Pounds and pence; the value is whole pence."""

    def __init__(self) -> None:
        super().__init__(typed.parse_pence, typed.format_pence, "£0.00", right=True)


class WholeField(ParsedField[int]):
    """A whole number between two bounds."""

    def __init__(self, least: int = 0, most: int = 10**9) -> None:
        super().__init__(
            lambda text: typed.parse_whole(text, least, most), lambda n: "" if n is None else f"{n:,}", right=True
        )


def mark_wrong(field: QWidget, sentence: str) -> None:
    """Give a field the red frame and tell a screen reader why; an empty sentence takes both away."""
    from ui.widgets.text import set_property

    set_property(field, "wrong", "true" if sentence else "")
    field.setAccessibleDescription(sentence)
