"""Guesses which field each column of a tracker holds, from its heading and from a look at its cells."""

import difflib
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from soc_desk.imports.cells import CellValue, shown
from soc_desk.imports.drugs import read_amount
from soc_desk.imports.fields import FIELDS, IGNORED, Content, Field
from soc_desk.imports.habits import looks_like_a_reference
from soc_desk.imports.mapping import Column, ColumnMapping, is_marked
from soc_desk.imports.sheet import GROUP_MARK, Table, heading_forms
from soc_desk.imports.spellings import Spellings, plain_words
from soc_desk.imports.values import Reading, clipped, read_count, read_date, read_money, read_months, says_nothing
from soc_desk.vocabulary import ImportKind

_SAMPLES = 3
_FIGURES: dict[Content, Callable[[CellValue], Reading[Any]]] = {
    Content.COUNT: read_count, Content.MONEY: read_money, Content.MONTHS: read_months, Content.AMOUNT: read_amount,
}  # fmt: skip
_LOOK_AT = 60
_LEAST = 0.3
_THOUSANDS = re.compile(r"£\s*k\b|\(k\)|£?000s?\b|thousand", re.IGNORECASE)
_YEARS = re.compile(r"\b(?:years?|yrs?)\b", re.IGNORECASE)


def understand(table: Table, kind: ImportKind, spellings: Spellings) -> ColumnMapping:
    """Say for every column which field it holds, from its heading and a look at its cells."""
    samples = [_samples(table, index) for index in range(table.width)]
    offers: list[tuple[float, int, str, str]] = []
    for index in range(table.width):
        by_heading = _by_heading(table.headings[index] if index < len(table.headings) else "", kind, spellings)
        for field, likeness in by_heading.items():
            offers.append((_weighed(likeness, field, samples[index], kind, spellings), index, field, "heading"))
        if IGNORED not in by_heading:
            for field, likeness in _by_contents(samples[index], kind, spellings).items():
                offers.append((likeness, index, field, "contents"))
    taken: dict[int, tuple[str, float, str]] = {}
    used: set[str] = set()
    for score, index, field, why in sorted(offers, key=lambda offer: (-offer[0], offer[1])):
        if score >= _LEAST and index not in taken and (field not in used or field == IGNORED):
            taken[index] = (field, round(min(score, 1.0), 2), why)
            used.add(field)
    columns = []
    for index in range(table.width):
        heading = table.headings[index] if index < len(table.headings) else ""
        field, confidence, why = taken.get(index, ("", 0.0, ""))
        columns.append(
            Column(
                index, heading, field, confidence, why,
                tuple(dict.fromkeys(clipped(value) for value in samples[index]))[:_SAMPLES],
                1000 if _THOUSANDS.search(heading) else 1, bool(_YEARS.search(heading)),
            )
        )  # fmt: skip
    return ColumnMapping(kind, table.sheet, table.first_row, table.last_row, tuple(columns))


# looking at headings --------------------------------------------------------------------------------------------------


def _by_heading(text: str, kind: ImportKind, spellings: Spellings) -> dict[str, float]:
    """Fields that a heading may name, each with how surely (0 to 1)."""
    known = spellings.headings(kind.value)
    found: dict[str, float] = {}
    for form in heading_forms(text):
        for way in known.get(form, ()):
            found[way.field] = max(found.get(way.field, 0.0), 1.0 if way.is_sure else 0.55)
        if kind is ImportKind.DISRUPTIONS and (field := spellings.tick(form)):
            found[field] = max(found.get(field, 0.0), 0.7)
    if found or not text or len(text) > 120:
        return found
    form = plain_words(text.rpartition(GROUP_MARK)[2])
    padded = f" {form} "
    for phrase, ways in known.items():
        if ways[0].is_sure and ways[0].field != IGNORED and len(phrase) > 2 and f" {phrase} " in padded:
            likeness = 0.8 if " " in phrase else 0.5
            found[ways[0].field] = max(found.get(ways[0].field, 0.0), likeness + len(phrase) / 1000)
    for phrase in difflib.get_close_matches(form, known, 1, 0.86):
        if known[phrase][0].is_sure:
            found[known[phrase][0].field] = max(found.get(known[phrase][0].field, 0.0), 0.75)
    return found


# looking at contents --------------------------------------------------------------------------------------------------


def _samples(table: Table, index: int) -> list[CellValue]:
    cells = (row[index] for _, row in table.sample if index < len(row))
    found = [cell for cell in cells if not says_nothing(cell)]
    return found[:_LOOK_AT]


def _weighed(
    likeness: float, field: str, samples: Sequence[CellValue], kind: ImportKind, spellings: Spellings
) -> float:
    """A heading's claim, weakened where the cells below do not look like it."""
    if field == IGNORED:
        return likeness
    share = _share(FIELDS[kind][field], samples, spellings)
    if share is None:
        return likeness * 0.95
    return likeness * (0.4 + 0.6 * share)


def _by_contents(samples: Sequence[CellValue], kind: ImportKind, spellings: Spellings) -> dict[str, float]:
    """Key fields that a column may hold whatever its heading says, because its cells look just like them."""
    found = {}
    for field in FIELDS[kind].values():
        if not field.is_key and field.name != "primary_threat":
            continue
        share = _share(field, samples, spellings)
        words = sum(1 for value in samples if not shown(value).isdigit())
        is_worded = field.content is not Content.CODE or words * 2 > len(samples)  # 1 to 4 may be Ps, or arrests
        if share is not None and share >= 0.7 and len(samples) >= 2 and is_worded:
            found[field.name] = 0.5 * share
    return found


def _share(field: Field, samples: Sequence[CellValue], spellings: Spellings) -> float | None:
    """How many of the cells can be read as ``field``; None where any text would do, or there is nothing to look at."""
    if field.content is Content.TEXT or not samples:
        return None
    return sum(1 for value in samples if _reads(field, value, spellings)) / len(samples)


def _reads(field: Field, value: CellValue, spellings: Spellings) -> bool:
    match field.content:
        case Content.DATE:
            far = datetime.now(UTC).date() + timedelta(days=365 * 20)
            plausible = isinstance(value, str | datetime) or (isinstance(value, int | float) and value > 30_000)
            return plausible and read_date(value, far).value is not None
        case Content.CODE:
            return spellings.knows(field.list_name, value)
        case Content.SUBJECT:
            return looks_like_a_reference(shown(value))
        case Content.COUNT | Content.MONEY | Content.MONTHS | Content.AMOUNT:
            return _FIGURES[field.content](value).value is not None
        case Content.TICK:
            return is_marked(value) is not None
    return True
