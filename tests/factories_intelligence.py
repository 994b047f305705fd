"""Made-up intelligence, and any other record of a group, for tests; all of it is synthetic."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from soc_desk.domain import Entity
from soc_desk.services.intelligence import links
from soc_desk.services.intelligence.drafts import IntelligenceDraft
from soc_desk.store import Actor, Store, Work, use_case
from soc_desk.vocabulary import EVERYONE
from soc_desk.vocabulary.ocg import AssessmentGrade, HandlingGrade, SourceGrade

RECEIVED = date(2026, 3, 2)


@use_case("Keep made-up records", needs=EVERYONE)
def keep(work: Work, make: Callable[[Work], list[Entity]]) -> list[UUID]:
    """Whatever ``make`` gives, audited like anything else; their ids."""
    made = make(work)
    for entity in made:
        work.add(entity)
        work.session.flush()
    return [entity.id for entity in made]


def draft(subject_id: UUID | None, **over: Any) -> IntelligenceDraft:
    """A whole link, graded 1/B/P, ready to be recorded."""
    whole = {
        "subject_id": subject_id, "ir_ref": "IR 4471/26", "received_on": RECEIVED, "source": SourceGrade.RELIABLE,
        "assessment": AssessmentGrade.CORROBORATED, "handling": HandlingGrade.PERMITTED,
        "summary": "The group moves stock through the depot on Mondays.",
    }  # fmt: skip
    return IntelligenceDraft(**{**whole, **over})


def intelligence(store: Store, by: Actor, subject_id: UUID | None, **over: Any) -> UUID:
    """A link in the store."""
    return store.write(by, links.record, draft(subject_id, **over)).value


def at(store: Store, moment: datetime) -> Store:
    """The same store at another moment."""
    return Store(store.engine, clock=lambda: moment)
