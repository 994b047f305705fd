"""The tab with what is done around a group: operations and weeks, bids to tasking, requests, Clear-Hold-Build sites."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from soc_desk.services import bids, chb, operations
from soc_desk.services.ocg_records import OcgRecord
from soc_desk.services.requests import asking, rows
from soc_desk.vocabulary.request import RequestView
from ui.around import bid_register, operation_register, site_register
from ui.desk import Desk
from ui.forms.bid import BidForm
from ui.forms.operation import OperationForm
from ui.forms.request import RequestForm
from ui.page import Shell
from ui.requests import register as request_register
from ui.widgets.card import UNDER_HEADING, Card
from ui.widgets.focus import hand_on
from ui.widgets.rows import Column, RowsModel
from ui.widgets.table import Table
from ui.widgets.text import button, label, set_property

_ABOUT = "Operations against this group, what tasking and analysts were asked for, and the places where it is worked."


class OperationsOf(QWidget):
    """Four lists; Enter opens what stands in one."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__()
        self._desk, self._shell = desk, shell
        self._id: UUID | None = None
        self.operations = _Listed(shell, "Operations and weeks", operation_register.COLUMNS, ("groups",),
                                  "No operation names this group.")  # fmt: skip
        self.bids = _Listed(shell, "Tasking bids", bid_register.COLUMNS, ("group",),
                            "Nothing was asked of tasking for this group.")  # fmt: skip
        self.requests = _Listed(shell, "Requests", request_register.COLUMNS, ("about",),
                                "No product was asked for about this group.")  # fmt: skip
        self.sites = _Listed(shell, "Clear, Hold, Build sites", site_register.COLUMNS, ("groups",),
                             "This group is not worked by Clear, Hold, Build.")  # fmt: skip
        ask = button("New request…", self._ask, name="New request about this group")
        ask.setEnabled(desk.may(asking.record))
        draft, record = button("Draft a bid…", self._draft_bid), button("Record an operation…", self._record)
        draft.setEnabled(desk.may(bids.record))
        record.setEnabled(desk.may(operations.record))
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(label(_ABOUT, "caption", wrap=True), 1)
        for pressed in (ask, draft, record):
            head.addWidget(pressed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(head)
        for listed in (self.operations, self.bids, self.requests, self.sites):
            layout.addWidget(listed, 1)
            listed.filled.connect(partial(layout.setStretchFactor, listed))  # what is empty leaves its room
        layout.addStretch(0)
        hand_on(self, self.operations.table)
        self.operations.table.opened.connect(lambda row: shell.open_page("operations", record=row.id))
        self.bids.table.opened.connect(lambda row: shell.open_page("operations", bid=row.id))
        self.requests.table.opened.connect(lambda row: shell.open_page("requests", record=row.id))
        self.sites.table.opened.connect(lambda row: shell.open_page("local_profiles", record=row.id))

    def show_record(self, record: OcgRecord) -> None:
        """Read them, again if it is the same group."""
        if record.detail.row.id != self._id:
            self.forget()
        self._id = record.detail.row.id
        self._desk.read(operations.page, "", (), self._id).then(self, self.operations.show_rows)
        self._desk.read(bids.page, (), self._id).then(self, self.bids.show_rows)
        self._desk.read(rows.page, RequestView.ALL, subject_id=self._id).then(self, self.requests.show_rows)
        self._desk.read(chb.page, self._id).then(self, self.sites.show_rows)

    def forget(self) -> None:
        """Keep nothing of the group."""
        self._id = None
        for listed in (self.operations, self.bids, self.requests, self.sites):
            listed.show_rows(())

    def _ask(self) -> None:
        self._shell.open_sheet(RequestForm(self._desk, self._shell, subject_id=self._id))

    def _draft_bid(self) -> None:
        self._shell.open_sheet(BidForm(self._desk, self._shell, subject_id=self._id))

    def _record(self) -> None:
        self._shell.open_sheet(OperationForm(self._desk, self._shell, subject_id=self._id))


class _Listed(Card):
    """One list with how many there are, or a line where there is none; the group's own column is left out."""

    filled = Signal(int)

    def __init__(
        self, shell: Shell, heading: str, columns: Sequence[Column[Any]], without: Sequence[str], empty: str
    ) -> None:
        super().__init__(heading, flush=True)
        self._name, self._empty = heading, empty
        shown = [replace(column, sortable=True) for column in columns if column.key not in without]
        self.model: RowsModel[Any] = RowsModel(shown)
        self.table = Table(self.model, f"{heading} of this group", sorts_here=True)
        set_property(self.table, "card", "")
        self.body.setContentsMargins(*UNDER_HEADING)
        self.body.addWidget(self.table)
        self.table.refused.connect(shell.warn)

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show these."""
        self.model.set_rows(list(rows))
        self.set_heading(self._name, f"{len(rows):,}" if rows else self._empty)
        self.table.setVisible(bool(rows))
        self.filled.emit(int(bool(rows)))
