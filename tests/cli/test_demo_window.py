"""The demonstration's window stands on the store that the command opened: one key is derived, not two."""

from pathlib import Path
from typing import Any

import pytest

from soc_desk import cli
from soc_desk.demo.making import USER
from soc_desk.store import keys, opening
from soc_desk.store.opening import Entered


def test_the_window_gets_the_open_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "team.socdesk"
    assert cli.main(["demo", "--store", str(path), "--size", "team", "--no-window"]) == 0
    assert opening.last_opened() == str(path)  # other commands find it without being told
    derived: list[bytes] = []
    derive = keys._derive

    def counted(passphrase: str, salt: bytes, cost: keys.Cost) -> bytes:
        derived.append(salt)
        return derive(passphrase, salt, cost)

    monkeypatch.setattr(keys, "_derive", counted)
    shown: list[tuple[list[str], str]] = []

    def window(arguments: list[str], *entered: Entered) -> int:
        shown.extend((arguments, one.actor.name) for one in entered)
        for one in entered:
            one.store.close()
        return 0

    asked: Any = ["demo", "--store", str(path), "--size", "team"]
    assert cli.main(asked, window) == 0
    assert shown == [(["--store", str(path), "--user", USER], USER)]
    assert len(derived) == 1
