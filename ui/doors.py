"""The ways into a store, done with the store's own functions; no Qt, so that a key is derived while Qt is loaded."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from soc_desk.config import state_dir
from soc_desk.errors import OutOfDate

if TYPE_CHECKING:
    from datetime import datetime

    from soc_desk.services.places import StoreFacts
    from soc_desk.store.keys import StoreKey
    from soc_desk.store.opening import Entered
    from ui.session import NewStore

__all__ = ["Entered", "GoneIn", "StoreDoors", "begin", "opened", "protection"]


def protection(address: str) -> str:
    """The kind of store and its protection in words."""
    from soc_desk.store.disk import is_network_path
    from soc_desk.store.engine import is_postgresql, path_of

    if is_postgresql(address):
        return "PostgreSQL server"
    return "Shared folder, encrypted" if is_network_path(path_of(address)) else "Local store, encrypted"


def begin(address: str, user: str, passphrase: str) -> "Future[GoneIn]":
    """Open a store on a thread of its own; the caller goes on loading the window meanwhile.

    The key is derived first of all, which takes longest and holds nobody up: the store's code is loaded beside it.
    """
    from soc_desk.store import keys

    aside = ThreadPoolExecutor(1, thread_name_prefix="opening")
    key = aside.submit(keys.of_address, address, user, passphrase)
    from soc_desk.services import places  # noqa: F401 - loaded here and now: two threads at it hinder each other
    from soc_desk.store import opening  # noqa: F401 - the same

    def enter() -> GoneIn:
        return StoreDoors().enter(address, user, passphrase, key=key.result())

    opened = aside.submit(enter)
    aside.shutdown(wait=False)
    return opened


def opened(entered: "Entered", address: str) -> "Future[GoneIn]":
    """A store that is open already, as ``begin`` gives it."""
    done: Future[GoneIn] = Future()
    done.set_result(StoreDoors().gone_in(entered, address))
    return done


@dataclass(frozen=True)
class GoneIn:
    """An open store with all that the window needs to stand on it."""

    entered: "Entered"
    facts: "StoreFacts"
    address: str
    check: Callable[[str], None]


class StoreDoors:
    """The ways into a store, done with the store's own functions; the store is imported when a door is first tried."""

    def recent(self) -> Sequence[str]:
        """Addresses opened on this workstation, the latest first."""
        from soc_desk.store import opening

        return opening.recent()

    def enter(
        self,
        address: str,
        user: str,
        passphrase: str,
        clock: "Callable[[], datetime] | None" = None,
        key: "StoreKey | None" = None,
    ) -> GoneIn:
        """Open a store, in the present or at the moment that ``clock`` tells; raises as ``opening.open`` does.

        ``key`` is the file's, where it is known already.
        """
        from soc_desk.store import opening

        told = {"clock": clock} if clock else {}
        return self.gone_in(opening.enter(address, user, passphrase, key=key, **told), address)

    def gone_in(self, entered: "Entered", address: str) -> GoneIn:
        """What the window needs of a store that is open already."""
        from soc_desk.services import places
        from soc_desk.store import opening

        opening.remember(address)
        facts = entered.store.read(entered.actor, places.facts)
        return GoneIn(entered, facts, address, partial(_check, address, entered.actor.name))

    def upgrade(self, address: str, user: str, passphrase: str) -> GoneIn:
        """Bring an older store up to this program after a verified backup, and open it."""
        from soc_desk.store import opening, upgrade

        engine, _key = opening.connect(address, user, passphrase)
        try:
            upgrade.upgrade(engine, user=user, passphrase=passphrase)
        finally:
            engine.dispose()
        return self.enter(address, user, passphrase)

    def create(self, new: "NewStore") -> GoneIn:
        """Make a store and open it as its first user."""
        from soc_desk.store import opening

        opening.create(
            new.address, new.user, new.passphrase, force_name=new.force_name, display=new.display, areas=new.areas
        ).close()
        return self.enter(new.address, new.user, new.passphrase)

    def demonstrate(self) -> GoneIn:
        """Open the demonstration store, making it first if need be, or bringing an older one up to this program."""
        from soc_desk.demo import making

        path = state_dir() / f"demonstration-{making.Size.FORCE.value}.socdesk"
        if not path.exists():
            making.make(str(path)).close()
        try:
            return self.enter(str(path), making.USER, making.PASSPHRASE)
        except OutOfDate:
            return self.upgrade(str(path), making.USER, making.PASSPHRASE)


def _check(address: str, user: str, passphrase: str) -> None:
    """Raise WrongKey unless the passphrase opens the store; a lock asks this."""
    from soc_desk.store import opening

    engine, _key = opening.connect(address, user, passphrase)
    engine.dispose()
