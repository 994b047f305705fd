"""``soc-desk demo``: a store of synthetic data, made or opened again, and the desktop on it."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from soc_desk.cli import session
from soc_desk.cli.progress import told
from soc_desk.cli.session import WRONG_USE, fail, in_sentences, say
from soc_desk.config import state_dir
from soc_desk.demo.making import PASSPHRASE, USER, Size, make_file
from soc_desk.services import places
from soc_desk.store import opening

desktop: Callable[..., int] | None = None
"""Opens the window; set by the program's entry point, None where there is no desktop."""


def demo(
    store: Annotated[
        Path | None, typer.Option("--store", help="Where the store is kept; the user's own folder if left out.")
    ] = None,
    size: Annotated[Size, typer.Option("--size")] = Size.FORCE,
    seed: Annotated[int, typer.Option("--seed", help="Another seed gives other data; the same one the same.")] = 1,
    window: Annotated[bool, typer.Option("--window/--no-window", help="Open the desktop on it.")] = True,
) -> None:
    """Make (or reopen) a store of synthetic data and open the desktop on it."""
    path = store or (Path(session.chosen) if session.chosen else state_dir() / f"demonstration-{size.value}.socdesk")
    with in_sentences():
        if not path.exists():
            with told("Inventing") as progress:
                make_file(path, size, seed, progress=progress)
        entered = opening.enter(str(path), USER, PASSPHRASE)
        if not entered.store.read(entered.actor, places.facts).synthetic:
            entered.store.close()
            fail(f"{path} is not a demonstration store. Name another place with --store.", WRONG_USE)
    say(f"Synthetic data in {path}; sign in as {USER} with the passphrase: {PASSPHRASE}")
    if window:
        raise typer.Exit(open_window(["--store", str(path), "--user", USER], entered))
    opening.remember(str(path))  # other commands find it without being told
    entered.store.close()


def open_window(arguments: list[str] | None = None, *entered: opening.Entered) -> int:
    """Open the desktop, on a store that is ``entered`` already if one is given; gives its exit code."""
    if desktop is None:
        fail("The desktop is not part of this command; start it with: soc-desk.", WRONG_USE)
    return desktop(arguments or [], *entered)
