"""The window's benchmark scenarios: 1, from the command to the first filled My desk; 3, scrolling a million rows.

``python -m ui.bench 1 RECORDS`` and ``3 RECORDS`` print a result a line; ``soc-desk bench`` runs them. ``desk PATH``
and ``bare PATH`` are the two programs that scenario 1 times.
"""

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from soc_desk.config import state_dir

if TYPE_CHECKING:
    from PySide6.QtWidgets import QScrollBar

    from ui.app import Application
    from ui.pages.disruptions import DisruptionsPage

_RUNS = 5
_STEPS = 1_500
_FRAME, _MOST_FRAMES = 0.050, 0.016
"""Seconds: what no frame of the GUI thread may pass, and what 99 % of frames may not."""
_PATIENCE_S, _CALM_S, _PACE_S, _WITHIN_FIRST_ROW = 120.0, 4.0, 1 / 60, 5


def first_desk(_records: int) -> None:
    """1: ours and a bare window in turn, each a process of its own, timed until it says that it is painted."""
    from soc_desk.bench.measure import Result

    path = _force_store()
    rows = state_dir() / "bench-bare.db"
    _make_bare(rows)
    mine, theirs = [], []
    with tempfile.TemporaryDirectory() as home:  # settings of its own: My desk is what opens first
        for _ in range(_RUNS + 1):
            mine.append(_process("desk", path, home))
            theirs.append(_process("bare", rows, home))
    wall, work = ([min(run[place] for run in runs[1:]) for runs in (mine, theirs)] for place in (0, 1))
    result = Result(
        scenario="1", what="First painted, filled My desk", records=1_800, ours=wall[0], reference=wall[1], target=1.6,
        peak_mib=min(run[2] for run in mine),
        note=f"best of {_RUNS} in turn; processor, key derivation included: {work[0]:.2f} s by {work[1]:.2f} s",
    )  # fmt: skip
    print(json.dumps(asdict(result)))


def scrolling(records: int) -> None:
    """3: top to bottom by page and by dragging, sixty steps a second, so that rows come and are painted.

    A frame is what lies between two steps; it counts with the longest gap between two turns of the GUI thread in it.
    Gaps are of the clock on the wall, where other programs count, too; the note tells how long they are without.
    """
    from PySide6.QtWidgets import QApplication

    from soc_desk.bench.measure import Result, peak_mib, percentile
    from soc_desk.bench.stage import stage
    from soc_desk.demo import making
    from ui import app, start

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ |= {"SOC_DESK_USER": making.USER, "SOC_DESK_PASSPHRASE": making.PASSPHRASE}
    with stage(records, lambda _done, _text: None) as on:
        told = start.read(["--store", str(on.path)])
    qt = QApplication([])
    with tempfile.TemporaryDirectory() as home:  # the user's own settings stay as they are
        os.environ["SOC_DESK_HOME"] = home
        walk = _Scroll(app.begin(qt, told, start.hasten(told)))
        QApplication.exec()
    if walk.problem:
        sys.exit(walk.problem)
    frames = walk.frames
    wall, alone, work = ([frame[place] for frame in frames] for place in range(3))
    for what, pick, most in (
        ("Scroll: longest frame", max, _FRAME),
        ("Scroll: frame that 99 % keep", lambda told: percentile(told, 0.99), _MOST_FRAMES),
    ):
        note = (
            f"{len(frames):,} frames, {walk.with_rows / len(frames):.0%} with rows there; the reference is the limit; "
            f"without waiting for a processor that other programs held {pick(alone) * 1000:.1f} ms, "
            f"work of the GUI thread {pick(work) * 1000:.1f} ms"
        )
        result = Result(
            scenario="3", what=what, records=records, ours=pick(wall), reference=most, target=1.0, peak_mib=peak_mib(),
            note=note,
        )  # fmt: skip
        print(json.dumps(asdict(result)))


class _Clock:
    """Seconds of this thread: on the wall; on the wall but for waiting in the processor's queue (Linux); of work."""

    def __init__(self) -> None:
        told = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat")
        self._queue = told.open(encoding="ascii") if told.exists() else None

    def read(self) -> tuple[float, float, float]:
        queued = 0.0
        if self._queue is not None:
            self._queue.seek(0)
            queued = int(self._queue.read().split()[1]) / 1e9
        wall = time.perf_counter()
        return wall, wall - queued, time.thread_time()

    def close(self) -> None:
        if self._queue is not None:
            self._queue.close()


class _Scroll:
    """Walks the register of everything: down page by page, then drags through it, a step at each turn of the loop."""

    def __init__(self, application: "Application") -> None:
        from PySide6.QtCore import QTimer

        self.frames: list[tuple[float, float, float]] = []
        self._clock = _Clock()
        self.problem = ""
        self._application = application
        self._timer = QTimer(application, interval=0)
        self._timer.timeout.connect(self._turn)
        self._steps, self._calm_since = 0, time.monotonic()
        self._before: tuple[float, float, float] | None = None
        self._longest, self._next, self.with_rows = (0.0, 0.0, 0.0), 0.0, 0
        self._give_up_at = time.monotonic() + _PATIENCE_S
        self._page: DisruptionsPage | None = None
        self._timer.start()

    def _turn(self) -> None:
        if self._page is None or time.monotonic() - self._calm_since < _CALM_S:
            self._prepare()
            return
        now = self._clock.read()
        if (before := self._before) is not None:
            gaps = now[0] - before[0], now[1] - before[1], now[2] - before[2]
            self._longest = (
                max(self._longest[0], gaps[0]),
                max(self._longest[1], gaps[1]),
                max(self._longest[2], gaps[2]),
            )
        self._before = now
        if now[0] < self._next:
            return
        if self._steps:
            self.frames.append(self._longest)
            self.with_rows += self._page.model.loaded(self._page.table.rowAt(_WITHIN_FIRST_ROW)) is not None
        self._longest, self._next = (0.0, 0.0, 0.0), now[0] + _PACE_S
        if self._steps >= _STEPS:
            self._end()
        else:
            self._step(self._page.table.verticalScrollBar())

    def _prepare(self) -> None:
        """Open the register of everything; the walk begins once it is filled and nothing is awaited."""
        from soc_desk.services.disruption_rows import DisruptionFilter
        from ui.main_window import MainWindow
        from ui.pages.disruptions import DisruptionsPage

        window, desk = self._application.window, self._application.desk
        if time.monotonic() > self._give_up_at:
            said = getattr(getattr(window, "sign_in", None), "problem", None)
            self.problem = said.text() if said else "The register was not filled in time."
            self._end()
        elif isinstance(window, MainWindow) and desk is not None and desk.is_idle:
            if self._page is None:
                window.resize(1440, 900)
                window.open_page("disruptions")
                page = window.way.page
                assert isinstance(page, DisruptionsPage)
                page.viewing.ask_for(DisruptionFilter())
                self._page = page
            if not self._page.model.rowCount():
                self._calm_since = time.monotonic()
        else:
            self._calm_since = time.monotonic()

    def _step(self, bar: "QScrollBar") -> None:
        self._steps += 1
        half = _STEPS // 2
        if self._steps <= half:
            bar.setValue(bar.value() + bar.pageStep())
        else:
            bar.setValue(int(bar.maximum() * (self._steps - half) / half))

    def _end(self) -> None:
        from PySide6.QtWidgets import QApplication

        self._timer.stop()
        self._clock.close()
        self._application.close()
        QApplication.quit()


def desk(path: str) -> None:
    """The program as a user starts it, up to the first painted, filled My desk."""
    from ui import start

    os.environ["SOC_DESK_STORE"] = path
    told = start.read([])  # without a word, as most start it
    opened = start.hasten(told)
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from ui import app

    application = app.begin(QApplication([]), told, opened)
    timer = QTimer(application, interval=2)

    def look() -> None:
        if problem := getattr(getattr(application.window, "sign_in", None), "problem", None):
            sys.exit(problem.text())
        page = getattr(getattr(application.window, "way", None), "page", None)
        if page is not None and page.model.rowCount():
            timer.stop()
            page.window().grab()
            _tell()
            application.close()
            QApplication.quit()

    timer.timeout.connect(look)
    timer.start()
    QApplication.exec()


def bare(path: str) -> None:
    """The least that shows a table: SQLAlchemy and our font loaded, fifty rows by ``sqlite3`` in a ``QTableView``."""
    import fontpkg_inter
    import sqlalchemy.orm  # noqa: F401 - the reference imports it, since ours cannot do without
    from PySide6.QtGui import QFontDatabase, QStandardItem, QStandardItemModel
    from PySide6.QtWidgets import QApplication, QTableView

    app = QApplication([])
    files = Path(fontpkg_inter.__file__).parent / "files"
    font = QFontDatabase.addApplicationFont(str(next(files.glob("Inter[[]*"))))
    app.setFont(QFontDatabase.applicationFontFamilies(font)[0])
    connection = sqlite3.connect(path)
    model = QStandardItemModel()
    for row in connection.execute("SELECT * FROM bare LIMIT 50"):
        model.appendRow([QStandardItem(str(value)) for value in row])
    connection.close()
    table = QTableView()
    table.setModel(model)
    table.resize(1440, 900)
    table.show()
    table.grab()
    _tell()


def _tell() -> None:
    """Say that the window is painted: the processor's seconds so far, all threads; the most memory held, in MiB."""
    seconds = time.process_time()
    from soc_desk.bench.measure import peak_mib

    print(seconds, peak_mib(), flush=True)


def _force_store() -> Path:
    """The demonstration store of one force; one that another version made is made again."""
    from soc_desk.demo.making import PASSPHRASE, USER, Size, make
    from soc_desk.errors import OutOfDate
    from ui.doors import StoreDoors

    path = state_dir() / "bench-force.socdesk"
    if path.exists():
        try:
            StoreDoors().enter(str(path), USER, PASSPHRASE).entered.store.close()
            return path
        except OutOfDate:
            for old in path.parent.glob(f"{path.name}*"):
                old.unlink()
    make(str(path), Size.FORCE).close()
    return path


def _make_bare(path: Path) -> None:
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE bare (a, b, c, d, e, f)")
    rows = [(place, *("synthetic",) * 5) for place in range(50)]
    connection.executemany("INSERT INTO bare VALUES (?, ?, ?, ?, ?, ?)", rows)
    connection.commit()
    connection.close()


def _process(word: str, path: Path, home: str) -> tuple[float, float, float]:
    """Seconds until one of the two programs says that it is painted; its processor's seconds; its peak in MiB."""
    from soc_desk.demo import making

    environment = os.environ | {"SOC_DESK_USER": making.USER, "SOC_DESK_PASSPHRASE": making.PASSPHRASE}
    environment |= {"SOC_DESK_HOME": home, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    if environment.pop("PYTHONDONTWRITEBYTECODE", ""):  # an installed program is compiled; the first run compiles here
        environment["PYTHONPYCACHEPREFIX"] = str(Path(home) / "bytecode")
    command = [sys.executable, "-m", "ui.bench", word, str(path)]
    start = time.perf_counter()
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - this program
        line = process.stdout.readline() if process.stdout else ""
        took = time.perf_counter() - start
    if not line:
        raise RuntimeError(f"{' '.join(command)} ended before it painted anything.")
    work, peak = map(float, line.split())
    return took, work, peak


def main(words: list[str]) -> None:
    """Run what the words say."""
    name, given = words
    programs: dict[str, Callable[[str], None]] = {"desk": desk, "bare": bare}
    if name in programs:
        programs[name](given)
    else:
        {"1": first_desk, "3": scrolling}[name](int(given))


if __name__ == "__main__":
    main(sys.argv[1:])
