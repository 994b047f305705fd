"""What happens when the program itself is wrong: a dialog with a report to copy that holds no case data."""

import logging
import platform
import sys
import traceback
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from ui.dialog import MarkedDialog
from ui.widgets.text import button, label

WORDS = (
    "What you saved is safe, and what you typed is kept as a draft. You can go on working. Please send the report "
    "below to whoever looks after SOC Desk: it names places in the program and holds no case data."
)
_OURS = {"soc_desk", "ui"}
_log = logging.getLogger(__name__)


def report(error: BaseException) -> str:
    """The error as text fit to be sent: kinds, places and versions; never a message, a value or a path of the user's.

    The text of an exception may quote what was typed or stored, so only its class is told.
    """
    lines = [
        f"SOC Desk {_version('soc-desk')}, Python {platform.python_version()}, Qt {qVersion()}, {platform.system()}"
    ]
    lines += [f"{name} {_version(name)}" for name in ("SQLAlchemy", "PySide6-Essentials", "sqlcipher3")]
    link: BaseException | None = error
    while link is not None:
        lines += ["", f"{type(link).__module__}.{type(link).__qualname__}"]
        lines += [f"  {_place(frame)} in {frame.name}" for frame in traceback.extract_tb(link.__traceback__)]
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return "\n".join(lines)


class CrashDialog(MarkedDialog):
    """Says that the program made a mistake, what is safe, and offers the report to copy."""

    def __init__(self, error: BaseException, parent: QWidget | None = None) -> None:
        super().__init__("The program made a mistake", parent)
        self.text = QPlainTextEdit(report(error), readOnly=True)
        self.text.setAccessibleName("Report")
        self.body.addWidget(label(WORDS, ink="soft", wrap=True))
        self.body.addWidget(self.text, 1)
        self.copy = self.add_left_button(button("&Copy report", self._copy, icon="copy"))
        self.add_button(button("&Go on", self.accept, kind="primary")).setDefault(True)
        self.resize(640, 420)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())


def watch(tell: Callable[[BaseException], object]) -> None:
    """Send every exception that nobody caught to ``tell``; also those raised inside Qt's slots."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        _log.error("%s", report(error))
        tell(error)

    sys.excepthook = hook


def _place(frame: traceback.FrameSummary) -> str:
    parts = Path(frame.filename).parts
    ours = next((at for at, part in enumerate(parts) if part in _OURS), None)
    file = "/".join(parts[ours:]) if ours is not None else "/".join(parts[-2:])
    return f"{file}:{frame.lineno}"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "of the checkout"
