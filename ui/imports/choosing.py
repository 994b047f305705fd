"""First step of an import: say what the rows are, choose or drop the file; earlier imports and the way to undo them."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from soc_desk.services.imports import ImportRow
from soc_desk.vocabulary import ImportKind
from ui.widgets import marks
from ui.widgets.card import Card
from ui.widgets.focus import hand_on
from ui.widgets.marks import Mark
from ui.widgets.option import Option
from ui.widgets.rows import Column, RowsModel
from ui.widgets.segmented import Segmented
from ui.widgets.table import Table
from ui.widgets.text import button, label
from ui.widgets.typed import format_date

_HOW = (
    "Choose an XLSX or CSV tracker, or drop it here. Title rows, odd headings, mixed date styles (day first) and "
    "spelling variants are understood; you see how before anything is saved."
)
_NOTHING = "No import yet. What you bring in is listed here, and can be undone as a whole."


def _state(row: ImportRow) -> Mark:
    return marks.Pill("Undone") if row.undone_at else marks.urgency("Kept", "green")


EARLIER: tuple[Column[ImportRow], ...] = (
    Column("reference", "Import", lambda row: row.reference, width=120),
    Column("state", "State", lambda row: _state(row).words, _state, width=104),
    Column("file", "File", lambda row: row.file_name, width=240, stretch=True, tooltip=lambda row: row.file_name),
    Column("kind", "Holds", lambda row: row.kind.label, width=160),
    Column("accepted", "Records", lambda row: f"{row.accepted:,}", width=86, align="right",
           sort=lambda row: row.accepted),
    Column("at", "When", lambda row: format_date(row.at.astimezone().date()), width=110, sort=lambda row: row.at),
    Column("by", "By", lambda row: row.by, width=150),
)  # fmt: skip


class Choosing(QWidget):
    """``chosen(path)`` when a file was dropped; ``browse`` when one is to be looked for; ``undo(row)``."""

    chosen = Signal(object)
    browse = Signal()
    undo = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self.kind = Segmented([Option(kind, kind.label) for kind in ImportKind], may_be_empty=False)
        self.kind.setAccessibleName("What the rows are")
        self.kind.set_value(ImportKind.DISRUPTIONS)
        self.kind.setMaximumWidth(520)
        self.model: RowsModel[ImportRow] = RowsModel(EARLIER)
        self.table = Table(self.model, "Earlier imports", sorts_here=True)
        self.table.set_empty(_NOTHING)
        self.undo_button = button("&Undo this import…", self._undo, icon="undo")
        self.undo_button.setEnabled(False)
        card = Card("Which file?")
        card.body.addWidget(label(_HOW, ink="soft", wrap=True))
        card.body.addWidget(self.kind)
        row = QHBoxLayout()
        self.choose_button = button("&Choose file…", self.browse.emit, kind="primary", icon="folder")
        row.addWidget(self.choose_button)
        row.addStretch(1)
        card.body.addLayout(row)
        card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        below = QHBoxLayout()
        below.addWidget(label("Earlier imports", "medium"), 1)
        below.addWidget(self.undo_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(card)
        layout.addLayout(below)
        layout.addWidget(self.table, 1)
        hand_on(self, self.choose_button)
        self.table.current_changed.connect(self._follow)

    def show_earlier(self, rows: list[ImportRow]) -> None:
        """List the imports made so far."""
        self.model.set_rows(rows)
        self._follow(self.table.current_row())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if (path := self._dropped(event)) is not None:
            event.acceptProposedAction()
            self.chosen.emit(path)

    def _dropped(self, event: QDropEvent) -> Path | None:
        urls = event.mimeData().urls()
        return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None

    def _follow(self, row: ImportRow | None) -> None:
        self.undo_button.setEnabled(row is not None and row.undone_at is None)

    def _undo(self) -> None:
        if (row := self.table.current_row()) is not None:
            self.undo.emit(row)
