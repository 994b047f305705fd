"""Worker lanes and the one signal that brings their answers home to the GUI thread; ``ui.desk`` stands on it."""

import itertools
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, Protocol, TypeVar

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot

from soc_desk.errors import DeskError

if TYPE_CHECKING:
    from ui.desk import Running

P = ParamSpec("P")
T = TypeVar("T")
Refused = Callable[[DeskError], object]

BROKE = "The program made a mistake and could not finish this. What you typed is kept; a report to copy is open."


class Lane(Protocol):
    """Somewhere to run a job: a worker thread in life, right here in tests."""

    def submit(self, job: Callable[[], None], /) -> object: ...

    def shutdown(self) -> object: ...


class InlineLane:
    """Runs each job at once on the calling thread, so that a test needs no waiting; see ``Lanes.settle``."""

    def submit(self, job: Callable[[], None], /) -> None:
        job()

    def shutdown(self) -> None:
        """Nothing to stop."""


class Reply(Generic[T]):
    """An answer on its way; it lands on the GUI thread, never before ``then`` was called."""

    def __init__(self, lanes: "Lanes", *, newest_only: bool = False, of_store: bool = False) -> None:
        self.running: Running | None = None
        self.of_store = of_store
        self.step: Hashable = None
        self._lanes = lanes
        self._owner: QObject = lanes
        self._slot: Callable[[T], object] | None = None
        self._refused: Refused | None = None
        self._newest_only = newest_only
        self._key: object = None
        self._turn = 0

    def then(self, owner: QObject, slot: Callable[[T], object], refused: Refused | None = None) -> "Reply[T]":
        """Call ``slot(value)`` on the GUI thread, unless ``owner`` is deleted by then.

        A read is dropped, too, when the same bound method was asked for a newer read. ``refused(error)`` claims a
        ``DeskError``; without it the error goes to the banner. A bug always goes to the crash dialog, and ``refused``
        is then called as well so that a form can become usable again.
        """
        self._owner, self._slot, self._refused = owner, slot, refused
        if self._newest_only and hasattr(slot, "__self__"):
            self._key = (id(slot.__self__), slot.__name__)
            self._turn = self._lanes.next_turn(self._key)
        return self

    def land(self, value: T) -> None:
        """Hand over the answer."""
        if self._is_wanted() and self._slot:
            self._slot(value)

    def refuse(self, error: DeskError) -> None:
        """Hand over the refusal, or show it in the banner when nobody claimed it."""
        if self._is_wanted():
            (self._refused or self._lanes.failed.emit)(error)

    def crash(self, error: Exception) -> None:
        """Tell the user of a bug, and whoever waits that nothing will come."""
        self._lanes.crashed.emit(error)
        if self._is_wanted() and self._refused:
            self._refused(DeskError(BROKE))

    def _is_wanted(self) -> bool:
        newest = self._key is None or self._lanes.end_turn(self._key, self._turn)
        return newest and shiboken6.isValid(self._owner)


class Lanes(QObject):
    """Runs jobs on worker threads and lands their answers on the GUI thread, one after the other."""

    failed = Signal(object)  # a DeskError nobody claimed
    crashed = Signal(object)  # any other exception: a bug
    busy = Signal()
    idle = Signal()
    _landed = Signal(object)  # the only signal in the application that crosses threads

    def __init__(self, lane: Lane | None = None) -> None:
        super().__init__()
        self._aside: Lane = lane or ThreadPoolExecutor(1, thread_name_prefix="aside")
        self._turns: dict[object, int] = {}
        self._turn = itertools.count(1)
        self._pending = 0
        self._quiet = 0
        self._closed = False
        self._landed.connect(self._land, Qt.ConnectionType.QueuedConnection)

    def aside(self, job: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Reply[T]:
        """Run a short job that needs no store, such as writing a draft or deriving a key, off the GUI thread."""
        reply = Reply[T](self)
        self.submit(self._aside, partial(job, *args, **kwargs), reply.land, reply)
        return reply

    def submit(
        self, lane: Lane, job: Callable[[], T], land: Callable[[T], None], reply: Reply[Any], *, quiet: bool = False
    ) -> None:
        """Run ``job`` on ``lane`` and give its value to ``land``; a quiet job does not make the window look busy."""
        if self._closed:
            return
        self._quiet += quiet
        self._pending += not quiet
        if not quiet and self._pending == 1:
            self.busy.emit()

        def run() -> None:
            landing: Callable[[], object]
            refusal: Exception | None = None
            try:
                landing = partial(land, job())
            except DeskError as error:
                landing, refusal = partial(reply.refuse, error), error
            except Exception as error:  # noqa: BLE001 - a bug, told to the user as one
                landing, refusal = partial(reply.crash, error), error
            self.land(partial(self._deliver, landing, reply, refusal, quiet=quiet))

        lane.submit(run)

    def land(self, landing: Callable[[], object]) -> None:
        """Have ``landing`` called on the GUI thread; the one way across."""
        if not self._closed:
            self._landed.emit(landing)

    @property
    def is_idle(self) -> bool:
        """Whether nothing is awaited, but for the quiet look for news."""
        return not self._pending

    def settle(self) -> None:
        """Deliver everything that inline lanes have finished; for tests."""
        while self._pending or self._quiet:
            QCoreApplication.processEvents()

    def close(self) -> None:
        """Wait for the lane to end; nothing lands afterwards."""
        self._closed = True
        self._aside.shutdown()

    # turns: a read asked again makes the earlier one stale ------------------------------------------------------------

    def next_turn(self, key: object) -> int:
        """Number of the newest question for the slot ``key``."""
        self._turns[key] = next(self._turn)
        return self._turns[key]

    def end_turn(self, key: object, turn: int) -> bool:
        """Whether ``turn`` is the newest question for ``key``, which is then answered and forgotten."""
        if self._turns.get(key) != turn:
            return False
        del self._turns[key]
        return True

    # landing ----------------------------------------------------------------------------------------------------------

    def heard(self, reply: Reply[Any], refusal: Exception | None) -> None:
        """Told of every answer before it is delivered; for the desk."""

    def _deliver(
        self, landing: Callable[[], object], reply: Reply[Any], refusal: Exception | None, *, quiet: bool
    ) -> None:
        self._quiet -= quiet
        self._pending -= not quiet
        self.heard(reply, refusal)
        try:
            landing()
        finally:
            if not quiet and not self._pending:
                self.idle.emit()

    @Slot(object)
    def _land(self, landing: Callable[[], object]) -> None:
        if not self._closed:
            landing()
