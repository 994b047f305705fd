"""Three versions of one record: before, mine and theirs; one-sided changes merge, two-sided ones are asked about."""

from dataclasses import fields, replace
from typing import Any, TypeVar

from soc_desk.errors import Conflict

D = TypeVar("D")

_OWN = frozenset({"id", "version"})


def merge(before: D, mine: D, theirs: D) -> D:
    """What to save: my changes upon theirs; raises Conflict where both changed a field, and not to the same.

    All three are Drafts of the same class. The Conflict carries ``theirs`` (with its newer version) and the fields.
    """
    both: list[str] = []
    taken: dict[str, Any] = {}
    for name in (field.name for field in fields(mine) if field.name not in _OWN):  # type: ignore[arg-type]  # D is a dataclass
        was, my, their = getattr(before, name), getattr(mine, name), getattr(theirs, name)
        if my == was:
            continue
        if their not in (was, my):
            both.append(name)
        taken[name] = my
    if both:
        raise Conflict(
            "Somebody else changed the same fields while you were editing. Choose which to keep.", theirs, tuple(both)
        )
    return replace(theirs, **taken)  # type: ignore[type-var]  # D is a dataclass
