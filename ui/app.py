"""The application from sign-in to window and back: settings, look, crash hook; ``ui.start`` is the way in."""

import gc
import os
import sys
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QApplication, QWidget

from soc_desk.config import state_dir
from ui import crash, theme, tidying
from ui.doors import GoneIn, StoreDoors, protection
from ui.doors import begin as begin_opening
from ui.lanes import Lanes
from ui.settings import Settings
from ui.start import Told, has_display

if TYPE_CHECKING:
    from ui.desk import Desk
    from ui.main_window import MainWindow

__all__ = ["Application", "GoneIn", "StoreDoors", "begin", "make_window", "protection", "run"]

DONE, WRONG_USE, NO_STORE = 0, 2, 3
NO_DISPLAY = "There is no display here, so no window can open. Start SOC Desk where there is one."


class Application(QObject):
    """Leads from sign-in to the window and back; there is one at a time."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.settings = Settings(parent=self)
        self.lanes = Lanes()
        self.doors = StoreDoors()
        self.desk: Desk | None = None
        self.window: QWidget | None = None
        self._tidies = not gc.isenabled()  # ``ui.start`` made a pause of the collector, which is to end
        self.lanes.crashed.connect(self._show_crash)
        crash.watch(self._show_crash)
        theme.apply(app, self.settings.scheme)

    def sign_in(self, address: str = "", user: str = "", problem: str = "") -> None:
        """Ask which store and who; ``problem`` says why a store named from outside did not open."""
        from ui.session import SessionWindow

        if self._tidies:
            tidying.begin()
        asking = SessionWindow(self.lanes, self.doors, address, user or self.settings.last_user)
        asking.entered.connect(self.open_window)
        if problem:
            (asking.sign_in if address else asking.choose).say(problem)
        self._replace(asking)

    def enter(self, address: str, user: str, passphrase: str) -> None:
        """Open a store without asking; where that fails, ask."""
        self.await_store(begin_opening(address, user, passphrase), address, user)

    def await_store(self, opened: "Future[GoneIn]", address: str, user: str) -> None:
        """Open the window when the store is there; where it does not open, ask."""

        def refused(error: Exception) -> None:
            self.sign_in(address, user, str(error))

        self.lanes.aside(opened.result).then(self, self.open_window, refused)

    @Slot(object)
    def open_window(self, gone_in: GoneIn) -> None:
        """Open the window on a store."""
        from ui.frame.presence import Presence

        window, self.desk = make_window(gone_in, self.settings)
        window.leave_asked.connect(self._leave)
        self.settings.last_user = gone_in.entered.actor.name
        self._replace(window)
        window.begin()
        Presence(window, gone_in.entered.failed)
        if self._tidies:
            self.desk.idle.connect(self._settled, Qt.ConnectionType.SingleShotConnection)

    @Slot()
    def _settled(self) -> None:
        tidying.begin()
        if self.desk is not None:
            tidying.Tidying(self.desk)

    def close(self) -> None:
        """Let go of the store and of every worker."""
        if self.desk is not None:
            self.desk.close()
        self.lanes.close()

    def _leave(self) -> None:
        desk, self.desk = self.desk, None
        self.sign_in()
        if desk is not None:
            desk.close()

    def _replace(self, window: QWidget) -> None:
        before, self.window = self.window, window
        window.show()
        if before is not None:
            before.close()
            before.deleteLater()

    def _show_crash(self, error: BaseException) -> None:
        from ui.main_window import MainWindow

        if isinstance(self.window, MainWindow):
            self.window.show_crash(error)
        else:
            crash.CrashDialog(error, self.window).open()


def make_window(gone_in: GoneIn, settings: Settings, state: Path | None = None) -> "tuple[MainWindow, Desk]":
    """The window and its desk on an open store; nothing is shown or read yet. Drafts lie below ``state``."""
    from soc_desk.vocabulary import Marking
    from ui.desk import Desk
    from ui.drafts import Journal
    from ui.main_window import MainWindow, StoreWords

    entered, facts = gone_in.entered, gone_in.facts
    desk = Desk(entered.store, entered.actor)
    drafts = Journal((state or state_dir()) / "drafts" / f"{facts.store_id}-{entered.actor.id}", entered.drafts_key)
    words = StoreWords(protection(gone_in.address), Marking(facts.ceiling), facts.synthetic)
    return MainWindow(desk, settings, drafts, words, gone_in.check), desk


def run(told: Told, opened: "Future[GoneIn] | None" = None) -> int:
    """Open the desktop, or draw its pictures; gives the exit code of ``cli.md``. ``opened`` is a store on its way."""
    if told.pictures:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        from ui import pictures

        return pictures.main(["--out", told.pictures, *(["--store", told.address] if told.address else [])])
    if not has_display():
        print(NO_DISPLAY, file=sys.stderr)  # noqa: T201 - the terminal is all there is
        return NO_STORE
    application = begin(QApplication(sys.argv[:1]), told, opened)
    code = QApplication.exec()
    application.close()
    return code


def begin(app: QApplication, told: Told, opened: "Future[GoneIn] | None" = None) -> Application:
    """The application under way: it waits for the store that is ``opened``, or asks which."""
    app.setApplicationName("SOC Desk")
    application = Application(app)
    if opened is not None:
        application.await_store(opened, told.address, told.user)
        from ui import main_window  # noqa: F401 - read from disk while the key is derived
    else:
        application.sign_in(told.address, told.user)
    return application
