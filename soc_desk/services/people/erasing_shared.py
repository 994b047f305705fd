"""What a person erased has in common with others: requests stay as closed as they were, open records let go of them."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import select

from soc_desk.domain import Document, IntelligenceLink, PersonLink, Request, Subject
from soc_desk.services.people import erasing_own
from soc_desk.store import Work
from soc_desk.vocabulary import Access


def keep_closed(work: Work, ids: Collection[UUID]) -> None:
    """Requests that only the person closes are about the group that closes the person from here."""
    session = work.session
    stands = select(Subject.id, Subject.access).join(PersonLink, PersonLink.subject_id == Subject.id)
    groups = session.execute(stands.where(PersonLink.person_id.in_(ids)).order_by(PersonLink.id)).all()
    if not groups or any(access is Access.TEAM for _, access in groups):
        return
    for request in session.scalars(select(Request).where(Request.person_id.in_(ids))):
        own = session.get(Subject, request.subject_id) if request.subject_id else None
        if own is None or own.access is Access.TEAM:
            request.subject_id = groups[0][0]
    session.flush()


def let_go(work: Work, ids: Collection[UUID]) -> None:
    """Take them out of open cases, and of reports, documents and requests that are about something else as well."""
    session = work.session
    erasing_own.let_go_of_cases(work, ids)
    kinds: tuple[Any, ...] = (IntelligenceLink, Document)
    for kind in kinds:
        for each in session.scalars(select(kind).where(kind.person_id.in_(ids), kind.subject_id.is_not(None))):
            each.person_id = None
    for request in session.scalars(select(Request).where(Request.person_id.in_(ids))):
        if request.subject_id or request.case_id or request.operation_id:
            request.person_id = None
    session.flush()
