"""The card that says how the audit log stands: its head, what is remembered outside, the last backup, the last walk."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout

from soc_desk.services.prints import moment_words, wall
from soc_desk.services.upkeep import Backup, Chain, Head, Verdict
from ui.oversight.following import Following
from ui.widgets.badges import Badge
from ui.widgets.card import Card
from ui.widgets.marks import Pill, urgency
from ui.widgets.text import button, label

_NOT_YET = "The chain was not verified in this sitting. Verifying walks every entry and holds it against its seal."


def short(head: Head) -> str:
    """``entry 1,204, seal 9f3c42aa…a1e0``."""
    return f"Entry {head.seq:,}, seal {head.seal[:8]}…{head.seal[-4:]}" if head.seq else "The log is empty."


class ChainCard(Card):
    """``verify_asked`` when somebody wants the chain walked, ``accept_asked`` when the log is to be accepted as cut."""

    verify_asked = Signal()
    accept_asked = Signal()

    def __init__(self) -> None:
        super().__init__("Chain of the log", " ")
        self.state = Badge(Pill("Not verified", "neutral"))
        self.verdict = label(_NOT_YET, "body", "soft", wrap=True)
        self.following = Following()
        self.verify = button("&Verify now", self.verify_asked.emit)
        self.accept = button("Acc&ept…", self.accept_asked.emit)
        self.accept.hide()
        self._values: dict[str, QLabel] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(32)
        grid.setVerticalSpacing(2)
        for column, name in enumerate(("Head of the chain", "Remembered outside the store", "In the last backup")):
            self._values[name] = label("", "medium", wrap=True)
            grid.addWidget(label(name, "caption"), 0, column)
            grid.addWidget(self._values[name], 1, column)
            grid.setColumnStretch(column, 1)
        said = QHBoxLayout()
        said.setSpacing(10)
        said.addWidget(self.state)
        said.addWidget(self.verdict, 1)
        said.addWidget(self.accept)
        said.addWidget(self.verify)
        lines = QVBoxLayout()
        lines.setSpacing(12)
        lines.addLayout(grid)
        lines.addLayout(said)
        lines.addWidget(self.following)
        self.body.addLayout(lines)

    def show_chain(self, chain: Chain) -> None:
        """Say where the log stands."""
        remembered = max(chain.lost or chain.remembered, key=lambda head: head.seq, default=None)
        outside = short(remembered) if remembered else "Nothing is remembered on this workstation."
        if not chain.reaches:
            outside += ": not in the log"
        for name, text in zip(self._values, (short(chain.head), outside, in_words(chain.last_backup)), strict=True):
            self._values[name].setText(text)
            self._values[name].setAccessibleName(f"{name}: {text}")
        self.set_heading("Chain of the log", f"{chain.head.seq:,} entries")
        if not chain.reaches:
            self._say(
                "Cut off", "red", "Entries once written are gone. Verify, to see which and whether a restore took them."
            )

    def show_verdict(self, verdict: Verdict, at: datetime) -> None:
        """Say what walking the chain found; a cut may be accepted."""
        self.accept.setVisible(verdict.is_cut)
        when = f"Verified at {at:%H:%M}: {verdict.events:,} entries."
        if verdict.restored:
            self._say("Restored", "red", f"{when} {verdict.reason}")
        elif verdict.intact:
            self._say("Whole", "green", f"{when} {verdict.reason}")
        else:
            self._say("Broken", "red", f"{when} {verdict.reason} Keep the store as it is and tell your auditor.")

    def _say(self, word: str, tone: str, text: str) -> None:
        self.state.set_mark(urgency(word, tone))
        self.verdict.setText(text)


def in_words(backup: Backup | None) -> str:
    """When the last backup was taken and how far its log goes."""
    if backup is None:
        return "No backup was taken from this workstation."
    return f"{moment_words(wall(backup.at))}, to entry {backup.head.seq:,}"
