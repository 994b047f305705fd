"""A register leaving as a file: asks who receives it and why, logs that, then writes the file."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from soc_desk.errors import BadFile, DeskError
from soc_desk.services import periods
from soc_desk.services.prints import Addressed, RegisterPrint
from ui.desk import Desk, Session, Task
from ui.dialog import MarkedDialog
from ui.page import Answer, Shell
from ui.widgets.fields import LineField
from ui.widgets.files import Wanted, choose_path
from ui.widgets.form import Entry, Form
from ui.widgets.text import button, label

_SHOWN = 12
KINDS = {"csv": "CSV", "xlsx": "Excel workbook"}

F_contra = TypeVar("F_contra", contravariant=True)
S_contra = TypeVar("S_contra", contravariant=True)
F = TypeVar("F")
S = TypeVar("S")


@dataclass(frozen=True)
class Written:
    """The file that came of an export."""

    path: Path
    records: int
    print_id: str


class Writer(Protocol[F_contra, S_contra]):
    """A job that logs the disclosure and writes a view; ``filters`` say in words what ``shown`` narrows to."""

    def __call__(
        self, task: Task, shown: F_contra, sort: S_contra, to: Addressed, filters: tuple[str, ...], path: Path
    ) -> Written: ...


def spreadsheet_writer(path: Path) -> Callable[[RegisterPrint, IO[bytes]], int]:
    """What writes a file of that ending: XLSX, else CSV."""
    from soc_desk.reports import spreadsheet  # XlsxWriter comes with it

    return spreadsheet.write_xlsx if path.suffix.lower() == ".xlsx" else spreadsheet.write_csv


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A file that appears whole or not at all; raises BadFile where it cannot be written."""
    beside = path.with_name(f".{path.name}.part")
    try:
        with beside.open("wb") as out:
            yield out
        beside.replace(path)
    except OSError as error:
        raise BadFile(f"{path} cannot be written: {error.strerror or error}. Choose another folder or name.") from error
    finally:
        beside.unlink(missing_ok=True)


class ExportDialog(MarkedDialog):
    """Recipient, purpose and the file; ``chosen(to, path, ticked)`` is called with them.

    ``stem`` begins the file's name; ``box`` are the words of a box to tick, where there is something to choose.
    """

    def __init__(
        self,
        kind: str,
        records: int,
        filters: tuple[str, ...],
        folder: Path,
        chosen: Callable[[Addressed, Path, bool], object],
        *,
        noun: str = "disruption",
        stem: str = "disruptions",
        box: str = "",
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
        self.box = QCheckBox(box)
        if box:
            self.body.addWidget(self.box)
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
        self._chosen(to, path, self.box.isChecked())


class Exporting(QObject, Generic[F, S]):
    """Lets a view leave as a file, logged as a disclosure.

    A register names what it holds (``noun``, and ``stem`` for its files) and the job that writes a view; with ``BOX``
    the dialog asks for something more, and ``writer`` gives the job that does it. ``held`` reads the handling
    conditions in a view: they are shown, and left out unless acknowledged (``conditional`` to the job).
    """

    BOX = ""

    def __init__(
        self, desk: Desk, shell: Shell, owner: QObject, write: Writer[F, S], *, noun: str, stem: str,
        held: Callable[[Session, F], list[str]] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(owner)
        self._desk, self._shell = desk, shell
        self._writer, self._noun, self._stem, self._held = write, noun, stem, held
        self.folder = Path.home()

    def ask(self, kind: str, shown: F, sort: S, filters: tuple[str, ...], records: int) -> None:
        """Ask for recipient, purpose and file; ``kind`` is csv or xlsx."""
        if not records:
            self._shell.warn("There is nothing to export in this view. Clear a filter first.")
            return
        go = partial(self._ask, kind, shown, sort, filters, records)
        if self._held is None:
            go(conditional=False)
        else:
            self._desk.read(self._held, shown).then(self, partial(self._acknowledge, go))

    def _acknowledge(self, go: Callable[..., None], held: list[str]) -> None:
        if not held:
            go(conditional=False)
            return
        more = f"\n… and {len(held) - _SHOWN} more" if len(held) > _SHOWN else ""
        self._shell.ask(
            f"{len(held)} of these have handling conditions", "\n".join(held[:_SHOWN]) + more,
            Answer("Leave them out", partial(go, conditional=False)),
            Answer("Include them: I keep to these", partial(go, conditional=True)),
        )  # fmt: skip

    def _ask(self, kind: str, shown: F, sort: S, filters: tuple[str, ...], records: int, *, conditional: bool) -> None:
        chosen = partial(self._write, shown, sort, filters, conditional)
        words = {"noun": self._noun, "stem": self._stem, "box": self.BOX}
        dialog = ExportDialog(kind, records, filters, self.folder, chosen, **words)
        self._shell.open_dialog(dialog)

    def writer(self, ticked: bool) -> Writer[F, S]:
        """The job that writes a view as the box says."""
        del ticked
        return self._writer

    def _write(
        self, shown: F, sort: S, filters: tuple[str, ...], conditional: bool, to: Addressed, path: Path, ticked: bool
    ) -> None:
        self.folder = path.parent
        job: Any = self.writer(ticked)
        if conditional:
            job = partial(job, conditional=True)
        self._desk.run(job, shown, sort, to, filters, path).then(self, self._say_written, self._refuse)

    def _say_written(self, written: Written) -> None:
        many = f"{written.records:,} {self._noun}{' was' if written.records == 1 else 's were'}"
        self._shell.notify(f"{many} exported to {written.path.name} under print id {written.print_id}.")

    def _refuse(self, error: DeskError) -> None:
        self._shell.warn(str(error))
