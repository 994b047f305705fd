"""Third step of an import: what will become of each row, those that stop first, with the cell at fault tinted."""

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from soc_desk.services.import_rows import ParsedImport, RowState, ShownRow
from soc_desk.services.imports import ImportPreview
from ui.imports.work import Checked
from ui.widgets import marks
from ui.widgets.badges import BadgeRow
from ui.widgets.focus import hand_on
from ui.widgets.lines import Lines
from ui.widgets.marks import Mark
from ui.widgets.rows import Column, RowsModel
from ui.widgets.table import Table
from ui.widgets.text import label

_STATES = {
    RowState.STOPS: ("Stops", "red"),
    RowState.REPEAT: ("Repeat", "amber"),
    RowState.READY: ("Ready", "green"),
}
_WIDTHS = {
    "disruption_date": 194, "four_p": 140, "impact_level": 132, "subject_ref": 116, "name": 170, "status": 130,
    "primary_threat": 236,
}  # fmt: skip
"""Columns that are shown at once, in this order, with their widths."""
_LONGEST_HEAD = 26
_WARNINGS_SHOWN = 4


def state_mark(row: ShownRow) -> Mark:
    """What will become of a row, as a pill."""
    text, tone = _STATES[row.state]
    return marks.urgency(text, tone)


def columns_of(parsed: ParsedImport) -> tuple[Column[ShownRow], ...]:
    """The columns of a file: what a record must have, then what is wrong; its other columns wait in the menu."""
    own = [
        Column(
            f"cell{place}", _clipped(heading) or " ", partial(_cell, place), width=_WIDTHS.get(field, 150),
            sortable=False, tooltip=partial(_cell, place), ground=partial(_ground, place),
            hidden=field not in _WIDTHS,
        )
        for place, (heading, field) in enumerate(zip(parsed.headings, parsed.fields, strict=True))
    ]  # fmt: skip
    first: list[Column[ShownRow]] = [
        Column("row", "Row", lambda row: f"{row.row:,}", width=52, ink="ink_caption", sort=lambda row: row.row),
        Column("state", "State", lambda row: _STATES[row.state][0], state_mark, width=92,
               sort=lambda row: list(RowState).index(row.state)),
    ]  # fmt: skip
    problem: Column[ShownRow] = Column(
        "problem", "Problem", lambda row: row.text, lambda row: Lines(row.text) if row.text else None, width=250,
        tooltip=lambda row: row.text, sortable=False, stretch=True,
    )  # fmt: skip
    keys = sorted((c for c in own if not c.hidden), key=lambda c: list(_WIDTHS).index(_field(parsed, c)))
    return (*first, *keys, problem, *(c for c in own if c.hidden))


class Checking(QWidget):
    """Shows a ``Checked`` file."""

    def __init__(self) -> None:
        super().__init__()
        self.pills = BadgeRow()
        self.warnings = label("", ink="soft", wrap=True)
        self.table: Table | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(12)
        self._layout.addWidget(self.pills)
        self._layout.addWidget(self.warnings)

    def show_checked(self, checked: Checked) -> None:
        """Show what keeping the file would do. Copying its rows discloses nothing: they are no records yet."""
        self.pills.set_marks(pills(checked.preview))
        told = checked.preview.notes
        more = f"And {len(told) - _WARNINGS_SHOWN:,} more." if len(told) > _WARNINGS_SHOWN else ""
        self.warnings.setText("\n".join([*told[:_WARNINGS_SHOWN], more]).strip())
        self.warnings.setVisible(bool(told))
        if self.table is not None:
            self._layout.removeWidget(self.table)
            self.table.hide()
            self.table.deleteLater()
        model: RowsModel[ShownRow] = RowsModel(columns_of(checked.parsed), row_id=lambda row: row.row)
        self.table = Table(model, "Rows of the file", sorts_here=True)
        self.table.set_empty("No row of the file is left to show.")
        model.set_rows(checked.preview.shown)
        self._layout.addWidget(self.table, 1)
        hand_on(self, self.table)


def pills(preview: ImportPreview) -> list[Mark]:
    """The figures of a file as pills."""
    result = preview.result
    shown: list[Mark] = [marks.urgency(f"{result.accepted:,} ready", "green")]
    if result.rejected:
        shown.append(marks.urgency(f"{result.rejected:,} cannot be read", "red"))
    if result.duplicates:
        shown.append(marks.urgency(_many(result.duplicates, "repeat"), "amber"))
    if preview.new_subjects:
        shown.append(marks.Pill(f"{_many(preview.new_subjects, 'subject')} will be created as Proposed"))
    if preview.new_areas:
        shown.append(marks.Pill(f"{_many(preview.new_areas, 'area')} will be added"))
    return shown


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _field(parsed: ParsedImport, column: Column[ShownRow]) -> str:
    return parsed.fields[int(column.key.removeprefix("cell"))]


def _cell(place: int, row: ShownRow) -> str:
    return row.cells[place] if place < len(row.cells) else ""


def _ground(place: int, row: ShownRow) -> str:
    return "cell_problem" if place in row.wrong else ""


def _clipped(heading: str) -> str:
    return heading if len(heading) <= _LONGEST_HEAD else heading[: _LONGEST_HEAD - 1].rstrip() + "…"
