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
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

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


class CrashDialog(QDialog):
    """Says that the program made a mistake, what is safe, and offers the report to copy."""

    def __init__(self, error: BaseException, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("crash")
        self.setWindowTitle("Something went wrong")
        title = QLabel("The program made a mistake")
        title.setObjectName("sheetTitle")
        words = QLabel(
            "What you saved is safe, and what you typed is kept as a draft. You can go on working. Please send the "
            "report below to whoever looks after SOC Desk: it names places in the program and holds no case data."
        )
        words.setWordWrap(True)
        self.text = QPlainTextEdit(report(error))
        self.text.setReadOnly(True)
        self.text.setAccessibleName("Report")
        buttons = QDialogButtonBox()
        self.copy = QPushButton("&Copy report")
        buttons.addButton(self.copy, QDialogButtonBox.ButtonRole.ActionRole)
        go_on = buttons.addButton("&Go on", QDialogButtonBox.ButtonRole.AcceptRole)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        for widget in (title, words, self.text, buttons):
            layout.addWidget(widget)
        self.resize(640, 420)
        self.copy.clicked.connect(self._copy)
        go_on.clicked.connect(self.accept)
        go_on.setDefault(True)

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
