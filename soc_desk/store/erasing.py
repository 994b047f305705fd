"""Taking somebody out: entries of the log are emptied, words taken out of rows nobody edits, lines let go.

It reaches what the eraser may know of and no further. On a server the functions of migrations 0023 and 0027 do it, for
an ``Erasure`` of the same transaction; here and for the tables' owner the program holds to the same.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias, cast
from uuid import UUID

from sqlalchemy import (
    JSON,
    Boolean,
    ColumnClause,
    ColumnElement,
    LargeBinary,
    Select,
    Table,
    Text,
    and_,
    column,
    delete,
    false,
    func,
    insert,
    or_,
    select,
    text,
    union,
    union_all,
    update,
)
from sqlalchemy import cast as as_type
from sqlalchemy import table as named_table
from sqlalchemy.orm import Session

from soc_desk.domain import AuditEntry, Base, Erasure
from soc_desk.domain.base import Id
from soc_desk.domain.closed import closed_cases, closed_people, closed_subjects
from soc_desk.store import seals
from soc_desk.store.sight import reader_of
from soc_desk.store.work import Note, Work

ERASED = "[erased]"
"""What stands where words were taken out."""
KEPT = {
    "subject_status_change": ("subject_id", "reason"), "tier_decision": ("subject_id", "meeting", "reason"),
    "ocg_review": ("subject_id", "outcome"), "chb_step": ("site_id", "reason"),
    "poca_case_step": ("case_id", "reason"), "poca_movement": ("case_id", "to_whom", "account", "note"),
    "disclosure": ("id", "what", "recipient", "purpose", "filters"), "return_snapshot": ("id", "manifest"),
    "saved_view": ("id", "name", "content"), "request_step": ("request_id", "reason"),
}  # fmt: skip
"""Tables whose rows nobody edits, or only whoever made them: the column naming the record, and those with words."""
_ENTRY = cast("Table", AuditEntry.__table__)
_INDEXES = ("search_disruption", "search_intelligence", "search_case")
_AT_ONCE = 2_000
Emptying: TypeAlias = tuple[Mapping[str, Any], str | None, str | None]
"""An entry, and what stays of its recipient and its purpose."""
_BY_GROUP = ("disruption", "intelligence_link", "document", "operation", "tasking_bid", "request")
_BY_PERSON = ("intelligence_link", "document", "request")


class Line(NamedTuple):
    """A row that somebody is told of in: its table, its id, the record whose history it belongs to."""

    table: str
    id: UUID
    record: UUID
    is_gone: bool = False


class Sought(NamedTuple):
    """Patterns of LIKE, of which one fits whatever is looked for: ``plain`` for a text of ASCII, ``spelt`` for any."""

    plain: tuple[str, ...]
    spelt: tuple[str, ...]


@dataclass(frozen=True)
class Words:
    """What one column of a row holds, as it is stored: text, or what JSON held."""

    table: str
    column: str
    id: UUID
    record: UUID
    value: Any


def entries(session: Session, sought: Sought, about: Collection[UUID]) -> Iterator[Mapping[str, Any]]:
    """Entries that are about one of the records or lines, or may hold what is sought, in their order."""
    if is_server(session):
        columns = [column(each.name, each.type) for each in _ENTRY.c]
        query = select(*func.desk_log_naming(*map(list, sought), list(about)).table_valued(*columns).columns)
    else:
        found = or_(
            _ENTRY.c.record_id.in_(about), _ENTRY.c.entity_id.in_(about),
            *(may_hold(session, _ENTRY.c[name], sought) for name in ("fields", "recipient", "purpose")),
        )  # fmt: skip
        query = select(*_ENTRY.c).where(found).order_by(_ENTRY.c.id)
    closed = closed_records(session)
    with session.connection().execute(query.execution_options(yield_per=_AT_ONCE)) as result:
        for row in result.mappings():
            of = row["fields"].get(seals.OF) if isinstance(row["fields"], dict) else None
            if row["record_id"] not in closed and (of is None or UUID(str(of)) not in closed):
                yield dict(row)


def empty(
    work: Work, erasure: Erasure, rows: Iterable[tuple[Mapping[str, Any], str | None, str | None]]
) -> dict[str, str]:
    """Empty entries, each with what stays of recipient and purpose; gives number to what remains, for the log."""
    listed = {}
    run = work.session.connection().execute
    for row, recipient, purpose in rows:
        digest = row["digest"] or (seals.digest_of(row) if row["salt"] else None)
        left = {"fields": seals.bare(row["fields"]), "recipient": recipient, "purpose": purpose, "digest": digest}
        if is_server(work.session):
            told = func.desk_empty(erasure.id, row["id"], as_type(left["fields"], JSON), digest, recipient, purpose)
            run(select(told))
        else:
            run(update(_ENTRY).where(_ENTRY.c.id == row["id"]).values(**left, salt=None))
        listed[str(row["id"])] = seals.remains({**row, **left})
    return listed


def kept_words(session: Session, sought: Sought) -> list[Words]:
    """What rows of ``KEPT`` hold that may have what is sought in it."""
    closed, found = closed_records(session), []
    if is_server(session):
        columns: tuple[ColumnClause[Any], ...] = (
            column("place"), column("field"), column("line", Id()), column("record", Id()), column("told"),
        )  # fmt: skip
        for place, field, line, record, told in session.execute(
            select(func.desk_kept_words(*map(list, sought)).table_valued(*columns))
        ):
            found.append(Words(place, field, line, record, json.loads(told) if _is_json(place, field) else told))
    else:
        for name, (record, *fields) in KEPT.items():
            table = _table(name)
            for field in fields:
                query = select(table.c.id, table.c[record], table.c[field]).where(
                    may_hold(session, table.c[field], sought)
                )
                found += [Words(name, field, *row) for row in session.connection().execute(query)]
    of = _closed_prints(session, closed)
    return [each for each in found if each.record not in closed and each.id not in of]


def put_words(work: Work, erasure: Erasure, words: Words) -> None:
    """Write what is left of one column of a row of ``KEPT``, and note that it changed."""
    table = _table(words.table)
    if is_server(work.session):
        told = json.dumps(words.value) if _is_json(words.table, words.column) else words.value
        work.session.execute(select(func.desk_put_words(erasure.id, words.table, words.column, words.id, told)))
    else:
        values = {words.column: words.value, "version": table.c.version + 1}
        work.session.connection().execute(update(table).where(table.c.id == words.id).values(values))
    work.notes.append(Note(words.table, words.id, words.record, "changed", {}))


def pins(work: Work, erasure: Erasure, people: Collection[UUID]) -> list[UUID]:
    """Closed groups in which people stand whom the eraser knows from elsewhere."""
    session = work.session
    if is_server(session) and not _is_owner(session):
        return list(session.scalars(select(func.desk_pins(erasure.id, list(people)))))
    closed = closed_subjects(reader_of(session))
    link, tie, referral = _table("person_link").c, _table("person_tie").c, _table("nrm_referral").c
    wanted = (
        (link.subject_id, link.person_id.in_(people)), (referral.subject_id, referral.person_id.in_(people)),
        (tie.subject_id, or_(tie.person_id.in_(people), tie.other_id.in_(people))),
    )  # fmt: skip
    found = union(*(select(group).where(is_theirs, group.in_(closed)) for group, is_theirs in wanted))
    return sorted(session.connection().execute(found).scalars())


def detach(work: Work, erasure: Erasure, people: Collection[UUID]) -> None:
    """Let go of people what is out of the eraser's sight; a closed case, report or request keeps its own words."""
    work.session.flush()
    if is_server(work.session) and not _is_owner(work.session):
        columns: tuple[ColumnClause[Any], ...] = (
            column("place"), column("line", Id()), column("record", Id()), column("gone"),
        )  # fmt: skip
        called = func.desk_detach(erasure.id, list(people)).table_valued(*columns)
        lines = [Line(*row) for row in work.session.execute(select(called))]
    else:
        lines = list(_detached(work, people))
    work.notes.extend(
        Note(line.table, line.id, line.record, "removed" if line.is_gone else "changed", {}) for line in lines
    )
    work.session.expire_all()


def forget_tokens(work: Work) -> None:
    """SQLite's full-text indexes write themselves anew: what was taken out of them stays in their pages until then."""
    if not is_server(work.session):
        work.session.flush()
        for name in _INDEXES:
            work.session.execute(insert(named_table(name, column(name))).values({name: "optimize"}))


def may_hold(session: Session, held: ColumnElement[Any], sought: Sought) -> ColumnElement[bool]:
    """Whether a column of words or JSON may hold it, as a server's ``desk_may_hold`` has it."""
    words = as_type(held, Text) if isinstance(held.type, JSON) else held
    if is_server(session):
        return func.desk_may_hold(words, *map(list, sought), type_=Boolean())
    plain, spelt = (or_(false(), *(words.like(pattern) for pattern in patterns)) for patterns in sought)
    # JSON has other letters as ``\\u0142``.
    has_others = func.length(as_type(words, LargeBinary)) != func.length(words)
    return or_(plain, and_(or_(has_others, func.instr(words, "\\u") > 0), spelt))


def is_server(session: Session) -> bool:
    """Whether the store stands on a server."""
    return session.get_bind().dialect.name == "postgresql"


def closed_records(session: Session) -> frozenset[UUID]:
    """All that the reader may not know of, as a server's ``desk_closed_records`` has it."""
    reader = reader_of(session)
    subjects, people = closed_subjects(reader), closed_people(reader)
    parts: list[Select[Any]] = [subjects, people, closed_cases(reader)]
    parts += [select(_table(name).c.id).where(_table(name).c.subject_id.in_(subjects)) for name in _BY_GROUP]
    parts += [select(_table(name).c.id).where(_table(name).c.person_id.in_(people)) for name in _BY_PERSON]
    request, of_groups = _table("request").c, _table("operation").c
    operations = select(of_groups.id).where(of_groups.subject_id.in_(subjects))
    parts += [select(request.id).where(request.case_id.in_(closed_cases(reader)))]
    parts += [select(request.id).where(request.operation_id.in_(operations))]
    merger = _table("merger").c
    ends = ((merger.kept_subject_id, subjects), (merger.gone_subject_id, subjects))
    parts += [select(merger.id).where(end.in_(closed)) for end, closed in ends]
    parts += [select(merger.id).where(end.in_(people)) for end in (merger.kept_person_id, merger.gone_person_id)]
    return frozenset(session.connection().execute(union_all(*parts)).scalars())


def _detached(work: Work, people: Collection[UUID]) -> Iterator[Line]:
    run, reader = work.session.connection().execute, reader_of(work.session)
    pairs = (("person_not_same", "person_id", "other_id"), ("merger", "kept_person_id", "gone_person_id"))
    for name, one, other in pairs:
        table = _table(name)
        record = table.c.id if name == "merger" else table.c[one]
        gone = delete(table).where(or_(table.c[one].in_(people), table.c[other].in_(people)))
        yield from (Line(name, *row, True) for row in run(gone.returning(table.c.id, record)).all())
    subjects, cases = closed_subjects(reader), closed_cases(reader)
    closed_ones = [id_ for id_ in closed_records(work.session) if id_ not in people]
    places = (
        ("poca_case_person", "case_id", "case_id", cases), ("intelligence_link", "id", "subject_id", subjects),
        ("document", "id", "subject_id", subjects), ("request", "id", "id", closed_ones),
    )  # fmt: skip
    for name, about, by, closed in places:
        table = _table(name)
        left = update(table).where(table.c.person_id.in_(people), table.c[by].in_(closed))
        left = left.values(person_id=None, version=table.c.version + 1)
        yield from (Line(name, *row) for row in run(left.returning(table.c.id, table.c[about])).all())


def _closed_prints(session: Session, closed: Collection[UUID]) -> frozenset[UUID]:
    """Prints that others made of what is closed; on a server the function leaves them out."""
    if not closed or is_server(session):
        return frozenset()
    of = _ENTRY.c.fields[seals.OF].as_string()
    query = select(_ENTRY.c.entity_id, of).where(_ENTRY.c.entity == "disclosure", of.is_not(None))
    return frozenset(id_ for id_, told in session.connection().execute(query) if UUID(told) in closed)


def _is_owner(session: Session) -> bool:
    """Whether this login owns the tables, so that the program narrows and not the server."""
    owns = "pg_has_role(session_user, (SELECT relowner FROM pg_class WHERE oid = 'audit_entry'::regclass), 'MEMBER')"
    return bool(session.scalar(text(f"SELECT {owns}")))


def _is_json(table: str, field: str) -> bool:
    return isinstance(_table(table).c[field].type, JSON)


def _table(name: str) -> Table:
    return Base.metadata.tables[name]
