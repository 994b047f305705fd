"""Changing the time of a seizure: one person asks, another agrees; the 48 hours follow, EXPIRED does not."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from soc_desk.domain import CaseOrder, PocaCase, SeizureTimeChange
from soc_desk.domain.statutory_clock import exists, moment_text
from soc_desk.errors import Invalid, NotAllowed
from soc_desk.services.poca import expiry, moves
from soc_desk.services.poca.drafts import TimeChangeDraft, TimeDecisionDraft
from soc_desk.services.poca.states import Event
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import WRITERS, Role
from soc_desk.vocabulary.poca import OrderResult

DECIDERS = frozenset({Role.CHAMPION, Role.SUPERVISOR})


@use_case("Ask to change the time of seizure", needs=WRITERS)
def ask(work: Work, case_id: UUID, version: int | None, draft: TimeChangeDraft) -> UUID:
    """Ask for another time of seizure; the clock runs on by the old one until a second person agrees. Gives its id."""
    case = moves.opened(work, case_id, version, draft)
    assert draft.seized_at is not None
    moves.not_ahead(work, seized_at=draft.seized_at)
    if case.seized_at is None:
        raise Invalid({"seized_at": "It is not seized under POCA yet; log the seizure."})
    wanted = draft.seized_at.replace(second=0, microsecond=0)
    if not exists(wanted):
        raise Invalid({"seized_at": "No clock showed that time: the hour was left out as summer time began."})
    if wanted == case.seized_at:
        raise Invalid({"seized_at": "That is the time already."})
    if waiting(work.session, case.id):
        raise Invalid({"seized_at": "Another change of the time waits for its answer; have it decided first."})
    _refuse_after_order(work.session, case, draft)
    change = SeizureTimeChange(
        case_id=case.id, before=case.seized_at, after=wanted, reason=draft.reason.strip(),
        asked_by_id=work.actor.id, asked_at=work.now,
    )  # fmt: skip
    work.add(change)
    said = f"From {moment_text(case.seized_at)} to {moment_text(wanted)}: {change.reason}"
    moves.move(work, case, Event.TIME_CHANGE_ASKED, moves.now(work), said)
    moves.settled(work, case)
    return change.id


@use_case("Decide a change of the time of seizure", needs=DECIDERS)
def decide(work: Work, change_id: UUID, draft: TimeDecisionDraft) -> None:
    """Agree or refuse; never the person who asked. A case that is EXPIRED stays so, whatever the new time."""
    change = work.get(SeizureTimeChange, change_id)
    case = moves.opened(work, change.case_id, None, draft)
    if change.agreed is not None:
        raise Invalid({"agreed": "That change was decided already."})
    if change.asked_by_id == work.actor.id:
        raise NotAllowed("You asked for this change yourself; a second person decides on it.")
    if draft.agreed and case.seized_at != change.before:
        raise Invalid({"agreed": "The time of seizure was changed since; refuse this and have it asked for anew."})
    change.agreed, change.decided_by_id, change.decided_at = draft.agreed, work.actor.id, work.now
    change.decision_note = draft.note.strip()
    if draft.agreed:
        _refuse_after_order(work.session, case, TimeChangeDraft(seized_at=change.after))
        case.seized_at = change.after
    said = f"{'Agreed' if draft.agreed else 'Refused'}: {moment_text(change.after)}. {change.decision_note}"
    moves.move(work, case, Event.TIME_CHANGE_DECIDED, moves.now(work), said)
    expiry.latch(work, case)
    moves.settled(work, case)


def waiting(session: Session, case_id: UUID) -> bool:
    """Whether a change of the time waits for the second person."""
    query = select(SeizureTimeChange.id).where(SeizureTimeChange.case_id == case_id)
    return session.scalars(query.where(SeizureTimeChange.agreed.is_(None)).limit(1)).first() is not None


def _refuse_after_order(session: Session, case: PocaCase, draft: TimeChangeDraft) -> None:
    made = select(func.min(CaseOrder.made_at)).where(
        CaseOrder.case_id == case.id, CaseOrder.result != OrderResult.PENDING
    )
    first = session.scalar(made)
    if first is not None and draft.seized_at is not None and draft.seized_at >= first:
        raise Invalid({"seized_at": f"The court decided on {moment_text(first)}; the seizure was before that."})
