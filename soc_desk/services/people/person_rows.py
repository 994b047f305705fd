"""Pages of the register of people: fast at any depth and in every order, also where cells are empty."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, bindparam, func, select, tuple_
from sqlalchemy.orm import Session

from soc_desk.domain import Person
from soc_desk.services.people.person_query import (
    PersonFilter,
    PersonRow,
    PersonTotals,
    conditions,
    count,
    one,
    rows_query,
    totals,
    with_lines,
)
from soc_desk.store import prepared

__all__ = ["PAGE", "SORTS", "PersonFilter", "PersonRow", "PersonSort", "PersonTotals", "count", "one", "page", "totals"]

PAGE = 100
SORTS = ("name", "reference", "born_on", "review_due_on")

_P = Person


@dataclass(frozen=True)
class PersonSort:
    """A column of the register (one of ``SORTS``) and a direction."""

    key: str = "name"
    descending: bool = False


@dataclass(frozen=True)
class _Stretch:
    """A part of the register that an index gives in order: its condition and its keys; empty cells are the last."""

    filled: bool
    where: ColumnElement[bool]
    keys: tuple[Any, ...]


def page(
    session: Session,
    shown: PersonFilter,
    sort: PersonSort = PersonSort(),
    *,
    today: date,
    after: PersonRow | None = None,
    offset: int = 0,
    limit: int = PAGE,
) -> list[PersonRow]:
    """A page of the register: the rows after ``after`` (fast at any depth), or from ``offset`` on."""
    stretches = _stretches(sort)
    if after is not None and not _filled(after, sort):
        stretches = stretches[1:]
    found: list[Any] = []
    for stretch in stretches:
        if offset:
            held = session.scalar(select(func.count(_P.id)).where(*conditions(session, shown), stretch.where)) or 0
            if offset >= held:
                offset -= held
                continue
        found += _found(session, shown, sort, stretch, after=after, offset=offset, limit=limit - len(found))
        after, offset = None, 0
        if len(found) >= limit:
            break
    return with_lines(session, found, today)


def _stretches(sort: PersonSort) -> list[_Stretch]:
    match sort.key:
        case "name":
            return [_Stretch(True, _P.sort_name.is_not(None), (_P.sort_name, _P.id))]
        case "reference":
            return [_Stretch(True, _P.serial.is_not(None), (_P.serial, _P.id))]
        case "born_on" | "review_due_on":
            column = getattr(_P, sort.key)
            return [_Stretch(True, column.is_not(None), (column, _P.id)), _Stretch(False, column.is_(None), (_P.id,))]
        case _:
            raise KeyError(sort.key)


def _mark(row: PersonRow, sort: PersonSort) -> Any:  # noqa: ANN401 - a column of the row
    return getattr(row, {"name": "sort_name", "reference": "serial"}.get(sort.key, sort.key))


def _filled(row: PersonRow, sort: PersonSort) -> bool:
    return sort.key in ("name", "reference") or _mark(row, sort) is not None


def _found(
    session: Session,
    shown: PersonFilter,
    sort: PersonSort,
    stretch: _Stretch,
    *,
    after: PersonRow | None,
    offset: int,
    limit: int,
) -> Any:  # noqa: ANN401 - rows of the driver or of SQLAlchemy
    values: dict[str, Any] = {"limit": limit}
    if after is not None:
        places = (_mark(after, sort), after.id) if stretch.filled else (after.id,)
        values |= {f"after_{place}": value for place, value in enumerate(places)}
    if offset:
        values["offset"] = offset
    build = partial(_statement, session, shown, sort, stretch, after=after is not None, skipping=bool(offset))
    if shown != PersonFilter(today=shown.today):
        return session.execute(build(), values).all()
    shape = ("people", sort, stretch.filled, after is not None, bool(offset))
    return prepared.rows(session, shape, build, values)


def _statement(
    session: Session, shown: PersonFilter, sort: PersonSort, stretch: _Stretch, *, after: bool, skipping: bool
) -> Select[*tuple[Any, ...]]:
    wanted = [*conditions(session, shown), stretch.where]
    if after:
        places = tuple_(*(bindparam(f"after_{place}", type_=key.type) for place, key in enumerate(stretch.keys)))
        wanted.append(tuple_(*stretch.keys) < places if sort.descending else tuple_(*stretch.keys) > places)
    order = [key.desc() if sort.descending else key.asc() for key in stretch.keys]
    limit = bindparam("limit", type_=Integer)
    if not skipping:
        return rows_query().where(*wanted).order_by(*order).limit(limit)
    skipped = bindparam("offset", type_=Integer)
    ids = select(_P.id).where(*wanted).order_by(*order).offset(skipped).limit(limit)
    return rows_query().where(_P.id.in_(ids.scalar_subquery())).order_by(*order)
