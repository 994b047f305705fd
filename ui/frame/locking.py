"""Taking everything off the screen at once, and bringing it back to the same place."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction, QGuiApplication, QWindow
from PySide6.QtWidgets import QApplication, QDialog, QStackedWidget, QToolTip, QWidget

from soc_desk.errors import DeskError
from ui.desk import Desk
from ui.frame.lock_page import LockPage


def _depth(widget: QWidget) -> int:
    """How many windows and parts it stands in."""
    above = widget.parentWidget()
    return 0 if above is None else 1 + _depth(above)


class Lock(QObject):
    """Swaps the work for the lock page, hides dialogs, closes menus, and empties the clipboard if we filled it."""

    locked = Signal()
    unlocked = Signal()
    refused = Signal()

    def __init__(
        self, desk: Desk, covers: QStackedWidget, work: QWidget, check: Callable[[str], object], key: QAction
    ) -> None:
        """``check(passphrase)`` raises WrongKey; it runs off the GUI thread, since deriving a key takes a while.

        ``key`` is the action that locks: every dialog that gets the keyboard learns it, whoever opened it.
        """
        super().__init__(covers)
        self._desk, self._covers, self._work, self._check, self._key = desk, covers, work, check, key
        self._hidden: list[QDialog] = []
        self._before: QWidget | None = None
        self._copied = False  # what is on the clipboard came from here
        QGuiApplication.clipboard().dataChanged.connect(self._note_copy)
        QApplication.instance().focusWindowChanged.connect(self._follow_window)  # type: ignore[union-attr]  # there is one
        self.page = LockPage(desk.actor.display)
        covers.addWidget(self.page)
        self.page.unlock_asked.connect(self._try)

    @property
    def is_locked(self) -> bool:
        """Whether the lock page covers the work."""
        return self._covers.currentWidget() is self.page

    def lock(self) -> None:
        """Cover everything now; what is typed stays where it is, out of sight."""
        if self.is_locked:
            return
        self._before = self._covers.window().focusWidget()
        self._covers.setCurrentWidget(self.page)
        QToolTip.hideText()
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
            if QApplication.activePopupWidget() is popup:  # a popup that refuses to go must not hold up the lock
                popup.hide()
                break
        for window in QApplication.topLevelWidgets():
            if isinstance(window, QDialog) and window.isVisible():
                self.keep_hidden(window)
            elif window is not self._covers.window() and window.isVisible():
                window.hide()
        self.empty_clipboard()
        self.page.ready()
        self.locked.emit()

    def empty_clipboard(self) -> None:
        """Take back what was copied from here."""
        if self._copied or QGuiApplication.clipboard().ownsClipboard():
            QGuiApplication.clipboard().clear()
            self._copied = False

    def keep_hidden(self, dialog: QDialog) -> None:
        """Show ``dialog`` only after the lock is gone."""
        dialog.hide()
        self._hidden.append(dialog)
        for ended in (dialog.destroyed, dialog.finished):
            ended.connect(lambda _how=None, one=dialog: self._forget(one))

    @property
    def hidden(self) -> tuple[QDialog, ...]:
        """Dialogs that come back after the lock."""
        return tuple(self._hidden)

    @Slot(object)
    def _follow_window(self, window: QWindow | None) -> None:
        """The window's own keys do not work under a dialog, so that each takes the one that locks."""
        for dialog in QApplication.topLevelWidgets() if window is not None else ():
            if isinstance(dialog, QDialog) and dialog.windowHandle() is window and self._is_over_work(dialog):
                dialog.addAction(self._key)

    def _is_over_work(self, dialog: QWidget) -> bool:
        above: QWidget | None = dialog
        while above is not None and above is not self._covers.window():
            above = above.parentWidget()
        return above is not None

    @Slot()
    def _note_copy(self) -> None:
        self._copied = QGuiApplication.applicationState() == Qt.ApplicationState.ApplicationActive

    def _forget(self, dialog: QDialog) -> None:
        if dialog in self._hidden:
            self._hidden.remove(dialog)

    def _try(self, passphrase: str) -> None:
        self._desk.aside(self._check, passphrase).then(self, self._open, self._refuse)

    def _refuse(self, error: DeskError) -> None:
        self.page.ready(str(error))
        self.refused.emit()

    def _open(self, _checked: object) -> None:
        self.page.ready()
        self._covers.setCurrentWidget(self._work)
        hidden, self._hidden = self._hidden, []
        for dialog in sorted(hidden, key=_depth):  # a dialog before the one that it opened, or it would lie over it
            dialog.show()
        if self._before is not None:
            self._before.setFocus()
        self._before = None
        self.unlocked.emit()
