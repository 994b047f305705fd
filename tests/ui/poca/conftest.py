"""A window whose clock the test sets: the store, the forms and the board all live by the same minute."""

import pytest

from soc_desk.services import periods
from soc_desk.services.prints import wall
from soc_desk.store import Store
from tests.factories_poca import THURSDAY, Clock


@pytest.fixture
def ticking(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Stands at the seizure, the Thursday before Easter 2026, 15:00; ``at`` sets it for everything."""
    clock = Clock().at(THURSDAY)
    monkeypatch.setattr(periods, "now", lambda: wall(clock()))
    monkeypatch.setattr(periods, "today", lambda: wall(clock()).date())
    return clock


@pytest.fixture
def store(store: Store, ticking: Clock) -> Store:
    """The test's store, living by ``ticking``."""
    return Store(store.engine, clock=ticking)
