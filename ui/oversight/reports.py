"""The reports that can be previewed and printed, and the jobs that draw them; a later report adds a line here."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from soc_desk.services import caseload, places
from soc_desk.services.caseload import CaseloadFilter, CaseloadSummary, Period
from soc_desk.services.places import Place
from soc_desk.services.prints import Addressed, PrintFurniture, Progress
from ui.desk import Session, Task, UseCase
from ui.exporting import whole_file


@dataclass(frozen=True)
class Report:
    """One report: what it is called and says, how it is previewed, logged and drawn."""

    key: str
    title: str
    says: str
    preview: UseCase[[CaseloadFilter, Period], CaseloadSummary]
    print_out: UseCase[[CaseloadFilter, Period, Addressed], CaseloadSummary]
    draw: Callable[[CaseloadSummary, BinaryIO, Progress], int]


@dataclass(frozen=True)
class Agreement:
    """Whether the totals of a report are the registers', and the lines that are not."""

    agrees: bool
    differing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Drawn:
    """A report as PDF, one for each copy; ``print_id`` is empty for a preview."""

    pdfs: tuple[bytes, ...]
    pages: int
    furniture: PrintFurniture
    agreement: Agreement
    path: Path | None = None

    @property
    def pdf(self) -> bytes:
        """The first copy."""
        return self.pdfs[0]


@dataclass(frozen=True)
class Choices:
    """The teams and areas that a report can be narrowed to."""

    teams: tuple[Place, ...]
    areas: tuple[Place, ...]


def choices(session: Session) -> Choices:
    """What the options offer."""
    return Choices(tuple(places.teams(session)), tuple(places.areas(session)))


def draw_caseload(summary: CaseloadSummary, out: BinaryIO, progress: Progress) -> int:
    """Draw the caseload summary; ReportLab is loaded when the first report is drawn."""
    from soc_desk.reports import caseload as drawing

    return drawing.draw(summary, out, progress)


REPORTS: tuple[Report, ...] = (
    Report(
        "caseload", caseload.TITLE,
        "Who holds how much, which groups drift, and what waits: by officer, team and area, from the registers' own "
        "queries.",
        caseload.preview, caseload.print_out, draw_caseload,
    ),
)  # fmt: skip


def agreement(summary: CaseloadSummary) -> Agreement:
    """Whether every printed total is the register's."""
    wrong = [line for line in summary.caseload.reconciliation if not line.agrees]
    told = tuple(f"{line.what}: {line.register:,} in the register, {line.printed:,} here." for line in wrong)
    return Agreement(not wrong, told)


def preview(task: Task, report: Report, shown: CaseloadFilter, period: Period) -> Drawn:
    """Draw a report for the screen; a consultation is logged."""
    task.progress(0.0, f"Drawing the {report.title.lower()}")
    summary = task.write(report.preview, shown, period)
    return _drawn(task, report, summary)


def print_out(task: Task, report: Report, shown: CaseloadFilter, period: Period, to: Addressed) -> Drawn:
    """Log the disclosure and draw each copy with its own number."""
    task.progress(0.0, f"Drawing the {report.title.lower()}")
    summary = task.write(report.print_out, shown, period, to)
    return _drawn(task, report, summary, to.copies)


def save(task: Task, report: Report, shown: CaseloadFilter, period: Period, to: Addressed, path: Path) -> Drawn:
    """Log the disclosure and write the PDF; it appears whole or not at all. Raises BadFile before anything is logged
    where the place cannot be written.
    """
    with whole_file(path) as out:
        drawn = print_out(task, report, shown, period, replace(to, copies=1))
        out.write(drawn.pdf)
    return replace(drawn, path=path)


def _drawn(task: Task, report: Report, summary: CaseloadSummary, copies: int = 1) -> Drawn:
    pdfs: list[bytes] = []
    pages = 0
    for copy in range(1, copies + 1):

        def tell(fraction: float, text: str, done: int = copy - 1) -> None:
            task.progress((done + fraction) / copies, text)

        out = BytesIO()
        furniture = replace(summary.furniture, copy=copy)
        pages = report.draw(replace(summary, furniture=furniture), out, tell)
        pdfs.append(out.getvalue())
    return Drawn(tuple(pdfs), pages, summary.furniture, agreement(summary))
