"""The outcomes of a disruption as an editor: one line for each, in its own unit, never added across kinds."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from soc_desk.services.disruption_lists import DisruptionLists
from soc_desk.services.disruptions import OutcomeLine
from soc_desk.services.policies import CodeRow
from soc_desk.vocabulary import Measure, OutcomeKind
from ui.disruptions import words
from ui.disruptions.lines import Line, LinesField
from ui.disruptions.words import number
from ui.widgets import typed
from ui.widgets.choices import ChoiceField
from ui.widgets.fields import LineField, MoneyField, ParsedField
from ui.widgets.option import Option
from ui.widgets.text import label

_MOST_QUANTITY = 10**9
_SHOWN = {
    Measure.COUNT: {"quantity", "note"},
    Measure.MONTHS: {"quantity", "note"},
    Measure.PENCE: {"money", "note"},
    Measure.DRUGS: {"quantity", "unit", "note", "detail", "worth"},
    Measure.ASSET: {"money", "note", "detail", "stage"},
}
"""Which fields a line shows beside its kind."""


_WIDTHS = {"kind": 226, "quantity": 96, "unit": 104, "money": 124}
"""Of the fields that stand below one another, so that the lines read as a table."""


def parse_quantity(text: str) -> float:
    """A quantity of up to three decimal places, commas allowed. Raises ValueError with a sentence."""
    whole, dot, rest = text.strip().partition(".")
    if not dot:
        return float(typed.parse_whole(whole, 0, _MOST_QUANTITY))
    if not (rest.isdecimal() and rest.isascii()) or len(rest) > 3:
        raise ValueError(f"“{text.strip()}” is not a quantity. Type a number such as 1.25.")
    return typed.parse_whole(whole or "0", 0, _MOST_QUANTITY) + int(rest.ljust(3, "0")) / 1000


def options(rows: Sequence[CodeRow]) -> list[Option]:
    """Codes as a list offers them."""
    return [Option(row.code, row.label) for row in rows]


class OutcomeEditor(Line):
    """One outcome: its kind decides which fields it shows."""

    def __init__(self, lists: DisruptionLists) -> None:
        super().__init__("outcome")
        self._lists = lists
        self._case_id: UUID | None = None
        self.kind = ChoiceField([Option(kind, kind.label) for kind in OutcomeKind], "What came of it")
        self.quantity: ParsedField[float] = ParsedField(self._parse, number, "0", right=True)
        self._months = label("months", "caption")
        self.add(self.first_row, "kind", "Outcome", self.kind, 4)
        self.add(self.first_row, "quantity", "How many", self.quantity, 2)
        self.first_row.addWidget(self._months)
        self.add(self.first_row, "unit", "Unit", ChoiceField(options(lists.codes.get("drug_unit", ())), "Unit"), 2)
        self.add(self.first_row, "money", "Value", MoneyField(), 3)
        self.add(self.first_row, "note", "Note", LineField("Note"), 4)
        self.first_row.addStretch(1)
        self.first_row.addWidget(self.remove)
        for name, width in _WIDTHS.items():
            self.parts[name].setFixedWidth(width)
        self.detail, self.stage = ChoiceField(), ChoiceField(options(lists.codes.get("asset_stage", ())), "Stage")
        self.add(self.second_row, "detail", "Drug or power", self.detail, 4)
        self.add(self.second_row, "stage", "Stage", self.stage, 4)
        self.add(self.second_row, "worth", "Street value", MoneyField(), 3)
        self._worth = label("street value", "caption")
        self.second_row.addWidget(self._worth)
        self.second_row.addStretch(2)
        self.kind.edited.connect(self._follow_kind)
        self._follow_kind()

    def value(self) -> OutcomeLine | None:
        kind = self.kind.value()
        if kind is None:
            return None
        shown = _SHOWN[kind.measure]

        def of(name: str, empty: Any) -> Any:
            return (self.part(name).value() if name in shown else None) or empty

        pence = "money" if "money" in shown else "worth"
        return OutcomeLine(
            kind=kind, quantity=self.part("quantity").value() if "quantity" in shown else None, unit=of("unit", ""),
            detail=of("detail", ""), stage=of("stage", ""), note=of("note", ""),
            value_pence=self.part(pence).value() if pence in shown else None, case_id=self._case_id,
        )  # fmt: skip

    def set_value(self, value: OutcomeLine) -> None:
        self._belong(value.case_id)
        self.kind.set_value(value.kind)
        self._follow_kind()
        pence = "worth" if value.kind.measure is Measure.DRUGS else "money"
        told = {"quantity": value.quantity, "unit": value.unit or None, "note": value.note, pence: value.value_pence}
        told |= {"detail": value.detail or None, "stage": value.stage or None}
        for name, part in told.items():
            self.part(name).set_value(part)

    def problem(self) -> str:
        if self.kind.value() is None and not self.kind.problem():
            typed_into = any(text for name, text in self.raw().items() if name != "kind")
            return "Choose what came of it, or remove the line." if typed_into else ""
        return super().problem()

    def raw(self) -> dict[str, str]:
        return super().raw() | {"case_id": str(self._case_id or "")}

    def _belong(self, case_id: UUID | None) -> None:
        """A line that is a POCA case has its amount from there: kind and value are shown and not changed here."""
        self._case_id = case_id
        for name in ("kind", "money"):
            self.parts[name].setEnabled(case_id is None)
            self.parts[name].setToolTip("" if case_id is None else "A POCA case; its amount is changed there.")

    def set_raw(self, told: Any) -> None:
        self._belong(UUID(told["case_id"]) if told.get("case_id") else None)
        kinds = {kind.label: kind for kind in OutcomeKind}
        self.kind.set_value(kinds.get(told.get("kind", "")))
        self._follow_kind()
        for name, widget in self.parts.items():
            text = str(told.get(name, ""))
            if isinstance(widget, ChoiceField):
                if name != "kind":
                    self._choose_by_words(widget, text)
            else:
                self.part(name).set_unread(text)

    def _choose_by_words(self, field: ChoiceField, text: str) -> None:
        place = field.findText(text)
        if place >= 0:
            field.set_value(field.itemData(place))
        else:
            field.set_unread(text)

    def _parse(self, text: str) -> float:
        if self.kind.value() is not None and self.kind.value().measure is Measure.DRUGS:
            return parse_quantity(text)
        return float(typed.parse_whole(text, 0, _MOST_QUANTITY))

    def _follow_kind(self) -> None:
        kind = self.kind.value()
        measure = kind.measure if kind is not None else Measure.COUNT
        for name, widget in self.parts.items():
            widget.setVisible(name == "kind" or name in _SHOWN[measure])
        self._months.setVisible(measure is Measure.MONTHS)
        self._worth.setVisible(measure is Measure.DRUGS)
        if measure in (Measure.DRUGS, Measure.ASSET):
            of_drugs = measure is Measure.DRUGS
            self.detail.offer(options(self._lists.codes.get("drug" if of_drugs else "asset_power", ())))
            self._ask_detail("Which drug" if of_drugs else "Which power")
            self.detail.setAccessibleName("Drug" if of_drugs else "Power")

    def _ask_detail(self, asked: str) -> None:
        line = self.detail.lineEdit()
        if line is not None:
            line.setPlaceholderText(asked)

    def in_tab_order(self) -> list[QWidget]:
        order = ("kind", "quantity", "unit", "money", "note", "detail", "stage", "worth")
        return [*(self.parts[name] for name in order), self.remove]


class OutcomesField(LinesField):
    """The outcomes of one disruption; ``set_lists`` gives it the force's drugs, units, powers and stages."""

    def __init__(self) -> None:
        self._lists = DisruptionLists()
        super().__init__("+ Add o&utcome", lambda: OutcomeEditor(self._lists))

    def _line_words(self, value: OutcomeLine) -> str:
        told = f"{words.what(value, self._lists)}: {words.how_much(value, self._lists)}"
        return f"{told} ({words.more(value)})" if words.more(value) else told

    def set_lists(self, lists: DisruptionLists) -> None:
        """Learn the code lists; lines that are there keep what they hold."""
        self._lists = lists
        kept, unread = self.value(), self.unread()
        self._clear()
        if unread:
            self.set_unread(unread)
        else:
            self.set_value(kept)
