"""Saving the rows of a file that are left out, each with what is wrong, to be mended and imported later."""

from pathlib import Path

from PySide6.QtCore import QObject

from ui.imports import work
from ui.imports.running import Run
from ui.imports.work import Checked
from ui.page import Page
from ui.widgets.files import Wanted, choose_path


class ErrorFile(QObject):
    """Asks where the file goes, and writes it on the long lane."""

    def __init__(self, page: Page, run: Run) -> None:
        super().__init__(page)
        self._page, self._run = page, run

    def ask(self, checked: Checked, folder: Path) -> None:
        """Ask for the file, suggesting a name beside the one that was read."""
        suggested = folder / f"{Path(checked.parsed.file_name).stem} - to mend.xlsx"
        kinds = "Excel workbook (*.xlsx);;CSV (*.csv)"
        choose_path(
            self._page, "Save the error file", str(suggested), lambda name: self.write(checked, Path(name)),
            wanted=Wanted.NEW_FILE, kinds=kinds, suffix="xlsx",
        )  # fmt: skip

    def write(self, checked: Checked, path: Path) -> None:
        """Write the rows that are left out to ``path``."""
        self._run(work.write_errors, path, checked.preview, checked.parsed, slot=self._say)

    def _say(self, path: Path) -> None:
        self._page.shell.notify(f"The rows to mend were written to {path.name}.")
