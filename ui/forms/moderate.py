"""Moderating one disruption: agree, change the level with the reason, return it, or reject it."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt

from soc_desk.services import moderation
from soc_desk.services.disruption_rows import DisruptionRow
from soc_desk.services.doubles import Double
from soc_desk.vocabulary import ImpactLevel, ModerationResult
from ui.desk import Desk
from ui.disruptions import columns
from ui.disruptions.side import said
from ui.draft_dialog import Done, VerbDialog
from ui.lanes import Reply
from ui.widgets import marks
from ui.widgets.badges import BadgeRow
from ui.widgets.card import scrolled
from ui.widgets.facts import NoteCard
from ui.widgets.fields import TextField
from ui.widgets.form import Entry, LabelledField
from ui.widgets.option import Option
from ui.widgets.segmented import Segmented
from ui.widgets.text import label

DECISIONS = {
    ModerationResult.AGREED: ("Agree", "Agree", "Note, if there is one"),
    ModerationResult.LEVEL_CHANGED: ("Change level", "Change level and agree", "Why the level is changed"),
    ModerationResult.RETURNED: ("Return", "Return", "What must be put right"),
    ModerationResult.REJECTED: ("Reject", "Reject", "Why it is rejected"),
}
"""What a moderator can decide: the choice, the button, and what the note is asked for."""

_LONG = 400
_DONE = {
    ModerationResult.AGREED: "was moderated", ModerationResult.LEVEL_CHANGED: "was moderated at another level",
    ModerationResult.RETURNED: "was returned", ModerationResult.REJECTED: "was rejected",
}  # fmt: skip


CORRECTIONS = {
    "level": ("Another level", "Correct the level", "Why the level is changed"),
    "wait": ("Back to moderation", "Take the moderation back", "Why the moderation is taken back"),
}
"""How a moderation is put right: the choice, the button, and what the note is asked for."""


class _Deciding(VerbDialog):
    """What every decision shows: the record, why it was assessed so, a level, a note, and a sentence if refused."""

    def __init__(self, title: str, desk: Desk, row: DisruptionRow, rationale: str, done: Done) -> None:
        super().__init__(title, "", done)
        self._desk, self._row = desk, row
        self.level = Segmented([Option(lv, lv.label, marks.level(lv)) for lv in ImpactLevel], may_be_empty=False)
        self.level.set_value(row.impact_level)
        self.note = TextField(lines=2)
        self._level = LabelledField(Entry("level", "&Level", self.level))
        self._note = LabelledField(Entry("note", "&Note", self.note))
        self.body.addWidget(label(f"{row.subject} · {columns.name(row)}", "medium", wrap=True))
        self.body.addWidget(BadgeRow(columns.badges(row)))
        self.body.addWidget(label("Why this level", "caption"))
        why = label(rationale or "No reason is given.", wrap=True)
        why.setAlignment(Qt.AlignmentFlag.AlignTop)
        if len(rationale) > _LONG:
            area = scrolled(why)
            area.setFixedHeight(140)
            self.body.addWidget(area)
        else:
            self.body.addWidget(why)

    def _ask(self, decision: Segmented, words: str) -> None:
        """The choice, what it asks for, and the buttons."""
        self.body.addWidget(LabelledField(Entry("decision", words, decision)))
        for part in (self._level, self._note, self.refusal):
            self.body.addWidget(part)
        self.body.addStretch(1)  # what is left over stands below the fields, not between them
        decision.edited.connect(self._follow)
        self._follow()
        decision.setFocus()

    def act(self) -> None:
        """Carry the decision out."""
        self.send(self._write())

    def _write(self) -> Reply[Any]:
        raise NotImplementedError

    def _follow(self) -> None:
        raise NotImplementedError

    def _told(self) -> str:
        raise NotImplementedError

    @property
    def said(self) -> str:
        return f"{self._row.reference} {self._told()}."

    def say(self, problems: Mapping[str, str]) -> None:
        fields = {"level": self._level, "note": self._note}
        wrong = [name for name in fields if name in problems]
        for name, field in fields.items():
            field.show_problem(problems.get(name, ""))
        super().say({name: why for name, why in problems.items() if name not in fields})
        (self.level if wrong == ["level"] else self.note).setFocus()


class ModerateDialog(_Deciding):
    """One decision about one disruption; ``done(sentence)`` is called when it is made."""

    def __init__(
        self, desk: Desk, row: DisruptionRow, rationale: str, doubles: tuple[Double, ...],
        done: Done, decision: ModerationResult = ModerationResult.AGREED,
    ) -> None:  # fmt: skip
        super().__init__(f"Moderate {row.reference}", desk, row, rationale, done)
        if doubles:
            self.body.addWidget(NoteCard("Could this be counted twice?", "\n".join(map(said, doubles)), "amber"))
        self.decision = Segmented([Option(d, words[0]) for d, words in DECISIONS.items()], may_be_empty=False)
        self.decision.set_value(decision)
        self._ask(self.decision, "&Decision")

    def _write(self) -> Reply[Any]:
        row, note = self._row, self.note.value()
        match self.decision.value():
            case ModerationResult.RETURNED:
                return self._desk.write(moderation.send_back, row.id, row.version, note)
            case ModerationResult.REJECTED:
                return self._desk.write(moderation.reject, row.id, row.version, note)
            case ModerationResult.LEVEL_CHANGED:
                return self._desk.write(moderation.approve, row.id, row.version, self.level.value(), note)
        return self._desk.write(moderation.approve, row.id, row.version, row.impact_level, note)

    def _follow(self) -> None:
        decision = self.decision.value()
        _, verb, note = DECISIONS[decision]
        self.do.setText(f"&{verb}" if verb != "Change level and agree" else verb)
        self.note.setPlaceholderText(note)
        self._level.setVisible(decision is ModerationResult.LEVEL_CHANGED)

    def _told(self) -> str:
        return _DONE[self.decision.value()]


class CorrectDialog(_Deciding):
    """Puts right what was moderated: another level at once, or back among what awaits moderation; with the reason."""

    def __init__(self, desk: Desk, row: DisruptionRow, rationale: str, done: Done) -> None:
        super().__init__(f"Correct the moderation of {row.reference}", desk, row, rationale, done)
        self.decision = Segmented([Option(key, words[0]) for key, words in CORRECTIONS.items()], may_be_empty=False)
        self.decision.set_value("level")
        self._effect = label("", ink="soft", wrap=True)
        self._ask(self.decision, "How to put it &right")
        self.body.insertWidget(self.body.count() - 1, self._effect)

    def _write(self) -> Reply[Any]:
        row, note = self._row, self.note.value()
        if self.decision.value() == "wait":
            return self._desk.write(moderation.take_back, row.id, row.version, note)
        return self._desk.write(moderation.correct_level, row.id, row.version, self.level.value(), note)

    def _follow(self) -> None:
        decision = self.decision.value()
        _, verb, note = CORRECTIONS[decision]
        self.do.setText(verb)
        self.note.setPlaceholderText(note)
        self._level.setVisible(decision == "level")
        keeps = f" It keeps its national reference {self._row.national_ref}." if self._row.national_ref else ""
        counts = "does not count until it is moderated again" if decision == "wait" else "counts at the new level"
        self._effect.setText(f"It {counts}.{keeps} What was decided before stays in its history.")

    def _told(self) -> str:
        return "awaits moderation again" if self.decision.value() == "wait" else "has its level corrected"
