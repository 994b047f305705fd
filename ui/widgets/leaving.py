"""What goes to the clipboard goes through one place, the clerk of the window around a widget, who logs it first."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

_IDS = ("id", "record", "person_id", "subject_id", "case_id")
UNLOGGED = "Nothing was copied: this part is not open in the window, which logs what is copied."


@dataclass(frozen=True)
class Leaving:
    """Rows that somebody copies: of which table, about which records, and how they are put on the clipboard."""

    name: str
    rows: Sequence[Any]
    about: tuple[UUID, ...]
    put: Callable[[], object]


class Clerk(QObject):
    """A child of the window; logs what leaves, and lets it go or says why not."""

    def take(self, leaving: Leaving) -> None:
        """Log it, then call ``put``."""
        raise NotImplementedError


def about(row: Any) -> tuple[UUID, ...]:
    """The records that a row says something of."""
    found = (getattr(row, name, None) for name in _IDS)
    return tuple(id_ for id_ in found if isinstance(id_, UUID))


def leave(widget: QWidget, name: str, rows: Sequence[Any], put: Callable[[], object], refuse: Callable[[str], object],
          of: Callable[[Any], Iterable[UUID]] = about) -> None:  # fmt: skip
    """Ask the clerk of the window around ``widget``; without one nothing leaves."""
    named = tuple(dict.fromkeys(id_ for row in rows for id_ in of(row)))
    above: QWidget | None = widget
    while above is not None:
        clerk = above.findChild(Clerk, options=Qt.FindChildOption.FindDirectChildrenOnly)
        if clerk is not None:
            clerk.take(Leaving(name, rows, named, put))
            return
        above = above.parentWidget()
    refuse(UNLOGGED)
