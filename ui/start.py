"""The ``soc-desk`` command: without a word the desktop opens at once; with one, the command line runs.

``--store ADDRESS --user NAME`` name where to sign in. With ``SOC_DESK_USER`` and ``SOC_DESK_PASSPHRASE`` in the
environment the store opens without asking. ``--pictures DIR`` draws every page, form and scene of a store offscreen
into PNG files and ends; it needs no display.
"""

import builtins
import gc
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from concurrent.futures import Future

    from ui.doors import Entered, GoneIn


@dataclass(frozen=True)
class Told:
    """What the command and the environment say; an empty word was not said."""

    address: str = ""
    user: str = ""
    passphrase: str = field(default="", repr=False)
    pictures: str = ""

    @property
    def opens(self) -> bool:
        """Whether the store can be opened without asking."""
        return bool(self.address and self.user and self.passphrase)


def main() -> int:
    """Entry point; gives the exit code."""
    if len(sys.argv) == 1:
        return desktop([])
    from soc_desk import cli

    return cli.main(desktop=desktop)


def desktop(arguments: Sequence[str], entered: "Entered | None" = None) -> int:
    """Open the window, on a store that is ``entered`` already or as the arguments say; gives the exit code."""
    told = read(arguments)
    opened = hasten(told, entered)
    from ui import app

    return app.run(told, opened)


def hasten(told: Told, entered: "Entered | None" = None) -> "Future[GoneIn] | None":
    """Get ready to load the window, and open the store meanwhile where it can be opened without asking."""
    gc.disable()  # what start-up makes is kept; the application lets the collector run again once My desk is filled
    from ui import doors

    opened = None
    if entered is not None:
        opened = doors.opened(entered, told.address)
    elif told.opens and has_display():
        opened = doors.begin(told.address, told.user, told.passphrase)
    _import_plainly()
    return opened


def read(arguments: Sequence[str]) -> Told:
    """The arguments, and the environment where they say nothing."""
    store = user = pictures = ""
    if arguments:
        import argparse

        parser = argparse.ArgumentParser(prog="soc-desk", description="The desktop of SOC Desk.")
        parser.add_argument("--store", default="", help="path or URL of the store")
        parser.add_argument("--user", default="", help="who signs in")
        parser.add_argument("--pictures", default="", metavar="DIR", help="draw every page into DIR instead")
        said = parser.parse_args(arguments)
        store, user, pictures = said.store, said.user, said.pictures
    address = store or os.environ.get("SOC_DESK_STORE", "")
    if pictures:
        return Told(store, pictures=pictures)
    if not address:
        from ui.doors import StoreDoors

        address = next(iter(StoreDoors().recent()), "")
    address = str(Path(address)) if address and "://" not in address else address
    environment = os.environ.get
    return Told(address, user or environment("SOC_DESK_USER", ""), environment("SOC_DESK_PASSPHRASE", ""))


def has_display() -> bool:
    """Whether a window can open here."""
    return sys.platform != "linux" or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")))


def _import_plainly() -> None:
    """Take Python's own ``import`` back from PySide6.

    PySide6 puts itself before every import, to read the source of each module for ``from __feature__ import …``. We
    use no such feature, and it costs the start a fifth of its time.
    """
    import PySide6.QtCore  # noqa: F401 - whoever loads it first gets the hook

    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)


if __name__ == "__main__":
    sys.exit(main())
