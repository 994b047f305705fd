"""The POCA cases of a group, newest first."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from soc_desk.domain import PocaCase
from soc_desk.services.prints import wall
from soc_desk.vocabulary.poca import CaseKind, CaseState


@dataclass(frozen=True, kw_only=True)
class GroupCase:
    """A case of a group; ``began_on`` is the seizure, the order, or else the day it was recorded."""

    id: UUID
    reference: str
    kind: CaseKind
    state: CaseState
    began_on: date


def of(session: Session, subject_id: UUID) -> list[GroupCase]:
    """The cases that the reader may know of."""
    columns = (
        PocaCase.id, PocaCase.reference, PocaCase.kind, PocaCase.state, PocaCase.seized_at, PocaCase.made_on,
        PocaCase.recorded_at,
    )  # fmt: skip
    found = [
        GroupCase(
            id=id_, reference=reference, kind=kind, state=state,
            began_on=seized.date() if seized else made or wall(recorded).date(),
        )
        for id_, reference, kind, state, seized, made, recorded in session.execute(
            select(*columns).where(PocaCase.subject_id == subject_id)
        )
    ]  # fmt: skip
    return sorted(found, key=lambda each: (each.began_on, each.reference), reverse=True)
