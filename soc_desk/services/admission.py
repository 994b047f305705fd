"""Who holds a key to the store: letting a person in, passphrases, and taking the key away."""

import logging
from dataclasses import dataclass, field, replace
from uuid import UUID

from sqlalchemy import event
from sqlalchemy.orm import Session

from soc_desk.domain import User
from soc_desk.errors import DeskError, Invalid
from soc_desk.services import users
from soc_desk.services.upkeep import ADMINISTRATORS, address_of
from soc_desk.services.users import UserRow
from soc_desk.store import Work, access, opening, use_case
from soc_desk.store.passphrase import problem, user_key
from soc_desk.vocabulary import EVERYONE, Role

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class NewKey:
    """What a person's key is made from: ``own`` is the passphrase of ``by``, who makes it, ``first`` the person's."""

    by: str
    own: str = field(repr=False)
    first: str = field(repr=False)


@dataclass(frozen=True)
class Admitted:
    """A person who can sign in now, and a sentence on what is still to be done by hand, or nothing."""

    id: UUID
    still: str


def people(session: Session) -> list[UserRow]:
    """Everybody as ``users.list_rows`` tells of them, with whether each holds a key to the store."""
    rows, holders = users.list_rows(session), access.holders(session, address_of(session))
    return rows if holders is None else [replace(row, has_key=user_key(row.name) in holders) for row in rows]


def weakness(passphrase: str, name: str = "") -> str:
    """What is wrong with a passphrase, as a sentence; empty where it will do."""
    return problem(passphrase, name) or ""


def prove(session: Session, user: str, own: str, name: str, first: str) -> None:
    """Refuse before anything is written: Invalid for a weak ``first``, WrongKey where ``own`` is not the user's."""
    _require_good(first, name)
    engine, _key = opening.connect(address_of(session), user, own)
    engine.dispose()


def admit(session: Session, user: str, own: str, name: str, first: str) -> str:
    """Let ``name`` open the store with ``first``, in place of an earlier passphrase; ``user`` is who lets them in.

    Gives a sentence saying what is still to be done by hand, or nothing.
    """
    return access.admit(address_of(session), user, own, name, first)


def dismiss(session: Session, name: str) -> None:
    """Take the key away; somebody who is signed in keeps what is open until they lock."""
    access.dismiss(address_of(session), name)


def change_passphrase(session: Session, user: str, old: str, new: str) -> None:
    """Replace one's own passphrase; nothing is encrypted anew. Raises WrongKey, or Invalid for a weak one."""
    access.change_passphrase(address_of(session), user, old, new)


@use_case("Add a person", needs=ADMINISTRATORS)
def let_in(
    work: Work, name: str, display: str, roles: tuple[Role, ...], key: NewKey, team_id: UUID | None = None
) -> Admitted:
    """A new person and their key (on a server their login), both or neither. Raises as ``users.add`` and ``prove``."""
    id = users.add(work, name, display, roles, team_id)
    user = work.session.get_one(User, id)
    return Admitted(id, _with_key(work, user.name, key))


@use_case("Enable a person again", needs=ADMINISTRATORS)
def let_back(work: Work, id: UUID, version: int, key: NewKey) -> Admitted:
    """Undo a disabling and make the person a new key, both or neither: disabling took the old one away."""
    users.enable(work, id, version)
    user = work.session.get_one(User, id)
    return Admitted(id, _with_key(work, user.name, key))


@use_case("Give a person a new passphrase", needs=ADMINISTRATORS)
def renewing(work: Work, id: UUID) -> None:
    """Log that a person is given a new first passphrase; done before ``admit``. Refuses who is disabled."""
    user = work.get(User, id)
    if user.disabled_at is not None:
        raise Invalid({"person": f"{user.display} is disabled. Enable them again instead, which makes a new key."})
    work.note(user, "noted", {"event": [None, "given a new passphrase"]})


@use_case("Change one's own passphrase", needs=EVERYONE)
def changing(work: Work) -> None:
    """Log that a person changes their own passphrase; done before it, so that no change goes unlogged."""
    work.note(work.get(User, work.actor.id), "noted", {"event": [None, "changed the passphrase"]})


def _with_key(work: Work, name: str, key: NewKey) -> str:
    """Make the key as the last act of the work: where it fails nothing is kept, and where the save fails it goes."""
    _require_good(key.first, name)
    work.session.flush()  # a name that is taken shows here, before anything lies outside the transaction
    still = admit(work.session, key.by, key.own, name, key.first)
    address = address_of(work.session)

    def take_back(_session: Session) -> None:
        try:
            access.dismiss(address, name)
        except (DeskError, OSError) as error:  # it opens nothing: the store knows no such person
            _log.warning("The key of %s, who was not added, could not be taken away: %s", name, error)

    event.listen(work.session, "after_rollback", take_back, once=True)
    return still


def _require_good(first: str, name: str) -> None:
    if sentence := weakness(first, name):
        raise Invalid({"first": sentence})
