"""Serious and organised crime local profiles: each area's latest, how old it is and when the next is due."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import Area, LocalProfile
from soc_desk.domain.days import DayThatWas, DayToCome
from soc_desk.errors import Invalid, NotFound
from soc_desk.services.labels import policy
from soc_desk.services.periods import months_before
from soc_desk.services.rows import columns_of, draft_of
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import WRITERS, Role

KEEPERS = WRITERS | {Role.ANALYST}
POLICY = "local_profile.months"


@dataclass(frozen=True, kw_only=True)
class ProfileRow:
    """An area and its latest approved profile; no profile is None, not nought months old."""

    area_id: UUID
    area: str
    id: UUID | None
    title: str
    approved_on: date | None
    next_due_on: date | None
    published_to: str
    led_to_plan: bool | None
    months: int | None
    is_overdue: bool


@dataclass(frozen=True, kw_only=True)
class ProfileDraft:
    """What the form of a profile fills."""

    id: UUID | None = None
    version: int | None = None
    area_id: UUID | None = None
    title: str = ""
    approved_on: DayThatWas = None
    approved_by: str = ""
    next_due_on: DayToCome = None
    published_to: str = ""
    led_to_plan: bool = False
    note: str = ""

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        found: dict[str, str] = {}
        if self.area_id is None:
            found["area_id"] = "Choose the area."
        if not self.title.strip():
            found["title"] = "Give the profile its title."
        if self.approved_on and self.next_due_on and self.next_due_on <= self.approved_on:
            found["next_due_on"] = "The next one is due after this one was approved."
        return found


def register(session: Session, today: date) -> list[ProfileRow]:
    """Every area with its latest approved profile; those without one first, then the oldest (measure M10)."""
    latest: dict[UUID, LocalProfile] = {}
    query = select(LocalProfile).where(LocalProfile.approved_on.is_not(None)).order_by(LocalProfile.approved_on)
    for profile in session.scalars(query):
        latest[profile.area_id] = profile
    areas = session.execute(select(Area.id, Area.name).order_by(Area.name))
    rows = [_row(area, name, latest.get(area), today) for area, name in areas]
    return sorted(rows, key=lambda row: (row.months is not None, -(row.months or 0), row.area))


def editions(session: Session, area_id: UUID) -> list[ProfileDraft]:
    """All profiles of an area, newest first, those not approved yet before them."""
    newest = LocalProfile.approved_on.desc().nulls_first()  # SQLite would put them last
    query = select(LocalProfile).where(LocalProfile.area_id == area_id).order_by(newest)
    return [draft_of(ProfileDraft, profile) for profile in session.scalars(query)]


def draft(session: Session, id: UUID) -> ProfileDraft:
    """The profile for the form."""
    profile = session.get(LocalProfile, id)
    if profile is None:
        raise NotFound("That profile does not exist.")
    return draft_of(ProfileDraft, profile)


@use_case("Record a local profile", needs=KEEPERS)
def record(work: Work, draft: ProfileDraft) -> UUID:
    """Keep an edition; the next is due as local policy says where nothing else is said."""
    values = _values(work, draft)
    profile = LocalProfile(**values)
    work.add(profile)
    return profile.id


@use_case("Change a local profile", needs=KEEPERS)
def change(work: Work, draft: ProfileDraft) -> None:
    """Save an edit of an edition."""
    if draft.id is None:
        raise Invalid({"id": "This form does not belong to a saved profile; record it first."})
    values = _values(work, draft)
    profile = work.get(LocalProfile, draft.id, draft.version)
    for name, value in values.items():
        setattr(profile, name, value)


def _values(work: Work, draft: ProfileDraft) -> dict[str, Any]:
    if problems := draft.problems():
        raise Invalid(problems)
    values = columns_of(draft)
    if draft.approved_on and draft.next_due_on is None:
        months = int(policy(work.session, POLICY, draft.approved_on))
        values["next_due_on"] = months_before(draft.approved_on, -months)
    return values


def _row(area: UUID, name: str, profile: LocalProfile | None, today: date) -> ProfileRow:
    if profile is None or profile.approved_on is None:
        return ProfileRow(
            area_id=area, area=name, id=None, title="", approved_on=None, next_due_on=None, published_to="",
            led_to_plan=None, months=None, is_overdue=True,
        )  # fmt: skip
    due = profile.next_due_on
    return ProfileRow(
        area_id=area, area=name, id=profile.id, title=profile.title, approved_on=profile.approved_on, next_due_on=due,
        published_to=profile.published_to, led_to_plan=profile.led_to_plan,
        months=_whole_months(profile.approved_on, today), is_overdue=due is not None and due < today,
    )  # fmt: skip


def _whole_months(since: date, today: date) -> int:
    months = (today.year - since.year) * 12 + today.month - since.month
    return months - (today.day < since.day)
