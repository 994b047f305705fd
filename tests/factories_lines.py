"""Made-up rows of any table: whatever a column needs is filled in, and the rows that it refers to are made as well."""

from datetime import UTC, date, datetime
from enum import Enum
from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Column, inspect

from soc_desk.domain import Entity, Ocg, Person, Subject, whole
from soc_desk.domain.base import KINDS
from soc_desk.store import Work
from soc_desk.vocabulary import SubjectStatus

A_DAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
_numbers = count(900_000)


def kind_of(table: str) -> type[Entity]:
    """The stored class of a table."""
    whole()
    if table == "subject":
        return Subject
    return next(kind for kind in KINDS if getattr(kind, "__tablename__", "") == table)


def person(work: Work, name: str = "Sam Invented", **over: Any) -> UUID:
    """Somebody of the register."""
    number = next(_numbers)
    given, _, family = name.rpartition(" ")
    told = {"given_names": given, "family_name": family, **over}
    made = Person(serial=number, reference=f"N-T-{number}", **told)
    made.settle()
    work.add(made)
    work.session.flush()
    return made.id


def group(work: Work, name: str = "Harrier", **over: Any) -> UUID:
    """A mapped, active group."""
    told = {"status": SubjectStatus.ACTIVE, "owner_id": work.actor.id, "primary_threat": "DRUGS", **over}
    made = Ocg(reference=f"OCG-T-{next(_numbers)}", name=name, **told)
    work.add(made)
    work.session.flush()
    return made.id


def line(work: Work, table: str, **over: Any) -> UUID:
    """A row of a table with what it needs."""
    kind = kind_of(table)
    attributes = inspect(kind).mapper.column_attrs
    needed = {
        attribute.key: _value(work, attribute.columns[0])
        for attribute in attributes
        if attribute.key not in over and _is_needed(attribute.columns[0])
    }
    made = kind(**needed, **over)
    work.add(made)
    work.session.flush()
    return made.id


def _is_needed(column: Column[Any]) -> bool:
    fills = column.default is not None or column.server_default is not None or column.computed is not None
    return not (
        column.nullable or column.primary_key or fills or isinstance(column.type, JSON) or column.name == "version"
    )


def _value(work: Work, column: Column[Any]) -> Any:
    for key in column.foreign_keys:
        table = key.column.table.name
        if table == "app_user":
            return work.actor.id
        return person(work) if table == "person" else group(work) if table == "subject" else line(work, table)
    kind = getattr(column.type, "impl_instance", column.type).python_type
    if issubclass(kind, Enum):
        return next(iter(kind))
    plain = {
        str: f"T-{next(_numbers)}",
        int: next(_numbers),
        bool: False,
        datetime: NOW,
        date: A_DAY,
        dict: {},
        list: [],
    }
    return plain[kind]
