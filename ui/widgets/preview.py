"""The real pages of a PDF in a window: they are drawn one at a time, only those in sight, by PDFium."""

import atexit
from functools import partial
from typing import Any

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from soc_desk.vocabulary.rounding import percent
from ui import theme
from ui.theme.tokens import color
from ui.widgets.focus import hand_on
from ui.widgets.text import icon_button, label

_GAP, _MARGIN = 16, 20
_LEAST_ZOOM, _MOST_ZOOM = 0.25, 4.0
_KEPT = 6

_open: set[Any] = set()
"""Documents that are open in any window."""


def _open_document(pdf: bytes) -> Any:
    """Open a PDF; PDFium wants every document closed before itself, so what is open at the end is closed first."""
    import pypdfium2  # type: ignore[import-untyped]  # ships no types

    atexit.unregister(_close_all)
    atexit.register(_close_all)  # after PDFium's own, which was registered by the import, and so run before it
    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise ValueError("The report cannot be shown: it is not a PDF.") from error
    _open.add(document)
    return document


def _close_all(held: list[Any] | None = None) -> None:
    """Close these documents, or all."""
    for document in list(_open) if held is None else held:
        _open.discard(document)
        document.close()
    if held is not None:
        held.clear()


class Preview(QWidget):
    """Page x of y, zoom, and the pages below each other. Page Up and Down, Home and End, Ctrl + and − work."""

    page_changed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages = _Pages()
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidget(self._pages)
        for ground in (self._pages, self._area.viewport()):
            ground.setProperty("ground", "page")
        self._area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._area.setAccessibleName("Pages of the report")
        # Always there, so that a page fitted to the width still fits when the bar appears.
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._where = label("", "body", "soft")
        self._percent = label("", "body", "soft")
        self._zoom: float | None = None
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 6, 12, 6)
        bar.setSpacing(8)
        bar.addWidget(icon_button("up", "Page before", lambda: self.go_to(self.page - 1)))
        bar.addWidget(icon_button("down", "Next page", lambda: self.go_to(self.page + 1)))
        bar.addWidget(self._where)
        bar.addStretch(1)
        bar.addWidget(icon_button("zoom-out", "Smaller", lambda: self.zoom_by(0.8)))
        bar.addWidget(self._percent)
        bar.addWidget(icon_button("zoom-in", "Larger", lambda: self.zoom_by(1.25)))
        bar.addWidget(icon_button("fit-width", "Fit the width", lambda: self.set_zoom(None)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self._area, 1)
        self._area.verticalScrollBar().valueChanged.connect(lambda _value: self._tell())
        hand_on(self, self._area)

    def show_pdf(self, pdf: bytes) -> None:
        """Show a document from its first page; raises ValueError when the bytes are no PDF."""
        self._pages.open(pdf)
        self._apply_zoom()
        self._area.verticalScrollBar().setValue(0)
        self._tell()

    def clear(self) -> None:
        """Show nothing, and forget the document (on lock)."""
        self._pages.close_document()
        self._tell()

    @property
    def page_count(self) -> int:
        return self._pages.count

    @property
    def page(self) -> int:
        """Number of the page in the middle of the window, from 1; 0 when there is none."""
        return self._pages.page_at(self._area.verticalScrollBar().value() + self._area.viewport().height() // 2)

    def go_to(self, page: int) -> None:
        """Scroll to a page, from 1."""
        if self.page_count:
            top = self._pages.top_of(max(1, min(page, self.page_count)))
            self._area.verticalScrollBar().setValue(max(0, top - _GAP))

    def set_zoom(self, zoom: float | None) -> None:
        """1.0 is the size on paper; None fits the width of the window."""
        self._zoom = None if zoom is None else max(_LEAST_ZOOM, min(zoom, _MOST_ZOOM))
        self._apply_zoom()

    def zoom_by(self, factor: float) -> None:
        """Larger or smaller by a factor."""
        self.set_zoom(self._pages.zoom * factor)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._zoom is None:
            self._apply_zoom()

    def _apply_zoom(self) -> None:
        page = self.page
        room = self._area.viewport().width() - 2 * _MARGIN
        fitted = max(_LEAST_ZOOM, min(room / (self._pages.paper_width or room or 1), 2.0))
        self._pages.set_zoom(self._zoom if self._zoom is not None else fitted)
        self._percent.setText(f"{percent(self._pages.zoom)} %")
        if page > 1:
            self.go_to(page)

    def _tell(self) -> None:
        page = self.page
        where = f"Page {page} of {self.page_count}" if page else ""
        if where != self._where.text():
            self._where.setText(where)
            self._pages.say_page(page, where)
        self.page_changed.emit(page)


class _Pages(QLabel):
    """Draws the pages in sight; what is not drawn yet is white, and one page is drawn at each turn of the loop."""

    def __init__(self) -> None:
        super().__init__()
        self.zoom = 1.0
        self.setPixmap(QPixmap(1, 1))  # never seen: a label that holds one has the role of a picture
        self._held: list[Any] = []  # the document, where one is shown
        self._sizes: list[tuple[float, float]] = []
        self._drawn: dict[int, QImage] = {}
        self._due: list[int] = []
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._draw_next)
        self.destroyed.connect(partial(_close_all, self._held))

    @property
    def _document(self) -> Any:
        return self._held[0] if self._held else None

    @property
    def count(self) -> int:
        return len(self._sizes)

    @property
    def paper_width(self) -> float:
        """Width of the widest page at the size on paper, in logical pixels (96 to the inch)."""
        return max((width for width, _ in self._sizes), default=0.0)

    def open(self, pdf: bytes) -> None:
        document = _open_document(pdf)
        self.close_document()
        self._held.append(document)
        try:
            sizes = [document.get_page_size(number) for number in range(len(document))]
        except RuntimeError as error:  # PDFium's own
            self.close_document()
            raise ValueError("The report cannot be shown: a page of it is damaged.") from error
        self._sizes = [(width * 96 / 72, height * 96 / 72) for width, height in sizes]
        self.set_zoom(self.zoom)

    def close_document(self) -> None:
        _close_all(self._held)
        self._sizes, self._drawn, self._due = [], {}, []
        self.set_zoom(self.zoom)

    def set_zoom(self, zoom: float) -> None:
        self.zoom = zoom
        self._drawn.clear()
        self.resize(self.sizeHint())
        self.update()

    def sizeHint(self) -> QSize:
        bottom = self._rect(self.count - 1).bottom() + _GAP if self._sizes else 0
        return QSize(round(self.paper_width * self.zoom) + 2 * _MARGIN, bottom)

    def say_page(self, page: int, where: str) -> None:
        """What a screen reader finds here: which page is in sight, and its words."""
        self.setAccessibleName(where)
        words = ""
        if page and self._document is not None:
            shown = self._document[page - 1]
            held = shown.get_textpage()
            words = " ".join(held.get_text_range().split())
            held.close()
            shown.close()
        self.setAccessibleDescription(words)

    def top_of(self, page: int) -> int:
        return self._rect(page - 1).top()

    def page_at(self, y: int) -> int:
        return next((n + 1 for n in range(self.count) if y <= self._rect(n).bottom() + _GAP), self.count)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, painter = theme.current(), QPainter(self)
        for number in range(self.count):
            rect = self._rect(number)
            if not rect.intersects(event.rect()):
                continue
            if (image := self._drawn.get(number)) is not None:
                painter.drawImage(rect.topLeft(), image)  # as it is: stretched by a pixel, it would lose a row
            else:
                painter.fillRect(rect, Qt.GlobalColor.white)
                self._due.append(number)
                self._turn.start()
            painter.setPen(QPen(color(tokens.line), 1))
            painter.drawRect(rect.adjusted(-1, -1, 0, 0))
        painter.end()

    def _rect(self, number: int) -> QRect:
        top = _GAP + sum(round(height * self.zoom) + _GAP for _, height in self._sizes[:number])
        width, height = (round(side * self.zoom) for side in self._sizes[number])
        return QRect((round(self.paper_width * self.zoom) - width) // 2 + _MARGIN, top, width, height)

    def _draw_next(self) -> None:
        due = [number for number in dict.fromkeys(self._due) if number not in self._drawn and number < self.count]
        self._due = due[1:]
        if due and self._document is not None:
            self._drawn[due[0]] = self._render(due[0])
            while len(self._drawn) > _KEPT:
                del self._drawn[next(iter(self._drawn))]
            self.update(self._rect(due[0]))
        if self._due:
            self._turn.start()

    def _render(self, number: int) -> QImage:
        ratio = self.devicePixelRatioF()
        page = self._document[number]
        bitmap = page.render(scale=self.zoom * ratio * 96 / 72, prefer_bgrx=True)
        image = QImage(
            bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32
        ).copy()
        image.setDevicePixelRatio(ratio)
        bitmap.close()
        page.close()
        return image
