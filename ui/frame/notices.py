"""What the window says by itself: a banner for what went wrong, a passing notice for what was done, with Undo."""

from collections.abc import Callable

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from soc_desk.errors import StoreUnavailable
from ui.widgets.banner import Banner

NOTICE_MS = 8000


class Notices(QWidget):
    """Lines above the page; nothing is shown while there is nothing to say."""

    def __init__(self) -> None:
        super().__init__()
        self.warning, self.notice = Banner(), Banner()
        self._undo: Callable[[], object] | None = None
        self._stays, self._page = False, ""
        self._fade = QTimer(self, interval=NOTICE_MS, singleShot=True)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)
        for banner in (self.warning, self.notice):
            self._layout.addWidget(banner)
            banner.dismissed.connect(self._make_room)
        self._fade.timeout.connect(self.notice.dismiss)

    @property
    def text(self) -> str:
        """The warning shown, or nothing."""
        return self.warning.text

    @property
    def said(self) -> str:
        """The passing notice shown, or nothing."""
        return self.notice.text

    def warn(
        self, text: str, verb: str = "", then: Callable[[], object] | None = None, *, stays: bool = False
    ) -> None:  # fmt: skip
        """Show a sentence until it is dismissed, with a button where something can be done about it.

        What is about one action goes when the user goes elsewhere; what is about the store or the desk ``stays``.
        """

        def act() -> None:
            self.warning.dismiss()
            if then is not None:
                then()

        self._stays = stays
        self.warning.say("warning", text, verb, act)
        self._make_room()

    def go_to(self, page: str) -> None:
        """The user goes to a page; on another one a warning about one action says nothing."""
        if page != self._page and not self._stays and not self.warning.isHidden():
            self.warning.dismiss()
        self._page = page

    @Slot(object)
    def tell(self, told: object) -> None:
        """Show what somebody else found wrong: an error, or a sentence about the store."""
        self.warn(str(told), stays=isinstance(told, str | StoreUnavailable))

    def notify(self, text: str, undo: Callable[[], object] | None = None) -> None:
        """Show for a while what was done; ``undo`` stays reachable by Ctrl+Z until the next one."""
        self._undo = undo
        self.notice.say("success", text, "Undo" if undo else "", self.undo)
        self._fade.start()
        self._make_room()

    def offer(self, text: str, verb: str, then: Callable[[], object]) -> None:
        """Show for a while what can be gone on with; it is no undo."""
        self.notify(text)
        self.notice.say("info", text, verb, then)

    def undo(self) -> bool:
        """Take back what was last done; False when there is nothing to take back."""
        undo, self._undo = self._undo, None
        self.notice.dismiss()
        if undo is None:
            return False
        undo()
        return True

    def _make_room(self) -> None:
        shown = not (self.warning.isHidden() and self.notice.isHidden())
        self._layout.setContentsMargins(*((20, 10, 20, 0) if shown else (0, 0, 0, 0)))
