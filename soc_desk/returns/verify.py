"""Holding a built file against its manifest, the manifest against the store, and the store against what was frozen."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import ReturnSnapshot
from soc_desk.domain.period import Period
from soc_desk.errors import BadFile, StoreUnavailable
from soc_desk.returns import manifest
from soc_desk.returns.compare import NOW, Comparison, Difference, closed_ids, diff
from soc_desk.returns.cross_checks import Totals
from soc_desk.returns.facts import header
from soc_desk.returns.profile import Profile
from soc_desk.returns.render import with_derived
from soc_desk.returns.snapshot import Frozen
from soc_desk.returns.source import Chunk, require_reader
from soc_desk.returns.writers import Writer, text_writer

_ONE_BY_ONE = 1
_DAMAGED = "No record was held against the store, since the frozen copy cannot be trusted."


@dataclass(frozen=True)
class FileVerdict:
    """One file held against its manifest; ``said`` is a sentence, also where it holds."""

    name: str
    holds: bool
    said: str


@dataclass(frozen=True)
class Verdict:
    """What was found. ``holds``: files, manifest, frozen copy and store all agree (a national reference entered since
    is the normal life of a sent record and no fault), and every record could be held against the store.

    ``faults`` are sentences about the manifest and the frozen copy; ``records`` name each record that changed in the
    store since; ``hidden`` counts those not open to the reader, and ``not_compared`` says so, naming none.
    """

    holds: bool
    reference: str
    files: tuple[FileVerdict, ...]
    faults: tuple[str, ...]
    records: tuple[Difference, ...]
    keyed: int
    hidden: int
    not_compared: str = ""


def verify(session: Session, file: Path) -> Verdict:
    """Hold ``file`` (a file of a return, or its manifest: then all its files) against manifest and store.

    Raises BadFile where there is nothing to hold it against.
    """
    require_reader(session)
    beside = _manifest_of(file)
    stored = _stored(session, file, beside)
    said: dict[str, Any] = stored.manifest
    faults = []
    if beside is not None and (changed := _changed_keys(manifest.read(beside), said)):
        faults.append(
            f"The manifest {beside.name} was changed since it was written, or belongs to another store: "
            f"{', '.join(changed)} differ from what the store keeps."
        )
    damaged = list(_frozen_faults(session, stored))
    faults += damaged
    wanted = [entry for entry in said["files"] if file.name in (entry["name"], beside.name if beside else "")]
    if not wanted:
        raise BadFile(f"{file.name} is not among the files of return {stored.reference}. Name one of those built.")
    files = tuple(_file_verdict(session, stored, file.parent / e["name"], e, whole=not damaged) for e in wanted)
    # Against a frozen copy that was altered, nothing that is said of records would be true.
    since = Comparison(stored.reference, NOW, (), ()) if damaged else diff(session, stored.reference)
    altered = tuple(difference for difference in since.differences if not difference.keyed)
    unseen = _DAMAGED if damaged else _unseen(since.hidden)
    return Verdict(
        holds=not altered and not faults and not unseen and all(one.holds for one in files),
        reference=stored.reference, files=files, faults=tuple(faults), records=altered,
        keyed=len(since.differences) - len(altered), hidden=since.hidden, not_compared=unseen,
    )  # fmt: skip


def _unseen(hidden: int) -> str:
    """How many records were not held against the store, since the reader may not know of them; names none."""
    if not hidden:
        return ""
    what = "1 record of this return is not open to you and was" if hidden == 1 else (
        f"{hidden:,} records of this return are not open to you and were"
    )  # fmt: skip
    return f"{what} not held against the store. Have somebody verify it to whom every record of it is open."


def _manifest_of(file: Path) -> Path | None:
    """The manifest beside a file, or the file itself where it is one."""
    if not file.is_file():
        raise BadFile(f"There is no file {file}. Name a file of a built return, or its manifest.")
    if file.name.endswith(manifest.SUFFIX):
        return file
    beside = file.with_name(file.stem + manifest.SUFFIX)
    return beside if beside.is_file() else None


def _stored(session: Session, file: Path, beside: Path | None) -> ReturnSnapshot:
    """The return in the store that a file belongs to: by its manifest, else by the file's name."""
    query = select(ReturnSnapshot)
    if beside is not None:
        said = manifest.read(beside)
        try:
            found = session.scalars(query.where(ReturnSnapshot.id == UUID(str(said["snapshot_id"])))).one_or_none()
        except ValueError:
            found = None
        found = found or session.scalars(query.where(ReturnSnapshot.reference == str(said["return"]))).one_or_none()
    else:
        every = session.scalars(query.order_by(ReturnSnapshot.built_at.desc()))
        found = next((one for one in every if any(e["name"] == file.name for e in one.manifest["files"])), None)
    if found is None:
        raise BadFile(
            f"This store has no return that {file.name} belongs to. Open the store it was built from, and keep the "
            "name the file was built under."
        )
    return found


def _changed_keys(beside: dict[str, Any], stored: dict[str, Any]) -> list[str]:
    return [key for key in dict.fromkeys([*stored, *beside]) if beside.get(key) != stored.get(key)]


def _frozen_faults(session: Session, stored: ReturnSnapshot) -> Iterator[str]:
    try:
        same = Frozen(session, stored.id).sha256() == stored.content_sha256 == stored.manifest["content_sha256"]
    except StoreUnavailable as damaged:
        yield str(damaged)
        return
    if not same:
        yield f"The frozen copy of {stored.reference} in the store was altered. Restore the store from a backup."


def _file_verdict(
    session: Session, stored: ReturnSnapshot, path: Path, entry: dict[str, Any], *, whole: bool
) -> FileVerdict:
    name = entry["name"]
    if not path.is_file():
        return FileVerdict(name, False, f"{name} is not here; it was built with the others.")
    try:
        fingerprint, size = manifest.sha256_of(path), path.stat().st_size
    except OSError as error:
        raise BadFile(f"{name} cannot be read: {error.strerror}.") from error
    if fingerprint == entry["sha256"]:
        return FileVerdict(name, True, f"{name} is as it was built.")
    where = ""
    if whole and entry["format"] in ("csv", "json"):
        where = _first_difference(session, stored, path, entry["format"])
    length = f"it has {size:,} bytes and was built with {entry['bytes']:,}" if size != entry["bytes"] else "same length"
    return FileVerdict(name, False, f"{name} was changed since it was built ({length}).{where}")


def _first_difference(session: Session, stored: ReturnSnapshot, path: Path, format: str) -> str:
    """Where the file leaves what was built: written anew from the frozen records, record by record."""
    frozen = Frozen(session, stored.id)
    period = Period(stored.starts_on, stored.ends_on)
    about = header(frozen.profile, period, stored.manifest["lead_agency"], synthetic=stored.manifest["synthetic"])
    text = io.StringIO(newline="")
    anew = text_writer(format, text, frozen.profile, about)
    with path.open("rb") as given:
        same = _Same(given.read, text)
        if not same():
            return " The change is before the first record."
        for chunk in _single(frozen):
            _write(anew, chunk, frozen.profile)
            if not same():
                if closed_ids(session, [UUID(chunk.columns["disruption_id"][0])]):
                    return " The first change is in a record that is not open to you."
                return f" The first change is in record {chunk.columns['reference'][0]}."
    return " The change is after the last record."


class _Same:
    """Whether the next bytes of a file are those just written anew."""

    def __init__(self, read: Callable[[int], bytes], text: io.StringIO) -> None:
        self._read, self._text = read, text

    def __call__(self) -> bool:
        anew = self._text.getvalue().encode()
        self._text.seek(0)
        self._text.truncate()
        return self._read(len(anew)) == anew


def _single(frozen: Frozen) -> Iterator[Chunk]:
    for chunk in frozen.chunks():
        for place in range(len(chunk)):
            yield Chunk({name: values[place : place + _ONE_BY_ONE] for name, values in chunk.columns.items()})


def _write(anew: Writer, chunk: Chunk, profile: Profile) -> None:
    late = Totals().add(chunk.columns, profile.settings.lag_days or 0)
    anew.add(with_derived(chunk.columns, late, profile))
