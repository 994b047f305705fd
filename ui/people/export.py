"""Exporting the register of people, and the members of a group; somebody under 18 leaves by their initials."""

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


def write_file(
    task: Task, shown: PersonFilter, sort: PersonSort, to: Addressed, filters: tuple[str, ...], path: Path
) -> Written:
    """Log the disclosure, then write the view; the file appears whole or not at all. Raises BadFile."""
    write = exporting.spreadsheet_writer(path)
    with exporting.whole_file(path) as out:
        task.progress(0.0, "Exporting people")
        furniture = task.write(exports.export_people, shown, to, filters)
        records = task.read(exports.hand_over, furniture, shown, sort, write, out)
    return Written(path, records, furniture.print_id)


class Exporting(exporting.Exporting[PersonFilter, PersonSort]):
    """People leaving as a file."""

    def __init__(self, desk: Desk, shell: Shell, owner: QObject) -> None:
        super().__init__(desk, shell, owner, write_file, noun="people record", stem="people")


def write_members(task: Task, shown: UUID, sort: None, to: Addressed, filters: tuple[str, ...], path: Path) -> Written:
    """As ``write_file``, of everybody linked to one group; neither order nor filters are chosen."""
    del sort, filters
    write = exporting.spreadsheet_writer(path)
    with exporting.whole_file(path) as out:
        task.progress(0.0, "Exporting members")
        furniture = task.write(exports.export_members, shown, to)
        records = task.read(exports.hand_over_members, furniture, shown, write, out)
    return Written(path, records, furniture.print_id)


class ExportingMembers(exporting.Exporting[UUID, None]):
    """The members of a group leaving as a file."""

    def __init__(self, desk: Desk, shell: Shell, owner: QObject) -> None:
        super().__init__(desk, shell, owner, write_members, noun="link", stem="members")
