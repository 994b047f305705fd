"""Pages of the register of cases: fast at any depth and in every order, also where cells are empty."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, func, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from soc_desk.domain import Area, PocaCase
from soc_desk.domain.base import Id
from soc_desk.services.poca.case_query import (
    RUNS_OUT,
    CaseFilter,
    CaseRow,
    CaseTotals,
    conditions,
    count,
    given,
    one,
    row_of,
    rows_query,
    totals,
)
from soc_desk.store import prepared
from soc_desk.vocabulary.poca import CaseState

__all__ = [
    "PAGE",
    "SORTS",
    "CaseFilter",
    "CaseRow",
    "CaseSort",
    "CaseTotals",
    "conditions",
    "count",
    "one",
    "page",
    "totals",
]

PAGE = 100
SORTS = ("reference", "seized_at", "forfeited_on", "amount", "state", "area", "due_at")

_C = PocaCase


@dataclass(frozen=True)
class CaseSort:
    """A column of the register (one of ``SORTS``) and a direction."""

    key: str = "seized_at"
    descending: bool = True


@dataclass(frozen=True)
class _Segment:
    """A stretch of the register that an index gives in order: a condition and the keys inside it."""

    name: str
    where: ColumnElement[bool]
    keys: tuple[Any, ...]
    values: tuple[tuple[str, Any], ...] = ()


def page(
    session: Session,
    shown: CaseFilter,
    sort: CaseSort = CaseSort(),
    *,
    now: datetime,
    after: CaseRow | None = None,
    offset: int = 0,
    limit: int = PAGE,
) -> list[CaseRow]:
    """A page of the register: the rows after ``after`` (fast at any depth), or from ``offset`` on; now is wall time."""
    segments = _segments(session, shown, sort)
    start = 0 if after is None else next((i for i, s in enumerate(segments) if s.name == _place(after, sort)), 0)
    found: list[CaseRow] = []
    for segment in segments[start:]:
        if offset:
            held = _counted(session, shown, segment, now)
            if offset >= held:
                offset -= held
                continue
        found += _rows_of(session, shown, sort, segment, now=now, after=after, offset=offset, limit=limit - len(found))
        after, offset = None, 0
        if len(found) >= limit:
            break
    return found


def _segments(session: Session, shown: CaseFilter, sort: CaseSort) -> list[_Segment]:
    """The register as stretches in order; empty cells come last in both directions."""
    match sort.key:
        case "reference":
            return [_Segment("all", _C.serial.is_not(None), (_C.serial, _C.id))]
        case "seized_at":
            return _filled_first("", _C.seized_at)
        case "amount":
            return _filled_first("", _C.seized_pence)
        case "due_at":
            return _filled_first("", _C.due_at)
        case "forfeited_on":
            return _filled_first("", _C.forfeited_on)
        case "state":
            states = list(reversed(CaseState)) if sort.descending else list(CaseState)
            wanted = set(shown.states) or set(CaseState)
            if CaseState.EXPIRED in wanted:
                wanted |= set(RUNS_OUT)
            return [part for state in states if state in wanted for part in _inside(f"{state}", _C.state, state)]
        case "area":
            areas = list(session.scalars(select(Area.id).order_by(Area.name)))
            if sort.descending:
                areas.reverse()
            parts = [part for area in areas for part in _inside(str(area), _C.area_id, area)]
            return [*parts, *_filled_first("no", _C.seized_at, _C.area_id.is_(None))]
        case _:
            raise KeyError(sort.key)


def _inside(name: str, column: InstrumentedAttribute[Any], value: UUID | CaseState) -> list[_Segment]:
    kind = Id() if isinstance(value, UUID) else column.type
    return [
        _Segment(part.name, part.where, part.keys, (("segment", value),))
        for part in _filled_first(name, _C.seized_at, column == bindparam("segment", value, type_=kind, unique=False))
    ]


def _filled_first(name: str, column: InstrumentedAttribute[Any], *also: ColumnElement[bool]) -> list[_Segment]:
    return [
        _Segment(f"{name}+", and_(*also, column.is_not(None)), (column, _C.id)),
        _Segment(f"{name}-", and_(*also, column.is_(None)), (_C.id,)),
    ]


def _place(row: CaseRow, sort: CaseSort) -> str:
    """The name of the segment a row lies in."""
    mark = _mark(row, sort)
    prefix = {"state": f"{row.state}", "area": str(row.area_id) if row.area_id else "no"}.get(sort.key, "")
    return "all" if sort.key == "reference" else f"{prefix}{'-' if mark is None else '+'}"


def _mark(row: CaseRow, sort: CaseSort) -> Any:  # noqa: ANN401 - a column of the row
    """What a row is sorted by inside its segment; None where that cell is empty."""
    marks = {"amount": row.seized_pence, "due_at": row.due_at, "forfeited_on": row.forfeited_on}
    return marks.get(sort.key, row.seized_at)


def _key(row: CaseRow, sort: CaseSort) -> tuple[Any, ...]:
    if sort.key == "reference":
        return (row.serial, row.id)
    mark = _mark(row, sort)
    return (row.id,) if mark is None else (mark, row.id)


def _rows_of(
    session: Session,
    shown: CaseFilter,
    sort: CaseSort,
    segment: _Segment,
    *,
    now: datetime,
    after: CaseRow | None,
    offset: int,
    limit: int,
) -> list[CaseRow]:
    values: dict[str, Any] = {"limit": limit, **dict(segment.values)}
    if after is not None:
        values |= {f"after_{place}": value for place, value in enumerate(_key(after, sort))}
    if offset:
        values["offset"] = offset
    build = partial(_statement, shown, sort, segment, now, after=after is not None, skipping=bool(offset))
    plain = _plain_shape(shown)
    if plain is None:
        found = session.execute(build(), values).all()
        return [row_of(row, now) for row in found]
    part = segment.name if not segment.values else segment.name[-1]
    shape = ("poca", sort, part, plain, after is not None, bool(offset))
    return [row_of(row, now) for row in prepared.rows(session, shape, build, values)]


def _plain_shape(shown: CaseFilter) -> tuple[Any, ...] | None:
    """What a prepared statement may be kept under: views by kind and open ones; other views are compiled each time."""
    narrowed = dict(given(shown))
    if set(narrowed) <= {"kinds", "open_only"} and len(narrowed.get("kinds", ())) <= 1:
        return tuple(narrowed.items())
    return None


def _statement(
    shown: CaseFilter, sort: CaseSort, segment: _Segment, now: datetime, *, after: bool, skipping: bool
) -> Select[*tuple[Any, ...]]:
    wanted = [*conditions(shown, now), segment.where]
    keys = segment.keys
    if after:
        places = tuple_(*(bindparam(f"after_{place}", type_=key.type) for place, key in enumerate(keys)))
        wanted.append(tuple_(*keys) < places if sort.descending else tuple_(*keys) > places)
    order = [key.desc() if sort.descending else key.asc() for key in keys]
    limit = bindparam("limit", type_=Integer)
    if not skipping:
        return rows_query().where(*wanted).order_by(*order).limit(limit)
    skipped = bindparam("offset", type_=Integer)
    ids = select(_C.id).where(*wanted).order_by(*order).offset(skipped).limit(limit)
    return rows_query().where(_C.id.in_(ids.scalar_subquery())).order_by(*order)


def _counted(session: Session, shown: CaseFilter, segment: _Segment, now: datetime) -> int:
    query = select(func.count(_C.id)).where(*conditions(shown, now), segment.where)
    return session.scalar(query, dict(segment.values)) or 0
