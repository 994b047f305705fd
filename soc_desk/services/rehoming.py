"""What hangs on a group that is archived, its open actions, live orders and POCA cases, and where each of it goes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from soc_desk.domain import AncillaryOrder, Duty, LomSubject, Ocg, Person, PersonLink, PlanAction, PocaCase, User
from soc_desk.domain.plan import OPEN_ACTIONS
from soc_desk.errors import Invalid
from soc_desk.services.lom import managed
from soc_desk.services.lom.managed import ManagedDraft
from soc_desk.services.plans.actions import owner_name
from soc_desk.services.poca import access
from soc_desk.services.prints import day_words, wall
from soc_desk.store import Work
from soc_desk.vocabulary import Access, SubjectStatus
from soc_desk.vocabulary.ocg import LomState, NewHome, OrderState

ACTION, ORDER, CASE = "action", "order", "case"
_LIVE_ORDERS = tuple(state for state in OrderState if state.is_live)
_WAYS = {
    ACTION: tuple(NewHome),
    ORDER: (NewHome.OWNER, NewHome.LEFT),
    CASE: (NewHome.GROUP, NewHome.OWNER, NewHome.LEFT),
}
_NAMED = 3


@dataclass(frozen=True, kw_only=True)
class Loose:
    """Something that would be left without a home; ``ways`` are those it may go."""

    id: UUID
    kind: str
    what: str
    about: str
    ways: tuple[NewHome, ...]


@dataclass(frozen=True, kw_only=True)
class Home:
    """Where one of them goes: to a group, to a person who has it from now on, or nowhere with the reason."""

    id: UUID
    way: NewHome | None = None
    group_id: UUID | None = None
    owner_id: UUID | None = None
    reason: str = ""

    @property
    def lacks(self) -> str:
        """What is not said yet, or empty."""
        if self.way is NewHome.GROUP:
            return "" if self.group_id else "Choose the group that it goes to."
        if self.way is NewHome.OWNER:
            return "" if self.owner_id else "Choose who has it from now on."
        if self.way is None:
            return "Say where it goes, or why it stays."
        return "" if self.reason.strip() else "Say why."


def loose(session: Session, ocg: Ocg) -> tuple[Loose, ...]:
    """All that hangs on a group: its open actions, its members' live orders that nobody manages, its open cases."""
    return tuple(_ways(one, ocg) for one in (*_actions(session, ocg), *_orders(session, ocg), *_cases(session, ocg)))


def problem(found: Sequence[Loose], homes: Iterable[Home]) -> str:
    """Why not everything has a home yet, or empty."""
    said = {home.id: home for home in homes}
    for one in found:
        home = said.get(one.id)
        if home is not None and home.way is not None and home.way not in one.ways:
            return f"“{one.what}” cannot go that way; choose another."
        if home is not None and home.way is not None and home.lacks:
            return f"“{one.what}”: {home.lacks}"
    without = [f"“{one.what}”" for one in found if (home := said.get(one.id)) is None or home.way is None]
    if not without:
        return ""
    more = f" and {len(without) - _NAMED} more" if len(without) > _NAMED else ""
    has = "has" if len(without) == 1 else "have"
    return f"{', '.join(without[:_NAMED])}{more} {has} no home: say where each goes, or why it stays."


def settle(work: Work, ocg: Ocg, found: Iterable[Loose], homes: Iterable[Home]) -> list[str]:
    """Give each its home; what was done in words. Raises Invalid where a home cannot take it."""
    said = {home.id: home for home in homes}
    told = []
    for one in found:
        home = said[one.id]
        to = _group(work, ocg, home) if home.way is NewHome.GROUP else None
        who = owner_name(work, ocg, home.owner_id) if home.way is NewHome.OWNER and home.owner_id else ""
        _TAKE[one.kind](work, ocg, home, to, who)
        kept = "cancelled" if home.way is NewHome.CANCELLED else "stays"
        where = f"to {to.reference}" if to else f"to {who}" if who else f"{kept}, {home.reason.strip()}"
        told.append(f"{one.what}: {where.rstrip('.')}.")
    return told


def _ways(one: Loose, ocg: Ocg) -> Loose:
    """Nothing of a closed group goes to another one, or those who know of that one would learn of it."""
    if ocg.access is Access.TEAM:
        return one
    return Loose(
        id=one.id, kind=one.kind, what=one.what, about=one.about,
        ways=tuple(way for way in one.ways if way is not NewHome.GROUP),
    )  # fmt: skip


def _group(work: Work, ocg: Ocg, home: Home) -> Ocg:
    other = work.session.get(Ocg, home.group_id)
    if other is None or other.id == ocg.id:
        raise Invalid({"homes": "Choose another group that is open to you."})
    if other.status not in (SubjectStatus.ACTIVE, SubjectStatus.PROPOSED):
        raise Invalid({"homes": f"{other.reference} is {other.status.label}; choose a group that is worked on."})
    return other


def _take_action(work: Work, _ocg: Ocg, home: Home, to: Ocg | None, who: str) -> None:
    action = work.get(PlanAction, home.id)
    if to is not None:
        action.subject_id = to.id
    elif who:
        action.owner_id, action.owner = home.owner_id, who
    elif home.way is NewHome.CANCELLED:
        action.cancel(wall(work.now).date(), home.reason.strip())
    else:
        action.because = home.reason.strip()


def _take_order(work: Work, ocg: Ocg, home: Home, _to: Ocg | None, who: str) -> None:
    """To a person: whoever it is on is nominated for lifetime management, with that person as manager."""
    person_id = work.get(AncillaryOrder, home.id).person_id
    if who and work.session.scalar(_held(person_id)) is None:
        because = f"Live order when {ocg.reference} was archived."
        draft = ManagedDraft(
            person_id=person_id, area_id=ocg.area_id, manager_id=home.owner_id, nominated_because=because
        )
        managed.nominate(work, draft)
        work.session.flush()  # a second order of the same person finds it


def _take_case(work: Work, _ocg: Ocg, home: Home, to: Ocg | None, who: str) -> None:
    case = work.get(PocaCase, home.id)
    if to is not None:
        case.subject_id = to.id
    elif who:
        access.refuse_losing(work, case, home.owner_id)
        case.owner_id = home.owner_id


_TAKE = {ACTION: _take_action, ORDER: _take_order, CASE: _take_case}


def _actions(session: Session, ocg: Ocg) -> Iterator[Loose]:
    query = select(PlanAction.id, PlanAction.title, PlanAction.four_p, PlanAction.owner, PlanAction.due_on)
    mine = query.where(PlanAction.subject_id == ocg.id, PlanAction.state.in_(OPEN_ACTIONS))
    for id_, title, four_p, owner, due_on in session.execute(mine.order_by(PlanAction.due_on, PlanAction.id)):
        due = f"due {day_words(due_on)}" if due_on else "no date"
        yield Loose(
            id=id_, kind=ACTION, what=title, about=f"Action under {four_p.label} · {owner or 'nobody'} · {due}",
            ways=_WAYS[ACTION],
        )  # fmt: skip


def _orders(session: Session, ocg: Ocg) -> Iterator[Loose]:
    held = select(LomSubject.person_id).where(LomSubject.state != LomState.STOOD_DOWN)
    members = select(PersonLink.person_id).where(PersonLink.subject_id == ocg.id)
    order = AncillaryOrder
    query = (
        select(order.id, order.kind, order.state, order.ends_on, Person.reference, Person.name)
        .join(Person, Person.id == order.person_id)
        .where(order.person_id.in_(members), order.person_id.not_in(held), order.state.in_(_LIVE_ORDERS))
        .order_by(Person.sort_name, order.ends_on)
    )
    for id_, kind, state, ends_on, reference, name in session.execute(query):
        ends = f" · ends {day_words(ends_on)}" if ends_on else ""
        yield Loose(
            id=id_, kind=ORDER, what=f"{kind.label} on {reference} {name}",
            about=f"{state.label}{ends} · nobody manages it", ways=_WAYS[ORDER],
        )  # fmt: skip


def _cases(session: Session, ocg: Ocg) -> Iterator[Loose]:
    query = (
        select(PocaCase.id, PocaCase.reference, User.display, func.count(Duty.id), func.min(Duty.work_to))
        .join(Duty, Duty.case_id == PocaCase.id)
        .outerjoin(User, User.id == PocaCase.owner_id)
        .where(PocaCase.subject_id == ocg.id, Duty.done_at.is_(None))
        .group_by(PocaCase.id, PocaCase.reference, User.display)
        .order_by(PocaCase.reference)
    )
    for id_, reference, owner, duties, first in session.execute(query):
        due = f"{duties} {'duty' if duties == 1 else 'duties'} open, the first by {day_words(first.date())}"
        yield Loose(id=id_, kind=CASE, what=f"POCA case {reference}", about=f"{owner or 'nobody'} · {due}",
                    ways=_WAYS[CASE])  # fmt: skip


def _held(person_id: UUID) -> Select[UUID]:
    spell = select(LomSubject.id).where(LomSubject.person_id == person_id, LomSubject.state != LomState.STOOD_DOWN)
    return spell.limit(1)
