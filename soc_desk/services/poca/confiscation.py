"""Confiscation orders: what is owed with interest, payments towards it, and enforcement."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import CaseMovement, PocaCase
from soc_desk.domain.statutory_clock.others import default_term_months, interest_pence, time_to_pay
from soc_desk.errors import Invalid, NotFound
from soc_desk.services.poca import calendars, ledger, moves, other_moves
from soc_desk.services.poca.drafts import ReasonDraft
from soc_desk.services.poca.other_drafts import EndDraft, PaymentDraft
from soc_desk.services.poca.other_moves import opened, settled
from soc_desk.services.poca.states import Event
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import WRITERS
from soc_desk.vocabulary.poca import CaseKind, CaseState, MovementKind


@dataclass(frozen=True, kw_only=True)
class Owed:
    """How a confiscation order stands on a day, in pence; ``pay_by`` is the last day of the time to pay (s.11).

    ``interest_pence`` runs on what was unpaid after that day (s.12). ``longest_term_months`` is the band of s.35.
    """

    order_pence: int
    paid_pence: int
    interest_pence: int
    pay_by: date
    default_term_months: int | None
    longest_term_months: int

    @property
    def unpaid_pence(self) -> int:
        """What is still to pay, interest included."""
        return max(self.order_pence + self.interest_pence - self.paid_pence, 0)


def owed(session: Session, case_id: UUID, on: date) -> Owed:
    """How an order stands on a day; raises NotFound where the case has no confiscation order."""
    case = session.get(PocaCase, case_id)
    if case is None or case.kind is not CaseKind.CONFISCATION or case.made_on is None or case.order_pence is None:
        raise NotFound("That case has no confiscation order, or is not open to you.")
    due = time_to_pay(case.made_on, calendars.in_use(session, on), case.pay_by, case.pay_extended_to)
    payments = [(move.moved_on, move.sterling_pence) for move in _payments(session, case_id) if move.moved_on <= on]
    return Owed(
        order_pence=case.order_pence, paid_pence=sum(pence for _, pence in payments),
        interest_pence=interest_pence(case.order_pence, due.on, on, payments), pay_by=due.on,
        default_term_months=case.default_term_months, longest_term_months=default_term_months(case.order_pence),
    )  # fmt: skip


@use_case("Log a payment towards a confiscation order", needs=WRITERS)
def pay(work: Work, case_id: UUID, version: int | None, draft: PaymentDraft) -> None:
    """Money was paid; the case is paid when the order and its interest are."""
    case = opened(work, case_id, version, draft)
    assert draft.paid_on is not None  # problems() refused them
    assert draft.amount_pence is not None
    moves.not_ahead(work, paid_on=draft.paid_on)
    if case.made_on is None or draft.paid_on < case.made_on:
        raise Invalid({"paid_on": "A payment follows its order; log the order first, or check the day."})
    before = owed(work.session, case.id, moves.now(work).date())
    if draft.amount_pence > before.unpaid_pence:
        raise Invalid(
            {"amount_pence": f"Only {ledger.written(before.unpaid_pence, 'GBP')} is still to pay, interest included."}
        )
    _write(work, case, draft.amount_pence, draft.paid_on, draft.account, draft.note)
    # Held against today: a payment entered late may lie before one that is recorded.
    is_paid = owed(work.session, case.id, moves.now(work).date()).unpaid_pence == 0
    said = f"{ledger.written(draft.amount_pence, 'GBP')}. {draft.note.strip()}".strip()
    after = CaseState.PAID if is_paid else case.state
    other_moves.move(work, case, Event.PAYMENT_RECEIVED, moves.day(draft.paid_on), said, to=after)
    settled(work, case)


@use_case("Take back a payment towards a confiscation order", needs=WRITERS)
def reverse(work: Work, movement_id: UUID, draft: ReasonDraft) -> None:
    """Take back a wrong payment by a line with its amount negative; lines are never edited."""
    wrong = work.get(CaseMovement, movement_id)
    case = opened(work, wrong.case_id, None, draft)
    undone = f"Takes back line {wrong.id}."
    is_undone = any(move.note.startswith(undone) for move in _payments(work.session, case.id))
    if wrong.kind is not MovementKind.PAYMENT or wrong.minor <= 0 or is_undone:
        raise Invalid({"movement": "Only a payment that stands can be taken back."})
    _write(work, case, -wrong.minor, wrong.moved_on, wrong.account, f"{undone} {draft.reason.strip()}")
    other_moves.move(work, case, Event.LINE_REVERSED, moves.now(work), draft.reason)
    settled(work, case)


@use_case("Log the enforcement of a confiscation order", needs=WRITERS)
def enforce(work: Work, case_id: UUID, version: int | None, draft: EndDraft) -> None:
    """The magistrates' court enforces what is unpaid as a fine (s.35); only once the time to pay has ended."""
    case = opened(work, case_id, version, draft)
    assert draft.ended_on is not None
    moves.not_ahead(work, ended_on=draft.ended_on)
    if case.kind is CaseKind.CONFISCATION and case.made_on is not None:
        pay_by = owed(work.session, case.id, draft.ended_on).pay_by
        if draft.ended_on <= pay_by:
            raise Invalid({"ended_on": "The time to pay had not ended by then; an order is enforced after it."})
    other_moves.move(work, case, Event.ENFORCEMENT_BEGUN, moves.day(draft.ended_on), draft.reason)
    settled(work, case)


def _write(work: Work, case: PocaCase, pence: int, on: date, account: str, note: str) -> None:
    work.add(
        CaseMovement(
            case_id=case.id, kind=MovementKind.PAYMENT, currency="GBP", minor=pence, sterling_pence=pence, moved_on=on,
            account=account.strip(), note=note.strip(),
        )
    )  # fmt: skip
    work.session.flush()
    case.paid_pence = sum(move.sterling_pence for move in _payments(work.session, case.id))


def _payments(session: Session, case_id: UUID) -> list[CaseMovement]:
    query = select(CaseMovement).where(CaseMovement.case_id == case_id, CaseMovement.kind == MovementKind.PAYMENT)
    return list(session.scalars(query.order_by(CaseMovement.moved_on, CaseMovement.id)))
