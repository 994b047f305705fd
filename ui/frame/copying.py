"""Whatever is copied from the window is logged as a disclosure first, and put on the clipboard when that is done."""

from typing import TYPE_CHECKING

from ui.desk import Desk
from ui.widgets.leaving import Clerk, Leaving

if TYPE_CHECKING:
    from ui.main_window import MainWindow


class Copying(Clerk):
    """The clerk of the main window."""

    def __init__(self, desk: Desk, window: "MainWindow") -> None:
        super().__init__(window)
        self._desk, self._window = desk, window

    def take(self, leaving: Leaving) -> None:
        """Log it; what may not be copied is refused with its reason, and the clipboard stays as it was."""
        from soc_desk.services import copying  # not needed before somebody copies

        count = len(leaving.rows)

        def go(print_id: str) -> None:
            leaving.put()
            rows = f"{count:,} row{' was' if count == 1 else 's were'}"
            self._window.notify(f"{rows} copied and logged as disclosure {print_id}.")

        logged = self._desk.write(copying.copied, leaving.name, leaving.about, count)
        logged.then(self, go, lambda error: self._window.warn(str(error)))
