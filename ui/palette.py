"""Ctrl+K: one field that finds records and does actions, results in groups, each with the reason it was found."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from soc_desk.errors import DeskError
from soc_desk.services import search
from soc_desk.services.search import Hit
from ui import theme
from ui.desk import Desk
from ui.frame.top_bar import HINT
from ui.widgets.marks import draw_text, text_width
from ui.widgets.text import label, rule

LIMIT = 20
ASK_AFTER_MS = 120
WIDTH = 640
_OFFER = Qt.ItemDataRole.UserRole + 1
_GROUPS = {"ocg": "Groups", "subject": "Individuals and vulnerabilities", "person": "People",
           "disruption": "Disruptions", "case": "POCA cases", "intelligence": "Intelligence",
           "request": "Requests"}  # fmt: skip


@dataclass(frozen=True)
class Offer:
    """One line of the palette: what it is, why it is there, and what choosing it does; a title does nothing."""

    text: str
    why: str = ""
    right: str = ""
    choose: Callable[[], object] | None = None


class _Lines(QStyledItemDelegate):
    """Draws titles of groups and offers."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        offer: Offer = index.data(_OFFER)
        return QSize(0, 28 if offer.choose is None else 46 if offer.why else 34)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        offer: Offer = index.data(_OFFER)
        tokens, box = theme.current(), QRect(option.rect)
        inner = box.adjusted(14, 0, -14, 0)
        if offer.choose is None:
            draw_text(painter, inner, offer.text.upper(), "caption-strong", tokens.ink_caption)
            return
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.color("accent_tint"))
            painter.drawRoundedRect(box.adjusted(4, 1, -4, -1), 6, 6)
        if offer.right:
            width = text_width(offer.right, "caption") + 2
            right = QRect(inner.right() - width, inner.top(), width, inner.height())
            draw_text(painter, right, offer.right, "caption", tokens.ink_soft)
            inner.setRight(right.left() - 8)
        if offer.why:
            what = QRect(inner.left(), inner.top() + 4, inner.width(), 20)
            draw_text(painter, what, offer.text, "medium", tokens.ink)
            why = QRect(inner.left(), inner.top() + 23, inner.width(), 18)
            draw_text(painter, why, offer.why, "caption", tokens.ink_soft)
        else:
            draw_text(painter, inner, offer.text, "body", tokens.ink)


class Palette(QFrame):
    """Lies over the window's upper part while open; ``offers`` are the actions and pages of the moment."""

    record_chosen = Signal(object)  # a Hit
    closed = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        self.setAccessibleName("Find or do anything")
        self._desk, self._room = desk, parent
        self._offers: Sequence[Offer] = ()
        self._hits: Sequence[Hit] = ()
        self._before: QWidget | None = None
        self.field = QLineEdit(placeholderText=HINT, frame=False)
        self.field.setAccessibleName("Find or do anything")
        self.model = QStandardItemModel(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(_Lines(self.list))
        self.list.setAccessibleName("Results")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.empty = label("Nothing found. Try a reference, a name, or a word of the narrative.", ink="soft", wrap=True)
        self.empty.setContentsMargins(16, 12, 16, 16)
        self._ask_soon = QTimer(self, interval=ASK_AFTER_MS, singleShot=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(6)
        layout.addWidget(self.field)
        layout.addWidget(rule())
        layout.addWidget(self.list)
        layout.addWidget(self.empty)
        self._ask_soon.timeout.connect(self._ask)
        desk.changed.connect(self._ask_again)
        desk.lost_track.connect(self._ask_again)
        self.field.textChanged.connect(self._typed)
        self.field.installEventFilter(self)
        self.list.clicked.connect(self._choose)
        self.hide()

    def open_with(self, offers: Sequence[Offer], at: QRect) -> None:
        """Open below ``at`` (the search field, in the parent's coordinates) with these actions and pages."""
        self._before = self.window().focusWidget()
        self._offers, self._hits = offers, ()
        self.field.clear()
        room = self._room.size()
        width = min(max(WIDTH, at.width()), room.width() - 2 * 12)
        left = max(12, min(at.left(), room.width() - width - 12))
        self.setGeometry(left, at.top(), width, min(460, room.height() - at.top() - 12))
        self._fill()
        self.show()
        self.raise_()
        self.field.setFocus()

    def place_of(self, widget: QWidget) -> QPoint:
        """Where another widget of the window lies, in the coordinates that ``open_with`` takes."""
        return widget.mapTo(self._room, QPoint(0, 0))

    def close_up(self) -> None:
        """Close without choosing, and give the keyboard back."""
        if self.isVisible():
            self.hide()
            self._ask_soon.stop()
            self.model.clear()
            self.field.clear()
            if self._before is not None:
                self._before.setFocus()
            self._before = None
            self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move in the list, Enter chooses, Esc closes; everything else is typing."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            match event.key():
                case Qt.Key.Key_Down:
                    self._move(1)
                case Qt.Key.Key_Up:
                    self._move(-1)
                case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                    self._choose(self.list.currentIndex())
                case Qt.Key.Key_Escape:
                    self.close_up()
                case _:
                    return False
            return True
        if event.type() == QEvent.Type.FocusOut and self.isVisible():
            self.close_up()
        return False

    def _typed(self, text: str) -> None:
        if text.strip():
            self._ask_soon.start()
        self._hits = self._hits if text.strip() else ()
        self._fill()

    @Slot()
    def _ask_again(self, *_: object) -> None:
        """What was found may have been changed, or taken away."""
        if self.isVisible() and self._hits:
            self._ask_soon.start()

    def _ask(self) -> None:
        self._desk.read(search.search, self.field.text().strip(), LIMIT).then(self, self._show_hits, self._refused)

    def _show_hits(self, hits: list[Hit]) -> None:
        if self.isVisible() and self.field.text().strip():
            self._hits = hits
            self._fill()

    def _refused(self, error: DeskError) -> None:
        self._hits = ()
        self.empty.setText(str(error))
        self._fill()

    def _fill(self) -> None:
        self.model.clear()
        typed = self.field.text().casefold().split()
        for kind, title in _GROUPS.items():
            found = [hit for hit in self._hits if hit.kind == kind]
            self._add_group(title, [_of(hit, partial(self.record_chosen.emit, hit)) for hit in found])
        fitting = [o for o in self._offers if all(word in f"{o.text} {o.why}".casefold() for word in typed)]
        self._add_group("Go to and do", fitting)
        self.empty.setVisible(self.model.rowCount() == 0)
        self.list.setVisible(self.model.rowCount() > 0)
        self._move(1)

    def _add_group(self, title: str, offers: Sequence[Offer]) -> None:
        for offer in [Offer(title), *offers] if offers else []:
            item = QStandardItem(offer.text)
            item.setData(offer, _OFFER)
            item.setSelectable(offer.choose is not None)
            item.setAccessibleText(" ".join(word for word in (offer.text, offer.why, offer.right) if word))
            self.model.appendRow(item)

    def _move(self, step: int) -> None:
        rows = [row for row in range(self.model.rowCount()) if self.model.item(row).isSelectable()]
        if rows:
            at = rows.index(self.list.currentIndex().row()) if self.list.currentIndex().row() in rows else -1
            self.list.setCurrentIndex(self.model.index(rows[(at + step) % len(rows)], 0))

    def _choose(self, index: QModelIndex) -> None:
        offer = index.data(_OFFER) if index.isValid() else None
        if offer is not None and offer.choose is not None:
            self.close_up()
            offer.choose()


def _of(hit: Hit, choose: Callable[[], object]) -> Offer:
    return Offer(f"{hit.reference}  {hit.title}", hit.reason, choose=choose)
