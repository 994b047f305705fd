"""Opening any POCA case: seized property or another order, with what is due in it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from soc_desk.domain import PocaCase
from soc_desk.errors import NotFound
from soc_desk.services.poca import cases, others
from soc_desk.services.poca.case_detail import CaseDetail
from soc_desk.services.poca.others import OtherDetail
from soc_desk.services.prints import wall
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import READERS


@use_case("Open a POCA case", needs=READERS)
def look(work: Work, id: UUID) -> CaseDetail | OtherDetail:
    """Open a case of any kind; logs the consultation."""
    case = work.get(PocaCase, id)
    work.consult(case)
    return detail(work.session, id, wall(work.now))


def detail(session: Session, id: UUID, now: datetime) -> CaseDetail | OtherDetail:
    """The case as it stands, for callers that have already logged why they read it; ``now`` is wall time."""
    case = session.get(PocaCase, id)
    if case is None:
        raise NotFound("That case does not exist, or is not open to you.")
    if case.kind.is_seizure:
        return cases.detail(session, id, now=now)
    return others.detail(session, id, now=now)
