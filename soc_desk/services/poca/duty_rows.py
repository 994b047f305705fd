"""One line of the deadlines board: a duty as it is kept, with the clock's own word of it at a moment."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from soc_desk.domain.statutory_clock import (
    Calendar,
    CaseFacts,
    Certainty,
    DutyFact,
    NextAction,
    OtherNation,
    Warned,
    is_expired,
    moment_text,
)
from soc_desk.services.poca.due_words import (
    ACTIONS,
    Urgency,
    about_words,
    alert_of,
    countable_left,
    counts_hours,
    due_words,
    expired_words,
    urgency_of,
)
from soc_desk.services.poca.duties import BY_CALENDAR, open_duties
from soc_desk.services.poca.escalation import Reach, Told, is_known, told
from soc_desk.services.prints import wall
from soc_desk.vocabulary.poca import CaseKind, CaseState, DutyKind

ENDS_DETENTION = (
    DutyKind.ORDER_OR_RELEASE, DutyKind.EXTEND_OR_FORFEIT, DutyKind.DECIDE_AFTER_LAPSE, DutyKind.ACT_ON_EXPIRY,
)  # fmt: skip
"""Duties after whose deadline nothing may be held any more."""

Stored = Row[*tuple[Any, ...]]
"""The columns that ``board`` selects."""


@dataclass(frozen=True, kw_only=True)
class DutyRow:
    """One line of the board. Moments are local wall time; the end of a day is the midnight after it.

    ``due`` says how long (``in 5 h 12 m``); ``about`` the amount and what the deadline hangs on; ``why`` the section.
    ``countable_minutes`` are left on the 48-hour clock, None elsewhere. ``alert`` is what makes it worse than its date;
    ``unknown`` what the calendar could not tell; ``moved`` that the date is not what it was, and why. ``told_since`` is
    since when the reader must be told, None where it is not for them (yet), and ``warned_at`` when they were last.
    ``is_known`` says that somebody said to know of it since then. ``is_stale`` says that the calendar changed since the
    deadline was kept (see ``recomputing.catch_up``). ``due_at`` is None only where nothing is calculated, and then
    ``id`` is the case's.
    """

    id: UUID
    case_id: UUID
    reference: str
    case_kind: CaseKind
    state: CaseState
    kind: DutyKind | None
    what: str
    about: str
    why: str
    due: str
    urgency: Urgency
    due_at: datetime | None
    work_to: datetime | None
    last_court_day: date | None = None
    countable_minutes: int | None = None
    certainty: Certainty = Certainty.HIGH
    doubt: str = ""
    unknown: str = ""
    alert: str = ""
    moved: str = ""
    next_action: NextAction = NextAction.OPEN
    held_pence: int | None = None
    area_id: UUID | None = None
    area: str = ""
    owner_id: UUID | None = None
    owner: str = ""
    acknowledged_by: str = ""
    acknowledged_at: datetime | None = None
    told_since: datetime | None = None
    warned_at: datetime | None = None
    is_known: bool = False
    sequence: int = 0
    is_stale: bool = False

    @property
    def action(self) -> str:
        """What stands on its button."""
        return ACTIONS[self.next_action]

    @property
    def is_pressing(self) -> bool:
        """Red: expired, overdue or within 24 hours."""
        return self.urgency in (Urgency.EXPIRED, Urgency.RED)


def rows_of_case(
    rows: list[Stored], facts: CaseFacts, calendar: Calendar, reach: Reach, now: datetime, *, only_told: bool = False
) -> list[DutyRow]:
    """The lines of one case; where its detention ran out, one alarm stands for all deadlines that end it.

    ``only_told`` leaves out what the reader need not be told of by now.
    """
    gone_at = expired_at(facts, calendar, now)
    if gone_at is not None:
        facts = replace(facts, state=CaseState.EXPIRED, expired_at=gone_at)
    due = {(fact.kind, fact.line_id): fact for fact in open_duties(facts, calendar)}
    alarm = next((fact for fact in due.values() if fact.kind is DutyKind.ACT_ON_EXPIRY), None)
    found, alarmed = [], False
    for row in sorted(rows, key=lambda row: row.kind is not DutyKind.ACT_ON_EXPIRY):
        fact = due.get((row.kind, None if row.line_id == row.case_id else row.line_id))
        if gone_at is not None and row.kind in ENDS_DETENTION:
            if alarmed:
                continue
            alarmed = True
            fact = alarm or fact
        if fact is None:
            continue
        parts = reach.parts(row.owner_id, row.recorded_by_id, row.area_id)
        if (mine := told(fact, parts, now)) or not only_told:
            found.append(_row(row, fact, facts, calendar, parts, mine, now))
    return found


def expired_at(facts: CaseFacts, calendar: Calendar, now: datetime) -> datetime | None:
    """The deadline that passed without lawful detention, where there is one; never for other nations."""
    if facts.state.is_over:
        return None
    try:
        return is_expired(facts, calendar, now)
    except OtherNation:
        return None


def _row(
    row: Stored,
    fact: DutyFact,
    facts: CaseFacts,
    calendar: Calendar,
    parts: frozenset[Warned],
    mine: Told | None,
    now: datetime,
) -> DutyRow:
    is_alarm = fact.kind is DutyKind.ACT_ON_EXPIRY
    alert = alert_of(fact, facts, now)
    urgency = Urgency.EXPIRED if is_alarm else Urgency.RED if alert else urgency_of(fact.due_at, fact.work_to, now)
    due = expired_words(facts.expired_at or fact.due_at, now) if is_alarm else due_words(fact.kind, fact.due_at, now)
    if fact.unknown and counts_hours(fact.kind):
        due, urgency = "Date unknown", Urgency.RED
    known_at = wall(row.acknowledged_at) if row.acknowledged_at is not None else None
    left = countable_left(now, fact.due_at, calendar) if counts_hours(fact.kind) else None
    return DutyRow(
        id=row.id, case_id=row.case_id, reference=row.reference, case_kind=row.case_kind, state=facts.state,
        kind=fact.kind, what=fact.kind.label, why=fact.source,
        about=about_words(fact, facts, row.held_pence, row.forfeited_pence, row.place),
        due=due, urgency=urgency, due_at=fact.due_at, work_to=fact.work_to, last_court_day=fact.last_court_day,
        countable_minutes=left, certainty=fact.certainty, doubt=fact.doubt, unknown=fact.unknown, alert=alert,
        moved=_moved(row, fact), next_action=fact.next_action, held_pence=row.held_pence, area_id=row.area_id,
        area=row.area or "", owner_id=row.owner_id, owner=row.owner or row.officer,
        acknowledged_by=row.acknowledged_by or "", acknowledged_at=row.acknowledged_at,
        told_since=mine.since if mine else None, warned_at=mine.last if mine else None,
        is_known=is_known(fact, parts, known_at, now), sequence=row.sequence,
        is_stale=not is_alarm and (row.due_at, row.work_to) != (fact.due_at, fact.work_to),
    )  # fmt: skip


def _moved(row: Stored, fact: DutyFact) -> str:
    if fact.kind is not row.kind:
        return ""
    if row.due_at != fact.due_at:
        return f"Moved from {moment_text(row.due_at)} by {BY_CALENDAR}."
    if row.work_to != fact.work_to:
        return f"Moved from {moment_text(row.work_to)} by {BY_CALENDAR}."
    if row.moved_from is None or row.moved_from in (fact.due_at, fact.work_to):
        return ""
    if row.moved_because == BY_CALENDAR:
        return f"Moved from {moment_text(row.moved_from)} by {BY_CALENDAR}."
    return f"Moved from {moment_text(row.moved_from)}: {row.moved_because}."
