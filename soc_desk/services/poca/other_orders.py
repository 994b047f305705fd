"""What courts decide in the other orders: applications, orders, variations, refusals, time to pay, new amounts."""

from collections.abc import Callable
from uuid import UUID

from soc_desk.domain import CaseOrder, PocaCase
from soc_desk.domain.statutory_clock.others import default_term_months
from soc_desk.errors import Invalid
from soc_desk.services.poca import moves, other_moves
from soc_desk.services.poca.court_drafts import DecisionDraft, HearingDraft, LodgingDraft
from soc_desk.services.poca.other_drafts import OtherOrderDraft
from soc_desk.services.poca.other_money import let_go, pending_order, set_amount
from soc_desk.services.poca.other_moves import APPLIED_FOR, ORDERS, opened, settled
from soc_desk.services.poca.states import Event
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import WRITERS
from soc_desk.vocabulary.poca import CaseKind, OrderKind, OrderResult


@use_case("Log an application for another order", needs=WRITERS)
def lodge(work: Work, case_id: UUID, version: int | None, draft: LodgingDraft) -> None:
    """An application for the kind's order is lodged, with its hearing where that is fixed."""
    case = opened(work, case_id, version, draft)
    moves.not_ahead(work, lodged_on=draft.lodged_on)
    if pending_order(work.session, case) is not None:
        raise Invalid({"state": "An application is pending already; record what came of it, or that it was adjourned."})
    assert draft.lodged_on is not None  # problems() refused it
    other_moves.move(work, case, Event.APPLICATION_LODGED, moves.day(draft.lodged_on), draft.note)
    work.add(
        CaseOrder(
            case_id=case.id, kind=APPLIED_FOR[case.kind], lodged_on=draft.lodged_on,
            lodged_how=draft.lodged_how.strip(), court=draft.court.strip(), court_case_no=draft.court_case_no.strip(),
            hearing_at=draft.hearing_at,
            room=draft.room.strip(), note=draft.note.strip(),
        )
    )  # fmt: skip
    settled(work, case)


@use_case("Log another order", needs=WRITERS)
def make_order(work: Work, case_id: UUID, version: int | None, draft: OtherOrderDraft) -> None:
    """A court made an order: the first of the case, a variation, more time to pay, a new amount, a default term."""
    case = opened(work, case_id, version, draft)
    assert draft.kind is not None  # problems() refused them
    assert draft.made_at is not None
    moves.not_ahead(work, made_at=draft.made_at)
    after = ORDERS.get(case.kind, {}).get(draft.kind, {}).get(case.state)
    if after is None:
        raise Invalid({"kind": f"{draft.kind.label}: no such order is made while the case is: {case.state.label}."})
    if case.made_on is not None and draft.made_at.date() < case.made_on:
        raise Invalid({"made_at": "The first order of this case was made later; check the day."})
    _write_order(work, case, draft)
    _APPLY.get((case.kind, draft.kind), _nothing)(work, case, draft)
    said = f"{draft.kind.label}. {draft.note.strip()}".strip()
    other_moves.note_step(work, case, Event.ORDER_GRANTED, after, draft.made_at, said)
    settled(work, case)


@use_case("Log the refusal of another order", needs=WRITERS)
def refuse(work: Work, case_id: UUID, version: int | None, draft: DecisionDraft) -> None:
    """The court refused the order, or the NCA the consent that was asked for: then the moratorium begins (s.335)."""
    case = opened(work, case_id, version, draft)
    assert draft.decided_at is not None
    moves.not_ahead(work, decided_at=draft.decided_at)
    if case.kind is CaseKind.DAML:
        if case.submitted_on is not None and draft.decided_at.date() < case.submitted_on:
            raise Invalid({"decided_at": "It cannot be refused before it was submitted; check the day."})
        case.consent_refused_on = draft.decided_at.date()
        other_moves.move(work, case, Event.CONSENT_REFUSED, draft.decided_at, draft.note)
    else:
        if (pending := pending_order(work.session, case)) is not None:
            pending.result, pending.bench = OrderResult.REFUSED, draft.bench.strip()
        case.refused_on = draft.decided_at.date()
        other_moves.move(work, case, Event.APPLICATION_REFUSED, draft.decided_at, draft.note)
        let_go(work, case, draft.decided_at, "Refused by the court.")
    settled(work, case)


@use_case("Log an adjournment of another order", needs=WRITERS)
def adjourn(work: Work, case_id: UUID, version: int | None, draft: HearingDraft) -> None:
    """A pending hearing moves to another day."""
    case = opened(work, case_id, version, draft)
    pending = pending_order(work.session, case)
    if pending is None:
        raise Invalid({"state": "No application is pending whose hearing could move."})
    pending.hearing_at, pending.room = draft.hearing_at, draft.room.strip()
    other_moves.move(work, case, Event.ADJOURNED, moves.now(work), draft.reason)
    settled(work, case)


def _write_order(work: Work, case: PocaCase, draft: OtherOrderDraft) -> None:
    """The line of the order: the pending application's where it asked for this, else one of its own."""
    pending = pending_order(work.session, case)
    order = pending if pending is not None and pending.kind is draft.kind else None
    if order is None:
        assert draft.kind is not None
        order = CaseOrder(case_id=case.id, kind=draft.kind)
        work.add(order)
    order.result, order.made_at, order.expires_on = OrderResult.MADE, draft.made_at, draft.expires_on
    order.court, order.court_case_no = (
        draft.court.strip() or order.court,
        draft.court_case_no.strip() or order.court_case_no,
    )
    order.bench, order.amount_pence = draft.bench.strip(), draft.amount_pence
    order.note = draft.note.strip() or order.note


_Apply = Callable[[Work, PocaCase, OtherOrderDraft], None]


def _nothing(_work: Work, _case: PocaCase, _draft: OtherOrderDraft) -> None:
    """An order that is only a line of the case."""


def _in_force(work: Work, case: PocaCase, draft: OtherOrderDraft) -> None:
    assert draft.made_at is not None
    case.made_on, case.ends_on = draft.made_at.date(), draft.expires_on
    if draft.amount_pence is not None:
        set_amount(work, case, draft.amount_pence)


def _varied(work: Work, case: PocaCase, draft: OtherOrderDraft) -> None:
    case.ends_on = draft.expires_on
    if draft.amount_pence is not None:
        set_amount(work, case, draft.amount_pence)


def _moratorium(_work: Work, case: PocaCase, draft: OtherOrderDraft) -> None:
    case.moratorium_to = draft.expires_on


def _confiscated(_work: Work, case: PocaCase, draft: OtherOrderDraft) -> None:
    assert draft.made_at is not None
    assert draft.amount_pence is not None
    if case.convicted_on is not None and draft.made_at.date() < case.convicted_on:
        raise Invalid({"made_at": "A confiscation order follows the conviction; check the two days."})
    case.made_on, case.pay_by = draft.made_at.date(), draft.expires_on
    case.order_pence, case.benefit_pence = draft.amount_pence, draft.benefit_pence
    case.default_term_months = draft.months


def _more_time(_work: Work, case: PocaCase, draft: OtherOrderDraft) -> None:
    case.pay_extended_to = draft.expires_on


def _new_amount(_work: Work, case: PocaCase, draft: OtherOrderDraft) -> None:
    assert draft.amount_pence is not None
    case.order_pence, case.benefit_pence = draft.amount_pence, draft.benefit_pence or case.benefit_pence
    if case.default_term_months is not None:
        case.default_term_months = min(case.default_term_months, default_term_months(draft.amount_pence))


def _term(_work: Work, case: PocaCase, draft: OtherOrderDraft) -> None:
    longest = default_term_months(case.order_pence or 0)
    if draft.months is not None and draft.months > longest:
        raise Invalid({"months": f"For this amount the longest term is {longest} months (POCA 2002 s.35)."})
    case.default_term_months = draft.months


_APPLY: dict[tuple[CaseKind, OrderKind], _Apply] = {
    (CaseKind.ACCOUNT_FREEZING, OrderKind.FREEZING): _in_force,
    (CaseKind.ACCOUNT_FREEZING, OrderKind.VARIATION): _varied,
    (CaseKind.RESTRAINT, OrderKind.RESTRAINT): _in_force,
    (CaseKind.RESTRAINT, OrderKind.VARIATION): _varied,
    (CaseKind.CIVIL_RECOVERY, OrderKind.PROPERTY_FREEZING): _in_force,
    (CaseKind.CIVIL_RECOVERY, OrderKind.VARIATION): _varied,
    (CaseKind.CONFISCATION, OrderKind.CONFISCATION): _confiscated,
    (CaseKind.CONFISCATION, OrderKind.TIME_TO_PAY): _more_time,
    (CaseKind.CONFISCATION, OrderKind.REDETERMINATION): _new_amount,
    (CaseKind.CONFISCATION, OrderKind.DEFAULT_TERM): _term,
    (CaseKind.DAML, OrderKind.VARIATION): _moratorium,
}
