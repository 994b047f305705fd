"""A line across the page that informs, warns or says what failed, with an action and a way to dismiss it."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from ui import theme
from ui.theme.tokens import CONTROL_RADIUS, color
from ui.widgets.text import Icon, button, icon_button, label

_LOOKS = {
    "info": ("info", "info", "Information"),
    "success": ("green", "success", "Done"),
    "warning": ("amber", "warning", "Warning"),
    "error": ("red", "error", "Error"),
}


class Banner(QFrame):
    """Hidden until it has something to say. A screen reader hears what it says when it says it."""

    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = "info"
        self._act: Callable[[], object] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._icon = Icon("info", "accent")
        self._text = label("", "body", wrap=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._button = button("", self._run)
        self._close = icon_button("close", "Dismiss", self.dismiss)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 8, 6)
        layout.setSpacing(10)
        layout.addWidget(self._icon)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._button)
        layout.addWidget(self._close)
        self.hide()

    def say(
        self, kind: str, text: str, action: str = "", act: Callable[[], object] | None = None, *, may_close: bool = True
    ) -> None:
        """Show a sentence; ``kind`` is info, success, warning or error, ``action`` a verb."""
        from PySide6.QtGui import QAccessible, QAccessibleEvent  # costly to load, and a window opens without

        tone, icon, word = _LOOKS[kind]
        self._kind = kind
        tint = "accent" if tone == "info" else tone
        self._icon.set_icon(icon, tint)
        self._text.setText(text)
        self._button.setText(action)
        self._button.setVisible(bool(action))
        self._close.setVisible(may_close)
        self._act = act
        self.setAccessibleName(f"{word}: {text}")
        self.show()
        self.update()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    @property
    def text(self) -> str:
        """What it says now; empty when hidden."""
        return self._text.text() if not self.isHidden() else ""

    def dismiss(self) -> None:
        """Put it away."""
        self.hide()
        self.dismissed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, painter = theme.current(), QPainter(self)
        ink, ground = tokens.tone(_LOOKS[self._kind][0])
        edge = color(ink)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(edge, 1) if tokens.least_contrast > 4.5 else Qt.PenStyle.NoPen)
        painter.setBrush(color(ground))
        painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), CONTROL_RADIUS, CONTROL_RADIUS)
        painter.end()

    def _run(self) -> None:
        if self._act:
            self._act()
