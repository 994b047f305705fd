"""Reads the counts of the rail, page by page, when the window has nothing better to do."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from soc_desk.errors import DeskError
from soc_desk.services import periods
from ui.desk import Change, Desk
from ui.frame.rail import Rail
from ui.pages import PageEntry

if TYPE_CHECKING:
    from ui.page import Page

PAUSE_MS = 60
AFTER_CHANGE_MS = 800
MINUTE_MS = 60_000


class Counts(QObject):
    """Keeps the rail's counts current: after start, after changes, each minute, and when a lost connection is back.

    Each minute only those of pages that count ``BY_THE_CLOCK`` are read. On a new day other things are overdue, due and
    quiet, wherever they are shown: everything is read again.
    """

    def __init__(self, desk: Desk, rail: Rail, pages: tuple[PageEntry, ...]) -> None:
        super().__init__(rail)
        self._desk, self._rail, self._pages = desk, rail, pages
        self._waiting: list[PageEntry] = []
        self._next = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._after_change = QTimer(self, interval=AFTER_CHANGE_MS, singleShot=True)
        self._changed: set[str] = set()
        self._day = periods.today()
        self._next.timeout.connect(self._read_next)
        self._after_change.timeout.connect(self._read_changed)
        self.minute = QTimer(self, interval=MINUTE_MS)
        self.minute.timeout.connect(self._read_by_the_clock)
        self.minute.start()
        desk.changed.connect(self._hear_changes)
        desk.lost_track.connect(self.read_all)

    @Slot()
    def read_all(self) -> None:
        """Read every count again, one at a time."""
        self._waiting = list(self._pages)
        self._next.start()

    def _read_next(self) -> None:
        if not self._waiting:
            return
        page = self._waiting.pop(0)
        self._desk.aside(page.load).then(self, partial(self._read, page.name))  # a module takes longer than a frame

    def _read(self, name: str, page: "type[Page]") -> None:
        if page.COUNT is not None:
            self._desk.read(page.COUNT, self._desk.actor).then(self, partial(self._show, name), self._skip)
        self._next.start()

    def _show(self, name: str, count: int | tuple[int, int]) -> None:
        total, overdue = count if isinstance(count, tuple) else (count, 0)
        self._rail.buttons[name].set_count(total, overdue)

    def _skip(self, _error: DeskError) -> None:
        """A count that cannot be read stays as it was; the status bar says why nothing answers."""

    @Slot(object)
    def _hear_changes(self, changes: tuple[Change, ...]) -> None:
        self._changed |= {change.entity for change in changes if change.action != "consulted"}
        if self._changed:
            self._after_change.start()

    def _read_by_the_clock(self) -> None:
        if self._day != periods.today():
            self._day = periods.today()
            self._desk.lost_track.emit()
            return
        if not self._rail.isVisible():
            return
        self._waiting += [p for p in self._pages if p not in self._waiting and p.load().BY_THE_CLOCK]
        self._next.start()

    def _read_changed(self) -> None:
        changed, self._changed = self._changed, set()
        self._waiting += [p for p in self._pages if p not in self._waiting and p.load().SHOWS & changed]
        self._next.start()
