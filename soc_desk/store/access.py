"""Giving a person a key to a store, changing their passphrase, taking the key away."""

from soc_desk.errors import NotFound
from soc_desk.store import keys
from soc_desk.store.engine import is_postgresql, path_of
from soc_desk.store.passphrase import require_good, user_key


def admit(address: str, user: str, passphrase: str, name: str, first: str) -> str:
    """Let ``name`` open the store with ``first``; ``user`` is the administrator who does it.

    Gives a sentence saying what is still to be done by hand, or nothing. On a server the login is the database's own.
    """
    require_good(first, name)
    if is_postgresql(address):
        return f"Ask the database administrator for a login named {user_key(name)} on the server."
    path = path_of(address)
    keys.add_slot(path, keys.unlock(path, user, passphrase), name, first)
    return ""


def change_passphrase(address: str, user: str, old: str, new: str) -> None:
    """Replace one's own passphrase; nothing is re-encrypted. Raises WrongKey or Invalid."""
    if is_postgresql(address):
        raise NotFound("On a server the passphrase belongs to the database login; ask its administrator to change it.")
    keys.change_passphrase(path_of(address), user, old, new)


def dismiss(address: str, name: str) -> None:
    """Take the key away, where there is one; somebody who is signed in keeps what is open until they lock."""
    if is_postgresql(address):
        return
    path = path_of(address)
    if user_key(name) in keys.users(path):
        keys.remove_slot(path, name)
