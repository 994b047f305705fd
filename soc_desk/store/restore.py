"""Puts a backup back: proved first, what stood there kept aside, all of it or nothing."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

from soc_desk.errors import DeskError, StoreUnavailable
from soc_desk.store import checkpoint, keys
from soc_desk.store.audit import Head
from soc_desk.store.backup import copy_sound, remove
from soc_desk.store.check import Progress, examine_file
from soc_desk.store.disk import aside, sweep, sync_file, sync_folder
from soc_desk.store.engine import connect_file
from soc_desk.store.keys import StoreKey
from soc_desk.store.passphrase import now_utc
from soc_desk.store.translation import BUSY, in_words
from soc_desk.store.upgrade import IN_USE, alone, pour


@dataclass(frozen=True)
class Restored:
    """What now stands at ``path``, and where what stood there before was put (None where there was nothing)."""

    path: Path
    head: Head
    kept: Path | None


def restore(
    source: Path,
    to: Path,
    user: str,
    passphrase: str,
    *,
    progress: Progress | None = None,
    clock: Callable[[], datetime] = now_utc,
) -> Restored:
    """Restore the backup ``source`` to the store ``to``; ``user`` and ``passphrase`` open the backup.

    A store of the same key that stands there is first copied aside with its keys, and keeps its users and passphrases
    as they are now, so that nobody who was removed comes back. One that cannot be read any more is moved aside. A
    different store is never replaced. Raises WrongKey, or StoreUnavailable in words; then nothing is changed.
    """
    say = progress or (lambda _fraction, _text: None)
    source, to = source.expanduser().absolute(), to.expanduser().absolute()
    if source == to:
        raise StoreUnavailable("The backup and the store are the same file. Name the store to restore to.")
    key = keys.unlock(source, user, passphrase, clock)
    sweep(to)
    part = to.with_name(f"{to.name}.part-{uuid4().hex[:8]}")
    with in_words():
        try:
            head = _fetch(source, key, part, say)
            kept = _put(part, source, to, key, clock().strftime("%Y%m%d-%H%M%S"), say)
        finally:
            remove(part)
        checkpoint.write(_identity(to, key), str(to), head)
    return Restored(to, head, kept)


def _fetch(source: Path, key: StoreKey, part: Path, say: Progress) -> Head:
    """A proved copy beside the place it goes to: the backup itself may lie on a read-only disk."""
    if not part.parent.is_dir():
        raise StoreUnavailable(f"The folder {part.parent} does not exist. Make it first, or choose another.")
    say(0.0, "Reading the backup.")
    shutil.copyfile(source, part)
    sync_file(part)
    return examine_file(part, key.secret, lambda fraction, text: say(0.1 + 0.4 * fraction, text))


def _put(part: Path, source: Path, to: Path, key: StoreKey, stamp: str, say: Progress) -> Path | None:
    if not to.exists():
        _clear(to)
        keys.copy_slots(source, to)
        part.rename(to)
        sync_folder(to.parent)
        return None
    if keys.key_file(to).exists() and not keys.opens(to, key):
        raise StoreUnavailable(f"{to.name} is a different store. Restore to another name; nothing was changed.")
    kept = aside(to, "before-restore", stamp)
    if not keys.key_file(to).exists() or not _is_readable(to, key):
        _replace_unreadable(part, source, to, kept)
        return kept
    with alone(to, key.secret) as store:
        backing = kept.with_name(f"{kept.name}.part-{uuid4().hex[:8]}")
        try:
            before = copy_sound(store, key.secret, backing, lambda f, t: say(0.5 + 0.4 * f, t))
            keys.copy_slots(to, kept)
            backing.rename(kept)
        finally:
            remove(backing)
        checkpoint.write_beside(kept, before)
        say(0.9, "Putting the backup in place.")
        pour(part, key.secret, store)
    return kept


def _is_readable(store: Path, key: StoreKey) -> bool:
    """Whether the store that stands there is sound; one in use counts as sound, so that it is asked to be closed."""
    try:
        examine_file(store, key.secret)
    except DeskError as error:
        return str(error) == BUSY
    return True


def _replace_unreadable(part: Path, source: Path, to: Path, kept: Path) -> None:
    """Keep a second name for the damaged file, then put the sound one in its place in one step."""
    for ending in ("-wal", "-journal"):
        beside = to.with_name(f"{to.name}{ending}")
        if beside.exists():  # it belongs to the damaged file and must not be read into the sound one
            shutil.copyfile(beside, kept.with_name(f"{kept.name}{ending}"))
    shutil.copyfile(to, kept)
    sync_file(kept)
    if keys.key_file(to).exists():
        keys.copy_slots(to, kept)
    else:
        keys.copy_slots(source, to)
    _clear(to)
    try:
        part.replace(to)
    except PermissionError as error:  # Windows: somebody has the damaged file open
        raise StoreUnavailable(IN_USE) from error
    sync_folder(to.parent)


def _clear(store: Path) -> None:
    """Remove what a store that is gone left beside its name; SQLite would read it into the new one."""
    for ending in ("-wal", "-shm", "-journal"):
        store.with_name(f"{store.name}{ending}").unlink(missing_ok=True)


def _identity(store: Path, key: StoreKey) -> UUID:
    connection = connect_file(store, key.secret)
    try:
        (found,) = connection.execute("SELECT id FROM store_info").fetchone()
        return UUID(bytes=found)
    finally:
        connection.close()
