"""What the actions of the frame do: each method is named by ``runs`` of an action with scope ``FRAME``."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.actions import Scope
from ui.frame.copying import Copying

if TYPE_CHECKING:
    from soc_desk.services.search import Hit
    from ui.main_window import MainWindow
    from ui.palette import Palette

_PLACE = {Scope.NEW: 0, Scope.PAGE: 1, Scope.FRAME: 3}
_OF_PAGES = 2
_HIT_PAGES = {
    "ocg": "ocgs", "subject": "ocgs", "disruption": "disruptions", "person": "people", "case": "poca",
    "intelligence": "intelligence", "request": "requests",
}  # fmt: skip


class FrameActions(QObject):
    """Find, refresh, go back, undo, guide, keys, look, lock, quit."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        Copying(window.desk, window)

    def make_palette(self, room: QWidget) -> "Palette":
        """What Ctrl+K opens, lying over ``room``."""
        from ui.palette import Palette

        made = Palette(self._window.desk, room)
        made.record_chosen.connect(self.open_hit)
        return made

    def open_palette(self) -> None:
        """Ctrl+K: actions and pages first, records as the user types."""
        from ui.palette import Offer

        field = self._window.top_bar.find_field
        box = self._window.palette_box
        at = QRect(box.place_of(field), field.size())
        here = self._window.way.page.NAME if self._window.way.page else ""
        offers = []
        for known in self._window.commands.of_page(here):
            live = self._window.action(known.id)
            if known.id != "frame.find" and live.isEnabled():
                offers.append((_PLACE[known.scope], Offer(known.words, known.says, _key(live), live.trigger)))
        for page in self._window.pages.values():
            go = partial(self._window.open_page, page.name)
            offers.append((_OF_PAGES, Offer(page.title, right="Page", choose=go)))
        self._window.palette_box.open_with([offer for _, offer in sorted(offers, key=lambda pair: pair[0])], at)

    def run_primary(self) -> None:
        """Ctrl+N: the blue button."""
        if self._window.top_bar.primary.isVisible():
            self._window.top_bar.primary.click()

    def find_in_page(self) -> None:
        """Ctrl+F: the first search field of the page, or the palette where it has none."""
        page = self._window.way.page
        fields = [f for f in page.findChildren(QLineEdit) if f.property("search") and f.isVisible()] if page else []
        if fields:
            fields[0].setFocus(Qt.FocusReason.ShortcutFocusReason)
            fields[0].selectAll()
        else:
            self.open_palette()

    def refresh_page(self) -> None:
        """F5."""
        if self._window.way.page is not None:
            self._window.way.page.go_stale()

    def go_back(self) -> None:
        """Alt+Left."""
        self._step(back=True)

    def go_forward(self) -> None:
        """Alt+Right."""
        self._step(back=False)

    def _step(self, *, back: bool) -> None:
        if self._window.stage.sheet is None:
            self._window.way.step(self._window.pages, back=back)
            if self._window.way.page is not None:
                self._window.notices.go_to(self._window.way.page.NAME)

    def undo(self) -> None:
        """Ctrl+Z outside a field."""
        if not self._window.notices.undo():
            self._window.notify("There is nothing to undo.")

    def open_guide(self) -> None:
        """F1."""
        from ui.guide import GuideDialog

        self._window.open_dialog(GuideDialog(self._window.way.page.NAME if self._window.way.page else "today"))

    def open_shortcuts(self) -> None:
        """?: keys of the page and keys that work everywhere."""
        from ui.guide import ShortcutsDialog

        name = self._window.way.page.NAME if self._window.way.page else ""
        title = self._window.pages[name].title if name else ""
        self._window.open_dialog(ShortcutsDialog(title, self._window.commands.of_page(name)))

    def toggle_rail(self) -> None:
        """Ctrl+B."""
        self._window.settings.rail_is_narrow = not self._window.settings.rail_is_narrow

    def use_light(self) -> None:
        """The light colours."""
        self._window.settings.scheme = "light"

    def use_dark(self) -> None:
        """The dark colours."""
        self._window.settings.scheme = "dark"

    def use_high_contrast(self) -> None:
        """The high-contrast colours."""
        self._window.settings.scheme = "high-contrast"

    def open_hit(self, hit: "Hit") -> None:
        """Open a record found by Ctrl+K; the store logs that it was consulted."""
        from soc_desk.services import search

        self._window.desk.write(search.opened, hit)
        self._window.open_page(_HIT_PAGES[hit.kind], record=hit.id)

    def lock(self) -> None:
        """Ctrl+L."""
        self._window.lock()

    def open_kept(self) -> None:
        """The list of what was typed and not saved."""
        self._window.kept.open_list()

    def close(self) -> None:
        """Ctrl+Q."""
        self._window.close()


def _key(live: QAction) -> str:
    return live.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
