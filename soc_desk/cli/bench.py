"""``soc-desk bench``: the benchmark scenarios, each beside its reference, in one run."""

import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from typing import Annotated

import typer

from soc_desk.bench.measure import Result
from soc_desk.bench.stage import SIZES, Stage
from soc_desk.cli.progress import told
from soc_desk.cli.session import WRONG_USE, JsonOption, answer, fail, in_sentences, say

Scenario = Callable[[Stage], Iterator[Result]]

_WINDOW = ("1", "3")
"""Scenarios of the window run as a process of their own, with Qt."""


def bench(
    scenarios: Annotated[list[str] | None, typer.Argument(help="Numbers of scenarios; all if left out.")] = None,
    records: Annotated[int, typer.Option("--records", help="10000, 100000 or 1000000 disruptions.")] = 1_000_000,
    as_json: JsonOption = False,
) -> None:
    """Time the scenarios beside their references; ratios are what counts, not seconds."""
    from soc_desk.bench import clock, importing, opening, registers, returning, saving

    known: dict[str, Scenario] = registers.SCENARIOS | saving.SCENARIOS | importing.SCENARIOS | returning.SCENARIOS
    known |= clock.SCENARIOS | opening.SCENARIOS
    asked = scenarios or [*_WINDOW, *known]
    if unknown := [name for name in asked if name not in known and name not in _WINDOW]:
        fail(
            f"There is no scenario {unknown[0]}; there are: {', '.join(sorted([*known, *_WINDOW], key=int))}.",
            WRONG_USE,
        )
    if records not in SIZES:
        fail(f"Choose one of {', '.join(map(str, SIZES))} records.", WRONG_USE)
    results: list[Result] = []
    for result in _run(asked, known, records):
        results.append(result)
        say(_line(result))
    answer(
        [{**asdict(r), "ratio": r.ratio, "holds": r.holds} for r in results],
        as_json,
        "\n".join(["", _HEADING, *map(_line, results)]),
    )


def _run(asked: list[str], known: Mapping[str, Scenario], records: int) -> Iterator[Result]:
    from soc_desk.bench.stage import stage

    with in_sentences(), told("Preparing") as progress, stage(records, progress) as on:
        for name in asked:
            if name in _WINDOW:
                yield from _in_window(name, on.records)
            else:
                yield from known[name](on)


def _in_window(name: str, records: int) -> Iterator[Result]:
    import json

    done = subprocess.run(  # noqa: S603 - this program itself
        [sys.executable, "-m", "ui.bench", name, str(records)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        why = done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "it did not start"
        fail(f"Scenario {name} needs the desktop: {why}.", WRONG_USE)
    for line in done.stdout.splitlines():
        yield Result(**json.loads(line))


_HEADING = (
    f"{'':>3} {'scenario':44} {'records':>9} {'ours':>10} {'reference':>10} {'ratio':>6} {'target':>6} {'peak MiB':>9}"
)


def _line(result: Result) -> str:
    mark = "" if result.holds else "  over the target"
    note = f"  {result.note}" if result.note else ""
    return (
        f"{result.scenario:>3} {result.what[:44]:44} {result.records:>9,} {result.ours:>10.4f} "
        f"{result.reference:>10.4f} {result.ratio:>6.2f} {result.target:>6.1f} {result.peak_mib:>9.0f}{mark}{note}"
    )
