"""The profile of a group or a person as a PDF: its pages first, then who receives it, then the file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from PySide6.QtCore import QObject

from soc_desk.errors import DeskError
from soc_desk.services.prints import Addressed
from ui.desk import Desk, Task
from ui.exporting import Written, whole_file
from ui.forms.address import AddressDialog
from ui.forms.profile import ProfileDialog, Ticked
from ui.page import Shell


@dataclass(frozen=True, kw_only=True)
class Profile:
    """Whose it is, what may be ticked beyond the usual, and how it is gathered, logged and drawn."""

    reference: str
    boxes: Mapping[str, str]
    preview: Callable[[Task, Ticked], Any]
    print_out: Callable[[Task, Ticked, Addressed], Any]
    draw: Callable[[Any, BinaryIO], int]


class Profiles(QObject):
    """Shows the pages, asks who receives them, logs it and writes the file."""

    def __init__(self, desk: Desk, shell: Shell, owner: QObject) -> None:
        super().__init__(owner)
        self._desk, self._shell = desk, shell

    def show(self, profile: Profile) -> None:
        """Show a profile as it will leave."""
        draw, leave = partial(preview, profile=profile), partial(self._ask, profile)
        self._shell.open_dialog(
            ProfileDialog(self._desk, f"Profile of {profile.reference}", profile.boxes, draw, leave)
        )

    def _ask(self, profile: Profile, ticked: Ticked) -> None:
        path = Path.home() / f"profile-{profile.reference}.pdf"
        leave = partial(self._save, profile, ticked)
        self._shell.open_dialog(AddressDialog(f"Print the profile of {profile.reference}", "&Save", leave, path))

    def _save(self, profile: Profile, ticked: Ticked, to: Addressed, path: Path | None) -> None:
        if path is not None:
            self._desk.run(save, profile, ticked, to, path).then(self, self._written, self._refused)

    def _written(self, written: Written) -> None:
        self._shell.notify(f"{written.path.name} was written; its print id is {written.print_id}.")

    def _refused(self, error: DeskError) -> None:
        self._shell.warn(str(error))


def preview(task: Task, ticked: Ticked, profile: Profile) -> bytes:
    """The pages as they would leave; a consultation is logged."""
    task.progress(0.0, "Drawing the profile")
    out = BytesIO()
    profile.draw(profile.preview(task, ticked), out)
    return out.getvalue()


def save(task: Task, profile: Profile, ticked: Ticked, to: Addressed, path: Path) -> Written:
    """Log the disclosure and write the PDF; it appears whole or not at all. Raises BadFile."""
    task.progress(0.0, "Drawing the profile")
    with whole_file(path) as out:
        told = profile.print_out(task, ticked, to)
        profile.draw(told, out)  # type: ignore[arg-type]  # a file open for bytes
    return Written(path, 1, told.furniture.print_id)
