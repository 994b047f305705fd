"""Who of a group is under lifetime management or an order, or was referred: the link seen from the group."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import AncillaryOrder, LomVisit, Person, PersonLink, Referral
from soc_desk.services.lom import managed
from soc_desk.services.lom.managed import LIVE, ManagedFilter
from soc_desk.services.prints import day_words
from soc_desk.vocabulary.ocg import LomState, OrderState

_OPEN = tuple(state for state in LomState if state is not LomState.STOOD_DOWN)


@dataclass(frozen=True, kw_only=True)
class HeldRow:
    """One person: the open spell of management, live orders and referrals in words, and since when a visit is late."""

    person_id: UUID
    reference: str
    name: str
    adult_on: date | None
    state: LomState | None = None
    area: str = ""
    manager: str = ""
    orders: tuple[str, ...] = ()
    referrals: tuple[str, ...] = ()
    visit_late_on: date | None = None
    order_late: bool = False

    @property
    def management(self) -> str:
        """State, area and manager; empty for somebody who is not managed."""
        told = (self.state.label, self.area, self.manager) if self.state else ()
        return ", ".join(part for part in told if part)

    @property
    def is_late(self) -> bool:
        """Whether a visit is overdue, or an order ran out or ought to be in force and nobody recorded it."""
        return self.order_late or self.visit_late_on is not None

    @property
    def late(self) -> str:
        """The same in words."""
        visit = f"Visit due {day_words(self.visit_late_on)}" if self.visit_late_on else ""
        return "; ".join(part for part in (visit, "Check the order" if self.order_late else "") if part)


def of(session: Session, subject_id: UUID, today: date) -> list[HeldRow]:
    """Those linked to a group now who are managed, under a live order or referred, by name."""
    linked = select(PersonLink.person_id).where(PersonLink.subject_id == subject_id, PersonLink.to_on.is_(None))
    people = select(Person.id, Person.reference, Person.name, Person.adult_on).where(Person.id.in_(linked))
    rows = {
        id_: HeldRow(person_id=id_, reference=reference, name=name, adult_on=adult_on)
        for id_, reference, name, adult_on in session.execute(people.order_by(Person.sort_name, Person.id))
    }
    for spell in managed.page(session, ManagedFilter(subject_id=subject_id, states=_OPEN)):
        if (row := rows.get(spell.person_id)) is not None:
            rows[row.person_id] = replace(row, state=spell.state, area=spell.area, manager=spell.manager)
    order = AncillaryOrder
    orders = select(order.person_id, order.kind, order.state, order.in_force_from, order.ends_on).where(
        order.person_id.in_(linked), order.state.in_(LIVE)
    )
    for person, kind, state, force, ends in session.execute(orders.order_by(order.ends_on, order.id)):
        row = rows[person]
        until = f" to {day_words(ends)}" if ends else ""
        day = force if state is OrderState.MADE else ends
        late = row.order_late or (day is not None and day < today)
        rows[person] = replace(
            row, orders=(*row.orders, f"{kind.label}, {state.label.lower()}{until}"), order_late=late
        )  # fmt: skip
    visits = select(LomVisit.person_id, LomVisit.due_on).where(
        LomVisit.person_id.in_(linked), LomVisit.done_on.is_(None), LomVisit.due_on < today
    )
    for person, due_on in session.execute(visits.order_by(LomVisit.due_on.desc())):
        rows[person] = replace(rows[person], visit_late_on=due_on)
    referrals = select(Referral.person_id, Referral.kind, Referral.state).where(Referral.person_id.in_(linked))
    for person, referral, at in session.execute(referrals.order_by(Referral.identified_on, Referral.id)):
        row = rows[person]
        rows[person] = replace(row, referrals=(*row.referrals, f"{referral.label}, {at.label.lower()}"))
    return [row for row in rows.values() if row.state or row.orders or row.referrals]
