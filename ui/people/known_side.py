"""Beside the fields of a person: who is in the store already that this may be, and why, as one types."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from soc_desk.services import periods
from soc_desk.services.people import known
from soc_desk.services.people.drafts import PersonDraft
from soc_desk.services.people.known import Known
from ui.desk import Desk
from ui.widgets.card import scrolled
from ui.widgets.emptying import empty
from ui.widgets.text import button, label, rule

ASK_AFTER_MS = 250
_GROUPS = 2
_LEAST_HEIGHT = 150
_NOTHING = "Nobody like this is recorded, as far as you may know."
_NOT_YET = "Type a name, a number or a plate to see."


class KnownSide(QWidget):
    """Asks a moment after the last key. ``chosen(Known)`` when somebody says that this is the person."""

    chosen = Signal(object)

    def __init__(self, desk: Desk, draft: Callable[[], PersonDraft], *, verb: str) -> None:
        super().__init__()
        self._desk, self._draft, self._verb = desk, draft, verb
        self.found: list[Known] = []
        self.not_same: tuple[UUID, ...] = ()
        self._asked: PersonDraft | None = None
        self._soon = QTimer(self, interval=ASK_AFTER_MS, singleShot=True)
        self._soon.timeout.connect(self.ask)
        self._list = QVBoxLayout()
        self._list.setSpacing(10)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(label("Already known?", "medium"))
        held = QWidget()
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._list)
        column.addStretch(1)
        area = scrolled(held)
        area.setAccessibleName("Who it may be")
        area.setMinimumHeight(_LEAST_HEIGHT)
        layout.addWidget(area, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._fill()

    def typed(self) -> None:
        """Something was typed; ask in a moment."""
        self._soon.start()

    def ask(self) -> None:
        """Ask now."""
        draft = self._draft()
        if draft == PersonDraft(id=draft.id, version=draft.version, review_due_on=draft.review_due_on):
            self._take(draft, [])
            return
        reply = self._desk.read(known.already_known, draft, periods.today(), but=self.not_same)
        reply.then(self, partial(self._take, draft), lambda _error: None)

    def _take(self, draft: PersonDraft, found: list[Known]) -> None:
        self._asked, self.found = draft, found
        self._fill()

    def _fill(self) -> None:
        empty(self._list)
        for each in self.found:
            self._list.addWidget(self._line(each))
        if not self.found:
            unasked = self._asked is None or self._asked == PersonDraft(review_due_on=self._asked.review_due_on)
            self._list.addWidget(label(_NOT_YET if unasked else _NOTHING, "caption", wrap=True))

    def _line(self, each: Known) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(label(each.name, "medium", wrap=True))
        column.addWidget(label(f"{each.reference}, age {each.age}", "caption", wrap=True))
        column.addWidget(label(f"{each.because}.", "caption", "amber", wrap=True))
        for group in each.groups[:_GROUPS]:
            column.addWidget(label(group, "caption", wrap=True))
        if (more := len(each.groups) - _GROUPS) > 0:
            column.addWidget(label(f"and {more:,} more", "caption"))
        row = QHBoxLayout()
        row.setSpacing(6)
        take = button(self._verb, partial(self.chosen.emit, each), kind="link", name=f"{self._verb}: {each.name}")
        refuse = button("Not the same", partial(self._refuse, each), kind="link", name=f"Not the same as {each.name}")
        row.addWidget(take, 0, Qt.AlignmentFlag.AlignLeft)
        row.addWidget(refuse, 0, Qt.AlignmentFlag.AlignLeft)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(rule())
        return whole

    def _refuse(self, each: Known) -> None:
        """Remembered with the record when it is saved; for a record that is saved already, at once."""
        self.not_same = (*self.not_same, each.id)
        self.found = [other for other in self.found if other.id != each.id]
        if (own := self._draft().id) is not None:
            self._desk.write(known.not_same, own, each.id)
        self._fill()
