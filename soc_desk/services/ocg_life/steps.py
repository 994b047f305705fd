"""The steps of a group's life: each kept with who, when and why, and the day since when the group stands there."""

from soc_desk.domain import Ocg, SubjectStatusChange
from soc_desk.services.prints import wall
from soc_desk.store import Work
from soc_desk.vocabulary import SubjectStatus


def take(work: Work, ocg: Ocg, after: SubjectStatus, reason: str) -> None:
    """Move a group on and keep the step; refuses one that does not exist. Every change of status goes through here."""
    note(work, ocg, ocg.move(after), reason)


def note(work: Work, ocg: Ocg, before: SubjectStatus | None, reason: str) -> None:
    """Keep the step that led to the present status; ``before`` None for the first one."""
    ocg.status_since = wall(work.now).date()
    step = SubjectStatusChange(
        subject_id=ocg.id, before=before, after=ocg.status, at=work.now, by_id=work.actor.id, reason=reason.strip()
    )
    work.session.flush()  # the step's foreign key needs the group's row first
    work.add(step)


def words(before: SubjectStatus | None, after: SubjectStatus) -> str:
    """``Proposed → Active``; the first step has no before, and one that changes nothing is a review of the archive."""
    if before is after:
        return f"Reviewed: left {after.label.lower()}"
    return f"{before.label} → {after.label}" if before else after.label
