"""Who holds a key to the store: letting a person in, passphrases, and taking the key away."""

from uuid import UUID

from sqlalchemy.orm import Session

from soc_desk.domain import User
from soc_desk.errors import Invalid
from soc_desk.services.upkeep import ADMINISTRATORS, address_of
from soc_desk.store import Work, access, opening, use_case
from soc_desk.store.passphrase import problem
from soc_desk.vocabulary import EVERYONE


def weakness(passphrase: str, name: str = "") -> str:
    """What is wrong with a passphrase, as a sentence; empty where it will do."""
    return problem(passphrase, name) or ""


def prove(session: Session, user: str, own: str, name: str, first: str) -> None:
    """Refuse before anything is written: Invalid for a weak ``first``, WrongKey where ``own`` is not the user's."""
    if sentence := weakness(first, name):
        raise Invalid({"first": sentence})
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


@use_case("Give a person a new passphrase", needs=ADMINISTRATORS)
def renewing(work: Work, id: UUID) -> None:
    """Log that a person is given a new first passphrase; done before ``admit``."""
    work.note(work.get(User, id), "noted", {"event": [None, "given a new passphrase"]})


@use_case("Change one's own passphrase", needs=EVERYONE)
def changing(work: Work) -> None:
    """Log that a person changed their own passphrase."""
    work.note(work.get(User, work.actor.id), "noted", {"event": [None, "changed the passphrase"]})
