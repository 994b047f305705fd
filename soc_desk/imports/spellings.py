"""The ways in which headings and codes are written: shipped as data, added to by a force, asked by the readers."""

import difflib
import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from soc_desk.config import config_dir, resources
from soc_desk.errors import BadFile
from soc_desk.imports.cells import CellValue, Uncalculated, shown
from soc_desk.imports.fields import TICKS
from soc_desk.imports.values import Reading, clipped, unusable
from soc_desk.vocabulary import Code, FourP, ImpactLevel, SubjectKind, SubjectStatus
from soc_desk.vocabulary.ocg import DataCategory, LinkRole, Scope
from soc_desk.vocabulary.poca import CashResult

Lists = Mapping[str, Mapping[str, str]]
"""List name to its codes, each with its label, in order."""

_ENUMS: dict[str, type[Code]] = {
    "four_p": FourP,
    "impact_level": ImpactLevel,
    "subject_kind": SubjectKind,
    "subject_status": SubjectStatus,
    "scope": Scope,
    "cash_result": CashResult,
    "link_role": LinkRole,
    "data_category": DataCategory,
}
_NOUNS = {
    "four_p": "a P",
    "impact_level": "a level",
    "soc_threat": "a threat on the list",
    "agency": "an agency on the list",
    "activity_type": "an activity on the list",
    "tier": "a tier on the list",
    "drug": "a drug on the list",
    "subject_kind": "a kind of subject",
    "subject_status": "a status",
    "scope": "a geographic scope",
    "cash_result": "a result",
    "link_role": "a role in a group",
    "data_category": "a data category",
}
_NUMBERING = re.compile(r"^(?:\(?\d{1,2}\)?|[a-z])(?:\s*[.):/-]\s*|\s+)(?=\S*[a-z]{2})")
_BRACKETS = re.compile(r"[(\[{].*?[)\]}]")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_AGENCY_TAIL = re.compile(r"\s(?:police service|constabulary|police|force)$")
_LONGEST_PHRASE = 200
_LONGEST_SLIP = 40
_CLOSE = 0.83
_CLEARLY = 0.1
_SUGGEST = 0.6


def plain_words(text: str) -> str:
    """Lower case, letters and figures only, single spaces: ``Maj/Mod/Min`` becomes ``maj mod min``."""
    return _NOT_WORD.sub(" ", text.lower().replace("&", " and ").replace("'", "").replace("’", "")).strip()


@dataclass(frozen=True)
class Heading:
    """One way to head a column: the field it names, and whether it does so on its own."""

    field: str
    is_sure: bool


class Spellings:
    """Every known way to write headings and codes; ``lists`` are the code lists of a store, or the shipped ones."""

    def __init__(self, known: Mapping[str, Any], lists: Lists) -> None:
        self._headings = {kind: _headings(fields) for kind, fields in known.get("headings", {}).items()}
        self.labels: dict[str, dict[str, str]] = {name: dict(codes) for name, codes in lists.items()}
        for name, codes in _ENUMS.items():
            self.labels[name] = {code.value: code.label for code in codes}
        self._ticks = {
            plain_words(label): f"{name}={code}" for name in TICKS for code, label in self.labels[name].items()
        }
        self._codes: dict[str, dict[str, str]] = {}
        for name, labels in self.labels.items():
            self._codes[name] = _variants(labels, known.get("codes", {}).get(name, {}))
        self._by_length = {name: _longest_first(codes) for name, codes in self._codes.items()}

    def headings(self, kind: str) -> Mapping[str, list[Heading]]:
        """Heading in plain words to the fields of ``kind`` it may name; the surest first."""
        return self._headings.get(kind, {})

    def tick(self, form: str) -> str:
        """The tick field that a heading in plain words names: ``four_p=pursue`` for ``pursue``; empty for none."""
        return self._ticks.get(form, "")

    def read(self, list_name: str, value: CellValue) -> Reading[str]:
        """The one code that a cell names; more than one is a problem, and so is none."""
        reading = self.read_all(list_name, value)
        if reading.value is None:
            return Reading(problem=reading.problem, remedy=reading.remedy)
        if len(reading.value) > 1:
            names = " and ".join(self.labels[list_name][code] for code in reading.value)
            problem = f"“{clipped(value)}” names {names}; only one can count."
            return Reading(problem=problem, remedy="Keep the main one.")
        return Reading(reading.value[0])

    def read_all(self, list_name: str, value: CellValue) -> Reading[tuple[str, ...]]:
        """The codes that a cell names, in its own order; ``Drugs / firearms`` names two threats."""
        nothing: Reading[tuple[str, ...]] | None = unusable(value)
        if nothing is not None:
            return nothing
        if isinstance(value, bool | Uncalculated):
            return self._unknown(list_name, value)
        text = shown(value).lower().strip()
        if codes := self._named(list_name, text):
            return Reading(codes)
        close = self._close(list_name, plain_words(_BRACKETS.sub(" ", _NUMBERING.sub("", text))))
        return Reading((close,)) if close else self._unknown(list_name, value)

    def knows(self, list_name: str, value: CellValue) -> bool:
        """Whether a cell names a code in so many letters."""
        return bool(self._named(list_name, shown(value).lower().strip()))

    def _named(self, list_name: str, text: str) -> tuple[str, ...]:
        known = self._codes[list_name]
        bare = _NUMBERING.sub("", text)
        for form in (text, bare, _BRACKETS.sub(" ", bare)):
            if code := known.get(_agency_free(list_name, form)):
                return (code,)
        if len(text) > _LONGEST_PHRASE:
            return ()
        return self._within(list_name, _BRACKETS.sub(" ", bare)) or self._within(list_name, bare)

    def _within(self, list_name: str, text: str) -> tuple[str, ...]:
        """Codes named by words inside a longer text, longest names first so that ``county lines`` beats ``lines``."""
        rest = f" {plain_words(text)} "
        if " not " in rest:
            return ()
        found: dict[int, str] = {}
        for variant, code in self._by_length[list_name]:
            place = rest.find(f" {variant} ")
            if place >= 0:
                found[place] = code
                rest = rest[: place + 1] + "\0" * len(variant) + rest[place + 1 + len(variant) :]
        codes = tuple(dict.fromkeys(found[place] for place in sorted(found)))
        if list_name == "soc_threat" and "COUNTY_LINES" in codes:  # the subcode says it all: county lines are drugs
            codes = tuple(code for code in codes if code != "DRUGS")
        return codes

    def _close(self, list_name: str, text: str) -> str | None:
        """The code a slip of the pen must have meant: very like one name and clearly less like those of other codes."""
        if not 4 <= len(text) <= _LONGEST_SLIP:
            return None
        best: dict[str, float] = {}
        matcher = difflib.SequenceMatcher(None, "", text)
        for variant, code in self._codes[list_name].items():
            if abs(len(variant) - len(text)) > 3:
                continue
            matcher.set_seq1(variant)
            if matcher.quick_ratio() >= _CLOSE - _CLEARLY:
                best[code] = max(best.get(code, 0.0), matcher.ratio())
        ranked = sorted(best.items(), key=lambda item: -item[1])
        if not ranked or ranked[0][1] < _CLOSE or (len(ranked) > 1 and ranked[0][1] - ranked[1][1] < _CLEARLY):
            return None
        return ranked[0][0]

    def _unknown(self, list_name: str, value: CellValue) -> Reading[tuple[str, ...]]:
        labels = self.labels[list_name]
        remedy = "Choose one of the list, or ask an administrator to add it."
        if len(labels) <= 6:
            *most, last = labels.values()
            remedy = f"Write {', '.join(most)} or {last}."
        elif len(text := plain_words(shown(value))) <= _LONGEST_SLIP:
            for nearest in difflib.get_close_matches(text, self._codes[list_name], 1, _SUGGEST):
                remedy = f"Did you mean {labels[self._codes[list_name][nearest]]}?"
        return Reading(problem=f"“{clipped(value)}” is not {_NOUNS.get(list_name, 'on the list')}.", remedy=remedy)


def _agency_free(list_name: str, text: str) -> str:
    words = plain_words(text)
    return _AGENCY_TAIL.sub("", words) if list_name == "agency" else words


def _variants(labels: Mapping[str, str], more: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Every plain spelling to its code; labels and codes themselves count."""
    found: dict[str, str] = {}
    for code, label in labels.items():
        for text in (label, code, code.replace("_", " "), *more.get(code, ())):
            found.setdefault(plain_words(text), code)
    found.pop("", None)
    return found


def _longest_first(codes: Mapping[str, str]) -> list[tuple[str, str]]:
    """Spellings to look for inside longer texts; single letters and bare numbers are none."""
    words = ((variant, code) for variant, code in codes.items() if len(variant) > 1 and not variant.isdigit())
    return sorted(words, key=lambda item: -len(item[0]))


def _headings(fields: Mapping[str, Mapping[str, Iterable[str]]]) -> dict[str, list[Heading]]:
    found: dict[str, list[Heading]] = {}
    for sure in (True, False):
        for field, ways in fields.items():
            for text in ways.get("sure" if sure else "maybe", ()):
                found.setdefault(plain_words(text), []).append(Heading(field, sure))
    return found


def load(lists: Lists | None = None) -> Spellings:
    """The shipped spellings with the force's own additions; raises ``BadFile`` when those are faulty."""
    own = config_dir() / "import_synonyms.toml"
    known = dict(_shipped())
    if own.is_file():
        known = _merged(known, _parsed(own))
    return Spellings(known, lists if lists is not None else shipped_lists())


def shipped_lists() -> Lists:
    """The code lists that ship with the program, for reading a file before any store is open."""
    import csv

    folder = resources() / "reference"
    shipped = json.loads((folder / "codes.json").read_text("utf-8"))
    lists = {name: {item["code"]: item["label"] for item in items} for name, items in shipped.items()}
    with (folder / "agencies.csv").open(encoding="utf-8", newline="") as lines:
        lists["agency"] = {row["code"]: row["name"] for row in csv.DictReader(lines)}
    return lists


@lru_cache(maxsize=1)
def _shipped() -> dict[str, Any]:
    return _parsed(resources() / "reference" / "import_synonyms.toml")


def _parsed(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        problem = f"The list of spellings in “{path.name}” cannot be read: {error}. Correct or remove it."
        raise BadFile(problem) from error


def _merged(first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, Any]:
    """Both trees together; lists are joined."""
    result = dict(first)
    for key, value in second.items():
        before = result.get(key)
        if isinstance(before, Mapping) and isinstance(value, Mapping):
            result[key] = _merged(before, value)
        elif isinstance(before, list) and isinstance(value, list):
            result[key] = [*before, *value]
        else:
            result[key] = value
    return result
