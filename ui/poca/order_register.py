"""The register of detention orders across cases: when each was made and when it ends; read page by page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox

from soc_desk.services import periods
from soc_desk.services.poca import order_rows
from soc_desk.services.poca.order_rows import OrderFilter, OrderLine, OrderSort, OrderTotals
from soc_desk.services.poca.words import moment_words
from soc_desk.services.prints import pounds
from soc_desk.vocabulary.poca import OrderResult
from ui.desk import Desk, Session
from ui.disruptions.loading import Loading
from ui.disruptions.paging import Ask
from ui.lanes import Reply
from ui.page import Shell
from ui.poca.columns import state
from ui.poca.export import ExportingOrders
from ui.poca.narrowed import AREAS, NarrowedRegister, presets
from ui.widgets.filters import period
from ui.widgets.period_popup import Period
from ui.widgets.rows import Column, RowsModel
from ui.widgets.table import Table
from ui.widgets.typed import format_date

_MADE = "Orders that detain stand here, the newest first. There is none that matches."
_WAITING = "Applications that wait for the court stand here. There is none that matches."
_OF_WAITING, _OF_MADE = ("lodged_on", "hearing_at"), ("made_at", "expires_on", "latest_on")
"""Columns that mean something only for what waits, and only for what was decided."""


def _what(row: OrderLine) -> str:
    """``Order 2``; what detains nothing is called by what became of it."""
    if row.number:
        return f"Order {row.number}"
    return "Made too late" if row.result is OrderResult.MADE else row.result.label


def _column(key: str, title: str, width: int, text: Any, **over: Any) -> Column[OrderLine]:
    return Column(key, title, text, width=width, sortable=key in order_rows.SORTS, **over)


COLUMNS: tuple[Column[OrderLine], ...] = (
    _column("reference", "Case", 112, lambda row: row.reference),
    _column("what", "Order", 116, _what, tooltip=lambda row: row.kind.label),
    _column("lodged_on", "Lodged", 112, lambda row: format_date(row.lodged_on), hidden=True),
    _column("hearing_at", "Hearing", 184, lambda row: moment_words(row.hearing_at), hidden=True),
    _column("made_at", "Made", 184, lambda row: moment_words(row.made_at)),
    _column("expires_on", "Ends, as written", 132, lambda row: format_date(row.expires_on)),
    _column("latest_on", "Latest by law", 112, lambda row: format_date(row.latest_on)),
    _column("court", "Court", 180, lambda row: row.court, stretch=True, tooltip=lambda row: row.court),
    _column("held", "Held in the case", 128, lambda row: pounds(row.held_pence), align="right", hidden=True),
    _column("area", "Area", 120, lambda row: row.area or "Not known"),
    _column("state", "Case is", 160, lambda row: row.state_now.label, mark=lambda row: state(row.state_now)),
)


@dataclass(frozen=True)
class Figures:
    """What the view adds up to."""

    totals: OrderTotals


def figures(session: Session, shown: OrderFilter) -> Figures:
    """The figures of one moment."""
    return Figures(order_rows.totals(session, shown))


class OrderLoading(Loading):
    """Asks for orders."""

    def ask_figures(self) -> Reply[Any]:
        return self._desk.read(figures, self.shown)

    def ask_page(self, ask: Ask) -> Reply[list[Any]]:
        return self._desk.read(
            order_rows.page, self.shown, ask.sort, now=periods.now(), after=ask.after, offset=ask.offset,
            limit=ask.limit,
        )  # fmt: skip


class OrderRegister(NarrowedRegister):
    """Orders that were made or refused, or the applications that wait for the court."""

    SORTS = order_rows.SORTS

    def __init__(self, desk: Desk, shell: Shell) -> None:
        model: RowsModel[OrderLine] = RowsModel(COLUMNS)
        chips = (period("when", "Made", presets), AREAS)
        super().__init__(desk, shell, Table(model, "Detention orders"), OrderLoading(desk, model), chips)
        self.which = QComboBox()
        self.which.setAccessibleName("Which orders")
        self.which.addItem("Orders made", False)
        self.which.addItem("Waiting for the court", True)
        self.head.insertWidget(1, self.which, 0, Qt.AlignmentFlag.AlignTop)
        self.which.activated.connect(lambda _place: self._turn())
        self.table.set_empty(_MADE)

    @property
    def is_waiting(self) -> bool:
        return bool(self.which.currentData())

    @property
    def shown(self) -> OrderFilter:
        """The view as it is narrowed now."""
        values = self.chips.values()
        when: Period | None = None if self.is_waiting else values.get("when")
        return OrderFilter(
            waiting=self.is_waiting, areas=values.get("areas", ()), text=self.finder.text().strip(),
            starts_on=when.first if when else None, ends_on=when.last if when else None,
        )  # fmt: skip

    def filters(self) -> list[str]:
        told = super().filters()
        return [self.which.currentText(), *(each for each in told if not (self.is_waiting and each.startswith("Made")))]

    def first_sort(self) -> OrderSort:
        return OrderSort()

    def make_exporting(self, desk: Desk, shell: Shell) -> ExportingOrders:
        return ExportingOrders(desk, shell, self)

    def case_of(self, row: OrderLine) -> UUID:
        return row.case_id

    def add_up(self, totals: OrderTotals) -> str:
        many = f"{totals.all:,} {'application' if self.is_waiting else 'order'}{'' if totals.all == 1 else 's'}"
        return many if self.is_waiting else f"{many}; first of their case: {totals.first:,}"

    def content(self) -> dict[str, Any]:
        return super().content() | {"waiting": self.is_waiting}

    def restore(self, content: Mapping[str, Any]) -> None:
        super().restore(content)
        self.which.setCurrentIndex(int(bool(content.get("waiting"))))
        self._dress()

    def _turn(self) -> None:
        self._dress()
        for number, column in enumerate(COLUMNS):
            if column.key in (*_OF_WAITING, *_OF_MADE):
                shown = (column.key in _OF_WAITING) is self.is_waiting
                self.table.horizontalHeader().setSectionHidden(number, not shown)
        self.table.fit()
        self.read()

    def _dress(self) -> None:
        self.chips.chip("when").setVisible(not self.is_waiting)
        self.table.set_empty(_WAITING if self.is_waiting else _MADE)
