"""From the values of a TOML file to a return profile, refusing each fault at its place."""

from collections.abc import Mapping
from dataclasses import fields as dataclass_fields
from typing import Any, cast

from soc_desk.returns.fields import EDITABLE_CODES, FIELDS, FIXED_CODES, KEYS, KINDS_ALLOWED, Kind
from soc_desk.returns.profile import Column, Condition, Profile, Settings
from soc_desk.returns.toml_lines import Place
from soc_desk.vocabulary import Marking, Severity

REQUIREMENTS = {"M": "must be filled", "C": "must be filled when a condition holds", "O": "may be filled"}

_TOP = {"name": str, "version": str, "title": str, "source": str, "recipient": str, "marking": str, "settings": dict,
        "codes": dict, "column": list}  # fmt: skip
_COLUMN = {"field": str, "heading": str, "type": str, "codes": str, "requirement": str, "when": dict, "unless": dict,
           "only_when": dict, "blank_when": dict, "min_length": int, "max_length": int, "not_after": str,
           "excludes": str, "differs_from": str, "needs": str, "severity": str, "missing": str,
           "remedy": str}  # fmt: skip
_CONDITIONS = ("when", "unless", "only_when", "blank_when")
_STATES = ("draft", "submitted", "returned", "moderated_before_import")
_NUMBERS = {"lag_days": 3650, "pursue_share_percent": 100, "due_days": 366, "rationale_min_length": 10_000}
_PASSED_ON = (
    "min_length", "max_length", "excludes", "differs_from", "needs", "not_after", "missing", "remedy",
)  # fmt: skip
_WORDS = {str: "text in quotes", int: "a whole number", dict: "a table", list: "a list", bool: "true or false"}
_LONGEST_HEADING = 200


class Fault(Exception):
    """What is wrong in a profile, and at which place of it."""

    def __init__(self, place: Place, text: str) -> None:
        super().__init__(text)
        self.place = place


def profile_of(content: dict[str, Any], text: str, codes: Mapping[str, frozenset[str]]) -> Profile:
    """The profile that ``content`` says; raises Fault at the first thing that is wrong."""
    _only(content, _TOP, ())
    for key in ("name", "version", "column"):
        if not content.get(key):
            raise Fault((), f"“{key}” is missing. Give the profile its {key}.")
    for key in ("name", "version"):
        if not all(c.isalnum() or c in "-._" for c in content[key]):
            raise Fault((key,), f"“{content[key]}” stands in file names. Use letters, digits, dots and hyphens.")
    marking = content.get("marking", Marking.OFFICIAL_SENSITIVE.value)
    if marking not in {m.value for m in Marking}:
        raise Fault(("marking",), f"“{marking}” is no marking. Write one of: {', '.join(Marking)}.")
    mapped = _codes(content.get("codes", {}), codes)
    return Profile(
        name=content["name"],
        version=content["version"],
        title=content.get("title", content["name"]),
        source=content.get("source", ""),
        recipient=content.get("recipient", "").strip(),
        marking=Marking(marking),
        columns=_columns(content["column"], mapped),
        codes=mapped,
        text=text,
        settings=_settings(content.get("settings", {}), codes.get("soc_threat")),
    )


def _codes(content: dict[str, Any], known: Mapping[str, frozenset[str]]) -> dict[str, dict[str, str]]:
    lists = {**{name: frozenset(values) for name, values in FIXED_CODES.items()}, **known}
    for name, values in content.items():
        place: Place = ("codes", name)
        if name not in FIXED_CODES and name not in EDITABLE_CODES:
            raise Fault(place, f"“{name}” is no code list. The lists are: {', '.join(_all_lists())}.")
        if not isinstance(values, dict):
            raise Fault(place, f'The code list “{name}” must be a table of our code = "their value".')
        for ours, theirs in values.items():
            if not isinstance(theirs, str) or not theirs.strip():
                raise Fault((*place, ours), f"The value of “{ours}” must be text in quotes and not empty.")
            if name in lists and ours not in lists[name]:
                listed = ", ".join(sorted(lists[name]) if name in known else FIXED_CODES[name])
                raise Fault((*place, ours), f"“{ours}” is no code of {name}. The codes are: {listed}.")
    return content


def _columns(content: list[Any], codes: Mapping[str, Any]) -> tuple[Column, ...]:
    columns: list[Column] = []
    headings: dict[str, int] = {}
    named: set[str] = set()
    for index, given in enumerate(content):
        place: Place = ("column", index)
        if not isinstance(given, dict):
            raise Fault(("column",), "Columns must be written as [[column]] tables.")
        column = _column(given, place, codes)
        if column.field.name in named:
            raise Fault((*place, "field"), f"The field “{column.field.name}” has a column already. Remove one of them.")
        if (folded := column.heading.casefold()) in headings:
            raise Fault(
                (*place, "heading"),
                f"The heading “{column.heading}” is already that of column {headings[folded]}. Give each its own.",
            )
        named.add(column.field.name)
        headings[folded] = index + 1
        columns.append(column)
    if absent := [name for name in KEYS if name not in named]:
        told = f"No column has the field “{absent[0]}”, without which the return cannot be counted."
        raise Fault(("column", 0), told)
    return tuple(columns)


def _column(given: dict[str, Any], place: Place, codes: Mapping[str, Any]) -> Column:
    _only(given, _COLUMN, place)
    for key in ("field", "heading", "type", "requirement"):
        if not given.get(key, "").strip():
            raise Fault(place, f"The column has no {key}. Add it.")
    field = FIELDS.get(given["field"])
    if field is None:
        raise Fault(
            (*place, "field"),
            f"“{given['field']}” is no field of the data dictionary.{_nearest(given['field'], FIELDS)}",
        )
    if len(given["heading"]) > _LONGEST_HEADING:
        raise Fault((*place, "heading"), f"The heading is longer than {_LONGEST_HEADING} characters. Shorten it.")
    allowed = KINDS_ALLOWED.get(field.kind, (field.kind,))
    if given["type"] not in allowed:
        raise Fault(
            (*place, "type"), f"The type of “{field.name}” cannot be “{given['type']}”. Write {' or '.join(allowed)}."
        )
    if given["requirement"] not in REQUIREMENTS:
        raise Fault((*place, "requirement"), f"The requirement “{given['requirement']}” must be M, C or O.")
    if given["requirement"] == "C" and "when" not in given:
        raise Fault((*place, "requirement"), "A requirement C needs a condition: add when = { field = …, is = […] }.")
    if given.get("codes", field.codes) != field.codes:
        raise Fault((*place, "codes"), f"The codes of “{field.name}” are those of the list “{field.codes or 'none'}”.")
    rules: dict[str, Any] = {key: given[key] for key in _PASSED_ON if key in given}
    _check_rules(rules, field.kind, place)
    conditions: dict[str, Any] = {k: _condition(given[k], (*place, k), codes) for k in _CONDITIONS if k in given}
    if "blank_when" in conditions and field.name in KEYS:
        raise Fault((*place, "blank_when"), f"“{field.name}” must always be sent, or the return cannot be counted.")
    return Column(
        field=field, heading=given["heading"].strip(), kind=Kind(given["type"]), requirement=given["requirement"],
        codes=field.codes, severity=_column_severity(given.get("severity", "stops"), (*place, "severity")),
        **conditions, **rules,
    )  # fmt: skip


def _check_rules(rules: dict[str, Any], kind: Kind, place: Place) -> None:
    for key in ("min_length", "max_length"):
        if key in rules and kind is not Kind.TEXT:
            raise Fault((*place, key), f"“{key}” is for text; this column holds {kind}.")
        if rules.get(key, 0) < 0:
            raise Fault((*place, key), f"“{key}” cannot be below 0.")
    if "not_after" in rules and kind is not Kind.DATE:
        raise Fault((*place, "not_after"), f"“not_after” is for dates; this column holds {kind}.")
    for key in ("excludes", "differs_from", "needs", "not_after"):
        other = rules.get(key)
        if other is None or (key == "not_after" and other == "today"):
            continue
        if other not in FIELDS or FIELDS[other].derived:
            raise Fault((*place, key), f"“{other}” is no field of the data dictionary.{_nearest(other, FIELDS)}")
        if key == "not_after" and FIELDS[other].kind is not Kind.DATE:
            raise Fault((*place, key), f'“{other}” is no date; “not_after” needs one, or "today".')
    for key in ("missing", "remedy"):
        if key in rules and not rules[key].endswith((".", "?")):
            raise Fault((*place, key), f"“{key}” is read by people: end the sentence with a full stop.")


def _condition(given: dict[str, Any], place: Place, codes: Mapping[str, Any]) -> Condition:
    _only(given, {"field": str, "is": list, "filled": bool}, place)
    field = FIELDS.get(given.get("field", ""))
    if field is None or field.derived:
        name = given.get("field", "")
        raise Fault(place, f"“{name}” is no field of the data dictionary.{_nearest(name, FIELDS)}")
    if given.get("filled") is True and "is" not in given:
        return Condition(field.name)
    values = given.get("is")
    if not values or "filled" in given or not all(isinstance(value, str) for value in values):
        raise Fault(place, 'A condition is either filled = true, or is = ["…"] with at least one code.')
    lists = {**FIXED_CODES, **codes}
    for value in values:
        if field.codes in lists and value not in lists[field.codes]:
            raise Fault(place, f"“{value}” is no code of {field.codes}.")
    return Condition(field.name, frozenset(values))


def _settings(content: dict[str, Any], threats: frozenset[str] | None) -> Settings:
    names = {field.name for field in dataclass_fields(Settings)}
    for key, value in content.items():
        place: Place = ("settings", key)
        if key not in names:
            raise Fault(place, f"“{key}” is no setting.{_nearest(key, names)}")
        if key in _NUMBERS and (type(value) is not int or not 0 <= value <= _NUMBERS[key]):
            raise Fault(place, f"“{key}” must be a whole number from 0 to {_NUMBERS[key]}.")
        if key == "byte_order_mark" and not isinstance(value, bool):
            raise Fault(place, f"“{key}” must be true or false.")
        if key.endswith("_separator") and (not isinstance(value, str) or not value.strip()):
            raise Fault(place, f"“{key}” must be text with at least one visible character.")
        if key == "priority_threats":
            _threats(value, place, threats)
    if content.get("list_separator", "; ").strip() == content.get("part_separator", " | ").strip():
        raise Fault(("settings",), "“list_separator” and “part_separator” must differ.")
    states = {key: _severity(content[key], ("settings", key)) for key in _STATES if key in content}
    threats_given = content.get("priority_threats")
    listed = {"priority_threats": tuple(threats_given)} if threats_given is not None else {}
    return Settings(**{**content, **states, **listed})


def _threats(value: object, place: Place, known: frozenset[str] | None) -> None:
    if not isinstance(value, list) or not all(isinstance(code, str) for code in value):
        raise Fault(place, "“priority_threats” must be a list of threat codes in quotes.")
    for code in cast("list[str]", value):
        if known is not None and code not in known:
            raise Fault(place, f"“{code}” is no code of soc_threat. The codes are: {', '.join(sorted(known))}.")


def _severity(value: object, place: Place) -> Severity | None:
    if value == "ignore":
        return None
    if value not in {severity.value for severity in Severity}:
        raise Fault(place, f'“{value}” must be "stops", "check" or "ignore".')
    return Severity(str(value))


def _column_severity(value: str, place: Place) -> Severity:
    if value not in {severity.value for severity in Severity}:
        raise Fault(place, f'“{value}” must be "stops" or "check".')
    return Severity(value)


def _only(given: dict[str, Any], known: Mapping[str, type], place: Place) -> None:
    for key, value in given.items():
        if key not in known:
            raise Fault((*place, key), f"“{key}” is not known here.{_nearest(key, known)}")
        wanted = known[key]
        if not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
            raise Fault((*place, key), f"“{key}” must be {_WORDS[wanted]}.")


def _nearest(name: str, known: Any) -> str:  # noqa: ANN401 - any collection of names
    from difflib import get_close_matches

    near = get_close_matches(name, list(known), 1)
    return f" Did you mean “{near[0]}”?" if near else " docs/return-profile.md lists what there is."


def _all_lists() -> list[str]:
    return sorted({*FIXED_CODES, *EDITABLE_CODES})
