"""What the window says by itself: a banner for what went wrong, a passing notice for what was done, with Undo."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import icons
from ui.widgets.text import button, icon_button, label

NOTICE_MS = 8000


class Notices(QWidget):
    """Lines above the page; nothing is shown while there is nothing to say."""

    def __init__(self) -> None:
        super().__init__()
        self.warning, self.notice = _line("warning"), _line("success")
        self._warning_text, self._notice_text = label("", wrap=True), label("", wrap=True)
        self._answer = button("", self._do_answer, kind="link")
        self._then: Callable[[], object] | None = None
        self._undo_button = button("&Undo", self.undo, kind="link")
        self._undo: Callable[[], object] | None = None
        self._fade = QTimer(self, interval=NOTICE_MS, singleShot=True)
        dismiss = icon_button("close", "Dismiss", self.dismiss)
        _fill(self.warning, "warning", "amber", self._warning_text, self._answer, dismiss)
        closing = icon_button("close", "Dismiss", self.notice.hide)
        _fill(self.notice, "success", "green", self._notice_text, self._undo_button, closing)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.warning)
        layout.addWidget(self.notice)
        self._fade.timeout.connect(self.notice.hide)
        self.clear()

    @property
    def text(self) -> str:
        """The warning shown, or nothing."""
        return self._warning_text.text() if self.warning.isVisibleTo(self) else ""

    @property
    def said(self) -> str:
        """The last passing notice."""
        return self._notice_text.text()

    def warn(self, text: str, verb: str = "", then: Callable[[], object] | None = None) -> None:
        """Show a sentence until it is dismissed, with a button where something can be done about it."""
        self._warning_text.setText(text)
        self._answer.setText(verb)
        self._answer.setVisible(bool(verb))
        self._then = then
        self.warning.setAccessibleName(text)
        self.warning.show()

    def notify(self, text: str, undo: Callable[[], object] | None = None) -> None:
        """Show for a while what was done; ``undo`` stays reachable by Ctrl+Z until the next one."""
        self._notice_text.setText(text)
        self.notice.setAccessibleName(text)
        self._undo = undo
        self._undo_button.setVisible(undo is not None)
        self.notice.show()
        self._fade.start()

    def undo(self) -> bool:
        """Take back what was last done; False when there is nothing to take back."""
        undo, self._undo = self._undo, None
        self.notice.hide()
        if undo is None:
            return False
        undo()
        return True

    def _do_answer(self) -> None:
        then = self._then
        self.dismiss()
        if then is not None:
            then()

    def dismiss(self) -> None:
        """Take the warning away."""
        self.warning.hide()

    def clear(self) -> None:
        """Take everything away, as for a lock."""
        self.warning.hide()
        self.notice.hide()


def _line(name: str) -> QFrame:
    line = QFrame()
    line.setObjectName(f"notice-{name}")
    line.setProperty("ground", "sunken")
    return line


def _fill(line: QFrame, icon: str, token: str, text: QWidget, *right: QWidget) -> None:

    mark = label("")
    mark.setPixmap(icons.pixmap(icon, token, 16, line.devicePixelRatioF()))
    row = QHBoxLayout(line)
    row.setContentsMargins(20, 6, 16, 6)
    row.setSpacing(8)
    row.addWidget(mark)
    row.addWidget(text, 1)
    for widget in right:
        row.addWidget(widget)
