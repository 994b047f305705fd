"""What is counted of POCA work: orders against their targets, seizures, forfeitures, and months as they were frozen.

Counted are first detention orders under s.295(2) of cash, by the date granted, in the area of the seizure, one for each
seizure (domain/poca.md 4); further orders, values and forfeitures stand apart.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from soc_desk.domain import Area, CaseOrder, FrozenMonth, PocaCase, Subject, rag
from soc_desk.domain.period import Period, financial_year, financial_year_of
from soc_desk.domain.rag import Figure, Judgement, Scheme
from soc_desk.services import disruption_rows
from soc_desk.services.disruption_rows import DisruptionFilter
from soc_desk.services.labels import policy
from soc_desk.services.poca import targets
from soc_desk.services.poca.targets import TargetRow
from soc_desk.services.prints import pounds, wall
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import WRITERS, Access
from soc_desk.vocabulary.measures import Basis, MeasureKind, Rag
from soc_desk.vocabulary.poca import CaseKind, OrderKind, OrderResult
from soc_desk.vocabulary.rounding import rounded

Counts = Counter[UUID | None]
"""A figure for each area of seizure; None is cases whose area is not known."""


@dataclass(frozen=True, kw_only=True)
class MeasureRow:
    """One figure of the year to date: the force's, or an area's (``area`` not empty).

    ``last_year`` is None where the store holds nothing of that year, which is unknown and not zero. ``raw`` is the
    judgement against the whole year's target, ``judgement`` that of the policy in force.
    """

    measure: MeasureKind
    area: str
    area_id: UUID | None
    value: int
    last_year: int | None
    target: int | None
    source: str
    judgement: Judgement
    raw: Judgement
    projected: int


@dataclass(frozen=True, kw_only=True)
class MonthRow:
    """A month's figure: as frozen at its end (None while it runs or was never frozen) and as it is now."""

    month: date
    frozen: int | None
    now: int

    @property
    def is_revised(self) -> bool:
        """Something was entered or taken out after the month was frozen."""
        return self.frozen is not None and self.frozen != self.now


@dataclass(frozen=True, kw_only=True)
class OrderFigures:
    """Cash detention orders of a period and what stands beside them; values in pence."""

    period: Period
    first_orders: int
    further_orders: int
    seizures: int
    seized_pence: int
    forfeitures: int
    forfeited_by_notice: int
    forfeited_pence: int


@dataclass(frozen=True, kw_only=True)
class Performance:
    """The measures of a financial year up to a day, for the force and by area, with every target that was set."""

    year: int
    period: Period
    basis: Basis
    scheme: str
    force: tuple[MeasureRow, ...]
    areas: tuple[MeasureRow, ...]
    months: tuple[MonthRow, ...]
    orders: OrderFigures
    last_year: OrderFigures
    targets: tuple[TargetRow, ...]


def performance(session: Session, until: date) -> Performance:
    """The financial year of ``until`` up to that day."""
    year = financial_year_of(until)
    period = Period(financial_year(year).starts_on, until)
    basis = Basis(policy(session, "poca.rag_basis", until))
    judge = _judge(session, period, basis)
    force, areas = [], []
    names = {id_: name for id_, name in session.execute(select(Area.id, Area.name).order_by(Area.name))}
    before = rag.same_point(period)
    for measure in MeasureKind:
        counts, past = count(session, measure, period), count(session, measure, before)
        known = _began(session, measure, before)
        wanted = targets.in_use(session, measure, year)
        force.append(
            judge(measure, "", None, sum(counts.values()), sum(past.values()) if known else None, wanted.get(None))
        )
        if measure is MeasureKind.CASH_DETENTION_ORDERS:
            for id_, name in names.items():
                last = past[id_] if known else None
                areas.append(judge(measure, name, id_, counts[id_], last, wanted.get(id_)))
            if counts[None] or past[None]:
                areas.append(judge(measure, "Area not known", None, counts[None], past[None] if known else None, None))
    return Performance(
        year=year, period=period, basis=basis, scheme=str(policy(session, "rag.scheme", until)), force=tuple(force),
        areas=tuple(areas), months=tuple(months(session, period)), orders=orders(session, period),
        last_year=orders(session, before),
        targets=tuple(row for row in targets.rows(session, year=year)),
    )  # fmt: skip


def count(session: Session, measure: MeasureKind, period: Period) -> Counts:
    """The figure of a period for each area; the force's figure is their sum."""
    return _COUNTING[measure](session, period)


def orders(session: Session, period: Period) -> OrderFigures:
    """First and further orders made in the period, what was seized in it, and what was forfeited in it."""
    first = count(session, MeasureKind.CASH_DETENTION_ORDERS, period)
    further = select(func.count(CaseOrder.id)).join(PocaCase, PocaCase.id == CaseOrder.case_id)
    made = CaseOrder.made_at.between(*_moments(period))
    is_further = (CaseOrder.kind == OrderKind.FURTHER, CaseOrder.result == OrderResult.MADE)
    seized = select(func.count(PocaCase.id), func.coalesce(func.sum(PocaCase.seized_pence), 0))
    forfeited = select(
        func.count(PocaCase.id),
        func.coalesce(func.sum(PocaCase.forfeited_pence), 0),
        func.count(PocaCase.id).filter(PocaCase.forfeited_by_notice.is_(True)),
    )
    seizures, seized_pence = session.execute(seized.where(*_seized_in(period))).one()
    taken, forfeited_pence, by_notice = session.execute(forfeited.where(*_forfeited_in(period))).one()
    return OrderFigures(
        period=period, first_orders=sum(first.values()),
        further_orders=session.scalar(further.where(PocaCase.kind == CaseKind.CASH, made, *is_further)) or 0,
        seizures=seizures, seized_pence=int(seized_pence or 0), forfeitures=taken, forfeited_by_notice=by_notice,
        forfeited_pence=int(forfeited_pence or 0),
    )  # fmt: skip


def months(session: Session, period: Period) -> list[MonthRow]:
    """The orders of each month of a period beside what was frozen at its end, for the force; closed cases left out."""
    measure = MeasureKind.CASH_DETENTION_ORDERS
    frozen = _frozen(session, measure, period)
    return [
        MonthRow(
            month=month.starts_on, frozen=frozen.get(month.starts_on), now=sum(_open_to_all(session, month).values())
        )
        for month in _months_of(period)
    ]


def to_freeze(session: Session, today: date) -> list[date]:
    """The first days of this financial year's months, and last year's, that are over and not frozen yet."""
    year = financial_year(financial_year_of(today) - 1)
    period = Period(year.starts_on, today)
    frozen = _frozen(session, MeasureKind.CASH_DETENTION_ORDERS, period)
    return [month.starts_on for month in _months_of(period) if month.ends_on < today and month.starts_on not in frozen]


def open_to_all() -> tuple[ColumnElement[bool], ...]:
    """The cases that nobody closed to others, which alone are counted where a month is frozen."""
    closed = select(Subject.id).where(Subject.access != Access.TEAM)
    return PocaCase.access == Access.TEAM, PocaCase.subject_id.is_(None) | PocaCase.subject_id.not_in(closed)


@use_case("Freeze the figures of months that are over", needs=WRITERS)
def freeze(work: Work) -> int:
    """Keep the figure of each month that is over and not frozen, for the force and each area; gives how many months.

    What is entered later shows as revised beside it; a frozen figure never changes. Cases closed to others are left out
    of it, whoever freezes: see ``_open_to_all``.
    """
    measure = MeasureKind.CASH_DETENTION_ORDERS
    waiting = to_freeze(work.session, wall(work.now).date())
    for first in waiting:
        counts = _open_to_all(work.session, _month(first))
        figures: dict[UUID | None, int] = {None: sum(counts.values())}
        figures |= {area: number for area, number in counts.items() if area is not None}
        for area_id, value in figures.items():
            work.add(FrozenMonth(measure=measure.value, month=first, area_id=area_id, value=value, frozen_at=work.now))
    return len(waiting)


def _judge(
    session: Session, period: Period, basis: Basis
) -> Callable[[MeasureKind, str, UUID | None, int, int | None, TargetRow | None], MeasureRow]:
    scheme = Scheme(
        equal=Rag(policy(session, "rag.equal_to_last_year", period.ends_on)),
        small=int(policy(session, "rag.small_number", period.ends_on)),
    )

    def judged(
        measure: MeasureKind, area: str, area_id: UUID | None, value: int, last: int | None, wanted: TargetRow | None
    ) -> MeasureRow:
        by = {
            each: rag.judge(
                value,
                rag.held_against(wanted.value, period, each) if wanted else None,
                last,
                scheme=scheme,
                write=_pounds if measure.is_money else None,
            )
            for each in Basis
        }
        return MeasureRow(
            measure=measure, area=area, area_id=area_id, value=value, last_year=last,
            target=wanted.value if wanted else None, source=wanted.source if wanted else "", judgement=by[basis],
            raw=by[Basis.RAW], projected=rag.projected(value, period),
        )  # fmt: skip

    return judged


def _pounds(figure: Figure) -> str:
    return pounds(int(rounded(figure)))


def _first_orders(session: Session, period: Period) -> Counts:
    return _by_area(session, func.count(PocaCase.id), *_first_order_in(period))


def _first_order_in(period: Period) -> tuple[ColumnElement[bool], ...]:
    made = PocaCase.first_order_on.between(period.starts_on, period.ends_on)
    earlier = aliased(PocaCase)
    # The same cash seized anew has its first order counted already, where there was one.
    counted = exists().where(earlier.id == PocaCase.reseized_from_id, earlier.first_order_on.is_not(None))
    return PocaCase.kind == CaseKind.CASH, made, ~counted


def _open_to_all(session: Session, period: Period) -> Counts:
    """First orders of cases that everybody may know of: the same whoever counts them.

    What is frozen stays for all to read, so it can depend neither on who opened the page nor tell of a closed case.
    """
    return _by_area(session, func.count(PocaCase.id), *_first_order_in(period), *open_to_all())


def _seizures(session: Session, period: Period) -> Counts:
    return _by_area(session, func.count(PocaCase.id), *_seized_in(period))


def _forfeited(session: Session, period: Period) -> Counts:
    return _by_area(session, func.sum(PocaCase.forfeited_pence), *_forfeited_in(period))


def _disruptions(session: Session, period: Period) -> Counts:
    shown = DisruptionFilter(starts_on=period.starts_on, ends_on=period.ends_on).counted()
    return Counter({None: disruption_rows.totals(session, shown).all})


_COUNTING: dict[MeasureKind, Callable[[Session, Period], Counts]] = {
    MeasureKind.CASH_DETENTION_ORDERS: _first_orders,
    MeasureKind.CASH_SEIZURES: _seizures,
    MeasureKind.CASH_FORFEITED_PENCE: _forfeited,
    MeasureKind.DISRUPTIONS: _disruptions,
}


def _by_area(session: Session, figure: ColumnElement[int], *where: ColumnElement[bool]) -> Counts:
    grouped = select(PocaCase.area_id, figure).where(*where).group_by(PocaCase.area_id)
    return Counter({area: int(number or 0) for area, number in session.execute(grouped)})


def _seized_in(period: Period) -> tuple[ColumnElement[bool], ...]:
    # A second seizure of the same cash is no second seizure in the figures.
    return (
        PocaCase.kind == CaseKind.CASH,
        PocaCase.seized_at.between(*_moments(period)),
        PocaCase.reseized_from_id.is_(None),
    )


def _forfeited_in(period: Period) -> tuple[ColumnElement[bool], ...]:
    return PocaCase.kind == CaseKind.CASH, PocaCase.forfeited_on.between(period.starts_on, period.ends_on)


def _moments(period: Period) -> tuple[datetime, datetime]:
    return datetime.combine(period.starts_on, time.min), datetime.combine(period.ends_on, time(23, 59))


def _began(session: Session, measure: MeasureKind, before: Period) -> bool:
    """Whether the store holds anything up to the end of that period, so that none in it means zero."""
    if measure is MeasureKind.DISRUPTIONS:
        everything = DisruptionFilter(ends_on=before.ends_on)
        return bool(disruption_rows.totals(session, everything).all)
    earlier = or_(PocaCase.seized_at <= _moments(before)[1], PocaCase.first_order_on <= before.ends_on)
    return session.scalar(select(PocaCase.id).where(earlier).limit(1)) is not None


def _frozen(session: Session, measure: MeasureKind, period: Period) -> dict[date, int]:
    query = select(FrozenMonth.month, FrozenMonth.value).where(
        FrozenMonth.measure == measure.value,
        FrozenMonth.area_id.is_(None),
        FrozenMonth.month.between(period.starts_on, period.ends_on),
    )
    return {month: value for month, value in session.execute(query)}


def _months_of(period: Period) -> list[Period]:
    found, first = [], period.starts_on.replace(day=1)
    while first <= period.ends_on:
        found.append(_month(first))
        first = found[-1].ends_on + timedelta(days=1)
    return found


def _month(first: date) -> Period:
    later = (first + timedelta(days=32)).replace(day=1)
    return Period(first, later - timedelta(days=1))
