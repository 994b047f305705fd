"""How far long work is, on standard error and only where a person watches."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Say = Callable[[float | None, str], None]
"""Told how far (0 to 1, None where unknown) and with what."""


@contextmanager
def told(what: str) -> Iterator[Say]:
    """A bar while the work inside runs; silent where standard error is not a terminal."""
    if not sys.stderr.isatty():
        yield lambda _fraction, _text: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)

        def say(fraction: float | None, text: str) -> None:
            bar.update(
                task,
                description=f"{what}: {text}",
                total=1.0 if fraction is not None else None,
                completed=fraction or 0,
            )

        yield say
