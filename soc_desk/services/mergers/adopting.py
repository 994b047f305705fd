"""Which values a kept record takes from the one merged into it, and what it gives back when they are taken apart."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy import inspect

from soc_desk.domain import Entity, Merger, Person, Subject
from soc_desk.domain.base import Id
from soc_desk.vocabulary import Marking

Takes = Callable[[Any, Any], bool]

_NAMES = ("family_name", "given_names", "unidentified")
_AGES = ("age_from", "age_to", "age_noted_on")


def _missing(mine: Any, other: Any) -> bool:
    return mine in (None, "", []) and other not in (None, "", [])


def _later(mine: Any, other: Any) -> bool:
    return other is not None and (mine is None or other > mine)


def _sooner(mine: Any, other: Any) -> bool:
    return other is not None and (mine is None or other < mine)


def _stricter(mine: Any, other: Any) -> bool:
    ranks = {True: 1, False: 0, Marking.OFFICIAL: 0, Marking.OFFICIAL_SENSITIVE: 1}
    return ranks[other] > ranks[mine]


_PERSON: Mapping[str, Takes] = {
    **dict.fromkeys(("born_on", "description", "pnc_id", "cro_id", "retention_group"), _missing),
    "review_due_on": _sooner, "processing_restricted": _stricter, "marking": _stricter,
}  # fmt: skip
_GROUP: Mapping[str, Takes] = {
    **dict.fromkeys(
        ("national_ref", "operation_name", "area_id", "team_id", "scope", "affected_areas", "cross_border_forces",
         "line_names", "synced_on", "notes"), _missing,
    ),
    "intelligence_told_on": _later, "review_due_on": _sooner, "marking": _stricter,
}  # fmt: skip
CHOOSABLE: Mapping[str, tuple[str, ...]] = {
    "person": ("born_on", "description", "pnc_id", "cro_id", "retention_group"),
    "subject": ("national_ref", "operation_name", "area_id", "team_id", "scope", "notes"),
}
"""Fields of which whoever merges may take the other record's value though the kept one has its own."""


def values(entity: Entity) -> dict[str, Any]:
    """What the record holds, by column."""
    return {attribute.key: getattr(entity, attribute.key) for attribute in inspect(entity).mapper.column_attrs}


def adopted(kept: Mapping[str, Any], gone: Mapping[str, Any], take: Collection[str] = ()) -> dict[str, Any]:
    """Column to value of what the kept record takes: what it lacks, what is stricter, and what was chosen."""
    if "sort_name" in kept:
        found = {name: gone[name] for name, takes in _PERSON.items() if takes(kept[name], gone[name])}
        if kept["unidentified"] and not gone["unidentified"]:
            found |= {name: gone[name] for name in _NAMES}
        if kept["born_on"] is None and gone["born_on"] is None and all(kept[name] is None for name in _AGES):
            found |= {name: gone[name] for name in _AGES if gone[name] is not None}
    else:
        found = {name: gone[name] for name, takes in _GROUP.items() if takes(kept[name], gone[name])}
    return found | {name: gone[name] for name in take if gone[name] not in (None, "", []) and gone[name] != kept[name]}


def take_over(kept: Person | Subject, gone: Person | Subject, take: Collection[str]) -> list[dict[str, str]]:
    """Let the kept record take its values; gives what is kept of that for the day they are taken apart."""
    told = []
    for name, value in adopted(values(kept), values(gone), take).items():
        entry = {"column": name, "before": encoded(getattr(kept, name)), "after": encoded(value)}
        told.append(entry | ({"chosen": "yes"} if name in take else {}))
        setattr(kept, name, value)
    return told


def give_back(kept: Person | Subject, merger: Merger, later: Iterable[Merger]) -> bool:
    """Undo what ``merger`` let the kept record take, where it is unchanged since; says whether anything went back.

    ``later`` mergers into the same record that took over from such a value now stand on the one before it.
    """
    changed = False
    later = list(later)
    for entry in merger.adopted:
        name = entry["column"]
        for other in later:
            other.adopted = [
                {**each, "before": entry["before"]}
                if each["column"] == name and each["before"] == entry["after"]
                else each
                for each in other.adopted
            ]
        if encoded(getattr(kept, name)) == entry["after"]:
            setattr(kept, name, decoded(kept, name, entry["before"]))
            changed = True
    return changed


def adopt_again(kept: Person | Subject, gone: Person | Subject, merger: Merger) -> bool:
    """After ``gone`` itself gave values back: what ``kept`` took from it, unchanged since, follows."""
    stood = [entry for entry in merger.adopted if encoded(getattr(kept, entry["column"])) == entry["after"]]
    before = {entry["column"]: decoded(kept, entry["column"], entry["before"]) for entry in stood}
    wanted = adopted(values(kept) | before, values(gone), [e["column"] for e in stood if "chosen" in e])
    left, changed = [entry for entry in merger.adopted if entry not in stood], False
    for entry in stood:
        name = entry["column"]
        value = wanted.get(name, before[name])
        if name in wanted:
            left.append({**entry, "after": encoded(value)})
        if encoded(value) != entry["after"]:
            setattr(kept, name, value)
            changed = True
    merger.adopted = left
    return changed


def encoded(value: Any) -> str:
    """A value as text that tells None from nothing."""
    return json.dumps(value, default=_plain, sort_keys=True)


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else value.value if isinstance(value, Enum) else str(value)


def decoded(entity: Entity, name: str, text: str) -> Any:
    """What ``encoded`` made text of, as the column holds it."""
    value = json.loads(text)
    kind = inspect(entity).mapper.columns[name].type
    if not isinstance(value, str) or kind.python_type is str:
        return value
    if isinstance(kind, Id):
        return UUID(value)
    return date.fromisoformat(value) if kind.python_type is date else kind.python_type(value)
