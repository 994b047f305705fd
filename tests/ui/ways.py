"""What the stories told in the window share: a person at a desk, and every word that the window shows."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QWidget,
)  # fmt: skip
from pytestqt.qtbot import QtBot

from ui.desk import Desk
from ui.main_window import MainWindow
from ui.page import Page

P = TypeVar("P", bound=Page)
D = TypeVar("D", bound=QDialog)
_READ = (
    Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.AccessibleDescriptionRole,
)  # fmt: skip


@dataclass(frozen=True)
class Sitting:
    """A person at a window."""

    window: MainWindow
    desk: Desk
    qtbot: QtBot

    def go(self, name: str, kind: type[P]) -> P:
        """Go to a page by the rail."""
        self.press(self.window.rail.buttons[name])
        page = self.window.way.page
        assert isinstance(page, kind)
        return page

    def settle(self) -> None:
        """Let every answer land and the window lay out what came of it."""
        for _ in range(2):
            self.desk.settle()
            QApplication.processEvents()

    def at(self, kind: type[P]) -> P:
        """The page where something led."""
        page = self.window.way.page
        assert isinstance(page, kind), f"This is {type(page).__name__}."
        return page

    def press(self, button: QAbstractButton) -> None:
        assert button.isVisible()
        assert button.isEnabled(), f"{button.text()} is off."
        button.click()
        self.settle()

    def dialog(self, kind: type[D]) -> D:
        """The dialog that is open."""
        found = [dialog for dialog in self.window.findChildren(kind) if dialog.isVisible()]
        assert found, f"No {kind.__name__} is open."
        return found[-1]

    def answer(self, words: str, kind: type[QDialog] = QDialog) -> None:
        """Press a button of the dialog that is open."""
        dialog = self.dialog(kind)
        button = next(b for b in dialog.findChildren(QAbstractButton) if plain(b.text()) == words and b.isVisible())
        self.press(button)

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is."""
        self.qtbot.keyClick(self.focused(), key, held)
        self.settle()

    def type(self, text: str) -> None:
        """Type where the focus is."""
        self.qtbot.keyClicks(self.focused(), text)
        self.settle()

    def focused(self) -> QWidget:
        """What has the keyboard, in the window that is in front."""
        self.come_to_front()
        return QApplication.focusWidget() or self.window

    def tab_to(self, target: QWidget) -> None:
        """Tab until the cursor is in a field; fails where Tab never comes there."""
        for _ in range(60):
            now = self.focused()
            if now is target or target.isAncestorOf(now):
                return
            self.key(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab never reached {target.accessibleName()}.")

    def come_to_front(self) -> None:
        """Keys reach the active window only."""
        if QApplication.activeWindow() is None or QApplication.activeWindow().window() not in self._windows():
            self.window.activateWindow()
            self.qtbot.waitUntil(self.window.isActiveWindow)

    def _windows(self) -> list[QWidget]:
        return [self.window, *self.window.findChildren(QDialog)]

    def count(self, name: str) -> str:
        """What the rail says beside a page, once it has caught up."""
        return self.window.rail.buttons[name].accessibleName()

    def hear_news(self) -> None:
        """Look for colleagues' changes now instead of in a second and a half."""
        self.desk.ask_news()
        self.settle()


def plain(text: str) -> str:
    """A caption without its mnemonic."""
    return text.replace("&", "")


def words(root: QWidget, *, hidden: bool = False) -> Iterator[str]:
    """Every text of a window and what is in it: what is read, what is told to a screen reader, what a hint says.

    Without ``hidden`` only of what is visible.
    """
    for widget in (root, *root.findChildren(QWidget)):
        if hidden or widget.isVisible():
            yield from filter(None, _words_of(widget))


def all_words(root: QWidget, *, hidden: bool = False) -> str:
    """The same in one text."""
    return "\n".join(words(root, hidden=hidden))


def _words_of(widget: QWidget) -> Iterator[str]:
    yield from (widget.accessibleName(), widget.accessibleDescription(), widget.toolTip(), widget.windowTitle())
    match widget:
        case QLabel() | QLineEdit() | QAbstractButton():
            yield widget.text()
        case QPlainTextEdit() | QTextEdit():
            yield widget.toPlainText()
        case QComboBox():
            yield from (widget.itemText(n) for n in range(widget.count()))
        case QTabBar():
            yield from (widget.tabText(n) for n in range(widget.count()))
        case QAbstractItemView() if widget.model() is not None:
            yield from _cells(widget.model())


def _cells(model: QAbstractItemModel, parent: QModelIndex | None = None) -> Iterator[str]:
    parent = parent or QModelIndex()
    for row in range(model.rowCount(parent)):
        for column in range(1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)):
            index = model.index(row, column, parent)
            told: list[Any] = [index.data(role) for role in _READ]
            yield from (item for item in told if isinstance(item, str))
            yield from _cells(model, index)
