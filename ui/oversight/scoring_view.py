"""Ways of scoring: each edition with the days of its use; a new edition from a copy or a file."""

from datetime import date

from PySide6.QtWidgets import QWidget

from soc_desk.services import periods
from soc_desk.services.ocg_life import templates
from soc_desk.services.ocg_life.templates import TemplateRow
from ui.desk import Desk
from ui.forms.score_template import ScoreTemplateForm
from ui.page import Shell
from ui.widgets import marks
from ui.widgets.listing import lay_out_list
from ui.widgets.marks import Mark
from ui.widgets.rows import Column, RowsModel
from ui.widgets.table import Table
from ui.widgets.text import button
from ui.widgets.typed import format_date

_ABOUT = "An edition is never changed, so that old scores can be read as they were made. A new one takes its place."
_TONES = {"In use": "green", "To come": "info", "Earlier": "neutral"}


def state(row: TemplateRow, today: date) -> str:
    """Whether an edition is in use, will be, or was."""
    if row.starts_on > today:
        return "To come"
    return "Earlier" if row.ends_on is not None and row.ends_on < today else "In use"


def _asks(row: TemplateRow) -> str:
    one = row.template
    bands = ", ".join(band.name for band in one.bands)
    return f"{len(one.criteria)} questions in {len(one.sections)} sections, out of {one.most:,}; {bands}"


def _pill(row: TemplateRow) -> Mark:
    words = state(row, periods.today())
    return marks.urgency(words, _TONES[words])


COLUMNS: tuple[Column[TemplateRow], ...] = (
    Column("name", "Template", lambda row: row.name, width=230, role="medium", stretch=True),
    Column("edition", "Edition", lambda row: row.edition, width=90),
    Column("state", "State", lambda row: state(row, periods.today()), _pill, width=110),
    Column("from", "From", lambda row: format_date(row.starts_on), width=116, sort=lambda row: row.starts_on),
    Column("until", "Until", lambda row: format_date(row.ends_on) or "Open", width=116, sort=lambda row: row.ends_on),
    Column("asks", "What it asks", _asks, width=260, stretch=True, tooltip=_asks),
    Column("source", "Source", lambda row: row.source, width=220, stretch=True, ink="ink_soft",
           tooltip=lambda row: row.source),
)  # fmt: skip


class ScoringView(QWidget):
    """Every edition, newest use last; a new one begins as a copy of the selected one, or in a file."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__()
        self._desk, self._shell = desk, shell
        self.model: RowsModel[TemplateRow] = RowsModel(COLUMNS)
        self.table = Table(self.model, "Ways of scoring", sorts_here=True)
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.new_edition = button("&New edition…", self.ask, kind="primary")
        lay_out_list(self, _ABOUT, (self.new_edition,), self.table)
        self.table.opened.connect(lambda _row: self.ask())

    def read(self) -> None:
        """Read the list again."""
        self._desk.read(templates.list_rows).then(self, lambda rows: self.model.set_rows(tuple(rows)))

    def ask(self) -> None:
        """Open a new edition as a copy of the selected one, or of the last."""
        row = self.table.current_row() or self.model.row_at(self.model.rowCount() - 1)
        form = ScoreTemplateForm(self._desk, self._shell)
        self._shell.open_sheet(form)
        if row is not None:
            form.copy(row.id)
