"""The JSON Schema of a return's JSON file, made from its profile; that of the shipped profile is published."""

import json
from typing import Any

from soc_desk.returns.fields import FIXED_CODES, PARTS, Kind
from soc_desk.returns.profile import Column, Profile
from soc_desk.vocabulary import FourP, ImpactLevel, Marking

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_COUNT: dict[str, Any] = {"type": "integer", "minimum": 0}
_DAY: dict[str, Any] = {"type": "string", "format": "date"}


def json_schema(profile: Profile) -> dict[str, Any]:
    """What the JSON file of ``profile`` looks like (JSON Schema 2020-12)."""
    return {
        "$schema": _DIALECT,
        "$id": f"urn:soc-desk:{profile.id}",
        "title": f"{profile.title}, profile {profile.version}",
        "description": f"{profile.source} Money is in pence, dates are ISO 8601, moments carry their offset.",
        "type": "object",
        "additionalProperties": False,
        "required": ["schema", "title", "marking", "synthetic", "lead_agency", "period", "records", "totals"],
        "properties": {
            "schema": {"const": f"{profile.name}/{profile.version}"},
            "title": {"type": "string"},
            "marking": {"enum": [marking.value for marking in Marking]},
            "synthetic": {"type": "boolean"},
            "lead_agency": {"type": "string"},
            "period": _object({"starts_on": _DAY, "ends_on": _DAY, "label": {"type": "string"}}),
            "records": {"type": "array", "items": _record(profile)},
            "totals": _totals(),
        },
    }


def as_text(profile: Profile) -> str:
    """The schema as it is published: indented, ending in a line feed."""
    return json.dumps(json_schema(profile), ensure_ascii=False, indent=2) + "\n"


def _record(profile: Profile) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    outcomes: dict[str, Any] = {}
    for column in profile.columns:
        name = column.field.name
        shown = {"title": column.heading, **_value(column, profile)}
        if name.startswith("outcome."):
            outcomes[name.removeprefix("outcome.")] = shown
        else:
            plain[name] = shown
    if outcomes:
        plain["outcome"] = _object(outcomes)
    return _object(plain)


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(properties),
        "properties": properties,
    }


def _value(column: Column, profile: Profile) -> dict[str, Any]:
    """What one field holds. Null is not filled: a return may be built while something is missing, and says so."""
    kind = column.field.kind
    if kind is Kind.CODE:
        codes = _codes(column.codes, profile)
        return {"enum": [*codes, None]} if codes else {"type": ["string", "null"]}
    if kind is Kind.CODES:
        codes = _codes(column.codes, profile)
        return {"type": "array", "items": {"enum": codes} if codes else {"type": "string"}}
    if kind in PARTS:
        return {"type": "array", "items": _object({name: _part(name, codes, profile) for name, codes in PARTS[kind]})}
    simple: dict[Kind, dict[str, Any]] = {
        Kind.TEXT: {"type": ["string", "null"]},
        Kind.TEXTS: {"type": "array", "items": {"type": "string"}},
        Kind.DATE: {"type": ["string", "null"], "format": "date"},
        Kind.MOMENT: {"type": ["string", "null"], "format": "date-time"},
        Kind.INTEGER: {"type": ["integer", "null"], "minimum": 0},
        Kind.PENCE: {"type": ["integer", "null"], "minimum": 0, "description": "Pence."},
        Kind.YES_NO: {"type": ["boolean", "null"] if column.blank_when else "boolean"},
    }
    return simple[kind]


def _part(name: str, codes: str, profile: Profile) -> dict[str, Any]:
    if codes:
        known = _codes(codes, profile)
        return {"enum": [*known, None]} if known else {"type": ["string", "null"]}
    if name.endswith("_pence"):
        return {"type": ["integer", "null"], "minimum": 0, "description": "Pence."}
    if name == "quantity":
        return {"type": ["number", "null"], "minimum": 0}
    return {"type": ["string", "null"]}


def _codes(name: str, profile: Profile) -> list[str]:
    """The receiver's values of a list; empty where the list is passed on unchanged and may be extended."""
    mapped = profile.codes.get(name)
    if mapped is not None:
        return list(dict.fromkeys(mapped.values()))
    return [str(code) for code in FIXED_CODES.get(name, ())]


def _totals() -> dict[str, Any]:
    headline = [level.value for level in ImpactLevel if level.is_headline]
    apart = [level.value for level in ImpactLevel if not level.is_headline]
    return _object(
        {
            "records": {**_COUNT, "description": "Disruptions at level major, moderate or minor."},
            "rows": {**_COUNT, "description": "All records of this file, none and negative among them."},
            "by_p": _object({p.value: _COUNT for p in FourP}),
            "by_level": _object(dict.fromkeys(headline, _COUNT)),
            "by_threat": {"type": "object", "additionalProperties": _COUNT},
            "apart": _object(dict.fromkeys(apart, _COUNT)),
            "pursue_percent": {"type": ["integer", "null"], "minimum": 0, "maximum": 100},
            "national_drugs": {**_COUNT, "description": "Drugs at level major or moderate."},
        }
    )
