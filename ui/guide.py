"""F1 and ?: the page's own guide, written in Markdown, and the list of keys that work on the page."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QFont, QKeySequence, QTextCursor, QTextDocument
from PySide6.QtWidgets import QGridLayout, QScrollArea, QTextBrowser, QWidget

from soc_desk.config import resources
from ui.actions import Action, Scope
from ui.dialog import MarkedDialog
from ui.theme import fonts
from ui.widgets.text import button, label

_HEADINGS = {1: "title", 2: "name", 3: "strong"}
MISSING = "There is no guide to this page yet. The user guide in the folder docs covers the whole application."


def guide_path(name: str) -> Path:
    """Where the guide of the page ``name`` lies, whether or not there is one."""
    return resources() / "guides" / f"{name}.md"


def _set_type(guide: QTextDocument) -> None:
    """Headings and strong words in the weights of the windows, with room around them: Qt would smear them bold."""
    cursor, block = QTextCursor(guide), guide.begin()
    while block.isValid():
        level = block.blockFormat().headingLevel()
        spaced = block.blockFormat()
        spaced.setTopMargin(14.0 if level > 1 else 0.0 if level else 4.0)
        spaced.setBottomMargin(6.0)
        cursor.setPosition(block.position())
        cursor.setBlockFormat(spaced)
        parts = [part.fragment() for part in block]  # type: ignore[attr-defined]  # its stub forgets that it iterates
        for part in parts:
            kept = part.charFormat()
            role = _HEADINGS.get(level, "strong" if kept.fontWeight() > QFont.Weight.Medium else "body")
            kept.setFont(fonts.font(role))
            cursor.setPosition(part.position())
            cursor.setPosition(part.position() + part.length(), QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(kept)
        block = block.next()


class GuideDialog(MarkedDialog):
    """Shows one guide and follows links to the guides of other pages; nothing is ever fetched."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__("Guide", parent)
        self.view = QTextBrowser(openLinks=False)
        self.view.setAccessibleName("Guide")
        self.view.document().setDefaultFont(fonts.font("body"))
        self.view.document().setDocumentMargin(16)
        self.body.addWidget(self.view, 1)
        self.add_button(button("&Close", self.accept, kind="primary"))
        self.resize(720, 620)
        self.view.anchorClicked.connect(self._follow)
        self.show_guide(name)

    def show_guide(self, name: str) -> None:
        """Show the guide of another page."""
        path = guide_path(name)
        self.view.setMarkdown(path.read_text(encoding="utf-8") if path.is_file() else MISSING)
        _set_type(self.view.document())

    def _follow(self, link: QUrl) -> None:
        self.show_guide(Path(link.path()).stem)


class ShortcutsDialog(MarkedDialog):
    """Lists keys: those of the page first, then those that work everywhere."""

    def __init__(self, page_title: str, actions: Sequence[Action], parent: QWidget | None = None) -> None:
        super().__init__("Keyboard shortcuts", parent)
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(8)
        of_page = [action for action in actions if action.scope is Scope.PAGE]
        for title, shown in ((page_title, of_page), ("Everywhere", [a for a in actions if a not in of_page])):
            keyed = [action for action in shown if action.key]
            if keyed:
                grid.addWidget(label(title, "strong"), grid.rowCount(), 0, 1, 3)
            for action in keyed:
                row = grid.rowCount()
                key = QKeySequence(action.key).toString(QKeySequence.SequenceFormat.NativeText)
                grid.addWidget(label(key, "medium"), row, 0)
                grid.addWidget(label(action.words), row, 1)
                grid.addWidget(label(action.says, ink="soft", wrap=True), row, 2)
        grid.setColumnStretch(2, 1)
        inside = QWidget()
        inside.setProperty("scrolled", "true")
        inside.setLayout(grid)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(inside)
        self.body.addWidget(scroll, 1)
        self.add_button(button("&Close", self.accept, kind="primary"))
        self.resize(680, 560)
