"""Many new rows at once: turned into the driver's values, and into what the log tells of them, column by column.

Trackers and demonstrations say the same few things over and over, so that each value is turned once, and a column that
says one thing throughout is turned once in all.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from enum import Enum
from functools import lru_cache
from itertools import chain, repeat
from json.encoder import encode_basestring_ascii
from types import MappingProxyType
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import JSON, Column, Connection, Dialect, Engine, String, Table, func, insert, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from soc_desk.domain.base import UtcDateTime

_Process: TypeAlias = Callable[[Any], Any]
_Pieces: TypeAlias = str | Sequence[str | None] | None
"""What the log tells of a column: one text for all rows, one for each, None where it tells nothing."""

_VARIABLES = 30_000
"""Parameters of one statement; SQLite takes 32,766 at least."""
_ROOM_KIB, _USUAL_KIB = 262_144, 32_768
_ROOM_FROM = 5_000
_OWN, _OF_LINES = frozenset({"id", "version"}), frozenset({"id", "version", "position"})
_AS_THEY_ARE, _AS_TEXT = frozenset({str, int, float, bool}), frozenset({UUID, date, datetime})

quoted = encode_basestring_ascii
"""A text as JSON writes it."""

told = json.JSONEncoder(sort_keys=True).encode
"""The text that is sealed; its form must never change, or old chains no longer verify."""


def plain(value: Any) -> Any:
    """A value as JSON can hold it: codes by their value, ids and dates as text."""
    kind = type(value)
    if value is None or kind in _AS_THEY_ARE:
        return value
    if kind in _AS_TEXT:
        return str(value)
    if isinstance(value, Enum):
        return value._value_
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    return value


def bring_in(
    session: Session,
    table: Table,
    given: Sequence[Mapping[str, Any]],
    also: Mapping[str, Sequence[str | None]] = MappingProxyType({}),
) -> list[str]:
    """Insert rows that name the same columns; gives for each what the log tells of it: JSON of its fields.

    A column that the rows do not name takes the plain default it is mapped with.

    A field is told as ``[null, value]``; an empty one is not told, nor the id and version, which each entry shows
    itself. ``also`` are fields told besides the columns: JSON of their values by row.
    """
    dialect = session.connection().dialect
    defaults = _defaults(table)
    names = tuple(column.name for column in table.columns if column.name in given[0] or column.name in defaults)
    values: list[Sequence[Any]] = []
    pieces: dict[str, _Pieces] = {}
    for name in names:
        of_column = [row[name] for row in given] if name in given[0] else [defaults[name]] * len(given)
        turned, pieces[name] = _turned(table.c[name], of_column, dialect)
        values.append(turned)
    insert_rows(session, table, names, list(zip(*values, strict=True)))
    for name, texts in also.items():
        pieces[name] = [f"{quoted(name)}: [null, {text}]" if text else None for text in texts]
    return _joined([pieces[name] for name in sorted(pieces) if name not in _OWN], len(given))


def lines_told(lines: Iterable[Mapping[str, Any]], record: str) -> dict[UUID, str]:
    """What the log tells of the lines of each record, in their order: JSON by the id in their column ``record``."""
    found: dict[UUID, list[str]] = {}
    known: dict[tuple[Any, ...], str] = {}
    for line in lines:
        key = tuple(value for name, value in line.items() if name not in _OF_LINES and name != record)
        text = known.get(key)
        if text is None:
            names = (name for name in line if name not in _OF_LINES and name != record)
            said = {name: value for name, value in zip(names, key, strict=True) if value not in (None, "")}
            text = known[key] = told(plain(said))
        found.setdefault(line[record], []).append(text)
    return {id_: f"[{', '.join(texts)}]" for id_, texts in found.items()}


def insert_rows(session: Session, table: Table, names: tuple[str, ...], rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows of the driver's own values, in the order of ``names``.

    On SQLite many by each statement: the full-text index writes itself out at the end of every one.
    """
    connection = session.connection()
    dialect = connection.dialect
    statement = _insertion(table, names, dialect)
    cursor = connection.connection.cursor()
    try:
        if not dialect.positional:
            cursor.executemany(statement, [dict(zip(names, row, strict=True)) for row in rows])
            return
        many, start = _VARIABLES // len(names), 0
        if len(rows) >= many:
            head, _, one = statement.partition(" VALUES ")
            several = f"{head} VALUES {', '.join([one] * many)}"
            for start in range(0, len(rows) - many + 1, many):
                cursor.execute(several, list(chain.from_iterable(rows[start : start + many])))
            start += many
        cursor.executemany(statement, rows[start:])
    finally:
        cursor.close()


@contextmanager
def roomy(session: Session, table: Table, records: int) -> Iterator[None]:
    """Make room for many ``records`` that are about to come into ``table`` of a file; nothing else is different.

    The index pages that they touch stay in memory; SQLite would write them over and over again. Where more come than
    there are, the indexes are built once, after them. What fails is undone with the transaction, as ever.
    """
    connection = session.connection()
    if records < _ROOM_FROM or connection.dialect.name != "sqlite":
        yield
        return
    connection.exec_driver_sql(f"PRAGMA cache_size = -{_ROOM_KIB}")
    try:
        held = connection.execute(select(func.count()).select_from(table)).scalar_one()
        indexes = indexes_of(connection, table) if held < records else {}
        for name in indexes:
            connection.exec_driver_sql(f'DROP INDEX "{name}"')
        yield
        for statement in indexes.values():
            connection.exec_driver_sql(statement)
    finally:
        connection.exec_driver_sql(f"PRAGMA cache_size = -{_USUAL_KIB}")


@contextmanager
def indexed_last(engine: Engine, table: Table, records: int) -> Iterator[None]:
    """Build the indexes of a table of a file after the many that come in meanwhile, in however many transactions.

    For a store in the making alone: where that is cut short, the file is left without them.
    """
    if records < _ROOM_FROM or engine.dialect.name != "sqlite":
        yield
        return
    writing = engine.execution_options(writes=True)
    with writing.begin() as connection:
        indexes = indexes_of(connection, table)
        for name in indexes:
            connection.exec_driver_sql(f'DROP INDEX "{name}"')
    yield
    with writing.begin() as connection:
        for statement in indexes.values():
            connection.exec_driver_sql(statement)


def indexes_of(connection: Connection, table: Table) -> dict[str, str]:
    """Name and making of each index of a table of a file, but for those that keep a column unique."""
    named = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql LIKE 'CREATE INDEX%'"
    return {name: statement for name, statement in connection.exec_driver_sql(named, (table.name,))}


def process_of(column: Column[Any], dialect: Dialect) -> _Process | None:
    """What turns a column's values into the driver's; None where they are."""
    if isinstance(column.type, UtcDateTime) and dialect.name == "sqlite":
        return _utc_text
    process: _Process | None = column.type.dialect_impl(dialect).bind_processor(dialect)
    return process


@lru_cache(maxsize=64)
def _insertion(table: Table, names: tuple[str, ...], dialect: Dialect) -> str:
    return str(insert(table).compile(dialect=dialect, column_keys=list(names)))


@lru_cache(maxsize=256)
def _defaults(table: Table) -> dict[str, Any]:
    """What a column takes that the rows do not name."""
    plain = {column.name: column.default for column in table.columns}
    return {name: default.arg for name, default in plain.items() if isinstance(default, ScalarElementColumnDefault)}


def _turned(column: Column[Any], values: list[Any], dialect: Dialect) -> tuple[Sequence[Any], _Pieces]:
    """The driver's values of a column, and what the log tells of each."""
    process, key = process_of(column, dialect), f"{quoted(column.name)}: [null, "
    first = values[0]
    if (first is None or isinstance(first, Enum) or type(first) in _AS_TEXT) and values.count(first) == len(values):
        one = first if process is None else process(first)
        return [one] * len(values), f"{key}{told(plain(first))}]" if first else None
    if isinstance(column.type, String) and process is None:
        return values, [f"{key}{quoted(value)}]" if value else None for value in values]
    if isinstance(column.type, JSON):
        return _turned_lists(values, key, process, as_text=dialect.name == "sqlite")
    known: dict[int, tuple[Any, str | None]] = {}
    found = []
    for value in values:  # which are all held by the list: none of them can take another's place in memory
        pair = known.get(id(value))
        if pair is None:
            piece = f"{key}{told(plain(value))}]" if value else None
            pair = known[id(value)] = (value if process is None else process(value), piece)
        found.append(pair)
    return [pair[0] for pair in found], [pair[1] for pair in found]


def _turned_lists(
    values: list[Any], key: str, process: _Process | None, *, as_text: bool
) -> tuple[list[Any], list[str | None]]:
    """As ``_turned``, of a column of JSON. SQLite keeps the very text that the log tells."""
    stored: list[Any] = []
    pieces: list[str | None] = []
    for value in values:
        if value == []:
            text, piece = "[]", None
        else:
            try:
                text = told(value)  # most are lists of texts
            except TypeError:
                text = told(plain(value))
            piece = f"{key}{text}]" if value else None
        stored.append(text if as_text or process is None else process(value))
        pieces.append(piece)
    return stored, pieces


def _joined(pieces: Sequence[_Pieces], count: int) -> list[str]:
    """The fields of each row as sorted JSON; ``pieces`` are in the order of their names."""
    walks = [repeat(piece, count) if isinstance(piece, str) else piece for piece in pieces if piece is not None]
    return [f"{{{', '.join(filter(None, row))}}}" for row in zip(*walks, strict=True)] if walks else ["{}"] * count


def _utc_text(moment: datetime | None) -> str | None:
    """A moment as SQLAlchemy has SQLite keep it."""
    if moment is None:
        return None
    if moment.tzinfo is None:
        raise ValueError("naive datetime")
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
