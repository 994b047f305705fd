"""Which question fetches a page of a long register: by its neighbour where that is known, else from the nearer end."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True)
class Ask:
    """One question to a register such as ``disruption_rows.page``; ``is_backwards`` when its rows come last first."""

    sort: Any
    after: Any
    offset: int
    limit: int
    is_backwards: bool

    def in_order(self, rows: list[Any]) -> list[Any]:
        """The rows as the register shows them."""
        return rows[::-1] if self.is_backwards else rows


def ask_for(index: int, size: int, total: int | None, sort: Any, row_at: Callable[[int], Any]) -> Ask:
    """How to fetch page ``index`` of ``size`` rows.

    ``row_at(place)`` gives a row that is loaded and fresh, or None. The row before the page makes it fast at any depth,
    so does the row after it, read backwards; otherwise rows are skipped from whichever end is nearer.
    """
    start = index * size
    end = start + size if total is None else min(start + size, max(total, start))
    limit = end - start if total is not None and end > start else size
    back = replace(sort, descending=not sort.descending)
    if start and (before := row_at(start - 1)) is not None:
        return Ask(sort, before, 0, size, is_backwards=False)  # there may be more by now than were counted
    if total is not None and end < total and (after := row_at(end)) is not None:
        return Ask(back, after, 0, limit, is_backwards=True)
    if total is not None and end > start and total - end < start:
        return Ask(back, None, total - end, limit, is_backwards=True)
    return Ask(sort, None, start, size, is_backwards=False)
