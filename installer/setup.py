"""Sets the project up from nothing and does its tasks; `make` and Windows users call the same file.

Only the standard library, and only words that an older Python can read as far as its own refusal.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # started as a script, Python looks only beside this file

from installer.machine import (  # noqa: E402
    SetupRefusedError,
    install_debian,
    install_libraries,
    is_debian_python,
    missing_libraries,
    say,
)

VENV = ROOT / ".venv"
BUILD = ROOT / "build"
PICTURES = BUILD / "pictures"
INPUTS = ("constraints.txt", "pyproject.toml", "setup.py")
WORKERS = "2"


def main(arguments: Sequence[str]) -> int:
    """Do one task; the exit code is 0 when all of it passed."""
    task, rest = (arguments[0], list(arguments[1:])) if arguments else ("help", [])
    if task not in TASKS:
        say(f"There is no task called {task}; these are: {', '.join(TASKS)}.")
        return 2
    try:
        if task not in NEEDS_NOTHING:
            make_ready()
        return TASKS[task](rest)
    except SetupRefusedError as refused:
        say(str(refused))
        return 1
    except subprocess.CalledProcessError as failed:
        say(f"This step did not pass (exit code {failed.returncode}): {' '.join(map(str, failed.cmd))}")
        return 1
    except KeyboardInterrupt:
        say("Stopped.")
        return 130


# ---------------------------------------------------------------- setting up


def make_ready() -> None:
    """Virtual environment, pinned dependencies and Qt's system libraries; a moment's work when nothing changed."""
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever starts this may have an older one
        raise SetupRefusedError(f"SOC Desk needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    stamp = VENV / "soc-desk-stamp"
    wanted = fingerprint()
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != wanted:
        install_packages()
        stamp.write_text(wanted, encoding="utf-8")
    if sys.platform == "linux":
        install_libraries(missing_libraries(os.environ))


def fingerprint() -> str:
    """Changes when the pins, the metadata or the Python do."""
    digest = hashlib.sha256(sys.version.encode() + str(ROOT).encode())
    for name in INPUTS:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def install_packages() -> None:
    """Make .venv where it is missing or broken and bring it to the pinned versions."""
    if not works(venv_python()):
        if importlib.util.find_spec("ensurepip") is None:
            install_debian(
                ["python3-venv" if is_debian_python() else f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"],
                "Python's own venv module",
            )
        say("Making the virtual environment in .venv.")
        subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True)
    say("Installing the pinned dependencies; the first time this takes a minute or two.")
    pip: list[str | Path] = [
        venv_python(),
        "-m",
        "pip",
        "--disable-pip-version-check",
        "install",
        "--quiet",
        "-c",
        ROOT / "constraints.txt",
    ]
    quietly([*pip, "setuptools"])
    quietly([*pip, "--no-build-isolation", "--editable", ".[dev]"])


def quietly(command: Sequence[str | Path]) -> None:
    """Run a step whose chatter matters only when it fails."""
    done = subprocess.run(command, check=False, cwd=ROOT, text=True, capture_output=True)
    if done.returncode:
        say(done.stdout + done.stderr)
        raise SetupRefusedError(
            "The pinned dependencies could not be installed; the lines above say why. "
            "Mostly the network or the package index was out of reach: start this again when it is back."
        )


def venv_python() -> Path:
    """The interpreter of .venv, made or not."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def works(python: Path) -> bool:
    """Whether that interpreter starts and has pip; one copied from elsewhere or left by an upgrade does not."""
    probe: list[str | Path] = [python, "-c", "import pip, sys; sys.exit(sys.version_info < (3, 11))"]
    return python.exists() and subprocess.run(probe, check=False, capture_output=True).returncode == 0


# --------------------------------------------------------------------- tasks


def show_help(_rest: list[str]) -> int:
    """What can be made here."""
    say("make <task>, or on Windows: py installer\\setup.py <task>\n")
    for name, task in TASKS.items():
        say(f"  {name:<12}{(task.__doc__ or '').splitlines()[0]}")
    return 0


def ready(_rest: list[str]) -> int:
    """Only the set-up: .venv, pinned dependencies, Qt's system libraries."""
    say("Everything is set up.")
    return 0


def run(rest: list[str]) -> int:
    """Open the application on the demonstration store (pictures of it where there is no display)."""
    if has_display():
        return call([installed("soc-desk"), "demo", *rest], own_home())
    say(f"There is no display here, so the demonstration store is opened offscreen; its pages go to {told(PICTURES)}.")
    return take_pictures(["--quick", *rest])


def take_pictures(rest: list[str]) -> int:
    """Draw every page and form of the demonstration store into build/pictures/."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    code = call([venv_python(), "-m", "ui.pictures", "--out", PICTURES, *rest], offscreen())
    if code == 0:
        say(f"{len(list(PICTURES.rglob('*.png')))} pictures are in {told(PICTURES)}.")
    return code


def take_screenshots(_rest: list[str]) -> int:
    """Draw the pictures of the README and the guides into docs/screenshots/."""
    return call([venv_python(), "-m", "ui.pictures", "--screenshots", ROOT / "docs" / "screenshots"], offscreen())


def check(_rest: list[str]) -> int:
    """The quick checks alone: style, import contracts, types, dependencies."""
    return 1 if failed_checks() else 0


def test(rest: list[str]) -> int:
    """Everything CI runs, quickest first: the checks, then the tests on SQLite and PostgreSQL."""
    failed = [] if rest else failed_checks()
    if failed:
        say(f"\nThese did not pass: {', '.join(failed)}. The tests follow all the same.")
    say("\n== tests")
    return call([venv_python(), "-m", "pytest", "-q", *(rest or ["-n", WORKERS])], offscreen()) or int(bool(failed))


def failed_checks() -> list[str]:
    """Run every quick check, whatever the one before said; the names of those that did not pass."""
    return [name for name, command in CHECKS.items() if not passes(name, command)]


def passes(name: str, command: Sequence[str]) -> bool:
    """Run one program of the virtual environment as a check."""
    say(f"\n== {name}")
    begun = time.monotonic()
    program, *arguments = command
    code = call([installed(program), *arguments])
    say(f"{name}: {'passed' if code == 0 else 'NOT PASSED'} in {time.monotonic() - begun:.1f} s.")
    return code == 0


def bench(rest: list[str]) -> int:
    """The benchmark scenarios, each beside its reference."""
    return call([installed("soc-desk"), "bench", *rest], offscreen())


def migration(rest: list[str]) -> int:
    """Write the migration from the newest one to today's stored classes; its title follows the task."""
    title = " ".join(rest).strip()
    if not title:
        say('Say in a few words what changes: make migration TITLE="add the review date".')
        return 2
    script = "import sys; from soc_desk.store.schema import draft_revision; print(draft_revision(sys.argv[1]))"
    return call([venv_python(), "-c", script, title], offscreen())


def wheel(_rest: list[str]) -> int:
    """Build the installable package into dist/."""
    return call([venv_python(), "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "-w", ROOT / "dist", ROOT])


def clean(_rest: list[str]) -> int:
    """Remove what was made here, but for .venv."""
    caches = (".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", ".import_linter_cache")
    for name in ("build", "dist", *caches):
        shutil.rmtree(ROOT / name, ignore_errors=True)
    for folder in ("soc_desk", "ui", "tests", "migrations", "installer"):
        for cache in list((ROOT / folder).rglob("__pycache__")):
            shutil.rmtree(cache, ignore_errors=True)
    return 0


def has_display() -> bool:
    """Whether Qt can open a window here; a DISPLAY that nobody answers counts as none."""
    if sys.platform != "linux":
        return True
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return False
    probe: list[str | Path] = [venv_python(), "-c", "from PySide6.QtGui import QGuiApplication; QGuiApplication([])"]
    return subprocess.run(probe, check=False, capture_output=True).returncode == 0


def installed(program: str) -> Path:
    """A program of the virtual environment."""
    return VENV / (f"Scripts/{program}.exe" if os.name == "nt" else f"bin/{program}")


def own_home() -> dict[str, str]:
    """An environment in which nobody's own settings, drafts and stores are touched; `make clean` takes it away."""
    home = os.environ.get("SOC_DESK_HOME") or str(BUILD / "home")
    Path(home).mkdir(parents=True, exist_ok=True)
    return {**os.environ, "SOC_DESK_HOME": home}


def offscreen() -> dict[str, str]:
    """The same, and Qt draws without a display."""
    return {**own_home(), "QT_QPA_PLATFORM": "offscreen"}


def call(command: Sequence[str | Path], environment: Mapping[str, str] | None = None) -> int:
    """Run to the end in the project's folder; its exit code."""
    return subprocess.run(command, check=False, cwd=ROOT, env=environment).returncode


def told(path: Path) -> str:
    """A path as a reader of the project knows it."""
    return f"{path.relative_to(ROOT).as_posix()}/"


CHECKS: dict[str, tuple[str, ...]] = {
    "style": ("ruff", "check", "."),
    "format": ("ruff", "format", "--check", "."),
    "import contracts": ("lint-imports",),
    "dependencies": ("deptry", "."),
    "types": ("mypy",),
}
"""Quickest first; each a program of the virtual environment."""

TASKS: dict[str, Callable[[list[str]], int]] = {
    "run": run,
    "test": test,
    "check": check,
    "pictures": take_pictures,
    "screenshots": take_screenshots,
    "bench": bench,
    "migration": migration,
    "wheel": wheel,
    "setup": ready,
    "clean": clean,
    "help": show_help,
}

NEEDS_NOTHING = {"help", "clean"}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
