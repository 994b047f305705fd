"""The Qt side of the one door to the store: short questions in order, long work beside them, news from colleagues."""

import threading
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from typing import Any, Concatenate, ParamSpec, TypeVar

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from soc_desk.errors import Cancelled, DeskError, StoreUnavailable
from soc_desk.store import Actor, Change, News, Session, Store, UseCase, Written
from ui.lanes import InlineLane, Lane, Lanes, Reply

__all__ = ["Actor", "Change", "Desk", "InlineLane", "Lane", "Lanes", "Reply", "Running", "Session", "Task", "UseCase"]

P = ParamSpec("P")
T = TypeVar("T")

NEWS_EVERY_MS = 1500
LONG_JOBS = 3


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


class Desk(Lanes):
    """Asks the store on worker threads and brings the answers home; one instance for one signed-in person."""

    changed = Signal(object)  # tuple[Change, ...]: after every committed write, here or elsewhere
    arrived = Signal(object)  # tuple[Change, ...]: those of them that colleagues made
    lost_track = Signal()  # more changed than could be told, we were cut off, or a day began: read everything again
    warned = Signal(str)  # the audit log was found cut as something of ours was saved
    saved = Signal(object)  # datetime, local: something of ours was committed
    connection = Signal(object)  # the StoreUnavailable that cut us off, or None when the store answers again
    started = Signal(object)  # a Running

    def __init__(self, store: Store, actor: Actor, lane: Lane | None = None) -> None:
        """``lane`` replaces all worker threads; tests give an ``InlineLane``."""
        super().__init__(lane)
        self.actor = actor
        self.cut_off: StoreUnavailable | None = None
        self._store = store
        self._lane: Lane = lane or ThreadPoolExecutor(1, thread_name_prefix="store")
        self._long: Lane = lane or ThreadPoolExecutor(LONG_JOBS, thread_name_prefix="long")
        self._jobs: set[Running] = set()
        self._cursor: int | None = None
        self._asking_news = False
        self._steps: set[Hashable] = set()
        self._news = QTimer(self, interval=NEWS_EVERY_MS)
        self._news.timeout.connect(self.ask_news)

    def may(self, use_case: UseCase[..., Any]) -> bool:
        """Whether the signed-in person's roles allow ``use_case``; the store decides again when it is done."""
        return self.actor.has(use_case.rule.needs)

    def read(self, query: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs) -> Reply[T]:
        """Ask ``query(session, …)`` on the store lane; answers come in the order of asking."""
        reply = Reply[T](self, newest_only=True, of_store=True)
        self.submit(self._lane, partial(self._store.read, self.actor, query, *args, **kwargs), reply.land, reply)
        return reply

    def write(self, use_case: UseCase[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Reply[T]:
        """Do ``use_case(work, …)`` on the store lane; the reply carries its value, ``changed`` what it changed."""
        reply = Reply[T](self, of_store=True)

        def land(written: Written[T]) -> None:
            try:
                reply.land(written.value)
            finally:
                self.announce(written)

        self.submit(self._lane, partial(self._store.write, self.actor, use_case, *args, **kwargs), land, reply)
        return reply

    def step(self, use_case: UseCase[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Reply[T]:
        """``write`` for a step that one press takes, on one version of a record: pressed twice it is done once.

        The second press may come before the page shows what the first one did, and would be told of a colleague. Its
        reply never comes; a step that was refused may be pressed again.
        """
        step = (use_case, args, tuple(kwargs.items()))
        if step in self._steps:
            return Reply[T](self)
        self._steps.add(step)
        reply = self.write(use_case, *args, **kwargs)
        reply.step = step
        return reply

    def run(self, job: Callable[Concatenate[Task, P], T], /, *args: P.args, **kwargs: P.kwargs) -> Reply[T]:
        """Run ``job(task, …)`` on the long lane: imports, exports, returns, reports, backups.

        The job calls ``task.read``, ``task.write`` and ``task.progress(fraction, text)``; the window shows how far it
        is, with a Cancel button, and so may the page, by the reply's ``running``.
        """
        reply = Reply[T](self)
        running = reply.running = Running(self)
        self._jobs.add(running)
        self.started.emit(running)
        self.submit(self._long, partial(job, Task(self, self._store, running), *args, **kwargs), reply.land, reply)
        return reply

    def announce(self, written: Written[Any]) -> None:
        """Tell every page what a write of ours changed."""
        self.saved.emit(datetime.now().astimezone())
        if written.warning:
            self.warned.emit(written.warning)
        if written.changes:
            self.changed.emit(written.changes)

    def close(self) -> None:
        """Stop looking, cancel what runs and wait for the lanes to end; nothing lands afterwards."""
        self._news.stop()
        for running in self._jobs:
            running.cancel()
        super().close()
        self._lane.shutdown()
        self._long.shutdown()

    # what happened elsewhere ------------------------------------------------------------------------------------------

    def follow_news(self) -> None:
        """From now on look for colleagues' changes every second and a half, and announce them by ``changed``.

        First what was found wrong with the log as the store was opened is told, now that somebody listens.
        """
        if self._store.warning:
            self.warned.emit(self._store.warning)
        self.ask_news()
        self._news.start()

    @Slot()
    def ask_news(self) -> None:
        """Look for colleagues' changes once; also how a lost connection is found to be back."""
        if self._asking_news:
            return
        self._asking_news = True
        reply = Reply[News](self, of_store=True).then(self, self._hear_news, self._miss_news)
        self.submit(self._lane, partial(self._store.news, self.actor, self._cursor), reply.land, reply, quiet=True)

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

    def heard(self, reply: Reply[Any], refusal: Exception | None) -> None:
        """Note that a long job ended, and whether the store answers."""
        if reply.running is not None:
            self._jobs.discard(reply.running)
            reply.running.ended.emit()
            reply.running.deleteLater()
        if refusal is not None:
            self._steps.discard(reply.step)
        if not reply.of_store:
            return
        cut_off = refusal if isinstance(refusal, StoreUnavailable) else None
        if (cut_off is None) is not (self.cut_off is None):
            self.cut_off = cut_off
            self.connection.emit(cut_off)
            if cut_off is None:
                self.lost_track.emit()
