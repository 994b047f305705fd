"""The open cases of each team beside its strength: cases for each post and each person in post, and vacancies by role.

A team without recorded strength has no average: unknown is not nought.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from soc_desk.domain.strength import KEEPERS, per_fte, vacancy_percent
from soc_desk.services import places, strength
from soc_desk.services.caseload_figures import NO_TEAM, CaseloadFilter, Load
from soc_desk.services.labels import policy
from soc_desk.services.strength import StrengthRow
from soc_desk.store.sight import reader_of

NOT_TOLD = "Posts and strength are told to supervisors and administrators alone."
OF_WHOLE_TEAMS = "Posts and strength are of whole teams, so that they are not set against the cases of an area."


@dataclass(frozen=True, kw_only=True)
class Post:
    """The posts of one role, in full-time equivalent; None is not recorded."""

    role: str
    established: Decimal | None
    actual: Decimal | None
    vacancy: Decimal | None


@dataclass(frozen=True, kw_only=True)
class TeamStrength:
    """A team's open cases, the strength of its roles that hold cases, and the cases for each full-time equivalent.

    ``posts`` are all roles recorded; ``has_posts`` is False where no strength could be: cases of no team.
    """

    team: str
    open_cases: int
    established: Decimal | None
    actual: Decimal | None
    per_established: Decimal | None
    per_actual: Decimal | None
    posts: tuple[Post, ...]
    has_posts: bool = True


@dataclass(frozen=True, kw_only=True)
class Strengths:
    """Teams, and all of them by role, as at a day; ``why_not`` says why there are none, where that is so.

    ``roles`` are those that hold cases, whose strength the cases are divided by.
    """

    teams: tuple[TeamStrength, ...] = ()
    by_role: tuple[Post, ...] = ()
    roles: tuple[str, ...] = ()
    why_not: str = ""


def strengths(session: Session, shown: CaseloadFilter, loads: Iterable[Load], today: date) -> Strengths:
    """What ``loads``, the open cases by team, come to for each post and each person in post on a day."""
    if not reader_of(session).has(KEEPERS):
        return Strengths(why_not=NOT_TOLD)
    if shown.areas:
        return Strengths(why_not=OF_WHOLE_TEAMS)
    cases = {load.name: load.open_cases for load in loads}
    names = [team.name for team in places.teams(session) if not shown.teams or team.id in shown.teams]
    order = strength.roles(session, today)
    rows = [row for row in strength.as_at(session, today) if row.team in names]
    rows.sort(key=lambda row: (order.index(row.role) if row.role in order else len(order), row.role))
    roles = tuple(policy(session, "caseload.roles", today))
    teams = [_team(name, cases.get(name, 0), [row for row in rows if row.team == name], roles) for name in names]
    if cases.get(NO_TEAM):
        teams.append(_team(NO_TEAM, cases[NO_TEAM], [], roles, has_posts=False))
    by_role: dict[str, list[StrengthRow]] = {}
    for row in rows:
        by_role.setdefault(row.role, []).append(row)
    return Strengths(
        teams=tuple(teams), by_role=tuple(_post(role, found) for role, found in by_role.items()), roles=roles
    )


def plain(found: Strengths) -> Mapping[str, object] | None:
    """The same as JSON holds it; None where it is not told."""
    if found.why_not:
        return None
    return {
        "roles_counted": list(found.roles),
        "teams": [_plain(team) | {"posts": [_plain(post) for post in team.posts]} for team in found.teams],
        "by_role": [_plain(post) for post in found.by_role],
    }


def _plain(value: Post | TeamStrength) -> dict[str, object]:
    return {
        name: float(each) if isinstance(each, Decimal) else each
        for name, each in vars(value).items()
        if name not in ("posts", "has_posts")
    }


def _team(
    name: str, cases: int, rows: list[StrengthRow], roles: tuple[str, ...], *, has_posts: bool = True
) -> TeamStrength:
    of_cases = _post("", [row for row in rows if row.role in roles])
    return TeamStrength(
        team=name, open_cases=cases, established=of_cases.established, actual=of_cases.actual,
        per_established=per_fte(cases, of_cases.established), per_actual=per_fte(cases, of_cases.actual),
        posts=tuple(_post(row.role, [row]) for row in rows), has_posts=has_posts,
    )  # fmt: skip


def _post(role: str, rows: Iterable[StrengthRow]) -> Post:
    rows = list(rows)
    established, actual = _sum(row.established for row in rows), _sum(row.actual for row in rows)
    return Post(role=role, established=established, actual=actual, vacancy=vacancy_percent(established, actual))


def _sum(posts: Iterable[Decimal | None]) -> Decimal | None:
    """Together; None where one is not known, or none was recorded."""
    found = list(posts)
    return None if not found or None in found else sum((each for each in found if each is not None), Decimal(0))
