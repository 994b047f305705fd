"""A group with its SRO and LRO, and the day it is."""

from collections.abc import Callable
from datetime import datetime

import pytest

from soc_desk.store import Store


@pytest.fixture(autouse=True)
def day(store: Store, clock: Callable[[], datetime]) -> None:
    """It is 14 November 2026."""
    store._clock = clock
