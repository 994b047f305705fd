"""Targets by financial year and area, each with its source; where sources disagree both stand and one is in use."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from soc_desk.domain import Area, Target
from soc_desk.errors import Invalid, NotFound
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import Role
from soc_desk.vocabulary.measures import MeasureKind

SETTERS = frozenset({Role.CHAMPION, Role.SUPERVISOR, Role.ADMINISTRATOR})


@dataclass(frozen=True, kw_only=True)
class TargetRow:
    """What one source says; ``area`` is empty for the whole force, ``year`` the financial year's first."""

    id: UUID
    version: int
    measure: MeasureKind
    year: int
    area: str
    area_id: UUID | None
    value: int
    source: str
    said_on: date | None
    in_use: bool


@dataclass(frozen=True, kw_only=True)
class TargetDraft:
    """What the form of a target fills; ``value`` in the measure's own unit, money in pence."""

    measure: MeasureKind = MeasureKind.CASH_DETENTION_ORDERS
    year: int | None = None
    value: int | None = None
    source: str = ""
    said_on: date | None = None

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        found: dict[str, str] = {}
        if self.year is None or not 2000 <= self.year <= 2100:
            found["year"] = "Give the year in which the financial year begins, such as 2026 for 2026/27."
        if self.value is None or self.value < 0:
            found["value"] = "Give the target as a number, zero or more."
        if not self.source.strip():
            found["source"] = "Say who set it and where it is written."
        return found


def rows(session: Session, measure: MeasureKind | None = None, year: int | None = None) -> list[TargetRow]:
    """Every target, newest year first; the force's before the areas'."""
    columns = (
        Target.id, Target.version, Target.measure, Target.year, Area.name, Target.area_id, Target.value, Target.source,
        Target.said_on, Target.in_use,
    )  # fmt: skip
    query = select(*columns).outerjoin(Area, Area.id == Target.area_id)
    if measure is not None:
        query = query.where(Target.measure == measure.value)
    if year is not None:
        query = query.where(Target.year == year)
    found = []
    order = (Target.year.desc(), Target.measure, Area.name.is_not(None), Area.name, Target.source)
    for id_, version, name, first, area, area_id, value, source, said_on, in_use in session.execute(
        query.order_by(*order)
    ):
        found.append(
            TargetRow(
                id=id_, version=version, measure=MeasureKind(name), year=first, area=area or "", area_id=area_id,
                value=value, source=source, said_on=said_on, in_use=in_use,
            )
        )  # fmt: skip
    return found


def in_use(session: Session, measure: MeasureKind, year: int) -> dict[UUID | None, TargetRow]:
    """The target that figures are held against, for the force (None) and for each area that has a share of it."""
    chosen = [row for row in rows(session, measure, year) if row.in_use]
    sources = {row.source for row in chosen if row.area_id is None}
    # Parts of another source's target do not add up to the one in use.
    return {row.area_id: row for row in chosen if row.area_id is None or row.source in sources}


@use_case("Set a target", needs=SETTERS)
def record(work: Work, draft: TargetDraft) -> UUID:
    """Keep what a source says of the whole force and hold figures against it from now on; other sources stay."""
    if problems := draft.problems():
        raise Invalid(problems)
    force = [row for row in rows(work.session, draft.measure, draft.year) if row.area_id is None]
    if any(row.source == draft.source.strip() for row in force):
        raise Invalid({"source": "This source is noted for that year already; correct that line instead."})
    for row in force:
        work.get(Target, row.id).in_use = False
    target = Target(
        measure=draft.measure.value, year=draft.year or 0, value=draft.value or 0, source=draft.source.strip(),
        said_on=draft.said_on,
    )  # fmt: skip
    work.session.flush()
    work.add(target)
    return target.id


@use_case("Correct a target", needs=SETTERS)
def correct(work: Work, id: UUID, version: int, value: int) -> None:
    """Put right what was typed; the audit log keeps what it was."""
    target = work.get(Target, id, version)
    if value < 0:
        raise Invalid({"value": "Give the target as a number, zero or more."})
    if value != target.value and (target.area_id is not None or work.session.scalars(_parts(target)).first()):
        raise Invalid({"value": "It is shared among areas, whose parts must add up to it; share it anew."})
    target.value = value


@use_case("Choose the target in use", needs=SETTERS)
def use(work: Work, id: UUID) -> None:
    """Hold figures against this source; the others of the same year stay on record."""
    chosen = work.session.get(Target, id)
    if chosen is None:
        raise NotFound("That target does not exist any more.")
    for row in rows(work.session, MeasureKind(chosen.measure), chosen.year):
        if row.area_id == chosen.area_id:
            work.get(Target, row.id).in_use = row.id == id


@use_case("Share a target among areas", needs=SETTERS)
def share(work: Work, id: UUID, shares: Mapping[UUID, int]) -> None:
    """Give areas their part of the force's target; the parts must add up to it. An empty mapping takes them away."""
    force = work.session.get(Target, id)
    if force is None or force.area_id is not None:
        raise NotFound("That target does not exist any more, or it is an area's own.")
    if shares and sum(shares.values()) != force.value:
        told = f"The areas' parts add up to {sum(shares.values()):,}; the force's target is {force.value:,}."
        raise Invalid({"shares": f"{told} Change them so that they agree."})
    if any(value < 0 for value in shares.values()):
        raise Invalid({"shares": "A part is a number, zero or more."})
    for old in work.session.scalars(_parts(force)):
        if old.area_id not in shares:
            work.session.delete(old)
    kept = {old.area_id: old for old in work.session.scalars(_parts(force))}
    for area_id, value in shares.items():
        if (part := kept.get(area_id)) is not None:
            part.value, part.in_use = value, True
        else:
            work.add(Target(measure=force.measure, year=force.year, area_id=area_id, value=value, source=force.source))


def _parts(force: Target) -> Select[Target]:
    return select(Target).where(
        Target.measure == force.measure,
        Target.year == force.year,
        Target.source == force.source,
        Target.area_id.is_not(None),
    )
