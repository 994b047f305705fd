"""Undoing an import: the question beforehand, the work, and the words for what was taken back."""

from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from soc_desk.services.import_undo import Undone
from ui.imports import work
from ui.imports.running import Run
from ui.page import Answer, Page


class Undoing(QObject):
    """``done(text)`` says what was taken back."""

    done = Signal(str)

    def __init__(self, page: Page, run: Run) -> None:
        super().__init__(page)
        self._page, self._run = page, run

    def ask(self, import_id: UUID, reference: str, records: int) -> None:
        """Ask before taking an import back."""
        text = (
            f"Its {records:,} records are removed, and the subjects and areas it made where nothing else uses them. "
            "The log keeps that it was imported and undone."
        )
        undo = partial(self._run, work.take_back, import_id, slot=self._tell)
        self._page.shell.ask(f"Undo import {reference}?", text, Answer("&Undo import", undo, is_grave=True))

    def _tell(self, undone: Undone) -> None:
        records = f"{undone.records:,} {'record was' if undone.records == 1 else 'records were'} taken back"
        erased = f", {undone.erased:,} had been erased before" if undone.erased else ""
        kept = f" {undone.kept:,} subjects and areas stay, because others use them." if undone.kept else ""
        self.done.emit(f"Import {undone.reference} was undone: {records}{erased}.{kept}")
