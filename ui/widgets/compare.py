"""The comparison after two people changed one record: before, mine, theirs, field by field, and which one stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from ui.widgets.card import scrolled
from ui.widgets.text import button, label, rule

MINE, THEIRS = "mine", "theirs"
_WIDTH, _TALLEST = 700, 420
"""Where the fields are many or long, they scroll."""


@dataclass(frozen=True)
class Difference:
    """One field in words: its label, what it was, what each side made of it."""

    label: str
    before: str
    mine: str
    theirs: str

    @property
    def is_conflict(self) -> bool:
        """Both sides changed it, and not to the same."""
        return self.mine != self.theirs and self.before not in (self.mine, self.theirs)

    @property
    def suggested(self) -> str:
        """The side that changed it, where only one did; otherwise nobody's."""
        if self.is_conflict:
            return ""
        return MINE if self.before == self.theirs else THEIRS


class Comparison(QWidget):
    """Rows of field, before, mine, theirs, with a choice in each; ``changed`` follows every choice.

    A field that one side alone changed is already chosen; a field that both changed waits for a person.
    """

    changed = Signal()

    def __init__(
        self, differences: Sequence[Difference], theirs: str = "Theirs", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._differences = tuple(differences)
        self._groups: list[QButtonGroup] = []
        self._summary = label("", "body", "soft", wrap=True)
        content = QWidget()
        self._grid = QGridLayout(content)
        self._grid.setContentsMargins(0, 0, 8, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        for column, heading in enumerate(("Field", "Before", "Mine", theirs)):
            self._grid.addLayout(self._heading(heading, {2: MINE, 3: THEIRS}.get(column, "")), 0, column)
            self._grid.setColumnStretch(column, 2 if column else 1)
        for number, difference in enumerate(self._differences):
            self._add(number, difference)
        self._grid.setRowStretch(2 * len(self._differences) + 2, 1)
        area = scrolled(content)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        tall = self._grid.heightForWidth(_WIDTH) if self._grid.hasHeightForWidth() else self._grid.sizeHint().height()
        area.setMinimumHeight(min(tall, _TALLEST))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(area, 1)
        layout.addWidget(self._summary)
        if self._groups:
            self.setFocusProxy(self._groups[0].button(0))
        self._tell()

    def _heading(self, words: str, side: str) -> QHBoxLayout:
        """A column's heading; over a side with the link that takes it for every field."""
        cell = QHBoxLayout()
        cell.setSpacing(8)
        cell.addWidget(label(words, "caption-strong"))
        if side and len(self._differences) > 1:
            cell.addWidget(button(f"Take all {words.lower()}", lambda: self._choose_all(side), kind="link"))
        cell.addStretch(1)
        return cell

    def choices(self) -> list[str]:
        """For each difference in its order ``mine``, ``theirs``, or an empty string while undecided."""
        return [{0: MINE, 1: THEIRS}.get(group.checkedId(), "") for group in self._groups]

    def is_decided(self) -> bool:
        """Whether every field has its choice."""
        return all(self.choices())

    def choose(self, number: int, side: str) -> None:
        """Choose a side for one field."""
        self._groups[number].button(0 if side == MINE else 1).setChecked(True)
        self._tell()

    def _add(self, number: int, difference: Difference) -> None:
        row = 2 * number + 1
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(rule(), row, 0, 1, 4)
        name = label(difference.label, "medium", wrap=True)
        before = label(difference.before or "Empty", "body", "caption", wrap=True)
        for column, words in enumerate((name, before)):
            words.setContentsMargins(0, 4, 0, 4)
            self._grid.addWidget(words, row + 1, column, top)
        group = QButtonGroup(self)
        for column, (side, text) in enumerate(((MINE, difference.mine), (THEIRS, difference.theirs))):
            radio = QRadioButton()
            radio.setAccessibleName(f"{difference.label}, {side}: {text or 'empty'}")
            radio.setChecked(difference.suggested == side)
            group.addButton(radio, column)
            words = label(text or "Empty", "body", "" if text else "caption", wrap=True)
            cell = QHBoxLayout()
            cell.setSpacing(4)
            cell.addWidget(radio, 0, top)
            cell.addWidget(words, 1, top)
            words.setContentsMargins(0, 4, 0, 4)
            self._grid.addLayout(cell, row + 1, 2 + column)
        group.idToggled.connect(lambda _id, on: self._tell() if on else None)
        self._groups.append(group)

    def _choose_all(self, side: str) -> None:
        for number in range(len(self._differences)):
            self.choose(number, side)

    def _tell(self) -> None:
        left = self.choices().count("")
        both = sum(difference.is_conflict for difference in self._differences)
        merged = len(self._differences) - both
        words = [f"{both} changed by both." if both else "Nothing was changed by both."]
        if merged:
            words.append(f"{merged} changed by one side only and chosen already.")
        words.append(f"{left} still to choose." if left else "All chosen.")
        self._summary.setText(" ".join(words))
        self.changed.emit()
