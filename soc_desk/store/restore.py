"""Puts a backup back: proved first, what stood there kept aside, the restore in its log, all of it or nothing."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from soc_desk.errors import DeskError, NotAllowed, StoreUnavailable
from soc_desk.store import checkpoint, keys, opening
from soc_desk.store.audit import Head, head
from soc_desk.store.backup import copy_sound, remove
from soc_desk.store.check import Progress, examine_file
from soc_desk.store.disk import aside, sweep, sync_file, sync_folder
from soc_desk.store.engine import connect_file, make_engine
from soc_desk.store.keys import StoreKey
from soc_desk.store.passphrase import now_utc, user_key
from soc_desk.store.store import Store
from soc_desk.store.translation import BUSY, in_words
from soc_desk.store.upgrade import IN_USE, alone, pour
from soc_desk.store.work import Note, Work, use_case
from soc_desk.vocabulary import Role

AS_IT_WAS = "nothing was restored, and what stood there is as it was"
_NOT_AN_ADMINISTRATOR = (
    "Only an administrator restores a backup, of the store as it stands and as it was in the backup. Ask one to do it."
)


@dataclass(frozen=True)
class Restored:
    """What now stands at ``path``, its head with the restore, and where what stood there was put (None for nothing)."""

    path: Path
    head: Head
    kept: Path | None


@dataclass(frozen=True)
class _Job:
    """One restore under way: which backup goes where, by whom and when."""

    source: Path
    to: Path
    part: Path
    key: StoreKey
    user: str
    at: datetime
    say: Progress


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
    different store is never replaced. Raises WrongKey, NotAllowed for who is no administrator, or StoreUnavailable in
    words; then nothing is changed.
    """
    source, to = source.expanduser().absolute(), to.expanduser().absolute()
    if source == to:
        raise StoreUnavailable("The backup and the store are the same file. Name the store to restore to.")
    if source.is_dir():
        raise StoreUnavailable(f"{source.name or source} is a folder. Choose the backup in it.")
    key = keys.unlock(source, user, passphrase, clock)
    part = to.with_name(f"{to.name}.part-{uuid4().hex[:8]}")
    job = _Job(source, to, part, key, user, clock(), progress or (lambda _fraction, _text: None))
    with in_words(AS_IT_WAS):
        sweep(to)
        try:
            reached = _fetch(job)
            kept, newest = _put(job, reached)
        finally:
            remove(part)
        checkpoint.write(_identity(to, key), str(to), newest)
    return Restored(to, newest, kept)


@use_case("Restore a backup", needs={Role.ADMINISTRATOR})
def restored(work: Work, store_id: UUID, backup: str, before: Head | None, after: Head) -> None:
    """Log a restore in the store about to be put in place: from which backup, the head that stood there and its own."""
    told = {
        "event": [None, "restored a backup"],
        "backup": [None, backup],
        "head": [[before.seq, before.seal] if before else None, [after.seq, after.seal]],
    }
    work.notes.append(Note("store_info", store_id, store_id, "noted", told))


def _fetch(job: _Job) -> Head:
    """A proved copy beside the place it goes to: the backup itself may lie on a read-only disk."""
    part = job.part
    if not part.parent.is_dir():
        raise StoreUnavailable(f"The folder {part.parent} does not exist. Make it first, or choose another.")
    job.say(0.0, "Reading the backup.")
    shutil.copyfile(job.source, part)
    sync_file(part)

    def tell(fraction: float, text: str) -> None:
        job.say(0.1 + 0.4 * fraction, text)

    return examine_file(part, job.key.secret, tell, job.source.name)


def _put(job: _Job, reached: Head) -> tuple[Path | None, Head]:
    """Put the proved copy in place; gives where what stood there is kept, and the head of the log with the restore."""
    to, key = job.to, job.key
    if not to.exists():
        newest = _log(job, None, reached)
        _clear(to)
        keys.copy_slots(job.source, to)
        job.part.rename(to)
        sync_folder(to.parent)
        return None, newest
    if keys.key_file(to).exists() and not keys.opens(to, key):
        raise StoreUnavailable(f"{to.name} is a different store. Restore to another name; nothing was changed.")
    kept = aside(to, "before-restore", job.at.strftime("%Y%m%d-%H%M%S"))
    if not keys.key_file(to).exists() or not _is_readable(to, key):
        newest = _log(job, None, reached)
        _replace_unreadable(job.part, job.source, to, kept)
        return kept, newest
    with alone(to, key.secret) as store:
        _require_administrator(store, job.user)
        backing = kept.with_name(f"{kept.name}.part-{uuid4().hex[:8]}")
        try:
            before = copy_sound(store, key.secret, backing, lambda f, t: job.say(0.5 + 0.4 * f, t))
            newest = _log(job, before, reached)
            keys.copy_slots(to, kept)
            backing.rename(kept)
        finally:
            remove(backing)
        checkpoint.write_beside(kept, before)
        job.say(0.9, "Putting the backup in place.")
        pour(job.part, key.secret, store)
    return kept, newest


def _log(job: _Job, before: Head | None, reached: Head) -> Head:
    """Write the restore into the log of the copy, so that it is in place with it or not at all; gives the new head."""
    engine = make_engine(str(job.part), job.key.secret, journal="DELETE")
    try:
        store = Store(engine, clock=lambda: job.at)
        actor = opening.person(engine, job.user)
        store.write(actor, restored, _identity(job.part, job.key), job.source.name, before, reached)
        return store.read(actor, head)
    finally:
        engine.dispose()


def _require_administrator(store: Any, user: str) -> None:
    """Raise unless ``user`` administers the store that stands there today, whatever they did in the backup's time."""
    found = store.execute("SELECT roles, disabled_at FROM app_user WHERE lower(name) = ?", (user_key(user),)).fetchone()
    if found is None or found[1] is not None or Role.ADMINISTRATOR.value not in json.loads(found[0]):
        raise NotAllowed(_NOT_AN_ADMINISTRATOR)


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
