"""Backing the store up now: where to, and on a server the passphrase that opens the copy."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from soc_desk.errors import DeskError
from soc_desk.services.places import StoreFacts
from soc_desk.services.upkeep import Backup, StoreState
from ui.desk import Desk
from ui.dialog import MarkedDialog
from ui.oversight import settings_work as work
from ui.oversight.fields import FolderField, SecretField
from ui.oversight.following import Following
from ui.page import Shell
from ui.widgets.form import Entry, Form
from ui.widgets.text import button, label

_FILE = (
    "It opens with the same users and passphrases. Older backups in the folder are thinned out: those of 7 days, 4 "
    "weeks and 12 months stay."
)
_SERVER = "It is an encrypted file that opens with your user name and the passphrase you give here."


@dataclass(frozen=True)
class Wanted:
    """Where a backup goes to; the passphrase only for a server."""

    folder: str = ""
    passphrase: str = field(default="", repr=False)


class BackupDialog(MarkedDialog):
    """Asks for the folder and stays open, with progress, until the backup is checked; then ``done(Backup)``."""

    def __init__(self, desk: Desk, state: StoreState, done: Callable[[Backup], object]) -> None:
        super().__init__("Back the store up")
        self._desk, self._state, self._done = desk, state, done
        self.setMinimumWidth(560)
        last = state.last_backup.path.parent if state.last_backup else Path.home()
        self.form: Form[Wanted] = Form(Wanted(folder=str(last)))
        hint = "Best on another disk, or on a drive that is taken away."
        self.form.add_row(Entry("folder", "F&older", FolderField(), hint))
        if not state.is_file:
            self.form.add_row(Entry("passphrase", "&Your passphrase", SecretField()))
        self.refusal = label("", ink="red", wrap=True)
        self.refusal.hide()
        self.following = Following()
        self.body.addWidget(label(_FILE if state.is_file else _SERVER, ink="soft", wrap=True))
        for part in (self.form, self.refusal, self.following):
            self.body.addWidget(part)
        self.add_button(button("&Cancel", self.reject))
        self.do = self.add_button(button("&Back up", self.act, kind="primary"))
        self.do.setDefault(True)

    def act(self) -> None:
        """Back the store up, if it is said where to."""
        wanted = self.form.draft()
        problems = {}
        folder = Path(wanted.folder).expanduser()
        if not wanted.folder.strip():
            problems["folder"] = "Choose the folder that the backup goes to."
        elif not folder.is_dir():
            problems["folder"] = "There is no such folder. Make it first, or choose another."
        if not self._state.is_file and not wanted.passphrase:
            problems |= {"passphrase": "Type your passphrase: the copy opens with it."}
        self.form.show_problems(problems)
        self.refusal.hide()
        if problems:
            self.form.focus_problem()
            return
        self.do.setEnabled(False)
        reply = self._desk.run(work.back_up, folder, self._desk.actor.name, wanted.passphrase)
        self.following.follow(reply, "Backing the store up")
        reply.then(self, self._finish, self._refuse)

    def _finish(self, backup: Backup) -> None:
        self.accept()
        self._done(backup)

    def _refuse(self, error: DeskError) -> None:
        self.do.setEnabled(True)
        self.refusal.setText(str(error))
        self.refusal.show()


def _scene(desk: Desk, _shell: Shell) -> MarkedDialog:
    facts = StoreFacts(UUID(int=1), "99", "Testshire", "official_sensitive", synthetic=True)
    state = StoreState("force.socdesk", is_file=True, engine="sqlite", schema="0001", encrypted=True, journal="wal",
                       facts=facts, counts={}, last_backup=None)  # fmt: skip
    made = BackupDialog(desk, state, _nothing)
    made.form.load(Wanted(folder="Backups"))
    return made


def _nothing(_backup: Backup) -> None:
    """What the button of a picture does."""


SCENES = {"backup": _scene}
"""A picture of the form."""
