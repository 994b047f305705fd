"""Building the national return: folder, formats, recipient and purpose; then how far it is; then what was written."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from soc_desk.errors import DeskError, Invalid
from soc_desk.returns.check import CheckResult
from soc_desk.returns.disruptions import Built
from soc_desk.returns.periods import Period, quarters
from soc_desk.returns.rules import Problem
from soc_desk.services.periods import today
from soc_desk.vocabulary import Severity
from ui.desk import Desk, Running
from ui.dialog import MarkedDialog
from ui.oversight.fields import FolderField, TickField, TicksField
from ui.page import Shell
from ui.returns import work
from ui.returns.work import Order
from ui.widgets.facts import Fact, Facts, NoteCard
from ui.widgets.fields import LineField
from ui.widgets.form import Entry, Form
from ui.widgets.progress import Progress
from ui.widgets.text import button, label

FORMATS = {
    "csv": "CSV, for systems", "xlsx": "Excel workbook, with code lists and checks",
    "json": "JSON, with a published schema",
}  # fmt: skip
_THOUSAND = 1000


class BuildReturnDialog(MarkedDialog):
    """Asks, builds and tells; ``built(Built)`` once the files are in place, ``verify_asked(manifest)`` afterwards."""

    built = Signal(object)
    verify_asked = Signal(object)

    def __init__(
        self, desk: Desk, period: Period, result: CheckResult, order: Order,
        opened: Callable[[str], object] | None = None,
    ) -> None:  # fmt: skip
        """``opened(folder)`` shows a folder; by default in the system's own file manager."""
        super().__init__(f"Build the return for {period.label}")
        self.setMinimumWidth(600)
        self._desk, self._period, self._result = desk, period, result
        self._opened = opened or _open_folder
        self.done_with: Built | None = None
        self._running: Running | None = None
        self.form: Form[Order] = Form(order)
        self.incomplete = TickField("Build it as &incomplete; it says so on its cover and in its manifest")
        self.refusal = label("", ink="red", wrap=True)
        self.progress = Progress("Building the return")
        self.facts = Facts(name_width=96)
        self.stack = QStackedWidget()
        self.stack.addWidget(self._asking())
        self.stack.addWidget(self._working())
        self.stack.addWidget(self._telling())
        self.body.addWidget(self.stack)
        self.close_button = self.add_button(button("&Cancel", self.reject))
        self.show_folder = self.add_button(button("Open the &folder", self._show_folder))
        self.verify = self.add_button(button("&Verify", self._verify))
        self.build = self.add_button(button("&Build the return", self.start, kind="primary"))
        self.build.setDefault(True)
        self.progress.cancelled.connect(self._cancel)
        self._show(0)

    def _asking(self) -> QWidget:
        page, column = _page()
        result = self._result
        if not result.ready:
            stops = sum(problem.severity is Severity.STOPS for problem in result.problems)
            items = "One item stops it" if stops == 1 else f"{stops:,} items stop it"
            column.addWidget(
                NoteCard("This return is not ready", f"{items}; the page lists them under “To put right”.", "red")
            )
        apart = sum(result.apart.values())
        told = f"{_counted(result.records)} counted" + (f", {apart:,} shown apart." if apart else ".")
        column.addWidget(label(told, ink="soft", wrap=True))
        self.form.add_row(Entry("recipient", "Who &receives it", LineField("Name and organisation")))
        self.form.add_row(
            Entry("purpose", "What it is &for", LineField("Such as: quarterly return"), "Kept in the disclosure log.")
        )
        self.form.add_row(Entry("folder", "F&older", FolderField()))
        self.form.add_row(Entry("formats", "Formats", TicksField(FORMATS)))
        if not result.ready:
            self.form.add_row(Entry("incomplete", "Not ready", self.incomplete))
        column.addWidget(self.form)
        column.addWidget(self.refusal)
        column.addStretch(1)
        self.refusal.hide()
        return page

    def _working(self) -> QWidget:
        page, column = _page()
        column.addWidget(self.progress)
        column.addWidget(label("Nothing is sent or frozen until the last file is whole.", "caption", wrap=True))
        column.addStretch(1)
        return page

    def _telling(self) -> QWidget:
        page, column = _page()
        self.done_note = NoteCard("Built", "", "green")
        column.addWidget(self.done_note)
        column.addWidget(self.facts)
        column.addStretch(1)
        return page

    # building ---------------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Build it, if what was asked for is whole."""
        order = self.form.draft()
        if problems := order.problems(ready=self._result.ready):
            self.form.show_problems(problems)
            self.form.focus_problem()
            return
        records = self._result.records + sum(self._result.apart.values())
        self._show(1)
        self.progress.reset("Building the return")
        reply = self._desk.run(work.build, self._period, order, records)
        self._running = reply.running
        if self._running is not None:
            self._running.progressed.connect(self._tell_progress)
        reply.then(self, self._take, self._refuse)

    def _tell_progress(self, fraction: float, text: str) -> None:
        self.progress.set_progress(round(fraction * _THOUSAND), _THOUSAND, text)

    def _cancel(self) -> None:
        if self._running is not None:
            self._running.cancel()

    def _take(self, built: Built) -> None:
        self._running = None
        self.done_with = built
        ready = built.check.ready
        self.done_note.set_text(
            f"{built.reference} was built" + ("" if ready else " as incomplete"),
            f"{_counted(built.check.records)} counted. What was sent is frozen, and logged as disclosure "
            f"{built.print_id}.",
        )
        files = "\n".join(path.name for path in built.files)
        told = [
            Fact("Print id", built.print_id), Fact("Folder", str(built.files[0].parent)), Fact("Files", files),
            Fact("Recipient", self.form.draft().recipient),
        ]  # fmt: skip
        if built.amends:
            told.append(Fact("Amends", f"{built.amends}, which is kept."))
        self.facts.set_facts(told)
        self._show(2)
        self.built.emit(built)

    def _refuse(self, error: DeskError) -> None:
        self._running = None
        self._show(0)
        problems = dict(error.problems) if isinstance(error, Invalid) else {"": str(error)}
        ours = {"format": "formats", "ready": "incomplete"}
        renamed = {ours.get(name, name): said for name, said in problems.items()}
        rest = self.form.show_problems(renamed)
        self.refusal.setText(" ".join(rest.values()))
        self.refusal.setVisible(bool(rest))
        self.form.focus_problem()

    def _show(self, step: int) -> None:
        self.stack.setCurrentIndex(step)
        self.build.setVisible(step == 0)
        self.close_button.setVisible(step != 1)
        self.close_button.setText("&Cancel" if step == 0 else "C&lose")
        for pressed in (self.show_folder, self.verify):
            pressed.setVisible(step == 2)
        if step:
            self.close_button.setFocus()

    def reject(self) -> None:
        """Esc while it is built stops the building; otherwise it closes."""
        if self._running is not None:
            self._cancel()
        else:
            super().reject()

    def _show_folder(self) -> None:
        if self.done_with is not None:
            self._opened(str(self.done_with.files[0].parent))

    def _verify(self) -> None:
        if self.done_with is not None:
            self.accept()
            self.verify_asked.emit(self.done_with.files[-1])


def _counted(records: int) -> str:
    return "One disruption is" if records == 1 else f"{records:,} disruptions are"


def _page() -> tuple[QWidget, QVBoxLayout]:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(12)
    return page, column


def _open_folder(folder: str) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(folder))


def _checked(*problems: Problem) -> CheckResult:
    """A check for pictures."""
    return CheckResult(
        ready=not problems, records=62, by_p={}, by_level={}, by_threat={}, apart={"none": 1}, pursue_percent=55,
        national_drugs=0, median_lag_days=6, late=3, problems=list(problems), lines=[],
    )  # fmt: skip


def _scene(desk: Desk, _shell: Shell, *, ready: bool = False) -> BuildReturnDialog:
    missing = Problem("D-2026-0412", "evidence_refs", "Evidence reference missing.", "Add one.", Severity.STOPS)
    order = Order(folder="Returns", recipient="National Crime Agency", purpose="Return for Q3 2026/27")
    return BuildReturnDialog(desk, quarters(today(), 1)[0], _checked(*([] if ready else [missing])), order)


def _scene_refused(desk: Desk, shell: Shell) -> BuildReturnDialog:
    made = _scene(desk, shell)
    made.form.field("recipient").field.set_value("")
    made.start()
    return made


SCENES = {
    "build_return": partial(_scene, ready=True), "build_return-incomplete": _scene,
    "build_return-error": _scene_refused,
}  # fmt: skip
"""Pictures of the form."""
