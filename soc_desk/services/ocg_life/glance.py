"""A group's plan at a glance, for its overview: when it was reviewed, and its actions; one statement."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Select, and_, bindparam, select
from sqlalchemy.orm import Session

from soc_desk.domain import Ocg, Plan, PlanAction
from soc_desk.domain.base import Id
from soc_desk.domain.plan import in_force
from soc_desk.services.plans.rows import ActionRow
from soc_desk.services.rows import rows_of
from soc_desk.store import prepared


@dataclass(frozen=True)
class PlanGlance:
    """``number`` None where no plan is live; actions in the order of the four Ps, open ones first, then by date."""

    number: int | None = None
    reviewed_on: date | None = None
    review_due_on: date | None = None
    actions: tuple[ActionRow, ...] = ()


def of(session: Session, subject_id: UUID, today: date) -> PlanGlance:
    """The plan of a group that is in force, as its overview shows it."""
    found = prepared.rows(session, "plan of a group", _query, {"group": subject_id, "today": today})
    if not found:
        return PlanGlance()
    actions = rows_of(ActionRow, (values[3:] for values in found if values[3] is not None))
    ordered = sorted(actions, key=lambda one: (one.four_p.rank, not one.state.is_open, one.due_on or date.max))
    number, reviewed_on, review_due_on = found[0][:3]
    return PlanGlance(number, reviewed_on, review_due_on, tuple(ordered))


def _query() -> Select[*tuple[Any, ...]]:
    columns = [getattr(PlanAction, name) for name in ActionRow.__dataclass_fields__]
    return (
        select(Plan.number, Plan.reviewed_on, Plan.review_due_on, *columns)
        .select_from(Ocg)
        .outerjoin(Plan, and_(Plan.subject_id == Ocg.id, in_force(bindparam("today", type_=Date()))))
        .outerjoin(PlanAction, PlanAction.subject_id == Ocg.id)
        .where(Ocg.id == bindparam("group", type_=Id()))
    )
