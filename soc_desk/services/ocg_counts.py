"""How much each part of a group's record holds for its reader, counted by one statement."""

from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from soc_desk.domain import Disruption, Document, IntelligenceLink, PersonLink, PlanAction, PocaCase
from soc_desk.domain.base import Id
from soc_desk.services.disruption_rows import standing_for
from soc_desk.store import prepared
from soc_desk.vocabulary.ocg import ActionState

_DONE = [state for state in ActionState if not state.is_open]


def counts(session: Session, id: UUID) -> dict[str, int]:
    """By the keys of ``ui.ocgs.parts``: a line for each tab that shows a figure."""
    (found,) = prepared.rows(session, "counts of a group", _query, {"group": id})
    return dict(zip(_each(), found, strict=True))


def _query() -> Select[*tuple[Any, ...]]:
    return select(*(counted.scalar_subquery() for counted in _each().values()))


@cache
def _each() -> dict[str, Select[int]]:
    group = bindparam("group", type_=Id())
    undone = (PlanAction.state != state for state in _DONE)
    return {
        "members": select(func.count(PersonLink.person_id.distinct())).where(
            PersonLink.subject_id == group, PersonLink.to_on.is_(None)
        ),
        "plan": select(func.count(PlanAction.id)).where(PlanAction.subject_id == group, *undone),
        "disruptions": select(func.count(Disruption.id)).where(Disruption.subject_id.in_(standing_for(group))),
        "intelligence": select(func.count(IntelligenceLink.id)).where(IntelligenceLink.subject_id == group),
        "poca": select(func.count(PocaCase.id)).where(PocaCase.subject_id == group),
        "documents": select(func.count(Document.id)).where(
            Document.subject_id == group, Document.withdrawn_at.is_(None)
        ),
    }  # fmt: skip
