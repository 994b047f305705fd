"""POCA champions and their deputies by area or unit: who they are, their course, and where somebody is missing."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import Area, Champion, User
from soc_desk.errors import Invalid
from soc_desk.services.labels import policy
from soc_desk.services.prints import wall
from soc_desk.services.rows import columns_of, draft_of
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import Role
from soc_desk.vocabulary.poca import ChampionPost

KEEPERS = frozenset({Role.CHAMPION, Role.SUPERVISOR, Role.ADMINISTRATOR})


@dataclass(frozen=True, kw_only=True)
class ChampionRow:
    """One line of the register. ``gaps`` says what is missing or over, as whole sentences."""

    id: UUID
    version: int
    post: ChampionPost
    area: str
    area_id: UUID | None
    unit: str
    name: str
    user_id: UUID | None
    course: str
    course_on: date | None
    course_expires_on: date | None
    terms_version: str
    since_on: date | None
    ended_on: date | None
    gaps: tuple[str, ...]

    @property
    def place(self) -> str:
        """The area or unit looked after."""
        return self.area or self.unit

    @property
    def is_trained(self) -> bool:
        return not self.gaps


@dataclass(frozen=True, kw_only=True)
class ChampionDraft:
    """What the form of a champion fills."""

    id: UUID | None = None
    version: int | None = None
    post: ChampionPost = ChampionPost.CHAMPION
    area_id: UUID | None = None
    unit: str = ""
    user_id: UUID | None = None
    name: str = ""
    course: str = ""
    course_on: date | None = None
    course_expires_on: date | None = None
    terms_version: str = ""
    since_on: date | None = None
    ended_on: date | None = None
    note: str = ""

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        found: dict[str, str] = {}
        if self.area_id is None and not self.unit.strip():
            found["area_id"] = "Choose the area, or name the unit."
        if self.area_id is not None and self.unit.strip():
            found["unit"] = "Choose either an area or a unit, not both."
        if self.user_id is None and not self.name.strip():
            found["name"] = "Say who it is."
        if self.course_on and self.course_expires_on and self.course_expires_on <= self.course_on:
            found["course_expires_on"] = "The course runs out after the day it was attended."
        if self.since_on and self.ended_on and self.ended_on < self.since_on:
            found["ended_on"] = "The post cannot end before it began."
        return found


@dataclass(frozen=True, kw_only=True)
class PlaceGap:
    """An area or unit and what it lacks today, as whole sentences."""

    place: str
    gaps: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Champions:
    """The register on a day: ``covered`` of ``places`` have a trained champion and a trained deputy."""

    rows: tuple[ChampionRow, ...]
    gaps: tuple[PlaceGap, ...]
    places: int
    with_champion: int
    without_deputy: int


def register(session: Session, today: date) -> Champions:
    """Everybody in post today, and what each area or unit lacks."""
    rows = tuple(row for row in _rows(session, today) if row.ended_on is None or row.ended_on >= today)
    places = dict.fromkeys(session.scalars(select(Area.name).order_by(Area.name)))
    places |= {row.unit: None for row in rows if row.unit}
    gaps, with_champion, without_deputy = [], 0, 0
    for place in places:
        here = [row for row in rows if row.place == place]
        champions = [row for row in here if row.post is ChampionPost.CHAMPION]
        deputies = [row for row in here if row.post is ChampionPost.DEPUTY]
        with_champion += bool(champions)
        without_deputy += not any(row.is_trained for row in deputies)
        missing = ([] if champions else ["There is no champion."]) + ([] if deputies else ["There is no deputy."])
        missing += [f"{row.name}: {gap}" for row in here for gap in row.gaps]
        if missing:
            gaps.append(PlaceGap(place=place, gaps=tuple(missing)))
    return Champions(
        rows=rows, gaps=tuple(gaps), places=len(places), with_champion=with_champion, without_deputy=without_deputy
    )


def draft(session: Session, id: UUID) -> ChampionDraft:
    """The record for the form."""
    champion = session.get(Champion, id)
    if champion is None:
        raise Invalid({"id": "That champion is not in the register any more."})
    return draft_of(ChampionDraft, champion)


@use_case("Name a POCA champion", needs=KEEPERS)
def record(work: Work, draft: ChampionDraft) -> UUID:
    """Add somebody to the register; gives the line's id."""
    if problems := draft.problems():
        raise Invalid(problems)
    champion = Champion(**_values(work.session, draft))
    champion.since_on = champion.since_on or wall(work.now).date()
    work.add(champion)
    return champion.id


@use_case("Change a POCA champion", needs=KEEPERS)
def change(work: Work, draft: ChampionDraft) -> None:
    """Save an edit, such as a course attended or the end of the post."""
    if draft.id is None:
        raise Invalid({"id": "This form does not belong to a saved line; name the champion first."})
    if problems := draft.problems():
        raise Invalid(problems)
    champion = work.get(Champion, draft.id, draft.version)
    for name, value in _values(work.session, draft).items():
        setattr(champion, name, value)


def _values(session: Session, draft: ChampionDraft) -> dict[str, Any]:
    values = columns_of(draft)
    if draft.user_id is not None and not draft.name.strip():
        values["name"] = session.scalar(select(User.display).where(User.id == draft.user_id)) or ""
    return values


def _rows(session: Session, today: date) -> list[ChampionRow]:
    terms = str(policy(session, "poca.terms_version", today))
    columns = (
        Champion.id, Champion.version, Champion.post, Area.name, Champion.area_id, Champion.unit, Champion.name,
        Champion.user_id, Champion.course, Champion.course_on, Champion.course_expires_on, Champion.terms_version,
        Champion.since_on, Champion.ended_on,
    )  # fmt: skip
    names = [name for name in ChampionRow.__dataclass_fields__ if name != "gaps"]
    query = select(*columns).outerjoin(Area, Area.id == Champion.area_id).order_by(Area.name, Champion.unit)
    found = []
    for values in session.execute(query.order_by(Champion.post, Champion.name)):
        facts = dict(zip(names, values, strict=True))
        facts["area"] = facts["area"] or ""
        found.append(ChampionRow(**facts, gaps=_gaps(facts, terms, today)))
    return found


def _gaps(facts: dict[str, object], terms: str, today: date) -> tuple[str, ...]:
    found = []
    expires_on = facts["course_expires_on"]
    if facts["course_on"] is None:
        found.append("no course is recorded.")
    elif isinstance(expires_on, date) and expires_on < today:
        found.append("the course has run out.")
    if terms and facts["terms_version"] != terms:
        found.append(f"has not taken up version {terms} of the terms of reference.")
    return tuple(found)
