"""Things to do, grouped by urgency: when, what must happen, why, and the button that does it."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui import theme
from ui.theme.tokens import color
from ui.widgets import marks
from ui.widgets.badges import Badge
from ui.widgets.card import Card, scrolled
from ui.widgets.empty import EmptyState
from ui.widgets.emptying import empty
from ui.widgets.focus import put_in_tab_order
from ui.widgets.text import button, label

_AT_FIRST = 50
_LEAST_ROW = 36
"""Pixels: no row is lower, so that no more are in sight at first than fit in by this."""

_BELOW_MS = 50
_ROOM_FOR_PILL = 300
_ROOM_FOR_WHY = 840
_MOST = 16_777_215
"""Qt's word for as high as it likes."""
_SHORT = 12
_MARGINS = (1, 0, 1, 8)
_WHEN, _REFERENCE, _WHY, _ACTION = 108, 104, 180, 148
_ROW_LEFT, _ROW_RIGHT, _ROW_GAP = 16, 14, 12


@dataclass(frozen=True)
class Item:
    """One thing to do. ``tone`` is red, amber, green, info or neutral; ``why`` the source; ``action`` a verb."""

    id: Hashable
    when: str
    tone: str
    headline: str
    sub: str = ""
    reference: str = ""
    why: str = ""
    action: str = ""


class BoardRow(QAbstractButton):
    """One item, itself a button: Enter or Space opens it, and the button in it acts."""

    opened = Signal(object)
    acted = Signal(object)

    def __init__(self, item: Item, *, wide: bool) -> None:
        super().__init__()
        self.item = item
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)  # as high as its wrapped words
        self.setAccessibleName(", ".join(filter(None, (item.when, item.reference, item.headline, item.sub, item.why))))
        self.clicked.connect(lambda _checked=False: self.opened.emit(self.item))
        self._wide = wide
        self._line = layout = QHBoxLayout(self)
        layout.setContentsMargins(_ROW_LEFT, 8, _ROW_RIGHT, 9)
        layout.setSpacing(_ROW_GAP)
        pill = Badge(marks.urgency(item.when, item.tone))
        pill.setFixedWidth(_WHEN)
        layout.addWidget(pill, 0, Qt.AlignmentFlag(0) if wide else Qt.AlignmentFlag.AlignTop)
        if wide and item.reference:
            layout.addWidget(_fixed(label(item.reference, "medium"), _REFERENCE))
        words = QVBoxLayout()
        words.setSpacing(1)
        words.setContentsMargins(0, 0 if wide else 1, 0, 0)  # the headline stands in the middle of the pill
        words.addWidget(label(item.headline, "medium", wrap=True))
        if item.sub:
            words.addWidget(label(_unbroken(item.sub), "caption", wrap=True))
        layout.addLayout(words, 1)
        if item.why and wide:
            self._why = _fixed(label(item.why, "caption", wrap=True), _WHY)
            self._below = label(item.why, "caption", wrap=True)
            layout.addWidget(self._why)
            words.addWidget(self._below)
            self._below.hide()
        elif item.why:
            self.setToolTip(item.why)
        if item.action:
            act = button(item.action, lambda: self.acted.emit(self.item), name=f"{item.action}: {item.headline}")
            layout.addWidget(_fixed(act, _ACTION, right=True) if wide else act)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow card the words stand below the pill instead of beside it, and the reason below the words."""
        super().resizeEvent(event)
        if self._wide and self.item.why:
            has_room = event.size().width() >= _ROOM_FOR_WHY
            self._why.setVisible(has_room)
            self._below.setVisible(not has_room)
        narrow = not self._wide and event.size().width() < _ROOM_FOR_PILL
        self._line.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        self._line.setSpacing(2 if narrow else _ROW_GAP)

    def keyPressEvent(self, event: Any) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        held = self.layout()
        return held.sizeHint() if held else QSize()

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, painter = theme.current(), QPainter(self)
        if self.underMouse():
            painter.fillRect(self.rect(), color(tokens.button_hover))
        painter.fillRect(0, self.height() - 1, self.width(), 1, color(tokens.line_soft))
        if self.hasFocus():
            painter.setPen(color(tokens.focus))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -2))
            painter.fillRect(0, 0, 3, self.height() - 1, color(tokens.focus))
        painter.end()

    def enterEvent(self, event: Any) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: Any) -> None:
        super().leaveEvent(event)
        self.update()


class _Headings(QWidget):
    """The names of a wide board's columns: when, reference, what, why."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        when, reference, what, why = (label(name, "caption", ink="soft") for name in names)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(_ROW_LEFT, 8, _ROW_RIGHT, 8)
        layout.setSpacing(_ROW_GAP)
        layout.addWidget(_fixed(when, _WHEN))
        layout.addWidget(_fixed(reference, _REFERENCE))
        layout.addWidget(what, 1)
        self._why = _fixed(why, _WHY)
        layout.addWidget(self._why)
        layout.addSpacing(_ROW_GAP + _ACTION)

    def leave_room(self, width: int) -> None:
        """Keep over the columns where a bar stands beside the rows."""
        self.layout().setContentsMargins(_ROW_LEFT, 8, _ROW_RIGHT + width, 8)  # type: ignore[union-attr]  # made with one

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As the rows do."""
        super().resizeEvent(event)
        self._why.setVisible(event.size().width() >= _ROOM_FOR_WHY)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, color(theme.current().line_soft))
        painter.end()


class Board(Card):
    """A card of items under one heading; ``wide`` adds the reference, the reason and the button in columns.

    ``columns`` names those of a wide board: when, reference, what, why.
    """

    opened = Signal(object)
    acted = Signal(object)
    laid_out = Signal()

    def __init__(
        self, heading: str = "", empty: str = "Nothing here.", *, wide: bool = False, columns: Sequence[str] = ()
    ) -> None:
        super().__init__(heading, flush=True)
        self._wide = wide
        self._all = False
        self._items: tuple[Item, ...] = ()
        self._below: tuple[Item, ...] = ()
        self._list = QWidget()
        # As high as its rows are at this width; a wrapped label asks for more than it needs, and there would be a bar.
        self._list.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self._rows = QVBoxLayout(self._list)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self._rows.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._empty = EmptyState(text=empty)
        self._scroll = scrolled(self._list)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setProperty("ringed", "false")  # its rows show it
        self._headings = _Headings(columns) if columns else None
        self.body.setContentsMargins(*_MARGINS)
        if self._headings is not None:
            self.body.setSpacing(0)
            self.body.addWidget(self._headings)
        self.body.addWidget(self._scroll)
        self.body.addWidget(self._empty)
        self.set_items(())

    def set_empty(self, text: str, action: str = "", clicked: Callable[[], object] | None = None) -> None:
        """What to say, and offer, when there is nothing to do."""
        self._empty.set_text(text, action, clicked)

    @property
    def items(self) -> tuple[Item, ...]:
        return self._items

    def set_items(self, items: Sequence[Item]) -> None:
        """Show these, in this order; the row with the focus keeps it. Past fifty, a button shows the rest.

        In a board that was empty, rows out of sight come a moment later, once what is in sight is painted.
        """
        focused = next((row.item.id for row in self._shown() if row.hasFocus()), None)
        in_sight = len(items) if self._items else 1 + self.height() // _LEAST_ROW
        self._items = tuple(items)
        empty(self._rows)
        shown = self._items if self._all else self._items[:_AT_FIRST]
        self._below = shown[in_sight:]
        self._add_rows(shown[:in_sight], focused)
        if self._below:
            QTimer.singleShot(_BELOW_MS, self, self._add_below)
        self._scroll.setVisible(bool(self._items))
        if self._headings is not None:
            self._headings.setVisible(bool(self._items))
        self._empty.setVisible(not self._items)

    def _add_below(self) -> None:
        below, self._below = self._below, ()
        if below:
            self._add_rows(below)

    def _add_rows(self, items: Sequence[Item], focused: Hashable = None) -> None:
        for item in items:
            row = BoardRow(item, wide=self._wide)
            row.opened.connect(self.opened)
            row.acted.connect(self.acted)
            self._rows.addWidget(row)
            if focused is not None and item.id == focused:
                row.show()  # a layout shows its widgets a turn later, and what is hidden takes no focus
                row.setFocus()
        if not self._below:
            if not self._all and len(self._items) > _AT_FIRST:
                self._rows.addWidget(button(f"Show all {len(self._items):,}", self._show_all, kind="quiet"))
            self._rows.addStretch(1)
        self._show_whole_rows()
        QCoreApplication.postEvent(self, QEvent(QEvent.Type.LayoutRequest))  # the rows have their heights a turn later
        put_in_tab_order(self._scroll, self._shown())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """No row is cut at the foot of the card."""
        super().resizeEvent(event)
        self._show_whole_rows()

    def event(self, event: QEvent) -> bool:
        """The rows take other heights once they are laid out."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._show_whole_rows()
        return done

    def fit_into(self, room: int) -> None:
        """Take no more of ``room`` pixels than the whole rows that fit there need; for a board with room below it."""
        bottoms = [row.geometry().bottom() + 1 for row in self._shown() if row.height() > 0]
        around = self._scroll.y() + _MARGINS[3] + 1
        whole = max((bottom for bottom in bottoms if bottom + around <= room), default=0)
        most = whole + around if whole else _MOST
        if self.maximumHeight() != most:
            self.setMaximumHeight(most)

    def _show_whole_rows(self) -> None:
        left, _, right, foot = _MARGINS
        if self._headings is not None:
            bar = self._scroll.verticalScrollBar()
            self._headings.leave_room(bar.width() if bar.isVisible() else 0)
        room = self.contentsRect().bottom() + 1 - self._scroll.y() - foot
        bottoms = [row.geometry().bottom() + 1 for row in self._shown() if row.height() > 0]
        whole = max((bottom for bottom in bottoms if bottom <= room), default=0)
        is_cut = bool(bottoms) and max(bottoms) > room
        self.body.setContentsMargins(left, 0, right, foot + room - whole if is_cut and whole else foot)
        self.laid_out.emit()

    def _shown(self) -> list[BoardRow]:
        widgets = (self._rows.itemAt(n).widget() for n in range(self._rows.count()))  # type: ignore[union-attr]
        return [widget for widget in widgets if isinstance(widget, BoardRow)]

    def _show_all(self) -> None:
        self._all = True
        self.set_items(self._items)


def _unbroken(text: str) -> str:
    """The same words, with short parts such as "30 days" kept on one line."""
    parts = text.split(" · ")
    return " · ".join(part.replace(" ", "\N{NO-BREAK SPACE}") if len(part) <= _SHORT else part for part in parts)


def _fixed(widget: QWidget, width: int, *, right: bool = False) -> QWidget:
    """The widget at one side of a column of its own width."""
    held = QWidget()
    held.setFixedWidth(width)
    layout = QHBoxLayout(held)
    layout.setContentsMargins(0, 0, 0, 0)
    if right:
        layout.addStretch(1)
    if isinstance(widget, QLabel):
        layout.addWidget(widget, 1)
    else:
        layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft)
    return held
