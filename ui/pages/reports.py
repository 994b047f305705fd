"""Reports: the real pages in the window, options at the side; nothing leaves before somebody says to whom and why."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from soc_desk.errors import DeskError
from soc_desk.services.caseload import CaseloadFilter
from soc_desk.services.periods import today
from soc_desk.services.prints import Addressed
from ui.desk import Desk
from ui.forms.address import AddressDialog
from ui.oversight import reports
from ui.oversight.printing import Printing
from ui.oversight.report_options import WIDTH, ReportOptions
from ui.oversight.reports import REPORTS, Agreement, Asked, Choices, Drawn, Report, within
from ui.page import Page, Shell
from ui.widgets.banner import Banner
from ui.widgets.card import Card
from ui.widgets.facts import NoteCard
from ui.widgets.preview import Preview
from ui.widgets.text import button


class ReportsPage(Page):
    """``go(report="caseload", period="2026-Q2")``. The preview is drawn again when an option or the data change."""

    NAME = "reports"
    SHOWS = frozenset({
        "disruption", "subject", "outcome", "app_user", "area", "team", "poca_case", "poca_order", "poca_money",
        "poca_movement", "champion", "target", "frozen_month", "policy",
    })  # fmt: skip

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__(desk, shell)
        self.drawn: Drawn | None = None
        self._asked = 0
        self.folder = Path.home()
        self.options = ReportOptions([report for report in REPORTS if desk.may(report.needs)])
        self.report, self.period = self.options.report, self.options.period
        self.team, self.area = self.options.team, self.options.area
        self.agrees = NoteCard("Figures agree", "", "green")
        self.differs = NoteCard("Figures do not agree", "", "red")
        self.banner, self.preview = Banner(), Preview()
        self.printing = Printing(shell, self)
        self.save = button("Save PDF…", self.save_pdf)
        self.print = button("Print…", self.print_report, kind="primary", icon="print")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        layout, self.title, self.facts = self.head("Reports", self.save, self.print)
        column = QVBoxLayout()
        column.setSpacing(12)
        column.addWidget(self.options)
        for note in (self.agrees, self.differs):
            note.setFixedWidth(WIDTH)
            note.hide()
            column.addWidget(note)
        column.addStretch(1)
        shown = Card(flush=True)
        shown.body.setContentsMargins(1, 1, 1, 1)
        shown.body.addWidget(self.preview)
        across = QHBoxLayout()
        across.setSpacing(12)
        across.addLayout(column)
        across.addWidget(shown, 1)
        layout.addWidget(self.banner)
        layout.addLayout(across, 1)
        self.setFocusProxy(self.preview)

    def _connect(self) -> None:
        self.options.changed.connect(self._option_chosen)
        self.options.refused.connect(self.shell.warn)

    # what the frame asks ----------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        self.desk.read(reports.choices).then(self, self._take_choices)

    def go(self, **where: Any) -> None:
        """A report by its key, a period as it is written."""
        self.options.go(where.get("report"), where.get("period"))
        self._option_chosen()

    def state(self) -> dict[str, Any]:
        return {**self.options.state(), "folder": str(self.folder)}

    def restore(self, state: Mapping[str, Any]) -> None:
        self.options.restore(state)
        self.folder = Path(str(state.get("folder") or self.folder))

    # drawing ----------------------------------------------------------------------------------------------------------

    @property
    def chosen(self) -> Report[Any]:
        """The report that is shown."""
        return self.options.chosen

    def shown(self) -> CaseloadFilter:
        """What the report is narrowed to."""
        return self.options.shown()

    def asked(self) -> Asked:
        """What the report is asked for."""
        return self.options.asked()

    def _take_choices(self, offered: Choices) -> None:
        self.options.offer(offered)
        self._draw()

    def _option_chosen(self) -> None:
        if self.isVisible():
            self._draw()
        else:
            self.go_stale()

    def _draw(self) -> None:
        self._asked += 1
        self.facts.setText(f"{self._said()} · drawing the preview…")
        reply = self.desk.run(reports.preview, self.chosen, self.asked())
        reply.then(self, partial(self._take, self._asked), partial(self._refuse_preview, self._asked))

    def _take(self, asked: int, drawn: Drawn) -> None:
        if asked != self._asked:
            return
        self.drawn = drawn
        self.banner.hide()
        self.preview.show_pdf(drawn.pdf)
        pages = f"{drawn.pages} page{'' if drawn.pages == 1 else 's'}"
        unit = f" · {drawn.furniture.unit}" if self.chosen.is_narrowed else ""
        self.facts.setText(f"{self._said()}{unit} · {pages}")
        self._say_agreement(drawn.agreement)

    def _said(self) -> str:
        return f"{self.chosen.title} · {self.chosen.counted(self.asked())}"

    def _say_agreement(self, told: Agreement | None) -> None:
        if told is not None:
            self.agrees.set_text("Figures agree", told.says)
            self.differs.set_text("Figures do not agree", "\n".join(told.differing))
        self.agrees.setVisible(told is not None and told.agrees)
        self.differs.setVisible(told is not None and not told.agrees)

    def _refuse_preview(self, asked: int, error: DeskError) -> None:
        if asked == self._asked:
            self.facts.setText(self._said())
            self.banner.say("error", f"{error} What is shown stays readable.", "Try again", self.go_stale)

    # leaving the program ----------------------------------------------------------------------------------------------

    def print_report(self) -> None:
        """Ask who receives it and why, then on which printer, then log and print it."""
        if not self.printing.is_possible:
            self.shell.warn("No printer is set up on this workstation. Save the report as PDF and print it elsewhere.")
            return
        title = f"Print the {within(self.chosen.title)}"
        self.shell.open_dialog(AddressDialog(title, "&Print…", self._choose_printer))

    def _choose_printer(self, to: Addressed, _path: Path | None) -> None:
        self.printing.choose(partial(self._log_and_print, to))

    def _log_and_print(self, to: Addressed) -> None:
        reply = self.desk.run(reports.print_out, self.chosen, self.asked(), to)
        reply.then(self, self.printing.print_out, self._refuse)

    def save_pdf(self) -> None:
        """Ask who receives it, why and where it is saved, then log and write it."""
        path = self.folder / f"{self.chosen.key}-{today().isoformat()}.pdf"
        title = f"Save the {within(self.chosen.title)} as PDF"
        self.shell.open_dialog(AddressDialog(title, "&Save", self._save, path))

    def _save(self, to: Addressed, path: Path | None) -> None:
        if path is not None:
            self.folder = path.parent
            reply = self.desk.run(reports.save, self.chosen, self.asked(), to, path)
            reply.then(self, self._say_saved, self._refuse)

    def _say_saved(self, drawn: Drawn) -> None:
        name = drawn.path.name if drawn.path else ""
        self.shell.notify(f"{self.chosen.title} was saved as {name} under print id {drawn.furniture.print_id}.")

    def _refuse(self, error: DeskError) -> None:
        self.shell.warn(str(error))


def _scene(report: str, period: str) -> Callable[[Desk, Shell], QWidget | None]:
    def open_report(_desk: Desk, shell: Shell) -> QWidget | None:
        shell.open_page(ReportsPage.NAME, report=report, period=period)
        return None

    return open_report


SCENES = {
    "reports-quarter": _scene("caseload", "2026-Q2"),
    "reports-poca": _scene("poca", "2026-Q3"),
    "reports-performance": _scene("performance", "2026-Q3"),
}
"""A picture of a quarter that is over, and of each further report."""
