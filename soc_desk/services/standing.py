"""Groups that nothing more is put on: those merged away, for which another stands, and those rejected."""

from uuid import UUID

from sqlalchemy.orm import Session

from soc_desk.domain import Subject
from soc_desk.vocabulary import SubjectStatus


def problem(session: Session, id: UUID | None) -> str:
    """Why nothing more is put on this group, with the one that stands for it, or empty."""
    subject = session.get(Subject, id) if id is not None else None
    if subject is None:
        return ""
    if subject.status is SubjectStatus.REJECTED:
        return f"{subject.reference} was rejected; nothing more is put on it."
    if subject.status is not SubjectStatus.MERGED and subject.merged_into_id is None:
        return ""
    instead: Subject | None = subject
    while instead is not None and instead.merged_into_id is not None:
        instead = session.get(Subject, instead.merged_into_id)
    if instead is None or instead is subject:
        return f"{subject.reference} was merged into another group; ask the OCG desk which reference to use."
    return f"{subject.reference} was merged into {instead.reference} {instead.name}; choose that one."
