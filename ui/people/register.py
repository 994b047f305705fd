"""The register of people: views as tabs, chips and words that narrow, a table read page by page, files."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QSplitter, QVBoxLayout

from soc_desk.services import periods
from soc_desk.services.people import person_rows
from soc_desk.services.people.person_rows import PersonFilter, PersonRow, PersonSort, PersonTotals
from soc_desk.vocabulary.ocg import DataCategory, LinkRole
from ui.desk import Desk, Session
from ui.disruptions.bulk import pressing
from ui.disruptions.loading import Loading
from ui.disruptions.paging import Ask
from ui.lanes import Reply
from ui.page import Shell
from ui.people.columns import COLUMNS
from ui.people.export import Exporting
from ui.people.inspection import Inspection
from ui.people.looking import Looking
from ui.poca.narrowed import AREAS, NarrowedRegister
from ui.saved_views import SavedViews
from ui.widgets import tabs
from ui.widgets.filters import choice
from ui.widgets.inspector import Inspector
from ui.widgets.rows import RowsModel
from ui.widgets.table import Table
from ui.widgets.tabs import ViewTabs

_PAGE = "people"
_ONLY = {
    "children": "Under 18", "unidentified": "Not identified", "unlinked": "In no group", "review_due": "Review due",
    "restricted": "Processing restricted",
}  # fmt: skip
_VIEWS = {"all": "All", "children": "Under 18", "unidentified": "Not identified", "unlinked": "In no group",
          "review_due": "Review due"}  # fmt: skip


@dataclass(frozen=True)
class Figures:
    """What the view adds up to, and what all of it would."""

    totals: PersonTotals
    every: PersonTotals


def figures(session: Session, shown: PersonFilter) -> Figures:
    """The figures of one moment, in one question."""
    today = periods.today()
    every = person_rows.totals(session, PersonFilter(), today)
    return Figures(every if shown == PersonFilter(today=today) else person_rows.totals(session, shown, today), every)


class PersonLoading(Loading):
    """Asks for people."""

    def ask_figures(self) -> Reply[Any]:
        return self._desk.read(figures, self.shown)

    def ask_page(self, ask: Ask) -> Reply[list[Any]]:
        return self._desk.read(
            person_rows.page, self.shown, ask.sort, today=periods.today(), after=ask.after, offset=ask.offset,
            limit=ask.limit,
        )  # fmt: skip


def totals_line(totals: PersonTotals) -> str:
    """``2,312 people: 41 under 18 · 12 not identified``."""
    parts = ((totals.children, "under 18"), (totals.unidentified, "not identified"), (totals.unlinked, "in no group"))
    told = " · ".join(f"{number:,} {words}" for number, words in parts if number)
    what = f"{totals.all:,} {'person' if totals.all == 1 else 'people'}"
    return f"{what}: {told}" if told else what


class Register(NarrowedRegister):
    """Everybody the reader may know of."""

    SORTS = person_rows.SORTS

    def __init__(self, desk: Desk, shell: Shell, looking: Looking) -> None:
        model: RowsModel[PersonRow] = RowsModel(COLUMNS)
        table = Table(model, "People")
        self._shell = shell
        self._asked: dict[str, UUID] = {}
        self._counts: Mapping[str, int] = {}
        self.tabs, self.inspector = ViewTabs(), Inspector("Select a person to see them here.")
        self.saved = SavedViews(desk, shell, _PAGE, self.tabs, self._to_save)
        self.inspection = Inspection(desk, shell, self.inspector, looking)
        chips = [
            AREAS, choice("roles", "Role", [(each, each.label) for each in LinkRole]),
            choice("categories", "Category", [(each, each.label) for each in DataCategory]),
            choice("only", "Only", list(_ONLY.items()), several=False),
        ]  # fmt: skip
        super().__init__(desk, shell, table, PersonLoading(desk, model), chips)
        self._put_in_place()
        table.set_empty("Nobody matches. Clear a filter, or record the first one.", "Record a person",
                        shell.action("people.record").trigger)  # fmt: skip
        table.current_changed.connect(self.inspection.follow)
        self.tabs.chosen.connect(self.open_view)
        self.saved.found.connect(self._show_views)
        self._show_views()

    def _put_in_place(self) -> None:
        """Tabs above the chips, the panel beside the table."""
        self.finder.setPlaceholderText("Find by name, reference, phone, plate")
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(0, self.tabs)
        split = QSplitter(Qt.Orientation.Horizontal)
        layout.removeWidget(self.table)
        split.addWidget(self.table)
        split.addWidget(self.inspector)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(16)
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 0)
        layout.addWidget(split, 1)
        self.inspector.toggle.setShortcut(QKeySequence())  # F4 is an action of the page, so that ? lists it
        self.inspector.toggle.setChecked(self._shell.settings.inspector_is_shown)
        for action_id, kind in (("people.open", "primary"), ("people.edit", "")):
            self.inspector.foot.addWidget(pressing(self._shell.action(action_id), kind=kind))
        self.inspector.foot.addStretch(1)

    # what the register says of itself ---------------------------------------------------------------------------------

    @property
    def shown(self) -> PersonFilter:
        """The view as it is narrowed now."""
        values = self.chips.values()
        only = values.get("only")
        return PersonFilter(
            areas=values.get("areas", ()), roles=tuple(map(LinkRole, values.get("roles", ()))),
            categories=tuple(map(DataCategory, values.get("categories", ()))), subject_id=self._asked.get("subject_id"),
            import_id=self._asked.get("import_id"),
            text=self.finder.text().strip(), today=periods.today(),
            children=only == "children", unidentified=only == "unidentified", unlinked=only == "unlinked",
            review_due=only == "review_due", restricted=only == "restricted",
        )  # fmt: skip

    def first_sort(self) -> PersonSort:
        return PersonSort()

    def make_exporting(self, desk: Desk, shell: Shell) -> Exporting:
        return Exporting(desk, shell, self)

    def case_of(self, row: PersonRow) -> UUID:
        return row.id

    def add_up(self, totals: PersonTotals) -> str:
        return totals_line(totals)

    def _count(self, found: Figures) -> None:
        super()._count(found)
        if found.totals == found.every:  # the line under the title says it
            self.chips.set_totals("")
        self._counts = {key: getattr(found.every, key) for key in _VIEWS if key != "all"}
        self._show_views()

    # views ------------------------------------------------------------------------------------------------------------

    def open_view(self, key: str) -> None:
        """Go to a view by its key; an unknown one is passed over."""
        if key in _VIEWS:
            self.chips.set_values({"only": key} if key in _ONLY else {})
        elif key in self.saved.rows:
            self.restore(dict(self.saved.rows[key].content))
        else:
            return
        self._asked = {}
        self.tabs.set_current(key)
        self.read()

    def ask_for(self, **narrowed: UUID) -> None:
        """Show the people of a group or of an import, as another page asked; any view leads away from it."""
        self.chips.set_values({})
        self.finder.clear()
        self.tabs.set_current("all")
        self._asked = narrowed
        self.read()

    def _show_views(self) -> None:
        built_in = [tabs.View(key, title, self._counts.get(key)) for key, title in _VIEWS.items()]
        self.tabs.set_views([*built_in, *self.saved.tabs])

    def _to_save(self) -> dict[str, Any]:
        return {name: told for name, told in self.content().items() if name in ("chips", "sort")}
