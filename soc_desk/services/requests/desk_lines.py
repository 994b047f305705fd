"""The lines of My desk about requests: what waits for the reader to agree, allocate, work on, check or answer."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Date, Enum, String, column, or_, select, table
from sqlalchemy.orm import Session

from soc_desk.domain.base import Id
from soc_desk.domain.request_moves import DAY_PASSED, WAITING, open_request, refusal
from soc_desk.services.desk_items import DeskItem, days_left, urgency
from soc_desk.services.prints import day_words
from soc_desk.services.requests.worked import worked_by
from soc_desk.store import Actor
from soc_desk.vocabulary import Code
from soc_desk.vocabulary.request import CHECKERS, UNIT, Deed, HoldReason, Product, RequestState

_S = RequestState
_WORKED = (_S.ALLOCATED, _S.IN_PROGRESS, _S.ON_HOLD)


class _Waiting(NamedTuple):
    """What a line is made of."""

    id: UUID
    reference: str
    product: Product
    state: RequestState
    asked: str
    needed_by: date | None
    requester_id: UUID
    analyst_id: UUID | None
    requester_agreed_by_id: UUID | None
    unit_agreed_by_id: UUID | None
    held_for: HoldReason | None


def _code(kind: type[Code]) -> Enum:
    return Enum(kind, native_enum=False, values_callable=lambda codes: [code.value for code in codes])


_KEPT = table(
    "request", *(column(name, Id()) for name in _Waiting._fields if name.endswith("id")),
    *(column(name, Id()) for name in ("subject_id", "person_id", "operation_id", "case_id")),
    column("reference", String), column("asked", String), column("needed_by", Date), column("product", _code(Product)),
    column("state", _code(RequestState)), column("held_for", _code(HoldReason)),
)  # fmt: skip
"""As ``domain.Request``, which is not mapped for this: it would take longer than what is asked."""


def lines(session: Session, reader: Actor, today: date, soon: int, limit: int) -> list[DeskItem]:
    """What waits for the reader: to agree, to allocate, to work, to check, to answer; and what of theirs is overdue."""
    at = _KEPT.c
    mine = [at.requester_id == reader.id, at.analyst_id == reader.id]
    if reader.has(UNIT):
        mine.append(at.state.in_((_S.SUBMITTED, _S.AGREED)))
    if reader.has(CHECKERS):
        mine.append(at.state == _S.CHECKING)
    query = select(*(at[name] for name in _Waiting._fields)).where(
        or_(*mine), at.state.in_((*WAITING, _S.DELIVERED)), open_request(at, reader)
    )
    rows = [_Waiting._make(row) for row in session.connection().execute(query.order_by(at.needed_by, at.reference))]
    checked = [row.id for row in rows if row.state is _S.CHECKING] if reader.has(CHECKERS) else []
    worked = worked_by(session, checked)
    wanted = ((row, _wanted(row, reader, today, worked.get(row.id, set()))) for row in rows)
    found = [(row, told) for row, told in wanted if told]
    return [_item(request, *told, today, soon) for request, told in found[:limit]]


def _wanted(request: _Waiting, reader: Actor, today: date, worked: set[UUID]) -> tuple[str, str] | None:
    """What the reader is to do with it, and why; None where it waits for somebody else."""

    def may(deed: Deed) -> bool:
        return not refusal(request, deed, reader, today, worked)

    is_mine, is_late = request.requester_id == reader.id, request.needed_by is not None and request.needed_by < today
    if request.state is _S.SUBMITTED and (may(Deed.AGREE_FOR_UNIT) or (is_mine and may(Deed.AGREE))):
        return "Agree the terms of", "Both sides agree the terms of reference before it is allocated."
    if request.state is _S.SUBMITTED and is_late and (is_mine or reader.has(UNIT)):
        return "Change the day of", DAY_PASSED
    if request.state is _S.AGREED and may(Deed.ALLOCATE):
        return "Allocate", "Its terms of reference are agreed."
    if request.state is _S.CHECKING and may(Deed.DELIVER):
        return "Check", "Senior intelligence staff check a product before it is delivered."
    if request.state in _WORKED and request.analyst_id == reader.id:
        held = f" It is on hold: {request.held_for.label.lower()}." if request.held_for else ""
        return "Work on", f"It is allocated to you.{held}"
    if request.state is _S.DELIVERED and is_mine:
        return "Say what came of", "It was delivered; your feedback closes it."
    if is_mine and is_late:
        return "Ask after", "You asked for it, and the agreed day has passed."
    return None


def _item(request: _Waiting, verb: str, why: str, today: date, soon: int) -> DeskItem:
    """By the day it is needed; what is delivered is not late any more."""
    by = request.needed_by if request.state is not _S.DELIVERED else None
    left = None if by is None else (by - today).days
    return DeskItem(
        due=request.state.label if left is None else days_left(left),
        urgency="grey" if left is None else urgency(left, soon), headline=f"{verb} {request.reference}",
        about=f"{request.product.label} · {request.asked}", why=why + (f" Needed by {day_words(by)}." if by else ""),
        page="requests", record_id=request.id, days=left,
    )  # fmt: skip
