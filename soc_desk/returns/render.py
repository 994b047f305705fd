"""From frozen values to what a file shows: the receiver's codes, composed fields as one cell or an object."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from json.encoder import encode_basestring as quoted
from typing import Any

from soc_desk.returns.fields import LISTED, PARTS, PLACE, Field, Kind, unfilled
from soc_desk.returns.profile import Column, Profile

Columns = Mapping[str, Sequence[Any]]
"""A chunk of records: frozen values by field name; all sequences of one length."""

_FORMULA = r"(?:[\s\x00-\x1f\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])"
_STARTS_FORMULA = re.compile(_FORMULA)
_ANY_STARTS_FORMULA = re.compile(r"\x00" + _FORMULA)
_SPLITS = re.compile(r"[\",\r\n]")
_BARE = frozenset({Kind.INTEGER, Kind.PENCE, Kind.POUNDS, Kind.DATE, Kind.MOMENT, Kind.YES_NO})
"""Kinds whose cells hold digits, signs and plain words only."""

_LISTED = frozenset({Kind.TEXTS, Kind.CODES})


def safe(text: str) -> str:
    """``text`` so that no spreadsheet takes it for a formula: an apostrophe stands before what would start one.

    Also behind leading blanks, and for the full-width signs that some spreadsheets accept.
    """
    return "'" + text if _STARTS_FORMULA.match(text) else text


def _safe_all(values: Sequence[Any]) -> Sequence[Any]:
    """``safe`` for many texts: one search over all of them tells in most cases that none needs it."""
    if _ANY_STARTS_FORMULA.search("\x00".join(["", *filter(None, values)])) is None:
        return values
    return [safe(v) if v else v for v in values]


def columns_of(rows: Iterable[Sequence[Any]]) -> dict[str, Sequence[Any]]:
    """Frozen rows turned into columns by field name."""
    turned = list(zip(*rows, strict=True))
    return {name: turned[place] if turned else () for name, place in PLACE.items()}


def with_derived(columns: Columns, late: Sequence[bool], profile: Profile) -> dict[str, Sequence[Any]]:
    """The chunk as it is sent: with schema version and the flag of late recording, without what is to stay blank."""
    shown = {**columns, "schema_version": (profile.version,) * len(late), "lag_flag": late}
    for column in profile.columns:
        if (blank := column.blank_when) is not None:
            name = column.field.name
            nothing: list[Any] | None = [] if column.field.kind in LISTED else None
            pairs = zip(columns[blank.field], shown[name], strict=True)
            shown[name] = [nothing if blank.holds(seen) else value for seen, value in pairs]
    return shown


def flat(profile: Profile) -> Callable[[Columns], Iterator[tuple[Any, ...]]]:
    """A function that turns a chunk (with its derived fields) into rows of cells: text, numbers, None for nothing."""
    cells = [(column.field.name, _cell(column, profile)) for column in profile.columns]
    return lambda columns: zip(*[show(columns[name]) for name, show in cells], strict=True)


def csv_lines(profile: Profile) -> Callable[[Columns], Iterator[str]]:
    """A function that turns a chunk (with its derived fields) into lines of CSV, without their ends.

    As ``flat`` with every text in quotes, made column by column: numbers, dates and codes need no look at each letter.
    """
    cells = [(column.field, column.kind, _cell(column, profile)) for column in profile.columns]

    def turn(columns: Columns) -> Iterator[str]:
        parts, shown = [], []
        for field, kind, show in cells:
            values = columns[field.name]
            if unfilled(values, field.kind):
                parts.append("")
            else:
                parts.append("%s")
                shown.append(_quoted(show(values), kind))
        return map(",".join(parts).__mod__, zip(*shown, strict=True))

    return turn


def _quoted(cells: Iterable[Any], kind: Kind) -> Sequence[Any]:
    if kind in _BARE:
        return ["" if cell is None else cell for cell in cells]
    if kind is Kind.CODE:
        return list(map(_Codes().__getitem__, cells))
    return ["" if cell is None else f'"{cell}"' if '"' not in cell else csv_text(cell) for cell in cells]


def csv_text(text: str) -> str:
    """A text as a quoted cell of a CSV (RFC 4180)."""
    return '"' + text.replace('"', '""') + '"'


class _Codes(dict[Any, str]):
    """Codes as cells: quoted only where they hold what would split a line."""

    def __missing__(self, code: str | None) -> str:
        self[code] = shown = "" if code is None else csv_text(code) if _SPLITS.search(code) else code
        return shown


def json_lines(profile: Profile) -> Callable[[Columns], Iterator[str]]:
    """A function that turns a chunk (with its derived fields) into JSON objects as text, outcomes one level down.

    Keys are the dictionary's names whatever the headings; code values are the receiver's. Made column by column and
    joined by a template, which is several times faster than building objects only to encode them.
    """
    shows = [(column.field, _json_texts(column, profile)) for column in profile.columns]
    plain = [pair for pair in shows if not pair[0].name.startswith("outcome.")]
    outcomes = [pair for pair in shows if pair[0].name.startswith("outcome.")]

    def turn(chunk: Columns) -> Iterator[str]:
        shown: list[Iterable[Any]] = []
        heads = _json_parts(plain, chunk, shown)
        tails = _json_parts(outcomes, chunk, shown)
        template = "{" + ",".join(heads + ([f'"outcome":{{{",".join(tails)}}}'] if tails else [])) + "}"
        return map(template.__mod__, zip(*shown, strict=True))

    return turn


def _json_parts(
    shows: Sequence[tuple[Field, Callable[[Sequence[Any]], Iterable[Any]]]], chunk: Columns, shown: list[Iterable[Any]]
) -> list[str]:
    """Parts of the template of a chunk: what varies goes to ``shown``, a column with nothing in it is written out."""
    parts = []
    for field, show in shows:
        values = chunk[field.name]
        key = quoted(field.name.removeprefix("outcome."))
        if unfilled(values, field.kind):
            parts.append(f"{key}:{'[]' if field.kind in LISTED else 'null'}")
        else:
            parts.append(f"{key}:%s")
            shown.append(show(values))
    return parts


def _cell(column: Column, profile: Profile) -> Callable[[Sequence[Any]], Iterable[Any]]:
    kind = column.kind
    if kind is Kind.TEXT:
        return _safe_all
    if kind is Kind.CODE:
        theirs: Mapping[Any, Any] = _Known(lambda code: safe(profile.theirs(column.codes, code)))
        return lambda values: map(theirs.__getitem__, values)
    if kind in _LISTED:
        listed = _Joined(column.codes if kind is Kind.CODES else "", profile)
        return lambda values: [listed[tuple(v)] if v else None for v in values]
    if kind in PARTS:
        composed = _Composed(PARTS[kind], profile)
        return lambda values: [composed.text(v) if v else None for v in values]
    if kind is Kind.POUNDS:
        return lambda values: [None if v is None else f"{v // 100}.{v % 100:02}" for v in values]
    if kind is Kind.YES_NO:
        return lambda values: [None if v is None else "yes" if v else "no" for v in values]
    if kind is Kind.MOMENT or (kind is Kind.DATE and column.field.kind is Kind.MOMENT):
        length = len("2026-07-01T09:00") if kind is Kind.MOMENT else len("2026-07-01")
        return lambda values: [v[:length] if v else None for v in values]
    return lambda values: values


def _json_texts(column: Column, profile: Profile) -> Callable[[Sequence[Any]], Iterable[Any]]:
    kind = column.field.kind
    if kind in (Kind.TEXT, Kind.MOMENT):
        return lambda values: [quoted(v) if v else "null" for v in values]
    if kind in (Kind.CODE, Kind.DATE):
        theirs = _Known(lambda code: quoted(profile.theirs(column.codes, code)), nothing="null")
        return lambda values: map(theirs.__getitem__, values)
    if kind in _LISTED:
        each = _Known(lambda code: quoted(profile.theirs(column.codes, code)), nothing="null")
        return lambda values: [f"[{','.join([each[v] for v in listed])}]" if listed else "[]" for listed in values]
    if kind in PARTS:
        composed = _Composed(PARTS[kind], profile)
        return lambda values: [composed.json(lines) if lines else "[]" for lines in values]
    if kind is Kind.YES_NO:
        return lambda values: ["null" if v is None else "true" if v else "false" for v in values]
    return lambda values: ["null" if v is None else v for v in values]


class _Known(dict[Any, Any]):
    """A function of codes, worked out once for each; nothing stays nothing."""

    def __init__(self, show: Callable[[str], str], nothing: str | None = None) -> None:
        super().__init__({None: nothing, "": nothing})
        self._show = show

    def __missing__(self, code: str) -> str:
        self[code] = shown = self._show(code)
        return shown


class _Joined(dict[tuple[str, ...], str]):
    """Several values as one cell; combinations repeat, so a bounded number is kept."""

    _MOST = 10_000

    def __init__(self, codes: str, profile: Profile) -> None:
        super().__init__()
        self._codes, self._profile = codes, profile

    def __missing__(self, values: tuple[str, ...]) -> str:
        separator = self._profile.settings.list_separator
        mark = separator.strip()
        shown = [self._profile.theirs(self._codes, value).replace(mark, ",") for value in values]
        joined = safe(separator.join(shown))
        if len(self) < self._MOST:
            self[values] = joined
        return joined


class _Composed:
    """Fields of several parts (evidence, drugs, assets), as a cell or as a JSON array of objects.

    In a cell the parts are split by one mark and the lines by another; a mark inside a value becomes ``,`` or ``/``.
    """

    def __init__(self, parts: tuple[tuple[str, str], ...], profile: Profile) -> None:
        settings = profile.settings
        self._lines, self._between = settings.list_separator, settings.part_separator
        self._marks = settings.list_separator.strip(), settings.part_separator.strip()
        self._codes = [
            _Known(lambda code, name=name: profile.theirs(name, code), nothing="") if name else None  # type: ignore[misc]
            for _, name in parts
        ]
        self._template = "{" + ",".join(f"{quoted(name)}:%s" for name, _ in parts) + "}"

    def text(self, lines: Sequence[Sequence[Any]]) -> str:
        return safe(self._lines.join([self._between.join(map(self._part, self._codes, line)) for line in lines]))

    def json(self, lines: Sequence[Sequence[Any]]) -> str:
        return f"[{','.join([self._template % tuple(map(_json_part, self._codes, line)) for line in lines])}]"

    def _part(self, codes: _Known | None, value: Any) -> str:  # noqa: ANN401 - text or a number
        if value is None:
            return ""
        shown: str = codes[value] if codes is not None else f"{value}"
        lines, parts = self._marks
        if lines in shown or parts in shown:
            shown = shown.replace(lines, ",").replace(parts, "/")
        return shown


def _json_part(codes: _Known | None, value: Any) -> str:  # noqa: ANN401 - text or a number
    if value is None or value == "":
        return "null"
    return quoted(value if codes is None else codes[value]) if isinstance(value, str) else repr(value)
