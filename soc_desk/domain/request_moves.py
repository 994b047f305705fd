"""How a request moves, who takes each step, and who may know of one: the rules, without the stored class.

My desk asks by them at each start, and mapping a class takes longer than to read what is asked for.
"""

from collections.abc import Set as AbstractSet
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_

from soc_desk.domain.actor import Actor
from soc_desk.domain.closed import closed_cases, closed_operations, closed_people, closed_subjects
from soc_desk.vocabulary import Role
from soc_desk.vocabulary.request import CHECKERS, UNIT, Deed, RequestState

_S, _D = RequestState, Deed
WAITING = (_S.SUBMITTED, _S.AGREED, _S.ALLOCATED, _S.IN_PROGRESS, _S.ON_HOLD, _S.CHECKING)
"""Asked for and not delivered: the queue and the work in hand."""
OPEN = (_S.DRAFT, *WAITING)
MOVES: dict[Deed, tuple[tuple[RequestState, ...], RequestState | None]] = {
    _D.SUBMIT: ((_S.DRAFT,), _S.SUBMITTED),
    _D.AGREE: ((_S.SUBMITTED,), None),
    _D.AGREE_FOR_UNIT: ((_S.SUBMITTED,), None),
    _D.CHANGE: ((_S.SUBMITTED, _S.AGREED), _S.SUBMITTED),
    _D.REGRADE: (WAITING, None),
    _D.ALLOCATE: ((_S.AGREED, _S.ALLOCATED, _S.IN_PROGRESS, _S.ON_HOLD), None),
    _D.START: ((_S.ALLOCATED,), _S.IN_PROGRESS),
    _D.HOLD: ((_S.IN_PROGRESS,), _S.ON_HOLD),
    _D.RESUME: ((_S.ON_HOLD,), _S.IN_PROGRESS),
    _D.CHECK: ((_S.IN_PROGRESS,), _S.CHECKING),
    _D.SEND_BACK: ((_S.CHECKING,), _S.IN_PROGRESS),
    _D.DELIVER: ((_S.CHECKING,), _S.DELIVERED),
    _D.CLOSE: ((_S.DELIVERED,), _S.CLOSED),
    _D.DECLINE: ((_S.SUBMITTED, _S.AGREED), _S.DECLINED),
    _D.WITHDRAW: (OPEN, _S.WITHDRAWN),
}
"""From which states each step is taken, and to which it leads; None where that follows from the rest."""
_STAND_IN = frozenset({Role.SUPERVISOR})
_REQUESTER = (_D.SUBMIT, _D.AGREE, _D.CLOSE, _D.WITHDRAW)
_UNIT = (_D.AGREE_FOR_UNIT, _D.ALLOCATE, _D.DECLINE)
WORK = (_D.START, _D.HOLD, _D.RESUME, _D.CHECK)
"""Whoever takes one of these worked on it, whether or not it was allocated to them."""
_CHECKER = (_D.SEND_BACK, _D.DELIVER)


DAY_PASSED = "The day it is needed by has passed. Change it to a day to come first; then both sides agree."


class Known(Protocol):
    """What the rules ask of a request, stored or read."""

    @property
    def state(self) -> RequestState: ...
    @property
    def requester_id(self) -> UUID: ...
    @property
    def analyst_id(self) -> UUID | None: ...
    @property
    def requester_agreed_by_id(self) -> UUID | None: ...
    @property
    def unit_agreed_by_id(self) -> UUID | None: ...
    @property
    def needed_by(self) -> date | None: ...


def open_request(columns: Any, reader: Actor) -> ColumnElement[bool]:  # noqa: ANN401 - those of the class or of its table
    """True where the reader may know of everything that a request is about."""
    if not reader.reads_cases:
        return false()
    closed = (
        (columns.subject_id, closed_subjects), (columns.person_id, closed_people), (columns.case_id, closed_cases),
        (columns.operation_id, closed_operations),
    )  # fmt: skip
    return and_(*(or_(about.is_(None), about.not_in(those(reader))) for about, those in closed))


def refusal(request: Known, deed: Deed, actor: Actor, today: date, worked_by: AbstractSet[UUID]) -> str:
    """Why this person cannot take this step now, in a sentence, or empty; what is offered asks it as what is done."""
    if request.state not in MOVES[deed][0]:
        return _out_of_turn(request, deed)
    if deed in _REQUESTER and actor.id != request.requester_id and not actor.has(_STAND_IN):
        return "Whoever asked does this, or a supervisor in their place."
    if deed in _UNIT and not actor.has(UNIT):
        return "An analyst or a coordinator does this for the intelligence unit."
    if deed in WORK and actor.id != request.analyst_id and not actor.has(UNIT):
        return "Whoever it is allocated to does this, or the intelligence unit."
    if deed in _CHECKER and not actor.has(CHECKERS):
        return "A supervisor or a coordinator checks it."
    if deed in _CHECKER and (told := _their_own(request, actor, worked_by)):
        return told
    if deed in (Deed.CHANGE, Deed.REGRADE) and (told := refusal_to_change(request, actor)):
        return told
    return _agreed_already(request, deed, actor) or _day_passed(request, deed, today)


def refusal_to_change(request: Known, actor: Actor) -> str:
    """Why this person changes nothing on it, or empty."""
    mine = actor.id == request.requester_id or actor.has(UNIT | _STAND_IN)
    return "" if mine else "Whoever asked changes a request, or the intelligence unit, or a supervisor."


def _out_of_turn(request: Known, deed: Deed) -> str:
    if deed is Deed.ALLOCATE and request.state in (_S.DRAFT, _S.SUBMITTED):
        return "The requester and the intelligence unit agree the terms of reference before it is allocated."
    if deed is Deed.DELIVER and request.state in WAITING:
        return "It is delivered after its quality check; send it there first."
    return f"A request at “{request.state.label}” cannot be {_lower(deed.label)}."


def _agreed_already(request: Known, deed: Deed, actor: Actor) -> str:
    """Each side agrees once, and nobody for both."""
    mine, theirs = request.requester_agreed_by_id, request.unit_agreed_by_id
    if deed is Deed.AGREE_FOR_UNIT:
        mine, theirs = theirs, mine
    if deed in (Deed.AGREE, Deed.AGREE_FOR_UNIT) and mine is not None:
        return "These terms are agreed already; the other side still has to."
    if deed in (Deed.AGREE, Deed.AGREE_FOR_UNIT) and theirs == actor.id:
        return "You agreed for the other side; somebody else agrees for this one."
    return ""


def _their_own(request: Known, actor: Actor, worked_by: AbstractSet[UUID]) -> str:
    """Nobody checks what they worked on, even where it went to another analyst since, nor what they asked for."""
    if actor.id in {request.analyst_id, *worked_by}:
        return "You worked on it; another supervisor or coordinator checks it."
    return "You asked for it; another supervisor or coordinator checks it." if actor.id == request.requester_id else ""


def _day_passed(request: Known, deed: Deed, today: date) -> str:
    """A day that has passed is not agreed."""
    if deed in (Deed.AGREE, Deed.AGREE_FOR_UNIT) and request.needed_by is not None and request.needed_by < today:
        return DAY_PASSED
    return ""


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
