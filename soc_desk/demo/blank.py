"""The columns of a new record, to be overridden with what is invented."""

from dataclasses import MISSING, fields
from functools import cache
from typing import Any, cast

from soc_desk.domain import Entity

Row = dict[str, Any]


@cache
def blank(kind: type[Entity]) -> Row:
    """Every column of a table as a new record has it, but for what a store fills in itself."""
    needed = (each for each in fields(kind) if each.init and each.default is MISSING)
    asked = [each.name for each in needed if each.default_factory is MISSING]
    entity = cast("Any", kind)(**dict.fromkeys(asked))
    columns = kind.__table__.columns
    return {c.key: getattr(entity, c.key) for c in columns if c.computed is None and c.key not in ("id", "version")}
