"""Starts a built program without a display and sees that it works: help, a new store, the window on a small one."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

OPEN_FOR_SECONDS = 20


def main(folder: str) -> int:
    """Try the program in ``folder``; 0 when all of it worked."""
    program = Path(folder).resolve() / ("soc-desk.exe" if os.name == "nt" else "soc-desk")
    with tempfile.TemporaryDirectory() as scratch:
        environment = {
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "SOC_DESK_HOME": str(Path(scratch) / "home"),
            "SOC_DESK_USER": "smoke",
            "SOC_DESK_PASSPHRASE": "lantern orchard quarry",
        }
        steps = (
            ["--help"],
            ["store", "create", "--store", "smoke.socdesk"],
            ["store", "check", "--store", "smoke.socdesk"],
            ["demo", "--size", "team", "--no-window", "--store", "demo.socdesk"],
        )
        for step in steps:
            done = subprocess.run(
                [program, *step], cwd=scratch, env=environment, check=False, text=True, capture_output=True
            )
            if not told(" ".join(step), done.returncode == 0, done.stdout + done.stderr):
                return 1
        return 0 if stays_open([program, "demo", "--store", "demo.socdesk"], scratch, environment) else 1


def stays_open(command: list[str | Path], folder: str, environment: dict[str, str]) -> bool:
    """Whether the window is still there after a while, without a word of complaint."""
    with (
        tempfile.TemporaryFile("w+") as said,
        subprocess.Popen(command, cwd=folder, env=environment, text=True, stdout=said, stderr=said) as window,
    ):
        try:
            window.wait(OPEN_FOR_SECONDS)
        except subprocess.TimeoutExpired:
            window.terminate()
            window.wait(OPEN_FOR_SECONDS)
            ended = False
        else:
            ended = True
        said.seek(0)
        words = said.read()
    return told("the window", not ended and "Traceback" not in words, words)


def told(step: str, well: bool, words: str) -> bool:
    """Say how a step went, with the program's own words when it went wrong."""
    print(f"{step}: {'works' if well else 'does not work'}", flush=True)
    if not well:
        print(words, flush=True)
    return well


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Name the folder of the built program: python installer/smoke.py dist/soc-desk")
    sys.exit(main(sys.argv[1]))
