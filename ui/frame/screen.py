"""A card in the middle of an otherwise empty window, with fields that can say what is wrong."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.widgets.text import label, set_property

CARD_WIDTH = 480


class Field(QWidget):
    """A label, a field and the sentence that says what is wrong with it."""

    def __init__(self, title: str, hint: str = "", *, secret: bool = False) -> None:
        super().__init__()
        self.edit = QLineEdit(echoMode=QLineEdit.EchoMode.Password if secret else QLineEdit.EchoMode.Normal)
        self.edit.setAccessibleName(title)
        self.problem = label("", "caption", "red", wrap=True)
        name = label(title, "medium")
        name.setBuddy(self.edit)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(name)
        self._column.addWidget(self.edit)
        if hint:
            self._column.addWidget(label(hint, "caption", wrap=True))
        self._column.addWidget(self.problem)
        self.say("")

    @property
    def text(self) -> str:
        """What was typed, without spaces around it."""
        return self.edit.text().strip()

    def say(self, problem: str) -> None:
        """Say what is wrong, or nothing."""
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        set_property(self.edit, "wrong", "true" if problem else "false")


class Screen(QFrame):
    """One card in the middle of the window: a title, a column, a sentence for what failed, buttons."""

    def __init__(self, title: str, text: str = "") -> None:
        super().__init__()
        self.setProperty("card", "true")
        self.setFixedWidth(CARD_WIDTH)
        self.setAccessibleName(title)
        self.column = QVBoxLayout()
        self.column.setSpacing(12)
        self.problem = label("", ink="red", wrap=True)
        self.problem.hide()
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.buttons.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 24, 28, 20)
        layout.setSpacing(14)
        layout.addWidget(label(title, "title", wrap=True))
        if text:
            layout.addWidget(label(text, ink="soft", wrap=True))
        layout.addLayout(self.column)
        layout.addWidget(self.problem)
        layout.addLayout(self.buttons)

    def say(self, problem: str) -> None:
        """Say what failed, or nothing."""
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
