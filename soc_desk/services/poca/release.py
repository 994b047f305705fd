"""Releasing seized property, all or in part, and the court's direction to release (POCA 2002 s.297)."""

from uuid import UUID

from sqlalchemy import select

from soc_desk.domain import CaseNotice, CaseOrder, PocaCase
from soc_desk.errors import Invalid
from soc_desk.services.poca import ledger, moves, orders, states
from soc_desk.services.poca.court_drafts import DirectionDraft
from soc_desk.services.poca.money_drafts import ReleaseDraft
from soc_desk.services.poca.states import Event
from soc_desk.services.prints import day_words
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import WRITERS
from soc_desk.vocabulary.poca import CaseState, MovementKind, OrderKind, OrderResult


@use_case("Release seized property", needs=WRITERS)
def release(work: Work, case_id: UUID, version: int | None, draft: ReleaseDraft) -> CaseState:
    """Everything that is held, or the amounts named; the court whose order holds it is told first. Gives the state.

    While forfeiture proceedings are open nothing is released (s.298(4)); a claim that is granted goes its own way.
    """
    case = moves.opened(work, case_id, version, draft)
    assert draft.released_on is not None
    moves.not_ahead(work, released_on=draft.released_on, court_told_on=draft.court_told_on)
    moves.not_before_seizure(case, released_on=draft.released_on, court_told_on=draft.court_told_on)
    states.after(case.state, Event.PART_RELEASED)
    if not any(ledger.held(work.session, case.id).values()) and not _may_be_empty(case):
        raise Invalid({"state": f"Nothing of {case.reference} is held any more that could be released."})
    nothing_left = ledger.take(
        work, case, MovementKind.RELEASED, draft.amounts, draft.released_on, to_whom=draft.to_whom, note=draft.reason
    )
    whole = nothing_left and states.may(case.state, Event.RELEASED)
    said = f"To {draft.to_whom.strip()}. {draft.reason.strip()}"
    if draft.court_told_on is not None:
        said += f" The court was told on {day_words(draft.court_told_on)}."
    if whole:
        wind_up(work, case)
    moves.move(work, case, Event.RELEASED if whole else Event.PART_RELEASED, moves.day(draft.released_on), said)
    moves.settled(work, case)
    return case.state


@use_case("Log a direction to release", needs=WRITERS)
def direct(work: Work, case_id: UUID, version: int | None, draft: DirectionDraft) -> None:
    """The court directs release; it is due within seven days of the direction (2002 Rules r.6)."""
    case = moves.opened(work, case_id, version, draft)
    assert draft.directed_on is not None
    moves.not_ahead(work, directed_on=draft.directed_on)
    moves.not_before_seizure(case, directed_on=draft.directed_on)
    moves.move(work, case, Event.RELEASE_DIRECTED, moves.day(draft.directed_on), draft.note)
    case.release_directed_on = draft.directed_on
    work.add(
        CaseOrder(
            case_id=case.id, kind=OrderKind.RELEASE, result=OrderResult.MADE, made_at=moves.day(draft.directed_on),
            court=draft.court.strip(), note=draft.note.strip(),
        )
    )  # fmt: skip
    moves.settled(work, case)


def _may_be_empty(case: PocaCase) -> bool:
    """Property that was never valued is released without a sum, once."""
    return case.state is not CaseState.RELEASED and states.may(case.state, Event.RELEASED)


def wind_up(work: Work, case: PocaCase) -> None:
    """Nothing is held any more: pending applications and a running notice end with it."""
    orders.lay_aside(work, case, "Overtaken by the release.")
    running = select(CaseNotice).where(CaseNotice.case_id == case.id, CaseNotice.ended_on.is_(None))
    for notice in work.session.scalars(running):
        notice.ended_on = moves.now(work).date()
