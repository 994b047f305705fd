"""The pages that are open, where each one is, and the way back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from ui.desk import Desk
from ui.frame.stage import Stage
from ui.page import Page, Shell
from ui.pages import PageEntry

LONGEST_WAY = 50


@dataclass(frozen=True)
class Place:
    """A step of the way: a page, and where within it."""

    page: str
    state: Mapping[str, Any]


class Way(QObject):
    """Makes each page when it is first shown, and remembers where the user has been."""

    shown = Signal(str)  # the name of the page now on top

    def __init__(self, desk: Desk, shell: Shell, stage: Stage, places: Mapping[str, Any]) -> None:
        """``places`` is what ``states`` told when the window was last closed."""
        super().__init__(stage)
        self._desk, self._shell, self._stage = desk, shell, stage
        self._places = dict(places)
        self._pages: dict[str, Page] = {}
        self._back: list[Place] = []
        self._forward: list[Place] = []

    @property
    def page(self) -> Page | None:
        """The page on top."""
        top = self._stage.pages.currentWidget()
        return top if isinstance(top, Page) else None

    def open(self, page: PageEntry, record: UUID | None = None, where: Mapping[str, Any] | None = None) -> Page:
        """Show a page, at a record or a place within it if given, and remember where the user was."""
        self.remember()
        opened = self._show(page)
        if where:
            opened.go(**where)
        if record is not None:
            opened.show_record(record)
        return opened

    def remember(self) -> None:
        """Note the place now shown, so that Back returns to it."""
        if self.page is not None:
            here = Place(self.page.NAME, self.page.state())
            if not self._back or self._back[-1] != here:
                self._back = [*self._back, here][-LONGEST_WAY:]
            self._forward.clear()

    def step(self, pages: Mapping[str, PageEntry], *, back: bool) -> bool:
        """Go one place back, or forward again; False at the end of the way."""
        source, target = (self._back, self._forward) if back else (self._forward, self._back)
        if not source or self.page is None:
            return False
        target.append(Place(self.page.NAME, self.page.state()))
        place = source.pop()
        self._show(pages[place.page]).restore(place.state)
        return True

    def states(self) -> dict[str, Any]:
        """Where every page is; pages not opened this time stay where they were."""
        return self._places | {name: page.state() for name, page in self._pages.items()}

    def _show(self, page: PageEntry) -> Page:
        if page.name not in self._pages:
            made = self._pages[page.name] = page.load()(self._desk, self._shell)
            made.restore(self._places.get(page.name, {}))
            self._stage.pages.addWidget(made)
        shown = self._pages[page.name]
        self._stage.pages.setCurrentWidget(shown)
        shown.setFocus()
        self.shown.emit(page.name)
        return shown
