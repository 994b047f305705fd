"""The dialog in which a second person validates a proposed group: what is asked, and what of it is missing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from soc_desk.services.ocg_life import validation
from soc_desk.services.ocg_life.validation import Asked
from soc_desk.services.ocgs import OcgRow
from ui.desk import Desk
from ui.disruptions.return_check import Checked
from ui.disruptions.side import CheckedLine
from ui.draft_dialog import Done, DraftDialog
from ui.lanes import Reply
from ui.widgets.fields import TextField
from ui.widgets.form import Entry

_TOLD = "It becomes Active. Somebody other than the person who mapped it validates it."
_FEW = "Fewer than three members are linked; say why it is a group all the same, or link them first."


@dataclass(frozen=True)
class _Note:
    reason: str = ""


class ValidateDialog(DraftDialog[_Note]):
    """Shows the checklist; ``mend(field)`` opens what is missing. A reason stands in for the third member."""

    def __init__(
        self, desk: Desk, row: OcgRow, asked: Sequence[Asked], mend: Callable[[str], object], done: Done
    ) -> None:
        super().__init__(f"Validate {row.reference} {row.name}?", "&Validate", _Note(), done)
        self._desk, self._row, self._mend = desk, row, mend
        self.lines = [CheckedLine(_line(each)) for each in asked]
        listed = QWidget()
        column = QVBoxLayout(listed)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for line in self.lines:
            line.asked.connect(self._open)
            column.addWidget(line)
        self.is_stopped = any(each.stops and not each.holds for each in asked)
        is_few = any(not each.stops and not each.holds for each in asked)
        self.form.add_row(Entry("reason", "&Note, if there is one", TextField(lines=3), _FEW if is_few else ""))
        self.lay_out(_TOLD, listed, self.form)
        self.do.setEnabled(not self.is_stopped)
        if self.is_stopped:
            self.do.setToolTip("Something that it needs is missing; choose the line to mend it.")

    def writing(self, draft: _Note) -> Reply[None]:
        return self._desk.write(validation.validate, self._row.id, self._row.version, draft.reason)

    @property
    def said(self) -> str:
        return f"{self._row.reference} {self._row.name} is active now."

    def _open(self, field: str) -> None:
        self.reject()
        self._mend(field)


def _line(asked: Asked) -> Checked:
    words = asked.words if asked.holds else f"{asked.words}. {asked.mend}"
    return Checked(words, holds=asked.holds, field="" if asked.holds else asked.field)
