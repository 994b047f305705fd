"""Fields of the disruption editor that no widget of the house offers: several words, and chips that learn a list."""

import re
from collections.abc import Sequence

from ui.widgets.choices import ChipsField
from ui.widgets.fields import LineField
from ui.widgets.option import Option


class WordsField(LineField):
    """Several names in one line, with commas or semicolons between them; the value is a tuple."""

    def value(self) -> tuple[str, ...]:  # type: ignore[override]  # the Draft wants a tuple here
        parts = (" ".join(part.split()) for part in re.split(r"[;,\n]", self.text()))
        return tuple(dict.fromkeys(part for part in parts if part))

    def words(self, value: Sequence[str] | None) -> str:
        """The names as people read them."""
        return "; ".join(value or ())

    def set_value(self, value: Sequence[str] | None) -> None:
        if tuple(value or ()) != self.value():
            self.setText("; ".join(value or ()))
            self.setCursorPosition(0)


class CodesField(ChipsField):
    """Several codes of a list that is read after the form is on screen."""

    def __init__(self, placeholder: str = "Add…") -> None:
        super().__init__((), placeholder)

    def offer(self, options: Sequence[Option]) -> None:
        """Put these on the list; what is chosen stays."""
        self._options = {option.value: option for option in options}
        self._add.offer(options)
        self._draw()

    def know(self, options: Sequence[Option]) -> None:
        """Learn the words of values that may be chosen already and are no longer offered."""
        self._options = {option.value: option for option in options} | self._options
        self._draw()
