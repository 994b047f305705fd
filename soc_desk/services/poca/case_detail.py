"""One case with all its lines, as its page and its forms show it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from soc_desk.domain import PocaCase, User
from soc_desk.services.poca import lines
from soc_desk.services.poca.case_query import CaseRow
from soc_desk.services.poca.lines import (
    ClaimRow,
    ExhibitRow,
    MoneyRow,
    MovementRow,
    NoticeRow,
    OrderRow,
    OutcomeLink,
    PersonRow,
    ServiceRow,
    StepRow,
    TimeChangeRow,
)

if TYPE_CHECKING:
    from soc_desk.services.poca.cases import CaseDraft


@dataclass(frozen=True, kw_only=True)
class CaseDetail:
    """Everything the case page and its forms show of one case; moments are wall time but for ``recorded_at`` (UTC).

    ``reseized_from`` and ``reseized_as`` are (id, reference) of the cases before and after a new seizure, where they
    are open to the reader; ``original_seized_at`` is when the first of them began.
    """

    row: CaseRow
    draft: "CaseDraft"
    orders: tuple[OrderRow, ...]
    notices: tuple[NoticeRow, ...]
    claims: tuple[ClaimRow, ...]
    money: tuple[MoneyRow, ...]
    movements: tuple[MovementRow, ...]
    people: tuple[PersonRow, ...]
    services: tuple[ServiceRow, ...]
    exhibits: tuple[ExhibitRow, ...]
    steps: tuple[StepRow, ...]
    time_changes: tuple[TimeChangeRow, ...]
    outcomes: tuple[OutcomeLink, ...]
    original_seized_at: datetime | None
    reseized_from: tuple[UUID, str] | None
    reseized_as: tuple[UUID, str] | None
    reseized_because: str
    paid_in_on: date | None
    paid_in_account: str
    kept_as_evidence: bool
    report_sent_on: date | None
    release_directed_on: date | None
    refused_on: date | None
    forfeited_on: date | None
    forfeited_by_notice: bool
    final_on: date | None
    fund_paid_on: date | None
    jard_ref: str
    jard_updated_on: date | None
    cap_extended_to: date | None
    recorded_by: str
    recorded_at: datetime


def assembled(session: Session, case: PocaCase, row: CaseRow, draft: "CaseDraft") -> CaseDetail:
    """The case with its lines; ``row`` and ``draft`` are made by the caller."""
    id_ = case.id
    recorder = session.scalar(select(User.display).where(User.id == case.recorded_by_id)) or ""
    from_, as_ = PocaCase.id == case.reseized_from_id, PocaCase.reseized_from_id == id_
    return CaseDetail(
        row=row, draft=draft, orders=lines.orders(session, id_), notices=lines.notices(session, id_),
        claims=lines.claims(session, id_), money=lines.money(session, id_), movements=lines.movements(session, id_),
        people=lines.people(session, id_), services=lines.services(session, id_),
        exhibits=lines.exhibits(session, id_), steps=lines.steps(session, id_),
        time_changes=lines.time_changes(session, id_), outcomes=lines.outcome_links(session, id_),
        original_seized_at=case.original_seized_at,
        reseized_from=_named(session, from_) if case.reseized_from_id else None, reseized_as=_named(session, as_),
        reseized_because=case.reseized_because, paid_in_on=case.paid_in_on, paid_in_account=case.paid_in_account,
        kept_as_evidence=case.kept_as_evidence, report_sent_on=case.report_sent_on,
        release_directed_on=case.release_directed_on, refused_on=case.refused_on, forfeited_on=case.forfeited_on,
        forfeited_by_notice=case.forfeited_by_notice, final_on=case.final_on, fund_paid_on=case.fund_paid_on,
        jard_ref=case.jard_ref, jard_updated_on=case.jard_updated_on, cap_extended_to=case.cap_extended_to,
        recorded_by=recorder, recorded_at=case.recorded_at,
    )  # fmt: skip


def _named(session: Session, which: ColumnElement[bool]) -> tuple[UUID, str] | None:
    found = session.execute(select(PocaCase.id, PocaCase.reference).where(which)).first()
    return (found.id, found.reference) if found else None
