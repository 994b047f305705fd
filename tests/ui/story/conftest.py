"""A force's demonstration store, a clock that a test turns, and the people who sit down at it."""

from datetime import datetime, tzinfo
from pathlib import Path
from uuid import UUID

import pytest

from soc_desk.demo import making
from soc_desk.demo.making import Size
from soc_desk.domain import User
from soc_desk.services import periods
from soc_desk.store import Actor, Store, Work, access, opening, use_case
from soc_desk.vocabulary import EVERYONE, Role
from tests.conftest import MACHINE, PEOPLE
from tests.factories_poca import Clock, wall
from tests.ui.conftest import Sit
from tests.ui.story.counts import MONDAY
from tests.ui.story.story import Story

SECOND = Actor(UUID(int=31), "second", "Mr V. Alidator", frozenset({Role.COORDINATOR}), MACHINE)
"""Another coordinator: who maps a group does not validate it."""


@use_case("Let the people of the tests into a demonstration", needs=EVERYONE)
def join(work: Work) -> None:
    people = [
        {"id": p.id, "name": f"story-{p.name}", "display": p.display, "roles": sorted(p.roles), "team_id": None,
         "disabled_at": None}
        for p in (*PEOPLE.values(), SECOND)
    ]  # fmt: skip
    work.insert_many(User, people)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Nine in the morning of a Monday, for the store and for every screen, until a test turns it."""
    held = Clock().at(wall(MONDAY.year, MONDAY.month, MONDAY.day, 9, 0))

    class Turned(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]  # a plain one is enough
            return held().astimezone(tz)

    monkeypatch.setattr(periods, "datetime", Turned)
    return held


@pytest.fixture
def store_path(tmp_path: Path) -> Path:
    """A force's demonstration, closed."""
    path = tmp_path / "force.socdesk"
    making.make(str(path), Size.FORCE, today=MONDAY).close()
    return path


@pytest.fixture
def store(store_path: Path, clock: Clock) -> Store:
    """The demonstration, open and living by ``clock``, with the people of the tests in it."""
    opened = opening.enter(str(store_path), making.USER, making.PASSPHRASE, clock=clock).store
    opened.write(making.founder_of(opened), join)
    return opened


@pytest.fixture
def story(
    sit: Sit, store: Store, store_path: Path, clock: Clock, coordinator: Actor, supervisor: Actor,
    monkeypatch: pytest.MonkeyPatch,
) -> Story:  # fmt: skip
    """A coordinator and a supervisor at their windows; the coordinator has looked around, and has a command line."""
    access.admit(str(store_path), making.USER, making.PASSPHRASE, f"story-{coordinator.name}", making.PASSPHRASE)
    for name, value in (("STORE", str(store_path)), ("USER", f"story-{coordinator.name}"),
                        ("PASSPHRASE", making.PASSPHRASE)):  # fmt: skip
        monkeypatch.setenv(f"SOC_DESK_{name}", value)
    made = Story(store, clock, sit(coordinator), sit(supervisor))
    for s in (made.coordinator, made.supervisor):
        s.window.setUpdatesEnabled(False)  # drawing every step takes more time than all the rest of it
    made.before = made.told()
    return made
