"""What stands beside the seizure form: the 48 hours of what is typed, and what should be looked at before saving."""

from collections.abc import Mapping

from PySide6.QtWidgets import QVBoxLayout, QWidget

from soc_desk.services.poca.previews import FortyEightHours
from ui.widgets.emptying import empty
from ui.widgets.facts import NoteCard
from ui.widgets.text import label

_ONE = "One record for each person, place and time; where there is doubt, the earliest time."


class Beside(QWidget):
    """The 48 hours of what is typed, and what should be looked at before it is saved."""

    def __init__(self) -> None:
        super().__init__()
        self.deadline = label("", "medium", wrap=True)
        self.steps = label("", "caption", wrap=True)
        self.notes = QVBoxLayout()
        self.notes.setSpacing(8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(label("The 48 hours", "medium"))
        layout.addWidget(self.deadline)
        layout.addWidget(self.steps)
        layout.addLayout(self.notes)
        layout.addWidget(label(_ONE, "caption", wrap=True))
        self.show_hours(None)

    def show_hours(self, told: FortyEightHours | None) -> None:
        """Show these, or what must be typed first."""
        self.deadline.setText(
            told.sentence if told else "Type the minute of the seizure to see by when an order is due."
        )
        self.steps.setText(" → ".join(step.rstrip(".") for step in told.steps) if told else "")
        if told and told.doubt:
            self.steps.setText(f"{self.steps.text()}\n{told.doubt}")

    def show_cautions(self, cautions: Mapping[str, str]) -> None:
        """Show what should be looked at."""
        empty(self.notes)
        for sentence in cautions.values():
            self.notes.addWidget(NoteCard("", sentence, "amber"))
