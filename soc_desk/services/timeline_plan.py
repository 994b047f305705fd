"""What the timeline of a group tells of its plan: approved, live, reviewed, closed; actions done; intelligence gaps."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import IntelligenceGap, Plan, PlanAction
from soc_desk.services.prints import wall
from soc_desk.services.timeline_events import Event, Strand, short
from soc_desk.vocabulary.ocg import PlanStatus

_PENDING = (PlanStatus.DRAFT, PlanStatus.APPROVED)


def of(session: Session, id: UUID) -> Iterator[Event]:
    """The events of a group's plans."""
    yield from _plans(session, id)
    actions = select(PlanAction.done_on, PlanAction.four_p, PlanAction.title, PlanAction.state)
    for on, four_p, title, state in session.execute(actions.where(PlanAction.subject_id == id)):
        if on:
            yield Event(on, Strand.PLAN, f"{four_p.label}: {short(title)} · {state.label.lower()}", "ocgs", id)
    gaps = select(IntelligenceGap.raised_on, IntelligenceGap.closed_on, IntelligenceGap.words)
    for raised, closed, words in session.execute(gaps.where(IntelligenceGap.subject_id == id)):
        yield Event(raised, Strand.INTELLIGENCE, f"Intelligence gap: {short(words)}", "ocgs", id)
        if closed:
            yield Event(closed, Strand.INTELLIGENCE, f"Intelligence gap closed: {short(words)}", "ocgs", id)


def _plans(session: Session, id: UUID) -> Iterator[Event]:
    columns = (Plan.number, Plan.status, Plan.approved_at, Plan.approved_by, Plan.starts_on, Plan.reviewed_on,
               Plan.closed_on, Plan.outcome)  # fmt: skip
    query = select(*columns).where(Plan.subject_id == id)
    for number, status, approved, by, starts, reviewed, closed, outcome in session.execute(query):
        plan = f"Plan {number}"
        if approved:
            yield Event(wall(approved).date(), Strand.PLAN, f"{plan} approved by {by}", "ocgs", id)
        if starts and status not in _PENDING:
            yield Event(starts, Strand.PLAN, f"{plan} live", "ocgs", id)
        if reviewed:
            yield Event(reviewed, Strand.PLAN, f"{plan} reviewed", "ocgs", id)
        if closed:
            told = outcome.label.lower() if outcome else status.label.lower()
            yield Event(closed, Strand.PLAN, f"{plan} closed: {told}", "ocgs", id)
