"""Keeping the rows of a spreadsheet as one unit: seeing beforehand what it will do, doing it, remembering how."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from soc_desk.domain import (
    Area,
    CodeItem,
    Disruption,
    ImportBatch,
    ImportMapping,
    IntelligenceLink,
    Outcome,
    StoreInfo,
    Subject,
    SubjectStatusChange,
    Team,
    User,
    new_id,
)
from soc_desk.services.import_cash import keep_cash, plan_cash
from soc_desk.services.import_intelligence import link_rows, plan_intelligence
from soc_desk.services.import_making import (
    Batch,
    disruption_row,
    first_steps,
    group_rows,
    outcome_rows,
    stub_rows,
)
from soc_desk.services.import_numbers import hold, lift, numbers, squeezed
from soc_desk.services.import_people import PLANNED as _PLANNED
from soc_desk.services.import_people import keep_people, plan_people
from soc_desk.services.import_plan import (
    Plan,
    cannot_be_used,
    chunks,
    fresh_groups,
    named,
    plan_areas,
    plan_disruptions,
)
from soc_desk.services.import_probe import taken
from soc_desk.services.import_rows import ImportProblem, OcgLine, ParsedImport, RowState, ShownRow, as_planned, left_out
from soc_desk.services.intelligence import clock
from soc_desk.services.prints import wall
from soc_desk.store import Work, use_case
from soc_desk.store.bulk import roomy
from soc_desk.store.prepared import calm
from soc_desk.vocabulary import WRITERS, ImportKind, Role, SubjectStatus

Progress = Callable[[float, str], None]
"""Told how far it is (0 to 1) and with what; raises ``Cancelled`` to stop, and nothing is kept."""

_AT_ONCE = 5_000
_MAPPERS = frozenset({Role.OFFICER, Role.COORDINATOR, Role.SUPERVISOR, Role.ANALYST})


@dataclass(frozen=True, kw_only=True)
class ImportResult:
    """What an import did, or would do where ``import_id`` is None; the keys of ``soc-desk import --json``."""

    rows: int
    accepted: int
    rejected: int
    duplicates: int
    skipped: int
    warnings: tuple[str, ...]
    import_id: UUID | None
    reference: str
    problems: tuple[ImportProblem, ...]


@dataclass(frozen=True, kw_only=True)
class ImportPreview:
    """What an import will do: ``shown`` are rows to look at, those that stop first, ``left_out`` the error file's.

    ``notes`` are the warnings that are not about what will be made (``new_subjects``, ``new_areas``).
    """

    result: ImportResult
    new_subjects: int
    new_areas: int
    notes: tuple[str, ...]
    shown: tuple[ShownRow, ...]
    left_out: tuple[ShownRow, ...]

    @property
    def ready(self) -> int:
        """Rows that will be kept."""
        return self.result.accepted


@dataclass(frozen=True, kw_only=True)
class ImportRow:
    """One import in the list of imports."""

    id: UUID
    reference: str
    kind: ImportKind
    file_name: str
    at: datetime
    by: str
    accepted: int
    undone_at: datetime | None


def code_lists(session: Session) -> dict[str, dict[str, str]]:
    """The store's code lists with their labels, which readers of spreadsheets compare with."""
    items = select(CodeItem.list_name, CodeItem.code, CodeItem.label).where(CodeItem.valid_to.is_(None))
    found: dict[str, dict[str, str]] = {}
    for list_name, code, label in session.execute(items.order_by(CodeItem.list_name, CodeItem.position)):
        found.setdefault(list_name, {})[code] = label
    return found


def remembered(session: Session, signature: str) -> dict[str, Any] | None:
    """How a sheet with these headings was read last time; None for one never seen."""
    return session.scalar(select(ImportMapping.mapping).where(ImportMapping.signature == signature))


def history(session: Session, limit: int = 50) -> list[ImportRow]:
    """The imports made so far, newest first."""
    columns = (
        ImportBatch.id, ImportBatch.reference, ImportBatch.kind, ImportBatch.file_name, ImportBatch.at, User.display,
        ImportBatch.counts, ImportBatch.undone_at,
    )  # fmt: skip
    query = select(*columns).join(User, User.id == ImportBatch.by_id)
    return [
        ImportRow(
            id=row[0], reference=row[1], kind=row[2], file_name=row[3], at=row[4], by=row[5],
            accepted=int(row[6].get("accepted", 0)), undone_at=row[7],
        )
        for row in session.execute(query.order_by(ImportBatch.at.desc()).limit(limit))
    ]  # fmt: skip


def preview(session: Session, parsed: ParsedImport) -> ImportPreview:
    """What keeping the rows will do; nothing is changed."""
    if parsed.kind is ImportKind.OCGS:
        lines, repeats, problems = fresh_groups(session, parsed)
        _, areas = plan_areas(session, _named_areas(lines))
        told = [_new_areas(areas)] if areas else []
        doubts = numbers(session).lifted_by(line.reference for line in lines)
        result = _result(parsed, len(lines), repeats, problems, [*told, *doubts])
        subjects = 0
    elif parsed.kind is ImportKind.PEOPLE:
        people = plan_people(session, parsed, wall(datetime.now(UTC)).date())
        repeats, problems, areas, subjects = people.repeats, people.problems, {}, len(people.groups.stubs)
        doubts = people.doubts()
        result = _result(parsed, people.accepted, repeats, problems, [*people.groups.made(), *doubts])
    elif parsed.kind is ImportKind.CASH:
        cash = plan_cash(session, parsed, wall(datetime.now(UTC)).date())
        repeats, problems, areas, subjects, doubts = cash.repeats, [], cash.new_areas, 0, cash.doubts()
        told = [_new_areas(areas)] if areas else []
        result = _result(parsed, len(cash.lines), repeats, problems, [*told, *doubts])
    elif parsed.kind is ImportKind.INTELLIGENCE:
        log = plan_intelligence(session, parsed, wall(datetime.now(UTC)).date())
        repeats, problems, areas, subjects = log.repeats, log.problems, {}, len(log.groups.stubs)
        doubts = log.doubts()
        result = _result(parsed, len(log.lines), repeats, problems, [*log.groups.made(), *doubts])
    else:
        plan = plan_disruptions(session, parsed)
        repeats, problems, areas, subjects = plan.repeats, plan.problems, plan.new_areas, len(plan.stubs)
        doubts = plan.doubts()
        result = _result(parsed, len(plan.lines), repeats, problems, [*plan.made(), *plan.doubts()])
    shown = tuple(as_planned(row, repeats, problems) for row in parsed.shown)
    order = (RowState.STOPS, RowState.REPEAT, RowState.READY)
    return ImportPreview(
        result=result, new_subjects=subjects, new_areas=len(areas), notes=(*doubts, *parsed.warnings),
        shown=tuple(sorted(shown, key=lambda row: order.index(row.state))),
        left_out=(*parsed.left_out, *left_out(parsed, problems)),
    )  # fmt: skip


@use_case("Import disruptions", needs=WRITERS)
def import_disruptions(work: Work, parsed: ParsedImport, progress: Progress | None = None) -> ImportResult:
    """Keep the rows of a tracker, all or none; gives what was done. Rows already in the store are left out.

    A supervisor's rows come in as moderated before import (keyed where they carry a national reference), anybody
    else's as submitted. Unknown subjects become Proposed, unknown areas areas; ``import_undo.undo`` takes all back.
    """
    with calm(len(parsed.lines)):
        return _import_disruptions(work, parsed, progress or _silent)


def _import_disruptions(work: Work, parsed: ParsedImport, tell: Progress) -> ImportResult:
    hold(work)
    plan = plan_disruptions(work.session, parsed)
    plan.give_up(taken(work.session, plan.references()))
    _remember(work, parsed)
    result = _result(parsed, len(plan.lines), plan.repeats, plan.problems, [*plan.made(), *plan.doubts()])
    if not plan.lines:
        return result
    batch = _begin(work, parsed, result, plan.references())
    _keep_areas(work, batch, plan.areas, plan.new_areas)
    _keep_subjects(work, batch, stub_rows(work, batch, plan))
    _keep_disruptions(work, batch, plan, tell)
    return replace(result, import_id=batch.id, reference=batch.reference)


@use_case("Import OCGs", needs=_MAPPERS)
def import_ocgs(work: Work, parsed: ParsedImport, progress: Progress | None = None) -> ImportResult:
    """Keep the groups of a list, all or none; gives what was done. Groups already in the register are left alone.

    Coordinators and supervisors bring groups in with the status they have in the file, others as Proposed.
    """
    tell = progress or _silent
    hold(work)
    lines, repeats, problems = fresh_groups(work.session, parsed)
    closed = taken(work.session, [line.reference for line in lines if line.reference])
    problems += [cannot_be_used(line.row, line.reference) for line in lines if line.reference in closed]
    lines = [line for line in lines if line.reference not in closed]
    areas, new_areas = plan_areas(work.session, _named_areas(lines))
    teams = {squeezed(name): id_ for id_, name in work.session.execute(select(Team.id, Team.name))}
    told = [_new_areas(new_areas)] if new_areas else []
    told += numbers(work.session).lifted_by(line.reference for line in lines)
    if unknown := sorted({line.team for line in lines if line.team and squeezed(line.team) not in teams}):
        told.append(f"Teams not known here were left blank: {named(unknown)}.")
    if not work.actor.roles & {Role.COORDINATOR, Role.SUPERVISOR}:
        others = sum(1 for line in lines if line.status is not SubjectStatus.PROPOSED)
        told += [f"{others:,} groups come in as Proposed; a coordinator validates them."] if others else []
    _remember(work, parsed)
    result = _result(parsed, len(lines), repeats, problems, told)
    if not lines:
        return result
    tell(0.2, "Keeping the groups")
    batch = _begin(work, parsed, result, [line.reference for line in lines])
    _keep_areas(work, batch, areas, new_areas)
    _keep_subjects(work, batch, group_rows(work, batch, lines, areas, teams))
    return replace(result, import_id=batch.id, reference=batch.reference)


@use_case("Import cash seizures", needs=WRITERS)
def import_cash(work: Work, parsed: ParsedImport, progress: Progress | None = None) -> ImportResult:
    """Keep the rows of a cash register as cases, all or none; gives what was done. Rows kept before are left out."""
    tell = progress or _silent
    hold(work)
    plan = plan_cash(work.session, parsed, wall(work.now).date())
    _remember(work, parsed)
    told = [_new_areas(plan.new_areas)] if plan.new_areas else []
    result = _result(parsed, len(plan.lines), plan.repeats, [], [*told, *plan.doubts()])
    if not plan.lines:
        return result
    batch = _begin(work, parsed, result)
    _keep_areas(work, batch, plan.areas, plan.new_areas)
    for done in keep_cash(work, batch, plan):
        tell(done / len(plan.lines), f"Keeping case {done:,} of {len(plan.lines):,}")
    return replace(result, import_id=batch.id, reference=batch.reference)


@use_case("Import people", needs=_MAPPERS)
def import_people(work: Work, parsed: ParsedImport, progress: Progress | None = None) -> ImportResult:
    """Keep the rows of a list of people, all or none; gives what was done. Who may be known already is left out.

    Unknown groups become Proposed; nobody is merged with anybody.
    """
    tell = progress or _silent
    hold(work)
    plan = plan_people(work.session, parsed, wall(work.now).date(), tell)
    plan.give_up(taken(work.session, plan.groups.references()))
    _remember(work, parsed)
    told = [*plan.groups.made(), *plan.doubts()]
    result = _result(parsed, plan.accepted, plan.repeats, plan.problems, told)
    if not plan.people:
        return result
    batch = _begin(work, parsed, result, plan.groups.references(), records=len(plan.people))
    _keep_subjects(work, batch, stub_rows(work, batch, plan.groups))
    tell(_PLANNED, f"Keeping {len(plan.people):,} people")
    keep_people(work, batch, plan)
    return replace(result, import_id=batch.id, reference=batch.reference)


@use_case("Import intelligence", needs=_MAPPERS)
def import_intelligence(work: Work, parsed: ParsedImport, progress: Progress | None = None) -> ImportResult:
    """Keep the rows of an intelligence log as links, all or none; gives what was done. Unknown groups become Proposed.

    Rows kept before are left out, and rows whose summary has words that may identify a source.
    """
    tell = progress or _silent
    hold(work)
    plan = plan_intelligence(work.session, parsed, wall(work.now).date())
    plan.give_up(taken(work.session, plan.groups.references()))
    _remember(work, parsed)
    told = [*plan.groups.made(), *plan.doubts()]
    result = _result(parsed, len(plan.lines), plan.repeats, plan.problems, told)
    if not plan.lines:
        return result
    tell(0.2, "Keeping the reports")
    batch = _begin(work, parsed, result, plan.groups.references())
    _keep_subjects(work, batch, stub_rows(work, batch, plan.groups))
    work.insert_many(IntelligenceLink, link_rows(work, batch, plan))
    clock.refresh(work, *(known.id for known in plan.groups.subjects.values()))
    return replace(result, import_id=batch.id, reference=batch.reference)


def _begin(
    work: Work, parsed: ParsedImport, result: ImportResult, references: Iterable[str] = (), records: int | None = None
) -> Batch:
    """The entry that everything of this import points at; ``records`` where they are not as many as the rows.

    ``references`` are those that the file gives to what it makes.
    """
    counts = {name: getattr(result, name) for name in ("rows", "accepted", "rejected", "duplicates", "skipped")}
    if lifted := lift(work, references):
        counts["lifted"] = lifted
    if records is not None:
        counts["records"] = records
    batch = ImportBatch(
        reference=work.next_reference("I"), kind=parsed.kind, file_name=parsed.file_name,
        file_sha256=parsed.file_sha256, at=work.now, by_id=work.actor.id, counts=counts,
    )  # fmt: skip
    work.add(batch)
    work.session.flush()
    lead = _own_agency(work.session)
    return Batch(batch.id, batch.reference, batch.file_name, lead)


def _own_agency(session: Session) -> str:
    """The force itself, where it is on the list of agencies: trackers name a lead agency only when it is another."""
    code = session.scalar(select(StoreInfo.force_code)) or ""
    known = select(CodeItem.code).where(CodeItem.list_name == "agency", CodeItem.code == code)
    return session.scalar(known) or ""


def _keep_areas(work: Work, batch: Batch, areas: dict[str, UUID], fresh: Mapping[str, str]) -> None:
    rows: list[dict[str, Any]] = [{"id": new_id(), "name": name, "import_id": batch.id} for name in fresh.values()]
    work.insert_many(Area, rows)
    areas.update({squeezed(str(row["name"])): row["id"] for row in rows})


def _keep_subjects(work: Work, batch: Batch, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    work.insert_many(Subject, rows)
    work.insert_many(SubjectStatusChange, first_steps(work, batch, rows))


def _keep_disruptions(work: Work, batch: Batch, plan: Plan, tell: Progress) -> None:
    serials = iter(work.next_serials("D", len(plan.lines)))
    done = 0
    with roomy(work.session, cast("Table", Disruption.__table__), len(plan.lines)):
        for lines in chunks(plan.lines, _AT_ONCE):
            tell(done / len(plan.lines), f"Keeping record {done + 1:,} of {len(plan.lines):,}")
            rows = [disruption_row(work, batch, plan, line, next(serials)) for line in lines]
            pairs = zip(lines, rows, strict=True)
            outcomes = [outcome for line, row in pairs for outcome in outcome_rows(line, row["id"])]
            work.insert_with_lines(Disruption, rows, "outcomes", Outcome, outcomes)
            done += len(lines)
    tell(1.0, "Sealing the audit log")


def _remember(work: Work, parsed: ParsedImport) -> None:
    """Keep how the columns were read, for the next file with these headings."""
    kept = work.session.scalar(select(ImportMapping).where(ImportMapping.signature == parsed.signature))
    if kept is None:
        work.add(ImportMapping(signature=parsed.signature, kind=parsed.kind, mapping=dict(parsed.mapping)))
    elif kept.mapping != dict(parsed.mapping):
        kept.mapping = dict(parsed.mapping)


def _result(
    parsed: ParsedImport, accepted: int, repeats: Mapping[int, str], problems: list[ImportProblem], told: list[str]
) -> ImportResult:
    return ImportResult(
        rows=parsed.rows, accepted=accepted, rejected=parsed.rejected + len(problems),
        duplicates=parsed.duplicates + len(repeats), skipped=parsed.skipped, warnings=(*told, *parsed.warnings),
        import_id=None, reference="", problems=(*parsed.problems, *problems),
    )  # fmt: skip


def _named_areas(lines: Iterable[OcgLine]) -> Iterator[str]:
    return (name for line in lines for name in (line.area, *line.affected_areas))


def _new_areas(areas: Mapping[str, str]) -> str:
    many = "area is" if len(areas) == 1 else "areas are"
    return f"{len(areas):,} {many} not known yet and added: {named(areas.values())}."


def _silent(_fraction: float, _text: str) -> None:
    """Nobody wants to know."""
