"""Areas and teams: the two lists that groups, disruptions and people refer to, and adding to them."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from soc_desk.services import places
from soc_desk.services.places import Place
from ui.ask import Ask
from ui.desk import Desk, UseCase
from ui.oversight import settings_work as work
from ui.page import Shell
from ui.widgets.card import UNDER_HEADING, Card
from ui.widgets.rows import Column, RowsModel
from ui.widgets.table import Table
from ui.widgets.text import button, set_property


class PlacesView(QWidget):
    """Two cards side by side."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__()
        self._desk, self._shell = desk, shell
        self.models: dict[str, RowsModel[Place]] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self._card("Areas", "area", places.add_area, "Local policing areas stand here."))
        layout.addWidget(self._card("Teams", "team", places.add_team, "Teams that own groups stand here."))

    def read(self) -> None:
        """Read both lists again."""
        self._desk.read(work.areas_and_teams).then(self, self._take)

    def ask(self, what: str, add: UseCase[[str], object]) -> None:
        """Ask for the name of a new one."""
        self._shell.open_dialog(
            Ask(f"Add {'an area' if what == 'area' else 'a team'}", "", "&Name", "&Add",
                lambda name: self._desk.write(add, name), partial(self._said, what))
        )  # fmt: skip

    def _card(self, heading: str, what: str, add: UseCase[[str], object], empty: str) -> Card:
        card = Card(heading, " ", flush=True)
        model = self.models[what] = RowsModel([Column("name", "Name", lambda row: row.name, stretch=True)])
        table = Table(model, heading, sorts_here=True)
        set_property(table, "card", "")  # the card around it has the line
        table.set_empty(empty)
        pressed = button(f"Add {'an area' if what == 'area' else 'a team'}…", partial(self.ask, what, add))
        pressed.setEnabled(self._desk.may(add))
        card.head.addWidget(pressed)
        card.body.setContentsMargins(*UNDER_HEADING)
        card.body.addWidget(table)
        return card

    def _said(self, what: str, _id: object) -> None:
        self._shell.notify(f"The {what} was added.")
        self.read()

    def _take(self, found: tuple[Sequence[Place], Sequence[Place]]) -> None:
        for what, rows in zip(("area", "team"), found, strict=True):
            self.models[what].set_rows(tuple(rows))
