"""Making, opening and remembering stores: an address, a person and a passphrase in, a Store and an Actor out."""

import hashlib
import hmac
import json
import platform
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session

from soc_desk import config
from soc_desk.domain import Actor, User
from soc_desk.errors import NotAllowed, StoreUnavailable, WrongKey
from soc_desk.store import checkpoint, continuity, identity, keys, logins, schema
from soc_desk.store.audit import Head, head
from soc_desk.store.disk import sync_file, sync_folder, write_whole
from soc_desk.store.engine import connect_file, is_postgresql, make_engine, path_of, plain_address
from soc_desk.store.keys import StoreKey
from soc_desk.store.passphrase import normal, now_utc, require_good, user_key
from soc_desk.store.store import Store
from soc_desk.store.translation import in_words
from soc_desk.vocabulary import Role

SUFFIX = ".socdesk"
_REMEMBERED = 8


def create(  # noqa: PLR0913 - the facts a store begins with
    address: str,
    user: str,
    passphrase: str,
    *,
    force_name: str,
    display: str,
    force_code: str = "",
    areas: Iterable[str] = (),
    teams: Iterable[str] = (),
    synthetic: bool = False,
    clock: Callable[[], datetime] = now_utc,
) -> Store:
    """Make an empty store whose first user holds every role, and open it.

    Raises Invalid for a weak passphrase, StoreUnavailable where the place is taken or cannot be written.
    """
    from soc_desk.store import founding

    require_good(passphrase, user)
    founder = founding.founder(user_key(user), display.strip() or user.strip(), platform.node())

    def found(engine: Engine) -> None:
        with engine.execution_options(writes=True).begin() as connection:
            schema.migrate(connection)
        facts = {"force_code": force_code, "force_name": force_name, "synthetic": synthetic}
        founded = Store(engine, clock=clock)
        founded.write(founder, founding.found, areas=tuple(areas), teams=tuple(teams), **facts)  # type: ignore[arg-type]

    with in_words("no store was made"):
        if is_postgresql(address):
            return _create_on_server(address, user, passphrase, found, clock)
        return _create_file(path_of(address), user, passphrase, found, clock)


@dataclass(frozen=True)
class Entered:
    """A store that is open, the person at it, and the 32-byte key of that person's drafts on this workstation.

    ``failed`` is how many attempts of that person failed here before; a server counts its own.
    """

    store: Store
    actor: Actor
    drafts_key: bytes = field(repr=False)
    failed: int = 0


def open(address: str, user: str, passphrase: str, *, clock: Callable[[], datetime] = now_utc) -> tuple[Store, Actor]:
    """Open a store as ``user``.

    Raises WrongKey, StoreUnavailable (missing, damaged, foreign, unreachable), OutOfDate (older or newer than this
    program) or NotAllowed (a user who was disabled), each with what to do.
    """
    entered = enter(address, user, passphrase, clock=clock)
    return entered.store, entered.actor


def enter(
    address: str,
    user: str,
    passphrase: str,
    *,
    clock: Callable[[], datetime] = now_utc,
    key: StoreKey | None = None,
) -> Entered:
    """Open a store as ``user`` at a workstation; the same as ``open``, with the key of the user's drafts there.

    ``key`` is the file's, where ``keys.unlock`` gave it to this user already.
    """
    engine, key = connect(address, user, passphrase, clock=clock, key=key)
    try:
        with in_words():
            schema.require_current(engine)
            store = _opened(engine, address, clock)
            actor = person(engine, user)
            salt = b"soc-desk drafts" + store_id(engine).bytes + actor.id.bytes
    except BaseException:
        engine.dispose()
        raise
    if key is not None:
        return Entered(store, actor, hmac.digest(key.secret, salt, "sha256"), key.failed)
    # A server hands out no key, so the drafts hang on the passphrase; changing it sets kept drafts aside.
    stretched = hashlib.scrypt(passphrase.encode(), salt=salt, n=2**15, r=8, p=1, maxmem=2**26, dklen=32)
    return Entered(store, actor, stretched)


def attend(address: str, user: str, passphrase: str) -> tuple[Store, Actor]:
    """Open a store of whatever version for its upkeep, on a server also as the owner of its tables, who is no person.

    Raises as ``open``, but not OutOfDate; the log of an older store takes no entry.
    """
    engine, _key = connect(address, user, passphrase)
    try:
        with in_words():
            fits = schema.current(engine) == schema.HEAD
            store = _opened(engine, address, now_utc) if fits else Store(engine)
            return store, _owner(engine) or person(engine, user)
    except BaseException:
        engine.dispose()
        raise


def connect(
    address: str,
    user: str,
    passphrase: str,
    *,
    clock: Callable[[], datetime] = now_utc,
    key: StoreKey | None = None,
) -> tuple[Engine, StoreKey | None]:
    """An engine proven to connect, of whatever version the store is; the key for a file. Raises as ``open``."""
    if key is None and not is_postgresql(address):
        key = keys.unlock(path_of(address), user, passphrase, clock)
    engine = make_engine(address, key.secret if key else None, user=user_key(user), passphrase=normal(passphrase))
    try:
        with in_words():
            engine.connect().close()
    except BaseException:
        engine.dispose()
        raise
    return engine, key


def store_id(engine: Engine) -> UUID:
    """The identity a store keeps for life, also when it moves between engines."""
    with in_words(), engine.connect() as connection:
        return identity.store_id(connection)


def last_opened() -> str | None:
    """Address of the store last remembered on this workstation."""
    return next(iter(recent()), None)


def recent() -> tuple[str, ...]:
    """Addresses remembered, the latest first."""
    try:
        told = json.loads(_memory().read_text(encoding="utf-8"))
        return tuple(str(address) for address in told["stores"])
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def remember(address: str) -> None:
    """Keep the address (never a passphrase) as the store last opened."""
    address = plain_address(address)
    stores = [address, *(other for other in recent() if other != address)][:_REMEMBERED]
    write_whole(_memory(), json.dumps({"stores": stores}, indent=1).encode())


def _memory() -> Path:
    return config.config_dir() / "stores.json"


def _create_file(
    path: Path,
    user: str,
    passphrase: str,
    found: Callable[[Engine], None],
    clock: Callable[[], datetime],
) -> Store:
    """Built under another name and renamed last, so that a store either is there, founded, or is not."""
    if path.exists():
        raise StoreUnavailable(f"{path.name} already exists. Choose another name, or open it.")
    if not path.parent.is_dir():
        raise StoreUnavailable(f"The folder {path.parent} does not exist. Make it first, or choose another.")
    key = keys.new_key()
    part = path.with_name(f"{path.name}.part-{uuid4().hex[:8]}")
    try:
        connect_file(part, key.secret, create=True).close()
        engine = make_engine(str(part), key.secret, journal="DELETE")
        try:
            found(engine)
        finally:
            engine.dispose()
        sync_file(part)
        keys.create(path, user, passphrase, key=key)
        part.rename(path)
    except BaseException:
        part.unlink(missing_ok=True)
        part.with_name(f"{part.name}-journal").unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
    return _founded(make_engine(str(path), key.secret), str(path), clock)


def _create_on_server(
    address: str, user: str, passphrase: str, found: Callable[[Engine], None], clock: Callable[[], datetime]
) -> Store:
    """The login in the address makes the tables and owns them; the founder gets a login of their own."""
    owner = make_engine(address)
    try:
        _require_empty(owner)
        found(owner)
        with owner.connect() as connection:
            login = connection.scalar(text("SELECT session_user"))
        if login == user_key(user):
            return _founded(make_engine(address), address, clock)
        logins.admit(owner, user, passphrase)
        return _founded(make_engine(address, user=user_key(user), passphrase=normal(passphrase)), address, clock)
    finally:
        owner.dispose()


def _require_empty(engine: Engine) -> None:
    if schema.current(engine) is not None:
        raise StoreUnavailable("That database already holds a store. Name an empty database, or open this one.")


def _founded(engine: Engine, address: str, clock: Callable[[], datetime]) -> Store:
    with Session(engine) as session:
        checkpoint.write(identity.store_id(session.connection()), address, head(session))
    return _opened(engine, address, clock)


def _opened(engine: Engine, address: str, clock: Callable[[], datetime]) -> Store:
    keeper = checkpoint.keeper(store_id(engine), address, partial(continuity.seal_of, engine))

    def sealed(before: Head, after: Head) -> str:
        return continuity.warning(engine, keeper.keep(before, after))

    store = Store(engine, clock=clock, sealed=sealed)
    store.warning = continuity.warning(engine, keeper.examine())
    return store


def _owner(engine: Engine) -> Actor | None:
    """The login that owns a server's tables, where nobody in the store bears its name."""
    if engine.dialect.name != "postgresql":
        return None
    owns = "SELECT pg_has_role(session_user, relowner, 'MEMBER') FROM pg_class WHERE oid = 'audit_entry'::regclass"
    with engine.connect() as connection:
        login = str(connection.scalar(text("SELECT session_user")))
        known = connection.scalar(select(User.id).where(func.lower(User.name) == user_key(login)))
        if known is not None or not connection.scalar(text(owns)):
            return None
    roles = frozenset({Role.ADMINISTRATOR})
    return Actor(id=UUID(int=0), name=login, display="Owner of the database", roles=roles, machine=platform.node())


def person(engine: Engine, user: str) -> Actor:
    """Who signs in as ``user``, in a store of whatever version. Raises WrongKey for nobody, NotAllowed if disabled."""
    told = (User.id, User.name, User.display, User.roles, User.disabled_at)
    with in_words(), Session(engine) as session:
        found = session.execute(select(*told).where(func.lower(User.name) == user_key(user))).one_or_none()
    if found is None:
        raise WrongKey("The store knows no such user. Ask your administrator to add you.")
    if found.disabled_at is not None:
        raise NotAllowed("Your sign-in was disabled. Ask your administrator.")
    roles = frozenset(Role(role) for role in found.roles)
    return Actor(id=found.id, name=found.name, display=found.display, roles=roles, machine=platform.node())
