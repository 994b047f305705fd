"""Turns every flush into an audit trail, sealed in the same transaction, and proves the trail whole."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import inspect, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from soc_desk.domain import AuditEntry, Entity
from soc_desk.store import seals
from soc_desk.store.bulk import insert_rows
from soc_desk.store.prepared import calm
from soc_desk.store.sealing import NAMES, SEAL, TABLE, entries
from soc_desk.store.work import Action, Added, Note, Work

CHAIN_LOCK = 0x50C
"""Advisory lock on a server: one save at a time adds to the chain."""
_CHUNK = 10_000
_TOLD_EVERY = 2_000
_ENTRIES = select(*AuditEntry.__table__.c)
_HEAD = "SELECT id, seal FROM audit_entry ORDER BY id DESC LIMIT 1"
_OWN_HEAD = "SELECT id, seal FROM desk_head()"
_UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, DBAPIError)
"""What reading an entry raises that holds no date, no code or no JSON where there should be one."""
_RESTORED = "The end of the log was cut, or an older backup was put back: ask who keeps the backups which it was."
NO_CHECKPOINT = (
    "No checkpoint lay beside the store when it was opened here, so that nobody can tell whether its end was cut."
)


@dataclass(frozen=True)
class Head:
    """The newest entry of the chain: its number and its seal."""

    seq: int
    seal: str


@dataclass(frozen=True)
class Verdict:
    """What a walk along the whole chain found. ``first_break`` is the number of the first entry that does not fit.

    ``is_cut``: the chain fits in itself so far, but not a head remembered outside; ``restored``: the log tells why.
    """

    events: int
    intact: bool
    first_break: int | None
    head: Head
    reason: str
    is_cut: bool = False
    restored: bool = False


def note_flush(session: Session, _context: Any, _instances: Any) -> None:
    """Listener: note what a flush adds, changes and removes for the work that the session belongs to."""
    work: Work = session.info["work"]
    touched: list[tuple[Action, Any]] = [("added", e) for e in session.new]
    touched += [("changed", e) for e in session.dirty if session.is_modified(e)]
    touched += [("removed", e) for e in session.deleted]
    for action, entity in touched:
        if isinstance(entity, Entity):
            fields = {} if work.erases else _last_values(entity) if action == "removed" else _differences(entity)
            work.notes.append(Note(entity.__tablename__, entity.id, entity.record_id, action, fields))


def head(session: Session) -> Head:
    """The chain's newest entry; number 0 for an empty chain."""
    connection = session.connection()
    # By the driver: every save asks this, and SQLAlchemy takes ten times as long to ask as the store to answer.
    cursor = connection.connection.cursor()
    try:
        # On a server the newest entry may be about a record not open to this login; its number and seal are.
        cursor.execute(_OWN_HEAD if connection.dialect.name == "postgresql" else _HEAD)
        row = cursor.fetchone()
    finally:
        cursor.close()
    return Head(*row) if row else Head(0, "")


def seal(session: Session, work: Work) -> Head:
    """Write the trail as the last act, each entry sealed to the one before; gives the new head."""
    session.flush()
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": CHAIN_LOCK})
    newest = session.info["sealed_from"] = head(session)
    made = entries(work, newest.seq, newest.seal, session.connection().dialect)
    with calm(sum(len(note.ids) if isinstance(note, Added) else 1 for note in work.notes)):
        while rows := list(islice(made, _CHUNK)):
            insert_rows(session, TABLE, NAMES, rows)
            newest = Head(rows[-1][0], rows[-1][SEAL])
    return newest


def verify(
    session: Session, checkpoints: Iterable[Head] = (), walked: Callable[[int], object] | None = None
) -> Verdict:
    """Walk the whole chain. ``checkpoints`` are heads kept outside the store; a chain that does not reach them was cut.

    ``walked`` is told now and then how many entries were held against their seal; it may raise Cancelled.
    """
    known: dict[int, set[str]] = {}
    for point in checkpoints:
        if point.seq:
            known.setdefault(point.seq, set()).add(point.seal)
    seen, last, empty = 0, "", _Emptied()
    for row in _stored(session):
        if row["id"] != seen + 1:
            return Verdict(seen, False, seen + 1, Head(seen, last), f"Entry {seen + 1} is missing.")
        if not empty.take(last, row):
            return Verdict(
                seen, False, row["id"], Head(seen, last), f"Entry {row['id']} was altered, or one before it."
            )
        seen, last = row["id"], row["seal"]
        if walked is not None and seen % _TOLD_EVERY == 0:
            walked(seen)
        if known.pop(seen, {last}) != {last}:
            told = f"Entry {seen} is not the one that the checkpoint remembers. {_RESTORED}"
            return Verdict(seen, False, seen, Head(seen, last), told, is_cut=True)
    if known:
        told = f"The log ends at entry {seen}, but entry {max(known)} was once written. {_RESTORED}"
        if max(known) < 0:
            told = f"The log fits as far as entry {seen}. {NO_CHECKPOINT}"
        return Verdict(seen, False, seen + 1, Head(seen, last), told, is_cut=True)
    if (wrong := empty.unnamed()) is not None:
        told = f"Entry {wrong} was altered: it was emptied, or changed since, and no erasure in the log fits that."
        return Verdict(seen, False, wrong, Head(seen, last), told)
    return Verdict(seen, True, None, Head(seen, last), f"The log is whole.{empty.words}")


class _Emptied:
    """Entries found emptied on a walk along the chain, and what the erasures told of them."""

    def __init__(self) -> None:
        self._left: dict[int, str] = {}
        self._named: dict[int, str] = {}
        self._erasures = 0

    def take(self, before: str, row: dict[str, Any]) -> bool:
        """Hold an entry to its seal; False where it does not fit."""
        held = seals.held(before, row) if "seal" in row else "altered"
        if held == "emptied":
            self._left[row["id"]] = seals.remains(row)
        elif held == "whole" and (told := seals.named(row)):
            self._named |= told
            self._erasures += 1
        return held != "altered"

    def unnamed(self) -> int | None:
        """The first entry that no erasure emptied so."""
        return min((id_ for id_, left in self._left.items() if self._named.get(id_) != left), default=None)

    @property
    def words(self) -> str:
        """That something was emptied, as a further sentence; nothing where nothing was."""
        many, by = len(self._left), self._erasures
        if not many:
            return ""
        entries = "1 entry was" if many == 1 else f"{many:,} entries were"
        return f" {entries} emptied by {'1 erasure' if by == 1 else f'{by:,} erasures'}."


def _stored(session: Session) -> Iterator[dict[str, Any]]:
    """All entries in order. One written over with what no entry can hold comes as its number alone."""
    last = 0
    rows = session.execute(_ENTRIES.order_by(AuditEntry.id).execution_options(yield_per=_CHUNK))
    try:
        for row in rows:
            last = row.id
            yield dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    except _UNREADABLE:  # somewhere in the chunk; one by one tells where
        later = select(AuditEntry.id).where(AuditEntry.id > last).order_by(AuditEntry.id).limit(_CHUNK)
        for id_ in session.scalars(later).all():
            yield _one(session, id_)
    finally:
        rows.close()  # a walk that stops at a break leaves no cursor open on the server


def _one(session: Session, id: int) -> dict[str, Any]:
    try:
        row = session.execute(_ENTRIES.where(AuditEntry.id == id)).one()
    except _UNREADABLE:
        return {"id": id}
    return dict(row._mapping)  # noqa: SLF001 - as above


def _differences(entity: Entity) -> dict[str, Any]:
    """Field name to [before, after], for the fields that really changed."""
    state = inspect(entity)
    found = {}
    for attribute in state.mapper.column_attrs:
        history = state.attrs[attribute.key].history
        if history.has_changes():
            pair = [history.deleted[0] if history.deleted else None, history.added[0] if history.added else None]
            if pair[0] != pair[1] and (pair[0] is not None or pair[1] not in ("", [], {})):
                found[attribute.key] = pair
    if len(found) > 1:
        found.pop("version", None)  # it says something only where lines of the record changed and nothing else of it
    return found


def _last_values(entity: Entity) -> dict[str, Any]:
    """What a removed line held; of a removed record nothing, since the log of an erasure holds no erased content."""
    if entity.RECORD == "id":
        return {}
    return {attribute.key: [getattr(entity, attribute.key), None] for attribute in inspect(entity).mapper.column_attrs}
