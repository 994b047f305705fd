"""The tab with everything about a group on a line of time, and the table behind it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from soc_desk.services import timelines
from soc_desk.services.ocg_records import OcgRecord
from soc_desk.services.timeline_events import Event, Strand
from ui.desk import Desk
from ui.page import Shell
from ui.widgets.card import Card
from ui.widgets.focus import hand_on
from ui.widgets.rows import Column, RowsModel
from ui.widgets.table import Table
from ui.widgets.text import button, label
from ui.widgets.timeline import Moment, TimelineView
from ui.widgets.typed import format_date

_FILLS = {
    Strand.LIFE: "accent_fill", Strand.LEAD: "ink_soft", Strand.PEOPLE: "protect", Strand.INTELLIGENCE: "prevent",
    Strand.DISRUPTIONS: "pursue", Strand.PLAN: "prepare", Strand.POCA: "amber", Strand.OPERATIONS: "neutral",
    Strand.ORDERS: "red", Strand.CARE: "green",
    Strand.OTHERS: "ink_soft", Strand.DOCUMENTS: "ink_caption",
}  # fmt: skip
_HELP = "Left and right go from event to event, plus and minus zoom, 0 shows all of it; Enter opens the record."
_FEW_ROWS = 140
"""Height of the table's head and three rows; the lanes of the chart give way to it."""
_EMPTY = "Nothing has happened that could be shown here."

COLUMNS: tuple[Column[Event], ...] = (
    Column("on", "Date", lambda event: format_date(event.on) or "No date", width=110, sortable=False),
    Column("strand", "What", lambda event: event.strand.value, width=170, sortable=False),
    Column(
        "what",
        "Event",
        lambda event: event.what,
        sortable=False,
        stretch=True,
        tooltip=lambda event: event.what,
    ),
    Column(
        "handling",
        "Handling",
        lambda event: event.handling or "–",
        width=220,
        sortable=False,
        tooltip=lambda event: event.handling,
    ),
)


class TimelineBody(QWidget):
    """The line of time of one record and its table; ``query(session, id)`` gives the events."""

    def __init__(self, desk: Desk, shell: Shell, query: Callable[..., list[Event]]) -> None:
        super().__init__()
        self._desk, self._shell, self._query = desk, shell, query
        self.events: list[Event] = []
        self.id: UUID | None = None
        self.view = TimelineView("Timeline")
        self.model: RowsModel[Event] = RowsModel(COLUMNS)
        self.table = Table(self.model, "Events of the timeline")
        self.table.set_empty(_EMPTY)
        self.table.setMinimumHeight(_FEW_ROWS)
        self.said = label("", "caption", wrap=True)
        card = Card()
        card.body.addWidget(self.view)
        foot = QHBoxLayout()
        foot.addWidget(label(_HELP, "caption", wrap=True), 1)
        foot.addWidget(button("See all", self.view.show_all))
        card.body.addLayout(foot)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        layout.addWidget(card)
        layout.addWidget(self.said)
        layout.addWidget(self.table, 1)
        hand_on(self, self.view)
        self.view.chosen.connect(self._show_row)
        self.view.opened.connect(lambda key: self._open(self.events[key]))
        self.table.opened.connect(self._open)

    def show_id(self, id_: UUID) -> None:
        """Read the events of a record."""
        if id_ != self.id:
            self.forget()
        self.id = id_
        self._desk.read(self._query, id_).then(self, self._take)

    def forget(self) -> None:
        """Keep nothing of it."""
        self.id, self.events = None, []
        self.model.set_rows(())
        self.said.clear()
        self.view.show_moments((), ())

    def _take(self, events: list[Event]) -> None:
        self.events = events
        self.model.set_rows(events)
        self.said.setText(timelines.handling(events))
        moments = [
            Moment(place, event.on, event.strand.value, event.what, _FILLS[event.strand])
            for place, event in enumerate(events)
            if event.on is not None
        ]
        self.view.show_moments(moments, [strand.value for strand in Strand])

    def _show_row(self, key: Any) -> None:
        self.table.setCurrentIndex(self.model.index(int(key), 0))

    def _open(self, event: Event) -> None:
        if event.page and event.record is not None:
            self._shell.open_page(event.page, record=event.record)


class TimelineOf(TimelineBody):
    """The timeline of a group."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(desk, shell, timelines.of_group)

    def show_record(self, record: OcgRecord) -> None:
        """Read it."""
        self.show_id(record.detail.row.id)
