"""Exporting the register of disruptions as filtered, read and written page by page."""

from pathlib import Path

from PySide6.QtCore import QObject

from soc_desk.services import disruption_rows, exports
from soc_desk.services.disruption_rows import DisruptionFilter, Sort
from soc_desk.services.prints import Addressed
from ui import exporting
from ui.desk import Desk, Task
from ui.exporting import Written
from ui.page import Shell


def write_file(
    task: Task, shown: DisruptionFilter, sort: Sort, to: Addressed, filters: tuple[str, ...], path: Path
) -> Written:
    """Log the disclosure, then write the view; the file appears whole or not at all. Raises BadFile."""
    write = exporting.spreadsheet_writer(path)
    with exporting.whole_file(path) as out:
        task.progress(0.0, "Exporting disruptions")
        furniture = task.write(exports.export_disruptions, shown, to, filters)
        every = max(1, task.read(disruption_rows.count, shown))

        def tell(done: int) -> None:
            task.progress(min(done / every, 1.0), f"Exporting disruptions, {done:,} of {every:,}")

        records = task.read(exports.hand_over, furniture, shown, sort, write, out, tell)
    return Written(path, records, furniture.print_id)


class Exporting(exporting.Exporting[DisruptionFilter, Sort]):
    """Disruptions leaving as a file or over the clipboard."""

    def __init__(self, desk: Desk, shell: Shell, owner: QObject) -> None:
        super().__init__(desk, shell, owner, write_file, noun="disruption", stem="disruptions")
