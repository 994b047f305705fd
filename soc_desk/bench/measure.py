"""Measuring in pairs, in turn, so that a noisy machine is noisy to ours and to the reference."""

import gc
import resource
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

_MIB = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Result:
    """One line of the table: times in seconds, ``ratio`` ours by the reference's, ``target`` what it may be."""

    scenario: str
    what: str
    records: int
    ours: float
    reference: float
    target: float
    peak_mib: float
    note: str = ""

    @property
    def ratio(self) -> float:
        return self.ours / self.reference if self.reference else 0.0

    @property
    def holds(self) -> bool:
        return self.ratio <= self.target


def pair(
    ours: Callable[[], object],
    reference: Callable[[], object],
    runs: int = 7,
    before: Callable[[], object] = lambda: None,
) -> tuple[float, float]:
    """Median seconds of each, run in turn after one warm-up of both; ``before`` is called untimed ahead of each."""
    mine: list[float] = []
    theirs: list[float] = []
    for _ in range(runs + 1):
        for job, times in ((ours, mine), (reference, theirs)):
            before()
            times.append(_timed(job))
    return statistics.median(mine[1:]), statistics.median(theirs[1:])


def percentile(values: list[float], share: float) -> float:
    """The value that ``share`` (0 to 1) of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def peak_mib() -> float:
    """Most memory this process ever held, in MiB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / _MIB if sys.platform == "darwin" else most / 1024


def _timed(job: Callable[[], object]) -> float:
    gc.collect()
    gc.disable()
    try:
        start = time.perf_counter()
        job()
        return time.perf_counter() - start
    finally:
        gc.enable()
