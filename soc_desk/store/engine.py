"""Address in, engine out: every habit of SQLite, SQLCipher and PostgreSQL lives here."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote
from weakref import WeakKeyDictionary

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import URL, Dialect, Engine, create_engine, event, make_url
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool, QueuePool
from sqlalchemy.sql.selectable import GenerativeSelect

from soc_desk.errors import StoreUnavailable
from soc_desk.store.address import AS_A_SERVER, is_postgresql, path_of
from soc_desk.store.disk import is_network_path
from soc_desk.store.translation import FULL, READ_ONLY

__all__ = [
    "BUSY_MS", "FilePlace", "connect_file", "file_place", "is_postgresql", "journal_for", "make_engine", "path_of",
    "plain_address", "unpooled", "user_of",
]  # fmt: skip

BUSY_MS = 10_000
"""How long a save waits for another program's save before it says that the store is busy."""
_CONNECT_SECONDS = 10
_APPLICATION_ID = 0x50C_DE5C
_CANNOT_OPEN, _NOT_READ_OR_WRITTEN = 14, 10
"""SQLITE_CANTOPEN and SQLITE_IOERR (sqlite.org/rescode.html)."""
_LEAST_ROOM_BYTES = 64 * 1024
"""What the log beside a store and its index need to be opened."""
_POOL = 4
_OVERFLOW = 12
_CACHE_KIB = 32_768
_WAL_LIMIT_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True)
class FilePlace:
    """A store's file and the key that opens it, None for a plain one."""

    path: Path
    secret: bytes | None = field(repr=False)


_places: "WeakKeyDictionary[Dialect, FilePlace]" = WeakKeyDictionary()
"""By dialect, which an engine has to itself and shares with those made from it by ``execution_options``."""


def user_of(address: str) -> str:
    """The user named in a server's address, or nothing."""
    return _url(address).username or ""


def plain_address(address: str) -> str:
    """The address as it may be shown and remembered: a full path, or a URL without its passphrase."""
    if not is_postgresql(address):
        return str(path_of(address))
    url = _url(address).difference_update_query(["password"])
    bare = URL.create("postgresql", url.username, None, url.host, url.port, url.database, url.query)
    return bare.render_as_string(hide_password=False)


def make_engine(
    address: str, secret: bytes | None = None, *, user: str = "", passphrase: str = "", journal: str | None = None
) -> Engine:
    """An engine for the store at ``address``; connects only when first used.

    A file is opened with ``secret``, its 32-byte key; without one it must be plain SQLite (tests and references only).
    ``journal`` replaces the journal that suits the disk. A server is signed in to as ``user`` with ``passphrase``;
    where they are not given, as the address says.
    """
    if is_postgresql(address):
        return _server_engine(address, user, passphrase)
    path = path_of(address)
    suited = journal or journal_for(path)
    engine = _file_engine(path, lambda: connect_file(path, secret, journal=suited))
    _places[engine.dialect] = FilePlace(path, secret)
    return engine


def file_place(engine: Engine) -> FilePlace:
    """Where the file of a SQLite engine made here lies, and its key. Raises KeyError for any other engine."""
    return _places[engine.dialect]


def journal_for(path: Path) -> str:
    """The journal that is safe where ``path`` lies: SQLite's write-ahead log needs memory that one machine shares."""
    return "TRUNCATE" if is_network_path(path) else "WAL"


def connect_file(path: Path, secret: bytes | None, *, journal: str | None = None, create: bool = False) -> Any:
    """A ready connection of the driver. ``journal`` None leaves the file's own; ``create`` makes a missing file.

    The raw key is given, never a passphrase: that would cost a derivation for every connection. Raises
    StoreUnavailable for a missing file, the driver's errors otherwise.
    """
    if not create and not path.exists():
        raise StoreUnavailable(f"There is no store at {path}. Check the name, or create it.")
    if not create and path.stat().st_size == 0:
        raise StoreUnavailable(f"{path.name} is an empty file, not a SOC Desk store. Restore it from a backup.")
    mode = "rwc" if create else "rw"
    connection = sqlcipher.connect(
        f"file:{quote(path.as_posix())}?mode={mode}", uri=True, isolation_level=None, check_same_thread=False
    )
    try:
        with _saying_why(path):
            _prepare(connection, secret, journal)
        if create:
            connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")  # a file of ours is never empty
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def _saying_why(path: Path) -> Iterator[None]:
    """SQLite says only that it cannot make the log beside a file where its folder takes no changes or has no room."""
    try:
        yield
    except sqlcipher.OperationalError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code == _CANNOT_OPEN and path.exists() and not os.access(path.parent, os.W_OK):
            raise StoreUnavailable(READ_ONLY) from error
        if code == _NOT_READ_OR_WRITTEN and shutil.disk_usage(path.parent).free < _LEAST_ROOM_BYTES:
            raise StoreUnavailable(FULL) from error
        raise


def _prepare(connection: Any, secret: bytes | None, journal: str | None) -> None:
    connection.execute("PRAGMA cipher_log_level = NONE")  # else the library writes to standard error by itself
    if secret is not None:
        connection.execute(f"PRAGMA key = \"x'{secret.hex()}'\"")
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")  # a save that was confirmed survives a power cut
    connection.execute("PRAGMA temp_store = MEMORY")  # sorting never spills clear text to the disk
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    connection.execute("PRAGMA secure_delete = ON")  # what is taken out leaves nothing in pages that were let go
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA recursive_triggers = ON")  # else INSERT OR REPLACE slips past the audit log's guard
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # the first page proves key and file
    if journal is not None:
        _set_journal(connection, journal)


def _set_journal(connection: Any, journal: str) -> None:
    (now,) = connection.execute("PRAGMA journal_mode").fetchone()
    if now.upper() != journal:
        (now,) = connection.execute(f"PRAGMA journal_mode = {journal}").fetchone()
        if now.upper() != journal:
            text = "The store is open in another program, in a way that this disk does not allow. Close it there."
            raise StoreUnavailable(text)
    if journal == "WAL":
        connection.execute(f"PRAGMA journal_size_limit = {_WAL_LIMIT_BYTES}")


def write_back(engine: Engine) -> None:
    """Bring what the log beside a store's file holds into the file, and empty the log, as far as others let it.

    Where the disk takes no more, a later save does it: what was saved is saved.
    """
    if engine.dialect.name == "sqlite":
        connection = engine.raw_connection()
        try:
            with suppress(sqlcipher.Error):
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            connection.close()


class _Compiler(SQLiteCompiler):
    """Leaves out the ``OFFSET 0`` that SQLAlchemy gives every limit.

    SQLite looks at the value of a bound limit or offset, and so prepares the statement anew each time it is run.
    """

    def limit_clause(self, select: GenerativeSelect, **told: Any) -> str:
        """The words after the order; for SQLAlchemy."""
        limit, offset = select._limit_clause, select._offset_clause  # noqa: SLF001 - there is no other way to them
        if limit is None or offset is not None:
            whole: str = super().limit_clause(select, **told)  # type: ignore[no-untyped-call]
            return whole
        return f"\n LIMIT {self.process(limit, **told)}"


def _file_engine(path: Path, connect: Callable[[], Any]) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        module=sqlcipher,
        creator=connect,
        poolclass=QueuePool,
        pool_size=_POOL,
        max_overflow=_OVERFLOW,
    )
    engine.dialect.statement_compiler = _Compiler
    event.listen(engine, "begin", _begin_file)
    return engine


def _begin_file(connection: Any) -> None:
    # A writer takes its lock first: upgrading a read lock later fails at once, whatever the busy time-out.
    mode = "IMMEDIATE" if connection.get_execution_options().get("writes") else "DEFERRED"
    connection.connection.driver_connection.execute(f"BEGIN {mode}")  # a statement of SQLAlchemy's costs five times it


def _url(address: str) -> URL:
    try:
        url = make_url(address.replace("postgres:", "postgresql:", 1) if address.startswith("postgres:") else address)
    except (ArgumentError, ValueError) as error:
        raise StoreUnavailable(f"The address of the server cannot be read. Write it as {AS_A_SERVER}.") from error
    if not url.database:
        raise StoreUnavailable(f"The address of the server names no database. Write it as {AS_A_SERVER}.")
    return url


def _server_engine(address: str, user: str, passphrase: str) -> Engine:
    url = _url(address).set(drivername="postgresql+psycopg")
    if user:
        url = url.set(username=user)
    if passphrase:
        url = url.set(password=passphrase)
    told = {
        "connect_timeout": _CONNECT_SECONDS,
        "application_name": "SOC Desk",
        "options": "-c timezone=UTC -c lock_timeout=10s -c idle_in_transaction_session_timeout=10min",
    }
    return create_engine(url, connect_args=told, pool_pre_ping=True, pool_size=_POOL, max_overflow=_OVERFLOW)


def unpooled(engine: Engine) -> Engine:
    """The same server without a pool, for statements that must run outside a transaction."""
    return create_engine(engine.url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
