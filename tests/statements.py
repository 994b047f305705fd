"""Statements compiled once for all stores of a test run: they all have the same tables, and compiling cost a third."""

from typing import Any

from sqlalchemy import Engine, create_engine
from sqlalchemy.util import LRUCache

_MOST = 1_000


class Statements(LRUCache[Any, Any]):
    """A cache that knows a statement again by the kind of engine, where SQLAlchemy's tells every engine apart."""

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(_of_kind(key), default)

    def __setitem__(self, key: Any, compiled: Any) -> None:
        super().__setitem__(_of_kind(key), compiled)


_shared = Statements(_MOST)


def sharing_engine(*args: Any, **kwargs: Any) -> Engine:
    """As SQLAlchemy's ``create_engine``, with the compiled statements of every other engine of this process."""
    engine = create_engine(*args, **kwargs)
    engine._compiled_cache = _shared
    return engine


def _of_kind(key: Any) -> Any:
    dialect, *rest = key
    return dialect.name, *rest
