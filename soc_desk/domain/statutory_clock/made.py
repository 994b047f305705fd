"""A detention order as it was made, and what is wrong with it in sentences."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from soc_desk.domain.statutory_clock.answer import end_of
from soc_desk.domain.statutory_clock.calendar import Calendar
from soc_desk.domain.statutory_clock.counting import MIDNIGHT
from soc_desk.domain.statutory_clock.words import day_text, moment_text

_LATE = "Made {made}, after detention had ended ({ended}): it revives nothing (Kingdom Corporate; HMRC v Mann)."
_BEFORE_SEIZURE = "Made before the seizure ({seized}); check both dates."
_WHICH_MINUTE = "Made on the day the time ran out ({ended}); record the minute at which it was made."


class Made(NamedTuple):
    """An order as it was made: its day, its minute if known, and the date written on it, if any."""

    on: date
    at: datetime | None = None
    expires_on: date | None = None
    id: UUID | None = None


def moment_of(made: Made) -> datetime:
    """When it was made; the beginning of its day where the hour is not known."""
    return made.at or datetime.combine(made.on, MIDNIGHT)


def is_odd(made: Made, calendar: Calendar, seized_at: datetime | None) -> bool:
    """Whether an order with its hour known was made before the seizure or on no court day: seldom, and quick to ask."""
    if seized_at is not None and made.at is not None and made.at <= seized_at:
        return True
    at = made.on.toordinal() - calendar.start
    return 0 <= at < len(calendar.courts) and calendar.courts[at] != made.on


def flags_of(
    made: Made, maximum: date, calendar: Calendar, until: datetime | None, seized_at: datetime | None
) -> tuple[str, ...]:
    """What is wrong with an order: late, beyond ``maximum``, before the seizure, on no court day; each a sentence."""
    found = []
    if until is not None and moment_of(made) >= until:
        told = moment_text(made.at) if made.at else day_text(made.on)
        found.append(_LATE.format(made=told, ended=moment_text(until)))
    elif until is not None and made.at is None and made.on == until.date():
        found.append(_WHICH_MINUTE.format(ended=moment_text(until)))
    if seized_at is not None and (made.at or end_of(made.on)) <= seized_at:
        found.append(_BEFORE_SEIZURE.format(seized=moment_text(seized_at)))
    if made.expires_on is not None and made.expires_on > maximum:
        found.append(
            f"The order says {day_text(made.expires_on)}, later than the law allows; "
            f"work to {day_text(maximum)} and ask the force solicitor."
        )
    if made.expires_on is not None and made.expires_on < made.on:
        found.append(f"The order ends on {day_text(made.expires_on)}, before it was made; check both dates.")
    if calendar.knows(made.on) and not calendar.countable(made.on):
        found.append(f"{day_text(made.on)} is no usual court day ({calendar.why_not(made.on)}); check the date.")
    return tuple(found)
