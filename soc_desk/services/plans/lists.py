"""What the forms of a plan choose from: colleagues, agencies, tactic areas."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from soc_desk.services import policies, users
from soc_desk.services.places import Place
from soc_desk.services.policies import CodeRow
from soc_desk.vocabulary import READERS


@dataclass(frozen=True, kw_only=True)
class PlanLists:
    """``people`` are those who may have an action: they read cases and have not left."""

    people: tuple[Place, ...] = ()
    agencies: tuple[CodeRow, ...] = ()
    tactic_areas: tuple[CodeRow, ...] = ()


def lists(session: Session, on: date) -> PlanLists:
    """The lists as they stand on a day."""
    everybody = users.list_rows(session)
    return PlanLists(
        people=tuple(Place(p.id, p.display) for p in everybody if p.disabled_at is None and READERS & set(p.roles)),
        agencies=tuple(policies.codes(session, "agency", on)),
        tactic_areas=tuple(policies.codes(session, "tactic_area", on)),
    )
