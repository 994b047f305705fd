"""The collector's long round waits for a quiet moment, and start-up's pause of it ends."""

import gc
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Desk
from ui import tidying


@pytest.fixture
def collector() -> Iterator[None]:
    before = gc.get_threshold()
    gc.disable()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)
    gc.enable()


@pytest.mark.usefixtures("collector")
def test_the_pause_ends_and_long_rounds_become_rare() -> None:
    tidying.begin()
    assert gc.isenabled()
    assert gc.get_freeze_count() > 0
    assert gc.get_threshold()[2] >= 1000


def test_the_long_round_comes_when_nothing_was_awaited_for_a_while(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    rounds: list[str] = []
    monkeypatch.setattr(tidying, "QUIET_MS", 1)
    monkeypatch.setattr(gc, "collect", lambda: rounds.append("collected"))
    monkeypatch.setattr(gc, "freeze", lambda: rounds.append("froze"))
    kept = tidying.Tidying(desk)
    desk.aside(str)
    assert rounds == []
    desk.settle()
    qtbot.waitUntil(lambda: bool(rounds))
    kept.tidy()
    assert rounds == ["collected", "froze", "collected"]
