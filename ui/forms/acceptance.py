"""Accepting the audit log as it stands, after a restore that was agreed."""

from collections.abc import Callable

from soc_desk.errors import DeskError
from soc_desk.services.upkeep import Head
from ui.desk import Desk
from ui.dialog import MarkedDialog
from ui.oversight import audit_work
from ui.oversight.audit_work import Acceptance
from ui.page import Shell
from ui.widgets.fields import LineField
from ui.widgets.form import Entry, Form
from ui.widgets.text import button, label

_MEANS = (
    "Entries that were once written from here are not in the log any more. Accept this only where you know why, as "
    "after a restore that was agreed: this workstation then remembers the log as it stands now, and that is logged."
)


class AcceptanceDialog(MarkedDialog):
    """Asks why; ``done(sentence)`` is called once the log is accepted."""

    def __init__(self, desk: Desk, done: Callable[[str], object]) -> None:
        super().__init__("Accept the log as it stands")
        self._desk, self._done = desk, done
        self.setMinimumWidth(520)
        self.form: Form[Acceptance] = Form(Acceptance())
        hint = "Such as: backup of 14 November put back, agreed with the head of unit."
        self.form.add_row(Entry("reason", "&Reason", LineField(), hint))
        self.refusal = label("", ink="red", wrap=True)
        self.refusal.hide()
        self.body.addWidget(label(_MEANS, ink="soft", wrap=True))
        self.body.addWidget(self.form)
        self.body.addWidget(self.refusal)
        self.add_button(button("&Cancel", self.reject))
        self.do = self.add_button(button("&Accept", self.act, kind="primary"))
        self.do.setDefault(True)

    def act(self) -> None:
        """Accept it, if a reason is given."""
        told = self.form.draft()
        problems = told.problems()
        self.form.show_problems(problems)
        if problems:
            self.form.focus_problem()
            return
        self.do.setEnabled(False)
        self._desk.run(audit_work.accept, told.reason).then(self, self._finish, self._refuse)

    def _finish(self, head: Head) -> None:
        self.accept()
        self._done(f"The log was accepted as it stands. This workstation remembers it to entry {head.seq:,}.")

    def _refuse(self, error: DeskError) -> None:
        self.do.setEnabled(True)
        self.refusal.setText(str(error))
        self.refusal.show()


def _scene(desk: Desk, _shell: Shell) -> MarkedDialog:
    made = AcceptanceDialog(desk, _nothing)
    made.act()
    return made


def _nothing(_sentence: str) -> None:
    """What the button of a picture does."""


SCENES = {"acceptance-error": _scene}
"""A picture of the form."""
