"""The print fonts: cut once, the same bytes, good without a cache."""

import io
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from soc_desk import config
from soc_desk.reports import fonts


@pytest.fixture(scope="module")
def cut() -> bytes:
    return fonts.static_cut(fonts.SEMIBOLD)


def test_a_cut_is_static_named_and_the_same_each_time(cut: bytes) -> None:
    font = TTFont(io.BytesIO(cut))
    assert "fvar" not in font
    assert "glyf" in font
    assert font["name"].getDebugName(6) == fonts.SEMIBOLD
    assert font["OS/2"].usWeightClass == 600
    assert fonts.static_cut(fonts.SEMIBOLD) == cut


def test_a_cut_is_kept_and_read_again(cut: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    monkeypatch.setattr(fonts, "static_cut", lambda name: calls.append(name) or cut)
    assert fonts._cached_cut(fonts.SEMIBOLD) == cut
    assert fonts._cached_cut(fonts.SEMIBOLD) == cut
    assert calls == [fonts.SEMIBOLD]


def test_a_damaged_cut_is_made_anew(cut: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "static_cut", lambda _name: cut)
    fonts._cached_cut(fonts.SEMIBOLD)
    (kept,) = (config.state_dir() / "fonts").glob("*.ttf")
    kept.write_bytes(cut[: len(cut) // 2])
    assert fonts._cached_cut(fonts.SEMIBOLD) == cut
    assert kept.read_bytes() == cut


def test_a_folder_that_cannot_be_written_is_no_obstacle(
    cut: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where the folder should be")
    monkeypatch.setattr(fonts, "static_cut", lambda _name: cut)
    monkeypatch.setattr(config, "state_dir", lambda: blocked)
    assert fonts._cached_cut(fonts.SEMIBOLD) == cut
    assert blocked.read_text() == "a file where the folder should be"
