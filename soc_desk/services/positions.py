"""The position of groups over a period: opening + mapped + reactivated - archived - merged = closing."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from soc_desk.domain import Ocg, SubjectStatusChange
from soc_desk.domain.period import Period
from soc_desk.store.check import Finding
from soc_desk.vocabulary import SubjectStatus

_LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True, kw_only=True)
class Position:
    """Active groups at the start and the end of a period, and what happened between.

    ``mapped`` counts validations: a group becomes active by one. ``imported`` of them came in active with an import:
    whenever they were mapped elsewhere, this store holds them as active since its day. ``unmerged`` are groups that
    stood merged and were taken apart again. ``closing`` is counted by itself, from each group's latest step, and not
    worked out. ``archived_at_end`` stood archived then, whenever that happened; ``active_since`` and
    ``archived_since`` are by how many there are more, or fewer, by now.
    """

    starts_on: date
    ends_on: date
    opening: int
    mapped: int
    imported: int
    reactivated: int
    unmerged: int
    archived: int
    merged: int
    closing: int
    active_since: int
    archived_at_end: int
    archived_since: int

    @property
    def worked_out(self) -> int:
        """The closing figure by the sum."""
        return self.opening + self.mapped + self.reactivated + self.unmerged - self.archived - self.merged

    @property
    def reconciles(self) -> bool:
        """Whether the two ways of counting agree."""
        return self.worked_out == self.closing

    @property
    def words(self) -> str:
        """The sum as a print shows it."""
        unmerged = f" + {self.unmerged} unmerged" if self.unmerged else ""
        brought = f" (of which brought in by an import: {self.imported})" if self.imported else ""
        return (
            f"{self.opening} active + {self.mapped} mapped{brought} + {self.reactivated} reactivated{unmerged} "
            f"− {self.archived} archived − {self.merged} merged = {self.closing} active"
        )


def position(session: Session, period: Period, *of: ColumnElement[bool]) -> Position:
    """The position over whole days, as far as the reader may know of the groups.

    ``of`` narrows it by what the groups are now: a group that changed teams counts for its new team throughout.
    """
    start, end = _moment(period.starts_on), _moment(period.ends_on + timedelta(days=1))
    phase = case((SubjectStatusChange.at < start, 0), (SubjectStatusChange.at < end, 1), else_=2)
    steps = (
        select(phase, SubjectStatusChange.before, SubjectStatusChange.after, func.count(), func.count(Ocg.import_id))
        .join(Ocg, Ocg.id == SubjectStatusChange.subject_id)
        .where(*of)
        .group_by(phase, SubjectStatusChange.before, SubjectStatusChange.after)
    )
    came, went = dict.fromkeys([None, *SubjectStatus], 0), dict.fromkeys(SubjectStatus, 0)
    grown = {status: [0, 0, 0] for status in SubjectStatus}
    active, archived = SubjectStatus.ACTIVE, SubjectStatus.ARCHIVED
    imported = 0
    for when, before, after, number, of_imports in session.execute(steps):
        if before is after:
            continue
        grown[after][when] += number
        if before is not None:
            grown[before][when] -= number
        if when == 1 and after is active:
            came[before] += number
            imported += of_imports if before is None else 0
        elif when == 1 and before is active:
            went[after] += number
    return Position(
        starts_on=period.starts_on, ends_on=period.ends_on, opening=grown[active][0],
        mapped=came[None] + came[SubjectStatus.PROPOSED], imported=imported, reactivated=came[archived],
        unmerged=came[SubjectStatus.MERGED], archived=went[archived], merged=went[SubjectStatus.MERGED],
        closing=sum(after is active for after in standing(session, end, *of).values()), active_since=grown[active][2],
        archived_at_end=sum(grown[archived][:2]), archived_since=grown[archived][2],
    )  # fmt: skip


def standing(session: Session, until: datetime | None = None, *of: ColumnElement[bool]) -> dict[UUID, SubjectStatus]:
    """The status of each group by its latest step before a moment, or up to now."""
    place = func.row_number().over(
        partition_by=SubjectStatusChange.subject_id,
        order_by=(SubjectStatusChange.at.desc(), SubjectStatusChange.id.desc()),
    )
    steps = (
        select(SubjectStatusChange.subject_id, SubjectStatusChange.after, place.label("place"))
        .join(Ocg, Ocg.id == SubjectStatusChange.subject_id)
        .where(*of)
    )
    if until is not None:
        steps = steps.where(SubjectStatusChange.at < until)
    ranked = steps.subquery()
    latest = select(ranked.c.subject_id, ranked.c.after).where(ranked.c.place == 1)
    return {id_: after for id_, after in session.execute(latest)}


def reconcile(session: Session) -> list[Finding]:
    """For the check of a store: each group stands where its latest step left it."""
    by_steps = standing(session)
    groups = session.execute(select(Ocg.id, Ocg.reference, Ocg.status).order_by(Ocg.reference)).all()
    astray = [ref for id_, ref, status in groups if by_steps.get(id_) is not status]
    active = sum(status is SubjectStatus.ACTIVE for _, _, status in groups)
    if not astray:
        return [Finding("groups", holds=True, text=f"{active} active groups, as their steps say.")]
    told = f"{len(astray)} groups do not stand where their latest step left them, {astray[0]} among them."
    return [Finding("groups", holds=False, text=told)]


def _moment(day: date) -> datetime:
    """The first moment of a day in London."""
    return datetime.combine(day, time(), _LONDON)
