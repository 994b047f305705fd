"""How much each part of a group's record holds for its reader, counted by one statement."""

from datetime import date
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from soc_desk.domain import Disruption, Document, IntelligenceLink, PersonLink, PlanAction, PocaCase
from soc_desk.vocabulary.ocg import ActionState

_OPEN = [state for state in ActionState if state.is_open]


def counts(session: Session, id: UUID, today: date) -> dict[str, int]:
    """By the keys of ``ui.ocgs.parts``: a line for each tab that shows a figure."""
    each: dict[str, Select[int]] = {
        "members": select(func.count(PersonLink.person_id.distinct())).where(
            PersonLink.subject_id == id, or_(PersonLink.to_on.is_(None), PersonLink.to_on >= today)
        ),
        "plan": select(func.count(PlanAction.id)).where(PlanAction.subject_id == id, PlanAction.state.in_(_OPEN)),
        "disruptions": select(func.count(Disruption.id)).where(Disruption.subject_id == id),
        "intelligence": select(func.count(IntelligenceLink.id)).where(IntelligenceLink.subject_id == id),
        "poca": select(func.count(PocaCase.id)).where(PocaCase.subject_id == id),
        "documents": select(func.count(Document.id)).where(
            Document.subject_id == id, Document.withdrawn_at.is_(None)
        ),
    }  # fmt: skip
    found = session.execute(select(*(counted.scalar_subquery() for counted in each.values()))).one()
    return dict(zip(each, found, strict=True))
