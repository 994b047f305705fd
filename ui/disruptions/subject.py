"""Choosing whom or what a disruption is against: found as one types, or made on the spot."""

from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from soc_desk.errors import DeskError, Invalid
from soc_desk.services import ocgs, periods, subjects
from soc_desk.services.disruption_lists import DisruptionLists
from soc_desk.services.ocg_life import mapping
from soc_desk.services.ocgs import OcgDraft
from soc_desk.services.subjects import SubjectChoice, SubjectDraft
from soc_desk.vocabulary import SubjectKind
from ui.desk import Desk
from ui.dialog import MarkedDialog
from ui.disruptions.outcomes import options
from ui.ocgs.first_report import FirstReportFields
from ui.page import Shell
from ui.widgets.choices import ChoiceField
from ui.widgets.fields import DateField, LineField
from ui.widgets.focus import hand_on
from ui.widgets.form import Entry, Form
from ui.widgets.option import Option
from ui.widgets.text import button, label

_NEW = {
    SubjectKind.OCG: "New group…",
    SubjectKind.PRIORITY_INDIVIDUAL: "New priority individual…",
    SubjectKind.VULNERABILITY: "New vulnerability…",
}


def option(choice: SubjectChoice) -> Option:
    """A subject as the list shows it: reference and name, then its kind or state and tier."""
    kind = "" if choice.kind is SubjectKind.OCG else choice.kind.label
    tier = f"Tier {choice.tier}" if choice.tier.isdecimal() else choice.tier
    return Option(choice.id, choice.label, detail=" · ".join(x for x in (kind, choice.status.label, tier) if x))


class SubjectField(QWidget):
    """Type a reference or a name; New makes a proposed group, a priority individual or a vulnerability."""

    edited = Signal()
    told = Signal(object)  # the SubjectChoice now chosen, or None

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__()
        self._desk, self._shell = desk, shell
        self._lists = DisruptionLists()
        self._known: dict[UUID, SubjectChoice] = {}
        self.choice = ChoiceField(placeholder="Reference or name", asks=True)
        self.new = button("New ▾", self._open_menu, name="New subject")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.choice, 1)
        layout.addWidget(self.new)
        hand_on(self, self.choice, has_caption=True)
        self.choice.edited.connect(self._edited)
        self.choice.asked.connect(self.ask)
        self.ask("")

    def set_lists(self, lists: DisruptionLists) -> None:
        """What a new subject's threat and area are chosen from."""
        self._lists = lists

    def chosen(self) -> SubjectChoice | None:
        """The subject, with what is known of it."""
        return self._known.get(self.choice.value())

    def words(self, value: UUID | None) -> str:
        """What a subject is called."""
        return self.choice.words(value)

    def value(self) -> UUID | None:
        value: UUID | None = self.choice.value()
        return value

    def set_value(self, value: UUID | None) -> None:
        if value is not None and value not in self._known:
            self.choice.know([Option(value, "…")])  # an id is nothing to read
        self.choice.set_value(value)
        if value is not None and value not in self._known:
            self._desk.read(subjects.choice, value).then(self, self._learn_one)
        else:
            self.told.emit(self.chosen())

    def problem(self) -> str:
        return self.choice.problem()

    def unread(self) -> str:
        return self.choice.unread()

    def set_unread(self, text: str) -> None:
        self.choice.set_unread(text)

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.choice.setAccessibleName(name)

    def ask(self, text: str) -> None:
        """Look for subjects whose reference or name holds the text."""
        self._desk.read(subjects.choices, text).then(self, self._offer)

    def make(self, kind: SubjectKind) -> None:
        """Open the form for a new subject, with what was typed as its name."""
        typed = self.choice.unread()
        self._shell.open_dialog(NewSubject(self._desk, kind, typed, self._lists, self._made))

    def _offer(self, found: list[SubjectChoice]) -> None:
        self._known |= {choice.id: choice for choice in found}
        self.choice.offer([option(choice) for choice in found])

    def _learn_one(self, choice: SubjectChoice | None) -> None:
        if choice is not None:
            self._known[choice.id] = choice
            self.choice.know([option(choice)])
            if self.choice.value() == choice.id:
                self.choice.set_value(choice.id)  # also where the cursor stands in it
        self.told.emit(self.chosen())

    def _made(self, id_: UUID) -> None:
        self.set_value(id_)
        self.edited.emit()
        self.choice.setFocus()

    def _edited(self) -> None:
        self.told.emit(self.chosen())
        self.edited.emit()

    def _open_menu(self) -> None:
        menu = QMenu(self)
        for kind, words in _NEW.items():
            menu.addAction(words).triggered.connect(partial(self._make_from_menu, kind))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.new.mapToGlobal(QPoint(0, self.new.height())))

    def _make_from_menu(self, kind: SubjectKind, _checked: bool = False) -> None:
        self.make(kind)


class NewSubject(MarkedDialog):
    """The few facts a disruption needs of a subject that is not in the register yet."""

    def __init__(self, desk: Desk, kind: SubjectKind, name: str, lists: DisruptionLists, made: Any) -> None:
        super().__init__(_NEW[kind].removesuffix("…"))
        self._desk, self._kind, self._made = desk, kind, made
        self.setMinimumWidth(460)
        self.name, self.threat, self.area = LineField("A neutral name"), ChoiceField(), ChoiceField()
        self.threat.offer(options(lists.codes.get("soc_threat", ())))
        self.area.offer([Option(place.id, place.name) for place in lists.areas])
        self.form: Form[SubjectDraft] = Form(SubjectDraft(kind=kind, name=name))
        self.form.add_row(Entry("name", "&Name", self.name, "A neutral name, not a person's."))
        self.form.add_row(Entry("primary_threat", "&Threat", self.threat), Entry("area_id", "&Area", self.area))
        self.form.add_row(
            Entry("assessed_on", "A&ssessed on", DateField(periods.today), "Empty while never assessed."),
            Entry("national_ref", "National &reference", LineField()),
        )
        self.refusal = label("", ink="red", wrap=True)
        self.refusal.hide()
        if kind is SubjectKind.OCG:
            note = "The group is kept as Proposed; the OCG desk validates it. The disruption can be recorded at once."
            self.body.addWidget(label(note, ink="soft", wrap=True))
        self.body.addWidget(self.form)
        self.first = FirstReportFields(short=True)
        self.body.addWidget(self.first)
        self.first.setVisible(kind is SubjectKind.OCG)
        self.body.addWidget(self.refusal)
        self.add_button(button("&Cancel", self.reject))
        self.make = self.add_button(button("&Make it", self.save, kind="primary"))
        self.make.setDefault(True)
        self.name.setFocus()

    def save(self) -> None:
        """Record it, or say what is missing; pressed again before the answer came, it does nothing."""
        if not self.make.isEnabled():
            return
        draft = self.form.draft()
        threat = draft.primary_threat or ""
        if self._kind is SubjectKind.OCG:
            group = OcgDraft(
                name=draft.name, primary_threat=threat, area_id=draft.area_id, assessed_on=draft.assessed_on,
                national_ref=draft.national_ref,
            )  # fmt: skip
            first = self.first.draft()
            of_first = mapping.problems(first, periods.today()) | self.first.problems()
            problems = group.problems() | self.form.problems()
            if problems := problems | {f"first.{name}": told for name, told in of_first.items()}:
                self._refused(Invalid(problems))
                return
            self.make.setEnabled(False)
            self._desk.write(ocgs.record, group, first).then(self, self._saved, self._refused)
            return
        made = replace(draft, kind=self._kind, primary_threat=threat)
        if problems := made.problems() | self.form.problems():
            self._refused(Invalid(problems))
            return
        self.make.setEnabled(False)
        self._desk.write(subjects.record, made).then(self, self._saved, self._refused)

    def _saved(self, id_: UUID) -> None:
        self._made(id_)
        self.accept()

    def _refused(self, error: DeskError) -> None:
        self.make.setEnabled(True)
        problems = error.problems if isinstance(error, Invalid) else {"": str(error)}
        rest = self.form.show_problems(self.first.show_store_problems(dict(problems)))
        self.refusal.setText(" ".join(rest.values()))
        self.refusal.setVisible(bool(rest))
        own = any(self.form.field(name).shown_problem for name in self.form.names)
        (self.form if own else self.first).focus_problem()
