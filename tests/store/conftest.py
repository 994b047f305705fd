"""The store as each person reaches it."""

from collections.abc import Callable, Iterator

import pytest

from soc_desk.store import Actor, Store, logins
from soc_desk.store.engine import make_engine
from tests.conftest import PASSPHRASE


@pytest.fixture
def sit(store: Store, store_address: str, engine_name: str) -> Iterator[Callable[[Actor], Store]]:
    """The store as a person reaches it: with a login of their own on a server, with everybody's key on a file."""
    engines = []

    def sign_in(person: Actor) -> Store:
        if engine_name == "sqlite":
            return store
        logins.admit(store.engine, person.name, PASSPHRASE)
        engines.append(make_engine(store_address, user=person.name, passphrase=PASSPHRASE))
        return Store(engines[-1])

    yield sign_in
    for engine in engines:
        engine.dispose()
