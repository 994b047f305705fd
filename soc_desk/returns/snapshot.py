"""Freezing the rows of a return in the store, and reading them back: what was sent can be compared and proved."""

import hashlib
import json
import zlib
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from soc_desk.domain import ReturnPart
from soc_desk.errors import BadFile, StoreUnavailable
from soc_desk.returns.fields import LISTED, STORED, STRINGS, Kind, unfilled
from soc_desk.returns.profile import POLICIES, Profile, read
from soc_desk.returns.source import Chunk

_ENCODE = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode
_AHEAD = 3
"""Chunks that may wait to be packed, so that memory stays flat where packing is slower than reading."""

_NUL = "\x00"
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
        head = {"fields": [field.name for field in STORED], "profile": profile.text, "policies": policies}
        self._pack(_ENCODE(head))

    def add(self, chunk: Chunk) -> None:
        """Take a chunk of records."""
        self._pack(_packed(chunk))

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

    def _pack(self, content: str) -> None:
        self._wait(_AHEAD)
        self._waiting.append(self._thread.submit(self._press, content))

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
        with _whole():
            head = json.loads(_inflate(self._content(0)))
            self._fields: list[str] = head["fields"]
            self.profile: Profile = read(head["profile"], "of this return").under(head["policies"])

    def chunks(self) -> Iterator[Chunk]:
        """Its records, in the chunks they were frozen in."""
        for content in self._contents(1):
            with _whole():
                chunk = _unpacked(_inflate(content).decode(), self._fields)
            yield chunk

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


def _packed(chunk: Chunk) -> str:
    """A chunk as one text: a line of JSON with its columns, and after it the texts, parted by NUL.

    A column with nothing in it is only its length; one of texts is null in the JSON, its texts stand below (NUL
    cannot occur in a text; where it does, the column stays in the JSON). JSON would look at every letter.
    """
    size = len(chunk)
    columns: list[Any] = []
    texts: list[str] = []
    for field in STORED:
        values = chunk.columns[field.name]
        if unfilled(values, field.kind):
            columns.append(size)
        elif field.kind in STRINGS and (joined := _joined(values)).count(_NUL) == size - 1:
            columns.append(None)
            texts.append(joined)
        else:
            columns.append(values)
    return f"{_ENCODE(columns)}\n{_NUL.join(texts)}"


def _unpacked(content: str, names: Sequence[str]) -> Chunk:
    line, _, below = content.partition("\n")
    columns = dict(zip(names, json.loads(line), strict=True))
    texts = below.split(_NUL)
    size = len(texts) // max(list(columns.values()).count(None), 1)
    start = 0
    for name, values in columns.items():
        if values is None:
            columns[name] = [text or None for text in texts[start : start + size]]
            start += size
    return Chunk({field.name: _thawed(columns.get(field.name, size), field.kind) for field in STORED})


def _joined(values: Sequence[str | None]) -> str:
    return _NUL.join([value or "" for value in values])


def _thawed(values: Sequence[Any] | int, kind: Kind) -> Sequence[Any]:
    if not isinstance(values, int):
        return values
    return [[]] * values if kind in LISTED else (None,) * values


def _inflate(content: bytes | None) -> bytes:
    with _whole():
        return zlib.decompress(content or b"")


@contextmanager
def _whole() -> Iterator[None]:
    """Says in a sentence that what is frozen cannot be read."""
    try:
        yield
    except (zlib.error, ValueError, LookupError, TypeError, BadFile) as error:
        raise StoreUnavailable("The frozen copy of this return is damaged. Restore the store from a backup.") from error
