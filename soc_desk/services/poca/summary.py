"""The POCA summary and the performance report: what is held and under what, orders against targets, champions."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from soc_desk.domain import PocaCase
from soc_desk.services.poca import champions, measures
from soc_desk.services.poca.case_query import ran_out
from soc_desk.services.poca.champions import Champions
from soc_desk.services.poca.measures import Performance
from soc_desk.services.prints import Addressed, PrintFurniture, furnish, rehearse, wall
from soc_desk.services.requests.clocks import Measured, turnaround
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import Role
from soc_desk.vocabulary.poca import CaseKind, CaseState
from soc_desk.vocabulary.rounding import rounded

PRINTERS = frozenset({Role.SUPERVISOR, Role.COORDINATOR, Role.CHAMPION})
TITLE = "POCA summary"
PERFORMANCE_TITLE = "Performance against targets"

_SEIZURES = tuple(kind for kind in CaseKind if kind.is_seizure)


@dataclass(frozen=True, kw_only=True)
class Stage:
    """Property held at one stage of the state machine, in pence; ``unknown`` cases have no amount yet."""

    state: CaseState
    cases: int
    held_pence: int
    unknown: int


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """All cases of seized property added up, in pence: seized = held + released + forfeited + returned.

    ``differing`` are the references of cases whose own lines do not add up; ``unknown`` cases have no amount yet.
    """

    cases: int
    unknown: int
    seized_pence: int
    held_pence: int
    released_pence: int
    forfeited_pence: int
    returned_pence: int
    differing: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        gone = self.released_pence + self.forfeited_pence + self.returned_pence
        return not self.differing and self.seized_pence == self.held_pence + gone


@dataclass(frozen=True, kw_only=True)
class Unpaid:
    """Confiscation orders with something left to pay, in pence; ``past`` of them are past their time to pay."""

    orders: int
    past: int
    order_pence: int
    paid_pence: int

    @property
    def unpaid_pence(self) -> int:
        return self.order_pence - self.paid_pence


@dataclass(frozen=True, kw_only=True)
class Poca:
    """All figures of one POCA summary, as at ``today``."""

    today: date
    stages: tuple[Stage, ...]
    ledger: Ledger
    unpaid: Unpaid
    performance: Performance
    champions: Champions

    @property
    def held_pence(self) -> int:
        return sum(stage.held_pence for stage in self.stages)


@dataclass(frozen=True, kw_only=True)
class PocaSummary:
    """What the report draws: the figures, and what the print says about itself."""

    furniture: PrintFurniture
    poca: Poca


@dataclass(frozen=True, kw_only=True)
class PerformanceReport:
    """As ``PocaSummary``, of the measures alone, and the turnaround of requests in the same period."""

    furniture: PrintFurniture
    performance: Performance
    requests: Measured


def summary(session: Session, today: date, now: datetime) -> Poca:
    """The figures as this reader may know them: measures until ``today``, what is held at the wall time ``now``."""
    return Poca(
        today=today,
        stages=stages(session, now),
        ledger=ledger(session),
        unpaid=unpaid(session, today),
        performance=measures.performance(session, today),
        champions=champions.register(session, today),
    )


def stages(session: Session, now: datetime) -> tuple[Stage, ...]:
    """What is held at each stage, in the order of the state machine; stages without a case are left out.

    What ran out by ``now`` is EXPIRED here as on the board and in the register, whether or not anybody wrote since.
    """
    late = ran_out(now)
    grouped = select(
        PocaCase.state,
        late,
        func.count(PocaCase.id),
        func.coalesce(func.sum(PocaCase.held_pence), 0),
        func.count(PocaCase.id).filter(PocaCase.held_pence.is_(None)),
    ).where(PocaCase.kind.in_(_SEIZURES))
    found: dict[CaseState, tuple[int, int, int]] = {}
    for stored, gone, cases, held, unknown in session.execute(grouped.group_by(PocaCase.state, late)):
        state = CaseState.EXPIRED if gone else stored
        before = found.get(state, (0, 0, 0))
        found[state] = (before[0] + cases, before[1] + int(held or 0), before[2] + unknown)
    return tuple(
        Stage(state=state, cases=found[state][0], held_pence=found[state][1], unknown=found[state][2])
        for state in CaseState
        if state in found and state is not CaseState.CLOSED
    )


def ledger(session: Session) -> Ledger:
    """Everything seized and where it is now, and the cases whose own figures do not add up."""
    gone = PocaCase.released_pence + PocaCase.forfeited_pence + PocaCase.returned_pence
    amounts = ("seized_pence", "held_pence", "released_pence", "forfeited_pence", "returned_pence")
    sums = [func.coalesce(func.sum(getattr(PocaCase, name)), 0) for name in amounts]
    seized = PocaCase.kind.in_(_SEIZURES)
    counted = func.count(PocaCase.id), func.count(PocaCase.id).filter(PocaCase.seized_pence.is_(None))
    differs = PocaCase.seized_pence.is_not(None), PocaCase.seized_pence != PocaCase.held_pence + gone
    differ = func.count(PocaCase.id).filter(*differs)  # along the index of the sums; references are read where any do
    cases, unknown, wrong, *totals = session.execute(select(*counted, differ, *sums).where(seized)).one()
    named = select(PocaCase.reference).where(seized, *differs).order_by(PocaCase.reference)
    return Ledger(
        cases=cases, unknown=unknown, differing=tuple(session.scalars(named)) if wrong else (),
        **{name: int(value or 0) for name, value in zip(amounts, totals, strict=True)},
    )  # fmt: skip


def unpaid(session: Session, today: date) -> Unpaid:
    """Confiscation orders not paid in full."""
    owed = PocaCase.order_pence - PocaCase.paid_pence
    until = func.coalesce(PocaCase.pay_extended_to, PocaCase.pay_by)
    query = select(
        func.count(PocaCase.id),
        func.count(PocaCase.id).filter(until < today),
        func.coalesce(func.sum(PocaCase.order_pence), 0),
        func.coalesce(func.sum(PocaCase.paid_pence), 0),
    ).where(
        PocaCase.kind == CaseKind.CONFISCATION, owed > 0, PocaCase.state.in_((CaseState.TO_PAY, CaseState.ENFORCED))
    )
    orders, past, ordered, paid = session.execute(query).one()
    return Unpaid(orders=orders, past=past, order_pence=int(ordered or 0), paid_pence=int(paid or 0))


@use_case("Print the POCA summary", needs=PRINTERS)
def print_out(work: Work, to: Addressed, until: date | None = None) -> PocaSummary:
    """Log the disclosure and give back what is to be drawn, its print id included."""
    now = wall(work.now)
    poca = summary(work.session, until or now.date(), now)
    furniture = furnish(work, TITLE, to, records=poca.ledger.cases, period=poca.performance.period.dates)
    return PocaSummary(furniture=furniture, poca=poca)


@use_case("Preview the POCA summary", needs=PRINTERS)
def preview(work: Work, until: date | None = None) -> PocaSummary:
    """What a print would say now, for the screen alone."""
    now = wall(work.now)
    poca = summary(work.session, until or now.date(), now)
    return PocaSummary(furniture=rehearse(work, TITLE, period=poca.performance.period.dates), poca=poca)


@use_case("Print the performance report", needs=PRINTERS)
def print_performance(work: Work, to: Addressed, until: date | None = None) -> PerformanceReport:
    """Log the disclosure and give back what is to be drawn, its print id included."""
    told, requests = _performance(work, until)
    furniture = furnish(
        work, PERFORMANCE_TITLE, to, records=len(told.force) + len(told.areas), period=told.period.dates
    )
    return PerformanceReport(furniture=furniture, performance=told, requests=requests)


@use_case("Preview the performance report", needs=PRINTERS)
def preview_performance(work: Work, until: date | None = None) -> PerformanceReport:
    """What a print would say now, for the screen alone."""
    told, requests = _performance(work, until)
    furniture = rehearse(work, PERFORMANCE_TITLE, period=told.period.dates)
    return PerformanceReport(furniture=furniture, performance=told, requests=requests)


def performance_figures(session: Session, until: date) -> dict[str, object]:
    """The same figures as JSON holds them."""
    told, requests = _measured(session, until)
    figures = {item.name: plain(getattr(told, item.name)) for item in fields(told)}
    return figures | {"requests": plain(requests)}


def _performance(work: Work, until: date | None) -> tuple[Performance, Measured]:
    return _measured(work.session, until or wall(work.now).date())


def _measured(session: Session, until: date) -> tuple[Performance, Measured]:
    told = measures.performance(session, until)
    return told, turnaround(session, told.period.starts_on, told.period.ends_on)


def plain(figures: object) -> object:
    """Figures as JSON holds them, for ``soc-desk report poca|performance --json``; money in pence."""
    if is_dataclass(figures):
        return {item.name: plain(getattr(figures, item.name)) for item in fields(figures)}
    if isinstance(figures, Mapping):
        return {str(key): plain(each) for key, each in figures.items()}
    if isinstance(figures, tuple | list):
        return [plain(each) for each in figures]
    if isinstance(figures, Enum):
        return figures.value
    if isinstance(figures, date | datetime):
        return figures.isoformat()
    if isinstance(figures, Fraction):
        return int(figures) if figures.denominator == 1 else float(rounded(figures, 2))
    return str(figures) if isinstance(figures, UUID) else figures
