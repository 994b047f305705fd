"""A group as a page of its own: name, state, one line of facts, what can be done, and its parts as tabs."""

from collections.abc import Callable
from functools import partial
from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from soc_desk.services.ocg_lists import OcgLists
from soc_desk.services.ocg_records import OcgRecord
from soc_desk.vocabulary import SubjectStatus
from ui.desk import Desk
from ui.disruptions.bulk import pressing
from ui.ocgs import facts
from ui.ocgs.columns import badges
from ui.ocgs.overview import Overview
from ui.ocgs.parts import PARTS, Part
from ui.ocgs.printing import profile_of
from ui.ocgs.steps import MOVES, REJECT, Move, needed
from ui.page import Shell
from ui.profiles import Profiles
from ui.widgets.emptying import empty
from ui.widgets.focus import hand_on
from ui.widgets.record_head import RecordHead
from ui.widgets.tabs import Tabs
from ui.widgets.text import button

_MORE = ("score", "tier", "lead", "relate", "request", "access", "merge", "mergers")
_AT_THE_END = ("access", "mergers")
"""What can still be done with a group on which nothing more is put: one that was rejected or merged away."""


class RecordView(QWidget):
    """``left`` when somebody goes back to the list by the breadcrumb; ``moved(Move)`` when a step is asked for."""

    left = Signal()
    moved = Signal(object)

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__()
        self._desk, self._shell = desk, shell
        self.profiles = Profiles(desk, shell, self)
        self.record: OcgRecord | None = None
        self.head = RecordHead("OCGs", "Back to the list of OCGs")
        self.head.left.connect(self.left)
        self.tabs = Tabs([entry.title for entry in PARTS])
        self.parts: dict[str, QWidget] = {}
        self._lists = OcgLists()
        self.bodies = QStackedWidget()
        self._lay_out()
        self.tabs.currentChanged.connect(lambda _place: self._show_part())

    def _lay_out(self) -> None:
        self.tabs.setAccessibleName("Parts of the record")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 14, 20, 18)
        layout.setSpacing(10)
        layout.addWidget(self.head)
        layout.addWidget(self.tabs)
        layout.addWidget(self.bodies, 1)
        hand_on(self, self.tabs)

    def set_lists(self, lists: OcgLists) -> None:
        """What codes are called."""
        self._lists = lists
        for part in self.parts.values():
            if isinstance(part, Overview):
                part.set_lists(lists)

    def show_record(self, record: OcgRecord) -> None:
        """Show a group, keeping the tab when it is the same one."""
        row = record.detail.row
        is_same = self.record is not None and self.record.detail.row.id == row.id
        self.record = record
        marks = badges(row.status, row.tier, row.access)
        self.head.tell([row.reference], row.name, marks, facts.one_line(record))
        counted = [f" {record.counts[entry.key]:,}" if entry.key in record.counts else "" for entry in PARTS]
        self.tabs.entitle(
            [f"{entry.title}{count}" for entry, count in zip(PARTS, counted, strict=True)],
            [f"{entry.short or entry.title}{count}" for entry, count in zip(PARTS, counted, strict=True)],
        )
        self._offer(record)
        if not is_same:
            self.tabs.setCurrentIndex(0)
        self._show_part()
        self._shell.mark(record.detail.draft.marking)

    def forget(self) -> None:
        """The group is shown no longer."""
        self.record = None
        self.head.forget()
        for part in self.parts.values():
            cast("Part", part).forget()

    def part(self, key: str) -> QWidget:
        """The body of a tab, made when it is first asked for."""
        if key not in self.parts:
            entry = next(entry for entry in PARTS if entry.key == key)
            made = self.parts[key] = entry.load(self._desk, self._shell)
            if isinstance(made, Overview):
                made.set_lists(self._lists)
                made.part_asked.connect(self.open_part)
            self.bodies.addWidget(made)
        return self.parts[key]

    @property
    def part_key(self) -> str:
        """Which tab is shown."""
        return PARTS[self.tabs.currentIndex()].key

    def open_part(self, key: str) -> None:
        """Turn to a tab; one that is no more is passed over."""
        keys = [entry.key for entry in PARTS]
        if key in keys:
            self.tabs.setCurrentIndex(keys.index(key))

    def _show_part(self) -> None:
        if self.record is None:
            return
        body = self.part(self.part_key)
        self.bodies.setCurrentWidget(body)
        cast("Part", body).show_record(self.record)

    def _offer(self, record: OcgRecord) -> None:
        """The buttons that the group's state allows, the blue one last."""
        empty(self.head.buttons)
        status = record.detail.row.status
        moves = MOVES[status]
        self.head.buttons.addWidget(self._print(record))
        self.head.buttons.addWidget(self._more(moves))
        if status is not SubjectStatus.MERGED:
            self.head.buttons.addWidget(pressing(self._shell.action("ocgs.edit"), "Edit…"))
        if status is SubjectStatus.ACTIVE:
            self.head.buttons.addWidget(pressing(self._shell.action("ocgs.review"), "Review…"))
        for move in moves:
            if move is not REJECT:
                self.head.buttons.addWidget(self._moving(move))
        if moves:
            self.head.buttons.addWidget(pressing(self._shell.action("ocgs.disrupt"), "Record disruption", "primary"))

    def _moving(self, move: Move) -> QPushButton:
        made = button(f"{move.verb}…", self._mover(move))
        made.setEnabled(self._may(move))
        made.setToolTip(move.text if self._may(move) else move.who)
        return made

    def _print(self, record: OcgRecord) -> QPushButton:
        shown = partial(self.profiles.show, profile_of(record.detail.row))
        return button("Print…", shown, name="Print the profile of this group")

    def _more(self, moves: tuple[Move, ...]) -> QPushButton:
        made = button("More ▾", name="More that can be done with this group")
        menu = QMenu(made)
        for action in _MORE if moves else _AT_THE_END:
            menu.addAction(self._shell.action(f"ocgs.{action}"))
        if REJECT in moves:
            rejecting = menu.addAction("Re&ject…")
            rejecting.setEnabled(self._may(REJECT))
            rejecting.triggered.connect(lambda _checked=False: self.moved.emit(REJECT))
        made.setMenu(menu)
        return made

    def _mover(self, move: Move) -> Callable[[], None]:
        return partial(self.moved.emit, move)

    def _may(self, move: Move) -> bool:
        return self._desk.may(needed(move))
