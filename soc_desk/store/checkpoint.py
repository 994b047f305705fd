"""The audit chain's head, kept outside the store, so that a tail cut off the log is noticed.

Two copies: beside the store (``force.socdesk.head``), which travels with it, and in the user's own folder, which
somebody who can only write to the store's folder does not reach.
"""

import hashlib
import json
import logging
import os
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from soc_desk import config
from soc_desk.store.audit import Head
from soc_desk.store.engine import is_postgresql, path_of, plain_address

_LENGTH = 128
"""Bytes of a checkpoint, the same for every head, so that a shorter one leaves nothing of a longer one behind."""

_log = logging.getLogger(__name__)


def keeper(store_id: UUID, address: str) -> Callable[[Head], None]:
    """What a Store calls after each commit with the chain's new head."""
    places = _places(store_id, address)

    def keep(head: Head) -> None:
        for place in places:
            known = _read(place)
            if known is None or known.seq < head.seq:  # another program may have sealed more meanwhile
                _write(place, head)

    return keep


def write(store_id: UUID, address: str, head: Head) -> None:
    """Set the checkpoint, also backwards: after a restore the chain is shorter, rightly."""
    for place in _places(store_id, address):
        _write(place, head)


def read(store_id: UUID, address: str) -> tuple[Head, ...]:
    """The heads remembered, for ``audit.verify``; empty for a store not written to from here."""
    heads = (_read(place) for place in _places(store_id, address))
    return tuple(dict.fromkeys(head for head in heads if head is not None))


def beside(store: Path) -> Path:
    """The copy that lies beside a store's file."""
    return store.with_name(f"{store.name}.head")


def write_beside(store: Path, head: Head) -> None:
    """Put a checkpoint beside a file that is no open store: a backup."""
    _write(beside(store), head)


def _places(store_id: UUID, address: str) -> tuple[Path, ...]:
    folder = config.state_dir() / "heads"
    folder.mkdir(exist_ok=True)
    # A copied store keeps its id and goes its own way, so that the place counts as well.
    place = hashlib.sha256(plain_address(address).encode()).hexdigest()[:12]
    own = folder / f"{store_id}-{place}.json"
    return (own,) if is_postgresql(address) else (beside(path_of(address)), own)


def _write(place: Path, head: Head) -> None:
    """Cheap, as every save pays for it: one write of one length in place, no rename and no fsync.

    Losing the newest checkpoint in a power cut only lets an older one stand.
    """
    told = json.dumps({"seq": head.seq, "seal": head.seal}).ljust(_LENGTH)
    try:
        handle = os.open(place, os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            os.write(handle, told.encode())
        finally:
            os.close(handle)
    except OSError as error:
        # The save is committed and must not look failed; the log tells the administrator.
        _log.warning("The audit checkpoint %s could not be written: %s.", place, error)


def _read(place: Path) -> Head | None:
    try:
        told = json.loads(place.read_text(encoding="utf-8"))
        return Head(int(told["seq"]), str(told["seal"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
