"""Areas and teams: what lists offer, and adding one."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import Area, StoreInfo, Team
from soc_desk.errors import Invalid
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import Role


@dataclass(frozen=True)
class Place:
    """An area or a team as lists offer it."""

    id: UUID
    name: str


@dataclass(frozen=True)
class StoreFacts:
    """What the store says of itself; ``ceiling`` is the highest marking it may hold."""

    store_id: UUID
    force_code: str
    force_name: str
    ceiling: str
    synthetic: bool


def areas(session: Session) -> list[Place]:
    """All areas by name."""
    return [Place(*row) for row in session.execute(select(Area.id, Area.name).order_by(Area.name))]


def teams(session: Session) -> list[Place]:
    """All teams by name."""
    return [Place(*row) for row in session.execute(select(Team.id, Team.name).order_by(Team.name))]


def facts(session: Session) -> StoreFacts:
    """Who and what this store is for."""
    columns = (StoreInfo.id, StoreInfo.force_code, StoreInfo.force_name, StoreInfo.ceiling, StoreInfo.synthetic)
    return StoreFacts(*session.execute(select(*columns)).one())


@use_case("Add an area", needs={Role.ADMINISTRATOR, Role.COORDINATOR})
def add_area(work: Work, name: str) -> UUID:
    """A local policing area or equivalent; gives its id."""
    area = Area(name=_fresh(name, work.session.scalars(select(Area.name)).all()))
    work.add(area)
    return area.id


@use_case("Add a team", needs={Role.ADMINISTRATOR})
def add_team(work: Work, name: str) -> UUID:
    """A unit that owns groups; gives its id."""
    team = Team(name=_fresh(name, work.session.scalars(select(Team.name)).all()))
    work.add(team)
    return team.id


def _fresh(name: str, taken: "object") -> str:
    name = " ".join(name.split())
    if not name:
        raise Invalid({"name": "Enter a name."})
    if name.casefold() in {other.casefold() for other in taken}:  # type: ignore[attr-defined]  # a sequence of str
        raise Invalid({"name": f"There is already one called {name}."})
    return name
