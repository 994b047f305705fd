"""The tab with the documents and exhibits of a group: added, shown inside the window, handed out, withdrawn."""

from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from soc_desk.errors import DeskError
from soc_desk.services import documents
from soc_desk.services.documents import DocumentRow
from soc_desk.services.ocg_records import OcgRecord
from soc_desk.services.prints import Addressed, wall
from ui.ask import Ask
from ui.desk import Desk, Task
from ui.exporting import whole_file
from ui.forms.address import AddressDialog
from ui.forms.document import DocumentForm
from ui.page import Shell
from ui.widgets.card import Card
from ui.widgets.files import choose_path
from ui.widgets.focus import hand_on
from ui.widgets.marks import Pill
from ui.widgets.rows import Column, RowsModel
from ui.widgets.table import Table
from ui.widgets.text import button, label
from ui.widgets.typed import format_date
from ui.widgets.viewer import Viewer

_HELP = "PDF files, pictures and plain text, kept encrypted in the store. Drop a file here, or choose Add."
_EMPTY = "No document is kept with this record yet. Drop a PDF or a picture here, or add one."
_SHOWN = "Open a document to see it here. Enter opens the selected one; that it was looked at is logged."
_NOT_HANDED_OUT = "A withdrawn document is out of use, and is not handed out."
_WARNING = (
    "The file leaves the store, unencrypted and without a print id on it. Who receives it and why is logged."
)  # fmt: skip
_KINDS = "Documents and pictures (*.pdf *.png *.jpg *.jpeg *.gif *.tif *.tiff *.webp *.txt *.csv *.log *.md)"


def _kind(row: DocumentRow) -> str:
    ending = row.media_type.partition("/")[2].upper()
    return f"{ending} picture" if row.is_picture else {"PDF": "PDF"}.get(ending, "Text")


def size_words(size: int) -> str:
    """``312 KB``, ``4.2 MB``."""
    return f"{size / 1024 / 1024:,.1f} MB" if size >= 1024 * 1024 else f"{max(1, round(size / 1024)):,} KB"


def _standing(row: DocumentRow) -> Pill:
    return Pill("Withdrawn", "amber") if row.withdrawn_at else Pill("Kept", "green")


COLUMNS: tuple[Column[DocumentRow], ...] = (
    Column("title", "Document", lambda row: row.title or row.name, width=170, role="medium", stretch=True,
           tooltip=lambda row: f"{row.name}\nSHA-256 {row.sha256}"),
    Column("exhibit_ref", "Exhibit", lambda row: row.exhibit_ref or "–", width=76),
    Column("kind", "Kind", _kind, width=92),
    Column("size", "Size", lambda row: size_words(row.size), width=76, align="right", sort=lambda row: row.size),
    Column("added", "Added", lambda row: format_date(wall(row.added_at).date()), width=104,
           sort=lambda row: row.added_at, tooltip=lambda row: f"By {row.added_by}"),
    Column("standing", "Standing", lambda row: _standing(row).text, _standing, width=104,
           tooltip=lambda row: row.withdrawn_because),
)  # fmt: skip


class DocumentsBody(QWidget):
    """The documents of one record, and the one that is open beside them; ``where`` is its subject_id or person_id."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__()
        self._desk, self._shell = desk, shell
        self._where: dict[str, UUID] = {}
        self._open: DocumentRow | None = None
        self.model: RowsModel[DocumentRow] = RowsModel(COLUMNS)
        self.table = Table(self.model, "Documents", sorts_here=True)
        self.viewer = Viewer(_SHOWN)
        self.card = Card("No document is open", flush=True)
        self.add = button("Add…", self.choose)
        self.save = button("Save a copy…", self.save_copy)
        self.withdraw = button("Withdraw…", self.ask_withdrawal)
        self.many = label("", "caption")
        self.many.hide()
        self.setAcceptDrops(True)
        self._lay_out()
        self.table.opened.connect(self.open)
        self.table.refused.connect(shell.warn)
        self.table.current_changed.connect(lambda _row: self._offer())
        self._offer()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(label(_HELP, "caption", wrap=True), 1)
        head.addWidget(self.many)
        head.addWidget(self.add)
        self.card.body.addWidget(self.viewer, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 12)
        foot.setSpacing(8)
        foot.addWidget(self.save)
        foot.addWidget(self.withdraw)
        foot.addStretch(1)
        self.card.body.addLayout(foot)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.table)
        split.addWidget(self.card)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(16)
        split.setSizes([620, 500])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(split, 1)
        self.table.set_empty(_EMPTY, "Add a document", self.choose)
        hand_on(self, self.table)

    # what is shown ----------------------------------------------------------------------------------------------------

    def show_of(self, **where: UUID) -> None:
        """Read the documents of a record."""
        if where != self._where:
            self.forget()
        self._where = where
        self._desk.read(documents.page, **where).then(self, self._take)

    def forget(self) -> None:
        """Keep nothing of it."""
        self._where = {}
        self.model.set_rows(())
        self.many.hide()
        self._close()

    def open(self, row: DocumentRow) -> None:
        """Show a document; that it was looked at is logged."""
        self._desk.write(documents.view, row.id).then(self, self._show, self._refuse)

    def _take(self, rows: list[DocumentRow]) -> None:
        self.model.set_rows(rows)
        gone = sum(row.withdrawn_at is not None for row in rows)
        self.many.setText(f"{len(rows) - gone:,} kept, {gone:,} withdrawn")
        self.many.setVisible(gone > 0)
        if self._open is not None:
            kept = self._open.id
            self._open = next((row for row in rows if row.id == kept), None)
            if self._open is None:
                self._close()
        self._offer()

    def _show(self, found: tuple[DocumentRow, bytes]) -> None:
        row, content = found
        self._open = row
        self.card.set_heading(row.title or row.name, f"{row.name}, {size_words(row.size)}, {row.marking.label}")
        try:
            self.viewer.show_content(row.media_type, content)
        except ValueError as error:
            self.viewer.clear(f"{error} Save a copy to open it elsewhere.")
        self._offer()

    def _close(self) -> None:
        self._open = None
        self.viewer.clear(_SHOWN)
        self.card.set_heading("No document is open")
        self._offer()

    # what can be done -------------------------------------------------------------------------------------------------

    def choose(self) -> None:
        """Choose a file to add."""
        if self.add.isEnabled():
            choose_path(self, "Add a document", str(Path.home()), lambda path: self.add_file(Path(path)), kinds=_KINDS)

    def add_file(self, path: Path) -> None:
        """Open the form for a file."""
        self._shell.open_sheet(DocumentForm(self._desk, self._shell, path, **self._where))

    def save_copy(self) -> None:
        """Ask who receives a copy of the document, then write it."""
        if (row := self._chosen()) is None:
            return
        path = Path.home() / row.name
        kinds = (path.suffix.lower(),)
        leave = partial(self._write, row)
        title = f"Save a copy of {row.name}"
        self._shell.open_dialog(AddressDialog(title, "&Save", leave, path, kinds, _WARNING, is_print=False))

    def ask_withdrawal(self) -> None:
        """Ask why the document is withdrawn."""
        if (row := self._chosen()) is None:
            return
        told = "It is taken out of use with the reason. It stays in the store until it is disposed of."
        ask = Ask(
            f"Withdraw {row.title or row.name}?", told, "&Why", "&Withdraw",
            lambda why: self._desk.write(documents.withdraw, row.id, row.version, why),
            lambda _: self._shell.notify(f"{row.title or row.name} is withdrawn."), long=True, is_grave=True,
        )  # fmt: skip
        self._shell.open_dialog(ask)

    def _chosen(self) -> DocumentRow | None:
        """The document that the buttons are about: the selected one, else the open one."""
        row: DocumentRow | None = self.table.current_row()
        return row or self._open

    def _offer(self) -> None:
        row = self._chosen()
        self.add.setEnabled(bool(self._where) and self._desk.may(documents.keep))
        is_kept = row is not None and not row.withdrawn_at
        self.save.setEnabled(is_kept and self._desk.may(documents.hand_out))
        self.save.setToolTip("" if is_kept or row is None else _NOT_HANDED_OUT)
        self.withdraw.setEnabled(is_kept and self._desk.may(documents.withdraw))

    def _write(self, row: DocumentRow, to: Addressed, path: Path | None) -> None:
        if path is not None:
            self._desk.run(hand_out, row.id, to, path).then(self, partial(self._written, path), self._refuse)

    def _written(self, path: Path, print_id: str) -> None:
        self._shell.notify(f"A copy was written to {path}. The log has it as {print_id}.")

    def _refuse(self, error: DeskError) -> None:
        self._shell.warn(str(error))

    # a file dropped here ----------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files can be dropped by whoever may add them."""
        if self.add.isEnabled() and _files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the form for the file."""
        files = _files(event)
        event.acceptProposedAction()
        if len(files) == 1:
            self.add_file(files[0])
        else:
            self._shell.warn("Drop one file at a time; each has its own title and reference.")


class DocumentsOf(DocumentsBody):
    """The documents of a group."""

    def show_record(self, record: OcgRecord) -> None:
        """Read them."""
        self.show_of(subject_id=record.detail.row.id)


def hand_out(task: Task, id_: UUID, to: Addressed, path: Path) -> str:
    """Log the disclosure and write the file; it appears whole or not at all. Raises BadFile."""
    with whole_file(path) as out:
        print_id, content = task.write(documents.hand_out, id_, to)
        out.write(content)
    return print_id


def _files(event: Any) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
