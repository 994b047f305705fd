"""The text of a scoring template: reading it, writing it down to be edited, on which line of it something stands."""

import json
import re
from typing import Any

from soc_desk.errors import Invalid

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')
_LISTS = {"section": "sections", "criterion": "criteria", "value": "values", "band": "bands"}

_ORDER = ("key", "name", "roll_up", "sections", "guidance", "weight", "criteria", "values", "value", "label", "from")
_SHORT = 100

Path = tuple[str | int, ...]


def written(body: object, depth: int = 0) -> str:
    """A template as text that a person can edit: in the order in which one reads it, what is short on one line."""
    if isinstance(body, dict):
        body = {key: body[key] for key in sorted(body, key=_place_of)}
    short = json.dumps(body, ensure_ascii=False)
    if not isinstance(body, dict | list) or (len(short) <= _SHORT and not any(_nests(each) for each in _each(body))):
        return short
    begun = [f"{json.dumps(key, ensure_ascii=False)}: " for key in body] if isinstance(body, dict) else [""] * len(body)
    inner = "  " * (depth + 1)
    lines = [f"{inner}{begin}{written(each, depth + 1)}" for begin, each in zip(begun, _each(body), strict=True)]
    opening, closing = "{}" if isinstance(body, dict) else "[]"
    return f"{opening}\n" + ",\n".join(lines) + f"\n{'  ' * depth}{closing}"


def parsed(text: str) -> Any:  # noqa: ANN401 - whatever stands there
    """What the text holds; raises Invalid with the line on which it stops being one."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as fault:
        told = f"Line {fault.lineno}: this is no JSON from here on; look at commas, brackets and quotation marks."
        raise Invalid({"text": told}) from fault
    except (ValueError, RecursionError) as fault:
        raise Invalid({"text": "This is nested too deeply, or holds too large a number, for a template."}) from fault


def on_lines(text: str, problems: dict[str, str], within: Path = ()) -> str:
    """The faults of a template as sentences with their line; ``within`` is where in the text the template stands."""
    lines = _lines(text)
    told = []
    for place, reason in problems.items():
        path = within + _path(place)
        while path not in lines:
            path = path[:-1]
        told.append(f"Line {lines[path]}, {place}: {reason}")
    return " ".join(told)


def _place_of(key: str) -> tuple[int, str]:
    return (_ORDER.index(key) if key in _ORDER else len(_ORDER), key)


def _each(body: dict[str, Any] | list[Any]) -> list[Any]:
    return list(body.values()) if isinstance(body, dict) else body


def _nests(value: object) -> bool:
    return isinstance(value, dict | list)


def _path(place: str) -> Path:
    """``section 1, criterion 2, values`` as keys and numbers, as far as they say where it is."""
    found: list[str | int] = []
    for part in place.split(", "):
        noun, _, number = part.partition(" ")
        if noun in _LISTS and number.isdecimal():
            found += [_LISTS[noun], int(number) - 1]
        elif part != "template":
            found.append(part)
    return tuple(found)


def _lines(text: str) -> dict[Path, int]:
    """On which line each value of a JSON text stands, by its keys and numbers; the whole is on line 1."""
    found: dict[Path, int] = {(): 1}
    path: list[Any] = []
    for match in _TOKEN.finditer(text):
        mark, line = match.group(), text.count("\n", 0, match.start()) + 1
        is_key = bool(path) and path[-1] is None and mark not in "{}[],:"
        if is_key:
            path[-1] = json.loads(mark)
        if is_key or mark not in "}],:":
            found.setdefault(tuple(path), line)
        if mark in ("{", "["):
            path.append(None if mark == "{" else 0)
        elif mark in ("}", "]"):
            path.pop()
        elif mark == ",":
            path[-1] = path[-1] + 1 if isinstance(path[-1], int) else None
    return found
