"""Dialogs about targets: what a source says of a year, and how the force's figure is shared among its areas."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from soc_desk.errors import DeskError, Invalid
from soc_desk.services.places import Place
from soc_desk.services.poca import targets
from soc_desk.services.poca.targets import TargetDraft, TargetRow
from soc_desk.vocabulary.measures import MeasureKind
from ui.desk import Desk
from ui.dialog import MarkedDialog
from ui.poca import fields
from ui.widgets.fields import Field, MoneyField, WholeField
from ui.widgets.form import Entry, Form, LabelledField
from ui.widgets.text import button, label

Done = Callable[[str], object]


class _Asking(MarkedDialog):
    """A sentence for what belongs to no field, and one verb."""

    def __init__(self, title: str, verb: str, desk: Desk, done: Done) -> None:
        super().__init__(title)
        self._desk, self._done = desk, done
        self.setMinimumWidth(520)
        self.refusal = label("", ink="red", wrap=True)
        self.refusal.hide()
        self.add_button(button("&Cancel", self.reject))
        self.do = self.add_button(button(verb, self.act, kind="primary"))
        self.do.setDefault(True)

    def act(self) -> None:
        """Do it."""
        raise NotImplementedError

    def say(self, text: str) -> None:
        """Say what is wrong below the fields."""
        self.refusal.setText(text)
        self.refusal.setVisible(bool(text))


class TargetDialog(_Asking):
    """A new source for a year; ``done(sentence)`` when it is kept."""

    def __init__(self, desk: Desk, year: int, done: Done) -> None:
        super().__init__("Set a target", "&Set", desk, done)
        self.form: Form[TargetDraft] = Form(TargetDraft(year=year))
        self.form.add_row(Entry("measure", "&Measure", fields.choice(MeasureKind)))
        hint = "The year in which the financial year begins."
        self.form.add_row(
            Entry("year", "Financial &year", WholeField(2000, 2100), hint),
            Entry("value", "&Target", WholeField(), "For the whole year; money in pence."),
        )
        self.form.add_row(
            Entry("source", "S&ource", fields.line("Who set it, and where it is written"), share=2),
            Entry("said_on", "Said &on", fields.day()),
        )
        self.body.addWidget(
            label("Other sources of the same year stay; figures are held against this one.", ink="soft")
        )
        self.body.addWidget(self.form)
        self.body.addWidget(self.refusal)

    def act(self) -> None:
        draft = self.form.draft()
        problems = {**draft.problems(), **self.form.problems()}
        rest = self.form.show_problems(problems)
        self.say(" ".join(rest.values()))
        if problems:
            self.form.focus_problem()
            return
        self.do.setEnabled(False)
        self._desk.write(targets.record, draft).then(self, self._kept, self._refused)

    def _kept(self, _id: UUID) -> None:
        self.accept()
        self._done("The target is set; figures are held against it from now on.")

    def _refused(self, error: DeskError) -> None:
        self.do.setEnabled(True)
        problems = dict(error.problems) if isinstance(error, Invalid) else {"": str(error)}
        self.say(" ".join(self.form.show_problems(problems).values()))


class ShareDialog(_Asking):
    """The force's target among its areas; the parts must add up to it."""

    def __init__(self, desk: Desk, row: TargetRow, places: list[Place], parts: dict[UUID, int], done: Done) -> None:
        super().__init__("Share the target among areas", "&Share", desk, done)
        self._row = row
        self._parts: dict[UUID, Any] = {}
        self.body.addWidget(label(f"{row.measure.label}: {row.value:,} for the force ({row.source}).", ink="soft"))
        for place in places:
            field: Any = MoneyField() if row.measure.is_money else WholeField()
            field.set_value(parts.get(place.id))
            self._parts[place.id] = field
            self.body.addWidget(LabelledField(Entry(place.name, place.name, field)))
            field.edited.connect(self._add_up)
        self.sum = label("", "medium")
        self.body.addWidget(self.sum)
        self.body.addWidget(self.refusal)
        self._add_up()

    def act(self) -> None:
        shares = {id_: value for id_, field in self._parts.items() if (value := _value(field)) is not None}
        self.do.setEnabled(False)
        self._desk.write(targets.share, self._row.id, shares).then(self, self._kept, self._refused)

    def _add_up(self) -> None:
        total = sum(_value(field) or 0 for field in self._parts.values())
        self.sum.setText(f"Together {total:,} of {self._row.value:,}")

    def _kept(self, _none: None) -> None:
        self.accept()
        self._done("The target is shared among the areas.")

    def _refused(self, error: DeskError) -> None:
        self.do.setEnabled(True)
        self.say(" ".join(error.problems.values()) if isinstance(error, Invalid) else str(error))


def _value(field: Field) -> int | None:
    value: int | None = field.value()
    return value
