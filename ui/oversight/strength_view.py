"""Posts and strength of teams by role and day, with what happened to the selected one."""

from functools import partial

from PySide6.QtWidgets import QWidget

from soc_desk.services import periods, strength
from soc_desk.services.strength import StrengthRow
from ui.desk import Desk
from ui.forms.strength import StrengthForm
from ui.history import HistoryView
from ui.page import Answer, Shell
from ui.widgets import marks
from ui.widgets.listing import lay_out_list
from ui.widgets.marks import Mark
from ui.widgets.rows import Column, RowsModel
from ui.widgets.table import Table
from ui.widgets.text import button
from ui.widgets.typed import format_date, format_posts

_ABOUT = (
    "Open cases of a team are divided by these in the caseload summary, by people in post and by posts. Supervisors "
    "and administrators read them, nobody else; who is away and why is not kept here."
)
_TONES = {"Now": "green", "To come": "info", "Earlier": "neutral"}
_NOT_RECORDED = "not recorded"


def state(row: StrengthRow) -> str:
    """Whether it is the strength today, will be, or was."""
    today = periods.today()
    if row.holds(today):
        return "Now"
    return "To come" if row.starts_on > today else "Earlier"


def _named(row: StrengthRow) -> str:
    return f"{row.role} in {row.team} from {format_date(row.starts_on)}"


def _pill(row: StrengthRow) -> Mark:
    return marks.urgency(state(row), _TONES[state(row)])


def _vacancy(row: StrengthRow) -> str:
    if row.vacancy is None:
        return "no posts" if row.established == 0 else _NOT_RECORDED
    return f"{row.vacancy} %".replace("-", "−")


COLUMNS: tuple[Column[StrengthRow], ...] = (
    Column("team", "Team", lambda row: row.team, width=220, role="medium", stretch=True),
    Column("role", "Role", lambda row: row.role, width=170),
    Column("state", "State", state, _pill, width=100),
    Column("established", "Posts, FTE", lambda row: format_posts(row.established) or _NOT_RECORDED, width=110,
           sort=lambda row: row.established, align="right"),
    Column("actual", "In post, FTE", lambda row: format_posts(row.actual) or _NOT_RECORDED, width=110,
           sort=lambda row: row.actual, align="right"),
    Column("vacancy", "Vacancy rate", _vacancy, width=110, sort=lambda row: row.vacancy, align="right"),
    Column("from", "From", lambda row: format_date(row.starts_on), width=116, sort=lambda row: row.starts_on),
    Column("until", "Until", lambda row: format_date(row.ends_on) or "Open", width=116, sort=lambda row: row.ends_on),
)  # fmt: skip


class StrengthView(QWidget):
    """Every row, by team and role; opening one edits it."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__()
        self._desk, self._shell = desk, shell
        self.model: RowsModel[StrengthRow] = RowsModel(COLUMNS, row_id=lambda row: row.id)
        self.table = Table(self.model, "Strength of teams", sorts_here=True)
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.table.set_empty("No strength is recorded. Until it is, the caseload summary says so and divides nothing.")
        self.new = button("&Record strength…", self.ask, kind="primary")
        self.remove = button("Re&move…", self.ask_removal)
        self.past = HistoryView(desk)
        lay_out_list(self, _ABOUT, (self.remove, self.new), self.table, self.past)
        self.table.opened.connect(self._open)
        self.table.current_changed.connect(self._chosen)

    def read(self) -> None:
        """Read the list again."""
        self._desk.read(strength.list_rows).then(self, self._take)

    def ask(self) -> None:
        """Open a new one, of the team and role that are selected."""
        row = self.table.current_row()
        start = {} if row is None else {"team_id": row.team_id, "role": row.role, "established": row.established}
        self._shell.open_sheet(StrengthForm(self._desk, self._shell, **start))

    def ask_removal(self) -> None:
        """Ask before the selected one is taken out."""
        if (row := self.table.current_row()) is None:
            return
        told = (
            "For one that was recorded by mistake: caseloads of its days are counted without it from now on. The audit "
            "log keeps what it said. Where a strength is over, open it and give its last day instead."
        )
        remove = Answer("Re&move", partial(self._remove, row), is_grave=True)
        self._shell.ask(f"Remove the strength of {_named(row)}?", told, remove)

    def _remove(self, row: StrengthRow) -> None:
        reply = self._desk.write(strength.remove, row.id, row.version)
        said = f"The strength of {_named(row)} is removed."
        reply.then(self, lambda _none: self._shell.notify(said), lambda error: self._shell.warn(str(error)))

    def _take(self, rows: list[StrengthRow]) -> None:
        self.model.set_rows(tuple(rows))
        self._chosen(self.table.current_row())  # something may have happened to it

    def _open(self, row: StrengthRow) -> None:
        self._shell.open_sheet(StrengthForm(self._desk, self._shell, row.id))

    def _chosen(self, row: StrengthRow | None) -> None:
        self.remove.setEnabled(row is not None)
        if row is None:
            self.past.forget()
        else:
            self.past.show_record(row.id)
