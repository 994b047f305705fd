"""The fields of a group in words: what the form calls them, and what their values read like in a comparison."""

from typing import Any

from soc_desk.services.ocg_lists import OcgLists
from soc_desk.vocabulary import Code
from ui.widgets.typed import format_date

LABELS = {
    "name": "&Name", "operation_name": "&Operation", "primary_threat": "Primary &threat",
    "secondary_threats": "Secondar&y threats", "scope": "Geographic scope", "area_id": "&Area (LPA)",
    "team_id": "Owning t&eam", "owner_id": "O&wner", "affected_areas": "Areas a&ffected",
    "cross_border_forces": "Cross-&border forces", "line_names": "County &lines", "mapped_on": "Mapped on",
    "assessed_on": "Assesse&d on", "band": "National band",
    "intelligence_told_on": "Last intelli&gence told of", "national_ref": "National &reference",
    "synced_on": "Last synchronised with A&PMIS", "marking": "Mar&king", "notes": "Notes",
}  # fmt: skip
"""What each field of the Draft is called in the form, with its mnemonic."""

_LISTS = {"primary_threat": "soc_threat", "secondary_threats": "soc_threat", "cross_border_forces": "agency"}
_PLACES = ("area_id", "team_id", "owner_id")
_DATES = ("mapped_on", "assessed_on", "intelligence_told_on", "synced_on")
_SAID = ("affected_areas", "cross_border_forces", "line_names")


def field_words(name: str) -> str:
    """What the form calls a field."""
    return LABELS[name].replace("&", "")


def value_words(name: str, value: Any, lists: OcgLists) -> str:
    """A field's value as people read it; empty for nothing."""
    if value == () and name in _SAID:
        return "None"
    if value in (None, "", ()):
        return ""
    if isinstance(value, tuple):
        return ", ".join(value_words(name, item, lists) for item in value)
    if isinstance(value, Code):
        return value.label
    if name in _DATES:
        return format_date(value)
    if name == "affected_areas":
        return next((place.name for place in lists.areas if str(place.id) == value), "another one")
    if name in _PLACES:
        return lists.names.get(value, "another one")
    return lists.label(_LISTS[name], value) if name in _LISTS else str(value)
