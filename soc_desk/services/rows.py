"""Between stored values and the frozen dataclasses that leave the store: rows out, drafts both ways."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from soc_desk.domain import Entity
from soc_desk.errors import Invalid

R = TypeVar("R")

_OWN = ("id", "version")
_NAMES = frozenset({"name", "family_name", "given_names", "reference", "national_ref", "operation_name"})
_NAME_MAX, _TEXT_MAX = 300, 100_000


def row(kind: type[R], values: Sequence[Any]) -> R:
    """A row from columns selected in the order of its fields."""
    return kind(**dict(zip(_fields(kind), values, strict=True)))


def rows_of(kind: type[R], found: Iterable[Sequence[Any]]) -> list[R]:
    """Rows as ``row`` makes each."""
    names = _fields(kind)
    return [kind(**dict(zip(names, values, strict=True))) for values in found]


def draft_of(kind: type[R], entity: Entity, **other: Any) -> R:
    """A draft of a stored record: fields of the same names, lists as tuples; ``other`` gives those kept elsewhere."""
    same = [name for name in _fields(kind) if name not in other]
    return kind(**dict(zip(same, as_tuples(getattr(entity, name) for name in same), strict=True)), **other)


def as_tuples(values: Iterable[Any]) -> list[Any]:
    """Values for a draft, which is frozen: lists as tuples."""
    return [tuple(value) if isinstance(value, list) else value for value in values]


def columns_of(draft: Any, *, but: Sequence[str] = ()) -> dict[str, Any]:
    """A draft's fields as column values: tuples as lists, text without outer spaces, NUL or halves of characters.

    Raises Invalid for a name or text that no record can mean.
    """
    names = (name for name in _fields(type(draft)) if name not in _OWN and name not in but)
    values = {name: _stored(getattr(draft, name)) for name in names}
    longest = ((name, _NAME_MAX if name in _NAMES else _TEXT_MAX) for name in values)
    if problems := {
        name: f"This is longer than {most:,} characters; shorten it."
        for name, most in longest if isinstance(values[name], str) and len(values[name]) > most
    }:  # fmt: skip
        raise Invalid(problems)
    return values


def _stored(value: Any) -> Any:
    if type(value) is str:
        # Half of a character, as a cut paste leaves it, is none that any store could keep.
        whole = value if value.isascii() else value.encode("utf-8", "ignore").decode()
        return whole.replace("\x00", "").strip()
    return [_stored(item) for item in value] if isinstance(value, tuple) else value


def _fields(kind: Any) -> list[str]:
    return list(kind.__dataclass_fields__)
