"""Saving the rows of a file that are left out, each with what is wrong, to be mended and imported later."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from ui.imports import work
from ui.imports.running import Run
from ui.imports.work import Checked
from ui.page import Page


class ErrorFile(QObject):
    """Asks where the file goes, and writes it on the long lane."""

    def __init__(self, page: Page, run: Run) -> None:
        super().__init__(page)
        self._page, self._run = page, run

    def ask(self, checked: Checked, folder: Path) -> None:
        """Ask for the file, suggesting a name beside the one that was read."""
        suggested = folder / f"{Path(checked.parsed.file_name).stem} - to mend.xlsx"
        kinds = "Excel workbook (*.xlsx);;CSV (*.csv)"
        dialog = QFileDialog(self._page, "Save the error file", str(suggested), kinds)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("xlsx")
        dialog.fileSelected.connect(lambda name: self.write(checked, Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def write(self, checked: Checked, path: Path) -> None:
        """Write the rows that are left out to ``path``."""
        self._run(work.write_errors, path, checked.preview, checked.parsed, slot=self._say)

    def _say(self, path: Path) -> None:
        self._page.shell.notify(f"The rows to mend were written to {path.name}.")
