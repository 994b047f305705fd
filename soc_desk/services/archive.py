"""The archive sweep: active groups gone quiet, archived groups with new intelligence; people decide on each."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, and_, func, or_, select
from sqlalchemy.orm import Session

from soc_desk.domain import Area, IntelligenceLink, Ocg, SubjectStatusChange, Team
from soc_desk.services import policies
from soc_desk.services.policy_defaults import BEGINNING
from soc_desk.services.prints import day_words, wall
from soc_desk.vocabulary import SubjectStatus

POLICY = "ocg.archive_after_days"


@dataclass(frozen=True)
class ArchivePeriod:
    """The force's period without qualifying intelligence, since when it holds and who says so."""

    after_days: int
    valid_from: date
    source: str

    @property
    def words(self) -> str:
        """The policy as a board shows it; what is shipped holds since no day that anybody decided on."""
        since = f", from {day_words(self.valid_from)}" if self.valid_from > BEGINNING else ""
        days = f"after {self.after_days} days without qualifying intelligence"
        return f"Local policy: archiving is proposed {days}{since}. {self.source}"


@dataclass(frozen=True, kw_only=True)
class Quiet:
    """An active group whose archive review is due; ``since`` is its last qualifying intelligence, or its mapping.

    ``since`` is None where neither is known: how long it has been quiet is then unknown, not zero.
    """

    id: UUID
    version: int
    reference: str
    name: str
    tier: str
    area: str
    team: str
    lro: str
    lro_id: UUID | None
    last_intelligence_on: date | None
    mapped_on: date | None
    reviewed_on: date | None
    reviewed: str
    today: date
    after_days: int

    @property
    def since(self) -> date | None:
        return self.last_intelligence_on or self.mapped_on

    @property
    def days(self) -> int | None:
        return None if self.since is None else (self.today - self.since).days

    @property
    def arithmetic(self) -> str:
        """Why it is proposed, to be followed with a calendar."""
        if self.since is None or self.days is None:
            return "No qualifying intelligence, and nobody knows when it was mapped: enter when it was."
        began = (
            f"Last qualifying intelligence {day_words(self.since)}"
            if self.last_intelligence_on
            else f"Mapped {day_words(self.since)}, no qualifying intelligence since"
        )
        over = self.days - self.after_days
        days = f"{abs(over)} {'day' if abs(over) == 1 else 'days'}"
        reached = "reached today" if over == 0 else f"passed {days} ago" if over > 0 else f"is over in {days}"
        return f"{began}; {self.days} days to {day_words(self.today)}; the period of {self.after_days} days {reached}."


@dataclass(frozen=True)
class NewReport:
    """A qualifying report that nobody looked at yet; its words are not shown, since opening it is logged."""

    ir_ref: str
    grade: str
    received_on: date

    @property
    def words(self) -> str:
        """``IR 7, graded 1/B/P, received 3 Nov 2026``."""
        return f"{self.ir_ref}, graded {self.grade}, received {day_words(self.received_on)}"


@dataclass(frozen=True, kw_only=True)
class Stirring:
    """An archived group with qualifying intelligence that came in since, or since it was reviewed and left archived.

    ``new`` are the reports, the newest first; ``told_on`` is what a tracker told, where that is new.
    """

    id: UUID
    version: int
    reference: str
    name: str
    archived_at: datetime
    looked_at: datetime
    told_on: date | None
    new: tuple[NewReport, ...] = ()

    @property
    def newest_on(self) -> date:
        newest = self.new[0].received_on if self.new else self.told_on
        assert newest is not None  # it stirs for one or the other
        return newest

    @property
    def arithmetic(self) -> str:
        """Why a review is due."""
        began = f"Archived {day_words(wall(self.archived_at).date())}"
        if self.looked_at != self.archived_at:
            began += f", left so after a review on {day_words(wall(self.looked_at).date())}"
        if not self.new:
            return f"{began}; a tracker told intelligence of {day_words(self.newest_on)}."
        more = f", and {len(self.new) - 1} more" if len(self.new) > 1 else ""
        return f"{began}; qualifying intelligence since: {self.new[0].words}{more}."


@dataclass(frozen=True, kw_only=True)
class ArchiveBoard:
    """What archive review is due for; ``unknown`` are active groups whose quiet time cannot be worked out."""

    period: ArchivePeriod
    quiet: tuple[Quiet, ...] = ()
    unknown: tuple[Quiet, ...] = ()
    stirring: tuple[Stirring, ...] = ()

    @property
    def waiting(self) -> int:
        """How many groups wait for somebody to decide; those of whom nobody can tell wait as well."""
        return len(self.quiet) + len(self.unknown) + len(self.stirring)

    @property
    def words(self) -> str:
        """How many wait for a decision, and of how many nobody can tell how long they have been quiet."""
        many, unknown = self.waiting, len(self.unknown)
        told = f"{many:,} {'group waits' if many == 1 else 'groups wait'} for a decision"
        if unknown:
            told += f"; of {unknown:,} nobody can tell how long {'it has' if unknown == 1 else 'they have'} been quiet"
        return f"{told}."


def board(session: Session, today: date) -> ArchiveBoard:
    """All that waits for a decision, longest quiet first, newest intelligence first."""
    rule = period(session, today)
    quiet = candidates(session, today, rule)
    return ArchiveBoard(
        period=rule,
        quiet=tuple(one for one in quiet if one.since is not None),
        unknown=tuple(one for one in quiet if one.since is None),
        stirring=tuple(reactivations(session, rule)),
    )


def waiting(session: Session, today: date) -> int:
    """How many groups wait for a decision; what the rail counts."""
    rule = period(session, today)
    due = select(func.count(Ocg.id)).where(*is_quiet(today, rule))
    return (session.scalar(due) or 0) + len(reactivations(session, rule))


def period(session: Session, on: date) -> ArchivePeriod:
    """The archive period in force on a day, with its source."""
    row = policies.told(session, POLICY, on)
    return ArchivePeriod(int(row.value), row.valid_from, row.source)


def candidates(session: Session, today: date, rule: ArchivePeriod | None = None) -> list[Quiet]:
    """Active groups quiet for the period or longer, the longest first; then those nobody can tell of."""
    rule = rule or period(session, today)
    query = _quiet_query().where(*is_quiet(today, rule))
    return _quiet(session, query.order_by(_since().is_(None), _since(), Ocg.reference), today, rule)


def quiet_of(session: Session, id: UUID, today: date) -> Quiet | None:
    """One group's clock, whether its review is due or not; None where the reader may not know of it."""
    return next(iter(_quiet(session, _quiet_query().where(Ocg.id == id), today, period(session, today))), None)


def reactivations(session: Session, rule: ArchivePeriod, only: UUID | None = None) -> list[Stirring]:
    """Archived groups that qualifying intelligence came in for since; or the one group asked about, if it is such.

    Also what was entered since and received before, within the period: whoever archived the group did not know of it.
    What was there when it was reviewed and left archived was looked at, and asks no more.
    """
    link, life = IntelligenceLink, _archivings()
    archived_on = func.date(life.c.archived_at)
    newer = or_(link.received_on >= archived_on, link.entered_at > life.c.archived_at)  # a day too many: see below
    query = (
        select(Ocg.id, Ocg.version, Ocg.reference, Ocg.name, life.c.archived_at, life.c.looked_at,
               Ocg.intelligence_told_on, link.received_on, link.entered_at, link.ir_ref, link.source, link.assessment,
               link.handling, link.legacy_grade)
        .select_from(Ocg)
        .join(life, life.c.subject_id == Ocg.id)
        .outerjoin(link, and_(link.subject_id == Ocg.id, link.qualifying.is_(True), newer))
        .where(Ocg.status == SubjectStatus.ARCHIVED, or_(link.id.is_not(None), Ocg.intelligence_told_on >= archived_on))
        .order_by(Ocg.reference, link.received_on.desc(), link.id.desc())
    )  # fmt: skip
    if only is not None:
        query = query.where(Ocg.id == only)
    found: dict[UUID, Stirring] = {}
    for *told, told_on, received_on, entered_at, ref, source, assessment, handling, legacy in session.execute(query):
        names = ("id", "version", "reference", "name", "archived_at", "looked_at")
        one = found.get(told[0]) or Stirring(**dict(zip(names, told, strict=True)), told_on=told_on)
        looked_on = wall(one.looked_at).date()
        if told_on is None or told_on <= looked_on:
            one = replace(one, told_on=None)
        # One received too long before the archiving could not have kept the group from it.
        counts = received_on and received_on > wall(one.archived_at).date() - timedelta(days=rule.after_days)
        if counts and (received_on > looked_on or entered_at > one.looked_at):
            grade = legacy or "/".join(part.value for part in (source, assessment, handling) if part)
            one = replace(one, new=(*one.new, NewReport(ref, grade, received_on)))
        if one.new or one.told_on:
            found[one.id] = one
    return sorted(found.values(), key=lambda one: (one.newest_on, one.reference), reverse=True)


def _since() -> ColumnElement[date | None]:
    """What a group has been quiet since; None where nobody can tell."""
    return func.coalesce(Ocg.last_intelligence_on, Ocg.mapped_on)


def is_quiet(today: date, rule: ArchivePeriod) -> list[ColumnElement[bool]]:
    """Active groups quiet for the period or longer, those included of whom nobody can tell."""
    due = _since() <= today - timedelta(days=rule.after_days)
    return [Ocg.status == SubjectStatus.ACTIVE, or_(due, _since().is_(None))]


def _quiet_query() -> Select[*tuple[Any, ...]]:
    from soc_desk.domain import OcgReview  # My desk asks for no reviews, and is loaded at the start

    reviews = select(OcgReview.id).where(OcgReview.subject_id == Ocg.id).correlate(Ocg)
    newest = reviews.order_by(OcgReview.reviewed_on.desc(), OcgReview.id.desc()).limit(1).scalar_subquery()
    columns = (
        Ocg.id, Ocg.version, Ocg.reference, Ocg.name, Ocg.tier, func.coalesce(Area.name, ""),
        func.coalesce(Team.name, ""), Ocg.lro, Ocg.lro_id, Ocg.last_intelligence_on, Ocg.mapped_on,
        OcgReview.reviewed_on, func.coalesce(OcgReview.outcome, ""),
    )  # fmt: skip
    return (
        select(*columns)
        .select_from(Ocg)
        .outerjoin(Area, Area.id == Ocg.area_id)
        .outerjoin(Team, Team.id == Ocg.team_id)
        .outerjoin(OcgReview, OcgReview.id == newest)
    )


def _quiet(session: Session, query: Select[*tuple[Any, ...]], today: date, rule: ArchivePeriod) -> list[Quiet]:
    names = [name for name in Quiet.__dataclass_fields__ if name not in ("today", "after_days")]
    return [
        Quiet(**dict(zip(names, values, strict=True)), today=today, after_days=rule.after_days)
        for values in session.execute(query)
    ]


def _archivings() -> Subquery:
    """Of each group that ever was archived: when it last was, and when somebody last looked at it since.

    To be left archived after a review is no archiving, nor is to be taken out of a merger as what it was before.
    """
    step = SubjectStatusChange
    came = or_(step.before.is_(None), step.before != SubjectStatus.ARCHIVED)
    steps = select(
        step.subject_id, func.max(step.at).filter(came).label("archived_at"), func.max(step.at).label("looked_at")
    ).where(step.after == SubjectStatus.ARCHIVED, or_(step.before.is_(None), step.before != SubjectStatus.MERGED))
    return steps.group_by(step.subject_id).subquery()
