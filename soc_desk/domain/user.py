"""A person who signs in, the team they belong to, and the areas the force works in."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, false
from sqlalchemy.orm import Mapped, mapped_column

from soc_desk.domain.actor import Actor
from soc_desk.domain.base import Entity
from soc_desk.vocabulary import Role


class Team(Entity):
    """A unit that owns groups: a proactive team, a desk, an economic crime unit."""

    __tablename__ = "team"

    name: Mapped[str] = mapped_column(unique=True)


class Area(Entity):
    """A local policing area (LPA) or equivalent."""

    __tablename__ = "area"

    name: Mapped[str] = mapped_column(unique=True)
    import_id: Mapped[UUID | None] = mapped_column(ForeignKey("import_batch.id"), default=None, index=True)


class User(Entity):
    """A person with a sign-in. Never deleted: disabled from a moment on, so that history keeps its names.

    ``heads_team`` makes them the head of their unit, who may know of what is sealed in it.
    """

    __tablename__ = "app_user"

    name: Mapped[str] = mapped_column(unique=True)
    display: Mapped[str]
    roles: Mapped[list[str]]
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"), default=None)
    heads_team: Mapped[bool] = mapped_column(default=False, server_default=false())
    disabled_at: Mapped[datetime | None] = mapped_column(default=None)

    def actor(self, machine: str = "") -> Actor:
        """This person, ready to act."""
        roles = frozenset(Role(role) for role in self.roles)
        return Actor(id=self.id, name=self.name, display=self.display, roles=roles, machine=machine)
