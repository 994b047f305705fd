"""The bar above the page: the field that finds and does, the page's blue button, New, and who is signed in."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QSizePolicy, QWidget

from ui import theme
from ui.theme import fonts
from ui.widgets.marks import text_width
from ui.widgets.text import button, label

HEIGHT = 52
HINT = "Find a group, person, disruption or POCA case, or do anything…"
_INITIALS = 2


class FindField(QFrame):
    """Looks like a search field and opens the palette, which is where typing happens."""

    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(32)
        self.setMaximumWidth(560)
        self.setMinimumWidth(180)
        self.setAccessibleName("Find a record or do anything, Ctrl+K")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.asked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.asked.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(tokens.color("focus" if self.hasFocus() else "control_line"))
        painter.setBrush(tokens.color("background"))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 6, 6)
        key = QRect(self.width() - 60, 6, 50, 20)
        painter.setBrush(tokens.color("surface"))
        painter.setPen(tokens.color("control_line"))
        painter.drawRoundedRect(key, 4, 4)
        painter.setPen(tokens.color("ink_soft"))
        painter.setFont(fonts.font("caption"))
        painter.drawText(key, Qt.AlignmentFlag.AlignCenter, "Ctrl K")
        painter.setFont(fonts.font("body"))
        painter.setPen(tokens.color("ink_caption"))
        words = QRect(12, 0, self.width() - 84, self.height())
        text = HINT if text_width(HINT, "body") <= words.width() else "Find or do…"
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()


class Avatar(QWidget):
    """The initials of the signed-in person in a circle."""

    def __init__(self, display: str) -> None:
        super().__init__()
        self.setFixedSize(28, 28)
        self._initials = initials(display)
        self.setAccessibleName(display)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.color("accent_tint"))
        painter.drawEllipse(self.rect())
        painter.setPen(tokens.color("accent"))
        painter.setFont(fonts.font("caption-strong"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._initials)
        painter.end()


def initials(display: str) -> str:
    """Two letters for a name without its rank: "DC A. Example" gives AE."""
    words = [word for word in display.replace(".", " ").split() if not (len(word) > 1 and word.isupper())]
    letters = [word[0].upper() for word in words or display.split()]
    return "".join([letters[0], letters[-1]] if len(letters) >= _INITIALS else letters)


class TopBar(QWidget):
    """One search field, the one primary action of the page, the New menu, and who is signed in as what."""

    find_asked = Signal()

    def __init__(self, display: str, roles: str) -> None:
        super().__init__()
        self.setObjectName("topBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(HEIGHT)
        self.find_field = FindField()
        self.primary: QPushButton = button("", self._trigger, kind="primary")
        self.new = button("New ▾", kind="", name="New")
        self.new_menu = QMenu(self.new)
        self.new.setMenu(self.new_menu)
        self._primary_action: QAction | None = None
        self.person = label(f"{display} · {roles}", ink="soft")
        self.avatar = Avatar(display)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 20, 0)
        row.setSpacing(12)
        row.addWidget(self.find_field, 10)
        row.addWidget(self.primary)
        row.addWidget(self.new)
        row.addStretch(1)
        row.addWidget(self.person)
        row.addWidget(self.avatar)
        self.find_field.asked.connect(self.find_asked)
        self.set_primary(None)

    def set_primary(self, action: QAction | None) -> None:
        """Show the page's one primary action, or none."""
        if self._primary_action is not None:
            self._primary_action.changed.disconnect(self._follow_primary)
        self._primary_action = action
        if action is not None:
            action.changed.connect(self._follow_primary)
        self.primary.setVisible(action is not None)
        self._follow_primary()

    def set_new(self, actions: list[QAction]) -> None:
        """Fill the New menu."""
        self.new_menu.clear()
        self.new_menu.addActions(actions)
        self.new.setVisible(bool(actions))

    def sizeHint(self) -> QSize:
        return QSize(720, HEIGHT)

    def _trigger(self) -> None:
        if self._primary_action is not None:
            self._primary_action.trigger()

    def _follow_primary(self) -> None:
        if self._primary_action is not None:
            self.primary.setText(self._primary_action.text())
            self.primary.setEnabled(self._primary_action.isEnabled())
            self.primary.setToolTip(self._primary_action.toolTip())
