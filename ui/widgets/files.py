"""Choosing a file or a folder, in a dialog of our own: a lock hides it, and Ctrl+L works in it."""

from collections.abc import Callable
from enum import Enum

from PySide6.QtWidgets import QFileDialog, QWidget


class Wanted(Enum):
    """What is to be chosen."""

    FILE = "a file that exists"
    NEW_FILE = "a file to write"
    FOLDER = "a folder"


def choose_path(
    parent: QWidget, title: str, start: str, taken: Callable[[str], object], *,
    wanted: Wanted = Wanted.FILE, kinds: str = "", suffix: str = "",
) -> QFileDialog:  # fmt: skip
    """Have somebody choose a path; ``taken`` is called with it, and nothing where it is cancelled.

    ``start`` is the path shown first, ``kinds`` as in ``Returns (*.csv *.json)``; ``suffix``, without its dot, ends the
    name of a new file where none was typed. The computer's own dialog would be a window of another program: it
    stays on the screen when ours is locked, and takes none of our keys.
    """
    dialog = QFileDialog(parent, title, start, kinds)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    if wanted is Wanted.NEW_FILE:
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    elif wanted is Wanted.FILE:
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    else:
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    if suffix:
        dialog.setDefaultSuffix(suffix)
    dialog.fileSelected.connect(taken)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
