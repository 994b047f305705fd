"""The views of a register that a person saved: kept under a name, shown as tabs, removed again."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu

from soc_desk.services import views
from soc_desk.services.views import ViewRow
from ui.ask import Ask
from ui.desk import Desk
from ui.page import Answer, Shell
from ui.widgets.tabs import View, ViewTabs


class SavedViews(QObject):
    """What a person saved on a page. ``found`` when it was read again; ``content`` is asked for what to keep."""

    found = Signal()

    def __init__(
        self, desk: Desk, shell: Shell, page: str, tabs: ViewTabs, content: Callable[[], dict[str, Any]]
    ) -> None:
        super().__init__(tabs)
        self._desk, self._shell, self._page, self._tabs, self._content = desk, shell, page, tabs, content
        self.rows: dict[str, ViewRow] = {}
        tabs.save_asked.connect(self.ask_name)
        tabs.menu_asked.connect(self._open_menu)

    @property
    def tabs(self) -> list[View]:
        """A tab for each."""
        return [View(key, row.name, None, True) for key, row in self.rows.items()]

    def read(self) -> None:
        """Read them again."""
        self._desk.read(views.list_rows, self._page).then(self, self._take)

    def ask_name(self) -> None:
        """Save what is shown as a view under a name; one of that name is replaced."""
        shown, content = self.rows.get(self._tabs.current()), self._content()
        ask = Ask(
            "Save this view", "The filters and the order are kept as a tab that only you see.", "&Name", "&Save view",
            lambda name: self._desk.write(views.save, self._page, name, content), self._saved,
            value=shown.name if shown else "",
        )  # fmt: skip
        self._shell.open_dialog(ask)

    def ask_removal(self, id_: UUID, name: str, _checked: bool = False) -> None:
        """Forget a saved view; the records stay."""
        forget = Answer("&Remove", partial(self._remove, id_))
        self._shell.ask(f"Remove the view {name}?", "The tab goes; no record is touched.", forget)

    def _take(self, rows: list[ViewRow]) -> None:
        self.rows = {str(row.id): row for row in rows}
        self.found.emit()

    def _saved(self, id_: object) -> None:
        self._desk.read(views.list_rows, self._page).then(self, partial(self._open, str(id_)))

    def _open(self, key: str, rows: list[ViewRow]) -> None:
        self._take(rows)
        self._tabs.set_current(key)

    def _open_menu(self, key: str) -> None:
        if (row := self.rows.get(key)) is None:
            return
        menu = QMenu(self._tabs)
        menu.addAction("Remove this view…").triggered.connect(partial(self.ask_removal, row.id, row.name))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(QCursor.pos())

    def _remove(self, id_: UUID) -> None:
        self._desk.write(views.remove, id_).then(self, lambda _: self.read())
