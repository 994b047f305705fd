"""Dialogs about targets: what a source says of a year, and how the force's figure is shared among its areas."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QGridLayout, QWidget

from soc_desk.errors import DeskError, Invalid
from soc_desk.services.places import Place
from soc_desk.services.poca import targets
from soc_desk.services.poca.targets import TargetDraft, TargetRow
from soc_desk.vocabulary.measures import MeasureKind
from ui.desk import Desk
from ui.dialog import MarkedDialog
from ui.poca import fields
from ui.poca.heading import year_name
from ui.poca.judged import figure
from ui.widgets.card import scrolled
from ui.widgets.fields import Field, MoneyField, ParsedField, WholeField
from ui.widgets.form import Entry, Form, LabelledField
from ui.widgets.text import button, label
from ui.widgets.typed import format_pence, parse_pence, parse_whole

Done = Callable[[str], object]
_MOST_SHARES = 420
"""Pixels that the areas take before they are scrolled."""


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


class FigureField(ParsedField[int]):
    """A target as its measure counts it: a whole number, or pounds and pence."""

    def __init__(self) -> None:
        super().__init__(self._read, self._say, right=True)
        self._is_money = False

    def set_money(self, measure: MeasureKind | None) -> None:
        """What is typed is read anew: 280,000 becomes pounds where the measure is money."""
        self._is_money = measure is not None and measure.is_money
        self.setPlaceholderText("£0.00" if self._is_money else "")

    def _read(self, text: str) -> int:
        return parse_pence(text) if self._is_money else parse_whole(text)

    def _say(self, value: int | None) -> str:
        if value is None:
            return ""
        return format_pence(value) if self._is_money else f"{value:,}"


class TargetDialog(_Asking):
    """A new source for a year; ``done(sentence)`` when it is kept."""

    def __init__(self, desk: Desk, year: int, done: Done) -> None:
        super().__init__("Set a target", "&Set", desk, done)
        self.form: Form[TargetDraft] = Form(TargetDraft(year=year))
        measures = fields.choice(MeasureKind)
        self.value = FigureField()
        self.form.add_row(Entry("measure", "&Measure", measures))
        years = fields.offered((each, year_name(each)) for each in range(year + 2, year - 8, -1))
        self.form.add_row(
            Entry("year", "Financial &year", years), Entry("value", "&Target", self.value, "For the whole year.")
        )
        self.form.add_row(
            Entry("source", "S&ource", fields.line("Who set it, and where it is written"), share=2),
            Entry("said_on", "Said &on", fields.day()),
        )
        self.body.addWidget(
            label("Other sources of the same year stay; figures are held against this one.", ink="soft", wrap=True)
        )
        self.body.addWidget(self.form)
        self.body.addWidget(self.refusal)
        self.form.edited.connect(self._follow_measure)
        measures.setFocus()

    def _follow_measure(self) -> None:
        self.value.set_money(self.form.draft().measure)

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
        self.body.addWidget(
            label(
                f"{row.measure.label}: {figure(row.measure, row.value)} for the force ({row.source}).",
                ink="soft",
                wrap=True,
            )
        )
        held = QWidget()
        grid = QGridLayout(held)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(12)
        for number, place in enumerate(places):
            field: Any = MoneyField() if row.measure.is_money else WholeField()
            field.set_value(parts.get(place.id))
            self._parts[place.id] = field
            grid.addWidget(LabelledField(Entry(place.name, place.name, field)), number // 2, number % 2)
            field.edited.connect(self._add_up)
        area = scrolled(held)
        area.setMinimumHeight(min(held.sizeHint().height(), _MOST_SHARES))
        self.body.addWidget(area, 1)
        if places:
            self._parts[places[0].id].setFocus()
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
        measure = self._row.measure
        self.sum.setText(f"Together {figure(measure, total)} of {figure(measure, self._row.value)}")

    def _kept(self, _none: None) -> None:
        self.accept()
        self._done("The target is shared among the areas.")

    def _refused(self, error: DeskError) -> None:
        self.do.setEnabled(True)
        self.say(" ".join(error.problems.values()) if isinstance(error, Invalid) else str(error))


def _value(field: Field) -> int | None:
    value: int | None = field.value()
    return value
