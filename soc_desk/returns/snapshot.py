"""Freezing the rows of a return in the store, and reading them back: what was sent can be compared and proved."""

import hashlib
import json
import zlib
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from soc_desk.domain import ReturnPart
from soc_desk.errors import StoreUnavailable
from soc_desk.returns.fields import LISTED, STORED, Field
from soc_desk.returns.profile import POLICIES, Profile, read
from soc_desk.returns.source import Chunk

_ENCODE = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode
_AHEAD = 3
"""Chunks that may wait to be packed, so that memory stays flat where packing is slower than reading."""

_QUICK = 1
"""zlib's quickest level: text shrinks to a third, and the return is not held up."""


class Freezer:
    """Packs chunks as they stream past, on a thread of its own (zlib leaves the others running), in their order.

    The packed parts lie in a nameless file in ``folder`` until ``keep`` writes them to the store in one go, so that
    memory stays flat and a return that fails half-way has written nothing.
    """

    def __init__(self, profile: Profile, folder: Path) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="freezing")
        self._file = TemporaryFile(dir=folder)  # noqa: SIM115 - closed by close()
        self._hash = hashlib.sha256()
        self._sizes: list[int] = []
        self._waiting: deque[Future[int]] = deque()
        policies = {policy: getattr(profile.settings, setting) for setting, (policy, _) in POLICIES.items()}
        self._pack({"fields": [field.name for field in STORED], "profile": profile.text, "policies": policies})

    def add(self, chunk: Chunk) -> None:
        """Take a chunk of records."""
        self._pack([_thinned(chunk.columns[field.name], field) for field in STORED])

    @property
    def sha256(self) -> str:
        """Fingerprint of everything taken; asked for after the last chunk."""
        self._wait(0)
        return self._hash.hexdigest()

    def keep(self, session: Session, snapshot_id: UUID) -> None:
        """Write the parts of the snapshot, which must be in the store already."""
        self._wait(0)
        self._file.seek(0)
        for part, size in enumerate(self._sizes):
            content = self._file.read(size)
            session.execute(insert(ReturnPart), [{"snapshot_id": snapshot_id, "part": part, "content": content}])

    def close(self) -> None:
        """End the thread; parts not kept are forgotten."""
        self._thread.shutdown(cancel_futures=True)
        self._file.close()

    def _pack(self, content: Any) -> None:  # noqa: ANN401 - what JSON holds
        self._wait(_AHEAD)
        self._waiting.append(self._thread.submit(self._press, _ENCODE(content)))

    def _press(self, text: str) -> int:
        content = text.encode()
        self._hash.update(content)
        return self._file.write(zlib.compress(content, _QUICK))

    def _wait(self, most: int) -> None:
        while len(self._waiting) > most:
            self._sizes.append(self._waiting.popleft().result())


class Frozen:
    """A snapshot as it was frozen: its profile and its records. Raises StoreUnavailable where it was damaged."""

    def __init__(self, session: Session, snapshot_id: UUID) -> None:
        self._session, self._id = session, snapshot_id
        head = self._unpack(self._content(0))
        self._fields: list[str] = head["fields"]
        self.profile: Profile = read(head["profile"], "of this return").under(head["policies"])

    def chunks(self) -> Iterator[Chunk]:
        """Its records, in the chunks they were frozen in."""
        for content in self._contents(1):
            yield self._chunk(self._unpack(content))

    def rows(self) -> Iterator[dict[str, Any]]:
        """Its records one by one, as frozen values by field."""
        for chunk in self.chunks():
            names = list(chunk.columns)
            for values in zip(*chunk.columns.values(), strict=True):
                yield dict(zip(names, values, strict=True))

    def sha256(self) -> str:
        """The fingerprint of what is stored now; equal to the snapshot's where nobody touched it."""
        found = hashlib.sha256()
        for content in self._contents(0):
            found.update(_inflate(content))
        return found.hexdigest()

    def _contents(self, first: int) -> Iterator[bytes | None]:
        """Parts from ``first`` on, one question each: nothing is left open where a reader stops half-way."""
        part = select(ReturnPart.part).where(ReturnPart.snapshot_id == self._id, ReturnPart.part >= first)
        for number in self._session.scalars(part.order_by(ReturnPart.part)).all():
            yield self._content(number)

    def _content(self, part: int) -> bytes | None:
        query = select(ReturnPart.content).where(ReturnPart.snapshot_id == self._id, ReturnPart.part == part)
        return self._session.scalar(query)

    def _chunk(self, columns: Sequence[Any]) -> Chunk:
        frozen: dict[str, Any] = dict(zip(self._fields, columns, strict=True))
        size = len(frozen["disruption_id"])
        return Chunk({field.name: _thawed(frozen.get(field.name, size), field) for field in STORED})

    def _unpack(self, content: bytes | None) -> Any:  # noqa: ANN401 - what JSON holds
        return json.loads(_inflate(content))


def _thinned(values: Sequence[Any], field: Field) -> Sequence[Any] | int:
    """A column as it is frozen: where nothing is filled, only how many there are. Zero is filled."""
    filled = any(values) if field.kind in LISTED else values.count(None) < len(values)
    return values if filled else len(values)


def _thawed(values: Sequence[Any] | int, field: Field) -> Sequence[Any]:
    if not isinstance(values, int):
        return values
    return [[]] * values if field.kind in LISTED else (None,) * values


def _inflate(content: bytes | None) -> bytes:
    try:
        return zlib.decompress(content or b"")
    except zlib.error as error:
        raise StoreUnavailable("The frozen copy of this return is damaged. Restore the store from a backup.") from error
