"""Counting a caseload: groups, POCA cases, counted disruptions and waiting work, by officer, team and area."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from soc_desk.domain import Area, Disruption, Ocg, PocaCase, Subject, Team, User
from soc_desk.domain.period import Period
from soc_desk.services import caseload_lists, disruption_rows, ocgs, periods
from soc_desk.services.caseload_lists import WAITING, AwaitingRow, GroupRow
from soc_desk.services.disruption_rows import DisruptionFilter
from soc_desk.services.labels import labels, policy
from soc_desk.services.ocgs import OcgFilter
from soc_desk.services.poca import case_query
from soc_desk.services.poca.case_query import CaseFilter
from soc_desk.vocabulary import Access, DisruptionStatus, FourP, Role, SubjectStatus

CASELOAD = (SubjectStatus.PROPOSED, SubjectStatus.ACTIVE)
"""States in which a group is somebody's work."""

NOBODY = "Nobody yet"
NO_TEAM = "No team"
NO_AREA = "No area"


@dataclass(frozen=True, kw_only=True)
class CaseloadFilter:
    """Whose caseload; empty means all. Areas are those of the group and of the disruption, as in the registers."""

    teams: tuple[UUID, ...] = ()
    areas: tuple[UUID, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Load:
    """What a person, team or area holds. ``oldest_days`` is the age of the oldest waiting item, None if none waits.

    ``cases`` are the POCA cases that are not closed, paid or ended. ``is_flagged``: an officer who has more open cases
    than the force's own threshold; a proposal to look, and no more.
    """

    name: str
    groups: int
    cases: int
    top_tier: int
    active: int
    proposed: int
    by_p: Mapping[FourP, int]
    awaiting: int
    returned: int
    drafts: int
    oldest_days: int | None
    is_flagged: bool = False

    @property
    def open_cases(self) -> int:
        """Open groups led, and open POCA cases."""
        return self.groups + self.cases


@dataclass(frozen=True, kw_only=True)
class Counted:
    """The figures before they are named and checked; ``listed`` is the number of groups behind ``groups``.

    ``threshold`` is the force's own number of open cases above which an officer is flagged; 0 flags nobody.
    """

    officers: tuple[Load, ...]
    teams: tuple[Load, ...]
    areas: tuple[Load, ...]
    total: Load
    groups: tuple[GroupRow, ...]
    listed: int
    restricted: int
    unallocated: int
    awaiting: tuple[AwaitingRow, ...]
    threshold: int


@dataclass
class _Tally:
    groups: int = 0
    cases: int = 0
    top_tier: int = 0
    active: int = 0
    by_p: dict[FourP, int] = field(default_factory=lambda: dict.fromkeys(FourP, 0))
    waiting: dict[DisruptionStatus, int] = field(default_factory=lambda: dict.fromkeys(WAITING, 0))
    oldest: int | None = None

    def load(self, name: str) -> Load:
        return Load(
            name=name, groups=self.groups, cases=self.cases, top_tier=self.top_tier, active=self.active,
            proposed=self.groups - self.active, by_p=self.by_p, awaiting=self.waiting[DisruptionStatus.SUBMITTED],
            returned=self.waiting[DisruptionStatus.RETURNED], drafts=self.waiting[DisruptionStatus.DRAFT],
            oldest_days=self.oldest,
        )  # fmt: skip


class _Ledger:
    """Tallies by name; a name is made when something is first counted under it."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._tallies: dict[str, _Tally] = {name: _Tally() for name in names}

    def __getitem__(self, name: str) -> _Tally:
        return self._tallies.setdefault(name, _Tally())

    def loads(self, last: str) -> tuple[Load, ...]:
        """By name, what belongs to nobody at the end."""
        ordered = sorted(self._tallies.items(), key=lambda item: (item[0] == last, item[0].casefold()))
        return tuple(tally.load(name) for name, tally in ordered)


class _Ledgers:
    """Three ledgers and their common total: whatever is counted is counted in each of them once."""

    def __init__(self, officers: Iterable[str]) -> None:
        self.officers, self.teams, self.areas = _Ledger(officers), _Ledger(), _Ledger()
        self.total = _Tally()

    def of(self, officer: str, team: str, area: str) -> tuple[_Tally, ...]:
        return self.officers[officer or NOBODY], self.teams[team or NO_TEAM], self.areas[area or NO_AREA], self.total


@dataclass(frozen=True, kw_only=True)
class _Officer:
    id: UUID
    name: str
    team_id: UUID | None
    in_post: bool


def in_period(shown: CaseloadFilter, period: Period) -> DisruptionFilter:
    """The register's view of the disruptions that count in the period."""
    view = DisruptionFilter(starts_on=period.starts_on, ends_on=period.ends_on, areas=shown.areas, teams=shown.teams)
    return view.counted()


def tiers(session: Session, view: OcgFilter) -> dict[str, dict[SubjectStatus, int]]:
    """Groups of the register's view by tier code and status."""
    grouped = select(Ocg.tier, Ocg.status, func.count(Ocg.id)).where(*ocgs.conditions(view))
    found: dict[str, dict[SubjectStatus, int]] = {}
    for tier, status, number in session.execute(grouped.group_by(Ocg.tier, Ocg.status)):
        found.setdefault(tier, {})[status] = number
    return found


def count(session: Session, shown: CaseloadFilter, period: Period, today: date) -> Counted:
    """Everything on the summary, in a number of statements that does not grow with the number of groups or officers."""
    rows = ocgs.page(session, OcgFilter(statuses=CASELOAD, areas=shown.areas, teams=shown.teams), limit=1_000_000)
    officers = _officers(session)
    names = {officer.id: officer.name for officer in officers}
    waiting = caseload_lists.waiting(session, DisruptionFilter(areas=shown.areas, teams=shown.teams), names)
    top_tier = next(iter(labels(session, "tier")), None)
    ledgers = _Ledgers(_in_post(officers, shown))
    for row in rows:
        for tally in ledgers.of(names[row.owner_id] if row.owner_id else "", row.team, row.area):
            tally.groups += 1
            tally.top_tier += row.tier == top_tier
            tally.active += row.status is SubjectStatus.ACTIVE
    for owner, team, area, number in _cases(session, open_cases(shown)):
        for tally in ledgers.of(names[owner] if owner else "", team or "", area or ""):
            tally.cases += number
    for recorder, team, area, four_p, number in _recorded(session, in_period(shown, period)):
        for tally in ledgers.of(names[recorder], team or "", area or ""):
            tally.by_p[four_p] += number
    for item in waiting:
        for tally in ledgers.of(item.officer, item.team, item.area):
            tally.waiting[item.status] += 1
            tally.oldest = max(tally.oldest or 0, (today - item.since).days)
    named = [row for row in rows if row.access is Access.TEAM]
    groups = caseload_lists.groups(session, named, waiting, today)
    threshold = int(policy(session, "caseload.threshold", today))
    return Counted(
        officers=tuple(_flagged(load, threshold) for load in ledgers.officers.loads(NOBODY)), threshold=threshold,
        teams=ledgers.teams.loads(NO_TEAM), areas=ledgers.areas.loads(NO_AREA),
        total=ledgers.total.load("Total"), groups=groups, listed=len(groups) + len(rows) - len(named),
        restricted=len(rows) - len(named), unallocated=sum(1 for row in rows if row.owner_id is None),
        awaiting=caseload_lists.awaiting(session, waiting, today),
    )  # fmt: skip


def _officers(session: Session) -> list[_Officer]:
    """Everybody who ever signed in; two of one name are told apart by their sign-in name."""
    found = session.execute(select(User.id, User.display, User.name, User.team_id, User.roles, User.disabled_at)).all()
    twice = Counter(row.display for row in found)
    return [
        _Officer(
            id=row.id, name=f"{row.display} ({row.name})" if twice[row.display] > 1 else row.display,
            team_id=row.team_id, in_post=row.disabled_at is None and Role.OFFICER.value in row.roles,
        )
        for row in found
    ]  # fmt: skip


def _in_post(officers: list[_Officer], shown: CaseloadFilter) -> list[str]:
    """Those of the view's teams, so that one without any work is printed with zeros; people have no area."""
    if shown.areas:
        return []
    return [each.name for each in officers if each.in_post and (not shown.teams or each.team_id in shown.teams)]


def open_cases(shown: CaseloadFilter) -> CaseFilter:
    """The register's view of the POCA cases that are somebody's work."""
    return CaseFilter(open_only=True, areas=shown.areas, teams=shown.teams)


def _flagged(load: Load, threshold: int) -> Load:
    is_flagged = bool(threshold) and load.name != NOBODY and load.open_cases > threshold
    return replace(load, is_flagged=is_flagged)


def _cases(session: Session, view: CaseFilter) -> list[tuple[UUID | None, str | None, str | None, int]]:
    """Open POCA cases by owner, team and area; the state of one that is over does not depend on the hour."""
    keys = (PocaCase.owner_id, Team.name, Area.name)
    query = (
        select(*keys, func.count(PocaCase.id))
        .outerjoin(Team, Team.id == PocaCase.team_id)
        .outerjoin(Area, Area.id == PocaCase.area_id)
        .where(*case_query.conditions(view, periods.now()))
        .group_by(*keys)
    )
    return [(owner, team, area, number) for owner, team, area, number in session.execute(query)]


def _recorded(session: Session, view: DisruptionFilter) -> list[tuple[UUID, str | None, str | None, FourP, int]]:
    """Counted disruptions by recorder, the subject's team, area and P."""
    keys = (Disruption.recorded_by_id, Team.name, Area.name, Disruption.four_p)
    query = (
        select(*keys, func.count(Disruption.id))
        .join(Subject, Subject.id == Disruption.subject_id)
        .outerjoin(Team, Team.id == Subject.team_id)
        .outerjoin(Area, Area.id == Disruption.area_id)
        .where(*disruption_rows.conditions(view))
        .group_by(*keys)
    )
    return [(recorder, team, area, four_p, number) for recorder, team, area, four_p, number in session.execute(query)]
