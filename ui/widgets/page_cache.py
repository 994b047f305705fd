"""Pages of rows kept in memory, and the asking for those that are missing; knows nothing of tables."""

from collections import OrderedDict
from collections.abc import Sequence
from time import monotonic
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

Row = TypeVar("Row")

ASK_DELAY_MS = 25
ASKED_AT_ONCE = 4
ANSWER_DUE_S = 3.0


class PageCache(QObject, Generic[Row]):
    """The pages last looked at, least recently used dropped first.

    ``want`` only notes; a timer asks (``asked``) a moment later, for the pages wanted last, four at a time at most, so
    that dragging through a million rows does not queue a thousand questions. A question not answered within three
    seconds counts as lost and may be asked again.
    """

    asked = Signal(int)

    def __init__(self, parent: QObject, page_size: int, kept: int) -> None:
        super().__init__(parent)
        self.page_size = page_size
        self._kept = kept
        self._pages: OrderedDict[int, Sequence[Row]] = OrderedDict()
        self._stale: set[int] = set()
        self._wanted: dict[int, None] = {}
        self._under_way: dict[int, float] = {}
        self._timer = QTimer(self, singleShot=True, interval=ASK_DELAY_MS)
        self._timer.timeout.connect(self.ask_now)

    def __len__(self) -> int:
        return len(self._pages)

    def clear(self) -> None:
        """Forget every page and every question."""
        for kept in (self._pages, self._stale, self._wanted, self._under_way):
            kept.clear()
        self._timer.stop()

    def put(self, index: int, rows: Sequence[Row]) -> None:
        """Keep a page that came."""
        self.lost(index)
        self._stale.discard(index)
        self._pages[index] = rows
        self._pages.move_to_end(index)
        while len(self._pages) > self._kept:
            self._pages.popitem(last=False)

    def lost(self, index: int) -> None:
        """A question was answered, or never will be; the next may go out."""
        self._under_way.pop(index, None)
        if self._wanted:
            self._timer.start()

    def cut(self, count: int) -> None:
        """Forget pages that lie wholly past the last row."""
        for index in [index for index in self._pages if index * self.page_size >= count]:
            del self._pages[index]

    def look(self, number: int) -> Row | None:
        """The row at a place if it is here; otherwise None, and its page is wanted, also one that came too short."""
        index, offset = divmod(number, self.page_size)
        page = self._pages.get(index)
        if page is None or index in self._stale or offset >= len(page):
            self.want(index)
        if page is None:
            return None
        self._pages.move_to_end(index)
        return page[offset] if offset < len(page) else None

    def peek(self, number: int) -> Row | None:
        """The row at a place if it is here; wants nothing."""
        page = self._pages.get(number // self.page_size, ())
        offset = number % self.page_size
        return page[offset] if offset < len(page) else None

    def places(self) -> list[tuple[int, Row]]:
        """Every row that is here with its place."""
        return [(index * self.page_size + n, row) for index, rows in self._pages.items() for n, row in enumerate(rows)]

    def expire(self) -> None:
        """All pages are out of date: show them still, but want them again when looked at, the last two at once."""
        self._wanted.clear()
        self._under_way.clear()
        self._stale = set(self._pages)
        for index in list(self._pages)[-2:] or [0]:
            self.want(index)
        self.ask_now()

    def want(self, index: int) -> None:
        """Note that a page is missing; it is asked for shortly unless that was done just now."""
        if monotonic() - self._under_way.get(index, -ANSWER_DUE_S) < ANSWER_DUE_S:
            return
        self._wanted.pop(index, None)
        self._wanted[index] = None
        if not self._timer.isActive():
            self._timer.start()

    def ask_now(self) -> None:
        """Ask for the pages wanted last, as many as may be under way; the rest waits, what is older is dropped."""
        self._timer.stop()
        due = monotonic() - ANSWER_DUE_S
        self._under_way = {index: at for index, at in self._under_way.items() if at > due}
        room = max(0, ASKED_AT_ONCE - len(self._under_way))
        latest = list(self._wanted)[-ASKED_AT_ONCE:]
        now, later = latest[max(0, len(latest) - room) :], latest[: max(0, len(latest) - room)]
        self._wanted = dict.fromkeys(later)
        for index in now:
            self._under_way[index] = monotonic()
        for index in now:
            self.asked.emit(index)
        if self._wanted and not self._timer.isActive():
            self._timer.start()
