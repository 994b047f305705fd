"""Whom a deadline is told to: in which of the law's parts a reader stands to a case."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from soc_desk.domain import Champion, PocaCase, User
from soc_desk.domain.statutory_clock import DutyFact, Warned, warned
from soc_desk.services.labels import policies
from soc_desk.store import Actor
from soc_desk.vocabulary import Role
from soc_desk.vocabulary.poca import CaseKind, ChampionPost

CONTACTS = {
    Warned.INSPECTOR: "poca.contacts.inspector",
    Warned.SUPERINTENDENT: "poca.contacts.superintendent",
    Warned.SOLICITOR: "poca.contacts.solicitor",
    Warned.FIU: "poca.contacts.fiu",
    Warned.PSD: "poca.contacts.psd",
}
"""The policy that names the people of each part by their sign-in names."""

_STAND_IN = {
    Warned.INSPECTOR: Role.SUPERVISOR, Warned.SUPERINTENDENT: Role.SUPERVISOR, Warned.SOLICITOR: Role.SUPERVISOR,
    Warned.PSD: Role.SUPERVISOR,
    Warned.FIU: Role.CHAMPION, Warned.CHAMPION: Role.CHAMPION, Warned.DEPUTY: Role.CHAMPION,
}  # fmt: skip
"""Who is told where the force named nobody who can sign in: better too many than no one."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """Since when a reader must be told of a duty, when they were warned last, and as what: values of ``Warned``.

    Somebody who said to know of it before the last warning is told anew: a ladder goes on until the duty is done.
    """

    since: datetime
    last: datetime
    parts: frozenset[Warned]


@dataclass(frozen=True, kw_only=True)
class Reach:
    """What one reader is to POCA cases. ``posts`` are their areas by post; ``filled`` the posts held, with their areas.

    ``everywhere`` holds the parts that the reader has in every case; ``holds_champion`` that their role is champion.
    """

    reader_id: UUID
    everywhere: frozenset[Warned]
    posts: dict[ChampionPost, frozenset[UUID]]
    filled: frozenset[tuple[ChampionPost, UUID | None]]
    holds_champion: bool

    def parts(self, owner_id: UUID | None, recorded_by_id: UUID, area_id: UUID | None) -> frozenset[Warned]:
        """The reader's parts in a case; whoever recorded it answers for it until it has an owner."""
        found = set(self.everywhere)
        if (owner_id or recorded_by_id) == self.reader_id:
            found.add(Warned.OFFICER)
        for post, part in ((ChampionPost.CHAMPION, Warned.CHAMPION), (ChampionPost.DEPUTY, Warned.DEPUTY)):
            if area_id in self.posts.get(post, frozenset()):
                found.add(part)
            elif self.holds_champion and not {(ChampionPost.CHAMPION, area_id), (post, area_id)} & self.filled:
                found.add(part)  # the area has no champion: whoever is one elsewhere stands in
        return frozenset(found)

    def concerned(self) -> ColumnElement[bool] | None:
        """The cases in which the reader has a part, as a condition; None where that may be any."""
        if self.everywhere or self.holds_champion:
            return None
        areas = frozenset[UUID]().union(*self.posts.values())
        own = or_(
            PocaCase.owner_id == self.reader_id,
            and_(PocaCase.owner_id.is_(None), PocaCase.recorded_by_id == self.reader_id),
        )
        here = and_(PocaCase.kind.in_(tuple(CaseKind)), PocaCase.area_id.in_(sorted(areas)))  # as its index is made
        return or_(own, here) if areas else own


def reach_of(session: Session, reader: Actor, on: date) -> Reach:
    """What ``reader`` is to POCA cases on a day, by the champions register and the policies ``poca.contacts.*``."""
    held: dict[ChampionPost, set[UUID]] = {}
    filled: set[tuple[ChampionPost, UUID | None]] = set()
    for post, area_id, user_id in _champions(session, on):
        filled.add((post, area_id))
        if user_id == reader.id:
            held.setdefault(post, set()).add(area_id)
    everywhere = set()
    named = _contacts(session, on)
    for part in CONTACTS:
        names = named.get(part, ())
        if reader.name in names or (not names and _STAND_IN[part] in reader.roles):
            everywhere.add(part)
    return Reach(
        reader_id=reader.id, everywhere=frozenset(everywhere),
        posts={post: frozenset(areas) for post, areas in held.items()}, filled=frozenset(filled),
        holds_champion=Role.CHAMPION in reader.roles,
    )  # fmt: skip


def told(fact: DutyFact, parts: frozenset[Warned], now: datetime) -> Told | None:
    """Since when somebody with these parts must be told of a duty; None while the ladder has not come to them."""
    mine = frozenset(Warned(part) for part in warned(fact, now)) & parts
    if not mine:
        return None
    # No rung where only the passed deadline tells them; and what passed its deadline is told once more.
    given = [rung for rung in fact.ladder if rung.roles & mine and rung.at <= now]
    passed = [fact.due_at] if fact.due_at <= now or not given else []
    return Told(
        since=min((rung.at for rung in given), default=fact.due_at),
        last=max([*passed, *(rung.last(now) for rung in given)]), parts=mine,
    )  # fmt: skip


def is_known(fact: DutyFact, parts: frozenset[Warned], acknowledged_at: datetime | None, now: datetime) -> bool:
    """Whether somebody said to know of a duty since a reader with these parts was last warned; wall times."""
    if acknowledged_at is None:
        return False
    warning = told(fact, parts, now) or told(fact, frozenset(Warned), now)
    return warning is None or acknowledged_at >= warning.last


def _champions(session: Session, on: date) -> list[tuple[ChampionPost, UUID, UUID]]:
    """Post, area and person of everybody who looks after an area on a day and can sign in."""
    query = select(Champion.post, Champion.area_id, Champion.user_id).join(User, User.id == Champion.user_id)
    in_post = query.where(
        User.disabled_at.is_(None), Champion.area_id.is_not(None),
        or_(Champion.since_on.is_(None), Champion.since_on <= on),
        or_(Champion.ended_on.is_(None), Champion.ended_on > on),
    )  # fmt: skip
    return [(post, area_id, user_id) for post, area_id, user_id in session.execute(in_post) if area_id and user_id]


def _contacts(session: Session, on: date) -> dict[Warned, tuple[str, ...]]:
    """Sign-in names by part, those left out who can no longer sign in."""
    parts = {name: part for part, name in CONTACTS.items()}
    values = {parts[name]: value for name, value in policies(session, parts, on).items()}
    every = {str(name) for names in values.values() for name in names}
    if not every:
        return {}
    able = set(session.scalars(select(User.name).where(User.name.in_(every), User.disabled_at.is_(None))))
    return {part: tuple(name for name in names if name in able) for part, names in values.items()}
