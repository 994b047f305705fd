"""Clear, Hold, Build sites: places worked in phases that may go back, and the groups they are about."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from soc_desk.domain import Area, ChbSite, ChbStep, ChbSubject, Ocg, Subject, User
from soc_desk.domain.days import DayThatWas
from soc_desk.errors import Invalid, NotFound
from soc_desk.services.prints import day_words, wall
from soc_desk.services.rows import columns_of, draft_of, row
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import WRITERS
from soc_desk.vocabulary.ocg import Phase


@dataclass(frozen=True, kw_only=True)
class SiteRow:
    """One site; ``groups`` as far as the reader may know of them."""

    id: UUID
    version: int
    name: str
    area: str
    phase: Phase
    sro: str
    started_on: date | None
    groups: tuple[tuple[UUID, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class PhaseStep:
    """One step from phase to phase."""

    before: Phase | None
    after: Phase
    stepped_on: date
    reason: str
    by: str

    @property
    def is_back(self) -> bool:
        """Whether the site went back to an earlier phase."""
        return self.before is not None and self.after.rank < self.before.rank


@dataclass(frozen=True, kw_only=True)
class SiteDraft:
    """What the form of a site fills."""

    id: UUID | None = None
    version: int | None = None
    name: str = ""
    area_id: UUID | None = None
    sro: str = ""
    started_on: DayThatWas = None
    subject_ids: tuple[UUID, ...] = ()
    note: str = ""

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        return {} if self.name.strip() else {"name": "Name the place."}


def page(session: Session, subject_id: UUID | None = None) -> list[SiteRow]:
    """All sites by name; those about one group where asked."""
    columns = (
        ChbSite.id, ChbSite.version, ChbSite.name, func.coalesce(Area.name, ""), ChbSite.phase, ChbSite.sro,
        ChbSite.started_on,
    )  # fmt: skip
    query = select(*columns).outerjoin(Area, Area.id == ChbSite.area_id).order_by(ChbSite.name, ChbSite.id)
    if subject_id is not None:
        query = query.where(ChbSite.id.in_(select(ChbSubject.site_id).where(ChbSubject.subject_id == subject_id)))
    named = (
        select(ChbSubject.site_id, Subject.id, Subject.reference, Subject.name)
        .join(Subject, Subject.id == ChbSubject.subject_id)
        .order_by(Subject.reference)
    )
    groups: dict[UUID, list[tuple[UUID, str]]] = {}
    for site, id_, reference, name in session.execute(named):
        groups.setdefault(site, []).append((id_, f"{reference} {name}"))
    return [row(SiteRow, (*values, tuple(groups.get(values[0], ())))) for values in session.execute(query)]


def steps(session: Session, id: UUID) -> list[PhaseStep]:
    """The phases of a site, newest first."""
    query = (
        select(ChbStep.before, ChbStep.after, ChbStep.stepped_on, ChbStep.reason, User.display)
        .join(User, User.id == ChbStep.by_id)
        .where(ChbStep.site_id == id)
        .order_by(ChbStep.id.desc())
    )
    return [row(PhaseStep, values) for values in session.execute(query)]


def draft(session: Session, id: UUID) -> SiteDraft:
    """The site for the form."""
    site = session.get(ChbSite, id)
    if site is None:
        raise NotFound("That site does not exist.")
    about = (
        select(ChbSubject.subject_id)
        .join(Subject, Subject.id == ChbSubject.subject_id)
        .where(ChbSubject.site_id == id)
        .order_by(Subject.reference)
    )
    return draft_of(SiteDraft, site, subject_ids=tuple(session.scalars(about)))


@use_case("Open a Clear, Hold, Build site", needs=WRITERS)
def record(work: Work, draft: SiteDraft) -> UUID:
    """Keep a site, in scoping; gives its id."""
    if problems := draft.problems():
        raise Invalid(problems)
    site = ChbSite(**columns_of(draft, but=("subject_ids",)))
    work.add(site)
    work.session.flush()
    _keep_groups(work, site, draft)
    _note(work, site, None, draft.started_on or wall(work.now).date(), "Opened.")
    return site.id


@use_case("Change a Clear, Hold, Build site", needs=WRITERS)
def change(work: Work, draft: SiteDraft) -> None:
    """Save an edit, with the groups."""
    if draft.id is None:
        raise Invalid({"id": "This form does not belong to a saved site; open the site first."})
    if problems := draft.problems():
        raise Invalid(problems)
    site = work.get(ChbSite, draft.id, draft.version)
    for name, value in columns_of(draft, but=("subject_ids",)).items():
        setattr(site, name, value)
    _keep_groups(work, site, draft)


@use_case("Move a site to another phase", needs=WRITERS)
def move(work: Work, id: UUID, version: int, after: Phase, reason: str = "", on: DayThatWas = None) -> None:
    """Forward or back, as the phases are deployed flexibly; back only with the reason."""
    site = work.get(ChbSite, id, version)
    before = site.phase
    if after is before:
        raise Invalid({"phase": f"The site is in {after.label} already."})
    if after.rank < before.rank and not reason.strip():
        raise Invalid({"reason": "Say why the site goes back to an earlier phase."})
    today = wall(work.now).date()
    day = on or today
    if day > today:
        raise Invalid({"on": "That day is still to come."})
    moved = select(func.max(ChbStep.stepped_on)).where(ChbStep.site_id == id, ChbStep.before.is_not(None))
    came = work.session.scalar(moved) or site.started_on  # the day it was entered says nothing of when it began
    if came is not None and day < came:
        told = f"The site came to {before.label} on {day_words(came)}. Give that day or a later one."
        raise Invalid({"on": told})
    site.phase = after
    _note(work, site, before, day, reason.strip())


def _note(work: Work, site: ChbSite, before: Phase | None, on: date, reason: str) -> None:
    step = ChbStep(
        site_id=site.id, before=before, after=site.phase, stepped_on=on, reason=reason, at=work.now,
        by_id=work.actor.id,
    )  # fmt: skip
    work.add(step)


def _keep_groups(work: Work, site: ChbSite, draft: SiteDraft) -> None:
    """Groups as the draft has them; those closed to the writer stay."""
    for id_ in draft.subject_ids:
        work.get(Ocg, id_)
    about = select(ChbSubject).join(Subject, Subject.id == ChbSubject.subject_id)
    here = {each.subject_id: each for each in work.session.scalars(about.where(ChbSubject.site_id == site.id))}
    for gone in here.keys() - set(draft.subject_ids):
        work.session.delete(here[gone])
    new = set(draft.subject_ids) - here.keys()
    work.session.add_all(ChbSubject(site_id=site.id, subject_id=id_) for id_ in new)
