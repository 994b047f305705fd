"""Giving a person a key to a store, changing their passphrase, taking the key away."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, column, select, table
from sqlalchemy.orm import Session

from soc_desk.errors import StoreUnavailable
from soc_desk.store import keys, logins, opening
from soc_desk.store.engine import is_postgresql, path_of
from soc_desk.store.passphrase import require_good, user_key


def admit(address: str, user: str, passphrase: str, name: str, first: str) -> str:
    """Let ``name`` open the store with ``first``; ``user`` is the administrator who does it.

    Gives a sentence saying what is still to be done by hand, or nothing. On a server ``name`` gets a login of its own.
    """
    require_good(first, name)
    if is_postgresql(address):
        with _signed_in(address, user, passphrase) as engine:
            logins.admit(engine, name, first)
        return ""
    path = path_of(address)
    keys.add_slot(path, keys.unlock(path, user, passphrase), name, first)
    return ""


def change_passphrase(address: str, user: str, old: str, new: str) -> None:
    """Replace one's own passphrase; nothing is re-encrypted. Raises WrongKey or Invalid."""
    if is_postgresql(address):
        with _signed_in(address, user, old) as engine:
            logins.change_passphrase(engine, user, new)
        return
    keys.change_passphrase(path_of(address), user, old, new)


def dismiss(address: str, name: str) -> None:
    """Take the key away, where there is one; somebody who is signed in keeps what is open until they lock.

    On a server nothing is left to do: it shows nothing to the login of a person who is disabled.
    """
    if is_postgresql(address):
        return
    path = path_of(address)
    if user_key(name) in keys.users(path):
        keys.remove_slot(path, name)


def holders(session: Session, address: str) -> frozenset[str] | None:
    """Names of those who hold a key, or a login of the server; None where the key file cannot be read."""
    if is_postgresql(address):
        login = table("pg_roles", column("rolname"), column("rolcanlogin")).c
        return frozenset(session.scalars(select(login.rolname).where(login.rolcanlogin)))
    try:
        return frozenset(keys.users(path_of(address)))
    except StoreUnavailable:
        return None


@contextmanager
def _signed_in(address: str, user: str, passphrase: str) -> Iterator[Engine]:
    engine, _key = opening.connect(address, user, passphrase)
    try:
        yield engine
    finally:
        engine.dispose()
