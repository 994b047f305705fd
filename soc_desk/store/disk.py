"""Files that are never half written, and what kind of disk they lie on."""

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from glob import escape as glob_escape
from pathlib import Path
from uuid import uuid4

from soc_desk.errors import StoreUnavailable

_NETWORK_KINDS = frozenset(
    {
        "9p", "afs", "afpfs", "beegfs", "ceph", "cifs", "coda", "davfs", "fuse.davfs", "fuse.davfs2", "fuse.gvfsd-fuse",
        "fuse.glusterfs", "fuse.rclone", "fuse.s3fs", "fuse.smbnetfs", "fuse.sshfs", "fuse.vmhgfs-fuse", "gfs2",
        "glusterfs", "lustre", "ncpfs", "nfs", "nfs3", "nfs4", "ocfs2", "orangefs", "prl_fs", "smb", "smb2", "smb3",
        "smbfs", "vboxsf", "virtiofs", "vmhgfs",
    }
)  # fmt: skip
_STALE_SECONDS = 24 * 60 * 60
_DRIVE_REMOTE = 4
"""``GetDriveTypeW``: the drive is a network drive (Windows API, fileapi.h)."""


def is_network_path(path: Path, mounts: str | None = None) -> bool:
    """Whether ``path`` lies on a disk shared over a network, where SQLite's write-ahead log must not be used.

    The path need not exist; its nearest existing folder counts. ``mounts`` replaces the text of ``/proc/mounts``.
    """
    if sys.platform == "win32":
        return _is_network_drive(path)
    place = path.absolute()
    while not place.exists() and place != place.parent:
        place = place.parent
    resolved = place.resolve() if mounts is None else place
    table = Path("/proc/mounts") if mounts is None else None
    if table is not None and not table.exists():
        return False
    text = table.read_text(encoding="utf-8", errors="surrogateescape") if table is not None else mounts or ""
    return _kind_of(resolved, text) in _NETWORK_KINDS


def _kind_of(path: Path, mounts: str) -> str:
    """Type of the file system whose mount point is the longest that holds ``path``; the last mounted wins a tie."""
    holding = {each.as_posix() for each in (path, *path.parents)}
    best, kind = -1, ""
    for line in mounts.splitlines():
        fields = line.split()
        if len(fields) > 2 and fields[1].startswith("/"):
            # /proc/mounts writes space, tab, newline and backslash as octal escapes (proc_pid_mounts(5)).
            point = fields[1].replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\")
            if point in holding and len(point) >= best:
                best, kind = len(point), fields[2]
    return kind


def _is_network_drive(path: Path) -> bool:
    import ctypes

    place = str(path.absolute())
    if place.startswith(("\\\\", "//")):
        return True
    kind: int = getattr(ctypes, "windll").kernel32.GetDriveTypeW(path.absolute().anchor)  # noqa: B009
    return kind == _DRIVE_REMOTE


def write_whole(path: Path, content: bytes, *, private: bool = True) -> None:
    """Put ``content`` in ``path`` so that a power cut leaves the old file or the new, never a part.

    ``private`` files can be read by their owner only. Raises OSError as the disk does.
    """
    part = path.with_name(f"{path.name}.part-{uuid4().hex[:8]}")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if private else 0o644)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_file(path: Path) -> None:
    """Have the disk keep what was written to ``path``."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Have the disk keep a rename made in ``folder``; Windows has no such call and needs none."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def only_one(path: Path, busy: str) -> Iterator[None]:
    """Hold ``path`` as a lock between programs; raises StoreUnavailable(``busy``) where another holds it.

    The operating system lets go of the lock when the program ends, however it ends; the empty file stays.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            _lock(handle)
        except OSError as error:
            raise StoreUnavailable(busy) from error
        yield
    finally:
        os.close(handle)


def _lock(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def sweep(path: Path) -> None:
    """Remove unfinished copies that a program killed a day or more ago left beside ``path``."""
    for part in path.parent.glob(f"{glob_escape(path.name)}.part-*"):
        if time.time() - part.stat().st_mtime > _STALE_SECONDS:
            part.unlink(missing_ok=True)


def aside(path: Path, reason: str, stamp: str) -> Path:
    """A free name beside ``path`` for a copy kept for ``reason``: ``force.before-restore-20261122-101500.socdesk``."""
    name = path.with_name(f"{path.stem}.{reason}-{stamp}{path.suffix}")
    number = 2
    while name.exists():
        name = path.with_name(f"{path.stem}.{reason}-{stamp}-{number}{path.suffix}")
        number += 1
    return name
