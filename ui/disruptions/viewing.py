"""Which part of the register is shown: the tabs of views, the chips that narrow one, and the views a person saved."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal

from soc_desk.services import periods, subjects
from soc_desk.services.disruption_rows import DisruptionFilter, Sort
from soc_desk.services.subjects import SubjectChoice
from ui.desk import Desk
from ui.disruptions import views
from ui.disruptions.narrowing import Narrowing, moving
from ui.disruptions.views import View
from ui.page import Shell
from ui.saved_views import SavedViews
from ui.widgets import tabs
from ui.widgets.tabs import ViewTabs

ASKED_FOR = "asked-for"


class Viewing(QObject):
    """Tabs and chips together. ``changed`` asks for the rows of ``shown`` in the order of ``sort``."""

    changed = Signal()

    def __init__(self, desk: Desk, shell: Shell, page: str) -> None:
        super().__init__()
        self._desk = desk
        self.tabs, self.chips = ViewTabs(), Narrowing()
        self.saved = SavedViews(desk, shell, page, self.tabs, self._to_save)
        self.sort = Sort()
        self._views: dict[str, View] = {}
        self._counts: Mapping[str, int] = {}
        self._set_views(views.built_in(periods.today(), desk.actor.id))
        self._take(self._views[views.QUARTER])
        self.chips.name("recorder_id", desk.actor.id, desk.actor.display)
        self.tabs.chosen.connect(self.open)
        self.saved.found.connect(self._take_saved)
        self.chips.changed.connect(lambda _values: self.changed.emit())

    @property
    def shown(self) -> DisruptionFilter:
        """What the chips say."""
        return self.chips.shown()

    @property
    def counted(self) -> dict[str, DisruptionFilter]:
        """The views whose tab says how many there are."""
        return {key: self._views[key].shown for key in views.COUNTED}

    @property
    def name(self) -> str:
        """What the facts line calls what is shown: ``this quarter``, or ``in this view`` where it is narrowed."""
        view = self._views.get(self.tabs.current())
        if view is not None and view.key == views.QUARTER and view.shown == self.shown:
            return "this quarter"
        return "in this view"

    def open(self, key: str) -> None:
        """Go to a view by its key; an unknown one is passed over."""
        if key in self._views:
            self.tabs.set_current(key)
            self._take(self._views[key])
            self.changed.emit()

    def ask_for(self, shown: DisruptionFilter) -> None:
        """Show what another page asked for, in a tab of its own."""
        self._set_views([*self._known(), View(ASKED_FOR, "As asked for", shown)])
        self.open(ASKED_FOR)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """How many each counted view holds."""
        self._counts = counts
        self._show()

    def content(self) -> dict[str, Any]:
        """Where this is, as plain JSON."""
        return {"view": self.tabs.current(), **self._to_save()}

    def restore(self, content: Mapping[str, Any]) -> None:
        """The same back; nothing is emitted."""
        shown, self.sort, _ = views.from_content(content, periods.today())
        self.tabs.set_current(str(content.get("view", "")))
        self._narrow(shown)

    def _to_save(self) -> dict[str, Any]:
        shown = self.shown
        return views.to_content(shown, self.sort, moving(shown, periods.today()))

    def _take_saved(self) -> None:
        today = periods.today()
        own = [view for view in self._views.values() if view.key == ASKED_FOR]
        own += [View(key, row.name, *views.from_content(row.content, today)) for key, row in self.saved.rows.items()]
        self._set_views([*views.built_in(today, self._desk.actor.id), *own])

    def _known(self) -> list[View]:
        return [view for view in self._views.values() if view.key != ASKED_FOR]

    def _set_views(self, known: Any) -> None:
        self._views = {view.key: view for view in known}
        self._show()

    def _show(self) -> None:
        shown = [
            tabs.View(v.key, v.name, self._counts.get(v.key), v.key in self.saved.rows) for v in self._views.values()
        ]
        self.tabs.set_views(shown)

    def _take(self, view: View) -> None:
        self.sort = view.sort
        self._narrow(view.shown)

    def _narrow(self, shown: DisruptionFilter) -> None:
        self.chips.take(shown)
        if shown.subject_id is not None:
            self.chips.name("subject_id", shown.subject_id, "one subject")
            self._desk.read(subjects.choice, shown.subject_id).then(self, self._name_subject)
        if shown.import_id is not None:
            self.chips.name("import_id", shown.import_id, "one import")

    def _name_subject(self, choice: SubjectChoice | None) -> None:
        if choice is not None:
            self.chips.name("subject_id", choice.id, choice.label)
