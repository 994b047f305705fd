"""Deadlines for a calendar: entries that say what must happen and in which case, and nothing of people or amounts."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from soc_desk.domain import Duty, PocaCase
from soc_desk.domain.statutory_clock import moment_text
from soc_desk.services.diary_entries import (
    CANCELLED_DAYS,
    DONE,
    MOST,
    Diary,
    DiaryEntry,
    aware,
    described,
    in_order,
    is_day,
    period_words,
    warnings,
)
from soc_desk.services.poca import duties
from soc_desk.services.poca.board import board
from soc_desk.services.poca.due_words import Urgency
from soc_desk.services.poca.duty_rows import DutyRow
from soc_desk.services.prints import Addressed, PrintFurniture, furnish, wall
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import READERS, WRITERS

_CHUNK = 500


@dataclass(frozen=True)
class Found:
    """What goes into a file: duties that are due, those sent before that are done, and the records it tells of."""

    due: list[DutyRow]
    done: list[tuple[Duty, str]]
    about: list[Duty]

    def entries(self, furniture: PrintFurniture) -> list[DiaryEntry]:
        """As a calendar has them."""
        done = [_cancelled(duty, reference, furniture) for duty, reference in self.done]
        return [_entry(row, furniture) for row in self.due] + done


@use_case("Write deadlines for a calendar", needs=READERS)
def export_diary(work: Work, to: Addressed, within_days: int | None = None, owner_id: UUID | None = None) -> Diary:
    """Deadlines for somebody's calendar, and those that were sent before and are done; logged as a disclosure."""
    found = collect(work, within_days, owner_id)
    furniture = furnish(
        work, "Deadlines for a calendar", to, records=len(found.due), period=period_words(within_days),
        about=found.about,
    )  # fmt: skip
    return in_order(furniture, found.entries(furniture))


def collect(work: Work, within_days: int | None, owner_id: UUID | None) -> Found:
    """What a file is about to tell; keeps of each deadline that it was sent."""
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
    return Found(due, done, [*kept, *(duty for duty, _ in done)])


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
        description=described(said, furniture), at=aware(at), is_day=is_day(at),
        warned_before=() if is_alarm else warnings(at),
    )  # fmt: skip


def _cancelled(duty: Duty, reference: str, furniture: PrintFurniture) -> DiaryEntry:
    return DiaryEntry(
        uid=_uid(duty.id), sequence=duty.sequence, summary=f"{reference}: {duty.kind.label}",
        description=described([DONE], furniture), at=aware(duty.work_to),
        is_day=is_day(duty.work_to), is_cancelled=True,
    )  # fmt: skip


def _uid(id: UUID) -> str:
    return f"duty-{id}@soc-desk"
