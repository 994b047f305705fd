"""The window follows its settings at once: scheme, height of rows, motion, width of the rail, idle minutes."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication, QTableView

from ui import theme
from ui.frame.idle_limit import IdleLimit
from ui.widgets.table import Table

if TYPE_CHECKING:
    from ui.main_window import MainWindow


class Look(QObject):
    """Belongs to the window and listens to its settings."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        IdleLimit(window.desk, window.idle)
        self.follow_tables()
        window.rail.set_narrow(narrow=window.settings.rail_is_narrow)
        window.settings.changed.connect(self._follow)

    def follow_tables(self) -> None:
        """Rows and fades as the settings say, in every table that is there."""
        settings = self._window.settings
        theme.set_compact(compact=settings.compact_rows)
        theme.move(reduced=settings.reduced_motion)
        for table in self._window.findChildren(QTableView):
            if isinstance(table, Table):
                table.follow_density()

    @Slot(str)
    def _follow(self, name: str) -> None:
        window, app = self._window, QApplication.instance()
        if name == "scheme" and isinstance(app, QApplication):
            theme.apply(app, window.settings.scheme)
        elif name in ("compact_rows", "reduced_motion"):
            self.follow_tables()
        elif name == "rail_is_narrow":
            window.rail.set_narrow(narrow=window.settings.rail_is_narrow)
        elif name == "lock_after_minutes":
            window.idle.minutes = window.settings.lock_after_minutes
