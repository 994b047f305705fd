"""The register of detention orders across cases: when each was made, when it ends, and when it ends by law."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select, tuple_
from sqlalchemy.orm import Session

from soc_desk.domain import Area, CaseOrder, PocaCase
from soc_desk.services.poca import case_query
from soc_desk.services.poca.previews import latest_end
from soc_desk.vocabulary.poca import CaseKind, CaseState, OrderKind, OrderResult

PAGE = 100
SORTS = ("made_at", "expires_on")
DETAINING = tuple(kind for kind in OrderKind if kind.detains)

_O, _C = CaseOrder, PocaCase
_NEVER = date(9999, 12, 31)
"""Where what has no written end stands in the order of ends: last."""
_KEYS: dict[str, Any] = {"made_at": _O.made_at, "expires_on": func.coalesce(_O.expires_on, _NEVER)}


class OrderLine(NamedTuple):
    """One application or order; ``number`` is 0 for an order made too late, which detains nothing.

    ``latest_on`` is the last day to which the law lets it hold: six months beginning with its date, and two years
    beginning with the date of the first order (s.295(2)); None until it is made, and for what detains nothing.
    """

    id: UUID
    case_id: UUID
    reference: str
    case_kind: CaseKind
    state_now: CaseState
    area: str
    held_pence: int | None
    kind: OrderKind
    number: int
    result: OrderResult
    lodged_on: date | None
    hearing_at: datetime | None
    made_at: datetime | None
    expires_on: date | None
    latest_on: date | None
    court: str

    @property
    def ends_on(self) -> date | None:
        """The last day it detains: as written on it, and never later than the law allows."""
        return min((day for day in (self.expires_on, self.latest_on) if day is not None), default=None)


@dataclass(frozen=True)
class OrderSort:
    """A column of the register (one of ``SORTS``); applications that wait stand by when they were recorded."""

    key: str = "made_at"
    descending: bool = True


@dataclass(frozen=True, kw_only=True)
class OrderFilter:
    """What a view shows: orders made from ``starts_on`` to ``ends_on`` in the cases ``text`` finds, or what waits."""

    waiting: bool = False
    starts_on: date | None = None
    ends_on: date | None = None
    areas: tuple[UUID, ...] = ()
    text: str = ""


@dataclass(frozen=True)
class OrderTotals:
    """How many orders, and how many of them were a case's first."""

    all: int
    first: int


def page(
    session: Session,
    shown: OrderFilter,
    sort: OrderSort = OrderSort(),
    *,
    now: datetime,
    after: OrderLine | None = None,
    offset: int = 0,
    limit: int = PAGE,
) -> list[OrderLine]:
    """A page of the register: the lines after ``after``, or from ``offset`` on; ``now`` is wall time."""
    keys: tuple[Any, ...] = (_O.id,) if shown.waiting else (_KEYS[sort.key], _O.id)
    query = _query(shown)
    if after is not None:
        ends_on = after.expires_on or _NEVER
        mark = ends_on if sort.key == "expires_on" else after.made_at
        there = (after.id,) if shown.waiting else (mark, after.id)
        query = query.where(tuple_(*keys) < there if sort.descending else tuple_(*keys) > there)
    query = query.order_by(*(key.desc() if sort.descending else key.asc() for key in keys))
    return [_line(row, now) for row in session.execute(query.offset(offset or None).limit(limit))]


def totals(session: Session, shown: OrderFilter) -> OrderTotals:
    """The figures of a view."""
    first = func.count(_O.id).filter(_O.kind == OrderKind.FIRST, _O.number > 0)
    query = select(func.count(_O.id), first).join(_C, _C.id == _O.case_id).where(*_conditions(shown))
    every, firsts = session.execute(query).one()
    return OrderTotals(every, firsts)


def _query(shown: OrderFilter) -> Select[*tuple[Any, ...]]:
    columns = (
        _O.id, _O.case_id, _C.reference, _C.kind.label("case_kind"), _C.state, _C.detained_until,
        Area.name.label("area"), _C.held_pence, _C.first_order_on, _C.cap_extended_to, _O.kind, _O.number, _O.result,
        _O.lodged_on, _O.hearing_at, _O.made_at, _O.expires_on, _O.court,
    )  # fmt: skip
    joined = select(*columns).join(_C, _C.id == _O.case_id).outerjoin(Area, Area.id == _C.area_id)
    return joined.where(*_conditions(shown))


def _conditions(shown: OrderFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [_O.kind.in_(DETAINING)]
    found.append(_O.result == OrderResult.PENDING if shown.waiting else _O.made_at.is_not(None))
    if shown.starts_on is not None:
        found.append(_O.made_at >= datetime.combine(shown.starts_on, time.min))
    if shown.ends_on is not None:
        found.append(_O.made_at < datetime.combine(shown.ends_on + timedelta(days=1), time.min))
    if shown.areas:
        found.append(_C.area_id.in_(shown.areas))
    if shown.text:
        found.append(case_query.holds(shown.text))
    return found


def _line(row: Any, now: datetime) -> OrderLine:  # noqa: ANN401 - a row of ``_query``
    detains = row.result is OrderResult.MADE and row.number > 0
    made_on = row.made_at.date() if row.made_at is not None and detains else None
    is_extended = row.cap_extended_to is not None
    latest_on = None if made_on is None else latest_end(made_on, row.first_order_on, is_extended=is_extended)
    return OrderLine(
        id=row.id, case_id=row.case_id, reference=row.reference, case_kind=row.case_kind,
        state_now=case_query.state_at(row.state, row.detained_until, now), area=row.area or "",
        held_pence=row.held_pence, kind=row.kind, number=row.number, result=row.result, lodged_on=row.lodged_on,
        hearing_at=row.hearing_at, made_at=row.made_at, expires_on=row.expires_on,
        latest_on=latest_on, court=row.court,
    )  # fmt: skip
