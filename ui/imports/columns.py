"""Second step of an import: how each column was understood, each with what it holds, to be corrected."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from soc_desk.imports.cells import MAX_ROWS, column_letter
from soc_desk.imports.fields import FIELDS, IGNORED
from soc_desk.imports.mapping import Column, ColumnMapping
from soc_desk.imports.reading import Look
from ui.widgets import marks
from ui.widgets.badges import Badge
from ui.widgets.card import Card, scrolled
from ui.widgets.emptying import empty
from ui.widgets.fields import WholeField
from ui.widgets.marks import Mark
from ui.widgets.text import button, label, rule, set_ink

NOT_READ = "Not read"
_HEADS = ("Column", "Heading in the file", "It holds, for example", "Read as", "Understood")
_WHY = {"contents": "By its contents", "remembered": "As last time", "chosen": "You chose"}
_SURE, _FAIR = 0.85, 0.5
_ALL_READ = "Everything that a record needs is there. Correct what is wrong, then check the rows."


def sureness(column: Column) -> Mark:
    """How sure the program is of what it made of a column."""
    if column.why in ("remembered", "chosen"):
        return marks.urgency(_WHY[column.why], "green")
    if not column.field:
        return marks.Pill(NOT_READ)
    if column.why == "contents" or column.confidence < _FAIR:
        return marks.urgency(_WHY.get(column.why, "Look at this"), "amber")
    return marks.urgency("Sure" if column.confidence >= _SURE else "Probably", "green")


class _Choice(QComboBox):
    """A combo box that a wheel over the page does not turn."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class Columns(QWidget):
    """``mapping`` as corrected; ``corrected()`` tells of it, ``moved(sheet, heading_row)`` asks to look elsewhere."""

    corrected = Signal()
    moved = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self.mapping: ColumnMapping | None = None
        self.choices: dict[int, QComboBox] = {}
        self._marks: dict[int, Badge] = {}
        self.sheet = _Choice()
        self.sheet.setAccessibleName("Sheet")
        self.heading_row = WholeField(0, MAX_ROWS)
        self.heading_row.setAccessibleName("Row of the headings; 0 where there are none")
        self.heading_row.setFixedWidth(64)
        self.again = button("&Look there", self._look_elsewhere)
        self.told = label("", wrap=True)
        place = QHBoxLayout()
        place.setSpacing(8)
        for words, widget in (("Sheet", self.sheet), ("Headings on row", self.heading_row)):
            place.addWidget(label(words, ink="soft"))
            place.addWidget(widget)
        place.addWidget(self.again)
        place.addStretch(1)
        self._card = Card(flush=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(place)
        layout.addWidget(self.told)
        layout.addWidget(self._card, 1)

    def show_look(self, look: Look) -> None:
        """Show what was made of the file."""
        self.sheet.clear()
        self.sheet.addItems(list(look.sheets))
        self.sheet.setCurrentText(look.mapping.sheet)
        self.heading_row.set_value(look.mapping.heading_row)
        self._show(look.mapping)

    def _show(self, mapping: ColumnMapping) -> None:
        self.mapping = mapping
        self.choices, self._marks = {}, {}
        content = QWidget()
        grid = QGridLayout(content)
        grid.setContentsMargins(16, 12, 16, 12)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(8)
        for place, head in enumerate(_HEADS):
            grid.addWidget(label(head, "caption-strong"), 0, place)
        grid.addWidget(rule(), 1, 0, 1, len(_HEADS))
        shown = [column for column in mapping.columns if column.heading or column.samples]
        for row, column in enumerate(shown, start=2):
            self._add(grid, row, column)
        grid.setColumnStretch(2, 1)
        grid.setRowStretch(len(shown) + 2, 1)
        empty(self._card.body)
        self._card.body.addWidget(scrolled(content))
        self._say()

    def _add(self, grid: QGridLayout, row: int, column: Column) -> None:
        grid.addWidget(label(column_letter(column.index), ink="caption"), row, 0)
        heading = label(column.heading or "(no heading)", "medium", wrap=True)
        heading.setMinimumWidth(120)
        grid.addWidget(heading, row, 1)
        samples = label(" · ".join(column.samples) or "(nothing)", ink="soft", wrap=True)
        grid.addWidget(samples, row, 2)
        choice = self.choices[column.index] = _Choice()
        choice.setAccessibleName(f"Read column {column_letter(column.index)}, {column.heading or 'no heading'}, as")
        choice.setMinimumWidth(190)
        choice.addItem(NOT_READ, "")
        assert self.mapping is not None
        for name, field in FIELDS[self.mapping.kind].items():
            choice.addItem(field.label, name)
        choice.setCurrentIndex(max(choice.findData("" if column.field == IGNORED else column.field), 0))
        choice.activated.connect(partial(self._chosen, column.index))
        grid.addWidget(choice, row, 3, Qt.AlignmentFlag.AlignVCenter)
        mark = self._marks[column.index] = Badge(sureness(column))
        grid.addWidget(mark, row, 4)

    def _chosen(self, index: int, _place: int) -> None:
        assert self.mapping is not None
        self.correct(index, str(self.choices[index].currentData()))

    def correct(self, index: int, field: str) -> None:
        """Read the column at ``index`` as ``field`` from now on; whichever column held it is read no longer."""
        assert self.mapping is not None
        self.mapping = self.mapping.corrected(index, field)
        for column in self.mapping.columns:
            if (choice := self.choices.get(column.index)) is not None:
                shown = "" if column.field == IGNORED else column.field
                choice.setCurrentIndex(max(choice.findData(shown), 0))
                self._marks[column.index].set_mark(sureness(column))
        self._say()
        self.corrected.emit()

    def _say(self) -> None:
        missing = self.mapping.missing if self.mapping else ()
        names = " and ".join(field.label for field in missing)
        self.told.setText(f"No column is read as: {names}. Choose it below." if missing else _ALL_READ)
        set_ink(self.told, "red" if missing else "soft")

    def _look_elsewhere(self) -> None:
        assert self.mapping is not None
        another = self.sheet.currentText() != self.mapping.sheet
        row = self.heading_row.value()
        found = row is None or (another and row == self.mapping.heading_row)
        self.moved.emit(self.sheet.currentText(), None if found else row)
