"""kill -9 in the middle of a save, an import, a return and a demonstration: all of it is there, or nothing of it."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from soc_desk.demo.making import PASSPHRASE as SYNTHETIC
from soc_desk.demo.making import USER as DEMO
from tests.cli.conftest import YEAR, Desk
from tests.conftest import FOUNDER, PASSPHRASE, StoreFile
from tests.imports.trackers import HEADINGS, csv_file

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the tests kill as POSIX does")

TRIES = int(os.environ.get("SOC_DESK_KILLS", "3"))
"""Kills of each act, each at a random moment; raise it for a long proof."""
ROWS = 1_000
"""Enough that an import takes long enough to be hit in the middle."""


def start(act: str, store: Path, file: Path | str) -> "subprocess.Popen[str]":
    settings = {**os.environ, "SOC_DESK_USER": FOUNDER.name, "SOC_DESK_PASSPHRASE": PASSPHRASE}
    command = [sys.executable, "-m", "tests.cli.killed", act, str(store), str(file)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=settings)


def whole(act: str, store: Path, file: Path | str) -> float:
    """Seconds the act takes when nobody kills it."""
    with start(act, store, file) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        began = time.monotonic()
        assert process.stdout.readline().startswith("done")
        took = time.monotonic() - began
        process.kill()
    return took


def killed(act: str, store: Path, file: Path | str, after: float) -> list[str]:
    """Kill it so many seconds after it began; what it had confirmed by then."""
    with start(act, store, file) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        try:
            process.wait(after)
        except subprocess.TimeoutExpired:
            process.kill()
        return [line.removeprefix("done").strip() for line in process.stdout.read().splitlines()]


def moments(lasts: float) -> list[float]:
    """Random moments, one of each stretch, so that early and late ones are always tried."""
    return [(number + random.random()) / TRIES * lasts * 1.1 for number in range(TRIES)]


@pytest.fixture
def tracker(tmp_path: Path) -> Path:
    rows = [
        (
            f"{1 + number % 28:02}/{1 + number % 12:02}/2022",
            f"OCG-{number % 90:04}",
            "Pursue",
            "Minor",
            "Drugs",
            f"Warrant {number}. " * 9,
        )
        for number in range(ROWS)
    ]
    return csv_file(tmp_path / "tracker.csv", [HEADINGS, *rows])


def counts(desk: Desk) -> dict[str, int]:
    """What the store holds; it opens, and every check of it holds."""
    checked = desk.document("store", "check")
    assert checked["holds"] is True, checked
    found: dict[str, int] = desk.document("store", "info")["counts"]
    return found


def test_a_killed_import_is_all_there_or_not_at_all(
    desk: Desk, store_file: StoreFile, tracker: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lasts = whole("import", store_file.copy(tmp_path / "whole.socdesk").path, tracker)
    for number, after in enumerate(moments(lasts)):
        file = store_file.copy(tmp_path / f"{number}.socdesk")
        monkeypatch.setenv("SOC_DESK_STORE", str(file.path))
        before = counts(desk)
        confirmed = killed("import", file.path, tracker, after)
        found = counts(desk)
        assert found["disruptions"] in (0, ROWS)
        assert found["disruptions"] == ROWS or not confirmed
        if not found["disruptions"]:
            assert found == before
        again = desk.document("import", tracker, "--kind", "disruptions")
        assert again["accepted"] == ROWS - found["disruptions"]


def test_a_killed_save_loses_nothing_confirmed(
    desk: Desk, store_file: StoreFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOC_DESK_STORE", str(store_file.path))
    confirmed = 0
    for after in moments(0.8):
        confirmed += len(killed("save", store_file.path, "-", after))
        # One more may be there: saved, and killed before it could say so.
        assert confirmed <= counts(desk)["disruptions"] <= confirmed + 1
        confirmed = counts(desk)["disruptions"]
    assert confirmed


def test_a_killed_return_is_frozen_and_whole_or_not_sent(
    desk: Desk, store_file: StoreFile, tracker: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOC_DESK_STORE", str(store_file.path))
    monkeypatch.setenv("SOC_DESK_USER", FOUNDER.name)
    desk.document("import", tracker, "--kind", "disruptions")
    lasts = whole("build", store_file.copy(tmp_path / "whole.socdesk").path, tmp_path / "whole")
    frozen = 0
    for number, after in enumerate(moments(lasts)):
        out = tmp_path / str(number)
        confirmed = killed("build", store_file.path, out, after)
        returns = desk.document("return", "list")
        assert len(returns) - frozen in (0, 1)
        assert len(returns) > frozen or not confirmed
        assert counts(desk)["returns"] == len(returns)
        for path in out.glob("disruption-return*") if out.exists() else ():
            told = desk("return", "verify", path)
            # A file that was put in place a moment before the end belongs to no return, and that is said.
            assert told.code == (0 if len(returns) > frozen else 2), told
        frozen = len(returns)
    built = desk.document("return", "build", "--period", YEAR, "--out", tmp_path / "after")
    assert desk.document("return", "verify", built["files"][0])["holds"] is True


def test_a_killed_demonstration_is_made_again(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lasts = whole("demo", tmp_path / "whole.socdesk", "-")
    monkeypatch.setenv("SOC_DESK_USER", DEMO)
    monkeypatch.setenv("SOC_DESK_PASSPHRASE", SYNTHETIC)
    for number, after in enumerate(random.sample(moments(lasts), max(TRIES // 2, 1))):
        path = tmp_path / f"{number}.socdesk"
        monkeypatch.setenv("SOC_DESK_STORE", str(path))
        killed("demo", path, "-", after)
        assert desk("demo", "--store", path, "--size", "team", "--no-window").code == 0
        found = counts(desk)
        assert (found["disruptions"], found["ocgs"]) == (160, 14)
