"""Three versions of one record: before, mine and theirs; one-sided changes merge, two-sided ones are asked about."""

from collections.abc import Collection
from dataclasses import fields, replace
from typing import Any, TypeVar, cast

from soc_desk.errors import Conflict

D = TypeVar("D")

_OWN = frozenset({"id", "version"})


def changed(before: D, after: D) -> tuple[str, ...]:
    """The fields in which two Drafts of one record differ, in the order of the Draft."""
    names = (field.name for field in fields(cast("Any", before)) if field.name not in _OWN)
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))


def changed_by_both(before: D, mine: D, theirs: D) -> tuple[str, ...]:
    """The fields that both changed, and not to the same."""
    own = changed(before, mine)
    return tuple(
        name for name in changed(before, theirs) if name in own and getattr(mine, name) != getattr(theirs, name)
    )


def put_upon(theirs: D, before: D, mine: D, but: Collection[str] = ()) -> D:
    """My changes upon theirs (with their version), ``but`` for fields of which theirs is kept."""
    taken = {name: getattr(mine, name) for name in changed(before, mine) if name not in but}
    return cast("D", replace(cast("Any", theirs), **taken))


def merge(before: D, mine: D, theirs: D) -> D:
    """What to save: my changes upon theirs; raises Conflict where both changed a field, and not to the same.

    All three are Drafts of the same class. The Conflict carries ``theirs`` (with its newer version) and the fields.
    """
    if both := changed_by_both(before, mine, theirs):
        raise Conflict(
            "Somebody else changed the same fields while you were editing. Choose which to keep.", theirs, both
        )
    return put_upon(theirs, before, mine)
