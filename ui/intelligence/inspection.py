"""The item beside the register: its line at once, its summary when somebody stays on it, which is logged."""

from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from soc_desk.errors import DeskError
from soc_desk.services.history import HistoryRow
from soc_desk.services.intelligence import links
from soc_desk.services.intelligence.links import IntelligenceDetail
from soc_desk.services.intelligence.rows import IntelligenceRow
from ui.desk import Desk
from ui.disruptions.bulk import pressing
from ui.history import newest, past_line
from ui.intelligence.columns import badges
from ui.page import Shell
from ui.widgets.facts import Fact, Facts, NoteCard
from ui.widgets.inspector import Inspector
from ui.widgets.text import button, label
from ui.widgets.typed import format_date

OPEN_AFTER_MS = 300


class Inspection(QObject):
    """Follows the line that is selected; passing over lines opens nothing. ``wanted`` is another link."""

    wanted = Signal(object)

    def __init__(self, desk: Desk, shell: Shell, inspector: Inspector) -> None:
        super().__init__(inspector)
        self._desk, self._shell, self._inspector = desk, shell, inspector
        self._past: QVBoxLayout | None = None
        self.row: IntelligenceRow | None = None
        self.detail: IntelligenceDetail | None = None
        self._soon = QTimer(self, interval=OPEN_AFTER_MS, singleShot=True)
        self._soon.timeout.connect(self._open)

    def follow(self, row: IntelligenceRow | None) -> None:
        """Show this item: its line now, its words when nobody moves on."""
        before, self.row = self.row, row
        if row is None:
            self._soon.stop()
            self.detail = None
            self._inspector.clear()
            return
        if self.detail is not None and self.detail.row.id == row.id:
            if self.detail.row.version != row.version:
                self._desk.read(links.detail, row.id).then(self, self._show, self._lose)  # its opening is logged
            elif before is None or before.id != row.id:
                self._show(self.detail)
            return
        self.detail = None
        self._inspector.show_record(row.ir_ref, row.subject or row.person, badges(row))
        self._soon.start()

    def show_link(self, id_: UUID) -> None:
        """Show an item that may stand on no page of the register that is loaded."""
        self._soon.stop()
        self._desk.write(links.look, id_).then(self, self._take, lambda error: self._shell.warn(str(error)))

    def _open(self) -> None:
        if self.row is not None and self._inspector.isVisible():
            self._desk.write(links.look, self.row.id).then(self, self._show, self._lose)

    def _take(self, detail: IntelligenceDetail) -> None:
        self.row = detail.row
        self._show(detail)

    def _lose(self, error: DeskError) -> None:
        if self.row is not None:
            shown = NoteCard("This record cannot be shown.", str(error), "red")
            self._inspector.show_record(self.row.ir_ref, "", (), [("Report", shown)])

    def _show(self, detail: IntelligenceDetail) -> None:
        row = detail.row
        if self.row is None or row.id != self.row.id:
            return  # somebody moved on
        self.detail = detail
        past, self._past = _column()
        parts = [("Report", self._report(detail)), ("History", past)]
        if detail.others:
            parts.insert(1, (f"Elsewhere {len(detail.others)}", self._others(detail)))
        self._inspector.show_record(row.ir_ref, row.subject or row.person, badges(row), parts)
        self._desk.read(newest, row.id).then(self, partial(self._show_past, row.id))

    def _show_past(self, id_: UUID, rows: list[HistoryRow]) -> None:
        if self._past is not None and self.row is not None and self.row.id == id_:
            for row in rows:
                self._past.addWidget(past_line(row))

    def _report(self, detail: IntelligenceDetail) -> QWidget:
        row, (whole, layout) = detail.row, _column()
        if row.is_conditional:
            layout.addWidget(NoteCard("Handling", row.handling_words, "red"))
        layout.addWidget(label(detail.draft.summary or "No summary was entered.", wrap=True))
        facts = [
            Fact("Received", format_date(row.received_on)), Fact("Reported", format_date(row.reported_on)),
            Fact("Grade", row.grade), Fact("Handling", row.handling_words), Fact("Kind", row.kind.label),
            Fact("Person", row.person or "Nobody in particular"), Fact("Archive clock", row.clock_words),
            Fact("Entered by", row.entered_by or "Not known"),
        ]  # fmt: skip
        if row.subject_id is not None:
            facts.insert(-2, Fact("Bears on", "What the group does" if row.relates_to_activity else "A member alone"))
        layout.addWidget(Facts(facts))
        if row.subject_id is not None:
            words = (
                "Say it bears on a member alone" if row.relates_to_activity else "Say it bears on what the group does"
            )
            layout.addWidget(pressing(self._shell.action("intelligence.relates"), words, "link"))
            opened = partial(self._shell.open_page, "ocgs", record=row.subject_id)
            layout.addWidget(button(f"Open {row.subject_reference}", opened, kind="link"))
        return whole

    def _others(self, detail: IntelligenceDetail) -> QWidget:
        whole, layout = _column()
        layout.addWidget(label("The same report on others, and what repeats it.", "caption", wrap=True))
        for row in detail.others:
            words = f"{row.ir_ref}, {format_date(row.received_on)}: {row.subject or row.person}"
            layout.addWidget(button(words, partial(self.wanted.emit, row.id), kind="link"))
        return whole


def _column(gap: int = 10) -> tuple[QWidget, QVBoxLayout]:
    whole = QWidget()
    layout = QVBoxLayout(whole)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(gap)
    return whole, layout
