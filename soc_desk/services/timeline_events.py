"""What a timeline is made of: events on strands."""

from dataclasses import dataclass
from datetime import date
from enum import Enum
from uuid import UUID

_LONGEST = 90


class Strand(Enum):
    """What kind of thing happened; the order is that of the lines, from the top."""

    LIFE = "Status, score and tier"
    LEAD = "Leadership and reviews"
    PEOPLE = "People"
    INTELLIGENCE = "Intelligence"
    DISRUPTIONS = "Disruptions"
    PLAN = "4P plan"
    POCA = "POCA"
    OPERATIONS = "Operations, bids, sites"
    ORDERS = "Orders and visits"
    CARE = "Referrals"
    OTHERS = "Other groups and records"
    DOCUMENTS = "Documents"


@dataclass(frozen=True)
class Event:
    """One thing that happened; ``page`` and ``record`` open it where it can be opened. ``on`` None: nobody said when.

    ``handling`` is set for what is shared on conditions: it is left out of prints unless they are shown. What a report
    says is not told here: opening it is logged, and shows its conditions.
    """

    on: date | None
    strand: Strand
    what: str
    page: str = ""
    record: UUID | None = None
    handling: str = ""


def short(text: str) -> str:
    """The beginning of a text, on one line."""
    first = " ".join(text.split())
    return first if len(first) <= _LONGEST else f"{first[: _LONGEST - 1].rstrip()}…"
