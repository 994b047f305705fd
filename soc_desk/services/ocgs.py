"""Organised crime groups: the register, the record, mapping one, changing it, and the steps of its life."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased

from soc_desk.domain import Area, CodeItem, Disruption, Ocg, SubjectStatusChange, Team, User
from soc_desk.domain.base import Id
from soc_desk.domain.days import DayThatWas
from soc_desk.errors import Invalid, NotFound
from soc_desk.services import code_checks, subjects
from soc_desk.services.merging import merge
from soc_desk.services.ocg_life import steps
from soc_desk.services.periods import year_before
from soc_desk.services.prints import wall
from soc_desk.services.rows import as_tuples, columns_of, draft_of, row, rows_of
from soc_desk.store import Work, prepared, use_case
from soc_desk.vocabulary import READERS, Access, FourP, ImpactLevel, Marking, Role, SubjectStatus
from soc_desk.vocabulary.ocg import AssessmentGrade, HandlingGrade, Scope, SourceGrade

NO_PROBLEMS: Mapping[str, str] = {}
MAPPERS = frozenset({Role.OFFICER, Role.COORDINATOR, Role.SUPERVISOR, Role.ANALYST})


@dataclass(frozen=True, kw_only=True)
class OcgRow:
    """One line of the OCG register."""

    id: UUID
    version: int
    reference: str
    name: str
    status: SubjectStatus
    tier: str
    primary_threat: str
    threat: str
    area: str
    team: str
    owner: str
    owner_id: UUID | None
    lro: str
    sro: str
    mapped_on: date | None
    assessed_on: date | None
    last_intelligence_on: date | None
    review_due_on: date | None
    access: Access


@dataclass(frozen=True, kw_only=True)
class OcgFilter:
    """What a view shows; empty means all."""

    statuses: tuple[SubjectStatus, ...] = ()
    areas: tuple[UUID, ...] = ()
    teams: tuple[UUID, ...] = ()
    tiers: tuple[str, ...] = ()
    threats: tuple[str, ...] = ()
    owner_id: UUID | None = None
    without_lro: bool = False
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class OcgDraft:
    """What the OCG form fills; tier, leaders and intelligence are set by steps of their own.

    ``affected_areas`` are ids of areas as text, ``cross_border_forces`` codes of agencies, ``line_names`` county lines:
    None where nobody said, empty for none. ``synced_on`` is the day it was last synchronised with APMIS,
    ``intelligence_told_on`` a day told before links were kept (see ``Subject``).
    """

    id: UUID | None = None
    version: int | None = None
    name: str = ""
    operation_name: str = ""
    national_ref: str = ""
    area_id: UUID | None = None
    team_id: UUID | None = None
    owner_id: UUID | None = None
    primary_threat: str = ""
    secondary_threats: tuple[str, ...] = ()
    scope: Scope | None = None
    affected_areas: tuple[str, ...] | None = None
    cross_border_forces: tuple[str, ...] | None = None
    line_names: tuple[str, ...] | None = None
    mapped_on: DayThatWas = None
    assessed_on: DayThatWas = None
    intelligence_told_on: DayThatWas = None
    synced_on: DayThatWas = None
    band: str = ""
    marking: Marking = Marking.OFFICIAL_SENSITIVE
    notes: str = ""

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        found: dict[str, str] = {}
        if not self.name.strip():
            found["name"] = "Give the group a neutral name, not a person's."
        if not self.primary_threat:
            found["primary_threat"] = "Choose the primary threat."
        if self.primary_threat and self.primary_threat in self.secondary_threats:
            found["secondary_threats"] = (
                "The primary threat cannot be a secondary one as well; take it out of one of the two."
            )
        if self.synced_on is not None and not self.national_ref.strip():
            found["national_ref"] = "Enter the reference that it has there, if it was synchronised."
        return found


@dataclass(frozen=True, kw_only=True)
class FirstReport:
    """The report that a group is mapped on; further ones are linked from its intelligence tab."""

    ir_ref: str = ""
    received_on: DayThatWas = None
    source: SourceGrade | None = None
    assessment: AssessmentGrade | None = None
    handling: HandlingGrade | None = None
    conditions: str = ""
    summary: str = ""
    source_checked: bool = False


@dataclass(frozen=True, kw_only=True)
class StatusStep:
    """One step of a group's life."""

    before: SubjectStatus | None
    after: SubjectStatus
    at: datetime
    by: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class OcgDetail:
    """Everything the record page shows of one group; ``four_ps`` counts disruptions of 12 months by P and level."""

    row: OcgRow
    draft: OcgDraft
    steps: tuple[StatusStep, ...]
    four_ps: dict[FourP, dict[ImpactLevel, int]]


_SORTS: dict[str, Any] = {
    "reference": Ocg.reference, "name": Ocg.name, "status": Ocg.status, "tier": Ocg.tier, "threat": Ocg.primary_threat,
    "mapped_on": Ocg.mapped_on, "last_intelligence_on": Ocg.last_intelligence_on, "lro": Ocg.lro,
}  # fmt: skip
SORTS = tuple(_SORTS)


def page(
    session: Session, shown: OcgFilter, sort: str = "reference", *, descending: bool = False, limit: int = 10_000
) -> list[OcgRow]:
    """The register; a force has a few hundred groups, a nation 6,000, so it comes whole."""
    key = _SORTS[sort]
    query = (
        _rows_query().where(*conditions(shown)).order_by(key.desc() if descending else key.asc(), Ocg.id).limit(limit)
    )
    return rows_of(OcgRow, session.execute(query))


def totals(session: Session, shown: OcgFilter) -> dict[SubjectStatus, int]:
    """How many groups of the view have each status; adds up to the list."""
    found = dict.fromkeys(SubjectStatus, 0)
    grouped = select(Ocg.status, func.count(Ocg.id)).where(*conditions(shown)).group_by(Ocg.status)
    found.update({status: number for status, number in session.execute(grouped)})
    return found


def conditions(shown: OcgFilter) -> list[ColumnElement[bool]]:
    """The view as conditions on ``Ocg``."""
    found: list[ColumnElement[bool]] = []
    for column, values in (
        (Ocg.status, shown.statuses), (Ocg.area_id, shown.areas), (Ocg.team_id, shown.teams), (Ocg.tier, shown.tiers),
        (Ocg.primary_threat, shown.threats),
    ):  # fmt: skip
        if values:
            found.append(column.in_(values))
    if shown.owner_id:
        found.append(Ocg.owner_id == shown.owner_id)
    if shown.without_lro:
        found.append(Ocg.lro == "")
    found += [
        or_(Ocg.reference.icontains(word, autoescape=True), Ocg.name.icontains(word, autoescape=True))
        for word in shown.text.split()
    ]
    return found


@use_case("Look at an OCG", needs=READERS)
def look(work: Work, id: UUID) -> OcgDetail:
    """Open a record; logs the consultation."""
    ocg = work.get(Ocg, id)
    work.consult(ocg)
    return detail(work.session, id, wall(work.now).date())


def detail(session: Session, id: UUID, today: date) -> OcgDetail:
    """The record as it stands, for callers that have already logged why they read it."""
    found = prepared.rows(session, "a group and its steps", _one_query, {"group": id})
    if not found:
        raise NotFound("That group does not exist, or is not open to you.")
    shown, drawn = len(OcgRow.__dataclass_fields__), len(StatusStep.__dataclass_fields__)
    steps = (values[-drawn:] for values in found)
    days = {"group": id, "since": year_before(today), "today": today}
    four_ps: dict[FourP, dict[ImpactLevel, int]] = {}
    for four_p, level, number in prepared.rows(session, "four Ps of a group", _four_ps_query, days):
        if number:
            four_ps.setdefault(four_p, {})[level] = number
    return OcgDetail(
        row=row(OcgRow, found[0][:shown]), draft=row(OcgDraft, as_tuples(found[0][shown:-drawn])), four_ps=four_ps,
        steps=tuple(rows_of(StatusStep, (step for step in steps if step[1] is not None))),
    )  # fmt: skip


def _one_query() -> Select[*tuple[Any, ...]]:
    """A group as its list shows it, as its form does, and a line for each step of its life."""
    step, by = SubjectStatusChange, aliased(User)
    drawn = (getattr(Ocg, name) for name in OcgDraft.__dataclass_fields__)
    return (
        _rows_query()
        .add_columns(*drawn, step.before, step.after, step.at, by.display, step.reason)
        .outerjoin(step, step.subject_id == Ocg.id)
        .outerjoin(by, by.id == step.by_id)
        .where(Ocg.id == bindparam("group", type_=Id()))
        .order_by(step.at)
    )


def _four_ps_query() -> Select[*tuple[Any, ...]]:
    from soc_desk.services.disruption_rows import is_counted, standing_for

    of_group = Disruption.subject_id.in_(standing_for(bindparam("group", type_=Id())))
    year = Disruption.disruption_date.between(bindparam("since", type_=Date()), bindparam("today", type_=Date()))
    grouped = (Disruption.four_p, Disruption.impact_level)
    counted = func.count(Disruption.id).filter(year, is_counted())  # no condition, or SQLite walks everybody's year
    return select(*grouped, counted).where(of_group).group_by(*grouped)


@use_case("Map an OCG", needs=MAPPERS)
def record(work: Work, draft: OcgDraft, first: FirstReport) -> UUID:
    """Keep a new group as Proposed, with the report it is mapped on; a second person validates it. Gives its id."""
    from soc_desk.services.ocg_life import mapping  # maps kinds of records that a start does not need

    problems = {f"first.{name}": told for name, told in mapping.problems(first, wall(work.now).date()).items()}
    values = checked(work, draft, problems=problems)
    values["mapped_on"] = values["mapped_on"] or wall(work.now).date()
    values["owner_id"] = values["owner_id"] or work.actor.id
    values["last_intelligence_on"] = values["intelligence_told_on"]  # nothing is linked to it yet
    ocg = Ocg(reference=work.next_reference("OCG"), created_by_id=work.actor.id, created_at=work.now, **values)
    ocg.status_since = wall(work.now).date()
    work.add(ocg)
    mapping.link(work, ocg, first)
    steps.note(work, ocg, None, "Mapped.")
    return ocg.id


@use_case("Change an OCG", needs=MAPPERS)
def change(work: Work, before: OcgDraft, mine: OcgDraft) -> None:
    """Save an edit; see ``merging`` for what happens when somebody else saved in between."""
    if mine.id is None:
        raise Invalid({"id": "This form does not belong to a saved record; map the group first."})
    ocg = work.get(Ocg, mine.id)
    saved = mine if ocg.version == before.version else merge(before, mine, draft_of(OcgDraft, ocg))
    if ocg.access is not Access.TEAM and saved.owner_id != ocg.owner_id:
        _refuse_losing(work, ocg, saved.owner_id)
    for name, value in checked(work, saved, draft_of(OcgDraft, ocg)).items():
        setattr(ocg, name, value)
    from soc_desk.services.intelligence import clock  # no start needs it

    clock.refresh(work, ocg.id)


@use_case("Move an OCG to another status", needs={Role.COORDINATOR, Role.SUPERVISOR})
def move(work: Work, id: UUID, version: int, after: SubjectStatus, reason: str) -> None:
    """Reject, with the reason; every other step asks for more and has a use case of its own."""
    if not reason.strip():
        raise Invalid({"reason": "Say why."})
    if after is SubjectStatus.ARCHIVED:
        raise Invalid({"status": "A group is archived from the archive review, which settles what hangs on it."})
    if after is SubjectStatus.MERGED:
        raise Invalid({"status": "Groups are merged from the merge page, which keeps where each fact came from."})
    ocg = work.get(Ocg, id, version)
    if after is SubjectStatus.ACTIVE:
        step = "Validate" if ocg.status is SubjectStatus.PROPOSED else "Reactivate"
        raise Invalid({"status": f"{step} the group to make it active."})
    steps.take(work, ocg, after, reason)


def _refuse_losing(work: Work, ocg: Ocg, owner_id: UUID | None) -> None:
    """A closed record hangs on its owner: only they or a supervisor pass it on, and never to nobody."""
    if owner_id is None:
        raise Invalid({"owner_id": "A restricted record needs an owner, or nobody could open it to others again."})
    if ocg.owner_id not in (None, work.actor.id) and Role.SUPERVISOR not in work.actor.roles:
        raise Invalid({"owner_id": "Only its owner, or a supervisor named on it, passes a restricted record on."})
    subjects.refuse_losing_sight(work, owner_id, subjects.readers(work.session, ocg.id))


def _rows_query() -> Select[*tuple[Any, ...]]:
    owner = aliased(User)
    columns = (
        Ocg.id, Ocg.version, Ocg.reference, Ocg.name, Ocg.status, Ocg.tier, Ocg.primary_threat,
        func.coalesce(CodeItem.label, Ocg.primary_threat), func.coalesce(Area.name, ""), func.coalesce(Team.name, ""),
        func.coalesce(owner.display, ""), Ocg.owner_id, Ocg.lro, Ocg.sro, Ocg.mapped_on, Ocg.assessed_on,
        Ocg.last_intelligence_on, Ocg.review_due_on, Ocg.access,
    )  # fmt: skip
    return (
        select(*columns)
        .outerjoin(Area, Area.id == Ocg.area_id)
        .outerjoin(Team, Team.id == Ocg.team_id)
        .outerjoin(owner, owner.id == Ocg.owner_id)
        .outerjoin(CodeItem, and_(CodeItem.list_name == "soc_threat", CodeItem.code == Ocg.primary_threat))
    )


def checked(
    work: Work, draft: OcgDraft, stood: OcgDraft | None = None, problems: Mapping[str, str] = NO_PROBLEMS
) -> dict[str, Any]:
    """Column values of a checked draft; ``stood`` is the record before, whose closed codes may stay."""
    kept = code_checks.of_ocg(stood) if stood else ()
    chosen, today = code_checks.of_ocg(draft), wall(work.now).date()
    found = code_checks.problems(work.session, chosen, kept, today) | draft.problems() | dict(problems)
    if draft.affected_areas and (
        set(draft.affected_areas) - {str(id_) for id_ in work.session.scalars(select(Area.id))}
    ):
        found["affected_areas"] = "One of the areas does not exist any more; choose from the list."
    if told := _national_ref_taken(work, draft, stood):
        found["national_ref"] = told
    if found:
        raise Invalid(found)
    return columns_of(draft)


def _national_ref_taken(work: Work, draft: OcgDraft, stood: OcgDraft | None) -> str:
    """A national reference names one group; only one that is open to the writer is told of."""
    wanted = draft.national_ref.strip()
    if not wanted or (stood is not None and stood.national_ref == wanted):
        return ""
    same = select(Ocg.reference, Ocg.name).where(
        func.lower(Ocg.national_ref) == wanted.lower(), Ocg.id != draft.id if draft.id else Ocg.id.is_not(None),
        Ocg.status.not_in((SubjectStatus.MERGED, SubjectStatus.REJECTED)),
    )  # fmt: skip
    if (other := work.session.execute(same.limit(1)).one_or_none()) is None:
        return ""
    return f"{wanted} is {other.reference} {other.name} already; open that group, or correct the reference."
