"""What takes back a change that was just saved: a new, logged change, refused where a colleague came in between."""

from collections.abc import Callable
from functools import partial
from typing import ParamSpec

from soc_desk.errors import Conflict, DeskError
from ui.desk import Desk, UseCase
from ui.page import Shell

P = ParamSpec("P")

ANY_VERSION = -1
"""Of a Draft that is put back: so the store merges, whatever came in between, and leaves alone what others changed."""
_MOVED_ON = "It was not undone: a colleague changed it since. Open it to see how it stands now."


def undoing(
    desk: Desk, shell: Shell, told: str, act: UseCase[P, object], *args: P.args, **kwargs: P.kwargs
) -> Callable[[], object]:
    """Do ``act`` when it is called, and say ``told``, or why it was not undone; for ``shell.notify``."""

    def undo() -> None:
        desk.write(act, *args, **kwargs).then(desk, lambda _value: shell.notify(told), partial(_refused, shell))

    return undo


def _refused(shell: Shell, error: DeskError) -> None:
    shell.warn(_MOVED_ON if isinstance(error, Conflict) else f"It was not undone. {error}")
