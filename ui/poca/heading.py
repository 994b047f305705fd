"""The four figures at the head of the POCA page: orders against the target, forfeitures, unpaid orders, champions."""

from functools import partial

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from soc_desk.services.poca.measures import MeasureRow
from soc_desk.services.poca.summary import Poca
from soc_desk.services.prints import pounds
from soc_desk.vocabulary.measures import MeasureKind, Rag
from soc_desk.vocabulary.rounding import percent, rounded
from ui import theme
from ui.poca.judged import badge, tone
from ui.widgets import marks
from ui.widgets.badges import Badge
from ui.widgets.card import FigureCard
from ui.widgets.text import button, label

_ROOM_FOR_LINKS = 960
_THOUSAND, _MILLION = 100_000, 100_000_000
"""A thousand and a million pounds, in pence."""


def year_name(year: int) -> str:
    """``2026/27``."""
    return f"{year}/{(year + 1) % 100:02}"


def short_pounds(pence: int) -> str:
    """``£186,240`` below a million, ``£1.92m`` above it; whole pounds, never rounded up."""
    if pence >= _MILLION:
        return f"£{pence // 1_000_000 / 100:.2f}m"
    return f"£{pence // 100:,}" if pence >= _THOUSAND else pounds(pence)


class TargetBar(QWidget):
    """How much of the target is reached, as a bar; the words beside it say the same."""

    def __init__(self) -> None:
        super().__init__()
        self._share, self._tone = 0.0, ""
        self.setFixedHeight(8)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_share(self, share: float, tone: str) -> None:
        """0 to 1, in the colour of a tone."""
        self._share, self._tone = min(max(share, 0.0), 1.0), tone
        self.setAccessibleName(f"{percent(self._share)}% of the target")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens, painter = theme.current(), QPainter(self)
        fill = tokens.tone(self._tone)[0] if self._tone else tokens.ink_soft
        marks.draw_bar(painter, QRectF(0, 1, self.width(), 6), self._share, fill, tokens.track)
        painter.end()


class Heading(QWidget):
    """``asked(view)`` when somebody wants to see what is behind a card: the key of a part of the page."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.orders = FigureCard("Cash detention orders")
        self.forfeited = FigureCard("Cash forfeited, year to date")
        self.unpaid = FigureCard("Confiscation, unpaid")
        self.champions = FigureCard("Champions")
        self.bar, self.rag = TargetBar(), Badge(marks.urgency("", "neutral"))
        self.pace = label("", "caption", wrap=True)
        self._judged = QHBoxLayout()
        self._judged.setSpacing(8)
        self._judged.addWidget(self.rag)
        self._judged.addWidget(self.pace, 100)
        self._judged.addStretch(1)
        self.orders.body.addWidget(self.bar)
        self.orders.body.addLayout(self._judged)
        self._links: list[QPushButton] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for card in (self.orders, self.forfeited, self.unpaid, self.champions):
            card.body.addStretch(1)
            row.addWidget(card, 1)
        for card, words, view in (
            (self.orders, "Targets", "performance"),
            (self.forfeited, "Forfeitures", "forfeitures"),
            (self.unpaid, "Orders", "confiscation"),
            (self.champions, "Who is missing", "champions"),
        ):
            self._links.append(button(words, partial(self.asked.emit, view), kind="link"))
            card.add_link(self._links[-1])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a small window the links go, since the tabs lead there, too, and so does the pace, which the hint says."""
        super().resizeEvent(event)
        narrow = event.size().width() < _ROOM_FOR_LINKS
        for link in self._links:
            link.setVisible(not narrow)
        self.pace.setVisible(not narrow)

    def show_figures(self, poca: Poca) -> None:
        """Show these."""
        told = poca.performance
        self._show_orders(
            next(row for row in told.force if row.measure is MeasureKind.CASH_DETENTION_ORDERS), told.year
        )
        year = told.orders
        orders = "1 case" if year.forfeitures == 1 else f"{year.forfeitures:,} cases"
        self.forfeited.set_figure(
            short_pounds(year.forfeited_pence), "", f"{orders} · {year.forfeited_by_notice:,} by notice"
        )
        unpaid = poca.unpaid
        orders = "1 order" if unpaid.orders == 1 else f"{unpaid.orders:,} orders"
        self.unpaid.set_figure(short_pounds(unpaid.unpaid_pence), "", f"{orders} · {unpaid.past:,} past time to pay")
        found = poca.champions
        areas = "area" if found.without_deputy == 1 else "areas"
        self.champions.set_figure(
            f"{found.with_champion:,} of {found.places:,}",
            "",
            f"{found.without_deputy:,} {areas} without a trained deputy",
        )

    def _show_orders(self, row: MeasureRow, year: int) -> None:
        self.orders.set_caption(f"Cash detention orders, {year_name(year)}")
        last = "not known" if row.last_year is None else f"{row.last_year:,}"
        of = "no target set" if row.target is None else f"of {row.target:,}"
        self.orders.set_figure(f"{row.value:,}", of, f"Same point last year: {last}")
        judged = row.judgement
        self.bar.setVisible(row.target is not None)
        self.bar.set_share(
            row.value / row.target if row.target else 0.0, tone(judged.rag) if judged.rag.is_colour else ""
        )
        self.rag.setVisible(judged.rag is not Rag.NO_TARGET)
        self.rag.set_mark(badge(judged.rag))
        self.pace.setText(
            judged.reason
            if judged.held_against is None
            else f"pace for the year: {rounded(judged.held_against):,} by now"
        )
        self.orders.setToolTip(f"{judged.reason} {judged.note}".strip())
