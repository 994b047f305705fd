"""A group as a page of its own: name, state, one line of facts, what can be done; overview, disruptions, history."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from soc_desk.services import ocgs
from soc_desk.services.disruption_rows import DisruptionFilter, DisruptionRow, Sort
from soc_desk.services.ocg_lists import OcgLists
from soc_desk.services.ocg_records import OcgRecord
from ui.desk import Desk
from ui.disruptions.bulk import pressing
from ui.disruptions.columns import COLUMNS
from ui.disruptions.export import Exporting
from ui.disruptions.loading import Loading
from ui.history import HistoryView
from ui.ocgs import facts
from ui.ocgs.columns import badges
from ui.ocgs.overview import Overview
from ui.ocgs.steps import MOVES, REJECT, VALIDATE, Move
from ui.page import Shell
from ui.theme import fonts
from ui.widgets.badges import BadgeRow
from ui.widgets.focus import hand_on
from ui.widgets.rows import RowsModel
from ui.widgets.table import Table
from ui.widgets.tabs import Tabs
from ui.widgets.text import button, label

OVERVIEW, DISRUPTIONS, HISTORY = 0, 1, 2
_CRUMB = "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"
_EMPTY = "No disruption is recorded against this group yet."


def _hidden(key: str, *, hidden: bool) -> bool:
    """What is the same in every line gives way to the title."""
    return key == "subject" or (hidden and key != "title")


class DisruptionsOf(QWidget):
    """The disruptions register, filtered to one group."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._id: UUID | None = None
        columns = [replace(column, hidden=_hidden(column.key, hidden=column.hidden)) for column in COLUMNS]
        self.model: RowsModel[DisruptionRow] = RowsModel(columns)
        self.table = Table(self.model, "Disruptions of this group")
        self.loading = Loading(desk, self.model)
        self._exporting = Exporting(desk, shell, self)
        self.table.set_empty(_EMPTY, "Record disruption", shell.action("ocgs.disrupt").trigger)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        row = QHBoxLayout()
        row.addWidget(label("Every state, newest first. Enter opens one.", "caption"), 1)
        row.addWidget(button("Open in the register", self._open_register, kind="link"))
        layout.addLayout(row)
        layout.addWidget(self.table, 1)
        hand_on(self, self.table)
        self.table.opened.connect(lambda row: shell.open_page("disruptions", record=row.id))
        self.table.sort_asked.connect(self._sort)
        self.table.copied.connect(self._exporting.log_copy)
        self.table.refused.connect(shell.warn)

    def show_record(self, id_: UUID) -> None:
        """Read them, again if it is the same group."""
        if id_ == self._id:
            self.loading.refresh()
            return
        self._id = id_
        self.loading.show(DisruptionFilter(subject_id=id_), Sort())

    def _sort(self, key: str, descending: bool) -> None:
        if self._id is not None:
            self.loading.show(DisruptionFilter(subject_id=self._id), Sort(key, descending))

    def _open_register(self) -> None:
        self._shell.open_page("disruptions", subject_id=self._id)


class RecordView(QWidget):
    """``left`` when somebody goes back to the list by the breadcrumb; ``moved(Move)`` when a step is asked for."""

    left = Signal()
    moved = Signal(object)

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__()
        self._desk, self._shell = desk, shell
        self.record: OcgRecord | None = None
        self.back = button("OCGs", self.left.emit, kind="link", name="Back to the list of OCGs")
        self.back.setFont(fonts.font("caption"))
        self.reference, self.name, self.line = (
            label("", "caption"),
            label("", "title"),
            label("", ink="soft", wrap=True),
        )
        self.badges, self.buttons = BadgeRow(), QHBoxLayout()
        self.tabs = Tabs(("Overview", "Disruptions", "History"))
        self.overview, self.disruptions = Overview(shell), DisruptionsOf(desk, shell)
        self.history = HistoryView(desk)
        self.bodies = QStackedWidget()
        self._lay_out()
        self.tabs.currentChanged.connect(self._choose)
        self.overview.all_asked.connect(lambda: self.tabs.setCurrentIndex(DISRUPTIONS))

    def _lay_out(self) -> None:
        self.tabs.setAccessibleName("Parts of the record")
        crumbs = QHBoxLayout()
        crumbs.setSpacing(4)
        crumbs.addWidget(self.back)
        crumbs.addWidget(self.reference, 1)
        named = QHBoxLayout()
        named.setSpacing(10)
        named.addWidget(self.name)
        named.addWidget(self.badges, 1, Qt.AlignmentFlag.AlignVCenter)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addLayout(crumbs)
        words.addLayout(named)
        words.addWidget(self.line)
        self.buttons.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addLayout(words, 1)
        head.addLayout(self.buttons)
        head.setAlignment(self.buttons, Qt.AlignmentFlag.AlignBottom)
        for body in (self.overview, self.disruptions, self.history):
            self.bodies.addWidget(body)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 14, 20, 18)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addWidget(self.tabs)
        layout.addWidget(self.bodies, 1)
        hand_on(self, self.tabs)

    def set_lists(self, lists: OcgLists) -> None:
        """What codes are called."""
        self.overview.set_lists(lists)

    def show_record(self, record: OcgRecord) -> None:
        """Show a group, keeping the tab when it is the same one."""
        row = record.detail.row
        is_same = self.record is not None and self.record.detail.row.id == row.id
        self.record = record
        self.reference.setText(f"{_CRUMB} {row.reference}")
        self.name.setText(row.name)
        self.badges.set_marks(badges(row.status, row.tier, row.access))
        self.line.setText(facts.one_line(record))
        self.tabs.setTabText(DISRUPTIONS, f"Disruptions {record.disruptions:,}")
        self._offer(record)
        self.overview.show_record(record)
        if not is_same:
            self.tabs.setCurrentIndex(OVERVIEW)
        self._choose(self.tabs.currentIndex())
        self._shell.mark(record.detail.draft.marking)

    def forget(self) -> None:
        """The group is shown no longer."""
        self.record = None
        self.history.forget()

    def _choose(self, place: int) -> None:
        self.bodies.setCurrentIndex(place)
        if self.record is None:
            return
        if place == DISRUPTIONS:
            self.disruptions.show_record(self.record.detail.row.id)
        elif place == HISTORY:
            self.history.show_record(self.record.detail.row.id)

    def _offer(self, record: OcgRecord) -> None:
        """The buttons that the group's state allows, the blue one last."""
        while (item := self.buttons.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        moves = MOVES[record.detail.row.status]
        self.buttons.addWidget(self._more(moves))
        self.buttons.addWidget(pressing(self._shell.action("ocgs.edit"), "Edit…"))
        for move in moves:
            if move is not REJECT:
                self.buttons.addWidget(self._moving(move))
        self.buttons.addWidget(pressing(self._shell.action("ocgs.disrupt"), "Record disruption", "primary"))

    def _moving(self, move: Move) -> QPushButton:
        made = button(f"{move.verb}…", self._mover(move))
        made.setEnabled(self._may(move))
        made.setToolTip(move.text)
        return made

    def _more(self, moves: tuple[Move, ...]) -> QPushButton:
        made = button("More ▾", name="More that can be done with this group")
        menu = QMenu(made)
        menu.addAction(self._shell.action("ocgs.access"))
        if REJECT in moves:
            rejecting = menu.addAction("Re&ject…")
            rejecting.setEnabled(self._may(REJECT))
            rejecting.triggered.connect(lambda _checked=False: self.moved.emit(REJECT))
        made.setMenu(menu)
        return made

    def _mover(self, move: Move) -> Callable[[], None]:
        return partial(self.moved.emit, move)

    def _may(self, move: Move) -> bool:
        return self._desk.may(ocgs.validate if move is VALIDATE else ocgs.move)
