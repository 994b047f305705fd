"""Fills the register's table page by page as it is looked at, and adds up what the view holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from soc_desk.errors import DeskError
from soc_desk.services import disruption_rows
from soc_desk.services.disruption_rows import DisruptionFilter, Sort, Totals
from ui.desk import Desk, Session
from ui.disruptions.paging import Ask, ask_for
from ui.lanes import Reply
from ui.widgets.rows import RowsModel


@dataclass(frozen=True)
class Figures:
    """What the view adds up to, how many records there are in all, and how many each counted view holds."""

    totals: Totals
    every: int
    counts: Mapping[str, int]


def figures(session: Session, shown: DisruptionFilter, views: Mapping[str, DisruptionFilter]) -> Figures:
    """The figures of one moment, in one question."""
    every = disruption_rows.count(session, DisruptionFilter())
    counts = {key: disruption_rows.count(session, view) for key, view in views.items()}
    return Figures(disruption_rows.totals(session, shown), every, counts)


class Loading(QObject):
    """Answers the model's questions for one view at a time. The first rows come before any count.

    Another register asks its own questions: see ``ui.poca.register``.
    """

    counted = Signal(object)  # Figures
    failed = Signal(object)  # the DeskError that kept a page away
    arrived = Signal()  # a page came

    def __init__(self, desk: Desk, model: RowsModel[Any]) -> None:
        super().__init__(model)
        self._desk, self._model = desk, model
        self.shown: Any = DisruptionFilter()
        self.sort: Any = Sort()
        self.counted_views: Mapping[str, DisruptionFilter] = {}
        self._fresh: set[int] = set()
        self._generation = -1
        model.page_wanted.connect(self._fetch)

    def show(self, shown: Any, sort: Any) -> None:
        """Begin a view from its first row."""
        self.shown, self.sort = shown, sort
        self._model.set_sorted_by(sort.key, descending=sort.descending)
        self._model.start_paging()
        self._count()

    def refresh(self) -> None:
        """Read again what is shown, without moving it."""
        self._model.refresh()
        self._count()

    def _count(self) -> None:
        self.ask_figures().then(self, self._take_figures, self.failed.emit)

    def ask_figures(self) -> Reply[Any]:
        """Ask what the view adds up to; ``totals.all`` of the answer is its number of rows."""
        return self._desk.read(figures, self.shown, self.counted_views)

    def ask_page(self, ask: Ask) -> Reply[list[Any]]:
        """Ask for the rows of one page."""
        return self._desk.read(
            disruption_rows.page, self.shown, ask.sort, after=ask.after, offset=ask.offset, limit=ask.limit
        )

    def _take_figures(self, found: Any) -> None:
        self._model.set_total(found.totals.all)
        self.counted.emit(found)

    @Slot(int)
    def _fetch(self, index: int) -> None:
        generation = self._model.generation
        if generation != self._generation:
            self._generation, self._fresh = generation, set()
        ask = ask_for(index, self._model.page_size, self._model.total, self.sort, self._row_at)
        self.ask_page(ask).then(
            self, partial(self._take, index, generation, ask), partial(self._miss, index, generation)
        )

    def _row_at(self, place: int) -> Any:
        """A row that is loaded and was read since the view last changed; an older one may stand elsewhere by now."""
        return self._model.loaded(place) if place // self._model.page_size in self._fresh else None

    def _take(self, index: int, generation: int, ask: Ask, rows: list[Any]) -> None:
        if generation != self._model.generation:
            return
        self._fresh.add(index)
        self._model.set_page(index, ask.in_order(rows), generation)
        self.arrived.emit()

    def _miss(self, index: int, generation: int, error: DeskError) -> None:
        if generation == self._model.generation:
            self._model.fail_page(index)
            self.failed.emit(error)
