"""The register of detention orders across cases: when each was made and when it ends; read page by page."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from soc_desk.errors import DeskError
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
from ui.widgets.banner import Banner
from ui.widgets.focus import hand_on
from ui.widgets.rows import Column, RowsModel
from ui.widgets.table import Table
from ui.widgets.text import label, set_property
from ui.widgets.typed import format_date

_FIND_MS, _FIND_WIDTH = 150, 240
_EMPTY = "Orders that detain stand here, the newest first. There is none that matches."


def _what(row: OrderLine) -> str:
    """``Order 2``; what detains nothing is called by what became of it."""
    if row.number:
        return f"Order {row.number}"
    return "Made too late" if row.result is OrderResult.MADE else row.result.label


def _ends(row: OrderLine) -> str:
    return format_date(row.expires_on)


COLUMNS: tuple[Column[OrderLine], ...] = (
    Column("reference", "Case", lambda row: row.reference, width=112),
    Column("what", "Order", _what, width=116, tooltip=lambda row: row.kind.label),
    Column("made_at", "Made", lambda row: moment_words(row.made_at), width=184, sortable=True),
    Column("hearing_at", "Hearing", lambda row: moment_words(row.hearing_at), width=184, hidden=True),
    Column("expires_on", "Ends, as written", _ends, width=124),
    Column("latest_on", "Latest by law", lambda row: format_date(row.latest_on), width=112),
    Column("court", "Court", lambda row: row.court, width=180, stretch=True, tooltip=lambda row: row.court),
    Column("held", "Held in the case", lambda row: pounds(row.held_pence), width=124, align="right", hidden=True),
    Column("area", "Area", lambda row: row.area or "Not known", width=120),
    Column("state", "Case is", lambda row: row.state_now.label, lambda row: state(row.state_now), width=160),
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


class OrderRegister(QWidget):
    """``opened(case id)`` when the case of an order is to be shown."""

    opened = Signal(object)

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__()
        self.model: RowsModel[OrderLine] = RowsModel(COLUMNS)
        self.table = Table(self.model, "Detention orders")
        self.loading = OrderLoading(desk, self.model)
        self.banner, self.facts = Banner(), label("", "caption", wrap=True)
        self.finder, self.which = QLineEdit(), QComboBox()
        self._sort = OrderSort()
        self._soon = QTimer(self, interval=_FIND_MS, singleShot=True)
        self.table.set_empty(_EMPTY)
        self._lay_out()
        self.finder.textEdited.connect(lambda _text: self._soon.start())
        self._soon.timeout.connect(self.read)
        self.which.activated.connect(lambda _place: self.read())
        self.table.opened.connect(lambda row: self.opened.emit(row.case_id))
        self.table.sort_asked.connect(self._sort_by)
        self.table.refused.connect(shell.warn)
        self.loading.counted.connect(self._count)
        self.loading.failed.connect(self._show_failure)

    def _lay_out(self) -> None:
        self.finder.setPlaceholderText("Find by case, place, officer, name…")
        self.finder.setAccessibleName("Find in these orders")
        self.finder.setClearButtonEnabled(True)
        self.finder.setMaximumWidth(_FIND_WIDTH)
        set_property(self.finder, "search", "true")
        self.which.setAccessibleName("Which orders")
        self.which.addItem("Orders made", False)
        self.which.addItem("Waiting for the court", True)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.facts, 1)
        row.addWidget(self.which)
        row.addWidget(self.finder)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(row)
        layout.addWidget(self.banner)
        layout.addWidget(self.table, 1)
        hand_on(self, self.table)

    @property
    def shown(self) -> OrderFilter:
        """The view as it is narrowed now."""
        return OrderFilter(waiting=bool(self.which.currentData()), text=self.finder.text().strip())

    def read(self) -> None:
        """Show the view from its first row."""
        self.banner.hide()
        self.loading.show(self.shown, self._sort)

    def refresh(self) -> None:
        """Read again without moving; from the start where nothing was read yet."""
        if self.loading.shown == self.shown and self.model.is_paged:
            self.loading.refresh()
        else:
            self.read()

    def content(self) -> dict[str, Any]:
        """Where the register is, as plain JSON."""
        return {"columns": self.table.columns_state(), "waiting": self.shown.waiting, "text": self.finder.text()}

    def restore(self, content: dict[str, Any]) -> None:
        """The same back."""
        if isinstance(told := content.get("columns"), dict):
            self.table.restore_columns(told)  # type: ignore[arg-type]  # as columns_state() gave it
        self.which.setCurrentIndex(int(bool(content.get("waiting"))))
        self.finder.setText(str(content.get("text", "")))

    def _count(self, found: Figures) -> None:
        many = found.totals.all
        self.facts.setText(f"{many:,} order{'' if many == 1 else 's'}; first of their case: {found.totals.first:,}")

    def _sort_by(self, key: str, descending: bool) -> None:
        self._sort = OrderSort(key, descending)
        self.read()

    def _show_failure(self, error: DeskError) -> None:
        self.banner.say("error", f"{error} What is shown stays readable.", "Try again", self.refresh)
