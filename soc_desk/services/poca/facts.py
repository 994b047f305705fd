"""What the statutory clock needs to know of stored cases, read for any number of them in a few statements."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from soc_desk.domain import CaseClaim, CaseNotice, CaseOrder, PocaCase, SeizureTimeChange
from soc_desk.domain.statutory_clock import (
    CaseFacts,
    ClaimFact,
    ConfiscationFact,
    DamlFact,
    FreezingFact,
    NoticeFact,
    OrderFact,
)
from soc_desk.services.prints import wall
from soc_desk.store.prepared import calm
from soc_desk.vocabulary.poca import CaseKind, ClaimResult, MovementKind, OrderKind, OrderResult, SearchApproval

Ids = Collection[UUID] | Select[UUID]
"""Cases by their ids, or by the question that finds them."""

_CHUNK = 20_000
"""Ids in one statement: below what either engine takes as parameters."""

_MOST_SEIZURES = 20
"""How far back a chain of seizures of the same property is followed."""

_CASE = (
    PocaCase.id, PocaCase.kind, PocaCase.nation, PocaCase.state, PocaCase.seized_at, PocaCase.original_seized_at,
    PocaCase.held_other_power_from, PocaCase.search_approval, PocaCase.report_sent_on, PocaCase.paid_in_on,
    PocaCase.kept_as_evidence, PocaCase.held_pence, PocaCase.forfeited_on, PocaCase.refused_on,
    PocaCase.release_directed_on, PocaCase.cap_extended_to, PocaCase.final_on, PocaCase.fund_paid_on,
    PocaCase.jard_updated_on, PocaCase.expired_at, PocaCase.reseized_from_id, PocaCase.forfeited_by_notice,
    PocaCase.made_on, PocaCase.ends_on, PocaCase.pay_by, PocaCase.pay_extended_to, PocaCase.order_pence,
    PocaCase.paid_pence, PocaCase.submitted_on, PocaCase.consent_refused_on, PocaCase.moratorium_to,
)  # fmt: skip
_ORDER = (
    CaseOrder.case_id, CaseOrder.id, CaseOrder.kind, CaseOrder.number, CaseOrder.lodged_on, CaseOrder.hearing_at,
    CaseOrder.made_at, CaseOrder.expires_on, CaseOrder.result, CaseOrder.withdrawn_on,
)  # fmt: skip
_NOTICE = (
    CaseNotice.case_id, CaseNotice.id, CaseNotice.given_on, CaseNotice.period_days, CaseNotice.objection_at,
    CaseNotice.ended_on,
)  # fmt: skip
_UNAPPROVED = (SearchApproval.SENIOR_OFFICER, SearchApproval.NONE)


def facts_of(session: Session, case_ids: Ids) -> dict[UUID, CaseFacts]:
    """The facts of each case that the reader may know of, by its id; moments are local wall time."""
    if isinstance(case_ids, Select):
        with calm(_CHUNK):
            return _facts_of(session, case_ids)
    ids, found = list(case_ids), {}
    with calm(len(ids)):
        for start in range(0, len(ids), _CHUNK):
            found.update(_facts_of(session, ids[start : start + _CHUNK]))
    return found


def _facts_of(session: Session, ids: Ids) -> dict[UUID, CaseFacts]:
    orders, notices = _orders(session, ids), _notices(session, ids)
    claims, asked = _claims(session, ids), _time_changes(session, ids)
    cases = session.execute(select(*_CASE).where(_among(PocaCase.id, ids))).all()
    found: dict[UUID, CaseFacts] = {}
    reseized: dict[UUID, UUID] = {}
    for case in cases:
        notice = notices.get(case.id)
        if notice is not None and case.forfeited_by_notice:
            notice = replace(notice, lapsed=False)
        found[case.id] = _one(case, orders.get(case.id, ()), notice, claims.get(case.id, ()), asked.get(case.id))
        if case.reseized_from_id is not None:
            reseized[case.id] = case.reseized_from_id
    _add_payments(session, found)
    for id_, first_on in _original_orders(session, reseized).items():
        found[id_] = replace(found[id_], original_first_order_on=first_on)
    return found


def _one(
    case: Row[*tuple[Any, ...]],
    orders: tuple[OrderFact, ...],
    notice: NoticeFact | None,
    claims: tuple[ClaimFact, ...],
    time_change_asked_at: datetime | None,
) -> CaseFacts:
    return CaseFacts(
        kind=case.kind, nation=case.nation, state=case.state, seized_at=case.seized_at,
        original_seized_at=case.original_seized_at, held_other_power_from=case.held_other_power_from,
        searched_without_justice=case.search_approval in _UNAPPROVED, report_sent_on=case.report_sent_on,
        paid_in_on=case.paid_in_on, paid_in_exempt=case.kept_as_evidence,
        is_held=case.held_pence is None or case.held_pence > 0, is_unvalued=case.held_pence is None,
        orders=orders, notice=notice,
        forfeiture_lodged_on=_lodged(orders, OrderKind.FORFEITURE), forfeited_on=case.forfeited_on,
        refused_on=case.refused_on, appeal_lodged_on=_lodged(orders, OrderKind.APPEAL),
        release_directed_on=case.release_directed_on, cap_extended=case.cap_extended_to is not None, claims=claims,
        final_on=case.final_on, fund_paid_on=case.fund_paid_on, jard_updated_on=case.jard_updated_on,
        confiscation=_confiscation(case), freezing=_freezing(case), daml=_daml(case),
        time_change_asked_at=time_change_asked_at, expired_at=case.expired_at,
    )  # fmt: skip


def _lodged(orders: tuple[OrderFact, ...], kind: OrderKind) -> date | None:
    """When the latest application of a kind that stands was lodged; its order's day where nobody wrote that down."""
    for order in reversed(orders):
        if order.kind is kind and order.result is not OrderResult.WITHDRAWN:
            return order.lodged_on or (order.made_at.date() if order.made_at else None)
    return None


def _confiscation(case: Row[*tuple[Any, ...]]) -> ConfiscationFact | None:
    if case.kind is not CaseKind.CONFISCATION or case.made_on is None:
        return None
    return ConfiscationFact(
        made_on=case.made_on, pay_by=case.pay_by, extended_to=case.pay_extended_to,
        order_pence=case.order_pence or 0, paid_pence=case.paid_pence,
    )  # fmt: skip


def _add_payments(session: Session, found: dict[UUID, CaseFacts]) -> None:
    """The payments of orders that are paid but for their interest; of others nobody asks."""
    paid: dict[UUID, ConfiscationFact] = {}
    for id_, facts in found.items():
        order = facts.confiscation
        if order is not None and order.paid_pence >= order.order_pence > 0 and not facts.state.is_over:
            paid[id_] = order
    if not paid:
        return
    from soc_desk.domain import CaseMovement  # mapped where there are any: My desk asks for facts as it opens

    columns = select(CaseMovement.case_id, CaseMovement.moved_on, CaseMovement.sterling_pence)
    for chunk in _chunks(sorted(paid)):
        query = columns.where(CaseMovement.case_id.in_(chunk), CaseMovement.kind == MovementKind.PAYMENT)
        for id_, on, pence in session.execute(query.order_by(CaseMovement.moved_on, CaseMovement.id)):
            paid[id_] = replace(paid[id_], payments=(*paid[id_].payments, (on, pence)))
    for id_, order in paid.items():
        found[id_] = replace(found[id_], confiscation=order)


def _freezing(case: Row[*tuple[Any, ...]]) -> FreezingFact | None:
    if case.kind is not CaseKind.ACCOUNT_FREEZING or case.made_on is None:
        return None
    return FreezingFact(made_on=case.made_on, ends_on=case.ends_on)


def _daml(case: Row[*tuple[Any, ...]]) -> DamlFact | None:
    if case.kind is not CaseKind.DAML or case.submitted_on is None:
        return None
    return DamlFact(
        submitted_on=case.submitted_on, refused_on=case.consent_refused_on, moratorium_to=case.moratorium_to
    )


def _orders(session: Session, ids: Ids) -> dict[UUID, tuple[OrderFact, ...]]:
    """Applications and orders by case, in the order in which they were recorded."""
    query = select(*_ORDER).where(_among(CaseOrder.case_id, ids)).order_by(CaseOrder.case_id, CaseOrder.id)
    found: dict[UUID, list[OrderFact]] = {}
    for case_id, id_, kind, number, lodged_on, hearing_at, made_at, expires_on, result, gone_on in session.execute(
        query
    ):
        found.setdefault(case_id, []).append(
            OrderFact(
                kind=kind, number=number, lodged_on=lodged_on, hearing_at=hearing_at, made_at=made_at,
                expires_on=expires_on, result=result, withdrawn_on=gone_on, id=id_,
            )
        )  # fmt: skip
    return {case_id: tuple(orders) for case_id, orders in found.items()}


def _notices(session: Session, ids: Ids) -> dict[UUID, NoticeFact]:
    """The latest notice of each case."""
    query = select(*_NOTICE).where(_among(CaseNotice.case_id, ids)).order_by(CaseNotice.given_on, CaseNotice.id)
    return {
        case_id: NoticeFact(
            given_on=given_on, period_days=period_days, objection_at=objection_at,
            lapsed=objection_at is not None or ended_on is not None, id=id_,
        )
        for case_id, id_, given_on, period_days, objection_at, ended_on in session.execute(query)
    }  # fmt: skip


def _claims(session: Session, ids: Ids) -> dict[UUID, tuple[ClaimFact, ...]]:
    query = select(CaseClaim.case_id, CaseClaim.id, CaseClaim.made_on, CaseClaim.hearing_at)
    pending = query.where(_among(CaseClaim.case_id, ids), CaseClaim.result == ClaimResult.PENDING)
    found: dict[UUID, tuple[ClaimFact, ...]] = {}
    for case_id, id_, made_on, hearing_at in session.execute(pending.order_by(CaseClaim.id)):
        fact = ClaimFact(made_on=made_on, hearing_at=hearing_at, id=id_)
        found[case_id] = (*found.get(case_id, ()), fact)
    return found


def _time_changes(session: Session, ids: Ids) -> dict[UUID, datetime]:
    """When the change of the time of seizure that waits for a second person was asked for."""
    query = select(SeizureTimeChange.case_id, SeizureTimeChange.asked_at)
    waiting = query.where(_among(SeizureTimeChange.case_id, ids), SeizureTimeChange.agreed.is_(None))
    return {case_id: wall(asked_at) for case_id, asked_at in session.execute(waiting)}


def _original_orders(session: Session, reseized: dict[UUID, UUID]) -> dict[UUID, date]:
    """Case to the first order of the seizure it began with, however often it was seized anew since."""
    columns = select(PocaCase.id, PocaCase.first_order_on, PocaCase.reseized_from_id)
    found: dict[UUID, date] = {}
    before = dict(reseized)
    for _ in range(_MOST_SEIZURES):
        if not before:
            break
        stored = {
            id_: (first_on, earlier)
            for chunk in _chunks(sorted(set(before.values())))
            for id_, first_on, earlier in session.execute(columns.where(PocaCase.id.in_(chunk)))
        }
        for id_, original in list(before.items()):
            first_on, earlier = stored.get(original, (None, None))
            if first_on is not None and (id_ not in found or first_on < found[id_]):
                found[id_] = first_on
            if earlier is None:
                del before[id_]
            else:
                before[id_] = earlier
    return found


def _chunks(ids: list[UUID]) -> Iterator[list[UUID]]:
    for start in range(0, len(ids), _CHUNK):
        yield ids[start : start + _CHUNK]


def _among(column: InstrumentedAttribute[UUID], ids: Ids) -> ColumnElement[bool]:
    return column.in_(ids)
