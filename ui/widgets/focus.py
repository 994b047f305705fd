"""Where the keyboard is: handing it on from a whole to one of its parts, and when what has it shows a ring."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget

_BY_KEYS = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)
_AS_BEFORE = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)


def is_ringed(reason: Qt.FocusReason, *, before: bool) -> bool:
    """Whether what got the focus shows it: to who came by the keyboard, and as before to who comes back to a window.

    A page that opens gives its first part the focus; a ring there would say that somebody had moved to it. The first
    key shows it.
    """
    return before if reason in _AS_BEFORE else reason in _BY_KEYS


class _HandsOn(QObject):
    """Passes the focus that a widget is given to another one."""

    def __init__(self, whole: QWidget) -> None:
        super().__init__(whole)
        self.part: QWidget | None = None
        whole.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hand on what comes to the whole itself."""
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusIn and self.part is not None:
            self.part.setFocus(event.reason())
        return False


def hand_on(whole: QWidget, part: QWidget, *, has_caption: bool = False) -> None:
    """From now on ``whole.setFocus()`` ends in ``part``; ``has_caption`` says that a caption's mnemonic leads here.

    A focus proxy would do the same, but Qt lets Tab stop at a whole with a proxy, and so jump over every control that
    stands in it before the part.
    """
    held = whole.findChild(_HandsOn, options=Qt.FindChildOption.FindDirectChildrenOnly) or _HandsOn(whole)
    held.part = part
    if has_caption:
        whole.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # a caption gives the keyboard only to what takes it


def put_in_tab_order(before: QWidget, made: Iterable[QWidget]) -> None:
    """Let Tab come to these, made just now, after ``before``: Qt puts a new widget last in the whole window."""
    for widget in made:
        QWidget.setTabOrder(before, widget)
        before = widget
