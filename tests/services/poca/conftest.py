"""A store whose clock the test sets by the wall."""

import pytest

from soc_desk.store import Store
from tests.factories_poca import Clock


@pytest.fixture
def ticking() -> Clock:
    """Stands at the seizure: the Thursday before Easter 2026, 15:00."""
    return Clock()


@pytest.fixture
def timed(store: Store, ticking: Clock) -> Store:
    """The test's store, living by ``ticking``."""
    return Store(store.engine, clock=ticking)
