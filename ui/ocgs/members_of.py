"""The tab with a group's people: who, as what, since when and on what grounds; linking, changing and ending a link."""

from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from soc_desk.services import periods
from soc_desk.services.lom import in_group
from soc_desk.services.ocg_records import OcgRecord
from soc_desk.services.people import links, members
from soc_desk.services.people.links import LinkRow
from soc_desk.services.people.members import Members
from ui.desk import Desk
from ui.forms.person_link import LinkForm
from ui.ocgs.held_card import HeldCard
from ui.page import Shell
from ui.people.columns import MEMBERS
from ui.people.export import ExportingMembers
from ui.people.record import change_link, end_link, link_menu
from ui.widgets.banner import Banner
from ui.widgets.focus import hand_on
from ui.widgets.rows import RowsModel
from ui.widgets.table import Table
from ui.widgets.text import button, label

_EMPTY = "Nobody is linked to this group yet. Members who are not identified can be linked, too."


class MembersOf(QWidget):
    """The people of one group."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__()
        self._desk, self._shell = desk, shell
        self._id: UUID | None = None
        self.model: RowsModel[LinkRow] = RowsModel(MEMBERS)
        self.table = Table(self.model, "People of this group", sorts_here=True)
        self.banner, self.facts = Banner(), label("", "caption")
        self.held = HeldCard(shell)
        self._exporting = ExportingMembers(desk, shell, self)
        self.table.set_empty(_EMPTY, "Link a person", self.link)
        may = desk.may(links.link)
        self.link_button = button("&Link a person", self.link, icon="link")
        self.change_button = button("&Change…", partial(self._with_current, change_link))
        self.end_button = button("&End…", partial(self._with_current, end_link))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.facts, 1)
        for shown in (self.change_button, self.end_button, self.link_button):
            shown.setEnabled(may)
            row.addWidget(shown)
        row.addWidget(button("E&xport…", self.export))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(row)
        layout.addWidget(self.banner)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.held)
        hand_on(self, self.table)
        self.table.opened.connect(lambda link: shell.open_page("people", record=link.person_id))
        self.table.refused.connect(shell.warn)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(
            lambda at: link_menu(self.table, desk, shell).popup(self.table.viewport().mapToGlobal(at))
        )

    def show_record(self, record: OcgRecord) -> None:
        """Read them, again if it is the same group."""
        id_ = record.detail.row.id
        if id_ != self._id:
            self.model.set_rows([])
        self._id = id_
        self._desk.read(members.of, id_).then(self, partial(self._take, id_))
        self._desk.read(in_group.of, id_, periods.today()).then(self, self.held.show_rows)

    def forget(self) -> None:
        """Keep nothing of the group."""
        self._id = None
        self.model.set_rows([])
        self.held.show_rows([])

    def link(self) -> None:
        """Link somebody, known or new."""
        if self._id is not None:
            self._shell.open_sheet(LinkForm(self._desk, self._shell, subject_id=self._id))

    def export(self) -> None:
        """Let the list leave as a workbook; asks who receives it and why."""
        if self._id is not None:
            filters = ("Under 18: initials only",)
            self._exporting.ask("xlsx", self._id, None, filters, self.model.rowCount())

    def _take(self, id_: UUID, found: Members) -> None:
        if id_ != self._id:
            return  # somebody moved on
        self.model.set_rows(list(found.links))
        others = len({link.person_id for link in found.links if link.to_on is None}) - found.members
        told = f"{found.members:,} member{'' if found.members == 1 else 's'}"
        self.facts.setText(f"{told}, {others:,} other" if others else told)
        if found.warning:
            self.banner.say("warning", found.warning, may_close=False)
        else:
            self.banner.hide()

    def _with_current(self, does: object) -> None:
        row: LinkRow | None = self.table.current_row()
        if row is None:
            self._shell.warn("Select the person first.")
        elif callable(does):
            does(self._desk, self._shell, row)
