"""Keeping the rows of a list of people: who is new, whom they may be already, what they are to which group."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from soc_desk.domain import (
    Base,
    ImportBatch,
    Person,
    PersonDetail,
    PersonKey,
    PersonLink,
    PersonName,
)
from soc_desk.services.import_making import Batch
from soc_desk.services.import_numbers import numbers, squeezed
from soc_desk.services.import_plan import Plan, Stub, cannot_be_used, chunks, known_subjects
from soc_desk.services.import_rows import ImportProblem, ParsedImport, PersonLine
from soc_desk.services.people import care, keys, known, person_query, persons
from soc_desk.services.people.drafts import DetailLine, NameLine, PersonDraft
from soc_desk.services.people.known import Known
from soc_desk.services.prints import wall
from soc_desk.store import Work
from soc_desk.vocabulary import ImportKind, Marking
from soc_desk.vocabulary.ocg import Basis, DataCategory, DetailKind, LinkRole, NameKind

PLANNED = 0.7
"""How far an import is when it is known who is new."""

_EVERY = 50
_CATEGORY_OF = {
    LinkRole.POTENTIAL_VICTIM: DataCategory.VICTIM, LinkRole.VICTIM: DataCategory.VICTIM,
    LinkRole.WITNESS: DataCategory.WITNESS,
}  # fmt: skip
_OWN_LINES = frozenset({"person_name", "person_detail", "person_key", "person_link"})

Progress = Callable[[float, str], None]


@dataclass
class Somebody:
    """One person of the file: the Draft, and the rows that say what they are to groups."""

    draft: PersonDraft
    lines: list[PersonLine] = field(default_factory=list)


@dataclass
class PeoplePlan:
    """What becomes of each row; ``groups`` plans the groups that the rows name."""

    today: date
    people: list[Somebody] = field(default_factory=list)
    repeats: dict[int, str] = field(default_factory=dict)
    problems: list[ImportProblem] = field(default_factory=list)
    groups: Plan = field(default_factory=Plan)

    @property
    def accepted(self) -> int:
        """Rows that are kept."""
        return sum(len(each.lines) for each in self.people)

    def give_up(self, references: set[str]) -> None:
        """Leave out the rows of groups whose reference belongs to a record that is not open to this person."""
        lost = {key for key, stub in self.groups.stubs.items() if stub.reference in references}
        for each in self.people if lost else ():
            self.problems += [cannot_be_used(x.row, x.subject_ref) for x in each.lines if _key(x) in lost]
            each.lines = [line for line in each.lines if _key(line) not in lost]
        self.people = [each for each in self.people if each.lines]
        self.groups.stubs = {key: stub for key, stub in self.groups.stubs.items() if key not in lost}

    def doubts(self) -> list[str]:
        """What a person should look at before or after."""
        linked = [line for each in self.people for line in each.lines if _key(line)]
        told = [*self.groups.stand_ins(), *self.groups.lifted()]
        if without := sum(line.role is None for line in linked):
            told.append(
                f"{without:,} {_rows(without)} no role in the group; Associate is taken, which asserts the least."
            )
        if without := sum(line.category is None and line.role not in _CATEGORY_OF for line in linked):
            told.append(f"{without:,} {_rows(without)} no data category (DPA 2018 s.38); Suspect is taken. Correct it.")
        young = sum(care.is_child(each.draft.age, self.today) for each in self.people)
        if young:
            are = "person is" if young == 1 else "people are"
            told.append(f"{young:,} {are} or may be under 18. {care.CHILD}")
        return told


def plan_people(
    session: Session, parsed: ParsedImport, today: date, tell: Progress = lambda _fraction, _text: None
) -> PeoplePlan:  # fmt: skip
    """Hold the rows of a list against the store. Who may be known already is reported, and left to a person."""
    plan = PeoplePlan(today)
    lines = [line for line in parsed.lines if isinstance(line, PersonLine)]
    again = select(ImportBatch.id).where(
        ImportBatch.kind == ImportKind.PEOPLE, ImportBatch.file_sha256 == parsed.file_sha256,
        ImportBatch.undone_at.is_(None),
    )  # fmt: skip
    if session.scalar(again.limit(1)) is not None:
        plan.repeats = {line.row: "This file was imported before. Left out." for line in lines}
        return plan
    found = _gathered(plan, list(_in_open_groups(session, plan, lines)))
    is_first = person_query.count(session, person_query.PersonFilter()) == 0
    for done, each in enumerate(found):
        if done % _EVERY == 0:
            tell(PLANNED * done / len(found), f"Looking whether {len(found):,} people are known already")
        may_be = [] if is_first else known.already_known(session, each.draft, today, limit=1)
        if may_be and may_be[0].likeness.is_firm:
            plan.problems += [_to_decide(line, may_be[0]) for line in each.lines]
        else:
            plan.people.append(each)
    kept = {_key(line) for each in plan.people for line in each.lines}
    plan.groups.stubs = {key: stub for key, stub in plan.groups.stubs.items() if key in kept}
    return plan


def keep_people(work: Work, batch: Batch, plan: PeoplePlan) -> None:
    """Write the people with their names, details, keys and links."""
    serials = work.next_serials("N", len(plan.people))
    review = persons.review_day(work.session, wall(work.now).date())
    people, names, details, found_by, links = [], [], [], [], []
    for each, serial in zip(plan.people, serials, strict=True):
        person = _person_row(work, batch, each.draft, serial, review)
        people.append(person)
        names += [{"person_id": person["id"], "kind": n.kind, "name": n.name, "note": n.note} for n in each.draft.names]
        details += [_detail_row(person["id"], line) for line in each.draft.details]
        found_by += [{"person_id": person["id"], "kind": kind, "value": value} for kind, value in _keys(each.draft)]
        links += [_link_row(work, batch, plan, person["id"], line) for line in _once(each.lines)]
    for kind, rows in ((Person, people), (PersonName, names), (PersonDetail, details), (PersonLink, links)):
        work.insert_many(kind, rows)
    if found_by:
        work.session.execute(insert(PersonKey), found_by)


def used(session: Session, people: list[UUID], import_id: UUID) -> set[UUID]:
    """Those of an import's people that something else refers to by now: a link, intelligence, a case, an order."""
    found: set[UUID] = set()
    for table in Base.metadata.sorted_tables:
        for column in table.c:
            if not any(key.column.table.name == "person" for key in column.foreign_keys):
                continue
            for piece in chunks(people):
                query = select(column).where(column.in_(piece))
                if table.name == "person_link":
                    query = query.where(table.c.import_id.is_distinct_from(import_id))
                elif table.name in _OWN_LINES:
                    continue
                found.update(session.scalars(query))
    return found


def _in_open_groups(session: Session, plan: PeoplePlan, lines: Iterable[PersonLine]) -> Iterator[PersonLine]:
    """Rows whose group is known, new or not named; a reference that is not open to the reader cannot be used."""
    exact, loose = known_subjects(session)
    plan.groups.numbers = numbers(session)
    for line in lines:
        key = _key(line)
        reference, name = squeezed(line.subject_ref), squeezed(line.subject_name)
        found = exact.get(reference) or exact.get(name) or loose.get(reference or name) if key else None
        if found is not None and (refused := found.refusal(line.row)) is not None:
            plan.problems.append(refused)
            continue
        if found is not None:
            plan.groups.subjects[key] = found
        elif plan.groups.numbers.refuse(line.subject_ref):
            plan.problems.append(cannot_be_used(line.row, line.subject_ref))
            continue
        elif key:
            stub = plan.groups.stubs.setdefault(key, _stub(line))
            stub.name = stub.name or line.subject_name
        yield line


def _gathered(plan: PeoplePlan, lines: list[PersonLine]) -> list[Somebody]:
    """One person for rows of one name and date of birth; where no date tells two of a name apart, the first is kept."""
    found: dict[tuple[Any, ...], Somebody] = {}
    for line in lines:
        words = tuple(sorted(keys.words(f"{line.given_names} {line.family_name}")))
        told = keys.compact(line.pnc_id) or line.born_on
        same = (line.row,) if line.unidentified else (words, told)
        if same not in found:
            found[same] = Somebody(_draft(line, plan.today), [line])
        elif told:
            found[same].lines.append(line)
        else:
            first = found[same].lines[0].row
            told = f"Same name as row {first}, and no date of birth tells whether they are one."
            plan.problems.append(ImportProblem(line.row, "", _name(line), told, "Left out; add it by hand."))
    return list(found.values())


def _name(line: PersonLine) -> str:
    return f"{line.given_names} {line.family_name}".strip()


def _to_decide(line: PersonLine, known: Known) -> ImportProblem:
    """A row about somebody who may be known: nobody is merged, or linked, before a person has decided."""
    group = line.subject_ref or line.subject_name
    link = f"link {known.reference} to {group}" if group else "change that record where the row knows more"
    return ImportProblem(
        line.row, "", _name(line), f"May be {known.reference} {known.name}. {known.because}.",
        f"Left out: {link}, or record somebody new by hand where they are not the same.",
    )  # fmt: skip


def _draft(line: PersonLine, today: date) -> PersonDraft:
    told = [(DetailKind.PHONE, each) for each in line.phones] + [(DetailKind.VEHICLE, each) for each in line.vehicles]
    told += [(DetailKind.ADDRESS, line.address)] if line.address else []
    is_age = line.age is not None and line.born_on is None
    return PersonDraft(
        family_name=line.family_name, given_names=line.given_names, unidentified=line.unidentified,
        names=tuple(NameLine(kind=NameKind.ALIAS, name=alias) for alias in line.aliases), born_on=line.born_on,
        age_from=line.age if is_age else None, age_noted_on=today if is_age else None, description=line.notes,
        details=tuple(DetailLine(kind=kind, value=value) for kind, value in told), pnc_id=line.pnc_id,
        cro_id=line.cro_id,
    )  # fmt: skip


def _person_row(work: Work, batch: Batch, draft: PersonDraft, serial: int, review: date) -> dict[str, Any]:
    person = Person(
        serial=serial, reference=work.reference("N", serial), family_name=draft.family_name,
        given_names=draft.given_names, born_on=draft.born_on, age_from=draft.age_from,
        age_noted_on=draft.age_noted_on, unidentified=draft.unidentified, description=draft.description,
        pnc_id=draft.pnc_id, cro_id=draft.cro_id, review_due_on=review, marking=Marking.OFFICIAL_SENSITIVE,
        created_by_id=work.actor.id, created_at=work.now, import_id=batch.id,
    )  # fmt: skip
    person.settle()
    return {column.key: getattr(person, column.key) for column in Person.__table__.c if column.key != "version"}


def _detail_row(person_id: UUID, line: DetailLine) -> dict[str, Any]:
    return {
        "person_id": person_id, "kind": line.kind, "value": line.value, "note": "", "from_on": None, "to_on": None,
        "source": None, "assessment": None, "handling": None, "conditions": "",
    }  # fmt: skip


def _keys(draft: PersonDraft) -> set[keys.Key]:
    names = (f"{draft.given_names} {draft.family_name}", *(line.name for line in draft.names))
    return keys.of_person(names, [(d.kind, d.value) for d in draft.details], (draft.pnc_id, draft.cro_id))


def _link_row(work: Work, batch: Batch, plan: PeoplePlan, person_id: UUID, line: PersonLine) -> dict[str, Any]:
    role = line.role or LinkRole.ASSOCIATE
    category = _CATEGORY_OF.get(role) or line.category or DataCategory.SUSPECT
    return {
        "person_id": person_id, "subject_id": plan.groups.subjects[_key(line)].id, "role": role, "category": category,
        "from_on": line.from_on, "to_on": None, "basis": Basis.ASSESSMENT, "source": None, "assessment": None,
        "handling": None, "conditions": "", "note": f"From {batch.file_name}.", "child_confirmed": False,
        "linked_at": work.now, "linked_by_id": work.actor.id, "import_id": batch.id,
    }  # fmt: skip


def _once(lines: list[PersonLine]) -> Iterator[PersonLine]:
    """Each group and role once, of the rows that name a group."""
    seen = set()
    for line in lines:
        what = (_key(line), line.role)
        if what[0] and what not in seen:
            seen.add(what)
            yield line


def _key(line: PersonLine) -> str:
    """The same for rows that name the same group; empty where none is named."""
    return squeezed(line.subject_ref) or squeezed(line.subject_name)


def _stub(line: PersonLine) -> Stub:
    """A reference is what has a figure in it; anything else is a name and gets a reference of ours."""
    is_reference = any(letter.isdigit() for letter in line.subject_ref)
    name = line.subject_name or ("" if is_reference else line.subject_ref)
    return Stub(line.subject_kind, line.subject_ref if is_reference else "", name)


def _rows(count: int) -> str:
    return "row gives" if count == 1 else "rows give"
