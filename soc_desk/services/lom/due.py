"""What lifetime management asks for, and when: visits, orders to activate or renew, reviews, links to look for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import AncillaryOrder, LomSubject, LomVisit, OrderCondition, Person
from soc_desk.services.labels import policy
from soc_desk.services.prints import day_words
from soc_desk.vocabulary.ocg import LomState, OrderState, YesNo

POLICY = "lom.expiry_prompt_days"


@dataclass(frozen=True)
class Prompt:
    """Something to do about a person by a day, and why; ``on`` None where it is due without a date."""

    person_id: UUID
    reference: str
    name: str
    what: str
    why: str
    on: date | None

    def is_overdue(self, today: date) -> bool:
        """Whether the day has passed."""
        return self.on is not None and self.on < today


def prompts(session: Session, today: date) -> list[Prompt]:
    """Everything due or coming within the force's period, soonest first; what has no date comes last."""
    ahead = today + timedelta(days=int(policy(session, POLICY, today)))
    found = [*_visits(session, ahead), *_orders(session, today, ahead), *_conditions(session, today, ahead),
             *_managed(session, ahead)]  # fmt: skip
    return sorted(found, key=lambda prompt: (prompt.on is None, prompt.on or today, prompt.name))


def _visits(session: Session, ahead: date) -> Iterator[Prompt]:
    query = (
        select(Person.id, Person.reference, Person.name, LomVisit.kind, LomVisit.due_on)
        .join(LomVisit, LomVisit.person_id == Person.id)
        .where(LomVisit.done_on.is_(None), LomVisit.due_on <= ahead)
    )
    for person, ref, name, kind, due_on in session.execute(query):
        yield Prompt(person, ref, name, f"{kind.label} is due.", "The visit was planned for that day.", due_on)


def _orders(session: Session, today: date, ahead: date) -> Iterator[Prompt]:
    """Orders that ought to be in force by now, wait for a release, run out soon, or have run out unnoticed."""
    query = (
        select(
            Person.id, Person.reference, Person.name, AncillaryOrder.kind, AncillaryOrder.state,
            AncillaryOrder.in_force_from, AncillaryOrder.in_force_on_release, AncillaryOrder.ends_on,
            LomSubject.release_on,
        )
        .join(AncillaryOrder, AncillaryOrder.person_id == Person.id)
        .outerjoin(
            LomSubject, (LomSubject.person_id == Person.id) & (LomSubject.state != LomState.STOOD_DOWN)
        )
        .where(AncillaryOrder.state.in_((OrderState.MADE, OrderState.IN_FORCE)))
    )  # fmt: skip
    for person, ref, name, kind, state, force, on_release, ends_on, release_on in session.execute(query):
        if state is OrderState.MADE:
            day = release_on if on_release else force
            if day and day <= ahead:
                why = "It comes into force on release from custody." if on_release else "It says when it does."
                yield Prompt(person, ref, name, f"Check that the {kind.label} is in force.", why, day)
            elif day is None:
                why = "It comes into force on release from custody, and no release date is recorded."
                yield Prompt(person, ref, name, f"Find out when the {kind.label} comes into force.", why, None)
        elif ends_on and ends_on < today:
            yield Prompt(
                person, ref, name, f"Record that the {kind.label} expired.", "Its last day has passed.", ends_on
            )
        elif ends_on and ends_on <= ahead:
            why = (
                f"It ends on {day_words(ends_on)}; a new one may be made in anticipation "
                "(Serious Crime Act 2007 s.16(5)-(6))."
            )
            yield Prompt(person, ref, name, f"Decide whether to seek a new {kind.label}.", why, ends_on)


def _conditions(session: Session, today: date, ahead: date) -> Iterator[Prompt]:
    query = (
        select(Person.id, Person.reference, Person.name, OrderCondition.kind, OrderCondition.to_on)
        .join(OrderCondition, OrderCondition.person_id == Person.id)
        .join(AncillaryOrder, AncillaryOrder.id == OrderCondition.order_id)
        .where(
            AncillaryOrder.state == OrderState.IN_FORCE, OrderCondition.removed_on.is_(None),
            OrderCondition.to_on.between(today, ahead), OrderCondition.to_on < AncillaryOrder.ends_on,
        )
    )  # fmt: skip
    for person, ref, name, kind, to_on in session.execute(query):
        why = "The condition ends before its order does."
        yield Prompt(person, ref, name, f"A condition about {kind.label.lower()} is about to end.", why, to_on)


def _managed(session: Session, ahead: date) -> Iterator[Prompt]:
    query = (
        select(
            Person.id, Person.reference, Person.name, LomSubject.review_due_on, LomSubject.ocg_checked, LomSubject.state
        )
        .join(LomSubject, LomSubject.person_id == Person.id)
        .where(LomSubject.state != LomState.STOOD_DOWN)
    )
    for person, ref, name, review, checked, state in session.execute(query):
        if review and review <= ahead:
            yield Prompt(person, ref, name, "Review the management.", "The last review set that day.", review)
        if checked is YesNo.NOT_KNOWN and state is not LomState.NOMINATED:
            why = "Nobody has looked yet whether they belong to a group."
            yield Prompt(person, ref, name, "Look for a link to an OCG.", why, None)
