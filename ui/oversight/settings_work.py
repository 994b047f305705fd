"""What the settings page asks of the store: people and their keys, places, policies, code lists, checks and backups."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from uuid import UUID

from soc_desk.services import admission, places, policies, upkeep, users
from soc_desk.services.admission import NewKey
from soc_desk.services.places import Place
from soc_desk.services.policies import CodeRow, PolicyRow
from soc_desk.services.upkeep import Backup, Finding
from soc_desk.services.users import UserRow
from soc_desk.vocabulary import Role
from ui.desk import Session, Task


@dataclass(frozen=True)
class Newcomer:
    """A person to be let in: ``first`` is their first passphrase, ``own`` that of whoever lets them in."""

    name: str = ""
    display: str = ""
    roles: tuple[Role, ...] = (Role.OFFICER,)
    team_id: UUID | None = None
    first: str = field(default="", repr=False)
    own: str = field(default="", repr=False)

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        found = {}
        if not self.name.strip():
            found["name"] = "Give the name that the person signs in with, such as a.example."
        if not self.display.strip():
            found["display"] = "Enter the name that colleagues read, such as DC A. Example."
        if not self.roles:
            found["roles"] = "Give at least one role."
        if sentence := admission.weakness(self.first, self.name):
            found["first"] = sentence
        if not self.own:
            found["own"] = "Type your own passphrase: it makes the new key."
        return found


@dataclass(frozen=True)
class Renewal:
    """A new passphrase: for oneself (``own`` is the present one) or for a person, by an administrator."""

    own: str = field(default="", repr=False)
    new: str = field(default="", repr=False)
    again: str = field(default="", repr=False)

    def problems(self, name: str) -> dict[str, str]:
        """Field to sentence; ``name`` is who the new one is for."""
        found = {}
        if not self.own:
            found["own"] = "Type your present passphrase."
        if sentence := admission.weakness(self.new, name):
            found["new"] = sentence
        elif self.new == self.own:
            found["new"] = "This is your present passphrase. Choose another one."
        elif self.again != self.new:
            found["again"] = "The two do not match. Type the new passphrase again."
        return found


@dataclass(frozen=True)
class People:
    """Everybody, and the teams they can belong to."""

    rows: tuple[UserRow, ...]
    teams: tuple[Place, ...]


@dataclass(frozen=True)
class Policies:
    """Every policy ever set, what holds today, and labels for policies that hold codes."""

    rows: tuple[PolicyRow, ...]
    today: date
    threats: Mapping[str, str]


@dataclass(frozen=True)
class Codes:
    """Every code list with its values."""

    lists: Mapping[str, tuple[CodeRow, ...]]


def people(session: Session) -> People:
    """The list of people, with who holds a key."""
    return People(tuple(admission.people(session)), tuple(places.teams(session)))


def areas_and_teams(session: Session) -> tuple[tuple[Place, ...], tuple[Place, ...]]:
    """All areas, all teams."""
    return tuple(places.areas(session)), tuple(places.teams(session))


def every_policy(session: Session, today: date) -> Policies:
    """Policies, with today's day to tell what holds."""
    threats = {row.code: row.label for row in policies.codes(session, "soc_threat")}
    return Policies(tuple(policies.list_rows(session)), today, threats)


def every_code(session: Session) -> Codes:
    """Code lists with their values."""
    return Codes({name: tuple(policies.codes(session, name)) for name in policies.code_lists(session)})


def let_in(task: Task, by: str, new: Newcomer) -> str:
    """Add a person and make their key; gives a sentence on what is left to do by hand, or nothing.

    Raises WrongKey before anything is written where the administrator's own passphrase is not right.
    """
    task.progress(0.0, "Adding a person")
    task.read(admission.prove, by, new.own, new.name.strip().lower(), new.first)
    key = NewKey(by, new.own, new.first)
    return task.write(admission.let_in, new.name, new.display, new.roles, key, new.team_id).still


def let_back(task: Task, by: str, person: UserRow, told: Renewal) -> str:
    """Enable a person again with a new key; gives what is left to do by hand. Raises WrongKey as ``let_in``."""
    task.progress(0.0, "Enabling a person")
    task.read(admission.prove, by, told.own, person.name, told.new)
    return task.write(admission.let_back, person.id, person.version, NewKey(by, told.own, told.new)).still


def renew(task: Task, by: str, person: UserRow | None, told: Renewal) -> str:
    """Replace one's own passphrase (``person`` None), or that of a person; gives what is left to do by hand."""
    task.progress(0.0, "Changing the passphrase")
    if person is None:
        task.read(admission.prove, by, told.own, by, told.new)
        task.write(admission.changing)
        task.read(admission.change_passphrase, by, told.own, told.new)
        return ""
    task.read(admission.prove, by, told.own, person.name, told.new)
    task.write(admission.renewing, person.id)
    return task.read(admission.admit, by, told.own, person.name, told.new)


def put_out(task: Task, person: UserRow) -> None:
    """Disable a person and take their key away; what they did stays under their name."""
    task.progress(0.0, "Disabling a person")
    task.write(users.disable, person.id, person.version)
    task.read(admission.dismiss, person.name)


def check_store(task: Task) -> tuple[Finding, ...]:
    """Prove the store sound, check by check."""
    task.progress(0.0, "Checking the store")
    task.write(upkeep.checking)
    return task.read(upkeep.check, task.progress)


def back_up(task: Task, to: Path, user: str, passphrase: str) -> Backup:
    """Log and take a backup into a folder; it was opened and checked when this returns."""
    task.progress(0.0, "Backing the store up")
    task.write(upkeep.backing_up, str(to))
    return task.read(upkeep.back_up, to.expanduser(), user, passphrase, task.progress)
