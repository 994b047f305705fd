"""What reading a spreadsheet gives: typed rows that can be kept, problems by cell, repeats; plain values only."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum
from typing import Any

from soc_desk.vocabulary import FourP, ImpactLevel, ImportKind, OutcomeKind, SubjectKind, SubjectStatus
from soc_desk.vocabulary.ocg import AssessmentGrade, DataCategory, HandlingGrade, LinkRole, Scope, SourceGrade
from soc_desk.vocabulary.poca import CashResult


@dataclass(frozen=True, slots=True)
class ImportProblem:
    """Why a row was left out: the cell, what it says, what is wrong with it and how to mend it."""

    row: int
    column: str
    value: str
    problem: str
    remedy: str


@dataclass(frozen=True, slots=True)
class DrugLine:
    """Drugs that a row names: codes of the drug and of the unit (empty where not told), how much, street value."""

    kind: str
    quantity: float | None
    unit: str
    value_pence: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DisruptionLine:
    """A row of a tracker that can become a disruption; field names are those of the data dictionary.

    ``outcomes`` are (kind, quantity): a count, months, or pence, as the kind's measure says. ``fingerprint`` is the
    same for the same row of the same tracker whenever it is read.
    """

    row: int
    disruption_date: date
    four_p: FourP
    impact_level: ImpactLevel
    subject_ref: str
    subject_name: str
    fingerprint: str
    subject_kind: SubjectKind = SubjectKind.OCG
    reference: str = ""
    impact_rationale: str = ""
    primary_threat: str = ""
    secondary_threats: tuple[str, ...] = ()
    area: str = ""
    officer: str = ""
    lro: str = ""
    lead_agency: str = ""
    lead_unit: str = ""
    supporting_agencies: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    operation_name: str = ""
    title: str = ""
    narrative: str = ""
    evidence_refs: tuple[str, ...] = ()
    activity_types: tuple[str, ...] = ()
    plan_ref: str = ""
    county_line_ref: str = ""
    national_ref: str = ""
    outcomes: tuple[tuple[OutcomeKind, int], ...] = ()
    drugs: DrugLine | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OcgLine:
    """A row of a list of groups that can become a group; one of ``reference`` and ``name`` is there."""

    row: int
    reference: str
    name: str
    fingerprint: str
    national_ref: str = ""
    operation_name: str = ""
    status: SubjectStatus = SubjectStatus.PROPOSED
    area: str = ""
    team: str = ""
    tier: str = ""
    band: str = ""
    primary_threat: str = ""
    secondary_threats: tuple[str, ...] = ()
    scope: Scope | None = None
    affected_areas: tuple[str, ...] = ()
    cross_border_forces: tuple[str, ...] = ()
    line_names: tuple[str, ...] = ()
    lro: str = ""
    sro: str = ""
    mapped_on: date | None = None
    assessed_on: date | None = None
    synced_on: date | None = None
    last_intelligence_on: date | None = None
    notes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CashLine:
    """A row of a cash register that can become a case. ``amount_pence`` None is not known, which is not zero.

    ``seized_at`` is local wall time; the first minute of the day where the register gives no time, which is the
    earliest it can have been. ``orders`` are the days of the detention orders, the first one first.
    """

    row: int
    seized_at: datetime
    has_time: bool
    amount_pence: int | None
    fingerprint: str
    orders: tuple[date, ...] = ()
    result: CashResult = CashResult.HELD
    result_on: date | None = None
    reference: str = ""
    area: str = ""
    place: str = ""
    seized_from: str = ""
    court: str = ""
    officer: str = ""
    champion: str = ""
    operation_name: str = ""
    crime_ref: str = ""
    exhibit_no: str = ""
    bag_no: str = ""
    jard_ref: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    """A row of a list of people: somebody, and what they are to a group where the row names one.

    ``unidentified`` is a member who has no name yet. ``role`` and ``category`` are None where the row does not say.
    """

    row: int
    fingerprint: str
    family_name: str = ""
    given_names: str = ""
    aliases: tuple[str, ...] = ()
    unidentified: bool = False
    born_on: date | None = None
    age: int | None = None
    phones: tuple[str, ...] = ()
    vehicles: tuple[str, ...] = ()
    address: str = ""
    pnc_id: str = ""
    cro_id: str = ""
    notes: str = ""
    subject_ref: str = ""
    subject_name: str = ""
    subject_kind: SubjectKind = SubjectKind.OCG
    primary_threat: str = ""
    role: LinkRole | None = None
    category: DataCategory | None = None
    from_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IntelligenceLine:
    """A row of an intelligence log that can become a link; graded, or with an older grade as it was written."""

    row: int
    ir_ref: str
    received_on: date
    fingerprint: str
    reported_on: date | None = None
    source: SourceGrade | None = None
    assessment: AssessmentGrade | None = None
    handling: HandlingGrade | None = None
    legacy_grade: str = ""
    conditions: str = ""
    summary: str = ""
    subject_ref: str = ""
    subject_name: str = ""
    person: str = ""


class RowState(Enum):
    """What will become of a row."""

    STOPS = "stops"
    REPEAT = "repeat"
    READY = "ready"


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row as a person checks it: its cells in the file's order, each with what it was read as where that differs.

    ``wrong`` are the places of the cells at fault; ``text`` says why the row is left out.
    """

    row: int
    state: RowState
    cells: tuple[str, ...]
    wrong: tuple[int, ...] = ()
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class ParsedImport:
    """A spreadsheet that was read; nothing of it is kept yet.

    ``rows`` counts data rows only and is the sum of ``lines``, ``rejected`` and ``duplicates``; ``skipped`` counts
    title, blank, repeated heading and totals rows. ``headings`` are those of the cells in ``shown`` and ``left_out``,
    ``fields`` what each column was read as ("" for nothing). ``left_out`` holds every rejected row whole, for the
    error file; ``shown`` all rejected and repeated rows, within a limit, and the first ready ones. ``signature`` and
    ``mapping`` are what is remembered of the columns.
    """

    kind: ImportKind
    file_name: str
    file_sha256: str
    sheet: str
    heading_row: int
    headings: tuple[str, ...]
    fields: tuple[str, ...]
    lines: (
        tuple[DisruptionLine, ...]
        | tuple[OcgLine, ...]
        | tuple[CashLine, ...]
        | tuple[PersonLine, ...]
        | tuple[IntelligenceLine, ...]
    )
    rejected: int
    duplicates: int
    skipped: int
    problems: tuple[ImportProblem, ...]
    warnings: tuple[str, ...]
    shown: tuple[ShownRow, ...]
    left_out: tuple[ShownRow, ...]
    signature: str
    mapping: Mapping[str, Any]

    @property
    def rows(self) -> int:
        """Data rows in the file."""
        return len(self.lines) + self.rejected + self.duplicates


def as_planned(row: ShownRow, repeats: Mapping[int, str], problems: list[ImportProblem]) -> ShownRow:
    """A row as it will be left out, or kept."""
    if row.state is not RowState.READY:
        return row
    if row.row in repeats:
        return replace(row, state=RowState.REPEAT, text=repeats[row.row])
    for problem in problems:
        if problem.row == row.row:
            return replace(row, state=RowState.STOPS, text=f"{problem.problem} {problem.remedy}")
    return row


def left_out(parsed: ParsedImport, problems: list[ImportProblem]) -> Iterator[ShownRow]:
    """Rows that the store has something against, for the error file; of a long file the later ones without cells."""
    cells = {row.row: row.cells for row in parsed.shown}
    for each in sorted(problems, key=lambda problem: problem.row):
        told = cells.get(each.row, ("",) * len(parsed.headings))
        yield ShownRow(each.row, RowState.STOPS, told, (), f"{each.problem} {each.remedy}".strip())
