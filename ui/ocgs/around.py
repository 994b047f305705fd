"""Cards beside the overview of a group: what happened lately, and how it stands to other groups."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from soc_desk.services.ocg_life import relations
from soc_desk.services.ocg_life.recent import Recent
from soc_desk.services.ocg_life.relations import RelationRow
from soc_desk.vocabulary.ocg import RelationKind
from ui.desk import Desk
from ui.ending import EndDialog
from ui.ocgs.columns import status
from ui.page import Shell
from ui.widgets import marks
from ui.widgets.badges import Badge
from ui.widgets.card import Card
from ui.widgets.emptying import empty
from ui.widgets.text import button, icon_button, label
from ui.widgets.typed import format_date


class RecentCard(Card):
    """The newest events, each opened where it can be."""

    def __init__(self, shell: Shell) -> None:
        super().__init__("Recent")
        self._shell = shell
        self._rows = QGridLayout()
        self._rows.setHorizontalSpacing(14)
        self._rows.setVerticalSpacing(9)
        self._rows.setColumnStretch(1, 1)
        self.body.addLayout(self._rows)

    def show_events(self, events: Sequence[Recent]) -> None:
        """Show these."""
        empty(self._rows)
        for place, event in enumerate(events):
            self._rows.addWidget(label(format_date(event.on), "caption"), place, 0)
            self._rows.addWidget(self._told(event), place, 1)
        if not events:
            self._rows.addWidget(label("Nothing is recorded yet.", "caption"), 0, 0, 1, 2)

    def _told(self, event: Recent) -> QWidget:
        line = QWidget()
        across = QHBoxLayout(line)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(6)
        if event.four_p is not None:
            badge = Badge(marks.four_p(event.four_p, named=False))  # its name would push the words out of the card
            badge.setToolTip(event.four_p.label)
            badge.setAccessibleName(event.four_p.label)
            across.addWidget(badge)
        if event.record is not None:
            opened = partial(self._shell.open_page, event.page, record=event.record)
            across.addWidget(button(event.what, opened, kind="link"))
            across.addStretch(1)
        else:
            across.addWidget(label(event.what, wrap=True), 1)
        return line


class RelationsCard(Card):
    """How the group stands to others; known only as far as the reader may know of both."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__("Other groups")
        self._desk, self._shell = desk, shell
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        self.body.addLayout(self._rows)
        self.head.addWidget(
            button("Relate…", shell.action("ocgs.relate").trigger, kind="link", name="Relate to another group")
        )

    def show_relations(self, rows: Sequence[RelationRow]) -> None:
        """Show these."""
        empty(self._rows)
        for row in rows:
            self._rows.addWidget(self._told(row))
        if not rows:
            self._rows.addWidget(label("No relation to another group is recorded.", "caption", wrap=True))

    def _told(self, row: RelationRow) -> QWidget:
        line = QWidget()
        across = QHBoxLayout(line)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        across.addWidget(label(row.words, "caption"))
        named = f"{row.other_reference} {row.other_name}"
        across.addWidget(button(named, partial(self._open, row.other_id), kind="link"))
        across.addWidget(Badge(status(row.other_status)))
        if row.to_on is not None:
            across.addWidget(label(f"until {format_date(row.to_on)}", "caption"))
        across.addStretch(1)
        line.setToolTip(row.note)
        if row.kind is RelationKind.MERGED_INTO:
            return line  # taking the merger apart takes it out
        if row.to_on is None and self._desk.may(relations.end):
            across.addWidget(button("End…", partial(self._end, row), kind="link", name=f"End: {row.words} {named}"))
        if self._desk.may(relations.unrelate):
            across.addWidget(icon_button("close", f"Take out: {row.words} {named}", partial(self._take_out, row)))
        return line

    def _open(self, id_: UUID) -> None:
        self._shell.open_page("ocgs", record=id_)

    def _end(self, row: RelationRow) -> None:
        named = f"{row.words} {row.other_reference}"
        told = f"{named} {row.other_name}. The relation stays with its end."
        self._shell.open_dialog(
            EndDialog(
                "End the relation", told, lambda day: self._desk.write(relations.end, row.id, row.version, day),
                f"{named} was ended.", self._shell.notify,
            )
        )  # fmt: skip

    def _take_out(self, row: RelationRow) -> None:
        reply = self._desk.step(relations.unrelate, row.id, row.version)
        told = f"{row.words} {row.other_reference} was taken out; the history keeps it."
        reply.then(self, lambda _none: self._shell.notify(told), lambda error: self._shell.warn(str(error)))
