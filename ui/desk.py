"""The Qt side of the one door to the store: the only module that knows about threads."""

import itertools
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from typing import Any, Concatenate, Generic, ParamSpec, Protocol, TypeVar

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal, Slot

from soc_desk.errors import Cancelled, DeskError, StoreUnavailable
from soc_desk.store import Actor, Change, News, Session, Store, UseCase, Written

__all__ = ["Actor", "Change", "Desk", "InlineLane", "Lane", "Reply", "Running", "Session", "Task", "UseCase"]

P = ParamSpec("P")
T = TypeVar("T")
Refused = Callable[[DeskError], object]
Slot1 = Callable[[T], object]

NEWS_EVERY_MS = 1500
LONG_JOBS = 3
BROKE = "The program made a mistake and could not finish this. What you typed is kept; a report to copy is open."


class Lane(Protocol):
    """Somewhere to run a job: a worker thread in life, right here in tests."""

    def submit(self, job: Callable[[], None], /) -> object: ...

    def shutdown(self) -> object: ...


class InlineLane:
    """Runs each job at once on the calling thread, so that a test needs no waiting; see ``Desk.settle``."""

    def submit(self, job: Callable[[], None], /) -> None:
        job()

    def shutdown(self) -> None:
        """Nothing to stop."""


class Reply(Generic[T]):
    """An answer on its way; it lands on the GUI thread, never before ``then`` was called."""

    def __init__(self, desk: "Desk", *, newest_only: bool) -> None:
        self.running: Running | None = None
        self._desk = desk
        self._owner: QObject = desk
        self._slot: Slot1[T] | None = None
        self._refused: Refused | None = None
        self._newest_only = newest_only
        self._key: object = None
        self._turn = 0

    def then(self, owner: QObject, slot: Slot1[T], refused: Refused | None = None) -> "Reply[T]":
        """Call ``slot(value)`` on the GUI thread, unless ``owner`` is deleted by then.

        A read is dropped, too, when the same bound method was asked for a newer read. ``refused(error)`` claims a
        ``DeskError``; without it the error goes to the banner. A bug always goes to the crash dialog, and ``refused``
        is then called as well so that a form can become usable again.
        """
        self._owner, self._slot, self._refused = owner, slot, refused
        if self._newest_only and hasattr(slot, "__self__"):
            self._key = (id(slot.__self__), slot.__name__)
            self._turn = self._desk.next_turn(self._key)
        return self

    def wanted(self) -> bool:
        """Whether somebody still waits for this answer."""
        current = self._key is None or self._desk.is_turn(self._key, self._turn)
        return current and shiboken6.isValid(self._owner)

    def land(self, value: T) -> None:
        """Hand over the answer."""
        if self._slot and self._finish():
            self._slot(value)

    def refuse(self, error: DeskError) -> None:
        """Hand over the refusal, or show it in the banner when nobody claimed it."""
        if self._finish():
            (self._refused or self._desk.failed.emit)(error)

    def crash(self, error: Exception) -> None:
        """Tell the user of a bug, and whoever waits that nothing will come."""
        self._desk.crashed.emit(error)
        if self._finish() and self._refused:
            self._refused(DeskError(BROKE))

    def _finish(self) -> bool:
        wanted = self.wanted()
        if wanted and self._key is not None:
            self._desk.end_turn(self._key)
        return wanted


class Running(QObject):
    """A long job as the window sees it: how far it is, and the way to stop it."""

    progressed = Signal(float, str)
    ended = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.fraction = 0.0
        self.text = "Working"
        self._stop = threading.Event()

    @property
    def is_cancelled(self) -> bool:
        """True once somebody asked the job to stop."""
        return self._stop.is_set()

    def cancel(self) -> None:
        """Ask the job to stop; it does so at its next report of progress, with nothing half done."""
        self._stop.set()


class Task:
    """What a long job works with: the store in its own sessions, and a way to say how far it is.

    ``read`` and ``write`` are those of the store for the signed-in person, here and now, on the long lane's thread.
    """

    def __init__(self, desk: "Desk", store: Store, running: Running) -> None:
        self._desk, self._store, self._running = desk, store, running
        self._told: tuple[float, str] | None = None

    def read(self, query: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """The answer to ``query(session, …)``."""
        return self._store.read(self._desk.actor, query, *args, **kwargs)

    def write(self, use_case: UseCase[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Do ``use_case(work, …)`` in one transaction; its changes are announced to every page."""
        written = self._store.write(self._desk.actor, use_case, *args, **kwargs)
        self._desk.land(partial(self._desk.announce, written))
        return written.value

    def progress(self, fraction: float, text: str) -> None:
        """Say how far it is (0 to 1) and with what; raises ``Cancelled`` when the user asked to stop."""
        if self._running.is_cancelled:
            raise Cancelled("The work was cancelled; nothing was changed.")
        first, self._told = self._told is None, (fraction, text)
        if first:  # one report under way at a time, always the newest: a fast job cannot flood the window
            self._desk.land(self._tell)

    def _tell(self) -> None:
        told, self._told = self._told, None
        if told and shiboken6.isValid(self._running):
            self._running.fraction, self._running.text = told
            self._running.progressed.emit(*told)


class Desk(QObject):
    """Asks the store on worker threads and brings the answers home; one instance for one signed-in person."""

    changed = Signal(object)  # tuple[Change, ...]: after every committed write, here or elsewhere
    arrived = Signal(object)  # tuple[Change, ...]: those of them that colleagues made
    lost_track = Signal()  # more changed than could be told, or we were cut off: read everything again
    saved = Signal(object)  # datetime, local: something of ours was committed
    failed = Signal(object)  # a DeskError nobody claimed
    crashed = Signal(object)  # any other exception: a bug
    connection = Signal(object)  # the StoreUnavailable that cut us off, or None when the store answers again
    started = Signal(object)  # a Running
    busy = Signal()
    idle = Signal()
    _landed = Signal(object)  # the only signal in the application that crosses threads

    def __init__(self, store: Store, actor: Actor, lane: Lane | None = None, long_lane: Lane | None = None) -> None:
        super().__init__()
        self.actor = actor
        self.cut_off: StoreUnavailable | None = None
        self._store = store
        self._lane: Lane = lane or ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        self._long: Lane = long_lane or lane or ThreadPoolExecutor(LONG_JOBS, thread_name_prefix="long")
        self._turns: dict[object, int] = {}
        self._turn = itertools.count(1)
        self._jobs: set[Running] = set()
        self._pending = 0
        self._closed = False
        self._cursor: int | None = None
        self._asking_news = False
        self._news = QTimer(self, interval=NEWS_EVERY_MS)
        self._news.timeout.connect(self.ask_news)
        self._landed.connect(self._land, Qt.ConnectionType.QueuedConnection)

    # asking ----------------------------------------------------------------------------------------------------------

    def may(self, use_case: UseCase[..., Any]) -> bool:
        """Whether the signed-in person's roles allow ``use_case``; the store decides again when it is done."""
        return self.actor.has(use_case.rule.needs)

    def read(self, query: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs) -> Reply[T]:
        """Ask ``query(session, …)`` on the store lane; answers come in the order of asking."""
        reply = Reply[T](self, newest_only=True)
        self._submit(self._lane, partial(self._store.read, self.actor, query, *args, **kwargs), reply.land, reply)
        return reply

    def write(self, use_case: UseCase[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Reply[T]:
        """Do ``use_case(work, …)`` on the store lane; the reply carries its value, ``changed`` what it changed."""
        reply = Reply[T](self, newest_only=False)

        def land(written: Written[T]) -> None:
            try:
                reply.land(written.value)
            finally:
                self.announce(written)

        self._submit(self._lane, partial(self._store.write, self.actor, use_case, *args, **kwargs), land, reply)
        return reply

    def run(self, job: Callable[Concatenate[Task, P], T], /, *args: P.args, **kwargs: P.kwargs) -> Reply[T]:
        """Run ``job(task, …)`` on the long lane: imports, exports, returns, reports, backups.

        The job calls ``task.read``, ``task.write`` and ``task.progress(fraction, text)``; the window shows how far it
        is, with a Cancel button, and so may the page, by the reply's ``running``.
        """
        reply = Reply[T](self, newest_only=False)
        running = reply.running = Running(self)
        self._jobs.add(running)
        self.started.emit(running)
        work = partial(job, Task(self, self._store, running), *args, **kwargs)
        self._submit(self._long, work, reply.land, reply)
        return reply

    # what happened elsewhere -----------------------------------------------------------------------------------------

    def follow_news(self) -> None:
        """From now on look for colleagues' changes every second and a half, and announce them by ``changed``."""
        self._news.start()

    @Slot()
    def ask_news(self) -> None:
        """Look for colleagues' changes once; also how a lost connection is found to be back."""
        if self._asking_news or self._closed:
            return
        self._asking_news = True
        reply = Reply[News](self, newest_only=False).then(self, self._hear_news, self._miss_news)
        self._submit(self._lane, partial(self._store.news, self.actor, self._cursor), reply.land, reply, counted=False)

    def announce(self, written: Written[Any]) -> None:
        """Tell every page what a write of ours changed."""
        self.saved.emit(datetime.now().astimezone())
        if written.changes:
            self.changed.emit(written.changes)

    def _hear_news(self, news: News) -> None:
        self._cursor, self._asking_news = news.cursor, False
        if news.more:
            self.lost_track.emit()
        elif news.changes:
            self.arrived.emit(news.changes)
            self.changed.emit(news.changes)

    def _miss_news(self, error: DeskError) -> None:
        self._asking_news = False
        if not isinstance(error, StoreUnavailable):  # a lost connection shows in the status bar, not as a banner
            self._news.stop()
            self.failed.emit(error)

    # turns: a read asked again makes the earlier one stale ------------------------------------------------------------

    def next_turn(self, key: object) -> int:
        """Number of the newest question for the slot ``key``."""
        self._turns[key] = next(self._turn)
        return self._turns[key]

    def is_turn(self, key: object, turn: int) -> bool:
        """Whether ``turn`` is still the newest question for ``key``."""
        return self._turns.get(key) == turn

    def end_turn(self, key: object) -> None:
        """Forget a slot whose newest question was answered."""
        self._turns.pop(key, None)

    # lanes -----------------------------------------------------------------------------------------------------------

    def land(self, landing: Callable[[], None]) -> None:
        """Have ``landing`` called on the GUI thread; the one way across."""
        if not self._closed:
            self._landed.emit(landing)

    def settle(self) -> None:
        """Deliver everything that an inline lane has finished; for tests."""
        while self._pending or self._asking_news:
            QCoreApplication.processEvents()

    def close(self) -> None:
        """Stop looking, cancel what runs and wait for the lanes to end; nothing lands afterwards."""
        self._closed = True
        self._news.stop()
        for running in self._jobs:
            running.cancel()
        self._lane.shutdown()
        self._long.shutdown()

    def _submit(
        self, lane: Lane, job: Callable[[], T], land: Slot1[T], reply: Reply[Any], *, counted: bool = True
    ) -> None:
        if self._closed:
            return
        self._pending += counted
        if counted and self._pending == 1:
            self.busy.emit()

        def run() -> None:
            cut_off: StoreUnavailable | None = None
            try:
                landing = partial(land, job())
            except DeskError as error:
                landing = partial(reply.refuse, error)
                cut_off = error if isinstance(error, StoreUnavailable) else None
            except Exception as error:  # noqa: BLE001 - a bug, told to the user as one
                landing = partial(reply.crash, error)
            self.land(partial(self._deliver, landing, reply.running, cut_off, counted=counted))

        lane.submit(run)

    def _deliver(
        self, landing: Callable[[], None], running: Running | None, cut_off: StoreUnavailable | None, *, counted: bool
    ) -> None:
        self._pending -= counted
        if running is not None:
            self._jobs.discard(running)
            running.ended.emit()
            running.deleteLater()
        if (cut_off is None) is not (self.cut_off is None):
            self.cut_off = cut_off
            self.connection.emit(cut_off)
            if cut_off is None:
                self.lost_track.emit()
        try:
            landing()
        finally:
            if counted and not self._pending:
                self.idle.emit()

    @Slot(object)
    def _land(self, landing: Callable[[], None]) -> None:
        if not self._closed:
            landing()
