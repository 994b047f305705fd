"""Keeping the rows of a cash register as cases: what is new, what each became, and what is due in it now."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import (
    CaseExhibit,
    CaseMoney,
    CaseMovement,
    CaseNotice,
    CaseOrder,
    CasePerson,
    CaseStep,
    Entity,
    PocaCase,
)
from soc_desk.domain.statutory_clock import Calendar, NotCalculated, cash
from soc_desk.services.import_making import Batch
from soc_desk.services.import_numbers import squeezed
from soc_desk.services.import_plan import chunks, plan_areas
from soc_desk.services.import_rows import CashLine, ParsedImport
from soc_desk.services.poca import calendars, duties
from soc_desk.services.poca.court_drafts import NOTICE_DAYS
from soc_desk.services.prints import wall
from soc_desk.store import Work
from soc_desk.vocabulary.poca import (
    CaseKind,
    CaseRole,
    CaseState,
    CashResult,
    MovementKind,
    OrderKind,
    OrderResult,
)

_AT_ONCE = 500
_APPEAL_DAYS = 30
"""s.299: 30 days starting with the day of the order."""

_COURT_OPENS = time(10)
"""What stands for the time of an order that the register dates to a day: courts sit from ten."""

_OVER_AFTER_DAYS = 365
"""A forfeiture older than this comes in as closed: its last duties are past, and nobody knows of them any more."""

_LEAVES = {
    CashResult.FORFEITED: MovementKind.FORFEITED,
    CashResult.FORFEITED_BY_NOTICE: MovementKind.FORFEITED,
    CashResult.RELEASED: MovementKind.RELEASED,
}


@dataclass
class CashPlan:
    """What becomes of each row."""

    lines: list[CashLine] = field(default_factory=list)
    repeats: dict[int, str] = field(default_factory=dict)
    areas: dict[str, UUID] = field(default_factory=dict)
    new_areas: dict[str, str] = field(default_factory=dict)
    over: int = 0

    def doubts(self) -> list[str]:
        """What a person should look at before or after."""
        told = []
        in_part = sum(line.result is CashResult.PART_RELEASED for line in self.lines)
        if in_part:
            cases = "case was" if in_part == 1 else "cases were"
            told.append(
                f"{in_part:,} {cases} released in part and the register does not say how much: all of it counts as "
                "held until the amount is recorded in the case."
            )
        undated = sum(line.result in _LEAVES and line.result_on is None for line in self.lines)
        if undated:
            rows = "row has" if undated == 1 else "rows have"
            told.append(f"{undated:,} {rows} a result without its date; the last date of the row is taken.")
        if self.over:
            cases = "case was" if self.over == 1 else "cases were"
            told.append(
                f"{self.over:,} {cases} forfeited more than a year ago and will be closed; the register does not tell "
                "whether the cash was paid over and is on JARD."
            )
        return told


def plan_cash(session: Session, parsed: ParsedImport, today: date) -> CashPlan:
    """Hold the rows of a register against the store; asked of the table, so that a closed case is not kept twice."""
    plan = CashPlan()
    lines = [line for line in parsed.lines if isinstance(line, CashLine)]
    held: set[str | None] = set()
    for piece in chunks([line.fingerprint for line in lines]):
        stored = PocaCase.__table__.c.fingerprint
        held.update(session.scalars(select(stored).where(stored.in_(piece))))
    for line in lines:
        if line.fingerprint in held:
            plan.repeats[line.row] = "Imported before. Left out."
        else:
            plan.lines.append(line)
    plan.over = sum(_state(line, _ended_on(line), today) is CaseState.CLOSED for line in plan.lines)
    plan.areas, plan.new_areas = plan_areas(session, (line.area for line in plan.lines))
    return plan


def keep_cash(work: Work, batch: Batch, plan: CashPlan) -> Iterator[int]:
    """Write the cases with their lines, a few hundred at a time; gives how many are kept so far.

    What is due in them is worked out from the same facts as for a case typed by hand: a register that leaves a result
    out gives a case that shows EXPIRED until somebody records what happened.
    """
    serials = iter(work.next_serials(CaseKind.CASH.prefix, len(plan.lines)))
    done, calendar = 0, calendars.in_use(work.session, wall(work.now).date())
    for piece in chunks(plan.lines, _AT_ONCE):
        cases = [_case(work, batch, plan, line, next(serials)) for line in piece]
        work.session.add_all(cases)
        work.session.flush()
        for case, line in zip(cases, piece, strict=True):
            work.session.add_all(_lines_of(work, batch, calendar, case, line))
        work.session.flush()
        duties.refresh_many(work, [case.id for case in cases])
        done += len(piece)
        yield done


def order_moment(day: date, after: datetime, limit: datetime | None = None) -> datetime:
    """When an order known by its day counts as made: ten o'clock, or just after what must have come before it.

    On the very day of ``limit``, by which it had to be made, the hour is not known: midnight, which the clock reads so
    and asks for the minute.
    """
    if limit is not None and day == limit.date() > after.date():
        return datetime.combine(day, time())
    opens = datetime.combine(day, _COURT_OPENS)
    return opens if opens > after else after + timedelta(minutes=1)


def _case(work: Work, batch: Batch, plan: CashPlan, line: CashLine, serial: int) -> PocaCase:
    today = wall(work.now).date()
    ended_on = _ended_on(line)
    gone = (line.amount_pence or 0) if line.result in _LEAVES else 0
    held = None if line.amount_pence is None else line.amount_pence - gone
    forfeited = _LEAVES.get(line.result) is MovementKind.FORFEITED
    case = PocaCase(
        reference=work.reference(CaseKind.CASH.prefix, serial), serial=serial, kind=CaseKind.CASH,
        state=_state(line, ended_on, today), recorded_by_id=work.actor.id, recorded_at=work.now,
        register_ref=line.reference, officer=line.officer, area_id=plan.areas.get(squeezed(line.area)),
        operation_name=line.operation_name, crime_ref=line.crime_ref, seized_at=line.seized_at, place=line.place,
        first_order_on=line.orders[0] if line.orders else None, jard_ref=line.jard_ref,
        seized_pence=line.amount_pence, held_pence=held, notes=_notes(batch, line),
        import_id=batch.id, fingerprint=line.fingerprint,
    )  # fmt: skip
    if forfeited:
        case.forfeited_on, case.forfeited_pence = ended_on, gone
        case.forfeited_by_notice = line.result is CashResult.FORFEITED_BY_NOTICE
        if case.state in (CaseState.FINAL, CaseState.CLOSED):
            case.final_on = _window_ends(ended_on) + timedelta(days=1)
            case.jard_updated_on = ended_on if line.jard_ref else None
        if case.state is CaseState.CLOSED:
            case.closed_on = today
    elif gone:
        case.released_pence = gone
    return case


def _lines_of(work: Work, batch: Batch, calendar: Calendar, case: PocaCase, line: CashLine) -> list[Entity]:
    found: list[Entity] = []
    if line.amount_pence is not None:
        found.append(CaseMoney(case_id=case.id, counted_minor=line.amount_pence, sterling_pence=line.amount_pence))
    if line.seized_from:
        found.append(CasePerson(case_id=case.id, role=CaseRole.SEIZED_FROM, name=line.seized_from))
    if line.exhibit_no or line.bag_no:
        found.append(CaseExhibit(case_id=case.id, exhibit_no=line.exhibit_no, bag_no=line.bag_no))
    before, limit = line.seized_at, _forty_eight_hours(line.seized_at, calendar)
    for number, day in enumerate(line.orders, 1):
        before, limit = order_moment(day, before, limit), None
        kind = OrderKind.FIRST if number == 1 else OrderKind.FURTHER
        found.append(
            CaseOrder(
                case_id=case.id, kind=kind, result=OrderResult.MADE, number=number, court=line.court, made_at=before,
                note="The register gives the day and not the time.",
            )
        )  # fmt: skip
    if line.result is CashResult.FORFEITED_BY_NOTICE:
        ended = _ended_on(line)
        found.append(
            CaseNotice(
                case_id=case.id, given_on=ended - timedelta(days=NOTICE_DAYS), ended_on=ended,
                note="The register gives only the day of the forfeiture.",
            )
        )  # fmt: skip
    if (kind_of_leaving := _LEAVES.get(line.result)) and line.amount_pence:
        found.append(
            CaseMovement(
                case_id=case.id, kind=kind_of_leaving, currency="GBP", minor=line.amount_pence,
                sterling_pence=line.amount_pence, moved_on=_ended_on(line), note="From the register.",
            )
        )  # fmt: skip
    found.append(
        CaseStep(
            case_id=case.id, event="imported", before=None, after=case.state, happened_at=wall(work.now), at=work.now,
            by_id=work.actor.id, reason=f"Row {line.row} of {batch.file_name}, import {batch.reference}.",
        )
    )  # fmt: skip
    return found


def _forty_eight_hours(seized_at: datetime, calendar: Calendar) -> datetime | None:
    try:
        return cash.initial(seized_at, calendar).at
    except NotCalculated:  # before 2005, or beyond the calendar: then no day is the last one
        return None


def _state(line: CashLine, ended_on: date, today: date) -> CaseState:
    if line.result is CashResult.RELEASED:
        return CaseState.RELEASED
    if line.result in _LEAVES:
        if (today - ended_on).days > _OVER_AFTER_DAYS:
            return CaseState.CLOSED
        if _window_ends(ended_on) < today:
            return CaseState.FINAL
        by_notice = line.result is CashResult.FORFEITED_BY_NOTICE
        return CaseState.FORFEITED_BY_NOTICE if by_notice else CaseState.FORFEITURE_ORDERED
    return CaseState.DETAINED if line.orders else CaseState.SEIZED


def _ended_on(line: CashLine) -> date:
    return line.result_on or (line.orders[-1] if line.orders else line.seized_at.date())


def _window_ends(ended_on: date) -> date:
    return ended_on + timedelta(days=_APPEAL_DAYS - 1)


def _notes(batch: Batch, line: CashLine) -> str:
    said = [
        f"Case {line.reference} of {batch.file_name}." if line.reference else "",
        f"Champion: {line.champion}." if line.champion else "",
        "" if line.has_time else "The register gives no time of seizure; the first minute of the day is kept.",
        f"Result in the register: {line.result.label}." if line.result is CashResult.PART_RELEASED else "",
        line.notes,
    ]
    return " ".join(part for part in said if part)
