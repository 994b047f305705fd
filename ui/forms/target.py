"""Dialogs about targets: what a source says of a year, and how the force's figure is shared among its areas."""

from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QGridLayout, QWidget

from soc_desk.services.places import Place
from soc_desk.services.poca import targets
from soc_desk.services.poca.targets import TargetDraft, TargetRow
from soc_desk.vocabulary.measures import MeasureKind
from ui.desk import Desk
from ui.draft_dialog import Done, DraftDialog, VerbDialog
from ui.lanes import Reply
from ui.poca import fields
from ui.poca.heading import year_name
from ui.poca.judged import figure
from ui.widgets.card import scrolled
from ui.widgets.fields import Field, MoneyField, ParsedField, WholeField
from ui.widgets.form import Entry, LabelledField
from ui.widgets.text import label
from ui.widgets.typed import format_pence, parse_pence, parse_whole

_MOST_SHARES = 420
"""Pixels that the areas take before they are scrolled."""


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


class TargetDialog(DraftDialog[TargetDraft]):
    """A new source for a year; ``done(sentence)`` when it is kept."""

    def __init__(self, desk: Desk, year: int, done: Done) -> None:
        super().__init__("Set a target", "&Set", TargetDraft(year=year), done)
        self._desk = desk
        measures = fields.choice(MeasureKind)
        self.value = FigureField()
        self.form.add_row(Entry("measure", "&Measure", measures))
        years = fields.offered((each, year_name(each)) for each in range(year + 2, year - 8, -1))
        self.form.add_row(
            Entry("year", "Financial &year", years), Entry("value", "&Target", self.value, "For the whole year.")
        )
        self.form.add_row(
            Entry("source", "S&ource", fields.line("Who set it, and where it is written"), share=2),
            Entry("said_on", "Sai&d on", fields.day()),
        )
        self.lay_out("Other sources of the same year stay; figures are held against this one.", self.form)
        self.form.edited.connect(self._follow_measure)
        measures.setFocus()

    def _follow_measure(self) -> None:
        self.value.set_money(self.form.draft().measure)

    def writing(self, draft: TargetDraft) -> Reply[UUID]:
        return self._desk.write(targets.record, draft)

    @property
    def said(self) -> str:
        return "The target is set; figures are held against it from now on."


class ShareDialog(VerbDialog):
    """The force's target among its areas; the parts must add up to it."""

    def __init__(self, desk: Desk, row: TargetRow, places: list[Place], parts: dict[UUID, int], done: Done) -> None:
        super().__init__("Share the target among areas", "&Share", done)
        self._desk, self._row = desk, row
        self._parts: dict[UUID, Any] = {}
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
        if places:
            self._parts[places[0].id].setFocus()
        self.sum = label("", "medium")
        told = f"{row.measure.label}: {figure(row.measure, row.value)} for the force ({row.source})."
        self.lay_out(told, area, self.sum)
        self.body.setStretchFactor(area, 1)
        self._add_up()

    def act(self) -> None:
        shares = {id_: value for id_, field in self._parts.items() if (value := _value(field)) is not None}
        self.send(self._desk.write(targets.share, self._row.id, shares))

    @property
    def said(self) -> str:
        return "The target is shared among the areas."

    def _add_up(self) -> None:
        total = sum(_value(field) or 0 for field in self._parts.values())
        measure = self._row.measure
        self.sum.setText(f"Together {figure(measure, total)} of {figure(measure, self._row.value)}")


def _value(field: Field) -> int | None:
    value: int | None = field.value()
    return value
