"""Bids to tasking for resources: submitted, decided at a meeting, delivered, and refused for want of capacity."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from soc_desk.domain import Area, Ocg, Operation, Subject, TaskingBid
from soc_desk.domain.days import DayThatWas, DayToCome
from soc_desk.errors import Invalid, NotFound
from soc_desk.services.prints import day_words, wall
from soc_desk.services.rows import columns_of, draft_of
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import WRITERS, Role
from soc_desk.vocabulary.ocg import BidLevel, BidRefusal, BidState

DECIDERS = frozenset({Role.SUPERVISOR, Role.COORDINATOR})
OPEN = (BidState.DRAFT, BidState.SUBMITTED, BidState.DEFERRED)


@dataclass(frozen=True, kw_only=True)
class BidRow:
    """One bid."""

    id: UUID
    version: int
    reference: str
    level: BidLevel
    state: BidState
    asked: str
    resource: str
    group: str
    operation: str
    area: str
    starts_on: date | None
    ends_on: date | None
    submitted_on: date | None
    meeting: str
    meeting_on: date | None
    decision: str
    refusal: BidRefusal | None
    result: str


@dataclass(frozen=True, kw_only=True)
class BidDraft:
    """What the form of a bid fills."""

    id: UUID | None = None
    version: int | None = None
    level: BidLevel = BidLevel.LEVEL_1
    asked: str = ""
    resource: str = ""
    subject_id: UUID | None = None
    operation_id: UUID | None = None
    area_id: UUID | None = None
    starts_on: DayToCome = None
    ends_on: DayToCome = None

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        found = {} if self.asked.strip() else {"asked": "Say what is asked for, and for what."}
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            found["ends_on"] = "It cannot end before it starts."
        return found


@dataclass(frozen=True, kw_only=True)
class BidDecision:
    """What the meeting decided."""

    state: BidState | None = None
    meeting: str = ""
    meeting_on: DayThatWas = None
    decision: str = ""
    refusal: BidRefusal | None = None

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        found: dict[str, str] = {}
        if self.state not in (BidState.APPROVED, BidState.PART_APPROVED, BidState.DEFERRED, BidState.REFUSED):
            found["state"] = "Choose what was decided."
        if not self.meeting.strip():
            found["meeting"] = "Say which meeting decided."
        if self.state is BidState.REFUSED and self.refusal is None:
            found["refusal"] = "Say why; what is refused for want of capacity is counted as unmet demand."
        if self.state in (BidState.PART_APPROVED, BidState.DEFERRED) and not self.decision.strip():
            found["decision"] = "Say what was decided."
        return found


@dataclass(frozen=True)
class Demand:
    """Bids of a period by level: how many were submitted, approved (also in part) and refused for want of capacity."""

    level: BidLevel
    submitted: int
    approved: int
    refused: int
    without_capacity: int


def page(session: Session, states: Sequence[BidState] = (), subject_id: UUID | None = None) -> list[BidRow]:
    """The register, latest first."""
    columns = (
        TaskingBid.id, TaskingBid.version, TaskingBid.reference, TaskingBid.level, TaskingBid.state, TaskingBid.asked,
        TaskingBid.resource, func.coalesce(Subject.reference + " " + Subject.name, ""),
        func.coalesce(Operation.name, ""), func.coalesce(Area.name, ""), TaskingBid.starts_on, TaskingBid.ends_on,
        TaskingBid.submitted_on, TaskingBid.meeting, TaskingBid.meeting_on, TaskingBid.decision, TaskingBid.refusal,
        TaskingBid.result,
    )  # fmt: skip
    query = (
        select(*columns)
        .outerjoin(Subject, Subject.id == TaskingBid.subject_id)
        .outerjoin(Operation, Operation.id == TaskingBid.operation_id)
        .outerjoin(Area, Area.id == TaskingBid.area_id)
        .order_by(TaskingBid.reference.desc())
    )
    if states:
        query = query.where(TaskingBid.state.in_(states))
    if subject_id is not None:
        query = query.where(TaskingBid.subject_id == subject_id)
    names = list(BidRow.__dataclass_fields__)
    return [BidRow(**dict(zip(names, row, strict=True))) for row in session.execute(query)]


def draft(session: Session, id: UUID) -> BidDraft:
    """The bid for the form."""
    bid = session.get(TaskingBid, id)
    if bid is None:
        raise NotFound("That bid does not exist, or is not open to you.")
    return draft_of(BidDraft, bid)


def demand(session: Session, starts_on: date, ends_on: date) -> list[Demand]:
    """Measure M16: bids submitted in a period, by level."""
    query = select(TaskingBid.level, TaskingBid.state, TaskingBid.refusal, func.count(TaskingBid.id)).where(
        TaskingBid.submitted_on.between(starts_on, ends_on)
    )
    found = {level: [0, 0, 0, 0] for level in BidLevel}
    refused_of = (BidState.REFUSED,)
    approved_of = (BidState.APPROVED, BidState.PART_APPROVED, BidState.DELIVERED, BidState.RESULT_RECORDED)
    grouped = query.group_by(TaskingBid.level, TaskingBid.state, TaskingBid.refusal)
    for level, state, refusal, number in session.execute(grouped):
        found[level][0] += number
        found[level][1] += number * (state in approved_of)
        found[level][2] += number * (state in refused_of)
        found[level][3] += number * (refusal is BidRefusal.CAPACITY and state in refused_of)
    return [Demand(level, *counts) for level, counts in found.items()]


@use_case("Draft a tasking bid", needs=WRITERS)
def record(work: Work, draft: BidDraft) -> UUID:
    """Keep a bid as a draft; gives its id."""
    values = _checked(work, draft)
    bid = TaskingBid(reference=work.next_reference("B"), made_by_id=work.actor.id, made_at=work.now, **values)
    work.add(bid)
    return bid.id


@use_case("Change a tasking bid", needs=WRITERS)
def change(work: Work, draft: BidDraft) -> None:
    """Save an edit; what was decided on is not rewritten."""
    if draft.id is None:
        raise Invalid({"id": "This form does not belong to a saved bid; draft it first."})
    values = _checked(work, draft)
    bid = work.get(TaskingBid, draft.id, draft.version)
    if bid.state not in OPEN:
        raise Invalid({"state": f"The bid is {bid.state.label.lower()}; make a new one for what changed."})
    for name, value in values.items():
        setattr(bid, name, value)


@use_case("Submit a tasking bid", needs=WRITERS)
def submit(work: Work, id: UUID, version: int) -> None:
    """Send a draft, or one deferred, to the meeting."""
    bid = work.get(TaskingBid, id, version)
    bid.move(BidState.SUBMITTED)
    bid.submitted_on = bid.submitted_on or wall(work.now).date()


@use_case("Decide on a tasking bid", needs=DECIDERS)
def decide(work: Work, id: UUID, version: int, decision: BidDecision) -> None:
    """What the meeting decided, with its reason."""
    if problems := decision.problems():
        raise Invalid(problems)
    assert decision.state is not None
    bid = work.get(TaskingBid, id, version)
    day = decision.meeting_on or wall(work.now).date()
    if bid.submitted_on is not None and day < bid.submitted_on:
        told = f"The bid was submitted on {day_words(bid.submitted_on)}. Give the day of a meeting since then."
        raise Invalid({"meeting_on": told})
    bid.move(decision.state)
    bid.meeting, bid.decision = decision.meeting.strip(), decision.decision.strip()
    bid.meeting_on = day
    bid.refusal = decision.refusal if decision.state is BidState.REFUSED else None


@use_case("Record what came of a tasking bid", needs=WRITERS)
def deliver(work: Work, id: UUID, version: int, result: str = "") -> None:
    """The resource came; with ``result`` what came of it."""
    bid = work.get(TaskingBid, id, version)
    if bid.state is not BidState.DELIVERED:
        bid.move(BidState.DELIVERED)
    if result.strip():
        bid.move(BidState.RESULT_RECORDED)
        bid.result = result.strip()


def _checked(work: Work, draft: BidDraft) -> dict[str, Any]:
    if problems := draft.problems():
        raise Invalid(problems)
    if draft.subject_id is not None:
        work.get(Ocg, draft.subject_id)
    if draft.operation_id is not None:
        work.get(Operation, draft.operation_id)
    return columns_of(draft)
