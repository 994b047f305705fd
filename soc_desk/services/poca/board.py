"""The deadlines board: every open duty that the reader may know of, with the clock as it stands at a moment."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, aliased

from soc_desk.domain import Area, Duty, PocaCase, User
from soc_desk.domain.statutory_clock import Certainty, NextAction, OtherNation, calendar_of
from soc_desk.services.poca import calendars
from soc_desk.services.poca.due_words import SOON_DAYS, Urgency, pounds
from soc_desk.services.poca.duty_rows import ENDS_DETENTION, DutyRow, Stored, rows_of_case
from soc_desk.services.poca.escalation import Reach, reach_of
from soc_desk.services.poca.facts import facts_of
from soc_desk.store import Actor
from soc_desk.vocabulary.poca import CaseKind, CaseState, Nation

__all__ = ["Certainty", "DutyCounts", "DutyRow", "NextAction", "Urgency", "board", "counts", "warned"]

_MARGIN = timedelta(days=10)
"""How far a deadline may have moved since it was kept, and still be found: a calendar that changed meanwhile."""
_LADDER_DAYS = 180
"""The longest warning of any duty (the two-year limit)."""
_MOST = 500
"""Duties of one reader that are held against their ladders, the soonest first."""
_CHUNK = 5_000
OPEN = tuple(state for state in CaseState if not state.is_over)
_SEIZURES = tuple(kind for kind in CaseKind if kind.is_seizure)


@dataclass(frozen=True)
class DutyCounts:
    """How many open duties the reader may know of: ``red`` overdue or within 24 hours, ``soon`` within 28 days."""

    red: int
    soon: int
    open: int


def board(
    session: Session,
    reader: Actor,
    now: datetime,
    *,
    within_days: int | None = None,
    owner_id: UUID | None = None,
    case_id: UUID | None = None,
    limit: int = 200,
) -> list[DutyRow]:
    """Open duties, EXPIRED first, then the soonest by the moment to work to; what is not calculated comes last.

    ``now`` is local wall time: a deadline that passed shows as EXPIRED although nobody wrote anything since.
    ``within_days`` leaves out what is later; ``owner_id`` keeps one person's cases, ``case_id`` one case.
    """
    horizon = None if within_days is None else now + timedelta(days=within_days)
    narrowed: list[ColumnElement[bool]] = [] if case_id is None else [Duty.case_id == case_id]
    if owner_id is not None:
        narrowed.append(Duty.case_id.in_(select(PocaCase.id).where(PocaCase.owner_id == owner_id)))
    found = _drawn(session, reach_of(session, reader, now.date()), _rows(session, narrowed, now, horizon, limit), now)
    if horizon is not None:
        found = [row for row in found if row.work_to is not None and row.work_to <= horizon]
    found = _in_order(found, now)
    rest = limit - len(found)
    return found[:limit] + (_uncalculated(session, owner_id, case_id, rest) if rest > 0 else [])


def counts(session: Session, now: datetime) -> DutyCounts:
    """The rail's figures, from what is kept; cheap."""
    count = select(func.count(Duty.case_id)).where(Duty.done_at.is_(None))
    return DutyCounts(
        session.scalar(count.where(Duty.work_to <= now + timedelta(days=1))) or 0,
        session.scalar(count.where(Duty.work_to <= now + timedelta(days=SOON_DAYS))) or 0,
        session.scalar(count) or 0,
    )


def warned(session: Session, reader: Actor, now: datetime, limit: int = 200) -> list[DutyRow]:
    """What the reader must be told of by now, each with ``told_since``: as officer, champion, deputy or contact."""
    reach = reach_of(session, reader, now.date())
    mine = reach.concerned()
    narrowed = [] if mine is None else [Duty.case_id.in_(select(PocaCase.id).where(mine))]
    stored = _rows(session, narrowed, now, now + timedelta(days=_LADDER_DAYS + 1), _MOST)
    return _in_order(_drawn(session, reach, stored, now, only_told=True), now)[:limit]


def _in_order(rows: list[DutyRow], now: datetime) -> list[DutyRow]:
    return sorted(rows, key=lambda row: (row.urgency.rank, row.work_to or now, row.reference))


def _rows(
    session: Session, narrowed: Sequence[ColumnElement[bool]], now: datetime, horizon: datetime | None, limit: int
) -> list[Stored]:
    """What is kept: first what may have expired, then the soonest. The ids are found before their cases are joined."""
    open_ = select(Duty.id).where(Duty.done_at.is_(None), *narrowed).order_by(Duty.work_to).limit(limit)
    ids = set(session.scalars(open_ if horizon is None else open_.where(Duty.work_to <= horizon + _MARGIN)))
    for kind in ENDS_DETENTION:  # one at a time, as their index is made
        ids.update(session.scalars(open_.where(Duty.kind == kind, Duty.work_to <= now + _MARGIN)))
    found: list[Stored] = []
    ordered = sorted(ids)
    for start in range(0, len(ordered), _CHUNK):
        found += session.execute(_query().where(Duty.id.in_(ordered[start : start + _CHUNK])))
    return found


def _query() -> Select[*tuple[Any, ...]]:
    acknowledger, owner = aliased(User), aliased(User)
    return (
        select(
            Duty.id, Duty.case_id, Duty.kind, Duty.line_id, Duty.due_at, Duty.work_to, Duty.sequence, Duty.moved_from,
            Duty.moved_because, Duty.acknowledged_at, acknowledger.display.label("acknowledged_by"),
            PocaCase.reference, PocaCase.kind.label("case_kind"), PocaCase.held_pence, PocaCase.forfeited_pence,
            PocaCase.place, PocaCase.owner_id, PocaCase.recorded_by_id, PocaCase.area_id, PocaCase.officer,
            owner.display.label("owner"), Area.name.label("area"),
        )
        .join(PocaCase, PocaCase.id == Duty.case_id)
        .outerjoin(acknowledger, acknowledger.id == Duty.acknowledged_by_id)
        .outerjoin(owner, owner.id == PocaCase.owner_id)
        .outerjoin(Area, Area.id == PocaCase.area_id)
    )  # fmt: skip


def _drawn(
    session: Session, reach: Reach, stored: Iterable[Stored], now: datetime, *, only_told: bool = False
) -> list[DutyRow]:
    """One row for each duty that still stands, with the clock's own word, as the facts and the calendar are now."""
    by_case: dict[UUID, list[Stored]] = {}
    for row in stored:
        by_case.setdefault(row.case_id, []).append(row)
    if not by_case:
        return []
    facts, calendar = facts_of(session, by_case.keys()), calendars.in_use(session, now.date())
    found = []
    for case_id, rows in by_case.items():
        if case_id in facts:
            found += rows_of_case(rows, facts[case_id], calendar, reach, now, only_told=only_told)
    return found


def _uncalculated(session: Session, owner_id: UUID | None, case_id: UUID | None, limit: int) -> list[DutyRow]:
    """Open seizures of other nations: recorded, and never calculated."""
    columns = (PocaCase.id, PocaCase.reference, PocaCase.kind, PocaCase.state, PocaCase.nation, PocaCase.held_pence)
    query = select(*columns).where(
        PocaCase.kind.in_(_SEIZURES), PocaCase.state.in_(OPEN), PocaCase.nation != Nation.ENGLAND_AND_WALES
    )
    if owner_id is not None:
        query = query.where(PocaCase.owner_id == owner_id)
    if case_id is not None:
        query = query.where(PocaCase.id == case_id)
    return [
        DutyRow(
            id=id_, case_id=id_, reference=reference, case_kind=kind, state=state, kind=None,
            what="Deadlines to record by hand", about=f"{pounds(held)} · {nation.label}", why=_refusal(nation),
            due=Urgency.UNKNOWN.label, urgency=Urgency.UNKNOWN, due_at=None, work_to=None, held_pence=held,
        )
        for id_, reference, kind, state, nation, held in session.execute(query.order_by(PocaCase.id).limit(limit))
    ]  # fmt: skip


def _refusal(nation: Nation) -> str:
    """Why the deadlines of another nation are not calculated."""
    try:
        calendar_of(nation)
    except OtherNation as refused:
        return str(refused)
    return ""
