"""Archiving a group, leaving it archived, reactivating it: a person decides, with the reason and what goes with it."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from soc_desk.domain import (
    Leader,
    Ocg,
    OcgScore,
    Plan,
    SubjectStatusChange,
    User,
)
from soc_desk.domain.days import DayThatWas
from soc_desk.errors import Invalid, NotAllowed, NotFound
from soc_desk.services import archive, rehoming
from soc_desk.services.archive import Quiet, Stirring
from soc_desk.services.ocg_life import reviews
from soc_desk.services.ocgs import StatusStep
from soc_desk.services.places import Place
from soc_desk.services.plans import planning
from soc_desk.services.plans.lists import lists
from soc_desk.services.prints import day_words, wall
from soc_desk.services.rehoming import Home, Loose
from soc_desk.services.rows import row
from soc_desk.store import Work, use_case
from soc_desk.store.sight import reader_of
from soc_desk.vocabulary import Access, Role, SubjectStatus
from soc_desk.vocabulary.ocg import ArchiveReason, PlanOutcome, PlanStatus, Post

_LEADS = (
    "Whoever leads a group, or led it since its last qualifying intelligence, does not sign off its archiving; another "
    "supervisor does."
)
_OPEN_PLANS = (PlanStatus.DRAFT, PlanStatus.APPROVED, PlanStatus.LIVE)


@dataclass(frozen=True, kw_only=True)
class ArchiveDraft:
    """What the archiving form fills; ``homes`` says of everything that hangs on the group where it goes."""

    id: UUID | None = None
    version: int | None = None
    archive_reason: ArchiveReason | None = None
    words: str = ""
    rocu_told_on: DayThatWas = None
    homes: tuple[Home, ...] = ()
    lessons: str = ""

    def problems(self, today: date) -> dict[str, str]:
        """Field to sentence; what the group itself asks for is checked apart."""
        found: dict[str, str] = {}
        if self.archive_reason is None:
            found["archive_reason"] = "Choose why the group is archived."
        if not self.words.strip():
            found["words"] = "Say in words why."
        if self.rocu_told_on is None:
            found["rocu_told_on"] = "Enter the day on which the ROCU was told."
        elif self.rocu_told_on > today:
            found["rocu_told_on"] = "The day lies in the future; tell the ROCU first."
        return found


@dataclass(frozen=True, kw_only=True)
class ReactivateDraft:
    """What the reactivation form fills; ``keep`` leaves the group archived, with the reason."""

    id: UUID | None = None
    version: int | None = None
    reason: str = ""

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        return {} if self.reason.strip() else {"reason": "Say why."}


@dataclass(frozen=True, kw_only=True)
class ArchiveFacts:
    """What must be settled before a group is archived, and what whoever decides should see.

    ``loose`` is what needs a new home; ``people`` are those it may go to. ``scored`` is whether it was scored since it
    was archived. ``refused`` is why the reader does not sign off its archiving, or empty. ``archived`` is the step that
    archived it, where it stands archived, and ``stirring`` what asks for it to be reactivated.
    """

    quiet: Quiet
    status: SubjectStatus
    access: Access
    loose: tuple[Loose, ...]
    people: tuple[Place, ...]
    plans: int
    scored: bool
    refused: str = ""
    archived: StatusStep | None = None
    stirring: Stirring | None = None


def facts(session: Session, id: UUID, today: date) -> ArchiveFacts:
    """What archiving or reactivating a group asks for, as it stands; raises NotFound for who may not know of it."""
    ocg, quiet = session.get(Ocg, id), archive.quiet_of(session, id, today)
    if ocg is None or quiet is None:
        raise NotFound("That group does not exist, or is not open to you.")
    plans = select(Plan.id).where(Plan.subject_id == id, Plan.status.in_(_OPEN_PLANS))
    is_archived = ocg.status is SubjectStatus.ARCHIVED
    found = archive.reactivations(session, archive.period(session, today), id) if is_archived else []
    return ArchiveFacts(
        refused=_LEADS if _led(session, ocg, quiet.since, today) else "",
        archived=_archiving(session, id) if is_archived else None, stirring=next(iter(found), None),
        quiet=quiet, status=ocg.status, access=ocg.access,
        loose=rehoming.loose(session, ocg), people=lists(session, today).people,
        plans=len(session.scalars(plans).all()), scored=_scored_since(session, id),
    )  # fmt: skip


@use_case("Archive an OCG", needs={Role.SUPERVISOR})
def archive_ocg(work: Work, draft: ArchiveDraft) -> None:
    """Active to Archived, by a supervisor who has not led it while it was quiet.

    Its plan is closed and its actions go elsewhere.
    """
    if draft.id is None:
        raise Invalid({"id": "This form does not belong to a group; open one first."})
    today = wall(work.now).date()
    ocg = work.get(Ocg, draft.id, draft.version)
    found = facts(work.session, ocg.id, today)
    if found.refused:
        raise NotAllowed(found.refused)
    problems = draft.problems(today) | _unsettled(draft, found)
    if problems:
        raise Invalid(problems)
    assert draft.archive_reason is not None  # problems() asked for it
    before = ocg.move(SubjectStatus.ARCHIVED)
    told = [
        f"{draft.archive_reason.label}.",
        _sentence(draft.words),
        *rehoming.settle(work, ocg, found.loose, draft.homes),
    ]
    told += _close_plans(work, ocg, draft.lessons, today)
    told.append(f"ROCU told {day_words(draft.rocu_told_on)}.")
    _step(work, ocg, before, " ".join(told), draft.archive_reason, draft.rocu_told_on)


@use_case("Leave an OCG archived", needs={Role.COORDINATOR, Role.SUPERVISOR})
def leave_archived(work: Work, draft: ReactivateDraft) -> None:
    """Answer a reactivation review with no; the next qualifying intelligence raises another."""
    ocg = _archived(work, draft)
    ocg.version += 1  # its day of archiving stays; but whoever decides on it at the same time is told
    _step(work, ocg, SubjectStatus.ARCHIVED, _sentence(draft.reason))


@use_case("Reactivate an OCG", needs={Role.COORDINATOR})
def reactivate(work: Work, draft: ReactivateDraft) -> None:
    """Archived to Active under the same reference, scored anew since and with an LRO named; ``mapped_on`` stays."""
    ocg = _archived(work, draft)
    problems = {}
    if not ocg.lro:
        problems["lro"] = "Name the lead responsible officer first."
    if not _scored_since(work.session, ocg.id):
        problems["score"] = "Score the group anew first; its last score is older than its archiving."
    if problems:
        raise Invalid(problems)
    _step(work, ocg, ocg.move(SubjectStatus.ACTIVE), f"Reactivated. {_sentence(draft.reason)}")
    ocg.review_due_on = reviews.next_due(work.session, wall(work.now).date())  # that of its last spell is long past


def _archived(work: Work, draft: ReactivateDraft) -> Ocg:
    if draft.id is None:
        raise Invalid({"id": "This form does not belong to a group; open one first."})
    ocg = work.get(Ocg, draft.id, draft.version)
    if ocg.status is not SubjectStatus.ARCHIVED:
        raise Invalid({"status": f"The group is {ocg.status.label}, not archived."})
    if problems := draft.problems():
        raise Invalid(problems)
    return ocg


def _led(session: Session, ocg: Ocg, since: date | None, today: date) -> bool:
    """Whether the reader leads it, or led it at any time since its last qualifying intelligence.

    Yesterday always counts. Where that day is not known, whoever ever led it did.
    """
    reader = reader_of(session)
    me, called = reader.id, reader.display.strip().casefold()
    if ocg.lro_id == me or (ocg.lro_id is None and ocg.lro.strip().casefold() == called):
        return True
    posts = select(Leader.user_id, Leader.name, Leader.until_on).where(
        Leader.subject_id == ocg.id, Leader.post == Post.LRO
    )
    first = date.min if since is None else min(since, today - timedelta(days=1))
    return any(
        (user_id == me or (user_id is None and name.strip().casefold() == called))
        and (until_on is None or until_on >= first)
        for user_id, name, until_on in session.execute(posts)
    )


def _unsettled(draft: ArchiveDraft, found: ArchiveFacts) -> dict[str, str]:
    """What the group itself still asks for."""
    problems: dict[str, str] = {}
    if found.status is not SubjectStatus.ACTIVE:
        problems["status"] = f"The group is {found.status.label}; only an active one is archived."
    mapped_on = found.quiet.mapped_on
    if draft.rocu_told_on and mapped_on and draft.rocu_told_on < mapped_on:
        problems["rocu_told_on"] = f"The day lies before the group was mapped, on {day_words(mapped_on)}."
    days, after = found.quiet.days, found.quiet.after_days
    if draft.archive_reason is ArchiveReason.NO_INTELLIGENCE and days is not None and days < after:
        problems["archive_reason"] = (
            f"It is quiet for {days} days, and the period is {after}: choose another reason, or wait."
        )
    if told := rehoming.problem(found.loose, draft.homes):
        problems["homes"] = told
    if found.plans and not draft.lessons.strip():
        problems["lessons"] = "Its plan closes with it: say what was learnt."
    return problems


def _close_plans(work: Work, ocg: Ocg, lessons: str, today: date) -> list[str]:
    planning.settle(work, ocg.id)
    work.session.flush()
    plans = work.session.scalars(select(Plan).where(Plan.subject_id == ocg.id, Plan.status.in_(_OPEN_PLANS))).all()
    for plan in plans:
        plan.status, plan.outcome, plan.closed_on = PlanStatus.CLOSED, PlanOutcome.ARCHIVED, today
        plan.lessons = lessons.strip()
    return ["Plan closed."] if plans else []


def _archiving(session: Session, id: UUID) -> StatusStep | None:
    """The step that last archived a group; to be left archived after a review, or unmerged, is none."""
    step = SubjectStatusChange
    query = select(step.before, step.after, step.at, func.coalesce(User.display, ""), step.reason)
    came = or_(step.before.is_(None), step.before.not_in((SubjectStatus.ARCHIVED, SubjectStatus.MERGED)))
    query = query.outerjoin(User, User.id == step.by_id).where(step.subject_id == id, came)
    found = session.execute(query.where(step.after == SubjectStatus.ARCHIVED).order_by(step.at.desc())).first()
    return None if found is None else row(StatusStep, found)


def _scored_since(session: Session, id: UUID) -> bool:
    """Whether the group was scored after its latest archiving (always, where it never was archived)."""
    archived = select(SubjectStatusChange.at).where(
        SubjectStatusChange.subject_id == id, SubjectStatusChange.after == SubjectStatus.ARCHIVED,
        SubjectStatusChange.before == SubjectStatus.ACTIVE,
    )  # fmt: skip
    at = session.scalar(archived.order_by(SubjectStatusChange.at.desc()).limit(1))
    if at is None:
        return True
    newer = select(OcgScore.id).where(OcgScore.subject_id == id, OcgScore.scored_at > at)
    return session.scalar(newer.limit(1)) is not None


def _step(
    work: Work,
    ocg: Ocg,
    before: SubjectStatus,
    reason: str,
    archive_reason: ArchiveReason | None = None,
    rocu_told_on: date | None = None,
) -> None:
    if before is not ocg.status:
        ocg.status_since = wall(work.now).date()
    work.session.flush()
    work.add(
        SubjectStatusChange(
            subject_id=ocg.id, before=before, after=ocg.status, at=work.now, by_id=work.actor.id, reason=reason,
            archive_reason=archive_reason, rocu_told_on=rocu_told_on,
        )
    )  # fmt: skip


def _sentence(words: str) -> str:
    words = words.strip()
    return words if words.endswith((".", "!", "?")) else f"{words}."
