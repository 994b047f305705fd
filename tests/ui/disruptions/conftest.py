"""A group with five disruptions, and the register and the editor open on them."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

import pytest

from soc_desk.services import periods
from soc_desk.store import Actor, Store
from soc_desk.vocabulary import FourP, ImpactLevel
from tests import factories
from tests.ui.conftest import WindowMaker
from tests.ui.disruptions.steps import (
    TODAY,
    open_register,
    opened,
)
from ui.desk import Desk, InlineLane
from ui.forms.disruption import DisruptionForm
from ui.main_window import MainWindow
from ui.pages.disruptions import DisruptionsPage


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day of every test: in the last quarter of 2025/26."""
    monkeypatch.setattr(periods, "today", lambda: TODAY)


@pytest.fixture
def group(store: Store, officer: Actor, coordinator: Actor) -> UUID:
    return factories.active_ocg(store, officer, coordinator, assessed_on=date(2026, 1, 5), operation_name="Op Meadow")


@pytest.fixture
def five(store: Store, officer: Actor, supervisor: Actor, group: UUID) -> list[UUID]:
    """A draft, two submitted, one approved; and one of the quarter before."""
    made = [factories.disruption(store, officer, group, disruption_date=date(2026, 3, 5), title="Phone seized")]
    made += [factories.submitted(store, officer, group, disruption_date=date(2026, 3, d)) for d in (3, 4)]
    made.append(
        factories.approved(
            store, officer, supervisor, group, disruption_date=date(2026, 1, 2), four_p=FourP.PREVENT,
            impact_level=ImpactLevel.MINOR,
        )
    )  # fmt: skip
    made.append(factories.disruption(store, officer, group, disruption_date=date(2025, 12, 31)))
    return made


@pytest.fixture
def window(make_window: WindowMaker) -> MainWindow:
    """The window of the first user, who has every role."""
    return make_window()


@pytest.fixture
def page(five: list[UUID], window: MainWindow, desk: Desk) -> DisruptionsPage:
    """The register of the first user, with five records."""
    return open_register(window, desk)


@pytest.fixture
def officers(store: Store, officer: Actor) -> Iterator[Desk]:
    """The officer's desk."""
    made = Desk(store, officer, InlineLane())
    yield made
    made.close()


@pytest.fixture
def officers_window(make_window: WindowMaker, officers: Desk) -> MainWindow:
    return make_window(by=officers)


@pytest.fixture
def recorded(store: Store, officer: Actor, group: UUID) -> UUID:
    """A whole draft in the store."""
    return factories.disruption(store, officer, group)


@pytest.fixture
def form(group: UUID, officers_window: MainWindow, officers: Desk) -> DisruptionForm:
    """An empty editor of the officer's."""
    return opened(officers_window, officers)
