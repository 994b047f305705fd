"""The lines of one case as its page shows them: orders, notices, claims, money, people, papers, exhibits, steps."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from soc_desk.domain import (
    CaseClaim,
    CaseExhibit,
    CaseMoney,
    CaseMovement,
    CaseNotice,
    CaseOrder,
    CasePerson,
    CaseService,
    CaseStep,
    Disruption,
    Entity,
    Outcome,
    SeizureTimeChange,
    User,
)
from soc_desk.services.rows import row
from soc_desk.vocabulary import OutcomeKind
from soc_desk.vocabulary.poca import (
    CaseRole,
    CaseState,
    ClaimKind,
    ClaimResult,
    MovementKind,
    OrderKind,
    OrderResult,
    Paper,
    ServiceMethod,
)

R = TypeVar("R")


@dataclass(frozen=True, kw_only=True)
class OrderRow:
    """An application and what came of it; ``number`` counts the orders that detain, 0 for every other and late ones."""

    id: UUID
    kind: OrderKind
    result: OrderResult
    number: int
    lodged_on: date | None
    lodged_how: str
    court: str
    court_case_no: str
    hearing_at: datetime | None
    room: str
    made_at: datetime | None
    expires_on: date | None
    bench: str
    legal_adviser: str
    amount_pence: int | None
    note: str


@dataclass(frozen=True, kw_only=True)
class NoticeRow:
    """A forfeiture notice; ``ended_on`` is the day it lapsed or forfeited."""

    id: UUID
    given_on: date
    sent_at: datetime | None
    sent_how: ServiceMethod | None
    period_days: int
    signed_by: str
    rank: str
    address: str
    amount_pence: int | None
    objection_at: datetime | None
    objector: str
    ended_on: date | None
    note: str


@dataclass(frozen=True, kw_only=True)
class ClaimRow:
    """Somebody else's claim."""

    id: UUID
    kind: ClaimKind
    made_on: date
    claimant: str
    hearing_at: datetime | None
    amount_pence: int | None
    result: ClaimResult
    decided_on: date | None
    note: str


@dataclass(frozen=True, kw_only=True)
class MoneyRow:
    """One currency, in its minor unit: seized (count, else estimate) = held + released + forfeited + returned.

    ``denominations`` are (face value in minor units, pieces). ``sterling_pence`` is the amount at ``rate``.
    """

    currency: str
    estimate_minor: int | None
    counted_minor: int | None
    forged_minor: int
    denominations: tuple[tuple[int, int], ...]
    counted_on: date | None
    counter_one: str
    counter_two: str
    rate: str
    rate_on: date | None
    sterling_pence: int | None
    instrument: str
    seized_minor: int
    held_minor: int
    released_minor: int
    forfeited_minor: int
    returned_minor: int


@dataclass(frozen=True, kw_only=True)
class MovementRow:
    """A line of the ledger; amounts in the currency's minor unit and in sterling pence at the rate of the day."""

    id: UUID
    kind: MovementKind
    currency: str
    minor: int
    sterling_pence: int
    moved_on: date
    order_id: UUID | None
    to_whom: str
    account: str
    note: str


@dataclass(frozen=True, kw_only=True)
class PersonRow:
    """Somebody the case concerns."""

    id: UUID
    role: CaseRole
    name: str
    born_on: date | None
    address: str
    custody_no: str
    solicitor: str
    email: str
    note: str


@dataclass(frozen=True, kw_only=True)
class ServiceRow:
    """A paper served; ``person_id`` is empty for the Gazette and the Appointed Person."""

    id: UUID
    person_id: UUID | None
    paper: Paper
    served_at: datetime
    how: ServiceMethod
    served_by: str
    proof: str


@dataclass(frozen=True, kw_only=True)
class ExhibitRow:
    """An exhibit and the sealed bag it lies in."""

    id: UUID
    exhibit_no: str
    bag_no: str
    what: str
    stored_at: str


@dataclass(frozen=True, kw_only=True)
class StepRow:
    """One step of the history; ``event`` is a value of ``states.Event``, ``happened_at`` wall time, ``at`` UTC."""

    id: UUID
    event: str
    before: CaseState | None
    after: CaseState
    happened_at: datetime
    at: datetime
    by: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class TimeChangeRow:
    """A change of the time of seizure; ``agreed`` is None while it waits for the second person."""

    id: UUID
    before: datetime
    after: datetime
    reason: str
    asked_by_id: UUID
    asked_by: str
    asked_at: datetime
    agreed: bool | None
    decided_by: str
    decided_at: datetime | None
    decision_note: str


@dataclass(frozen=True, kw_only=True)
class OutcomeLink:
    """A disruption's outcome that is this case seen from there."""

    outcome_id: UUID
    disruption_id: UUID
    disruption_reference: str
    kind: OutcomeKind


def orders(session: Session, case_id: UUID) -> tuple[OrderRow, ...]:
    """Applications in the order they were recorded."""
    return _lines(session, OrderRow, CaseOrder, CaseOrder.case_id, case_id)


def notices(session: Session, case_id: UUID) -> tuple[NoticeRow, ...]:
    """Forfeiture notices, the latest last."""
    return _lines(session, NoticeRow, CaseNotice, CaseNotice.case_id, case_id)


def claims(session: Session, case_id: UUID) -> tuple[ClaimRow, ...]:
    """Claims in the order they were recorded."""
    return _lines(session, ClaimRow, CaseClaim, CaseClaim.case_id, case_id)


def movements(session: Session, case_id: UUID) -> tuple[MovementRow, ...]:
    """The ledger in the order it was written."""
    return _lines(session, MovementRow, CaseMovement, CaseMovement.case_id, case_id)


def people(session: Session, case_id: UUID) -> tuple[PersonRow, ...]:
    """Everybody the case concerns."""
    return _lines(session, PersonRow, CasePerson, CasePerson.case_id, case_id)


def services(session: Session, case_id: UUID) -> tuple[ServiceRow, ...]:
    """Papers served."""
    return _lines(session, ServiceRow, CaseService, CaseService.case_id, case_id)


def exhibits(session: Session, case_id: UUID) -> tuple[ExhibitRow, ...]:
    """Exhibits and bags."""
    return _lines(session, ExhibitRow, CaseExhibit, CaseExhibit.case_id, case_id)


def money(session: Session, case_id: UUID) -> tuple[MoneyRow, ...]:
    """What was seized by currency, and where it went."""
    gone: dict[tuple[str, MovementKind], int] = {}
    for move in movements(session, case_id):
        gone[move.currency, move.kind] = gone.get((move.currency, move.kind), 0) + move.minor
    lines = session.scalars(select(CaseMoney).where(CaseMoney.case_id == case_id).order_by(CaseMoney.id))
    return tuple(_money(line, lambda kind, line=line: gone.get((line.currency, kind), 0)) for line in lines)  # type: ignore[misc]  # mypy cannot infer the bound line


def steps(session: Session, case_id: UUID) -> tuple[StepRow, ...]:
    """The history, oldest first."""
    columns = (CaseStep.id, CaseStep.event, CaseStep.before, CaseStep.after, CaseStep.happened_at, CaseStep.at,
               User.display, CaseStep.reason)  # fmt: skip
    query = select(*columns).join(User, User.id == CaseStep.by_id).where(CaseStep.case_id == case_id)
    found = session.execute(query.order_by(CaseStep.at, CaseStep.id))
    return tuple(row(StepRow, values) for values in found)


def time_changes(session: Session, case_id: UUID) -> tuple[TimeChangeRow, ...]:
    """Changes of the time of seizure, asked for and decided."""
    shown: dict[UUID | None, str] = {id_: display for id_, display in session.execute(select(User.id, User.display))}
    query = select(SeizureTimeChange).where(SeizureTimeChange.case_id == case_id).order_by(SeizureTimeChange.id)
    return tuple(
        TimeChangeRow(
            id=change.id, before=change.before, after=change.after, reason=change.reason,
            asked_by_id=change.asked_by_id, asked_by=shown.get(change.asked_by_id, ""), asked_at=change.asked_at,
            agreed=change.agreed, decided_by=shown.get(change.decided_by_id, ""), decided_at=change.decided_at,
            decision_note=change.decision_note,
        )
        for change in session.scalars(query)
    )  # fmt: skip


def outcome_links(session: Session, case_id: UUID) -> tuple[OutcomeLink, ...]:
    """The outcomes of disruptions that are this case."""
    query = (
        select(Outcome.id, Disruption.id, Disruption.reference, Outcome.kind)
        .join(Disruption, Disruption.id == Outcome.disruption_id)
        .where(Outcome.case_id == case_id)
        .order_by(Disruption.reference)
    )
    return tuple(row(OutcomeLink, values) for values in session.execute(query))


def _lines(
    session: Session, kind: type[R], entity: type[Entity], key: InstrumentedAttribute[UUID], case_id: UUID
) -> tuple[R, ...]:
    names = [field.name for field in fields(kind)]  # type: ignore[arg-type]  # R is a dataclass
    query = select(*(getattr(entity, name) for name in names)).where(key == case_id).order_by(entity.id)
    return tuple(row(kind, values) for values in session.execute(query))


def _money(line: CaseMoney, gone: Callable[[MovementKind], int]) -> MoneyRow:
    seized = line.amount_minor or 0
    released, forfeited, returned = (
        gone(kind) for kind in (MovementKind.RELEASED, MovementKind.FORFEITED, MovementKind.RETURNED)
    )
    own: dict[str, Any] = {
        name: getattr(line, name)
        for name in ("currency", "estimate_minor", "counted_minor", "forged_minor", "counted_on", "counter_one",
                     "counter_two", "rate", "rate_on", "sterling_pence", "instrument")
    }  # fmt: skip
    return MoneyRow(
        **own,
        denominations=tuple(sorted(((int(face), pieces) for face, pieces in line.denominations.items()), reverse=True)),
        seized_minor=seized,
        held_minor=seized - released - forfeited - returned,
        released_minor=released,
        forfeited_minor=forfeited,
        returned_minor=returned,
    )
