"""Where pages stand: one on top, dimmed and out of reach while a sheet is open at the right."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui import theme
from ui.frame.edge import Edge
from ui.sheet import Sheet

_LEFT_OVER = 60
_VEIL = 150


class Veil(QWidget):
    """Dims the page under a sheet."""

    def paintEvent(self, event: QPaintEvent) -> None:
        tint = theme.current().color("background").toRgb()
        tint.setAlpha(_VEIL)
        painter = QPainter(self)
        painter.fillRect(self.rect(), tint)
        painter.end()


class Stage(QWidget):
    """The stack of pages and the sheet over them."""

    sheet_opened = Signal()
    sheet_closed = Signal()
    sheet_kept = Signal(object)  # Kept

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.pages = QStackedWidget()
        self.sheet: Sheet | None = None
        self._veil = Veil(self)
        self._frame = QFrame(self)
        self._frame.setProperty("ground", "surface")
        self._in_frame = QHBoxLayout(self._frame)
        self._in_frame.setContentsMargins(0, 0, 0, 0)
        self._in_frame.setSpacing(0)
        self._in_frame.addWidget(Edge())
        self._before: QWidget | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.pages)
        self._veil.hide()
        self._frame.hide()

    def open_sheet(self, sheet: Sheet) -> None:
        """Show ``sheet`` over the page; one that is open is put by first, its draft kept."""
        self.put_by()
        self._before = self.focusWidget()
        self.sheet = sheet
        sheet.closed.connect(self._drop_sheet)
        self._in_frame.addWidget(sheet)
        self.pages.setEnabled(False)
        self._place()
        self._veil.show()
        self._veil.raise_()
        self._frame.show()
        self._frame.raise_()
        sheet.show()
        _focus_first(sheet)
        self.sheet_opened.emit()

    def put_by(self) -> None:
        """Close the sheet that is open, its draft kept; ``sheet_kept`` tells of one in which something was typed."""
        if self.sheet is None:
            return
        if (kept := self.sheet.put_by()) is not None:
            self.sheet_kept.emit(kept)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the sheet."""
        if event.key() == Qt.Key.Key_Escape and self.sheet is not None:
            self.sheet.leave()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def minimumSizeHint(self) -> QSize:
        return QSize(640, 400)

    def _place(self) -> None:
        self._veil.setGeometry(self.rect())
        if self.sheet is not None:
            width = min(self.sheet.WIDTH, max(self.width() - _LEFT_OVER, 640), self.width())
            self._frame.setGeometry(self.width() - width, 0, width, self.height())

    def _drop_sheet(self) -> None:
        sheet, self.sheet = self.sheet, None
        if sheet is None:
            return
        sheet.hide()
        self._in_frame.removeWidget(sheet)
        sheet.deleteLater()
        self._veil.hide()
        self._frame.hide()
        self.pages.setEnabled(True)
        if self._before is not None:
            self._before.setFocus()
        self._before = None
        self.sheet_closed.emit()


def _focus_first(sheet: Sheet) -> None:
    """Put the keyboard into the first field, in the order of tabbing."""
    widget = sheet.nextInFocusChain()
    while widget is not None and widget is not sheet:
        takes_keys = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isEnabled()
        if takes_keys and sheet.isAncestorOf(widget) and widget.isVisibleTo(sheet):
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            return
        widget = widget.nextInFocusChain()
    sheet.setFocus()
