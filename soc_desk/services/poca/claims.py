"""What others claim, beside the case's own course: release, victims and owners, setting aside, compensation."""

from uuid import UUID

from soc_desk.domain import CaseClaim, CaseMovement, PocaCase
from soc_desk.errors import Invalid
from soc_desk.services.poca import ledger, moves, release, states
from soc_desk.services.poca.money_drafts import ClaimDecisionDraft, ClaimDraft
from soc_desk.services.poca.states import Event
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import WRITERS
from soc_desk.vocabulary.poca import CaseState, ClaimKind, ClaimResult, MovementKind

_GRANTED = (ClaimResult.GRANTED, ClaimResult.PART)


@use_case("Log a claim", needs=WRITERS)
def make(work: Work, case_id: UUID, version: int | None, draft: ClaimDraft) -> UUID:
    """A claim runs beside the case and changes nothing until it is decided; gives its id."""
    case = moves.opened(work, case_id, version, draft)
    assert draft.kind is not None
    assert draft.made_on is not None
    moves.not_ahead(work, made_on=draft.made_on)
    moves.not_before_seizure(case, made_on=draft.made_on)
    if draft.kind is ClaimKind.SET_ASIDE:
        states.after(case.state, Event.SET_ASIDE)
    claim = CaseClaim(
        case_id=case.id, kind=draft.kind, made_on=draft.made_on, claimant=draft.claimant.strip(),
        hearing_at=draft.hearing_at, amount_pence=draft.amount_pence, note=draft.note.strip(),
    )  # fmt: skip
    work.add(claim)
    moves.move(work, case, Event.CLAIM_MADE, moves.day(draft.made_on), f"{draft.kind.label}: {claim.claimant}.")
    moves.settled(work, case)
    return claim.id


@use_case("Log the result of a claim", needs=WRITERS)
def decide(work: Work, case_id: UUID, version: int | None, draft: ClaimDecisionDraft) -> CaseState:
    """Granted, whole or in part: what was claimed goes to the claimant. Refused: the case goes on. Gives the state."""
    case = moves.opened(work, case_id, version, draft)
    assert draft.claim_id is not None
    assert draft.result is not None
    assert draft.decided_on is not None
    moves.not_ahead(work, decided_on=draft.decided_on)
    claim = work.get(CaseClaim, draft.claim_id)
    if claim.case_id != case.id or claim.result is not ClaimResult.PENDING:
        raise Invalid({"claim_id": "Choose a claim of this case that waits for its answer."})
    if draft.decided_on < claim.made_on:
        raise Invalid({"decided_on": "A claim cannot be decided before it was made; check the day."})
    claim.result, claim.decided_on = draft.result, draft.decided_on
    claim.note = f"{claim.note} {draft.note.strip()}".strip()
    said = f"{claim.kind.label}, {claim.claimant}: {draft.result.label.lower()}. {draft.note}"
    event, to = Event.CLAIM_ANSWERED, None
    if draft.result in _GRANTED:
        event, to = _granted(work, case, claim, draft)
    moves.move(work, case, event, moves.day(draft.decided_on), said, to=to)
    moves.settled(work, case)
    return case.state


def _granted(work: Work, case: PocaCase, claim: CaseClaim, draft: ClaimDecisionDraft) -> tuple[Event, CaseState | None]:
    match claim.kind:
        case ClaimKind.COMPENSATION:
            return _compensated(work, case, claim, draft)
        case ClaimKind.SET_ASIDE:
            return _set_aside(work, case, claim, draft)
        case _:
            return _released(work, case, claim, draft)


def _released(
    work: Work, case: PocaCase, claim: CaseClaim, draft: ClaimDecisionDraft
) -> tuple[Event, CaseState | None]:
    states.after(case.state, Event.CLAIM_GRANTED)
    assert draft.decided_on is not None
    if not any(ledger.held(work.session, case.id).values()):
        raise Invalid({"result": "Nothing is held any more that could go to the claimant."})
    nothing_left = ledger.take(
        work, case, MovementKind.RELEASED, draft.amounts, draft.decided_on, to_whom=claim.claimant,
        note=claim.kind.label,
    )  # fmt: skip
    if nothing_left and case.state not in (CaseState.FORFEITURE_ORDERED, CaseState.FORFEITED_BY_NOTICE):
        release.wind_up(work, case)
        return Event.CLAIM_GRANTED, CaseState.RELEASED
    return Event.CLAIM_GRANTED, case.state


def _set_aside(
    work: Work, case: PocaCase, claim: CaseClaim, draft: ClaimDecisionDraft
) -> tuple[Event, CaseState | None]:
    states.after(case.state, Event.SET_ASIDE)
    assert draft.decided_on is not None
    if draft.result is ClaimResult.PART:
        ledger.take_back(work, case, MovementKind.FORFEITED, draft.amounts, draft.decided_on, "Set aside in part.")
        ledger.take(
            work, case, MovementKind.RELEASED, draft.amounts, draft.decided_on, to_whom=claim.claimant,
            note="Set aside in part.",
        )  # fmt: skip
        return Event.CLAIM_GRANTED, case.state
    ledger.give_back(work, case, MovementKind.FORFEITED, draft.decided_on, "Forfeiture set aside.")
    case.forfeited_on, case.forfeited_by_notice = None, False
    case.release_directed_on = draft.decided_on
    return Event.SET_ASIDE, None


def _compensated(
    work: Work, case: PocaCase, claim: CaseClaim, draft: ClaimDecisionDraft
) -> tuple[Event, CaseState | None]:
    if case.forfeited_pence:
        raise Invalid({"result": "Compensation is for a case without forfeiture (POCA 2002 s.302)."})
    if not draft.compensation_pence or draft.compensation_pence < 0:
        raise Invalid({"compensation_pence": "Enter the compensation in pounds and pence."})
    assert draft.decided_on is not None
    work.add(
        CaseMovement(
            case_id=case.id, kind=MovementKind.COMPENSATION, currency="GBP", minor=draft.compensation_pence,
            sterling_pence=draft.compensation_pence, moved_on=draft.decided_on, to_whom=claim.claimant,
        )
    )  # fmt: skip
    return Event.CLAIM_ANSWERED, None
