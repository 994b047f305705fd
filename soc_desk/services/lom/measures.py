"""Measure M12: orders in force by area, visits overdue, conditions about to end, breaches, links looked for."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from soc_desk.domain import AncillaryOrder, Area, Breach, LomSubject, LomVisit, OrderCondition, Person
from soc_desk.services.labels import policy
from soc_desk.services.lom.due import POLICY
from soc_desk.services.periods import year_before
from soc_desk.vocabulary.ocg import LomState, OrderState, YesNo


@dataclass(frozen=True, kw_only=True)
class LomFigures:
    """The figures of a day; ``checked`` counts managed people by whether a link to a group was looked for."""

    managed: int
    in_force: int
    in_force_by_area: dict[str, int]
    visits_overdue: int
    conditions_ending: int
    breaches: int
    checked: dict[YesNo, int]

    @property
    def share_checked(self) -> float | None:
        """The part of the managed people for whom somebody looked; None while nobody is managed."""
        looked = self.managed - self.checked[YesNo.NOT_KNOWN]
        return looked / self.managed if self.managed else None


def figures(session: Session, today: date) -> LomFigures:
    """As far as the reader may know of the people; breaches are those of the last twelve months."""
    ahead = today + timedelta(days=int(policy(session, POLICY, today)))
    areas, looked = _managed(session)
    by_area = _in_force_by_area(session, areas)
    return LomFigures(
        managed=len(looked),
        in_force=sum(by_area.values()),
        in_force_by_area=by_area,
        visits_overdue=_count(session, select(func.count(LomVisit.id)).where(
            LomVisit.done_on.is_(None), LomVisit.due_on < today
        )),
        conditions_ending=_count(session, select(func.count(OrderCondition.id)).join(
            AncillaryOrder, AncillaryOrder.id == OrderCondition.order_id
        ).where(
            AncillaryOrder.state == OrderState.IN_FORCE, OrderCondition.removed_on.is_(None),
            func.coalesce(OrderCondition.to_on, AncillaryOrder.ends_on).between(today, ahead),
        )),
        breaches=_count(session, select(func.count(Breach.id)).where(
            Breach.happened_on.between(year_before(today), today)
        )),
        checked={each: [*looked.values()].count(each) for each in YesNo},
    )  # fmt: skip


def _managed(session: Session) -> tuple[dict[UUID, str], dict[UUID, YesNo]]:
    """The owning area of everybody managed, and whether somebody looked for a link to a group.

    Records that each had a spell may have been merged: the one person counts once, under the older spell's area, and as
    looked for where that was done in either.
    """
    query = (
        select(LomSubject.person_id, Area.name, LomSubject.ocg_checked)
        .outerjoin(Area, Area.id == LomSubject.area_id)
        .where(LomSubject.state != LomState.STOOD_DOWN)
        .order_by(LomSubject.id)
    )
    areas: dict[UUID, str] = {}
    looked: dict[UUID, YesNo] = {}
    for person, area, checked in session.execute(query):
        areas[person] = areas.get(person) or area or ""
        looked[person] = min(looked.get(person, checked), checked, key=lambda each: each.rank)
    return areas, looked


def _in_force_by_area(session: Session, areas: dict[UUID, str]) -> dict[str, int]:
    """By the area that owns the management; orders on somebody who is not managed stand under no area."""
    query = (
        select(AncillaryOrder.person_id, func.count(AncillaryOrder.id))
        .join(Person, Person.id == AncillaryOrder.person_id)
        .where(AncillaryOrder.state == OrderState.IN_FORCE)
        .group_by(AncillaryOrder.person_id)
    )
    found: Counter[str] = Counter()
    for person, number in session.execute(query):
        found[areas.get(person, "")] += number
    return dict(sorted(found.items()))


def _count(session: Session, query: object) -> int:
    return int(session.scalar(query) or 0)  # type: ignore[call-overload]  # a select of one figure
