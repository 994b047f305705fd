"""Accepting the audit log as it stands, after a restore that was agreed."""

from soc_desk.services.upkeep import Head
from ui.desk import Desk
from ui.dialog import MarkedDialog
from ui.draft_dialog import Done, DraftDialog
from ui.lanes import Reply
from ui.oversight import audit_work
from ui.oversight.audit_work import Acceptance
from ui.page import Shell
from ui.widgets.fields import LineField
from ui.widgets.form import Entry

_MEANS = (
    "Entries that were once written from here are not in the log any more. Accept this only where you know why, as "
    "after a restore that was agreed: this workstation then remembers the log as it stands now, and that is logged."
)


class AcceptanceDialog(DraftDialog[Acceptance]):
    """Asks why; ``done(sentence)`` is called once the log is accepted."""

    def __init__(self, desk: Desk, done: Done) -> None:
        super().__init__("Accept the log as it stands", "&Accept", Acceptance(), done)
        self._desk = desk
        hint = "Such as: backup of 14 November put back, agreed with the head of unit."
        self.form.add_row(Entry("reason", "&Reason", LineField(), hint))
        self.lay_out(_MEANS, self.form)

    def writing(self, draft: Acceptance) -> Reply[Head]:
        return self._desk.run(audit_work.accept, draft.reason)

    def kept(self, head: Head) -> None:
        self.accept()
        self._done(f"The log was accepted as it stands. This workstation remembers it to entry {head.seq:,}.")


def _scene(desk: Desk, _shell: Shell) -> MarkedDialog:
    made = AcceptanceDialog(desk, _nothing)
    made.act()
    return made


def _nothing(_sentence: str) -> None:
    """What the button of a picture does."""


SCENES = {"acceptance-error": _scene}
"""A picture of the form."""
