"""The money of the other orders: what is frozen or restrained stands in the ledger, the rest is only asked about."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import CaseMoney, CaseOrder, PocaCase
from soc_desk.errors import Invalid
from soc_desk.services.poca import ledger
from soc_desk.services.poca.other_moves import holds
from soc_desk.store import Work
from soc_desk.vocabulary.poca import CaseKind, MovementKind, OrderResult

_ASKED_ABOUT = (CaseKind.DAML, CaseKind.MONEY_LAUNDERING)
"""Kinds whose amount is only what they are about; it stands in ``order_pence``."""


def amount_of(session: Session, case: PocaCase) -> int | None:
    """What is frozen, restrained or asked about, in pence; None where it is not known, or is an order's to say."""
    if case.kind in _ASKED_ABOUT:
        return case.order_pence
    return next((line.amount_minor for line in _pounds(session, case.id)), None) if holds(case.kind) else None


def set_amount(work: Work, case: PocaCase, pence: int | None) -> None:
    """Keep what is frozen, restrained or asked about; raises Invalid below what left the ledger already."""
    if case.kind in _ASKED_ABOUT:
        case.order_pence = pence
    if not holds(case.kind) or (pence is None and not _pounds(work.session, case.id)):
        return
    if pence is None:
        raise Invalid({"amount_pence": "The amount stands in the ledger; enter what it is now."})
    left = sum(move.minor for move in ledger.moves_of(work.session, case.id) if move.kind.leaves)
    if pence < left:
        raise Invalid({"amount_pence": f"{ledger.written(left, 'GBP')} has left already; it cannot have been less."})
    line = ledger.line_of(work, case, "GBP")
    line.counted_minor = line.sterling_pence = pence
    ledger.keep_sums(work.session, case)


def let_go(work: Work, case: PocaCase, at: datetime, why: str) -> None:
    """What is still held by the order is held no more."""
    if holds(case.kind) and any(ledger.held(work.session, case.id).values()):
        ledger.take(work, case, MovementKind.RELEASED, (), at.date(), note=why)


def pending_order(session: Session, case: PocaCase) -> CaseOrder | None:
    """The application that waits for the court, if there is one."""
    session.flush()
    query = select(CaseOrder).where(CaseOrder.case_id == case.id, CaseOrder.result == OrderResult.PENDING)
    return session.scalars(query.order_by(CaseOrder.id.desc()).limit(1)).one_or_none()


def _pounds(session: Session, case_id: UUID) -> list[CaseMoney]:
    return ledger.lines_of(session, case_id)
