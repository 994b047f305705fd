"""What an empty list says: what belongs there, and the button that puts it there."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.widgets.text import button, label


class EmptyState(QWidget):
    """Words in the middle, with one action below them."""

    def __init__(self, parent: QWidget | None = None, text: str = "") -> None:
        super().__init__(parent)
        self._clicked: Callable[[], object] | None = None
        self._text = label(text, "body", "caption", wrap=True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._button = button("", self._act)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(32, 32, 32, 32)
        layout.setSpacing(12)
        layout.addStretch(2)
        layout.addWidget(self._text)
        layout.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        self._button.hide()

    @property
    def has_text(self) -> bool:
        """Whether there is anything to say."""
        return bool(self._text.text())

    def set_text(self, text: str, action: str = "", clicked: Callable[[], object] | None = None) -> None:
        """Say this; ``action`` is the button's verb."""
        self._text.setText(text)
        self._button.setText(action)
        self._button.setVisible(bool(action))
        self._clicked = clicked

    def _act(self) -> None:
        if self._clicked:
            self._clicked()
