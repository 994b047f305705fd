"""The tab with what holds and protects a person: lifetime management, orders, visits, referrals."""

from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from soc_desk.services.lom import managed, record
from soc_desk.services.lom.record import Held
from soc_desk.vocabulary.ocg import LomState
from ui.desk import Desk
from ui.forms.managed import ManagedForm
from ui.lom import columns
from ui.lom.detail import Detail
from ui.lom.steps import Steps
from ui.page import Shell
from ui.widgets.badges import Badge
from ui.widgets.card import Card, scrolled
from ui.widgets.emptying import empty
from ui.widgets.focus import hand_on
from ui.widgets.text import button, label

_NOT_MANAGED = "Not under lifetime management."


class CareOf(QWidget):
    """Two columns: management and orders at the left, visits and referrals at the right."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__()
        self._desk, self._shell = desk, shell
        self._id: UUID | None = None
        self._detail = Detail(desk, shell, Steps(desk, shell, shell.notify))
        self.columns = QHBoxLayout()
        self.columns.setContentsMargins(0, 0, 0, 0)
        self.columns.setSpacing(14)
        held = QWidget()
        held.setLayout(self.columns)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        area = scrolled(held)
        area.setAccessibleName("Orders and care")
        layout.addWidget(area)
        hand_on(self, area)

    def show_person(self, id_: UUID) -> None:
        """Read it, again if it is the same person."""
        if id_ != self._id:
            self.forget()
        self._id = id_
        self._desk.read(record.of_person, id_).then(self, self._take, lambda error: self._shell.warn(str(error)))

    def forget(self) -> None:
        """Keep nothing of the person."""
        self._id = None
        empty(self.columns)

    def _take(self, held: Held) -> None:
        if held.person_id != self._id:
            return  # somebody moved on
        empty(self.columns)
        left = [*self._spells(held), _card("Orders", self._detail.orders(held))]
        right = [_card("Referrals", self._detail.referrals(held)), _card("Visits", self._detail.visits(held))]
        for cards in (left, right):
            side = QWidget()
            column = QVBoxLayout(side)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(14)
            for card in cards:
                column.addWidget(card)
            column.addStretch(1)
            self.columns.addWidget(side, 1, Qt.AlignmentFlag.AlignTop)

    def _spells(self, held: Held) -> list[Card]:
        shown = []
        for row in held.spells:
            card = _card("Lifetime management", self._detail.spell(row, named=False))
            card.head.addWidget(Badge(columns.state(row)))
            shown.append(card)
        if all(row.state is LomState.STOOD_DOWN for row in held.spells):
            ask = partial(self._nominate, held.person_id)
            nominate = button("Nominate…", ask, name="Nominate for lifetime management")
            nominate.setEnabled(self._desk.may(managed.nominate))
            card = _card("Lifetime management", label(_NOT_MANAGED, "caption"))
            card.head.addWidget(nominate)
            shown.insert(0, card)
        return shown

    def _nominate(self, person_id: UUID) -> None:
        self._shell.open_sheet(ManagedForm(self._desk, self._shell, person_id=person_id))


def _card(heading: str, body: QWidget) -> Card:
    card = Card(heading)
    card.body.addWidget(body)
    return card
