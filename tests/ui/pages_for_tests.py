"""Two small pages and a form that stand in for real ones in the tests of the frame."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from PySide6.QtWidgets import QLineEdit

from ui.desk import Actor, Desk, Session
from ui.page import Page, Shell
from ui.pages import PageEntry, Section
from ui.sheet import Sheet
from ui.widgets.text import button, label


def three_with_one_late(_session: Session, _reader: Actor) -> tuple[int, int]:
    return 3, 1


class NotesPage(Page):
    NAME = "notes"
    SHOWS = frozenset({"area"})
    COUNT = staticmethod(three_with_one_late)

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(desk, shell)
        self.refreshed = 0
        self.record: UUID | None = None
        self.filter = QLineEdit()
        self.filter.setProperty("search", "true")
        layout, _title, self.facts = self.head("Notes", button("Columns"))
        layout.addWidget(self.filter)
        layout.addWidget(label("Words of a note"), 1)

    def refresh(self) -> None:
        self.refreshed += 1
        self.facts.setText(f"Read {self.refreshed} times.")

    def go(self, **where: Any) -> None:
        self.filter.setText(where["text"])

    def show_record(self, record_id: UUID) -> None:
        self.record = record_id

    def state(self) -> dict[str, Any]:
        return {"filter": self.filter.text()}

    def restore(self, state: Mapping[str, Any]) -> None:
        self.filter.setText(state.get("filter", ""))


class OtherPage(Page):
    NAME = "other"
    SHOWS: ClassVar = frozenset({"team"})

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(desk, shell)
        self.head("Other")[0].addStretch()


class NoteForm(Sheet):
    TITLE = "Write a note"

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(desk, shell)
        self.words = QLineEdit()
        self.words.textEdited.connect(self.typed)
        self.body.addWidget(label("What", "medium"))
        self.body.addWidget(self.words)
        self.body.addStretch()
        self.add_side(label("What the return needs", "medium"))
        self.add_button(button("Save draft"))
        self.save_button = self.add_button(button("Record note", self.save, kind="primary"))

    def content(self) -> dict[str, Any]:
        return {"words": self.words.text()}

    def resume(self, content: Mapping[str, Any]) -> None:
        self.words.setText(content["words"])

    def _save(self) -> None:
        self.finish()


PAGES = (
    PageEntry("notes", "Notes", Section.TOP, "desk", f"{__name__}:NotesPage"),
    PageEntry("other", "Other", Section.WORK, "ocg", f"{__name__}:OtherPage"),
)
