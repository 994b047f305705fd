"""Views of the OCG register: those everybody has, those a person saved, and their shape as plain JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from soc_desk.services.ocg_lists import OcgLists
from soc_desk.services.ocgs import OcgFilter
from soc_desk.vocabulary import SubjectStatus
from ui.drafts import from_plain, to_plain
from ui.ocgs.columns import tier_words

ACTIVE, MINE, PROPOSED, ARCHIVED, WITHOUT_LRO, ALL = "active", "mine", "proposed", "archived", "without_lro", "all"
COUNTED = (PROPOSED, WITHOUT_LRO)
"""Views whose tab carries how many there are."""

FIRST_SORT = ("reference", False)


@dataclass(frozen=True)
class View:
    """A tab: its key, name, what it shows and in which order."""

    key: str
    name: str
    shown: OcgFilter
    sort: tuple[str, bool] = FIRST_SORT


def built_in(person: UUID) -> tuple[View, ...]:
    """The views everybody has."""
    alive = (SubjectStatus.ACTIVE, SubjectStatus.PROPOSED)
    return (
        View(ACTIVE, "Active", OcgFilter(statuses=(SubjectStatus.ACTIVE,))),
        View(MINE, "Mine", OcgFilter(owner_id=person, statuses=alive)),
        View(PROPOSED, "Proposed", OcgFilter(statuses=(SubjectStatus.PROPOSED,))),
        View(ARCHIVED, "Archived", OcgFilter(statuses=(SubjectStatus.ARCHIVED,))),
        View(WITHOUT_LRO, "Without LRO", OcgFilter(statuses=(SubjectStatus.ACTIVE,), without_lro=True)),
        View(ALL, "All", OcgFilter()),
    )


def to_content(shown: OcgFilter, sort: tuple[str, bool]) -> dict[str, Any]:
    """A view as the store and the journal keep it; what is typed into the search field is no part of it."""
    told = to_plain(replace(shown, text=""))
    return {"filter": {name: value for name, value in told.items() if value}, "sort": list(sort)}


def from_content(content: Mapping[str, Any], keys: frozenset[str]) -> tuple[OcgFilter, tuple[str, bool]]:
    """The view again; what no longer makes sense is left out. ``keys`` are the columns that can be sorted by."""
    sort = content.get("sort")
    fits = isinstance(sort, list) and len(sort) == 2 and sort[0] in keys  # a pair
    told = content.get("filter")
    return _filter(told), (str(sort[0]), bool(sort[1])) if fits and sort else FIRST_SORT


def from_words(where: Mapping[str, Any]) -> OcgFilter:
    """A filter from what another page gave ``open_page``: its field names, with values or their plain text."""
    many = {"statuses", "areas", "teams", "tiers", "threats"}
    told = {}
    for name in OcgFilter.__dataclass_fields__:
        value = where.get(name)
        if value not in (None, "", ()):
            told[name] = [value] if name in many and isinstance(value, str | UUID) else value
    return _filter(to_plain(told))


def in_words(shown: OcgFilter, lists: OcgLists) -> tuple[str, ...]:
    """What a view was narrowed to, one phrase for each narrowing; for exports and the disclosure log."""
    told = {
        "Status": ", ".join(status.label for status in shown.statuses),
        "LPA": ", ".join(lists.names.get(id_, "another area") for id_ in shown.areas),
        "Team": ", ".join(lists.names.get(id_, "another team") for id_ in shown.teams),
        "Tier": ", ".join(tier_words(code) for code in shown.tiers),
        "Threat": ", ".join(lists.label("soc_threat", code) for code in shown.threats),
        "Owner": lists.names.get(shown.owner_id, "one person") if shown.owner_id else "",
        "LRO": "none named" if shown.without_lro else "",
        "Reference or name": f"holds {shown.text}" if shown.text else "",
    }
    return tuple(f"{name}: {words}" for name, words in told.items() if words)


def _filter(told: Any) -> OcgFilter:
    if not isinstance(told, Mapping):
        return OcgFilter()
    try:
        return from_plain(OcgFilter, told)
    except (ValueError, TypeError):
        return OcgFilter()
