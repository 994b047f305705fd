"""The set-up copes with what a fresh machine lacks, and says in a sentence what only its owner can mend."""

import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from installer import machine, setup
from tests.house.source import ROOT


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What would have been run; nothing is."""
    done: list[list[str]] = []

    def note(command: Sequence[str | Path], **_options: object) -> subprocess.CompletedProcess[str]:
        done.append([str(part) for part in command])
        return subprocess.CompletedProcess(list(command), 0, "", "")

    monkeypatch.setattr(subprocess, "run", note)
    return done


def test_libraries_are_missed_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "loads", lambda library: library not in ("libEGL.so.1", "libxcb-cursor.so.0"))
    assert machine.missing_libraries({}) == ["libegl1"]
    assert machine.missing_libraries({"DISPLAY": ":0"}) == ["libegl1", "libxcb-cursor0"]


@pytest.mark.skipif(sys.platform != "linux", reason="the names are those of Linux")
def test_the_linker_is_asked() -> None:
    assert machine.loads("libc.so.6")
    assert not machine.loads("libnothing-of-this-name.so.9")


def test_root_installs_what_is_missing(monkeypatch: pytest.MonkeyPatch, commands: list[list[str]]) -> None:
    monkeypatch.setattr(machine, "root_prefix", list)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    machine.install_libraries(["libegl1", "libgl1"])
    assert commands[0][:2] == ["apt-get", "update"]
    assert commands[1][:2] == ["apt-get", "install"]
    assert commands[1][-2:] == ["libegl1", "libgl1"]


def test_nothing_is_installed_when_nothing_is_missing(commands: list[list[str]]) -> None:
    machine.install_libraries([])
    assert commands == []


def test_without_root_one_sentence_names_the_libraries(
    monkeypatch: pytest.MonkeyPatch, commands: list[list[str]]
) -> None:
    monkeypatch.setattr(machine, "root_prefix", lambda: None)
    with pytest.raises(machine.SetupRefusedError, match=r"apt-get install libegl1 libgl1.*start this again\.$"):
        machine.install_libraries(["libegl1", "libgl1"])
    assert commands == []


def test_a_python_without_ensurepip_is_mended_or_said(
    monkeypatch: pytest.MonkeyPatch, commands: list[list[str]]
) -> None:
    monkeypatch.setattr(setup, "works", lambda _python: False)
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    monkeypatch.setattr(machine, "root_prefix", lambda: None)
    with pytest.raises(machine.SetupRefusedError, match=r"apt-get install python3\S*-venv"):
        setup.install_packages()
    assert commands == []


def test_an_unchanged_project_installs_nothing(
    monkeypatch: pytest.MonkeyPatch, commands: list[list[str]], tmp_path: Path
) -> None:
    monkeypatch.setattr(setup, "VENV", tmp_path)
    monkeypatch.setattr(setup, "works", lambda _python: True)
    monkeypatch.setattr(setup, "missing_libraries", lambda _environment: [])
    setup.make_ready()
    assert any("--editable" in command for command in commands)
    commands.clear()
    setup.make_ready()
    assert commands == []


def test_a_failed_check_fails_the_tests_and_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(setup, "call", lambda command, _environment=None: int("mypy" in str(command[0])))
    assert setup.test([]) == 1
    assert "did not pass: types" in capsys.readouterr().out


def test_without_a_display_run_says_so_and_takes_pictures(
    monkeypatch: pytest.MonkeyPatch, commands: list[list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(setup, "has_display", lambda: False)
    assert setup.run([]) == 0
    assert "There is no display here" in capsys.readouterr().out
    assert any("ui.pictures" in command for command in commands)


def test_an_unknown_task_is_refused_with_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert setup.main(["fly"]) == 2
    assert "pictures" in capsys.readouterr().out


def test_make_and_the_set_up_know_the_same_tasks() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = next(line for line in makefile.splitlines() if line.startswith(".PHONY:")).split()[1:]
    assert set(targets) == set(setup.TASKS)


def test_every_pin_is_exact_and_none_names_an_address() -> None:
    pins = [line for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    assert len(pins) > 30
    assert all(line.count("==") == 1 and "/" not in line and "@" not in line for line in pins)
