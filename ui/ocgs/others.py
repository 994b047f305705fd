"""Priority individuals and vulnerabilities: the other kinds of subject, in a list with the one selected beside it."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from soc_desk.errors import DeskError
from soc_desk.services import disruption_lists, disruption_rows, periods, subject_rows
from soc_desk.services.disruption_lists import DisruptionLists
from soc_desk.services.disruption_rows import DisruptionFilter, DisruptionRow
from soc_desk.services.history import HistoryRow
from soc_desk.services.people import members
from soc_desk.services.people.members import Members
from soc_desk.services.subject_rows import SubjectRow
from soc_desk.vocabulary import SubjectKind
from ui.desk import Desk
from ui.disruptions.bulk import pressing
from ui.disruptions.subject import NewSubject
from ui.forms.person_link import LinkForm
from ui.history import newest, past_line
from ui.ocgs.columns import badges, status
from ui.ocgs.export import Exporting
from ui.ocgs.inspection import OPEN_AFTER_MS, disruption_line
from ui.page import Shell, page_head
from ui.widgets.banner import Banner
from ui.widgets.emptying import empty
from ui.widgets.facts import Fact, Facts, NoteCard
from ui.widgets.focus import hand_on
from ui.widgets.inspector import Inspector
from ui.widgets.rows import Column, RowsModel
from ui.widgets.search import SearchField
from ui.widgets.table import Table
from ui.widgets.text import button, label
from ui.widgets.typed import format_date

NAMES = {
    SubjectKind.OCG: "OCGs", SubjectKind.PRIORITY_INDIVIDUAL: "Individuals",
    SubjectKind.VULNERABILITY: "Vulnerabilities",
}  # fmt: skip
_TITLES = {SubjectKind.PRIORITY_INDIVIDUAL: "Priority individuals", SubjectKind.VULNERABILITY: "Vulnerabilities"}
_NEW = {SubjectKind.PRIORITY_INDIVIDUAL: "New individual…", SubjectKind.VULNERABILITY: "New vulnerability…"}
_EMPTY = "None matches. Those that a disruption can be recorded against stand here beside the groups."
_FIND_WIDTH = 220

COLUMNS: tuple[Column[SubjectRow], ...] = (
    Column("reference", "Ref", lambda row: row.reference, width=96),
    Column("name", "Name", lambda row: row.name, width=160, stretch=True, tooltip=lambda row: row.name),
    Column("status", "Status", lambda row: row.status.label, lambda row: status(row.status), width=88),
    Column("threat", "Threat", lambda row: row.threat, width=150, stretch=True, tooltip=lambda row: row.threat),
    Column("area", "LPA", lambda row: row.area, width=104),
    Column("disruptions", "Disruptions", lambda row: f"{row.disruptions:,}", width=96, align="right",
           sort=lambda row: row.disruptions),
    Column("owner", "Owner", lambda row: row.owner, width=130, hidden=True),
    Column("assessed_on", "Assessed", lambda row: format_date(row.assessed_on) or "Never", width=112,
           sort=lambda row: row.assessed_on),
    Column("access", "Who may know", lambda row: row.access.label, width=120, hidden=True),
)  # fmt: skip


class Others(QWidget):
    """One kind at a time; opening one is logged when somebody stays on it."""

    def __init__(self, desk: Desk, shell: Shell, switch: QWidget) -> None:
        super().__init__()
        self._desk, self._shell = desk, shell
        self.kind = SubjectKind.PRIORITY_INDIVIDUAL
        self.row: SubjectRow | None = None
        self._opened: UUID | None = None
        self._every: list[SubjectRow] = []
        self._past: QVBoxLayout | None = None
        self._done: QVBoxLayout | None = None
        self._who: QVBoxLayout | None = None
        self.search = SearchField("Find by reference or name")
        self.banner = Banner()
        self.model: RowsModel[SubjectRow] = RowsModel(COLUMNS)
        self.table = Table(self.model, "Priority individuals and vulnerabilities", sorts_here=True)
        self.inspector = Inspector("Select one to see it here.")
        self.exporting = Exporting(desk, shell, self)
        self.new = button("", self.ask_new)
        self._soon = QTimer(self, interval=OPEN_AFTER_MS, singleShot=True)
        self._lay_out(switch)
        self._connect()

    def _lay_out(self, switch: QWidget) -> None:
        layout, self.title, self.facts = page_head(self, "", switch, self.new)
        self.search.setFixedWidth(_FIND_WIDTH)
        layout.addWidget(self.search)
        layout.addWidget(self.banner)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.table)
        split.addWidget(self.inspector)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(16)
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 0)
        layout.addWidget(split, 1)
        self.table.set_empty(_EMPTY)
        self.inspector.toggle.setShortcut(QKeySequence())
        self.inspector.toggle.setChecked(self._shell.settings.inspector_is_shown)
        for action_id, words, kind in (("ocgs.disrupt", "Record disruption", "primary"), ("ocgs.access", "", "")):
            self.inspector.foot.addWidget(pressing(self._shell.action(action_id), words, kind))
        self.inspector.foot.addStretch(1)
        hand_on(self, self.table)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._narrow)
        self.table.current_changed.connect(self.follow)
        self.table.refused.connect(self._shell.warn)
        self._soon.timeout.connect(self._open)

    def set_kind(self, kind: SubjectKind) -> None:
        """Show the one or the other."""
        if kind is not self.kind:
            self.kind = kind
            self.follow(None)
            self.model.set_rows([])
        self.title.setText(_TITLES[kind])
        self.table.setAccessibleName(_TITLES[kind])
        self.new.setText(_NEW[kind])
        self.read()

    def read(self) -> None:
        """Read the list again."""
        self._desk.read(subject_rows.list_rows, self.kind).then(self, self._take, self._show_failure)

    def show_record(self, id_: UUID) -> None:
        """Select one, now or when the list is here."""
        self.search.clear()
        self.table.select_ids({id_})

    def follow(self, row: SubjectRow | None) -> None:
        """Show this one: its line now, the rest when nobody moves on."""
        before, self.row = self.row, row
        if row is None:
            self._soon.stop()
            self._opened = self._done = self._past = self._who = None
            self.inspector.clear()
        elif before is None or before.id != row.id or before.version != row.version:
            self._show_line(row)
            self._soon.start()

    def ask_new(self) -> None:
        """Open the small form for a new one."""
        self._desk.read(disruption_lists.lists, periods.today()).then(self, self._show_form)

    def state(self) -> dict[str, Any]:
        """Where the list is, as plain JSON."""
        return {"find": self.search.text(), "columns": self.table.columns_state()}

    def restore(self, state: Mapping[str, Any]) -> None:
        """The same back."""
        self.search.setText(str(state.get("find", "")))
        if isinstance(columns := state.get("columns"), dict):
            self.table.restore_columns(columns)  # type: ignore[arg-type]  # as columns_state() gave it

    def _take(self, rows: list[SubjectRow]) -> None:
        self._every = rows
        self.banner.hide()
        self._narrow()
        if self.row is not None and self._opened == self.row.id:
            self._read_more(self.row)  # what hangs on it may have changed, too

    def _narrow(self) -> None:
        typed = self.search.text().casefold().split()
        rows = [row for row in self._every if all(word in f"{row.reference} {row.name}".casefold() for word in typed)]
        self.model.set_rows(rows)
        if self.model.sorted_by is not None:
            self.model.sort_rows(self.model.sorted_by[0], descending=self.model.sorted_by[1])
        told = f"{len(self._every):,} recorded" if self._every else "None is recorded yet."
        self.facts.setText(told if len(rows) == len(self._every) else f"{len(rows):,} of {told}")
        if (followed := self.row) is not None:
            self.follow(next((row for row in rows if row.id == followed.id), None))

    def _show_failure(self, error: DeskError) -> None:
        self.banner.say("error", f"{error} What is shown stays readable.", "Try again", self.read)

    def _show_form(self, lists: DisruptionLists) -> None:
        self._shell.open_dialog(NewSubject(self._desk, self.kind, "", lists, self._made))

    def _made(self, id_: UUID) -> None:
        self.show_record(id_)
        self.read()

    def _open(self) -> None:
        if self.row is None or not self.inspector.isVisible():
            return
        id_ = self.row.id
        if self._opened != id_:
            self._opened = id_
            self._desk.write(subject_rows.look, id_).then(self, self._read_more, self._lose)
        else:
            self._read_more(self.row)

    def _read_more(self, row: SubjectRow) -> None:
        if self.row is not None and row.id == self.row.id:
            shown = DisruptionFilter(subject_id=row.id)
            self._desk.read(disruption_rows.page, shown, limit=20).then(self, partial(self._show_done, row.id))
            self._desk.read(newest, row.id).then(self, partial(self._show_past, row.id))
            self._desk.read(members.of, row.id).then(self, partial(self._show_who, row.id))

    def _lose(self, error: DeskError) -> None:
        if self.row is not None:
            self._done = self._past = None
            shown = NoteCard("This record cannot be shown.", str(error), "red")
            self.inspector.show_record(self.row.reference, "", (), [("Summary", shown)])

    def _show_line(self, row: SubjectRow) -> None:
        told = [
            Fact("Threat", row.threat), Fact("LPA", row.area), Fact("Owner", row.owner),
            Fact("Recorded", format_date(row.mapped_on)), Fact("Assessed", format_date(row.assessed_on) or "Never"),
            Fact("National ref", row.national_ref), Fact("Marking", row.marking.label),
            Fact("Who may know", row.access.label),
        ]  # fmt: skip
        done, self._done = _column()
        past, self._past = _column()
        who, self._who = _column()
        parts: list[tuple[str, QWidget]] = [
            ("Summary", Facts([fact for fact in told if fact.value], name_width=104)),
            ("People", who),
            (f"Disruptions {row.disruptions}", done),
            ("History", past),
        ]
        self.inspector.show_record(row.reference, row.name, badges(row.status, "", row.access), parts)

    def _show_done(self, id_: UUID, rows: list[DisruptionRow]) -> None:
        if self._done is None or self.row is None or self.row.id != id_:
            return  # somebody moved on
        empty(self._done)
        if not rows:
            self._done.addWidget(label("No disruption is recorded against it yet.", "caption", wrap=True))
        for row in rows:
            self._done.addWidget(disruption_line(row, partial(self._shell.open_page, "disruptions", record=row.id)))

    def _show_past(self, id_: UUID, rows: list[HistoryRow]) -> None:
        if self._past is None or self.row is None or self.row.id != id_:
            return
        empty(self._past)
        for row in rows:
            self._past.addWidget(past_line(row))

    def _show_who(self, id_: UUID, found: Members) -> None:
        """Who a priority individual is, and who is linked to a vulnerability."""
        if self._who is None or self.row is None or self.row.id != id_:
            return
        empty(self._who)
        for link in found.links:
            opened = partial(self._shell.open_page, "people", record=link.person_id)
            self._who.addWidget(button(link.person, opened, kind="link", name=f"Open {link.person}"))
            self._who.addWidget(label(f"{link.role.label}, {link.category.label}", "caption", wrap=True))
        self._who.addWidget(button("Link a person…", partial(self._link, id_), kind="link"))

    def _link(self, id_: UUID) -> None:
        self._shell.open_sheet(LinkForm(self._desk, self._shell, subject_id=id_))


def _column() -> tuple[QWidget, QVBoxLayout]:
    whole = QWidget()
    layout = QVBoxLayout(whole)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(8)
    return whole, layout
