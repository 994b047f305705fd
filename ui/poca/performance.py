"""Measures with their colour and the reason, months as they were frozen, targets whose sources may disagree."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from soc_desk.services.poca.measures import MeasureRow, MonthRow, Performance
from soc_desk.services.poca.summary import Poca
from soc_desk.services.poca.targets import TargetRow
from soc_desk.services.prints import day_words, month_words, pounds
from ui.page import Shell
from ui.poca.heading import year_name
from ui.poca.judged import JudgedTable, figure
from ui.widgets.card import Card, scrolled
from ui.widgets.chart import BarItem, BarList, ChartCard
from ui.widgets.emptying import empty
from ui.widgets.facts import SmallTable
from ui.widgets.text import button, label


class PerformancePart(QWidget):
    """``target_asked()`` to set a target, ``use_asked(row)`` to hold figures against it, ``share_asked(row)``."""

    target_asked = Signal()
    use_asked = Signal(object)
    share_asked = Signal(object)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._targets: tuple[TargetRow, ...] = ()
        held = QWidget()
        self._column = QVBoxLayout(held)
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.setSpacing(12)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolled(held))

    def show_figures(self, poca: Poca) -> None:
        """Show these."""
        empty(self._column)
        told = poca.performance
        self._targets = told.targets
        for card in (
            self._measures(told, f"Measures of {year_name(told.year)} to date", told.force, "Measure"),
            self._measures(told, "Cash detention orders by area of seizure", told.areas, "Area"),
            self._months(told.months),
            self._target_card(told),
            self._held(poca),
        ):
            self._column.addWidget(card)
        self._column.addStretch(1)

    def _measures(self, told: Performance, title: str, rows: tuple[MeasureRow, ...], heading: str) -> Card:
        card = Card(title)
        if heading == "Measure":
            card.body.addWidget(label(f"{told.scheme}.", "caption", wrap=True))
        card.body.addWidget(JudgedTable(heading, rows))
        orders = next((row for row in rows if row.target and row.judgement.rag is not row.raw.rag), None)
        if orders is not None:
            against = f"Against the whole year's target it would be {orders.raw.rag.label}: {orders.raw.reason}"
            card.body.addWidget(label(against, "caption", wrap=True))
        return card

    def _months(self, rows: tuple[MonthRow, ...]) -> Card:
        card = Card("First detention orders by month", "frozen when it is over; without cases closed to others")
        lines = [
            (
                month_words(row.month), "–" if row.frozen is None else f"{row.frozen:,}", f"{row.now:,}",
                "Revised by late entries" if row.is_revised else "",
            )
            for row in rows
        ]  # fmt: skip
        card.body.addWidget(SmallTable(("Month", "Frozen", "Now", ""), lines, right=(1, 2)))
        return card

    def _target_card(self, told: Performance) -> Card:
        card = Card("Targets and their sources", "where sources disagree both stand")
        card.head.addWidget(button("Set a target…", self.target_asked.emit))
        if not told.targets:
            card.body.addWidget(label("No target is set for this year.", ink="soft"))
        for row in told.targets:
            line = QHBoxLayout()
            line.setSpacing(10)
            words = f"{row.measure.label} · {row.area or 'Force'} · {figure(row.measure, row.value)}"
            source = f"{row.source} · {day_words(row.said_on)}" if row.said_on else row.source
            line.addWidget(label(words, "medium"))
            line.addWidget(label(source, "caption", wrap=True), 1)
            if row.in_use:
                line.addWidget(label("In use", "caption"))
            else:
                line.addWidget(button("Use it", partial(self.use_asked.emit, row), name=f"Use {words}"))
            if not row.area:
                line.addWidget(button("Share among areas…", partial(self.share_asked.emit, row), name=f"Share {words}"))
            card.body.addLayout(line)
        return card

    def _held(self, poca: Poca) -> ChartCard:
        items = [
            BarItem(stage.state, stage.state.label, stage.held_pence, words=pounds(stage.held_pence), fill="accent")
            for stage in poca.stages
            if stage.held_pence
        ]
        card = ChartCard("Value held by stage", BarList(items, opens=False), ("Stage", "Cases", "Held"))
        card.set_rows([(stage.state.label, f"{stage.cases:,}", pounds(stage.held_pence)) for stage in poca.stages])
        return card
