"""Which part of the OCG register is shown: tabs of views, chips that narrow one, a field to find, views one saved."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from soc_desk.services.ocgs import OcgFilter
from ui.desk import Desk
from ui.ocgs import views
from ui.ocgs.columns import COLUMNS
from ui.ocgs.narrowing import Narrowing
from ui.ocgs.views import View
from ui.page import Shell
from ui.saved_views import SavedViews
from ui.widgets import tabs
from ui.widgets.search import SearchField
from ui.widgets.tabs import ViewTabs

ASKED_FOR = "asked-for"
FIND_AFTER_MS = 150
_KEYS = frozenset(column.key for column in COLUMNS)


class Viewing(QObject):
    """Tabs, chips and search together. ``changed`` asks for the rows of ``shown`` in the order of ``sort``."""

    changed = Signal()

    def __init__(self, desk: Desk, shell: Shell, page: str) -> None:
        super().__init__()
        self._desk = desk
        self.tabs, self.chips = ViewTabs(), Narrowing()
        self.saved = SavedViews(desk, shell, page, self.tabs, self._to_save)
        self.find = SearchField("Find by reference or name")
        self.sort = views.FIRST_SORT
        self._views: dict[str, View] = {}
        self._counts: Mapping[str, int] = {}
        self._soon = QTimer(self, interval=FIND_AFTER_MS, singleShot=True)
        self._set_views(views.built_in(desk.actor.id))
        self._take(self._views[views.ACTIVE])
        self.chips.name_owner(desk.actor.id, desk.actor.display)
        self.tabs.chosen.connect(self.open)
        self.saved.found.connect(self._take_saved)
        self.chips.changed.connect(lambda _values: self.changed.emit())
        self.find.textEdited.connect(lambda _text: self._soon.start())
        self._soon.timeout.connect(self.changed)

    @property
    def shown(self) -> OcgFilter:
        """What chips and search field say."""
        return replace(self.chips.shown(), text=self.find.text().strip())

    @property
    def counted(self) -> dict[str, OcgFilter]:
        """The views whose tab says how many there are."""
        return {key: self._views[key].shown for key in views.COUNTED}

    def open(self, key: str) -> None:
        """Go to a view by its key; an unknown one is passed over."""
        if key in self._views:
            self.tabs.set_current(key)
            self._take(self._views[key])
            self.changed.emit()

    def ask_for(self, shown: OcgFilter) -> None:
        """Show what another page asked for, in a tab of its own."""
        known = [view for view in self._views.values() if view.key != ASKED_FOR]
        self._set_views([*known, View(ASKED_FOR, "As asked for", shown)])
        self.find.setText(shown.text)
        self.open(ASKED_FOR)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """How many each counted view holds."""
        self._counts = counts
        self._show()

    def content(self) -> dict[str, Any]:
        """Where this is, as plain JSON."""
        return {"view": self.tabs.current(), "find": self.find.text(), **self._to_save()}

    def restore(self, content: Mapping[str, Any]) -> None:
        """The same back; nothing is emitted."""
        shown, self.sort = views.from_content(content, _KEYS)
        self.tabs.set_current(str(content.get("view", "")))
        self.find.setText(str(content.get("find", "")))
        self.chips.take(shown)

    def _to_save(self) -> dict[str, Any]:
        return views.to_content(self.shown, self.sort)

    def _take_saved(self) -> None:
        own = [view for view in self._views.values() if view.key == ASKED_FOR]
        own += [View(key, row.name, *views.from_content(row.content, _KEYS)) for key, row in self.saved.rows.items()]
        self._set_views([*views.built_in(self._desk.actor.id), *own])

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
        self.chips.take(view.shown)
