"""Last step of an import: what was kept, where to look at it, and the way to take it all back."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from soc_desk.services.imports import ImportResult
from ui.widgets.card import Card
from ui.widgets.text import button, label


class Done(QWidget):
    """``show_records``, ``undo`` and ``another`` are the three ways on."""

    show_records = Signal()
    undo = Signal()
    another = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.card = Card("Imported")
        self.told = label("", wrap=True)
        self.warnings = label("", ink="soft", wrap=True)
        self.show_button = button("&Show the records", self.show_records.emit, kind="primary")
        self.undo_button = button("&Undo this import…", self.undo.emit, icon="undo")
        self.another_button = button("Import &another file", self.another.emit)
        self.card.body.addWidget(self.told)
        self.card.body.addWidget(self.warnings)
        row = QHBoxLayout()
        row.setSpacing(8)
        for made in (self.show_button, self.undo_button, self.another_button):
            row.addWidget(made)
        row.addStretch(1)
        self.card.body.addLayout(row)
        self.card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.card)
        layout.addStretch(1)

    def show_result(self, result: ImportResult, told: str) -> None:
        """Say what was done; ``told`` in one line."""
        self.card.set_heading(told)
        left = result.rejected + result.duplicates
        self.told.setText(
            f"Of {result.rows:,} rows {result.rejected:,} could not be read and {result.duplicates:,} were repeats."
            if left
            else f"All {result.rows:,} rows were kept."
        )
        self.warnings.setText("\n".join(result.warnings))
        self.warnings.setVisible(bool(result.warnings))
        for made in (self.show_button, self.undo_button):
            made.setEnabled(True)

    def show_undone(self, text: str) -> None:
        """Say that it was taken back."""
        self.card.set_heading("Taken back")
        self.told.setText(text)
        self.warnings.hide()
        self.undo_button.setEnabled(False)
        self.show_button.setEnabled(False)
