"""A card: surface, a line one pixel wide, rounded corners, an optional heading with something at its right."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.widgets.text import Note, label

UNDER_HEADING = (8, 0, 8, 6)
"""Margins of a table in a flush card: with the table's own they put its words under the heading."""


class Card(QFrame):
    """Holds one thing. ``body`` is the layout to fill; ``flush`` leaves no margin, for lists with their own lines."""

    def __init__(
        self, heading: str = "", note: str = "", parent: QWidget | None = None, *, flush: bool = False
    ) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        self._heading = label(heading, "medium")
        self._note = Note(note)
        self.setAccessibleName(heading)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.head = QHBoxLayout()
        self.head.setContentsMargins(16, 14, 16, 8)
        self.head.setSpacing(6)
        self.head.addWidget(self._heading, 0, Qt.AlignmentFlag.AlignBaseline)
        self.head.addWidget(self._note, 0, Qt.AlignmentFlag.AlignBaseline)
        self.head.addStretch(1)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(*((0, 0, 0, 0) if flush else (16, 0 if heading else 14, 16, 14)))
        self.body.setSpacing(8)
        if heading or note:
            layout.addLayout(self.head)  # before showing: a label without a parent would open as a window of its own
        self._heading.setHidden(not heading)
        self._note.setHidden(not note)
        layout.addLayout(self.body, 1)

    def set_heading(self, heading: str, note: str = "") -> None:
        """Say something else at the top; only for a card made with a heading."""
        self._heading.setText(heading)
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self.setAccessibleName(heading)


class FigureCard(Card):
    """One figure that matters: a caption, the figure with words beside it, a line below, and room for more."""

    def __init__(self, caption: str, figure: str = "", beside: str = "", below: str = "") -> None:
        super().__init__()
        self._figure, self._beside = label(figure, "figure"), label(beside, "body", "caption")
        self._below = label(below, "caption", wrap=True)
        self._caption = label(caption, "caption")
        self.setAccessibleName(caption)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._figure, 0, Qt.AlignmentFlag.AlignBaseline)
        line.addWidget(self._beside, 0, Qt.AlignmentFlag.AlignBaseline)
        line.addStretch(1)
        self._top = QHBoxLayout()
        self._top.setSpacing(8)
        self._top.addWidget(self._caption, 1)
        self.body.setSpacing(4)
        self.body.addLayout(self._top)
        self.body.addLayout(line)
        self.body.addWidget(self._below)

    def add_link(self, link: QWidget) -> None:
        """Put a link at the right of the caption, to what is behind the figure."""
        self._top.addWidget(link)

    def set_caption(self, caption: str) -> None:
        """Name the figure otherwise."""
        self._caption.setText(caption)
        self.setAccessibleName(caption)

    def set_figure(self, figure: str, beside: str = "", below: str = "") -> None:
        """Show other figures."""
        self._figure.setText(figure)
        self._beside.setText(beside)
        self._below.setText(below)


def scrolled(content: QWidget) -> QScrollArea:
    """The content in a frame that scrolls it up and down, on the ground it stands on."""
    area = QScrollArea()
    area.setProperty("ringed", "true")
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setAccessibleName(content.accessibleName() or "This part, scrolled by the arrow keys")
    content.setProperty("scrolled", "true")
    area.setWidget(content)
    return area
