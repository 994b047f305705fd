"""Exporting the register as filtered: asks who receives it and why, logs that, then writes the file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from soc_desk.errors import BadFile, DeskError
from soc_desk.services import disruption_rows, exports, periods
from soc_desk.services.disruption_rows import DisruptionFilter, DisruptionRow, Sort
from soc_desk.services.prints import Addressed, RegisterPrint
from ui.desk import Desk, Task
from ui.dialog import MarkedDialog
from ui.page import Shell
from ui.widgets.fields import LineField
from ui.widgets.files import Wanted, choose_path
from ui.widgets.form import Entry, Form
from ui.widgets.text import button, label

KINDS = {"csv": "CSV", "xlsx": "Excel workbook"}


@dataclass(frozen=True)
class Written:
    """The file that came of an export."""

    path: Path
    records: int
    print_id: str


def write_file(
    task: Task, shown: DisruptionFilter, sort: Sort, to: Addressed, filters: tuple[str, ...], path: Path
) -> Written:
    """Log the disclosure, then write the view; the file appears whole or not at all. Raises BadFile."""
    from soc_desk.reports import spreadsheet  # XlsxWriter comes with it

    write: Callable[[RegisterPrint, IO[bytes]], int] = spreadsheet.write_csv
    if path.suffix.lower() == ".xlsx":
        write = spreadsheet.write_xlsx
    beside = path.with_name(f".{path.name}.part")
    try:
        with beside.open("wb") as out:
            task.progress(0.0, "Exporting disruptions")
            furniture = task.write(exports.export_disruptions, shown, to, filters)
            every = max(1, task.read(disruption_rows.count, shown))

            def tell(done: int) -> None:
                task.progress(min(done / every, 1.0), f"Exporting disruptions, {done:,} of {every:,}")

            records = task.read(exports.hand_over, furniture, shown, sort, write, out, tell)
        beside.replace(path)
    except OSError as error:
        raise BadFile(f"{path} cannot be written: {error.strerror or error}. Choose another folder or name.") from error
    finally:
        beside.unlink(missing_ok=True)
    return Written(path, records, furniture.print_id)


class ExportDialog(MarkedDialog):
    """Recipient, purpose and the file; ``chosen(to, path)`` is called with them. ``stem`` begins the file's name."""

    def __init__(
        self,
        kind: str,
        records: int,
        filters: tuple[str, ...],
        folder: Path,
        chosen: Callable[[Addressed, Path], object],
        *,
        noun: str = "disruption",
        stem: str = "disruptions",
    ) -> None:
        super().__init__(f"Export {records:,} {noun}{'' if records == 1 else 's'} as {KINDS[kind]}")
        self._kind, self._chosen = kind, chosen
        self.setMinimumWidth(520)
        told = "; ".join(filters) or "Nothing is filtered out."
        self.body.addWidget(label(f"As filtered now. {told}", ink="soft", wrap=True))
        self.form: Form[Addressed] = Form(Addressed(recipient="", purpose=""))
        self.form.add_row(Entry("recipient", "Who &receives it", LineField("Name and organisation")))
        self.form.add_row(Entry("purpose", "What it is &for", LineField("The purpose is logged with the export")))
        self.path = LineField()
        self.path.setAccessibleName("File")
        self.path.setText(str(folder / f"{stem}-{periods.today().isoformat()}.{kind}"))
        where = QWidget()
        row = QHBoxLayout(where)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.path, 1)
        row.addWidget(button("&Choose…", self._browse))
        self.body.addWidget(self.form)
        file = QVBoxLayout()
        file.setSpacing(4)
        file.addWidget(label("File", "medium"))
        file.addWidget(where)
        self.body.addLayout(file)
        self.add_button(button("Ca&ncel", self.reject))
        self.export = self.add_button(button("&Export", self._export, kind="primary"))
        self.export.setDefault(True)

    def _browse(self) -> None:
        choose_path(
            self, "Export to", self.path.text(), self.path.setText,
            wanted=Wanted.NEW_FILE, kinds=f"{KINDS[self._kind]} (*.{self._kind})", suffix=self._kind,
        )  # fmt: skip

    def _export(self) -> None:
        to = self.form.draft()
        if problems := to.problems():
            self.form.show_problems(problems)
            self.form.focus_problem()
            return
        path = Path(self.path.text().strip()).expanduser()
        if path.suffix.lower() != f".{self._kind}":
            path = path.with_name(f"{path.name}.{self._kind}")
        self.accept()
        self._chosen(to, path)


class Exporting(QObject):
    """Lets a view leave as a file and rows over the clipboard; both are logged as disclosures."""

    def __init__(self, desk: Desk, shell: Shell, owner: QObject) -> None:
        super().__init__(owner)
        self._desk, self._shell = desk, shell
        self.folder = Path.home()

    def ask(self, kind: str, shown: DisruptionFilter, sort: Sort, filters: tuple[str, ...], records: int) -> None:
        """Ask for recipient, purpose and file; ``kind`` is csv or xlsx."""
        if not records:
            self._shell.warn("There is nothing to export in this view. Clear a filter first.")
            return
        chosen = partial(self._write, shown, sort, filters)
        self._shell.open_dialog(ExportDialog(kind, records, filters, self.folder, chosen))

    def log_copy(self, rows: Sequence[DisruptionRow]) -> None:
        """Log rows that are on the clipboard now."""
        ids = tuple(row.id for row in rows)
        self._desk.write(exports.copied_disruptions, ids).then(self, partial(self._say_copied, len(rows)))

    def _write(self, shown: DisruptionFilter, sort: Sort, filters: tuple[str, ...], to: Addressed, path: Path) -> None:
        self.folder = path.parent
        self._desk.run(write_file, shown, sort, to, filters, path).then(self, self._say_written, self._refuse)

    def _say_written(self, written: Written) -> None:
        many = f"{written.records:,} disruption{' was' if written.records == 1 else 's were'}"
        self._shell.notify(f"{many} exported to {written.path.name} under print id {written.print_id}.")

    def _say_copied(self, count: int, print_id: str) -> None:
        rows = f"{count:,} row{' was' if count == 1 else 's were'}"
        self._shell.notify(f"{rows} copied and logged as disclosure {print_id}.")

    def _refuse(self, error: DeskError) -> None:
        self._shell.warn(str(error))
