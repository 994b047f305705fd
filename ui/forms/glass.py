"""Breaking the glass of a closed record in an emergency, and the owner's answer to it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from soc_desk.errors import DeskError, Invalid
from soc_desk.services import need_to_know
from soc_desk.services.need_to_know import Broken, GlassRow
from ui.desk import Desk
from ui.dialog import MarkedDialog
from ui.page import Shell
from ui.widgets.fields import LineField, TextField
from ui.widgets.form import Entry, LabelledField
from ui.widgets.text import button, label, rule

_ABOUT = (
    "For an emergency only. If a closed record has this reference it opens to you at once, its owner is told who and "
    "why, and can take it away. Every try is kept in the log, and only a few are allowed within an hour."
)


class BreakGlassDialog(MarkedDialog):
    """Asks for a reference and a reason; goes to the record when it is open now."""

    IS_LINTED = True

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__("Break the glass of a closed record")
        self._desk, self._shell = desk, shell
        self.setMinimumWidth(520)
        self.reference, self.reason = LineField("Such as OCG-2026-0012 or C-2026-0101"), TextField(lines=3)
        self._fields = {
            "reference": LabelledField(Entry("reference", "&Reference", self.reference)),
            "reason": LabelledField(Entry("reason", "&Why it cannot wait for the owner", self.reason)),
        }
        self.answer = label("", ink="amber", wrap=True)
        self.answer.hide()
        self.body.addWidget(label(_ABOUT, ink="soft", wrap=True))
        for field in self._fields.values():
            self.body.addWidget(field)
        self.body.addWidget(self.answer)
        self.add_button(button("&Cancel", self.reject))
        self.do = self.add_button(button("&Break the glass", self.act, kind="danger"))

    def act(self) -> None:
        """Try it."""
        self.do.setEnabled(False)
        args = (str(self.reference.value() or ""), str(self.reason.value() or ""))
        self._desk.write(need_to_know.break_glass, *args).then(self, self._take, self._refuse)

    def _take(self, broken: Broken) -> None:
        self.do.setEnabled(True)
        if broken.id is None:
            self._say(broken.words)
            return
        self.accept()
        self._shell.notify(broken.words)
        self._shell.open_page(broken.page, record=broken.id)

    def _refuse(self, error: DeskError) -> None:
        self.do.setEnabled(True)
        self._say(" ".join(error.problems.values()) if isinstance(error, Invalid) else str(error))

    def _say(self, text: str) -> None:
        self.answer.setText(text)
        self.answer.show()


class GlassDialog(MarkedDialog):
    """Who broke the glass of one's records; each is answered by having seen it, or by taking the access away."""

    def __init__(self, desk: Desk, rows: list[GlassRow], done: Callable[[str], object]) -> None:
        super().__init__("The glass was broken")
        self._desk, self._done = desk, done
        self.setMinimumWidth(560)
        self.buttons = []
        for row in rows:
            self.body.addWidget(label(row.record, "medium", wrap=True))
            self.body.addWidget(label(row.words, wrap=True))
            line = QHBoxLayout()
            for words, away in (("I have &seen it", False), ("&Take the access away", True)):
                pressed = button(words, partial(self._answer, row, away))
                self.buttons.append(pressed)
                line.addWidget(pressed)
            line.addStretch(1)
            self.body.addLayout(line)
            self.body.addWidget(rule())
        if not rows:
            self.body.addWidget(label("Nobody broke the glass of your records.", ink="soft"))
        self.refusal = label("", ink="red", wrap=True)
        self.refusal.hide()
        self.body.addWidget(self.refusal)
        self.body.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.add_button(button("&Close", self.reject))

    def _answer(self, row: GlassRow, away: bool) -> None:
        reply = self._desk.write(need_to_know.answer_glass, row.id, row.version, take_away=away)
        reply.then(self, partial(self._answered, row, away), self._refuse)

    def _answered(self, row: GlassRow, away: bool, _value: object) -> None:
        self.accept()
        what = "It is closed to them again." if away else "It stays open to them."
        self._done(f"{row.record}: answered. {what}")

    def _refuse(self, error: DeskError) -> None:
        self.refusal.setText(str(error))
        self.refusal.show()
