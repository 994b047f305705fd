"""Code lists: the values a force may choose from, where each comes from; adding, renaming and closing one."""

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from soc_desk.services import policies
from soc_desk.services.policies import CodeRow
from ui.desk import Desk
from ui.forms.policy import CloseCodeDialog, CodeDialog, RelabelDialog
from ui.oversight import settings_work as work
from ui.oversight.settings_work import Codes
from ui.page import Shell
from ui.widgets.rows import Column, RowsModel
from ui.widgets.table import Table
from ui.widgets.text import button, label
from ui.widgets.typed import format_date

LIST_WORDS = {
    "soc_threat": "Threats", "agency": "Agencies", "activity_type": "Activity types", "tactic_area": "Tactic areas",
    "drug": "Drugs", "drug_unit": "Units of drugs", "asset_power": "Asset powers", "asset_stage": "Asset stages",
    "evidence_type": "Kinds of evidence", "tier": "Tiers", "region": "Regions",
}  # fmt: skip

COLUMNS: tuple[Column[CodeRow], ...] = (
    Column("label", "Label", lambda row: row.label, width=260, role="medium", stretch=True),
    Column("code", "Code", lambda row: row.code, width=180),
    Column("parent", "Belongs to", lambda row: row.parent or "–", width=160),
    Column("source", "Source", lambda row: row.source or "–", width=260, stretch=True, ink="ink_soft",
           tooltip=lambda row: row.source),
    Column("valid_to", "Until", lambda row: format_date(row.valid_to) or "Open", width=120,
           sort=lambda row: row.valid_to),
)  # fmt: skip


class CodesView(QWidget):
    """One list at a time. Values are never removed, only closed, so that old records keep their label."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__()
        self._desk, self._shell = desk, shell
        self._codes = Codes({})
        self.lists = QComboBox()
        self.lists.setAccessibleName("Code list")
        self.lists.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.model: RowsModel[CodeRow] = RowsModel(COLUMNS, row_id=lambda row: row.code)
        self.table = Table(self.model, "Values of the list", sorts_here=True)
        self.add = button("&Add a value…", self.ask, kind="primary")
        self.add.setEnabled(desk.may(policies.add_code))
        self.rename = button("&Rename…", self.ask_label)
        self.close_code = button("&Close or reopen…", self.ask_end)
        self._rights = {self.rename: desk.may(policies.relabel_code), self.close_code: desk.may(policies.close_code)}
        bar = QHBoxLayout()
        bar.setSpacing(12)
        bar.addWidget(self.lists)
        bar.addWidget(label("Values stay for old records even when they are closed.", ink="soft", wrap=True), 1)
        for made in (self.rename, self.close_code, self.add):
            bar.addWidget(made)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(bar)
        layout.addWidget(self.table, 1)
        self.lists.activated.connect(self._show)
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.table.selection_changed.connect(self._follow)
        self.table.opened.connect(lambda _row: self.ask_label() if self.rename.isEnabled() else None)
        self._follow()

    def read(self) -> None:
        """Read every list again."""
        self._desk.read(work.every_code).then(self, self._take)

    def ask(self) -> None:
        """Ask for a new value of the list shown."""
        name = str(self.lists.currentData() or "")
        if name:
            self._shell.open_dialog(CodeDialog(self._desk, name, LIST_WORDS.get(name, name), self._said))

    def ask_label(self) -> None:
        """Ask for another label of the selected value."""
        self._ask_about(RelabelDialog)

    def ask_end(self) -> None:
        """Ask until when the selected value can be chosen."""
        self._ask_about(CloseCodeDialog)

    def _ask_about(self, kind: type[RelabelDialog | CloseCodeDialog]) -> None:
        name, rows = str(self.lists.currentData() or ""), self.table.selected_rows()
        if name and rows:
            self._shell.open_dialog(kind(self._desk, name, rows[0], self._said))

    def _follow(self, _count: int = 0) -> None:
        for made, may in self._rights.items():
            made.setEnabled(may and self.table.selected_count() > 0)

    def _said(self, sentence: str) -> None:
        self._shell.notify(sentence)
        self.read()

    def _take(self, codes: Codes) -> None:
        self._codes = codes
        shown = self.lists.currentData()
        self.lists.clear()
        for name in sorted(codes.lists, key=lambda known: LIST_WORDS.get(known, known)):
            words = LIST_WORDS.get(name, name.replace("_", " ").capitalize())
            self.lists.addItem(f"{words} ({len(codes.lists[name])})", name)
        self.lists.setCurrentIndex(max(0, self.lists.findData(shown)))
        self._show()

    def _show(self, _index: int = 0) -> None:
        self.model.set_rows(self._codes.lists.get(str(self.lists.currentData() or ""), ()))
        self._follow()
