"""A list with what narrows it above and the selected row's details beside it; pages of this section are made of it."""

from collections.abc import Hashable, Sequence
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from soc_desk.errors import DeskError
from ui.desk import Desk
from ui.lanes import Reply
from ui.page import Shell
from ui.widgets.banner import Banner
from ui.widgets.facts import NoteCard
from ui.widgets.focus import hand_on
from ui.widgets.inspector import Inspector
from ui.widgets.marks import Mark
from ui.widgets.rows import Column, RowsModel
from ui.widgets.table import Table
from ui.widgets.text import label

OPEN_AFTER_MS = 300
R = TypeVar("R")
F = TypeVar("F")


class Listed(QWidget, Generic[R, F]):
    """Rows ``R`` with an inspector that shows ``F``, asked for when somebody stays on a row.

    A list says what stands over the details (``heading``), asks for them (``opening``; ``reading`` the second time,
    where the first is logged), draws them (``parts``) and says what can be done (``offer``).
    """

    def __init__(self, desk: Desk, shell: Shell, columns: Sequence[Column[R]], name: str, empty: str) -> None:
        super().__init__()
        self._desk, self._shell = desk, shell
        self.row: R | None = None
        self.found: F | None = None
        self.rows: Sequence[R] = ()
        self.model: RowsModel[R] = RowsModel(columns, row_id=self.key)
        self.table = Table(self.model, name, sorts_here=True)
        self.inspector, self.banner = Inspector(empty), Banner()
        self.head, self.line = QHBoxLayout(), label("", "caption", wrap=True)
        self._soon = QTimer(self, interval=OPEN_AFTER_MS, singleShot=True)
        self._lay_out()
        self._soon.timeout.connect(self.open_now)
        self.table.current_changed.connect(self.follow)
        self.table.refused.connect(shell.warn)
        self.inspector.shown_changed.connect(lambda _shown: self._soon.start())

    def _lay_out(self) -> None:
        self.head.setSpacing(8)
        self.inspector.toggle.setShortcut(QKeySequence())  # F4 is an action of the page, so that ? lists it
        self.inspector.toggle.setChecked(self._shell.settings.inspector_is_shown)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.table)
        split.addWidget(self.inspector)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(16)
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(self.head)
        layout.addWidget(self.line)
        layout.addWidget(self.banner)
        layout.addWidget(split, 1)
        hand_on(self, self.table)

    # for the list to say ----------------------------------------------------------------------------------------------

    def key(self, row: R) -> Hashable:
        """What tells a row from the others."""
        key: Hashable = row.id  # type: ignore[attr-defined]  # rows have one, or the list says what it has
        return key

    def heading(self, row: R) -> tuple[str, str, Sequence[Mark]]:
        """Caption, title and badges over the details."""
        raise NotImplementedError

    def opening(self, row: R) -> Reply[F]:
        """Ask for the details of a row."""
        raise NotImplementedError

    def reading(self, row: R) -> Reply[F]:
        """Ask for them again after a change."""
        return self.opening(row)

    def parts(self, row: R, found: F) -> Sequence[tuple[str, QWidget]]:
        """The details, as tabs."""
        raise NotImplementedError

    def offer(self) -> None:
        """Switch on what can be done with ``self.row`` now."""

    # what all of them do ----------------------------------------------------------------------------------------------

    def add_foot(self, *pressed: QPushButton) -> None:
        """Buttons below the details."""
        for each in pressed:
            self.inspector.foot.addWidget(each)
        self.inspector.foot.addStretch(1)

    def take_rows(self, rows: Sequence[R]) -> None:
        """Show these; what was selected stays selected, and is read again where it changed."""
        self.banner.hide()
        self.rows = rows
        self.model.set_rows(rows)
        if self.row is not None:
            kept = self.key(self.row)
            self.follow(next((row for row in rows if self.key(row) == kept), None))

    def follow(self, row: R | None) -> None:
        """Show this row: its heading now, its details when nobody moves on."""
        before, self.row = self.row, row
        if row is None:
            self.found = None
            self._soon.stop()
            self.inspector.clear()
        elif before is not None and self.key(before) == self.key(row):
            if self.found is not None and before != row:
                self.reading(row).then(self, partial(self._show, self.key(row)), self._lose)
        else:
            self.found = None
            self.inspector.show_record(*self.heading(row))
            self._soon.start()
        self.offer()

    def open_now(self) -> None:
        """Ask for the details of the selected row, unless they are shown."""
        self._soon.stop()
        if self.row is not None and self.found is None and not self.inspector.isHidden():
            self.opening(self.row).then(self, partial(self._show, self.key(self.row)), self._lose)

    def read_details(self) -> None:
        """Read the details that are shown again."""
        if self.row is not None and self.found is not None:
            self.reading(self.row).then(self, partial(self._show, self.key(self.row)), self._lose)

    def fail(self, error: DeskError) -> None:
        """The list cannot be read."""
        self.banner.say("error", str(error))

    def _show(self, key: Hashable, found: F) -> None:
        if self.row is None or self.key(self.row) != key:
            return  # somebody moved on
        self.found = found
        self.inspector.show_record(*self.heading(self.row), self.parts(self.row, found))
        self.offer()

    def _lose(self, error: DeskError) -> None:
        if self.row is not None:
            told = NoteCard("This cannot be shown.", str(error), "red")
            self.inspector.show_record("", "", (), [("Summary", told)])


def column(*parts: QWidget, gap: int = 10) -> QWidget:
    """Parts of a panel, one below the other."""
    whole = QWidget()
    layout = QVBoxLayout(whole)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(gap)
    for part in parts:
        layout.addWidget(part)
    return whole


def written(text: str) -> QLabel:
    """What somebody wrote, as it was written."""
    made = label(text, wrap=True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made
