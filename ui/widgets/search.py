"""The search field of a page: what it finds stands in it in grey, Ctrl+F leads to it."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLineEdit, QSizePolicy

from ui.theme import icons
from ui.widgets import marks

_AROUND = 64
"""Pixels beside the words: the glass, the button that empties, margins."""

_LEAST = 148


class SearchField(QLineEdit):
    """As wide as its words where there is room; ``words`` say what it finds, as in "Find by reference or name"."""

    def __init__(self, words: str) -> None:
        super().__init__(placeholderText=words, clearButtonEnabled=True)
        self.setAccessibleName(words)
        self.setProperty("search", "true")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.addAction(icons.icon("search", "ink_caption"), QLineEdit.ActionPosition.LeadingPosition)

    def sizeHint(self) -> QSize:
        return QSize(marks.text_width(self.placeholderText(), "body") + _AROUND, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST, super().minimumSizeHint().height())
