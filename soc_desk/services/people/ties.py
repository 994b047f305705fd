"""How people stand to each other, as known in a group: who works for whom, family, associates."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from soc_desk.domain import Person, PersonLink, PersonTie, Subject
from soc_desk.domain.days import DayOfLife, Span
from soc_desk.errors import Invalid
from soc_desk.services import standing
from soc_desk.services.people.drafts import grade_words
from soc_desk.services.people.links import held
from soc_desk.services.rows import columns_of, rows_of
from soc_desk.store import Work, use_case
from soc_desk.vocabulary import READERS
from soc_desk.vocabulary.ocg import AssessmentGrade, HandlingGrade, SourceGrade, TieKind

_BACK = {TieKind.WORKS_FOR: "Has working for them", TieKind.SUPPLIES: "Supplied by"}
"""What a tie is called from the other person; the others read the same from both."""


@dataclass(frozen=True, kw_only=True)
class TieDraft:
    """How somebody stands to another person, and in which group that is known."""

    kind: TieKind | None = None
    other_id: UUID | None = None
    subject_id: UUID | None = None
    from_on: DayOfLife = None
    to_on: DayOfLife = None
    source: SourceGrade | None = None
    assessment: AssessmentGrade | None = None
    handling: HandlingGrade | None = None
    conditions: str = ""
    note: str = ""

    def problems(self) -> dict[str, str]:
        """Field to sentence."""
        found: dict[str, str] = {}
        if self.kind is None:
            found["kind"] = "Choose how they stand to each other."
        if self.other_id is None:
            found["other_id"] = "Choose the other person."
        if self.subject_id is None:
            found["subject_id"] = "Choose the group in which it is known."
        if self.from_on is not None and self.to_on is not None and self.to_on < self.from_on:
            found["to_on"] = "It ends before it begins; check both days."
        grade = (self.source, self.assessment, self.handling)
        if any(grade) and not all(grade):
            found["source"] = "Complete the grade, or leave all of it empty."
        if self.handling is HandlingGrade.CONDITIONS and not self.conditions.strip():
            found["conditions"] = "Handling C needs the conditions in words."
        return found


@dataclass(frozen=True, kw_only=True)
class TieRow:
    """One tie as it reads from the person whose record shows it: ``words``, then the other person."""

    id: UUID
    version: int
    kind: TieKind
    is_back: bool
    person_id: UUID
    reference: str
    name: str
    subject_id: UUID
    subject_reference: str
    subject_name: str
    from_on: date | None
    to_on: date | None
    source: SourceGrade | None
    assessment: AssessmentGrade | None
    handling: HandlingGrade | None
    conditions: str
    note: str

    @property
    def words(self) -> str:
        """``Works for``, or ``Has working for them`` from the other side."""
        return _BACK.get(self.kind, self.kind.label) if self.is_back else self.kind.label

    @property
    def grade(self) -> str:
        """As printed, ``1/B/P``; empty where it was not graded."""
        return grade_words(self.source, self.assessment, self.handling)

    @property
    def held(self) -> str:
        """What binds whoever receives it; empty where nothing does."""
        return held(self.handling, self.conditions or self.note)


def of_person(session: Session, person_id: UUID) -> list[TieRow]:
    """The ties of a person in both directions, current ones first."""
    tie = PersonTie
    is_back = tie.other_id == person_id
    other = or_(and_(tie.person_id == person_id, Person.id == tie.other_id), and_(is_back, Person.id == tie.person_id))
    columns = (
        tie.id, tie.version, tie.kind, is_back, Person.id, Person.reference, Person.name, Subject.id,
        Subject.reference, Subject.name, tie.from_on, tie.to_on, tie.source, tie.assessment, tie.handling,
        tie.conditions, tie.note,
    )  # fmt: skip
    query = (
        select(*columns)
        .join(Person, other)
        .join(Subject, Subject.id == tie.subject_id)
        .order_by(tie.to_on.is_not(None), Person.sort_name, tie.id)
    )
    return rows_of(TieRow, session.execute(query))


@use_case("Tie two people", needs=READERS)
def tie(work: Work, person_id: UUID, draft: TieDraft) -> UUID:
    """Keep how somebody stands to another person of the same group; gives the tie's id."""
    problems = draft.problems()
    if draft.other_id == person_id:
        problems["other_id"] = "That is the same person; choose another one."
    if problems or draft.other_id is None or draft.subject_id is None:
        raise Invalid(problems)
    person, other = work.get(Person, person_id), work.get(Person, draft.other_id)
    subject = work.get(Subject, draft.subject_id)
    if problem := standing.problem(work.session, subject.id):
        raise Invalid({"subject_id": problem})
    both = select(PersonLink.person_id).where(
        PersonLink.subject_id == subject.id, PersonLink.person_id.in_((person.id, other.id))
    )
    linked = set(work.session.scalars(both))
    if person.id not in linked or other.id not in linked:
        missing = other if person.id in linked else person
        raise Invalid({"subject_id": f"{missing.name} is not linked to {subject.reference}; link them to it first."})
    for known in of_person(work.session, person.id):
        if (known.person_id, known.kind, known.subject_id) == (other.id, draft.kind, subject.id) and not known.to_on:
            told = f"{known.words} {other.name} is recorded in {subject.reference} already; end that first."
            raise Invalid({"kind": told})
    made = PersonTie(person_id=person.id, **columns_of(draft))
    work.add(made)
    return made.id


@use_case("End a tie between two people", needs=READERS)
def end(work: Work, id: UUID, version: int, to_on: Annotated[date, Span()]) -> None:
    """Say until when it was so; the tie stays with its history."""
    found = work.get(PersonTie, id, version)
    if found.from_on is not None and to_on < found.from_on:
        raise Invalid({"to_on": "It ends before it begins; check both days."})
    found.to_on = to_on


@use_case("Take out a tie made by mistake", needs=READERS)
def untie(work: Work, id: UUID, version: int, reason: str) -> None:
    """Remove a tie that never was; the history keeps it with the reason."""
    found = work.get(PersonTie, id, version)
    if not reason.strip():
        raise Invalid({"reason": "Say why it was a mistake."})
    work.note(found, "noted", {"reason": [None, reason.strip()]})
    work.session.delete(found)
