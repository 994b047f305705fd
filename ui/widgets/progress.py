"""How far a long piece of work is, in words and as a bar, with the button that stops it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from ui.widgets.text import button, label


class Progress(QWidget):
    """Words, bar, Cancel. Without a total the bar only shows that something is under way."""

    cancelled = Signal()

    def __init__(self, text: str = "", parent: QWidget | None = None, *, may_cancel: bool = True) -> None:
        super().__init__(parent)
        self._text = label(text, "body", wrap=True)
        self._detail = label("", "caption")
        self._bar = QProgressBar(textVisible=False)
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName("Progress")
        self._cancel = button("Cancel", self._stop)
        if not may_cancel:  # showing it before it has a parent would open it as a window
            self._cancel.hide()
        words = QHBoxLayout()
        words.addWidget(self._text, 1)
        words.addWidget(self._detail)
        left = QVBoxLayout()
        left.setSpacing(6)
        left.addLayout(words)
        left.addWidget(self._bar)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addLayout(left, 1)
        layout.addWidget(self._cancel)

    def set_progress(self, done: int, total: int | None, text: str | None = None) -> None:
        """Say how far it is: ``done`` of ``total`` things; None where the total is not known."""
        if text is not None:
            self._text.setText(text)
        if total:
            self._bar.setRange(0, 1000)
            self._bar.setValue(min(1000, done * 1000 // total))
            self._detail.setText(f"{done:,} of {total:,}")
        else:
            self._bar.setRange(0, 0)
            self._detail.setText(f"{done:,}" if done else "")
        self.setAccessibleDescription(f"{self._text.text()} {self._detail.text()}".strip())

    def reset(self, text: str) -> None:
        """Begin again with other words."""
        self._cancel.setEnabled(True)
        self._cancel.setText("Cancel")
        self.set_progress(0, None, text)

    def _stop(self) -> None:
        self._cancel.setEnabled(False)
        self._cancel.setText("Stopping…")
        self.cancelled.emit()
