"""Statements compiled once for a shape and a reader, so that a register's page costs little more than its bare SQL.

The reader's sight is compiled in, by the same options that narrow every other query.
"""

import gc
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, Dialect, Enum, Integer, Select, literal_column
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from soc_desk.domain.base import Id

_MOST = 256
_MANY = 1_000
_MOST_KNOWN = 2_000
_from_iso = date.fromisoformat
_Process = Callable[[Any], Any]


@dataclass(frozen=True)
class Prepared:
    """The text of a statement, what goes into its parameters, and what its columns are turned into.

    ``parameters`` are (name, the driver's value where none is given, conversion) in the driver's order, or by name.
    """

    text: str
    parameters: tuple[tuple[str, Any, _Process | None], ...]
    positional: bool
    columns: tuple[tuple[int, _Process], ...]

    def bound(self, values: Mapping[str, Any]) -> Any:
        """The driver's parameters."""
        found = [
            default if name not in values else values[name] if process is None else process(values[name])
            for name, default, process in self.parameters
        ]
        return found if self.positional else dict(zip([name for name, _, _ in self.parameters], found, strict=True))


class Shelf(OrderedDict[Hashable, Prepared]):
    """Prepared statements of one store, the least used dropped first."""

    def keep(self, key: Hashable, made: Prepared) -> None:
        self[key] = made
        if len(self) > _MOST:
            self.popitem(last=False)


def rows(
    session: Session, shape: Hashable, build: Callable[[], Select[*tuple[Any, ...]]], values: Mapping[str, Any]
) -> Sequence[Sequence[Any]]:
    """Run the statement of ``shape`` with ``values`` for its named parameters.

    ``build`` makes the statement where the shape is new; it must depend on nothing but the shape.
    """
    session.flush()  # as before any other query: what was just written is found
    sight, shelf = session.info["sight"], session.info["shelf"]
    key = (shape, sight.key)
    prepared = shelf.get(key)
    if prepared is None:
        prepared = _prepare(build().options(sight), session.get_bind().dialect)
        shelf.keep(key, prepared)
    if (driver := session.info.get("driver")) is None:
        driver = session.info["driver"] = session.connection().connection
    cursor = driver.cursor()  # the driver's own: SQLAlchemy's result costs as much as the rows
    try:
        cursor.execute(prepared.text, prepared.bound(values))
        return _converted(cursor.fetchall(), prepared.columns)
    finally:
        cursor.close()


def fixed(number: int) -> ColumnElement[int]:
    """A number that stands in the statement's text; it belongs in the shape.

    For limits: SQLite looks at the value of a bound one, and prepares the statement anew each time it is run.
    """
    return literal_column(str(int(number)), Integer)


@contextmanager
def calm(records: int) -> Iterator[None]:
    """Keep the garbage collector from walking many new records again and again while they are written."""
    pausing = records > _MANY and gc.isenabled()
    if pausing:
        gc.disable()
    try:
        yield
    finally:
        if pausing:
            gc.enable()


def _prepare(statement: Select[*tuple[Any, ...]], dialect: Dialect) -> Prepared:
    compiled = statement.compile(dialect=dialect)
    whole = compiled.construct_expanded_state(compiled.params)  # lists are written out: their values are fixed
    names = whole.positiontup or list(whole.parameters)
    turning: dict[str, _Process | None] = {
        name: _impl(bind.type, dialect).bind_processor(dialect) for name, bind in compiled.binds.items()
    }
    turning.update(whole.processors)
    parameters = tuple(_parameter(name, whole.parameters[name], turning.get(name)) for name in names)
    columns = (_result(column.type, dialect) for column in statement.selected_columns)
    converting = tuple((place, process) for place, process in enumerate(columns) if process is not None)
    return Prepared(whole.statement, parameters, compiled.positional, converting)


def _parameter(name: str, default: Any, process: _Process | None) -> tuple[str, Any, _Process | None]:
    return name, default if process is None or default is None else process(default), process


def _impl(type_: TypeEngine[Any], dialect: Dialect) -> TypeEngine[Any]:
    return type_.dialect_impl(dialect)


def _result(type_: TypeEngine[Any], dialect: Dialect) -> _Process | None:
    if isinstance(type_, Enum) and type_.enum_class is not None:
        members: dict[Any, Any] = {member.value: member for member in type_.enum_class}
        return (members | {None: None}).__getitem__
    if isinstance(type_, Date) and dialect.name == "sqlite":
        return _day_of
    process: _Process | None = _impl(type_, dialect).result_processor(dialect, None)
    if isinstance(type_, Id) and process is not None:
        return _Known(process).__getitem__
    return process


class _Known(dict[Any, Any]):
    """Values that never change, by what is stored; finding one takes a fraction of making it.

    A page is read again after every change, and its subjects stand on other pages, too. Some pages' worth is kept.
    """

    def __init__(self, process: _Process) -> None:
        super().__init__()
        self._process = process

    def __missing__(self, stored: Any) -> Any:
        if len(self) >= _MOST_KNOWN:
            self.clear()
        made = self[stored] = self._process(stored)
        return made


def _day_of(stored: str | None) -> date | None:
    return None if stored is None else _from_iso(stored)


def _converted(found: Sequence[Sequence[Any]], columns: tuple[tuple[int, _Process], ...]) -> Sequence[Sequence[Any]]:
    """Column by column, which costs a fraction of row by row."""
    if not found:
        return []
    turned: list[Any] = list(zip(*found, strict=True))
    for place, process in columns:
        turned[place] = map(process, turned[place])
    return list(zip(*turned, strict=True))
