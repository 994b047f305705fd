"""How the parts of the import page have the page run a long job."""

from collections.abc import Callable
from typing import Any, Protocol


class Run(Protocol):
    """Runs ``job(task, …)`` with the page's buttons held, and calls ``slot`` with what it gives."""

    def __call__(self, job: Callable[..., Any], /, *args: Any, slot: Callable[[Any], object]) -> None: ...
