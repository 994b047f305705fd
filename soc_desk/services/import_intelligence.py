"""What an import of intelligence will do, and the rows it keeps: links to groups, the unknown ones made as Proposed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from soc_desk.domain import IntelligenceLink, Person, PersonLink, new_id
from soc_desk.services.import_making import Batch
from soc_desk.services.import_numbers import numbers, squeezed
from soc_desk.services.import_plan import (
    Plan,
    Stub,
    cannot_be_used,
    chunks,
    known_subjects,
)
from soc_desk.services.import_rows import ImportProblem, IntelligenceLine, ParsedImport
from soc_desk.services.intelligence import source_words
from soc_desk.services.labels import policy
from soc_desk.store import Work
from soc_desk.vocabulary import Marking, SubjectKind
from soc_desk.vocabulary.ocg import AssessmentGrade, IntelligenceKind


@dataclass
class IntelligencePlan:
    """What becomes of each row; ``groups`` knows the subjects and stubs, ``people`` whom a row is about, by its row."""

    lines: list[IntelligenceLine] = field(default_factory=list)
    repeats: dict[int, str] = field(default_factory=dict)
    problems: list[ImportProblem] = field(default_factory=list)
    groups: Plan = field(default_factory=Plan)
    people: dict[int, UUID] = field(default_factory=dict)
    strangers: int = 0

    def give_up(self, references: set[str]) -> None:
        """Leave out the rows of groups whose reference belongs to a record that is not open to this person."""
        lost = {key for key, stub in self.groups.stubs.items() if stub.reference in references}
        self.problems += [cannot_be_used(x.row, x.subject_ref) for x in self.lines if key_of(x) in lost]
        self.lines = [line for line in self.lines if key_of(line) not in lost]
        self.groups.stubs = {key: stub for key, stub in self.groups.stubs.items() if key not in lost}

    def doubts(self) -> list[str]:
        """What a person should look at before or after."""
        told = [*self.groups.stand_ins(), *self.groups.lifted()]
        if self.strangers:
            rows = "row names" if self.strangers == 1 else "rows name"
            told.append(f"{self.strangers:,} {rows} somebody who is not linked to the group; the person is left out.")
        return told


def plan_intelligence(session: Session, parsed: ParsedImport, today: date) -> IntelligencePlan:
    """Hold the rows of a log against the store and local policy."""
    plan = IntelligencePlan()
    lines = [line for line in parsed.lines if isinstance(line, IntelligenceLine)]
    exact, loose = known_subjects(session)
    plan.groups.numbers = numbers(session)
    held = _held(session, lines)
    longest = int(policy(session, "intelligence.summary_max", today))
    listed = source_words.words_in_force(session, today)
    for line in lines:
        if (problem := _unfit(line, longest, listed)) is not None:
            plan.problems.append(problem)
            continue
        key = key_of(line)
        known = exact.get(squeezed(line.subject_ref)) or loose.get(key)
        if known is None and plan.groups.numbers.refuse(line.subject_ref):
            plan.problems.append(cannot_be_used(line.row, line.subject_ref))
            continue
        if known is not None and (refused := known.refusal(line.row)) is not None:
            plan.problems.append(refused)
            continue
        same = (line.ir_ref.casefold(), known.id if known else key)
        if (first := held.setdefault(same, line.row)) != line.row:
            where = f"is on row {first} already" if first else "is linked to the group already"
            plan.repeats[line.row] = f"{line.ir_ref} {where}. Left out."
            continue
        if known is not None:
            plan.groups.subjects[key] = known
        else:
            plan.groups.stubs.setdefault(key, _stub(line))
        plan.lines.append(line)
    _find_people(session, plan)
    return plan


def key_of(line: IntelligenceLine) -> str:
    """The same for rows that name the same group."""
    return squeezed(line.subject_ref) or squeezed(line.subject_name)


def link_rows(work: Work, batch: Batch, plan: IntelligencePlan) -> list[dict[str, Any]]:
    """Column values of the links; judged as ``IntelligenceLink.judge`` does."""
    serials = iter(work.next_serials("IR", len(plan.lines)))
    return [
        {
            "id": new_id(), "serial": next(serials), "subject_id": plan.groups.subjects[key_of(line)].id,
            "person_id": plan.people.get(line.row), "ir_ref": line.ir_ref, "kind": IntelligenceKind.REPORT,
            "reported_on": line.reported_on, "received_on": line.received_on, "source": line.source,
            "assessment": line.assessment, "handling": line.handling, "conditions": line.conditions,
            "legacy_grade": line.legacy_grade, "summary": line.summary, "relates_to_activity": True,
            "duplicate_of_id": None, "qualifying": line.assessment is not AssessmentGrade.FALSE,
            "marking": Marking.OFFICIAL_SENSITIVE, "entered_by_id": work.actor.id, "entered_at": work.now,
            "import_id": batch.id,
        }
        for line in plan.lines
    ]  # fmt: skip


def _unfit(line: IntelligenceLine, longest: int, listed: tuple[str, ...]) -> ImportProblem | None:
    """Why a row cannot be kept: it says too much."""
    if line.reported_on is not None and line.reported_on > line.received_on:
        return ImportProblem(line.row, "", line.ir_ref, "It was reported after it was received.", "Correct a date.")
    if len(line.summary) > longest:
        text = f"The summary has {len(line.summary)} characters, and {longest} are the most."
        return ImportProblem(line.row, "", line.ir_ref, text, "Shorten it to what is sanitised.")
    if hits := source_words.found(f"{line.ir_ref} {line.summary} {line.conditions}", listed):
        text = f"The summary has “{hits[0]}”, which may identify a source."
        remedy = "Take it out, or link this report by hand, where you can confirm that it identifies nobody."
        return ImportProblem(line.row, "", line.ir_ref, text, remedy)
    return None


def _held(session: Session, lines: Iterable[IntelligenceLine]) -> dict[tuple[str, UUID | str], int]:
    """References that are linked to a group already, asked of the table itself: nothing is kept twice."""
    table = IntelligenceLink.__table__.c
    found: dict[tuple[str, UUID | str], int] = {}
    for piece in chunks(sorted({line.ir_ref.lower() for line in lines})):
        query = select(table.ir_ref, table.subject_id).where(func.lower(table.ir_ref).in_(piece))
        found |= {(ref.casefold(), id_): 0 for ref, id_ in session.execute(query) if id_ is not None}
    return found


def _stub(line: IntelligenceLine) -> Stub:
    is_reference = any(letter.isdigit() for letter in line.subject_ref)
    name = line.subject_name or ("" if is_reference else line.subject_ref)
    return Stub(SubjectKind.OCG, line.subject_ref if is_reference else "", name)


def _find_people(session: Session, plan: IntelligencePlan) -> None:
    """Whom rows are about: somebody linked to the group, by name or reference."""
    named = [(line, plan.groups.subjects.get(key_of(line))) for line in plan.lines if line.person]
    groups = {known.id for _, known in named if known is not None}
    members: dict[tuple[UUID, str], UUID] = {}
    for piece in chunks(sorted(groups)):
        query = select(PersonLink.subject_id, Person.id, Person.name, Person.reference).join(
            Person, Person.id == PersonLink.person_id
        )
        for group, id_, name, reference in session.execute(query.where(PersonLink.subject_id.in_(piece))):
            members |= {(group, squeezed(name)): id_, (group, squeezed(reference)): id_}
    for line, known in named:
        found = members.get((known.id, squeezed(line.person))) if known is not None else None
        if found is None:
            plan.strangers += 1
        else:
            plan.people[line.row] = found
