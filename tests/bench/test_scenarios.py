"""Every scenario runs on a tiny stage and tells a result with its target; no figure is judged here."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from json import loads
from pathlib import Path
from time import perf_counter

import pytest

from soc_desk.bench import clock, importing, measure, opening, registers, returning, saving
from soc_desk.bench.measure import Result
from soc_desk.bench.stage import SIZES, Stage, stage

ROOT = Path(__file__).parents[2]
RECORDS = 160
SCENARIOS = registers.SCENARIOS | saving.SCENARIOS | importing.SCENARIOS | returning.SCENARIOS
SCENARIOS |= clock.SCENARIOS | opening.SCENARIOS
TARGETS = {
    "2": {2.0},
    "4": {2.0},
    "5": {1.5},
    "6": {3.0},
    "7": {3.0},
    "8": {2.0},
    "9": {2.0, 1.5},
    "12": {2.0},
    "14": {1.5},
}
"""Of ``performance.md``, the scenarios that run here."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("bench")
        patch.setenv("SOC_DESK_HOME", str(folder))
        yield folder


@pytest.fixture(scope="module")
def on(home: Path) -> Iterator[Stage]:
    with stage(RECORDS, lambda _done, _text: None) as made:
        yield made
    assert (home / "state" / f"bench-{RECORDS}.socdesk").exists()


def check(results: list[Result]) -> None:
    assert results
    for result in results:
        assert result.what
        assert result.records > 0
        assert result.ours > 0
        assert result.reference > 0
        assert result.peak_mib > 0
        assert result.target in TARGETS[result.scenario]
        assert result.holds is (result.ours / result.reference <= result.target)


def timed(job: Callable[[], object]) -> float:
    """As ``measure`` times, without clearing up around it, which is most of the time on a tiny stage."""
    start = perf_counter()
    job()
    return perf_counter() - start


@pytest.mark.parametrize("name", sorted(SCENARIOS, key=int))
def test_a_scenario_tells_results_with_their_targets(name: str, on: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measure, "_timed", timed)
    results = list(SCENARIOS[name](on))
    check(results)
    assert name in {result.scenario for result in results}


def test_a_record_is_opened_by_a_dozen_statements(on: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measure, "_timed", timed)
    (result,) = opening.SCENARIOS["6"](on)
    assert int(result.note.split()[0]) <= opening.STATEMENTS == 12


def test_the_stage_is_kept_and_opened_again(on: Stage) -> None:
    before = on.path.stat().st_ino
    with stage(RECORDS, lambda _done, _text: None) as again:
        assert again.path.stat().st_ino == before
        assert again.raw.execute("SELECT count(*) FROM disruption").fetchone() == (RECORDS,)


def test_the_sizes_offered_are_those_of_the_growth() -> None:
    assert list(SIZES) == [10_000, 100_000, 1_000_000]
    assert {count: amounts.disruptions for count, amounts in SIZES.items()} == {count: count for count in SIZES}


@pytest.mark.parametrize(("name", "most"), [("1", {1.6}), ("3", {1.0})])
def test_a_scenario_of_the_window(name: str, most: set[float], home: Path, on: Stage) -> None:
    environment = os.environ | {"SOC_DESK_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    short = (
        f"bench._RUNS, bench._STEPS, bench._CALM_S = 1, 80, 0.1; bench._force_store = lambda: Path({str(on.path)!r})"
    )
    script = f"from pathlib import Path; from ui import bench; {short}; bench.main([{name!r}, '{on.records}'])"
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    results = [Result(**loads(line)) for line in done.stdout.splitlines()]
    assert results
    for result in results:
        assert (result.scenario, result.target in most) == (name, True)
        assert asdict(result)["ours"] > 0
        assert result.reference > 0
