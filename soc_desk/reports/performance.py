"""The performance report on paper: each measure against its target and last year, with its colour in words and why."""

from collections.abc import Sequence
from typing import BinaryIO

from soc_desk.reports.blocks import Note
from soc_desk.reports.page import Document
from soc_desk.reports.tables import Column, Table
from soc_desk.services.poca.measures import MeasureRow, MonthRow, Performance
from soc_desk.services.poca.summary import PerformanceReport
from soc_desk.services.poca.targets import TargetRow
from soc_desk.services.prints import Progress, day_words, month_words, pounds, unwatched
from soc_desk.services.requests.clocks import DEFINITIONS, Measured
from soc_desk.services.requests.words import HEADINGS, lines
from soc_desk.vocabulary.measures import Basis, MeasureKind
from soc_desk.vocabulary.rounding import rounded


def draw(report: PerformanceReport, out: BinaryIO, progress: Progress = unwatched) -> int:
    """Write the PDF to ``out``; the number of pages. The same report gives the same bytes."""
    told = report.performance
    document = Document(out, report.furniture, progress=progress)
    document.add(measures(told.force, "Measures of the force", "Measure"))
    document.add(measures(told.areas, "Cash detention orders by area of seizure", "Area"))
    document.add(months(told.months))
    document.add(targets(told.targets))
    document.add(Note(words=explained(told)))
    document.add(turnaround(report.requests))
    document.add(Note(words=meanings()))
    return document.close()


def measures(rows: Sequence[MeasureRow], title: str, heading: str) -> Table:
    """One line a measure (or area): figure, last year, target, what it was held against, colour as a word, reason."""
    return Table(
        title=title,
        columns=(
            Column(heading=heading),
            Column(heading="To date", align="right"),
            Column(heading="Last year", align="right"),
            Column(heading="Target", align="right"),
            Column(heading="By now", align="right"),
            Column(heading="RAG", firm=True),
            Column(heading="Why"),
        ),
        rows=[_measure(row) for row in rows],
        empty="Nothing is measured yet.",
    )


def months(rows: Sequence[MonthRow]) -> Table:
    """Orders of each month as they were frozen at its end and as they are now."""
    return Table(
        title="First detention orders by month",
        columns=(
            Column(heading="Month"),
            Column(heading="Frozen", align="right"),
            Column(heading="Now", align="right"),
            Column(heading="Note"),
        ),
        rows=[
            (
                month_words(row.month),
                "–" if row.frozen is None else f"{row.frozen:,}",
                f"{row.now:,}",
                "Revised by late entries" if row.is_revised else "",
            )
            for row in rows
        ],
        empty="No month of the year has begun.",
    )


def targets(rows: Sequence[TargetRow]) -> Table:
    """Every target that a source gives for the year; where they differ both are printed."""
    return Table(
        title="Targets and their sources",
        columns=(
            Column(heading="Measure"),
            Column(heading="Area"),
            Column(heading="Target", align="right"),
            Column(heading="Source"),
            Column(heading="Said on", firm=True),
            Column(heading="In use", firm=True),
        ),
        rows=[
            (
                row.measure.label,
                row.area or "Force",
                _figure(row.measure, row.value),
                row.source,
                day_words(row.said_on),
                "Yes" if row.in_use else "No",
            )
            for row in rows
        ],
        empty="No target is set for this year.",
    )


def turnaround(measured: Measured) -> Table:
    """How long requests to analysts and financial investigators took, with what is still open."""
    first, *others = HEADINGS
    return Table(
        title="Analyst and financial requests: turnaround in working days",
        columns=(Column(heading=first), *(Column(heading=each, align="right") for each in others)),
        rows=lines(measured) if measured.rows else [],
        empty=measured.unknown or "No request was submitted.",
    )


def meanings() -> str:
    """What the figures of requests mean."""
    return " ".join(f"{name}: {words}" for name, words in DEFINITIONS.items())


def explained(told: Performance) -> str:
    """How the figures are counted and judged, in words."""
    held = "their part of the annual target" if told.basis is Basis.PRO_RATA else "the whole annual target"
    return (
        f"RAG scheme: {told.scheme}. Figures are held against {held} (local policy). Counted are first detention "
        "orders under POCA 2002 s.295(2) by the date granted, one for each seizure, in the area of the seizure; "
        f"further orders in the period: {told.orders.further_orders:,}. Months leave out cases that are "
        "closed to others. A dash means not applicable or not known, never zero."
    )


def _measure(row: MeasureRow) -> tuple[str, ...]:
    held = row.judgement.held_against
    reason = f"{row.judgement.reason} {row.judgement.note}".strip()
    return (
        row.area or row.measure.label,
        _figure(row.measure, row.value),
        "–" if row.last_year is None else _figure(row.measure, row.last_year),
        "–" if row.target is None else _figure(row.measure, row.target),
        "–" if held is None else _figure(row.measure, int(rounded(held))),
        row.judgement.rag.label,
        reason,
    )


def _figure(measure: MeasureKind, value: int) -> str:
    return pounds(value) if measure.is_money else f"{value:,}"
