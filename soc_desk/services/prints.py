"""What every print says about itself: marking, whose it is, as at when, for whom, and under which print id."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from soc_desk.vocabulary import Marking

PERSONAL_DATA = "Contains personal data (DPA 2018 Part 3). Destroy as confidential waste."
SYNTHETIC = "Demonstration data: every person, place and figure is invented."

_LONDON = ZoneInfo("Europe/London")
_MONTHS = ("", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# Not strftime: the workstation's language must not change what is printed.


@dataclass(frozen=True, kw_only=True)
class PrintFurniture:
    """The words around the content of a print (domain/ocg.md 3.5); moments are Europe/London wall time.

    ``print_id`` is the reference of the disclosure in the log. ``restricted`` is the number of restricted records that
    are counted and not named; None means that they could not be counted. ``filters`` are words, one for each
    narrowing; none is said as "none". ``notice`` marks demonstration data.
    """

    marking: Marking
    title: str
    force: str
    unit: str
    data_as_at: datetime
    printed_by: str
    printed_at: datetime
    machine: str
    print_id: str
    audit_head: str
    recipient: str
    purpose: str
    period: str = ""
    handling: str = ""
    filters: tuple[str, ...] = ()
    restricted: int | None = 0
    copy: int = 1
    copies: int = 1
    personal_data: bool = True
    notice: str = ""

    @property
    def restricted_words(self) -> str:
        if self.restricted is None:
            return "not counted"
        return "none" if self.restricted == 0 else f"{self.restricted} counted, not named"

    @property
    def filter_words(self) -> str:
        return ", ".join(self.filters) or "none"

    @property
    def short_head(self) -> str:
        """The audit chain's head, short enough to read out and long enough to find."""
        head = self.audit_head
        return head if len(head) <= 12 else f"{head[:8]}…{head[-4:]}"


def wall(moment: datetime) -> datetime:
    """Europe/London wall time of an aware moment, as people read it."""
    return moment.astimezone(_LONDON).replace(tzinfo=None)


def day_words(day: date | None) -> str:
    """``14 Nov 2026``, or a dash where there is no day."""
    return "–" if day is None else f"{day.day} {_MONTHS[day.month]} {day.year}"


def moment_words(moment: datetime) -> str:
    """``14 Nov 2026 09:05``, of a wall time."""
    return f"{day_words(moment.date())} {moment:%H:%M}"
