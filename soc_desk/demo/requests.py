"""Invented requests to analysts and financial investigators, at every state, each with the steps that led there."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from soc_desk.demo import life_words as said
from soc_desk.demo.blank import Row, blank
from soc_desk.domain import Request, RequestStep, User
from soc_desk.domain.request_moves import WAITING
from soc_desk.vocabulary import Access, Role, SubjectStatus
from soc_desk.vocabulary.request import (
    DeclineReason,
    Deed,
    Driver,
    HoldReason,
    Priority,
    Product,
    RequestKind,
    RequestState,
)

if TYPE_CHECKING:
    from soc_desk.demo.life import Rows, Told

_S, _D = RequestState, Deed
_TERMS = (_D.SUBMIT, _D.AGREE, _D.AGREE_FOR_UNIT)
_BEGUN = (*_TERMS, _D.ALLOCATE, _D.START)
_HELD = (*_BEGUN, _D.HOLD, _D.RESUME)
_MENDED = (*_BEGUN, _D.CHECK, _D.SEND_BACK, _D.CHECK)
_OVER: tuple[tuple[Deed, ...], ...] = (
    (*_HELD, _D.CHECK, _D.DELIVER, _D.CLOSE), (*_BEGUN, _D.CHECK, _D.DELIVER, _D.CLOSE),
    (*_MENDED, _D.DELIVER, _D.CLOSE), (_D.SUBMIT, _D.DECLINE), (*_BEGUN, _D.CHECK, _D.DELIVER, _D.CLOSE),
    (*_TERMS, _D.DECLINE), (*_HELD, _D.CHECK, _D.DELIVER, _D.CLOSE), (_D.SUBMIT, _D.WITHDRAW),
)  # fmt: skip
"""The lives of those that are over, in turn."""
_NOW: tuple[tuple[Deed, ...], ...] = (
    (*_HELD, _D.CHECK, _D.DELIVER), _MENDED, (*_BEGUN, _D.CHECK), (*_BEGUN, _D.HOLD), (*_HELD, _D.HOLD), _BEGUN,
    (*_BEGUN, _D.REGRADE, _D.HOLD, _D.RESUME),
    (*_BEGUN, _D.CHECK, _D.SEND_BACK), (*_TERMS, _D.ALLOCATE), _TERMS, _TERMS, (_D.SUBMIT, _D.AGREE),
    (_D.SUBMIT, _D.AGREE_FOR_UNIT), (_D.SUBMIT, _D.AGREE, _D.CHANGE), (_D.SUBMIT,), (), (),
)  # fmt: skip
"""The lives of those that are not, the furthest first."""
EVER = 40
REQUESTS = EVER + len(_NOW)
_AFTER = {
    _D.SUBMIT: _S.SUBMITTED, _D.AGREE: _S.SUBMITTED, _D.AGREE_FOR_UNIT: _S.SUBMITTED, _D.CHANGE: _S.SUBMITTED,
    _D.ALLOCATE: _S.ALLOCATED, _D.START: _S.IN_PROGRESS, _D.HOLD: _S.ON_HOLD, _D.RESUME: _S.IN_PROGRESS,
    _D.CHECK: _S.CHECKING, _D.SEND_BACK: _S.IN_PROGRESS, _D.DELIVER: _S.DELIVERED, _D.CLOSE: _S.CLOSED,
    _D.DECLINE: _S.DECLINED, _D.WITHDRAW: _S.WITHDRAWN,
}  # fmt: skip
_TAKES = {
    _D.AGREE: (0, 2), _D.AGREE_FOR_UNIT: (1, 7), _D.ALLOCATE: (0, 4), _D.START: (0, 6), _D.HOLD: (2, 8),
    _D.RESUME: (4, 18), _D.CHECK: (4, 16), _D.SEND_BACK: (1, 2), _D.DELIVER: (1, 3), _D.CLOSE: (3, 15),
    _D.DECLINE: (2, 9), _D.WITHDRAW: (2, 12), _D.CHANGE: (1, 3),
    _D.REGRADE: (1, 3),
}  # fmt: skip
"""Days between a step and the one before."""
_ANALYSTS = (("n.analyst", "Ms N. Analyst", Role.ANALYST), ("t.analyst", "Mr T. Analyst", Role.ANALYST))
_SENIOR = ("c.senior", "DI C. Senior", Role.COORDINATOR)
"""Who checks what the demonstration's own user worked on or asked for."""


def work(told: "Told") -> "Rows":
    """About the active groups that all may know of, their people, or nothing recorded; with the unit that works."""
    chance, force = told.chance, told.scene.force
    unit = [
        blank(User) | {"id": chance.id(), "name": name, "display": display, "roles": [role.value],
                       "team_id": force.teams[0], "heads_team": False}
        for name, display, role in (*_ANALYSTS, _SENIOR)
    ]  # fmt: skip
    *analysts, senior = (each["id"] for each in unit)
    groups = [g for g in told.scene.groups if g["status"] is SubjectStatus.ACTIVE and g["access"] is Access.TEAM]
    requests: list[Row] = []
    steps: list[Row] = []
    for place in range(REQUESTS):
        is_over = place < EVER
        deeds = _OVER[place % len(_OVER)] if is_over else _NOW[place - EVER]
        end = (EVER - place) * 10 + chance.randint(0, 9) if is_over else chance.randint(0, 6)
        days = _days(told, deeds, chance.today - timedelta(days=end))
        request = _asked(told, place, days[0] if days else chance.today - timedelta(days=end), groups)
        _live(told, request, deeds, days, analysts)
        checker = senior if told.me in (request["analyst_id"], request["requester_id"]) else told.me
        if _D.DELIVER in deeds:
            request["checked_by_id"] = checker
        steps += _steps(told, request, deeds, days, checker)
        requests.append(request)
    for number, request in enumerate(sorted(requests, key=lambda each: each["made_at"]), 1):
        request["reference"] = f"RQ-{request['made_at'].year}-{number:04}"
    return [(User, unit), (Request, requests), (RequestStep, steps)]


def _days(told: "Told", deeds: Sequence[Deed], last: date) -> list[date]:
    """A day for each step, the last one given."""
    gaps = [told.chance.randint(*_TAKES[deed]) for deed in deeds[1:]]
    return [last - timedelta(days=sum(gaps[place:])) for place in range(len(deeds))]


def _asked(told: "Told", place: int, day: date, groups: list[Row]) -> Row:
    chance = told.chance
    kind = RequestKind.FINANCIAL if place % 5 == 2 else RequestKind.ANALYST
    products = said.PRODUCTS[kind]
    product, asked, terms = products[place % len(products)]
    group = chance.choice(groups) if chance.random() < 0.8 else None
    members = told.members.get(group["id"], []) if group else []
    by = chance.choice([*told.scene.force.officers, told.me])
    return blank(Request) | {
        "id": chance.id(), "kind": kind, "product": product, "asked": asked, "terms": terms,
        "driver": Driver.REACTIVE if chance.random() < 0.6 else Driver.PROACTIVE,
        "priority": chance.one({Priority.HIGH: 2, Priority.MEDIUM: 5, Priority.LOW: 2}),
        "subject_id": group["id"] if group else None,
        "person_id": chance.choice(members) if members and product is Product.SUBJECT else None,
        "requester_id": by, "made_at": chance.moment(day), "needed_by": day + timedelta(days=chance.randint(21, 45)),
    }  # fmt: skip


def _live(told: "Told", request: Row, deeds: Sequence[Deed], days: Sequence[date], analysts: list[UUID]) -> None:
    """What the steps leave on the record."""
    chance, taken = told.chance, dict(zip(deeds, days, strict=True))
    analyst = chance.choice([*analysts, told.me])
    request["state"] = _AFTER[deeds[-1]] if deeds else _S.DRAFT
    request["submitted_on"] = taken.get(_D.SUBMIT)
    if _D.CHANGE not in taken:
        others = [each for each in (*analysts, told.me) if each != request["requester_id"]]
        _agree(request, taken, chance.choice(others))
    if _D.ALLOCATE in taken:
        request["analyst_id"] = analyst
    if request["state"] is _S.ON_HOLD:
        request["held_for"] = chance.choice(list(HoldReason))
    if _D.DELIVER in taken:
        late = chance.random() < 0.3
        day = taken[_D.DELIVER]
        request["delivered_on"] = day
        request["needed_by"] = day + timedelta(days=-chance.randint(1, 9) if late else chance.randint(0, 12))
    elif request["state"] in WAITING and chance.random() < 0.2:
        request["needed_by"] = max(request["submitted_on"], chance.today - timedelta(days=chance.randint(1, 6)))
    request["needed_by"] = max(request["needed_by"], *(taken[each] for each in _TERMS if each in taken), date.min)
    if _D.REGRADE in taken:
        request["priority"] = Priority.HIGH
    if request["state"] in (_S.CLOSED, _S.DECLINED, _S.WITHDRAWN):
        request["ended_on"] = days[-1]
    if _D.DECLINE in taken:
        request["declined_for"] = DeclineReason.CAPACITY if chance.random() < 0.6 else DeclineReason.TERMS
    if _D.CLOSE in taken:
        request["feedback"] = chance.choice(said.FEEDBACK)


def _agree(request: Row, taken: Mapping[Deed, date], by: UUID) -> None:
    """What agreements leave on the record."""
    if _D.AGREE in taken:
        request |= {"requester_agreed_on": taken[_D.AGREE], "requester_agreed_by_id": request["requester_id"]}
    if _D.AGREE_FOR_UNIT in taken:
        request |= {"unit_agreed_on": taken[_D.AGREE_FOR_UNIT], "unit_agreed_by_id": by}
    if request["requester_agreed_on"] and request["unit_agreed_on"]:
        request["agreed_on"] = max(request["requester_agreed_on"], request["unit_agreed_on"])
        request["state"] = _S.AGREED if request["state"] is _S.SUBMITTED else request["state"]


def _steps(told: "Told", request: Row, deeds: Sequence[Deed], days: Sequence[date], checker: UUID) -> list[Row]:
    chance, rows = told.chance, []
    before, moment = _S.DRAFT, request["made_at"]
    agreed: set[Deed] = set()
    for place, (deed, day) in enumerate(zip(deeds, days, strict=True)):
        agreed = agreed | {deed} if deed in _TERMS else agreed
        after = _S.AGREED if len(agreed) == len(_TERMS) and deed in _TERMS else _AFTER.get(deed, before)
        moment = max(moment + timedelta(minutes=1), chance.moment(day))
        rows.append(
            blank(RequestStep) | {
                "id": chance.id(), "request_id": request["id"], "deed": deed, "before": before, "after": after,
                "done_on": day, "at": moment, "by_id": _by(told, request, deed, checker),
                "reason": _why(request, deed),
                "held_for": _held(told, request, last=place == len(deeds) - 1) if deed is _D.HOLD else None,
                "analyst_id": request["analyst_id"] if deed is _D.ALLOCATE else None,
                "priority_before": Priority.MEDIUM if deed is _D.REGRADE else None,
            }
        )  # fmt: skip
        before = after
    return rows


def _by(told: "Told", request: Row, deed: Deed, checker: UUID) -> UUID:
    if deed in (_D.START, _D.HOLD, _D.RESUME, _D.CHECK):
        by = request["analyst_id"]
    elif deed is _D.AGREE_FOR_UNIT:
        by = request["unit_agreed_by_id"]
    elif deed in (_D.DELIVER, _D.SEND_BACK):
        by = checker
    elif deed in (_D.ALLOCATE, _D.DECLINE):
        by = told.me
    else:
        by = request["requester_id"]
    found: UUID = by or told.me
    return found


def _held(told: "Told", request: Row, *, last: bool) -> Any:
    return request["held_for"] if last else told.chance.choice(list(HoldReason))


def _why(request: Row, deed: Deed) -> str:
    if deed is _D.DECLINE:
        return str(request["declined_for"].label)
    words: dict[Deed, str] = {
        _D.CLOSE: request["feedback"], _D.HOLD: "Nothing can be done until then.",
        _D.SEND_BACK: "The sources of two findings are missing.", _D.WITHDRAW: "The suspects were arrested.",
        _D.CHANGE: "Changed: the terms of reference.",
        _D.REGRADE: "Changed: the priority from medium to high.",
    }  # fmt: skip
    return words.get(deed, "")
