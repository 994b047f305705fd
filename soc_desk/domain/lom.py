"""Lifetime offender management: who is managed, their ancillary orders and conditions, visits and breaches."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from soc_desk.domain.actor import Actor
from soc_desk.domain.age import ADULT, Age, years_on
from soc_desk.domain.base import Entity
from soc_desk.domain.closed import open_person
from soc_desk.errors import Invalid
from soc_desk.vocabulary.ocg import BreachAction, ConditionKind, LomState, OrderKind, OrderState, VisitKind, YesNo

_L, _O = LomState, OrderState
NEXT_LOM_STATES: dict[LomState, frozenset[LomState]] = {
    _L.NOMINATED: frozenset({_L.ADOPTED, _L.STOOD_DOWN}),
    _L.ADOPTED: frozenset({_L.IN_CUSTODY, _L.IN_COMMUNITY, _L.STOOD_DOWN}),
    _L.IN_CUSTODY: frozenset({_L.IN_COMMUNITY, _L.STOOD_DOWN}),
    _L.IN_COMMUNITY: frozenset({_L.IN_CUSTODY, _L.STOOD_DOWN}),
    _L.STOOD_DOWN: frozenset({_L.ADOPTED}),
}
NEXT_ORDER_STATES: dict[OrderState, frozenset[OrderState]] = {
    _O.CONSIDERED: frozenset({_O.APPLIED, _O.NOT_PURSUED}),
    _O.APPLIED: frozenset({_O.REFUSED, _O.MADE, _O.IN_FORCE}),
    _O.REFUSED: frozenset(),
    _O.MADE: frozenset({_O.IN_FORCE, _O.DISCHARGED, _O.REPLACED}),
    _O.IN_FORCE: frozenset({_O.EXPIRED, _O.DISCHARGED, _O.REPLACED}),
    _O.EXPIRED: frozenset(),
    _O.DISCHARGED: frozenset(),
    _O.REPLACED: frozenset(),
    _O.NOT_PURSUED: frozenset(),
}
"""Varying an order and recording a breach leave it in the state it is in."""
SCPO_YEARS = 5
"""Serious Crime Act 2007 s.16(2): an order runs at most so many years from coming into force."""


class LomSubject(Entity):
    """A person under lifetime management, with the area that owns it; one spell of it a row.

    ``ocg_checked`` is whether somebody looked for a link to a group: Not known until they did.
    """

    __tablename__ = "lom_subject"
    RECORD = "person_id"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    state: Mapped[LomState] = mapped_column(default=LomState.NOMINATED)
    area_id: Mapped[UUID | None] = mapped_column(ForeignKey("area.id"), default=None, index=True)
    manager: Mapped[str] = mapped_column(default="")
    manager_id: Mapped[UUID | None] = mapped_column(ForeignKey("app_user.id"), default=None, index=True)
    nominated_on: Mapped[date]
    nominated_because: Mapped[str] = mapped_column(default="")
    adopted_on: Mapped[date | None] = mapped_column(default=None)
    release_on: Mapped[date | None] = mapped_column(default=None)
    review_due_on: Mapped[date | None] = mapped_column(default=None)
    ocg_checked: Mapped[YesNo] = mapped_column(default=YesNo.NOT_KNOWN)
    stood_down_on: Mapped[date | None] = mapped_column(default=None)
    stood_down_because: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("app_user.id"))

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return open_person(cls.person_id, reader)

    def move(self, after: LomState) -> None:
        """Take the next step; refuses one that does not exist, and managing without an owning area."""
        if after not in NEXT_LOM_STATES[self.state]:
            raise Invalid({"state": f"Somebody who is {self.state.label.lower()} cannot become {after.label.lower()}."})
        if after is not LomState.STOOD_DOWN and self.area_id is None:
            raise Invalid({"area_id": "Choose the area that owns the management."})
        self.state = after


class AncillaryOrder(Entity):
    """An order on a person; an SCPO runs at most five years from coming into force (Serious Crime Act 2007 s.16(2))."""

    __tablename__ = "ancillary_order"
    __table_args__ = (Index("ix_ancillary_order_ends", "state", "ends_on"),)
    RECORD = "person_id"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[OrderKind]
    state: Mapped[OrderState] = mapped_column(default=OrderState.CONSIDERED)
    court: Mapped[str] = mapped_column(default="")
    reference: Mapped[str] = mapped_column(default="")
    applicant: Mapped[str] = mapped_column(default="")
    applied_on: Mapped[date | None] = mapped_column(default=None)
    made_on: Mapped[date | None] = mapped_column(default=None)
    in_force_from: Mapped[date | None] = mapped_column(default=None)
    in_force_on_release: Mapped[bool] = mapped_column(default=False)
    ends_on: Mapped[date | None] = mapped_column(default=None)
    ended_on: Mapped[date | None] = mapped_column(default=None)
    replaced_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("ancillary_order.id"), default=None)
    note: Mapped[str] = mapped_column(default="")

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return open_person(cls.person_id, reader)

    def move(self, after: OrderState) -> None:
        """Take the next step of the order's life; refuses one that does not exist."""
        if after not in NEXT_ORDER_STATES[self.state]:
            raise Invalid(
                {"state": f"An order that is {self.state.label.lower()} cannot become {after.label.lower()}."}
            )
        self.state = after

    @property
    def first_day(self) -> date | None:
        """Before this day nothing of it holds: it comes into force then, or, on a release, not before it is made."""
        return self.in_force_from or self.made_on

    def noted(self, words: str) -> None:
        """Add a line to the note."""
        self.note = "\n".join(filter(None, (self.note, words)))


class OrderCondition(Entity):
    """One condition of an order, with dates of its own inside the order's (Serious Crime Act 2007 s.16(3))."""

    __tablename__ = "order_condition"
    RECORD = "person_id"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    order_id: Mapped[UUID] = mapped_column(ForeignKey("ancillary_order.id"), index=True)
    kind: Mapped[ConditionKind]
    words: Mapped[str]
    from_on: Mapped[date | None] = mapped_column(default=None)
    to_on: Mapped[date | None] = mapped_column(default=None)
    removed_on: Mapped[date | None] = mapped_column(default=None)

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return open_person(cls.person_id, reader)


class LomVisit(Entity):
    """A visit that is due or was made."""

    __tablename__ = "lom_visit"
    __table_args__ = (Index("ix_lom_visit_due", "done_on", "due_on"),)
    RECORD = "person_id"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[VisitKind]
    due_on: Mapped[date]
    done_on: Mapped[date | None] = mapped_column(default=None)
    outcome: Mapped[str] = mapped_column(default="")
    visitor: Mapped[str] = mapped_column(default="")

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return open_person(cls.person_id, reader)


class Breach(Entity):
    """A breach of an order or of one condition; the order stays in force."""

    __tablename__ = "order_breach"
    RECORD = "person_id"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    order_id: Mapped[UUID] = mapped_column(ForeignKey("ancillary_order.id"), index=True)
    condition_id: Mapped[UUID | None] = mapped_column(ForeignKey("order_condition.id"), default=None)
    happened_on: Mapped[date]
    words: Mapped[str]
    action: Mapped[BreachAction] = mapped_column(default=BreachAction.NONE)
    result: Mapped[str] = mapped_column(default="")

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return open_person(cls.person_id, reader)


def order_problems(
    in_force_from: date | None, ends_on: date | None, applied_on: date | None, made_on: date | None, *, on_release: bool
) -> dict[str, str]:
    """What keeps an order from being made as it is, field to sentence (Serious Crime Act 2007 s.16(1))."""
    found: dict[str, str] = {}
    if in_force_from is None and not on_release:
        found["in_force_from"] = "Say when it comes into force, or that it does on release from custody (s.16(1))."
    if ends_on is None:
        found["ends_on"] = "Say when it ceases to be in force (s.16(1))."
    if in_force_from and ends_on and ends_on < in_force_from:
        found["ends_on"] = "It cannot cease before it comes into force."
    if made_on and applied_on and made_on < applied_on:
        found["made_on"] = "It cannot be made before it was applied for; correct one of the two days."
    if made_on and in_force_from and in_force_from < made_on:
        found["in_force_from"] = "It cannot come into force before it was made; correct one of the two days."
    return found


def age_problems(kind: OrderKind, age: Age, day: date, known_because: str) -> dict[str, str]:
    """An SCPO is made against an adult (Serious Crime Act 2007 s.6): no child, and nobody whose age is open."""
    if kind is not OrderKind.SCPO or (age.adult_on is not None and age.adult_on <= day):
        return {}
    rule = "No serious crime prevention order is made against somebody under 18 (s.6)"
    if age.births is not None and years_on(age.births[0], ADULT) > day:
        told = f"{rule}, and their record says {age.words(day)}. Correct the age there if it is wrong."
        return {"person_id": told}
    if known_because.strip():
        return {}
    told = f"{rule}, and their age is {age.words(day)}. Settle it on their record, or say how it is known that they"
    return {"known_because": f"{told} are 18 or over."}


def order_warnings(kind: OrderKind, in_force_from: date | None, ends_on: date | None) -> list[str]:
    """What ought to be looked at, as sentences: an SCPO that runs longer than the Act allows."""
    if kind is OrderKind.SCPO and in_force_from and ends_on and ends_on > years_on(in_force_from, SCPO_YEARS):
        return ["It runs for more than five years from coming into force (Serious Crime Act 2007 s.16(2))."]
    return []


def condition_problems(
    from_on: date | None, to_on: date | None, order_from: date | None, order_to: date | None
) -> dict[str, str]:
    """A condition's own dates lie within the order's (Serious Crime Act 2007 s.16(3))."""
    found = {}
    if from_on and order_from and from_on < order_from:
        found["from_on"] = "A condition cannot begin before its order comes into force."
    if from_on and order_to and from_on > order_to:
        found["from_on"] = "A condition cannot begin after its order ceases to be in force."
    if to_on and order_to and to_on > order_to:
        found["to_on"] = "A condition cannot end after its order ceases to be in force."
    if to_on and order_from and to_on < order_from:
        found["to_on"] = "A condition cannot end before its order comes into force."
    if from_on and to_on and to_on < from_on:
        found["to_on"] = "The condition cannot end before it begins."
    return found
