"""Deadlines worked out anew where nothing in a case changed: the calendar moved on, or what is kept fell behind."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from soc_desk.domain import Duty, PocaCase, Policy
from soc_desk.errors import Invalid
from soc_desk.services.poca import calendars, duties
from soc_desk.services.poca.calendars import ADDITIONS_POLICY, KNOWN_TO_POLICY, CalendarDay
from soc_desk.services.poca.duties import BY_CALENDAR
from soc_desk.services.prints import wall
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import WRITERS, Role
from soc_desk.vocabulary.poca import CaseKind, CaseState, DutyKind

_OPEN = tuple(state for state in CaseState if not state.is_over)
_SEIZURES = tuple(kind for kind in CaseKind if kind.is_seizure)
_FORFEITED = (CaseState.FORFEITURE_ORDERED, CaseState.FORFEITED_BY_NOTICE, CaseState.FINAL)


@dataclass(frozen=True, kw_only=True)
class MovedDeadline:
    """A deadline that a change of the calendar moved; wall times, the end of a day is the midnight after it."""

    duty_id: UUID
    case_id: UUID
    reference: str
    kind: DutyKind
    before: datetime
    after: datetime


@use_case("Change the calendar of the deadlines", needs={Role.ADMINISTRATOR, Role.SUPERVISOR})
def change_calendar(
    work: Work, source: str, known_to: date | None = None, days: tuple[CalendarDay, ...] | None = None
) -> tuple[MovedDeadline, ...]:
    """Move on until when the calendar is known, or say which days are added and taken out; None leaves either as it is.

    Every open case that is open to the actor is worked out anew in the same transaction; gives what moved. Others
    show their new dates at once, and are kept so when somebody who may see them opens the board.
    """
    today = wall(work.now).date()
    if not source.strip():
        raise Invalid({"source": "Say where the days are announced."})
    if known_to is not None:
        if known_to < today:
            raise Invalid({"known_to": "The calendar is known at least until today; give a later day."})
        _set(work, KNOWN_TO_POLICY, known_to.isoformat(), today, source)
    if days is not None:
        if len({(each.day, each.nation) for each in days}) < len(days):
            raise Invalid({"days": "Name each day once for a nation."})
        if any(not each.name.strip() for each in days):
            raise Invalid({"days": "Give each day its name."})
        _set(work, ADDITIONS_POLICY, [_stored(each) for each in days], today, source)
    return recompute(work)


def recompute(work: Work) -> tuple[MovedDeadline, ...]:
    """Work out every open case anew by the calendar as it now stands; gives what moved, the soonest first."""
    work.session.flush()
    calendars.sure(work.session, wall(work.now).date())
    open_cases: Select[UUID] = select(PocaCase.id).where(PocaCase.state.in_(_OPEN))
    moved = duties.refresh_many(work, open_cases, BY_CALENDAR)
    ids = sorted({each.case_id for each in moved})
    references: dict[UUID, str] = {}
    for start in range(0, len(ids), 5_000):
        named = select(PocaCase.id, PocaCase.reference).where(PocaCase.id.in_(ids[start : start + 5_000]))
        references.update((id_, reference) for id_, reference in work.session.execute(named))
    found = [
        MovedDeadline(
            duty_id=each.duty_id, case_id=each.case_id, reference=references[each.case_id], kind=each.kind,
            before=each.before, after=each.after,
        )
        for each in moved
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda each: (each.after, each.reference)))


@use_case("Bring deadlines up to date", needs=WRITERS)
def catch_up(work: Work, case_ids: tuple[UUID, ...]) -> int:
    """Keep the deadlines of these cases as they now are, where a calendar changed meanwhile; gives how many moved."""
    return len(duties.refresh_many(work, case_ids, BY_CALENDAR))


def lacking(session: Session, limit: int = 1_000) -> tuple[UUID, ...]:
    """Cases kept before what a forfeiture did not reach was due for release: ``catch_up`` gives them that deadline."""
    asked = exists().where(Duty.case_id == PocaCase.id, Duty.kind == DutyKind.RELEASE, Duty.done_at.is_(None))
    rest = select(PocaCase.id).where(
        PocaCase.kind.in_(_SEIZURES), PocaCase.state.in_(_FORFEITED), PocaCase.held_pence > 0, ~asked
    )  # all of it along the index of the sums
    return tuple(session.scalars(rest.limit(limit)))


def _set(work: Work, name: str, value: Any, valid_from: date, source: str) -> None:  # noqa: ANN401 - any JSON value
    same_day = select(Policy).where(Policy.name == name, Policy.valid_from == valid_from)
    if policy := work.session.scalars(same_day).one_or_none():
        policy.value, policy.source = value, source.strip()
    else:
        work.add(Policy(name=name, valid_from=valid_from, value=value, source=source.strip()))


def _stored(day: CalendarDay) -> dict[str, Any]:
    told: dict[str, Any] = {"day": day.day.isoformat(), "name": day.name.strip(), "nation": day.nation.value}
    return told | ({"removed": True} if day.removed else {})
