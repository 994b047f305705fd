"""The hidden folder of a return: swept when its program was killed, left alone while it is used."""

import os
import time
from pathlib import Path

from soc_desk.returns.workshop import Workshop, sweep


def hidden(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob(".return-in-the-making-*"))


def test_what_a_killed_build_left_goes_with_the_next(tmp_path: Path) -> None:
    left = tmp_path / ".return-in-the-making-killed"
    left.mkdir()
    (left / "lock").touch()
    (left / "data.csv").write_text("half", "utf-8")
    made = Workshop(tmp_path)
    assert hidden(tmp_path) == [made.path.name]
    made.close()
    assert hidden(tmp_path) == []


def test_one_that_is_in_use_is_left_alone(tmp_path: Path) -> None:
    first, second = Workshop(tmp_path), Workshop(tmp_path)
    assert len(hidden(tmp_path)) == 2
    first.close()
    assert hidden(tmp_path) == [second.path.name]
    second.close()


def test_one_just_made_is_left_alone_until_it_is_old(tmp_path: Path) -> None:
    left = tmp_path / ".return-in-the-making-new"
    left.mkdir()
    sweep(tmp_path)
    assert left.exists()
    old = time.time() - 120
    os.utime(left, (old, old))
    sweep(tmp_path)
    assert not left.exists()
