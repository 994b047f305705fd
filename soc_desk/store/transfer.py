"""Moves a whole store between SQLite and PostgreSQL, table by table, and proves both sides equal."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    LargeBinary,
    MetaData,
    Table,
    Uuid,
    bindparam,
    func,
    insert,
    select,
    text,
    update,
)

from soc_desk.domain import Base
from soc_desk.domain.base import Id
from soc_desk.errors import NotAllowed, StoreUnavailable
from soc_desk.store import keys, schema
from soc_desk.store.bulk import plain
from soc_desk.store.check import SEES_A_PART, Progress
from soc_desk.store.disk import sync_file, sync_folder
from soc_desk.store.engine import connect_file, make_engine
from soc_desk.store.passphrase import require_good
from soc_desk.store.translation import in_words

_ROWS_AT_ONCE = 2_000
_DIGEST_BITS = 256
_AS_IT_WAS = "no copy was kept, and the store is as it was"


@dataclass(frozen=True)
class TableProof:
    """What a table holds on one side: how many rows, and a digest that any order of them gives alike."""

    name: str
    rows: int
    digest: str


def copy(source: Engine, target: Engine, *, progress: Progress | None = None) -> tuple[TableProof, ...]:
    """Copy every table of ``source`` into the empty database ``target`` and prove both equal; gives the proof.

    One transaction on each side: what others save meanwhile is not in the copy, and a copy cut short leaves nothing.
    An older store keeps its version. Raises StoreUnavailable where the target already holds a store or the sides
    differ, OutOfDate for a newer store.
    """
    say = progress or (lambda _fraction, _text: None)
    with in_words(_AS_IT_WAS), _snapshot(source) as reading:
        version = schema.current_of(reading)
        schema.refuse_newer(version)
        if schema.current(target) is not None:
            raise StoreUnavailable("The target already holds a store. Name an empty database or a new file.")
        tables = list(Base.metadata.sorted_tables) if version == schema.HEAD else _reflected(reading)
        whole = 2 * sum(reading.scalar(select(func.count()).select_from(table)) or 0 for table in tables)
        with target.execution_options(writes=True).begin() as writing:
            schema.migrate(writing, version or "head")
            _guards(writing, tables, "DISABLE")
            done = _Count(say, whole)
            proofs = [_copy_table(reading, writing, table, done) for table in tables]
            _guards(writing, tables, "ENABLE")
            for table, proof in zip(tables, proofs, strict=True):
                say(0.5, f"Comparing {table.name.replace('_', ' ')}.")
                _require_equal(proof, prove_table(writing, table))
    return tuple(proofs)


class _Count:
    """Rows done of all there are to do."""

    def __init__(self, say: Progress, whole: int) -> None:
        self._say, self._whole, self._done = say, max(whole, 1), 0

    def add(self, rows: int, table: Table) -> None:
        self._done += rows
        self._say(self._done / self._whole, f"Copying {table.name.replace('_', ' ')}.")


def _copy_table(reading: Connection, writing: Connection, table: Table, done: _Count) -> TableProof:
    """Copy the rows; what refers to a row of the same table is put in once all of them are there.

    A record merged into a newer one, or replaced by one, comes before it.
    """
    sums, later = _Sum(table.name), _own_references(table)
    waiting: list[dict[str, Any]] = []
    for rows in _batches(reading, table):
        waiting += [_waiting(row, later) for row in rows if any(row[name] is not None for name in later)]
        writing.execute(insert(table), [_storable(table, row) | dict.fromkeys(later) for row in rows])
        sums.add(rows)
        done.add(len(rows), table)
    if waiting:
        referring: dict[str, Any] = {name: bindparam(f"new_{name}") for name in later}
        writing.execute(update(table).where(table.c.id == bindparam("of_id")).values(referring), waiting)
    return sums.proof()


def _own_references(table: Table) -> list[str]:
    """Columns that name another row of the same table."""
    return [
        column.name
        for column in table.columns
        if any(key.column.table.name == table.name for key in column.foreign_keys)
    ]


def _waiting(row: Mapping[str, Any], later: list[str]) -> dict[str, Any]:
    return {"of_id": row["id"], **{f"new_{name}": row[name] for name in later}}


def _reflected(connection: Connection) -> list[Table]:
    """The tables of an older store as they are there, with types that both engines understand."""
    metadata = MetaData()
    metadata.reflect(connection, only=lambda name, _: name != "alembic_version" and not name.startswith("search"))
    for table in metadata.tables.values():
        for column in table.columns:
            generic = column.type.as_generic(allow_nulltype=True)
            column.type = Id() if isinstance(generic, Uuid | LargeBinary) and _is_id(column) else generic
    return list(metadata.sorted_tables)


def _is_id(column: Column[Any]) -> bool:
    return column.name == "id" or column.name.endswith("_id")


def to_new_file(
    source: Engine,
    path: Path,
    user: str,
    passphrase: str,
    *,
    progress: Progress | None = None,
) -> tuple[TableProof, ...]:
    """As ``copy``, into a new encrypted file that ``user`` opens with ``passphrase``. Raises Invalid for a weak one."""
    require_good(passphrase, user)
    if path.exists():
        raise StoreUnavailable(f"{path.name} already exists. Choose another name.")
    with in_words(_AS_IT_WAS):
        return _to_new_file(source, path, user, passphrase, progress)


def _to_new_file(
    source: Engine, path: Path, user: str, passphrase: str, progress: Progress | None
) -> tuple[TableProof, ...]:
    key = keys.new_key()
    part = path.with_name(f"{path.name}.part-{uuid4().hex[:8]}")
    try:
        connect_file(part, key.secret, create=True).close()
        target = make_engine(str(part), key.secret, journal="DELETE")
        try:
            proofs = copy(source, target, progress=progress)
        finally:
            target.dispose()
        sync_file(part)
        keys.create(path, user, passphrase, key=key)
        part.rename(path)
        sync_folder(path.parent)
    except BaseException:
        part.unlink(missing_ok=True)
        part.with_name(f"{part.name}-journal").unlink(missing_ok=True)
        raise
    return proofs


def prove(engine: Engine) -> tuple[TableProof, ...]:
    """What every table holds, to compare two stores."""
    with in_words(), _snapshot(engine) as connection:
        return tuple(prove_table(connection, table) for table in Base.metadata.sorted_tables)


def prove_table(connection: Connection, table: Table) -> TableProof:
    """What one table holds."""
    sums = _Sum(table.name)
    for rows in _batches(connection, table):
        sums.add(rows)
    return sums.proof()


class _Sum:
    """Adds up the rows of a table: the sum of their SHA-256 does not depend on the order an engine sorts text in."""

    def __init__(self, name: str) -> None:
        self._name, self.rows, self._total = name, 0, 0

    def add(self, rows: list[Mapping[str, Any]]) -> None:
        for row in rows:
            told = json.dumps({key: _comparable(value) for key, value in row.items()}, sort_keys=True)
            self._total += int.from_bytes(hashlib.sha256(told.encode()).digest())
        self.rows += len(rows)

    def proof(self) -> TableProof:
        return TableProof(self._name, self.rows, f"{self._total % (1 << _DIGEST_BITS):064x}")


def _comparable(value: Any) -> Any:
    return hashlib.sha256(value).hexdigest() if isinstance(value, bytes) else plain(value)


def _require_equal(ours: TableProof, theirs: TableProof) -> None:
    if ours != theirs:
        sizes = f"{ours.rows} rows here, {theirs.rows} there"
        raise StoreUnavailable(f"The copy of {ours.name} differs ({sizes}). Nothing was kept; try again.")


def _batches(connection: Connection, table: Table) -> Iterator[list[Mapping[str, Any]]]:
    query = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=_ROWS_AT_ONCE)
    for rows in connection.execute(query).mappings().partitions():
        yield [dict(row) for row in rows]


def _storable(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    return {column.name: row[column.name] for column in table.columns if column.computed is None}


def _guards(connection: Connection, tables: list[Table], act: str) -> None:
    """Let the guards that ask for a log entry rest: a copy brings the log of its rows with it.

    In this transaction only, and only the owner of the tables may.
    """
    if connection.dialect.name == "postgresql":
        for table in tables:
            connection.execute(text(f'ALTER TABLE "{table.name}" {act} TRIGGER USER'))


@contextmanager
def _snapshot(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one moment throughout, and every row of it or none."""
    whole = engine.dialect.name == "postgresql"
    at_once = engine.execution_options(isolation_level="REPEATABLE READ") if whole else engine
    with at_once.connect() as connection:
        if whole:
            _require_every_row(connection)
        yield connection


def _require_every_row(connection: Connection) -> None:
    """Raise NotAllowed for a login that the server shows a part of the rows: such a copy would lack them unseen."""
    if connection.scalar(text(SEES_A_PART)):
        raise NotAllowed("Only the login that owns the store's tables can copy all of them. Sign in as that login.")
    connection.execute(text("SET LOCAL row_security = off"))  # should that be wrong, the server refuses
