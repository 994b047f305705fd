"""The desk: answers land once, in order, with whoever still waits; news, long work and refusals find their way."""

import threading
from uuid import UUID

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from soc_desk.errors import Cancelled, DeskError, Invalid, StoreUnavailable
from soc_desk.services import ocgs, places
from soc_desk.store import Actor, Session, Store
from soc_desk.vocabulary import Role, SubjectStatus
from ui.desk import Desk, InlineLane, Task
from ui.lanes import BROKE


class Heard(QObject):
    """Remembers what it was told."""

    def __init__(self) -> None:
        super().__init__()
        self.values: list[object] = []
        self.errors: list[DeskError] = []

    def take(self, value: object) -> None:
        self.values.append(value)

    def refuse(self, error: DeskError) -> None:
        self.errors.append(error)


def number(_session: Session, value: int) -> int:
    return value


def broken(_session: Session) -> int:
    raise ZeroDivisionError("with a name in it")


def unreachable(_session: Session) -> int:
    raise StoreUnavailable("The store cannot be reached. Try again.")


@pytest.fixture
def heard() -> Heard:
    return Heard()


def test_an_answer_lands_after_then_and_not_before(desk: Desk, heard: Heard) -> None:
    desk.read(number, 7).then(heard, heard.take)
    assert heard.values == []
    desk.settle()
    assert heard.values == [7]


def test_a_step_pressed_twice_is_taken_once_and_again_after_a_refusal(desk: Desk, heard: Heard) -> None:
    for _ in range(2):
        desk.step(ocgs.move, UUID(int=7), 1, SubjectStatus.REJECTED, "Twice mapped.").then(
            heard, heard.take, heard.refuse
        )
    desk.settle()
    assert (heard.values, len(heard.errors)) == ([], 1)
    desk.step(ocgs.move, UUID(int=7), 1, SubjectStatus.REJECTED, "Twice mapped.").then(heard, heard.take, heard.refuse)
    desk.settle()
    assert len(heard.errors) == 2


def test_a_read_asked_again_drops_the_earlier_answer(desk: Desk, heard: Heard) -> None:
    for value in (1, 2, 3):
        desk.read(number, value).then(heard, heard.take)
    desk.settle()
    assert heard.values == [3]


def test_two_slots_of_one_owner_are_two_questions(desk: Desk, heard: Heard) -> None:
    others: list[int] = []
    desk.read(number, 1).then(heard, heard.take)
    desk.read(number, 2).then(heard, others.append)
    desk.settle()
    assert (heard.values, others) == ([1], [2])


def test_every_write_is_answered_and_announced(desk: Desk, heard: Heard, qtbot: QtBot) -> None:
    told: list[object] = []
    desk.changed.connect(told.append)
    with qtbot.waitSignals([desk.saved, desk.changed]):
        desk.write(places.add_area, "East").then(heard, heard.take)
        desk.write(places.add_area, "West").then(heard, heard.take)
    desk.settle()
    assert len(heard.values) == 2
    assert {change.entity for changes in told for change in changes} == {"area"}  # type: ignore[attr-defined]


def test_a_deleted_owner_is_never_called(desk: Desk) -> None:
    calls: list[int] = []
    owner = QObject()
    desk.read(number, 1).then(owner, calls.append)
    import shiboken6

    shiboken6.delete(owner)
    desk.settle()
    assert calls == []


def test_a_refusal_goes_to_whoever_claims_it_and_else_to_the_banner(desk: Desk, heard: Heard) -> None:
    unclaimed: list[DeskError] = []
    desk.failed.connect(unclaimed.append)
    desk.write(places.add_area, "North").then(heard, heard.take, heard.refuse)
    desk.write(places.add_area, "North").then(heard, heard.take)
    desk.settle()
    assert isinstance(heard.errors[0], Invalid)
    assert isinstance(unclaimed[0], Invalid)
    assert heard.values == []


def test_a_bug_is_told_as_one_and_frees_the_form(desk: Desk, heard: Heard) -> None:
    bugs: list[BaseException] = []
    desk.crashed.connect(bugs.append)
    desk.read(broken).then(heard, heard.take, heard.refuse)
    desk.settle()
    assert isinstance(bugs[0], ZeroDivisionError)
    assert str(heard.errors[0]) == BROKE


def test_roles_decide_what_one_may(desk: Desk, store: Store, officer: Actor, qapp: object) -> None:
    theirs = Desk(store, officer, InlineLane())
    assert desk.may(places.add_team)
    assert not theirs.may(places.add_team)
    assert Role.ADMINISTRATOR not in officer.roles
    theirs.close()


def test_long_work_tells_how_far_it_is_and_its_changes(desk: Desk, heard: Heard) -> None:
    steps: list[tuple[float, str]] = []
    changed: list[object] = []

    def job(task: Task, name: str) -> UUID:
        task.progress(0.5, "Half way")
        return task.write(places.add_area, name)

    desk.started.connect(lambda running: running.progressed.connect(lambda *told: steps.append(told)))
    desk.changed.connect(changed.append)
    desk.run(job, "East").then(heard, heard.take)
    desk.settle()
    assert steps == [(0.5, "Half way")]
    assert isinstance(heard.values[0], UUID)
    assert len(changed) == 1


def test_long_work_stops_when_asked_and_changes_nothing(store: Store, founder: Actor, qtbot: QtBot) -> None:
    desk, heard, begun = Desk(store, founder), Heard(), threading.Event()

    def job(task: Task) -> None:
        begun.set()
        while True:
            task.progress(0.1, "Going round")

    reply = desk.run(job).then(heard, heard.take, heard.refuse)
    assert begun.wait(5)
    assert reply.running is not None
    with qtbot.waitSignal(reply.running.ended, timeout=5000):
        reply.running.cancel()
    qtbot.waitUntil(lambda: bool(heard.errors))
    assert isinstance(heard.errors[0], Cancelled)
    desk.close()


def test_a_list_opens_while_long_work_runs(store: Store, founder: Actor, qtbot: QtBot) -> None:
    desk, heard, let_go = Desk(store, founder), Heard(), threading.Event()

    def job(_task: Task) -> None:
        assert let_go.wait(5)

    desk.run(job)
    desk.read(number, 4).then(heard, heard.take)
    qtbot.waitUntil(lambda: heard.values == [4])
    assert not desk.is_idle
    let_go.set()
    qtbot.waitUntil(lambda: desk.is_idle)
    desk.close()


def test_answers_come_in_the_order_of_asking(store: Store, founder: Actor, qtbot: QtBot) -> None:
    desk, got = Desk(store, founder), []
    owner = QObject()
    for value in range(50):
        desk.read(number, value).then(owner, lambda one: got.append(one))  # noqa: PLW0108 - a slot of its own each
    qtbot.waitUntil(lambda: len(got) == 50)
    assert got == list(range(50))
    desk.close()


def test_a_colleagues_change_is_news_and_our_own_is_not(desk: Desk, store: Store, administrator: Actor) -> None:
    arrived: list[object] = []
    desk.ask_news()
    desk.settle()
    desk.arrived.connect(arrived.append)
    desk.write(places.add_area, "Ours")
    desk.ask_news()
    desk.settle()
    assert arrived == []
    store.write(administrator, places.add_area, "Theirs")
    desk.ask_news()
    desk.settle()
    assert [change.entity for change in arrived[0]] == ["area"]  # type: ignore[attr-defined]


def test_a_colleagues_change_shows_within_two_seconds(
    store: Store, founder: Actor, administrator: Actor, qtbot: QtBot
) -> None:
    desk = Desk(store, founder)
    desk.follow_news()
    qtbot.waitUntil(lambda: not desk._asking_news)
    with qtbot.waitSignal(desk.changed, timeout=2000):
        store.write(administrator, places.add_area, "Theirs")
    desk.close()


def test_a_lost_connection_is_noticed_and_its_return_too(desk: Desk, heard: Heard, qtbot: QtBot) -> None:
    states: list[object] = []
    desk.connection.connect(states.append)
    desk.read(unreachable).then(heard, heard.take, heard.refuse)
    desk.settle()
    assert isinstance(desk.cut_off, StoreUnavailable)
    with qtbot.waitSignal(desk.lost_track):
        desk.ask_news()
    assert desk.cut_off is None
    assert [type(state) for state in states] == [StoreUnavailable, type(None)]


def test_what_needs_no_store_says_nothing_about_the_connection(desk: Desk, heard: Heard) -> None:
    desk.read(unreachable).then(heard, heard.take, heard.refuse)
    desk.settle()
    desk.aside(int, "3").then(heard, heard.take)
    desk.settle()
    assert heard.values == [3]
    assert desk.cut_off is not None


def test_nothing_lands_after_closing(store: Store, founder: Actor, heard: Heard, qtbot: QtBot) -> None:
    desk = Desk(store, founder)
    desk.read(number, 1).then(heard, heard.take)
    desk.close()
    qtbot.waitUntil(lambda: True)
    assert heard.values == []


def test_an_inline_lane_is_busy_and_then_idle(desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignals([desk.busy, desk.idle], order="strict"):
        desk.read(number, 1)
