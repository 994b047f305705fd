"""Forfeiture of what stands in a frozen account: by notice (s.303Z9) or by the court (s.303Z14), and appeals."""

from datetime import datetime, time
from uuid import UUID

from sqlalchemy import select

from soc_desk.domain import CaseNotice, CaseOrder, PocaCase
from soc_desk.domain.statutory_clock import court, duties_of, moment_text, notices
from soc_desk.domain.statutory_clock.notices import objections
from soc_desk.errors import Invalid
from soc_desk.services.poca import expiry, ledger, moves, other_moves
from soc_desk.services.poca.court_drafts import DecisionDraft, LodgingDraft, NoticeDraft, ObjectionDraft
from soc_desk.services.poca.money_drafts import ForfeitureDraft, FundDraft
from soc_desk.services.poca.other_money import let_go, pending_order
from soc_desk.services.poca.other_moves import move, opened, settled
from soc_desk.services.poca.states import Event
from soc_desk.services.prints import day_words
from soc_desk.services.rows import columns_of
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import WRITERS
from soc_desk.vocabulary.poca import CaseState, DutyKind, MovementKind, OrderKind, OrderResult


@use_case("Log an account forfeiture notice", needs=WRITERS)
def give_notice(work: Work, case_id: UUID, version: int | None, draft: NoticeDraft) -> None:
    """A senior officer gives notice of forfeiture while the freezing order is in force (s.303Z9)."""
    case = opened(work, case_id, version, draft)
    assert draft.given_on is not None  # problems() refused it
    moves.not_ahead(work, given_on=draft.given_on)
    if case.made_on is None or draft.given_on < case.made_on:
        raise Invalid({"given_on": "A notice is given while the freezing order is in force; check the day."})
    ended_at = _ended_at(work, case)
    if ended_at is not None and datetime.combine(draft.given_on, time.min) >= ended_at:
        told = f"The freezing order ended {moment_text(ended_at)}: a notice after that is bad (s.303Z9)."
        raise Invalid({"given_on": f"{told} Log the order that extended it first, or check the day."})
    move(work, case, Event.NOTICE_GIVEN, moves.day(draft.given_on), draft.note)
    work.add(CaseNotice(case_id=case.id, **columns_of(draft)))
    settled(work, case)


@use_case("Log an objection to an account forfeiture notice", needs=WRITERS)
def object(work: Work, case_id: UUID, version: int | None, draft: ObjectionDraft) -> None:
    """An objection came in time: the notice lapses, and the freezing order ends 48 hours later unless it is applied for
    forfeiture (s.303Z11).
    """
    case = opened(work, case_id, version, draft)
    assert draft.received_at is not None
    moves.not_ahead(work, received_at=draft.received_at)
    notice = _notice(work, case)
    ends = objections(notice.given_on, notice.period_days, case.kind)
    if draft.received_at >= ends.at:
        raise Invalid({"received_at": f"The time to object ended with {day_words(ends.on)}; this came after it."})
    if draft.received_at.date() < notice.given_on:
        raise Invalid({"received_at": "An objection follows its notice; check the day."})
    move(work, case, Event.OBJECTION, draft.received_at, draft.note)
    notice.objection_at, notice.objector, notice.ended_on = (
        draft.received_at, draft.objector.strip(), draft.received_at.date(),
    )  # fmt: skip
    settled(work, case)


@use_case("Log that an account was forfeited by notice", needs=WRITERS)
def end_period(work: Work, case_id: UUID, version: int | None) -> None:
    """Nobody objected in time: the money is forfeited without a court, and may be set aside for a while (s.303Z12)."""
    case = opened(work, case_id, version)
    notice = _notice(work, case)
    ends = objections(notice.given_on, notice.period_days, case.kind)
    if ends.at > moves.now(work):
        raise Invalid({"state": f"Objections may come until the end of {day_words(ends.on)}; record it after that."})
    move(work, case, Event.PERIOD_ENDED, ends.at)
    notice.ended_on, case.forfeited_on, case.forfeited_by_notice = ends.on, ends.on, True
    ledger.take(work, case, MovementKind.FORFEITED, (), ends.on, note="Forfeited by notice.")
    settled(work, case)


@use_case("Log an application for account forfeiture", needs=WRITERS)
def lodge_forfeiture(work: Work, case_id: UUID, version: int | None, draft: LodgingDraft) -> None:
    """Forfeiture is applied for: the account stays frozen until that is decided (s.303Z14)."""
    case = opened(work, case_id, version, draft)
    _lodged(work, case, draft, OrderKind.FORFEITURE, Event.FORFEITURE_LODGED)


@use_case("Log an account forfeiture order", needs=WRITERS)
def forfeit(work: Work, case_id: UUID, version: int | None, draft: ForfeitureDraft) -> None:
    """The court forfeits all of it, or ``amounts``."""
    case = opened(work, case_id, version, draft)
    assert draft.made_at is not None
    moves.not_ahead(work, made_at=draft.made_at)
    order = pending_order(work.session, case)
    move(work, case, Event.FORFEITURE_ORDERED, draft.made_at, draft.note)
    if order is not None:
        order.result, order.made_at = OrderResult.MADE, draft.made_at
        order.bench, order.legal_adviser = draft.bench.strip(), draft.legal_adviser.strip()
    case.forfeited_on, case.forfeited_by_notice = draft.made_at.date(), False
    order_id = order.id if order is not None else None
    ledger.take(work, case, MovementKind.FORFEITED, draft.amounts, draft.made_at.date(), order_id=order_id)
    settled(work, case)


@use_case("Log the refusal of account forfeiture", needs=WRITERS)
def refuse_forfeiture(work: Work, case_id: UUID, version: int | None, draft: DecisionDraft) -> None:
    """The court refused; the time to appeal runs."""
    case = opened(work, case_id, version, draft)
    assert draft.decided_at is not None
    moves.not_ahead(work, decided_at=draft.decided_at)
    order = pending_order(work.session, case)
    move(work, case, Event.FORFEITURE_REFUSED, draft.decided_at, draft.note)
    if order is not None:
        order.result, order.bench = OrderResult.REFUSED, draft.bench.strip()
    case.refused_on = draft.decided_at.date()
    settled(work, case)


@use_case("Log an appeal about account forfeiture", needs=WRITERS)
def appeal(work: Work, case_id: UUID, version: int | None, draft: LodgingDraft) -> None:
    """Either side appeals to the Crown Court (s.303Z16)."""
    case = opened(work, case_id, version, draft)
    decided_on = case.refused_on if case.state is CaseState.FORFEITURE_REFUSED else case.forfeited_on
    if decided_on is not None and draft.lodged_on is not None:
        ended_on = court.appeal(decided_on, case.kind).on
        if not decided_on <= draft.lodged_on <= ended_on:
            told = f"An appeal is lodged from {day_words(decided_on)} to the end of {day_words(ended_on)}."
            raise Invalid({"lodged_on": told})
    _lodged(work, case, draft, OrderKind.APPEAL, Event.APPEAL_LODGED)


@use_case("Log the decision of an appeal about account forfeiture", needs=WRITERS)
def decide_appeal(work: Work, case_id: UUID, version: int | None, draft: DecisionDraft, allowed: bool) -> None:
    """The appeal was allowed or dismissed: the money ends up forfeited for good, or is let go."""
    case = opened(work, case_id, version, draft)
    assert draft.decided_at is not None
    moves.not_ahead(work, decided_at=draft.decided_at)
    was_forfeited = case.forfeited_on is not None
    is_forfeited = was_forfeited != allowed
    event = Event.APPEAL_ALLOWED if allowed else Event.APPEAL_DISMISSED
    order = pending_order(work.session, case)
    move(work, case, event, draft.decided_at, draft.note, to=CaseState.FINAL if is_forfeited else CaseState.ENDED)
    if order is not None:
        order.result = OrderResult.MADE if allowed else OrderResult.REFUSED
        order.made_at, order.bench = draft.decided_at, draft.bench.strip()
    if is_forfeited:
        if not was_forfeited:
            ledger.take(work, case, MovementKind.FORFEITED, (), draft.decided_at.date(), note="Forfeited on appeal.")
        case.forfeited_on, case.final_on = case.forfeited_on or draft.decided_at.date(), draft.decided_at.date()
    else:
        if was_forfeited:
            ledger.give_back(work, case, MovementKind.FORFEITED, draft.decided_at.date(), "Undone on appeal.")
        case.forfeited_on = None
        let_go(work, case, draft.decided_at, "Let go after the appeal.")
    settled(work, case)


@use_case("Log that an account forfeiture was set aside", needs=WRITERS)
def set_aside(work: Work, case_id: UUID, version: int | None, draft: DecisionDraft) -> None:
    """The court set a forfeiture by notice aside: the money is let go (s.303Z13)."""
    case = opened(work, case_id, version, draft)
    assert draft.decided_at is not None
    moves.not_ahead(work, decided_at=draft.decided_at)
    move(work, case, Event.SET_ASIDE, draft.decided_at, draft.note)
    ledger.give_back(work, case, MovementKind.FORFEITED, draft.decided_at.date(), "Set aside.")
    case.forfeited_on, case.forfeited_by_notice = None, False
    let_go(work, case, draft.decided_at, "Let go after the forfeiture was set aside.")
    settled(work, case)


@use_case("Log that an account forfeiture is final", needs=WRITERS)
def make_final(work: Work, case_id: UUID, version: int | None) -> None:
    """The time to appeal, or to set a forfeiture by notice aside, has ended."""
    case = opened(work, case_id, version)
    if case.forfeited_on is not None:
        by_notice = case.state is CaseState.FORFEITED_BY_NOTICE
        window = notices.set_aside(case.forfeited_on) if by_notice else court.appeal(case.forfeited_on, case.kind)
        if moves.now(work) < window.at:
            raise Invalid({"state": f"The time to challenge it runs until the end of {day_words(window.on)}."})
    move(work, case, Event.BECAME_FINAL, moves.now(work))
    case.final_on = moves.now(work).date()
    let_go(work, case, moves.now(work), "Not forfeited.")
    settled(work, case)


@use_case("Log payment of a forfeited account to the Consolidated Fund", needs=WRITERS)
def pay_fund(work: Work, case_id: UUID, version: int | None, draft: FundDraft) -> None:
    """What was forfeited for good is paid over (s.303Z17)."""
    case = opened(work, case_id, version, draft)
    assert draft.paid_on is not None
    moves.not_ahead(work, paid_on=draft.paid_on)
    move(work, case, Event.FUND_PAID, moves.day(draft.paid_on), draft.note)
    case.fund_paid_on = draft.paid_on
    settled(work, case)


def _lodged(work: Work, case: PocaCase, draft: LodgingDraft, kind: OrderKind, event: Event) -> None:
    assert draft.lodged_on is not None
    moves.not_ahead(work, lodged_on=draft.lodged_on)
    other_moves.move(work, case, event, moves.day(draft.lodged_on), draft.note)
    work.add(
        CaseOrder(
            case_id=case.id, kind=kind, lodged_on=draft.lodged_on, lodged_how=draft.lodged_how.strip(),
            court=draft.court.strip(), court_case_no=draft.court_case_no.strip(), hearing_at=draft.hearing_at,
            room=draft.room.strip(), note=draft.note.strip(),
        )
    )  # fmt: skip
    settled(work, case)


def _ended_at(work: Work, case: PocaCase) -> datetime | None:
    """When the freezing order ends, or ended: by its date, or 48 hours after an objection."""
    facts, calendar = expiry.known(work.session, case.id, moves.now(work))
    return next((duty.due_at for duty in duties_of(facts, calendar) if duty.kind is DutyKind.FREEZING_ENDS), None)


def _notice(work: Work, case: PocaCase) -> CaseNotice:
    """The notice that runs."""
    query = (
        select(CaseNotice)
        .where(CaseNotice.case_id == case.id)
        .order_by(CaseNotice.given_on.desc(), CaseNotice.id.desc())
    )
    notice = work.session.scalars(query.limit(1)).one_or_none()
    if notice is None or case.state is not CaseState.NOTICE_RUNNING:
        raise Invalid({"state": "No forfeiture notice is running in this case."})
    return notice
