"""Logins of a server: one for each person, named as they sign in; the server checks what they may see and do."""

from sqlalchemy import Engine, func, select
from sqlalchemy.engine.interfaces import DBAPIConnection

from soc_desk.store.passphrase import normal, require_good, user_key
from soc_desk.store.translation import in_words


def admit(engine: Engine, name: str, passphrase: str) -> None:
    """Give ``name`` a login, or a new passphrase. ``engine`` is signed in as an administrator or the owner.

    The server gets a SCRAM verifier (RFC 5802), never the passphrase. Raises Invalid for a weak passphrase,
    NotAllowed for anybody else or a name that belongs to another login of the server.
    """
    require_good(passphrase, name)
    with in_words(), engine.begin() as connection:
        raw = connection.connection.dbapi_connection
        assert raw is not None
        connection.execute(select(func.desk_admit(user_key(name), _verifier(raw, name, passphrase))))


def change_passphrase(engine: Engine, name: str, passphrase: str) -> None:
    """Replace the passphrase of the login that ``engine`` is signed in as."""
    require_good(passphrase, name)
    with in_words(), engine.begin() as connection:
        raw = connection.connection.dbapi_connection
        assert raw is not None
        # A verifier is made of base64, "$", ":" and "=": there is nothing in it to escape.
        connection.exec_driver_sql(f"ALTER ROLE CURRENT_USER PASSWORD '{_verifier(raw, name, passphrase)}'")


def dismiss(engine: Engine, name: str) -> None:
    """Take the login away from ``name``; who is connected stays so until they leave, but sees nothing once disabled."""
    with in_words(), engine.begin() as connection:
        connection.execute(select(func.desk_dismiss(user_key(name))))


def _verifier(raw: DBAPIConnection, name: str, passphrase: str) -> str:
    made: bytes = raw.pgconn.encrypt_password(normal(passphrase).encode(), user_key(name).encode(), b"scram-sha-256")
    return made.decode()
