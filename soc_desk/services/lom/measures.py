"""Measure M12: orders in force by area, visits overdue, conditions about to end, breaches, links looked for."""

from dataclasses import dataclass
from datetime import date, timedelta

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
    managed = select(LomSubject.ocg_checked, func.count(LomSubject.id)).where(LomSubject.state != LomState.STOOD_DOWN)
    looked = {each: number for each, number in session.execute(managed.group_by(LomSubject.ocg_checked))}
    checked = {each: looked.get(each, 0) for each in YesNo}
    by_area = _in_force_by_area(session)
    return LomFigures(
        managed=sum(checked.values()),
        in_force=sum(by_area.values()),
        in_force_by_area=by_area,
        visits_overdue=_count(session, select(func.count(LomVisit.id)).where(
            LomVisit.done_on.is_(None), LomVisit.due_on < today
        )),
        conditions_ending=_count(session, select(func.count(OrderCondition.id)).join(
            AncillaryOrder, AncillaryOrder.id == OrderCondition.order_id
        ).where(
            AncillaryOrder.state == OrderState.IN_FORCE, OrderCondition.removed_on.is_(None),
            OrderCondition.to_on.between(today, ahead),
        )),
        breaches=_count(session, select(func.count(Breach.id)).where(
            Breach.happened_on.between(year_before(today), today)
        )),
        checked=checked,
    )  # fmt: skip


def _in_force_by_area(session: Session) -> dict[str, int]:
    """By the area that owns the management; orders on somebody who is not managed stand under no area."""
    owning = select(LomSubject.person_id, LomSubject.area_id).where(LomSubject.state != LomState.STOOD_DOWN).subquery()
    area = func.coalesce(Area.name, "")  # one expression: a server takes two alike for different ones
    query = (
        select(area, func.count(AncillaryOrder.id))
        .join(Person, Person.id == AncillaryOrder.person_id)
        .outerjoin(owning, owning.c.person_id == AncillaryOrder.person_id)
        .outerjoin(Area, Area.id == owning.c.area_id)
        .where(AncillaryOrder.state == OrderState.IN_FORCE)
        .group_by(area)
        .order_by(area)
    )
    return {name: number for name, number in session.execute(query)}


def _count(session: Session, query: object) -> int:
    return int(session.scalar(query) or 0)  # type: ignore[call-overload]  # a select of one figure
