"""The dialog in which a second person validates a proposed group: what is asked, and what of it is missing."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from soc_desk.errors import DeskError, Invalid
from soc_desk.services.ocg_life import validation
from soc_desk.services.ocg_life.validation import Asked
from soc_desk.services.ocgs import OcgRow
from ui.desk import Desk
from ui.dialog import MarkedDialog
from ui.disruptions.return_check import Checked
from ui.disruptions.side import CheckedLine
from ui.ocgs.asking import Done
from ui.widgets.fields import TextField
from ui.widgets.form import Entry, LabelledField
from ui.widgets.text import button, label

_TOLD = "It becomes Active. Somebody other than the person who mapped it validates it."
_FEW = "Fewer than three members are linked; say why it is a group all the same, or link them first."


class ValidateDialog(MarkedDialog):
    """Shows the checklist; ``mend(field)`` opens what is missing. A reason stands in for the third member."""

    def __init__(
        self, desk: Desk, row: OcgRow, asked: Sequence[Asked], mend: Callable[[str], object], done: Done
    ) -> None:
        super().__init__(f"Validate {row.reference} {row.name}?")
        self._desk, self._row, self._mend, self._done = desk, row, mend, done
        self.setMinimumWidth(520)
        self.body.addWidget(label(_TOLD, ink="soft", wrap=True))
        self.lines = [CheckedLine(_line(each)) for each in asked]
        listed = QWidget()
        column = QVBoxLayout(listed)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for line in self.lines:
            line.asked.connect(self._open)
            column.addWidget(line)
        self.body.addWidget(listed)
        self.is_stopped = any(each.stops and not each.holds for each in asked)
        is_few = any(not each.stops and not each.holds for each in asked)
        self.reason = LabelledField(
            Entry("reason", "&Note, if there is one", TextField(lines=3), _FEW if is_few else "")
        )
        self.refusal = label("", ink="red", wrap=True)
        self.refusal.hide()
        self.body.addWidget(self.reason)
        self.body.addWidget(self.refusal)
        self.add_button(button("&Cancel", self.reject))
        self.do = self.add_button(button("&Validate", self.act, kind="primary"))
        self.do.setDefault(True)
        self.do.setEnabled(not self.is_stopped)
        if self.is_stopped:
            self.do.setToolTip("Something that it needs is missing; choose the line to mend it.")

    def act(self) -> None:
        """Validate it, or say what stands in the way."""
        self.do.setEnabled(False)
        reply = self._desk.write(validation.validate, self._row.id, self._row.version, self.reason.field.value())
        reply.then(self, self._validated, self._refused)

    def _open(self, field: str) -> None:
        self.reject()
        self._mend(field)

    def _validated(self, _none: object) -> None:
        self.accept()
        self._done(f"{self._row.reference} {self._row.name} is active now.")

    def _refused(self, error: DeskError) -> None:
        self.do.setEnabled(not self.is_stopped)
        problems = dict(error.problems) if isinstance(error, Invalid) else {"": str(error)}
        self.reason.show_problem(problems.pop("reason", ""))
        self.refusal.setText(" ".join(problems.values()))
        self.refusal.setVisible(bool(problems))


def _line(asked: Asked) -> Checked:
    words = asked.words if asked.holds else f"{asked.words}. {asked.mend}"
    return Checked(words, holds=asked.holds, field="" if asked.holds else asked.field)
