"""The steps of a request once its terms are agreed: allocated, worked, held, checked, delivered, closed, or ended."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import Request, User
from soc_desk.errors import Invalid
from soc_desk.services import users
from soc_desk.services.places import Place
from soc_desk.services.prints import wall
from soc_desk.services.requests.asking import step
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import READERS, Role
from soc_desk.vocabulary.request import CHECKERS, UNIT, DeclineReason, Deed, HoldReason

WORKERS = UNIT | {Role.CHAMPION, Role.OFFICER}
"""Whom a request can be allocated to: analysts first; financial investigators hold the role of their team."""


@dataclass(frozen=True, kw_only=True)
class AllocationDraft:
    """Who is to make the product."""

    analyst_id: UUID | None = None
    reason: str = ""

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        return {} if self.analyst_id is not None else {"analyst_id": "Choose who makes it."}


@dataclass(frozen=True, kw_only=True)
class HoldDraft:
    """What a request waits for."""

    held_for: HoldReason | None = None
    reason: str = ""

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        return {} if self.held_for is not None else {"held_for": "Choose what it waits for."}


@dataclass(frozen=True, kw_only=True)
class DeclineDraft:
    """Why a request is declined; want of capacity is counted as unmet demand."""

    declined_for: DeclineReason | None = None
    reason: str = ""

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        if self.declined_for is None:
            return {"declined_for": "Choose why; what is declined for want of capacity is counted as unmet demand."}
        return {}


def workers(session: Session) -> list[Place]:
    """Those whom a request can be allocated to, analysts first."""
    here = [row for row in users.list_rows(session) if row.disabled_at is None and WORKERS & set(row.roles)]
    here.sort(key=lambda row: Role.ANALYST not in row.roles)
    return [Place(row.id, row.display) for row in here]


@use_case("Allocate a request", needs=UNIT)
def allocate(work: Work, id: UUID, version: int, draft: AllocationDraft) -> None:
    """Give it to an analyst or financial investigator, or to another; refused until both sides agreed the terms."""
    _refuse(draft.problems())
    assert draft.analyst_id is not None
    request = work.get(Request, id, version)
    to = work.get(User, draft.analyst_id)
    if to.disabled_at is not None or not WORKERS & to.actor("").roles:
        raise Invalid({"analyst_id": f"{to.display} does not work requests; choose somebody else."})
    seen = select(Request.id).where(Request.id == id, Request.visible_to(to.actor("")))
    if work.session.connection().execute(seen).first() is None:  # by their sight, not by that of whoever allocates
        told = f"{to.display} may not know of what this request is about; name them on that record first."
        raise Invalid({"analyst_id": told})
    if to.id == request.analyst_id:
        raise Invalid({"analyst_id": f"{to.display} has it already."})
    step(work, request, Deed.ALLOCATE, reason=draft.reason, analyst_id=to.id)
    request.analyst_id = to.id


@use_case("Start work on a request", needs=READERS)
def start(work: Work, id: UUID, version: int) -> None:
    """Work begins."""
    step(work, work.get(Request, id, version), Deed.START)


@use_case("Put a request on hold", needs=READERS)
def hold(work: Work, id: UUID, version: int, draft: HoldDraft) -> None:
    """Work waits, and what for; the days on hold are kept and do not count as work."""
    _refuse(draft.problems())
    request = work.get(Request, id, version)
    step(work, request, Deed.HOLD, reason=draft.reason, held_for=draft.held_for)
    request.held_for = draft.held_for


@use_case("Take up a request on hold", needs=READERS)
def resume(work: Work, id: UUID, version: int) -> None:
    """What it waited for is there."""
    request = work.get(Request, id, version)
    step(work, request, Deed.RESUME)
    request.held_for = None


@use_case("Send a request to its quality check", needs=READERS)
def check(work: Work, id: UUID, version: int) -> None:
    """The product is made; senior intelligence staff look at it before it is delivered."""
    step(work, work.get(Request, id, version), Deed.CHECK)


@use_case("Send a request back to work", needs=CHECKERS)
def send_back(work: Work, id: UUID, version: int, reason: str) -> None:
    """The check found something to mend."""
    request = work.get(Request, id, version)
    step(work, request, Deed.SEND_BACK, reason=_said(reason, "Say what is to be mended."))


@use_case("Deliver a request", needs=CHECKERS)
def deliver(work: Work, id: UUID, version: int) -> None:
    """The check is passed and the requester has the product."""
    request = work.get(Request, id, version)
    step(work, request, Deed.DELIVER)
    request.delivered_on, request.checked_by_id = wall(work.now).date(), work.actor.id


@use_case("Close a request", needs=READERS)
def close(work: Work, id: UUID, version: int, feedback: str) -> None:
    """What the product was worth, from whoever asked for it."""
    request = work.get(Request, id, version)
    told = _said(feedback, "Say what came of it, or what it was worth.")
    step(work, request, Deed.CLOSE, reason=told)
    request.feedback = told


@use_case("Decline a request", needs=UNIT)
def decline(work: Work, id: UUID, version: int, draft: DeclineDraft) -> None:
    """It will not be made, and why; want of capacity counts as unmet demand."""
    _refuse(draft.problems())
    request = work.get(Request, id, version)
    assert draft.declined_for is not None
    told = ": ".join(filter(None, (draft.declined_for.label, draft.reason.strip())))
    step(work, request, Deed.DECLINE, reason=told)
    request.declined_for = draft.declined_for


@use_case("Withdraw a request", needs=READERS)
def withdraw(work: Work, id: UUID, version: int, reason: str) -> None:
    """It is not needed any more."""
    request = work.get(Request, id, version)
    step(work, request, Deed.WITHDRAW, reason=_said(reason, "Say why it is not needed any more."))
    request.held_for = None


def _said(words: str, otherwise: str) -> str:
    if not words.strip():
        raise Invalid({"reason": otherwise})
    return words.strip()


def _refuse(problems: dict[str, str]) -> None:
    if problems:
        raise Invalid(problems)
