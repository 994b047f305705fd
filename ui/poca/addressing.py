"""Asking who receives a file of POCA and why; the dialog is the one of every print."""

from collections.abc import Callable
from pathlib import Path

from soc_desk.services.prints import Addressed
from ui.forms.address import AddressDialog
from ui.page import Shell


def ask_whom(
    shell: Shell, title: str, path: Path, leave: Callable[[Addressed, Path | None], object], warning: str,
    kinds: tuple[str, ...] = (".pdf",), verb: str = "&Save",
) -> None:  # fmt: skip
    """Open the dialog; ``leave(to, path)`` is called once it is answered."""
    shell.open_dialog(AddressDialog(title, verb, leave, path, kinds, warning))
