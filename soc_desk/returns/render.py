"""From frozen values to what a file shows: codes turned into the receiver's, composed fields into one cell or an object."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from soc_desk.returns.fields import PARTS, PLACE, Kind
from soc_desk.returns.profile import Column, Profile

Columns = Mapping[str, Sequence[Any]]
"""A chunk of records: frozen values by field name; all sequences of one length."""

_STARTS_FORMULA = re.compile(r"[\s\x00-\x1f\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
_LISTED = frozenset({Kind.TEXTS, Kind.CODES})


def safe(text: str) -> str:
    """``text`` so that no spreadsheet takes it for a formula: an apostrophe stands before what would start one.

    Also behind leading blanks, and for the full-width signs that some spreadsheets accept.
    """
    return "'" + text if _STARTS_FORMULA.match(text) else text


def columns_of(rows: Iterable[Sequence[Any]]) -> dict[str, Sequence[Any]]:
    """Frozen rows turned into columns by field name."""
    turned = list(zip(*rows, strict=True))
    return {name: turned[place] if turned else () for name, place in PLACE.items()}


def with_derived(columns: Columns, late: Sequence[bool], profile: Profile) -> dict[str, Sequence[Any]]:
    """The chunk with what follows from the profile: schema version and the flag of late recording."""
    return {**columns, "schema_version": (profile.version,) * len(late), "lag_flag": late}


def flat(profile: Profile) -> Callable[[Columns], Iterator[tuple[Any, ...]]]:
    """A function that turns a chunk (with its derived fields) into rows of cells: text, numbers, None for nothing."""
    cells = [(column.field.name, _cell(column, profile)) for column in profile.columns]
    return lambda columns: zip(*[show(columns[name]) for name, show in cells], strict=True)


def objects(profile: Profile) -> Callable[[Columns], Iterator[dict[str, Any]]]:
    """A function that turns a chunk (with its derived fields) into objects for JSON, outcomes as an object of their own.

    Keys are the dictionary's names whatever the headings; code values are the receiver's.
    """
    shows = [(column.field.name, _object(column, profile)) for column in profile.columns]
    plain = [(name, show) for name, show in shows if not name.startswith("outcome.")]
    outcomes = [(name, show) for name, show in shows if name.startswith("outcome.")]
    names = [name for name, _ in plain]
    outcome_names = [name.removeprefix("outcome.") for name, _ in outcomes]

    def turn(columns: Columns) -> Iterator[dict[str, Any]]:
        heads = zip(*[show(columns[name]) for name, show in plain], strict=True)
        if not outcomes:
            yield from (dict(zip(names, head, strict=True)) for head in heads)
            return
        tails = zip(*[show(columns[name]) for name, show in outcomes], strict=True)
        for head, tail in zip(heads, tails, strict=True):
            shown = dict(zip(names, head, strict=True))
            shown["outcome"] = dict(zip(outcome_names, tail, strict=True))
            yield shown

    return turn


def _cell(column: Column, profile: Profile) -> Callable[[Sequence[Any]], Iterable[Any]]:  # noqa: PLR0911 - one for each kind
    kind = column.kind
    if kind is Kind.TEXT:
        return lambda values: [safe(v) if v else v for v in values]
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
        return lambda values: ["yes" if v else "no" for v in values]
    if kind is Kind.MOMENT or (kind is Kind.DATE and column.field.kind is Kind.MOMENT):
        length = len("2026-07-01T09:00") if kind is Kind.MOMENT else len("2026-07-01")
        return lambda values: [v[:length] if v else None for v in values]
    return lambda values: values


def _object(column: Column, profile: Profile) -> Callable[[Sequence[Any]], Iterable[Any]]:
    kind = column.field.kind
    if kind is Kind.CODE:
        theirs: Mapping[Any, Any] = _Known(lambda code: profile.theirs(column.codes, code))
        return lambda values: map(theirs.__getitem__, values)
    if kind is Kind.CODES:
        each: Mapping[Any, Any] = _Known(lambda code: profile.theirs(column.codes, code))
        return lambda values: [[each[code] for code in v] if v else [] for v in values]
    if kind in PARTS:
        composed = _Composed(PARTS[kind], profile)
        return lambda values: [composed.objects(v) if v else [] for v in values]
    return lambda values: values


class _Known(dict[Any, Any]):
    """A function of codes, worked out once for each; nothing stays nothing."""

    def __init__(self, show: Callable[[str], str]) -> None:
        super().__init__({None: None, "": None})
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
    """Fields of several parts (evidence, drugs, assets), as a cell or as objects."""

    def __init__(self, parts: tuple[tuple[str, str], ...], profile: Profile) -> None:
        self._names = [name for name, _ in parts]
        self._codes = [codes for _, codes in parts]
        self._profile = profile

    def text(self, lines: Sequence[Sequence[Any]]) -> str:
        settings, theirs = self._profile.settings, self._profile.theirs
        marks = settings.list_separator.strip(), settings.part_separator.strip()

        def part(codes: str, value: Any) -> str:  # noqa: ANN401 - text or a number
            shown = "" if value is None else theirs(codes, value) if codes else f"{value}"
            return shown.replace(marks[0], ",").replace(marks[1], "/")

        shown = (
            settings.part_separator.join(part(codes, value) for codes, value in zip(self._codes, line, strict=True))
            for line in lines
        )
        return safe(settings.list_separator.join(shown))

    def objects(self, lines: Sequence[Sequence[Any]]) -> list[dict[str, Any]]:
        theirs = self._profile.theirs
        return [
            {
                name: theirs(codes, value) if codes and value else (value if value != "" else None)
                for name, codes, value in zip(self._names, self._codes, line, strict=True)
            }
            for line in lines
        ]
