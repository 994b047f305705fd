"""What must be put right before a return is sent: each item with its record, what is missing and how to mend it."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal

from soc_desk.returns.rules import Problem
from soc_desk.vocabulary import Severity
from ui.widgets import marks
from ui.widgets.lines import Lines
from ui.widgets.rows import Column, RowsModel
from ui.widgets.table import Table

TONES = {Severity.STOPS: "red", Severity.CHECK: "amber"}

COLUMNS: tuple[Column[Problem], ...] = (
    Column("severity", "", lambda row: row.severity.label, lambda row: marks.urgency(row.severity.label,
           TONES[row.severity]), width=82, sort=lambda row: row.severity.rank),
    Column("record", "Record", lambda row: row.record, width=112, role="medium",
           tooltip=lambda row: row.record),
    Column("problem", "What is missing or odd", lambda row: row.problem, width=266, stretch=True,
           tooltip=lambda row: row.problem),
    Column("remedy", "How to mend it", lambda row: row.remedy, lambda row: Lines(row.remedy), width=236, stretch=True,
           tooltip=lambda row: row.remedy),
    Column("open", "", lambda _row: "Open", lambda _row: marks.Words("Open", "medium", "accent"), width=56,
           sortable=False),
)  # fmt: skip


class ProblemsTable(Table):
    """``asked(problem)`` when somebody wants to see what an item is about: a click on Open, Enter, a double click."""

    asked = Signal(object)

    def __init__(self, name: str) -> None:
        self.model_of_problems: RowsModel[Problem] = RowsModel(COLUMNS, row_id=_identity)
        super().__init__(self.model_of_problems, name, sorts_here=True)
        self.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.clicked.connect(self._click)
        self.opened.connect(self.asked)
        self.setMouseTracking(True)
        self.entered.connect(self._point)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show these items, worst first."""
        self.model_of_problems.set_rows(tuple(problems))

    def _click(self, index: QModelIndex) -> None:
        if self._is_open(index) and (row := self.rows.loaded(index.row())) is not None:
            self.asked.emit(row)

    def _point(self, index: QModelIndex) -> None:
        shape = Qt.CursorShape.PointingHandCursor if self._is_open(index) else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def _is_open(self, index: QModelIndex) -> bool:
        return index.isValid() and self.rows.columns[index.column()].key == "open"


def _identity(row: Problem) -> tuple[str, str, str]:
    return row.record, row.field, row.problem


def counted(problems: Sequence[Problem], left_off: int = 0) -> str:
    """``2 stop it, 3 to check``."""
    stops = sum(problem.severity is Severity.STOPS for problem in problems)
    checks = len(problems) - stops
    told = [f"{stops:,} {'stops' if stops == 1 else 'stop'} it"] if stops else []
    told += [f"{checks:,} to check"] if checks else []
    told += [f"{left_off:,} more not listed"] if left_off else []
    return ", ".join(told) or "nothing to put right"
