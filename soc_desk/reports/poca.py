"""The POCA summary on paper: what is held and at which stage, orders against targets, the ledger proved, champions."""

from typing import BinaryIO

from soc_desk.reports import charts, performance
from soc_desk.reports.blocks import Charts, Note, Tile, Tiles
from soc_desk.reports.page import Document
from soc_desk.reports.tables import Column, Table
from soc_desk.services.poca.champions import Champions
from soc_desk.services.poca.measures import OrderFigures
from soc_desk.services.poca.summary import Ledger, Poca, PocaSummary
from soc_desk.services.prints import Progress, pounds, unwatched
from soc_desk.vocabulary.measures import MeasureKind

AGREES = "Seized, held, released, forfeited and returned add up in every case."
DISAGREES = "Some cases do not add up: see the ledger."


def draw(summary: PocaSummary, out: BinaryIO, progress: Progress = unwatched) -> int:
    """Write the PDF to ``out``; the number of pages. The same summary gives the same bytes."""
    poca = summary.poca
    told = poca.performance
    closing = AGREES if poca.ledger.agrees else DISAGREES
    document = Document(out, summary.furniture, closing=closing, progress=progress)
    document.add(_tiles(poca))
    held = [(stage.state.label, stage.held_pence) for stage in poca.stages if stage.held_pence]
    document.add(Charts(titles=("Held by stage",), drawings=(charts.amounts(held, pounds, document.width),)))
    document.add(_stages(poca))
    document.add(performance.measures(told.force, "Measures against targets", "Measure"))
    document.add(performance.measures(told.areas, "Cash detention orders by area of seizure", "Area"))
    document.add(performance.months(told.months))
    document.add(_orders(told.orders, told.last_year))
    document.add(_ledger(poca.ledger))
    document.add(_champions(poca.champions))
    document.add(performance.targets(told.targets))
    document.add(Note(words=performance.explained(told)))
    return document.close()


def _tiles(poca: Poca) -> Tiles:
    orders = next(row for row in poca.performance.force if row.measure is MeasureKind.CASH_DETENTION_ORDERS)
    of = "no target" if orders.target is None else f"of {orders.target:,}"
    year, unpaid = poca.performance.orders, poca.unpaid
    last = "–" if orders.last_year is None else f"{orders.last_year:,}"
    return Tiles(
        tiles=(
            Tile(
                name="Cash detention orders",
                figure=f"{orders.value:,}",
                detail=f"{of} · {orders.judgement.rag.label} · last year {last}",
            ),
            Tile(name="Held now", figure=pounds(poca.held_pence), detail=f"{poca.ledger.cases:,} seizure cases"),
            Tile(
                name="Forfeited, year to date",
                figure=pounds(year.forfeited_pence),
                detail=f"{year.forfeitures:,} cases · {year.forfeited_by_notice:,} by notice",
            ),
            Tile(
                name="Confiscation, unpaid",
                figure=pounds(unpaid.unpaid_pence),
                detail=f"{unpaid.orders:,} orders · {unpaid.past:,} past time to pay",
            ),
        )
    )


def _stages(poca: Poca) -> Table:
    return Table(
        title="Cases and value held by stage",
        columns=(
            Column(heading="Stage"),
            Column(heading="Cases", align="right"),
            Column(heading="Held", align="right"),
            Column(heading="Amount not known", align="right"),
        ),
        rows=[
            (stage.state.label, f"{stage.cases:,}", pounds(stage.held_pence), f"{stage.unknown:,}")
            for stage in poca.stages
        ],
        total=(
            "Total",
            f"{sum(stage.cases for stage in poca.stages):,}",
            pounds(poca.held_pence),
            f"{sum(stage.unknown for stage in poca.stages):,}",
        ),
        empty="Nothing was seized.",
    )


def _orders(now: OrderFigures, before: OrderFigures) -> Table:
    lines = (
        ("First detention orders", f"{now.first_orders:,}", f"{before.first_orders:,}"),
        ("Further detention orders", f"{now.further_orders:,}", f"{before.further_orders:,}"),
        ("Seizures", f"{now.seizures:,}", f"{before.seizures:,}"),
        ("Seized", pounds(now.seized_pence), pounds(before.seized_pence)),
        ("Forfeited cases", f"{now.forfeitures:,}", f"{before.forfeitures:,}"),
        ("Forfeited", pounds(now.forfeited_pence), pounds(before.forfeited_pence)),
    )
    return Table(
        title="Orders, seizures and forfeitures, cash",
        columns=(
            Column(heading="Figure"),
            Column(heading=now.period.dates, align="right"),
            Column(heading=before.period.dates, align="right"),
        ),
        rows=lines,
    )


def _ledger(ledger: Ledger) -> Table:
    lines = (
        ("Seized", ledger.seized_pence),
        ("Held", ledger.held_pence),
        ("Released", ledger.released_pence),
        ("Forfeited", ledger.forfeited_pence),
        ("Forged or returned", ledger.returned_pence),
    )
    rows = [(name, pounds(amount)) for name, amount in lines]
    rows += [(f"{reference} does not add up", "check its lines") for reference in ledger.differing]
    return Table(
        title="Ledger of all seizure cases, sterling",
        columns=(Column(heading="Line"), Column(heading="Amount", align="right")),
        rows=rows,
    )


def _champions(champions: Champions) -> Table:
    return Table(
        title=f"Champions: {champions.with_champion} of {champions.places} areas and units have one",
        columns=(Column(heading="Area or unit"), Column(heading="What is missing")),
        rows=[(gap.place, " ".join(gap.gaps)) for gap in champions.gaps],
        empty="Every area and unit has a trained champion and a trained deputy.",
    )
