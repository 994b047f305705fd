"""A backup taken on line: copied, opened, checked, and only then given its name; older ones are rotated away."""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Engine

from soc_desk import config
from soc_desk.errors import StoreUnavailable
from soc_desk.store import checkpoint, keys
from soc_desk.store.audit import Head
from soc_desk.store.check import Progress, examine_file, head_of
from soc_desk.store.disk import sweep, sync_file, sync_folder, write_whole
from soc_desk.store.engine import connect_file, file_place
from soc_desk.store.identity import store_id
from soc_desk.store.passphrase import now_utc
from soc_desk.store.translation import in_words

PAGES_A_STEP = 2_000
"""Pages of 4 KiB copied between two reports of progress."""
_STAMPED = re.compile(r"^(?P<stem>.+)-(?P<stamp>\d{8}-\d{6})(?:-\d+)?\.socdesk$")
_COPYING, _CHECKING = 0.6, 0.4


@dataclass(frozen=True)
class Backup:
    """A backup that was proved sound: where it lies, when it was taken (UTC), its size and the chain's head in it."""

    path: Path
    at: datetime
    size_bytes: int
    head: Head


def make(
    engine: Engine,
    to: Path,
    *,
    user: str = "",
    passphrase: str = "",
    progress: Progress | None = None,
    clock: Callable[[], datetime] = now_utc,
) -> Backup:
    """Back the store up to the file ``to``, or under a dated name into the folder ``to`` while others work on.

    A backup of a file store opens with the same users and passphrases as the store did. One of a server is an
    encrypted file whose only key is that of ``user`` with ``passphrase``. Raises StoreUnavailable in words where the
    place is taken or cannot be written, or the copy does not prove sound; then nothing is left behind.
    """
    at = clock()
    say = progress or (lambda _fraction, _text: None)
    with in_words("no backup was kept, and the store is as it was"):
        path = free_name(engine, to, at)
        sweep(path)
        if engine.dialect.name == "postgresql":
            from soc_desk.store.transfer import to_new_file

            to_new_file(engine, path, user, passphrase, progress=say)
            key = keys.unlock(path, user, passphrase, clock)
            head = examine_file(path, key.secret)
        else:
            head = _copy_file(engine, path, say)
        checkpoint.write_beside(path, head)
        done = Backup(path, at, path.stat().st_size, head)
        with engine.connect() as connection:
            _remember(store_id(connection), done)
    return done


def copy_sound(source: Any, secret: bytes | None, part: Path, progress: Progress) -> Head:
    """Copy the file behind the driver's connection ``source`` to ``part`` and prove the copy sound; gives its head.

    With a write-ahead log the copy is of one moment, however much is saved meanwhile. Raises as SQLite does, Cancelled
    from ``progress``; ``part`` is the caller's to remove then.
    """
    snapshot = source.execute("PRAGMA journal_mode").fetchone()[0] == "wal" and not source.in_transaction
    target = connect_file(part, secret, create=True)
    try:
        if snapshot:
            source.execute("BEGIN")  # a reader in WAL mode hinders nobody, and its view does not move
        before = head_of(source)

        def say(_status: int, remaining: int, total: int) -> None:
            progress(_COPYING * (total - remaining) / max(total, 1), "Copying the store.")

        source.backup(target, pages=PAGES_A_STEP, progress=say, sleep=0)
        if snapshot:
            source.execute("COMMIT")
        target.execute("PRAGMA journal_mode = DELETE")  # the copy is one file, without a log beside it
    finally:
        if snapshot and source.in_transaction:
            source.execute("ROLLBACK")
        target.close()
    sync_file(part)
    found = examine_file(part, secret, lambda fraction, text: progress(_COPYING + _CHECKING * fraction, text))
    if found.seq < before.seq or (snapshot and found != before):
        raise StoreUnavailable("The backup lacks the newest entries of the audit log. Take it again.")
    return found


def last(store: UUID) -> Backup | None:
    """The newest backup taken from this workstation, None when there is none that is still there."""
    try:
        told = json.loads(_memory(store).read_text(encoding="utf-8"))
        found = Backup(
            Path(told["path"]), datetime.fromisoformat(told["at"]), told["size_bytes"], Head(told["seq"], told["seal"])
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found


def surplus(
    taken: Iterable[tuple[datetime, Path]], *, daily: int = 7, weekly: int = 4, monthly: int = 12
) -> tuple[Path, ...]:
    """Which dated backups may go: kept are the newest of each of the latest days, weeks and months, and the newest."""
    newest_first = sorted(taken, reverse=True)
    kept: set[Path] = {path for _, path in newest_first[:1]}
    periods: tuple[tuple[int, Callable[[datetime], Any]], ...] = (
        (daily, lambda at: at.date()),
        (weekly, lambda at: at.isocalendar()[:2]),
        (monthly, lambda at: (at.year, at.month)),
    )
    for count, period in periods:
        newest: dict[Any, Path] = {}
        for at, path in newest_first:
            newest.setdefault(period(at), path)
        kept.update(list(newest.values())[:count])
    return tuple(path for _, path in reversed(newest_first) if path not in kept)


def rotate(folder: Path, stem: str, *, daily: int = 7, weekly: int = 4, monthly: int = 12) -> tuple[Path, ...]:
    """Remove the surplus of the dated backups of the store named ``stem`` in ``folder``; gives what went."""
    taken = [
        (datetime.strptime(f"{named['stamp']}+0000", "%Y%m%d-%H%M%S%z"), path)
        for path in folder.glob("*.socdesk")
        if (named := _STAMPED.match(path.name)) and named["stem"] == stem
    ]
    gone = surplus(taken, daily=daily, weekly=weekly, monthly=monthly)
    for path in gone:
        for file in (path, keys.key_file(path), checkpoint.beside(path)):
            file.unlink(missing_ok=True)
    return gone


def _copy_file(engine: Engine, path: Path, progress: Progress) -> Head:
    place = file_place(engine)
    part = path.with_name(f"{path.name}.part-{uuid4().hex[:8]}")
    source = connect_file(place.path, place.secret)
    try:
        head = copy_sound(source, place.secret, part, progress)
        if place.secret is not None:
            keys.copy_slots(place.path, path)
        part.rename(path)
    except BaseException:
        remove(part)
        if not path.exists():
            keys.key_file(path).unlink(missing_ok=True)
        raise
    finally:
        source.close()
    sync_folder(path.parent)
    return head


def remove(part: Path) -> None:
    """Take away an unfinished copy and whatever SQLite left beside it."""
    for name in (part.name, f"{part.name}-journal", f"{part.name}-wal", f"{part.name}-shm"):
        part.with_name(name).unlink(missing_ok=True)


def free_name(engine: Engine, to: Path, at: datetime) -> Path:
    """The file that a backup to the file or folder ``to`` gets. Raises StoreUnavailable where the place will not do."""
    to = to.expanduser().absolute()
    if to.is_dir():
        stamp = at.strftime("%Y%m%d-%H%M%S")
        name, number = to / f"{stem(engine)}-{stamp}.socdesk", 2
        while name.exists():
            name, number = to / f"{stem(engine)}-{stamp}-{number}.socdesk", number + 1
        return name
    if not to.parent.is_dir():
        raise StoreUnavailable(f"The folder {to.parent} does not exist. Make it first, or choose another.")
    if to.exists():
        raise StoreUnavailable(f"{to.name} already exists. Choose another name; backups are never overwritten.")
    return to


def stem(engine: Engine) -> str:
    """What dated backups of this store are called before their date."""
    if engine.dialect.name == "sqlite":
        return file_place(engine).path.stem
    return engine.url.database or "store"


def _memory(store: UUID) -> Path:
    folder = config.state_dir() / "backups"
    folder.mkdir(exist_ok=True)
    return folder / f"{store}.json"


def _remember(store: UUID, done: Backup) -> None:
    told = {
        "path": str(done.path), "at": done.at.isoformat(), "size_bytes": done.size_bytes, "seq": done.head.seq,
        "seal": done.head.seal,
    }  # fmt: skip
    write_whole(_memory(store), json.dumps(told).encode())
