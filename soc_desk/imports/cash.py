"""Reads cash registers: rows into typed lines, problems by cell, repeats.

A row whose date of seizure is missing or cannot be understood, or lies in the future, is left out with its reason, and
so is one whose amount, order or result cannot be right: a wrong total or deadline is worse than a row to mend.
"""

import re
from datetime import date, datetime, time
from hashlib import blake2b
from typing import Any

from soc_desk.imports.cells import CellValue, on_screen, shown
from soc_desk.imports.columns import Cells, Columns
from soc_desk.imports.fields import ORDERS
from soc_desk.imports.habits import SwapWatch, filled, is_guidance, is_total, repeats_headings
from soc_desk.imports.mapping import ColumnMapping
from soc_desk.imports.spellings import Spellings
from soc_desk.imports.tally import SHOWN_READY, Faults, Tally
from soc_desk.imports.values import WRITE_A_DATE, Reading, clipped, read_money
from soc_desk.services.import_numbers import squeezed
from soc_desk.services.import_rows import CashLine
from soc_desk.vocabulary.poca import CashResult

_TEXTS = (
    "reference", "area", "place", "seized_from", "court", "officer", "champion", "operation_name", "crime_ref",
    "exhibit_no", "bag_no", "jard_ref",
)  # fmt: skip
_CLOCK = re.compile(
    r"(?:^|[\sT,@-])(?:at\s+)?(\d{1,2})[:.](\d{2})(?:[:.]\d{2}(?:\.\d+)?)?(?![./\d])\s*(am|pm)?", re.IGNORECASE
)
_PACKED_CLOCK = re.compile(r"(?:^|[\s,@-])(?:at\s+)?([01]\d|2[0-3])([0-5]\d)\s*(?:h|hrs?|hours)\b", re.IGNORECASE)
_BARE_CLOCK = re.compile(r"^([01]?\d|2[0-3])[:.]?([0-5]\d)$")
_NO_DATE: Reading[Any] = Reading(problem="There is no date of seizure.", remedy=WRITE_A_DATE)
_NOON = 12


class CashReader:
    """Takes the rows below the headings one by one; results are in ``lines`` and ``tally``."""

    def __init__(self, mapping: ColumnMapping, spellings: Spellings, today: date) -> None:
        self.lines: list[CashLine] = []
        self.tally = Tally(mapping)
        self._columns = Columns(mapping, spellings, self.tally, today)
        self._cases: dict[str, int] = {}
        self._swaps = SwapWatch()
        self._without_time = self._without_amount = 0

    def take(self, row: int, cells: Cells) -> None:
        """Accept, reject or pass over one row."""
        columns = self._columns
        day = columns.day("seized_on", cells)
        amount = self._amount(cells)
        if self._is_aside(cells, day):
            self.tally.skipped += 1
            return
        if (first := self.tally.first_seen(row, cells)) is not None:
            self.tally.repeat(row, cells, first)
            return
        orders = [columns.day(name, cells) for name in ORDERS]
        ended = columns.day("result_on", cells)
        result = columns.code("result", cells)
        faults: Faults = [
            (columns.index("seized_on"), day if day.problem else None if day.value else _NO_DATE),
            (columns.index("amount"), amount if amount.problem else None),
            *((columns.index(name), each) for name, each in zip(ORDERS, orders, strict=True) if each.problem),
            (columns.index("result"), result if result.problem else None),
            (columns.index("result_on"), ended if ended.problem else None),
            *self._contradictions(row, cells, day.value, [each.value for each in orders], ended.value),
        ]
        if day.value is None or any(fault is not None for _, fault in faults):
            understood = (day.value is not None) + (amount.value is not None) + (orders[0].value is not None)
            self.tally.reject(row, cells, faults, understood=understood)
            return
        made = tuple(each.value for each in orders if each.value is not None)
        said = CashResult(result.value) if result.value else CashResult.HELD
        self._accept(row, cells, self._moment(day.value, cells), amount.value, (made, said, ended.value))

    def warnings(self) -> list[str]:
        """What a person should know before keeping the rows."""
        told = self.tally.warnings()
        if self._without_time:
            rows = "row gives" if self._without_time == 1 else "rows give"
            told.append(
                f"{self._without_time} {rows} no time of seizure; the first minute of the day is taken, which makes "
                "the 48 hours end at the earliest."
            )
        if self._without_amount:
            rows = "row gives" if self._without_amount == 1 else "rows give"
            told.append(f"{self._without_amount} {rows} no amount; it is kept as not known, which is not zero.")
        return told + self._swaps.warnings()

    def _is_aside(self, cells: Cells, day: Reading[date]) -> bool:
        """Whether a row is no case at all: a heading, a total, a note, guidance."""
        if repeats_headings(cells, self._columns.headings) or is_guidance(cells, self._columns.index("seized_on")):
            return True
        if day.value is not None or "future" in day.problem:
            return False
        return is_total(cells, ()) or filled(cells) == 1

    def _amount(self, cells: Cells) -> Reading[int]:
        column = self._columns.mapping.fields.get("amount")
        return read_money(self._columns.cell("amount", cells), column.scale if column else 1)

    def _contradictions(
        self, row: int, cells: Cells, seized: date | None, orders: list[date | None], ended: date | None
    ) -> Faults:
        """Dates that cannot all be true, and a case number that another row has."""
        columns = self._columns
        found: Faults = []
        before = seized
        for number, (name, made) in enumerate(zip(ORDERS, orders, strict=True), 1):
            if made is None:
                continue
            if number > 1 and orders[number - 2] is None:
                text = f"There is an order {number} and no order {number - 1}."
                found.append((columns.index(name), Reading(problem=text, remedy="Fill in the order before it.")))
            if before is not None and made < before:
                text = f"Order {number} of {on_screen(made)} is before {on_screen(before)}."
                found.append((columns.index(name), Reading(problem=text, remedy="Correct one of the two dates.")))
            before = made
        if ended is not None and before is not None and ended < before:
            text = f"The result of {on_screen(ended)} is before {on_screen(before)}."
            found.append((columns.index("result_on"), Reading(problem=text, remedy="Correct one of the two dates.")))
        reference = columns.text("reference", cells)
        if reference and (first := self._cases.setdefault(squeezed(reference), row)) != row:
            text = f"This case is on row {first} already, with other particulars."
            found.append((columns.index("reference"), Reading(problem=text, remedy="Keep one of the rows.")))
        return found

    def _moment(self, day: date, cells: Cells) -> tuple[datetime, bool]:
        """When it was seized, and whether the register says the time."""
        of_day = clock(self._columns.cell("seized_time", cells)) or clock(self._columns.cell("seized_on", cells))
        if isinstance(self._columns.cell("seized_on", cells), str | datetime):
            self._swaps.see(self._columns.cell("seized_on", cells), day)
        if of_day is None:
            self._without_time += 1
        return datetime.combine(day, of_day or time()), of_day is not None

    def _accept(
        self,
        row: int,
        cells: Cells,
        seized: tuple[datetime, bool],
        amount: int | None,
        rest: tuple[tuple[date, ...], CashResult, date | None],
    ) -> None:
        columns = self._columns
        made, result, ended = rest
        self._without_amount += amount is None
        values: dict[str, Any] = {name: columns.text(name, cells) for name in _TEXTS if name in columns}
        values["notes"] = columns.long_text("notes", row, cells) if "notes" in columns else ""
        values |= {
            "seized_at": seized[0], "has_time": seized[1], "amount_pence": amount, "orders": made, "result": result,
            "result_on": ended,
        }  # fmt: skip
        told = repr(sorted(values.items())).encode()
        self.lines.append(CashLine(row=row, fingerprint=blake2b(told, digest_size=16).hexdigest(), **values))
        if len(self.tally.ready) < SHOWN_READY:
            names = {"result": result.label if "result" in columns and columns.text("result", cells) else ""}
            self.tally.accept(row, cells, columns.placed(names))


def clock(value: CellValue) -> time | None:
    """The time of day that a cell names, to the minute; None where it names none (midnight exactly says nothing)."""
    if isinstance(value, datetime):
        return time(value.hour, value.minute) if (value.hour, value.minute) != (0, 0) else None
    if isinstance(value, float) and value % 1:
        minutes = round(value % 1 * 24 * 60)
        return time(minutes // 60 % 24, minutes % 60)
    if not isinstance(value, str):
        return None
    text = clipped(shown(value), 60)
    match = _BARE_CLOCK.match(text) or _CLOCK.search(text) or _PACKED_CLOCK.search(text)
    if match is None:
        return None
    hour, minute = int(match[1]), int(match[2])
    half = (match[3] or "").lower() if match.re is _CLOCK else ""
    if half:
        hour = hour % _NOON + (_NOON if half == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
