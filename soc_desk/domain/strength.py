"""How many posts a team has in a role and how many are filled, by day, and what is worked out from that.

Staff data (UK GDPR and DPA 2018 Part 2), kept apart from case data: supervisors and administrators read it, nobody
else, and it says nothing of why a post is empty.
"""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, UniqueConstraint, false, true
from sqlalchemy.orm import Mapped, mapped_column

from soc_desk.domain.actor import Actor
from soc_desk.domain.base import Entity
from soc_desk.vocabulary import Role
from soc_desk.vocabulary.rounding import rounded

KEEPERS = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})
"""Who reads and keeps strength."""
HUNDREDTHS = 100


class Strength(Entity):
    """Posts of a role in a team from a day to a day, in hundredths of full-time equivalent; None is not known."""

    __tablename__ = "strength"
    __table_args__ = (UniqueConstraint("team_id", "role", "starts_on"),)

    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"))
    role: Mapped[str]
    established_hundredths: Mapped[int | None] = mapped_column(default=None)
    actual_hundredths: Mapped[int | None] = mapped_column(default=None)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None] = mapped_column(default=None)

    @classmethod
    def visible_to(cls, reader: Actor) -> ColumnElement[bool]:
        return true() if reader.has(KEEPERS) else false()


def fte(hundredths: int | None) -> Decimal | None:
    """What is stored, as full-time equivalent."""
    return None if hundredths is None else Decimal(hundredths) / HUNDREDTHS


def per_fte(cases: int, posts: Decimal | None) -> Decimal | None:
    """Cases for each full-time equivalent to one place, half up; None where posts are not known or there are none."""
    return rounded(Fraction(cases) / Fraction(posts), 1) if posts else None


def vacancy_percent(established: Decimal | None, actual: Decimal | None) -> Decimal | None:
    """The share of posts that nobody fills, in per cent to one place; below nought over strength."""
    if not established or actual is None:
        return None
    return rounded(Fraction(established - actual) * 100 / Fraction(established), 1)
