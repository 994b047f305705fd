"""The end of a case and what is reported of it: the Appointed Person, JARD, closing and opening again."""

from uuid import UUID

from sqlalchemy import select

from soc_desk.domain import CaseClaim, CaseStep
from soc_desk.errors import Invalid
from soc_desk.services.poca import ledger, moves, states
from soc_desk.services.poca.drafts import JardDraft, ReasonDraft, ReportDraft
from soc_desk.services.poca.states import Event
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import WRITERS, Role
from soc_desk.vocabulary.poca import CaseState, ClaimResult


@use_case("Log the report to the Appointed Person", needs=WRITERS)
def report_sent(work: Work, case_id: UUID, version: int | None, draft: ReportDraft) -> None:
    """A search that no justice approved was reported (s.291)."""
    case = moves.opened(work, case_id, version, draft)
    assert draft.sent_on is not None
    moves.not_ahead(work, sent_on=draft.sent_on)
    moves.not_before_seizure(case, sent_on=draft.sent_on)
    case.report_sent_on = draft.sent_on
    moves.move(work, case, Event.REPORT_SENT, moves.day(draft.sent_on), draft.note)
    moves.settled(work, case)


@use_case("Log an update of JARD", needs=WRITERS)
def update_jard(work: Work, case_id: UUID, version: int | None, draft: JardDraft) -> None:
    """The case's reference in the Joint Asset Recovery Database, and when that was last brought up to date."""
    case = moves.opened(work, case_id, version, draft)
    assert draft.updated_on is not None
    moves.not_ahead(work, updated_on=draft.updated_on)
    case.jard_ref, case.jard_updated_on = draft.jard_ref.strip(), draft.updated_on
    moves.move(work, case, Event.JARD_UPDATED, moves.day(draft.updated_on), case.jard_ref)
    moves.settled(work, case)


@use_case("Close a POCA case", needs=WRITERS)
def close(work: Work, case_id: UUID, version: int | None, draft: ReasonDraft) -> None:
    """Nothing is held, nothing is claimed, and what was forfeited is paid over."""
    case = moves.opened(work, case_id, version, draft)
    states.after(case.state, Event.CLOSED)
    for currency, minor in ledger.held(work.session, case.id).items():
        if minor:
            raise Invalid({"state": f"{ledger.written(minor, currency)} is still held; record where it went first."})
    claims = select(CaseClaim.id).where(CaseClaim.case_id == case.id, CaseClaim.result == ClaimResult.PENDING)
    if work.session.scalars(claims.limit(1)).first() is not None:
        raise Invalid({"state": "A claim waits for its answer; record its result first."})
    if case.state is CaseState.FINAL and case.fund_paid_on is None:
        raise Invalid({"state": "Record the payment to the Consolidated Fund first (POCA 2002 s.300)."})
    case.closed_on = moves.now(work).date()
    moves.move(work, case, Event.CLOSED, moves.now(work), draft.reason)
    moves.settled(work, case)


@use_case("Reopen a POCA case", needs={Role.SUPERVISOR})
def reopen(work: Work, case_id: UUID, version: int | None, draft: ReasonDraft) -> CaseState:
    """Back to the state it was closed in, by a supervisor with a reason; gives the state."""
    case = moves.opened(work, case_id, version, draft)
    states.after(case.state, Event.REOPENED)
    steps = select(CaseStep.before).where(CaseStep.case_id == case.id, CaseStep.after == CaseState.CLOSED)
    was = work.session.scalars(steps.order_by(CaseStep.at.desc(), CaseStep.id.desc()).limit(1)).first()
    if was not in (CaseState.RELEASED, CaseState.FINAL):
        raise Invalid({"state": "Its property was seized anew and has its own case; go on there."})
    case.closed_on = None
    moves.move(work, case, Event.REOPENED, moves.now(work), draft.reason, to=was)
    moves.settled(work, case)
    return case.state
