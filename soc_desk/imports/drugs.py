"""Reads what a tracker says of drugs: their kind, how much of them in which unit, and their street value."""

import re
from decimal import Decimal

from soc_desk.imports.cells import CellValue, shown
from soc_desk.imports.values import Reading, clipped, unusable

_AMOUNT = re.compile(
    r"^(?:approx(?:imately)?\.?|about|circa|ca?\.)?\s*(\d{1,3}(?:,\d{3})+|\d+)?(\.\d+)?\s*(?:x\s*)?(.*)$"
)
_UNITS: dict[str, tuple[str, Decimal]] = {
    **dict.fromkeys(("kg", "kgs", "kilo", "kilos", "kilogram", "kilograms", "kilogrammes"), ("kg", Decimal(1))),
    **dict.fromkeys(("g", "gm", "gms", "gram", "grams", "gramme", "grammes"), ("kg", Decimal("0.001"))),
    **dict.fromkeys(("plant", "plants"), ("plants", Decimal(1))),
    **dict.fromkeys(("tablet", "tablets", "tab", "tabs", "pill", "pills"), ("tablets", Decimal(1))),
    **dict.fromkeys(("wrap", "wraps", "deal", "deals", "bag", "bags"), ("wraps", Decimal(1))),
}
"""A unit as officers write it: its code and how much of it one is."""
_BRACKETED = re.compile(r"[(\[]([^)\]]*)[)\]]")
_LEAST = Decimal("0.001")
_MOST = Decimal(999_999_999)
_NIL = frozenset({"nil", "none", "zero", "no"})

Amount = tuple[float, str]
"""How much, to three figures after the point, and the code of its unit; the unit is empty where nothing says it."""


def unit_of(text: str) -> str:
    """A unit as it is written, in lower case, where a heading or a cell names one; else empty."""
    told = text.lower()
    for part in (*_BRACKETED.findall(told), *told.replace(">", " ").split()):
        word = str(part).strip(" .()[]")
        if word in _UNITS:
            return word
    return ""


def read_amount(value: CellValue, unit: str = "") -> Reading[Amount]:
    """An amount of drugs: ``1.2 kg``, ``250g``, ``30 wraps``, or a number in ``unit``, as ``unit_of`` gave it."""
    nothing: Reading[Amount] | None = unusable(value)
    if nothing is not None:
        return nothing
    text = shown(value).strip().lower()
    if text in _NIL:
        return Reading((0.0, _UNITS[unit][0] if unit else ""))
    match = _AMOUNT.match(text)
    if isinstance(value, bool) or match is None or (match[1] is None and match[2] is None):
        return _refused(value)
    said = match[3].strip(" .")
    if said and said not in _UNITS:
        return _refused(value)
    code, size = _UNITS.get(said or unit, ("", Decimal(1)))
    amount = (Decimal((match[1] or "0").replace(",", "") + (match[2] or "")) * size).quantize(_LEAST)
    return Reading((float(amount), code)) if amount <= _MOST else _refused(value)


def _refused(value: CellValue) -> Reading[Amount]:
    problem = f"“{clipped(value)}” is not an amount of drugs."
    return Reading(problem=problem, remedy="Write a number and its unit, for example 1.2 kg.")
