"""Asks for one line before something is done: a reason, a national reference, the name of a view."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt

from ui.draft_dialog import VerbDialog
from ui.lanes import Reply
from ui.widgets.fields import LineField, TextField, mark_wrong
from ui.widgets.text import label


class Ask(VerbDialog):
    """One field and one verb. ``does(text)`` asks the store; ``done`` is called with what the store answered."""

    WIDTH = 460

    def __init__(  # noqa: PLR0913 - the words of a question
        self, title: str, text: str, field_words: str, verb: str, does: Callable[[str], Reply[object]],
        done: Callable[[Any], object], *, value: str = "", long: bool = False, is_grave: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(title, verb, done, is_grave=is_grave)
        self._does = does
        self.field: LineField | TextField = TextField(lines=3) if long else LineField()
        self.field.set_value(value)
        self.field.setAccessibleName(field_words.replace("&", ""))
        caption = label(field_words, "medium")
        caption.setTextFormat(Qt.TextFormat.AutoText)  # so that the mnemonic is one
        caption.setBuddy(self.field)
        self.lay_out(text, caption, self.field)
        self.field.setFocus()

    def act(self) -> None:
        """Do it."""
        self.send(self._does(str(self.field.value() or "")))

    def say(self, problems: Mapping[str, str]) -> None:
        """Say why not, with the field marked."""
        super().say(problems)
        mark_wrong(self.field, self.refusal.text())
        self.field.setFocus()

    def kept(self, value: Any) -> None:
        self.accept()
        self._done(value)
