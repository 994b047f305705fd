"""Small readers of the parts of an XLSX package; each hears XML elements and keeps or gives what it understood."""

import math
from datetime import datetime
from typing import Any

from soc_desk.imports.cells import MAX_COLUMNS, CellValue, Uncalculated, tidy, unescaped

Attributes = dict[str, str]


class Reader:
    """Base of the small readers: hears elements, puts finished things into ``done``."""

    def __init__(self) -> None:
        self.done: list[Any] = []
        self._text: list[str] = []
        self._listening = False

    def start(self, tag: str, attributes: Attributes) -> None:
        """An element begins."""

    def end(self, tag: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Some characters of the element."""
        if self._listening:
            self._text.append(text)


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]


class Workbook(Reader):
    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[tuple[str, str, bool]] = []
        self.is_1904 = False

    def start(self, tag: str, attributes: Attributes) -> None:
        tag = _local(tag)
        if tag == "workbookPr":
            self.is_1904 = attributes.get("date1904") in ("1", "true")
        elif tag == "sheet":
            rel = next((value for key, value in attributes.items() if key == "r:id" or key.endswith(":id")), "")
            self.sheets.append((attributes.get("name", ""), rel, attributes.get("state", "visible") == "visible"))


class Relations(Reader):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str]] = []

    def start(self, tag: str, attributes: Attributes) -> None:
        if _local(tag) == "Relationship" and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.found.append((attributes["Id"], kind, attributes["Target"]))


class Styles(Reader):
    def __init__(self) -> None:
        super().__init__()
        self.formats: dict[int, str] = {}
        self.cell_formats: list[int] = []
        self._in_cell_formats = False

    def start(self, tag: str, attributes: Attributes) -> None:
        tag = _local(tag)
        if tag == "numFmt" and "numFmtId" in attributes:
            self.formats[int(attributes["numFmtId"])] = attributes.get("formatCode", "General")
        elif tag == "cellXfs":
            self._in_cell_formats = True
        elif tag == "xf" and self._in_cell_formats:
            self.cell_formats.append(int(attributes.get("numFmtId", "0")))

    def end(self, tag: str) -> None:
        if _local(tag) == "cellXfs":
            self._in_cell_formats = False


class Strings(Reader):
    """Shared strings; the reading aids of East Asian text (rPh) are not part of the value."""

    def __init__(self) -> None:
        super().__init__()
        self.strings: list[str | None] = []
        self._aside = False

    def start(self, tag: str, attributes: Attributes) -> None:  # noqa: ARG002 - expat gives both
        if ":" in tag:
            tag = _local(tag)
        if tag == "t":
            self._listening = not self._aside
        elif tag == "si":
            self._text = []
        elif tag == "rPh":
            self._aside = True

    def end(self, tag: str) -> None:
        if ":" in tag:
            tag = _local(tag)
        if tag == "t":
            self._listening = False
        elif tag == "si":
            self.strings.append(tidy(unescaped("".join(self._text))))
        elif tag == "rPh":
            self._aside = False


def place(reference: str) -> tuple[int, int]:
    """Row from 1 and column from 0 of a reference such as ``C7``."""
    letters = reference.rstrip("0123456789")
    return int(reference[len(letters) :]), column_of(letters)


def column_of(letters: str) -> int:
    """Column from 0 of its letters."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


class Values:
    """Turns the text of a cell into its value, as the cell's type and style say."""

    def __init__(self, strings: list[str | None], date_styles: frozenset[str], *, epoch_1904: bool) -> None:
        self._strings, self._date_styles, self._epoch_1904 = strings, date_styles, epoch_1904
        self._dates: dict[float, CellValue] = {}

    def of(self, kind: str, style: str, text: str, *, is_formula: bool) -> CellValue:
        """The value of a cell of type ``kind`` (``n`` where the file says none) and the style of number ``style``."""
        if kind == "s":
            return self._strings[int(text)] if text else None
        if kind == "n":
            return self._numeric(style, text, is_formula=is_formula)
        if kind == "b":
            return text.strip() == "1"
        if kind == "d":
            return datetime.fromisoformat(text.strip()).replace(tzinfo=None)
        return tidy(unescaped(text))

    def _numeric(self, style: str, text: str, *, is_formula: bool) -> CellValue:
        if not text.strip():
            return Uncalculated.FORMULA if is_formula else None
        number: float = float(text) if "." in text or "E" in text or "e" in text else int(text)
        if not math.isfinite(number):
            return tidy(text)
        if style not in self._date_styles:
            return number
        if number not in self._dates:
            self._dates[number] = _moment(number, epoch_1904=self._epoch_1904)
        return self._dates[number]


class Rows(Reader):
    """Worksheet rows of any make; those that programs write are read by ``xlsx_rows`` in less time."""

    def __init__(self, values: Values) -> None:
        super().__init__()
        self._values = values
        self._columns: dict[str, int] = {}
        self._number = 0
        self._cells: list[CellValue] = []
        self._cell: Attributes = {}
        self._formula = self._valued = False

    def start(self, tag: str, attributes: Attributes) -> None:
        if ":" in tag:
            tag = _local(tag)
        if tag in ("v", "t"):
            self._listening = self._valued = True
        elif tag == "c":
            self._cell, self._text = attributes, []
            self._formula = self._valued = False
        elif tag == "row":
            self._number = int(attributes["r"]) if "r" in attributes else self._number + 1
            self._cells = []
        elif tag == "f":
            self._formula = True

    def end(self, tag: str) -> None:
        if ":" in tag:
            tag = _local(tag)
        if tag in ("v", "t"):
            self._listening = False
        elif tag == "c":
            if self._text or self._formula:
                self._put()
        elif tag == "row" and self._cells:
            self.done.append((self._number, self._cells))

    def _put(self) -> None:
        cell, cells = self._cell, self._cells
        index = len(cells)
        if reference := cell.get("r"):
            letters = reference.rstrip("0123456789")
            known = self._columns.get(letters)
            index = known if known is not None else self._columns.setdefault(letters, column_of(letters))
        if index < MAX_COLUMNS:
            text = "".join(self._text)
            value = self._values.of(cell.get("t", "n"), cell.get("s", ""), text, is_formula=self._formula)
            if value is not None:
                if index > len(cells):
                    cells.extend([None] * (index - len(cells)))
                if index == len(cells):
                    cells.append(value)
                else:
                    cells[index] = value


def _moment(number: float, *, epoch_1904: bool) -> CellValue:
    """The date behind a serial number; a number outside the calendar, or a mere time of day, stays a number."""
    from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

    try:
        moment = from_excel(number, MAC_EPOCH if epoch_1904 else WINDOWS_EPOCH)
    except (OverflowError, ValueError):
        return number
    return moment if isinstance(moment, datetime) else number
