"""Two groups, and the OCGs page open on them."""

from uuid import UUID

import pytest

from soc_desk.store import Actor, Store
from tests import factories
from tests.ui.ocgs.steps import opened
from ui.desk import Desk
from ui.main_window import MainWindow
from ui.pages.ocgs import OcgsPage


@pytest.fixture
def harrier(store: Store, founder: Actor, coordinator: Actor) -> UUID:
    return factories.active_ocg(store, founder, coordinator, tier="1", assessed_on=factories.A_DAY)


@pytest.fixture
def kestrel(store: Store, coordinator: Actor) -> UUID:
    """A proposed group of somebody else, with nobody to lead it."""
    return factories.ocg(store, coordinator, name="Kestrel", lro="", tier="3")


@pytest.fixture
def page(harrier: UUID, kestrel: UUID, window: MainWindow, desk: Desk) -> OcgsPage:
    return opened(window, desk)
