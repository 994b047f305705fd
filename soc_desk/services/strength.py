"""Posts and strength of teams by role and day: the register that supervisors keep, and what stands on a day."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from soc_desk.domain import Strength, Team
from soc_desk.domain.days import DayToCome
from soc_desk.domain.strength import HUNDREDTHS, KEEPERS, fte, vacancy_percent
from soc_desk.errors import Invalid, NotFound
from soc_desk.services.labels import policy
from soc_desk.services.prints import day_words, wall
from soc_desk.store import Work, use_case

__all__ = [
    "KEEPERS",
    "StrengthDraft",
    "StrengthRow",
    "as_at",
    "change",
    "draft",
    "list_rows",
    "record",
    "remove",
    "roles",
]

_MOST = 9_999
_LARGEST = f"{_MOST:,}"


@dataclass(frozen=True, kw_only=True)
class StrengthRow:
    """Posts of a role in a team, in full-time equivalent; None is not recorded, which is not nought."""

    id: UUID
    version: int
    team_id: UUID
    team: str
    role: str
    established: Decimal | None
    actual: Decimal | None
    starts_on: date
    ends_on: date | None

    @property
    def vacancy(self) -> Decimal | None:
        """The vacancy rate in per cent; below nought over strength."""
        return vacancy_percent(self.established, self.actual)

    def holds(self, day: date) -> bool:
        """Whether it is the strength on a day."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True, kw_only=True)
class StrengthDraft:
    """What the form of a strength fills. There is no field for why a post is empty."""

    id: UUID | None = None
    version: int | None = None
    team_id: UUID | None = None
    role: str = ""
    established: Decimal | None = None
    actual: Decimal | None = None
    starts_on: DayToCome = None
    ends_on: DayToCome = None

    def problems(self) -> dict[str, str]:
        """Field to sentence. More people than posts is no problem: teams are over strength."""
        found: dict[str, str] = {}
        if self.team_id is None:
            found["team_id"] = "Choose the team."
        if not self.role.strip():
            found["role"] = "Choose the role."
        if self.starts_on is None:
            found["starts_on"] = "Give the day from which this is so."
        elif self.ends_on is not None and self.ends_on < self.starts_on:
            found["ends_on"] = "The last day cannot come before the first."
        if self.established is None and self.actual is None:
            found["established"] = "Enter the posts, the people in them, or both; what is not known stays empty."
        for name in ("established", "actual"):
            if problem := _wrong(getattr(self, name)):
                found[name] = problem
        return found


def _wrong(posts: Decimal | None) -> str:
    if posts is None:
        return ""
    if not posts.is_finite() or not 0 <= posts <= _MOST:
        return f"Enter a number from 0 to {_LARGEST}, such as 6 or 5.6."
    return "" if posts * HUNDREDTHS % 1 == 0 else "Enter no more than two places after the point, such as 5.65."


def list_rows(session: Session) -> list[StrengthRow]:
    """Every strength the reader may know of, by team and role, the newest first."""
    query = select(Strength, Team.name).join(Team, Team.id == Strength.team_id)
    found = session.execute(query.order_by(Team.name, Strength.role, Strength.starts_on.desc()))
    return [_row(strength, team) for strength, team in found]


def as_at(session: Session, day: date) -> list[StrengthRow]:
    """What stands on a day: one row at most for each role of a team."""
    return [row for row in list_rows(session) if row.holds(day)]


def draft(session: Session, id: UUID) -> StrengthDraft:
    """A strength for the form."""
    kept = session.get(Strength, id)
    if kept is None:
        raise NotFound("That strength does not exist, or is not open to you.")
    return StrengthDraft(
        id=kept.id, version=kept.version, team_id=kept.team_id, role=kept.role, starts_on=kept.starts_on,
        ends_on=kept.ends_on, established=fte(kept.established_hundredths), actual=fte(kept.actual_hundredths),
    )  # fmt: skip


def roles(session: Session, on: date) -> tuple[str, ...]:
    """The roles that strength is kept of, as the force lists them."""
    return tuple(policy(session, "strength.roles", on))


@use_case("Record the strength of a team", needs=KEEPERS)
def record(work: Work, draft: StrengthDraft) -> UUID:
    """Keep the posts of a role in a team from a day on; two of one role never hold on one day."""
    strength = Strength(**_values(work, draft, ""))
    work.add(strength)
    return strength.id


@use_case("Change the strength of a team", needs=KEEPERS)
def change(work: Work, draft: StrengthDraft) -> None:
    """Save an edit of one, such as its last day."""
    if draft.id is None:
        raise Invalid({"id": "This form does not belong to a saved strength; record it first."})
    kept = work.get(Strength, draft.id, draft.version)
    for name, value in _values(work, draft, kept.role).items():
        setattr(kept, name, value)


@use_case("Remove the strength of a team", needs=KEEPERS)
def remove(work: Work, id: UUID, version: int) -> None:
    """Take out one that was recorded by mistake; the log keeps it. One that is over gets its last day instead."""
    work.session.delete(work.get(Strength, id, version))


def _values(work: Work, draft: StrengthDraft, kept_role: str) -> dict[str, Any]:
    problems = draft.problems()
    listed = roles(work.session, wall(work.now).date())
    role = draft.role.strip()
    if "role" not in problems and role not in (*listed, kept_role):
        problems["role"] = f"{role} is no role of the force's list; choose one of these: {', '.join(listed)}."
    if not problems and (other := _overlapping(work.session, draft, role)):
        problems["starts_on"] = other
    if problems or draft.starts_on is None:
        raise Invalid(problems)
    return {
        "team_id": draft.team_id, "role": role, "starts_on": draft.starts_on, "ends_on": draft.ends_on,
        "established_hundredths": _hundredths(draft.established), "actual_hundredths": _hundredths(draft.actual),
    }  # fmt: skip


def _overlapping(session: Session, draft: StrengthDraft, role: str) -> str:
    """Which other strength of the role holds on one of the days, as a sentence; empty for none."""
    query = select(Strength.starts_on, Strength.ends_on).where(
        Strength.team_id == draft.team_id,
        Strength.role == role,
        or_(Strength.ends_on.is_(None), Strength.ends_on >= draft.starts_on),
    )
    if draft.ends_on is not None:
        query = query.where(Strength.starts_on <= draft.ends_on)
    if draft.id is not None:
        query = query.where(Strength.id != draft.id)
    found = session.execute(query.order_by(Strength.starts_on).limit(1)).one_or_none()
    if found is None:
        return ""
    days = f"from {day_words(found.starts_on)} " + (f"to {day_words(found.ends_on)}" if found.ends_on else "on")
    return f"The team has a strength of {role} {days} already; end that one first, or give other days."


def _hundredths(posts: Decimal | None) -> int | None:
    return None if posts is None else int(posts * HUNDREDTHS)


def _row(kept: Strength, team: str) -> StrengthRow:
    return StrengthRow(
        id=kept.id, version=kept.version, team_id=kept.team_id, team=team, role=kept.role, starts_on=kept.starts_on,
        ends_on=kept.ends_on, established=fte(kept.established_hundredths), actual=fte(kept.actual_hundredths),
    )  # fmt: skip
