"""The reports that can be previewed and printed, and the jobs that draw them; a later report adds a line here."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, Generic, Protocol, TypeVar

from soc_desk.services import caseload, places
from soc_desk.services.caseload import CaseloadFilter, CaseloadSummary, Period
from soc_desk.services.periods import today
from soc_desk.services.places import Place
from soc_desk.services.poca import summary as poca
from soc_desk.services.poca.summary import PerformanceReport, PocaSummary
from soc_desk.services.prints import Addressed, PrintFurniture, Progress, day_words
from ui.desk import Session, Task, UseCase
from ui.exporting import whole_file

_REGISTERS_OWN = "Every total is the register's own, counted at the same moment."
_ADDS_UP = "Seized, held, released, forfeited and returned add up in every case."
_NAMED = 12
"""How many cases that do not add up are named."""


class Furnished(Protocol):
    """What a report draws: figures of its own, and the words that every print says of itself."""

    @property
    def furniture(self) -> PrintFurniture: ...


S = TypeVar("S", bound=Furnished)


@dataclass(frozen=True)
class Asked:
    """What a report is asked for; ``shown`` counts only where the report can be narrowed."""

    period: Period
    shown: CaseloadFilter

    @property
    def until(self) -> date:
        """The last day of the period, or today while it runs."""
        return min(self.period.ends_on, today())


@dataclass(frozen=True)
class Agreement:
    """Whether the totals of a report are the registers', the lines that are not, and what agreeing means here."""

    agrees: bool
    differing: tuple[str, ...] = ()
    says: str = _REGISTERS_OWN


@dataclass(frozen=True, kw_only=True)
class Report(Generic[S]):
    """One report: what it is called and says, who may have it, how it is previewed, logged and drawn.

    ``agreement`` gives None where nothing can disagree. ``period_says`` stands over the field of the period, and
    ``counted`` is the period in words. ``is_narrowed``: teams and areas can be chosen.
    """

    key: str
    title: str
    says: str
    needs: UseCase[..., S]
    preview: Callable[[Task, Asked], S]
    print_out: Callable[[Task, Asked, Addressed], S]
    draw: Callable[[S, BinaryIO, Progress], int]
    agreement: Callable[[S], Agreement | None]
    period_says: str = "Period"
    counted: Callable[[Asked], str]
    is_narrowed: bool = False


@dataclass(frozen=True)
class Drawn:
    """A report as PDF, one for each copy; ``print_id`` is empty for a preview."""

    pdfs: tuple[bytes, ...]
    pages: int
    furniture: PrintFurniture
    agreement: Agreement | None
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


def draw_poca(summary: PocaSummary, out: BinaryIO, progress: Progress) -> int:
    """Draw the POCA summary; as ``draw_caseload``."""
    from soc_desk.reports import poca as drawing

    return drawing.draw(summary, out, progress)


def draw_performance(report: PerformanceReport, out: BinaryIO, progress: Progress) -> int:
    """Draw the performance report; as ``draw_caseload``."""
    from soc_desk.reports import performance as drawing

    return drawing.draw(report, out, progress)


def agreement(summary: CaseloadSummary) -> Agreement:
    """Whether every printed total is the register's."""
    wrong = [line for line in summary.caseload.reconciliation if not line.agrees]
    told = tuple(f"{line.what}: {line.register:,} in the register, {line.printed:,} here." for line in wrong)
    return Agreement(not wrong, told)


def ledger_agreement(summary: PocaSummary) -> Agreement:
    """Whether the ledger of every case adds up, and so all of them together."""
    ledger = summary.poca.ledger
    if ledger.agrees:
        return Agreement(agrees=True, says=_ADDS_UP)
    told = [f"{reference}: what was seized is not what is held and what left. Open its money." for reference in
            ledger.differing[:_NAMED]]  # fmt: skip
    if len(ledger.differing) > _NAMED:
        told.append(f"{len(ledger.differing) - _NAMED:,} more cases do not add up.")
    return Agreement(agrees=False, differing=tuple(told or ["The totals of the ledger do not add up."]))


def _financial_year(asked: Asked) -> str:
    return f"Financial year to {day_words(asked.until)}"


_CASELOAD = Report(
    key="caseload",
    title=caseload.TITLE,
    says="Who holds how much, which groups drift, and what waits: by officer, team and area, from the registers' own "
    "queries.",
    needs=caseload.preview,
    preview=lambda task, asked: task.write(caseload.preview, asked.shown, asked.period),
    print_out=lambda task, asked, to: task.write(caseload.print_out, asked.shown, asked.period, to),
    draw=draw_caseload,
    agreement=agreement,
    counted=lambda asked: asked.period.label,
    is_narrowed=True,
)
_POCA = Report(
    key="poca",
    title=poca.TITLE,
    says="What is held and at which stage, orders against targets, the ledger of every seizure proved, and where a "
    "champion is missing.",
    needs=poca.preview,
    preview=lambda task, asked: task.write(poca.preview, asked.until),
    print_out=lambda task, asked, to: task.write(poca.print_out, to, asked.until),
    draw=draw_poca,
    agreement=ledger_agreement,
    period_says="Counted to the end of",
    counted=_financial_year,
)
_PERFORMANCE = Report(
    key="performance",
    title=poca.PERFORMANCE_TITLE,
    says="Each measure of the financial year beside its target and last year: Green, Amber or Red, with the reason in "
    "words.",
    needs=poca.preview_performance,
    preview=lambda task, asked: task.write(poca.preview_performance, asked.until),
    print_out=lambda task, asked, to: task.write(poca.print_performance, to, asked.until),
    draw=draw_performance,
    agreement=lambda _report: None,
    period_says="Counted to the end of",
    counted=_financial_year,
)
REPORTS: tuple[Report[Any], ...] = (_CASELOAD, _POCA, _PERFORMANCE)


def preview(task: Task, report: Report[S], asked: Asked) -> Drawn:
    """Draw a report for the screen; a consultation is logged."""
    task.progress(0.0, f"Drawing the {within(report.title)}")
    return _drawn(task, report, report.preview(task, asked))


def print_out(task: Task, report: Report[S], asked: Asked, to: Addressed) -> Drawn:
    """Log the disclosure and draw each copy with its own number."""
    task.progress(0.0, f"Drawing the {within(report.title)}")
    return _drawn(task, report, report.print_out(task, asked, to), to.copies)


def save(task: Task, report: Report[S], asked: Asked, to: Addressed, path: Path) -> Drawn:
    """Log the disclosure and write the PDF; it appears whole or not at all. Raises BadFile before anything is logged
    where the place cannot be written.
    """
    with whole_file(path) as out:
        drawn = print_out(task, report, asked, replace(to, copies=1))
        out.write(drawn.pdf)
    return replace(drawn, path=path)


def within(title: str) -> str:
    """A report's title within a sentence: ``caseload summary``, but ``POCA summary``."""
    return title if title[:2].isupper() else title[:1].lower() + title[1:]


def _drawn(task: Task, report: Report[S], summary: S, copies: int = 1) -> Drawn:
    pdfs: list[bytes] = []
    pages = 0
    for copy in range(1, copies + 1):

        def tell(fraction: float, text: str, done: int = copy - 1) -> None:
            task.progress((done + fraction) / copies, text)

        out = BytesIO()
        furniture = replace(summary.furniture, copy=copy)
        numbered: S = replace(summary, furniture=furniture)  # type: ignore[type-var]  # every summary is a dataclass
        pages = report.draw(numbered, out, tell)
        pdfs.append(out.getvalue())
    return Drawn(tuple(pdfs), pages, summary.furniture, report.agreement(summary))
