"""Local policies: what holds today, since when and on whose word; setting a new value from a day on."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QCheckBox, QWidget

from soc_desk.services import periods, policies
from soc_desk.services.policies import PolicyRow
from ui.desk import Desk
from ui.forms.policy import PolicyDialog
from ui.oversight import policy_fields
from ui.oversight import settings_work as work
from ui.oversight.policy_words import POLICY_WORDS
from ui.oversight.settings_work import Policies
from ui.page import Shell
from ui.widgets import marks
from ui.widgets.listing import lay_out_list
from ui.widgets.marks import Mark
from ui.widgets.rows import Column, RowsModel
from ui.widgets.table import Table
from ui.widgets.text import button
from ui.widgets.typed import format_date

_ABOUT = "Each value holds from its day until the next one; earlier values stay for earlier days."
_TONES = {"In force": "green", "To come": "info", "Earlier": "neutral"}


class PoliciesView(QWidget):
    """The list with the button that sets a new value."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__()
        self._desk, self._shell = desk, shell
        self._found = Policies((), periods.today(), {})
        self.model: RowsModel[PolicyRow] = RowsModel(self._columns(), row_id=lambda row: (row.name, row.valid_from))
        self.table = Table(self.model, "Policies", sorts_here=True)
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.earlier = QCheckBox("Show &earlier values")
        self.set_value = button("Set a new &value…", self.ask, kind="primary")
        self.set_value.setEnabled(desk.may(policies.set_policy))
        lay_out_list(self, _ABOUT, (self.earlier, self.set_value), self.table)
        self.earlier.toggled.connect(self._show)
        self.table.opened.connect(lambda _row: self.ask())

    def read(self) -> None:
        """Read the list again."""
        self._desk.read(work.every_policy, periods.today()).then(self, self._take)

    def ask(self) -> None:
        """Ask for the new value of the selected policy (or the first)."""
        row = self.table.current_row() or self.model.row_at(0)
        if row is not None and self._desk.may(policies.set_policy):
            now = next(r for r in reversed(self._found.rows) if r.name == row.name)
            self._shell.open_dialog(PolicyDialog(self._desk, now, self._found, self._said))

    def _said(self, sentence: str) -> None:
        self._shell.notify(sentence)
        self.read()

    def _take(self, found: Policies) -> None:
        self._found = found
        self._show()

    def _show(self, _checked: object = None) -> None:
        rows = self._found.rows
        shown = rows if self.earlier.isChecked() else [row for row in rows if self._state(row) != "Earlier"]
        self.model.set_rows(tuple(shown))

    def _state(self, row: PolicyRow) -> str:
        return state(row, self._found.rows, self._found.today)

    def _words(self, row: PolicyRow) -> str:
        return policy_fields.words(row, self._found.threats)

    def _pill(self, row: PolicyRow) -> Mark:
        words = self._state(row)
        return marks.urgency(words, _TONES[words])

    def _columns(self) -> tuple[Column[PolicyRow], ...]:
        return (
            Column("name", "Policy", lambda row: POLICY_WORDS[row.name], width=270, role="medium",
                   tooltip=lambda row: row.name),
            Column("value", "Value", self._words, width=240, stretch=True, tooltip=self._words),
            Column("state", "State", self._state, self._pill, width=110),
            Column("from", "From", lambda row: format_date(row.valid_from), width=116, sort=lambda row: row.valid_from),
            Column("source", "Source", lambda row: row.source, width=240, stretch=True, ink="ink_soft",
                   tooltip=lambda row: row.source),
        )  # fmt: skip


def state(row: PolicyRow, rows: Sequence[PolicyRow], today: date) -> str:
    """Whether a value holds today, will hold, or held earlier."""
    if row.valid_from > today:
        return "To come"
    newest = max(other.valid_from for other in rows if other.name == row.name and other.valid_from <= today)
    return "In force" if row.valid_from == newest else "Earlier"
