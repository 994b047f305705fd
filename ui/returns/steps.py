"""What can be done with returns: building one, comparing two, verifying a file, and logging rows that were copied."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from soc_desk.returns.check import CheckResult
from soc_desk.returns.compare import NOW, Comparison
from soc_desk.returns.disruptions import Built, ReturnRow
from soc_desk.returns.periods import Period
from soc_desk.returns.verify import Verdict
from ui.desk import Desk
from ui.forms.build_return import BuildReturnDialog
from ui.page import Shell
from ui.returns import work
from ui.returns.outcome import CompareDialog, VerdictDialog
from ui.returns.work import Order


class ReturnSteps(QObject):
    """``built(Built)`` when a return is in place; ``failed(DeskError)`` when comparing or verifying was refused."""

    built = Signal(object)
    failed = Signal(object)

    def __init__(self, desk: Desk, shell: Shell, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._shell = desk, shell
        self.rows: Sequence[ReturnRow] = ()
        self.recipient = ""

    def build(self, period: Period, result: CheckResult, folder: str) -> None:
        """Ask how, and build the return of a period that was checked."""
        order = Order(folder=folder, recipient=self.recipient, purpose=f"Return for {period.name}")
        dialog = BuildReturnDialog(self._desk, period, result, order)
        dialog.built.connect(self._note_built)
        dialog.verify_asked.connect(self.verify)
        self._shell.open_dialog(dialog)

    def compare(self, before: str, after: str = NOW) -> None:
        """Say by name what changed from one return to another, or to now."""
        self._desk.run(work.differ, before, after).then(self, self._show_comparison, self.failed.emit)

    def verify(self, file: Path | str) -> None:
        """Hold a file against its manifest and the store."""
        self._desk.run(work.verify, Path(file)).then(self, self._show_verdict, self.failed.emit)

    def _note_built(self, built: Built) -> None:
        self._shell.notify(f"{built.reference} was built and logged as disclosure {built.print_id}.")
        self.built.emit(built)

    def _show_comparison(self, found: Comparison) -> None:
        dialog = CompareDialog(self._shell, tuple(self.rows), found, self.compare)
        self._shell.open_dialog(dialog)

    def _show_verdict(self, verdict: Verdict) -> None:
        dialog = VerdictDialog(self._shell, verdict)
        self._shell.open_dialog(dialog)
