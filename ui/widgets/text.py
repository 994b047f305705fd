"""Words on a page: labels by their part in it, buttons by their kind, and the thin line between things."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QToolButton,
    QWidget,
)

from ui.theme import fonts, icons

_INKS = {"caption": "caption", "caption-strong": "caption"}
_LEAST_LINK = 48
_MNEMONIC = Qt.TextFlag.TextShowMnemonic.value
_ICON_TINTS = {"primary": "on_accent", "danger": "on_red_fill", "link": "accent"}


def label(text: str = "", role: str = "body", ink: str = "", *, wrap: bool = False) -> QLabel:
    """Plain text in a role of ``fonts.py``; ``ink`` is soft, caption, red, amber, green, accent, rail or rail-soft."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setFont(fonts.font(role))
    made.setProperty("ink", ink or _INKS.get(role, ""))
    if wrap:
        made.setWordWrap(True)
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return made


def set_ink(shown: QWidget, ink: str) -> None:
    """Change the colour of a label that is already on screen."""
    set_property(shown, "ink", ink)


def set_property(shown: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet listens to, and have the widget restyled if it changed."""
    if shown.property(name) != value:
        shown.setProperty(name, value)
        shown.style().unpolish(shown)
        shown.style().polish(shown)
        shown.update()


def button(
    text: str, clicked: Callable[[], object] | None = None, *, kind: str = "", icon: str = "", name: str = ""
) -> QPushButton:
    """A push button: ``primary``, ``danger``, ``quiet``, ``link`` or plain; ``name`` is what a screen reader says."""
    made = _Link(text) if kind == "link" else QPushButton(text)
    made.setProperty("kind", kind)
    made.setAutoDefault(False)
    if icon:
        made.setIcon(icons.icon(icon, _ICON_TINTS.get(kind, "ink_soft")))
        made.setIconSize(QSize(22, 16))  # the glyph stands in its middle, with air before the words
    if name:
        made.setAccessibleName(name)
    if kind == "link":
        made.setCursor(Qt.CursorShape.PointingHandCursor)
    if clicked is not None:
        made.clicked.connect(lambda _checked=False: clicked())
    return made


def icon_button(
    icon: str, name: str, clicked: Callable[[], object] | None = None, tint: str = "ink_soft"
) -> QToolButton:
    """A small button that shows only an icon; ``name`` is its tooltip and its accessible name."""
    made = QToolButton()
    made.setIcon(icons.icon(icon, tint))
    made.setIconSize(QSize(16, 16))
    made.setToolTip(name)
    made.setAccessibleName(name)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    if clicked is not None:
        made.clicked.connect(lambda _checked=False: clicked())
    return made


class _Link(QPushButton):
    """Gives way where room is short: what is cut ends in an ellipsis, and the whole stands under the pointer."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint().boundedTo(QSize(_LEAST_LINK, super().minimumSizeHint().height()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        room = self.width() - (self.sizeHint().width() - self.fontMetrics().size(_MNEMONIC, self.text()).width())
        option.text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room, _MNEMONIC)
        if not self.toolTip() and option.text != self.text():
            self.setToolTip(self.text().replace("&", ""))
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        painter.end()


class Note(QLabel):
    """A line of caption that gives way as a link does."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(fonts.font("caption"))
        self.setProperty("ink", "caption")

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint().boundedTo(QSize(_LEAST_LINK, super().minimumSizeHint().height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        words, room = self.text(), self.contentsRect().width()
        shown = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room)
        if shown == words:
            super().paintEvent(event)
            return
        self.setToolTip(words)
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        painter.drawText(self.contentsRect(), self.alignment(), shown)
        painter.end()


def rule() -> QFrame:
    """A line one pixel high between two parts of a page."""
    made = QFrame()
    made.setProperty("rule", "true")
    made.setFixedHeight(1)
    return made


class Icon(QLabel):
    """An icon that stands by itself; it follows the scheme. ``words`` are for a screen reader, empty for decoration."""

    def __init__(self, name: str, tint: str = "ink_soft", size: int = 20, words: str = "") -> None:
        super().__init__()
        self._name, self._tint = name, tint
        self.setFixedSize(size, size)
        self.setAccessibleName(words)

    def set_icon(self, name: str, tint: str) -> None:
        """Show another."""
        self._name, self._tint = name, tint
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        icons.paint(painter, self.rect(), self._name, self._tint)
        painter.end()
