"""What the actions of the Intelligence page do with the item on view."""

from functools import partial
from uuid import UUID

from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu

from soc_desk.errors import DeskError
from soc_desk.services.intelligence import links
from soc_desk.services.intelligence.rows import IntelligenceRow
from ui.ask import Ask
from ui.desk import Desk
from ui.forms.backlog import BacklogForm
from ui.forms.intelligence import IntelligenceForm
from ui.intelligence.inspection import Inspection
from ui.intelligence.register import IntelligenceRegister
from ui.page import Page, Shell
from ui.widgets.inspector import Inspector
from ui.widgets.typed import format_date


class DoingPage(Page):
    """The register with the panel beside it; the lines of ``ui/actions.py`` name the rest."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(desk, shell)
        self.register = IntelligenceRegister(desk, shell)
        self.inspector = Inspector("Select an item to see it here.")
        self.inspection = Inspection(desk, shell, self.inspector)

    def current(self) -> IntelligenceRow | None:
        """The item on view."""
        return self.inspection.row

    def link_new(self) -> None:
        """Open the form, empty."""
        self.shell.open_sheet(IntelligenceForm(self.desk, self.shell))

    def edit_current(self) -> None:
        """Open the form on the item on view."""
        if (row := self.current()) is not None:
            self._edit(row.id)

    def mark_current(self) -> None:
        """Offer what the item on view may repeat."""
        if (row := self.current()) is not None:
            self.desk.read(links.repeated, row.id).then(self, partial(self._offer_repeated, row), self._refused)

    def relate_current(self) -> None:
        """Turn what the item on view bears on: what its group does, or a member alone."""
        if (row := self.current()) is None:
            return
        if row.subject_id is None:
            self.shell.warn(f"{row.ir_ref} is on a person alone; it bears on no group, and restarts no clock.")
            return
        relates = not row.relates_to_activity
        told = "on what the group does" if relates else "on a member alone, and restarts no clock"
        written = self.desk.step(links.set_relates, row.id, row.version, relates=relates)
        written.then(self, partial(self._say, f"{row.ir_ref} bears {told}."), self._refused)

    def remove_current(self) -> None:
        """Ask why, then take the link away."""
        if (row := self.current()) is None:
            return
        ask = Ask(
            f"Take {row.ir_ref} away?", "The report stays in the intelligence system; the log keeps that it was here.",
            "&Why", "&Take it away", lambda why: self.desk.write(links.remove, row.id, row.version, why),
            lambda _: self.shell.notify(f"{row.ir_ref} is linked no longer."), long=True, is_grave=True,
        )  # fmt: skip
        self.shell.open_dialog(ask)

    def count_backlog(self) -> None:
        """Open the form of a count."""
        self.shell.open_sheet(BacklogForm(self.desk, self.shell))

    def export_csv(self) -> None:
        """Export the view as CSV."""
        self.register.export("csv")

    def export_xlsx(self) -> None:
        """Export the view as an Excel workbook."""
        self.register.export("xlsx")

    def toggle_inspector(self) -> None:
        """Hide or show the panel."""
        self.inspector.toggle.toggle()

    def _edit(self, id_: UUID) -> None:
        detail = self.inspection.detail
        looked = detail is not None and detail.row.id == id_
        self.shell.open_sheet(IntelligenceForm(self.desk, self.shell, id_, looked=looked))

    def _offer_repeated(self, row: IntelligenceRow, found: list[IntelligenceRow]) -> None:
        menu = QMenu(self)
        if row.duplicate_of_id is not None:
            menu.addAction("It is no duplicate").triggered.connect(partial(self._mark, row, None))
        for other in found:
            words = f"Duplicate of {other.ir_ref}, {format_date(other.received_on)}, {other.grade}"
            menu.addAction(words).triggered.connect(partial(self._mark, row, other.id))
        if menu.isEmpty():
            menu.deleteLater()
            self.shell.warn(f"{row.ir_ref} is the only report on it, so that it repeats none.")
            return
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(QCursor.pos())

    def _mark(self, row: IntelligenceRow, of_id: UUID | None, _checked: bool = False) -> None:
        done = partial(self._say, f"{row.ir_ref} {'is marked as a duplicate' if of_id else 'stands for itself'}.")
        self.desk.write(links.mark_duplicate, row.id, row.version, of_id).then(self, done, self._refused)

    def _say(self, text: str, _value: object) -> None:
        self.shell.notify(text)

    def _refused(self, error: DeskError) -> None:
        self.shell.warn(str(error))
