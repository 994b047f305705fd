"""What the actions of the OCGs page do with the group, individual or vulnerability on view."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QStackedWidget

from soc_desk.services.mergers import showing
from soc_desk.services.mergers.showing import Standing
from soc_desk.services.ocg_records import OcgRecord
from soc_desk.services.ocgs import OcgRow
from soc_desk.services.subject_rows import SubjectRow
from soc_desk.vocabulary import SubjectStatus
from ui.desk import Desk
from ui.forms.disruption import DisruptionForm
from ui.forms.glass import BreakGlassDialog
from ui.forms.ocg import OcgForm
from ui.forms.request import RequestForm
from ui.ocgs.looking import Looking
from ui.ocgs.others import Others
from ui.ocgs.record import RecordView
from ui.ocgs.register import Register
from ui.ocgs.steps import MOVES, VALIDATE, Move, Steps
from ui.page import Page, Shell

Show = Callable[[OcgRecord], object]


class DoingPage(Page):
    """``current`` and ``subject`` say which record; the lines of ``ui/actions.py`` name the rest.

    The page makes its parts and puts them into ``stack``.
    """

    register: Register
    record: RecordView
    others: Others
    stack: QStackedWidget

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(desk, shell)
        self.looking = Looking(desk, self)
        self.steps = Steps(desk, shell, self)

    def current(self) -> OcgRow | None:
        """The group on view."""
        if self.stack.currentWidget() is self.record and self.record.record is not None:
            return self.record.record.detail.row
        return self.register.current() if self.stack.currentWidget() is self.register else None

    def subject(self) -> OcgRow | SubjectRow | None:
        """The group, individual or vulnerability on view."""
        return self.others.row if self.stack.currentWidget() is self.others else self.current()

    def toggle_inspector(self) -> None:
        """Hide or show the panel."""
        shown = self.others if self.stack.currentWidget() is self.others else self.register
        shown.inspector.toggle.toggle()

    def take_step(self, move: Move) -> None:
        """Take a step of the life of the group on view."""
        if (row := self.current()) is not None:
            self.steps.take(row, move)

    def open_record(self, id_: UUID) -> None:
        """Go to a group's record."""
        raise NotImplementedError

    def open_record_at(self, id_: UUID, part: str) -> None:
        """Go to one tab of a group's record."""
        raise NotImplementedError

    def map_new(self) -> None:
        """Open the form, empty."""
        self.shell.open_sheet(OcgForm(self.desk, self.shell))

    def open_current(self) -> None:
        """Open the selected group as a record."""
        if (row := self.current()) is not None:
            self.open_record(row.id)

    def edit_current(self) -> None:
        """Open the form on the group on view."""
        if (row := self.current()) is not None:
            self.steps.edit(row.id, looked=self.looking.id == row.id)

    def disrupt_current(self) -> None:
        """Open the editor for a disruption against what is on view."""
        if (shown := self.subject()) is not None:
            self.shell.open_sheet(DisruptionForm(self.desk, self.shell, subject_id=shown.id))

    def validate_current(self) -> None:
        """Validate the group on view, if it is proposed."""
        row = self.current()
        if row is not None and VALIDATE in MOVES[row.status]:
            self.steps.take(row, VALIDATE)
        elif row is not None:
            self.shell.warn(f"{row.reference} is {row.status.label.lower()}; only a proposed group is validated.")

    def move_current(self) -> None:
        """Archive, reactivate or reject the group on view, as its state allows."""
        if (row := self.current()) is None:
            return
        move = next((move for move in MOVES[row.status] if move is not VALIDATE), None)
        if move is None:
            self.shell.warn(f"{row.reference} is {row.status.label.lower()}, which is the end of its life.")
        else:
            self.steps.take(row, move)

    def score_current(self) -> None:
        """Score the group on view."""
        if (row := self.current()) is not None:
            self.steps.leading.score(row)

    def tier_current(self) -> None:
        """Keep what a meeting decided of its tier."""
        if (row := self.current()) is not None:
            self.steps.leading.set_tier(row)

    def lead_current(self) -> None:
        """Hand one of its posts over."""
        if (row := self.current()) is not None:
            self.steps.leading.lead(row)

    def review_current(self) -> None:
        """Keep a review of it, while it is active."""
        row = self.current()
        if row is not None and row.status is SubjectStatus.ACTIVE:
            self.steps.leading.review(row)
        elif row is not None:
            self.shell.warn(f"{row.reference} is {row.status.label.lower()}; only an active group is reviewed.")

    def relate_current(self) -> None:
        """Relate it to another group."""
        if (row := self.current()) is not None:
            self.steps.leading.relate(row)

    def request_current(self) -> None:
        """Open the form of a request about it."""
        if (row := self.current()) is not None:
            self.shell.open_sheet(RequestForm(self.desk, self.shell, subject_id=row.id))

    def access_current(self) -> None:
        """Open who may know of what is on view."""
        if (shown := self.subject()) is not None:
            self.steps.open_access(shown)

    def merge_current(self) -> None:
        """Ask which other group is the same as the one on view."""
        if (row := self.current()) is not None:
            self.steps.merge(row)

    def mergers_of_current(self) -> None:
        """List the mergers of the group on view, to take one apart."""
        if (row := self.current()) is not None:
            self.steps.list_mergers(row)

    def kept_or(self, record: OcgRecord, asked: UUID | None, show: Show) -> None:
        """``show`` a record; for a merged one that was asked for, the one that stands for it, where that is open."""
        row = record.detail.row
        if row.id == asked and row.status is SubjectStatus.MERGED:
            self.desk.read(showing.standing, row.id).then(self, partial(self._show_kept, record, show))
        else:
            show(record)

    def _show_kept(self, record: OcgRecord, show: Show, standing: Standing | None) -> None:
        if standing is None:
            show(record)
        else:
            self.shell.notify(standing.words)
            self.show_record(standing.id)

    def break_glass(self) -> None:
        """Ask for the reference of a closed record, and why it cannot wait."""
        self.shell.open_dialog(BreakGlassDialog(self.desk, self.shell))

    def export_csv(self) -> None:
        """Export the view as CSV."""
        self.register.ask_export("csv")

    def export_xlsx(self) -> None:
        """Export the view as an Excel workbook."""
        self.register.ask_export("xlsx")

    def save_view(self) -> None:
        """Keep what is shown as a view."""
        self.register.viewing.saved.ask_name()

    def open_tab(self, key: str) -> None:
        """What validation misses is mended on a tab of the record."""
        if (row := self.current()) is not None:
            self.open_record_at(row.id, key)
