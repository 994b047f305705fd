"""What came of verifying or comparing returns, said in a dialog: files, faults, and each record by its name."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from soc_desk.returns.compare import Comparison, Difference, in_full, in_words
from soc_desk.returns.disruptions import ReturnRow
from soc_desk.returns.verify import Verdict
from ui.dialog import MarkedDialog
from ui.page import Shell
from ui.widgets import marks
from ui.widgets.facts import NoteCard, SmallTable
from ui.widgets.lines import Lines
from ui.widgets.rows import Column, RowsModel
from ui.widgets.table import Table
from ui.widgets.text import button, label

_TONES = {"added": "green", "removed": "red", "changed": "amber"}
_TOTALS_SHOWN = 8


def _steps(row: Difference) -> str:
    return " ".join(in_words(step) for step in row.steps)


COLUMNS: tuple[Column[Difference], ...] = (
    Column("record", "Record", lambda row: row.record, width=130, role="medium"),
    Column("kind", "Change", lambda row: row.kind.capitalize(),
           lambda row: marks.urgency(row.kind.capitalize(), _TONES[row.kind]), width=110),
    Column("what", "What", in_full, width=320, stretch=True, tooltip=in_full),
    Column("who", "Who, when and why", lambda row: _steps(row) or "–", lambda row: Lines(_steps(row) or "–"), width=280,
           stretch=True, tooltip=_steps),
)  # fmt: skip


class _Differences(Table):
    """Records that differ; Enter or a double click opens one."""

    def __init__(self, name: str, shell: Shell, dialog: MarkedDialog) -> None:
        self.differences: RowsModel[Difference] = RowsModel(COLUMNS)
        super().__init__(self.differences, name, sorts_here=True)
        self._shell, self._dialog = shell, dialog
        self.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.setMinimumHeight(220)
        self.opened.connect(self._go)

    def _go(self, row: Difference) -> None:
        self._dialog.accept()
        self._shell.open_page("disruptions", record=row.id)


class VerdictDialog(MarkedDialog):
    """Whether files, manifest, frozen copy and store agree, and if not, where they part."""

    def __init__(self, shell: Shell, verdict: Verdict) -> None:
        super().__init__(f"Verification of {verdict.reference}")
        self.setMinimumWidth(760)
        self.verdict = verdict
        tone = "green" if verdict.holds else "red"
        self.body.addWidget(NoteCard(_heading(verdict), self._text(verdict), tone))
        self.files = SmallTable(("File", "Result"), [(one.name, one.said) for one in verdict.files])
        self.body.addWidget(self.files)
        self.records: _Differences | None = None
        if verdict.records:
            many = len(verdict.records)
            words = "One record" if many == 1 else f"{many:,} records"
            self.body.addWidget(label(f"{words} changed in the store since", "medium"))
            self.records = _Differences("Records changed since", shell, self)
            self.records.differences.set_rows(verdict.records)
            self.body.addWidget(self.records, 1)
        self.add_button(button("&Close", self.accept, kind="primary")).setDefault(True)

    @staticmethod
    def _text(verdict: Verdict) -> str:
        told = list(verdict.faults)
        if verdict.keyed:
            were = "One record was" if verdict.keyed == 1 else f"{verdict.keyed:,} records were"
            told.append(f"{were} given the national reference since, as is usual.")
        if verdict.not_compared:
            told.append(verdict.not_compared)
        return " ".join(told)


def _heading(verdict: Verdict) -> str:
    if verdict.holds:
        return "It holds: the files are as they were built, and so is the store."
    broken = [one.name for one in verdict.files if not one.holds]
    if broken:
        return f"It does not hold: {', '.join(broken)}."
    if verdict.not_compared and not verdict.faults and not verdict.records:
        return "It cannot be said that it holds: the files are as they were built, but not every record was compared."
    return "It does not hold: the files are as they were built, but something else changed."


class CompareDialog(MarkedDialog):
    """What changed from one return to another, or to now; ``compare(before, after)`` asks for another pair."""

    def __init__(
        self, shell: Shell, rows: tuple[ReturnRow, ...], found: Comparison, compare: Callable[[str, str], object]
    ) -> None:
        super().__init__(f"From {_name(found.before, rows)} to {_name(found.after, rows)}")
        self.setMinimumWidth(820)
        self.found = found
        self.choices: QWidget = _Pair(rows, found, self._ask)
        self._compare = compare
        self.body.addWidget(self.choices)
        same = "Nothing changed: both say the same of every record."
        many = len(found.differences)
        words = f"{many:,} record{' differs' if many == 1 else 's differ'}."
        if found.same and not found.hidden:
            words = same
        if found.hidden:
            words += f" {found.hidden:,} more are not open to you and are not named."
        if found.periods:
            self.body.addWidget(label(found.periods, ink="soft", wrap=True))
        self.body.addWidget(label(words, "medium", wrap=True))
        if found.totals:
            lines = [(what.replace("_", " ").capitalize(), f"{a:,}", f"{b:,}") for what, a, b in found.totals]
            self.body.addWidget(SmallTable(("Figure", "Before", "After"), lines[:_TOTALS_SHOWN], right=(1, 2)))
        self.table = _Differences("Differences", shell, self)
        self.table.set_empty(same)
        self.table.differences.set_rows(found.differences)
        self.body.addWidget(self.table, 1)
        self.add_button(button("&Close", self.accept, kind="primary")).setDefault(True)

    def _ask(self, before: str, after: str) -> None:
        self.accept()
        self._compare(before, after)


class _Pair(QWidget):
    """The two returns that are compared, to be chosen again."""

    def __init__(self, rows: tuple[ReturnRow, ...], found: Comparison, chosen: Callable[[str, str], object]) -> None:
        super().__init__()
        self._chosen = chosen
        self.before, self.after = QComboBox(), QComboBox()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for words, combo, value in (("From", self.before, found.before), ("to", self.after, found.after)):
            combo.setAccessibleName(f"Compare {words.lower()}")
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            if combo is self.after:
                combo.addItem("The store as it is now", "now")
            for row in rows:
                combo.addItem(f"{row.reference}, {row.label}", row.reference)
            if combo.findData(value) < 0:
                combo.addItem(value, value)
            combo.setCurrentIndex(combo.findData(value))
            combo.activated.connect(self._choose)
            layout.addWidget(label(words))
            layout.addWidget(combo)
        layout.addStretch(1)
        layout.setAlignment(Qt.AlignmentFlag.AlignLeft)

    def _choose(self, _index: int) -> None:
        self._chosen(self.before.currentData(), self.after.currentData())


def _name(reference: str, rows: tuple[ReturnRow, ...]) -> str:
    if reference == "now":
        return "now"
    found = next((row for row in rows if row.reference == reference), None)
    return f"{reference} ({found.label.split(',')[0]})" if found else reference
