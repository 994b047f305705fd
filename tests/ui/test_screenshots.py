"""The screenshots of the README and the guide: all there, of one size, small, and made of scenes that exist."""

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage

from ui import pictures, screenshots

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "screenshots"
MOST_BYTES = 250_000


@pytest.mark.parametrize("name", screenshots.SHOTS)
def test_a_screenshot_is_there_whole_and_small(name: str) -> None:
    path = FOLDER / f"{name}.png"
    assert QImage(str(path)).size().toTuple() == pictures.SIZE
    assert path.stat().st_size < MOST_BYTES


def test_every_scene_exists_and_every_picture_is_shown_to_readers() -> None:
    assert set(screenshots.SHOTS.values()) <= set(pictures.scenes())
    shown = set()
    for guide in (ROOT / "README.md", ROOT / "docs" / "user-guide.md"):
        shown |= set(re.findall(r"screenshots/([a-z-]+)\.png", guide.read_text(encoding="utf-8")))
    assert shown == set(screenshots.SHOTS) == {path.stem for path in FOLDER.glob("*.png")}


def test_squeezing_keeps_what_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "picture.png"
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    image.fill(QColor("#f4f5f7"))
    for number in range(300 * 200):  # more colours than a palette holds
        image.setPixelColor(number % 300, number // 300, QColor(number % 256, number // 256 % 256, 128))
    image.save(str(path))
    screenshots.squeeze(path)
    after = QImage(str(path))
    assert after.format() is QImage.Format.Format_Indexed8
    assert after.pixelColor(390, 290) == QColor("#f4f5f7")
    seen, meant = after.pixelColor(120, 60), image.pixelColor(120, 60)
    assert max(abs(seen.red() - meant.red()), abs(seen.green() - meant.green()), abs(seen.blue() - meant.blue())) < 40
