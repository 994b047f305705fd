"""How much each part of a group's record holds for its reader, and what of it is late, counted by one statement."""

from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from soc_desk.domain import (
    AncillaryOrder,
    Disruption,
    Document,
    IntelligenceLink,
    LomVisit,
    Operation,
    OperationSubject,
    PersonLink,
    PlanAction,
    PocaCase,
)
from soc_desk.domain.base import Id
from soc_desk.services.disruption_rows import standing_for
from soc_desk.store import prepared
from soc_desk.vocabulary.ocg import ActionState, OrderState

LATE = ("late_orders", "late_visits")
"""Orders on people of the group that ran out or ought to be in force, unrecorded; visits to them that are overdue."""
_DONE = [state for state in ActionState if not state.is_open]


def counts(session: Session, id: UUID, today: date) -> dict[str, int]:
    """By the keys of ``ui.ocgs.parts``: a line for each tab that shows a figure; and what is late, by ``LATE``."""
    (found,) = prepared.rows(session, "counts of a group", _query, {"group": id, "today": today})
    return dict(zip(_each(), found, strict=True))


def _query() -> Select[*tuple[Any, ...]]:
    return select(*(counted.scalar_subquery() for counted in _each().values()))


@cache
def _each() -> dict[str, Select[int]]:
    group, today = bindparam("group", type_=Id()), bindparam("today", type_=Date())
    people = select(PersonLink.person_id).where(PersonLink.subject_id == group, PersonLink.to_on.is_(None))
    among = select(OperationSubject.operation_id).where(OperationSubject.subject_id == group)
    order = AncillaryOrder
    is_late = or_(
        and_(order.state == OrderState.IN_FORCE, order.ends_on < today),
        and_(order.state == OrderState.MADE, order.in_force_from < today),
    )
    undone = (PlanAction.state != state for state in _DONE)
    return {
        "members": select(func.count(PersonLink.person_id.distinct())).where(
            PersonLink.subject_id == group, PersonLink.to_on.is_(None)
        ),
        "plan": select(func.count(PlanAction.id)).where(PlanAction.subject_id == group, *undone),
        "disruptions": select(func.count(Disruption.id)).where(Disruption.subject_id.in_(standing_for(group))),
        "intelligence": select(func.count(IntelligenceLink.id)).where(IntelligenceLink.subject_id == group),
        "poca": select(func.count(PocaCase.id)).where(PocaCase.subject_id == group),
        "operations": select(func.count(Operation.id)).where(
            or_(Operation.subject_id == group, Operation.id.in_(among))
        ),
        "late_orders": select(func.count(order.id)).where(order.person_id.in_(people), is_late),
        "late_visits": select(func.count(LomVisit.id)).where(
            LomVisit.person_id.in_(people), LomVisit.done_on.is_(None), LomVisit.due_on < today
        ),
        "documents": select(func.count(Document.id)).where(
            Document.subject_id == group, Document.withdrawn_at.is_(None)
        ),
    }  # fmt: skip
