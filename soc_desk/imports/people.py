"""Reads lists of people: rows into typed lines, problems by cell, repeats.

A row without a name, or with a date of birth, a role or a category that cannot be understood, is left out with its
reason: a wrong date of birth or category is worse than a row to mend.
"""

import re
from datetime import date
from hashlib import blake2b
from typing import Any

from soc_desk.imports.columns import Cells, Columns
from soc_desk.imports.habits import filled, is_guidance, is_total, repeats_headings
from soc_desk.imports.mapping import ColumnMapping
from soc_desk.imports.spellings import Spellings, plain_words
from soc_desk.imports.tally import SHOWN_READY, Faults, Tally
from soc_desk.imports.values import Reading, read_birth_date, read_count
from soc_desk.services.import_rows import PersonLine
from soc_desk.services.people.drafts import OLDEST, category_problem
from soc_desk.vocabulary.ocg import DataCategory, LinkRole

_TEXTS = ("address", "pnc_id", "cro_id", "subject_ref", "subject_name")
_NO_NAME: Reading[Any] = Reading(problem="There is no name.", remedy="Write one, or “unidentified”.")
_ONE_OF_TWO = "Correct the role or the category, or give each a row of its own."
_UNKNOWN = frozenset({"unknown", "unidentified", "not known", "not identified", "nk", "n k", "unknown male",
                      "unknown female", "unid", "tbc", "unidentified member", "unidentified male"})  # fmt: skip
_ALIAS = re.compile(r"\b(?:aka|a\.k\.a\.?|alias|known as)\b[:\s]*|[\"“”]", re.IGNORECASE)
_NUMBERS = re.compile(r"\s*[;,/\n|]\s*|\s+(?:and|or|&)\s+")


class PeopleReader:
    """Takes the rows below the headings one by one; results are in ``lines`` and ``tally``."""

    def __init__(self, mapping: ColumnMapping, spellings: Spellings, today: date) -> None:
        self.lines: list[PersonLine] = []
        self.tally = Tally(mapping)
        self._columns = Columns(mapping, spellings, self.tally, today)
        self._today = today

    def take(self, row: int, cells: Cells) -> None:
        """Accept, reject or pass over one row."""
        columns = self._columns
        if self._is_aside(cells):
            self.tally.skipped += 1
            return
        if (first := self.tally.first_seen(row, cells)) is not None:
            self.tally.repeat(row, cells, first)
            return
        names = self._names(cells)
        born, since = read_birth_date(columns.cell("born_on", cells), self._today), columns.day("from_on", cells)
        role, category = columns.code("role", cells), columns.code("category", cells)
        if role.value and category.value and not category.problem:
            against = category_problem(LinkRole(role.value), DataCategory(category.value))
            category = Reading(problem=against, remedy=_ONE_OF_TWO) if against else category
        faults: Faults = [
            (columns.index("name", "family_name", "given_names"), None if names else _NO_NAME),
            (columns.index("born_on"), born if born.problem else None),
            *((columns.index(name), each if each.problem else None)
              for name, each in (("role", role), ("category", category), ("from_on", since))),
        ]  # fmt: skip
        if any(fault is not None for _, fault in faults):
            self.tally.reject(row, cells, faults, understood=bool(names) + (born.value is not None))
            return
        told = {
            **names, "born_on": born.value, "from_on": since.value,
            "role": LinkRole(role.value) if role.value else None,
            "category": DataCategory(category.value) if category.value else None,
        }  # fmt: skip
        self._accept(row, cells, told)

    def warnings(self) -> list[str]:
        """What a person should know before keeping the rows."""
        return self.tally.warnings()

    def _is_aside(self, cells: Cells) -> bool:
        is_lone = filled(cells) == 1 and len(self._columns.mapping.fields) > 2
        is_said = repeats_headings(cells, self._columns.headings) or is_total(cells, ()) or is_guidance(cells, None)
        return is_lone or is_said

    def _names(self, cells: Cells) -> dict[str, Any]:
        """Family and given names, whether there is none yet; empty where the row says nothing."""
        columns = self._columns
        family, given = columns.text("family_name", cells), columns.text("given_names", cells)
        whole = columns.text("name", cells)
        if plain_words(whole or f"{given} {family}") in _UNKNOWN:
            return {"unidentified": True}
        if not (family or given) and whole:
            whole = _ALIAS.split(whole)[0].strip() or whole
            given, family = taken_apart(whole)
        return {"family_name": family, "given_names": given} if family or given else {}

    def _accept(self, row: int, cells: Cells, told: dict[str, Any]) -> None:
        columns = self._columns
        values = told | {name: columns.text(name, cells) for name in _TEXTS if name in columns}
        whole = columns.text("name", cells)
        within = _ALIAS.split(whole)[1:] if whole else []
        aliases = [*within, *re.split(r"\s*[;,/\n]\s*", columns.text("aliases", cells))]
        values["aliases"] = tuple(dict.fromkeys(alias.strip(" ()") for alias in aliases if alias.strip(" ()")))
        values["notes"] = columns.long_text("notes", row, cells)
        for name in ("phones", "vehicles"):
            values[name] = tuple(part for part in _NUMBERS.split(columns.text(name, cells)) if part)
        values["age"] = self._age(row, cells)
        mark = blake2b(repr(sorted(values.items(), key=lambda item: item[0])).encode(), digest_size=16).hexdigest()
        line = PersonLine(row=row, fingerprint=mark, **values)
        self.lines.append(line)
        if len(self.tally.ready) < SHOWN_READY:
            read_as = {"role": line.role, "category": line.category}
            said = {name: code.label for name, code in read_as.items() if code is not None}
            self.tally.accept(row, cells, columns.placed(said))

    def _age(self, row: int, cells: Cells) -> int | None:
        reading = read_count(self._columns.cell("age", cells))
        index = self._columns.index("age")
        if index is not None and (reading.problem or (reading.value or 0) > OLDEST):
            self.tally.odd(row, index, self._columns.cell("age", cells))
            return None
        return reading.value


def taken_apart(name: str) -> tuple[str, str]:
    """Given and family names: ``KOWALSKI, Piotr``, ``KOWALSKI Piotr`` and ``Piotr Kowalski`` are one."""
    before, comma, after = (part.strip() for part in name.partition(","))
    if comma:
        return after, before
    words = name.split()
    if len(words) > 1 and words[0].isupper() and len(words[0]) > 1 and not words[-1].isupper():
        return " ".join(words[1:]), words[0]
    return " ".join(words[:-1]), words[-1]
