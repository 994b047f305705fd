"""Draws every page, form and scene in every scheme and at two scales into PNG files, for people to look at.

``python -m ui.pictures [--out DIR] [--only NAME] [--store ADDRESS] [--quick]`` writes ``NAME-scheme-scale.png``. Every
page is drawn without being asked; a module under ``ui/pages`` or ``ui/forms`` adds scenes by its ``SCENES``::

    def _scene_error(desk: Desk, shell: Shell) -> QWidget | None:
        form = ThingForm(desk, shell)
        shell.open_sheet(form)
        form.save()

    SCENES = {"thing-form-error": _scene_error}

A scene acts on the window and gives None, or gives a widget to be drawn instead (a dialog, say); a dialog that the
window opened is drawn over it. Windows are 1440 x 900
before scaling; the data are those of the demonstration store. ``--screenshots DIR`` draws those of the README instead.
"""

import argparse
import os
import pkgutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QEventLoop,
    QMessageLogContext,
    QPoint,
    QRect,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from ui import theme
from ui.app import GoneIn, StoreDoors, make_window
from ui.desk import Desk
from ui.main_window import MainWindow
from ui.page import Shell
from ui.settings import Settings
from ui.theme import SCHEMES

Scene = Callable[[Desk, Shell], QWidget | None]

SCALES = (100, 150)
SIZE = (1440, 900)
OUT = Path("build/pictures")
LONGEST_WAIT_S = 30.0
SETTLE_MS = 90
LOOKS = 2


def scenes(only: str = "") -> dict[str, Scene]:
    """Every scene by its name: the pages, the frame's own, and what page and form modules add."""
    from ui.pages import PAGES

    found: dict[str, Scene] = {page.name: partial(_page, page.name) for page in PAGES}
    found |= _FRAME
    for package in ("ui.pages", "ui.forms"):
        for module in pkgutil.iter_modules(import_module(package).__path__, f"{package}."):
            added: Mapping[str, Scene] = getattr(import_module(module.name), "SCENES", {})
            found |= added
    return {name: scene for name, scene in found.items() if only in name}


def draw(gone_in: GoneIn, out: Path, scale: int, only: str = "", schemes: Sequence[str] = tuple(SCHEMES)) -> list[Path]:
    """Draw the scenes on an open store; the scale is that of the running application and only names the files."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise TypeError("Pictures need a running application.")
    made = []
    for scheme in schemes:
        for name, scene in scenes(only).items():
            theme.apply(app, scheme)
            path = out / f"{name}-{scheme}-{scale}.png"
            draw_one(gone_in, scene, path)
            made.append(path)
    return made


def main(argv: Sequence[str] | None = None) -> int:
    """Draw at every scale, each in a process of its own, since Qt takes its scale when it starts."""
    told = _arguments(argv)
    if told.screenshots:
        from ui import screenshots

        print(*screenshots.make(Path(told.screenshots)), sep="\n")  # noqa: T201 - the answer of the command
        return 0
    out = Path(told.out)
    out.mkdir(parents=True, exist_ok=True)
    if not told.scale:
        scales = SCALES[:1] if told.quick else SCALES
        again = [sys.executable, "-m", "ui.pictures", *(sys.argv[1:] if argv is None else argv), "--out", str(out)]
        _store(told.store).entered.store.close()  # made once, before several processes ask for it
        drawing = [_elsewhere([*again, "--scale", str(scale)], scale) for scale in scales]
        return max(process.wait() for process in drawing)
    qInstallMessageHandler(_hush)
    app = QApplication(sys.argv[:1])
    app.setApplicationName("SOC Desk")
    gone_in = _store(told.store)
    schemes = list(SCHEMES)[:1] if told.quick else list(SCHEMES)
    made = draw(gone_in, out, told.scale, told.only, schemes)
    gone_in.entered.store.close()
    print(f"{len(made)} pictures at {told.scale} % in {out}.")  # noqa: T201 - the answer of the command
    return 0


def _hush(_kind: QtMsgType, _where: QMessageLogContext, text: str) -> None:
    """What Qt says, but for what it says of every window that has no screen."""
    if "propagateSizeHints" not in text:
        print(text, file=sys.stderr)  # noqa: T201 - where Qt itself would say it


def _elsewhere(command: list[str], scale: int) -> "subprocess.Popen[bytes]":
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": str(scale / 100)}
    return subprocess.Popen(command, env=environment)  # noqa: S603 - this very program


def _store(address: str) -> GoneIn:
    doors = StoreDoors()
    if not address:
        return doors.demonstrate()
    return doors.enter(address, os.environ["SOC_DESK_USER"], os.environ["SOC_DESK_PASSPHRASE"])


def draw_one(gone_in: GoneIn, scene: Scene, path: Path, looks: int = LOOKS) -> None:
    """One window for each picture, so that no scene sees what another left; ``looks`` as for ``settle``."""
    with TemporaryDirectory() as folder:
        settings = Settings(Path(folder) / "pictures.ini")
        window, desk = make_window(gone_in, settings, Path(folder))
        window.resize(*SIZE)
        window.show()
        window.resize(*SIZE)
        window.begin()
        settle(desk)
        shown = scene(desk, window) or window
        if shown is not window and not shown.isVisible():
            shown.show()
        settle(desk, looks)
        drawn(shown).save(str(path))
        for dialog in window.findChildren(QDialog):
            dialog.close()
        if shown is not window:
            shown.close()
        window.close()
        desk.close()
        window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def drawn(shown: QWidget) -> QPixmap:
    """The widget as a picture, with the dialogs it opened in its middle."""
    made = shown.grab()
    dialogs = [dialog for dialog in shown.findChildren(QDialog) if dialog.isVisible()]
    painter = QPainter(made)
    for dialog in dialogs:
        over = dialog.grab()
        at = QRect(QPoint(0, 0), dialog.size())
        at.moveCenter(shown.rect().center())
        painter.drawPixmap(at.topLeft(), over)
        painter.setPen(theme.current().color("line"))
        painter.drawRect(at.adjusted(-1, -1, 0, 0))
    painter.end()
    return made


def settle(desk: Desk, looks: int = LOOKS) -> None:
    """Let the window do what it has to do, short timers too: until no answer was awaited ``looks`` times running."""
    until, quiet = monotonic() + LONGEST_WAIT_S, 0
    while quiet < looks and monotonic() < until:
        loop = QEventLoop()
        QTimer.singleShot(SETTLE_MS, loop, loop.quit)
        loop.exec()
        quiet = quiet + 1 if desk.is_idle else 0


def _page(name: str, _desk: Desk, shell: Shell) -> None:
    shell.open_page(name)


def _palette(_desk: Desk, shell: Shell) -> None:
    if isinstance(shell, MainWindow):
        shell.doing.open_palette()
        shell.palette_box.field.setText("re")


def _locked(_desk: Desk, shell: Shell) -> None:
    if isinstance(shell, MainWindow):
        shell.lock()


def _notices(_desk: Desk, shell: Shell) -> None:
    shell.warn("The store is read-only at the moment. What you typed is kept; save again when it can be written.")
    shell.notify("The disruption was recorded.", undo=_nothing)


def _guide(_desk: Desk, _shell: Shell) -> QWidget:
    from ui.guide import GuideDialog

    return GuideDialog("settings")


def _shortcuts(_desk: Desk, shell: Shell) -> None:
    shell.open_page("disruptions")
    shell.action("frame.shortcuts").trigger()


def _crash(_desk: Desk, _shell: Shell) -> QWidget:
    from ui.crash import CrashDialog

    try:
        import_module("soc_desk.invented")
    except ImportError as error:
        return CrashDialog(error)
    raise AssertionError("The invented module exists.")


def _question(_desk: Desk, _shell: Shell) -> QWidget:
    from ui.dialog import Question
    from ui.page import Answer

    return Question(
        "Close without saving?",
        "What you typed is not saved yet. Keep it as a draft to go on later, or throw it away.",
        (Answer("&Keep for later", _nothing), Answer("&Throw away", _nothing, is_grave=True)),
    )


def _kept(_desk: Desk, _shell: Shell) -> QWidget:
    from ui.drafts import Kept
    from ui.frame.kept import KeptDialog

    return KeptDialog([Kept("", "Record a disruption", {}), Kept("", "Disruption D-2026-0412", {})], _nothing, _nothing)


def _nothing(*_: object) -> None:
    """What buttons of a picture do."""


def _first_run(which: str, desk: Desk, _shell: Shell) -> QWidget:
    from ui.session import SessionWindow

    asking = SessionWindow(desk, StoreDoors(), "north.socdesk" if which == "sign_in" else "", "a.example")
    asking.stack.setCurrentIndex(["choose", "sign_in", "place", "first_user"].index(which))
    if which == "sign_in":
        asking.sign_in.say("The user name or the passphrase is wrong. Check both and try again.")
    asking.resize(900, 760)
    return asking


_FRAME: dict[str, Scene] = {
    "find": _palette, "locked": _locked, "notices": _notices, "guide": _guide, "shortcuts": _shortcuts, "crash": _crash,
    "question": _question, "kept-drafts": _kept,
    "first-run-choose": partial(_first_run, "choose"), "first-run-place": partial(_first_run, "place"),
    "first-run-user": partial(_first_run, "first_user"), "sign-in-error": partial(_first_run, "sign_in"),
}  # fmt: skip


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m ui.pictures", description=__doc__.splitlines()[0])
    parser.add_argument("--out", default=str(OUT), metavar="DIR", help="where the pictures go")
    parser.add_argument("--only", default="", metavar="NAME", help="draw only scenes whose name holds this")
    parser.add_argument("--store", default="", help="a store to open as SOC_DESK_USER; else the demonstration store")
    parser.add_argument("--quick", action="store_true", help="only the light scheme at 100 %%")
    parser.add_argument("--screenshots", default="", metavar="DIR", help="draw those of the README instead")
    parser.add_argument("--scale", type=int, default=0, help=argparse.SUPPRESS)
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())
