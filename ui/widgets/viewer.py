"""Shows a file from its bytes in memory: the pages of a PDF, a picture, plain text. Nothing is written anywhere."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QPlainTextEdit, QScrollArea, QStackedWidget

from ui.widgets.empty import EmptyState
from ui.widgets.preview import Preview

_MOST_PIXELS = 6000
"""A side of a picture as it is kept for the screen; a larger one is read smaller."""


class Viewer(QStackedWidget):
    """``show_content`` raises ValueError with a sentence for what cannot be shown; ``clear`` forgets it."""

    def __init__(self, empty: str) -> None:
        super().__init__()
        self._empty = EmptyState(text=empty)
        self.pages, self.picture, self.text = Preview(), Picture(), QPlainTextEdit(readOnly=True)
        self.text.setAccessibleName("Text of the document")
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        for part in (self._empty, self.pages, self.picture, self.text):
            self.addWidget(part)

    def show_content(self, media_type: str, content: bytes) -> None:
        """Show it as what it is."""
        self.clear()
        if media_type == "application/pdf":
            self.setCurrentWidget(self.pages)  # first, so that the pages fit the width they have
            try:
                self.pages.show_pdf(content)
            except ValueError as error:
                self.setCurrentWidget(self._empty)
                raise ValueError("This PDF cannot be shown: it is damaged, or asks for a password.") from error
        elif media_type.startswith("image/"):
            self.picture.show_image(_image(content))
            self.setCurrentWidget(self.picture)
        else:
            self.text.setPlainText(content.decode("utf-8", "replace"))
            self.setCurrentWidget(self.text)

    def clear(self, told: str = "") -> None:
        """Show nothing, and forget what was shown; ``told`` instead of the first words."""
        self.pages.clear()
        self.picture.show_image(QImage())
        self.text.clear()
        if told:
            self._empty.set_text(told)
        self.setCurrentWidget(self._empty)


class Picture(QScrollArea):
    """A picture that fits the width and height of its place, never larger than it is."""

    def __init__(self) -> None:
        super().__init__()
        self._image = QImage()
        self._shown = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._shown.setAccessibleName("Picture")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidget(self._shown)
        self.setWidgetResizable(True)
        self.setAccessibleName("Picture")

    @property
    def size_shown(self) -> QSize:
        """How large it is drawn."""
        return self._shown.pixmap().size()

    def show_image(self, image: QImage) -> None:
        """Show this; a null one shows nothing."""
        self._image = image
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._image.isNull():
            self._shown.setPixmap(QPixmap())
            return
        ratio = self.devicePixelRatioF()
        room = (self.viewport().size() * ratio).boundedTo(self._image.size())
        made = self._image.scaled(
            room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )  # fmt: skip
        made.setDevicePixelRatio(ratio)
        self._shown.setPixmap(QPixmap.fromImage(made))


def _image(content: bytes) -> QImage:
    """The picture of these bytes, the right way up."""
    held = QByteArray(content)
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > _MOST_PIXELS:
        reader.setScaledSize(size.scaled(_MOST_PIXELS, _MOST_PIXELS, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        raise ValueError("This picture cannot be shown: it is damaged, or of a kind that is not drawn here.")
    return image
