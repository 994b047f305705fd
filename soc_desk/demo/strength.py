"""Invented posts and strength of the teams: last year's and this year's, with vacancies and one gap."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from soc_desk.demo.blank import Row, blank
from soc_desk.demo.chance import Chance
from soc_desk.domain import Strength
from soc_desk.domain.period import financial_year, financial_year_of

_POSTS = (
    (("Financial investigator", 500, 360), ("DC", 300, 300), ("Analyst", 100, 0)),
    (("Analyst", 400, 280), ("Intelligence officer", 300, None)),
    (("DC", 600, 300), ("Analyst", 100, 100), ("Intelligence officer", 200, 150)),
    (("DC", 800, 850), ("Analyst", 100, 60)),
)
"""Posts and people in hundredths of each team by name; what nobody counted is None."""


def rows(chance: Chance, teams: Sequence[UUID]) -> list[Row]:
    """Two years of each role; the earlier one ends where the later begins."""
    this_year = financial_year(financial_year_of(chance.today)).starts_on
    last_year = date(this_year.year - 1, this_year.month, 1)
    found = []
    for place, team in enumerate(teams):
        for role, established, actual in _POSTS[place % len(_POSTS)]:
            row = blank(Strength) | {"team_id": team, "role": role, "established_hundredths": established}
            found += [
                row | {
                    "id": chance.id(), "actual_hundredths": established, "starts_on": last_year,
                    "ends_on": this_year - timedelta(days=1),
                },
                row | {"id": chance.id(), "actual_hundredths": actual, "starts_on": this_year},
            ]  # fmt: skip
    return found
