"""What every print says about itself: marking, whose it is, as at when, for whom, and under which print id."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from uuid import UUID
from zoneinfo import ZoneInfo

from soc_desk.domain import Entity, User
from soc_desk.errors import Invalid
from soc_desk.services import places
from soc_desk.store import Work
from soc_desk.store.audit import head
from soc_desk.vocabulary import Marking

PERSONAL_DATA = "Contains personal data (DPA 2018 Part 3). Destroy as confidential waste."
NOT_A_PRINT = "PREVIEW – not for disclosure"
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


class Kind(Enum):
    """What a column of a register holds, and so how it is written on paper and in a spreadsheet."""

    TEXT = "text"
    FIGURE = "figure"
    POUNDS = "pounds"
    DATE = "date"
    MOMENT = "moment"


@dataclass(frozen=True, kw_only=True)
class Field:
    """One column: POUNDS takes integer pence, DATE a date, MOMENT a wall time; None is unknown or not applicable."""

    heading: str
    kind: Kind = Kind.TEXT


Progress = Callable[[float, str], None]
"""Told how far long work is (0 to 1) and with what; it may raise ``Cancelled``."""

Value = str | int | float | date | datetime | None


@dataclass(frozen=True, kw_only=True)
class RegisterPrint:
    """A register as it is filtered, ready for paper or a spreadsheet; ``rows`` are read once, so they may stream."""

    furniture: PrintFurniture
    fields: tuple[Field, ...]
    rows: Iterable[tuple[Value, ...]]


@dataclass(frozen=True, kw_only=True)
class Addressed:
    """Who receives a print and why, as the preview asks before anything leaves the program."""

    recipient: str
    purpose: str
    handling: str = ""
    copies: int = 1

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        found = {}
        if not self.recipient.strip():
            found["recipient"] = "Name who receives it."
        if not self.purpose.strip():
            found["purpose"] = "Say what it is for."
        if self.copies < 1:
            found["copies"] = "Print at least one copy."
        return found


def furnish(  # noqa: PLR0913 - what a print says of itself and the disclosure log keeps
    work: Work,
    title: str,
    to: Addressed,
    *,
    records: int,
    unit: str = "All teams",
    period: str = "",
    filters: tuple[str, ...] = (),
    restricted: int | None = 0,
    about: Iterable[Entity] = (),
    of: UUID | None = None,
) -> PrintFurniture:
    """Log the disclosure of a print or export and give back its furniture; ``about`` are the records that note it.

    Every use case that lets data leave the program ends with this. Raises Invalid without a recipient or a purpose.
    """
    if problems := to.problems():
        raise Invalid(problems)
    newest = head(work.session)
    facts = places.facts(work.session)
    disclosure = work.disclose(
        title,
        recipient=to.recipient.strip(),
        purpose=to.purpose.strip(),
        records=records,
        marking=Marking(facts.ceiling),
        filters={"unit": unit, "period": period, "filters": list(filters)},
        about=about,
        of=of,
    )
    now = wall(work.now)
    return PrintFurniture(
        marking=disclosure.marking,
        title=title,
        force=facts.force_name,
        unit=unit,
        data_as_at=now,
        printed_by=work.actor.display,
        printed_at=now,
        machine=work.actor.machine or "–",
        print_id=disclosure.reference,
        audit_head=newest.seal,
        recipient=disclosure.recipient,
        purpose=disclosure.purpose,
        period=period,
        handling=to.handling.strip(),
        filters=filters,
        restricted=restricted,
        copies=to.copies,
        notice=SYNTHETIC if facts.synthetic else "",
    )


def rehearse(
    work: Work,
    title: str,
    *,
    unit: str = "All teams",
    period: str = "",
    filters: tuple[str, ...] = (),
    restricted: int | None = 0,
) -> PrintFurniture:
    """Furniture of a preview on screen: it carries no print id and says on every page that it is none.

    Nothing leaves the program, so a consultation is logged and no disclosure.
    """
    told = {"preview": [None, title], "unit": [None, unit], "period": [None, period], "filters": [None, list(filters)]}
    work.note(work.get(User, work.actor.id), "consulted", told)
    newest, facts, now = head(work.session), places.facts(work.session), wall(work.now)
    return PrintFurniture(
        marking=Marking(facts.ceiling), title=title, force=facts.force_name, unit=unit, data_as_at=now,
        printed_by=work.actor.display, printed_at=now, machine=work.actor.machine or "–", print_id=NOT_A_PRINT,
        audit_head=newest.seal, recipient=work.actor.display, purpose="preview on screen", period=period,
        handling=NOT_A_PRINT, filters=filters, restricted=restricted, notice=SYNTHETIC if facts.synthetic else "",
    )  # fmt: skip


def unwatched(_fraction: float, _text: str) -> None:
    """The ``Progress`` of work that nobody watches."""


def wall(moment: datetime) -> datetime:
    """Europe/London wall time of an aware moment, as people read it."""
    return moment.astimezone(_LONDON).replace(tzinfo=None)


def day_words(day: date | None) -> str:
    """``14 Nov 2026``, or a dash where there is no day."""
    return "–" if day is None else f"{day.day} {_MONTHS[day.month]} {day.year}"


def pounds(pence: int | None) -> str:
    """``£6,150.00`` of integer pence; a dash where the amount is not known, which is not zero."""
    if pence is None:
        return "–"
    sign = "−" if pence < 0 else ""
    return f"{sign}£{abs(pence) // 100:,}.{abs(pence) % 100:02}"


def month_words(day: date) -> str:
    """``Nov 2026``, of any day in the month."""
    return f"{_MONTHS[day.month]} {day.year}"


def moment_words(moment: datetime) -> str:
    """``14 Nov 2026 09:05``, of a wall time."""
    return f"{day_words(moment.date())} {moment:%H:%M}"
