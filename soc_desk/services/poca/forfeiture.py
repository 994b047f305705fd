"""Forfeiture: by notice (POCA 2002 s.297A-297E), by the court (s.298), and on appeal (s.299)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import CaseClaim, CaseNotice, PocaCase
from soc_desk.domain.statutory_clock import moment_text
from soc_desk.domain.statutory_clock.court import appeal as appeal_window
from soc_desk.domain.statutory_clock.notices import objections, set_aside
from soc_desk.errors import Invalid
from soc_desk.services.poca import expiry, ledger, moves, orders, states
from soc_desk.services.poca.court_drafts import (
    DecisionDraft,
    LodgingDraft,
    NoticeDraft,
    ObjectionDraft,
    WithdrawalDraft,
)
from soc_desk.services.poca.money_drafts import ForfeitureDraft
from soc_desk.services.poca.states import Event
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import WRITERS
from soc_desk.vocabulary.poca import CaseState, ClaimKind, ClaimResult, MovementKind, OrderKind, OrderResult, Paper


@use_case("Log a forfeiture notice", needs=WRITERS)
def give_notice(work: Work, case_id: UUID, version: int | None, draft: NoticeDraft) -> UUID:
    """A senior officer gives notice while a detention order is in force; gives the notice's id (s.297A)."""
    case = moves.opened(work, case_id, version, draft)
    assert draft.given_on is not None
    moves.not_ahead(work, given_on=draft.given_on, sent_at=draft.sent_at)
    moves.not_before_seizure(case, given_on=draft.given_on, sent_at=draft.sent_at)
    states.after(case.state, Event.NOTICE_GIVEN)
    if not expiry.in_force(work.session, case.id, _noon(draft.given_on), moves.now(work)):
        raise Invalid({"given_on": "No detention order was in force on that day; a notice needs one (s.297A)."})
    notice = CaseNotice(
        case_id=case.id, given_on=draft.given_on, sent_at=draft.sent_at, sent_how=draft.sent_how,
        period_days=draft.period_days, signed_by=draft.signed_by.strip(), rank=draft.rank,
        address=draft.address.strip(), amount_pence=draft.amount_pence or case.held_pence, note=draft.note.strip(),
    )  # fmt: skip
    work.add(notice)
    said = f"By {notice.rank} {notice.signed_by}, {notice.period_days} days."
    moves.move(work, case, Event.NOTICE_GIVEN, moves.day(draft.given_on), said)
    moves.settled(work, case)
    return notice.id


@use_case("Log an objection to a forfeiture notice", needs=WRITERS)
def object(work: Work, case_id: UUID, version: int | None, draft: ObjectionDraft) -> CaseState:
    """An objection in time lapses the notice, whoever makes it: back to the order where one is in force, else 48 hours.

    Gives the state: DETAINED, or NOTICE_LAPSED (s.297C, s.297D). One received after the period is refused.
    """
    case = moves.opened(work, case_id, version, draft)
    assert draft.received_at is not None
    moves.not_ahead(work, received_at=draft.received_at)
    states.after(case.state, Event.OBJECTION)
    notice = _running(work.session, case.id)
    ends_at = objections(notice.given_on, notice.period_days, case.kind).at
    if draft.received_at >= ends_at:
        raise Invalid(
            {"received_at": f"The period ended {moment_text(ends_at)}; an objection received later does not lapse it."}
        )
    if draft.received_at.date() < notice.given_on:
        raise Invalid({"received_at": "An objection cannot come before the notice was given; check the day."})
    now = moves.now(work)
    holds = expiry.in_force(work.session, case.id, draft.received_at, now)
    notice.objection_at, notice.objector = draft.received_at, draft.objector.strip()
    notice.ended_on = draft.received_at.date()
    to = CaseState.DETAINED if holds else CaseState.NOTICE_LAPSED
    moves.move(work, case, Event.OBJECTION, draft.received_at, f"{notice.objector}. {draft.note}", to=to)
    expiry.latch(work, case)
    moves.settled(work, case)
    return case.state


@use_case("Log the end of an objection period", needs=WRITERS)
def end_period(work: Work, case_id: UUID, version: int | None) -> None:
    """No objection came: forfeited by notice at the end of the period, without a court (s.297C)."""
    case = moves.opened(work, case_id, version)
    states.after(case.state, Event.PERIOD_ENDED)
    notice = _running(work.session, case.id)
    ended = objections(notice.given_on, notice.period_days, case.kind)
    if moves.now(work) < ended.at:
        raise Invalid({"state": f"The period runs until {moment_text(ended.at)}; an objection may still come."})
    notice.ended_on = case.forfeited_on = ended.on
    case.forfeited_by_notice = True
    ledger.take(work, case, MovementKind.FORFEITED, (), ended.on, note="Forfeited by notice.")
    moves.move(work, case, Event.PERIOD_ENDED, ended.at, "No objection was received.")
    moves.settled(work, case)


@use_case("Log the end of the time to challenge a forfeiture", needs=WRITERS)
def make_final(work: Work, case_id: UUID, version: int | None) -> None:
    """The time to set aside (s.297E) or to appeal (s.299) ended without either: the forfeiture is final."""
    case = moves.opened(work, case_id, version)
    states.after(case.state, Event.BECAME_FINAL)
    assert case.forfeited_on is not None  # both states come from a forfeiture
    by_notice = case.state is CaseState.FORFEITED_BY_NOTICE
    window = set_aside(case.forfeited_on) if by_notice else appeal_window(case.forfeited_on, case.kind)
    if moves.now(work) < window.at:
        raise Invalid({"state": f"The time to challenge it runs until {moment_text(window.at)}."})
    if by_notice and _challenged(work.session, case.id):
        raise Invalid({"state": "An application to set the forfeiture aside is pending; record its result first."})
    case.final_on = window.at.date()
    moves.move(work, case, Event.BECAME_FINAL, window.at)
    moves.settled(work, case)


@use_case("Lodge an application for forfeiture", needs=WRITERS)
def lodge(work: Work, case_id: UUID, version: int | None, draft: LodgingDraft) -> UUID:
    """Apply for forfeiture while the property is held: it stays detained until that ends (s.298(4)).

    A running notice and pending applications for detention lapse by it. Where the detention ran out, on advice only
    (Campbell v Bromley).
    """
    case = moves.opened(work, case_id, version, draft)
    moves.not_ahead(work, lodged_on=draft.lodged_on)
    moves.not_before_seizure(case, lodged_on=draft.lodged_on)
    if case.state is CaseState.EXPIRED and not draft.advice.strip():
        raise Invalid({"advice": "The detention ran out: name the solicitor who advised to apply all the same."})
    assert draft.lodged_on is not None
    states.after(case.state, Event.FORFEITURE_LODGED)
    orders.lay_aside(work, case, "Overtaken by the application for forfeiture.")
    if case.state is CaseState.NOTICE_RUNNING:
        _running(work.session, case.id).ended_on = draft.lodged_on
    order = orders.add_application(work, case, OrderKind.FORFEITURE, Event.FORFEITURE_LODGED, draft)
    orders.add_service(work, case, Paper.FORFEITURE_APPLICATION, draft.served)
    moves.settled(work, case)
    return order.id


@use_case("Log a forfeiture order", needs=WRITERS)
def order(work: Work, case_id: UUID, version: int | None, draft: ForfeitureDraft) -> None:
    """The court forfeits everything held, or the amounts named; the time to appeal begins with this day (s.299)."""
    case = moves.opened(work, case_id, version, draft)
    assert draft.made_at is not None
    moves.not_ahead(work, made_at=draft.made_at)
    moves.not_before_seizure(case, made_at=draft.made_at)
    states.after(case.state, Event.FORFEITURE_ORDERED)
    decision = DecisionDraft(decided_at=draft.made_at, bench=draft.bench, note=draft.note)
    made = orders.decide(work, case, (OrderKind.FORFEITURE,), OrderResult.MADE, decision)
    made.legal_adviser = draft.legal_adviser.strip()
    on, before = draft.made_at.date(), case.forfeited_pence
    ledger.take(work, case, MovementKind.FORFEITED, draft.amounts, on, note="Forfeiture order.", order_id=made.id)
    made.amount_pence = case.forfeited_pence - before
    case.forfeited_on, case.forfeited_by_notice = on, False
    moves.move(work, case, Event.FORFEITURE_ORDERED, draft.made_at, draft.note)
    moves.settled(work, case)


@use_case("Log a refusal of forfeiture", needs=WRITERS)
def refuse(work: Work, case_id: UUID, version: int | None, draft: DecisionDraft) -> None:
    """The court refuses; the property is held until the time to appeal ends, or is released (s.298(4), s.299)."""
    case = moves.opened(work, case_id, version, draft)
    assert draft.decided_at is not None
    moves.not_ahead(work, decided_at=draft.decided_at)
    moves.not_before_seizure(case, decided_at=draft.decided_at)
    states.after(case.state, Event.FORFEITURE_REFUSED)
    orders.decide(work, case, (OrderKind.FORFEITURE,), OrderResult.REFUSED, draft)
    case.refused_on = draft.decided_at.date()
    moves.move(work, case, Event.FORFEITURE_REFUSED, draft.decided_at, draft.note)
    moves.settled(work, case)


@use_case("Withdraw an application for forfeiture", needs=WRITERS)
def withdraw(work: Work, case_id: UUID, version: int | None, draft: WithdrawalDraft) -> CaseState:
    """Back to the detention order where one is in force, else the property is to be released; gives the state."""
    case = moves.opened(work, case_id, version, draft)
    assert draft.withdrawn_on is not None
    moves.not_ahead(work, withdrawn_on=draft.withdrawn_on)
    states.after(case.state, Event.FORFEITURE_WITHDRAWN)
    order = orders.pending(work.session, case.id, OrderKind.FORFEITURE)
    order.result, order.withdrawn_on = OrderResult.WITHDRAWN, draft.withdrawn_on
    now = moves.now(work)
    holds = case.expired_at is None and expiry.in_force(work.session, case.id, now, now)
    to = CaseState.DETAINED if holds else CaseState.RELEASED
    moves.move(work, case, Event.FORFEITURE_WITHDRAWN, moves.day(draft.withdrawn_on), draft.reason, to=to)
    moves.settled(work, case)
    return case.state


@use_case("Lodge an appeal", needs=WRITERS)
def appeal(work: Work, case_id: UUID, version: int | None, draft: LodgingDraft) -> UUID:
    """An appeal to the Crown Court against forfeiture or its refusal, by whoever is aggrieved, within thirty days."""
    case = moves.opened(work, case_id, version, draft)
    assert draft.lodged_on is not None
    moves.not_ahead(work, lodged_on=draft.lodged_on)
    states.after(case.state, Event.APPEAL_LODGED)
    decided_on = case.refused_on if case.state is CaseState.FORFEITURE_REFUSED else case.forfeited_on
    assert decided_on is not None
    window = appeal_window(decided_on, case.kind)
    if draft.lodged_on < decided_on:
        raise Invalid({"lodged_on": "An appeal cannot come before the decision; check the day."})
    if draft.lodged_on > window.on:
        raise Invalid({"lodged_on": f"The time to appeal ended {moment_text(window.at)} (POCA 2002 s.299)."})
    made = orders.add_application(work, case, OrderKind.APPEAL, Event.APPEAL_LODGED, draft)
    moves.settled(work, case)
    return made.id


@use_case("Log an appeal as allowed", needs=WRITERS)
def allow_appeal(work: Work, case_id: UUID, version: int | None, draft: DecisionDraft) -> CaseState:
    """Against a forfeiture: what was forfeited is to be released. Against a refusal: forfeited, finally."""
    case = _decided(work, case_id, version, draft, OrderResult.MADE, Event.APPEAL_ALLOWED)
    assert draft.decided_at is not None
    on = draft.decided_at.date()
    if _was_forfeited(case):
        ledger.give_back(work, case, MovementKind.FORFEITED, on, "Appeal allowed.")
        case.forfeited_on, case.release_directed_on = None, on
        to = CaseState.RELEASED
    else:
        ledger.take(work, case, MovementKind.FORFEITED, (), on, note="Forfeited on appeal.")
        case.forfeited_on = case.final_on = on
        to = CaseState.FINAL
    moves.move(work, case, Event.APPEAL_ALLOWED, draft.decided_at, draft.note, to=to)
    moves.settled(work, case)
    return case.state


@use_case("Log an appeal as dismissed", needs=WRITERS)
def dismiss_appeal(work: Work, case_id: UUID, version: int | None, draft: DecisionDraft) -> CaseState:
    """Against a forfeiture: final. Against a refusal: the property is to be released."""
    case = _decided(work, case_id, version, draft, OrderResult.REFUSED, Event.APPEAL_DISMISSED)
    assert draft.decided_at is not None
    to = CaseState.RELEASED
    if _was_forfeited(case):
        case.final_on, to = draft.decided_at.date(), CaseState.FINAL
    else:
        case.release_directed_on = draft.decided_at.date()
    moves.move(work, case, Event.APPEAL_DISMISSED, draft.decided_at, draft.note, to=to)
    moves.settled(work, case)
    return case.state


def _decided(
    work: Work, case_id: UUID, version: int | None, draft: DecisionDraft, result: OrderResult, event: Event
) -> PocaCase:
    case = moves.opened(work, case_id, version, draft)
    moves.not_ahead(work, decided_at=draft.decided_at)
    moves.not_before_seizure(case, decided_at=draft.decided_at)
    states.after(case.state, event)
    orders.decide(work, case, (OrderKind.APPEAL,), result, draft)
    return case


def _was_forfeited(case: PocaCase) -> bool:
    """Whether the appeal is against a forfeiture; else it is against its refusal."""
    return case.forfeited_on is not None


def _running(session: Session, case_id: UUID) -> CaseNotice:
    query = select(CaseNotice).where(CaseNotice.case_id == case_id, CaseNotice.ended_on.is_(None))
    notice = session.scalars(query.order_by(CaseNotice.id.desc()).limit(1)).first()
    if notice is None:
        raise Invalid({"state": "No forfeiture notice is running; log the notice first."})
    return notice


def _challenged(session: Session, case_id: UUID) -> bool:
    """Whether an application to set a forfeiture aside waits for its answer."""
    waiting = select(CaseClaim.id).where(CaseClaim.case_id == case_id, CaseClaim.kind == ClaimKind.SET_ASIDE)
    return session.scalars(waiting.where(CaseClaim.result == ClaimResult.PENDING).limit(1)).first() is not None


def _noon(on: date) -> datetime:
    """An order that ends at the end of a day, or began in its morning, was in force on that day."""
    return moves.day(on).replace(hour=12)
