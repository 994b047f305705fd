"""The profile of a group as a PDF that somebody receives."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from soc_desk.errors import DeskError
from soc_desk.services import ocg_profile
from soc_desk.services.ocgs import OcgRow
from soc_desk.services.prints import Addressed
from ui.desk import Desk, Task
from ui.exporting import Written, whole_file
from ui.forms.address import AddressDialog
from ui.page import Shell


class Printing(QObject):
    """Asks who receives the profile, logs it and writes the file."""

    def __init__(self, desk: Desk, shell: Shell, owner: QObject) -> None:
        super().__init__(owner)
        self._desk, self._shell = desk, shell

    def profile(self, row: OcgRow, *, conditions: bool) -> None:
        """Ask for recipient and file; ``conditions`` also prints intelligence that has handling conditions."""
        path = Path.home() / f"profile-{row.reference}.pdf"
        leave = partial(self._save, row, conditions)
        self._shell.open_dialog(AddressDialog(f"Print the profile of {row.reference}", "&Save", leave, path))

    def _save(self, row: OcgRow, conditions: bool, to: Addressed, path: Path | None) -> None:
        if path is not None:
            self._desk.run(save, row, to, conditions, path).then(self, self._written, self._refused)

    def _written(self, written: Written) -> None:
        self._shell.notify(f"{written.path.name} was written; its print id is {written.print_id}.")

    def _refused(self, error: DeskError) -> None:
        self._shell.warn(str(error))


def save(task: Task, row: OcgRow, to: Addressed, conditions: bool, path: Path) -> Written:
    """Log the disclosure and write the PDF; it appears whole or not at all. Raises BadFile."""
    from soc_desk.reports import ocg as drawing  # ReportLab comes with it

    task.progress(0.0, "Drawing the profile")
    with whole_file(path) as out:
        profile = task.write(ocg_profile.print_out, row.id, to, conditions)
        drawing.draw(profile, out)  # type: ignore[arg-type]  # a file open for bytes
    return Written(path, 1, profile.furniture.print_id)
