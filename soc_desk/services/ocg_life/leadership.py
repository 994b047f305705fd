"""Who leads a group: the senior and the lead responsible officer, partners among them, and who led before."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from soc_desk.domain import Leader, Ocg, User
from soc_desk.domain.days import DayThatWas
from soc_desk.errors import Invalid
from soc_desk.services import standing, subjects
from soc_desk.services.prints import day_words, wall
from soc_desk.services.rows import row
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import Role, SubjectStatus
from soc_desk.vocabulary.ocg import Post

APPOINTERS = frozenset({Role.OFFICER, Role.COORDINATOR, Role.SUPERVISOR})


@dataclass(frozen=True, kw_only=True)
class LeadDraft:
    """Somebody who takes over a post: a user of the store, or a partner by name and agency."""

    post: Post | None = None
    user_id: UUID | None = None
    name: str = ""
    agency: str = ""
    since_on: DayThatWas = None
    reason: str = ""

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        found = {}
        if self.post is None:
            found["post"] = "Choose the post."
        if self.user_id is None and not self.name.strip():
            found["user_id"] = "Choose who takes over, or name a partner below."
        if self.user_id is not None and (self.name.strip() or self.agency.strip()):
            found["name"] = "Either choose a colleague or name a partner, not both."
        if self.user_id is None and self.name.strip() and not self.agency.strip():
            found["agency"] = "Name the partner's agency, such as Slough Borough Council."
        return found


@dataclass(frozen=True, kw_only=True)
class LeaderRow:
    """Who held a post from when to when; ``until_on`` None for who holds it now."""

    post: Post
    name: str
    agency: str
    user_id: UUID | None
    since_on: date
    until_on: date | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class LoadRow:
    """How many active groups somebody leads as LRO; ``user_id`` None for a partner."""

    name: str
    user_id: UUID | None
    active: int


def history(session: Session, subject_id: UUID) -> list[LeaderRow]:
    """Everybody who led a group, by post and time."""
    columns = [getattr(Leader, name) for name in LeaderRow.__dataclass_fields__]
    found = session.execute(
        select(*columns).where(Leader.subject_id == subject_id).order_by(Leader.since_on, Leader.id)
    )
    return sorted((row(LeaderRow, values) for values in found), key=lambda each: each.post.rank)


def loads(session: Session) -> list[LoadRow]:
    """The active groups that each LRO leads, heaviest first; groups that the reader may not know of are left out."""
    name = func.coalesce(User.display, Ocg.lro)
    number = func.count(Ocg.id)
    query = (
        select(name, Ocg.lro_id, number)
        .outerjoin(User, User.id == Ocg.lro_id)
        .where(Ocg.status == SubjectStatus.ACTIVE, Ocg.lro != "")
        .group_by(name, Ocg.lro_id)
    )
    return [row(LoadRow, values) for values in session.execute(query.order_by(number.desc(), name))]


@use_case("Name who leads an OCG", needs=APPOINTERS)
def appoint(work: Work, id: UUID, version: int, draft: LeadDraft) -> None:
    """Hand a post over; whoever held it did so up to that day."""
    ocg = work.get(Ocg, id, version)
    today = wall(work.now).date()
    since = draft.since_on or today
    problems = draft.problems()
    if told := standing.problem(work.session, ocg.id):
        problems["status"] = told
    if since > today:
        problems["since_on"] = "The day lies in the future; name them once they have taken over."
    if draft.post is None or problems:
        raise Invalid(problems)
    name, agency = draft.name.strip(), draft.agency.strip()
    if draft.user_id is not None:
        user = work.get(User, draft.user_id)
        if user.disabled_at is not None:
            raise Invalid({"user_id": f"{user.display} can no longer sign in; choose somebody else."})
        if told := subjects.unaware(work.session, ocg, user):
            raise Invalid({"user_id": told})
        name = user.display
    held = select(Leader).where(Leader.subject_id == ocg.id, Leader.post == draft.post, Leader.until_on.is_(None))
    for before in work.session.scalars(held).all() or _told(ocg, draft.post, since):
        work.add(before)
        if (before.user_id, before.name, before.agency) == (draft.user_id, name, agency):
            raise Invalid({"user_id": f"{name} holds that post already."})
        if before.since_on > since:
            told = f"{before.name} took over on {day_words(before.since_on)}; enter that day or a later one."
            raise Invalid({"since_on": told})
        before.until_on = since
    work.add(
        Leader(
            subject_id=ocg.id, post=draft.post, name=name, agency=agency, user_id=draft.user_id, since_on=since,
            reason=draft.reason.strip(),
        )
    )  # fmt: skip
    shown = f"{agency}, {name}" if agency else name
    if draft.post is Post.LRO:
        ocg.lro, ocg.lro_id = shown, draft.user_id
    else:
        ocg.sro, ocg.sro_id = shown, draft.user_id


def _told(ocg: Ocg, post: Post, until: date) -> list[Leader]:
    """Who led a group as a tracker told it, before the history of its posts was kept."""
    name, user_id = (ocg.lro, ocg.lro_id) if post is Post.LRO else (ocg.sro, ocg.sro_id)
    since = min(ocg.mapped_on or until, until)
    return [Leader(subject_id=ocg.id, post=post, name=name, user_id=user_id, since_on=since)] if name else []
