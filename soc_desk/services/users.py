"""People who sign in: their roles, their team, leaving; and the notes of signing in and out."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import Actor, Team, User
from soc_desk.errors import Invalid, NotAllowed
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import EVERYONE, Role

ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})


@dataclass(frozen=True, kw_only=True)
class UserRow:
    """One line of the people list."""

    id: UUID
    version: int
    name: str
    display: str
    roles: tuple[Role, ...]
    team_id: UUID | None
    team: str
    disabled_at: datetime | None
    heads_team: bool = False
    has_key: bool | None = None
    """Whether they hold a key, or on a server a login; None where nobody looked (see ``admission.people``)."""


def list_rows(session: Session) -> list[UserRow]:
    """Everybody, those who left included, by name."""
    columns = (
        User.id, User.version, User.name, User.display, User.roles, User.team_id, Team.name, User.disabled_at,
        User.heads_team,
    )  # fmt: skip
    query = select(*columns).outerjoin(Team, Team.id == User.team_id).order_by(User.display)
    return [
        UserRow(
            id=r[0], version=r[1], name=r[2], display=r[3], roles=tuple(role for role in Role if role.value in r[4]),
            team_id=r[5], team=r[6] or "", disabled_at=r[7], heads_team=r[8],
        )
        for r in session.execute(query)
    ]  # fmt: skip


def actor_named(session: Session, name: str, machine: str) -> Actor | None:
    """The person with this sign-in name, ready to act; None where there is none or they are disabled."""
    user = session.scalars(select(User).where(User.name == name)).one_or_none()
    return None if user is None or user.disabled_at is not None else user.actor(machine)


@use_case("Add a person", needs=ADMINISTRATORS)
def add(work: Work, name: str, display: str, roles: tuple[Role, ...], team_id: UUID | None = None) -> UUID:
    """A new person; their key slot or database login is made beside this. Gives their id."""
    problems = {}
    name = name.strip().lower()
    if not name or not name.replace(".", "").replace("-", "").replace("_", "").isalnum():
        problems["name"] = "The sign-in name is made of letters, figures, dots, hyphens and underscores."
    elif work.session.scalar(select(User.id).where(User.name == name)):
        problems["name"] = f"There is already somebody who signs in as {name}."
    if not display.strip():
        problems["display"] = "Enter the name that colleagues read, such as DC A. Example."
    if not roles:
        problems["roles"] = "Give at least one role."
    if problems:
        raise Invalid(problems)
    user = User(name=name, display=display.strip(), roles=sorted(role.value for role in roles), team_id=team_id)
    work.add(user)
    return user.id


@use_case("Change a person's roles", needs=ADMINISTRATORS)
def set_roles(work: Work, id: UUID, version: int, roles: tuple[Role, ...]) -> None:
    """Replace the roles; the last administrator cannot lose that role."""
    if not roles:
        raise Invalid({"roles": "Give at least one role, or disable the person."})
    user = work.get(User, id, version)
    if Role.ADMINISTRATOR not in roles:
        _keep_an_administrator(work.session, id)
    user.roles = sorted(role.value for role in roles)


@use_case("Set a person's team", needs=ADMINISTRATORS)
def set_team(work: Work, id: UUID, version: int, team_id: UUID | None, *, heads: bool) -> None:
    """The team that somebody belongs to; whoever heads it may know of what is sealed in it."""
    if heads and team_id is None:
        raise Invalid({"team_id": "Choose the team that they head."})
    user = work.get(User, id, version)
    user.team_id, user.heads_team = team_id, heads


@use_case("Disable a person", needs=ADMINISTRATORS)
def disable(work: Work, id: UUID, version: int) -> None:
    """From now on they cannot sign in; what they did stays under their name."""
    user = work.get(User, id, version)
    if user.id == work.actor.id:
        raise NotAllowed("You cannot disable yourself; ask another administrator.")
    _keep_an_administrator(work.session, id)
    user.disabled_at = work.now


@use_case("Enable a person again", needs=ADMINISTRATORS)
def enable(work: Work, id: UUID, version: int) -> None:
    """Undo a disabling, with the roles they held; they need a new key as well, see ``admission.let_back``."""
    user = work.get(User, id, version)
    if user.disabled_at is None:
        raise Invalid({"person": f"{user.display} may sign in already."})
    user.disabled_at = None


@use_case("Sign in", needs=EVERYONE)
def signed_in(work: Work, failed: int = 0) -> None:
    """Log that the person signed in, and how many attempts at it failed before."""
    after = f" after {failed} failed {'attempt' if failed == 1 else 'attempts'}" if failed > 0 else ""
    work.note(work.get(User, work.actor.id), "noted", {"event": [None, f"signed in{after}"]})


@use_case("Lock", needs=EVERYONE)
def locked(work: Work, event: str) -> None:
    """Log that the desk was locked, unlocked, or an unlock failed."""
    work.note(work.get(User, work.actor.id), "noted", {"event": [None, event]})


def _keep_an_administrator(session: Session, leaving: UUID) -> None:
    others = session.execute(select(User.id, User.roles).where(User.disabled_at.is_(None), User.id != leaving))
    if not any(Role.ADMINISTRATOR.value in roles for _, roles in others):
        raise NotAllowed("This is the last administrator; give somebody else the role first.")
