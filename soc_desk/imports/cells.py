"""What a cell of a spreadsheet can hold once it is read, and how text is tidied on the way in."""

import re
from datetime import date, datetime, time
from enum import Enum
from typing import TypeAlias

MAX_ROWS = 1_048_576
MAX_COLUMNS = 400
"""Cells further right than any tracker goes are left unread."""

_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u200e\u200f\u2060\ufeff\ud800-\udfff]")
_FORMULA_STARTERS = frozenset("=+-@\uff1d\uff0b\uff0d\uff20")
_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u3000]")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


class Uncalculated(Enum):
    """A formula whose result was never stored in the file."""

    FORMULA = "formula"


CellValue: TypeAlias = str | int | float | bool | datetime | Uncalculated | None
Row: TypeAlias = tuple[int, list[CellValue]]
"""A row's number in the spreadsheet, from 1, and its cells from column A on; trailing ones may be absent."""


def tidy(text: str) -> str | None:
    """Text without invisible characters and outer space; None where nothing is left."""
    if not text.isascii() or not text.isprintable():
        text = _SPACES.sub(" ", _UNWANTED.sub("", text)).replace("\r\n", "\n").replace("\r", "\n")
    text = text.strip()
    return (text[1:] if text[:1] == "'" and text[1:2] in _FORMULA_STARTERS else text) or None


def unformulated(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe goes before what starts one; ``tidy`` drops it."""
    return f"'{text}" if text.lstrip()[:1] in _FORMULA_STARTERS and text.strip() else text


def unescaped(text: str) -> str:
    """Text with the escapes of the XLSX format (``_x000D_``) resolved."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def shown(value: CellValue) -> str:
    """A cell as text, for people: dates as ISO, whole numbers without a decimal point."""
    match value:
        case None:
            return ""
        case Uncalculated():
            return "(formula)"
        case bool():
            return "TRUE" if value else "FALSE"
        case datetime():
            return value.date().isoformat() if value.time() == time.min else value.isoformat(" ", "minutes")
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case _:
            return str(value)


def column_letter(index: int) -> str:
    """``A`` for 0, ``AA`` for 26."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def on_screen(day: date) -> str:
    """A date as people read it: 14 Nov 2026."""
    return f"{day.day} {day:%b %Y}"
