"""Makes the pictures of the README and the guides: a few scenes of the demonstration store on one fixed day.

``python -m ui.pictures --screenshots docs/screenshots`` or ``make screenshots``. The day, the seed and the clocks stand
still, so that a picture changes only when the program does.
"""

import os
import platform
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, tzinfo
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QImage, QImageWriter
from PySide6.QtWidgets import QApplication

from soc_desk.demo import making
from soc_desk.vocabulary import ImpactLevel
from ui import pictures, theme
from ui.desk import Desk
from ui.doors import GoneIn, StoreDoors
from ui.page import Shell

DAY = date(2026, 11, 18)
"""The day of every screenshot, a Wednesday."""

NOON = datetime(2026, 11, 18, 14, 2, tzinfo=UTC)

SHOTS = {
    "my-desk": "my_desk",
    "disruptions": "disruptions",
    "editor": "disruption-form-filled",
    "returns": "returns",
    "ocg": "ocg-record",
    "import": "imports-check",
    "moderation": "moderation-selected",
    "report": "reports",
    "poca": "poca",
    "requests": "requests-details",
}
"""File by scene."""

_CLOCKS = (
    "soc_desk.services.periods", "soc_desk.returns.check", "soc_desk.imports.reading", "ui.pages.moderation", "ui.desk",
)  # fmt: skip
"""Modules that ask what time it is; each finds a clock that stands still."""

_LOOKS = 8
"""Time enough for the panel beside a table to open what is selected."""

_COLOURS = 256
_ALWAYS = 64
"""So many of the most frequent colours are kept as they are: the grounds of pages, rows and pills."""

_ALIKE = 9
"""Steps of a channel, of 256, that look the same."""


class Still(datetime):
    """A clock that always shows ``NOON``."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        """The moment of every screenshot."""
        return cls.fromtimestamp(NOON.timestamp(), tz)


def make(out: Path) -> list[Path]:
    """Draw every screenshot into ``out`` at 1440 x 900 in the light scheme; for a process of its own."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)  # nobody made another kind before
    app.setApplicationName("SOC Desk")
    app.setCursorFlashTime(0)
    for name in _CLOCKS:
        vars(import_module(name))["datetime"] = Still
    platform.node = lambda: "desk-1"  # the workstation stands in the history of a record
    out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        os.environ["SOC_DESK_HOME"] = folder
        gone_in = _demonstrate(Path(folder) / "demonstration.socdesk")
        made = [_draw(gone_in, scene, out / f"{name}.png") for name, scene in SHOTS.items()]
        gone_in.entered.store.close()
    return made


def _demonstrate(path: Path) -> GoneIn:
    clock: Callable[[], datetime] = lambda: NOON  # noqa: E731 - the store asks for the time
    making.make(str(path), today=DAY).close()
    return replace(StoreDoors().enter(str(path), making.USER, making.PASSPHRASE, clock), check=_open_to_all)


def _open_to_all(_passphrase: str) -> None:
    """Nobody locks a picture."""


def _draw(gone_in: GoneIn, scene: str, path: Path) -> Path:
    app = QApplication.instance()
    assert isinstance(app, QApplication)  # made above
    theme.apply(app, "light")
    drawn = _select_one if scene == "disruptions" else pictures.scenes(scene)[scene]
    pictures.draw_one(gone_in, drawn, path, _LOOKS)
    squeeze(path)
    return path


def _select_one(_desk: Desk, shell: Shell) -> None:
    """The register with a disruption beside it that has something to show."""
    from ui.pages.disruptions import DisruptionsPage

    shell.open_page("disruptions")
    page = getattr(shell, "way").page  # noqa: B009 - the window's, which the Shell does not promise
    assert isinstance(page, DisruptionsPage)  # it was opened just now

    def select() -> None:
        rows = (page.model.loaded(place) for place in range(page.model.rowCount()))
        telling = [place for place, row in enumerate(rows) if row and row.impact_level is ImpactLevel.MODERATE]
        page.table.selectRow(telling[0] if telling else 0)

    page.loading.arrived.connect(select)


def squeeze(path: Path) -> None:
    """Write a picture again in 256 of its colours, undithered: a third of the bytes, the same look."""
    image = QImage(str(path)).convertToFormat(QImage.Format.Format_RGB32)
    counted = Counter(memoryview(image.constBits()).cast("I"))
    colours = _telling([colour for colour, _ in counted.most_common()])
    plain = Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither
    writer = QImageWriter(str(path), QByteArray(b"png"))
    writer.setCompression(100)
    if not writer.write(image.convertToFormat(QImage.Format.Format_Indexed8, colours, plain)):
        raise OSError(f"{path} cannot be written: {writer.errorString()}.")


def _telling(colours: list[int]) -> list[int]:
    """The most frequent colours, but for those that nobody could tell from a more frequent one."""
    chosen: list[tuple[int, int, int]] = []
    for colour in colours:
        red, green, blue = colour >> 16 & 255, colour >> 8 & 255, colour & 255
        if len(chosen) < _ALWAYS or all(
            max(abs(red - r), abs(green - g), abs(blue - b)) > _ALIKE for r, g, b in chosen
        ):
            chosen.append((red, green, blue))
        if len(chosen) == _COLOURS:
            break
    return [0xFF000000 | r << 16 | g << 8 | b for r, g, b in chosen]
