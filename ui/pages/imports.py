"""Bringing in other people's spreadsheets: choose, see how the columns are understood, check the rows, keep or undo."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QStackedWidget

from soc_desk.errors import DeskError
from soc_desk.imports.reading import Look
from soc_desk.services import imports
from soc_desk.services.imports import ImportResult, ImportRow
from soc_desk.vocabulary import ImportKind
from ui.desk import Desk
from ui.imports import work
from ui.imports.checking import Checking
from ui.imports.choosing import Choosing
from ui.imports.columns import Columns
from ui.imports.done import Done
from ui.imports.errors import ErrorFile
from ui.imports.undoing import Undoing
from ui.imports.work import Checked
from ui.page import Page, Shell
from ui.widgets.files import choose_path
from ui.widgets.stepper import Stepper
from ui.widgets.text import button

CHOOSE, COLUMNS, CHECK, DONE = range(4)
_STEPS = ("Choose", "Columns", "Check", "Done")
_TITLE = "Import a spreadsheet"
_FACTS = (
    "Trackers of disruptions, lists of groups and of people, cash registers, as XLSX or CSV. Nothing is saved before "
    "you have seen it."
)
_NOUNS = {
    ImportKind.DISRUPTIONS: "disruption", ImportKind.OCGS: "group", ImportKind.CASH: "cash case",
    ImportKind.PEOPLE: "row",
    ImportKind.INTELLIGENCE: "item of intelligence",
}  # fmt: skip
_KINDS = "Spreadsheets (*.xlsx *.csv *.txt *.tsv);;All files (*)"


class ImportsPage(Page):
    """Four steps, each a panel; those behind can be gone back to until the rows are kept."""

    NAME = "imports"
    SHOWS = frozenset({"import_batch"})

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(desk, shell)
        self.look: Look | None = None
        self.checked: Checked | None = None
        self.result: ImportResult | None = None
        self.folder = Path.home()
        self.errors = ErrorFile(self, self._run)
        self.undoing = Undoing(self, self._run)
        self.errors_button = button("Save &error file…", self._save_errors)
        self.cancel_button = button("Ca&ncel", self.start_again)
        self.next_button = button("Check the rows", self.go_on, kind="primary")
        self.stepper = Stepper(_STEPS)
        self.choosing, self.columns, self.checking, self.done = Choosing(), Columns(), Checking(), Done()
        self.stack = QStackedWidget()
        layout, self.title, self.facts = self.head(
            _TITLE, self.errors_button, self.cancel_button, self.next_button, crumbs="Disruptions \u203a Import"
        )
        layout.addWidget(self.stepper)
        layout.addWidget(self.stack, 1)
        for panel in (self.choosing, self.columns, self.checking, self.done):
            self.stack.addWidget(panel)
        self._connect()
        self._show_step(CHOOSE)

    def _connect(self) -> None:
        self.stepper.went_back.connect(self._show_step)
        self.choosing.browse.connect(self.choose_file)
        self.choosing.chosen.connect(self.open_file)
        self.choosing.undo.connect(lambda row: self.undoing.ask(row.id, row.reference, row.accepted))
        self.undoing.done.connect(self._show_undone)
        self.columns.moved.connect(self._look_elsewhere)
        self.columns.corrected.connect(self._offer)
        self.done.show_records.connect(self._show_records)
        self.done.undo.connect(self._undo_this)
        self.done.another.connect(self.start_again)

    @property
    def primary_action(self) -> str:
        return "disruptions.record"

    def refresh(self) -> None:
        self.desk.read(imports.history).then(self, self._show_earlier)

    def go(self, **where: Any) -> None:
        """``go(kind="ocgs")`` chooses what the rows are."""
        if where.get("kind") in list(ImportKind):
            self.choosing.kind.set_value(ImportKind(where["kind"]))

    def state(self) -> dict[str, Any]:
        return {"kind": self.choosing.kind.value(), "folder": str(self.folder)}

    def restore(self, state: Mapping[str, Any]) -> None:
        self.go(kind=state.get("kind"))
        if isinstance(folder := state.get("folder"), str) and Path(folder).is_dir():
            self.folder = Path(folder)

    # the steps --------------------------------------------------------------------------------------------------------

    def choose_file(self) -> None:
        """Ask for the file."""
        choose_path(
            self, "Choose the spreadsheet", str(self.folder), lambda name: self.open_file(Path(name)), kinds=_KINDS
        )

    def open_file(self, path: Path) -> None:
        """Look at the file and go on to its columns."""
        self.folder = path.parent
        self._run(work.look_at, path, self.choosing.kind.value(), slot=self._show_look)

    def go_on(self) -> None:
        """From the columns to the check, from the check to keeping the rows."""
        if self.stepper.step == COLUMNS and self.look is not None and self.columns.mapping is not None:
            self._run(work.check, self.look, self.columns.mapping, slot=self._show_checked)
        elif self.stepper.step == CHECK and self.checked is not None:
            self._run(work.keep, self.checked.parsed, slot=self._show_result)

    def start_again(self) -> None:
        """Let go of the file; nothing of it was saved, or it stays as it is."""
        self.look = self.checked = self.result = None
        self._show_step(CHOOSE)

    def _save_errors(self) -> None:
        if self.checked is not None:
            self.errors.ask(self.checked, self.folder)

    def _undo_this(self) -> None:
        if self.result is not None and self.result.import_id is not None:
            self.undoing.ask(self.result.import_id, self.result.reference, self.result.accepted)

    def _show_undone(self, text: str) -> None:
        if self.stepper.step == DONE:
            self.done.show_undone(text)
        self.shell.notify(text)

    def _look_elsewhere(self, sheet: str, heading_row: int | None) -> None:
        if self.look is not None:
            self._run(work.look_at, self.look.path, self.look.kind, sheet, heading_row, slot=self._show_look)

    def _run(self, job: Callable[..., Any], *args: Any, slot: Callable[[Any], object]) -> None:
        """One long job at a time; the buttons wait with it."""
        self._hold(busy=True)
        self.desk.run(job, *args).then(self, partial(self._landed, slot), self._refused)

    def _landed(self, slot: Callable[[Any], object], value: Any) -> None:
        self._hold(busy=False)
        slot(value)

    def _refused(self, error: DeskError) -> None:
        self._hold(busy=False)
        self.shell.warn(str(error))

    def _hold(self, *, busy: bool) -> None:
        for widget in (self.choosing.choose_button, self.columns, self.errors_button, self.next_button, self.done):
            widget.setEnabled(not busy)
        if not busy:
            self._offer()

    # what came --------------------------------------------------------------------------------------------------------

    def _show_earlier(self, rows: list[ImportRow]) -> None:
        self.choosing.show_earlier(rows)

    def _show_look(self, look: Look) -> None:
        self.look, self.checked = look, None
        self.columns.show_look(look)
        self._show_step(COLUMNS)

    def _show_checked(self, checked: Checked) -> None:
        self.checked = checked
        self.checking.show_checked(checked)
        self._show_step(CHECK)

    def _show_result(self, result: ImportResult) -> None:
        if result.import_id is None:
            self.shell.warn("Every row of this file is in the store already, or cannot be read. Nothing was changed.")
            return
        self.result = result
        noun = _NOUNS[self.checked.parsed.kind] if self.checked else "record"
        more = noun.replace("item ", "items ") if "item " in noun else f"{noun}s"
        many = f"{result.accepted:,} {noun} was" if result.accepted == 1 else f"{result.accepted:,} {more} were"
        told = f"{many} imported as {result.reference}"
        self.done.show_result(result, told)
        self._show_step(DONE)
        self.shell.notify(f"{told}.")

    def _show_records(self) -> None:
        if self.result is None or self.checked is None:
            return
        if self.checked.parsed.kind is ImportKind.OCGS:
            self.shell.open_page("ocgs")
        elif self.checked.parsed.kind is ImportKind.CASH:
            self.shell.open_page("poca", view="cash")
        elif self.checked.parsed.kind is ImportKind.PEOPLE:
            self.shell.open_page("people", import_id=self.result.import_id)
        elif self.checked.parsed.kind is ImportKind.INTELLIGENCE:
            self.shell.open_page("intelligence", view="all")
        else:
            self.shell.open_page("disruptions", import_id=self.result.import_id)

    # showing where it stands ------------------------------------------------------------------------------------------

    def _show_step(self, step: int) -> None:
        self.stepper.set_step(step, locked=step == DONE)
        self.stack.setCurrentIndex(step)
        self.title.setText(self.look.path.name if self.look and step != CHOOSE else _TITLE)
        self.facts.setText(self._where() if step in (COLUMNS, CHECK) else _FACTS)
        self._offer()
        if (panel := self.stack.currentWidget()) is not None:
            self.setFocusProxy(panel)

    def _where(self) -> str:
        assert self.look is not None
        mapping = self.columns.mapping or self.look.mapping
        row = f"headings on row {mapping.heading_row}" if mapping.heading_row else "no headings"
        rows = f" · {self.checked.parsed.rows:,} rows" if self.checked and self.stepper.step == CHECK else ""
        return f"Sheet “{mapping.sheet}”, {row}{rows} · nothing has been saved yet"

    def _offer(self) -> None:
        """The buttons of the step, each on only while it can do its work."""
        step, ready = self.stepper.step, self.checked.preview.ready if self.checked else 0
        left_out = bool(self.checked and self.checked.preview.left_out)
        self.errors_button.setVisible(step == CHECK and left_out)
        self.cancel_button.setVisible(step in (COLUMNS, CHECK))
        self.next_button.setVisible(step in (COLUMNS, CHECK))
        if step == COLUMNS:
            self.next_button.setText("Chec&k the rows")
            self.next_button.setEnabled(bool(self.columns.mapping and not self.columns.mapping.missing))
        elif step == CHECK:
            self.next_button.setText(f"&Import {ready:,} record{'' if ready == 1 else 's'}")
            self.next_button.setEnabled(ready > 0)


def _scene(until: int, _desk: Desk, shell: Shell) -> None:
    """The page on a small synthetic tracker, taken as far as the step ``until``."""
    from ui.imports.scenes import tracker

    shell.open_page(ImportsPage.NAME)
    page = getattr(shell, "way").page  # noqa: B009 - the window's, which the Shell does not promise
    assert isinstance(page, ImportsPage)  # it was opened just now
    page.stack.currentChanged.connect(lambda step: page.go_on() if step < until else None)
    page.open_file(tracker())


def _scene_error(desk: Desk, shell: Shell) -> None:
    _scene(CHOOSE, desk, shell)
    page = getattr(shell, "way").page  # noqa: B009 - the window's, which the Shell does not promise
    page.open_file(Path("a tracker that is gone.xlsx"))


SCENES = {
    "imports-columns": partial(_scene, COLUMNS), "imports-check": partial(_scene, CHECK), "imports-error": _scene_error,
}  # fmt: skip
"""Pictures of the steps; the last one would write to the demonstration store."""
