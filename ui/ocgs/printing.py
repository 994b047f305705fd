"""The profile of a group as a PDF: its pages first, then who receives it, then the file."""

from functools import partial
from io import BytesIO
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QObject

from soc_desk.errors import DeskError
from soc_desk.services import ocg_profile
from soc_desk.services.ocgs import OcgRow
from soc_desk.services.prints import Addressed
from ui.desk import Desk, Task
from ui.exporting import Written, whole_file
from ui.forms.address import AddressDialog
from ui.forms.profile import ProfileDialog, Ticked
from ui.page import Shell

_BOXES = {"conditions": "Also intelligence with handling &conditions"}


class Printing(QObject):
    """Shows the pages, asks who receives them, logs it and writes the file."""

    def __init__(self, desk: Desk, shell: Shell, owner: QObject) -> None:
        super().__init__(owner)
        self._desk, self._shell = desk, shell

    def profile(self, row: OcgRow) -> None:
        """Show the profile as it will leave; conditions of intelligence are never left off what they bind."""
        draw, leave = partial(preview, id_=row.id), partial(self._ask, row)
        self._shell.open_dialog(ProfileDialog(self._desk, f"Profile of {row.reference}", _BOXES, draw, leave))

    def _ask(self, row: OcgRow, ticked: Ticked) -> None:
        path = Path.home() / f"profile-{row.reference}.pdf"
        leave = partial(self._save, row, bool(ticked))
        self._shell.open_dialog(AddressDialog(f"Print the profile of {row.reference}", "&Save", leave, path))

    def _save(self, row: OcgRow, conditions: bool, to: Addressed, path: Path | None) -> None:
        if path is not None:
            self._desk.run(save, row, to, conditions, path).then(self, self._written, self._refused)

    def _written(self, written: Written) -> None:
        self._shell.notify(f"{written.path.name} was written; its print id is {written.print_id}.")

    def _refused(self, error: DeskError) -> None:
        self._shell.warn(str(error))


def preview(task: Task, ticked: Ticked, id_: UUID) -> bytes:
    """The pages as they would leave; a consultation is logged."""
    from soc_desk.reports import ocg as drawing  # ReportLab comes with it

    task.progress(0.0, "Drawing the profile")
    out = BytesIO()
    drawing.draw(task.write(ocg_profile.preview, id_, bool(ticked)), out)
    return out.getvalue()


def save(task: Task, row: OcgRow, to: Addressed, conditions: bool, path: Path) -> Written:
    """Log the disclosure and write the PDF; it appears whole or not at all. Raises BadFile."""
    from soc_desk.reports import ocg as drawing  # ReportLab comes with it

    task.progress(0.0, "Drawing the profile")
    with whole_file(path) as out:
        profile = task.write(ocg_profile.print_out, row.id, to, conditions)
        drawing.draw(profile, out)  # type: ignore[arg-type]  # a file open for bytes
    return Written(path, 1, profile.furniture.print_id)
