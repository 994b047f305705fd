"""Asking for a product, and its terms of reference: drafted, submitted, agreed by both sides, and agreed anew."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import Entity, Operation, Person, PocaCase, Request, RequestStep, Subject
from soc_desk.domain.days import DayToCome
from soc_desk.domain.request_moves import OPEN, refusal_to_change
from soc_desk.errors import Invalid, NotFound
from soc_desk.services import standing
from soc_desk.services.prints import day_words, wall
from soc_desk.services.requests.worked import worked_by
from soc_desk.services.rows import columns_of, draft_of
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import READERS
from soc_desk.vocabulary.request import UNIT, Deed, Driver, HoldReason, Priority, Product, RequestKind, RequestState

_ABOUT: dict[str, type[Entity]] = {
    "subject_id": Subject,
    "person_id": Person,
    "operation_id": Operation,
    "case_id": PocaCase,
}
_AGREED = (*_ABOUT, "kind", "product", "asked", "terms", "needed_by")
"""What both sides agree: another of these is other terms."""
_GRADED = ("driver", "priority")
"""What may change while it is worked, by a step of its own."""
_COUNTED = ("kind", "needed_by", *_GRADED)
"""What the figures of a period tell requests apart by: a step that changes one keeps what it was."""
_STANDS = "The terms stand once it is allocated. Withdraw it, or ask anew for what changed."


@dataclass(frozen=True, kw_only=True)
class RequestDraft:
    """What the form of a request fills; it may be on several records, or on none."""

    id: UUID | None = None
    version: int | None = None
    kind: RequestKind = RequestKind.ANALYST
    product: Product | None = None
    asked: str = ""
    subject_id: UUID | None = None
    person_id: UUID | None = None
    operation_id: UUID | None = None
    case_id: UUID | None = None
    driver: Driver | None = None
    priority: Priority = Priority.MEDIUM
    needed_by: DayToCome = None
    terms: str = ""

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        found: dict[str, str] = {}
        if self.product is None:
            found["product"] = "Choose what is to be made."
        if self.driver is None:
            found["driver"] = "Say whether the work is chosen (proactive) or came with an event (reactive)."
        if not self.asked.strip():
            found["asked"] = "Say in a sentence what is asked for."
        return found


def draft(session: Session, id: UUID) -> RequestDraft:
    """The request for the form."""
    request = session.get(Request, id)
    if request is None:
        raise NotFound("That request does not exist, or is not open to you.")
    return draft_of(RequestDraft, request)


def case_words(session: Session, id: UUID) -> str:
    """The reference of a POCA case that the form names; empty for one that is not open to the reader."""
    return session.scalar(select(PocaCase.reference).where(PocaCase.id == id)) or ""


@use_case("Ask for a product", needs=READERS)
def record(work: Work, draft: RequestDraft) -> UUID:
    """Keep a request as a draft; gives its id."""
    values = _checked(work, draft)
    request = Request(
        reference=work.next_reference("RQ"), requester_id=work.actor.id, made_at=work.now, **values
    )  # fmt: skip
    work.add(request)
    return request.id


@use_case("Change a request", needs=READERS)
def change(work: Work, draft: RequestDraft) -> None:
    """Save an edit; other terms take both agreements back, and none are given once it is allocated.

    What is not submitted yet changes without a step.
    """
    if draft.id is None:
        raise Invalid({"id": "This form does not belong to a saved request; ask for the product first."})
    request = work.get(Request, draft.id, draft.version)
    if told := refusal_to_change(request, work.actor):
        raise Invalid({"state": told})
    stood = {name: getattr(request, name) for name in _ABOUT}
    values = _checked(work, draft, stood)
    other = [name for name in _AGREED if values[name] != getattr(request, name)]
    if request.state not in OPEN:
        raise Invalid({"state": f"A request at “{request.state.label}” is not changed; ask anew for what is needed."})
    if other and request.state is not RequestState.DRAFT:
        if request.state not in (RequestState.SUBMITTED, RequestState.AGREED):
            raise Invalid(dict.fromkeys(other, _STANDS))
        _submittable(values["terms"], values["needed_by"], wall(work.now).date())
        words = "; ".join(_WORDS[name] for name in other)
        step(work, request, Deed.CHANGE, reason=f"Changed: {words}.", before_it=_before(request, other))
    regraded = [name for name in _GRADED if values[name] is not getattr(request, name)]
    if regraded and request.state is not RequestState.DRAFT:
        words = "; ".join(
            f"{_WORDS[name]} from {getattr(request, name).label.lower()} to {values[name].label.lower()}"
            for name in regraded
        )
        step(work, request, Deed.REGRADE, reason=f"Changed: {words}.", before_it=_before(request, regraded))
    for name, value in values.items():
        setattr(request, name, value)


_WORDS = {
    "subject_id": "the group", "person_id": "the person", "operation_id": "the operation", "case_id": "the case",
    "kind": "whose work it is", "product": "the product", "asked": "what is asked for",
    "terms": "the terms of reference", "needed_by": "the day it is needed by", "driver": "the driver",
    "priority": "the priority",
}  # fmt: skip


def _before(request: Request, changed: Iterable[str]) -> dict[str, Any]:
    return {f"{name}_before": getattr(request, name) for name in changed if name in _COUNTED}


@use_case("Submit a request", needs=READERS)
def submit(work: Work, id: UUID, version: int) -> None:
    """Send a draft to the intelligence unit; its queue begins."""
    request = work.get(Request, id, version)
    today = wall(work.now).date()
    _submittable(request.terms, request.needed_by, today)
    step(work, request, Deed.SUBMIT)
    request.submitted_on = today


@use_case("Agree terms of reference for the requester", needs=READERS)
def agree(work: Work, id: UUID, version: int) -> None:
    """The requester agrees the terms as they stand."""
    step(work, work.get(Request, id, version), Deed.AGREE)


@use_case("Agree terms of reference for the intelligence unit", needs=UNIT)
def agree_for_unit(work: Work, id: UUID, version: int) -> None:
    """The intelligence unit agrees the terms as they stand."""
    step(work, work.get(Request, id, version), Deed.AGREE_FOR_UNIT)


def step(
    work: Work, request: Request, deed: Deed, *, reason: str = "", held_for: HoldReason | None = None,
    analyst_id: UUID | None = None, before_it: Mapping[str, Any] = MappingProxyType({}),
) -> None:  # fmt: skip
    """Take a step on a request and keep it: who, when and why; ``before_it`` is what stood in what it changes."""
    today = wall(work.now).date()
    before = request.take(deed, work.actor, today, worked_by(work.session, [request.id])[request.id])
    told = RequestStep(
        request_id=request.id, deed=deed, before=before, after=request.state, done_on=today, at=work.now,
        by_id=work.actor.id, reason=reason.strip(), held_for=held_for, analyst_id=analyst_id, **before_it,
    )  # fmt: skip
    work.add(told)


def _submittable(terms: str, needed_by: date | None, today: date) -> None:
    found = {}
    if not terms.strip():
        found["terms"] = "Write the terms of reference; both sides agree them."
    if needed_by is None:
        found["needed_by"] = "Say by when it is needed; it becomes the agreed date."
    elif needed_by < today:
        found["needed_by"] = f"{day_words(needed_by)} has passed; choose a day to come."
    if found:
        raise Invalid(found)


def _checked(work: Work, draft: RequestDraft, stood: dict[str, Any] | None = None) -> dict[str, Any]:
    if problems := draft.problems():
        raise Invalid(problems)
    for name, kind in _ABOUT.items():
        id_ = getattr(draft, name)
        if id_ is not None:
            work.get(kind, id_)
            if (
                name == "subject_id"
                and (stood or {}).get(name) != id_
                and (told := standing.problem(work.session, id_))
            ):
                raise Invalid({name: told})
    return columns_of(draft)
