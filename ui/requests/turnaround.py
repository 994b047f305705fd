"""How long requests take: measure M4 of a period, with what is open beside it, and what each figure means."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from soc_desk.errors import DeskError
from soc_desk.services import periods
from soc_desk.services.requests import clocks
from soc_desk.services.requests.clocks import Measured
from soc_desk.services.requests.words import HEADINGS, lines
from ui.desk import Desk
from ui.widgets.banner import Banner
from ui.widgets.card import Card, scrolled
from ui.widgets.facts import Fact, Facts, SmallTable
from ui.widgets.option import Option
from ui.widgets.segmented import Segmented
from ui.widgets.text import label

_NAMES = 170


class TurnaroundView(QWidget):
    """The figures of one period of those that a list offers."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        names = [choice.name for choice in periods.choices(periods.today())]
        self.period = Segmented([Option(name, name) for name in names], may_be_empty=False)
        self.period.set_value(periods.THIS_YEAR)
        self.banner, self.line = Banner(), label("", ink="soft", wrap=True)
        self.figures = SmallTable(HEADINGS, framed=False)
        card, meanings = Card("Turnaround in working days"), Card("What the figures mean")
        card.body.addWidget(self.line)
        card.body.addWidget(self.figures)
        meanings.body.addWidget(
            Facts([Fact(name, words) for name, words in clocks.DEFINITIONS.items()], name_width=_NAMES)
        )  # fmt: skip
        whole = QWidget()
        below = QVBoxLayout(whole)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(12)
        below.addWidget(card)
        below.addWidget(meanings)
        below.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.period)
        layout.addWidget(self.banner)
        layout.addWidget(scrolled(whole), 1)
        self.period.edited.connect(self.read)

    def read(self) -> None:
        """Read the figures of the period; one that is not over counts until today."""
        chosen = next(each for each in periods.choices(periods.today()) if each.name == self.period.value())
        assert chosen.starts_on is not None
        assert chosen.ends_on is not None  # those offered have both ends
        until = min(chosen.ends_on, periods.today())
        self._desk.read(clocks.turnaround, chosen.starts_on, until).then(self, self._show, self._fail)

    def _show(self, measured: Measured) -> None:
        self.banner.hide()
        self.line.setText(measured.unknown or f"{periods.words(measured.starts_on, measured.ends_on)}.")
        self.figures.set_rows(lines(measured) if measured.rows else [])

    def _fail(self, error: DeskError) -> None:
        self.banner.say("error", str(error))
