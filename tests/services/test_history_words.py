"""What a history tells of every mapped field: in words, never as the store holds it."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, Enum, LargeBinary, Numeric
from sqlalchemy.orm import Session

from soc_desk.domain import Area, AuditEntry, Base, Entity, Ocg, new_id
from soc_desk.domain.base import KINDS, Id, UtcDateTime, WallTime
from soc_desk.services import history, operations
from soc_desk.services.history_words import _HIDDEN, _NAMED_BY, UNKNOWN, Names, changes
from soc_desk.services.operations import OperationDraft, TallyLine
from soc_desk.services.poca import past_words
from soc_desk.services.prints import day_words
from soc_desk.store import Actor, Store
from soc_desk.vocabulary.ocg import OperationKind, TallyKind
from tests import factories

RAW = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}|\d{4}-\d\d-\d\d|[\[\]{}<>]|[a-z]_[a-z]")
CUT = re.compile(r"_|sha256|\b(id|ref|refs|ocg|lro|sro|rocu|jard|cro|pnc)\b|^(is|has) | id$")
"""What is left of a column's name where nobody gave the field its words."""


def sample(column: Column[Any], area: str) -> Any:
    """A value such as the log holds of that column: JSON."""
    kind = column.type
    if isinstance(kind, Enum) and kind.enum_class is not None:
        return next(iter(kind.enum_class)).value
    if isinstance(kind, Id):
        return area if "area" in column.name else str(new_id())
    for held, value in {
        Boolean: True, Date: "2026-11-22", UtcDateTime: "2026-11-22T09:30:00+00:00", WallTime: "2026-11-22T09:30:00",
        Numeric: "1330000",
    }.items():  # fmt: skip
        if isinstance(kind, held):
            return value
    if isinstance(kind, JSON):
        return [area] if column.name in ("affected_areas", "readers") else ["1", "2"]
    return "1330000" if kind.python_type is int else "Words"


def told_later(session: Session, kind: type[Entity], area: str) -> Iterator[tuple[str, str]]:
    """As the records of confiscation tell them."""
    words = past_words.Words(session, [])
    for column in kind.__table__.columns:
        if column.name in ("denominations", "event", "measure"):
            continue
        value = 7 if column.name == "year" else sample(column, area)
        for name, (_, after) in words.values(kind.__tablename__, new_id(), {column.name: [None, value]}, is_new=False):
            yield words.field(kind.__tablename__, name), after


def told(session: Session, kind: type[Entity], area: str) -> list[tuple[str, str]]:
    if kind.__tablename__ in past_words.KINDS:
        return list(told_later(session, kind, area))
    found: list[tuple[str, str]] = []
    for column in kind.__table__.columns:
        if column.name in _HIDDEN or isinstance(column.type, LargeBinary):
            continue
        entry = AuditEntry(
            id=1, at=datetime(2026, 11, 22, tzinfo=UTC), actor="", actor_id=new_id(), machine="", category=None,
            use_case="", title="", entity=kind.__tablename__, entity_id=new_id(), record_id=new_id(), action="changed",
            fields={column.name: [None, sample(column, area)]}, seal="", salt="1",
        )  # fmt: skip
        found += [(change.field, change.after) for change in changes(entry, Names(session))]
    return found


def test_every_field_of_every_kind_is_told_in_words(store: Store, founder: Actor) -> None:
    assert Base.metadata.tables  # with the whole mapping
    kinds = {kind.__tablename__: kind for kind in KINDS if hasattr(kind, "__table__")}
    assert len(kinds) > 50
    area = str(store.read(founder, lambda session: session.query(Area.id).first()[0]))
    lines = [(name, *line) for name, kind in kinds.items() for line in store.read(founder, told, kind, area)]
    raw = [line for line in lines if RAW.search(line[2]) or CUT.search(line[1])]
    assert raw == []


def test_every_record_that_another_one_names_has_a_name() -> None:
    named = {
        key.column.table.name
        for kind in KINDS if hasattr(kind, "__table__") and kind.__tablename__ not in past_words.KINDS
        for column in kind.__table__.columns if column.name not in _HIDDEN
        for key in column.foreign_keys
    }  # fmt: skip
    assert named - {"app_user", "area", "team"} <= set(_NAMED_BY)


def test_a_history_names_areas_sites_and_operations_and_tells_cash_in_pounds(store: Store, founder: Actor) -> None:
    (area, north), *_ = store.read(founder, lambda session: session.query(Area.id, Area.name).all())
    group = factories.ocg(store, founder, affected_areas=(str(area),))
    (since,) = store.read(founder, lambda session: session.query(Ocg.status_since).filter_by(id=group).one())
    told = {change.field: change.after for row in store.read(founder, history.history, group) for change in row.changes}
    assert told["areas affected"] == north
    assert told["status since"] == day_words(since)
    tally = (TallyLine(kind=TallyKind.CASH, value=13_300_000), TallyLine(kind=TallyKind.ARRESTS, value=4))
    draft = OperationDraft(
        name="Larch", kind=OperationKind.OPERATION, starts_on=date(2026, 3, 2), subject_id=group, tallies=tally
    )
    made = store.write(founder, operations.record, draft).value
    lines = [(c.field, c.after) for row in store.read(founder, history.history, made) for c in row.changes]
    assert ("Cash: value", "£133,000.00") in lines
    assert ("Arrests: value", "4") in lines
    assert UNKNOWN not in {after for _, after in lines}
