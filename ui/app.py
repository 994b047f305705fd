"""Start-up: settings, look, sign-in, window, crash hook; the desktop's entry point.

``python -m ui.app [--store ADDRESS] [--user NAME]`` opens the window. With ``SOC_DESK_USER`` and
``SOC_DESK_PASSPHRASE`` in the environment the store opens without asking. ``--pictures DIR`` draws every page, form and
scene of a store offscreen into PNG files and ends; it needs no display.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication, QWidget

from soc_desk.config import state_dir
from soc_desk.errors import OutOfDate
from ui import crash, theme
from ui.lanes import Lanes
from ui.settings import Settings

if TYPE_CHECKING:
    from soc_desk.services.places import StoreFacts
    from soc_desk.store.opening import Entered
    from ui.desk import Desk
    from ui.main_window import MainWindow
    from ui.session import NewStore

DONE, WRONG_USE, NO_STORE = 0, 2, 3
NO_DISPLAY = "There is no display here, so no window can open. Start SOC Desk where there is one."


@dataclass(frozen=True)
class GoneIn:
    """An open store with all that the window needs to stand on it."""

    entered: "Entered"
    facts: "StoreFacts"
    address: str
    check: Callable[[str], None]


class StoreDoors:
    """The ways into a store, done with the store's own functions; the store is imported when a door is first tried."""

    def recent(self) -> Sequence[str]:
        """Addresses opened on this workstation, the latest first."""
        from soc_desk.store import opening

        return opening.recent()

    def enter(self, address: str, user: str, passphrase: str) -> GoneIn:
        """Open a store; raises as ``opening.open`` does."""
        from soc_desk.services import places
        from soc_desk.store import opening

        entered = opening.enter(address, user, passphrase)
        opening.remember(address)
        facts = entered.store.read(entered.actor, places.facts)
        return GoneIn(entered, facts, address, partial(_check, address, user))

    def upgrade(self, address: str, user: str, passphrase: str) -> GoneIn:
        """Bring an older store up to this program after a verified backup, and open it."""
        from soc_desk.store import opening, upgrade

        engine, _key = opening.connect(address, user, passphrase)
        try:
            upgrade.upgrade(engine, user=user, passphrase=passphrase)
        finally:
            engine.dispose()
        return self.enter(address, user, passphrase)

    def create(self, new: "NewStore") -> GoneIn:
        """Make a store and open it as its first user."""
        from soc_desk.store import opening

        opening.create(
            new.address, new.user, new.passphrase, force_name=new.force_name, display=new.display, areas=new.areas
        ).close()
        return self.enter(new.address, new.user, new.passphrase)

    def demonstrate(self) -> GoneIn:
        """Open the demonstration store, making it first if need be, or bringing an older one up to this program."""
        from soc_desk.demo import making

        path = state_dir() / f"demonstration-{making.Size.FORCE.value}.socdesk"
        if not path.exists():
            making.make(str(path)).close()
        try:
            return self.enter(str(path), making.USER, making.PASSPHRASE)
        except OutOfDate:
            return self.upgrade(str(path), making.USER, making.PASSPHRASE)


def _check(address: str, user: str, passphrase: str) -> None:
    """Raise WrongKey unless the passphrase opens the store; a lock asks this."""
    from soc_desk.store import opening

    engine, _key = opening.connect(address, user, passphrase)
    engine.dispose()


class Application(QObject):
    """Leads from sign-in to the window and back; there is one at a time."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.settings = Settings(parent=self)
        self.lanes = Lanes()
        self.doors = StoreDoors()
        self.desk: Desk | None = None
        self.window: QWidget | None = None
        self.lanes.crashed.connect(self._show_crash)
        crash.watch(self._show_crash)
        theme.apply(app, self.settings.scheme)

    def sign_in(self, address: str = "", user: str = "", problem: str = "") -> None:
        """Ask which store and who; ``problem`` says why a store named from outside did not open."""
        from ui.session import SessionWindow

        asking = SessionWindow(self.lanes, self.doors, address, user or self.settings.last_user)
        asking.entered.connect(self.open_window)
        if problem:
            (asking.sign_in if address else asking.choose).say(problem)
        self._replace(asking)

    def enter(self, address: str, user: str, passphrase: str) -> None:
        """Open a store without asking; where that fails, ask."""

        def refused(error: Exception) -> None:
            self.sign_in(address, user, str(error))

        self.lanes.aside(self.doors.enter, address, user, passphrase).then(self, self.open_window, refused)

    @Slot(object)
    def open_window(self, gone_in: GoneIn) -> None:
        """Open the window on a store."""
        window, self.desk = make_window(gone_in, self.settings)
        window.leave_asked.connect(self._leave)
        self.settings.last_user = gone_in.entered.actor.name
        self._replace(window)
        window.begin()

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


def protection(address: str) -> str:
    """The kind of store and its protection in words."""
    from soc_desk.store.disk import is_network_path
    from soc_desk.store.engine import is_postgresql, path_of

    if is_postgresql(address):
        return "PostgreSQL server"
    return "Shared folder, encrypted" if is_network_path(path_of(address)) else "Local store, encrypted"


def main(argv: Sequence[str] | None = None) -> int:
    """Open the desktop, or draw its pictures; gives the exit code of ``cli.md``."""
    told = _arguments(sys.argv[1:] if argv is None else argv)
    if told.pictures:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        from ui import pictures

        return pictures.main(["--out", told.pictures, *(["--store", told.store] if told.store else [])])
    if sys.platform == "linux" and not any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))):
        print(NO_DISPLAY, file=sys.stderr)  # noqa: T201 - the terminal is all there is
        return NO_STORE
    app = QApplication(sys.argv[:1])
    app.setApplicationName("SOC Desk")
    application = Application(app)
    address, user, passphrase = _named(told)
    if address and user and passphrase:
        application.enter(address, user, passphrase)
        from ui import main_window  # noqa: F401 - read from disk while the key is derived
    else:
        application.sign_in(address, user)
    code = app.exec()
    application.close()
    return code


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="soc-desk", description="The desktop of SOC Desk.")
    parser.add_argument("--store", default="", help="path or URL of the store")
    parser.add_argument("--user", default="", help="who signs in")
    parser.add_argument("--pictures", default="", metavar="DIR", help="draw every page into DIR instead")
    return parser.parse_args(argv)


def _named(told: argparse.Namespace) -> tuple[str, str, str]:
    address = told.store or os.environ.get("SOC_DESK_STORE", "")
    if not address:
        address = next(iter(StoreDoors().recent()), "")
    user = told.user or os.environ.get("SOC_DESK_USER", "")
    return (
        (str(Path(address)) if "://" not in address and address else address),
        user,
        os.environ.get("SOC_DESK_PASSPHRASE", ""),
    )


if __name__ == "__main__":
    sys.exit(main())
