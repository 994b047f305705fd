"""People who sign in: the list, adding one, their roles, a new passphrase, and the end of their access."""

from functools import partial

from PySide6.QtWidgets import QWidget

from soc_desk.errors import DeskError
from soc_desk.services import users
from soc_desk.services.prints import day_words, wall
from soc_desk.services.users import UserRow
from ui.desk import Desk
from ui.forms.passphrase import PassphraseDialog
from ui.forms.person import PersonDialog, RolesDialog, TeamDialog
from ui.oversight import settings_work as work
from ui.oversight.settings_work import People
from ui.page import Answer, Shell
from ui.widgets import marks
from ui.widgets.listing import lay_out_list
from ui.widgets.rows import Column, RowsModel
from ui.widgets.table import Table
from ui.widgets.text import button

_ABOUT = "Administration does not include reading cases: give a case role besides where somebody needs both."
_KEYLESS = "Nobody gave them a key, so they cannot sign in. New passphrase… makes them one."


def _state(row: UserRow) -> str:
    if row.disabled_at:
        return f"Disabled {day_words(wall(row.disabled_at).date())}"
    return {True: "May sign in", False: "Has no key", None: "Key not known"}[row.has_key]


def _state_mark(row: UserRow) -> marks.Mark:
    if row.disabled_at:
        return marks.Pill("Disabled", "neutral")
    return marks.urgency(_state(row), "green") if row.has_key else marks.Pill(_state(row), "neutral")


def _roles(row: UserRow) -> str:
    return ", ".join(role.label for role in row.roles) or "None"


COLUMNS: tuple[Column[UserRow], ...] = (
    Column("display", "Name", lambda row: row.display, width=200, role="medium", stretch=True),
    Column("name", "Signs in as", lambda row: row.name, width=150),
    Column("roles", "Roles", _roles, width=280, stretch=True, tooltip=_roles),
    Column("team", "Team", lambda row: f"{row.team or 'None'}{' (head)' if row.heads_team else ''}", width=180),
    Column("state", "State", _state, _state_mark, width=120, sort=_state,
           tooltip=lambda row: _KEYLESS if _state(row) == "Has no key" else ""),
)  # fmt: skip


class PeopleView(QWidget):
    """The list with what an administrator does to the selected person."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__()
        self._desk, self._shell = desk, shell
        self._people = People((), ())
        self.model: RowsModel[UserRow] = RowsModel(COLUMNS)
        self.table = Table(self.model, "People", sorts_here=True)
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.add = button("&Add a person…", self.ask_person, kind="primary")
        self.roles = button("&Roles…", self.ask_roles)
        self.team = button("&Team…", self.ask_team)
        self.renew = button("&New passphrase…", self.ask_passphrase)
        self.disable = button("&Disable…", self.ask_disable)
        self.enable = button("&Enable…", self.ask_enable)
        lay_out_list(self, _ABOUT, (self.enable, self.disable, self.renew, self.team, self.roles, self.add), self.table)
        self.table.opened.connect(lambda _row: self.ask_roles())
        self.table.selection_changed.connect(self._follow)
        self._follow()

    def read(self) -> None:
        """Read the list again."""
        self._desk.read(work.people).then(self, self._take)

    @property
    def chosen(self) -> UserRow | None:
        """The selected person, if they still have access."""
        rows = self.table.selected_rows()
        return rows[0] if rows and rows[0].disabled_at is None else None

    @property
    def gone(self) -> UserRow | None:
        """The selected person, if their access has ended."""
        rows = self.table.selected_rows()
        return rows[0] if rows and rows[0].disabled_at is not None else None

    def ask_person(self) -> None:
        """Ask who is to be let in."""
        self._shell.open_dialog(PersonDialog(self._desk, self._people.teams, self._say))

    def ask_roles(self) -> None:
        """Ask which roles the selected person is to hold."""
        if (person := self.chosen) is not None:
            self._shell.open_dialog(RolesDialog(self._desk, person, self._say))

    def ask_team(self) -> None:
        """Ask which team the selected person belongs to, and whether they head it."""
        if (person := self.chosen) is not None:
            self._shell.open_dialog(TeamDialog(self._desk, person, self._people.teams, self._say))

    def ask_passphrase(self) -> None:
        """Ask for a new first passphrase for the selected person."""
        if (person := self.chosen) is not None:
            self._shell.open_dialog(PassphraseDialog(self._desk, self._say, person))

    def ask_enable(self) -> None:
        """Ask for a first passphrase for the selected person, who may sign in again then."""
        if (person := self.gone) is not None:
            self._shell.open_dialog(PassphraseDialog(self._desk, self._say, person))

    def ask_disable(self) -> None:
        """Ask before ending a person's access."""
        if (person := self.chosen) is None:
            return
        text = "They can no longer sign in, and their key is taken away. What they did stays under their name."
        disable = Answer("&Disable", partial(self._disable, person), is_grave=True)
        self._shell.ask(f"End the access of {person.display}?", text, disable)

    def _disable(self, person: UserRow) -> None:
        told = partial(self._say_disabled, person)
        self._desk.run(work.put_out, person).then(self, told, self._refuse)

    def _say_disabled(self, person: UserRow, _done: object) -> None:
        self._say(f"{person.display} can no longer sign in.")

    def _say(self, sentence: str) -> None:
        self._shell.notify(sentence)
        self.read()

    def _refuse(self, error: DeskError) -> None:
        self._shell.warn(str(error))

    def _take(self, people: People) -> None:
        self._people = people
        self.model.set_rows(people.rows)
        self._follow()

    def _follow(self, _count: int = 0) -> None:
        self.add.setEnabled(self._desk.may(users.add))
        for pressed in (self.roles, self.team, self.renew, self.disable):
            pressed.setEnabled(self.chosen is not None)
            pressed.setVisible(self.gone is None)
        self.enable.setVisible(self.gone is not None)
