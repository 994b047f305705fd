"""The disruptions register: one query shape for its list, its totals, its export, its prints and the return."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    func,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import Session, aliased

from soc_desk.domain import Area, CodeItem, Disruption, Subject, User
from soc_desk.domain.base import Id
from soc_desk.store import prepared
from soc_desk.vocabulary import Code, DisruptionStatus, FourP, ImpactLevel, ModerationResult, SubjectKind, SubjectStatus

PAGE = 100
COUNTED = (DisruptionStatus.APPROVED, DisruptionStatus.KEYED)
HEADLINE = tuple(level for level in ImpactLevel if level.is_headline)


class DisruptionRow(NamedTuple):
    """One line of the register; fields in the order of ``rows_query``'s columns.

    A named tuple where other rows are frozen dataclasses: a million of these pass, and it costs a fifth.
    """

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
    area: str
    officer: str
    recorded_by: str
    national_ref: str | None

    @property
    def subject(self) -> str:
        """How the subject is named in lists."""
        return f"{self.subject_reference} {self.subject_name}".strip()


_as_row: Callable[[Sequence[Any]], DisruptionRow] = partial(tuple.__new__, DisruptionRow)  # ``_make`` counts each one


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
    """Figures of a view: all of it, and by P (of all and of what counts), level and status of the same rows."""

    all: int
    by_p: dict[FourP, int]
    counted_by_p: dict[FourP, int]
    by_level: dict[ImpactLevel, int]
    by_status: dict[DisruptionStatus, int]

    @property
    def counted(self) -> int:
        """How many are approved or keyed."""
        return sum(self.counted_by_p.values())


_Bound = list[BindParameter[Any]]


def _same(value: Any) -> list[Any]:
    return [value]


def _ranks(codes: tuple[Code, ...]) -> list[Any]:
    return [code.rank for code in codes]


_CONDITIONS: dict[str, tuple[Callable[[_Bound], ColumnElement[bool]], Callable[[Any], list[Any]]]] = {
    "starts_on": (lambda given: Disruption.disruption_date >= given[0], _same),
    "ends_on": (lambda given: Disruption.disruption_date <= given[0], _same),
    "areas": (Disruption.area_id.in_, list),
    "teams": (lambda given: Disruption.subject_id.in_(select(Subject.id).where(Subject.team_id.in_(given))), list),
    "four_ps": (Disruption.four_p_rank.in_, _ranks),
    "levels": (Disruption.level_rank.in_, _ranks),
    "threats": (Disruption.primary_threat.in_, list),
    "statuses": (Disruption.status_rank.in_, _ranks),
    "subject_id": (lambda given: Disruption.subject_id.in_(standing_for(given[0])), _same),
    "recorder_id": (lambda given: Disruption.recorded_by_id == given[0], _same),
    "import_id": (lambda given: Disruption.import_id == given[0], _same),
    "lead_agency": (lambda given: Disruption.lead_agency == given[0], _same),
    "no_prevent_since": (lambda given: Disruption.subject_id.in_(without_prevent(given[0])), _same),
}
"""Field of the filter: its condition on named parameters, and the values of those parameters."""

_KEYS: dict[str, tuple[Any, ...]] = {
    "reference": (Disruption.serial,),
    "disruption_date": (Disruption.disruption_date, Disruption.id),
    "four_p": (Disruption.four_p_rank, Disruption.disruption_date, Disruption.id),
    "impact_level": (Disruption.level_rank, Disruption.disruption_date, Disruption.id),
    "status": (Disruption.status_rank, Disruption.disruption_date, Disruption.id),
    "threat": (Disruption.primary_threat, Disruption.disruption_date, Disruption.id),
    "subject": (Subject.__table__.c.reference, Disruption.disruption_date, Disruption.id),
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


def page(
    session: Session,
    shown: DisruptionFilter,
    sort: Sort = Sort(),
    *,
    after: DisruptionRow | None = None,
    offset: int = 0,
    limit: int = PAGE,
) -> list[DisruptionRow]:
    """A page of the register: the rows after ``after`` (fast at any depth), or from ``offset`` on."""
    given = _given(shown)
    values = {f"{name}_{place}": value for name, several in given.items() for place, value in enumerate(several)}
    if after is not None:
        values |= {f"after_{place}": value for place, value in enumerate(_ROW_KEYS[sort.key](after))}
    if offset:
        values["offset"] = offset
    shape = ("disruptions", sort, limit, tuple(values))
    walking = sort.key == "subject" and session.get_bind().dialect.name == "sqlite"
    build = partial(_page_query, given, sort, limit, after=after is not None, skipping=bool(offset), walking=walking)
    found = prepared.rows(session, shape, build, values)
    return list(map(_as_row, found))


def one(session: Session, id: UUID) -> DisruptionRow | None:
    """The row of one disruption, or None."""
    return next(iter(rows(session, rows_query().where(Disruption.id == id))), None)


def count(session: Session, shown: DisruptionFilter) -> int:
    """How many records the view holds."""
    return session.scalar(select(func.count(Disruption.id)).where(*conditions(shown))) or 0


def totals(session: Session, shown: DisruptionFilter) -> Totals:
    """The view's figures, from the same conditions as its list."""
    grouped = select(Disruption.four_p, Disruption.impact_level, Disruption.status, func.count(Disruption.id))
    by_p, counted, by_level, by_status = (
        dict.fromkeys(FourP, 0),
        dict.fromkeys(FourP, 0),
        dict.fromkeys(ImpactLevel, 0),
        dict.fromkeys(DisruptionStatus, 0),
    )
    query = grouped.where(*conditions(shown)).group_by(Disruption.four_p, Disruption.impact_level, Disruption.status)
    for four_p, level, status, number in session.execute(query):
        by_p[four_p] += number
        counted[four_p] += number if status in COUNTED else 0
        by_level[level] += number
        by_status[status] += number
    return Totals(sum(by_p.values()), by_p, counted, by_level, by_status)


def conditions(shown: DisruptionFilter) -> list[ColumnElement[bool]]:
    """The view as conditions on ``Disruption``; what every list, total, export, print and return is built from."""
    return [_CONDITIONS[name][0](_bound(name, several, unique=True)) for name, several in _given(shown).items()]


def standing_for(id: UUID | BindParameter[UUID]) -> Select[UUID]:
    """A subject and those merged into it, whose disruptions stay recorded against them."""
    return select(Subject.id).where(or_(Subject.id == id, Subject.merged_into_id == id))


def merged_into(session: Session, ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """Each subject merged into one of these, with the one that stands for it; their disruptions count for that one."""
    found = select(Subject.id, Subject.merged_into_id).where(Subject.merged_into_id.in_(ids))
    return {gone: kept for gone, kept in session.execute(found) if kept is not None}


def is_counted() -> ColumnElement[bool]:
    """Approved and keyed ones, as a condition with values of its own."""
    return Disruption.status_rank.in_(_bound("counted", _ranks(COUNTED), unique=True))


def without_prevent(since: date | BindParameter[date]) -> Select[UUID]:
    """Active groups with no counted Prevent disruption since a day, nor one of a group merged into them."""
    prevent = (
        Disruption.four_p_rank == FourP.PREVENT.rank,
        Disruption.disruption_date >= since,
        is_counted(),
    )
    has = select(Disruption.subject_id).where(*prevent).correlate(None)  # its own, also within a view of disruptions
    merged = Subject.__table__.alias()
    theirs = select(Disruption.id).where(*prevent, Disruption.subject_id == merged.c.id).correlate(merged)
    by_merger = select(merged.c.merged_into_id).where(merged.c.merged_into_id.is_not(None), theirs.exists())
    return select(Subject.id).where(
        and_(
            Subject.kind == SubjectKind.OCG, Subject.status == SubjectStatus.ACTIVE, Subject.id.not_in(has),
            Subject.id.not_in(by_merger.correlate(None)),
        )
    )  # fmt: skip


def rows_query(*, walking: bool = False) -> Select[*tuple[Any, ...]]:
    """The columns of a register line; callers add conditions and order."""
    recorder, subject = aliased(User), Subject.__table__.c  # who may know of the disruption may know of its subject
    columns = (
        Disruption.id,
        Disruption.version,
        Disruption.serial,
        Disruption.reference,
        Disruption.disruption_date,
        Disruption.subject_id,
        subject.kind,
        subject.reference,
        subject.name,
        Disruption.four_p,
        Disruption.impact_level,
        Disruption.primary_threat,
        func.coalesce(CodeItem.label, Disruption.primary_threat),
        Disruption.status,
        Disruption.moderation_result,
        Disruption.moderation_note,
        Disruption.title,
        func.coalesce(Area.name, ""),
        Disruption.officer,
        recorder.display,
        Disruption.national_ref,
    )
    return (
        select(*columns)
        .join(Subject.__table__, _of_subject(walking=walking))
        .join(recorder, recorder.id == Disruption.recorded_by_id)
        .outerjoin(Area, Area.id == Disruption.area_id)
        .outerjoin(CodeItem, and_(CodeItem.list_name == "soc_threat", CodeItem.code == Disruption.primary_threat))
    )


def rows(session: Session, query: Select[*tuple[Any, ...]]) -> list[DisruptionRow]:
    """Lines of the register from ``rows_query`` with the caller's conditions and order."""
    return [DisruptionRow._make(values) for values in session.execute(query)]


def _page_query(
    given: dict[str, list[Any]], sort: Sort, limit: int, *, after: bool, skipping: bool, walking: bool
) -> Select[*tuple[Any, ...]]:
    """The statement of a page; its values are named parameters.

    But for the limit: SQLite would prepare the statement anew for each value of it.
    """
    keys = _KEYS[sort.key]
    wanted = [_CONDITIONS[name][0](_bound(name, several)) for name, several in given.items()]
    if after:
        places = tuple_(*(bindparam(f"after_{place}", type_=key.type) for place, key in enumerate(keys)))
        wanted.append(tuple_(*keys) < places if sort.descending else tuple_(*keys) > places)
    order, most = _directed(keys, sort), prepared.fixed(limit)
    if not skipping:
        return rows_query(walking=walking).where(*wanted).order_by(*order).limit(most)
    # What is skipped is counted along the index alone; only the page's own rows are joined.
    ids = select(Disruption.id).where(*wanted).order_by(*order).offset(bindparam("offset", type_=Integer)).limit(most)
    if sort.key == "subject":
        ids = ids.join(Subject.__table__, _of_subject(walking=walking))
    return rows_query().where(Disruption.id.in_(ids.scalar_subquery())).order_by(*order)


def _of_subject(*, walking: bool) -> ColumnElement[bool]:
    """How a disruption joins its subject.

    ``walking``: SQLite is to go through the subjects in their order and find each one's disruptions by their index.
    It takes that way where a subject cannot be looked up by its id, which the wrapped column sees to; the other way
    round it would sort every disruption there is.
    """
    subject = Subject.__table__.c.id
    return (func.coalesce(subject, subject) if walking else subject) == Disruption.subject_id


def _given(shown: DisruptionFilter) -> dict[str, list[Any]]:
    """The fields that narrow the view, each with the values of its parameters."""
    return {name: _CONDITIONS[name][1](value) for name in _CONDITIONS if (value := getattr(shown, name))}


def _bound(name: str, values: list[Any], *, unique: bool = False) -> _Bound:
    """Parameters of a field; unique ones may stand twice in a statement that compares two views."""
    kind = Id() if isinstance(values[0], UUID) else None  # in a list, a parameter does not learn the column's type
    return [bindparam(f"{name}_{place}", value, type_=kind, unique=unique) for place, value in enumerate(values)]


def _directed(keys: tuple[Any, ...], sort: Sort) -> list[Any]:
    return [key.desc() if sort.descending else key.asc() for key in keys]


def awaiting_submission(recorder_id: UUID) -> ColumnElement[bool]:
    """A recorder's own drafts and returned ones."""
    return and_(
        Disruption.recorded_by_id == recorder_id,
        or_(Disruption.status == DisruptionStatus.DRAFT, Disruption.status == DisruptionStatus.RETURNED),
    )
