"""What lifetime management and care ask for, and when: visits, orders, conditions, reviews, referrals to be sent."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import Mapped, Session

from soc_desk.domain import AncillaryOrder, LomSubject, LomVisit, OrderCondition, Person, Referral, User
from soc_desk.services.labels import policy
from soc_desk.services.prints import day_words
from soc_desk.vocabulary.ocg import LomState, OrderState, ReferralKind, ReferralState, YesNo

POLICY = "lom.expiry_prompt_days"

Kind = Literal["visit", "order", "condition", "management", "referral"]


@dataclass(frozen=True, kw_only=True)
class Prompt:
    """Something to do about a person by a day, and why; ``on`` None where it is due without a date.

    ``id`` and ``version`` are those of the visit, order, condition, spell of management or referral; ``owner`` is who
    manages the person, or who made the referral. ``is_managed`` says whether a spell of management is open.
    """

    kind: Kind
    id: UUID
    version: int
    person_id: UUID
    reference: str
    name: str
    what: str
    why: str
    on: date | None
    owner: str = ""
    owner_id: UUID | None = None
    is_managed: bool = False

    def is_overdue(self, today: date) -> bool:
        """Whether the day has passed."""
        return self.on is not None and self.on < today


class _Spell(NamedTuple):
    """An open spell of management."""

    person_id: UUID
    id: UUID
    version: int
    state: LomState
    review_due_on: date | None
    release_on: date | None
    ocg_checked: YesNo
    owner_id: UUID | None
    owner: str


class _Asked(NamedTuple):
    """A prompt before the person is named; ``by`` is whose it is, where that is not who manages the person."""

    kind: Kind
    id: UUID
    version: int
    person_id: UUID
    what: str
    why: str
    on: date | None
    by: tuple[UUID, str] | None = None


_Spells = Mapping[UUID, Sequence[_Spell]]
"""By person; two where records that each had one were merged."""


def prompts(session: Session, today: date, owner_id: UUID | None = None) -> list[Prompt]:
    """Everything due or coming within the force's period, soonest first; what has no date comes last.

    ``owner_id`` keeps one person's: those they manage, and the referrals they made.
    """
    spells = _spells(session, owner_id)
    asked = list(_referrals(session, owner_id))
    if spells or owner_id is None:
        ahead = today + timedelta(days=int(policy(session, POLICY, today)))
        those = None if owner_id is None else tuple(spells)
        asked += [
            *_visits(session, those, ahead), *_orders(session, spells, those, today, ahead),
            *_conditions(session, those, today, ahead), *_managed(spells, ahead),
        ]  # fmt: skip
    if not asked:
        return []
    named = select(Person.id, Person.reference, Person.name).where(Person.id.in_({one.person_id for one in asked}))
    people = {id_: (reference, name) for id_, reference, name in session.execute(named)}
    found = [_prompt(one, *people[one.person_id], spells.get(one.person_id, ())) for one in asked]
    return sorted(found, key=lambda prompt: (prompt.on is None, prompt.on or today, prompt.name, prompt.what))


def _prompt(one: _Asked, reference: str, name: str, spells: Sequence[_Spell]) -> Prompt:
    spell = next((each for each in spells if each.id == one.id), spells[0] if spells else None)
    owner_id, owner = one.by or ((spell.owner_id, spell.owner) if spell else (None, ""))
    return Prompt(
        kind=one.kind, id=one.id, version=one.version, person_id=one.person_id, reference=reference, name=name,
        what=one.what, why=one.why, on=one.on, owner=owner, owner_id=owner_id, is_managed=spell is not None,
    )  # fmt: skip


def _spells(session: Session, owner_id: UUID | None) -> dict[UUID, list[_Spell]]:
    """The open spells by person; of one manager, where asked."""
    columns = (
        LomSubject.id, LomSubject.version, LomSubject.state, LomSubject.review_due_on, LomSubject.release_on,
        LomSubject.ocg_checked, LomSubject.manager_id, func.coalesce(User.display, LomSubject.manager),
    )  # fmt: skip
    query = (
        select(LomSubject.person_id, *columns)
        .outerjoin(User, User.id == LomSubject.manager_id)
        .where(LomSubject.state != LomState.STOOD_DOWN)
        .order_by(LomSubject.id)
    )
    if owner_id is not None:
        query = query.where(LomSubject.manager_id == owner_id)
    found: dict[UUID, list[_Spell]] = {}
    for spell in map(_Spell._make, session.execute(query)):
        found.setdefault(spell.person_id, []).append(spell)
    return found


def _among(column: Mapped[UUID], those: tuple[UUID, ...] | None) -> ColumnElement[bool]:
    """Of some people, where asked."""
    return true() if those is None else column.in_(those)


def _visits(session: Session, those: tuple[UUID, ...] | None, ahead: date) -> Iterator[_Asked]:
    query = select(LomVisit.id, LomVisit.version, LomVisit.person_id, LomVisit.kind, LomVisit.due_on).where(
        LomVisit.done_on.is_(None), LomVisit.due_on <= ahead, _among(LomVisit.person_id, those)
    )
    for id_, version, person, kind, due_on in session.execute(query):
        why = "The visit was planned for that day."
        yield _Asked("visit", id_, version, person, f"{kind.label} is due.", why, due_on)


def _orders(
    session: Session, spells: _Spells, those: tuple[UUID, ...] | None, today: date, ahead: date
) -> Iterator[_Asked]:
    """Orders that ought to be in force by now, wait for a release, run out soon, or have run out unnoticed."""
    order = AncillaryOrder
    query = select(
        order.id, order.version, order.person_id, order.kind, order.state, order.in_force_from,
        order.in_force_on_release, order.ends_on,
    ).where(order.state.in_((OrderState.MADE, OrderState.IN_FORCE)), _among(order.person_id, those))  # fmt: skip
    for id_, version, person, kind, state, force, on_release, ends_on in session.execute(query):
        if state is OrderState.MADE:
            released = next((each.release_on for each in spells.get(person, ()) if each.release_on), None)
            found = _of_one_made(kind.label, released if on_release else force, ahead, on_release=on_release)
        else:
            found = _of_one_in_force(kind.label, ends_on, today, ahead)
        if found is not None:
            yield _Asked("order", id_, version, person, *found)


def _of_one_made(kind: str, day: date | None, ahead: date, *, on_release: bool) -> tuple[str, str, date | None] | None:
    if day is None:
        why = "It comes into force on release from custody, and no release date is recorded."
        return f"Find out when the {kind} comes into force.", why, None
    why = "It comes into force on release from custody." if on_release else "It says when it does."
    return (f"Check that the {kind} is in force.", why, day) if day <= ahead else None


def _of_one_in_force(
    kind: str, ends_on: date | None, today: date, ahead: date
) -> tuple[str, str, date | None] | None:  # fmt: skip
    if ends_on is None or ends_on > ahead:
        return None
    if ends_on < today:
        return f"Record that the {kind} expired.", "Its last day has passed.", ends_on
    why = (
        f"It ends on {day_words(ends_on)}; a new one may be made in anticipation (Serious Crime Act 2007 s.16(5)-(6))."
    )
    return f"Decide whether to seek a new {kind}.", why, ends_on


def _conditions(
    session: Session, those: tuple[UUID, ...] | None, today: date, ahead: date
) -> Iterator[_Asked]:  # fmt: skip
    condition = OrderCondition
    query = (
        select(condition.id, condition.version, condition.person_id, condition.kind, condition.to_on)
        .join(AncillaryOrder, AncillaryOrder.id == condition.order_id)
        .where(
            AncillaryOrder.state == OrderState.IN_FORCE, condition.removed_on.is_(None),
            condition.to_on.between(today, ahead), condition.to_on < AncillaryOrder.ends_on,
            _among(condition.person_id, those),
        )
    )  # fmt: skip
    for id_, version, person, kind, to_on in session.execute(query):
        what = f"A condition about {kind.label.lower()} is about to end."
        yield _Asked("condition", id_, version, person, what, "The condition ends before its order does.", to_on)


def _managed(spells: _Spells, ahead: date) -> Iterator[_Asked]:
    for person, spell in ((person, spell) for person, some in spells.items() for spell in some):
        if spell.review_due_on and spell.review_due_on <= ahead:
            what, why = "Review the management.", "The last review set that day."
            yield _Asked("management", spell.id, spell.version, person, what, why, spell.review_due_on)
        if spell.ocg_checked is YesNo.NOT_KNOWN and spell.state is not LomState.NOMINATED:
            what, why = "Look for a link to an OCG.", "Nobody has looked yet whether they belong to a group."
            yield _Asked("management", spell.id, spell.version, person, what, why, None)


def _referrals(session: Session, owner_id: UUID | None) -> Iterator[_Asked]:
    """Potential victims who were identified and whose referral was not sent; it is due from the day they were."""
    columns = (Referral.id, Referral.version, Referral.person_id, Referral.kind, Referral.identified_on)
    query = (
        select(*columns, User.id, User.display)
        .join(User, User.id == Referral.made_by_id)
        .where(Referral.state == ReferralState.IDENTIFIED)
    )
    if owner_id is not None:
        query = query.where(Referral.made_by_id == owner_id)
    for id_, version, person, kind, on, by_id, by in session.execute(query):
        what = "Send the Duty to Notify." if kind is ReferralKind.DUTY_TO_NOTIFY else "Send the NRM referral."
        why = f"A potential victim was identified on {day_words(on)} (Modern Slavery Act 2015 s.52)."
        yield _Asked("referral", id_, version, person, what, why, on, (by_id, by))
