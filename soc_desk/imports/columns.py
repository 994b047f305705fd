"""Gets the value of a field out of a row, each distinct way of writing it understood only once."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from soc_desk.imports.cells import CellValue, Uncalculated, shown
from soc_desk.imports.drugs import read_amount, unit_of
from soc_desk.imports.fields import FIELDS, OUTCOME, Content
from soc_desk.imports.mapping import Column, ColumnMapping, is_marked
from soc_desk.imports.spellings import Spellings
from soc_desk.imports.tally import Tally
from soc_desk.imports.values import (
    LONGEST_NOTHING,
    LONGEST_TEXT,
    SPREADSHEET_ERRORS,
    Reading,
    read_count,
    read_date,
    read_money,
    read_months,
    says_nothing,
)
from soc_desk.services.import_rows import DrugLine
from soc_desk.vocabulary import OutcomeKind

T = TypeVar("T")
Cells = Sequence[CellValue]
_BLANK: Reading[Any] = Reading()
_LONGEST_MEANINGLESS = max(LONGEST_NOTHING, *map(len, SPREADSHEET_ERRORS))
_NO_DRUG = frozenset({"", "0", "no", "nil", "none", "false"})
_PARTS = re.compile(r"\s*[;\n]\s*|\s*,\s+")
_NAMES = re.compile(r"\s*(?:[;\n,/&+]|\band\b)\s*")


@dataclass(frozen=True)
class _OutcomeColumn:
    index: int
    kind: OutcomeKind
    read: Callable[[CellValue], Reading[int]]


class Columns:
    """Reads fields from rows as ``mapping`` says; cells that make no sense are told to ``tally``."""

    def __init__(self, mapping: ColumnMapping, spellings: Spellings, tally: Tally, today: date) -> None:
        self.mapping, self.spellings = mapping, spellings
        self.headings = [column.heading for column in mapping.columns]
        self._tally, self._today = tally, today
        self._at = {name: column.index for name, column in mapping.fields.items()}
        self._known: dict[str, dict[CellValue, Reading[Any]]] = {name: {} for name in FIELDS[mapping.kind]}
        self._said: dict[str, str] = {}
        self._has_drugs = any(name in self._at for name in ("drug_kind", "drug_quantity", "drug_value"))
        quantity, worth = mapping.fields.get("drug_quantity"), mapping.fields.get("drug_value")
        self._drug_unit = unit_of(quantity.heading) if quantity else ""
        self._drug_scale = worth.scale if worth else 1
        self._outcomes = [_outcome(c) for name, c in mapping.fields.items() if name.startswith(OUTCOME)]
        self._ticks = {
            name: [(code.partition("=")[2], at) for code, at in self._at.items() if code.startswith(f"{name}=")]
            for name in ("four_p", "impact_level")
        }

    def __contains__(self, name: str) -> bool:
        return name in self._at

    def index(self, *names: str) -> int | None:
        """Place of the column of the first of these fields that has one; tick columns stand for their field."""
        for name in names:
            if name in self._at:
                return self._at[name]
            if ticks := self._ticks.get(name):
                return ticks[0][1]
        return None

    def placed(self, told: Mapping[str, str]) -> dict[int, str]:
        """``told`` by the place of each field's column instead of its name; empty texts are left out."""
        return {self._at[name]: text for name, text in told.items() if text and name in self._at}

    def cell(self, name: str, cells: Cells) -> CellValue:
        """The cell of a field as it stands in the row."""
        index = self._at.get(name)
        return cells[index] if index is not None and index < len(cells) else None

    def text(self, name: str, cells: Cells) -> str:
        """The text of a field; empty where the cell says nothing or shows an error."""
        index = self._at.get(name)
        if index is None or index >= len(cells) or (value := cells[index]) is None:
            return ""
        if isinstance(value, str):
            if len(value) > _LONGEST_MEANINGLESS:
                return value
            said = self._said.get(value)
            if said is None:
                said = self._said[value] = "" if says_nothing(value) or value in SPREADSHEET_ERRORS else value
            return said
        return "" if isinstance(value, Uncalculated) else shown(value)

    def long_text(self, name: str, row: int, cells: Cells) -> str:
        """The text of a field, cut where it is longer than a record holds, with a warning."""
        text = self.text(name, cells)
        if len(text) > LONGEST_TEXT:
            self._tally.odd(row, self._at[name], text)
            text = text[:LONGEST_TEXT]
        return text

    def parts(self, name: str, cells: Cells) -> tuple[str, ...]:
        """The text of a field, taken apart at semicolons, commas and line ends."""
        text = self.text(name, cells)
        return tuple(part for part in _PARTS.split(text) if part) if text else ()

    def day(self, name: str, cells: Cells) -> Reading[date]:
        """The day of a field, not later than today."""
        return self._once(name, self.cell(name, cells), lambda value: read_date(value, self._today))

    def code(self, name: str, cells: Cells) -> Reading[str]:
        """The one code of a field, or of the tick columns that stand for it."""
        if name not in self._at and self._ticks.get(name):
            return self._ticked(name, cells)
        list_name = FIELDS[self.mapping.kind][name].list_name
        return self._once(name, self.cell(name, cells), lambda value: self.spellings.read(list_name, value))

    def optional_day(self, name: str, row: int, cells: Cells) -> date | None:
        """The day of a field; one that cannot be read is warned of and left blank."""
        reading = self.day(name, cells)
        if reading.problem:
            self._tally.odd(row, self._at[name], self.cell(name, cells))
        return reading.value

    def codes(self, name: str, row: int, cells: Cells) -> tuple[str, ...]:
        """The codes of a field in the cell's order; what cannot be read is warned of and left blank."""
        if name not in self._at or (value := self.cell(name, cells)) is None:
            return ()
        list_name = FIELDS[self.mapping.kind][name].list_name
        reading = self._once(name, value, lambda cell: self.spellings.read_all(list_name, cell))
        if reading.problem:
            self._tally.odd(row, self._at[name], value)
        return reading.value or ()

    def agencies(self, cells: Cells) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Supporting agencies by code, and partners by name: whoever is no agency on the list is a partner."""
        if "partners" not in self._at and "supporting_agencies" not in self._at:
            return (), ()
        codes: list[str] = []
        partners = [name for name in _NAMES.split(self.text("partners", cells)) if name]
        for name in _NAMES.split(self.text("supporting_agencies", cells)):
            reading = self._once("supporting_agencies", name, lambda text: self.spellings.read("agency", text))
            if reading.value:
                codes.append(reading.value)
            elif name:
                partners.append(name)
        return tuple(dict.fromkeys(codes)), tuple(dict.fromkeys(partners))

    def outcomes(self, row: int, cells: Cells) -> tuple[tuple[OutcomeKind, int], ...]:
        """What came of it: every outcome column with a figure; nought is one, and says that there were none."""
        found = []
        for column in self._outcomes:
            if column.index >= len(cells) or (value := cells[column.index]) is None:
                continue
            reading = self._once(f"{OUTCOME}{column.kind.value}", value, column.read)
            if reading.problem:
                self._tally.odd(row, column.index, value)
            elif reading.value is not None:
                found.append((column.kind, reading.value))
        return tuple(found)

    def drugs(self, row: int, cells: Cells) -> DrugLine | None:
        """The drugs that a row names; None where it names none, or none of no kind."""
        if not self._has_drugs:
            return None
        named = self.cell("drug_kind", cells)
        kind = "" if shown(named).strip().lower() in _NO_DRUG else next(iter(self.codes("drug_kind", row, cells)), "")
        unit = unit_of(self.text("drug_unit", cells)) or self._drug_unit
        amount = self._noted("drug_quantity", row, cells, lambda value: read_amount(value, unit))
        pence = self._noted("drug_value", row, cells, lambda value: read_money(value, self._drug_scale))
        quantity, code = amount or (None, "")
        if not kind and not quantity and not pence:
            return None
        return DrugLine(kind, quantity, code, pence)

    def _noted(self, name: str, row: int, cells: Cells, read: Callable[[CellValue], Reading[T]]) -> T | None:
        """The value of a field; one that cannot be read is warned of and left blank."""
        value = self.cell(name, cells)
        if value is None:
            return None
        reading = read(value)
        if reading.problem:
            self._tally.odd(row, self._at[name], value)
        return reading.value

    def _once(self, name: str, value: CellValue, read: Callable[[CellValue], Reading[Any]]) -> Reading[Any]:
        """Trackers say the same few things over and over; a boolean would be taken for 1 or 0 and is read afresh."""
        if value is None:
            return _BLANK
        if isinstance(value, bool):
            return read(value)
        known = self._known[name]
        reading = known.get(value)
        if reading is None:
            reading = known[value] = read(value)
        return reading

    def _ticked(self, name: str, cells: Cells) -> Reading[str]:
        found = [code for code, at in self._ticks[name] if at < len(cells) and is_marked(cells[at])]
        if len(found) > 1:
            names = " and ".join(self.spellings.labels[name][code] for code in found)
            return Reading(problem=f"{names} are both marked; only one can count.", remedy="Keep the main one.")
        return Reading(found[0]) if found else _BLANK


def _outcome(column: Column) -> _OutcomeColumn:
    kind = OutcomeKind(column.field.removeprefix(OUTCOME))
    readers: dict[Content, Callable[[CellValue], Reading[int]]] = {
        Content.COUNT: read_count,
        Content.MONEY: lambda value: read_money(value, column.scale),
        Content.MONTHS: lambda value: read_months(value, in_years=column.in_years),
    }
    content = next(field.content for field in _ALL_FIELDS if field.name == column.field)
    return _OutcomeColumn(column.index, kind, readers[content])


_ALL_FIELDS = [field for fields in FIELDS.values() for field in fields.values()]
