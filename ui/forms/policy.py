"""A new value of a policy from a day on, with its source; and a new value of a code list."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from soc_desk.errors import DeskError, Invalid
from soc_desk.services import periods, policies
from soc_desk.services.policies import CodeRow, PolicyRow
from ui.desk import Desk
from ui.dialog import MarkedDialog
from ui.lanes import Reply
from ui.oversight.policy_fields import LONG, field_of, words
from ui.oversight.policy_words import POLICY_WORDS
from ui.oversight.settings_work import Policies
from ui.page import Shell
from ui.widgets.fields import DateField, LineField
from ui.widgets.form import Entry, Form
from ui.widgets.text import button, label

_SOURCE = "Who decided it, and where it is written"


@dataclass(frozen=True)
class NewValue:
    """What a policy is to be, from when, and who decided it."""

    value: Any = None
    valid_from: date | None = None
    source: str = ""


@dataclass(frozen=True)
class NewCode:
    """A new value of a code list."""

    label: str = ""
    code: str = ""
    source: str = ""


@dataclass(frozen=True)
class CodeLabel:
    """What people are to read for a code, and who decided it."""

    label: str = ""
    source: str = ""


@dataclass(frozen=True)
class CodeEnd:
    """The last day on which a code can be chosen, None for as long as nobody closes it, and who decided it."""

    valid_to: date | None = None
    source: str = ""


class _Asking(MarkedDialog):
    """A form, a sentence for what belongs to no field, and one verb."""

    def __init__(self, title: str, verb: str, desk: Desk, done: Callable[[str], object]) -> None:
        super().__init__(title)
        self._desk, self._done = desk, done
        self.setMinimumWidth(540)
        self.refusal = label("", ink="red", wrap=True)
        self.refusal.hide()
        self.add_button(button("&Cancel", self.reject))
        self.do = self.add_button(button(verb, self.act, kind="primary"))
        self.do.setDefault(True)

    def act(self) -> None:
        """Do it."""

    def lay(self, told: str, form: Form[Any], first: str) -> None:
        """Put what is to be known, the form and the refusal below each other; the field ``first`` has the keyboard."""
        if told:
            self.body.addWidget(label(told, ink="soft", wrap=True))
        self.body.addWidget(form)
        self.body.addWidget(self.refusal)
        self.body.addStretch(1)
        form.field(first).widget.setFocus()

    def show_problems(self, form: Form[Any], problems: dict[str, str]) -> None:
        """Put each sentence under its field, the rest below them all."""
        rest = form.show_problems(problems)
        self.refusal.setText(" ".join(rest.values()))
        self.refusal.setVisible(bool(rest))
        form.focus_problem()

    def ask(self, form: Form[Any], reply: Reply[Any], done: str) -> None:
        """Wait for the store; close and say ``done``, or say why not."""
        self.do.setEnabled(False)

        def finish(_value: object) -> None:
            self.accept()
            self._done(done)

        def refuse(error: DeskError) -> None:
            self.do.setEnabled(True)
            self.show_problems(form, dict(error.problems) if isinstance(error, Invalid) else {"": str(error)})

        reply.then(self, finish, refuse)


class PolicyDialog(_Asking):
    """``now`` is the newest value of the policy; ``done(sentence)`` when another is set."""

    def __init__(self, desk: Desk, now: PolicyRow, found: Policies, done: Callable[[str], object]) -> None:
        self._name = POLICY_WORDS.get(now.name, now.name)
        super().__init__(f"Set: {self._name}", "&Set", desk, done)
        self._now = now
        self.form: Form[NewValue] = Form(NewValue(now.value, periods.today(), ""))
        self.form.add_row(Entry("value", "&Value", field_of(now, found.threats)))
        hint = "Earlier days keep the earlier value."
        self.form.add_row(Entry("valid_from", "&From", DateField(periods.today), hint))
        source = LineField(_SOURCE)
        self.form.add_row(Entry("source", "S&ource", source))
        was = words(now, found.threats)
        self.lay(f"Now: {was}. {now.source}" if len(was) <= LONG else "", self.form, "value")

    def act(self) -> None:
        new = self.form.draft()
        problems = self.form.problems()
        value = list(new.value) if isinstance(new.value, tuple) else new.value
        if value is None or value == "":
            problems.setdefault("value", "Give the value.")
        if new.valid_from is None:
            problems.setdefault("valid_from", "Give the day from which it holds.")
        if not new.source.strip():
            problems["source"] = "Say who decided it, and where it is written."
        self.show_problems(self.form, problems)
        if not problems and new.valid_from is not None:
            reply = self._desk.write(policies.set_policy, self._now.name, value, new.valid_from, new.source)
            self.ask(self.form, reply, f"“{self._name}” is set from {periods.words(new.valid_from, new.valid_from)}.")


class CodeDialog(_Asking):
    """A new value for the list called ``name``; ``words`` is what people call the list."""

    def __init__(self, desk: Desk, name: str, words: str, done: Callable[[str], object]) -> None:
        super().__init__(f"Add to: {words}", "&Add", desk, done)
        self._name, self._words = name, words
        self.form: Form[NewCode] = Form(NewCode())
        self.form.add_row(
            Entry("label", "&Label", LineField("As people read it"), share=3),
            Entry("code", "C&ode", LineField(), share=2),
        )
        self.form.add_row(Entry("source", "&Source", LineField(_SOURCE)))
        self.lay("A code stays for good, since records keep it.", self.form, "label")

    def act(self) -> None:
        new = self.form.draft()
        problems = {}
        if not new.label.strip():
            problems["label"] = "Enter the label that people read."
        if not new.code.strip():
            problems["code"] = "Enter the code."
        if not new.source.strip():
            problems["source"] = "Say who decided it, and where it is written."
        self.show_problems(self.form, problems)
        if not problems:
            reply = self._desk.write(policies.add_code, self._name, new.code, new.label, new.source)
            self.ask(self.form, reply, f"“{new.label.strip()}” was added to {self._words.lower()}.")


class RelabelDialog(_Asking):
    """Another label for one code of the list called ``name``."""

    def __init__(self, desk: Desk, name: str, row: CodeRow, done: Callable[[str], object]) -> None:
        super().__init__(f"Rename: {row.label}", "&Rename", desk, done)
        self._name, self._row = name, row
        self.form: Form[CodeLabel] = Form(CodeLabel(row.label))
        self.form.add_row(Entry("label", "&Label", LineField("As people read it")))
        self.form.add_row(Entry("source", "S&ource", LineField(_SOURCE)))
        told = f"The code {row.code} stays. Old records and reports show the new label too."
        self.lay(told, self.form, "label")

    def act(self) -> None:
        new = self.form.draft()
        reply = self._desk.write(policies.relabel_code, self._name, self._row.code, new.label, new.source)
        self.ask(self.form, reply, f"“{self._row.label}” is called “{new.label.strip()}” now.")


class CloseCodeDialog(_Asking):
    """The last day on which one code of the list called ``name`` can be chosen."""

    def __init__(self, desk: Desk, name: str, row: CodeRow, done: Callable[[str], object]) -> None:
        super().__init__(f"Close or reopen: {row.label}", "&Set", desk, done)
        self._name, self._row = name, row
        self.form: Form[CodeEnd] = Form(CodeEnd(row.valid_to or periods.today()))
        hint = "The last day on which it can be chosen; empty to leave it open."
        self.form.add_row(Entry("valid_to", "&Until", DateField(periods.today), hint))
        self.form.add_row(Entry("source", "S&ource", LineField(_SOURCE)))
        told = "Records that have it keep it. It is not offered after this day."
        self.lay(told, self.form, "valid_to")

    def act(self) -> None:
        new, problems = self.form.draft(), self.form.problems()
        self.show_problems(self.form, problems)
        if problems:
            return
        until = "stays open" if new.valid_to is None else f"is closed after {periods.words(new.valid_to, new.valid_to)}"
        reply = self._desk.write(policies.close_code, self._name, self._row.code, new.valid_to, new.source)
        self.ask(self.form, reply, f"“{self._row.label}” {until}.")


def _scene(desk: Desk, _shell: Shell) -> MarkedDialog:
    source = "Local default; no national period is published."
    row = PolicyRow("ocg.archive_after_days", 183, date(2026, 4, 1), source, "days")
    made = PolicyDialog(desk, row, Policies((row,), date(2026, 11, 22), {}), _nothing)
    made.act()
    return made


def _scene_code(desk: Desk, _shell: Shell) -> MarkedDialog:
    return CodeDialog(desk, "activity_type", "Activity types", _nothing)


def _scene_rename(desk: Desk, _shell: Shell) -> MarkedDialog:
    return RelabelDialog(desk, "soc_threat", _A_CODE, _nothing)


def _scene_close(desk: Desk, _shell: Shell) -> MarkedDialog:
    made = CloseCodeDialog(desk, "soc_threat", _A_CODE, _nothing)
    made.act()
    return made


def _nothing(_sentence: str) -> None:
    """What the buttons of a picture do."""


_A_CODE = CodeRow("OIC", "Organised immigration crime", "", "", None)
SCENES = {
    "policy-error": _scene, "code": _scene_code, "code-rename": _scene_rename, "code-close": _scene_close,
}  # fmt: skip
"""Pictures of the forms."""
