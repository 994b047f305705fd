"""Exporting the OCG register as filtered: asks who receives it and why, logs that, then writes the file."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import IO, Protocol
from uuid import UUID

from PySide6.QtCore import QObject

from soc_desk.errors import BadFile, DeskError
from soc_desk.services import ocg_exports
from soc_desk.services.ocgs import OcgFilter
from soc_desk.services.prints import Addressed, RegisterPrint
from ui.desk import Desk, Task
from ui.disruptions.export import ExportDialog, Written
from ui.page import Shell

Sort = tuple[str, bool]


class Identified(Protocol):
    """A row of any register of subjects."""

    @property
    def id(self) -> UUID: ...


def write_file(
    task: Task, shown: OcgFilter, sort: Sort, to: Addressed, filters: tuple[str, ...], path: Path
) -> Written:
    """Log the disclosure, then write the view; the file appears whole or not at all. Raises BadFile."""
    from soc_desk.reports import spreadsheet  # XlsxWriter comes with it

    write: Callable[[RegisterPrint, IO[bytes]], int] = spreadsheet.write_csv
    if path.suffix.lower() == ".xlsx":
        write = spreadsheet.write_xlsx
    beside = path.with_name(f".{path.name}.part")
    try:
        with beside.open("wb") as out:
            task.progress(0.0, "Exporting groups")
            furniture = task.write(ocg_exports.export_ocgs, shown, to, filters)
            records = task.read(ocg_exports.hand_over, furniture, shown, sort, write, out)
        beside.replace(path)
    except OSError as error:
        raise BadFile(f"{path} cannot be written: {error.strerror or error}. Choose another folder or name.") from error
    finally:
        beside.unlink(missing_ok=True)
    return Written(path, records, furniture.print_id)


class Exporting(QObject):
    """Lets a view leave as a file and rows over the clipboard; both are logged as disclosures."""

    def __init__(self, desk: Desk, shell: Shell, owner: QObject) -> None:
        super().__init__(owner)
        self._desk, self._shell = desk, shell
        self.folder = Path.home()

    def ask(self, kind: str, shown: OcgFilter, sort: Sort, filters: tuple[str, ...], records: int) -> None:
        """Ask for recipient, purpose and file; ``kind`` is csv or xlsx."""
        if not records:
            self._shell.warn("There is nothing to export in this view. Clear a filter first.")
            return
        chosen = partial(self._write, shown, sort, filters)
        dialog = ExportDialog(kind, records, filters, self.folder, chosen, noun="group", stem="ocgs")
        self._shell.open_dialog(dialog)

    def log_copy(self, rows: Sequence[Identified]) -> None:
        """Log rows that are on the clipboard now."""
        ids = tuple(row.id for row in rows)
        self._desk.write(ocg_exports.copied_subjects, ids).then(self, partial(self._say_copied, len(rows)))

    def _write(self, shown: OcgFilter, sort: Sort, filters: tuple[str, ...], to: Addressed, path: Path) -> None:
        self.folder = path.parent
        self._desk.run(write_file, shown, sort, to, filters, path).then(self, self._say_written, self._refuse)

    def _say_written(self, written: Written) -> None:
        many = f"{written.records:,} group{' was' if written.records == 1 else 's were'}"
        self._shell.notify(f"{many} exported to {written.path.name} under print id {written.print_id}.")

    def _say_copied(self, count: int, print_id: str) -> None:
        rows = f"{count:,} row{' was' if count == 1 else 's were'}"
        self._shell.notify(f"{rows} copied and logged as disclosure {print_id}.")

    def _refuse(self, error: DeskError) -> None:
        self._shell.warn(str(error))
