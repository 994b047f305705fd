"""The store itself: what it stands on, whether it is sound, and backing it up now."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from soc_desk.errors import DeskError
from soc_desk.services import upkeep
from soc_desk.services.upkeep import Backup, Finding, StoreState
from soc_desk.vocabulary import Marking
from ui.desk import Desk
from ui.forms.backup import BackupDialog
from ui.oversight import settings_work as work
from ui.oversight.chain_card import in_words
from ui.oversight.following import Following
from ui.page import Shell
from ui.widgets import marks
from ui.widgets.card import UNDER_HEADING, Card
from ui.widgets.facts import Fact, Facts
from ui.widgets.rows import Column, RowsModel
from ui.widgets.table import Table
from ui.widgets.text import button, label, set_property

_JOURNALS = {
    "wal": "Write-ahead log", "truncate": "Rollback journal, as on a shared folder", "delete": "Rollback journal",
    "server": "The server's own",
}  # fmt: skip
_SYNTHETIC = "Synthetic: every person, place and figure is invented."
_ENGINES = {"postgresql": "PostgreSQL server", "sqlite": "SQLite, not encrypted"}
_ABOUT_BACKUPS = (
    "A backup is taken while others work, opened and checked before it gets its name, and opens with the same "
    "passphrases. Keep it on another disk."
)
_NAMES = {"version": "Version", "pages": "Pages", "tables": "Tables", "guards": "Guards", "references": "References",
          "audit": "Audit log", "totals": "Totals"}  # fmt: skip
_NOT_CHECKED = "The store was not checked in this sitting. What the check finds stands here."

COLUMNS: tuple[Column[Finding], ...] = (
    Column("holds", "Result", lambda row: "Holds" if row.holds else "Fails",
           lambda row: marks.urgency("Holds", "green") if row.holds else marks.urgency("Fails", "red"), width=96,
           sortable=False),
    Column("name", "What", lambda row: _NAMES.get(row.name, row.name.replace("_", " ").capitalize()), width=150,
           role="medium", sortable=False),
    Column("text", "What was found", lambda row: row.text, width=300, stretch=True, sortable=False,
           tooltip=lambda row: row.text),
)  # fmt: skip


class StoreView(QWidget):
    """Facts and backups above, the check below."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__()
        self._desk, self._shell = desk, shell
        self.state: StoreState | None = None
        self.facts, self.counts = Facts(name_width=110), Facts(name_width=110)
        self.last = label("", "medium", wrap=True)
        self.following = Following()
        self.check = button("&Check the store", self.check_store)
        self.back_up = button("&Back up now…", self.ask_backup, kind="primary")
        self.model: RowsModel[Finding] = RowsModel(COLUMNS, row_id=lambda row: row.name)
        self.table = Table(self.model, "What the check found")
        self._lay_out()
        self.check.setEnabled(desk.may(upkeep.checking))
        self.back_up.setEnabled(desk.may(upkeep.backing_up))

    def _lay_out(self) -> None:
        about, backups = Card("This store"), Card("Backup")
        about.body.addWidget(self.facts)
        about.body.addStretch(1)
        backups.body.addWidget(self.last)
        backups.body.addWidget(label(_ABOUT_BACKUPS, ink="soft", wrap=True))
        backups.body.addWidget(self.back_up, 0, Qt.AlignmentFlag.AlignLeft)
        backups.body.addWidget(self.counts)
        backups.body.addStretch(1)
        checked = Card("Check", " ", flush=True)
        checked.head.addWidget(self.check)
        checked.body.setContentsMargins(*UNDER_HEADING)
        checked.body.addWidget(self.table)
        set_property(self.table, "card", "")  # the card around it has the line
        self.table.set_empty(_NOT_CHECKED)
        self._checked = checked
        grid = QGridLayout()
        grid.setSpacing(12)
        grid.addWidget(about, 0, 0)
        grid.addWidget(backups, 0, 1)
        for column in range(2):
            grid.setColumnStretch(column, 1)
        held = QHBoxLayout()
        held.addWidget(self.following)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(grid)
        layout.addLayout(held)
        layout.addWidget(checked, 1)

    def read(self) -> None:
        """Read the facts again."""
        self._desk.read(upkeep.state).then(self, self._take)

    def ask_backup(self) -> None:
        """Ask for the folder, and back the store up."""
        if self.state is not None:
            self._shell.open_dialog(BackupDialog(self._desk, self.state, self._said))

    def check_store(self) -> None:
        """Check the store, showing how far it is."""
        self.check.setEnabled(False)
        reply = self._desk.run(work.check_store)
        self.following.follow(reply, "Checking the store")
        reply.then(self, self._take_findings, self._refuse)

    def _take_findings(self, findings: tuple[Finding, ...]) -> None:
        self.check.setEnabled(True)
        failed = sum(not finding.holds for finding in findings)
        self._checked.set_heading("Check", "Everything holds." if not failed else f"{failed} of {len(findings)} fail.")
        self.model.set_rows(findings)

    def _refuse(self, error: DeskError) -> None:
        self.check.setEnabled(True)
        self._shell.warn(str(error))

    def _said(self, backup: Backup) -> None:
        self._shell.notify(f"The store was backed up to {backup.path.name} and checked.")
        self.read()

    def _take(self, state: StoreState) -> None:
        self.state = state
        facts = state.facts
        engine = "SQLite, encrypted by SQLCipher" if state.encrypted else _ENGINES.get(state.engine, state.engine)
        self.facts.set_facts([
            Fact("Force", f"{facts.force_name} ({facts.force_code})" if facts.force_code else facts.force_name),
            Fact("Store", state.address), Fact("Kept by", engine), Fact("Version", state.schema),
            Fact("Journal", _JOURNALS.get(state.journal.lower(), state.journal)),
            Fact("Ceiling", Marking(facts.ceiling).label),
            Fact("Data", _SYNTHETIC if facts.synthetic else "The force's own"),
        ])  # fmt: skip
        self.last.setText(f"Last backup: {in_words(state.last_backup)}" if state.last_backup else in_words(None))
        held = ", ".join(f"{number:,} {_words(name)}" for name, number in state.counts.items() if number)
        self.counts.set_facts([Fact("Holds", held)])


def _words(name: str) -> str:
    """What is counted, as people write it."""
    return name.replace("_", " ").replace("ocgs", "OCGs").replace("poca", "POCA")
