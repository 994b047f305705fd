"""The archive clock of groups, kept after every change of their intelligence."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import func, select

from soc_desk.domain import IntelligenceLink, Subject
from soc_desk.store import Work

_AT_ONCE = 500


def refresh(work: Work, *subject_ids: UUID | None) -> None:
    """Keep each subject's ``last_intelligence_on``: its latest qualifying report, or a later day a tracker told.

    Call it last in whatever adds, changes, moves or removes intelligence links; None is nobody's.
    """
    ids = list(dict.fromkeys(id_ for id_ in subject_ids if id_ is not None))
    work.session.flush()
    for start in range(0, len(ids), _AT_ONCE):
        _refresh(work, ids[start : start + _AT_ONCE])


def _refresh(work: Work, ids: Collection[UUID]) -> None:
    newest = select(IntelligenceLink.subject_id, func.max(IntelligenceLink.received_on)).where(
        IntelligenceLink.subject_id.in_(ids), IntelligenceLink.qualifying.is_(True)
    )
    found = {id_: day for id_, day in work.session.execute(newest.group_by(IntelligenceLink.subject_id))}
    for subject in work.session.scalars(select(Subject).where(Subject.id.in_(ids))):
        days = [day for day in (found.get(subject.id), subject.intelligence_told_on) if day is not None]
        last = max(days, default=None)
        if subject.last_intelligence_on != last:
            subject.last_intelligence_on = last
