"""People under lifetime management: nominating, adopting, managing and standing down; the register of them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from soc_desk.domain import AncillaryOrder, Area, LomSubject, Person, PersonLink, Subject, User
from soc_desk.domain.days import DayOfAnOrder, DayThatWas, DayToCome
from soc_desk.domain.lom import NEXT_LOM_STATES
from soc_desk.errors import Invalid
from soc_desk.services.prints import wall
from soc_desk.services.rows import columns_of, draft_of
from soc_desk.services.rows import row as made
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import WRITERS
from soc_desk.vocabulary.ocg import LomState, OrderState, YesNo

LIVE = (OrderState.MADE, OrderState.IN_FORCE)


@dataclass(frozen=True, kw_only=True)
class ManagedRow:
    """One line of the register of managed offenders; ``groups`` are the groups they are known in, as far as open."""

    id: UUID
    version: int
    person_id: UUID
    reference: str
    name: str
    state: LomState
    area: str
    manager: str
    nominated_on: date
    nominated_because: str
    release_on: date | None
    review_due_on: date | None
    stood_down_on: date | None
    stood_down_because: str
    ocg_checked: YesNo
    orders: int
    groups: tuple[str, ...] = ()
    next: tuple[LomState, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ManagedFilter:
    """What a view shows; empty means all. ``subject_id`` is a group: who of its people is managed."""

    id: UUID | None = None
    person_id: UUID | None = None
    subject_id: UUID | None = None
    states: tuple[LomState, ...] = ()
    areas: tuple[UUID, ...] = ()
    unchecked: bool = False


@dataclass(frozen=True, kw_only=True)
class ManagedDraft:
    """What the form of a managed offender fills."""

    id: UUID | None = None
    version: int | None = None
    person_id: UUID | None = None
    area_id: UUID | None = None
    manager_id: UUID | None = None
    manager: str = ""
    nominated_on: DayThatWas = None
    nominated_because: str = ""
    release_on: DayOfAnOrder = None
    review_due_on: DayToCome = None
    ocg_checked: YesNo = YesNo.NOT_KNOWN

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        found: dict[str, str] = {}
        if self.person_id is None:
            found["person_id"] = "Choose who is to be managed."
        if not self.nominated_because.strip():
            found["nominated_because"] = "Say why they are nominated."
        return found


def page(session: Session, shown: ManagedFilter) -> list[ManagedRow]:
    """The register by name; a force has a few hundred, so it comes whole."""
    manager = aliased(User)
    live = (
        select(func.count(AncillaryOrder.id))
        .where(AncillaryOrder.person_id == LomSubject.person_id, AncillaryOrder.state.in_(LIVE))
        .correlate(LomSubject)
        .scalar_subquery()
    )
    columns = (
        LomSubject.id, LomSubject.version, LomSubject.person_id, Person.reference, Person.name, LomSubject.state,
        func.coalesce(Area.name, ""), func.coalesce(manager.display, LomSubject.manager), LomSubject.nominated_on,
        LomSubject.nominated_because, LomSubject.release_on, LomSubject.review_due_on, LomSubject.stood_down_on,
        LomSubject.stood_down_because, LomSubject.ocg_checked, live,
    )  # fmt: skip
    query = (
        select(*columns)
        .join(Person, Person.id == LomSubject.person_id)
        .outerjoin(Area, Area.id == LomSubject.area_id)
        .outerjoin(manager, manager.id == LomSubject.manager_id)
        .order_by(Person.sort_name, Person.id)
    )
    if shown.id is not None:
        query = query.where(LomSubject.id == shown.id)
    if shown.person_id is not None:
        query = query.where(LomSubject.person_id == shown.person_id)
    if shown.subject_id is not None:
        linked = select(PersonLink.person_id).where(PersonLink.subject_id == shown.subject_id)
        query = query.where(LomSubject.person_id.in_(linked))
    if shown.states:
        query = query.where(LomSubject.state.in_(shown.states))
    if shown.areas:
        query = query.where(LomSubject.area_id.in_(shown.areas))
    if shown.unchecked:
        query = query.where(LomSubject.ocg_checked == YesNo.NOT_KNOWN)
    rows = session.execute(query).all()
    groups = _groups(session, [row[2] for row in rows])
    return [made(ManagedRow, (*row, groups.get(row[2], ()), _next(row[5]))) for row in rows]


def _next(state: LomState) -> tuple[LomState, ...]:
    return tuple(each for each in LomState if each in NEXT_LOM_STATES[state])


def _groups(session: Session, people: list[UUID]) -> dict[UUID, tuple[str, ...]]:
    query = (
        select(PersonLink.person_id, Subject.reference, Subject.name)
        .join(Subject, Subject.id == PersonLink.subject_id)
        .where(PersonLink.person_id.in_(people))
        .order_by(Subject.reference)
    )
    found: dict[UUID, list[str]] = {}
    for person, reference, name in session.execute(query):
        found.setdefault(person, []).append(f"{reference} {name}")
    return {person: tuple(dict.fromkeys(groups)) for person, groups in found.items()}


def of_group(session: Session, subject_id: UUID) -> list[ManagedRow]:
    """The managed offenders among the people of a group: the link seen from the group."""
    return page(session, ManagedFilter(subject_id=subject_id))


def draft(session: Session, id: UUID) -> ManagedDraft:
    """The record for the form."""
    found = session.get(LomSubject, id)
    if found is None:
        raise Invalid({"id": "That record does not exist, or is not open to you."})
    return draft_of(ManagedDraft, found)


@use_case("Nominate somebody for lifetime management", needs=WRITERS)
def nominate(work: Work, draft: ManagedDraft) -> UUID:
    """Begin a spell of management; somebody whose spell is still open is not nominated again."""
    if problems := draft.problems():
        raise Invalid(problems)
    person = work.get(Person, draft.person_id) if draft.person_id else None
    assert person is not None
    open_spell = select(LomSubject.id).where(LomSubject.person_id == person.id, LomSubject.state != LomState.STOOD_DOWN)
    if work.session.scalar(open_spell.limit(1)) is not None:
        raise Invalid({"person_id": f"{person.name} is managed or nominated already."})
    values = columns_of(draft)
    values["nominated_on"] = values["nominated_on"] or wall(work.now).date()
    made = LomSubject(**values, at=work.now, by_id=work.actor.id)
    work.add(made)
    return made.id


@use_case("Change a managed offender", needs=WRITERS)
def change(work: Work, draft: ManagedDraft) -> None:
    """Save an edit of who manages, the release date, the review and whether a link to a group was looked for."""
    if draft.id is None:
        raise Invalid({"id": "This form does not belong to a saved record; nominate the person first."})
    if problems := draft.problems():
        raise Invalid(problems)
    managed = work.get(LomSubject, draft.id, draft.version)
    if draft.person_id != managed.person_id:
        raise Invalid({"person_id": "Whose management this is cannot be changed; nominate the other person."})
    if draft.area_id is None and managed.state not in (LomState.NOMINATED, LomState.STOOD_DOWN):
        raise Invalid({"area_id": "Choose the area that owns the management."})
    values = columns_of(draft, but=("nominated_on",))
    for name, value in values.items():
        setattr(managed, name, value)
    managed.nominated_on = draft.nominated_on or managed.nominated_on


@use_case("Move a managed offender on", needs=WRITERS)
def move(work: Work, id: UUID, version: int, after: LomState, reason: str = "") -> None:
    """Adopt, manage in custody or the community, or stand down; the last with a reason and without a live order."""
    managed = work.get(LomSubject, id, version)
    today = wall(work.now).date()
    if after is LomState.STOOD_DOWN:
        _may_stand_down(work, managed, reason)
        managed.stood_down_on, managed.stood_down_because = today, reason.strip()
    managed.move(after)
    if after is LomState.ADOPTED:
        managed.adopted_on, managed.stood_down_on, managed.stood_down_because = today, None, ""


def _may_stand_down(work: Work, managed: LomSubject, reason: str) -> None:
    if not reason.strip():
        raise Invalid({"reason": "Say what the review found."})
    other = select(LomSubject.id).where(
        LomSubject.person_id == managed.person_id, LomSubject.id != managed.id, LomSubject.state != LomState.STOOD_DOWN
    )
    if work.session.scalar(other.limit(1)) is not None:
        return  # two records of one person were merged: the other spell goes on
    live = select(func.count(AncillaryOrder.id)).where(
        AncillaryOrder.person_id == managed.person_id, AncillaryOrder.state.in_(LIVE)
    )
    if number := work.session.scalar(live):
        orders = "an order is" if number == 1 else f"{number} orders are"
        raise Invalid({"state": f"Nobody is stood down while {orders} live; record first how each one ended."})
