"""The entries of a work made and chained, ready for the driver; what they all share is turned and told once."""

import os
from collections.abc import Iterator
from datetime import UTC
from hashlib import sha256
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Dialect, Table

from soc_desk.domain import AuditEntry
from soc_desk.store.bulk import plain, process_of, quoted, told
from soc_desk.store.work import Added, Note, Work
from soc_desk.vocabulary import AuditCategory

TABLE = cast("Table", AuditEntry.__table__)
NAMES = (
    "id", "at", "actor", "actor_id", "machine", "category", "use_case", "title", "entity", "entity_id", "record_id",
    "action", "fields", "recipient", "purpose", "seal", "salt", "digest",
)  # fmt: skip
"""The columns of an entry in the table's order; its digest is filled in when an erasure empties it."""
SEAL = NAMES.index("seal")
_SALT_BYTES = 16


def entries(work: Work, seq: int, seal: str, dialect: Dialect) -> Iterator[tuple[Any, ...]]:
    """The driver's values of each entry in the order of ``NAMES``; ``seq`` and ``seal`` are the chain's head so far.

    The text that is sealed is that of ``seals.seal_of``, put together from pieces.
    """
    turn_at, turn_id = (process_of(TABLE.c[name], dialect) or _as_it_is for name in ("at", "actor_id"))
    actor, rule = work.actor, work.rule
    shared = (turn_at(work.now), actor.name, turn_id(actor.id), actor.machine)
    ruled = (rule.name, rule.title)
    moment = work.now.astimezone(UTC).isoformat(timespec="microseconds")
    who = f', "{moment}", {quoted(actor.name)}, "{actor.id.hex}", {quoted(actor.machine)}, '
    use = f", {quoted(rule.name)}, {quoted(rule.title)}, "
    for note in work.notes:
        category, action, recipient, purpose = _said(note)
        head = f'{who}"{category}"{use}{quoted(note.entity)}, "'
        tail = f'", {quoted(action)}]'
        words = f", {told(recipient)}, {told(purpose)}]"
        many = len(note.ids) if isinstance(note, Added) else 1
        for (id_, record, fields), salt in zip(_each(note), _salts(many), strict=True):
            seq += 1
            hex_ = id_.hex
            about = hex_ if record is id_ else record.hex
            digest = sha256(f"{salt}[{fields}{words}".encode()).hexdigest()
            seal = sha256(f'{seal}[{seq}{head}{hex_}", "{about}{tail}{digest}'.encode()).hexdigest()
            yield (
                seq, *shared, category, *ruled, note.entity, turn_id(id_), turn_id(record), action, fields, recipient,
                purpose, seal, salt, None,
            )  # fmt: skip


def _said(note: Note | Added) -> tuple[str, str, str | None, str | None]:
    if isinstance(note, Added):
        return AuditCategory.COLLECTION.value, "added", None, None
    return note.category.value, note.action, note.recipient, note.purpose


def _each(note: Note | Added) -> Iterator[tuple[UUID, UUID, str]]:
    if isinstance(note, Added):
        return zip(note.ids, note.records, note.fields, strict=True)
    fields = {key: _pair(value) for key, value in note.fields.items()}
    return iter(((note.entity_id, note.record_id, told(fields)),))


def _salts(many: int) -> list[str]:
    drawn, size = os.urandom(_SALT_BYTES * many).hex(), 2 * _SALT_BYTES
    return [drawn[start : start + size] for start in range(0, len(drawn), size)]


def _pair(value: Any) -> Any:
    """A field's value before and after; most are of a record just made, from nothing."""
    if type(value) is list and len(value) == 2 and value[0] is None:
        return [None, plain(value[1])]
    return plain(value)


def _as_it_is(value: Any) -> Any:
    return value
