"""The caseload summary: who holds how much, which groups drift, what waits, from the registers' own queries."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import Ocg
from soc_desk.domain.period import Period
from soc_desk.services import caseload_figures, caseload_strength, disruption_rows, ocgs, periods, places, positions
from soc_desk.services.caseload_figures import CASELOAD, NOBODY, CaseloadFilter, Load
from soc_desk.services.caseload_lists import AwaitingRow, GroupRow
from soc_desk.services.caseload_strength import Strengths
from soc_desk.services.disruption_rows import DisruptionFilter
from soc_desk.services.labels import labels
from soc_desk.services.ocgs import OcgFilter
from soc_desk.services.poca import case_query
from soc_desk.services.positions import Position
from soc_desk.services.prints import Addressed, PrintFurniture, day_words, furnish, rehearse, wall
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import DisruptionStatus, FourP, Role, SubjectStatus

PRINTERS = frozenset({Role.SUPERVISOR, Role.COORDINATOR, Role.ANALYST})
"""The force and its OCG desk, whose analysts prepare the tasking meetings (domain/ocg.md 5.3)."""

TITLE = "Caseload summary"

_CHUNK = 1000
_FIGURES = (
    "threshold",
    "total",
    "officers",
    "teams",
    "areas",
    "tiers",
    "position",
    "groups",
    "awaiting",
    "reconciliation",
)

__all__ = [
    "NOBODY", "AwaitingRow", "Caseload", "CaseloadFilter", "CaseloadSummary", "GroupRow", "Load",
    "Period", "Reconciled", "TierRow", "plain", "preview", "print_out", "summary",
]  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class TierRow:
    """The groups of one tier by status; every status is a key."""

    tier: str
    by_status: Mapping[SubjectStatus, int]


@dataclass(frozen=True, kw_only=True)
class Reconciled:
    """One figure twice: as the register counts it, and as the rows of the print add up."""

    what: str
    register: int
    printed: int

    @property
    def agrees(self) -> bool:
        return self.register == self.printed


@dataclass(frozen=True, kw_only=True)
class Caseload:
    """All figures of one caseload summary. ``total`` is the sum of ``officers``.

    ``groups`` are the open groups that may be named; ``restricted`` more are counted in every figure and not named.
    ``unallocated`` is the number of groups nobody holds. ``top_tier`` is the label of the first tier in the list.
    ``strengths`` sets each team's open cases against its strength as at ``today``, for who may know of that.
    ``threshold`` is the force's own number of open cases above which an officer is flagged, 0 for none.
    """

    shown: CaseloadFilter
    filters: tuple[str, ...]
    unit: str
    period: Period
    today: date
    top_tier: str
    officers: tuple[Load, ...]
    teams: tuple[Load, ...]
    areas: tuple[Load, ...]
    total: Load
    tiers: tuple[TierRow, ...]
    position: Position
    groups: tuple[GroupRow, ...]
    restricted: int
    unallocated: int
    awaiting: tuple[AwaitingRow, ...]
    threshold: int
    strengths: Strengths
    reconciliation: tuple[Reconciled, ...]

    @property
    def agrees(self) -> bool:
        """Whether every printed total is the register's."""
        return all(line.agrees for line in self.reconciliation)


@dataclass(frozen=True, kw_only=True)
class CaseloadSummary:
    """What the report draws: the figures, and what the print says about itself."""

    furniture: PrintFurniture
    caseload: Caseload


def summary(session: Session, shown: CaseloadFilter, period: Period, today: date) -> Caseload:
    """The figures as this reader may know them.

    ``period`` is for counted disruptions and for what became of groups, the rest is as at ``today``.
    """
    counted = caseload_figures.count(session, shown, period, today)
    tiers = labels(session, "tier")
    view = OcgFilter(areas=shown.areas, teams=shown.teams)
    by_tier, position = _by_tier(session, view, tiers), positions.position(session, period, *ocgs.conditions(view))
    names = {place.id: place.name for place in (*places.teams(session), *places.areas(session))}
    return Caseload(
        shown=shown,
        filters=_filter_words(shown, names),
        unit=_unit(shown, names),
        period=period,
        today=today,
        top_tier=next(iter(tiers.values()), "Top tier"),
        officers=counted.officers,
        teams=counted.teams,
        areas=counted.areas,
        total=counted.total,
        tiers=by_tier,
        position=position,
        groups=counted.groups,
        restricted=counted.restricted,
        unallocated=counted.unallocated,
        awaiting=counted.awaiting,
        threshold=counted.threshold,
        strengths=caseload_strength.strengths(session, shown, counted.teams, today),
        reconciliation=(
            *_reconciled(session, shown, period, counted),
            *_stood(ocgs.totals(session, view), by_tier, position),
        ),
    )


@use_case("Print the caseload summary", needs=PRINTERS)
def print_out(work: Work, shown: CaseloadFilter, period: Period, to: Addressed) -> CaseloadSummary:
    """Log the disclosure and give back what is to be drawn, its print id included; every named group notes it."""
    caseload = summary(work.session, shown, period, wall(work.now).date())
    named = [group.id for group in caseload.groups]
    about = [
        group
        for start in range(0, len(named), _CHUNK)
        for group in work.session.scalars(select(Ocg).where(Ocg.id.in_(named[start : start + _CHUNK])))
    ]
    furniture = furnish(
        work,
        TITLE,
        to,
        records=len(caseload.groups) + len(caseload.awaiting),
        unit=caseload.unit,
        period=period.dates,
        filters=caseload.filters,
        restricted=caseload.restricted,
        about=about,
    )
    return CaseloadSummary(furniture=furniture, caseload=caseload)


@use_case("Preview the caseload summary", needs=PRINTERS)
def preview(work: Work, shown: CaseloadFilter, period: Period) -> CaseloadSummary:
    """What a print would say now, for the screen alone: a consultation is logged, and it carries no print id."""
    caseload = summary(work.session, shown, period, wall(work.now).date())
    furniture = rehearse(
        work, TITLE, unit=caseload.unit, period=period.dates, filters=caseload.filters, restricted=caseload.restricted
    )
    return CaseloadSummary(furniture=furniture, caseload=caseload)


def plain(caseload: Caseload) -> dict[str, object]:
    """The same figures as JSON holds them, for ``soc-desk report caseload --json``."""
    return {
        "unit": caseload.unit,
        "filters": list(caseload.filters),
        "period": caseload.period.text,
        "data_as_at": caseload.today.isoformat(),
        "agrees": caseload.agrees,
        "restricted": caseload.restricted,
        "unallocated": caseload.unallocated,
        **{name: _json(getattr(caseload, name)) for name in _FIGURES},
        "strength": caseload_strength.plain(caseload.strengths),
    }


def _json(value: object) -> object:
    if is_dataclass(value):
        told = {item.name: _json(getattr(value, item.name)) for item in fields(value)}
        return told | {"open_cases": value.open_cases} if isinstance(value, Load) else told
    if isinstance(value, Mapping):
        return {_json(key): _json(each) for key, each in value.items()}
    if isinstance(value, tuple):
        return [_json(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID | str) else value


def _by_tier(session: Session, view: OcgFilter, tiers: Mapping[str, str]) -> tuple[TierRow, ...]:
    """All groups of the view, archived ones too, by tier in the order of the force's list; then those without one."""
    found = caseload_figures.tiers(session, view)
    order = [*tiers, *sorted(set(found) - set(tiers))]
    return tuple(
        TierRow(
            tier=tiers.get(code, code or "No tier"),
            by_status={status: found.get(code, {}).get(status, 0) for status in SubjectStatus},
        )
        for code in order
    )


def _reconciled(
    session: Session, shown: CaseloadFilter, period: Period, counted: caseload_figures.Counted
) -> tuple[Reconciled, ...]:
    """The registers' own totals, asked for apart, beside what the printed rows add up to."""
    groups = ocgs.totals(session, OcgFilter(statuses=CASELOAD, areas=shown.areas, teams=shown.teams))
    view = DisruptionFilter(areas=shown.areas, teams=shown.teams)
    waiting = disruption_rows.totals(session, view).by_status
    cases = case_query.count(session, caseload_figures.open_cases(shown), now=periods.now())
    in_period = caseload_figures.in_period(shown, period)
    recorded = disruption_rows.totals(session, in_period).all
    lines = [Reconciled(what="Groups named and counted", register=sum(groups.values()), printed=counted.listed)]
    for name, loads in (("officer", counted.officers), ("team", counted.teams), ("area", counted.areas)):
        held = sum(load.groups for load in loads)
        lines.append(Reconciled(what=f"Groups by {name}", register=sum(groups.values()), printed=held))
        held = sum(load.cases for load in loads)
        lines.append(Reconciled(what=f"Open POCA cases by {name}", register=cases, printed=held))
        printed = sum(sum(load.by_p[four_p] for four_p in FourP) for load in loads)
        lines.append(Reconciled(what=f"Disruptions in the period by {name}", register=recorded, printed=printed))
    for status, words in (
        (DisruptionStatus.SUBMITTED, "Awaiting moderation"),
        (DisruptionStatus.RETURNED, "Returned"),
        (DisruptionStatus.DRAFT, "Drafts"),
    ):
        listed = sum(1 for row in counted.awaiting if row.status is status)
        lines.append(Reconciled(what=words, register=waiting[status], printed=listed))
    return tuple(lines)


def _stood(register: Mapping[SubjectStatus, int], tiers: tuple[TierRow, ...], position: Position) -> list[Reconciled]:
    """Active and archived groups: the register's totals beside the tiers, and beside the position and what came since.

    What is active by the position is worked out, not counted, so that a sum that does not add up is told.
    """
    by_steps = {
        SubjectStatus.ACTIVE: position.worked_out + position.active_since,
        SubjectStatus.ARCHIVED: position.archived_at_end + position.archived_since,
    }
    lines = []
    for status, stood in by_steps.items():
        tiered, groups = sum(row.by_status[status] for row in tiers), f"{status.label} groups"
        lines.append(Reconciled(what=f"{groups} by tier", register=register[status], printed=tiered))
        lines.append(Reconciled(what=f"{groups} by the position", register=register[status], printed=stood))
    end = f"Active groups at the end of {day_words(position.ends_on)}"
    return [*lines, Reconciled(what=end, register=position.closing, printed=position.worked_out)]


def _filter_words(shown: CaseloadFilter, names: Mapping[UUID, str]) -> tuple[str, ...]:
    teams = tuple(f"team {names.get(team, '–')}" for team in shown.teams)
    return teams + tuple(f"area {names.get(area, '–')}" for area in shown.areas)


def _unit(shown: CaseloadFilter, names: Mapping[UUID, str]) -> str:
    if len(shown.teams) == 1:
        return names.get(shown.teams[0], "–")
    return f"{len(shown.teams)} teams" if shown.teams else "All teams"
