"""A new value of a policy from a day on, with its source; and a new value of a code list."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from soc_desk.services import periods, policies
from soc_desk.services.policies import CodeRow, PolicyRow
from ui.desk import Desk
from ui.dialog import MarkedDialog
from ui.draft_dialog import Done, DraftDialog
from ui.lanes import Reply
from ui.oversight.policy_fields import LONG, field_of, words
from ui.oversight.policy_words import POLICY_WORDS
from ui.oversight.settings_work import Policies
from ui.page import Shell
from ui.widgets.fields import DateField, LineField
from ui.widgets.form import Entry

_SOURCE = "Who decided it, and where it is written"


@dataclass(frozen=True)
class NewValue:
    """What a policy is to be, from when, and who decided it."""

    value: Any = None
    valid_from: date | None = None
    source: str = ""

    def problems(self) -> dict[str, str]:
        """What is missing, by field."""
        told = {} if self.value not in (None, "") else {"value": "Give the value."}
        if self.valid_from is None:
            told["valid_from"] = "Give the day from which it holds."
        return told | _without_source(self.source)


@dataclass(frozen=True)
class NewCode:
    """A new value of a code list."""

    label: str = ""
    code: str = ""
    source: str = ""

    def problems(self) -> dict[str, str]:
        """What is missing, by field."""
        told = {} if self.label.strip() else {"label": "Enter the label that people read."}
        if not self.code.strip():
            told["code"] = "Enter the code."
        return told | _without_source(self.source)


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


class PolicyDialog(DraftDialog[NewValue]):
    """``now`` is the newest value of the policy; ``done(sentence)`` when another is set."""

    IS_LINTED = False  # the list of such words is itself a policy

    def __init__(self, desk: Desk, now: PolicyRow, found: Policies, done: Done) -> None:
        self._name = POLICY_WORDS[now.name]
        super().__init__(f"Set: {self._name}", "&Set", NewValue(now.value, periods.today(), ""), done)
        self._desk, self._now = desk, now
        self.form.add_row(Entry("value", "&Value", field_of(now, found.threats)))
        hint = "Earlier days keep the earlier value."
        self.form.add_row(Entry("valid_from", "&From", DateField(periods.today), hint))
        self.form.add_row(Entry("source", "S&ource", LineField(_SOURCE)))
        was = words(now, found.threats)
        self.lay_out(f"Now: {was}. {now.source}" if len(was) <= LONG else "", self.form)
        self.form.field("value").widget.setFocus()

    def writing(self, draft: NewValue) -> Reply[Any]:
        value = list(draft.value) if isinstance(draft.value, tuple) else draft.value
        assert draft.valid_from is not None
        return self._desk.write(policies.set_policy, self._now.name, value, draft.valid_from, draft.source)

    @property
    def said(self) -> str:
        day = self.form.draft().valid_from
        return f"“{self._name}” is set from {periods.words(day, day) if day else ''}."


class CodeDialog(DraftDialog[NewCode]):
    """A new value for the list called ``name``; ``words`` is what people call the list."""

    def __init__(self, desk: Desk, name: str, words: str, done: Done) -> None:
        super().__init__(f"Add to: {words}", "&Add", NewCode(), done)
        self._desk, self._name, self._words = desk, name, words
        self.form.add_row(
            Entry("label", "&Label", LineField("As people read it"), share=3),
            Entry("code", "C&ode", LineField(), share=2),
        )
        self.form.add_row(Entry("source", "&Source", LineField(_SOURCE)))
        self.lay_out("A code stays for good, since records keep it.", self.form)
        self.form.field("label").widget.setFocus()

    def writing(self, draft: NewCode) -> Reply[Any]:
        return self._desk.write(policies.add_code, self._name, draft.code, draft.label, draft.source)

    @property
    def said(self) -> str:
        return f"“{self.form.draft().label.strip()}” was added to {self._words.lower()}."


class RelabelDialog(DraftDialog[CodeLabel]):
    """Another label for one code of the list called ``name``."""

    def __init__(self, desk: Desk, name: str, row: CodeRow, done: Done) -> None:
        super().__init__(f"Rename: {row.label}", "&Rename", CodeLabel(row.label), done)
        self._desk, self._name, self._row = desk, name, row
        self.form.add_row(Entry("label", "&Label", LineField("As people read it")))
        self.form.add_row(Entry("source", "S&ource", LineField(_SOURCE)))
        told = f"The code {row.code} stays. Old records and reports show the new label too."
        self.lay_out(told, self.form)
        self.form.field("label").widget.setFocus()

    def writing(self, draft: CodeLabel) -> Reply[Any]:
        return self._desk.write(policies.relabel_code, self._name, self._row.code, draft.label, draft.source)

    @property
    def said(self) -> str:
        return f"“{self._row.label}” is called “{self.form.draft().label.strip()}” now."


class CloseCodeDialog(DraftDialog[CodeEnd]):
    """The last day on which one code of the list called ``name`` can be chosen."""

    def __init__(self, desk: Desk, name: str, row: CodeRow, done: Done) -> None:
        super().__init__(f"Close or reopen: {row.label}", "&Set", CodeEnd(row.valid_to or periods.today()), done)
        self._desk, self._name, self._row = desk, name, row
        hint = "The last day on which it can be chosen; empty to leave it open."
        self.form.add_row(Entry("valid_to", "&Until", DateField(periods.today), hint))
        self.form.add_row(Entry("source", "S&ource", LineField(_SOURCE)))
        self.lay_out("Records that have it keep it. It is not offered after this day.", self.form)
        self.form.field("valid_to").widget.setFocus()

    def writing(self, draft: CodeEnd) -> Reply[Any]:
        return self._desk.write(policies.close_code, self._name, self._row.code, draft.valid_to, draft.source)

    @property
    def said(self) -> str:
        end = self.form.draft().valid_to
        return f"“{self._row.label}” {f'is closed after {periods.words(end, end)}' if end else 'stays open'}."


def _without_source(source: str) -> dict[str, str]:
    return {} if source.strip() else {"source": "Say who decided it, and where it is written."}


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
