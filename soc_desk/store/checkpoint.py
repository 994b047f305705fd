"""The audit chain's head, kept outside the store, so that a tail cut off the log is noticed.

Two copies: beside the store (``force.socdesk.head``), which travels with it, and in the user's own folder, which
somebody who can only write to the store's folder does not reach. A head that the log no longer holds is put aside
before it is written over (``force.socdesk.head.lost``) and stays there until somebody accepts the log as it stands.
"""

import hashlib
import json
import logging
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import URL, make_url

from soc_desk import config
from soc_desk.errors import DeskError
from soc_desk.store.audit import Head
from soc_desk.store.disk import write_whole
from soc_desk.store.engine import is_postgresql, path_of, plain_address

_BESIDE = ".head"
_LENGTH = 128
"""Bytes of a checkpoint, the same for every head, so that a shorter one leaves nothing of a longer one behind."""

SealOf = Callable[[int], str | None]
"""The seal of the store's entry of that number, None where there is none; raises DeskError where it cannot say."""

UNKNOWN = Head(-1, "")
"""Put aside in place of a head that was taken away from beside a store: where its log ended is not known."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Keeper:
    """Holds the places of one store's remembered heads against its log, when it is opened and after each commit."""

    places: tuple[Path, ...]
    seal_of: SealOf

    def keep(self, before: Head, after: Head) -> tuple[Head, ...]:
        """Remember ``after``, the head of a commit that went on from ``before``.

        Gives the heads that were remembered and that the log no longer holds; they are put aside first. A head that
        the commit itself went on from needs no look at the store, so that an ordinary save pays nothing for this.
        """
        lost = []
        for place in self.places:
            known = _read(place)
            fits = known is None or known in (before, after) or self._holds(known)
            if fits is None or (not fits and known is not None and not _put_aside(place, known)):
                continue  # it cannot be told, or not be kept: the older head stands rather than be lost
            if not fits and known is not None:
                lost.append(known)
            if known is None or not fits or known.seq < after.seq:  # another program may have sealed more meanwhile
                _write(place, after)
        return tuple(dict.fromkeys(lost))

    def examine(self) -> tuple[Head, ...]:
        """On opening: every remembered head that the log does not hold, those of earlier times included.

        A store whose checkpoint does not lie beside it may have been cut, and so is told of.
        """
        lost: dict[Head, None] = {}
        for place in self.places:
            known = _read(place)
            if known is None and place.suffix == _BESIDE and self._holds_any():
                known = UNKNOWN
            if known is not None and known.seq and self._holds(known) is False:
                _put_aside(place, known)
                lost[known] = None
            lost.update({head: None for head in _read_lost(place) if self._holds(head) is False})
        return tuple(lost)

    def _holds_any(self) -> bool:
        """Whether the log has begun."""
        return self.seal_of(1) is not None

    def _holds(self, head: Head) -> bool | None:
        """Whether the log holds that entry under that seal; None where it cannot be told."""
        if not head.seq:
            return True
        try:
            return self.seal_of(head.seq) == head.seal
        except DeskError as error:
            _log.warning("The audit checkpoint could not be held against the log: %s", error)
            return None


def keeper(store_id: UUID, address: str, seal_of: SealOf) -> Keeper:
    """What a Store tells after each commit where the chain stands."""
    return Keeper(_places(store_id, address), seal_of)


def write(store_id: UUID, address: str, head: Head) -> None:
    """Set the checkpoint, also backwards: after a restore the chain is shorter, rightly."""
    for place in _places(store_id, address):
        _write(place, head)


def read(store_id: UUID, address: str) -> tuple[Head, ...]:
    """The heads remembered, for ``audit.verify``, with those put aside; empty for a store not written to from here."""
    places = _places(store_id, address)
    heads = (_read(place) for place in places)
    kept = (head for place in places for head in _read_lost(place))
    return tuple(dict.fromkeys((*(head for head in heads if head is not None), *kept)))


def accept(store_id: UUID, address: str, head: Head) -> None:
    """From now on ``head`` is what is remembered, and nothing that was put aside."""
    for place in _places(store_id, address):
        _write(place, head)
        _lost(place).unlink(missing_ok=True)


def beside(store: Path) -> Path:
    """The copy that lies beside a store's file."""
    return store.with_name(f"{store.name}{_BESIDE}")


def write_beside(store: Path, head: Head) -> None:
    """Put a checkpoint beside a file that is no open store: a backup."""
    _write(beside(store), head)


def _places(store_id: UUID, address: str) -> tuple[Path, ...]:
    folder = config.state_dir() / "heads"
    folder.mkdir(exist_ok=True)
    # A copied store keeps its id and goes its own way, so that the place counts as well.
    place = hashlib.sha256(_bare(address).encode()).hexdigest()[:12]
    own = folder / f"{store_id}-{place}.json"
    return (own,) if is_postgresql(address) else (beside(path_of(address)), own)


def _bare(address: str) -> str:
    """The place alone: a server's is the same whoever signs in, and whether or not the address names them."""
    plain = plain_address(address)
    if not is_postgresql(plain):
        return plain
    url = make_url(plain)
    return str(URL.create("postgresql", None, None, url.host, url.port, url.database, url.query))


def _lost(place: Path) -> Path:
    return place.with_name(f"{place.name}.lost")


def _put_aside(place: Path, head: Head) -> bool:
    """Keep a head that the log no longer holds; False where the disk does not take it."""
    kept = _read_lost(place)
    if head in kept:
        return True
    told = [{"seq": one.seq, "seal": one.seal} for one in (*kept, head)]
    try:
        write_whole(_lost(place), json.dumps(told).encode())
    except OSError as error:
        _log.warning("The audit checkpoint %s could not be put aside: %s.", place, error)
        return False
    return True


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
    return next(iter(_heads(place)), None)


def _read_lost(place: Path) -> tuple[Head, ...]:
    return tuple(_heads(_lost(place)))


def _heads(path: Path) -> Iterable[Head]:
    """What a file of heads holds; one that cannot be read holds nothing."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return [Head(int(one["seq"]), str(one["seal"])) for one in (told if isinstance(told, list) else [told])]
    except (OSError, ValueError, KeyError, TypeError):
        return []
