"""Deadlines for a calendar: entries that say what must happen and in which case, and nothing of people or amounts."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from soc_desk.domain import Duty, PocaCase
from soc_desk.domain.statutory_clock import moment_text
from soc_desk.services.poca import duties
from soc_desk.services.poca.board import board
from soc_desk.services.poca.due_words import Urgency
from soc_desk.services.poca.duty_rows import DutyRow
from soc_desk.services.prints import Addressed, PrintFurniture, furnish, wall
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import READERS, WRITERS

MOST = 5_000
"""Entries of one file; a calendar of more helps nobody."""
CANCELLED_DAYS = 400
"""How long a calendar that had an entry is told that it is done."""

_LONDON = ZoneInfo("Europe/London")
_CHUNK = 500
_MORNING = timedelta(hours=9)


@dataclass(frozen=True, kw_only=True)
class DiaryEntry:
    """One entry of a calendar. ``uid`` stays, and ``sequence`` rises, when a deadline moves.

    ``at`` is the moment to work to, aware, in London; ``is_day`` that it is the end of a day, which then stands in the
    calendar as a whole day. ``warned_before`` are how long before an alarm is given.
    """

    uid: str
    sequence: int
    summary: str
    description: str
    at: datetime
    is_day: bool
    is_cancelled: bool = False
    warned_before: tuple[timedelta, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Diary:
    """A calendar file to be: its furniture, which carries the print id, and its entries, the soonest first."""

    furniture: PrintFurniture
    entries: tuple[DiaryEntry, ...]


@use_case("Write deadlines for a calendar", needs=READERS)
def export_diary(work: Work, to: Addressed, within_days: int | None = None, owner_id: UUID | None = None) -> Diary:
    """Deadlines for somebody's calendar, and those that were sent before and are done; logged as a disclosure."""
    now = wall(work.now)
    rows = board(work.session, work.actor, now, within_days=within_days, owner_id=owner_id, limit=MOST)
    if work.actor.has(WRITERS) and (stale := {row.case_id for row in rows if row.is_stale}):
        duties.refresh_many(work, stale, duties.BY_CALENDAR)  # so that a date never moves without its sequence
        rows = board(work.session, work.actor, now, within_days=within_days, owner_id=owner_id, limit=MOST)
    due = [row for row in rows if row.due_at is not None]
    kept = _kept(work, [row.id for row in due])
    done = _done(work, owner_id, {row.id for row in due})
    for duty in kept:
        if duty.sent_at is None:
            duty.sent_at = work.now
    period = "" if within_days is None else f"the next {within_days} days"
    furniture = furnish(
        work,
        "Deadlines for a calendar",
        to,
        records=len(due),
        period=period,
        about=[*kept, *(duty for duty, _ in done)],
    )
    entries = [_entry(row, furniture) for row in due]
    entries += [_cancelled(duty, reference, furniture) for duty, reference in done]
    return Diary(furniture=furniture, entries=tuple(sorted(entries, key=lambda entry: (entry.at, entry.uid))))


def _kept(work: Work, ids: list[UUID]) -> list[Duty]:
    found: list[Duty] = []
    for start in range(0, len(ids), _CHUNK):
        found += work.session.scalars(select(Duty).where(Duty.id.in_(ids[start : start + _CHUNK])))
    return found


def _done(work: Work, owner_id: UUID | None, open_: set[UUID]) -> list[tuple[Duty, str]]:
    """Duties that went into a calendar and are done now, with the case's reference."""
    query = (
        select(Duty, PocaCase.reference)
        .join(PocaCase, PocaCase.id == Duty.case_id)
        .where(Duty.sent_at.is_not(None), Duty.done_at >= work.now - timedelta(days=CANCELLED_DAYS))
    )
    if owner_id is not None:
        query = query.where(PocaCase.owner_id == owner_id)
    found = work.session.execute(query.order_by(Duty.done_at.desc()).limit(MOST))
    return [(duty, reference) for duty, reference in found if duty.id not in open_]


def _entry(row: DutyRow, furniture: PrintFurniture) -> DiaryEntry:
    assert row.work_to is not None  # only what has a date comes here
    assert row.due_at is not None
    is_alarm = row.urgency is Urgency.EXPIRED
    at = row.due_at if is_alarm else row.work_to
    said = [f"{row.what}.", f"By law: {moment_text(row.due_at)}."]
    if row.work_to != row.due_at:
        said.append(f"Work to: {moment_text(row.work_to)}.")
    said += [row.why, row.unknown, row.alert]
    return DiaryEntry(
        uid=_uid(row.id), sequence=row.sequence, summary=f"{row.reference}: {row.what}",
        description=_described(said, furniture), at=_aware(at), is_day=_is_day(at),
        warned_before=() if is_alarm else _warnings(at),
    )  # fmt: skip


def _cancelled(duty: Duty, reference: str, furniture: PrintFurniture) -> DiaryEntry:
    return DiaryEntry(
        uid=_uid(duty.id), sequence=duty.sequence, summary=f"{reference}: {duty.kind.label}",
        description=_described(["Done; nothing is due here any more."], furniture), at=_aware(duty.work_to),
        is_day=_is_day(duty.work_to), is_cancelled=True,
    )  # fmt: skip


def _uid(id: UUID) -> str:
    return f"duty-{id}@soc-desk"


def _described(said: list[str], furniture: PrintFurniture) -> str:
    about = [furniture.marking.label, *said, f"SOC Desk, print id {furniture.print_id}.", furniture.notice]
    return "\n".join(line for line in about if line)


def _warnings(at: datetime) -> tuple[timedelta, ...]:
    """A week and a day before, in the morning; where a minute counts, hours before as well."""
    days = (timedelta(days=7) - _MORNING, timedelta(days=1) - _MORNING)
    return days if _is_day(at) else (timedelta(days=1), timedelta(hours=6), timedelta(hours=1))


def _is_day(at: datetime) -> bool:
    """Whether a moment is the end of a day: the midnight after it."""
    return at.time() == time.min


def _aware(at: datetime) -> datetime:
    return at.replace(tzinfo=_LONDON)
