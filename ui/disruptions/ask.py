"""Asks for one line before something is done: a reason, a national reference, the name of a view."""

from collections.abc import Callable

from PySide6.QtCore import Qt

from soc_desk.errors import DeskError, Invalid
from ui.dialog import MarkedDialog
from ui.lanes import Reply
from ui.widgets.fields import LineField, TextField, mark_wrong
from ui.widgets.text import button, label


class Ask(MarkedDialog):
    """One field and one verb. ``does(text)`` asks the store; the dialog closes when it is done, and says why if not."""

    def __init__(  # noqa: PLR0913 - the words of a question
        self, title: str, text: str, field_words: str, verb: str, does: Callable[[str], Reply[object]],
        done: Callable[[object], object], *, value: str = "", long: bool = False, is_grave: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(title)
        self._does, self._done = does, done
        self.setMinimumWidth(460)
        self.field: LineField | TextField = TextField(lines=3) if long else LineField()
        self.field.set_value(value)
        self.field.setAccessibleName(field_words.replace("&", ""))
        caption = label(field_words, "medium")
        caption.setTextFormat(Qt.TextFormat.AutoText)  # so that the mnemonic is one
        caption.setBuddy(self.field)
        self.problem = label("", "caption", "red", wrap=True)
        self.problem.hide()
        if text:
            self.body.addWidget(label(text, ink="soft", wrap=True))
        for widget in (caption, self.field, self.problem):
            self.body.addWidget(widget)
        self.add_button(button("&Cancel", self.reject))
        self.do = self.add_button(button(verb, self.act, kind="danger" if is_grave else "primary"))
        self.do.setDefault(True)
        self.field.setFocus()

    def act(self) -> None:
        """Do it."""
        self.do.setEnabled(False)
        self._does(str(self.field.value() or "")).then(self, self._finish, self._refuse)

    def _finish(self, value: object) -> None:
        self.accept()
        self._done(value)

    def _refuse(self, error: DeskError) -> None:
        self.do.setEnabled(True)
        told = " ".join(error.problems.values()) if isinstance(error, Invalid) else str(error)
        self.problem.setText(told)
        self.problem.show()
        mark_wrong(self.field, told)
        self.field.setFocus()
