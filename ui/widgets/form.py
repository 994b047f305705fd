"""The form binder: labelled fields bound by name to a frozen dataclass, with each mistake said under its field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Generic, TypeVar, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.theme import fonts
from ui.widgets.fields import Field, mark_wrong
from ui.widgets.text import label
from ui.widgets.typed import value_words

D = TypeVar("D")

_LONGEST = 600


@dataclass(frozen=True)
class Entry:
    """One field of a form: its name in the Draft, the words above, the widget, a hint below, its share of the row."""

    name: str
    label: str
    widget: QWidget
    hint: str = ""
    share: int = 1


class LabelledField(QWidget):
    """A field with its label above; below it a hint and, when something is wrong, a sentence on how to mend it."""

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        self.entry = entry
        self.widget = entry.widget
        self._caption = QLabel(entry.label)
        self._caption.setFont(fonts.font("medium"))
        self._caption.setBuddy(self.widget)
        self._hint = label(entry.hint, "caption", wrap=True)
        self._problem = label("", "caption", "red", wrap=True)
        if not entry.hint:  # showing it before it has a parent would open it as a window
            self._hint.hide()
        self._problem.hide()
        self.widget.setAccessibleName(entry.label.replace("&", ""))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for part in (self._caption, self.widget, self._hint, self._problem):
            layout.addWidget(part)
        layout.addStretch(1)

    @property
    def field(self) -> Field:
        """The widget, as the form sees it."""
        return cast("Field", self.widget)

    def set_hint(self, text: str) -> None:
        """Say something else below the field."""
        self._hint.setText(text)
        self._hint.setVisible(bool(text))

    def show_problem(self, sentence: str) -> None:
        """Say what is wrong; an empty sentence says that nothing is."""
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))
        mark_wrong(self.widget, sentence)

    @property
    def name(self) -> str:
        """What the form calls it, without its mnemonic."""
        return self.entry.label.replace("&", "")

    def words(self, value: Any) -> str:
        """A value of this field as people read it; empty for nothing. A field that knows better has ``words``."""
        said = getattr(self.widget, "words", value_words)(value)
        return said if len(said) <= _LONGEST else f"{said[:_LONGEST]}…"

    @property
    def shown_problem(self) -> str:
        return self._problem.text()


class Form(QWidget, Generic[D]):
    """One column of rows of labelled fields over one frozen dataclass.

    ``draft()`` is the loaded Draft with the fields' values put in, so what no field shows (id, version) is kept.
    ``edited`` follows every change by a person. What cannot be read (a date, an amount) gives its field's empty value;
    ``problems()`` says so in words, to be put with the Draft's own.
    """

    edited = Signal()

    def __init__(self, draft: D, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._loaded: D = draft
        self._fields: dict[str, LabelledField] = {}
        self._touched: set[str] = set()
        self._loading = False
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(14)
        self._rows.addStretch(1)  # room to spare goes below the rows, not between them

    def add_row(self, *entries: Entry) -> None:
        """Put fields side by side below what is there; a name that the Draft has not raises ValueError."""
        known = {field.name for field in fields(cast("Any", self._loaded))}
        row = QHBoxLayout()
        row.setSpacing(12)
        for entry in entries:
            if entry.name not in known:
                raise ValueError(f"{type(self._loaded).__name__} has no field {entry.name}.")
            labelled = LabelledField(entry)
            self._fields[entry.name] = labelled
            cast("Any", entry.widget).edited.connect(lambda name=entry.name: self._edited(name))
            row.addWidget(labelled, entry.share)
        self._rows.insertLayout(self._rows.count() - 1, row)
        self._fill({entry.name for entry in entries}, {})

    def add_widget(self, widget: QWidget) -> None:
        """Put anything else between the rows: a table of lines, a heading."""
        self._rows.insertWidget(self._rows.count() - 1, widget)

    def offer(self, name: str, *, offered: bool) -> None:
        """Show a field, or hide it where it is of no use; one that holds something stays in sight."""
        labelled = self._fields[name]
        labelled.setVisible(offered or labelled.field.value() not in (None, "", ()) or bool(labelled.field.unread()))

    def field(self, name: str) -> LabelledField:
        """The labelled field of that name."""
        return self._fields[name]

    @property
    def names(self) -> Sequence[str]:
        """The fields that are on the form, from the top."""
        return tuple(self._fields)

    def draft(self) -> D:
        """What the form says now."""
        values = {name: labelled.field.value() for name, labelled in self._fields.items()}
        return cast("D", replace(cast("Any", self._loaded), **values))

    def load(self, draft: D, unread: Mapping[str, str] | None = None) -> None:
        """Show a Draft; ``unread`` is what ``unread()`` gave, text that could not be read as a value."""
        self._loaded = draft
        self._touched.clear()
        self._fill(set(self._fields), unread or {})
        self.show_problems({})

    def unread(self) -> dict[str, str]:
        """Text by field that cannot be read, for the journal."""
        texts = {name: labelled.field.unread() for name, labelled in self._fields.items()}
        return {name: text for name, text in texts.items() if text}

    def is_edited(self) -> bool:
        """Whether something would be lost if the form went away now."""
        return self.draft() != self._loaded or bool(self.unread())

    def is_touched(self, name: str) -> bool:
        """Whether a person has changed this field since it was loaded."""
        return name in self._touched

    def problems(self) -> dict[str, str]:
        """What was typed and cannot be read, as sentences by field."""
        found = {name: labelled.field.problem() for name, labelled in self._fields.items()}
        return {name: sentence for name, sentence in found.items() if sentence}

    def show_problems(self, problems: Mapping[str, str], *, only_touched: bool = False) -> dict[str, str]:
        """Put each sentence under its field, take away the rest; returns those whose field is not on the form.

        ``only_touched`` leaves fields alone that nobody has filled in yet, for checking while someone types.
        """
        for name, labelled in self._fields.items():
            speaks = not only_touched or name in self._touched
            labelled.show_problem(problems.get(name, "") if speaks else "")
        return {name: sentence for name, sentence in problems.items() if name not in self._fields}

    def focus_problem(self) -> None:
        """Go to the first field that holds a mistake."""
        for labelled in self._fields.values():
            if labelled.shown_problem:
                labelled.widget.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _fill(self, names: set[str], unread: Mapping[str, str]) -> None:
        self._loading = True
        for name in names:
            self._fields[name].field.set_value(getattr(self._loaded, name))
            if name in unread:
                self._fields[name].field.set_unread(unread[name])
        self._loading = False

    def _edited(self, name: str) -> None:
        if not self._loading:
            self._touched.add(name)
            self._fields[name].show_problem("")  # it spoke of what stood there before
            self.edited.emit()
