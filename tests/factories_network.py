"""Made-up people of a group with their links, brought in by one bulk use case. All of it is synthetic."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from soc_desk.domain import Person, PersonLink, PersonTie, SubjectRelation
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import EVERYONE
from soc_desk.vocabulary.ocg import AssessmentGrade, DataCategory, HandlingGrade, LinkRole, SourceGrade, TieKind

SINCE = date(2026, 2, 3)


@use_case("Bring in made-up people", needs=EVERYONE)
def people(work: Work, subject_id: UUID, roles: Mapping[LinkRole, int], prefix: str = "Person") -> list[UUID]:
    """So many people of each role, all linked to a group since the same day, graded 1/B/P."""
    wanted = [role for role, number in roles.items() for _ in range(number)]
    serials = work.next_serials("N", len(wanted))
    rows = [
        {"serial": serial, "reference": work.reference("N", serial), "name": f"{prefix} {place:03}",
         "sort_name": f"{prefix} {place:03}".lower(), "review_due_on": date(2027, 2, 3)}
        for place, serial in enumerate(serials, 1)
    ]  # fmt: skip
    work.insert_many(Person, rows)
    ids = [row["id"] for row in rows]
    links = [
        {"person_id": id_, "subject_id": subject_id, "role": role, "category": DataCategory.SUSPECT, "from_on": SINCE,
         "source": SourceGrade.RELIABLE, "assessment": AssessmentGrade.CORROBORATED,
         "handling": HandlingGrade.PERMITTED}
        for id_, role in zip(ids, wanted, strict=True)
    ]  # fmt: skip
    work.insert_many(PersonLink, links)
    return ids


@use_case("Link somebody made up", needs=EVERYONE)
def link(work: Work, subject_id: UUID, person_id: UUID, **over: object) -> None:
    """One person as a member of a further group."""
    told = {"role": LinkRole.MEMBER, "category": DataCategory.SUSPECT, **over}
    work.add(PersonLink(subject_id=subject_id, person_id=person_id, **told))


@use_case("Tie two people made up", needs=EVERYONE)
def tie(work: Work, subject_id: UUID, a: UUID, b: UUID) -> None:
    """One works for the other."""
    work.add(PersonTie(subject_id=subject_id, person_id=a, other_id=b, kind=TieKind.WORKS_FOR))


@use_case("Relate two groups made up", needs=EVERYONE)
def relate(work: Work, subject_id: UUID, other_id: UUID, kind: object) -> None:
    """One group to another."""
    work.add(SubjectRelation(subject_id=subject_id, other_id=other_id, kind=kind))
