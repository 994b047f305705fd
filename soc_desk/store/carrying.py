"""Lines go over from one record to another, also those that whoever puts the two together may not know of.

Only what a ``Merger`` of the same transaction says is carried, and each line leaves its audit entry. On a server the
functions of migrations 0016 and 0021 do it, and hold to the same rules.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnClause, ColumnElement, Select, Table, column, delete, func, insert, select, update

from soc_desk.domain import Base, Merger, Subject, SubjectReader
from soc_desk.domain.base import KINDS, Id
from soc_desk.store.work import Note, Work
from soc_desk.vocabulary import Access
from soc_desk.vocabulary.ocg import ActionState, RelationKind

PERSON_LINES = (
    ("person", "merged_into_id"), ("person_name", "person_id"), ("person_detail", "person_id"),
    ("person_link", "person_id"), ("person_tie", "person_id"), ("person_tie", "other_id"),
    ("intelligence_link", "person_id"), ("document", "person_id"), ("nrm_referral", "person_id"),
    ("poca_case_person", "person_id"), ("lom_subject", "person_id"), ("ancillary_order", "person_id"),
    ("order_condition", "person_id"), ("lom_visit", "person_id"), ("order_breach", "person_id"),
    ("request", "person_id"),
)  # fmt: skip
"""Tables and columns by which something belongs to a person."""
SUBJECT_LINES = (
    ("subject", "merged_into_id"), ("person_link", "subject_id"), ("person_tie", "subject_id"),
    ("intelligence_link", "subject_id"), ("plan_action", "subject_id"), ("intelligence_gap", "subject_id"),
    ("subject_relation", "subject_id"), ("subject_relation", "other_id"), ("poca_case", "subject_id"),
    ("operation", "subject_id"), ("operation_subject", "subject_id"), ("tasking_bid", "subject_id"),
    ("document", "subject_id"), ("chb_subject", "subject_id"), ("nrm_referral", "subject_id"),
    ("request", "subject_id"),
)  # fmt: skip
"""As ``PERSON_LINES``, for groups; a group's disruptions, plans, scores, leaders and reviews stay where they are."""
_PAIRS = {"person_tie": ("person_id", "other_id"), "subject_relation": ("subject_id", "other_id")}
_ONCE = {"operation_subject": "operation_id", "chb_subject": "site_id"}
_DONE = (ActionState.COMPLETED, ActionState.CANCELLED)


@dataclass(frozen=True)
class Line:
    """One line that went over: its table, its id, the record its history belongs to, and the column."""

    table: str
    id: UUID
    record: UUID
    column: str


def carry(work: Work, merger: Merger) -> list[Line]:
    """Everything of the record that goes becomes that of the kept one; gives the lines that moved."""
    kept, gone = _ends(merger)
    work.session.flush()
    if _is_server(work):
        moved = _called(work, func.desk_carry(merger.id))
    else:
        places = PERSON_LINES if merger.kept_person_id else SUBJECT_LINES
        moved = [line for place in places for line in _moved(work, *place, gone, kept)]
    _tell(work, moved, gone, kept)
    return moved


def carry_back(work: Work, merger: Merger, stands: UUID) -> list[Line]:
    """What ``merger`` moved goes back, where it is with ``stands``, the record that the kept one stands in now."""
    _kept, gone = _ends(merger)
    work.session.flush()
    if _is_server(work):
        back = _called(work, func.desk_carry_back(merger.id, stands))
    else:
        wanted: dict[tuple[str, str], list[UUID]] = {}
        for told in merger.moved:
            if told["column"] and "lapsed" not in told:
                wanted.setdefault((told["table"], told["column"]), []).append(UUID(told["id"]))
        back = [line for place, ids in wanted.items() for line in _moved(work, *place, stands, gone, ids)]
    _tell(work, back, stands, gone)
    return back


def close_as(work: Work, merger: Merger, access: Access, readers: Collection[UUID]) -> None:
    """Close the kept group further, to its owner and these; never opens it. The caller leaves the audit entry."""
    id_ = merger.kept_subject_id
    work.session.flush()
    if _is_server(work):
        work.session.execute(select(func.desk_close_as(merger.id, access.value, [str(reader) for reader in readers])))
        return
    run = work.session.connection().execute
    table = _table(Subject.__tablename__)
    run(update(table).where(table.c.id == id_).values(access=access, version=table.c.version + 1))
    run(delete(SubjectReader.__table__).where(SubjectReader.subject_id == id_))  # type: ignore[arg-type]  # a Table
    if readers:
        run(insert(SubjectReader), [{"subject_id": id_, "user_id": reader} for reader in readers])


def lines_of(name: str, key: str, gone: UUID, kept: UUID) -> Select[int]:
    """How many lines of one place would go over, of those that the reader may know of."""
    kind: Any = next(each for each in KINDS if getattr(each, "__tablename__", "") == name)
    return select(func.count(kind.id)).where(getattr(kind, key) == gone, *staying(_table(name), key, kept))


def staying(table: Table, name: str, kept: UUID) -> Iterator[ColumnElement[bool]]:
    """What a line must be to go over to ``kept``, beside belonging to the record that goes."""
    if table.name in _PAIRS:
        one, other = _PAIRS[table.name]
        yield table.c[other if name == one else one] != kept  # nobody stands to themselves
    if table.name == "subject_relation":
        yield table.c.kind != RelationKind.MERGED_INTO
    if table.name == "plan_action":
        yield table.c.state.not_in(_DONE)
    if table.name == "intelligence_gap":
        yield table.c.closed_on.is_(None)
    if table.name in _ONCE:
        there = table.alias("there")
        same = there.c[_ONCE[table.name]] == table.c[_ONCE[table.name]]
        yield ~select(there.c.id).where(same, there.c[name] == kept).exists()


def _moved(
    work: Work, name: str, key: str, before: UUID, after: UUID, ids: Collection[UUID] | None = None
) -> Iterator[Line]:
    """Move the lines of one place; past the reader's sight, by the connection itself."""
    table, record = _table(name), _record(name)
    query = update(table).where(table.c[key] == before).values({key: after, "version": table.c.version + 1})
    query = query.where(*staying(table, key, after)) if ids is None else query.where(table.c.id.in_(ids))
    for id_, about in work.session.connection().execute(query.returning(table.c.id, table.c[record])).all():
        yield Line(name, id_, about, key)


def _called(work: Work, function: Any) -> list[Line]:
    columns: tuple[ColumnClause[Any], ...] = (
        column("place"), column("line", Id()), column("record", Id()), column("field"),
    )  # fmt: skip
    rows = work.session.execute(select(function.table_valued(*columns))).all()
    return [Line(*row) for row in rows]


def _tell(work: Work, lines: Collection[Line], before: UUID, after: UUID) -> None:
    work.notes.extend(
        Note(line.table, line.id, line.record, "changed", {line.column: [before, after]}) for line in lines
    )
    work.session.expire_all()


def _ends(merger: Merger) -> tuple[UUID, UUID]:
    kept = merger.kept_person_id or merger.kept_subject_id
    gone = merger.gone_person_id or merger.gone_subject_id
    assert kept is not None
    assert gone is not None
    return kept, gone


def _table(name: str) -> Table:
    return Base.metadata.tables[name]


def _record(name: str) -> str:
    return next(kind.RECORD for kind in KINDS if getattr(kind, "__tablename__", "") == name)


def _is_server(work: Work) -> bool:
    return work.session.get_bind().dialect.name == "postgresql"
