"""On which line of a TOML file each table and key stands, so that a faulty profile is refused with its line."""

import re

Place = tuple[str | int, ...]

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(r"""\s*("[^"]*"|'[^']*'|[A-Za-z0-9_.-]+)\s*=(.*)$""")
_LONG = ('"""', "'''")


def places(text: str) -> dict[Place, int]:
    """Line numbers from 1 by place: ``("settings", "lag_days")``, ``("column", 3, "heading")``, ``("column", 3)``.

    Reads as much of TOML as profiles use: tables, arrays of tables, keys, long strings; the values are tomllib's work.
    """
    found: dict[Place, int] = {(): 1}
    table: Place = ()
    counts: dict[str, int] = {}
    inside = ""
    for number, line in enumerate(text.splitlines(), 1):
        if inside:
            inside = "" if line.count(inside) % 2 else inside
            continue
        if header := _HEADER.match(line):
            name = header[2]
            if header[1] == "[[":
                counts[name] = counts.get(name, -1) + 1
                table = (name, counts[name])
            else:
                table = _parts(name)
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            place = (*table, *_parts(key[1]))
            found.setdefault(place, number)
            inside = next((mark for mark in _LONG if key[2].count(mark) % 2), "")
    return found


def line_of(found: dict[Place, int], place: Place) -> int:
    """The line of ``place``, or of the nearest table round it."""
    while place not in found:
        place = place[:-1]
    return found[place]


def _parts(name: str) -> tuple[str, ...]:
    if name[:1] in ("'", '"'):
        return (name[1:-1],)
    return tuple(part.strip().strip("\"'") for part in name.split("."))
