"""The part of the caseload summary on posts and strength: open cases for each post, and vacancies by role."""

from collections.abc import Iterator
from decimal import Decimal

from soc_desk.reports.blocks import Note
from soc_desk.reports.tables import Column, Style, Table
from soc_desk.services.caseload_strength import Post, Strengths, TeamStrength

NOT_RECORDED = "not recorded"
_NOBODY, _NO_POSTS, _NOT_APPLICABLE = "nobody in post", "no posts", "–"
_FIGURES = ("Open cases", "In post, FTE", "Posts, FTE", "Cases per person in post", "Cases per post")


def blocks(found: Strengths, day: str, style: Style) -> Iterator[Table | Note]:
    """The tables, as at a day, and what their figures are; a sentence where they are not told."""
    if found.why_not:
        yield Note(words=found.why_not)
        return
    yield Table(
        title=f"Open cases and strength by team, as at {day}",
        columns=(Column(heading="Team"), *(Column(heading=name, align="right") for name in _FIGURES)),
        rows=[_team(team) for team in found.teams],
        style=style,
    )
    yield Note(words=_explained(found.roles))
    posts = [(team.team, post) for team in found.teams for post in team.posts]
    yield Table(
        title=f"Vacancies by role, as at {day}",
        columns=(
            Column(heading="Team"),
            Column(heading="Role"),
            *(Column(heading=name, align="right") for name in ("Posts, FTE", "In post, FTE", "Vacancy rate")),
        ),
        rows=[(team, *_post(post)) for team, post in [*posts, *(("All shown", post) for post in found.by_role)]],
        empty="No posts are recorded for the day.",
        style=style,
    )


def _explained(roles: tuple[str, ...]) -> str:
    return (
        "Open cases of a team are its proposed and active groups and its POCA cases that are not closed, paid or "
        "ended, as far as whoever prints may know of them. They are divided twice, half up to one place: by the "
        "full-time equivalent (FTE) in post, and by the posts established, of the roles that hold cases "
        f"({', '.join(roles)}; local policy). The vacancy rate is posts less people in post, divided by posts; below "
        f"nought the team is over strength. “{NOT_RECORDED.capitalize()}” is not nought. Posts and strength are staff "
        "data (UK GDPR and DPA 2018 Part 2) and no part of any case."
    )


def _team(team: TeamStrength) -> tuple[str, ...]:
    if not team.has_posts:
        return (team.team, f"{team.open_cases:,}", *(_NOT_APPLICABLE,) * 4)
    return (
        team.team,
        f"{team.open_cases:,}",
        _posts(team.actual),
        _posts(team.established),
        _average(team.per_actual, team.actual, _NOBODY),
        _average(team.per_established, team.established, _NO_POSTS),
    )


def _post(post: Post) -> tuple[str, ...]:
    vacancy = post.vacancy
    if vacancy is None:
        rate = _NO_POSTS if post.established == 0 else NOT_RECORDED
    else:
        rate = f"{vacancy} %".replace("-", "−")
    return post.role, _posts(post.established), _posts(post.actual), rate


def _average(cases: Decimal | None, posts: Decimal | None, none: str) -> str:
    if cases is not None:
        return f"{cases:,}"
    return NOT_RECORDED if posts is None else none


def _posts(posts: Decimal | None) -> str:
    """``6``, ``5.5`` or ``5.65``: no places that say nothing."""
    return NOT_RECORDED if posts is None else f"{posts:,.2f}".rstrip("0").rstrip(".")
