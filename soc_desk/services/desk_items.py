"""A thing to look at on My desk: how pressing it is, in words and in rank, and in which order such things stand."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

Urgency = Literal["red", "amber", "grey"]
RED_DAYS = 1
"""What is due within so many days is as pressing as what is overdue."""

_RANKS: dict[Urgency, int] = {"red": 0, "amber": 1, "grey": 2}


@dataclass(frozen=True, kw_only=True)
class DeskItem:
    """One thing to look at: when or how late, what, about what, why, and the record it opens.

    ``days`` are those left, negative when it is over; None for what has no day, which stands with what is due now.
    ``goes_first`` before everything else: what has EXPIRED. ``part`` is the tab of the record, if not the first.
    """

    due: str
    urgency: Urgency
    headline: str
    about: str
    why: str
    page: str
    record_id: UUID | None = None
    action: str = "Open"
    part: str = ""
    days: int | None = None
    goes_first: bool = False


def in_turn(*kinds: list[DeskItem]) -> tuple[DeskItem, ...]:
    """By urgency, and within one the most overdue first; of the same day in the order given."""
    items = (item for kind in kinds for item in kind)
    return tuple(sorted(items, key=lambda item: (not item.goes_first, _RANKS[item.urgency], item.days or 0)))


def days_left(days: int) -> str:
    """How long there is, or since when it is over."""
    if days < 0:
        return f"{-days} {'day' if days == -1 else 'days'} over"
    return "Today" if days == 0 else "Tomorrow" if days == 1 else f"in {days} days"


def urgency(days: int, soon: int) -> Urgency:
    """Red is overdue or due within a day, amber within ``soon`` days."""
    return "red" if days <= RED_DAYS else "amber" if days <= soon else "grey"
