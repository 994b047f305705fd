"""Fields of short forms: a folder, several boxes to tick, one box to tick, a passphrase."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.widgets.fields import LineField
from ui.widgets.files import Wanted, choose_path
from ui.widgets.focus import hand_on
from ui.widgets.text import button


class FolderField(QWidget):
    """A folder, typed or chosen."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.line = LineField("Folder that the files go to")
        self.choose = button("C&hoose…", self._browse, name="Choose the folder")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        row.addWidget(self.choose)
        hand_on(self, self.line, has_caption=True)
        self.line.edited.connect(self.edited)

    def value(self) -> str:
        return self.line.value() or ""

    def set_value(self, value: str | None) -> None:
        self.line.set_value(value)

    def problem(self) -> str:
        return ""

    def unread(self) -> str:
        return ""

    def set_unread(self, text: str) -> None:
        self.line.set_unread(text)

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.line.setAccessibleName(name)

    def _browse(self) -> None:
        choose_path(self, "Choose the folder", self.value() or str(Path.home()), self._take, wanted=Wanted.FOLDER)

    def _take(self, folder: str) -> None:
        self.line.set_value(folder)
        self.edited.emit()


class TicksField(QWidget):
    """Several of a few, each with a box to tick; the value is a tuple in the order of the boxes."""

    edited = Signal()

    def __init__(self, options: dict[str, str]) -> None:
        super().__init__()
        self.boxes = {key: QCheckBox(words) for key, words in options.items()}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for box in self.boxes.values():
            column.addWidget(box)
            box.clicked.connect(lambda _checked=False: self.edited.emit())
        hand_on(self, next(iter(self.boxes.values())), has_caption=True)

    def value(self) -> tuple[str, ...]:
        return tuple(key for key, box in self.boxes.items() if box.isChecked())

    def set_value(self, value: tuple[str, ...]) -> None:
        for key, box in self.boxes.items():
            box.setChecked(key in value)

    def problem(self) -> str:
        return ""

    def unread(self) -> str:
        return ""

    def set_unread(self, text: str) -> None:
        """Nothing can be typed here."""


class TickField(QCheckBox):
    """One box to tick; the value is whether it is."""

    edited = Signal()

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.clicked.connect(lambda _checked=False: self.edited.emit())

    def value(self) -> bool:
        return self.isChecked()

    def set_value(self, value: bool) -> None:
        self.setChecked(value)

    def problem(self) -> str:
        return ""

    def unread(self) -> str:
        return ""

    def set_unread(self, text: str) -> None:
        """Nothing can be typed here."""


class SecretField(LineField):
    """A passphrase: hidden as it is typed, kept as it is typed, and never put into a draft."""

    def __init__(self, placeholder: str = "") -> None:
        super().__init__(placeholder, limit=1024)
        self.setEchoMode(QLineEdit.EchoMode.Password)

    def value(self) -> str:
        return self.text()

    def set_value(self, value: str | None) -> None:
        if (value or "") != self.text():
            self.setText(value or "")
