"""What happened to a POCA case, a champion or a target, in words: one row a deed, however many lines it touched."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import AuditEntry, Champion, Entity, FrozenMonth, PocaCase, Target, User
from soc_desk.errors import NotFound
from soc_desk.services.history_words import GONE, FieldChange, HistoryRow
from soc_desk.services.poca.past_words import KINDS, Words
from soc_desk.vocabulary import AuditCategory

_RECORDS: tuple[type[Entity], ...] = (PocaCase, Champion, Target, FrozenMonth)
_KEPT = (AuditCategory.COLLECTION, AuditCategory.ALTERATION)
_PER_DEED = 4
"""About how many entries a deed writes: the record, its lines, its step, what is due."""
_STEP, _DUTY = "poca_case_step", "duty"


@dataclass
class Touched:
    """One record or line that a deed touched: what each field was before the deed, and after it."""

    entity: str
    id: UUID
    action: str
    fields: dict[str, list[Any]] = field(default_factory=dict)

    def take(self, told: dict[str, Any]) -> None:
        """A further entry of the same deed: the first before stays, the last after counts."""
        for name, pair in told.items():
            if isinstance(pair, list) and len(pair) == 2:
                self.fields[name] = [self.fields[name][0] if name in self.fields else pair[0], pair[1]]


def history(session: Session, id: UUID, limit: int) -> list[HistoryRow]:
    """The deeds, newest first; raises NotFound for what does not exist or is not open to the reader.

    Deadlines that the program worked out anew are told where nothing else happened, as after a calendar change.
    """
    if not any(session.scalar(select(kind.id).where(kind.id == id)) for kind in _RECORDS):
        raise NotFound("That record does not exist, or is not open to you.")
    query = select(AuditEntry).where(AuditEntry.record_id == id).order_by(AuditEntry.id.desc())
    entries = session.scalars(query.limit(limit * _PER_DEED)).all()
    deeds = [list(deed)[::-1] for _, deed in groupby(entries, _deed)][:limit]
    people = {name: display for name, display in session.execute(select(User.name, User.display))}
    touched = [_touched(deed) for deed in deeds]
    words = Words(session, [(each.entity, each.id) for deed in touched for each in deed])
    return [
        _row(deed, lines, people, words)
        for deed, lines in zip(deeds, touched, strict=True)
        if any(entry.fields.keys() != {"version"} for entry in deed)
    ]


def _deed(entry: AuditEntry) -> tuple[datetime, str, str, AuditCategory | None]:
    """What the entries of one deed share; a look or a print stands by itself."""
    return entry.at, entry.actor, entry.title, None if entry.category in _KEPT else entry.category


def _touched(deed: Iterable[AuditEntry]) -> list[Touched]:
    """The records of a deed in the order they were first touched."""
    found: dict[UUID, Touched] = {}
    for entry in deed:
        record = found.setdefault(entry.entity_id, Touched(entry.entity, entry.entity_id, entry.action))
        record.action = "removed" if entry.action == "removed" else record.action
        record.take(entry.fields)
    return list(found.values())


def _row(deed: Sequence[AuditEntry], lines: Sequence[Touched], people: dict[str, str], words: Words) -> HistoryRow:
    last = deed[-1]
    made = any(entry.action == "added" and entry.entity_id == entry.record_id for entry in deed)
    category = last.category
    if category in _KEPT:
        category = AuditCategory.COLLECTION if made else AuditCategory.ALTERATION
    is_emptied = any(entry.is_emptied for entry in deed)
    return HistoryRow(
        last.id, last.at, people.get(last.actor, last.actor), last.machine, last.title, category,
        (GONE,) if is_emptied else tuple(_changes(lines, words)), last.recipient or "", last.purpose or "",
    )  # fmt: skip


def _changes(lines: Sequence[Touched], words: Words) -> list[FieldChange]:
    """The step first, then what changed of the record and its lines; deadlines only where they are all there is."""
    told = [words.step(line.fields) for line in lines if line.entity == _STEP]
    for line in lines:
        if line.entity in KINDS and line.entity not in (_STEP, _DUTY):
            told += _line(line, words)
    return told or _deadlines([line for line in lines if line.entity == _DUTY], words)


def _line(line: Touched, words: Words) -> list[FieldChange]:
    name = words.name(line.entity, line.id, line.fields)
    if line.action == "removed":
        return [FieldChange(name, "recorded", "")]
    prefix = f"{name}: " if name else ""
    told = [
        FieldChange(f"{prefix}{words.field(line.entity, field)}", before, after)
        for field, (before, after) in words.values(line.entity, line.id, line.fields, is_new=line.action == "added")
        if before or after
    ]
    return told or ([FieldChange(name, "", "recorded")] if name and line.action == "added" else [])


def _deadlines(duties: Sequence[Touched], words: Words) -> list[FieldChange]:
    moved = list(_moved(duties, words))
    if moved or not duties:
        return moved
    new = sum(duty.action == "added" for duty in duties)
    done = sum(duty.fields.get("done_at", [None, None])[1] is not None for duty in duties)
    parts = [f"{count:,} {what}" for count, what in ((new, "new"), (done, "done")) if count]
    return [FieldChange("deadlines", "", ", ".join(parts) or "worked out anew")]


def _moved(duties: Sequence[Touched], words: Words) -> Iterator[FieldChange]:
    for duty in duties:
        for column in ("due_at", "work_to"):
            before, after = duty.fields.get(column, [None, None])
            if before and after:
                name = words.name(_DUTY, duty.id, duty.fields)
                yield FieldChange(name, words.value(_DUTY, column, before), words.value(_DUTY, column, after))
                break
