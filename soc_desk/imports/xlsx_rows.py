"""Worksheet rows as spreadsheet programs write them, read by pattern; anything else is left to the XML parser.

A row is taken only where every character of it is understood, so that the answer is the parser's. What stands before
and after the rows goes through the parser in any case, which refuses damage and document type declarations.
"""

import re
from collections.abc import Iterator
from html.entities import html5
from operator import itemgetter
from typing import IO
from xml.parsers.expat import XMLParserType

from soc_desk.imports.cells import MAX_COLUMNS, CellValue, Row, tidy, unescaped
from soc_desk.imports.xlsx_parts import Values, column_of

_CHUNK = 1_048_576
_LONGEST_HEAD = 1_048_576
_SHORT = 64
_START = b"<sheetData>"
_END = b"</sheetData>"
_NEVER = bytes(code for code in range(32) if code not in (9, 10))
"""Bytes that the parser refuses, or turns into others (a carriage return); no row that is read here holds one."""

_ROW = re.compile(r'\s*+<row r="(\d{1,7}+)"(?: [^<>]*+)?>')
_CELL = re.compile(
    r'(<c r="([A-Z]{1,3}+)\d{1,7}+"(?: s="(\d++)")?+(?: t="(\w++)")?+'
    r"(?:/>|>(<f>[^<]*+</f>|<f [^<>]*+(?:(?<=/)>|(?<!/)>[^<]*+</f>))?+"
    r'(?:<v>([^<]*+)</v>|<is><t(?: xml:space="preserve")?+>([^<]*+)</t></is>)?+</c>))'
)
_ENTITY = re.compile(r"&(#?\w{0,8});?")
_PREDEFINED = {name: html5[f"{name};"] for name in ("amp", "lt", "gt", "quot")} | {"apos": "'"}
_TEXTS = frozenset({"inlineStr", "str"})
_whole = itemgetter(0)


class NotPlainError(Exception):
    """Something here is not as spreadsheet programs write it; ``given`` rows before it were."""

    def __init__(self, given: int) -> None:
        super().__init__()
        self.given = given


def plain_rows(file: IO[bytes], parser: XMLParserType, values: Values) -> Iterator[list[Row]]:
    """The rows of a worksheet part, some at a time; raises ``NotPlainError`` where the parser must read them.

    ``parser`` hears what is around the rows and raises what it finds wrong.
    """
    head, found, rest = _head(file)
    if not found:
        raise NotPlainError(0)
    parser.Parse(head + _START, False)
    reader = _PlainRows(values)
    while _END not in rest:
        chunk = file.read(_CHUNK)
        cut = (rest + chunk).rfind(b"</row>") + len(b"</row>") if chunk else 0
        if not chunk or cut < len(b"</row>"):
            raise NotPlainError(reader.given)
        rest += chunk
        if _END not in rest:
            yield reader.read(rest[:cut])
            rest = rest[cut:]
    body, _, tail = rest.partition(_END)
    yield reader.read(body)
    parser.Parse(_END + tail, False)
    while chunk := file.read(_CHUNK):
        parser.Parse(chunk, False)
    parser.Parse(b"", True)


def _head(file: IO[bytes]) -> tuple[bytes, bool, bytes]:
    """What stands before the rows, whether that can be told here, and the first bytes of the rows."""
    head = b""
    while _START not in head and len(head) < _LONGEST_HEAD and (chunk := file.read(_CHUNK)):
        head += chunk
    before, found, after = head.partition(_START)
    encoded = re.search(rb"""encoding=["']([\w-]+)["']""", before[:200])
    is_utf8 = before[:1] == b"<" and (encoded is None or encoded[1].upper() == b"UTF-8")
    return before, bool(found) and is_utf8 and b"<!" not in before, after


class _PlainRows:
    """Reads whole rows by pattern; ``given`` counts those that held something."""

    def __init__(self, values: Values) -> None:
        self.given = 0
        self._values = values
        self._columns: dict[str, int] = {}
        self._texts: dict[str, CellValue] = {}
        self._others: dict[tuple[str, str, str], CellValue] = {}

    def read(self, told: bytes) -> list[Row]:
        """Some rows from their XML; raises ``NotPlainError`` with all before them read."""
        if len(told.translate(None, _NEVER)) != len(told) or b"]]>" in told or b"\xef\xbf" in told:
            raise NotPlainError(self.given)
        try:
            text = told.decode("utf-8")
        except UnicodeDecodeError as error:
            raise NotPlainError(self.given) from error
        rows: list[Row] = []
        place = 0
        while match := _ROW.match(text, place):
            if match[0][-2] == "/":
                place = match.end()
                continue
            end = text.find("</row>", match.end())
            cells = self._cells(text[match.end() : end]) if end >= 0 else None
            if cells is None:
                raise NotPlainError(self.given)
            if cells:
                rows.append((int(match[1]), cells))
            place = end + len("</row>")
        if text[place:].strip(" \t\n"):
            raise NotPlainError(self.given)
        self.given += len(rows)
        return rows

    def _cells(self, body: str) -> list[CellValue] | None:
        """The cells of a row; None where a character of it is not understood."""
        found = _CELL.findall(body)
        if sum(map(len, map(_whole, found))) != len(body):
            return None
        columns, texts, others = self._columns, self._texts, self._others
        cells: list[CellValue] = []
        for _, letters, style, kind, formula, raw, inline in found:
            told = raw or inline
            if not told and not formula:
                continue
            if kind in _TEXTS:
                value = texts[told] if told in texts else self._text(told)
            else:
                key = (kind, style, told)
                value = others[key] if key in others else self._other(key, formula)
            if value is None:
                continue
            index = columns[letters] if letters in columns else columns.setdefault(letters, column_of(letters))
            if index >= MAX_COLUMNS:
                continue
            if index == len(cells):
                cells.append(value)
            else:
                cells.extend([None] * (index + 1 - len(cells)))
                cells[index] = value
        return cells

    def _text(self, told: str) -> CellValue:
        """A text with its escapes resolved and tidied; short ones come again."""
        value = tidy(unescaped(self._resolved(told)))
        if len(told) < _SHORT:
            self._texts[told] = value
        return value

    def _other(self, key: tuple[str, str, str], formula: str) -> CellValue:
        kind, style, told = key
        value = self._values.of(kind or "n", style, self._resolved(told), is_formula=bool(formula))
        if told:  # what says nothing depends on its formula
            self._others[key] = value
        return value

    def _resolved(self, told: str) -> str:
        return _ENTITY.sub(self._character, told) if "&" in told else told

    def _character(self, match: re.Match[str]) -> str:
        """The character that an entity stands for; any that is not plain is the parser's."""
        name = match[1]
        if match[0][-1] == ";":
            if name in _PREDEFINED:
                return _PREDEFINED[name]
            if name in ("#10", "#xA", "#xa", "#9", "#x9"):
                return "\t" if name[-1] == "9" else "\n"
        raise NotPlainError(self.given)
