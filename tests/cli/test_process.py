"""The command line in processes of its own: what a shell, a scheduled job and a broken pipe meet."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from soc_desk.store import keys
from tests.cli.conftest import TRACKER
from tests.conftest import FOUNDER, PASSPHRASE, StoreFile


def run(*arguments: str | Path, out: int = subprocess.PIPE, **settings: str) -> "subprocess.CompletedProcess[str]":
    """``soc-desk`` with no terminal anywhere; ``settings`` replace the environment's, an empty one removes it."""
    known = {"SOC_DESK_USER": FOUNDER.name, "SOC_DESK_PASSPHRASE": PASSPHRASE, **settings}
    environment = {**os.environ, **known}
    return subprocess.run(
        [sys.executable, "-m", "ui.start", *map(str, arguments)],
        env={name: value for name, value in environment.items() if value},
        stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        check=False, timeout=120,
    )  # fmt: skip


def test_an_import_for_a_scheduled_job(store_file: StoreFile) -> None:
    told = run("import", TRACKER, "--kind", "disruptions", "--json", SOC_DESK_STORE=str(store_file.path))
    assert (told.returncode, told.stderr) == (1, "")
    assert json.loads(told.stdout)["accepted"] == 373
    told = run("import", TRACKER, "--kind", "disruptions", "--json", SOC_DESK_STORE=str(store_file.path))
    assert (told.returncode, json.loads(told.stdout)["duplicates"]) == (1, 378)


@pytest.mark.parametrize("missing", ["SOC_DESK_USER", "SOC_DESK_PASSPHRASE"])
def test_no_question_is_asked_without_a_terminal(store_file: StoreFile, missing: str) -> None:
    told = run("store", "info", "--json", "--store", store_file.path, **{missing: ""})
    assert (told.returncode, told.stdout) == (2, "")
    assert missing in told.stderr
    assert told.stderr.count("\n") == 1


def test_a_new_passphrase_is_not_asked_for_either(store_file: StoreFile) -> None:
    told = run("user", "add", "bell", "--display", "B", "--role", "officer", "--store", store_file.path)
    assert (told.returncode, "SOC_DESK_NEW_PASSPHRASE" in told.stderr) == (2, True)


def test_a_wrong_passphrase(store_file: StoreFile) -> None:
    told = run("audit", "verify", "--json", "--store", store_file.path, SOC_DESK_PASSPHRASE="not the right one")
    assert (told.returncode, told.stdout, told.stderr.count("\n")) == (3, "", 1)


def test_an_argument_never_carries_a_passphrase() -> None:
    for command in (("store", "create"), ("user", "add"), ("user", "passphrase")):
        assert "--pass" not in run(*command, "--help").stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full device is Linux's")
def test_an_answer_that_cannot_be_printed(store_file: StoreFile) -> None:
    full = os.open("/dev/full", os.O_WRONLY)
    told = run("store", "info", "--store", store_file.path, out=full)
    os.close(full)
    assert (told.returncode, told.stderr) == (
        1,
        "It was done, but the answer could not be written: No space left on device.\n",
    )


@pytest.mark.skipif(os.name == "nt", reason="pipes break as POSIX says")
def test_an_answer_that_nobody_reads(store_file: StoreFile) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    told = run("audit", "list", "--json", "--store", store_file.path, out=writer)
    os.close(writer)
    assert (told.returncode, told.stderr) == (1, "")


def test_a_terminal_that_knows_few_letters(store_file: StoreFile, tmp_path: Path) -> None:
    """JSON stays whole and words are escaped, not lost."""
    odd = tmp_path / "свод.csv"
    told = run(
        "import", odd, "--kind", "disruptions", "--store", store_file.path, PYTHONIOENCODING="ascii", PYTHONUTF8="0"
    )
    assert (told.returncode, "Traceback" in told.stderr) == (2, False)
    told = run("policy", "list", "--json", "--store", store_file.path, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert told.stdout.isascii()
    assert json.loads(told.stdout)


def test_a_settings_folder_that_cannot_be_written(store_file: StoreFile, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    told = run("store", "info", "--json", "--store", store_file.path, SOC_DESK_HOME=str(tmp_path / "file"))
    assert (told.returncode, told.stdout, told.stderr.count("\n")) == (3, "", 1)
    assert "fault of its own" not in told.stderr


def test_the_demonstration_and_a_command_on_it(tmp_path: Path) -> None:
    path = tmp_path / "demo.socdesk"
    made = run("demo", "--store", path, "--size", "team", "--no-window")
    assert (made.returncode, made.stdout) == (0, "")
    assert "Synthetic data" in made.stderr
    told = run(
        "store", "info", "--json", "--store", path, SOC_DESK_USER="demo", SOC_DESK_PASSPHRASE="synthetic data only"
    )
    assert json.loads(told.stdout)["counts"]["disruptions"] == 160
    slots = json.loads(keys.key_file(path).read_bytes())["slots"]  # of a program that no test made cheap
    assert {(slot["memory"], slot["iterations"], slot["lanes"]) for slot in slots} == {(64 * 1024, 3, 4)}
