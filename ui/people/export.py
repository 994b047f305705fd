"""Exporting the register of people, and the members of a group; somebody under 18 leaves by initials, unless asked.

Whether full names leave is chosen for each export, and stands in the log and in the file.
"""

from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QObject

from soc_desk.services.people import exports
from soc_desk.services.people.person_rows import PersonFilter, PersonSort
from soc_desk.services.prints import Addressed
from ui import exporting
from ui.desk import Desk, Task
from ui.exporting import Written
from ui.page import Shell

_BOX = "&Full names of people under 18, not their initials"


def write_file(
    task: Task, shown: PersonFilter, sort: PersonSort, to: Addressed, filters: tuple[str, ...], path: Path,
    names_of_children: bool = False, *, conditional: bool = False,
) -> Written:  # fmt: skip
    """Log the disclosure, then write the view; the file appears whole or not at all. Raises BadFile."""
    write = exporting.spreadsheet_writer(path)
    with exporting.whole_file(path) as out:
        task.progress(0.0, "Exporting people")
        furniture = task.write(exports.export_people, shown, to, filters, names_of_children, conditional=conditional)
        told = furniture, shown, sort, write, out, names_of_children
        records = task.read(exports.hand_over, *told, conditional=conditional)
    return Written(path, records, furniture.print_id)


class Exporting(exporting.Exporting[PersonFilter, PersonSort]):
    """People leaving as a file."""

    BOX = _BOX

    def __init__(self, desk: Desk, shell: Shell, owner: QObject) -> None:
        super().__init__(
            desk, shell, owner, write_file, noun="people record", stem="people", held=exports.conditions_of
        )

    def writer(self, ticked: bool) -> exporting.Writer[PersonFilter, PersonSort]:
        return partial(write_file, names_of_children=ticked)


def write_members(
    task: Task, shown: UUID, sort: None, to: Addressed, filters: tuple[str, ...], path: Path,
    names_of_children: bool = False, *, conditional: bool = False,
) -> Written:  # fmt: skip
    """As ``write_file``, of everybody linked to one group; neither order nor filters are chosen."""
    del sort, filters
    write = exporting.spreadsheet_writer(path)
    with exporting.whole_file(path) as out:
        task.progress(0.0, "Exporting members")
        furniture = task.write(exports.export_members, shown, to, names_of_children, conditional=conditional)
        told = furniture, shown, write, out, names_of_children
        records = task.read(exports.hand_over_members, *told, conditional=conditional)
    return Written(path, records, furniture.print_id)


class ExportingMembers(exporting.Exporting[UUID, None]):
    """The members of a group leaving as a file."""

    BOX = _BOX

    def __init__(self, desk: Desk, shell: Shell, owner: QObject) -> None:
        super().__init__(
            desk, shell, owner, write_members, noun="link", stem="members", held=exports.conditions_of_members
        )

    def writer(self, ticked: bool) -> exporting.Writer[UUID, None]:
        return partial(write_members, names_of_children=ticked)
