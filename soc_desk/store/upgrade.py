"""Brings an older store to this program's version: a proved backup first, the work on a copy, all of it or nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import Engine, event, text

from soc_desk.errors import StoreUnavailable
from soc_desk.store import checkpoint, keys, schema
from soc_desk.store.backup import copy_sound, remove
from soc_desk.store.check import Progress, examine_file
from soc_desk.store.disk import aside, sweep
from soc_desk.store.engine import connect_file, file_place, make_engine
from soc_desk.store.passphrase import now_utc
from soc_desk.store.translation import in_words

IN_USE = "The store is open in another program or window. Close it there, then try again; nothing was changed."
_BACKED, _MIGRATED = 0.3, 0.8


def upgrade(
    engine: Engine,
    *,
    backup_to: Path | None = None,
    user: str = "",
    passphrase: str = "",
    progress: Progress | None = None,
    clock: Callable[[], datetime] = now_utc,
) -> Path | None:
    """Upgrade the store and give the backup taken before, None where it was up to date already.

    The backup lies beside a file store unless ``backup_to`` names another file; for a server it must, and opens for
    ``user`` with ``passphrase``. Raises OutOfDate for a store that a newer program made, StoreUnavailable where
    others have it open; then nothing is changed. Cut short at any moment, the store is as before or as after.
    """
    say = progress or (lambda _fraction, _text: None)
    with in_words("nothing was upgraded, and the store is as it was"):
        version = schema.current(engine)
        schema.refuse_newer(version)
        if version == schema.HEAD:
            return None
        if engine.dialect.name == "postgresql":
            return _upgrade_server(engine, backup_to, user, passphrase, say)
        engine.dispose()
        return _upgrade_file(engine, backup_to, say, clock())


@contextmanager
def alone(path: Path, secret: bytes | None) -> Iterator[Any]:
    """A connection that nobody else has beside it, in rollback-journal mode. Raises StoreUnavailable(IN_USE)."""
    connection = connect_file(path, secret)
    try:
        connection.execute("PRAGMA busy_timeout = 500")
        _take(connection)
        yield connection
    finally:
        connection.close()


def pour(source: Path, secret: bytes | None, into: Any) -> None:
    """Replace all that the store behind the connection ``into`` holds by the content of ``source``.

    SQLite does it as one transaction in the same file: cut short, the rollback journal puts the old content back, and
    a program that waits for the lock meanwhile finds the new content, not a file that was moved away under it.
    """
    content = connect_file(source, secret)
    try:
        content.backup(into, pages=-1)
    finally:
        content.close()


def _take(connection: Any) -> None:
    import sqlcipher3.dbapi2 as sqlcipher

    try:
        # Leaving the write-ahead log needs the file alone; then the exclusive lock is taken and kept to the end.
        (mode,) = connection.execute("PRAGMA journal_mode = DELETE").fetchone()
        if mode != "delete":
            raise StoreUnavailable(IN_USE)
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")
        (number,) = connection.execute("PRAGMA user_version").fetchone()
        connection.execute(f"PRAGMA user_version = {number}")
        connection.execute("COMMIT")
    except sqlcipher.OperationalError as error:
        if "locked" in str(error):
            raise StoreUnavailable(IN_USE) from error
        raise


def _upgrade_file(engine: Engine, backup_to: Path | None, say: Progress, at: datetime) -> Path:
    place = file_place(engine)
    kept = backup_to or aside(place.path, "before-upgrade", at.strftime("%Y%m%d-%H%M%S"))
    work = place.path.with_name(f"{place.path.name}.part-{uuid4().hex[:8]}")
    backing = kept.with_name(f"{kept.name}.part-{uuid4().hex[:8]}")
    sweep(place.path)
    with alone(place.path, place.secret) as store:
        try:
            head = copy_sound(store, place.secret, backing, lambda f, t: say(_BACKED * f, t))
            if place.secret is not None:
                keys.copy_slots(place.path, kept)
            backing.rename(kept)
            checkpoint.write_beside(kept, head)
            copy_sound(store, place.secret, work, lambda f, t: say(_BACKED + _BACKED * f, t))
            _migrate_copy(work, place.secret)
            say(_MIGRATED, "Checking the upgraded copy.")
            if examine_file(work, place.secret) != head:
                raise StoreUnavailable("The upgrade changed the audit log. Nothing was changed; tell your supplier.")
            say(_MIGRATED, "Putting the upgraded copy in place.")
            pour(work, place.secret, store)  # done: from here on nothing can be cancelled
        finally:
            remove(work)
            remove(backing)
    return kept


def _migrate_copy(work: Path, secret: bytes | None) -> None:
    engine = make_engine(str(work), secret, journal="DELETE")
    # A table that a migration rebuilds is dropped meanwhile; the check afterwards proves every reference.
    event.listen(engine, "connect", lambda connection, _record: connection.execute("PRAGMA foreign_keys = OFF"))
    try:
        with engine.execution_options(writes=True).begin() as connection:
            schema.migrate(connection)
    finally:
        engine.dispose()


def _upgrade_server(engine: Engine, backup_to: Path | None, user: str, passphrase: str, say: Progress) -> Path:
    """In one transaction, which PostgreSQL undoes whole; an advisory lock keeps a second upgrade waiting."""
    if backup_to is None:
        raise StoreUnavailable("Name the file for the backup before the upgrade: “--backup FILE”.")
    others = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND application_name = 'SOC Desk' AND pid <> pg_backend_pid()"
    )
    from soc_desk.store.transfer import to_new_file

    engine.dispose()
    with engine.connect() as connection:
        if connection.scalar(others):
            raise StoreUnavailable(IN_USE)
    to_new_file(engine, backup_to, user, passphrase, progress=lambda f, t: say(_MIGRATED * f, t))
    with engine.execution_options(writes=True).begin() as connection:
        schema.migrate(connection)
    return backup_to
