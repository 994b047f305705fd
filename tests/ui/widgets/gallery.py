"""Draws every widget in three schemes, at 100 and 150 %: ``python -m tests.ui.widgets.gallery OUT [scene …]``."""

import os
import subprocess
import sys
from pathlib import Path

SCALES = ("1", "1.5")


def main(arguments: list[str]) -> None:
    """Draw at each scale in a process of its own: Qt reads the scale once, at its start."""
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    for scale in SCALES:
        surroundings = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": scale}
        command = [sys.executable, "-m", "tests.ui.widgets.gallery", str(folder), scale, *arguments[1:]]
        subprocess.run(command, check=True, env=surroundings)


def draw(folder: Path, scale: str, wanted: list[str]) -> None:
    """Draw the scenes named (all, when none is) in each scheme."""
    from PySide6.QtWidgets import QApplication

    from tests.ui.widgets.scenes import SCENES
    from ui import theme

    app = QApplication([])
    for scheme in theme.SCHEMES:
        theme.apply(app, scheme)
        for name, make in SCENES.items():
            if wanted and name not in wanted:
                continue
            scene = make()
            scene.show()
            app.processEvents()
            app.processEvents()
            scene.grab().save(str(folder / f"{name}-{scheme}-{round(float(scale) * 100)}.png"))
            scene.close()
            scene.deleteLater()
            app.processEvents()


if __name__ == "__main__":
    if len(sys.argv) > 2 and sys.argv[2] in SCALES and "QT_SCALE_FACTOR" in os.environ:
        draw(Path(sys.argv[1]), sys.argv[2], sys.argv[3:])
    else:
        main(sys.argv[1:])
