"""One unit of work, and the decorator that makes a function one."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Concatenate, Literal, ParamSpec, Protocol, TypeVar, cast
from uuid import UUID

from sqlalchemy import Table, update
from sqlalchemy.orm import Session

from soc_desk import domain
from soc_desk.domain import Actor, Entity, new_id
from soc_desk.errors import Conflict, NotAllowed, NotFound
from soc_desk.store.bulk import bring_in, lines_told
from soc_desk.store.prepared import calm
from soc_desk.vocabulary import AuditCategory, Marking, Role

if TYPE_CHECKING:
    from soc_desk.domain import Disclosure

P = ParamSpec("P")
T_co = TypeVar("T_co", covariant=True)
E = TypeVar("E", bound=Entity)

Rows = Sequence[dict[str, Any]]
_NOTHING: Mapping[str, Sequence[str | None]] = {}
Action = Literal["added", "changed", "removed", "consulted", "disclosed", "combined", "noted", "erased"]

_CATEGORIES: dict[str, AuditCategory] = {
    "added": AuditCategory.COLLECTION,
    "changed": AuditCategory.ALTERATION,
    "removed": AuditCategory.ERASURE,
    "consulted": AuditCategory.CONSULTATION,
    "disclosed": AuditCategory.DISCLOSURE,
    "combined": AuditCategory.COMBINATION,
    "noted": AuditCategory.SECURITY,
    "erased": AuditCategory.ERASURE,
}


@dataclass(frozen=True)
class Change:
    """What happened to one record; ``id`` is the record's, also where a line of it changed."""

    entity: str
    id: UUID
    action: Action


@dataclass(frozen=True, slots=True)
class Note:
    """One audit entry to be: a change with the values before and after of each field."""

    entity: str
    entity_id: UUID
    record_id: UUID
    action: Action
    fields: Mapping[str, Any]
    recipient: str | None = None
    purpose: str | None = None

    @property
    def category(self) -> AuditCategory:
        if self.action == "removed" and self.record_id != self.entity_id:
            return AuditCategory.ALTERATION  # a line was taken out of a record that stays
        return _CATEGORIES[self.action]

    @property
    def change(self) -> Change:
        return Change(self.entity, self.record_id, self.action)


@dataclass(frozen=True, slots=True)
class Added:
    """Audit entries to be of many new rows of one table; ``fields`` are those of each as JSON, ready to be sealed."""

    entity: str
    ids: Sequence[UUID]
    records: Sequence[UUID]
    fields: Sequence[str]

    @property
    def changes(self) -> Iterable[Change]:
        records = self.records if self.records is self.ids else dict.fromkeys(self.records)
        return (Change(self.entity, record, "added") for record in records)


@dataclass(frozen=True)
class Rule:
    """What a use case is called and who may do it."""

    name: str
    title: str
    needs: frozenset[Role]

    def require(self, actor: Actor) -> None:
        """Raises NotAllowed where the actor may not do it."""
        if not actor.has(self.needs):
            raise NotAllowed(f"Your role does not allow you to: {self.title[0].lower()}{self.title[1:]}.")


class UseCase(Protocol[P, T_co]):
    """A service function marked by ``use_case``."""

    rule: Rule

    def __call__(self, work: "Work", /, *args: P.args, **kwargs: P.kwargs) -> T_co: ...


@dataclass
class Work:
    """A transaction with a person, a moment and a purpose.

    ``erases``: what its flushes change and remove is noted without the values, which the log must not keep.
    """

    session: Session
    actor: Actor
    now: datetime
    rule: Rule
    notes: list[Note | Added] = field(default_factory=list)
    erases: bool = False

    @property
    def changes(self) -> tuple[Change, ...]:
        """What happened so far, each thing once."""
        many = [note for note in self.notes if isinstance(note, Added)]
        single = dict.fromkeys(note.change for note in self.notes if isinstance(note, Note))
        return (*single, *(change for note in many for change in note.changes))

    def add(self, entity: Entity) -> None:
        """Keep a new record."""
        self.session.add(entity)

    def insert_many(self, kind: type[Entity], rows: Sequence[dict[str, Any]]) -> None:
        """Keep many new records by one bulk statement, each with its audit entry.

        ``rows`` map column names to values; ``id`` and ``version`` are filled in (and left in the given dicts).
        """
        if not rows:
            return
        record = kind.RECORD
        with calm(len(rows)):
            fields = self._bring_in(kind, rows)
            ids, records = [row["id"] for row in rows], [row[record] for row in rows]
            self.notes.append(Added(kind.__tablename__, ids, ids if record == "id" else records, fields))

    def insert_with_lines(
        self, kind: type[Entity], rows: Sequence[dict[str, Any]], field: str, line: type[Entity], lines: Rows
    ) -> None:
        """Keep many new records with their lines; the audit entry of a record tells its lines, too, as ``field``.

        As ``insert_many``; ``lines`` are column values of ``line`` and name their record by its ``RECORD`` column.
        """
        if not rows:
            return
        with calm(len(rows)):
            _name(rows)
            told = lines_told(lines, line.RECORD)
            ids = [row["id"] for row in rows]
            fields = self._bring_in(kind, rows, {field: [told.get(id_) for id_ in ids]})
            self.notes.append(Added(kind.__tablename__, ids, ids, fields))
            if lines:
                self._bring_in(line, lines)

    def _bring_in(
        self, kind: type[Entity], rows: Rows, also: Mapping[str, Sequence[str | None]] = _NOTHING
    ) -> list[str]:
        _name(rows)
        self.session.flush()  # rows that these refer to go first
        return bring_in(self.session, cast("Table", kind.__table__), rows, also)

    def next_reference(self, prefix: str, count: int = 1) -> str:
        """A reference nobody else will get, such as ``D-2026-0412``; see ``next_serials``."""
        return self.reference(prefix, self.next_serials(prefix, count)[0])

    def reference(self, prefix: str, serial: int) -> str:
        """The reference of a serial number, with the year of this work."""
        return f"{prefix}-{self.now.year}-{serial:04}"

    def next_serials(self, prefix: str, count: int = 1) -> range:
        """``count`` numbers nobody else will get; their counter stays locked until the transaction ends."""
        counter = domain.Counter
        counting = update(counter).where(counter.prefix == prefix).values(last=counter.last + count)
        last = self.session.scalars(counting.returning(counter.last)).one()
        return range(last - count + 1, last + 1)

    def get(self, kind: type[E], id: UUID, version: int | None = None) -> E:
        """The record; refuses one that moved on since ``version`` was read, and one the actor may not know of."""
        entity = self.session.get(kind, id)
        if entity is None:
            raise NotFound("That record does not exist, or is not open to you.")
        if version is not None and entity.version != version:
            raise Conflict(
                "Somebody else changed this record since you opened it. Open it again to see how it stands now."
            )
        return entity

    def consult(self, entity: Entity) -> None:
        """Leave a trace that the actor looked, though nothing changed."""
        self.notes.append(Note(entity.__tablename__, entity.id, entity.record_id, "consulted", {}))

    def note(self, entity: Entity, action: Action, fields: Mapping[str, Any]) -> None:
        """Audit what the mapping cannot see: link rows, security events, combinations."""
        self.notes.append(Note(entity.__tablename__, entity.id, entity.record_id, action, fields))

    def disclose(
        self,
        what: str,
        *,
        recipient: str,
        purpose: str,
        records: int,
        marking: Marking = Marking.OFFICIAL_SENSITIVE,
        filters: Mapping[str, Any] | None = None,
        about: Iterable[Entity] = (),
        of: UUID | None = None,
    ) -> "Disclosure":
        """Log a disclosure and give back its entry, whose ``reference`` is the print id.

        ``of`` is the record that ``about`` were disclosed with; who may not know of it is told nothing by them.
        """
        disclosure = domain.Disclosure(
            reference=self.next_reference("P"),
            at=self.now,
            by_id=self.actor.id,
            what=what,
            recipient=recipient,
            purpose=purpose,
            marking=marking,
            records=records,
            filters=dict(filters or {}),
        )
        self.session.add(disclosure)
        told = {"reference": disclosure.reference, "what": what, "records": records, "filters": dict(filters or {})}
        told |= {} if of is None else {"of": str(of)}
        for entity in (disclosure, *about):
            self.notes.append(
                Note(
                    entity.__tablename__,
                    entity.id,
                    entity.record_id,
                    "disclosed",
                    told,
                    recipient=recipient,
                    purpose=purpose,
                )
            )
        return disclosure


def _name(rows: Rows) -> None:
    """Fill in what every new record has."""
    for row in rows:
        row.setdefault("id", new_id())
        row.setdefault("version", 1)


def use_case(
    title: str, *, needs: Iterable[Role]
) -> Callable[[Callable[Concatenate[Work, P], T_co]], UseCase[P, T_co]]:
    """Mark a service function as something a person may do."""

    def mark(function: Callable[Concatenate[Work, P], T_co]) -> UseCase[P, T_co]:
        module = function.__module__.rpartition(".")[2]
        marked = cast("Any", function)
        marked.rule = Rule(f"{module}.{function.__name__}", title, frozenset(needs))
        return cast("UseCase[P, T_co]", marked)

    return mark
