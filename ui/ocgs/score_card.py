"""The card with a group's score: the figure, how it moved since, its line over time, and who stands for it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent

from soc_desk.services.ocg_life import scores
from soc_desk.services.ocg_life.scores import ScoreRow
from ui import theme
from ui.desk import Desk
from ui.page import Shell
from ui.theme import Tokens
from ui.widgets.card import Card
from ui.widgets.chart import SvgView
from ui.widgets.text import button, label
from ui.widgets.typed import format_date

_HEIGHT = 112
_ROOM = 380.0


class ScoreCard(Card):
    """``Score 46 of 60, +8 since July``, the chart with its bands, and moderation where it is owed."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        super().__init__("Score", "not scored yet")
        self._desk, self._shell = desk, shell
        self.rows: tuple[ScoreRow, ...] = ()
        self.chart = SvgView("Score over time")
        self.chart.setFixedHeight(_HEIGHT)
        self.words = label("", "caption", wrap=True)
        self.moderate = button("Moderate", self._moderate, kind="link", name="Moderate the newest score")
        self.head.addWidget(self.moderate)
        for part in (self.chart, self.words):
            self.body.addWidget(part)
        self.show_scores(())

    def show_scores(self, rows: Sequence[ScoreRow]) -> None:
        """Show a group's scores, oldest first."""
        self.rows = tuple(rows)
        newest = self.rows[-1] if self.rows else None
        self.set_heading(f"Score {newest.figure}" if newest else "Score", self._moved())
        self.chart.setVisible(newest is not None)
        self.moderate.setVisible(newest is not None and newest.moderated_at is None)
        self.moderate.setEnabled(self._desk.may(scores.moderate))
        if newest is None:
            self.words.setText("Nobody has scored this group yet. Unknown is an answer of its own.")
            return
        told = f"moderated by {newest.moderated_by}" if newest.moderated_by else "not moderated yet"
        method = f"{newest.method}; {newest.confidence.label.lower()} confidence"
        self.words.setText(f"{method}. {newest.by}, {format_date(newest.scored_on)}, {told}.")
        self.setToolTip(newest.words)
        self.chart.setAccessibleName(f"Score over time. {newest.words}")
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Another scheme has other colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self.rows:
            self._draw()

    def _moved(self) -> str:
        return scores.change_words(self.rows) if self.rows else "not scored yet"

    def _draw(self) -> None:
        """Off the GUI thread: what draws takes longer to load than the card may."""
        same = tuple(scores.comparable(self.rows))
        self._desk.aside(_svg, same, theme.current()).then(self, self.chart.set_svg)

    def _moderate(self) -> None:
        row = self.rows[-1]
        done = partial(self._shell.notify, f"The score {row.figure} is moderated.")
        self._desk.step(scores.moderate, row.id, row.version).then(
            self, lambda _none: done(), lambda error: self._shell.warn(str(error))
        )


def _svg(rows: Sequence[ScoreRow], tokens: Tokens) -> bytes:
    from soc_desk.reports import charts
    from soc_desk.reports.palette import Palette

    palette = Palette(
        surface=tokens.surface, line=tokens.line, ink=tokens.ink, ink_soft=tokens.ink_caption, accent=tokens.accent,
        minor=tokens.ink_faint,
    )  # fmt: skip
    points = [charts.ScorePoint(row.scored_on, row.total, row.highest) for row in rows]
    bands = [(band.start, band.name) for band in rows[-1].bands]
    drawing = charts.score_over_time(points, bands, rows[-1].most, _ROOM, float(_HEIGHT), palette)
    return charts.svg(drawing, "Score over time").encode()
