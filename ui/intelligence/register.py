"""The register of intelligence: views, chips and words that narrow it, read page by page."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from soc_desk.services.intelligence import rows
from soc_desk.services.intelligence.rows import IntelligenceFilter, IntelligenceRow, Sort, Totals
from soc_desk.vocabulary.ocg import AssessmentGrade, HandlingGrade
from ui.desk import Desk, Session
from ui.disruptions.loading import Loading
from ui.disruptions.paging import Ask
from ui.intelligence.columns import COLUMNS
from ui.intelligence.export import Exporting
from ui.lanes import Reply
from ui.page import Shell
from ui.poca.narrowed import AREAS, NarrowedRegister, presets
from ui.saved_views import SavedViews
from ui.widgets.filters import choice, period
from ui.widgets.period_popup import Period
from ui.widgets.rows import RowsModel
from ui.widgets.table import Table
from ui.widgets.tabs import View, ViewTabs

PAGE = "intelligence"
KEEPS, KEEPS_NOT = "yes", "no"
_BUILT_IN: dict[str, tuple[str, dict[str, Any]]] = {
    "all": ("All", {}),
    "conditions": ("With conditions", {"handlings": [HandlingGrade.CONDITIONS.value]}),
    "older": ("Older grades", {"grades": "older"}),
    "no-clock": ("Restart no clock", {"clock": KEEPS_NOT}),
}
"""Views that everybody has: name and chips."""


@dataclass(frozen=True)
class Figures:
    """What the view adds up to."""

    totals: Totals


def figures(session: Session, shown: IntelligenceFilter) -> Figures:
    """The figures of one moment."""
    return Figures(rows.totals(session, shown))


class IntelligenceLoading(Loading):
    """Asks for intelligence."""

    def ask_figures(self) -> Reply[Any]:
        return self._desk.read(figures, self.shown)

    def ask_page(self, ask: Ask) -> Reply[list[Any]]:
        return self._desk.read(rows.page, self.shown, ask.sort, after=ask.after, offset=ask.offset, limit=ask.limit)


def totals_line(totals: Totals) -> str:
    """``214 items, 190 restart an archive clock. Handle all of this list as C …``."""
    many = f"{totals.all:,} item{'' if totals.all == 1 else 's'}"
    if not totals.all:
        return many
    restart = "restarts" if totals.qualifying == 1 else "restart"
    return f"{many}, {totals.qualifying:,} {restart} an archive clock. {totals.most_restrictive}"


class IntelligenceRegister(NarrowedRegister):
    """``opened(id)`` when an item is to be changed; ``told`` is what the view adds up to and how to handle it."""

    told = Signal(str)
    SORTS = rows.SORTS

    def __init__(self, desk: Desk, shell: Shell) -> None:
        model: RowsModel[IntelligenceRow] = RowsModel(COLUMNS)
        table = Table(model, "Intelligence")
        table.set_empty("Intelligence linked to groups and people stands here. There is none that matches.")
        chips = (
            period("when", "Received", presets), AREAS,
            choice("assessments", "Assessment", [(a, f"{a.value} {a.label}") for a in AssessmentGrade]),
            choice("handlings", "Handling", [(h, f"{h.value} {h.label}") for h in HandlingGrade]),
            choice("grades", "Grade", [("older", "Older grades only")], several=False),
            choice("clock", "Archive clock", [(KEEPS, "Restarts it"), (KEEPS_NOT, "Restarts none")], several=False),
        )  # fmt: skip
        self._shell = shell
        super().__init__(desk, shell, table, IntelligenceLoading(desk, model), chips)
        self.finder.setPlaceholderText("Find by report or group…")
        self.views = ViewTabs()
        self.views.chosen.connect(self.open_view)
        self.saved = SavedViews(desk, shell, PAGE, self.views, self.content)
        self.saved.found.connect(self._show_views)
        self._put_views_on_top()
        self._show_views()

    def _put_views_on_top(self) -> None:
        """The chips need the width: what finds stands beside the views, and what exports at the head of the page."""
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self.views, 1)
        top.addWidget(self.finder)
        if (export := self.head.itemAt(self.head.count() - 1)) is not None and (made := export.widget()) is not None:
            made.hide()
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertLayout(0, top)

    @property
    def shown(self) -> IntelligenceFilter:
        """The view as it is narrowed now."""
        values = self.chips.values()
        when: Period | None = values.get("when")
        clock = values.get("clock")
        return IntelligenceFilter(
            starts_on=when.first if when else None, ends_on=when.last if when else None,
            areas=values.get("areas", ()),
            assessments=tuple(map(AssessmentGrade, values.get("assessments", ()))),
            handlings=tuple(map(HandlingGrade, values.get("handlings", ()))), legacy=bool(values.get("grades")),
            qualifying=None if clock is None else clock == KEEPS, text=self.finder.text().strip(),
        )  # fmt: skip

    def first_sort(self) -> Sort:
        return Sort()

    def make_exporting(self, desk: Desk, shell: Shell) -> Exporting:
        return Exporting(desk, shell, self)

    def case_of(self, row: IntelligenceRow) -> UUID:
        return row.id

    def add_up(self, totals: Totals) -> str:
        return totals_line(totals)

    def export(self, kind: str) -> None:
        exporting = self.exporting
        assert isinstance(exporting, Exporting)
        exporting.ask_about_conditions(kind, self.shown, self.sort, tuple(self.filters()), self._total)

    def _count(self, found: Figures) -> None:
        super()._count(found)
        self.chips.set_totals("")
        self.told.emit(self.said)

    # views ------------------------------------------------------------------------------------------------------------

    def open_view(self, key: str) -> None:
        """Go to a view by its key; an unknown one is passed over."""
        if key in _BUILT_IN:
            self.restore({"chips": _BUILT_IN[key][1]})
        elif key in self.saved.rows:
            self.restore(self.saved.rows[key].content)
        else:
            return
        self.views.set_current(key)
        self.read()

    def _show_views(self) -> None:
        self.views.set_views([*(View(key, name) for key, (name, _) in _BUILT_IN.items()), *self.saved.tabs])
