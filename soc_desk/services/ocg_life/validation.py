"""Validation of a proposed group by a second person, and what it asks for."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from soc_desk.domain import IntelligenceLink, Ocg, OcgScore
from soc_desk.errors import Invalid, NotAllowed, NotFound
from soc_desk.services.ocg_life import reviews, steps
from soc_desk.services.people import members
from soc_desk.services.prints import wall
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import Role, SubjectStatus

VALIDATORS = frozenset({Role.COORDINATOR, Role.SUPERVISOR})


@dataclass(frozen=True)
class Asked:
    """One thing that validation asks for: whether it is there, and how to mend it where not.

    ``field`` names what to open: ``lro``, ``score``, ``members``, ``intelligence``. What does not stop it only warns.
    """

    field: str
    words: str
    holds: bool
    mend: str
    stops: bool = True


def asked(session: Session, id: UUID) -> tuple[Asked, ...]:
    """What validation asks of a group, in the order in which it is met."""
    ocg = session.get(Ocg, id)
    if ocg is None:
        raise NotFound("That group does not exist, or is not open to you.")
    linked = select(func.count(IntelligenceLink.id)).where(IntelligenceLink.subject_id == id)
    scored = select(func.count(OcgScore.id)).where(OcgScore.subject_id == id)
    reports, scores = session.execute(select(linked.scalar_subquery(), scored.scalar_subquery())).one()
    people = members.count(session, id)
    return (
        Asked("intelligence", "At least one intelligence link", reports > 0 or ocg.import_id is not None,
              "Link the report that the group is mapped on."),
        Asked("score", "A saved score", scores > 0, "Score the group; Unknown is an answer."),
        Asked("lro", "A lead responsible officer", bool(ocg.lro), "Name the lead responsible officer."),
        Asked("members", f"Three members or more (it has {people})", people >= members.LEAST,
              "Link the members, also those without a name yet; or say why it is a group all the same.", stops=False),
    )  # fmt: skip


@use_case("Validate an OCG", needs=VALIDATORS)
def validate(work: Work, id: UUID, version: int, reason: str = "") -> None:
    """Proposed to Active, by somebody other than the person who mapped it; with fewer than three members, say why."""
    ocg = work.get(Ocg, id, version)
    if ocg.created_by_id == work.actor.id:
        raise NotAllowed("A group is validated by somebody other than the person who mapped it.")
    if ocg.status is not SubjectStatus.PROPOSED:
        raise Invalid({"status": f"{ocg.reference} is {ocg.status.label.lower()}; only a proposed group is validated."})
    today = wall(work.now).date()
    lacking = [each for each in asked(work.session, id) if not each.holds]
    problems = {each.field: each.mend for each in lacking if each.stops}
    if any(not each.stops for each in lacking) and not reason.strip():
        told = "It has fewer than three members: say why it is a group all the same, or link them first."
        problems["reason"] = told
    if problems:
        raise Invalid(problems)
    steps.take(work, ocg, SubjectStatus.ACTIVE, reason or "Validated.")
    ocg.review_due_on = reviews.next_due(work.session, today)
