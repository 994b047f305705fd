"""The encrypted journal of what people typed but did not save yet; it survives a crash, a lock and a power cut.

One file for each open form, AES-256-GCM under a key that the session derives from the store's, written beside and
renamed over the old one. A file that cannot be read is set aside, never deleted.
"""

import dataclasses
import json
import os
import threading
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

T = TypeVar("T")

_NONCE = 12
_PLACES = "places"


@dataclass(frozen=True)
class Kept:
    """One draft in the journal: ``form`` is ``module:Class`` of its sheet, ``content`` what the sheet's own says."""

    form: str
    title: str
    content: Mapping[str, Any]
    id: UUID = field(default_factory=uuid4)
    kept_at: datetime = field(default_factory=lambda: datetime.now(UTC))


class Journal:
    """The drafts of one person in one store on this workstation, in ``folder`` under ``key`` (32 bytes)."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self.folder = folder
        self._cipher = AESGCM(key)
        self._one_at_a_time = threading.Lock()
        self._newest: dict[str, datetime] = {}
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def keep(self, draft: Kept) -> Kept:
        """Write the draft so that it is on the disk when this returns; raises OSError when the disk refuses.

        May be called from any thread: an older content never replaces a newer one, nor brings back a dropped draft.
        """
        told = {"form": draft.form, "title": draft.title, "content": draft.content, "at": draft.kept_at.isoformat()}
        name = str(draft.id)
        with self._one_at_a_time:
            if self._newest.get(name, draft.kept_at) <= draft.kept_at:
                self._write(name, told)
                self._newest[name] = draft.kept_at
        return draft

    def drop(self, draft_id: UUID) -> None:
        """Forget a draft that was saved or thrown away; one that never was kept is no error."""
        with self._one_at_a_time:
            self._newest[str(draft_id)] = datetime.max.replace(tzinfo=UTC)
            self._path(str(draft_id)).unlink(missing_ok=True)

    def kept(self) -> list[Kept]:
        """What was left unsaved, newest first; damaged entries are set aside, see ``set_aside``."""
        drafts = []
        for path in self.folder.glob("*.draft"):
            if path.stem == _PLACES:
                continue
            told = self._read(path)
            if told is not None:
                at = datetime.fromisoformat(told["at"])
                drafts.append(Kept(told["form"], told["title"], told["content"], UUID(path.stem), at))
        return sorted(drafts, key=lambda draft: draft.kept_at, reverse=True)

    def set_aside(self) -> list[Path]:
        """Files that could not be read, now or earlier."""
        return sorted(self.folder.glob("*.damaged"))

    def keep_places(self, places: Mapping[str, Any]) -> None:
        """Remember where each page was (its filters and selection are case data, so not a setting)."""
        self._write(_PLACES, dict(places))

    def places(self) -> dict[str, Any]:
        """Where each page was when the window was last closed; empty when unknown."""
        path = self._path(_PLACES)
        return (self._read(path) or {}) if path.exists() else {}

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.draft"

    def _write(self, name: str, told: Mapping[str, Any]) -> None:
        nonce = os.urandom(_NONCE)
        sealed = nonce + self._cipher.encrypt(nonce, json.dumps(told).encode(), name.encode())
        path = self._path(name)
        beside = path.with_suffix(".new")
        with beside.open("wb") as file:
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        _sync_folder(self.folder)

    def _read(self, path: Path) -> dict[str, Any] | None:
        try:
            sealed = path.read_bytes()
            plain = self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], path.stem.encode())
            told: dict[str, Any] = json.loads(plain)
        except (InvalidTag, ValueError, OSError):
            path.replace(path.with_suffix(".damaged"))
            return None
        return told


def _sync_folder(folder: Path) -> None:
    """Make the renaming itself durable, where the system knows how."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def to_plain(value: Any) -> Any:
    """A Draft (or any nest of dataclasses, dates, ids, enums) as plain JSON; see ``from_plain``."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, UUID | date | Decimal):
        return value.isoformat() if isinstance(value, date) else str(value)
    if isinstance(value, Mapping):
        return {str(key): to_plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [to_plain(item) for item in value]
    return value


def from_plain(kind: type[T], told: Any) -> T:
    """The Draft of class ``kind`` from what ``to_plain`` made; fields it does not know keep their default.

    Raises ValueError or TypeError when the content does not fit, as after a change of the program.
    """
    value: T = _typed(kind, told)
    return value


def _typed(kind: Any, told: Any) -> Any:  # noqa: PLR0911 - one line for each shape a Draft may hold
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if kind is Any:
        return told
    if origin in (typing.Union, types.UnionType):
        if told is None:
            return None
        return _typed(next(one for one in inner if one is not type(None)), told)
    if origin in (list, tuple, set, frozenset):
        return origin(_typed(inner[0], item) for item in told)
    if origin is not None:
        return told
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        known = {f.name for f in dataclasses.fields(kind) if f.init}
        return kind(**{name: _typed(hints[name], item) for name, item in told.items() if name in known})
    if issubclass(kind, datetime | date):
        return kind.fromisoformat(told)
    if issubclass(kind, Enum | UUID | Decimal):
        return kind(told)
    return told
