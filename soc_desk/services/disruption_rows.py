"""The disruptions register: one query shape for its list, its totals, its export, its prints and the return."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, tuple_
from sqlalchemy.orm import Session, aliased

from soc_desk.domain import Area, Disruption, Subject, User
from soc_desk.services.labels import labels
from soc_desk.vocabulary import DisruptionStatus, FourP, ImpactLevel, ModerationResult, SubjectKind, SubjectStatus

PAGE = 100
COUNTED = (DisruptionStatus.APPROVED, DisruptionStatus.KEYED)
HEADLINE = tuple(level for level in ImpactLevel if level.is_headline)


@dataclass(frozen=True, kw_only=True)
class DisruptionRow:
    """One line of the register."""

    id: UUID
    version: int
    serial: int
    reference: str
    disruption_date: date
    subject_id: UUID
    subject_kind: SubjectKind
    subject_reference: str
    subject_name: str
    four_p: FourP
    impact_level: ImpactLevel
    primary_threat: str
    threat: str
    status: DisruptionStatus
    moderation_result: ModerationResult | None
    moderation_note: str
    title: str
    area_id: UUID | None
    area: str
    officer: str
    recorded_by: str
    national_ref: str | None

    @property
    def subject(self) -> str:
        """How the subject is named in lists."""
        return f"{self.subject_reference} {self.subject_name}".strip()


@dataclass(frozen=True, kw_only=True)
class DisruptionFilter:
    """What a view shows. Empty tuples and None mean all; dates are inclusive.

    ``no_prevent_since``: only those against active groups without a counted Prevent disruption since that day.
    """

    starts_on: date | None = None
    ends_on: date | None = None
    areas: tuple[UUID, ...] = ()
    teams: tuple[UUID, ...] = ()
    four_ps: tuple[FourP, ...] = ()
    levels: tuple[ImpactLevel, ...] = ()
    threats: tuple[str, ...] = ()
    statuses: tuple[DisruptionStatus, ...] = ()
    subject_id: UUID | None = None
    recorder_id: UUID | None = None
    import_id: UUID | None = None
    lead_agency: str = ""
    no_prevent_since: date | None = None

    def counted(self) -> "DisruptionFilter":
        """The same view, narrowed to what counts: approved and keyed."""
        return replace(self, statuses=COUNTED)


@dataclass(frozen=True)
class Sort:
    """A column of the register and a direction."""

    key: str = "disruption_date"
    descending: bool = True


@dataclass(frozen=True)
class Totals:
    """Figures of a view: all of it, and by P, level and status of the same rows."""

    all: int
    by_p: dict[FourP, int]
    by_level: dict[ImpactLevel, int]
    by_status: dict[DisruptionStatus, int]


_KEYS: dict[str, tuple[Any, ...]] = {
    "reference": (Disruption.serial,),
    "disruption_date": (Disruption.disruption_date, Disruption.id),
    "four_p": (Disruption.four_p_rank, Disruption.disruption_date, Disruption.id),
    "impact_level": (Disruption.level_rank, Disruption.disruption_date, Disruption.id),
    "status": (Disruption.status_rank, Disruption.disruption_date, Disruption.id),
    "threat": (Disruption.primary_threat, Disruption.disruption_date, Disruption.id),
    "subject": (Subject.reference, Disruption.disruption_date, Disruption.id),
}
SORTS = tuple(_KEYS)

_ROW_KEYS: dict[str, Callable[[DisruptionRow], tuple[Any, ...]]] = {
    "reference": lambda row: (row.serial,),
    "disruption_date": lambda row: (row.disruption_date, row.id),
    "four_p": lambda row: (row.four_p.rank, row.disruption_date, row.id),
    "impact_level": lambda row: (row.impact_level.rank, row.disruption_date, row.id),
    "status": lambda row: (row.status.rank, row.disruption_date, row.id),
    "threat": lambda row: (row.primary_threat, row.disruption_date, row.id),
    "subject": lambda row: (row.subject_reference, row.disruption_date, row.id),
}


def page(  # noqa: PLR0913 - a page is asked for by its place in a view
    session: Session,
    shown: DisruptionFilter,
    sort: Sort = Sort(),  # noqa: B008 - frozen
    *,
    after: DisruptionRow | None = None,
    offset: int = 0,
    limit: int = PAGE,
) -> list[DisruptionRow]:
    """A page of the register: the rows after ``after`` (fast at any depth), or from ``offset`` on."""
    keys = _KEYS[sort.key]
    ids = select(Disruption.id).where(*conditions(shown))
    if sort.key == "subject":
        ids = ids.join(Subject, Subject.id == Disruption.subject_id)
    if after is not None:
        place = _ROW_KEYS[sort.key](after)
        ids = ids.where(tuple_(*keys) < place if sort.descending else tuple_(*keys) > place)
    wanted = ids.order_by(*_directed(keys, sort)).offset(offset or None).limit(limit)
    return rows(session, rows_query().where(Disruption.id.in_(wanted.scalar_subquery())).order_by(*_directed(keys, sort)))


def one(session: Session, id: UUID) -> DisruptionRow | None:  # noqa: A002 - the field's name
    """The row of one disruption, or None."""
    return next(iter(rows(session, rows_query().where(Disruption.id == id))), None)


def count(session: Session, shown: DisruptionFilter) -> int:
    """How many records the view holds."""
    return session.scalar(select(func.count(Disruption.id)).where(*conditions(shown))) or 0


def totals(session: Session, shown: DisruptionFilter) -> Totals:
    """The view's figures, from the same conditions as its list."""
    grouped = select(Disruption.four_p, Disruption.impact_level, Disruption.status, func.count(Disruption.id))
    by_p, by_level, by_status = dict.fromkeys(FourP, 0), dict.fromkeys(ImpactLevel, 0), dict.fromkeys(DisruptionStatus, 0)
    query = grouped.where(*conditions(shown)).group_by(Disruption.four_p, Disruption.impact_level, Disruption.status)
    for four_p, level, status, number in session.execute(query):
        by_p[four_p] += number
        by_level[level] += number
        by_status[status] += number
    return Totals(sum(by_p.values()), by_p, by_level, by_status)


def conditions(shown: DisruptionFilter) -> list[ColumnElement[bool]]:
    """The view as conditions on ``Disruption``; what every list, total, export, print and return is built from."""
    found: list[ColumnElement[bool]] = []
    if shown.starts_on:
        found.append(Disruption.disruption_date >= shown.starts_on)
    if shown.ends_on:
        found.append(Disruption.disruption_date <= shown.ends_on)
    if shown.areas:
        found.append(Disruption.area_id.in_(shown.areas))
    if shown.teams:
        found.append(Disruption.subject_id.in_(select(Subject.id).where(Subject.team_id.in_(shown.teams))))
    if shown.four_ps:
        found.append(Disruption.four_p_rank.in_([p.rank for p in shown.four_ps]))
    if shown.levels:
        found.append(Disruption.level_rank.in_([level.rank for level in shown.levels]))
    if shown.threats:
        found.append(Disruption.primary_threat.in_(shown.threats))
    if shown.statuses:
        found.append(Disruption.status_rank.in_([status.rank for status in shown.statuses]))
    if shown.subject_id:
        found.append(Disruption.subject_id == shown.subject_id)
    if shown.recorder_id:
        found.append(Disruption.recorded_by_id == shown.recorder_id)
    if shown.import_id:
        found.append(Disruption.import_id == shown.import_id)
    if shown.lead_agency:
        found.append(Disruption.lead_agency == shown.lead_agency)
    if shown.no_prevent_since:
        found.append(Disruption.subject_id.in_(without_prevent(shown.no_prevent_since)))
    return found


def without_prevent(since: date) -> Select[UUID]:
    """Active groups with no counted Prevent disruption since a day."""
    prevented = aliased(Disruption)
    has = select(prevented.subject_id).where(
        prevented.four_p_rank == FourP.PREVENT.rank,
        prevented.disruption_date >= since,
        prevented.status_rank.in_([status.rank for status in COUNTED]),
    )
    return select(Subject.id).where(
        and_(Subject.kind == SubjectKind.OCG, Subject.status == SubjectStatus.ACTIVE, Subject.id.not_in(has))
    )


def rows_query() -> Select[*tuple[Any, ...]]:
    """The columns of a register line; callers add conditions and order."""
    recorder = aliased(User)
    columns = (
        Disruption.id, Disruption.version, Disruption.serial, Disruption.reference, Disruption.disruption_date,
        Disruption.subject_id, Subject.kind, Subject.reference, Subject.name, Disruption.four_p, Disruption.impact_level,
        Disruption.primary_threat, Disruption.status, Disruption.moderation_result, Disruption.moderation_note,
        Disruption.title, Disruption.area_id, Area.name, Disruption.officer, recorder.display, Disruption.national_ref,
    )  # fmt: skip
    return (
        select(*columns)
        .join(Subject, Subject.id == Disruption.subject_id)
        .join(recorder, recorder.id == Disruption.recorded_by_id)
        .outerjoin(Area, Area.id == Disruption.area_id)
    )


def rows(session: Session, query: Select[*tuple[Any, ...]]) -> list[DisruptionRow]:
    """Lines of the register from ``rows_query`` with the caller's conditions and order."""
    threats = labels(session, "soc_threat")
    names = list(DisruptionRow.__dataclass_fields__)
    names.remove("threat")
    return [
        DisruptionRow(**{**dict(zip(names, values, strict=True)), "area": values[17] or "", "threat": threats.get(values[11], values[11])})
        for values in session.execute(query)
    ]


def _directed(keys: tuple[Any, ...], sort: Sort) -> list[Any]:
    return [key.desc() if sort.descending else key.asc() for key in keys]


def awaiting_submission(recorder_id: UUID) -> ColumnElement[bool]:
    """A recorder's own drafts and returned ones."""
    return and_(
        Disruption.recorded_by_id == recorder_id,
        or_(Disruption.status == DisruptionStatus.DRAFT, Disruption.status == DisruptionStatus.RETURNED),
    )
