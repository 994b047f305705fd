"""Exporting the register of groups as filtered."""

from pathlib import Path

from PySide6.QtCore import QObject

from soc_desk.services import ocg_exports
from soc_desk.services.ocgs import OcgFilter
from soc_desk.services.prints import Addressed
from ui import exporting
from ui.desk import Desk, Task
from ui.exporting import Written
from ui.page import Shell

Sort = tuple[str, bool]


def write_file(
    task: Task, shown: OcgFilter, sort: Sort, to: Addressed, filters: tuple[str, ...], path: Path
) -> Written:
    """Log the disclosure, then write the view; the file appears whole or not at all. Raises BadFile."""
    write = exporting.spreadsheet_writer(path)
    with exporting.whole_file(path) as out:
        task.progress(0.0, "Exporting groups")
        furniture = task.write(ocg_exports.export_ocgs, shown, to, filters)
        records = task.read(ocg_exports.hand_over, furniture, shown, sort, write, out)
    return Written(path, records, furniture.print_id)


class Exporting(exporting.Exporting[OcgFilter, Sort]):
    """Groups, individuals and vulnerabilities leaving as a file."""

    def __init__(self, desk: Desk, shell: Shell, owner: QObject) -> None:
        super().__init__(desk, shell, owner, write_file, noun="group", stem="ocgs")
