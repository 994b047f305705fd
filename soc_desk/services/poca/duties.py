"""What is due in POCA cases, kept as the statutory clock works it out: what is new, what moved, what is done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk import domain
from soc_desk.domain import Duty, PocaCase, new_id
from soc_desk.domain.statutory_clock import Calendar, CaseFacts, DutyFact, OtherNation, duties_of, is_expired
from soc_desk.errors import Invalid
from soc_desk.services.poca import calendars
from soc_desk.services.poca.facts import Ids, facts_of
from soc_desk.services.prints import wall
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import WRITERS
from soc_desk.vocabulary.poca import DutyKind, OrderResult

Key = tuple[UUID, DutyKind, UUID]
"""What tells duties apart: the case, the kind, and the line of the case it comes from (or the case itself)."""

BY_CALENDAR = "a calendar change"
"""Why a date moved although nothing in its case did."""

_CHUNK = 5_000


@dataclass(frozen=True, kw_only=True)
class Moved:
    """A deadline that is no longer when it was, or whose moment to work to is not; wall times."""

    duty_id: UUID
    case_id: UUID
    kind: DutyKind
    before: datetime
    after: datetime


@dataclass(frozen=True, slots=True)
class _Stored:
    """A duty as it is kept."""

    id: UUID
    due_at: datetime
    work_to: datetime
    is_open: bool


def refresh(work: Work, case_id: UUID, because: str = "") -> tuple[Moved, ...]:
    """Work out what is due in a case after a change of it, and keep what differs; call it last in each use case.

    A duty keeps its id when its date moves; its ``sequence`` rises and its acknowledgement lapses. Keeps the case's
    ``due_at``, ``detained_until`` and ``first_order_on`` true. ``because`` says why dates moved; else it is the title
    of the use case.
    """
    return refresh_many(work, (case_id,), because)


def refresh_many(work: Work, case_ids: Ids, because: str = "") -> tuple[Moved, ...]:
    """``refresh`` for many cases: a few statements to read, and one for what is new; gives the deadlines that moved."""
    session = work.session
    session.flush()
    calendar = calendars.in_use(session, wall(work.now).date())
    facts = facts_of(session, case_ids)
    kept = _stored(session, case_ids)
    fresh: list[dict[str, Any]] = []
    changed: dict[UUID, DutyFact | None] = {}
    standing: dict[UUID, tuple[datetime | None, datetime | None, date | None]] = {}
    for case_id, case in facts.items():
        due = open_duties(case, calendar)
        standing[case_id] = _standing(case, due, calendar)
        for fact in due:
            before = kept.pop(key := key_of(case_id, fact), None)
            if before is None:
                fresh.append(_row(key, fact))
            elif not before.is_open or (before.due_at, before.work_to) != (fact.due_at, fact.work_to):
                changed[before.id] = fact
    changed |= {before.id: None for key, before in kept.items() if before.is_open and key[0] in facts}
    work.insert_many(Duty, fresh)
    moved = _keep(work, changed, because or work.rule.title)
    _keep_standing(session, case_ids, standing)
    return moved


def open_duties(case: CaseFacts, calendar: Calendar) -> tuple[DutyFact, ...]:
    """What is due in a case; nothing where it is over, or seized in a nation whose law is not calculated."""
    if case.state.is_over:
        return ()
    try:
        return duties_of(case, calendar)
    except OtherNation:
        return ()


def key_of(case_id: UUID, fact: DutyFact) -> Key:
    """What tells a duty apart from the others."""
    return case_id, fact.kind, fact.line_id or case_id


@use_case("Acknowledge a deadline", needs=WRITERS)
def acknowledge(work: Work, duty_id: UUID, note: str = "") -> None:
    """Say that one knows of a deadline; it stands until the step that settles it is recorded."""
    duty = work.get(Duty, duty_id)
    if duty.done_at is not None:
        raise Invalid({"duty": "This is done already; there is nothing to acknowledge."})
    case = work.get(PocaCase, duty.case_id)
    duty.acknowledged_by_id, duty.acknowledged_at = work.actor.id, work.now
    said = f"{duty.kind.label}. {note.strip()}".strip()
    work.add(
        domain.CaseStep(
            case_id=case.id, event="acknowledged", before=case.state, after=case.state, happened_at=wall(work.now),
            at=work.now, by_id=work.actor.id, reason=said,
        )
    )  # fmt: skip


def _stored(session: Session, case_ids: Ids) -> dict[Key, _Stored]:
    columns = (Duty.case_id, Duty.kind, Duty.line_id, Duty.id, Duty.due_at, Duty.work_to, Duty.done_at)
    found: dict[Key, _Stored] = {}
    for ids in _in_chunks(case_ids):
        for case_id, kind, line_id, id_, due_at, work_to, done_at in session.execute(
            select(*columns).where(Duty.case_id.in_(ids))
        ):
            found[case_id, kind, line_id] = _Stored(id_, due_at, work_to, done_at is None)
    return found


def _row(key: Key, fact: DutyFact) -> dict[str, Any]:
    case_id, kind, line_id = key
    return {
        "id": new_id(), "case_id": case_id, "kind": kind, "line_id": line_id, "due_at": fact.due_at,
        "work_to": fact.work_to, "sequence": 0, "moved_from": None, "moved_because": "", "sent_at": None,
        "acknowledged_by_id": None, "acknowledged_at": None, "done_at": None,
    }  # fmt: skip


def _keep(work: Work, changed: dict[UUID, DutyFact | None], because: str) -> tuple[Moved, ...]:
    """Mark duties done where nothing is due any more, and move or open again the others."""
    moved = []
    for ids in _in_chunks(list(changed)):
        for duty in work.session.scalars(select(Duty).where(Duty.id.in_(ids))):
            fact = changed[duty.id]
            if fact is None:
                duty.done_at = work.now
                duty.sequence += 1
                continue
            if duty.due_at != fact.due_at or duty.work_to != fact.work_to:
                if duty.done_at is None:
                    moved.append(_moved(duty, fact))
                    duty.moved_from, duty.moved_because = moved[-1].before, because
                duty.due_at, duty.work_to = fact.due_at, fact.work_to
            duty.sequence += 1
            duty.done_at = duty.acknowledged_by_id = duty.acknowledged_at = None
    return tuple(moved)


def _moved(duty: Duty, fact: DutyFact) -> Moved:
    """By law where that date moved; else the moment to work to, as where a court no longer sits on the last day."""
    before, after = duty.due_at, fact.due_at
    if before == after:
        before, after = duty.work_to, fact.work_to
    return Moved(duty_id=duty.id, case_id=duty.case_id, kind=duty.kind, before=before, after=after)


def _standing(
    case: CaseFacts, due: Iterable[DutyFact], calendar: Calendar
) -> tuple[datetime | None, datetime | None, date | None]:  # the columns of ``_keep_standing``
    """The soonest duty, until when the property is detained, and when the first order was made."""
    due = tuple(due)
    if case.kind.is_seizure:
        detained_until = _detention_ends(case, calendar)
    else:
        detained_until = next((fact.due_at for fact in due if fact.kind is DutyKind.FREEZING_ENDS), None)
    made = [o.made_at for o in case.orders if o.kind.detains and o.result is OrderResult.MADE and o.made_at is not None]
    return min((fact.due_at for fact in due), default=None), detained_until, min(made).date() if made else None


def _detention_ends(case: CaseFacts, calendar: Calendar) -> datetime | None:
    """Until when time alone holds the property; None where it is held by proceedings, or not at all."""
    try:
        return is_expired(case, calendar, datetime.max)  # noqa: DTZ901 - wall time; the deadline that will pass one day
    except OtherNation:
        return None


def _keep_standing(
    session: Session, case_ids: Ids, standing: dict[UUID, tuple[datetime | None, datetime | None, date | None]]
) -> None:
    columns = (PocaCase.id, PocaCase.due_at, PocaCase.detained_until, PocaCase.first_order_on)
    differing = []
    for ids in _in_chunks(case_ids):
        rows = session.execute(select(*columns).where(PocaCase.id.in_(ids)))
        differing += [id_ for id_, *kept in rows if tuple(kept) != standing.get(id_, tuple(kept))]
    for ids in _in_chunks(differing):
        for case in session.scalars(select(PocaCase).where(PocaCase.id.in_(ids))):
            case.due_at, case.detained_until, case.first_order_on = standing[case.id]


def _in_chunks(ids: Ids) -> Iterable[Any]:
    """Ids in portions that a statement takes; a question goes as it is."""
    if not isinstance(ids, list | tuple | set | frozenset | dict):
        return [ids]
    every = list(ids)
    return (every[start : start + _CHUNK] for start in range(0, len(every), _CHUNK))
