"""What an import will do, worked out against the store before anything is kept: which subjects and areas exist."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ARRAY, String, func, literal, select, tuple_
from sqlalchemy.orm import Session

from soc_desk.domain import Area, Disruption, Subject
from soc_desk.services.import_numbers import Numbers, numbers, squeezed
from soc_desk.services.import_rows import DisruptionLine, ImportProblem, OcgLine, ParsedImport
from soc_desk.vocabulary import FourP, SubjectKind, SubjectStatus

T = TypeVar("T")
CHUNK = 500
_LOOKED_AT_FOR_DOUBLES = 20_000
_NAMED = 6


@dataclass(frozen=True)
class Known:
    """A subject of the store, as far as an import needs it."""

    id: UUID
    lro: str
    reference: str = ""
    instead_of: str = ""
    """The reference of a group that was merged into this one, where a row names that."""
    is_rejected: bool = False

    def refusal(self, row: int) -> ImportProblem | None:
        """Why no person and no intelligence is put on it, or None."""
        if not self.is_rejected:
            return None
        told = f"{self.reference} was rejected; nothing more is put on it."
        return ImportProblem(row, "", self.reference, told, "Correct the reference, or map the group anew.")


@dataclass
class Stub:
    """A subject that the file names and the store does not hold; ``threats`` are those of its rows."""

    kind: SubjectKind
    reference: str
    name: str
    threats: Counter[str] = field(default_factory=Counter)


@dataclass
class Plan:
    """What becomes of each row. ``subjects`` maps the key of a row's subject to the one that exists."""

    lines: list[DisruptionLine] = field(default_factory=list)
    repeats: dict[int, str] = field(default_factory=dict)
    problems: list[ImportProblem] = field(default_factory=list)
    subjects: dict[str, Known] = field(default_factory=dict)
    stubs: dict[str, Stub] = field(default_factory=dict)
    areas: dict[str, UUID] = field(default_factory=dict)
    new_areas: dict[str, str] = field(default_factory=dict)
    doubles: int = 0
    numbers: Numbers = field(default_factory=Numbers, repr=False)

    def give_up(self, references: set[str]) -> None:
        """Leave out the rows of subjects whose reference belongs to a record that is not open to this person."""
        lost = {key for key, stub in self.stubs.items() if stub.reference in references}
        if lost:
            self.problems += [cannot_be_used(x.row, x.subject_ref) for x in self.lines if subject_key(x) in lost]
            self.lines = [line for line in self.lines if subject_key(line) not in lost]
            self.stubs = {key: stub for key, stub in self.stubs.items() if key not in lost}

    def references(self) -> list[str]:
        """Those that the file gives to the subjects to be made."""
        return [stub.reference for stub in self.stubs.values() if stub.reference]

    def lifted(self) -> list[str]:
        """What the file's references do to the store's numbering."""
        return self.numbers.lifted_by(self.references())

    def stand_ins(self) -> list[str]:
        """The groups of the file that were merged away, and which ones take their rows."""
        moved = {(known.instead_of, known.reference) for known in self.subjects.values() if known.instead_of}
        return [f"{gone} was merged into {kept}; its rows go to {kept}." for gone, kept in sorted(moved)]

    def made(self) -> list[str]:
        """What will be made besides the records."""
        told = []
        if count := len(self.stubs):
            names = named(stub.reference or stub.name for stub in self.stubs.values())
            many = _many(count, "subject is", "subjects are")
            told.append(f"{many} not in the register and made as Proposed: {names}.")
        if count := len(self.new_areas):
            many = _many(count, "area is", "areas are")
            told.append(f"{many} not known yet and added: {named(self.new_areas.values())}.")
        return told

    def doubts(self) -> list[str]:
        """What a person should look at before or after."""
        told = [*self.stand_ins(), *self.lifted()]
        if self.doubles:
            rows = _many(self.doubles, "row has", "rows have")
            told.append(f"{rows} the subject, date and P of another record; look at them for double counting.")
        return told


def plan_disruptions(session: Session, parsed: ParsedImport) -> Plan:
    """Hold the rows of a tracker against the store."""
    plan = Plan()
    fresh = list(_fresh(session, parsed, plan))
    exact, loose = known_subjects(session)
    plan.numbers = numbers(session)
    for line in fresh:
        key = subject_key(line)
        known = exact.get(squeezed(line.subject_ref)) or exact.get(squeezed(line.subject_name)) if key else None
        known = known or loose.get(squeezed(line.subject_ref or line.subject_name))
        if known is not None:
            plan.subjects[key] = known
        elif plan.numbers.refuse(line.subject_ref):
            plan.problems.append(cannot_be_used(line.row, line.subject_ref))
            continue
        else:
            stub = plan.stubs.setdefault(key, _stub(line))
            stub.name = stub.name or line.subject_name
            stub.threats[line.primary_threat] += 1
        plan.lines.append(line)
    _plan_areas(session, plan, (line.area for line in plan.lines))
    plan.doubles = _doubles(session, plan)
    return plan


def cannot_be_used(row: int, reference: str) -> ImportProblem:
    """What is said of a reference that is not the person's to use; it does not say that there is a record."""
    remedy = "Ask the OCG desk which reference to use."
    return ImportProblem(row, "", reference, "This reference cannot be used.", remedy)


def subject_key(line: DisruptionLine) -> str:
    """The same for rows that name the same subject."""
    return squeezed(line.subject_ref) or squeezed(line.subject_name)


def known_subjects(session: Session) -> tuple[dict[str, Known], dict[str, Known]]:
    """Subjects open to the reader by reference, and by national reference and name.

    For one that was merged away stands the one it was merged into; where that is closed to the reader, none does.
    """
    exact: dict[str, Known] = {}
    loose: dict[str, Known] = {}
    columns = (
        Subject.id, Subject.reference, Subject.national_ref, Subject.name, Subject.lro, Subject.status,
        Subject.merged_into_id,
    )  # fmt: skip
    found = session.execute(select(*columns)).all()
    into = {id_: merged for id_, *_, merged in found}
    rejected = SubjectStatus.REJECTED
    own = {id_: Known(id_, lro, ref, is_rejected=status is rejected) for id_, ref, _, _, lro, status, _ in found}
    for id_, reference, national, name, _lro, _status, merged in sorted(found, key=lambda each: each[-1] is not None):
        stands: UUID | None = id_
        while stands is not None and into.get(stands) is not None:
            stands = into[stands]
        known = own.get(stands) if stands is not None else None
        if known is None:
            continue
        if merged is not None:
            known = replace(known, instead_of=reference)
        exact[squeezed(reference)] = known
        for other in (national, name):
            if len(key := squeezed(other)) > 2:
                loose.setdefault(key, known)
    return exact, loose


def named(names: Iterable[str]) -> str:
    """The first few of some names, and how many more there are."""
    found = list(names)
    more = f" and {len(found) - _NAMED:,} more" if len(found) > _NAMED else ""
    return ", ".join(found[:_NAMED]) + more


def chunks(items: Sequence[T], size: int = CHUNK) -> Iterator[list[T]]:
    """``items`` a few at a time."""
    walk = iter(items)
    while piece := list(islice(walk, size)):
        yield piece


def plan_areas(session: Session, names: Iterable[str]) -> tuple[dict[str, UUID], dict[str, str]]:
    """Known areas by squeezed name, and the new ones among ``names``."""
    areas = {squeezed(name): id_ for id_, name in session.execute(select(Area.id, Area.name))}
    fresh: dict[str, str] = {}
    for name in names:
        key = squeezed(name)
        if key and key not in areas:
            fresh.setdefault(key, " ".join(name.split()))
    return areas, fresh


def _plan_areas(session: Session, plan: Plan, names: Iterable[str]) -> None:
    plan.areas, plan.new_areas = plan_areas(session, names)


def _fresh(session: Session, parsed: ParsedImport, plan: Plan) -> Iterator[DisruptionLine]:
    """Rows that the store does not hold yet: by what they say, and by their national reference.

    Asked of the table itself: a row already kept under a restricted record must not be kept twice either. A national
    reference that only a record closed to this person carries cannot be used, and that is all that is said.
    """
    stored = Disruption.__table__.c
    lines = [line for line in parsed.lines if isinstance(line, DisruptionLine)]
    prints = _held(session, stored.fingerprint, [line.fingerprint for line in lines])
    nationals = [line.national_ref for line in lines if line.national_ref]
    held = _held(session, stored.national_ref, nationals)
    seen = _held(session, Disruption.national_ref, sorted(held))
    closed = (held - seen) | nationals_out_of_sight(session, nationals)
    for line in lines:
        if line.fingerprint in prints:
            plan.repeats[line.row] = "Imported before. Left out."
        elif line.national_ref in seen:
            plan.repeats[line.row] = f"{line.national_ref} is recorded already. Left out."
        elif line.national_ref in closed:
            plan.problems.append(cannot_be_used(line.row, line.national_ref))
        else:
            yield line


def _held(session: Session, column: "object", values: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for piece in chunks(values):
        found.update(session.scalars(select(column).where(column.in_(piece))))  # type: ignore[call-overload,attr-defined]  # a column of a table
    return found


def nationals_out_of_sight(session: Session, references: Sequence[str]) -> set[str]:
    """Those of the national references that a server holds at all; there the tables show open records only."""
    if session.get_bind().dialect.name == "sqlite" or not references:
        return set()
    wanted = literal(list(references), ARRAY(String))
    return set(session.scalars(select(func.desk_national_refs(wanted))))


def _stub(line: DisruptionLine) -> Stub:
    """A reference is what has a figure in it; anything else is a name and gets a reference of ours."""
    is_reference = any(letter.isdigit() for letter in line.subject_ref)
    name = line.subject_name or ("" if is_reference else line.subject_ref)
    return Stub(line.subject_kind, line.subject_ref if is_reference else "", name)


def _doubles(session: Session, plan: Plan) -> int:
    """Rows that share subject, date and P with another row or a stored record; none looked for in very large files."""
    seen: set[tuple[str, date, FourP]] = set()
    count = 0
    asked: dict[tuple[UUID, date], list[FourP]] = {}
    for line in plan.lines:
        key = subject_key(line)
        told = (key, line.disruption_date, line.four_p)
        count += told in seen
        seen.add(told)
        if (known := plan.subjects.get(key)) is not None:
            asked.setdefault((known.id, line.disruption_date), []).append(line.four_p)
    if len(asked) > _LOOKED_AT_FOR_DOUBLES:
        return count
    for piece in chunks(list(asked), 200):
        columns = (Disruption.subject_id, Disruption.disruption_date, Disruption.four_p)
        same = select(*columns).distinct().where(tuple_(Disruption.subject_id, Disruption.disruption_date).in_(piece))
        for subject_id, day, four_p in session.execute(same):
            count += asked[subject_id, day].count(four_p)
    return count


def _many(count: int, one: str, more: str) -> str:
    return f"{count:,} {one if count == 1 else more}"


def fresh_groups(session: Session, parsed: ParsedImport) -> tuple[list[OcgLine], dict[int, str], list[ImportProblem]]:
    """Groups the store does not hold; rows of those it does; rows whose reference belongs to a record not open."""
    exact, loose = known_subjects(session)
    known_numbers = numbers(session)
    lines: list[OcgLine] = []
    repeats: dict[int, str] = {}
    problems: list[ImportProblem] = []
    nationals: dict[str, str] = {}
    for line in parsed.lines:
        if not isinstance(line, OcgLine):
            continue
        reference, name = squeezed(line.reference), squeezed(line.name)
        if reference in exact or (not reference and name in loose):
            repeats[line.row] = f"{line.reference or line.name} is in the register already. Left out."
        elif known_numbers.refuse(line.reference):
            problems.append(cannot_be_used(line.row, line.reference))
        elif whose := _national_ref_of(line, loose, nationals):
            told = f"{line.national_ref} is the national reference of {whose} already."
            problems.append(ImportProblem(line.row, "", line.national_ref, told, "Correct one of the two."))
        else:
            lines.append(line)
            nationals.setdefault(squeezed(line.national_ref), f"the group on row {line.row}")
    return lines, repeats, problems


def _national_ref_of(line: OcgLine, loose: dict[str, Known], nationals: dict[str, str]) -> str:
    """Whose the national reference of a row is, in the register or on a row before; empty where it is nobody's."""
    national = squeezed(line.national_ref)
    if not national:
        return ""
    return loose[national].reference if national in loose else nationals.get(national, "")
