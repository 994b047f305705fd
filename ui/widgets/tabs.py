"""Tabs as a line of words with the current one underlined; the same for records, side panels and saved views."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QTabBar, QToolButton, QWidget

from ui import theme
from ui.theme import fonts
from ui.theme.tokens import color
from ui.widgets import marks
from ui.widgets.focus import is_ringed
from ui.widgets.text import button

_HEIGHT = 36
_WIDE, _CLOSE = 22, 14


def _needed(titles: Iterable[str], gap: int) -> int:
    """How much room these tabs take."""
    return sum(marks.text_width(title, "strong") + gap for title in titles)


class Tabs(QTabBar):
    """A tab bar; Left and Right move, as in any tab bar. ``compact`` stands closer, for side panels.

    ``short`` are words for the same tabs where the window is too small for all of ``titles``, by their titles.
    """

    def __init__(
        self,
        titles: Sequence[str] = (),
        parent: QWidget | None = None,
        *,
        compact: bool = False,
        short: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(parent)
        self._compact = compact
        self._titles = list(titles)
        self._short = [(short or {}).get(title, title) for title in titles]
        self._yields = bool(short)
        self._gap = _CLOSE if compact else _WIDE
        self._is_small = False  # smaller letters, so that a narrow panel cuts none of its titles
        self._is_ringed = False
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(not compact)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for place, title in enumerate(titles):
            self.addTab(title)
            self.setAccessibleTabName(place, title)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say it shorter, and stand closer, where not all of the tabs would be seen."""
        self._fit(event.size().width())
        self._size_letters(event.size().width())
        super().resizeEvent(event)

    def entitle(self, titles: Sequence[str], short: Sequence[str]) -> None:
        """Call the same tabs otherwise, in full and shorter."""
        self._titles, self._short, self._yields = list(titles), list(short), True
        for place, title in enumerate(titles):
            self.setAccessibleTabName(place, title)
        self._fit(self.width())

    def _fit(self, room: int) -> None:
        if not self._yields:
            return
        is_narrow = _needed(self._titles, _WIDE) > room
        self._gap = _CLOSE if is_narrow else _WIDE
        for place, (title, short) in enumerate(zip(self._titles, self._short, strict=True)):
            words = short if is_narrow else title
            if self.tabText(place) != words:
                self.setTabText(place, words)
            self.setTabToolTip(place, title if words != title else "")

    @property
    def _words(self) -> list[str]:
        return [self.tabText(place) for place in range(self.count())]

    def tabInserted(self, index: int) -> None:
        super().tabInserted(index)
        self._size_letters(self.width())

    def _size_letters(self, room: int) -> None:
        is_small = self._compact and _needed(self._words, _CLOSE) > room
        if is_small != self._is_small:
            self._is_small, self._gap = is_small, _CLOSE // 2 if is_small else _CLOSE
            self.setTabText(0, self.tabText(0))  # lays the tabs out again

    def stand_in(self, room: int) -> None:
        """Stand closer where the tabs would not all be seen in this room."""
        gap = _CLOSE if _needed(self._words, _WIDE) > room else _WIDE
        if gap != self._gap:
            self._gap = gap
            self.setTabText(0, self.tabText(0))  # lays the tabs out again
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(0, _HEIGHT) if self._yields else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, _HEIGHT) if self._yields else super().minimumSizeHint()

    def tabSizeHint(self, index: int) -> QSize:
        role = "caption-strong" if self._is_small else "strong"
        return QSize(marks.text_width(self.tabText(index), role) + self._gap, _HEIGHT)

    def minimumTabSizeHint(self, index: int) -> QSize:
        return QSize(48, _HEIGHT) if self._compact else self.tabSizeHint(index)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._is_ringed = is_ringed(event.reason(), before=self._is_ringed)
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._is_ringed = True
        self.update()
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, painter = theme.current(), QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, color(tokens.line))
        arrows = [arrow.x() for arrow in self.findChildren(QToolButton) if arrow.isVisible()]
        painter.setClipRect(self.rect().adjusted(0, 0, min(arrows) - self.width() if arrows else 0, 0))
        for index in range(self.count()):
            if not self.isTabVisible(index):
                continue
            rect = self.tabRect(index)
            current = index == self.currentIndex()
            role, ink = ("strong", tokens.ink) if current else ("body", tokens.ink_soft)
            if self._is_small:
                role = "caption-strong" if current else "caption"
            if not self.isTabEnabled(index):
                ink = tokens.ink_disabled
            words, wide = marks.elided(self.tabText(index), role, rect.width() - 4)
            painter.setFont(fonts.font(role))
            painter.setPen(color(ink))
            left = rect.left() + 2
            painter.drawText(QPointF(left, marks.baseline(role, _HEIGHT)), words)
            if current:
                painter.fillRect(QRectF(left - 2, self.height() - 2, wide + 4, 2), color(tokens.accent))
                if self._is_ringed and self.hasFocus():
                    painter.setPen(color(tokens.focus))
                    painter.drawRoundedRect(QRectF(left - 2, 5.5, wide + 4, _HEIGHT - 12), 4, 4)
        painter.end()


@dataclass(frozen=True)
class View:
    """A saved view: its key, its words, and how many rows it holds (None while not known)."""

    key: str
    title: str
    count: int | None = None
    is_own: bool = False
    short: str = ""

    @property
    def words(self) -> str:
        return self._counted(self.title)

    @property
    def short_words(self) -> str:
        """The same where the window is too small for all views."""
        return self._counted(self.short or self.title)

    def _counted(self, title: str) -> str:
        return title if self.count is None else f"{title} {self.count:,}"


class ViewTabs(QWidget):
    """Saved views of a register as tabs, with the button that saves the present one."""

    chosen = Signal(str)
    save_asked = Signal()
    menu_asked = Signal(str)

    def __init__(self, views: Sequence[View] = (), parent: QWidget | None = None, *, can_save: bool = True) -> None:
        super().__init__(parent)
        self._views: list[View] = []
        self._tabs = Tabs()
        self._tabs.setAccessibleName("Saved views")
        self._tabs.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._save = save = button("+ Save view", self.save_asked.emit, kind="quiet")
        if not can_save:  # showing it before it has a parent would open it as a window
            save.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._tabs)
        layout.addWidget(save)
        layout.addStretch(1)
        self._tabs.currentChanged.connect(self._changed)
        self._tabs.customContextMenuRequested.connect(lambda at: self._menu(self._tabs.tabAt(at)))
        self.setFocusProxy(self._tabs)
        self.set_views(views)

    def set_views(self, views: Sequence[View]) -> None:
        """Show these; the current one stays current if it is still there. Nothing is emitted."""
        current = self.current()
        self._tabs.blockSignals(True)
        self._views = list(views)
        while self._tabs.count() > len(views):
            self._tabs.removeTab(self._tabs.count() - 1)
        for view in views[self._tabs.count() :]:
            self._tabs.addTab(view.words)
        self._tabs.blockSignals(False)
        self.set_current(current)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Say the views in full, or shorter where they would not all be seen."""
        room = self.width() - (self._save.sizeHint().width() if self._save.isVisibleTo(self) else 0)
        is_narrow = _needed((view.words for view in self._views), _CLOSE) > room
        for place, view in enumerate(self._views):
            words = view.short_words if is_narrow else view.words
            if self._tabs.tabText(place) != words:
                self._tabs.setTabText(place, words)
            self._tabs.setTabToolTip(place, view.words if words != view.words else "")
            self._tabs.setAccessibleTabName(place, view.words)
        self._tabs.stand_in(room)

    def set_count(self, key: str, count: int | None) -> None:
        """Say how many rows a view holds."""
        self.set_views([replace(v, count=count) if v.key == key else v for v in self._views])

    def current(self) -> str:
        """Key of the current view; empty when there is none."""
        place = self._tabs.currentIndex()
        return self._views[place].key if 0 <= place < len(self._views) else ""

    def set_current(self, key: str) -> None:
        """Go to a view without saying so."""
        place = next((n for n, view in enumerate(self._views) if view.key == key), 0)
        self._tabs.blockSignals(True)
        self._tabs.setCurrentIndex(place)
        self._tabs.blockSignals(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.current().color("line"))
        painter.end()

    def _changed(self, place: int) -> None:
        if 0 <= place < len(self._views):
            self.chosen.emit(self._views[place].key)

    def _menu(self, place: int) -> None:
        if 0 <= place < len(self._views):
            self.menu_asked.emit(self._views[place].key)
