"""Paper: which printer, and the pages of a report on it, one a turn, so that the window stays alive."""

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget

from ui.oversight.reports import Drawn
from ui.page import Shell

_MOST_DPI = 300


class Printing(QObject):
    """Chooses a printer and paints what was drawn on it; Qt's print module is loaded when somebody prints."""

    finished = Signal(int)  # how many pages went to the printer

    def __init__(self, shell: Shell, page: QWidget) -> None:
        super().__init__(page)
        self._shell, self._page = shell, page
        self._printer: Any = None
        self._painting: Iterator[int] = iter(())
        self._pages = 0
        self._done = ""
        self._turn = QTimer(self, interval=0)
        self._turn.timeout.connect(self._paint_next)

    @property
    def is_possible(self) -> bool:
        """Whether this workstation has a printer."""
        from PySide6.QtPrintSupport import QPrinterInfo

        return bool(QPrinterInfo.availablePrinterNames())

    def choose(self, chosen: Callable[[], object]) -> None:
        """Have somebody choose the printer; ``chosen()`` once that is done, nothing where it is cancelled."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        self._printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        self._printer.setFullPage(True)
        dialog = QPrintDialog(self._printer, self._page)
        dialog.accepted.connect(chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.show()  # its own open() wants a receiver by name

    def use(self, printer: Any) -> None:
        """Print on this one, without asking."""
        self._printer = printer

    def print_out(self, drawn: Drawn) -> None:
        """Put every copy on paper, each with its own number; then say under which print id."""
        copies = len(drawn.pdfs)
        many = "" if copies == 1 else f", {copies} copies"
        furniture = drawn.furniture
        self._done = f"{furniture.title} was sent to the printer under print id {furniture.print_id}{many}."
        self._pages = 0
        self._painting = painted(drawn.pdfs, self._printer)
        self._turn.start()

    def _paint_next(self) -> None:
        if next(self._painting, None) is None:
            self._turn.stop()
            self._shell.notify(self._done)
            self.finished.emit(self._pages)
        else:
            self._pages += 1


def painted(pdfs: tuple[bytes, ...], printer: Any) -> Iterator[int]:
    """Paint PDFs on a printer (``QPrinter``) page by page; gives the number of each page once it is painted."""
    import pypdfium2  # type: ignore[import-untyped]  # ships no types

    painter = QPainter(printer)
    first = True
    for pdf in pdfs:
        with closing(pypdfium2.PdfDocument(pdf)) as document:
            for number in range(len(document)):
                if not first:
                    printer.newPage()
                first = False
                page = document[number]
                bitmap = page.render(scale=min(printer.resolution(), _MOST_DPI) / 72, prefer_bgrx=True)
                bits = bytes(bitmap.buffer)
                image = QImage(bits, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32)
                painter.drawImage(painter.viewport(), image)
                bitmap.close()
                page.close()
                yield number + 1
    painter.end()
