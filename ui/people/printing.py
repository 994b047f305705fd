"""The profile of a person as a PDF: its pages first, then who receives it, then the file."""

from functools import partial
from io import BytesIO
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QObject

from soc_desk.errors import DeskError
from soc_desk.services.people import profile
from soc_desk.services.people.person_rows import PersonRow
from soc_desk.services.people.profile import Shown
from soc_desk.services.prints import Addressed
from ui.desk import Desk, Task
from ui.exporting import Written, whole_file
from ui.forms.address import AddressDialog
from ui.forms.profile import ProfileDialog, Ticked
from ui.page import Shell

CONDITIONS, FULL_NAME = "conditions", "full_name"
_CONDITIONS = {CONDITIONS: "Also what has handling &conditions"}
_FULL_NAME = {FULL_NAME: "&Full name, although under 18"}


class Printing(QObject):
    """Shows the pages, asks who receives them, logs it and writes the file."""

    def __init__(self, desk: Desk, shell: Shell, owner: QObject) -> None:
        super().__init__(owner)
        self._desk, self._shell = desk, shell

    def profile(self, row: PersonRow) -> None:
        """Show the profile of a person as it will leave."""
        boxes = _CONDITIONS | (_FULL_NAME if row.child else {})
        title = f"Profile of {row.reference}"
        draw, leave = partial(preview, id_=row.id), partial(self._ask, row)
        self._shell.open_dialog(ProfileDialog(self._desk, title, boxes, draw, leave))

    def _ask(self, row: PersonRow, ticked: Ticked) -> None:
        path = Path.home() / f"profile-{row.reference}.pdf"
        leave = partial(self._save, row.id, ticked)
        self._shell.open_dialog(AddressDialog(f"Print the profile of {row.reference}", "&Save", leave, path))

    def _save(self, id_: UUID, ticked: Ticked, to: Addressed, path: Path | None) -> None:
        if path is not None:
            self._desk.run(save, id_, to, ticked, path).then(self, self._written, self._refused)

    def _written(self, written: Written) -> None:
        self._shell.notify(f"{written.path.name} was written; its print id is {written.print_id}.")

    def _refused(self, error: DeskError) -> None:
        self._shell.warn(str(error))


def preview(task: Task, ticked: Ticked, id_: UUID) -> bytes:
    """The pages as they would leave; a consultation is logged."""
    from soc_desk.reports import person as drawing  # ReportLab comes with it

    task.progress(0.0, "Drawing the profile")
    out = BytesIO()
    drawing.draw(task.write(profile.preview, id_, _shown(ticked)), out)
    return out.getvalue()


def save(task: Task, id_: UUID, to: Addressed, ticked: Ticked, path: Path) -> Written:
    """Log the disclosure and write the PDF; it appears whole or not at all. Raises BadFile."""
    from soc_desk.reports import person as drawing  # as above

    task.progress(0.0, "Drawing the profile")
    with whole_file(path) as out:
        told = task.write(profile.print_out, id_, to, _shown(ticked))
        drawing.draw(told, out)  # type: ignore[arg-type]  # a file open for bytes
    return Written(path, 1, told.furniture.print_id)


def _shown(ticked: Ticked) -> Shown:
    return Shown(conditions=CONDITIONS in ticked, full_name=FULL_NAME in ticked)
