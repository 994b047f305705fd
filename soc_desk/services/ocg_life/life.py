"""Everything around a group that the forms of its life need to know, read in one question."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from soc_desk.services import policies, users
from soc_desk.services.ocg_life import leadership, reviews, validation
from soc_desk.services.ocg_life.leadership import LeaderRow, LoadRow
from soc_desk.services.ocg_life.reviews import ReviewRow
from soc_desk.services.ocg_life.validation import Asked
from soc_desk.services.places import Place
from soc_desk.services.policies import CodeRow
from soc_desk.vocabulary import READERS


@dataclass(frozen=True, kw_only=True)
class Around:
    """``asked`` is what a validation asks; ``next_due_on`` when a review of today would have the next one due."""

    asked: tuple[Asked, ...]
    leaders: tuple[LeaderRow, ...]
    loads: tuple[LoadRow, ...]
    people: tuple[Place, ...]
    reviews: tuple[ReviewRow, ...]
    next_due_on: date
    tiers: tuple[CodeRow, ...]


def around(session: Session, id: UUID, today: date) -> Around:
    """What stands around a group; raises NotFound for one that is not open to the reader."""
    everybody = users.list_rows(session)
    codes = policies.codes(session, "tier")
    return Around(
        asked=validation.asked(session, id),
        leaders=tuple(leadership.history(session, id)),
        loads=tuple(leadership.loads(session)),
        people=tuple(Place(p.id, p.display) for p in everybody if p.disabled_at is None and READERS & set(p.roles)),
        reviews=tuple(reviews.history(session, id)),
        next_due_on=reviews.next_due(session, today),
        tiers=tuple(row for row in codes if row.valid_to is None or row.valid_to >= today),
    )
