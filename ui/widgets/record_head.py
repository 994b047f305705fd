"""The head of a record that is a page of its own: where one is, its name and marks, its facts, what can be done."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import fonts
from ui.widgets.badges import BadgeRow
from ui.widgets.marks import Mark
from ui.widgets.text import button, label

_CRUMB = "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"


class RecordHead(QWidget):
    """``left`` when somebody goes back to the list by the breadcrumb; ``buttons`` is for what can be done."""

    left = Signal()

    def __init__(self, page: str, back: str) -> None:
        """``page`` is the list's title, ``back`` what a screen reader says of the way to it."""
        super().__init__()
        self.back = button(page, self.left.emit, kind="link", name=back)
        self.back.setFont(fonts.font("caption"))
        self.reference, self.name = label("", "caption"), label("", "title")
        self.line = label("", ink="soft", wrap=True)
        self.badges, self.buttons = BadgeRow(), QHBoxLayout()
        self._lay_out()

    def tell(self, crumbs: Iterable[str], name: str, marks: Iterable[Mark], line: str) -> None:
        """Show these; ``crumbs`` end with the record's reference."""
        self.reference.setText(" ".join(f"{_CRUMB} {crumb}" for crumb in crumbs))
        self.name.setText(name)
        self.badges.set_marks(marks)
        self.line.setText(line)

    def forget(self) -> None:
        """The record is shown no longer."""
        self.tell((), "", (), "")

    def _lay_out(self) -> None:
        crumbs = QHBoxLayout()
        crumbs.setSpacing(4)
        crumbs.addWidget(self.back)
        crumbs.addWidget(self.reference, 1)
        named = QHBoxLayout()
        named.setSpacing(10)
        named.addWidget(self.name)
        named.addWidget(self.badges, 1, Qt.AlignmentFlag.AlignVCenter)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addLayout(crumbs)
        words.addLayout(named)
        self.buttons.setSpacing(8)
        beside = QHBoxLayout()
        beside.setSpacing(16)
        beside.addLayout(words, 1)
        beside.addLayout(self.buttons)
        beside.setAlignment(self.buttons, Qt.AlignmentFlag.AlignBottom)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(beside)
        layout.addWidget(self.line)
