"""People: the register of everybody recorded, and one person as a record."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from soc_desk.errors import DeskError
from soc_desk.services.people import person_rows
from soc_desk.services.people.person_rows import PersonFilter, PersonRow
from soc_desk.services.people.persons import PersonDetails
from soc_desk.vocabulary import Marking
from ui.desk import Actor, Desk, Session
from ui.forms.person_link import LinkForm
from ui.forms.person_record import PersonForm
from ui.page import Page, Shell, page_head
from ui.people import merging, scenes
from ui.people.looking import Looking
from ui.people.record import PersonView
from ui.people.register import Register


def rail_count(session: Session, _actor: Actor) -> int:
    """How many people the reader may know of."""
    return person_rows.count(session, PersonFilter())


class PeoplePage(Page):
    """``go(view="children")`` opens a view, ``go(subject_id=…)`` the people of a group, ``go(text=…)`` a search."""

    NAME = "people"
    SHOWS = frozenset({"person", "person_name", "person_detail", "person_link", "person_not_same", "subject",
                       "intelligence_link", "document", "ancillary_order", "nrm_referral", "saved_view"})  # fmt: skip
    COUNT = staticmethod(rail_count)

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(desk, shell)
        self._waiting: UUID | None = None
        self._part = 0
        self.looking = Looking(desk, self)
        self.register, self.record = Register(desk, shell, self.looking), PersonView(desk, shell)
        self.list = QWidget()
        column, _, self.facts = page_head(self.list, "People")
        column.addWidget(self.register, 1)
        self.stack = QStackedWidget()
        for part in (self.list, self.record):
            self.stack.addWidget(part)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.stack)
        self.setFocusProxy(self.register)
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self._open_waiting)
        self.register.opened.connect(self.open_record)
        self.register.loading.counted.connect(lambda found: self.facts.setText(self.register.add_up(found.every)))
        self.record.left.connect(self.leave_record)
        self.looking.shown.connect(self._show)
        self.looking.lost.connect(self._lose)

    # what the frame asks ----------------------------------------------------------------------------------------------

    @property
    def primary_action(self) -> str:
        return "people.record"

    def refresh(self) -> None:
        self.register.read_saved()
        self.register.refresh()
        self.looking.read_again()

    def go(self, **where: Any) -> None:
        """A view by its key, the people of a group, or words to find."""
        self._turn_to(self.list)
        if isinstance(view := where.get("view"), str):
            self.register.open_view(view)
        elif narrowed := {name: UUID(str(where[name])) for name in ("subject_id", "import_id") if where.get(name)}:
            self.register.ask_for(**narrowed)
        elif text := where.get("text"):
            self.register.finder.setText(str(text))
            self.register.read()

    def show_record(self, record_id: UUID) -> None:
        """Show a person as a record."""
        self._open(record_id)

    def state(self) -> dict[str, Any]:
        shown = self.record.detail if self.stack.currentWidget() is self.record else None
        told = str(shown.row.id) if shown is not None else ""
        return {"record": told, "part": self.record.tabs.currentIndex(), "register": self.register.content()}

    def restore(self, state: Mapping[str, Any]) -> None:
        if isinstance(register := state.get("register"), dict):
            self.register.restore(register)
        if shown := state.get("record"):
            self._waiting, self._part = UUID(str(shown)), int(state.get("part") or 0)
            self._soon.start()  # a moment later, since another record may be asked for at once
        else:
            self._turn_to(self.list)

    def showEvent(self, event: QShowEvent) -> None:
        """The marking is the record's as long as it is shown."""
        super().showEvent(event)
        if self.stack.currentWidget() is self.record and self.record.detail is not None:
            self.shell.mark(self.record.detail.draft.marking)

    # going about ------------------------------------------------------------------------------------------------------

    def open_record(self, id_: UUID) -> None:
        """Go to a person's record from the list; Alt+Left comes back."""
        self.shell.moved()
        self._open(id_)

    def leave_record(self) -> None:
        """Back to the list."""
        self.shell.moved()
        self._turn_to(self.list)

    # what the actions run ---------------------------------------------------------------------------------------------

    def record_new(self) -> None:
        """Open the form, empty."""
        self.shell.open_sheet(PersonForm(self.desk, self.shell))

    def open_current(self) -> None:
        """Open the selected person as a record."""
        if (row := self.current()) is not None:
            self.open_record(row.id)

    def edit_current(self) -> None:
        """Open the form on the person on view."""
        if (row := self.current()) is not None:
            self.looking.open(row.id)  # to edit is to look, which is logged
            self.shell.open_sheet(PersonForm(self.desk, self.shell, row.id))

    def link_current(self) -> None:
        """Link the person on view to a group."""
        if (row := self.current()) is not None:
            self.shell.open_sheet(LinkForm(self.desk, self.shell, person_id=row.id))

    def merge_current(self) -> None:
        """Ask which other record is the same person as the one on view."""
        if (row := self.current()) is not None:
            merging.merge(self.desk, self.shell, row)

    def mergers_of_current(self) -> None:
        """List the mergers of the person on view, to take one apart."""
        if (row := self.current()) is not None:
            merging.list_mergers(self, row)

    def export_csv(self) -> None:
        """Export the view as CSV."""
        self.register.export("csv")

    def export_xlsx(self) -> None:
        """Export the view as an Excel workbook."""
        self.register.export("xlsx")

    def save_view(self) -> None:
        """Keep what is shown as a view."""
        self.register.ask_name()

    def toggle_inspector(self) -> None:
        """Hide or show the panel."""
        self.register.inspector.toggle.toggle()

    def current(self) -> PersonRow | None:
        """The person on view."""
        if self.stack.currentWidget() is self.record:
            return self.record.detail.row if self.record.detail is not None else None
        row: PersonRow | None = self.register.current()
        return row

    # inside -----------------------------------------------------------------------------------------------------------

    def _open(self, id_: UUID) -> None:
        self.register.inspection.hold()
        self._waiting = id_
        self.looking.open(id_)

    def _open_waiting(self) -> None:
        if self._waiting is not None:
            self._open(self._waiting)

    def _show(self, detail: PersonDetails) -> None:
        id_ = detail.row.id
        shown = self.record.detail.row.id if self.record.detail is not None else None
        if id_ == self._waiting or (id_ == shown and self.stack.currentWidget() is self.record):
            is_asked, self._waiting = id_ == self._waiting, None
            self.record.show_person(detail)
            if is_asked and self._part:
                self.record.open_part(self._part)
                self._part = 0
            self._turn_to(self.record)
            if is_asked:
                merging.show_standing(self, detail.row)

    def _lose(self, error: DeskError) -> None:
        if self._waiting is not None or self.stack.currentWidget() is self.record:
            self._waiting = None
            self.shell.warn(str(error))
            self._turn_to(self.list)

    def _turn_to(self, part: QWidget) -> None:
        if self.stack.currentWidget() is part:
            return
        if part is not self.record:
            self.record.forget()
            self.shell.mark(Marking.OFFICIAL_SENSITIVE)
        self.stack.setCurrentWidget(part)
        self.setFocusProxy(part if part is self.record else self.register)
        part.setFocus()


SCENES = scenes.SCENES
